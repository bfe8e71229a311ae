"""What the proofs say, in each format."""

import csv
import io
import json

import click
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator.errors import UsageError
from generator.pipeline import proofs as pipeline
from generator.reporting import proofs
from generator.reporting.proofs.blocks import blocks
from generator.reporting.proofs.drawing import draw
from generator.reporting.proofs.flows import views
from generator.reporting.proofs.layout import layout
from generator.reporting.proofs.quotas import shares

EVERYTHING = [{"protocol": protocol, "from": 1, "to": 65535} for protocol in ("TCP", "UDP", "SCTP")]


def port(number, protocol="TCP"):
    return {"protocol": protocol, "from": number, "to": number}


def end(text):
    name, _, kind = text.partition(" ")
    return {"workload": name, "kind": kind} if kind else {"addresses": name}


def connection(source, target, *ports, certain=True, environment="dev"):
    ends = {"from": end(source), "to": end(target)}
    return {"cluster": "one", "environment": environment, **ends, "ports": list(ports), "certain": certain}


FLOWS = {
    "version": 1,
    "workloads": [{"cluster": "one", "environment": "dev", "workload": "shop/alone", "kind": "Job"}],
    "connections": [
        connection("shop/web Deployment", "shop/api Deployment", port(8080)),
        connection("shop/web Deployment", "shop/api Deployment", port(53, "UDP"), certain=False),
        connection("shop/api Deployment", "10.0.0.0-10.0.0.255", port(5432)),
        connection("shop/api Deployment", "10.0.1.0-10.0.1.255", port(5432)),
        connection("203.0.113.0-203.0.113.9", "shop/web Deployment", *EVERYTHING),
    ],
    "notAnalysed": [{"object": {"kind": "NetworkPolicy", "name": "odd"}, "field": "spec", "reason": "not valid"}],
}


def namespace(**rows):
    resources = [
        {"resource": name, "quota": "q", "steady": steady, "rollout": rollout, "worst": worst, "hard": hard}
        for name, (steady, rollout, worst, hard) in rows.items()
    ]
    return {"cluster": None, "environment": None, "namespace": "shop", "resources": resources, "workloads": []}


@pytest.mark.parametrize(
    ("amounts", "worst", "state"),
    [
        (("1", "1", "2", "4"), 50, "fits"),
        (("1", "1", "801m", "1"), 81, "tight"),
        (("1", "1", "1", "1"), 100, "tight"),
        (("1", "1", "1001m", "1"), 101, "over"),
        (("1", "1", "unbounded", "4"), None, "unbounded"),
        (("0", "0", "0", "0"), 0, "fits"),
        (("1", "1", "1", "0"), 200, "over"),
    ],
)
def test_a_quota_is_full_to_the_last_thousandth(amounts, worst, state):
    (share,) = shares(namespace(pods=amounts))
    assert (share.worst, share.state) == (worst, state)


def test_bars_of_capacity_never_leave_their_track_and_never_shrink():
    document = {
        "namespaces": [namespace(a=("1", "2", "8", "4"), b=("9", "1", "unbounded", "3"), c=("1", "1", "1", "9"))]
    }
    lines = click.unstyle(proofs.write("capacity", "text", document)).splitlines()[2:-1]
    bars = [line.split()[6] for line in lines]
    assert [len(bar) for bar in bars] == [24, 24, 24]
    assert bars == ["█" * 6 + "▓" * 6 + "▒" * 12, "█" * 24, "█" * 3 + "·" * 21]
    assert lines[0].endswith("200 %, over")
    assert lines[1].endswith("unbounded")


def test_a_namespace_with_neither_quota_nor_workloads_is_not_shown():
    document = {"namespaces": [namespace()]}
    assert proofs.write("capacity", "text", document) == "no workloads\n"
    assert "shop" not in proofs.write("capacity", "html", document)


def test_placement_gives_every_reason_in_words():
    reference = {"apiVersion": "batch/v1", "kind": "Job", "namespace": "ml", "name": "train"}
    reasons = [{"reason": "untolerated taint", "detail": "a<b"}, {"reason": "architecture", "detail": ""}]
    pools = [{"pool": "cpu", "fits": False, "reasons": reasons}]
    workload = {"cluster": None, "environment": None, "object": reference, "schedulable": False, "pools": pools}
    text = click.unstyle(proofs.write("placement", "text", {"workloads": [workload]}))
    assert text == "Job ml/train: runs nowhere\n    not on cpu: untolerated taint (a<b), architecture\n"
    page = proofs.write("placement", "html", {"workloads": [workload]})
    assert "untolerated taint: a&lt;b; architecture" in page
    assert "1 workload runs nowhere" in page


def test_the_matrix_names_ports_and_says_what_is_uncertain():
    lines = click.unstyle(proofs.write("connections", "text", FLOWS)).splitlines()
    assert [line.split() for line in lines[:5]] == [
        ["dev", "on", "one"],
        ["from", "to", "a", "b", "c"],
        ["shop/api", "·", "·", "5432"],
        ["shop/web", "[1]", "·", "·"],
        ["203.0.113.0-203.0.113.9", "·", "every", "port", "·"],
    ]
    assert {line.index("·") for line in lines[2:3]} == {line.index("[1]") for line in lines[3:4]}
    assert "  c is 10.0.0.0/23" in lines
    assert "  [1] is 8080, 53/UDP?" in lines
    assert "  neither send nor receive: shop/alone" in lines
    assert lines[-1] == "not analysed: NetworkPolicy odd, spec: not valid"


def test_where_a_matrix_would_be_too_wide_flows_are_listed():
    many = [connection("shop/web Deployment", f"shop/api-{index} Deployment", port(80)) for index in range(30)]
    text = proofs.write("connections", "text", {"connections": many})
    assert "  Deployment shop/web to Deployment shop/api-29: 80/TCP\n" in text


def test_csv_has_every_entry_as_it_is():
    rows = list(csv.DictReader(io.StringIO(proofs.write("connections", "csv", FLOWS))))
    assert len(rows) == len(FLOWS["connections"])
    assert rows[1] == {
        "cluster": "one",
        "environment": "dev",
        "from": "shop/web",
        "from_kind": "Deployment",
        "to": "shop/api",
        "to_kind": "Deployment",
        "ports": "53/UDP",
        "certain": "false",
    }


def test_dot_quotes_names_and_groups_namespaces():
    text = proofs.write("connections", "dot", {"connections": [connection('a"b/c\\ Pod', "1.2.3.4-1.2.3.4", port(1))]})
    assert r'label="a\"b"' in text
    assert r'label="c\\"' in text
    assert text.count("{") == text.count("}")
    assert "n0_0 -> n0_1" in text


def test_ranges_that_are_treated_alike_are_one_party():
    (view,) = views(FLOWS)
    assert [party.name for party in view.parties if party.addresses] == ["10.0.0.0/23", "203.0.113.0-203.0.113.9"]
    assert [party.name for party in view.isolated] == ["shop/alone"]


def test_blocks_join_what_is_adjacent():
    assert blocks(["10.0.1.0-10.0.1.255", "10.0.0.0-10.0.0.255", "::-::ffff"]) == ("10.0.0.0/23", "::/112")
    assert blocks(["0.0.0.0-255.255.255.255"]) == ("0.0.0.0/0",)
    assert blocks(["10.0.0.1-10.0.0.2", "10.0.0.9-10.0.0.9"]) == ("10.0.0.1-10.0.0.2", "10.0.0.9/32")


@seed(20261124)
@settings(deadline=None, max_examples=200)
@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_a_layout_gives_each_node_a_place_of_its_own_and_leads_edges_through_layers(count, pairs):
    edges = [(one % count, other % count) for one, other in pairs if one % count != other % count]
    drawn = layout(range(count), edges)
    assert set(drawn.places) == set(range(count))
    assert len(set(drawn.places.values())) == count
    assert set(drawn.routes) == set(edges)
    for (source, target), route in drawn.routes.items():
        assert (route[0], route[-1]) == (drawn.places[source], drawn.places[target])
        layers = [layer for layer, _ in route]
        assert layers == list(range(layers[0], layers[-1] + 1)) or layers[-1] <= layers[0]
    backwards = sum(route[-1][0] <= route[0][0] for route in drawn.routes.values())
    assert backwards == 0 or _cyclic(count, edges)


def _cyclic(count, edges):
    left = set(range(count))
    while free := {node for node in left if not any(target == node and source in left for source, target in edges)}:
        left -= free
    return bool(left)


def test_more_than_anybody_could_look_at_is_refused(monkeypatch):
    monkeypatch.setattr(pipeline, "_MOST_SHOWN", 1)
    pod = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "a"}]}}
    items = [pod | {"metadata": {"name": name}} for name in ("one", "other")]
    manifest = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    subject = pipeline.path_subject(["-"], manifest.encode, None)
    with pytest.raises(UsageError, match="too many to show"):
        pipeline.connections_document(subject)
    assert json.loads("".join(pipeline.connections_json(subject)))["connections"]


def named(*names):
    """The flows with what the cluster file calls two ranges of addresses."""
    ranges = ("10.0.0.0-10.0.0.255", "10.0.1.0-10.0.1.255")
    outside = [{"cluster": "one", "addresses": text, "names": own} for text, own in zip(ranges, names, strict=True)]
    return {**FLOWS, "outside": outside}


def test_addresses_are_called_what_the_cluster_file_calls_them():
    document = named(["databases"], ["databases"])
    lines = click.unstyle(proofs.write("connections", "text", document)).splitlines()
    assert "  c is databases (10.0.0.0/23)" in lines
    page = proofs.write("connections", "html", document)
    assert ">databases <small>10.0.0.0/23</small>" in page
    assert 'label="databases"' in proofs.write("connections", "dot", document)
    [view] = views(named(["databases"], ["load-balancers", "nodes"]))
    assert [party.words for party in view.parties if party.addresses] == [
        "databases (10.0.0.0/24)",
        "load-balancers, nodes (10.0.1.0/24)",
        "203.0.113.0-203.0.113.9",
    ], "what has different names is not put together"


def test_it_is_said_plainly_where_nothing_is_restricted():
    ends = ("shop/web Pod", "shop/api Pod", "0.0.0.0-255.255.255.255")
    flows = [connection(one, other, *EVERYTHING) for one in ends for other in ends if one != other]
    for form in ("text", "html"):
        assert "othing is restricted" in proofs.write("connections", form, {"connections": flows})
        assert "othing is restricted" not in proofs.write("connections", form, {"connections": flows[1:]})
        assert "othing is restricted" not in proofs.write("connections", form, {"connections": []})
    uncertain = [*flows[1:], {**flows[0], "certain": False}]
    assert "othing is restricted" not in proofs.write("connections", "text", {"connections": uncertain})
    assert "<svg" not in proofs.write("connections", "html", {"connections": flows}), "a picture would say nothing"


def test_what_no_quota_limits_is_told_as_well():
    rows = namespace(pods=("1", "1", "2", None), cpu=("1", "1", "unbounded", None))
    document = {"namespaces": [{**rows, "workloads": ["one"]}]}
    lines = click.unstyle(proofs.write("capacity", "text", document)).splitlines()
    assert lines == ["shop", "  no quota", "  not limited, at worst: pods 2, cpu unbounded", ""]


def test_what_flows_back_goes_round_below_and_stays_inside():
    ring = [connection(f"shop/{one} Pod", f"shop/{other} Pod", port(80)) for one, other in ("ab", "bc", "ca")]
    [view] = views({"connections": ring})
    graph = draw(view)
    lowest = max(node.y for node in graph.nodes) + graph.box[1]
    [back] = [curve for curve in graph.curves if curve.route.middle[1] > lowest]
    boxes = {node.position: node for node in graph.nodes}
    assert boxes[back.source].x > boxes[back.target].x
    assert back.route.end == (boxes[back.target].x, boxes[back.target].y + graph.box[1] / 2)
    assert back.route.middle[1] < graph.height
    assert all(0 < label.x < graph.width and 0 < label.y < graph.height for label in graph.labels)


def test_ports_that_are_the_same_for_all_who_arrive_are_written_once():
    flows = [connection(f"shop/{one} Pod", "shop/db Pod", port(5432)) for one in "abc"]
    [view] = views({"connections": flows})
    [label] = draw(view).labels
    assert (label.ports, len(label.sources)) == ("5432", 3)
    [view] = views({"connections": [*flows[:2], connection("shop/c Pod", "shop/db Pod", port(80))]})
    assert sorted(label.ports for label in draw(view).labels) == ["5432", "5432", "80"]
