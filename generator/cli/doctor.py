"""`mlp doctor`."""

import shutil
import subprocess
import sys
from pathlib import Path

import click

from generator.errors import ExitCode, ToolError
from generator.pipeline import policies
from generator.policy import engines, sources
from generator.settings import Settings, find

# Program → (how it tells its version, who needs it).
PROGRAMS = {
    "git": (["git", "--version"], "the hook, --base, and why a file differs"),
    "kustomize": (["kustomize", "version"], "`mlp check` of folders that hold a kustomization of others"),
    "conftest": (["conftest", "--version"], "`--engine conftest`"),
    "opa": (["opa", "version"], "`mlp policies compile`"),
}


@click.command("doctor")
def command() -> int:
    """Which tools and caches are there, and what is missing. Rendering and checking need none of the programs."""
    settings = find(Path.cwd())
    click.echo(f"python {sys.version.split()[0]}; repository {settings.root}; cache {settings.cache}")
    for name, (arguments, purpose) in PROGRAMS.items():
        click.echo(f"{name}: {_version(arguments)}  (for {purpose})")
    click.echo(f"embedded engine: {_embedded(settings)}")
    return ExitCode.CLEAN


def _version(arguments: list[str]) -> str:
    if not shutil.which(arguments[0]):
        return "not on PATH"
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().partition("\n")[0]


def _embedded(settings: Settings) -> str:
    try:
        folder = policies.folder(settings)
        engines.choose("embedded", folder, sources.digest(folder), settings.cache)
    except ToolError as error:
        return str(error)
    return "policy.wasm is fresh"
