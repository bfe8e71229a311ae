"""Peers by the names of the cluster file."""

import pytest
from trees import deployment, namespace, policy, tree

from generator.analysis import addresses
from generator.analysis.reachability import analyse, explain, peers
from generator.errors import UsageError
from generator.model import Network

NETWORK = Network(
    nodes=("10.0.0.0/16",),
    load_balancers=("10.0.1.0/24",),
    databases=("10.9.0.0/24", "10.9.2.0/24"),
    api_server=("10.0.0.5/32",),
    dns_namespace="cluster-dns",
)
WEB = deployment("shop/web", {"app": "web"}, "http:8080")
DENY = policy("shop/deny", podSelector={}, policyTypes=["Ingress", "Egress"])


def allow(direction, peer, number, protocol="TCP"):
    side = {"egress": "to", "ingress": "from"}[direction]
    rule = {side: [peer], "ports": [{"port": number, "protocol": protocol}]}
    return policy("shop/allow", podSelector={}, policyTypes=[direction.title()], **{direction: [rule]})


def told(source, target, *bodies):
    objects = tree(namespace("shop"), WEB, DENY, *bodies)
    ends = [peers.resolve(one, objects, NETWORK) for one in (source, target)]
    added = [item for _, item in ends if item]
    return explain(analyse([*objects, *added], NETWORK), ends[0][0], ends[1][0])


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("10.0.1.0/25", ("load-balancers", "nodes")),
        ("10.0.0.5/32", ("api-server", "nodes")),
        ("10.9.2.7/32", ("databases",)),
        ("10.9.0.0/16", ()),
        ("169.254.169.254/32", ("metadata",)),
        ("8.8.8.8/32", ()),
    ],
)
def test_a_piece_has_the_names_of_what_holds_all_of_it(piece, names):
    assert peers.names(addresses.read(piece)[0], NETWORK) == names


def test_names_of_addresses_can_be_asked_about():
    to_database = allow("egress", {"ipBlock": {"cidr": "10.9.2.0/24"}}, 5432)
    assert told("shop/web", "databases", to_database).lines[0] == "shop/web to databases: allowed on 5432/TCP"
    assert not told("shop/web", "metadata", to_database).allowed
    assert told("load-balancers", "shop/web", allow("ingress", {"ipBlock": {"cidr": "10.0.1.0/24"}}, 8080)).allowed


def test_the_cluster_dns_is_asked_about_although_no_tree_has_it():
    peer = {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "cluster-dns"}},
        "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}},
    }
    assert told("shop/web", "dns", allow("egress", peer, "dns", "UDP")).lines[0].endswith("allowed on 53/UDP")
    assert not told("shop/web", "dns").allowed
    coredns = deployment("cluster-dns/coredns", {"k8s-app": "kube-dns"}, "dns:53/UDP")
    assert "cluster-dns/coredns" in told("shop/web", "dns", coredns).lines[0], "a dump has it"


def test_monitoring_is_asked_about_in_its_namespace():
    peer = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": NETWORK.monitoring_namespace}}}
    assert told("monitoring", "shop/web", allow("ingress", peer, 8080)).allowed
    assert not told("monitoring", "shop/web").allowed


def test_probes_are_never_stopped():
    assert told("kubelet", "shop/web").verdict == "allowed"
    with pytest.raises(UsageError, match="no workload is called shop/nobody"):
        told("kubelet", "shop/nobody")


def test_a_name_without_addresses_says_so():
    objects = tree(namespace("shop"), WEB)
    with pytest.raises(UsageError, match="the cluster file says no addresses for databases"):
        explain(analyse(objects), "shop/web", "databases")
    with pytest.raises(UsageError, match="one of databases, load-balancers"):
        explain(analyse(objects), "shop/web", "database")
