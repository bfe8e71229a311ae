"""`mlp export`."""

from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode
from generator.pipeline import exporting
from generator.pipeline.exporting import Form
from generator.settings import find


@click.group("export")
def command() -> None:
    """What makes a declared cluster, for the tools that make clusters."""


@command.command("kind-config")
@click.argument("cluster")
@options.output
def kind_config(cluster: str, output: Path | None) -> int:
    """A configuration for `kind create cluster`: the declared nodes with their labels and taints, and the networks."""
    options.publish(exporting.kind_config(find(Path.cwd()), cluster), output)
    return ExitCode.CLEAN


@command.command("tfvars")
@click.argument("cluster")
@options.formats("hcl", "json")
@options.output
def tfvars(cluster: str, form: Form, output: Path | None) -> int:
    """Variables for Terraform's EKS module: name, version, and a managed node group for each node pool.

    Taints get the spelling of EKS, and pools with NVIDIA GPUs the image that has the driver.
    """
    options.publish(exporting.terraform_variables(find(Path.cwd()), cluster, form), output)
    return ExitCode.CLEAN
