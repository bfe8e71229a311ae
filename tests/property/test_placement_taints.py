"""Tolerations and node affinity against a direct reading of the upstream documentation."""

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from objects import cluster, read

from generator.analysis import placement
from generator.analysis.tolerations import tolerates, untolerated
from generator.model import NodePool, Taint

KEYS = ("k1", "k2")
VALUES = ("", "a", "5", "10", "-3", "007")

taints = st.builds(
    Taint,
    st.sampled_from(KEYS),
    st.sampled_from(VALUES),
    st.sampled_from(["NoSchedule", "PreferNoSchedule", "NoExecute"]),
)
tolerations = st.fixed_dictionaries(
    {},
    optional={
        "key": st.sampled_from(["", *KEYS]),
        "operator": st.sampled_from(["", "Exists", "Equal", "Gt", "Lt", "Other"]),
        "value": st.sampled_from(VALUES),
        "effect": st.sampled_from(["", "NoSchedule", "PreferNoSchedule", "NoExecute"]),
    },
)


def number(text):
    """A canonical decimal integer, or None."""
    return int(text) if text and str(int(text) if text.lstrip("-").isdigit() else None) == text else None


def documented(toleration, taint):
    """The five rules of ToleratesTaint, one by one."""
    value = toleration.get("value", "")
    if toleration.get("effect", "") not in ("", taint.effect):
        return False
    if toleration.get("key", "") not in ("", taint.key):
        return False
    operator = toleration.get("operator", "") or "Equal"
    if operator == "Exists":
        return True
    if operator == "Equal":
        return value == taint.value
    mine, theirs = number(value), number(taint.value)
    if operator not in ("Gt", "Lt") or mine is None or theirs is None:
        return False
    return theirs > mine if operator == "Gt" else theirs < mine


@seed(20261130)
@settings(deadline=None, max_examples=3000)
@given(tolerations, taints)
def test_one_toleration_and_one_taint(toleration, taint):
    assert tolerates(toleration, taint) == documented(toleration, taint)


@seed(20261201)
@settings(deadline=None, max_examples=500)
@given(st.lists(tolerations, max_size=4), st.lists(taints, max_size=4))
def test_every_blocking_taint_needs_a_toleration(listed, pool_taints):
    expected = tuple(
        taint
        for taint in pool_taints
        if taint.effect != "PreferNoSchedule" and not any(documented(one, taint) for one in listed)
    )
    assert untolerated(pool_taints, listed) == expected


labels = st.dictionaries(st.sampled_from(["l1", "l2"]), st.sampled_from(["a", "b", "5", "10"]))
expressions = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["l1", "l2", "l3"]),
        "operator": st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
        "values": st.lists(st.sampled_from(["a", "b", "5", "10"]), max_size=2),
    }
)
terms = st.lists(st.fixed_dictionaries({"matchExpressions": st.lists(expressions, max_size=3)}), max_size=3)


def valid(expression):
    """Whether the operator has the number of values that it needs."""
    count, operator = len(expression["values"]), expression["operator"]
    return {"In": count > 0, "NotIn": count > 0, "Gt": count == 1, "Lt": count == 1}.get(operator, count == 0)


def holds(expression, node):
    """One requirement on the labels of a node."""
    name, operator, values = expression["key"], expression["operator"], expression["values"]
    if operator in ("NotIn", "DoesNotExist"):
        return name not in node or (operator == "NotIn" and node[name] not in values)
    if name not in node or operator == "Exists":
        return name in node
    if operator == "In":
        return node[name] in values
    if not (node[name].isdigit() and values[0].isdigit()):
        return False
    return int(node[name]) > int(values[0]) if operator == "Gt" else int(node[name]) < int(values[0])


@seed(20261202)
@settings(deadline=None, max_examples=1500)
@given(terms, labels)
def test_a_pool_matches_if_one_term_holds_entirely(listed, node):
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": listed}}
    spec = {"containers": [], "affinity": {"nodeAffinity": required}}
    pod = read({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec})
    expected = any(
        term["matchExpressions"] and all(valid(one) and holds(one, node) for one in term["matchExpressions"])
        for term in listed
    )
    report = placement.analyse((pod,), cluster(NodePool("p", labels=node)))
    assert placement.to_json(report)["workloads"][0]["schedulable"] == bool(expected)
