"""The bundled schemas (`tools/schemas.py` packs them): read a version once, compile a kind when it is met.

Sources: the OpenAPI document of each Kubernetes minor, as exported by the kubernetes-validate package; CRDs from the
Go modules that `crds.json.gz` names beside each kind.
"""

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import orjson
from msgspec import Struct

DATA = Path(__file__).parent / "data"
VERSIONS = tuple(f"1.{minor}" for minor in range(25, 38))
NEWEST = VERSIONS[-1]
# As `tools/schemas.py` writes them.
_REFERENCE = re.compile(rb'"\$ref":"#/definitions/([^"]+)"')


class SchemaError(Struct, frozen=True):
    """What a schema says against a value: where (keys and list indices from the root), which keyword, and why.

    `known` are the fields that the schema has at that place, for an unknown field.
    """

    path: tuple[str | int, ...]
    keyword: str
    message: str
    names: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class _Pack(Struct):
    """A version's kinds with the names of their definitions, and the text of each definition."""

    kinds: dict[str, str]
    definitions: dict[str, msgspec.Raw]


class Schemas:
    """The schemas of one Kubernetes version and of the bundled CRDs."""

    def __init__(self, version: str) -> None:
        """Read the pack of a version such as `1.36`; one that is not bundled counts as the nearest that is."""
        pack = msgspec.json.decode(_read(f"kubernetes-{nearest(version)}.json.gz"), type=_Pack)
        self._kinds = pack.kinds
        self._definitions = pack.definitions
        self._validators: dict[str, Any] = {}

    def __contains__(self, key: str) -> bool:
        """Whether there is a schema for `apiVersion/kind`."""
        return key in self._kinds or key in _custom()

    def errors(self, key: str, body: Mapping[str, Any]) -> tuple[SchemaError, ...]:
        """Everything that the schema of `apiVersion/kind` says against a body."""
        validator = self._validators.get(key)
        if validator is None:
            validator = self._validators[key] = self._compile(key)
        if validator.is_valid(body):
            return ()
        return tuple(self._explained(error, key) for error in validator.iter_errors(body))

    def _compile(self, key: str) -> Any:
        import jsonschema_rs  # noqa: PLC0415 - 40 ms that a run without objects need not pay

        return jsonschema_rs.Draft7Validator(self._text(key).decode())

    def _text(self, key: str) -> bytes:
        """The schema of a kind with the definitions that it needs, however far: compiling them all would take ten times as
        long.
        """
        root = self._root(key)
        needed: dict[bytes, bytes] = {}
        pending = _REFERENCE.findall(root)
        while pending:
            name = pending.pop()
            if name not in needed:
                needed[name] = bytes(self._definitions[name.decode()])
                pending += _REFERENCE.findall(needed[name])
        definitions = b",".join(b'"%b":%b' % each for each in needed.items())
        return b'%b,"definitions":{%b}}' % (root.removesuffix(b"}"), definitions)

    def _root(self, key: str) -> bytes:
        if key in self._kinds:
            return b'{"$ref":"#/definitions/%b"}' % self._kinds[key].encode()
        return orjson.dumps(_custom()[key])

    def _explained(self, error: Any, key: str) -> SchemaError:
        names = tuple(getattr(error.kind, "unexpected", ()) or ())
        keyword = str(error.schema_path[-1]) if error.schema_path else ""
        known = self._fields(error.schema_path[:-1], key) if keyword == "additionalProperties" else ()
        if keyword == "required":
            names = (error.kind.property,)
        return SchemaError(tuple(error.instance_path), keyword, error.message, names, known)

    def _fields(self, path: list[str | int], key: str) -> tuple[str, ...]:
        """The field names that the schema at a path knows."""
        node = orjson.loads(self._text(key))
        for step in path:
            node = node[step]
        return tuple(node.get("properties", ()))


def stamp() -> str:
    """A text that another one takes the place of when the bundled schemas change."""
    states = ((path.name, path.stat()) for path in sorted(DATA.iterdir()))
    content = " ".join(f"{name} {state.st_size} {state.st_mtime_ns}" for name, state in states)
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def schemas(version: str) -> Schemas:
    """The schemas of a version, read once a process."""
    return Schemas(version)


def nearest(version: str) -> str:
    """The bundled version that is closest to `1.N`."""
    minor = int(version.split(".")[1])
    first, last = (int(each.split(".")[1]) for each in (VERSIONS[0], NEWEST))
    return f"1.{min(max(minor, first), last)}"


@cache
def _custom() -> Mapping[str, Any]:
    kinds: Mapping[str, Any] = orjson.loads(_read("crds.json.gz"))["kinds"]
    return kinds


def _read(name: str) -> bytes:
    return gzip.decompress((DATA / name).read_bytes())
