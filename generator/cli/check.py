"""`mlp check`."""

from pathlib import Path

import click

from generator import reporting
from generator.analysis.schema import NEWEST, VERSIONS
from generator.cli import options
from generator.errors import UsageError
from generator.pipeline.check import Assumptions, Judging, check_inputs, check_paths
from generator.pipeline.inputs import load
from generator.pipeline.outputs import Outputs
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
@click.option("--base", default="", metavar="REF", help="Judge changes since this revision, and by its policies too.")
@click.option("--preview-kubernetes", "preview", metavar="X.Y", help="Notices of what this version would bring.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Findings to accept.")
@click.option("--write-baseline", is_flag=True, help="Write the baseline: all findings at first, then only fewer.")
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
    preview: str | None,
    baseline: Path | None,
    write_baseline: bool,  # noqa: FBT001 - click passes flags by name
    fail_on: str | None,
    form: str,
    output: Path | None,
) -> int:
    """Judge what is committed, or any manifests: files, folders, kustomizations, or - for standard input.

    Exit 0: no finding at or above the threshold; 1: there is one; 3: something could not be judged.
    """
    settings = _surroundings() if paths else find(Path.cwd())
    accepted = _baseline(settings.root, baseline, write=write_baseline)
    judging = Judging(rules, engine, base, _preview(preview), accepted, write_baseline)
    if paths:
        if base:
            raise UsageError("--base compares the repository's own tree: leave PATH out")
        assumed = _assumptions(pod_security, version, cluster)
        result = check_paths(settings, paths, options.standard_input, assumed, judging)
    else:
        if pod_security or version or cluster:
            raise UsageError("--pod-security, --kubernetes-version and --cluster describe manifests: give a PATH")
        inputs = load(settings)
        fail_on = fail_on or inputs.declarations.platform.fail_on
        result = check_inputs(settings, inputs, Outputs(inputs, whole=True), judging)
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
    return Assumptions(security, contexts.version_option(version) if version else "", cluster)


def _preview(text: str | None) -> str:
    """A version whose schemas are known. Raises UsageError."""
    version = (text or "").removeprefix("v")
    if version and version not in VERSIONS:
        raise UsageError(f"--preview-kubernetes {text}: {VERSIONS[0]} to {NEWEST} are known")
    return version


def _baseline(root: Path, file: Path | None, *, write: bool) -> str:
    """The baseline's file: relative to the root where it lies below it. Raises UsageError."""
    if file is None:
        if write:
            raise UsageError("--write-baseline needs --baseline FILE")
        return ""
    if not write and not file.is_file():
        raise UsageError(f"--baseline {file}: there is no such file; --write-baseline makes it of today's findings")
    whole = file.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()
