import orjson
import pytest

from generator import forks
from generator.model import Fact, Object, Origin
from generator.policy import judging, memo
from generator.policy.contexts import Contexts
from tests.unit.policy import samples

FACT_RULE = 'deny contains {"field": "a", "message": lib.object.why} if lib.object.kind == "Planted"'
OBJECT_RULE = (
    'deny contains {"field": "data.a", "message": "a"} if {\n\tlib.object.kind == "ConfigMap"\n\tlib.object.data.a\n}'
)
POD_RULE = """deny contains {"field": $"{entry.path}.image", "message": $"{entry.kind} {entry.name} {suffix}"} if {
	some entry in lib.containers
	suffix := lib.context.provider
	not startswith(entry.container.image, "good/")
}"""
SEES = (
    'deny contains {"field": "", "message": $"{object.keys(lib.object)} {count(lib.pods)} {object.keys(lib.context)}"}'
)
LITTLE = "#   reads:\n#     object:\n#       - data{}\n#       - other~\n"
READS_PODS = "#   reads:\n#     context: [provider]\n#     pods: [containers.image]\n"


class Recorder:
    """An engine that keeps what it was asked."""

    inside = True

    def __init__(self, engine):
        self.engine = engine
        self.asked = []

    def evaluate(self, inputs):
        self.asked.extend(map(orjson.loads, inputs))
        return self.engine.evaluate(inputs)


def recorder(folder, tmp_path):
    return Recorder(samples.engines(folder, tmp_path / "cache")["embedded"])


def test_facts_and_objects_reach_their_own_rules_only(tmp_path):
    folder = samples.policies(tmp_path, {"fact": FACT_RULE, "object": OBJECT_RULE})
    subject = samples.pod("subject")
    fact = Fact({"apiVersion": "facts.mlp/v1", "kind": "Planted", "why": "because"}, subject)
    verdicts = samples.judge(folder, recorder(folder, tmp_path), [samples.config_map("a", a=1)], [fact])
    assert [(one.rule, one.object.name, one.message) for one in verdicts.violations] == [
        ("api/object", "a", "a"),
        ("api/fact", "subject", "because"),
    ]
    assert verdicts.violations[1].object is subject


def test_a_manifest_cannot_pose_as_a_fact(tmp_path):
    folder = samples.policies(tmp_path, {"fact": FACT_RULE})
    poser = Object({"apiVersion": "facts.mlp/v1", "kind": "Planted", "why": "a lie"}, Origin("a.yaml"), "default")
    verdicts = samples.judge(folder, recorder(folder, tmp_path), [poser])
    assert (verdicts.violations, verdicts.unchecked) == ((), ())


def test_objects_that_look_alike_are_judged_once_and_named_apart(tmp_path):
    folder = samples.policies(tmp_path, {"image": POD_RULE}, READS_PODS)
    engine = recorder(folder, tmp_path)
    objects = [
        samples.pod(f"p{n}", containers=[{"name": f"c{n}", "image": "bad", "env": [{"name": str(n)}]}])
        for n in range(50)
    ]
    verdicts = samples.judge(folder, engine, objects)
    assert len(engine.asked) == 1
    assert [one.message for one in verdicts.violations] == [f"regular c{n} " for n in range(50)]
    assert verdicts.violations[7].field == "spec.containers[0].image"


def test_a_rule_is_handed_only_what_its_family_declares(tmp_path):
    folder = samples.policies(tmp_path, {"sees": SEES}, READS_PODS)
    engine = recorder(folder, tmp_path)
    pod = samples.pod("a", hostNetwork=True, containers=[{"name": "c", "image": "i", "command": ["x"]}])
    samples.judge(folder, engine, [pod, samples.config_map("no-pods", a=1)])
    (asked,) = engine.asked
    assert asked["object"] == {"apiVersion": "v1", "kind": "Pod"}
    assert asked["context"] == {"provider": ""}
    assert asked["pods"][0]["spec"] == {"containers": [{"image": "i", "name": "\u27e60\u27e7"}]}


def test_families_that_read_little_are_asked_together(tmp_path):
    folder = samples.policies(tmp_path, {"sees": SEES}, "#   reads:\n#     object: [metadata.name~]\n")
    (folder / "gitops").mkdir()
    other = samples.RULE.format(name="sees", reads=LITTLE, body=SEES)
    (folder / "gitops/sees.rego").write_text(other.replace("package api", "package gitops"))
    engine = recorder(folder, tmp_path)
    samples.judge(folder, engine, [samples.pod("a"), samples.pod("b"), samples.config_map("c", a=1)])
    named = {"metadata": {"name": "mlp-0-name"}}
    assert engine.asked == [
        {"families": ["api", "gitops"], "context": {}, "object": one, "pods": []}
        for one in (
            {"apiVersion": "v1", "kind": "Pod", **named},
            {"apiVersion": "v1", "kind": "ConfigMap", **named, "data": {}},
        )
    ]


def test_facts_reach_rules_that_name_their_kind(tmp_path):
    folder = samples.policies(tmp_path, {"sees": SEES}, "#   reads:\n#     object: []\n")
    engine = recorder(folder, tmp_path)
    fact = Fact({"apiVersion": "facts.mlp/v1", "kind": "Planted"}, samples.pod("subject"))
    samples.judge(folder, engine, [], [fact])
    assert engine.asked == []


def test_a_family_with_a_rule_that_declares_nothing_gets_everything(tmp_path):
    folder = samples.policies(tmp_path, {"image": POD_RULE}, READS_PODS)
    (folder / "api/sees.rego").write_text(samples.RULE.format(name="sees", reads="", body=SEES))
    engine = recorder(folder, tmp_path)
    pod = samples.pod("a", hostNetwork=True, containers=[{"name": "c", "image": "i"}])
    samples.judge(folder, engine, [pod])
    (asked,) = engine.asked
    assert asked["object"] == pod.body
    assert asked["pods"][0]["spec"] == pod.body["spec"]
    assert set(asked["context"]) == set(Contexts().of(pod))


def test_messages_about_one_field_become_one_violation(tmp_path):
    body = 'deny contains {"field": "data", "message": word} if some word in lib.object.data'
    folder = samples.policies(tmp_path, {"words": body})
    verdicts = samples.judge(folder, recorder(folder, tmp_path), [samples.config_map("a", x="one", y="two", z="one")])
    assert [one.message for one in verdicts.violations] == ["one; two"]


def test_the_same_object_twice_is_judged_twice(tmp_path):
    folder = samples.policies(tmp_path, {"object": OBJECT_RULE})
    verdicts = samples.judge(
        folder, recorder(folder, tmp_path), [samples.config_map("a", a=1), samples.config_map("a", a=1)]
    )
    assert len(verdicts.violations) == 2


def test_what_json_cannot_hold_is_unchecked(tmp_path):
    folder = samples.policies(tmp_path, {"object": OBJECT_RULE})
    verdicts = samples.judge(
        folder, recorder(folder, tmp_path), [samples.config_map("huge", a=2**70), samples.config_map("b", a=1)]
    )
    assert [one.object.name for one in verdicts.violations] == ["b"]
    assert verdicts.unchecked[0].file == "huge.yaml"


@pytest.mark.parametrize("kind", [None, 5, ["ConfigMap"]])
def test_a_kind_of_a_wrong_type_is_no_failure(tmp_path, kind):
    folder = samples.policies(tmp_path, {"object": OBJECT_RULE})
    strange = Object({"kind": kind, "data": {"a": 1}}, Origin("a.yaml"), "default")
    assert samples.judge(folder, recorder(folder, tmp_path), [strange]).unchecked == ()


def test_a_memo_spares_the_engine_and_survives_the_run(tmp_path):
    folder = samples.policies(tmp_path, {"object": OBJECT_RULE})
    objects = [samples.config_map("a", a=1), samples.config_map("b")]
    kept = memo.opened(tmp_path, "digest")
    first = samples.judge(folder, recorder(folder, tmp_path), objects, kept=kept)
    kept.save()
    engine = recorder(folder, tmp_path)
    again = samples.judge(folder, engine, objects, kept=memo.opened(tmp_path, "digest"))
    assert engine.asked == []
    assert [(one.rule, one.field, one.message) for one in again.violations] == [
        (one.rule, one.field, one.message) for one in first.violations
    ]
    assert len(again.violations) == 1


def test_other_policies_have_another_memo(tmp_path):
    kept = memo.opened(tmp_path, "one")
    kept.put(b"key", ())
    kept.save()
    assert memo.opened(tmp_path, "one").get(b"key") == ()
    assert memo.opened(tmp_path, "other").get(b"key") is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"key": 5}', b'{"key": [["too short"]]}', b"\xff"])
def test_a_damaged_memo_is_empty(tmp_path, content):
    kept = memo.opened(tmp_path, "digest")
    kept.put(b"key", ())
    kept.save()
    (file,) = (tmp_path / "policy").iterdir()
    file.write_bytes(content)
    assert memo.opened(tmp_path, "digest").get(b"key") is None


def test_a_failure_is_not_remembered(tmp_path):
    conflict = 'deny contains {"field": "a", "message": word} if word\n\nword := 1 if lib.object.data\n\nword := 2 if lib.object.data'
    folder = samples.policies(tmp_path, {"conflict": conflict})
    kept = memo.Memo()
    for _ in range(2):
        verdicts = samples.judge(folder, recorder(folder, tmp_path), [samples.config_map("a")], kept=kept)
        assert len(verdicts.unchecked) == 1


def test_an_object_that_no_api_server_takes_is_unchecked(tmp_path):
    folder = samples.policies(tmp_path, {"object": OBJECT_RULE})
    engine = recorder(folder, tmp_path)
    verdicts = samples.judge(folder, engine, [samples.config_map("large", a="x" * 3 * 1024**2)])
    assert engine.asked == []
    assert verdicts.violations == ()
    assert [each.reason for each in verdicts.unchecked] == [
        "ConfigMap large: it is larger than 3 MiB, which no API server takes"
    ]


@pytest.mark.skipif(not forks.AVAILABLE, reason="one processor, or no safe forks")
def test_two_processes_find_what_one_finds(tmp_path, monkeypatch):
    folder = samples.policies(tmp_path, {"fact": FACT_RULE, "object": OBJECT_RULE, "pod": POD_RULE})
    objects = [samples.config_map(f"a-{each}", a=each % 3) for each in range(40)]
    objects += [samples.pod(f"pod-{each}") for each in range(40)]
    facts = [
        Fact({"apiVersion": "facts.mlp/v1", "kind": "Planted", "why": f"because {each}"}, objects[each % 50])
        for each in range(90)
    ]
    one, two = memo.Memo(), memo.Memo()
    alone = samples.judge(folder, recorder(folder, tmp_path), objects, facts, one)
    monkeypatch.setattr(judging, "_WORTH_A_FORK", 1)
    together = samples.judge(folder, recorder(folder, tmp_path), objects, facts, two)
    assert len(alone.violations) == 90
    assert together == alone
    assert two.new == one.new
