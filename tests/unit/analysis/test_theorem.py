from trees import deployment, namespace, policy, tree

from generator.analysis.reachability import DeclaredFlow, analyse, theorem
from generator.errors import Place
from generator.model import Network

WEB, DB = deployment("shop/web", {"app": "web"}), deployment("shop/db", {"app": "db"}, "sql:5432")
DENY = policy("shop/deny", podSelector={}, policyTypes=["Ingress", "Egress"])
PLACE = Place("teams/shop/web.yaml", 7, 3)
SQL = (("TCP", 5432, 5432),)
DECLARED = DeclaredFlow(SQL, PLACE, "shop/web", "shop/db")


def opened(*, port=5432, **peers):
    out = {"to": [{"podSelector": {"matchLabels": {"app": "db"}}}], "ports": [{"port": port}]}
    into = {"from": [{"podSelector": {"matchLabels": {"app": "web"}}}], "ports": [{"port": port}]}
    return (
        policy(
            "shop/out",
            podSelector={"matchLabels": {"app": "web"}},
            policyTypes=["Egress"],
            egress=[peers.get("egress", out)],
        ),
        policy("shop/in", podSelector={"matchLabels": {"app": "db"}}, policyTypes=["Ingress"], ingress=[into]),
    )


def refuted(*bodies, declared=(DECLARED,), network=None):
    facts = theorem(analyse(tree(namespace("shop"), *bodies), network), declared)
    return [(fact.body["kind"], fact.subject.name, fact.body["flow"]) for fact in facts]


def test_what_is_declared_and_no_more_is_open():
    assert refuted(WEB, DB, DENY, *opened()) == []


def test_a_flow_that_nobody_declared():
    assert refuted(WEB, DB, DENY, *opened(), declared=()) == [
        ("UndeclaredFlow", "web", "shop/web can reach shop/db on 5432/TCP")
    ]


def test_the_least_counter_example_is_told_and_the_others_counted():
    (web, db) = refuted(WEB, DB, declared=())
    assert web == ("UndeclaredFlow", "db", "shop/db can reach shop/web on every port (and 2 more)")
    assert db == ("UndeclaredFlow", "web", "shop/web can reach shop/db on every port (and 2 more)")


def test_more_ports_than_declared():
    assert refuted(WEB, DB, DENY, *opened(port=None)) == [
        ("UndeclaredFlow", "web", "shop/web can reach shop/db on 1-5431/TCP and more")
    ]


def test_a_declared_flow_that_is_blocked():
    assert refuted(WEB, DB, DENY) == [
        (
            "BlockedConnection",
            "web",
            "shop/web cannot reach shop/db on 5432/TCP, declared at teams/shop/web.yaml:7:3: egress of shop/web: blocked",
        )
    ]
    (fact,) = refuted(WEB, DB, DENY, opened()[0])
    assert fact[2].endswith("ingress of shop/db: blocked")


def test_a_declared_workload_that_is_not_there():
    assert refuted(WEB, DENY)[0] == ("BlockedConnection", "shop/web to shop/db", "there is no workload shop/db")


def test_addresses_are_compared_exactly():
    block = {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 443}]}
    flow = DeclaredFlow((("TCP", 443, 443),), PLACE, "shop/web", target_addresses=("10.0.0.0/9", "10.128.0.0/9"))
    assert refuted(WEB, DENY, opened(egress=block)[0], declared=[flow]) == []
    narrow = DeclaredFlow((("TCP", 443, 443),), PLACE, "shop/web", target_addresses=("10.0.0.0/9",))
    assert refuted(WEB, DENY, opened(egress=block)[0], declared=[narrow]) == [
        ("UndeclaredFlow", "web", "shop/web can reach 10.128.0.0-10.255.255.255 on 443/TCP")
    ]
    wide = DeclaredFlow((("TCP", 443, 443),), PLACE, "shop/web", target_addresses=("10.0.0.0/8", "192.0.2.0/24"))
    (fact,) = refuted(WEB, DENY, opened(egress=block)[0], declared=[wide])
    assert fact[2].startswith("shop/web cannot reach 192.0.2.0-192.0.2.255 on 443/TCP")


def test_traffic_from_outside_is_on_its_target():
    into = policy(
        "shop/lb",
        podSelector={"matchLabels": {"app": "web"}},
        ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0.0/24"}}]}],
    )
    flow = DeclaredFlow(
        (("TCP", 1, 65535), ("UDP", 1, 65535), ("SCTP", 1, 65535)),
        PLACE,
        target="shop/web",
        source_addresses=("10.0.0.0/24",),
    )
    assert refuted(WEB, DENY, into, declared=[flow]) == []
    assert refuted(WEB, DENY, into, declared=[]) == [
        ("UndeclaredFlow", "web", "10.0.0.0-10.0.0.255 can reach shop/web on every port")
    ]


def test_uncertain_flows_are_said_to_be_so():
    network = Network(pods=("10.0.0.0/8",))
    block = {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}], "ports": [{"port": 443}]}
    flow = DeclaredFlow((("TCP", 443, 443),), PLACE, "shop/web", target_addresses=("10.0.0.0/8",))
    out, _ = opened(egress=block)
    assert refuted(WEB, DENY, out, declared=[flow], network=network) == []
    web_in = policy("shop/in", podSelector={"matchLabels": {"app": "web"}}, policyTypes=["Ingress"])
    assert refuted(WEB, DB, out, web_in, declared=[flow], network=network)[-1] == (
        "UndeclaredFlow",
        "web",
        "shop/web may reach shop/db on 443/TCP",
    )


def test_pods_on_the_host_network_are_left_out():
    node = deployment("shop/node", {"app": "node"}, hostNetwork=True)
    assert refuted(node, WEB, DENY, declared=[DeclaredFlow(SQL, PLACE, "shop/web", "shop/node")]) == []
