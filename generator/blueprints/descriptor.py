"""blueprint.yaml: what a blueprint is, and which parameters it takes."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jsonschema_rs import Draft202012Validator, ReferencingError, ValidationError, meta

from generator.blueprints.folders import DESCRIPTOR, Folder
from generator.errors import InputError, Place, Problem
from generator.model import BlueprintInfo, Body, ProvidedPort
from generator.suggesting import suggest
from generator.yamlio import MarkedDocument

_SCHEMA: Final[Body] = json.loads((Path(__file__).parent / "blueprint.schema.json").read_bytes())
_REFERENCES: Final = ("$ref", "$dynamicRef", "$id", "$schema")
_GUIDE: Final = "see docs/blueprint-language.md"


def read(folder: Folder, documents: tuple[MarkedDocument, ...]) -> BlueprintInfo:
    """Check a parsed blueprint.yaml. InputError holds everything that is wrong with it."""
    shown = folder.files[DESCRIPTOR].shown
    if len(documents) != 1 or not isinstance(documents[0].value, dict):
        raise InputError([Problem(Place(shown), "a blueprint.yaml is one map", _GUIDE)])
    descriptor = _Descriptor(folder, documents[0])
    problems = list(descriptor.shape()) or list(descriptor.meaning())
    if problems:
        raise InputError(problems)
    return descriptor.info()


class _Descriptor:
    def __init__(self, folder: Folder, document: MarkedDocument) -> None:
        self._folder = folder
        self._document = document
        self._value: Body = document.value

    def _problem(self, what: str, hint: str, *path: str | int, key: bool = False) -> Problem:
        """A problem at a value, or at the nearest thing around it that is written."""
        places = self._document.key_places if key else self._document.places
        while path and path not in places:
            path = path[:-1]
        return Problem(places.get(path) or self._document.places[()], what, hint)

    def shape(self) -> Iterator[Problem]:
        """What the schema of blueprint.yaml refuses."""
        for error in Draft202012Validator(_SCHEMA).iter_errors(self._value):
            yield from self._worded(error)

    def _worded(self, error: Any) -> Iterator[Problem]:
        path = tuple(error.instance_path)
        written = ".".join(map(str, path))
        if error.kind.name == "additionalProperties":
            known = _at(_SCHEMA, error.schema_path[:-1]).get("properties", {})
            for key in error.kind.unexpected:
                yield self._problem(f"unknown field `{key}`", suggest(key, known), *path, key, key=True)
        else:
            yield self._problem(f"`{written}`: {error.message}" if path else error.message, _GUIDE, *path)

    def meaning(self) -> Iterator[Problem]:
        """What a schema cannot tell."""
        ref = self._folder.ref
        if self._value["name"] != ref.name:
            yield self._problem(f"the blueprint's folder is `{ref.name}`", "name and folder are the same", "name")
        if int(self._value["version"].split(".")[0]) != ref.major:
            yield self._problem(f"the folder is `v{ref.major}`", "it holds the version's major", "version")
        yield from self._parameters()
        yield from self._provides()
        yield from self._variants()

    def _parameters(self) -> Iterator[Problem]:
        """The schema must be one, and its defaults and examples must fit it."""
        schema = self._value["parameters"]
        foreign = list(_foreign(schema))
        for path in foreign:
            hint = "a blueprint stands alone: refer to `#/$defs/…`"
            yield self._problem(f"`{path[-1]}` leads out of the schema", hint, "parameters", *path)
        if foreign:
            return
        try:
            meta.validate(schema)
            Draft202012Validator(schema)
        except ValidationError as invalid:
            yield self._problem(f"not a JSON Schema: {invalid.message}", _GUIDE, "parameters", *invalid.instance_path)
            return
        except (ReferencingError, ValueError) as broken:
            yield self._problem(f"not a JSON Schema: {broken}", _GUIDE, "parameters")
            return
        for name, parameter in schema["properties"].items():
            validator = Draft202012Validator({**parameter, "$defs": schema.get("$defs", {})})
            for path, value in _given(parameter):
                for error in validator.iter_errors(value):
                    below = ("properties", name, *path, *error.instance_path)
                    yield self._problem(error.message, f"it is given for `{name}`", "parameters", *below)

    def _provides(self) -> Iterator[Problem]:
        parameters = self._value["parameters"]["properties"]
        seen = set()
        for index, port in enumerate(self._value.get("provides", [])):
            if port["name"] in seen:
                yield self._problem(
                    f"the port `{port['name']}` is there twice", "use two names", "provides", index, "name"
                )
            seen.add(port["name"])
            if len(port.keys() & {"number", "parameter"}) != 1:
                yield self._problem("a port has either `number` or `parameter`", _GUIDE, "provides", index)
            elif port.get("parameter", "") not in ("", *parameters):
                what = f"no parameter `{port['parameter']}`"
                yield self._problem(what, suggest(port["parameter"], parameters), "provides", index, "parameter")

    def _variants(self) -> Iterator[Problem]:
        folders = self._folder.providers
        written = self._value.get("variants", list(folders))
        for name in sorted(set(written) - set(folders)):
            yield self._problem(f"no folder variants/{name}", suggest(name, folders), "variants", written.index(name))
        for name in sorted(set(folders) - set(written)):
            yield self._problem(f"the folder variants/{name} is not listed", "add it", "variants")
        if folders and not self._value.get("capability"):
            yield self._problem("variants without `capability`", "say what the cluster must provide", "variants")

    def info(self) -> BlueprintInfo:
        value = self._value
        return BlueprintInfo(
            ref=self._folder.ref,
            version=value["version"],
            kind=value["kind"],
            summary=value["summary"],
            parameters=value["parameters"],
            provides=tuple(map(_port, value.get("provides", []))),
            capability=value.get("capability", ""),
            variants=self._folder.providers,
            deprecated=value.get("deprecated", ""),
        )


def _foreign(schema: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """What a validator would have to read from elsewhere, even from the network."""
    parts = schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    for key, value in parts:
        if key in _REFERENCES and isinstance(value, str) and not value.startswith("#/$defs/"):
            yield (*path, key)
        yield from _foreign(value, (*path, key))


def _given(parameter: Body) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """The default and the examples of a parameter, by path."""
    if "default" in parameter:
        yield ("default",), parameter["default"]
    yield from ((("examples", i), value) for i, value in enumerate(parameter.get("examples", [])))


def _port(written: Body) -> ProvidedPort:
    return ProvidedPort(
        written["name"], written.get("number", 0), written.get("parameter", ""), written.get("protocol", "TCP")
    )


def _at(schema: Any, path: Any) -> Any:
    for step in path:
        schema = schema[int(step)] if isinstance(schema, list) else schema[step]
    return schema
