"""Faults planted in the generated tree, or in what it is rendered from, are found: each for what it is, in the line
that a person has to change, by both engines in the same words.
"""

import json
from collections import defaultdict

import pytest
from e2e.planted_unbuildable import MISSHAPEN, UNBUILDABLE
from e2e.planting import check, key, line_of
from e2e.trees import BY_HAND, DECLARED, TREES
from support import REPOSITORY, copy_platform, mlp

FINDINGS, UNCHECKED = 1, 3
PROOFS = ("capacity/", "gpu/", "network/", "placement/")


@pytest.fixture(scope="module")
def caches(tmp_path_factory):
    return tmp_path_factory.mktemp("caches")


@pytest.fixture(scope="module")
def planted(tmp_path_factory, caches):
    """By tree, made when it is asked for: its folder, the exit code and the JSON of the embedded engine."""
    made = {}

    def get(name):
        if name not in made:
            root = copy_platform(tmp_path_factory.mktemp("planted"), outputs=name in BY_HAND)
            for fault in TREES[name].values():
                for edit in fault.edits:
                    edit(root)
            if name in DECLARED:
                done = mlp(root, "render")
                assert done.returncode == 0, done.stderr
            made[name] = (root, *check(root, "embedded", caches))
        return made[name]

    return get


def by_key(text):
    """Findings by what tells them apart."""
    found = defaultdict(list)
    for finding in json.loads(text)["findings"]:
        found[key(finding)].append(finding)
    return found


@pytest.mark.parametrize("tree", TREES)
def test_both_engines_give_the_same_bytes(planted, caches, tree):
    root, code, text = planted(tree)
    assert json.loads(text)["unchecked"] == []
    assert code == FINDINGS
    assert check(root, "conftest", caches) == (code, text)


def faults():
    for tree, planted in TREES.items():
        for name, fault in planted.items():
            yield pytest.param(tree, fault, id=f"{tree}: {name}")


@pytest.mark.parametrize(("tree", "fault"), list(faults()))
def test_a_fault_is_found_where_a_person_mends_it(planted, tree, fault):
    root, _, text = planted(tree)
    found = by_key(text)
    for hit in fault.hits:
        assert hit.key in found, sorted(found)
        findings = found[hit.key]
        assert {each for finding in findings for each in finding["environments"]} == set(hit.environments)
        assert {finding["location"]["file"] for finding in findings} == {hit.at}
        if hit.line:
            assert {finding["location"]["line"] for finding in findings} == {line_of(root, hit.at, hit.line)}


@pytest.mark.parametrize("tree", TREES)
def test_nothing_else_is_found(planted, tree):
    """Of the rules that the tree is about; others may have their say on the same edits."""
    _, _, text = planted(tree)
    hits = {hit.key for fault in TREES[tree].values() for hit in fault.hits}
    rules = {rule for rule, _, _ in hits}
    assert {each for each in by_key(text) if each[0] in rules} == hits


def test_the_baseline_level_leaves_the_rest_alone(planted):
    _, _, text = planted("baseline pods")
    hits = {hit.key for fault in TREES["baseline pods"].values() for hit in fault.hits}
    assert {each for each in by_key(text) if each[0].startswith("pss/")} == hits


def test_every_rule_of_pod_security_is_planted():
    rules = {hit.rule for tree in TREES.values() for fault in tree.values() for hit in fault.hits}
    known = [path for path in REPOSITORY.glob("policies/pss/*.rego") if not path.stem.endswith("_test")]
    assert len([rule for rule in rules if rule.startswith("pss/")]) == len(known)


def test_sixty_faults_are_planted_for_what_is_proven():
    faults = [fault for tree in TREES.values() for fault in tree.values()]
    assert len([fault for fault in faults if any(hit.rule.startswith(PROOFS) for hit in fault.hits)]) >= 60


@pytest.mark.parametrize("tree", ["restricted pods", "baseline pods", "shapes"])
def test_the_rendered_line_is_shown_beside_the_declaration(planted, tree):
    root, _, text = planted(tree)
    found = by_key(text)
    for hit in (hit for fault in TREES[tree].values() for hit in fault.hits):
        for finding in found[hit.key]:
            assert finding["related"]
            for each in finding["related"]:
                assert each["file"].startswith("rendered/")
                assert each["note"]
                assert each["line"] <= len((root / each["file"]).read_text().splitlines())


def one_causes():
    for tree in ("restricted pods", "baseline pods", "placement"):
        for name, fault in TREES[tree].items():
            for hit in fault.hits:
                yield pytest.param(tree, hit, id=f"{hit.rule}: {name}")


@pytest.mark.parametrize(("tree", "hit"), list(one_causes()))
def test_one_cause_is_one_finding(planted, tree, hit):
    _, _, text = planted(tree)
    assert [finding["environments"] for finding in by_key(text)[hit.key]] == [list(hit.environments)]


@pytest.fixture(scope="module")
def unbuildable(tmp_path_factory, caches):
    """Everything that cannot be judged in one tree, and a fault elsewhere that can."""
    root = copy_platform(tmp_path_factory.mktemp("unbuildable"), outputs=True)
    for each in UNBUILDABLE.values():
        each.edit(root)
    (root / "rendered/notes.md").write_text("mine")
    return root, *check(root, "embedded", caches)


def test_what_cannot_be_judged_fails_the_check_in_both_engines(unbuildable, caches):
    root, code, text = unbuildable
    assert code == UNCHECKED
    assert json.loads(text)["status"] == "unchecked"
    assert check(root, "conftest", caches) == (code, text)


@pytest.mark.parametrize("name", UNBUILDABLE)
def test_what_cannot_be_judged_is_named(unbuildable, name):
    _, _, text = unbuildable
    case = UNBUILDABLE[name]
    entries = [each for each in json.loads(text)["unchecked"] if each["file"] == case.file]
    assert entries, json.loads(text)["unchecked"]
    assert any(case.reason in each["reason"] and case.line in {0, each["line"]} for each in entries), entries


def test_what_can_be_judged_beside_it_still_is(unbuildable):
    _, _, text = unbuildable
    assert ("gitops/unexpected-file", "-/File/rendered/notes.md", "") in by_key(text)


def test_a_second_kustomization_is_an_unexpected_file_too(unbuildable):
    _, _, text = unbuildable
    hidden = "-/File/rendered/core/backend/overlays/prod/kustomization.yml"
    assert ("gitops/unexpected-file", hidden, "") in by_key(text)


@pytest.mark.parametrize("name", MISSHAPEN)
def test_a_misshapen_application_is_no_bug(tmp_path, caches, name):
    root = copy_platform(tmp_path, outputs=True)
    part, value = MISSHAPEN[name]
    path = root / "argocd/eks-prod/applications/core.backend.prod.yaml"
    body = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": "{name: core.backend.prod}"}
    path.write_text("".join(f"{name}: {text}\n" for name, text in {**body, part: value}.items()))
    code, _ = check(root, "embedded", caches)
    assert code in {FINDINGS, UNCHECKED}
