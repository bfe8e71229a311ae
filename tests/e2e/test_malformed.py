"""Malformed inputs end to end: `mlp render` refuses each where it stands, says what to do, and writes nothing."""

import re
import shutil
import time

import pytest
from malformed.table import CASES, REPOSITORY, SITE, WORKLOAD, Case, append, build, edit
from support import mlp, snapshot

LIMIT_SECONDS = 5
UNCHECKED, USAGE = 3, 2
PLACE = re.compile(r"(?:error: )?(?P<place>[^:\s]+:[1-9]\d*:[1-9]\d*): (?P<what>\S.*)")
SUMMARY = re.compile(r"(?P<count>\d+) problems?; nothing was written")
# What to do: after a semicolon, or what would be right instead of what is there.
CURE = re.compile(r"; \S| must (?:be|have|name|begin) | cannot have |, not | is missing")
# Without a platform.yaml there is no repository: a command given in the wrong place, not a bad input.
NO_REPOSITORY = "no platform"
IMAGE = "{{ image.name }}"

# A repository's own blueprints are inputs like any other, and their authors may be careless or hostile.
OWN_BLUEPRINTS = {
    "alias bomb": Case(
        append(
            WORKLOAD,
            "  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            + "".join(f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 9)),
        ),
        f"{WORKLOAD}:",
        "alias",
    ),
    "anchor in a descriptor that is its own ancestor": Case(
        edit(SITE, "summary: A web site", "summary: A web site\ndeprecated: &loop [*loop]"), f"{SITE}:", ""
    ),
    "power of a power, reached at run time only": Case(
        edit(WORKLOAD, IMAGE, "{{ 'x' if service.name == 'web' else 9**9**8 }}"), f"{WORKLOAD}:8:", "*"
    ),
    "loops in loops": Case(
        edit(
            WORKLOAD,
            f'"{IMAGE}"',
            '[{$for: "a in range(1000)", x: [{$for: "b in range(1000)", y: [{$for: "c in range(1000)", z: "{{ c }}"}]}]}]',
        ),
        f"{WORKLOAD}:8:",
        "",
    ),
    "undefined parameter": Case(
        edit(WORKLOAD, "parameters.replicas", "parameters.replica"), f"{WORKLOAD}:9:", "replica"
    ),
    "undefined key of a parameter": Case(
        edit(WORKLOAD, "parameters.replicas", "parameters.title.size"), f"{WORKLOAD}:9:", "size"
    ),
    "environment in a base": Case(edit(WORKLOAD, IMAGE, "{{ environment.name }}"), f"{WORKLOAD}:8:", "environment"),
    "call of a function": Case(edit(WORKLOAD, IMAGE, "{{ image.name.upper() }}"), f"{WORKLOAD}:8:", ""),
    "import": Case(edit(WORKLOAD, IMAGE, "{% import 'os' as os %}"), f"{WORKLOAD}:8:", ""),
    "loop over a number": Case(
        edit(WORKLOAD, f'"{IMAGE}"', '[{$for: "a in parameters.replicas", x: 1}]'), f"{WORKLOAD}:8:", ""
    ),
    "no kind": Case(edit(WORKLOAD, "kind: ConfigMap\n", ""), f"{WORKLOAD}:1:", "kind"),
    "two objects of one name": Case(
        append(WORKLOAD, '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ service.name }}"}\n'),
        "teams/core/api.yaml:",
        "twice",
    ),
    "descriptor without a name": Case(edit(SITE, "name: site\n", ""), f"{SITE}:1:1", "name"),
    "descriptor of another folder": Case(
        edit(SITE, "name: site", "name: sight"), f"{SITE}:1:7", "name and folder are the same"
    ),
    "template that is not UTF-8": Case({WORKLOAD: b"apiVersion: v1\nkind: Caf\xe9\n"}, f"{WORKLOAD}:2:", "UTF-8"),
}
# Each part is well-formed, and Kubernetes refuses what they make together.
LONG_TEAM, LONG_SERVICE = "t" * 40, "s" * 40
LONG_LABEL = Case(
    {
        f"teams/{LONG_TEAM}/team.yaml": b'namespace: app-t\nowners: ["@example/t"]\nblueprint: room/v1\n',
        f"teams/{LONG_TEAM}/{LONG_SERVICE}.yaml": (
            b"blueprint: site/v1\nimage: {name: ghcr.io/example/web, tag: 1.0.0}\n"
        ),
    },
    f"teams/{LONG_TEAM}/{LONG_SERVICE}.yaml:1:1",
    "63",
)
BAD_NAME = Case(
    edit(WORKLOAD, 'name: "{{ service.name }}"', 'name: "../{{ service.name }}"'),
    "teams/core/api.yaml:1:1",
    "the name `../api`",
)


def refused(root):
    """Render what must be refused; the places and words of the problems on standard error."""
    started = time.monotonic()
    done = mlp(root, "render")
    assert time.monotonic() - started < LIMIT_SECONDS
    assert done.returncode == UNCHECKED, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "this is a bug" not in done.stderr
    assert done.stdout == ""
    *lines, last = done.stderr.splitlines()
    found = [PLACE.fullmatch(line) for line in lines]
    assert found, done.stderr
    assert all(found), done.stderr
    summary = SUMMARY.fullmatch(last)
    assert summary, done.stderr
    assert int(summary["count"]) == len(found)
    return [(each["place"], each["what"]) for each in found]


def assert_refused(case, root):
    found = refused(build(case, root))
    assert any(place.startswith(case.place) and case.message in what for place, what in found), found
    assert snapshot(root) == {}
    return found


def cases():
    for name in CASES.keys() - {NO_REPOSITORY}:
        yield pytest.param(CASES[name], id=name)


def test_the_repository_that_the_cases_change_renders(tmp_path):
    root = shutil.copytree(REPOSITORY, tmp_path / "valid")
    done = mlp(root, "render")
    assert done.returncode == 0, done.stderr
    assert snapshot(root)


@pytest.mark.parametrize("case", sorted(cases(), key=lambda each: each.id))
def test_a_malformed_input_is_refused_where_it_stands(case, tmp_path):
    for _, what in assert_refused(case, tmp_path):
        assert CURE.search(what), what


@pytest.mark.parametrize("name", OWN_BLUEPRINTS)
def test_a_malformed_blueprint_of_the_repository_is_refused_where_it_stands(name, tmp_path):
    assert_refused(OWN_BLUEPRINTS[name], tmp_path)


def test_a_team_and_a_service_too_long_for_one_label_are_refused(tmp_path):
    assert_refused(LONG_LABEL, tmp_path)


def test_an_object_whose_name_kubernetes_would_refuse_is_refused(tmp_path):
    assert_refused(BAD_NAME, tmp_path)


def test_outside_a_repository_the_command_says_so(tmp_path):
    done = mlp(build(CASES[NO_REPOSITORY], tmp_path), "render")
    assert done.returncode == USAGE
    assert "platform.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_was_rendered_before_stays_when_an_input_breaks(tmp_path):
    root = shutil.copytree(REPOSITORY, tmp_path / "broken")
    assert mlp(root, "render").returncode == 0
    before = snapshot(root)
    refused(build(CASES["wrong type"], root))
    assert snapshot(root) == before
