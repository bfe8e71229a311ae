# METADATA
# title: Application in the project default
# description: |
#   The project `default` allows every source and every destination, and belongs to nobody.
# scope: package
# related_resources:
#   - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/projects/
# custom:
#   severity: error
#   remediation: Name the team's project.
#   reads:
#     kinds: [Application, ApplicationSet]
#     object: [spec.project, spec.template.spec.project]
package argocd.default_project

import data.lib.argocd

deny contains {"field": $"{application.path}.project", "message": message} if {
	some application in argocd.applications
	project := object.get(application.spec, "project", null)
	project in {"", "default", null}
	message := $"the Application's project is {project}"
}
