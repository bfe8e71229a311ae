"""The real kustomize: for manifests that other people wrote."""

import subprocess
from pathlib import Path
from typing import Final

from generator.errors import InputError, Place, Problem, ToolError

# Argo CD gives up after the same time.
SECONDS: Final = 90


def build(folder: Path) -> bytes:
    """Standard output of `kustomize build`: a YAML stream.

    ToolError where kustomize is missing; InputError, with its own words, where the folder does not build in time.
    """
    try:
        done = subprocess.run(["kustomize", "build", str(folder)], capture_output=True, check=False, timeout=SECONDS)
    except FileNotFoundError:
        raise ToolError(
            "kustomize is not installed or not on PATH: install the version that platform.yaml names"
        ) from None
    except subprocess.TimeoutExpired:
        raise _failed(folder, f"no result after {SECONDS} seconds") from None
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().removeprefix("Error: ")
        raise _failed(folder, " ".join(words.split()) or f"exit code {done.returncode}")
    return done.stdout


def _failed(folder: Path, why: str) -> InputError:
    return InputError([Problem(Place(folder.as_posix()), f"kustomize build: {why}")])
