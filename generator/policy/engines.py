"""Choosing an engine."""

from pathlib import Path
from typing import Literal, TypeAlias

from generator.errors import ToolError
from generator.policy import compiled, sources
from generator.policy.conftest import Conftest
from generator.policy.embedded import Embedded
from generator.policy.engine import Engine

EngineName: TypeAlias = Literal["auto", "embedded", "conftest"]


def choose(name: EngineName, folder: Path, digest: str, cache: Path) -> Engine:
    """The engine for the rules in `folder`, whose sources have this digest; `cache` is the user's cache folder.

    `auto` is the embedded one if policy.wasm belongs to the rules, else conftest if it is there. Raises ToolError
    where the engine asked for, or any, is not to be had.
    """
    if name == "conftest":
        return Conftest(folder.resolve(), sources.data(folder))
    module = _module(folder, digest)
    if module is not None:
        return Embedded(module, sources.data(folder), cache)
    import shutil  # noqa: PLC0415 - only where there is no module to run

    if name == "auto" and shutil.which("conftest"):
        return Conftest(folder.resolve(), sources.data(folder))
    raise ToolError(f"{folder / sources.MODULE} is missing or older than the rules: run `mlp policies compile`")


def _module(folder: Path, digest: str) -> bytes | None:
    """The bytes of policy.wasm if they belong to the rules."""
    try:
        module = (folder / sources.MODULE).read_bytes()
    except FileNotFoundError:
        return None
    return module if compiled.is_fresh(module, digest) else None
