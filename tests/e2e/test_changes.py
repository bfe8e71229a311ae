"""`mlp check --base`: what changed since a revision, and whether somebody asked for it."""

import json

import pytest
from e2e.planting import append, replace
from support import committed_platform, git, mlp

BACKEND, DEPLOYMENT = "teams/core/backend.yaml", "rendered/core/backend/base/deployment.yaml"
EDIT = replace(DEPLOYMENT, "revisionHistoryLimit: 3", "revisionHistoryLimit: 4")
RULES = ("gitops/unnamed-change", "gitops/immutable-field")
OLD, NEW = "sha256:ec73780a8425f59ea49f5bc8cdff0d598805a224fbaa1f86c67a244f250fa9da", f"sha256:{'0' * 64}"
RELEASE = [replace(path, OLD, NEW) for path in (BACKEND, DEPLOYMENT)]
WAY_BACK = [replace(path, NEW, OLD) for path in (BACKEND, DEPLOYMENT)]


@pytest.fixture(scope="module")
def committed(tmp_path_factory):
    return committed_platform(tmp_path_factory.mktemp("changes"))


@pytest.fixture
def root(committed):
    git(committed, "checkout", "-q", "-f", "main")
    git(committed, "clean", "-q", "-f", "-d")
    return committed


def found(root, *edits, base="main", only=RULES):
    for edit in edits:
        edit(root)
    rules = [part for rule in only for part in ("--rule", rule)]
    done = mlp(root, "check", "--base", base, "--format", "json", *rules)
    assert done.stderr == ""
    result = json.loads(done.stdout)
    assert result["unchecked"] == []
    return result["findings"]


def test_nothing_changed(root):
    assert found(root) == []


def test_a_change_that_nobody_named(root):
    [finding] = found(root, EDIT)
    assert finding["rule"] == "gitops/unnamed-change"
    assert finding["environments"] == ["prod"]
    assert finding["location"] == {"file": BACKEND, "line": 1, "column": 1}
    assert "Deployment app-core-team/backend (spec.revisionHistoryLimit)" in finding["message"]
    assert BACKEND in finding["message"]


@pytest.mark.parametrize(
    "named",
    [
        append(BACKEND, "    blueprint: web-service/v1\n"),
        replace("teams/core/postgres.yaml", "user: product}", "user: other}"),
        replace("teams/core/team.yaml", "view: [core-developers]", "view: [developers]"),
        replace("clusters/eks-prod.yaml", "nodes: {min: 0, max: 4}", "nodes: {min: 0, max: 5}"),
    ],
)
def test_a_declaration_of_it_changed_too(root, named):
    assert found(root, EDIT, named) == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(BACKEND, "description: The product's own API.", "description: Our API."),
        append(BACKEND, "# a remark\n"),
        replace(BACKEND, "    parameters: {replicas: 1}\n  prod:", "    parameters: {replicas: 2}\n  prod:"),
        replace("teams/ml/ml-backend.yaml", "max: 6, cpu: 70", "max: 7, cpu: 70"),
        replace("clusters/eks-nonprod.yaml", "nodes: {min: 0, max: 2}", "nodes: {min: 0, max: 3}"),
    ],
)
def test_a_change_elsewhere_names_nothing(root, elsewhere):
    assert [finding["rule"] for finding in found(root, EDIT, elsewhere)] == ["gitops/unnamed-change"]


def test_an_environment_that_is_not_protected_may_change(root):
    edit = replace("rendered/core/backend/overlays/dev/patches.yaml", "replicas: 1", "replicas: 2")
    assert found(root, edit) == []


def test_what_changes_is_told_by_environment(root):
    EDIT(root)
    result = json.loads(mlp(root, "check", "--base", "main", "--format", "json").stdout)
    assert [(each["environment"], each["unit"]) for each in result["changes"]] == [
        (name, "core/backend") for name in ("local", "dev", "staging", "prod")
    ]
    assert {name for each in result["changes"] for name in each["objects"]} == {
        "Deployment app-core-team/backend",
        "Deployment app-core-team-dev/backend",
        "Deployment app-core-team-staging/backend",
    }


def test_an_immutable_field_is_found_everywhere(root):
    selector = "app.kubernetes.io/instance: core-backend"
    assert (root / DEPLOYMENT).read_text().count(selector) == 5
    named = append(BACKEND, "    blueprint: web-service/v1\n")
    [finding] = found(root, replace(DEPLOYMENT, selector, f"{selector}-2", 5), named)
    assert (finding["rule"], finding["field"]) == ("gitops/immutable-field", "spec.selector")
    assert finding["environments"] == ["local", "dev", "staging", "prod"]
    assert finding["location"]["file"] == BACKEND


def backwards(root, *edits):
    return found(root, *edits, base="HEAD", only=["image/digest-backwards"])


def commit(root, *edits):
    for edit in edits:
        edit(root)
    git(root, "checkout", "-q", "--detach")
    git(root, "commit", "-q", "-a", "-m", "change")


def test_a_digest_that_ran_before_goes_backwards(root):
    assert backwards(root, *RELEASE) == []
    commit(root)
    commit(root, append(BACKEND, "# a remark\n"))
    [finding] = backwards(root, *WAY_BACK)
    assert finding["severity"] == "warning"
    assert finding["environments"] == ["local", "dev", "staging", "prod"]
    assert finding["location"] == {"file": BACKEND, "line": 7, "column": 3}
    release = git(root, "rev-parse", "HEAD^").strip()[:10]
    assert f"at commit {release}^, and" in finding["message"]


def test_an_environment_that_moves_on_does_not_go_backwards(root):
    overlay = "rendered/core/backend/overlays/dev/kustomization.yaml"
    image = f"images:\n- name: ghcr.io/stefanprodan/podinfo\n  digest: {OLD}\n"
    # dev alone keeps the old digest while the base has the new one; then dev follows, and all others go back.
    commit(root, *RELEASE, append(overlay, image))
    commit(root, append(BACKEND, "# a remark\n"), replace(overlay, OLD, NEW))
    [finding] = backwards(root, replace(overlay, NEW, f"sha256:{'1' * 64}"), *WAY_BACK)
    assert finding["environments"] == ["local", "staging", "prod"]


def test_a_clone_without_history_knows_no_past(root, tmp_path):
    commit(root, *RELEASE)
    shallow = tmp_path / "shallow"
    git(root, "clone", "-q", "--depth", "1", root.as_uri(), str(shallow))
    assert backwards(shallow, *WAY_BACK) == []


def test_a_change_cannot_excuse_itself(root):
    EDIT(root)
    arguments = ("check", "--base", "main", "--rule", "gitops/*", "--baseline", "policies/accepted.json")
    done = mlp(root, *arguments, "--write-baseline", "--format", "json")
    assert done.returncode == 1
    assert [finding["waiver"] for finding in json.loads(done.stdout)["findings"]] == [None]
