import pytest
from trees import cluster_policy, deployment, namespace, policy, tree

from generator.analysis import network_facts
from generator.analysis.reachability import analyse
from generator.model import Network

SHOP = namespace("shop", team="core")
WEB, DB = deployment("shop/web", {"app": "web"}, "http:8080"), deployment("shop/db", {"app": "db"}, "sql:5432")
DENY = policy("shop/deny", podSelector={}, policyTypes=["Ingress", "Egress"])


def facts(*bodies, kind, network=None):
    objects = tree(*bodies)
    found = network_facts.facts(objects, analyse(objects, network), network)
    drop = {"apiVersion", "kind"}
    return [
        (fact.subject.kind, {key: value for key, value in fact.body.items() if key not in drop})
        for fact in found
        if fact.body["kind"] == kind
    ]


def missing(*bodies, kind="NamespaceIsolation"):
    return [fact["missing"] for _, fact in facts(*bodies, kind=kind)]


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        ([], ["ingress", "egress"]),
        ([DENY], []),
        ([policy("shop/in", podSelector={}, ingress=[])], ["egress"]),
        ([policy("shop/in")], ["egress"]),
        ([policy("shop/out", podSelector={}, policyTypes=["Egress"])], ["ingress"]),
        ([policy("shop/own", podSelector={}, ingress=[{"from": [{"podSelector": {}}]}])], ["egress"]),
        ([DENY, policy("shop/open", podSelector={}, ingress=[{}])], ["ingress"]),
        (
            [policy("shop/web", podSelector={"matchLabels": {"app": "web"}}, policyTypes=["Ingress", "Egress"])],
            ["ingress", "egress"],
        ),
        ([policy("lab/deny", podSelector={}, policyTypes=["Ingress", "Egress"])], ["ingress", "egress"]),
    ],
)
def test_what_a_namespace_denies_by_default(policies, expected):
    assert missing(SHOP, WEB, *policies) == [expected]


def test_a_namespace_that_is_not_in_the_tree_is_told_on_its_first_workload():
    assert facts(WEB, DB, kind="NamespaceIsolation") == [
        ("Deployment", {"namespace": "shop", "missing": ["ingress", "egress"]})
    ]
    assert facts(namespace("kube-system"), kind="NamespaceIsolation") == []


def test_pods_that_no_policy_selects():
    only_web = policy("shop/web", podSelector={"matchLabels": {"app": "web"}})
    assert facts(SHOP, WEB, DB, only_web, kind="PodIsolation") == [
        ("Deployment", {"field": "spec.template.metadata.labels", "missing": ["ingress", "egress"]}),
        ("Deployment", {"field": "spec.template.metadata.labels", "missing": ["egress"]}),
    ]
    assert missing(SHOP, deployment("shop/node", {}, hostNetwork=True), kind="PodIsolation") == []


def test_nothing_is_called_open_where_policies_are_not_analysed():
    own = {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": "c", "namespace": "shop"}}
    wide = {"apiVersion": "cilium.io/v2", "kind": "CiliumClusterwideNetworkPolicy", "metadata": {"name": "c"}}
    other = deployment("lab/web", {})
    assert len(missing(SHOP, WEB, other, own)) == 1
    assert missing(SHOP, WEB, other, wide) == missing(SHOP, WEB, wide, kind="PodIsolation") == []
    ((_, fact),) = facts(WEB, own, kind="NotAnalysed")
    assert fact == {"field": "", "why": "CiliumNetworkPolicy of cilium.io is not part of this analysis"}


def selection(*bodies):
    (fact,) = [fact for _, fact in facts(SHOP, WEB, DB, *bodies, kind="PolicySelection")]
    return fact["nobody"], [peer["field"] for peer in fact["dangling"]]


@pytest.mark.parametrize(
    ("peer", "dangles"),
    [
        ({"podSelector": {"matchLabels": {"app": "web"}}}, False),
        ({"podSelector": {"matchLabels": {"app": "wbe"}}}, True),
        ({"namespaceSelector": {"matchLabels": {"team": "core"}}}, False),
        ({"namespaceSelector": {"matchLabels": {"team": "cor"}}}, True),
        ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}, False),
        (
            {
                "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}},
                "podSelector": {"matchLabels": {"app": "x"}},
            },
            True,
        ),
        ({"ipBlock": {"cidr": "10.0.0.0/8"}}, False),
        ({"podSelector": {"matchLabels": {"app": 1}}}, False),
    ],
)
def test_peers_that_select_nobody(peer, dangles):
    body = policy("shop/in", podSelector={}, ingress=[{"from": [{}, peer]}])
    assert selection(body) == (False, ["spec.ingress[0].from[1]"] if dangles else [])


def test_labels_of_undeclared_namespaces_are_unknown():
    peer = {"namespaceSelector": {"matchLabels": {"team": "ml"}}}
    body = policy("shop/in", podSelector={}, ingress=[{"from": [peer]}])
    assert selection(body) == (False, ["spec.ingress[0].from[0]"])
    assert selection(body, deployment("lab/web", {})) == (False, [])


def test_policies_that_select_nobody():
    assert selection(policy("shop/in", podSelector={"matchLabels": {"app": "wbe"}})) == (True, [])
    assert selection(policy("lab/in", podSelector={})) == (False, [])
    assert selection(cluster_policy("c", subject={"namespaces": {"matchLabels": {"team": "cor"}}})) == (True, [])
    node = deployment("shop/node", {"app": "node"}, hostNetwork=True)
    assert selection(node, policy("shop/in", podSelector={"matchLabels": {"app": "node"}})) == (False, [])


def test_policies_of_equal_priority_that_share_a_pod():
    everyone, elsewhere = {"namespaces": {}}, {"namespaces": {"matchLabels": {"team": "ml"}}}
    assert facts(
        SHOP, WEB, cluster_policy("a", subject=everyone), cluster_policy("b", subject=everyone), kind="PolicyOrder"
    ) == [
        ("ClusterNetworkPolicy", {"rivals": ["ClusterNetworkPolicy b"]}),
        ("ClusterNetworkPolicy", {"rivals": ["ClusterNetworkPolicy a"]}),
    ]
    for other in (
        cluster_policy("b", subject=elsewhere),
        cluster_policy("b", subject=everyone, priority=1),
        cluster_policy("b", subject=everyone, tier="Baseline"),
    ):
        assert facts(SHOP, WEB, cluster_policy("a", subject=everyone), other, kind="PolicyOrder") == []


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ({"cidr": "169.254.0.0/16"}, True),
        ({"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]}, True),
        ({"cidr": "0.0.0.0/0", "except": ["169.254.169.254/32"]}, False),
        ({"cidr": "0.0.0.0/0"}, False),
        ({"cidr": "10.0.0.0/8"}, False),
    ],
)
def test_blocks_that_reach_the_instance_metadata(block, found):
    body = policy("shop/out", podSelector={}, policyTypes=["Egress"], egress=[{"to": [{"ipBlock": block}]}])
    assert [fact["metadata"] for _, fact in facts(WEB, body, kind="PolicyAddresses")] == [
        ["spec.egress[0].to[0]"]
    ] * found
    assert facts(WEB, body, kind="PolicyAddresses", network=Network("kindnet")) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"ports": [{"port": 80}]}, True),
        ({"ports": [{"port": 53, "protocol": "UDP"}, {"protocol": "TCP"}]}, True),
        ({"to": [], "ports": [{"port": 1, "endPort": 100}]}, True),
        ({"ports": [{"port": 443}, {"port": 80, "protocol": "UDP"}, {"port": "http"}]}, False),
        ({"to": [{"podSelector": {}}], "ports": [{"port": 80}]}, False),
        ({}, False),
    ],
)
def test_rules_without_peers_that_reach_the_instance_metadata(rule, found):
    body = policy("shop/out", podSelector={}, policyTypes=["Egress"], egress=[rule])
    assert [fact["metadata"] for _, fact in facts(WEB, body, kind="PolicyAddresses")] == [["spec.egress[0]"]] * found


def test_what_the_api_server_refuses():
    block = {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/8"]}
    body = policy("shop/in", ingress=[{"from": [{"ipBlock": block}]}])
    assert facts(body, kind="RefusedPolicy") == [
        ("NetworkPolicy", {"field": "spec.ingress[0].from[0].ipBlock.except[0]", "why": "is not inside the block"})
    ]


AWS = Network("vpc-cni")


def service(selector, port, **spec):
    body = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db", "namespace": "shop"}}
    return body | {"spec": {"selector": selector, "ports": [{"port": 1, "targetPort": 1}, port], **spec}}


@pytest.mark.parametrize(
    ("port", "target"),
    [
        ({"port": 5432}, None),
        ({"port": 5432, "targetPort": "sql"}, None),
        ({"port": 80, "targetPort": "sql"}, 5432),
        ({"port": 80, "targetPort": 5432}, 5432),
        ({"port": 80, "targetPort": "sql", "protocol": "UDP"}, None),
    ],
)
def test_service_ports_that_are_not_the_containers(port, target):
    found = facts(DB, service({"app": "db"}, port), kind="ServicePorts", network=AWS)
    told = [{"field": "spec.ports[1].targetPort", "port": port["port"], "target": target}] if target else []
    assert found == [("Service", {"differing": told})]
    assert facts(DB, service({"app": "db"}, port), kind="ServicePorts", network=Network("kindnet")) == []


def test_peers_that_miss_a_service():
    db = deployment("shop/db", {"app": "db", "tier": "data"})
    by_tier = policy(
        "shop/out", policyTypes=["Egress"], egress=[{"to": [{"podSelector": {"matchLabels": {"tier": "data"}}}]}]
    )
    found = facts(db, service({"app": "db"}, {"port": 2}), by_tier, kind="ServiceSelectors", network=AWS)
    assert found == [("NetworkPolicy", {"missed": [{"field": "spec.egress[0].to[0]", "services": ["shop/db"]}]})]
    for fine in (
        service({"app": "db", "tier": "data"}, {"port": 2}),
        service({"app": "db"}, {"port": 2}, clusterIP="None"),
        service({"app": "x"}, {"port": 2}),
    ):
        assert facts(db, fine, by_tier, kind="ServiceSelectors", network=AWS) == [("NetworkPolicy", {"missed": []})]


def test_pods_without_owner():
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: tool}, spec: {containers: []}}"
    assert facts(pod, WEB, kind="BarePod", network=AWS) == [("Pod", {"name": "tool"})]
    assert facts(pod, kind="BarePod") == []
