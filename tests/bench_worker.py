"""One measurement of `make bench` in a process of its own; its last line is JSON with the seconds that it took.

What has to be made first (objects of a rendered fleet, say) is in the process's memory, but not in its seconds.
"""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import orjson

from generator import manifests
from generator.analysis import capacity, placement, reachability
from generator.model import Body, Origin
from generator.pipeline import cases, committed, policies
from generator.pipeline.inputs import load
from generator.pipeline.outputs import Outputs
from generator.policy import catalogue, engines, memo, sources
from generator.policy.judging import judge
from generator.settings import at

WORKLOADS, POLICIES, NAMESPACES = 2_000, 1_000, 100


class Timed:
    """Seconds of a `with` block, and those of processors, of finished children too."""

    def __enter__(self) -> Self:
        self._start = time.perf_counter(), _processor()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._start[0]
        self.processor = _processor() - self._start[1]

    def told(self, **more: object) -> Body:
        return {"seconds": self.seconds, "processor": self.processor, **more}


def _processor() -> float:
    return sum(os.times()[:4])


def main() -> None:
    gc.disable()  # as the command line does
    task, *arguments = sys.argv[1:]
    print(json.dumps(TASKS[task](*arguments)))


def judged(engine: str) -> Body:
    """Every rule on every object and fact of a rendered fleet."""
    settings = at(Path.cwd())
    inputs = load(settings)
    tree = committed.read(settings.root, inputs.declarations, Outputs(inputs, whole=True))
    case = cases.of_tree(settings.root, inputs, tree)
    folder = policies.folder(settings)
    cache = settings.cache / engine
    with Timed() as timed:
        digest = sources.digest(folder)
        chosen = engines.choose(engine, folder, digest, settings.cache)
        known, remembered = catalogue.load(folder, digest, cache), memo.opened(cache, digest)
        verdicts = judge(case.loaded.objects, case.facts, case.contexts, known, chosen, remembered)
        remembered.save()
    if verdicts.unchecked:
        sys.exit(f"unchecked: {verdicts.unchecked[0]}")
    return timed.told(objects=len(case.loaded.objects), facts=len(case.facts))


def documents(target: str) -> Body:
    """A file for each object of a rendered fleet."""
    settings = at(Path.cwd())
    inputs = load(settings)
    objects = committed.read(settings.root, inputs.declarations, Outputs(inputs, whole=True)).loaded.objects
    with Timed() as timed:
        for index, item in enumerate(objects):
            Path(target, f"{index}.json").write_bytes(orjson.dumps(item.body))
    return timed.told(objects=len(objects))


def connections() -> Body:
    """The matrix of many workloads and policies, with everything that is open in it."""
    objects = manifests.wrap((body, Origin("made.yaml")) for body in _network())
    with Timed() as timed:
        document = "".join(reachability.to_json([reachability.analyse(objects)]))
    return timed.told(bytes=len(document))


def label_sets(workloads: str, sets: str) -> Body:
    """The verdicts between all workloads, of which only so many differ in their labels; nothing is written out, since
    what is written has a line for each pair of workloads.
    """
    objects = manifests.wrap((body, Origin("made.yaml")) for body in _network(int(workloads), int(sets)))
    with Timed() as timed:
        reachability.analyse(objects).numbers(0)
    return timed.told()


def _network(workloads: int = WORKLOADS, sets: int = WORKLOADS) -> Iterator[Body]:
    """Each policy lets the pods of one group of its namespace be reached from the same group of the next one."""
    groups = max(sets // NAMESPACES // 2, 1)
    for index in range(workloads):
        own = index % sets
        labels = {"app": f"app-{own}", "group": f"group-{own // NAMESPACES // 2}"}
        pod = {"containers": [{"name": "main", "image": "example.org/app", "ports": [{"containerPort": 8080}]}]}
        template = {"metadata": {"labels": labels}, "spec": pod}
        yield _made("apps/v1", "Deployment", f"app-{index}", own % NAMESPACES, template=template)
    for index in range(POLICIES):
        namespace, group = index % NAMESPACES, index // NAMESPACES % groups
        pods = {"matchLabels": {"group": f"group-{group}"}}
        name = {"kubernetes.io/metadata.name": f"space-{(namespace + 1) % NAMESPACES}"}
        rule = {"from": [{"namespaceSelector": {"matchLabels": name}, "podSelector": pods}], "ports": [{"port": 8080}]}
        yield _made(
            "networking.k8s.io/v1", "NetworkPolicy", f"policy-{index}", namespace, podSelector=pods, ingress=[rule]
        )


def _made(version: str, kind: str, name: str, namespace: int, **spec: object) -> Body:
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name, "namespace": f"space-{namespace}"},
        "spec": spec,
    }


def analysed(analyse: Callable[..., Body]) -> Body:
    """An analysis of the objects of the rendered fleet, cluster by cluster."""
    settings = at(Path.cwd())
    inputs = load(settings)
    clusters = inputs.declarations.clusters
    objects = committed.read(settings.root, inputs.declarations, Outputs(inputs, whole=True)).loaded.objects
    with Timed() as timed:
        for cluster in clusters.values():
            analyse([item for item in objects if item.cluster == cluster.name], cluster)
    return timed.told(objects=len(objects))


TASKS: dict[str, Callable[..., Body]] = {
    "judge": judged,
    "documents": documents,
    "connections": connections,
    "label sets": label_sets,
    "capacity": lambda: analysed(lambda objects, cluster: capacity.to_json(capacity.analyse(objects, cluster))),
    "placement": lambda: analysed(lambda objects, cluster: placement.to_json(placement.analyse(objects, cluster))),
}


if __name__ == "__main__":
    main()
