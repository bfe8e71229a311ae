"""The files of a `policies/` folder that decide verdicts, their hash, and the data documents among them."""

import hashlib
import os
from pathlib import Path

import orjson

from generator.errors import InputError, Place, Problem
from generator.model import Body

MODULE = "policy.wasm"
DATA = "data.json"
CAPABILITIES = "capabilities.json"
MAIN = "main.rego"
LIBRARY = "lib"


def files(folder: Path) -> list[str]:
    """The names of Rego files without tests, data documents, and the list of allowed built-ins, sorted part by part."""
    top = f"{folder}/"
    below = ((f"{place}/".removeprefix(top), names) for place, _, names in os.walk(folder))
    found = (f"{place}{name}" for place, names in below for name in names if _counts(name, place))
    return sorted(found, key=lambda name: name.split("/"))


def _counts(name: str, place: str) -> bool:
    rego = name.endswith(".rego") and not name.endswith("_test.rego")
    return rego or name == DATA or (name == CAPABILITIES and not place)


def digest(folder: Path) -> str:
    """SHA-256 over names and contents, in hexadecimal. Two folders with the same digest give the same verdicts."""
    total = hashlib.sha256()
    for name in files(folder):
        with open(f"{folder}/{name}", "rb", buffering=0) as file:  # noqa: PTH123 - a Path costs more than the read
            content = file.read()
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def data(folder: Path) -> Body:
    """What rules see under `data`: each data.json at the path of its folder. Raises InputError where one is not JSON."""
    root: Body = {}
    for file in files(folder):
        *parents, name = file.split("/")
        if name == DATA and parents:
            level = root
            for parent in parents[:-1]:
                level = level.setdefault(parent, {})
            level[parents[-1]] = _read(folder / file)
    return root


def _read(path: Path) -> object:
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise InputError(
            [Problem(Place(path.as_posix(), error.lineno, error.colno), f"not JSON: {error.msg}")]
        ) from None
