"""The kustomizations that we write: a closed grammar, read back strictly. Anything else is unbuildable, never ignored.

Source: `api/types/kustomization.go` and `selector.go` of kustomize 5.8.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import orjson
from msgspec import Struct
from msgspec.structs import asdict

from generator.kustomize.strategic import Inexpressible
from generator.model import Body, Image

T = TypeVar("T")
_WORDS: Final[dict[type, str]] = {dict: "a map", list: "a list", str: "text"}
FILE: Final = "kustomization.yaml"
# kustomize takes these as well, and refuses a folder that has two of the three.
OTHER_FILES: Final = ("kustomization.yml", "Kustomization")
_HEAD: Final = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
# What may stand in a name without meaning something else in a regular expression, beside the dot.
_LITERAL: Final = re.compile(r"[A-Za-z0-9_/:\-.]*")


class Target(Struct, frozen=True):
    """Which objects a patch is for; an empty field means any. kustomize reads each field as a regular expression."""

    group: str = ""
    version: str = ""
    kind: str = ""
    namespace: str = ""
    name: str = ""

    def __str__(self) -> str:
        """Write the fields that are given, for a message."""
        return "target " + " ".join(f"{field}={value}" for field, value in asdict(self).items() if value)


class Patch(Struct, frozen=True):
    """A strategic merge patch (`merge`), which names its object itself, or JSON 6902 `operations` for a target."""

    target: Target | None = None
    merge: Body | None = None
    operations: tuple[Body, ...] = ()


class Kustomization(Struct, frozen=True):
    """`resources` are files and folders as written; patches are applied in order, images after them."""

    resources: tuple[str, ...] = ()
    patches: tuple[Patch, ...] = ()
    images: tuple[Image, ...] = ()


def document(kustomization: Kustomization, patch_file: str) -> Body:
    """The document to write. Patches without a target stand in `patch_file`."""
    patches: list[Body] = [{"path": patch_file}] if any(not each.target for each in kustomization.patches) else []
    patches += [_entry(each) for each in kustomization.patches if each.target]
    lists = {
        "resources": list(kustomization.resources),
        "patches": patches,
        "images": [_image(each) for each in kustomization.images],
    }
    return _HEAD | {key: value for key, value in lists.items() if value}


def parse(body: Any, patch_file: Callable[[str], Sequence[Body]]) -> Kustomization:
    """Read a document back; `patch_file` gives the documents of a file.

    Raises Inexpressible for whatever `document` does not write.
    """
    _shape(body, "kustomization", "apiVersion", "kind", "resources?", "patches?", "images?")
    if {key: body[key] for key in _HEAD} != _HEAD:
        raise Inexpressible(f"apiVersion and kind are not {_HEAD['apiVersion']} {_HEAD['kind']}")
    patches: list[Patch] = []
    for entry in _list(body, "patches"):
        patches += _patches(entry, patch_file, first=not patches)
    return Kustomization(
        tuple(_text(each, "resource") for each in _list(body, "resources")),
        tuple(patches),
        tuple(_parse_image(each) for each in _list(body, "images")),
    )


def _entry(patch: Patch) -> Body:
    """An entry with its operations as JSON: kustomize trims the text, which would cut YAML that ends in a block."""
    target = patch.target or Target()
    if not all(_LITERAL.fullmatch(value) for value in asdict(target).values()):
        raise Inexpressible(f"{target}: kustomize reads a regular expression there, which this is not by itself")
    fields = {key: value.replace(".", r"\.") for key, value in asdict(target).items() if value}
    return {"target": fields, "patch": orjson.dumps(patch.operations, option=orjson.OPT_SORT_KEYS).decode()}


def _patches(entry: Any, patch_file: Callable[[str], Sequence[Body]], *, first: bool) -> Sequence[Patch]:
    if isinstance(entry, dict) and "path" in entry:
        _shape(entry, "patch", "path")
        if not first:
            raise Inexpressible("patches with a target come after the others")
        return [Patch(merge=_map(each, "patch")) for each in patch_file(_text(entry["path"], "path"))]
    _shape(entry, "patch", "patch", "target")
    try:
        operations = _checked(orjson.loads(_text(entry["patch"], "patch")), list, "a patch with a target")
    except orjson.JSONDecodeError:
        raise Inexpressible("a patch with a target is not JSON") from None
    return [Patch(_target(entry["target"]), operations=tuple(_map(each, "operation") for each in operations))]


def _target(value: Any) -> Target:
    _shape(value, "target", *(f"{name}?" for name in Target.__struct_fields__))
    literal = {key: _text(each, key).replace(r"\.", ".") for key, each in value.items()}
    for key, each in literal.items():
        if not _LITERAL.fullmatch(each) or each.replace(".", r"\.") != value[key]:
            raise Inexpressible(f"target {key} {value[key]} is a regular expression")
    return Target(**literal)


def _image(image: Image) -> Body:
    return {"name": image.name, "digest": image.digest} if image.digest else {"name": image.name, "newTag": image.tag}


def _parse_image(value: Any) -> Image:
    _shape(value, "image", "name", "digest?", "newTag?")
    name = _text(value["name"], "image name")
    if len(value) != len(("name", "digest")) or not _LITERAL.fullmatch(name):
        raise Inexpressible(f"image {name} needs a plain name and one of digest and newTag")
    return Image(name, _text(value.get("digest", ""), "digest"), _text(value.get("newTag", ""), "newTag"))


def _shape(value: Any, what: str, *fields: str) -> None:
    """Refuse what is not a map with these fields; a question mark ends the optional ones."""
    present = _map(value, what).keys()
    unknown = present - {field.rstrip("?") for field in fields}
    missing = {field for field in fields if not field.endswith("?")} - present
    if unknown or missing:
        problem = f"has {', '.join(sorted(map(str, unknown)))}" if unknown else f"lacks {', '.join(sorted(missing))}"
        raise Inexpressible(f"{what} {problem}")


def _list(body: Body, key: str) -> list[Any]:
    return _checked(body.get(key, []), list, key)


def _map(value: Any, what: str) -> Body:
    return _checked(value, dict, what)


def _text(value: Any, what: str) -> str:
    return _checked(value, str, what)


def _checked(value: Any, kind: type[T], what: str) -> T:
    if not isinstance(value, kind):
        raise Inexpressible(f"{what} is not {_WORDS[kind]}")
    return value
