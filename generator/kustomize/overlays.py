"""Overlays: the smallest change from the objects of a base to those of an environment, proven before it is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from generator.kustomize import pointer, strategic
from generator.kustomize.images import matches, reference, references, set_images
from generator.kustomize.kustomization import Kustomization, Patch, Target
from generator.kustomize.layers import Layer, carried, carried_base, layer, refusal
from generator.kustomize.pairs import Pair, pair
from generator.kustomize.strategic import DIRECTIVE, Inexpressible
from generator.kustomize.transform import Key, key, transform
from generator.kustomize.values import holds_null, same
from generator.model import Body, Image

RESOURCES: Final = "resources.yaml"


def overlay(
    base: Sequence[Body],
    final: Sequence[Body],
    images: Sequence[Image],
    base_path: str,
    names: Mapping[str, str] | None = None,
) -> Layer:
    """The smallest overlay that makes the objects of `base` into the final ones, proven to give exactly those.

    Objects are paired by apiVersion, kind, namespace and name; a final object that finds none so is paired with the
    only one of its apiVersion, kind and name, whose namespace then changes. `names` maps a Job's final name to its
    name in the base. An image is entered under `images` where references in the base become it and none is to stay as it
    is; all else is patched. `base_path` is the base's folder as seen from the overlay's. Empty labels and
    annotations count as absent. InputError where kustomize cannot give an object.

    Custom kinds are patched like others: kustomize finds no merge keys for them and replaces their lists as a whole,
    and a strategic merge patch without a target object fails, where a JSON 6902 one is silently ignored.
    """
    try:
        pairs, added = pair(carried_base(base), carried(final), names or {})
        objects = [each.base for each in pairs] + added
        content, wrong = _composed(pairs, added, _entered(pairs, images), base_path)
        if wrong:
            raise refusal(*(f"{key(objects[each])}: no patch makes of it what the environment needs" for each in wrong))
        results = [*((each.base, each.final) for each in pairs), *((body, body) for body in added)]
        return layer(content, {RESOURCES: tuple(added)} if added else {}, results)
    except Inexpressible as error:
        raise refusal(str(error)) from None


def _entered(pairs: Sequence[Pair], images: Sequence[Image]) -> tuple[Image, ...]:
    """The images that some reference in the base becomes."""
    used = {value for each in pairs for _, value in references(each.base)} if images else ()
    return tuple(
        image
        for image in sorted(images, key=lambda image: image.name)
        if any(value != reference(image) and matches(value, image) for value in used)
    )


def _composed(
    pairs: Sequence[Pair], added: Sequence[Body], images: tuple[Image, ...], base_path: str
) -> tuple[Kustomization, tuple[int, ...]]:
    """A kustomization, and the pairs that it still does not give as intended.

    First with the images entered, then without: an entry also changes references that are to stay.
    """
    for entered in (images, ()) if images else ((),):
        content = _compose(pairs, added, entered, base_path)
        wrong = _wrong(pairs, added, content)
        if not wrong:
            return content, ()
    content = _compose(pairs, added, (), base_path, wrong)
    return content, _wrong(pairs, added, content)


def _wrong(pairs: Sequence[Pair], added: Sequence[Body], content: Kustomization) -> tuple[int, ...]:
    """The positions of the pairs, and after them of the added objects, that are not given as intended."""
    results = transform([*(each.base for each in pairs), *added], content)
    wanted = [*(each.final for each in pairs), *added]
    return tuple(position for position, result in enumerate(results) if not same(result, wanted[position]))


def _compose(
    pairs: Sequence[Pair],
    added: Sequence[Body],
    images: tuple[Image, ...],
    base_path: str,
    whole: Collection[int] = (),
) -> Kustomization:
    """The kustomization that makes the changes; `whole` are positions of pairs to change by JSON 6902."""
    patches = [_patch(each, images, whole=position in whole) for position, each in enumerate(pairs)]
    made = sorted(filter(None, patches), key=lambda patch: patch.target is not None)
    resources = ([base_path] if pairs else []) + ([RESOURCES] if added else [])
    return Kustomization(tuple(resources), (*made, *_renames(pairs), *_moves(pairs, added)), images)


def _patch(each: Pair, images: Sequence[Image], *, whole: bool) -> Patch | None:
    if each.final is None:
        return Patch(merge={**_named(each.origin), DIRECTIVE: "delete"})
    old, new = set_images(each.base, images), _at_home(each.final, each.origin)
    if old is new or (old == new and not whole):
        return None
    if not whole:
        with suppress(Inexpressible):
            return _merge_patch(each.origin, strategic.diff(old, new))
    return _operations(each.origin, old, new)


def _merge_patch(origin: Key, change: Body) -> Patch:
    named = _named(origin)
    metadata = change.get("metadata", {})
    if DIRECTIVE in metadata:
        raise Inexpressible("metadata is not replaced as a whole: a patch is found by it")
    return Patch(merge={**named, **change, "metadata": {**named["metadata"], **metadata}})


def _operations(origin: Key, old: Body, new: Body) -> Patch:
    if holds_null(new):
        raise Inexpressible(f"{origin}: it holds a null")
    return Patch(_target(origin), operations=pointer.replace_fields(old, new))


def _renames(pairs: Sequence[Pair]) -> Iterable[Patch]:
    """New names. A strategic merge patch with allowNameChange would also put texts for the nulls in its metadata."""
    for each in pairs:
        if each.final is not None and each.final["metadata"]["name"] != each.origin.name:
            yield Patch(_target(each.origin), operations=(_replacing("name", each.final["metadata"]["name"]),))


def _moves(pairs: Sequence[Pair], added: Sequence[Body]) -> Iterable[Patch]:
    """Last of all, the new namespaces: one patch for a namespace that everything leaves together, else one an object."""
    destinations: dict[str, set[str]] = {}
    for each in pairs:
        if each.final is not None:
            destinations.setdefault(each.origin.namespace, set()).add(each.destination)
    staying = {key(body).namespace for body in added}
    moved = [each for each in pairs if each.destination != each.origin.namespace]
    done = set()
    for each in moved:
        start = each.origin.namespace
        alone = len(destinations[start]) > 1 or start in staying
        target = _target(each.origin) if alone else Target(namespace=start)
        if target not in done:
            done.add(target)
            yield Patch(target, operations=(_replacing("namespace", each.destination),))


def _replacing(field: str, value: str) -> Body:
    return {"op": "replace", "path": f"/metadata/{field}", "value": value}


def _named(origin: Key) -> Body:
    metadata = {"name": origin.name} | ({"namespace": origin.namespace} if origin.namespace else {})
    return {"apiVersion": origin.version, "kind": origin.kind, "metadata": metadata}


def _target(origin: Key) -> Target:
    group, _, version = origin.version.rpartition("/")
    return Target(group, version, origin.kind, origin.namespace, origin.name)


def _at_home(body: Body, origin: Key) -> Body:
    """The final object with the base's name and namespace, which other patches see: it is renamed and moved last."""
    metadata = body["metadata"]
    if metadata["name"] == origin.name and metadata.get("namespace", "") == origin.namespace:
        return body
    return {**body, "metadata": {**metadata, "name": origin.name, "namespace": origin.namespace}}
