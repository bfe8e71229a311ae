"""The semantics that people get wrong, one by one. Volume is for tests/property/test_reachability.py."""

import json

import pytest
from trees import cluster_policy, deployment, namespace, policy, tree

from generator.analysis.reachability import analyse, to_json
from generator.model import Network

WEB, DB = deployment("shop/web", {"app": "web"}), deployment("shop/db", {"app": "db"}, "sql:5432", "sql:5432/UDP")
ELSEWHERE = deployment("lab/web", {"app": "web"})
NAMESPACES = (namespace("shop", team="core"), namespace("lab", team="ml"))
EVERY = [("TCP", 1, 65535), ("UDP", 1, 65535), ("SCTP", 1, 65535)]
ANYONE = "0.0.0.0-255.255.255.255"


def flows(*bodies, network=None):
    """{(from, to): ([certain ports], [uncertain ports])} with workloads by name."""
    found = {}
    for entry in analyse(tree(*NAMESPACES, *bodies), network).connections():
        body = entry.body()
        pair = tuple(side.get("workload") or side["addresses"] for side in (body["from"], body["to"]))
        ports = [(port["protocol"], port["from"], port["to"]) for port in body["ports"]]
        sides = found.setdefault(pair, ([], []))
        sides[0 if body["certain"] else 1].extend(ports)
    return found


def ingress(*rules, **spec):
    return policy("shop/db", podSelector={"matchLabels": {"app": "db"}}, ingress=list(rules), **spec)


def test_without_policies_everything_is_open():
    found = flows(WEB, DB)
    assert found["shop/web", "shop/db"] == (EVERY, [])
    assert found["shop/web", ANYONE] == (EVERY, [])
    assert found[ANYONE, "shop/web"] == (EVERY, [])
    assert ("shop/web", "shop/web") not in found


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], None),
        ([{}], EVERY),
        ([{"from": [], "ports": []}], EVERY),
        ([{"from": [{"podSelector": {}}]}], EVERY),
        ([{"from": [{"podSelector": {"matchLabels": {"app": "other"}}}]}], None),
        ([{"from": [{}]}], None),
        ([{"ports": [{"port": 80}]}], [("TCP", 80, 80)]),
        ([{"ports": [{"port": 80, "endPort": 82, "protocol": "SCTP"}]}], [("SCTP", 80, 82)]),
        ([{"ports": [{"protocol": "UDP"}]}], [("UDP", 1, 65535)]),
        ([{"ports": [{"port": "sql"}]}], [("TCP", 5432, 5432)]),
        ([{"ports": [{"port": "sql", "protocol": "UDP"}]}], [("UDP", 5432, 5432)]),
        ([{"ports": [{"port": "sql", "protocol": "SCTP"}]}], None),
        ([{"ports": [{"port": 1}, {"port": 2}, {"port": 4}]}], [("TCP", 1, 2), ("TCP", 4, 4)]),
    ],
)
def test_ingress_rules(rules, expected):
    assert flows(WEB, DB, ingress(*rules)).get(("shop/web", "shop/db"), (None, []))[0] == expected


def test_entries_are_alternatives_and_what_is_in_one_entry_is_joint():
    pods, spaces = (
        {"podSelector": {"matchLabels": {"app": "web"}}},
        {"namespaceSelector": {"matchLabels": {"team": "ml"}}},
    )
    joint = flows(WEB, DB, ELSEWHERE, ingress({"from": [pods | spaces]}))
    assert ("shop/web", "shop/db") not in joint
    assert joint["lab/web", "shop/db"] == (EVERY, [])
    apart = flows(WEB, DB, ELSEWHERE, ingress({"from": [pods, spaces]}))
    assert apart["shop/web", "shop/db"] == apart["lab/web", "shop/db"] == (EVERY, [])


@pytest.mark.parametrize(
    ("spec", "arrives", "leaves"),
    [
        ({}, False, True),
        ({"egress": []}, False, True),
        ({"egress": [{"ports": [{"port": 1}]}]}, False, False),
        ({"policyTypes": ["Egress"]}, True, False),
        ({"policyTypes": ["Ingress"], "egress": [{"ports": [{"port": 1}]}]}, False, True),
        ({"policyTypes": []}, False, True),
    ],
)
def test_policy_types_decide_what_is_isolated(spec, arrives, leaves):
    found = flows(WEB, DB, policy("shop/db", podSelector={"matchLabels": {"app": "db"}}, **spec))
    assert (found.get(("shop/web", "shop/db")) == (EVERY, [])) is arrives
    assert (found.get(("shop/db", "shop/web")) == (EVERY, [])) is leaves


def test_a_flow_needs_egress_and_ingress():
    leaving = policy(
        "shop/web",
        podSelector={"matchLabels": {"app": "web"}},
        policyTypes=["Egress"],
        egress=[{"ports": [{"port": 1, "endPort": 9}]}],
    )
    found = flows(WEB, DB, ingress({"ports": [{"port": 5, "endPort": 20}]}), leaving)
    assert found["shop/web", "shop/db"] == ([("TCP", 5, 9)], [])


def test_named_ports_of_egress_are_those_of_each_destination():
    other = deployment("shop/other", {"app": "db"}, "sql:3306")
    rule = {"to": [{"podSelector": {}}], "ports": [{"port": "sql"}]}
    found = flows(
        WEB,
        DB,
        other,
        policy("shop/web", podSelector={"matchLabels": {"app": "web"}}, policyTypes=["Egress"], egress=[rule]),
    )
    assert found["shop/web", "shop/db"] == ([("TCP", 5432, 5432)], [])
    assert found["shop/web", "shop/other"] == ([("TCP", 3306, 3306)], [])
    assert ("shop/web", ANYONE) not in found


def test_blocks_are_outside_and_cut_one_partition():
    block = {"ipBlock": {"cidr": "10.9.9.9/8", "except": ["10.1.0.0/16"]}}
    found = flows(WEB, DB, ingress({"from": [block]}))
    assert ("shop/web", "shop/db") not in found
    arriving = [source for source, target in found if target == "shop/db"]
    assert arriving == ["10.0.0.0-10.0.255.255", "10.2.0.0-10.255.255.255"]
    assert [target for source, target in found if source == "shop/web"] == [
        "0.0.0.0-9.255.255.255",
        "10.0.0.0-10.0.255.255",
        "10.1.0.0-10.1.255.255",
        "10.2.0.0-10.255.255.255",
        "11.0.0.0-255.255.255.255",
    ]


def test_a_block_over_pod_addresses_may_mean_pods():
    network = Network(pods=("10.244.0.0/16",))
    found = flows(WEB, DB, ingress({"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}), network=network)
    assert found["shop/web", "shop/db"] == ([], EVERY)
    assert found["10.244.0.0-10.244.255.255", "shop/db"] == ([], EVERY)
    assert found["10.0.0.0-10.243.255.255", "shop/db"] == (EVERY, [])
    apart = flows(WEB, DB, ingress({"from": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]}), network=network)
    assert ("shop/web", "shop/db") not in apart


def test_unknown_namespaces_are_not_unlabelled():
    other = deployment("ghost/web", {"app": "web"})
    found = flows(other, DB, ingress({"from": [{"namespaceSelector": {"matchLabels": {"team": "core"}}}]}))
    assert found["ghost/web", "shop/db"] == ([], EVERY)
    named = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ghost"}}}
    assert flows(other, DB, ingress({"from": [named]}))["ghost/web", "shop/db"] == (EVERY, [])


def test_host_network_is_never_certain():
    node = deployment("shop/node", {"app": "node"}, hostNetwork=True)
    found = flows(node, DB, policy("shop/all", podSelector={}, policyTypes=["Ingress", "Egress"]))
    for pair in (("shop/node", "shop/db"), ("shop/db", "shop/node"), ("shop/node", ANYONE), (ANYONE, "shop/node")):
        assert found[pair] == ([], EVERY)


def test_certain_and_uncertain_ports_of_a_pair_are_disjoint():
    network = Network(pods=("10.244.0.0/16",))
    found = flows(
        WEB,
        DB,
        ingress(
            {"ports": [{"port": 80}]},
            {"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 79, "endPort": 81}]},
        ),
        network=network,
    )
    assert found["shop/web", "shop/db"] == ([("TCP", 80, 80)], [("TCP", 79, 79), ("TCP", 81, 81)])


def test_pods_without_owner_are_judged_as_declared_on_every_cni():
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: tool, namespace: shop, labels: {app: tool}}, spec: {containers: []}}"
    deny = policy("shop/all", podSelector={}, policyTypes=["Egress"])
    for cni in ("kindnet", "vpc-cni"):
        assert ("shop/tool", "shop/db") not in flows(pod, DB, deny, network=Network(cni))


def test_strict_mode_closes_what_no_policy_selects():
    assert flows(WEB, DB, network=Network("vpc-cni-strict"))["shop/web", "shop/db"] == ([], EVERY)


EVERYONE, CORE = {"namespaces": {}}, {"namespaces": {"matchLabels": {"team": "core"}}}


def test_admin_comes_before_network_policies_and_baseline_after():
    deny = ingress()
    accept = cluster_policy(
        "accept",
        subject=EVERYONE,
        ingress=[{"action": "Accept", "from": [CORE], "protocols": [{"tcp": {"destinationPort": {"number": 80}}}]}],
    )
    found = flows(WEB, DB, ELSEWHERE, deny, accept)
    assert found["shop/web", "shop/db"] == ([("TCP", 80, 80)], [])
    assert ("lab/web", "shop/db") not in found
    baseline = cluster_policy(
        "base", tier="Baseline", subject=EVERYONE, ingress=[{"action": "Deny", "from": [EVERYONE]}]
    )
    found = flows(WEB, DB, baseline, ingress({"ports": [{"port": 1}]}))
    assert found["shop/web", "shop/db"] == ([("TCP", 1, 1)], [])
    assert ("shop/db", "shop/web") not in found


def test_pass_leaves_it_to_the_next_tier():
    rules = [{"action": "Pass", "from": [CORE]}, {"action": "Deny", "from": [EVERYONE]}]
    found = flows(WEB, DB, ELSEWHERE, cluster_policy("admin", subject=EVERYONE, ingress=rules))
    assert found["shop/web", "shop/db"] == (EVERY, [])
    assert ("lab/web", "shop/db") not in found


def test_priorities_decide_and_equal_ones_leave_it_open():
    accept = {"subject": EVERYONE, "ingress": [{"action": "Accept", "from": [EVERYONE]}]}
    deny = {"subject": EVERYONE, "ingress": [{"action": "Deny", "from": [EVERYONE]}]}
    assert flows(WEB, DB, cluster_policy("a", **accept, priority=1), cluster_policy("b", **deny, priority=2))[
        "shop/web", "shop/db"
    ] == (EVERY, [])
    assert ("shop/web", "shop/db") not in flows(
        WEB, DB, cluster_policy("a", **accept, priority=2), cluster_policy("b", **deny, priority=1)
    )
    assert flows(WEB, DB, cluster_policy("a", **accept), cluster_policy("b", **deny))["shop/web", "shop/db"] == (
        [],
        EVERY,
    )


@pytest.mark.parametrize("peers", [[{}], [], [{"unheardOf": {}}], [{"namespaces": {}, "pods": {}}]])
def test_unreadable_peers_fail_closed(peers):
    accept = cluster_policy("a", subject=EVERYONE, ingress=[{"action": "Accept", "from": peers}])
    assert flows(WEB, DB, ingress(), accept).get(("shop/web", "shop/db")) is None
    deny = cluster_policy("a", subject=EVERYONE, ingress=[{"action": "Deny", "from": peers}])
    assert flows(WEB, DB, deny).get(("shop/web", "shop/db")) is None


def test_the_predecessors_of_cluster_network_policy():
    admin = cluster_policy(
        "a",
        subject=EVERYONE,
        ingress=[
            {
                "action": "Allow",
                "from": [EVERYONE],
                "ports": [{"portRange": {"protocol": "UDP", "start": 5, "end": 7}}, {"namedPort": "sql"}],
            }
        ],
    )
    admin |= {"kind": "AdminNetworkPolicy", "apiVersion": "policy.networking.k8s.io/v1alpha1"}
    base = cluster_policy("default", subject=EVERYONE, ingress=[{"action": "Deny", "from": [EVERYONE]}])
    base |= {"kind": "BaselineAdminNetworkPolicy", "apiVersion": "policy.networking.k8s.io/v1alpha1"}
    assert flows(WEB, DB, admin, base)["shop/web", "shop/db"] == (
        [("TCP", 5432, 5432), ("UDP", 5, 7), ("UDP", 5432, 5432)],
        [],
    )


@pytest.mark.parametrize("port", [{"endPort": 80}, {"port": "sql", "endPort": 80}, {"port": 90, "endPort": 80}])
def test_an_end_port_needs_a_number_below_it(port):
    assert ("shop/web", "shop/db") not in flows(WEB, DB, ingress({"ports": [port]}))


def test_what_is_not_analysed_is_said():
    cilium = {
        "apiVersion": "cilium.io/v2",
        "kind": "CiliumNetworkPolicy",
        "metadata": {"name": "c", "namespace": "shop"},
    }
    bad = ingress(
        {
            "from": [
                {"ipBlock": {"cidr": "10.0.0.0"}},
                {"podSelector": {"matchExpressions": [{"key": "a", "operator": "Is"}]}},
            ],
            "ports": [{"port": 9, "endPort": 3}],
        }
    )
    strange = cluster_policy("x", tier="Middle", subject=EVERYONE)
    matrix = analyse(tree(WEB, DB, cilium, bad, strange))
    assert [(one.object.kind, one.field) for one in matrix.not_analysed] == [
        ("CiliumNetworkPolicy", ""),
        ("ClusterNetworkPolicy", "spec.tier"),
        ("NetworkPolicy", "spec.ingress[0].from[0].ipBlock.cidr"),
        ("NetworkPolicy", "spec.ingress[0].from[1].podSelector"),
        ("NetworkPolicy", "spec.ingress[0].ports[0]"),
    ]


@pytest.mark.parametrize("value", [None, 1, "x", [1], {"a": 1}, [[]], [None]])
@pytest.mark.parametrize("key", ["spec", "podSelector", "ingress", "from", "ports", "policyTypes", "ipBlock", "except"])
def test_any_type_anywhere_is_survived(key, value):
    body = ingress({"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": []}}], "ports": [{"port": 1}]})
    spec = body["spec"]
    rule = spec["ingress"][0]
    places = {
        "spec": body,
        "from": rule,
        "ports": rule,
        "ipBlock": rule["from"][0],
        "except": rule["from"][0]["ipBlock"],
    }
    places.get(key, spec)[key] = value
    assert list(analyse(tree(WEB, DB, body)).connections())


def test_json_is_the_entries():
    matrix = analyse(
        tree(
            *NAMESPACES,
            WEB,
            DB,
            ELSEWHERE,
            ingress(
                {"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}, {"namespaceSelector": {"matchLabels": {"team": "ml"}}}]}
            ),
            cluster="kind",
            environment="dev",
        )
    )
    document = json.loads("".join(to_json([matrix])))
    assert document["version"] == 1
    assert document["connections"] == [entry.body() for entry in matrix.connections()]
    assert {(one["cluster"], one["environment"]) for one in document["connections"]} == {("kind", "dev")}
    assert json.loads("".join(to_json([]))) == {"version": 1, "connections": [], "notAnalysed": []}
    both = json.loads("".join(to_json([matrix, matrix])))
    assert both["connections"] == document["connections"] * 2


def test_an_empty_tree_has_no_flows():
    assert list(analyse(()).connections()) == []


def test_the_order_of_objects_does_not_matter():
    parts = [*NAMESPACES, WEB, DB, ELSEWHERE, ingress({"from": [{"podSelector": {}}]})]
    one, other = ("".join(to_json([analyse(tree(*order))])) for order in (parts, parts[::-1]))
    assert one == other
