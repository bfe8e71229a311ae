"""Every malformed input is refused with a located message, and the repository that they change is valid."""

import pytest
from malformed.table import BLUEPRINTS, CASES, REPOSITORY, Case, build

from generator import blueprints
from generator.declarations import load
from generator.errors import InputError


def at(stage):
    return [name for name, case in CASES.items() if case.stage == stage]


def assert_reported(case, problems):
    said = "\n".join(map(str, problems))
    assert any(str(each.place).startswith(case.place) and case.message in str(each) for each in problems), said


@pytest.mark.parametrize("name", at("declarations"))
def test_a_malformed_declaration_is_refused(name, tmp_path, infos):
    root = build(CASES[name], tmp_path)
    known = infos
    if any(path.startswith("blueprints/") for path in CASES[name].changes):
        known = {info.ref: info for info in blueprints.load([root / "blueprints"]).infos}
    with pytest.raises(InputError) as caught:
        load(root, known)
    assert_reported(CASES[name], caught.value.problems)


@pytest.mark.parametrize("name", at("blueprints"))
def test_a_malformed_blueprint_is_refused(name, tmp_path):
    root = build(CASES[name], tmp_path)
    with pytest.raises(InputError) as caught:
        blueprints.load([root / "blueprints"])
    assert_reported(CASES[name], caught.value.problems)


def test_what_the_cases_change_is_valid(infos):
    assert load(REPOSITORY, infos).warnings == ()


def test_all_problems_of_all_files_come_at_once(tmp_path, infos):
    together = ("bad digest", "bad quantity", "bad severity", "EKS spelling of a taint", "other ending")
    changes = {path: content for name in together for path, content in CASES[name].changes.items()}
    with pytest.raises(InputError) as caught:
        load(build(Case(changes, "", ""), tmp_path), infos)
    for name in together:
        assert_reported(CASES[name], caught.value.problems)


def test_a_broken_file_makes_nobody_else_wrong(tmp_path, infos):
    changes = CASES["missing field"].changes
    with pytest.raises(InputError) as caught:
        load(build(Case(changes, "", ""), tmp_path), infos)
    assert {each.place.file for each in caught.value.problems} == {"teams/core/web.yaml"}


def test_the_corpus_is_large_and_covers_blueprints():
    assert len(CASES) >= 40
    assert len(BLUEPRINTS) >= 10
