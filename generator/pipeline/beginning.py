"""`mlp init`: a repository with the least that renders and passes the checks, for people to go on from."""

import json
from collections.abc import Mapping
from pathlib import Path

from generator.declarations import names
from generator.errors import UsageError
from generator.pipeline.scaffolding import filled

_OWNERS = ("@example/platform",)


def begin(folder: Path, name: str) -> tuple[str, ...]:
    """Write the files of a new platform called `name` below a folder, which is made if it is not there; their paths.

    Raises UsageError for a name that cannot be one, and where any of the files is there already: nothing is written then.
    """
    if fault := names.fault(name, names.LONGEST_LABEL):
        raise UsageError(f"the name {name or '(empty)'} {fault}: give another with --name")
    files = _files(name)
    there = [path for path in files if (folder / path).exists()]
    if there:
        raise UsageError(f"{folder / there[0]} is there already: begin in an empty folder")
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return tuple(files)


def _files(name: str) -> Mapping[str, str]:
    return {
        "platform.yaml": filled("platform", name=name),
        "clusters/kind-local.yaml": filled("kind-local"),
        "teams/apps/team.yaml": filled("team", name="apps", owners=json.dumps(_OWNERS)),
        "teams/apps/hello.yaml": filled("hello"),
        ".pre-commit-config.yaml": filled("pre-commit"),
    }
