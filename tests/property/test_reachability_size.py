"""The whole matrix of a large cluster, written out: 2,000 workloads, 1,000 policies, 100 namespaces."""

import random
import time
import tracemalloc

from trees import deployment, namespace, policy

from generator.analysis.reachability import analyse, to_json
from generator.model import Object, Origin, PodTemplate

WORKLOADS, POLICIES, NAMESPACES = 2000, 1000, 100
SECONDS, BYTES = 5, 500_000_000


def cluster(seed):
    generator = random.Random(seed)
    bodies = [namespace(f"n{index}", zone=f"z{index % 5}") for index in range(NAMESPACES)]
    for index in range(WORKLOADS):
        labels = {"app": f"a{index}", "tier": f"t{index % 7}", "team": f"x{index % 13}"}
        bodies.append(deployment(f"n{index % NAMESPACES}/w{index}", labels, f"http:{8080 + index % 5}"))
    bodies += [allowed(generator, index) for index in range(POLICIES)]
    return [made(body) for body in bodies]


def allowed(generator, index):
    space = index % NAMESPACES
    app = space + NAMESPACES * generator.randrange(WORKLOADS // NAMESPACES)
    peers = [
        {
            "namespaceSelector": {"matchLabels": {"zone": f"z{generator.randrange(5)}"}},
            "podSelector": {"matchLabels": {"team": f"x{generator.randrange(13)}"}},
        },
        {"ipBlock": {"cidr": f"10.{generator.randrange(40)}.0.0/16"}},
    ]
    rule = {"from": peers, "ports": [{"port": "http"}, {"port": generator.randrange(1, 9000), "endPort": 9000}]}
    return policy(f"n{space}/p{index}", podSelector={"matchLabels": {"app": f"a{app}"}}, ingress=[rule])


def made(body):
    spec = body.get("spec", {}).get("template")
    pods = (
        (PodTemplate("spec.template.spec", "spec.template.metadata", spec["spec"], spec["metadata"]),) if spec else ()
    )
    return Object(body, Origin("large.yaml"), body["metadata"].get("namespace"), pods)


def test_a_large_cluster_is_written_out_in_time():
    objects = cluster(seed := 7)
    started = time.process_time()
    entries = sum(part.count('"certain"') for part in to_json([analyse(objects)]))
    assert time.process_time() - started < SECONDS
    assert entries > 2_000_000, f"seed {seed}: most flows are open"


def test_a_large_cluster_fits_in_memory():
    objects = cluster(7)
    tracemalloc.start()
    matrix = analyse(objects)
    matrix.numbers(0)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < BYTES
