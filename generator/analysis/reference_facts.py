"""Facts about references that kustomize leaves as they are, which policies/gitops judges.

Kind: `UnrewrittenReferences`, on an object that names a ConfigMap or Secret as its generator does, while what is built
has the name with a hash. Kustomize rewrites references in kinds that it knows, and in no custom kind. Sources:
kustomize's api/konfig/builtinpluginconsts/namereference.go and api/hasher (the letters of a hash).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from generator import fields
from generator.fields import Pointer
from generator.model import Fact, Object, fact

_HASHED: Final = re.compile(r"(.+)-[24-9bcdfghkmt]{10}")
_KINDS: Final = ("ConfigMap", "Secret")
# What a reference stands in, with the key that holds the name, and keys that are references by themselves.
_HOLDERS: Final = {
    **dict.fromkeys(("configMap", "configMapRef", "configMapKeyRef"), "ConfigMap"),
    **dict.fromkeys(("secret", "secretRef", "secretKeyRef"), "Secret"),
}
_KEYS: Final = {"configMapName": "ConfigMap", "secretName": "Secret"}
# Kind, namespace and name of what a reference leads to.
_Target = tuple[str, str | None, str]


def facts(objects: Iterable[Object]) -> Iterator[Fact]:
    """A fact about every object with such references. Nothing is looked for where no generator made anything."""
    found = tuple(objects)
    generated = dict(_generated(found))
    for item in found if generated else ():
        references = [
            {"field": fields.render(pointer), "name": name, "built": generated[kind, item.namespace, name]}
            for pointer, kind, name in _references(item.body)
            if (kind, item.namespace, name) in generated
        ]
        if references:
            yield fact("UnrewrittenReferences", item, references=references)


def _generated(objects: Iterable[Object]) -> Iterator[tuple[_Target, str]]:
    """What generators made, by the name without its hash, unless another object really has that name."""
    plain = {(item.kind, item.namespace, item.name) for item in objects if item.kind in _KINDS and not item.group}
    for kind, namespace, name in plain:
        match = _HASHED.fullmatch(name)
        if match and (kind, namespace, match[1]) not in plain:
            yield (kind, namespace, match[1]), name


def _references(value: Any, pointer: Pointer = (), holder: str = "") -> Iterator[tuple[Pointer, str, str]]:
    """The place, kind and name of each reference in a body."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            kind = _KEYS.get(key) or (_HOLDERS.get(holder) if key == "name" else None)
            if kind and isinstance(inner, str):
                yield (*pointer, key), kind, inner
            else:
                yield from _references(inner, (*pointer, key), key)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _references(inner, (*pointer, index), "")
