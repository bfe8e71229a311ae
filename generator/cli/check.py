"""`mlp check`."""

from pathlib import Path

import click

from generator import reporting
from generator.analysis.schema import NEWEST
from generator.cli import options
from generator.errors import UsageError
from generator.pipeline.check import Assumptions, Judging, check_inputs, check_paths
from generator.pipeline.inputs import load
from generator.pipeline.outputs import generate
from generator.pipeline.verdict import THRESHOLDS, exit_code
from generator.policy import contexts
from generator.policy.engines import EngineName
from generator.settings import Settings, at, find


@click.command("check")
@options.paths
@click.option("--pod-security", metavar="LEVEL[:VERSION]", help="For namespaces without a label. [restricted:latest]")
@click.option("--kubernetes-version", "version", metavar="X.Y", help=f"Whose schemas judge. [{NEWEST}]")
@options.cluster
@click.option("--rule", "rules", multiple=True, metavar="GLOB", help="Only these rules; may be repeated.")
@click.option("--engine", type=click.Choice(["auto", "embedded", "conftest"]), default="auto", show_default=True)
@click.option("--base", default="", metavar="REF", help="Judge by the policies and waivers of this revision as well.")
@click.option("--fail-on", type=click.Choice(list(THRESHOLDS)), help="The lowest severity that fails. [error]")
@options.formats(*reporting.FORMATS)
@options.output
def command(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: tuple[str, ...],
    pod_security: str | None,
    version: str | None,
    cluster: Path | None,
    rules: tuple[str, ...],
    engine: EngineName,
    base: str,
    fail_on: str | None,
    form: str,
    output: Path | None,
) -> int:
    """Judge what is committed, or any manifests: files, folders, kustomizations, or - for standard input.

    Exit 0: no finding at or above the threshold; 1: there is one; 3: something could not be judged.
    """
    judging = Judging(rules, engine, base)
    if paths:
        assumed = _assumptions(pod_security, version, cluster)
        result = check_paths(_surroundings(), paths, options.standard_input, assumed, judging)
    else:
        if pod_security or version or cluster:
            raise UsageError("--pod-security, --kubernetes-version and --cluster describe manifests: give a PATH")
        settings = find(Path.cwd())
        inputs = load(settings)
        fail_on = fail_on or inputs.declarations.platform.fail_on
        result = check_inputs(settings, inputs, generate(inputs), judging)
    options.publish(reporting.write(form, result), output)
    return exit_code(result, fail_on or "error")


def _surroundings() -> Settings:
    """The repository around the working directory, if there is one: its rules and waivers apply to paths as well."""
    try:
        return find(Path.cwd())
    except UsageError:
        return at(Path.cwd())


def _assumptions(pod_security: str | None, version: str | None, cluster: Path | None) -> Assumptions:
    security = contexts.option(pod_security) if pod_security else contexts.PodSecurity()
    return Assumptions(security, contexts.version_option(version) if version else NEWEST, cluster)
