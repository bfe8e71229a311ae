"""The files of a `policies/` folder that decide verdicts, their hash, and the data documents among them."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import orjson

from generator.errors import InputError, Place, Problem
from generator.model import Body

MODULE = "policy.wasm"
CAPABILITIES = "capabilities.json"
MAIN = "main.rego"
LIBRARY = "lib"


def files(folder: Path) -> Iterator[Path]:
    """Rego files without tests, data documents, and the list of allowed built-ins; sorted."""
    found = (Path(below, name) for below, _, names in os.walk(folder) for name in names if _counts(name))
    return (path for path in sorted(found) if path.name != CAPABILITIES or path.parent == folder)


def _counts(name: str) -> bool:
    rego = name.endswith(".rego") and not name.endswith("_test.rego")
    return rego or name in {"data.json", CAPABILITIES}


def digest(folder: Path) -> str:
    """SHA-256 over names and contents, in hexadecimal. Two folders with the same digest give the same verdicts."""
    total = hashlib.sha256()
    for path in files(folder):
        content = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def data(folder: Path) -> Body:
    """What rules see under `data`: each data.json at the path of its folder. Raises InputError where one is not JSON."""
    root: Body = {}
    for path in files(folder):
        if path.name == "data.json":
            *parents, name = path.parent.relative_to(folder).parts
            level = root
            for parent in parents:
                level = level.setdefault(parent, {})
            level[name] = _read(path)
    return root


def _read(path: Path) -> object:
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise InputError(
            [Problem(Place(path.as_posix(), error.lineno, error.colno), f"not JSON: {error.msg}")]
        ) from None
