"""Waivers of the repository around, applied to manifests by path."""

import json

import pytest
from support import mlp

POD = """
apiVersion: v1
kind: Pod
metadata: {name: %s, namespace: shop}
spec: {hostNetwork: true, containers: [{name: main, image: web}]}
"""
WAIVER = """
- {rule: pss/host-namespaces, object: shop/Pod/%s, reason: it routes, owner: platform, expires: "%s"}
"""


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "policies").mkdir()
    (tmp_path / "platform.yaml").touch()
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(POD % name)
    return tmp_path


def check(folder, *entries):
    """The exit code and status for one.yaml, and of each finding its rule and whether it is waived."""
    (folder / "policies/waivers.yaml").write_text("waivers:" + "".join(WAIVER % entry for entry in entries))
    rules = ("--rule", "pss/host-namespaces", "--rule", "waiver/*")
    done = mlp(folder, "check", "one.yaml", *rules, "--format", "json")
    result = json.loads(done.stdout)
    return done.returncode, result["status"], [(one["rule"], bool(one["waiver"])) for one in result["findings"]]


def test_a_waived_finding_stays_listed(repository):
    waived = [("pss/host-namespaces", True)]
    assert check(repository, ("one", "2099-01-01")) == (0, "clean", waived)


def test_waivers_of_what_is_not_checked_are_left_alone(repository):
    waived = [("pss/host-namespaces", True)]
    elsewhere = ("two", "2099-01-01"), ("three", "2020-01-01")
    assert check(repository, ("one", "2099-01-01"), *elsewhere) == (0, "clean", waived)


def test_an_expired_waiver_is_named_where_it_would_have_counted(repository):
    found = [("pss/host-namespaces", False), ("waiver/expired", False)]
    assert check(repository, ("one", "2020-01-01")) == (1, "findings", found)
