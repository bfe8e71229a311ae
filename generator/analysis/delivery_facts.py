"""Facts about Argo CD's scope, which rules in policies/argocd judge.

Kinds: `Delivery` (an Application, its project, and what its path delivers) and `SharedObject` (an object that two
Applications deliver). Source: argo-cd v3.6, pkg/apis/application/v1alpha1/app_project_types.go
(IsGroupKindNamePermitted, isDestinationMatched, IsSourcePermitted) and the documentation of manifest-generate-paths.
"""

import fnmatch
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from generator.analysis.shapes import below, mappings, sequence, text
from generator.model import Body, Delivery, Fact, Identity, Object, fact

_WILDCARD = re.compile(r"[*?\[]")
GROUP = "argoproj.io"
GENERATE_PATHS = "argocd.argoproj.io/manifest-generate-paths"

# A project's cluster and name.
_Project: TypeAlias = tuple[str | None, str]


class _Kind(NamedTuple):
    group: str
    kind: str
    namespaced: bool

    def __str__(self) -> str:
        """Write what `kubectl api-resources` names: the kind, and the group unless it is the core one."""
        return f"{self.kind}.{self.group}" if self.group else self.kind


def facts(objects: Iterable[Object], deliveries: Sequence[Delivery]) -> tuple[Fact, ...]:
    """Facts about every Application of the given deliveries; `objects` hold the projects that they name."""
    projects = {
        (item.cluster, item.name): item.body for item in objects if (item.group, item.kind) == (GROUP, "AppProject")
    }
    permits = cache(lambda project, kind: _permits(below(projects.get(project), "spec"), kind))
    return (*(_delivery(each, projects, permits) for each in deliveries), *_shared(deliveries))


def _delivery(
    delivery: Delivery, projects: Mapping[_Project, Body], permits: Callable[[_Project, _Kind], bool]
) -> Fact:
    item = delivery.application
    name = text(below(item.body, "spec").get("project"))
    key = (item.cluster, name)
    spec = below(projects.get(key), "spec")
    kinds = sorted({_Kind(each.group, each.kind, each.namespace is not None) for each in delivery.objects})
    return fact(
        "Delivery",
        item,
        path=delivery.path,
        exists=delivery.exists,
        project=name,
        known=key in projects,
        owner=_owner(delivery.path),
        sourceAllowed=_source_allowed(spec, text(below(item.body, "spec", "source").get("repoURL"))),
        destinationsOutside=list(_destinations_outside(spec, delivery)),
        kindsOutside=[str(kind) for kind in kinds if not permits(key, kind)],
        unlistedFiles=list(_unlisted(delivery)),
    )


def _owner(path: str) -> str:
    """The team whose folder a path lies in, `platform` for a tenancy; empty elsewhere."""
    parts = path.split("/")
    if parts[0] != "rendered" or len(parts) < 3:  # noqa: PLR2004 - rendered/<team>/<unit>
        return ""
    return "platform" if parts[2] == "_tenancy" else parts[1]


def _source_allowed(spec: Body, repository: str) -> bool:
    patterns = [pattern for pattern in sequence(spec.get("sourceRepos")) if isinstance(pattern, str)]
    denied = any(pattern.startswith("!") and _matches(pattern[1:], repository) for pattern in patterns)
    return not denied and any(_matches(pattern, repository) for pattern in patterns)


def _destinations_outside(spec: Body, delivery: Delivery) -> Iterator[str]:
    """Namespaces, of the Application and of what it delivers, that the project does not allow on its cluster."""
    destination = below(delivery.application.body, "spec", "destination")
    allowed = mappings(spec.get("destinations"))
    namespaces = {text(destination.get("namespace")), *(item.namespace for item in delivery.objects)}
    for namespace in sorted(filter(None, namespaces)):
        if not any(_reaches(each, destination, namespace) for each in allowed):
            yield namespace


def _reaches(allowed: Body, destination: Body, namespace: str) -> bool:
    ends = [(text(allowed.get(end)), text(destination.get(end))) for end in ("server", "name")]
    return _matches(text(allowed.get("namespace")), namespace) and any(
        wanted and _matches(pattern, wanted) for pattern, wanted in ends
    )


def _permits(spec: Body, kind: _Kind) -> bool:
    """Whether a project allows a kind. No list of namespaced kinds allows them all, an empty one none; of cluster-scoped
    kinds only listed ones are allowed.
    """
    scope = "namespace" if kind.namespaced else "cluster"
    allowed, denied = spec.get(f"{scope}ResourceWhitelist"), spec.get(f"{scope}ResourceBlacklist")
    open_to_all = allowed is None and kind.namespaced
    return (open_to_all or _listed(allowed, kind)) and not _listed(denied, kind)


def _listed(entries: object, kind: _Kind) -> bool:
    return any(
        _matches(text(each.get("group")), kind.group) and _matches(text(each.get("kind")), kind.kind)
        for each in mappings(entries)
    )


def _unlisted(delivery: Delivery) -> Iterator[str]:
    """Files of the build that manifest-generate-paths does not cover: a change there would not be deployed."""
    annotations = below(delivery.application.body, "metadata", "annotations")
    listed = text(annotations.get(GENERATE_PATHS))
    if not listed:
        return
    folders = [_absolute(delivery.path, entry.strip()) for entry in listed.split(";")]
    for file in delivery.files:
        if not any(file == folder or file.startswith(f"{folder}/") or _matches(folder, file) for folder in folders):
            yield file


def _absolute(path: str, entry: str) -> str:
    return posixpath.normpath(entry.lstrip("/") if entry.startswith("/") else posixpath.join(path, entry))


def _shared(deliveries: Iterable[Delivery]) -> Iterator[Fact]:
    owners: defaultdict[tuple[str | None, Identity], list[tuple[Object, str]]] = defaultdict(list)
    for delivery in deliveries:
        for item in delivery.objects:
            owners[item.cluster, item.identity].append((item, delivery.application.name))
    for found in owners.values():
        names = sorted({name for _, name in found})
        if len(names) > 1:
            yield fact("SharedObject", found[0][0], applications=names)


def _matches(pattern: str, value: str) -> bool:
    return fnmatch.fnmatchcase(value, pattern) if _WILDCARD.search(pattern) else pattern == value
