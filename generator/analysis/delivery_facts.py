"""Facts about Argo CD's scope, which rules in policies/argocd judge.

Kinds: `Delivery` (an Application, its project, and what its path delivers) and `SharedObject` (an object that two
Applications deliver). Source: argo-cd v3.6, pkg/apis/application/v1alpha1/app_project_types.go
(IsGroupKindNamePermitted, isDestinationMatched, IsSourcePermitted) and the documentation of manifest-generate-paths.
"""

import fnmatch
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.analysis.shapes import below, mappings, sequence, text
from generator.model import Body, Delivery, Fact, Identity, Object, fact

_WILDCARD = re.compile(r"[*?\[]")
GROUP = "argoproj.io"
GENERATE_PATHS = "argocd.argoproj.io/manifest-generate-paths"


def facts(objects: Iterable[Object], deliveries: Sequence[Delivery]) -> tuple[Fact, ...]:
    """Facts about every Application of the given deliveries; `objects` hold the projects that they name."""
    projects = {
        (item.cluster, item.name): item.body for item in objects if (item.group, item.kind) == (GROUP, "AppProject")
    }
    return (*(_delivery(each, projects) for each in deliveries), *_shared(deliveries))


def _delivery(delivery: Delivery, projects: Mapping[tuple[str | None, str], Body]) -> Fact:
    item = delivery.application
    name = text(below(item.body, "spec").get("project"))
    project = projects.get((item.cluster, name))
    spec = below(project, "spec")
    return fact(
        "Delivery",
        item,
        path=delivery.path,
        exists=delivery.exists,
        project=name,
        known=project is not None,
        owner=_owner(delivery.path),
        sourceAllowed=_source_allowed(spec, text(below(item.body, "spec", "source").get("repoURL"))),
        destinationsOutside=list(_destinations_outside(spec, delivery)),
        kindsOutside=list(_kinds_outside(spec, delivery.objects)),
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


def _kinds_outside(spec: Body, objects: Iterable[Object]) -> Iterator[str]:
    """Kinds that the project does not allow. No list of namespaced kinds allows them all, an empty one none; of
    cluster-scoped kinds only listed ones are allowed.
    """
    for group, kind, namespaced in sorted({(item.group, item.kind, item.namespace is not None) for item in objects}):
        scope = "namespace" if namespaced else "cluster"
        allowed, denied = spec.get(f"{scope}ResourceWhitelist"), spec.get(f"{scope}ResourceBlacklist")
        open_to_all = allowed is None and namespaced
        if not (open_to_all or _listed(allowed, group, kind)) or _listed(denied, group, kind):
            yield f"{kind}.{group}" if group else kind


def _listed(entries: object, group: str, kind: str) -> bool:
    return any(
        _matches(text(each.get("group")), group) and _matches(text(each.get("kind")), kind)
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
