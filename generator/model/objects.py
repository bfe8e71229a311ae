"""Kubernetes objects as read, and the facts computed about them."""

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr

# The body of a Kubernetes object or of a fact: JSON values only. The one place where Any is allowed to cross rooms.
Body: TypeAlias = dict[str, Any]
# The API group of facts; a manifest that claims it is nobody's fact.
FACTS_GROUP = "facts.mlp"


class Identity(NamedTuple):
    """What makes two objects the same one within a cluster. `namespace` is None for cluster-scoped kinds."""

    group: str
    kind: str
    namespace: str | None
    name: str


class Origin(Struct, frozen=True):
    """Where an object was read: a file, the line of its document's first key, the document's index in the stream (from
    0; -1 for what a kustomization makes, which is written in no document) and, inside a List, the path to the item
    (such as `("items", 3)`).
    """

    file: str
    line: int = 1
    document: int = 0
    pointer: tuple[str | int, ...] = ()


class PodTemplate(Struct, frozen=True, eq=False):
    """A pod spec inside an object, however deep. Paths are absolute fields such as `spec.template.spec`, and the
    empty path for the object itself; `metadata` is the pod's own (labels, annotations), empty where it has none.
    """

    spec_path: str
    metadata_path: str
    spec: Body
    metadata: Body


class Object(Struct, frozen=True, eq=False):
    """One Kubernetes object as read. `body` is never modified. `cluster` and `environment` are None in PATH mode.

    `namespace` is what Kubernetes would use: None for cluster-scoped kinds, `default` where none is written.
    `pods` are the pod specs that hide in it, found by `manifests`. The rest follows from these: `api_version`, `kind`
    and `name`, each an empty string where it is missing or not text, `group`, empty for the core group, and `identity`.
    """

    body: Body
    origin: Origin
    namespace: str | None = None
    pods: tuple[PodTemplate, ...] = ()
    cluster: str | None = None
    environment: str | None = None
    api_version: str = ""
    kind: str = ""
    group: str = ""
    name: str = ""
    identity: Identity = Identity("", "", None, "")

    def __post_init__(self) -> None:
        """Work out once what every analysis asks again and again."""
        metadata = self.body.get("metadata")
        api_version, kind = _text(self.body.get("apiVersion")), _text(self.body.get("kind"))
        name = _text(metadata.get("name")) if isinstance(metadata, dict) else ""
        group = _group(api_version)
        force_setattr(self, "api_version", api_version)
        force_setattr(self, "kind", kind)
        force_setattr(self, "group", group)
        force_setattr(self, "name", name)
        force_setattr(self, "identity", Identity(group, kind, self.namespace, name))


@lru_cache(maxsize=1024)
def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class Unchecked(Struct, frozen=True, order=True):
    """Something that could not be judged at all; it makes a run end with 3."""

    file: str
    line: int
    reason: str


class Loaded(Struct, frozen=True):
    """What reading manifests gave: the objects in order, what could not be read, and how many files were read."""

    objects: tuple[Object, ...]
    unchecked: tuple[Unchecked, ...] = ()
    files: int = 0


class Fact(Struct, frozen=True):
    """A computed document that policy judges like an object (design, section 5).

    `body` has `apiVersion: facts.mlp/v1` and a `kind`; `subject` is the object that a finding is reported on.
    """

    body: Body
    subject: Object


class Delivery(Struct, frozen=True, eq=False):
    """What an Argo CD Application delivers: its path's objects, and the files that a build of the path reads.

    `exists` tells whether the path holds anything at all.
    """

    application: Object
    path: str
    exists: bool
    objects: tuple[Object, ...] = ()
    files: tuple[str, ...] = ()


def fact(kind: str, subject: Object, **content: object) -> Fact:
    """A fact document of a kind about an object."""
    return Fact({"apiVersion": f"{FACTS_GROUP}/v1", "kind": kind, **content}, subject)
