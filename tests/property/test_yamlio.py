"""What is written is read back, by readers of YAML 1.1 and 1.2, by ours, and by kustomize."""

import re
import subprocess
from typing import ClassVar

import pytest
import yaml
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from generator import yamlio
from generator.errors import InputError
from generator.yamlio import own

SEED = 20261123
print(f"hypothesis seed {SEED}")
run = settings(max_examples=200, deadline=None)

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Core(yaml.SafeLoader):
    """A reader of YAML 1.2 (core schema, section 10.3.2)."""

    yaml_implicit_resolvers: ClassVar = {}


for tag, pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), None)


def read_integer(loader, node):
    text = loader.construct_scalar(node)
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


Core.add_constructor("tag:yaml.org,2002:int", read_integer)

TRICKY = re.findall(
    r"\S+",
    "y n yes No ON off True null ~ 1_000 1e3 1E3 0o7 017 08 0x1F 0b1 22:30 1:2:3.4 .5 5. -.inf .NaN = << - -- --- ... "
    "2024-01-31 2024-01-31T10:00:00Z 1.2.3 +1 -0 0. 12e03 0e 1e 685_230.15 190:20:30 !x &x *x | > ' \" % @ ` # [ ] { } , ? :",
)
characters = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(
    "\n\t\r \"'\\:#-?.,[]{}&*!|>%@`~=<0123456789eExXoO_+\x85\u2028\u2029\ufeff"
)
strings = st.one_of(
    st.sampled_from(TRICKY),
    st.builds("".join, st.lists(st.sampled_from([*TRICKY, " ", "\n", "a", ": ", " #"]), max_size=6)),
    st.text(characters, max_size=30),
).filter(lambda text: not CONTROL.search(text))
numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    strings | numbers | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=20,
)
documents = st.dictionaries(strings, values, max_size=5) | st.lists(values, max_size=5)


def refusal(read, text):
    """The problems for which a reader refuses a text."""
    try:
        read(text, "f")
    except InputError as error:
        return error.problems
    return ()


def exact(value):
    """A value with the types of its parts; a number is what it is in JSON."""
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [exact(inner) for inner in value]
    if isinstance(value, float) and value.is_integer() and -(2**63) <= value < 2**64:
        value = int(value)
    return (type(value), value)


@seed(SEED)
@run
@given(documents)
@example({"a": "b\n \n"})
@example({"-.INF": "=", "<<": ["<<", {"=": "1e3"}]})
def test_readers_of_both_versions_read_what_was_written(value):
    text = yamlio.emit(value)
    assert exact(yaml.load(text, yaml.CSafeLoader)) == exact(value)
    assert exact(yaml.load(text, Core)) == exact(value)


@seed(SEED)
@run
@given(st.lists(documents, min_size=1, max_size=3))
def test_our_readers_read_what_was_written_and_write_it_again(stream):
    text = yamlio.emit_stream(stream)
    read = yamlio.parse(text.encode(), "f")
    assert [exact(each.value) for each in read] == [exact(value) for value in stream]
    assert yamlio.emit_stream(each.value for each in read) == text
    assert [exact(each.value) for each in yamlio.parse_marked(text.encode(), "f")] == [exact(value) for value in stream]


@seed(SEED)
@run
@given(st.lists(documents.filter(bool), min_size=1, max_size=3))
def test_the_fast_reader_reads_all_that_was_written(stream):
    text = yamlio.emit_stream(stream)
    assert [(exact(value), line + 1) for value, line in own.documents(text)] == [
        (exact(each.value), each.line) for each in yamlio.parse(text.encode(), "f")
    ]


@seed(SEED)
@run
@given(documents.filter(bool), st.data())
def test_the_fast_reader_is_never_believed_alone(value, data):
    text = yamlio.emit(value)
    position = data.draw(st.integers(0, len(text)))
    changed = (
        text[:position]
        + data.draw(st.sampled_from(["", " ", "\n", "yes", "'", '"', ": ", "- ", "#", "&a ", "*a", "|"]))
        + text[position + 1 :]
    )
    try:
        strict = [exact(each.value) for each in yamlio.parse(changed.encode(), "f")]
    except InputError:
        with pytest.raises(InputError):
            yamlio.parse_own(changed.encode(), "f")
        return
    assert [exact(each.value) for each in yamlio.parse_own(changed.encode(), "f")] == strict


@seed(SEED)
@run
@given(
    st.binary(max_size=60)
    | st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@#~ \n\t\r.0\\<="), max_size=40).map(str.encode)
)
def test_any_bytes_are_read_or_refused_in_their_file(text):
    for read in (yamlio.parse, yamlio.parse_own, yamlio.parse_marked):
        assert all(problem.place.file == "f" for problem in refusal(read, text))
    yamlio.parse_possible(text, "f")


@seed(SEED)
@settings(max_examples=3, deadline=None)
@given(st.lists(strings, min_size=200, max_size=200))
def test_kustomize_carries_what_was_written(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("build")
    body = {
        "apiVersion": "example.org/v1",
        "kind": "Texts",
        "metadata": {"name": "texts"},
        "spec": {"texts": [*texts, *TRICKY], "keys": {f"k{text}": text for text in texts if "\n" not in text}},
    }
    (folder / "texts.yaml").write_text(yamlio.emit(body), encoding="utf-8")
    (folder / "kustomization.yaml").write_text(yamlio.emit({"resources": ["texts.yaml"]}), encoding="utf-8")
    built = subprocess.run(["kustomize", "build", str(folder)], capture_output=True, check=True).stdout
    assert yamlio.parse(built, "built")[0].value == body
