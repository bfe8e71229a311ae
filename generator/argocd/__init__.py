"""The Argo CD side of the platform: root Application, projects, and an Application per unit and environment."""

from generator.argocd.applications import (
    PLATFORM_PROJECT,
    TENANCY_NAME,
    Deployment,
    application,
    application_name,
    application_unit,
    root,
)
from generator.argocd.projects import default_project, platform_project, team_project

__all__ = [
    "PLATFORM_PROJECT",
    "TENANCY_NAME",
    "Deployment",
    "application",
    "application_name",
    "application_unit",
    "default_project",
    "platform_project",
    "root",
    "team_project",
]
