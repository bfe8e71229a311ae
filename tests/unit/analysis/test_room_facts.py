"""Room for all pods at once: pods that keep apart, and pools that all pods share."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity, room_facts

HOST = "kubernetes.io/hostname"
ZONE = "topology.kubernetes.io/zone"
TERM = "{topologyKey: KEY, labelSelector: {matchLabels: {app: web}}}"
APART = f"affinity: {{podAntiAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{TERM}]}}}}"
SPREAD = (
    "topologySpreadConstraints: [{topologyKey: KEY, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, "
    "labelSelector: {matchLabels: {app: web}} MORE}]"
)
FIELD = "spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]"


def web(constraint, replicas=3, strategy="type: Recreate", key=HOST, more=""):
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  replicas: {replicas}
  strategy: {{{strategy}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers: [{{name: web, resources: {{requests: {{cpu: 500m}}}}}}]
      {constraint.replace("KEY", key).replace("MORE", more)}
"""


def facts(text, kind, nodes):
    found = room_facts.facts(capacity.analyse(objects(text), nodes), nodes)
    return [fact.body for fact in found if fact.body["kind"] == kind]


def bound(text, *pools, provider="kind"):
    """The only constraint: what it needs, the most and the least that can run, and whether that is too few."""
    found = facts(text, "PodSpread", cluster(*pools, provider=provider))
    if not found:
        return None
    [body] = found
    return body["needed"], body["most"], body["least"], body["over"]


def general(**settings):
    return pool(capacity={"cpu": "4", "pods": "10"}, **settings)


def test_anti_affinity_wants_a_node_for_each_pod():
    assert bound(web(APART), general(minimum=1, maximum=3)) == (3, 3, 1, False)
    assert bound(web(APART, 4), general(minimum=1, maximum=3)) == (4, 3, 1, True)
    two = (general(maximum=2), pool("more", capacity={"cpu": "4"}, maximum=2))
    assert bound(web(APART, 4), *two) == (4, 4, 0, False)
    [body] = facts(web(APART), "PodSpread", cluster(general()))
    assert (body["field"], body["apart"], body["state"]) == (FIELD, HOST, "at rest")


def test_only_nodes_that_can_run_the_pod_count():
    tainted = pool("gpu", "nvidia.com/gpu=:NoSchedule", capacity={"cpu": "4"}, maximum=9)
    assert bound(web(APART), general(maximum=2), tainted) == (3, 2, 0, True)
    assert bound(web(APART), tainted) is None, "another rule says that no node can"


def test_a_rollout_that_takes_no_pod_away_needs_one_node_more():
    surge = "rollingUpdate: {maxSurge: 1, maxUnavailable: 0}"
    assert bound(web(APART, strategy=surge), general(maximum=3)) == (4, 3, 0, True)
    assert bound(web(APART, strategy=surge), general(maximum=4)) == (4, 4, 0, False)
    assert bound(web(APART, strategy="rollingUpdate: {maxUnavailable: 1}"), general(maximum=3)) == (3, 3, 0, False)
    revisions = APART.replace("topologyKey", "matchLabelKeys: [pod-template-hash], topologyKey")
    assert bound(web(revisions, strategy=surge), general(maximum=3)) == (3, 3, 0, False)


@pytest.mark.parametrize(
    "term",
    [
        TERM.replace("web", "db"),
        "{topologyKey: KEY}",
        TERM.replace("topologyKey", "namespaces: [other], topologyKey"),
        TERM.replace("topologyKey", "namespaceSelector: {matchLabels: {a: b}}, topologyKey"),
        TERM.replace("topologyKey", "mismatchLabelKeys: [app], topologyKey"),
    ],
)
def test_terms_about_others_bound_nothing(term):
    assert bound(web(APART.replace(TERM, term)), general()) is None


@pytest.mark.parametrize("scope", ["namespaces: [shop]", "namespaceSelector: {}"])
def test_terms_that_name_the_own_namespace_bound(scope):
    assert bound(web(APART.replace("topologyKey", f"{scope}, topologyKey")), general(maximum=2)) == (3, 2, 0, True)


def test_zones_are_counted_where_they_are_declared():
    zones = [pool(f"z{one}", labels={ZONE: f"z{one}"}, capacity={"cpu": "4"}, maximum=3) for one in (1, 2)]
    assert bound(web(APART, key=ZONE), *zones, provider="eks") == (3, 2, 0, True)
    assert bound(web(APART, key=ZONE), general(), provider="eks") is None, "a cloud's nodes have zones all the same"
    assert bound(web(APART, key=ZONE), general()) is None, "without the label anti-affinity asks for nothing"


def test_spread_is_impossible_where_no_node_has_the_label():
    assert bound(web(SPREAD, key=ZONE), general()) == (3, 0, 0, True)
    assert bound(web(SPREAD, key="rack"), general(), provider="eks") == (3, 0, 0, True)
    assert bound(web(SPREAD, key=ZONE), general(), provider="eks") is None
    assert bound(web(SPREAD.replace("DoNotSchedule", "ScheduleAnyway"), key=ZONE), general()) is None


def test_spread_over_too_few_domains_is_bounded_by_its_skew():
    assert bound(web(SPREAD), general(maximum=2)) is None, "evenly, any number fits"
    assert bound(web(SPREAD, more=", minDomains: 3"), general(maximum=2)) == (3, 2, 0, True)
    assert bound(web(SPREAD, more=", minDomains: 2"), general(maximum=2)) is None
    wide = SPREAD.replace("maxSkew: 1", "maxSkew: 2")
    assert bound(web(wide, more=", minDomains: 3"), general(minimum=1, maximum=2)) == (3, 4, 2, False)


def test_a_tainted_node_counts_for_spread_unless_taints_are_honoured():
    gpu = pool("gpu", "nvidia.com/gpu=:NoSchedule", capacity={"cpu": "4"}, minimum=1)
    assert bound(web(SPREAD), general(maximum=2), gpu) == (3, 2, 0, True)
    assert bound(web(SPREAD, more=", nodeTaintsPolicy: Honor"), general(maximum=2), gpu) is None
    selected = web(SPREAD + "\n      nodeSelector: {kind: general}")
    assert bound(selected, general(maximum=2, labels={"kind": "general"}), gpu) is None, "the selector leaves it out"
    never = pool("gpu", "nvidia.com/gpu=:NoSchedule", capacity={"cpu": "4"}, minimum=0)
    assert bound(web(SPREAD), general(maximum=2), never) is None, "there may be no such node"


def test_pods_that_share_pools_need_room_together():
    small = pool("small", capacity={"cpu": "1", "pods": "10"}, minimum=1, maximum=2)
    [body] = facts(web("", 5), "PoolUse", cluster(small))
    assert (body["resource"], body["needed"], body["most"], body["least"]) == ("cpu", "2500m", "2", "1")
    assert (body["pools"], body["sum"]) == (["small"], ["Deployment shop/web: 2500m"])
    assert facts(web("", 4), "PoolUse", cluster(small)) == []
    assert facts(web("", 5), "PoolUse", cluster(small, general(maximum=1))) == []


def test_what_runs_nowhere_else_counts_against_wider_pools_too():
    one = pool("one", capacity={"cpu": "2"}, maximum=1, labels={"disk": "ssd"})
    two = pool("two", capacity={"cpu": "1"}, maximum=1)
    bound_to_one = web("nodeSelector: {disk: ssd}", 4)
    assert facts(bound_to_one, "PoolUse", cluster(one, two)) == []
    free = web("", 3).replace("name: web, namespace", "name: free, namespace")
    [body] = facts(bound_to_one + "---" + free, "PoolUse", cluster(one, two))
    assert (body["pools"], body["needed"], body["most"]) == (["one", "two"], "3500m", "3")
    assert body["sum"] == ["Deployment shop/web: 2", "Deployment shop/free: 1500m"]


def test_too_many_pods_for_the_nodes():
    few = pool(capacity={"cpu": "40", "pods": "4"})
    [body] = facts(web("", 5), "PoolUse", cluster(few))
    assert (body["resource"], body["needed"], body["most"]) == ("pods", "5", "4")
