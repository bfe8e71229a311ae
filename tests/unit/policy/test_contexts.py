import pytest

from generator.errors import UsageError
from generator.model import Cluster, Environment, Object, Origin, Platform
from generator.policy import contexts
from generator.policy.contexts import LATEST, PodSecurity

ENVIRONMENTS = (Environment("dev"), Environment("prod", protected=True))
RESTRICTED = PodSecurity()
LEVEL, VERSION = contexts.LEVEL_LABEL, contexts.VERSION_LABEL


def namespace(labels, name="shop", cluster=None, api="v1"):
    body = {"apiVersion": api, "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
    return Object(body, Origin("n.yaml"), None, (), cluster)


def inside(name="shop", cluster=None, environment=None):
    return Object({}, Origin("o.yaml"), name, (), cluster, environment)


def security(labels, default=RESTRICTED, **where):
    found = contexts.resolve([namespace(labels)], default=default).of(inside(**where))["pod_security"]
    return found["level"], found["version"]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({LEVEL: "baseline"}, ("baseline", LATEST)),
        ({LEVEL: "privileged", VERSION: "v1.20"}, ("privileged", 20)),
        ({LEVEL: "restricted", VERSION: "v1.0"}, ("restricted", 0)),
        ({LEVEL: "baseline", VERSION: "latest"}, ("baseline", LATEST)),
        ({LEVEL: "baseline", VERSION: "v1.99"}, ("baseline", LATEST)),
        # A mistyped level is restricted, a mistyped version is latest.
        ({LEVEL: "Baseline", VERSION: "v1.20"}, ("restricted", 20)),
        ({LEVEL: "", VERSION: "v1.20"}, ("restricted", 20)),
        ({LEVEL: True}, ("restricted", LATEST)),
        ({LEVEL: "baseline", VERSION: "1.20"}, ("baseline", LATEST)),
        ({LEVEL: "baseline", VERSION: "v1.020"}, ("baseline", LATEST)),
        ({LEVEL: "baseline", VERSION: "v2.0"}, ("baseline", LATEST)),
        ({LEVEL: "baseline", VERSION: 1.2}, ("baseline", LATEST)),
    ],
)
def test_labels_are_read_as_admission_reads_them(labels, expected):
    assert security(labels) == expected


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({}, ("baseline", 25)),
        (None, ("baseline", 25)),
        (["pod-security.kubernetes.io/enforce"], ("baseline", 25)),
        ({"pod-security.kubernetes.io/warn": "restricted"}, ("baseline", 25)),
        ({LEVEL: "restricted"}, ("restricted", 25)),
        ({VERSION: "v1.30"}, ("baseline", 30)),
        ({VERSION: "bad"}, ("baseline", LATEST)),
    ],
)
def test_each_missing_label_leaves_the_default(labels, expected):
    assert security(labels, PodSecurity("baseline", 25)) == expected


def test_other_namespaces_have_the_default():
    assert security({LEVEL: "privileged"}, name="other") == ("restricted", LATEST)


def test_a_namespace_of_another_cluster_or_group_is_another_thing():
    found = contexts.resolve(
        [namespace({LEVEL: "privileged"}, cluster="a"), namespace({LEVEL: "baseline"}, api="example.org/v1")]
    )
    assert found.of(inside(cluster="a"))["pod_security"]["level"] == "privileged"
    assert found.of(inside(cluster="b"))["pod_security"]["level"] == "restricted"
    assert found.of(inside())["pod_security"]["level"] == "restricted"


def test_cluster_and_environment_are_told():
    found = contexts.resolve(
        [],
        clusters={"a": Cluster("a", "eks", "1.34")},
        platform=Platform("p", "r", "main", "example.org", ENVIRONMENTS, registries=("registry.example",)),
        kubernetes_version="1.30",
    )
    assert found.of(inside(cluster="a", environment="prod")) == {
        "pod_security": {"level": "restricted", "version": LATEST},
        "environment": "prod",
        "protected": True,
        "provider": "eks",
        "kubernetes_version": "1.34",
        "kubernetes_minor": 34,
        "registries": ("registry.example",),
        "domain": "example.org",
    }
    path_mode = found.of(inside())
    assert (path_mode["environment"], path_mode["protected"], path_mode["provider"]) == (None, False, "")
    assert (path_mode["kubernetes_version"], path_mode["kubernetes_minor"]) == ("1.30", 30)
    assert not found.of(inside(environment="dev"))["protected"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("privileged", PodSecurity("privileged", LATEST)),
        ("baseline:latest", PodSecurity("baseline", LATEST)),
        ("restricted:v1.24", PodSecurity("restricted", 24)),
        ("restricted:1.24", PodSecurity("restricted", 24)),
        ("baseline:v1.0", PodSecurity("baseline", 0)),
        ("baseline:1.99", PodSecurity("baseline", LATEST)),
    ],
)
def test_the_option(text, expected):
    assert contexts.option(text) == expected


@pytest.mark.parametrize(
    "text", ["", "Baseline", "strict", "baseline:", "baseline:v2.0", "baseline:1.01", "baseline:1", ":v1.2"]
)
def test_a_wrong_option_is_a_usage_error(text):
    with pytest.raises(UsageError, match="give privileged, baseline or restricted"):
        contexts.option(text)


@pytest.mark.parametrize("text", ["1.30", "v1.30"])
def test_a_kubernetes_version(text):
    assert contexts.version_option(text) == "1.30"


@pytest.mark.parametrize("text", ["", "1", "1.", "1.030", "2.1", "latest", "1.30.1"])
def test_a_wrong_kubernetes_version_is_a_usage_error(text):
    with pytest.raises(UsageError, match="give a minor version"):
        contexts.version_option(text)


def test_a_later_kubernetes_takes_along_what_keeps_step():
    pins = {"even": "v1.30", "behind": "v1.29", "ahead": "v1.36", "latest": "latest"}
    spaces = [namespace({LEVEL: "restricted", VERSION: version}, name) for name, version in pins.items()]
    clusters = {None: Cluster("eks", "eks", "1.30"), "new": Cluster("new", "eks", "1.36")}
    known = contexts.later(contexts.resolve(spaces, clusters=clusters, kubernetes_version="1.25"), "1.35")
    assert [known.version(name) for name in (None, "new", "other")] == ["1.35", "1.36", "1.35"]
    versions = {name: security.version for (_, name), security in known.namespaces.items()}
    assert versions == {"even": 35, "behind": 29, "ahead": 36, "latest": LATEST}
