"""`mlp new`: what it makes renders and passes the checks as it is."""

import json
import shutil
import subprocess

import pytest
from support import copy_platform, mlp, snapshot

from generator.pipeline import policies
from generator.policy import judging, rules, sources
from generator.policy.embedded import Embedded
from generator.policy.memo import Memo
from generator.settings import at
from tests.rules import cases as catalogue

BLUEPRINTS = ("web-service/v1", "worker/v1", "scheduled-job/v1", "training-job/v1", "postgres/v1")


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A platform with a new team and a new service by each blueprint."""
    root = copy_platform(tmp_path_factory.mktemp("platform"))
    made = [mlp(root, "new", "team", "search")]
    for blueprint in BLUEPRINTS:
        name = blueprint.replace("/", "-")
        made.append(mlp(root, "new", "service", f"search/{name}", "--blueprint", blueprint))
    assert [done.returncode for done in made] == [0] * len(made), [done.stderr for done in made]
    return root


def test_what_is_new_renders_and_is_clean(empty):
    assert mlp(empty, "render").returncode == 0
    files = snapshot(empty)
    assert "rendered/search/_tenancy/base/kustomization.yaml" in files
    for blueprint in BLUEPRINTS:
        name = blueprint.replace("/", "-")
        assert f"rendered/search/{name}/overlays/dev/kustomization.yaml" in files
        assert f"rendered/search/{name}/overlays/prod/kustomization.yaml" not in files
    done = mlp(empty, "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_quota_that_a_training_run_needs_is_added_once_and_said(empty):
    team = empty / "teams/search/team.yaml"
    assert team.read_text().count('requests.nvidia.com/gpu: "1"') == 1
    assert "# Room for autoscalers" in team.read_text(), "comments stay"
    done = mlp(empty, "new", "service", "search/again", "--blueprint", "training-job/v1")
    assert (done.returncode, "was changed" in done.stdout) == (0, False)
    assert team.read_text().count("requests.nvidia.com/gpu") == 1
    (empty / "teams/search/again.yaml").unlink()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("team", "search"), "namespace search"),
        (("team", "core"), "teams/core/team.yaml is there already"),
        (("team", "../core"), "is not a DNS label"),
        (("service", "search"), "TEAM/NAME"),
        (("service", "nobody/web"), "no team nobody"),
        (("service", "core/backend"), "teams/core/backend.yaml is there already"),
        (("service", "core/Web"), "is not a DNS label"),
        (("service", "core/team"), "teams/core/team.yaml is there already"),
        (("service", "core/web", "--blueprint", "web/v1"), "no blueprint web/v1"),
        (("service", "core/web", "--blueprint", "tenant/v1"), "no blueprint tenant/v1"),
    ],
)
def test_what_cannot_be_made_is_refused(empty, arguments, said):
    done = mlp(empty, "new", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.fixture(scope="module")
def ruled(tmp_path_factory):
    """A platform without policies of its own, and a new rule."""
    root = copy_platform(tmp_path_factory.mktemp("rules"), outputs=True)
    done = mlp(root, "new", "rule", "image/own-folder")
    assert done.returncode == 0, done.stderr
    assert mlp(root, "policies", "compile").returncode == 0
    return root


def test_a_new_rule_passes_its_tests_and_the_lint(ruled):
    tested = mlp(ruled, "policies", "test")
    assert tested.returncode == 0, tested.stdout
    assert "PASS" in tested.stdout
    assert mlp(ruled, "policies", "compile", "--check").returncode == 0
    assert subprocess.run(["opa", "fmt", "--list", "--fail", "policies"], cwd=ruled, check=False).returncode == 0
    assert "image/own-folder: Own folder" in mlp(ruled, "explain", "image/own-folder").stdout


@pytest.mark.parametrize("engine", ["embedded", "conftest"])
def test_a_new_rule_judges_in_both_engines(ruled, engine):
    clean = mlp(ruled, "check", "--engine", engine, "--fail-on", "notice")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    spec = {"containers": [{"name": "a", "image": "a", "workingDir": "/example"}]}
    pod = json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": spec})
    found = mlp(ruled, "check", "-", "--rule", "image/own-folder", "--engine", engine, "--format", "json", given=pod)
    [finding] = json.loads(found.stdout)["findings"]
    assert (finding["field"], finding["severity"]) == ("spec.containers[0].workingDir", "warning")


def test_the_cases_of_a_new_rule_hold(ruled):
    folder = policies.folder(at(ruled))
    cases = catalogue.load(ruled / "tests/rules/image/own_folder.yaml")
    assert {bool(case.fields) for case in cases} == {True, False}
    objects, facts = catalogue.numbered(cases)
    engine = Embedded((ruled / "policies/policy.wasm").read_bytes(), sources.data(folder), ruled / ".cache")
    found = judging.judge(objects, facts, catalogue.CaseContexts(cases), rules.load(folder), engine, Memo())
    assert catalogue.differences(cases, found) == []


def test_a_broken_test_of_a_rule_is_a_finding(ruled, tmp_path):
    shutil.copytree(ruled, tmp_path / "copy")
    test = tmp_path / "copy/policies/image/own_folder_test.rego"
    test.write_text(test.read_text().replace("== 1", "== 2"))
    done = mlp(tmp_path / "copy", "policies", "test")
    assert done.returncode == 1
    assert "own_folder_test.test_fails: FAIL" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("image", "FAMILY/NAME"),
        ("shop/web", "there is no family shop: choose one of api, argocd"),
        ("image/Own", "cannot be called Own"),
        ("image/own_folder", "cannot be called own_folder"),
        ("image/../x", "cannot be called ../x"),
        ("image/default", "cannot be called default"),
        ("image/latest-tag", "there is a rule image/latest-tag already"),
        ("image/own-folder", "there is a rule image/own-folder already"),
    ],
)
def test_what_is_no_new_rule_is_refused(ruled, name, said):
    before = snapshot(ruled)
    done = mlp(ruled, "new", "rule", name)
    assert done.returncode == 2
    assert said in done.stderr
    assert snapshot(ruled) == before


def test_without_rules_there_is_nothing_to_compile(tmp_path):
    copy_platform(tmp_path)
    done = mlp(tmp_path, "policies", "compile")
    assert done.returncode == 2
    assert "no rules" in done.stderr
    assert not (tmp_path / "policies").exists()
