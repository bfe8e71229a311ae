import pytest
from trees import cluster_policy, deployment, namespace, policy, tree

from generator.analysis.reachability import analyse, explain
from generator.errors import UsageError

WEB, DB = deployment("shop/web", {"app": "web"}), deployment("shop/db", {"app": "db"}, "sql:5432")
DENY = policy("shop/deny", podSelector={}, policyTypes=["Ingress", "Egress"])
OUT = policy(
    "shop/out",
    podSelector={"matchLabels": {"app": "web"}},
    policyTypes=["Egress"],
    egress=[{"ports": [{"port": 5432}]}],
)
IN = policy(
    "shop/in",
    podSelector={"matchLabels": {"app": "db"}},
    ingress=[{}, {"from": [{"podSelector": {}}], "ports": [{"port": "sql"}]}],
)
IN["spec"]["ingress"].pop(0)


def told(*bodies, source="shop/web", target="shop/db", port=None):
    return explain(analyse(tree(namespace("shop"), *bodies)), source, target, port)


def test_an_open_flow():
    explanation = told(WEB, DB, port="5432/tcp")
    assert explanation.allowed
    assert explanation.lines == (
        "shop/web to shop/db on 5432/TCP: allowed on 5432/TCP",
        "egress of shop/web: allowed",
        "  no policy selects shop/web for egress",
        "ingress of shop/db: allowed",
        "  no policy selects shop/db for ingress",
    )


def test_every_policy_and_rule_is_named():
    explanation = told(WEB, DB, DENY, OUT, IN)
    assert explanation.verdict == "allowed"
    assert explanation.lines == (
        "shop/web to shop/db: allowed on 5432/TCP",
        "egress of shop/web: allowed on 5432/TCP only",
        "  NetworkPolicy shop/deny isolates it and has no rule that matches shop/db",
        "  NetworkPolicy shop/out, spec.egress[0] allows 5432/TCP",
        "ingress of shop/db: allowed on 5432/TCP only",
        "  NetworkPolicy shop/deny isolates it and has no rule that matches shop/web",
        "  NetworkPolicy shop/in, spec.ingress[0] allows 5432/TCP",
    )


def test_a_blocked_flow_names_who_blocks_it():
    explanation = told(WEB, DB, DENY, OUT, port="5432")
    assert explanation.verdict == "blocked"
    assert not explanation.allowed
    assert explanation.lines[0] == "shop/web to shop/db on 5432/TCP: blocked"
    assert explanation.lines[-2:] == (
        "ingress of shop/db: blocked",
        "  NetworkPolicy shop/deny isolates it and has no rule that matches shop/web on 5432/TCP",
    )
    assert told(WEB, DB, OUT, IN, port="80").verdict == "blocked"


def test_a_rule_that_denies():
    deny = cluster_policy(
        "rule", subject={"namespaces": {}}, ingress=[{"action": "Deny", "from": [{"namespaces": {}}]}]
    )
    assert "  ClusterNetworkPolicy rule, spec.ingress[0] denies every port" in told(WEB, DB, deny).lines


def test_flows_that_depend_on_the_cni():
    node = deployment("shop/node", {"app": "node"}, hostNetwork=True)
    explanation = told(node, DB, source="shop/node")
    assert (explanation.verdict, explanation.allowed) == ("depends", True)


def test_addresses():
    block = policy(
        "shop/web", podSelector={}, policyTypes=["Egress"], egress=[{"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]
    )
    assert told(WEB, block, target="10.1.2.3").verdict == "allowed"
    assert told(WEB, block, target="192.0.2.1").verdict == "blocked"
    assert told(WEB, block, source="192.0.2.1", target="shop/web").verdict == "allowed"


def test_a_pod_reaches_itself_and_replicas_each_other_only_where_allowed():
    named = {"name": "one", "namespace": "shop"}
    alone = {"apiVersion": "v1", "kind": "Pod", "metadata": named, "spec": {"containers": []}}
    explanation = told(alone, DENY, source="shop/one", target="shop/one")
    assert explanation.lines == ("shop/one to shop/one: allowed, as a pod always reaches itself",)
    assert told(WEB, DENY, source="shop/web", target="shop/web").verdict == "blocked"


def test_kinds_tell_workloads_of_one_name_apart():
    twin = WEB | {"kind": "StatefulSet"}
    with pytest.raises(UsageError, match="write one of Deployment/shop/web, StatefulSet/shop/web"):
        told(WEB, twin, DB)
    assert told(WEB, twin, DB, source="StatefulSet/shop/web").verdict == "allowed"


@pytest.mark.parametrize(
    ("source", "target", "port", "message"),
    [
        ("shop/wbe", "shop/db", None, "no workload is called shop/wbe"),
        ("lab/web", "shop/db", None, "there is shop/web"),
        ("Job/shop/web", "shop/db", None, "no workload"),
        ("10.0.0.1", "10.0.0.2", None, "must be a workload"),
        ("shop/web", "fd00::1", None, "IPv6 is told apart only where one does"),
        ("shop/web", "shop/db", "http", "is not a port"),
        ("shop/web", "shop/db", "0/TCP", "is not a port"),
        ("shop/web", "shop/db", "80/ICMP", "is not a port"),
    ],
)
def test_questions_that_make_no_sense(source, target, port, message):
    with pytest.raises(UsageError, match=message):
        told(WEB, DB, source=source, target=target, port=port)
