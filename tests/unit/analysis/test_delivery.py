"""What Argo CD may deliver, and what two Applications deliver both."""

import pytest
from trees import tree

from generator.analysis import delivery_facts
from generator.model import Delivery

SERVER = "https://kubernetes.default.svc"
REPOSITORY = "https://github.com/example/platform.git"
PATH = "rendered/core/web/overlays/dev"
WEB = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}}
NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}


def application(name="core.web.dev", paths="", **destination):
    metadata = {"name": name, "namespace": "argocd"}
    metadata |= {"annotations": {delivery_facts.GENERATE_PATHS: paths}} if paths else {}
    where = {"server": SERVER, "namespace": "shop", **destination}
    spec = {"project": "core", "source": {"repoURL": REPOSITORY, "path": PATH}, "destination": where}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": metadata, "spec": spec}


def project(**spec):
    spec = {"sourceRepos": ["*"], "destinations": [{"server": "*", "namespace": "*"}], **spec}
    metadata = {"name": "core", "namespace": "argocd"}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": metadata, "spec": spec}


def delivered(*bodies, of=None, files=(), path=PATH, name="core.web.dev"):
    (item,) = tree(of or application(name))
    return Delivery(item, path, exists=True, objects=tree(*bodies), files=files)


def judged(delivery, *projects):
    (fact,) = delivery_facts.facts(tree(*projects) if projects else (), [delivery])
    assert fact.subject is delivery.application
    return fact.body


@pytest.mark.parametrize(
    ("patterns", "allowed"),
    [
        ([REPOSITORY], True),
        (["https://github.com/example/*"], True),
        (["*"], True),
        (["*", f"!{REPOSITORY}"], False),
        (["*", "!https://github.com/other/*"], True),
        (["https://github.com/other/*"], False),
        ([], False),
        (None, False),
        ([1], False),
    ],
)
def test_sources_match_by_patterns_and_denials_win(patterns, allowed):
    assert judged(delivered(), project(sourceRepos=patterns))["sourceAllowed"] is allowed


@pytest.mark.parametrize(
    ("destination", "outside"),
    [
        ({"server": SERVER, "namespace": "shop"}, []),
        ({"server": "*", "namespace": "sh*"}, []),
        ({"server": SERVER, "namespace": "shop-dev"}, ["shop"]),
        ({"server": "https://other.example", "namespace": "shop"}, ["shop"]),
        ({"name": "eks-prod", "namespace": "shop"}, ["shop"]),
        ({"server": SERVER}, ["shop"]),
    ],
)
def test_destinations_match_by_cluster_and_namespace(destination, outside):
    assert judged(delivered(WEB), project(destinations=[destination]))["destinationsOutside"] == outside


def test_a_destination_may_be_a_clusters_name():
    named = application(server="", name="eks-prod")
    allowed = project(destinations=[{"name": "eks-*", "namespace": "shop"}])
    named["spec"]["destination"] |= {"name": "eks-prod"}
    assert judged(delivered(WEB, of=named), allowed)["destinationsOutside"] == []


def test_every_namespace_of_the_objects_counts():
    other = {**WEB, "metadata": {"name": "web", "namespace": "other"}}
    allowed = project(destinations=[{"server": SERVER, "namespace": "shop"}])
    assert judged(delivered(WEB, other, NAMESPACE), allowed)["destinationsOutside"] == ["other"]


SERVICES, EVERYTHING = [{"group": "", "kind": "Service"}], [{"group": "*", "kind": "*"}]


@pytest.mark.parametrize(
    ("spec", "outside"),
    [
        ({}, []),
        ({"namespaceResourceWhitelist": SERVICES}, []),
        ({"namespaceResourceWhitelist": []}, ["Service"]),
        ({"namespaceResourceWhitelist": [{"group": "apps", "kind": "*"}]}, ["Service"]),
        ({"namespaceResourceBlacklist": SERVICES}, ["Service"]),
        ({"namespaceResourceWhitelist": EVERYTHING, "namespaceResourceBlacklist": SERVICES}, ["Service"]),
        ({"namespaceResourceBlacklist": [{"group": "apps", "kind": "*"}]}, []),
    ],
)
def test_kinds_with_a_namespace_are_all_allowed_where_no_list_is(spec, outside):
    assert judged(delivered(WEB), project(**spec))["kindsOutside"] == outside


@pytest.mark.parametrize(
    ("spec", "outside"),
    [
        ({}, ["Namespace"]),
        ({"clusterResourceWhitelist": EVERYTHING}, []),
        ({"clusterResourceWhitelist": [{"group": "", "kind": "Namespace"}]}, []),
        ({"namespaceResourceWhitelist": EVERYTHING}, ["Namespace"]),
        ({"clusterResourceWhitelist": EVERYTHING, "clusterResourceBlacklist": EVERYTHING}, ["Namespace"]),
    ],
)
def test_kinds_without_a_namespace_are_allowed_only_by_name(spec, outside):
    assert judged(delivered(NAMESPACE), project(**spec))["kindsOutside"] == outside


def test_a_kind_is_told_with_its_group():
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}}
    assert judged(delivered(deployment), project(namespaceResourceWhitelist=[]))["kindsOutside"] == ["Deployment.apps"]


FILES = (f"{PATH}/kustomization.yaml", "rendered/core/web/base/deployment.yaml")


@pytest.mark.parametrize(
    ("paths", "unlisted"),
    [
        ("", []),
        (".;../../base", []),
        ("/rendered/core/web", []),
        (f"/{PATH};/rendered/core/web/base/*.yaml", []),
        (".", [FILES[1]]),
        ("../../base", [FILES[0]]),
        (" . ; ../../base ", []),
        ("/rendered/core/web/bas;.", [FILES[1]]),
        (f"/{PATH}/kustomization.yaml;../../base/deployment.yaml", []),
    ],
)
def test_generate_paths_are_relative_absolute_or_patterns(paths, unlisted):
    assert judged(delivered(of=application(paths=paths), files=FILES))["unlistedFiles"] == unlisted


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        (PATH, "core"),
        ("rendered/core/_tenancy/overlays/dev", "platform"),
        ("rendered/core", ""),
        ("charts/core/web", ""),
    ],
)
def test_whose_a_path_is(path, owner):
    assert judged(delivered(path=path))["owner"] == owner


def test_a_project_may_be_unknown():
    body = judged(delivered(WEB))
    assert (body["project"], body["known"], body["sourceAllowed"]) == ("core", False, False)


def shared(*deliveries):
    found = delivery_facts.facts((), deliveries)
    return [(fact.subject.name, fact.body["applications"]) for fact in found if fact.body["kind"] == "SharedObject"]


def test_objects_that_two_applications_deliver():
    one, other = delivered(WEB, NAMESPACE, name="one"), delivered(WEB, name="other")
    assert shared(one, other) == [("web", ["one", "other"])]


def test_the_same_name_elsewhere_is_another_object():
    elsewhere = {**WEB, "metadata": {"name": "web", "namespace": "other"}}
    assert shared(delivered(WEB, name="one"), delivered(elsewhere, name="other")) == []
