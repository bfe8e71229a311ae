import orjson
import pytest

from generator.errors import ToolError
from generator.model import Unchecked
from generator.policy import compiled, conftest, engines, sources
from generator.policy.conftest import Conftest
from generator.policy.embedded import Embedded
from generator.policy.engine import Failure, Violated
from tests.unit.policy import samples

SAYS = 'deny contains {"field": "data.a", "message": $"a is {lib.object.data.a}"} if lib.object.data.a'
CONFLICT = """deny contains {"field": "data.a", "message": word} if word

word := "one" if lib.object.data.a == "conflict"

word := "two" if lib.object.data.a == "conflict"
"""
BUILT_IN = 'deny contains {"field": "data.a", "message": "long"} if count(lib.object.data.a) > 3'


@pytest.fixture(scope="module")
def says(tmp_path_factory):
    return samples.policies(tmp_path_factory.mktemp("says"), {"says": SAYS})


@pytest.fixture(scope="module", params=["conftest", "embedded"])
def name(request):
    return request.param


def inputs(*bodies):
    return [orjson.dumps({"object": body, "families": ["api"], "context": {}, "pods": []}) for body in bodies]


def test_answers_are_in_the_order_of_the_inputs(says, name, tmp_path):
    engine = samples.engines(says, tmp_path)[name]
    given = inputs({"data": {"a": 1}}, {}, {"data": {"a": "é\u0000<&>"}})
    assert list(engine.evaluate(given)) == [
        (Violated("api/says", "data.a", "a is 1"),),
        (),
        (Violated("api/says", "data.a", "a is é\u0000<&>"),),
    ]


def test_no_inputs_no_answers(says, name, tmp_path):
    assert list(samples.engines(says, tmp_path)[name].evaluate([])) == []


def test_many_inputs_are_judged_as_few_are(tmp_path, name):
    folder = samples.policies(tmp_path, {"says": SAYS, "conflict": CONFLICT})
    few = inputs({"data": {"a": "fine"}}, {}, {"data": {"a": "conflict"}})
    engine = samples.engines(folder, tmp_path / "cache")[name]
    kinds = [type(answer) for answer in engine.evaluate(few)]
    assert kinds == [tuple, tuple, Failure]
    assert list(engine.evaluate(few[:2] * 1_500)) == list(engine.evaluate(few[:2])) * 1_500
    if name == "embedded":
        assert list(engine.evaluate(few * 1_000)) == list(engine.evaluate(few)) * 1_000


def test_an_input_larger_than_the_memory_is_judged(says, tmp_path):
    big = {"data": {"a": "x" * 3_000_000}}
    (answer,) = samples.engines(says, tmp_path)["embedded"].evaluate(inputs(big))
    assert answer[0].message == "a is " + big["data"]["a"]


def test_a_rule_that_fails_leaves_its_input_unchecked_and_the_others_judged(tmp_path, name):
    folder = samples.policies(tmp_path, {"says": SAYS, "conflict": CONFLICT})
    engine = samples.engines(folder, tmp_path / "cache")[name]
    objects = [samples.config_map(str(n), a="conflict" if n == 3 else "fine") for n in range(8)]
    verdicts = samples.judge(folder, engine, objects)
    assert [violation.object.name for violation in verdicts.violations] == ["0", "1", "2", "4", "5", "6", "7"]
    (unchecked,) = verdicts.unchecked
    assert unchecked == Unchecked("3.yaml", 1, unchecked.reason)
    assert "ConfigMap 3: a rule failed at run time" in unchecked.reason
    assert "conflict" in unchecked.reason


def test_an_error_in_a_built_in_leaves_its_input_unchecked(tmp_path, name):
    folder = samples.policies(tmp_path, {"long": BUILT_IN})
    engine = samples.engines(folder, tmp_path / "cache")[name]
    verdicts = samples.judge(folder, engine, [samples.config_map("a", a=5), samples.config_map("b", a="long")])
    assert [violation.object.name for violation in verdicts.violations] == ["b"]
    (unchecked,) = verdicts.unchecked
    assert "ConfigMap a: a rule failed at run time" in unchecked.reason
    assert "count" in unchecked.reason


def test_conftest_gives_up_on_a_run_in_which_everything_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(conftest, "SEARCH_CALLS", 8)
    folder = samples.policies(tmp_path, {"conflict": CONFLICT})
    given = inputs(*[{"data": {"a": "conflict"}, "number": number} for number in range(200)])
    answers = Conftest(folder, sources.data(folder)).evaluate(given)
    assert len(answers) == 200
    assert all(isinstance(answer, Failure) for answer in answers)


def test_conftest_is_deaf_to_the_working_folder_and_to_variables(says, tmp_path, monkeypatch):
    (tmp_path / "conftest.toml").write_text('namespace = ["other"]\ncombine = true\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONFTEST_NAMESPACE", "other")
    (answer,) = Conftest(says, sources.data(says)).evaluate(inputs({"data": {"a": 1}}))
    assert answer


def test_rules_that_do_not_compile_are_no_fault_of_the_inputs(tmp_path):
    folder = samples.policies(tmp_path, {"broken": "deny contains {"})
    with pytest.raises(ToolError, match=r"conftest cannot judge by .*broken\.rego"):
        Conftest(folder, {}).evaluate(inputs({}, {"a": 1}))


def test_other_files_beside_the_rules_change_nothing(tmp_path):
    folder = samples.policies(tmp_path, {"says": SAYS})
    (folder / "waivers.yaml").write_text("- not what conftest takes for data\n")
    (answer,) = Conftest(folder, sources.data(folder)).evaluate(inputs({"data": {"a": 1}}))
    assert answer


def test_a_missing_conftest_is_said(says, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(ToolError, match="install it, or use --engine embedded"):
        Conftest(says, sources.data(says)).evaluate(inputs({}))


def test_a_compiled_module_is_kept_and_a_damaged_one_replaced(says, tmp_path):
    module, data = compiled.build(says), sources.data(says)
    given = inputs({"data": {"a": 1}})
    expected = list(Embedded(module, data, tmp_path).evaluate(given))
    (kept,) = (tmp_path / "policy").glob("*.cwasm")
    content = kept.read_bytes()
    for damaged in (b"", content[:1000], content[:-1] + bytes([content[-1] ^ 1])):
        kept.write_bytes(damaged)
        assert list(Embedded(module, data, tmp_path).evaluate(given)) == expected
        assert kept.read_bytes()[:32] == content[:32]


def test_a_cache_that_cannot_be_written_does_not_matter(says, tmp_path):
    (tmp_path / "file").write_text("")
    engine = Embedded(compiled.build(says), sources.data(says), tmp_path / "file")
    assert engine.evaluate(inputs({"data": {"a": 1}}))[0]


def test_rubbish_is_no_module(tmp_path):
    with pytest.raises(ToolError, match="run `mlp policies compile`"):
        Embedded(b"rubbish", {}, tmp_path).evaluate(inputs({}))


def test_auto_takes_the_embedded_engine_only_if_it_is_fresh(tmp_path):
    folder = samples.policies(tmp_path, {"says": SAYS})
    assert isinstance(engines.choose("auto", folder, sources.digest(folder), tmp_path), Conftest)
    assert not compiled.compile_policies(folder, check=False)
    assert isinstance(engines.choose("auto", folder, sources.digest(folder), tmp_path), Embedded)
    (folder / "api/says.rego").write_text((folder / "api/says.rego").read_text() + "\n# changed\n")
    assert isinstance(engines.choose("auto", folder, sources.digest(folder), tmp_path), Conftest)


def test_without_either_engine_the_cure_is_said(tmp_path, monkeypatch):
    folder = samples.policies(tmp_path, {"says": SAYS})
    monkeypatch.setenv("PATH", "/nonexistent")
    for asked in ("auto", "embedded"):
        with pytest.raises(ToolError, match="run `mlp policies compile`"):
            engines.choose(asked, folder, sources.digest(folder), tmp_path)


VALUES = (
    *(0, -1, 1.0, 1.5, -0.0, 1e21, 1e-7, 123456789.125, 2**53 + 1, 2**63 - 1, True, False, None),
    *("", "text", "é<>&\u2028\U0001f600", "\u007f\u0001\t", 'quotes " and \\', "{not} a template"),
    *([], [1, "a", None], {}, {"b": 1.5}, [{"x": "é<&"}], {"1": {"2": []}}),
)


def test_both_engines_write_values_alike(tmp_path):
    body = 'deny contains {"field": "data.a", "message": $"a is {lib.object.data.a}"} if true'
    folder = samples.policies(tmp_path, {"says": body})
    both = samples.engines(folder, tmp_path / "cache")
    given = inputs(*[{"data": {"a": value}} for value in VALUES])
    for value, one, other in zip(
        VALUES, *(both[name].evaluate(given) for name in ("conftest", "embedded")), strict=True
    ):
        assert one == other, value
