import pytest

from generator.errors import InputError, Place
from generator.policy import rules
from generator.policy.reads import Reads
from tests.unit.policy import samples

BODY = 'deny contains {"field": "a", "message": "b"} if lib.object.data.a'


def planted(tmp_path, name="says", reads="", **changes):
    folder = samples.policies(tmp_path, {name: BODY}, reads)
    path = folder / "api" / f"{name}.rego"
    text = path.read_text()
    for old, new in changes.items():
        wanted = {
            "title": "# title: A title\n",
            "description": "# description: A description.\n",
            "scope": "# scope: package\n",
            "resources": "# related_resources:\n#   - ref: https://example.org/why\n",
            "severity": "#   severity: warning\n",
            "remediation": "#   remediation: Do something else.\n",
            "package": f"package api.{name}\n",
            "start": "# METADATA\n",
        }[old]
        assert wanted in text
        text = text.replace(wanted, new)
    path.write_text(text)
    return folder


def test_a_rule_is_what_its_metadata_says(tmp_path):
    (rule,) = rules.load(planted(tmp_path, "two_words"))
    assert (rule.id, rule.family, rule.severity) == ("api/two-words", "api", "warning")
    assert (rule.title, rule.description, rule.remediation) == ("A title", "A description.", "Do something else.")
    assert rule.references == ("https://example.org/why",)
    assert rule.reads is None
    assert rule.place == Place("policies/api/two_words.rego")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, r"title is missing"),
        ({"title": "# title: [a]\n"}, r"says\.rego:2:10: title is missing or not a text"),
        ({"description": ""}, r"description is missing"),
        ({"scope": ""}, r"scope is not package"),
        ({"scope": "# scope: rule\n"}, r"says\.rego:4:10: scope is not package"),
        ({"resources": ""}, r"related_resources is not a list"),
        ({"resources": "# related_resources:\n#   - ref: a book\n"}, r"related_resources is not a list"),
        ({"severity": "#   severity: fatal\n"}, r"says\.rego:8:15: custom.severity is 'fatal'; use one of error"),
        ({"severity": ""}, r"custom.severity is None"),
        ({"remediation": ""}, r"custom.remediation is missing"),
        ({"package": "package api.other\n"}, r"the package is not api\.says"),
        ({"start": "# metadata\n"}, r"does not start with a METADATA block"),
        ({"start": "package api.says\n"}, r"does not start with a METADATA block"),
        ({"title": "# title: 'open\n"}, r"says\.rego:"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_its_place(tmp_path, change, said):
    with pytest.raises(InputError, match=said):
        rules.load(planted(tmp_path, **change))


def test_every_problem_is_said_at_once(tmp_path):
    folder = planted(tmp_path, title="", severity="")
    (folder / "api/other.rego").write_text("package api.other\n")
    with pytest.raises(InputError) as caught:
        rules.load(folder)
    assert len(caught.value.problems) == 3


def test_tests_and_the_library_are_no_rules(tmp_path):
    folder = planted(tmp_path)
    (folder / "api/says_test.rego").write_text("package api.says_test\n")
    assert [rule.id for rule in rules.load(folder)] == ["api/says"]


def test_reads_are_parsed(tmp_path):
    declared = "#   reads:\n#     kinds: [Pod]\n#     context: [provider]\n#     pods: ['spec.volumes[].*{}', containers.image~]\n"
    (rule,) = rules.load(planted(tmp_path, reads=declared))
    assert rule.reads == Reads(
        kinds=frozenset({"Pod"}),
        context=("provider",),
        pods=(
            ("spec", "volumes", "[]", "*", "{}"),
            ("spec", "containers", "[]", "image", "~"),
            ("spec", "initContainers", "[]", "image", "~"),
            ("spec", "ephemeralContainers", "[]", "image", "~"),
        ),
    )


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("everything", "unknown key everything"),
        ("{fields: [a]}", "unknown key fields"),
        ("{kinds: Pod}", "kinds must be a list of texts"),
        ("{kinds: [1]}", "kinds must be a list of texts"),
        ("{object: [a..b]}", r"a\.\.b: not a path"),
        ("{object: ['']}", "must not be empty"),
        ("{pods: [image]}", "starts with spec, metadata or containers"),
        ("{object: [a~.b]}", "a~.b: not a path"),
    ],
)
def test_wrong_reads_are_refused(tmp_path, declared, said):
    with pytest.raises(InputError, match=rf"says\.rego:10:.*custom\.reads: .*{said}"):
        rules.load(planted(tmp_path, reads=f"#   reads: {declared}\n"))


def test_patterns_choose_rules():
    catalogue = rules.load(samples.POLICIES)
    assert rules.matching(catalogue, ()) == {rule.id for rule in catalogue}
    assert rules.matching(catalogue, ("pss/proc-*", "waiver/unused")) == {
        "pss/proc-mount",
        "pss/proc-mount-restricted",
        "waiver/unused",
    }
    assert rules.matching(catalogue, ("nothing",)) == frozenset()
