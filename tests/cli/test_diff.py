"""`mlp diff`: objects, fields and connections that change since a revision."""

import json

import pytest
from support import committed_platform, copy_platform, git, mlp


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    return committed_platform(tmp_path_factory.mktemp("platform"), "master")


@pytest.fixture
def platform(committed):
    yield committed
    git(committed, "checkout", "-q", ".")
    git(committed, "clean", "-fdq")


def edit(root, path, old, new):
    file = root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def diff(root, *arguments):
    done = mlp(root, "diff", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_nothing_differs(platform):
    done = mlp(platform, "diff")
    assert (done.returncode, done.stdout, done.stderr) == (0, "nothing differs from HEAD\n", "")
    assert diff(platform) == {"version": 1, "base": "HEAD", "environments": []}


def test_a_changed_field_is_told_with_both_values(platform):
    edit(
        platform,
        "teams/core/backend.yaml",
        "  dev:\n    parameters: {replicas: 1}",
        "  dev:\n    parameters: {replicas: 3}",
    )
    assert mlp(platform, "render").returncode == 0
    [place] = diff(platform)["environments"]
    assert (place["cluster"], place["environment"], place["connections"]) == ("eks-nonprod", "dev", [])
    [deployment] = [each for each in place["objects"] if each["object"]["kind"] == "Deployment"]
    assert deployment["change"] == "changed"
    assert deployment["object"]["name"] == "backend"
    assert {"field": "spec.replicas", "before": 1, "after": 3} in deployment["fields"]
    text = mlp(platform, "diff").stdout
    assert "dev on eks-nonprod\n" in text
    assert "  ~ Deployment app-core-team-dev/backend\n      spec.replicas: 1 → 3\n" in text


def test_a_connection_that_opens_is_told_in_every_environment(platform):
    edit(platform, "teams/core/frontend.yaml", "connects:\n", "connects:\n  - {service: data/data-api, port: http}\n")
    edit(
        platform,
        "teams/data/data-api.yaml",
        "blueprint:",
        "accepts:\n  - {service: core/frontend, port: http}\nblueprint:",
    )
    assert mlp(platform, "render").returncode == 0
    places = diff(platform)["environments"]
    assert [place["environment"] for place in places] == ["local", "dev", "staging", "prod"]
    for place in places:
        [opened] = place["connections"]
        assert opened["change"] == "opened"
        assert opened["from"]["workload"].endswith("/frontend")
        assert opened["to"]["workload"].endswith("/data-api")
        assert opened["ports"] == [{"protocol": "TCP", "from": 8080, "to": 8080}]
        assert {each["change"] for each in place["objects"]} >= {"added"}
    said = "  connections\n    + Deployment app-core-team/frontend to Deployment app-data-team/data-api on 8080/TCP\n"
    assert said in mlp(platform, "diff").stdout


def test_a_service_that_goes_takes_its_connections_along(platform):
    (platform / "teams/ml/data-processing.yaml").unlink()
    edit(platform, "teams/ml/ml-backend.yaml", "  - {service: data-processing, port: http}\n", "")
    assert mlp(platform, "render").returncode == 0
    places = {place["environment"]: place for place in diff(platform)["environments"]}
    removed = [each["object"]["kind"] for each in places["prod"]["objects"] if each["change"] == "removed"]
    assert "CronJob" in removed
    closed = {
        (each["change"], each["to"].get("workload"), each["to"].get("addresses"))
        for each in places["prod"]["connections"]
    }
    assert closed == {
        ("closed", "app-ml-team/ml-backend", None),
        ("closed", None, "52.216.0.0-52.217.255.255"),
    }
    assert None in places, "the cluster's Applications changed as well"


def test_an_object_that_nobody_rendered_counts_as_well(platform):
    base = platform / "rendered/core/backend/base"
    (base / "more.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more, namespace: app-core-team}\n"
    )
    edit(platform, "rendered/core/backend/base/kustomization.yaml", "resources:\n", "resources:\n- more.yaml\n")
    [local, *_] = diff(platform)["environments"]
    assert [(each["change"], each["object"]["name"]) for each in local["objects"]] == [("added", "more")]


def test_what_is_rendered_counts_and_not_what_is_declared(platform):
    edit(
        platform,
        "teams/core/backend.yaml",
        "  dev:\n    parameters: {replicas: 1}",
        "  dev:\n    parameters: {replicas: 3}",
    )
    assert diff(platform)["environments"] == []


def test_what_cannot_be_read_is_named(platform):
    (platform / "rendered/core/backend/base/deployment.yaml").write_text("a: [")
    done = mlp(platform, "diff")
    assert done.returncode == 3
    assert "rendered/core/backend/base/deployment.yaml" in done.stderr


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~99", "", "--output=stolen", "HEAD:teams/core/team.yaml"])
def test_an_unknown_revision_is_a_usage_error(platform, revision):
    done = mlp(platform, "diff", "--", revision)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"there is no revision {revision or '(empty)'}" in done.stderr
    assert not (platform / "stolen").exists()


def test_outside_git_there_is_nothing_to_compare_with(tmp_path):
    done = mlp(copy_platform(tmp_path), "diff")
    assert done.returncode == 3
    assert "not a git repository" in done.stderr


def test_a_revision_before_the_platform_has_nothing_to_compare(platform):
    git(platform, "checkout", "-q", "--orphan", "empty")
    git(platform, "rm", "-rq", "--cached", ".")
    git(platform, "commit", "-q", "--allow-empty", "-m", "nothing")
    try:
        done = mlp(platform, "diff", "empty")
        assert done.returncode == 2
        assert "has no platform.yaml" in done.stderr
    finally:
        git(platform, "checkout", "-q", "-f", "master")
