"""`mlp report`."""

from pathlib import Path

import click

from generator.errors import ExitCode
from generator.model import Cluster, Declarations
from generator.pipeline.inputs import load
from generator.settings import find


@click.command("report")
def command() -> int:
    """What the platform is, in a few lines: where each environment runs, and which services each team has."""
    declared = load(find(Path.cwd())).declarations
    click.echo(click.style(f"{declared.platform.name}: {declared.platform.repository}", bold=True))
    for environment in declared.platform.environments:
        cluster = declared.host(environment.name)
        click.echo(f"  {environment.name:<10} {_cluster(cluster)}" + (", protected" if environment.protected else ""))
    for team in declared.teams.values():
        names = [name for owner, name in declared.services if owner == team.name]
        click.echo(f"  team {team.name:<10} {', '.join(names) or 'no services yet'}")
    click.echo(_next(declared))
    return ExitCode.CLEAN


def _cluster(cluster: Cluster) -> str:
    pools = ", ".join(pool.name for pool in cluster.node_pools)
    return f"{cluster.name} ({cluster.provider}, Kubernetes {cluster.kubernetes_version}; node pools {pools})"


def _next(declared: Declarations) -> str:
    count = len(declared.services)
    return f"{count} services; edit teams/<team>/<service>.yaml, then `mlp render` and `mlp check`"
