"""The base: what it holds, and what a document of it may not read."""

import pytest

from generator import blueprints
from generator.errors import InputError

DOCUMENT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata:\n"


@pytest.fixture
def base(write, ref, variables):
    """The bodies of the base, from variables without cluster and environment."""

    def evaluate(template, **parameters):
        catalogue = blueprints.load([write({"manifests/app.yaml": template})])
        known = variables(**parameters)
        poisoned = {key: value for key, value in known.items() if key not in ("cluster", "environment")}
        rendered = catalogue.evaluate(ref, poisoned, neutral=True)
        traced = catalogue.trace(ref, poisoned, neutral=True)
        assert [each.body for each in rendered] == [each.body for each in traced]
        return [each.body for each in rendered], [each.body for each in catalogue.evaluate(ref, known)]

    return evaluate


def test_a_neutral_value_stands_for_what_the_base_does_not_have(base):
    template = (
        DOCUMENT
        + '  class: "{{ cluster.storageClass | neutral(omit) }}"\n  who: "{{ environment.name | neutral(\'all\') }}"\n'
    )
    ((neutral,), (final,)) = base(template)
    assert neutral["data"] == {"who": "all"}
    assert final["data"] == {"class": "standard", "who": "dev"}


def test_neutral_covers_loops_and_conditions(base):
    template = DOCUMENT + (
        "  pools: [{$for: 'pool in cluster.nodePools | neutral([])', name: '{{ pool.name }}'}]\n"
        "  there: {$if: \"(cluster.name == 'kind') | neutral(false)\", a: 1}\n"
    )
    ((neutral,), (final,)) = base(template)
    assert neutral["data"] == {"pools": []}
    assert final["data"] == {"pools": [], "there": {"a": 1}}


def test_a_document_that_tests_the_cluster_is_overlay_only(base):
    template = "$if: \"cluster.name == 'kind'\"\n" + DOCUMENT + '  a: "{{ environment.name }}"\n'
    neutral, final = base(template)
    assert neutral == []
    assert final[0]["data"] == {"a": "dev"}


def test_a_fragment_that_tests_the_cluster_makes_its_document_overlay_only(write, ref):
    fragment = '$if: "environment.protected"\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ cluster.name }}"}\n'
    manifest = "$use: {fragment: shared}\n"
    catalogue = blueprints.load([write({"manifests/app.yaml": manifest, "/_fragments/shared.yaml": fragment})])
    assert catalogue.evaluate(ref, {}, neutral=True) == ()
    assert catalogue.info(ref).kinds == (("", "ConfigMap"),)


@pytest.mark.parametrize(
    ("line", "column", "variable"),
    [
        ('  a: "{{ cluster.name }}"\n', 6, "cluster"),
        ('  a: "x-{{ environment.name }}"\n', 6, "environment"),
        ('  a: {$if: "cluster.name", b: 1}\n', 12, "cluster"),
        ('  a: [{$for: "pool in cluster.nodePools", b: 1}]\n', 14, "cluster"),
        ('  a: {$spread: "cluster.ingress"}\n', 16, "cluster"),
        ('  a: "{{ cluster.name | neutral(environment.name) }}"\n', 6, "environment"),
        ("  a: \"{{ (cluster.name | neutral('x')) ~ cluster.provider }}\"\n", 6, "cluster"),
    ],
)
def test_other_reads_are_refused_when_compiled(write, line, column, variable):
    with pytest.raises(InputError) as caught:
        blueprints.load([write({"manifests/app.yaml": DOCUMENT + line})])
    (problem,) = caught.value.problems
    assert (problem.place.line, problem.place.column) == (5, column)
    assert f"reads `{variable}`, which the base does not have" in problem.what
    assert "neutral(VALUE)" in problem.hint


def test_a_document_repeated_over_the_cluster_needs_a_neutral_value(write):
    template = '$for: "pool in cluster.nodePools"\n' + DOCUMENT.replace("app", '"{{ pool.name }}"')
    with pytest.raises(InputError, match="reads `cluster`"):
        blueprints.load([write({"manifests/app.yaml": template})])
