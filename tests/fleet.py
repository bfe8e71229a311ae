"""Synthetic fleets for benchmarks and stress: N services in teams of ten, in the platform's four environments."""

import shutil
from pathlib import Path

from support import REPOSITORY

TEAM_SIZE = 10
TEAM = """\
namespace: app-{team}
owners: ["@example/{team}"]
blueprint: tenant/v1
quota:
  requests.cpu: "40"
  requests.memory: 64Gi
  limits.cpu: "80"
  limits.memory: 128Gi
  pods: "200"
limits:
  Container:
    default: {{cpu: 500m, memory: 256Mi}}
    defaultRequest: {{cpu: 100m, memory: 128Mi}}
"""
SERVICE = """\
blueprint: web-service/v1
image:
  name: ghcr.io/stefanprodan/podinfo
  tag: 6.15.0
  digest: sha256:{digest}
parameters:
  port: {port}
  replicas: 2
{connects}environments:
  prod:
    parameters:
      replicas: 4
"""


def write_fleet(root: Path, services: int) -> Path:
    """Declarations of a fleet below `root`: each service connects to the next one of its team."""
    root.mkdir(parents=True)
    shutil.copy2(REPOSITORY / "platform.yaml", root)
    shutil.copytree(REPOSITORY / "clusters", root / "clusters")
    for start in range(0, services, TEAM_SIZE):
        team = f"team-{start // TEAM_SIZE:03d}"
        folder = root / "teams" / team
        folder.mkdir(parents=True)
        (folder / "team.yaml").write_text(TEAM.format(team=team))
        count = min(TEAM_SIZE, services - start)
        for index in range(count):
            (folder / f"service-{index}.yaml").write_text(_service(start + index, index, count))
    return root


def _service(number: int, index: int, count: int) -> str:
    lines = ""
    if index + 1 < count:
        lines += f"connects:\n  - {{service: service-{index + 1}, port: http}}\n"
    if index:
        lines += f"accepts:\n  - {{service: service-{index - 1}, port: http}}\n"
    return SERVICE.format(digest=f"{number:064x}", port=8000 + index, connects=lines)
