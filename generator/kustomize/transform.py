"""What kustomize makes of objects and a kustomization: patches in order, then images.

Source: `internal/target/kusttarget.go`, `PatchTransformer.go` and `filters/nameref` of kustomize 5.8.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from generator.kustomize import pointer, strategic
from generator.kustomize.images import set_images
from generator.kustomize.kustomization import Kustomization, Patch, Target
from generator.kustomize.strategic import DIRECTIVE, Inexpressible
from generator.model import Body

# Kinds that nothing refers to by name; kustomize would change the references to others.
RENAMABLE: Final = ("Job",)
_DEFAULT: Final = "default"
_DELETION: Final = {"apiVersion", "kind", "metadata", DIRECTIVE}
_BINDINGS: Final = ("RoleBinding", "ClusterRoleBinding")
_WEBHOOKS: Final = ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
_SUBJECT: Final = ("kind", "name", "namespace")
# Kinds whose namespace kustomize writes into references that have one: subjects, and services of webhooks.
_FOLLOWED: Final = ("ServiceAccount", "Service")


class Key(NamedTuple):
    """What kustomize tells objects apart by. `namespace` is empty where none is written."""

    version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        """Write the object for a message, such as `Deployment shop/web`."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


def key(body: Body) -> Key:
    """The key of an object, or of a patch that names one; Inexpressible where it has none."""
    try:
        metadata = body["metadata"]
        found = Key(body["apiVersion"], body["kind"], metadata.get("namespace", ""), metadata["name"])
        "".join(found)  # the fastest way to find one that is not text
    except (KeyError, TypeError, AttributeError):
        raise Inexpressible("an object needs apiVersion, kind and metadata.name, as text") from None
    return found


def transform(bodies: Sequence[Body], content: Kustomization) -> list[Body | None]:
    """Each object after patches and images, in its place; None where a patch deletes it.

    Raises Inexpressible where kustomize would refuse, or where it would do more than the patches say.
    """
    origins = index(bodies)
    results: list[Body | None] = list(bodies)
    current = list(origins)
    followed: list[tuple[Key, int]] = []
    for patch in content.patches:
        for origin, position in _selected(patch, origins, results, current):
            results[position], current[position] = _patched(origin, results[position] or {}, current[position], patch)
            if patch.operations and origin.kind in _FOLLOWED:
                followed.append((origin, position))
    if content.images:
        results = [body and set_images(body, content.images) for body in results]
    if any(patch.operations for patch in content.patches):
        _refuse_twice(each for each, body in zip(current, results, strict=True) if body is not None)
    _refuse_followers(results, followed)
    return results


def index(bodies: Sequence[Body]) -> dict[Key, int]:
    """The position of each key; Inexpressible where one is there twice, which kustomize refuses."""
    keys = [key(body) for body in bodies]
    _refuse_twice(keys)
    return {each: position for position, each in enumerate(keys)}


def _refuse_twice(keys: Iterable[Key]) -> None:
    found: set[Key] = set()
    for each in keys:
        if each in found:
            raise Inexpressible(f"{each}: it is there twice")
        found.add(each)


def _selected(
    patch: Patch, origins: Mapping[Key, int], results: Sequence[Body | None], current: Sequence[Key]
) -> list[tuple[Key, int]]:
    """The objects that a patch is for, by their keys before any patch. A patch for none is an error."""
    if patch.target is None:
        wanted = key(patch.merge or {})
        found = [(wanted, origins[wanted])] if wanted in origins and results[origins[wanted]] else []
        if not found:
            raise Inexpressible(f"{wanted}: no object for this patch")
        return found
    found = [
        (origin, position)
        for origin, position in origins.items()
        if results[position] and _selects(patch.target, origin, current[position])
    ]
    if not found:
        raise Inexpressible(f"{patch.target}: no object for this patch")
    return found


def _selects(target: Target, origin: Key, current: Key) -> bool:
    """Whether kustomize takes an object for the patch: it asks namespace and name as they were before all patches, and as they are."""
    if target.namespace == _DEFAULT and not origin.namespace:
        raise Inexpressible(f"{origin}: whether it is in namespace {_DEFAULT} depends on the scope of its kind")
    version = f"{target.group}/{target.version}" if target.group else target.version
    return (
        target.namespace in ("", origin.namespace, current.namespace)
        and target.name in ("", origin.name, current.name)
        and target.kind in ("", origin.kind)
        and version in ("", origin.version)
    )


def _patched(origin: Key, body: Body, before: Key, patch: Patch) -> tuple[Body | None, Key]:
    """The object after a patch, and its key; `before` is its key so far."""
    try:
        if patch.merge is None:
            result = pointer.apply(body, patch.operations)
        elif DIRECTIVE in patch.merge:
            _confirm_deletion(patch.merge)
            return None, before
        else:
            result = strategic.apply(body, patch.merge)
        after = key(result)
        _confirm_change(before, after, patch)
    except Inexpressible as error:
        raise Inexpressible(f"{origin}: {error}") from None
    return result, after


def _confirm_change(before: Key, after: Key, patch: Patch) -> None:
    if before == after:
        return
    if patch.merge is not None or before[:2] != after[:2]:
        raise Inexpressible(f"this patch cannot make {after} of it")
    if before.name != after.name and before.kind not in RENAMABLE:
        raise Inexpressible(f"kustomize would also change what refers to a {before.kind} by name")


def _confirm_deletion(merge: Body) -> None:
    if merge[DIRECTIVE] != "delete" or merge.keys() != _DELETION:
        raise Inexpressible(f"{DIRECTIVE} at the root does nothing but delete")


def _refuse_followers(results: Sequence[Body | None], followed: Sequence[tuple[Key, int]]) -> None:
    """Refuse references that kustomize would turn to where their object has moved, or that it fails on."""
    ends = {origin: key(body).namespace for origin, position in followed if (body := results[position])}
    moves = {origin: end for origin, end in ends.items() if end}
    for body in results:
        if body is not None and body["kind"] in _BINDINGS:
            for subject in _subjects(body):
                _refuse_subject(key(body), subject, moves)
        elif body is not None and body["kind"] in _WEBHOOKS and moves:
            raise Inexpressible(f"{key(body)}: kustomize may follow {next(iter(moves))} to its namespace")


def _subjects(binding: Body) -> Iterator[Body]:
    """The subjects of a role binding; kustomize crashes on others than these."""
    subjects = binding.get("subjects") or []
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        fields = subject if isinstance(subject, dict) else {}
        if "name" not in fields or not all(isinstance(fields.get(each, ""), str) for each in _SUBJECT):
            raise Inexpressible(f"{key(binding)}: a subject needs a name, and {', '.join(_SUBJECT)} are text")
        yield fields


def _refuse_subject(binding: Key, subject: Body, moves: Mapping[Key, str]) -> None:
    for origin, end in moves.items():
        looked_for = {None, origin.namespace} - {end}
        if (origin.kind, origin.name) == ("ServiceAccount", subject["name"]) and subject.get("namespace") in looked_for:
            raise Inexpressible(f"{binding}: kustomize makes its subject follow {origin} to namespace {end}")
