import pytest
from trees import tree

from generator.analysis import ingress_facts


def ingress(name, host="shop.example.com", path="/", kind="Prefix", **metadata):
    rule = {"http": {"paths": [{"path": path, "pathType": kind, "backend": {"service": {"name": "web"}}}]}}
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": name, "namespace": "shop"}}
    body["metadata"] |= {"annotations": metadata.pop("annotations", {})}
    return body | {"spec": {"rules": [rule | ({"host": host} if host else {})], **metadata}}


def route(name, /, host="shop.example.com", rules=(), **parent):
    spec = {"parentRefs": [{"name": "public", **parent}], "rules": list(rules)}
    body = {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute"}
    spec |= {"hostnames": [host]} if host else {}
    return body | {"metadata": {"name": name, "namespace": "shop"}, "spec": spec}


def path(value, kind="PathPrefix", **more):
    return {"matches": [{"path": {"type": kind, "value": value}, **more}]}


def others(*bodies):
    """Who else claims what the first object claims."""
    return [claim["others"] for claim in ingress_facts.facts(tree(*bodies))[0].body["claims"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ingress("a"), ingress("b")),
        (ingress("a"), ingress("b", host="SHOP.example.com")),
        (ingress("a", path="/api"), ingress("b", path="/api/")),
        (ingress("a"), ingress("b", kind="ImplementationSpecific")),
        (ingress("a", ingressClassName="alb"), ingress("b", ingressClassName="alb")),
        (ingress("a", ingressClassName="alb"), ingress("b")),
        (
            ingress("a", ingressClassName="alb"),
            ingress("b", annotations={"kubernetes.io/ingress.class": "alb"}),
        ),
        (ingress("a", host=""), ingress("b", host="")),
        (route("a"), route("b")),
        (route("a"), route("b", rules=[path("/")])),
        (route("a", host=""), route("b", host="")),
        (route("a", sectionName="https"), route("b")),
        (route("a", namespace="shop"), route("b")),
        (ingress("a", ingressClassName="alb"), route("b")),
    ],
)
def test_two_objects_claim_the_same(one, other):
    assert others(one, other) == [[f"{other['kind']} shop/b"]]
    assert others(other, one) == [[f"{one['kind']} shop/a"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ingress("a"), ingress("b", host="api.example.com")),
        (ingress("a"), ingress("b", host="*.example.com")),
        (ingress("a"), ingress("b", path="/api")),
        (ingress("a"), ingress("b", kind="Exact")),
        (ingress("a", ingressClassName="internal"), ingress("b", ingressClassName="public")),
        (ingress("a"), ingress("a")),
        (route("a", host="web.example.com"), route("b")),
        (route("a", rules=[path("/a")]), route("b", rules=[path("/b")])),
        (route("a", rules=[path("/")]), route("b", rules=[path("/", headers=[{"name": "x", "value": "1"}])])),
        (route("a", sectionName="http"), route("b", sectionName="https")),
        (route("a", name="public"), route("b", name="internal")),
        (ingress("a", host=""), route("b", host="")),
    ],
)
def test_two_objects_that_do_not_meet(one, other):
    assert others(one, other) == [[]]


def test_a_canary_takes_its_share_on_purpose():
    canary = ingress("b", annotations={"nginx.ingress.kubernetes.io/canary": "true"})
    assert others(ingress("a"), canary) == [[]]


def test_each_claim_names_its_field_and_what_it_claims():
    two = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "a", "namespace": "shop"},
        "spec": {
            "rules": [
                {"host": "one.example.com"},
                {"host": "two.example.com", "http": {"paths": [{"path": "/x"}, {"path": "/y"}]}},
            ]
        },
    }
    [fact] = ingress_facts.facts(tree(two))
    assert fact.subject.name == "a"
    assert [(claim["field"], claim["host"], claim["path"]) for claim in fact.body["claims"]] == [
        ("spec.rules[0].host", "one.example.com", "/"),
        ("spec.rules[1].host", "two.example.com", "/x"),
        ("spec.rules[1].host", "two.example.com", "/y"),
    ]
    [fact] = ingress_facts.facts(tree(route("r", host="")))
    assert [claim["field"] for claim in fact.body["claims"]] == ["spec.hostnames"]


@pytest.mark.parametrize("spec", [None, {"rules": 1}, {"rules": [1]}, {"rules": [{"host": 1, "http": {"paths": [1]}}]}])
def test_wrong_types_claim_no_host(spec):
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "a"}, "spec": spec}
    claims = [claim for fact in ingress_facts.facts(tree(body)) for claim in fact.body["claims"]]
    assert all(claim["host"] == "" for claim in claims)
