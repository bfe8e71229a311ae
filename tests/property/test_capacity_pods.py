"""Effective requests against a replay of a pod's start-up, and capacity sums against counting pod by pod."""

from collections import Counter
from fractions import Fraction

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from objects import read

from generator import quantity
from generator.analysis import capacity
from generator.analysis.requests import effective

NAMES = ("cpu", "memory", "example.com/device")
AMOUNTS = ("0", "1", "2", "250m", "1500m", "1Ki", "64Mi")

amounts = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(AMOUNTS))
main = st.builds(lambda requests: {"resources": {"requests": requests}}, amounts)
initial = st.builds(
    lambda requests, sidecar: {"resources": {"requests": requests}, **({"restartPolicy": "Always"} if sidecar else {})},
    amounts,
    st.booleans(),
)
pods = st.fixed_dictionaries(
    {"containers": st.lists(main, min_size=1, max_size=3), "initContainers": st.lists(initial, max_size=5)}
)


def value(text):
    """A quantity read without the code under test."""
    for suffix, factor in (("Ki", 1024), ("Mi", 1024**2), ("m", Fraction(1, 1000))):
        if text.endswith(suffix):
            return Fraction(text.removesuffix(suffix)) * factor
    return Fraction(text)


def replay(pod, name):
    """Start the pod one container after the other and note the most that is reserved at any moment."""
    stated = [value(c["resources"]["requests"].get(name, "0")) for c in pod["containers"]]
    running, peak = Fraction(0), Fraction(0)
    for container in pod["initContainers"]:
        amount = value(container["resources"]["requests"].get(name, "0"))
        running += amount
        peak = max(peak, running)
        if "restartPolicy" not in container:
            running -= amount
    for amount in stated:
        running += amount
    return max(peak, running)


@seed(20261124)
@settings(deadline=None, max_examples=600)
@given(pods)
def test_requests_are_the_peak_of_the_start_up(pod):
    requests = effective(pod).requests
    containers = pod["containers"] + pod["initContainers"]
    assert set(requests) == {name for one in containers for name in one["resources"]["requests"]}
    for name in requests:
        assert requests[name].value == replay(pod, name)


@seed(20261125)
@settings(deadline=None, max_examples=300)
@given(pods, amounts, st.dictionaries(st.sampled_from(NAMES[:2]), st.sampled_from(AMOUNTS), min_size=1))
def test_overhead_is_added_after_pod_level_requests_replace_the_sum(pod, overhead, own):
    plain = effective(pod).requests
    whole = effective({**pod, "resources": {"requests": own}, "overhead": overhead}).requests
    for name in NAMES:
        base = value(own[name]) if name in own else plain[name].value if name in plain else Fraction(0)
        found = whole[name].value if name in whole else 0
        assert found == base + value(overhead.get(name, "0"))


deployments = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["0", "1", "3", "25%", "50%", "100%"]),
        st.sampled_from(AMOUNTS),
        st.none() | st.integers(1, 9),
    ),
    max_size=4,
)


def one(index, replicas, surge, amount):
    template = {"spec": {"containers": [{"resources": {"requests": {"memory": amount}}}]}}
    rolling = {"maxSurge": surge if "%" in surge else int(surge), "maxUnavailable": 1}
    spec = {"replicas": replicas, "strategy": {"rollingUpdate": rolling}, "template": template}
    return read({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": f"d{index}"}, "spec": spec})


def scaler(index, most):
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": f"d{index}"}
    spec = {"minReplicas": 1, "maxReplicas": most, "scaleTargetRef": target}
    body = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": f"h{index}"}}
    return read({**body, "spec": spec})


def extra(replicas, surge):
    """Pods above the replicas, by counting up: the smallest whole number that is not below the share."""
    if not replicas:
        return 0
    if not surge.endswith("%"):
        return int(surge)
    more = 0
    while more * 100 < replicas * int(surge[:-1]):
        more += 1
    return more


@seed(20261126)
@settings(deadline=None, max_examples=400)
@given(deployments)
def test_sums_are_those_of_single_pods(fleet):
    items, states = [], {"steady": Counter(), "worst": Counter()}
    for index, (replicas, surge, amount, most) in enumerate(fleet):
        items.append(one(index, replicas, surge, amount))
        normal, top = replicas, replicas
        if most is not None:
            items.append(scaler(index, most))
            normal, top = min(replicas, most), most
        states["steady"][index] = normal
        states["worst"][index] = top + extra(top, surge)
    each = [value(amount) for _, _, amount, _ in fleet]
    sums = {name: sum(each[i] * count for i, count in state.items()) for name, state in states.items()}
    sums["rollout"] = sums["steady"] + max(
        (each[i] * extra(states["steady"][i], surge) for i, (_, surge, _, _) in enumerate(fleet)), default=0
    )
    report = capacity.to_json(capacity.analyse(items, None))
    rows = {row["resource"]: row for one in report["namespaces"] for row in one["resources"]}
    if fleet:
        row = rows["requests.memory"]
        assert {name: quantity.parse(row[name]).value for name in sums} == sums
