"""Environments and namespaces: each environment has one cluster, and no two teams share a namespace."""

from collections.abc import Iterator
from itertools import chain

from generator.declarations.names import LONGEST_LABEL
from generator.declarations.reading import File
from generator.declarations.repository import Repository
from generator.errors import Place, Problem
from generator.suggesting import suggest


def problems(repository: Repository) -> Iterator[Problem]:
    """Everything that is wrong with environments and namespaces."""
    if repository.shared.platform:
        yield from _unknown(repository)
        yield from _hosts(repository, repository.shared.platform)
    for cluster in repository.shared.clusters.values():
        yield from _suffixes(cluster)
    yield from _namespaces(repository)


def _unknown(repository: Repository) -> Iterator[Problem]:
    known = repository.shared.environments
    for file in repository.overriding():
        for environment in file.value["environments"]:
            if environment not in known:
                place = file.key("environments", environment)
                hint = suggest(environment, known) or "platform.yaml lists the environments"
                yield Problem(place, f"no environment `{environment}`", hint)


def _hosts(repository: Repository, platform: File) -> Iterator[Problem]:
    hosts: dict[str, Place] = {}
    for cluster in repository.shared.clusters.values():
        for environment in cluster.value["environments"]:
            here = cluster.key("environments", environment)
            before = hosts.setdefault(environment, here)
            if before is not here:
                yield Problem(here, f"`{environment}` is hosted already at {before}", "an environment has one cluster")
    if repository.shared.clusters.keys() != repository.layout.clusters.keys():
        return
    for index, environment in enumerate(repository.shared.environments):
        if environment not in hosts:
            what = f"no cluster hosts `{environment}`"
            hint = "add it to `environments` of a file in clusters/"
            yield platform.problem(("environments", index, "name"), what, hint)


def _suffixes(cluster: File) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for environment, value in cluster.value["environments"].items():
        before = first.setdefault(value["suffix"], environment)
        if before != environment:
            there = cluster.key("environments", before)
            what = f"`{environment}` shares this cluster and its namespaces with `{before}` ({there})"
            hint = f"give it another suffix, such as `{{suffix: -{environment}}}`"
            yield Problem(cluster.key("environments", environment), what, hint)


def _namespaces(repository: Repository) -> Iterator[Problem]:
    taken = _platform_namespaces(repository)
    first: dict[str, tuple[str, File]] = {}
    for team, file in repository.shared.teams.items():
        namespace = file.value["namespace"]
        if namespace == "default" or namespace.startswith("kube-") or namespace in taken:
            what = f"the namespace `{namespace}` belongs to the platform"
            yield file.problem(("namespace",), what, "choose another name")
        other, there = first.setdefault(namespace, (team, file))
        if there is not file:
            what = f"the namespace `{namespace}` is that of team `{other}` already ({there.place('namespace')})"
            yield file.problem(("namespace",), what, "choose another name")
    yield from _suffixed(repository, {namespace: file for namespace, (_, file) in first.items()})


def _platform_namespaces(repository: Repository) -> set[str]:
    clusters = (cluster.value["network"]["namespaces"].values() for cluster in repository.shared.clusters.values())
    argocd = {repository.shared.platform.value["argocd"]["namespace"]} if repository.shared.platform else set()
    return argocd.union(chain.from_iterable(clusters))


def _suffixed(repository: Repository, namespaces: dict[str, File]) -> Iterator[Problem]:
    """With a suffix a namespace may become too long, or another team's: `core` in `-dev` is `core-dev`."""
    for cluster in repository.shared.clusters.values():
        taken: dict[str, tuple[str, str]] = {}
        for environment, value in cluster.value["environments"].items():
            for namespace, file in namespaces.items():
                full = namespace + value["suffix"]
                other, where = taken.setdefault(full, (namespace, environment))
                if len(full) > LONGEST_LABEL:
                    what = f"in `{environment}` the namespace is `{full}`, of {len(full)} characters"
                    hint = f"shorten it, or the suffix at {cluster.key('environments', environment)}"
                    yield file.problem(("namespace",), what, hint)
                if other != namespace:
                    there = namespaces[other].place("namespace")
                    what = f"in `{environment}` the namespace is `{full}`, as is another team's in `{where}` ({there})"
                    yield file.problem(("namespace",), what, f"both are on the cluster of {cluster.path}")
