"""A unit becomes files: the neutral base, and for each environment the smallest overlay that gives what it asks for."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import orjson
from msgspec import Struct

from generator.errors import InputError, Place, Problem
from generator.kustomize import Layer, base, overlay
from generator.model import Body, Image
from generator.planning import Side, Unit

# What a side's blueprint gives, in the blueprint's order
Evaluate = Callable[[Side], Sequence[Body]]
_HOOK = "argocd.argoproj.io/hook"
_HASH_LENGTH = 8
# kubernetes.io, "Object Names and IDs"; names of RBAC objects may hold colons too.
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.:]*[a-z0-9])?")
_LONGEST_NAME = 253


class RenderedUnit(Struct, frozen=True):
    """What a unit gives: layers by folder below the unit's (`base`, `overlays/<environment>`), and for each
    environment the objects that its overlay builds.
    """

    unit: Unit
    layers: Mapping[str, Layer]
    objects: Mapping[str, tuple[Body, ...]]


def render_unit(unit: Unit, evaluate: Evaluate) -> RenderedUnit:
    """Evaluate a unit's blueprint for every side; an InputError names what kustomize could not carry."""
    foundation = _distinct(unit, evaluate(unit.neutral))
    layers = {"base": _placed(unit, "base", lambda: base(foundation))}
    objects: dict[str, tuple[Body, ...]] = {}
    for side in unit.sides:
        bodies = _distinct(unit, evaluate(side))
        final, names = hash_jobs(bodies, side)
        images = (side.image,) if side.image.digest else ()
        folder = f"overlays/{side.environment}"
        make = partial(overlay, foundation, final, images, "../../base", names)
        layers[folder] = _placed(unit, folder, make)
        objects[side.environment] = final
    return RenderedUnit(unit, layers, objects)


def _placed(unit: Unit, folder: str, make: Callable[[], Layer]) -> Layer:
    """Make a layer; what kustomize could not carry is reported at the declaration, with the layer's folder."""
    try:
        return make()
    except InputError as error:
        hint = f"in {unit.folder}/{folder}; the blueprint has to write it differently"
        place = Place(unit.declaration)
        raise InputError(Problem(place, each.what, each.hint or hint) for each in error.problems) from None


def hash_jobs(bodies: Sequence[Body], side: Side) -> tuple[tuple[Body, ...], Mapping[str, str]]:
    """Give each Job its content-hashed name, and tell which stable name each one had (hashed → stable).

    A Job's template cannot be changed, so a change must be a new Job; hooks are left alone, Argo CD recreates them.
    The hash covers what decides a run's result: image, command, parameters and the declared `run`. A relabelling
    must not run a training again.
    """
    names: dict[str, str] = {}
    final = []
    for body in bodies:
        if is_run(body):
            name = f"{body['metadata']['name']}-{_run_hash(body, side)}"
            names[name] = body["metadata"]["name"]
            final.append({**body, "metadata": {**body["metadata"], "name": name}})
        else:
            final.append(body)
    return tuple(final), names


def is_run(body: Body) -> bool:
    """Whether an object is a Job that Argo CD tracks, and not a hook, which it makes anew each time."""
    return body.get("kind") == "Job" and _HOOK not in body["metadata"].get("annotations", {})


def _run_hash(job: Body, side: Side) -> str:
    containers = job["spec"]["template"]["spec"]["containers"]
    content = {
        "image": _image_key(side.image),
        "commands": [[each.get("command"), each.get("args")] for each in containers],
        "parameters": side.variables["parameters"],
        "run": side.variables["service"]["run"],
    }
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_HASH_LENGTH]


def _image_key(image: Image) -> str:
    return f"{image.name}@{image.digest}" if image.digest else f"{image.name}:{image.tag}"


def _distinct(unit: Unit, bodies: Sequence[Body]) -> tuple[Body, ...]:
    """Refuse a blueprint that writes one object twice: kustomize would refuse the build, without saying where."""
    seen: set[tuple[str, str, str]] = set()
    for body in bodies:
        name = body["metadata"]["name"]
        if not (isinstance(name, str) and _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME):
            what = f"blueprint gives {body['kind']} the name `{name}`, which no object can have"
            raise InputError(
                [Problem(Place(unit.declaration), what, "compose names of lower-case letters, digits, - and .")]
            )
        key = (body["apiVersion"], body["kind"], name)
        if key in seen:
            what = f"blueprint gives {body['kind']} {body['metadata']['name']} twice"
            raise InputError([Problem(Place(unit.declaration), what, "make its documents' conditions exclusive")])
        seen.add(key)
    return tuple(bodies)
