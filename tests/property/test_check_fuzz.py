"""Whatever stands in a file, a command ends with an answer: no bug, no hang, and no document that is passed over."""

import contextlib
import io
import json
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from property import damaged_manifests as damaged
from support import MLP, REPOSITORY, copy_platform

from generator import manifests
from generator.cli import boundary

SEED = 20_261_124
print(f"hypothesis seed {SEED}")
CLUSTER = str(REPOSITORY / "clusters/eks-prod.yaml")
CHECK = ("check", "in", "--format", "json", "--fail-on", "never")
COMMANDS = (
    CHECK,
    (*CHECK, "--cluster", CLUSTER),
    ("connections", "in", "--format", "json"),
    ("connections", "in", "--format", "json", "--cluster", CLUSTER),
    ("capacity", "in", "--format", "json", "--cluster", CLUSTER),
    ("placement", "in", "--format", "json", "--cluster", CLUSTER),
)
ANSWERED, UNCHECKED = (0, 1), 3
LIMIT_SECONDS = 20
MEGABYTE = 1024**2
HEADER = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
# Files that no cluster could hold, or that are made to exhaust whoever reads them.
HOSTILE = {
    "alias bomb": b"a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(b"a%d: &a%d [%s]\n" % (level, level, b", ".join([b"*a%d" % (level - 1)] * 9)) for level in range(1, 10)),
    "map that holds itself": b"a: &a {b: *a}\n",
    "list that holds itself": b"&a [*a]\n",
    "merge of itself": b"a: &a\n  <<: *a\n",
    "open lists": b"[" * 100_000,
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep maps": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep dashes": b"- " * 100_000,
    "deep keys": b"? " * 100_000,
    "deep Lists": b'{"apiVersion":"v1","kind":"List","items":[' * 1_000 + b"]}" * 1_000,
    "no text": bytes(range(256)) * 100,
    "NUL": b"\0" * 1_000,
    "NUL in a value": HEADER + b'data: {a: "x\0"}\n',
    "UTF-16": HEADER.decode().encode("utf-16"),
    "UTF-32": HEADER.decode().encode("utf-32"),
    "half a surrogate pair": HEADER + b'data: {a: "\\ud83e"}\n',
    "half a surrogate pair as a key": b'{"apiVersion": "v1", "kind": "ConfigMap", "data": {"\\udfff": ""}}',
    "control characters": HEADER + b"data: {a: \x1b[31m}\n",
    "cut off": HEADER + b'data: {a: "',
}
UNUSUAL = {
    "byte order mark": b"\xef\xbb\xbf" + HEADER,
    "CRLF": HEADER.replace(b"\n", b"\r\n"),
    "keys that are no text": HEADER + b"data: {true: a, 1: b, 1.5: c}\n",
    "huge numbers": HEADER + b"data: {a: " + b"9" * 10_000 + b", b: 1e999, c: 0x" + b"f" * 500 + b"}\n",
    "a thousand containers": b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
    + b"".join(b"  - {name: c%d, image: a}\n" % index for index in range(1_000)),
    "a long scalar": HEADER + b"data: {a: " + b"x" * MEGABYTE + b"}\n",
}
STREAM = 10_000
LIMIT_BYTES = 1_024 * MEGABYTE
# The command itself takes some 60 MiB, and it looks at no more than 64 MiB of a file.
LIMIT_PEAK = 256 * MEGABYTE

run = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder outside any repository; the verdicts and compiled modules of all cases share a cache."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path.parent / "cache"))
    return tmp_path


def answer(*arguments):
    """Run a command in this process; its exit code and standard output."""
    out, err = io.StringIO(), io.StringIO()
    started = time.monotonic()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = boundary.run(arguments)
    if reported := re.search(r"report it with (\S+)", err.getvalue()):
        pytest.fail(f"{arguments}: {Path(reported[1]).read_text()}")
    assert code in (*ANSWERED, UNCHECKED), (arguments, err.getvalue())
    assert time.monotonic() - started < LIMIT_SECONDS, arguments
    return code, out.getvalue()


def write(folder, contents, suffix):
    """The contents as files of an otherwise empty folder."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for index, content in enumerate(contents):
        folder.joinpath(f"{index}.{suffix}").write_bytes(content)


def assert_all_answer(folder):
    """Every command answers about a folder, and `check` passes no file over. Its result."""
    for arguments in COMMANDS[1:]:
        _, text = answer(*arguments)
        assert json.loads(text)["version"] == 1
    code, text = answer(*CHECK)
    result = json.loads(text)
    assert (code == UNCHECKED) == bool(result["unchecked"])
    loaded = [manifests.load([f"in/{path.name}"], lambda: b"", lambda _: b"") for path in folder.iterdir()]
    assert result["checked"] == {"objects": sum(len(each.objects) for each in loaded), "files": len(loaded)}
    assert {each["file"] for each in result["unchecked"]} == {each.file for part in loaded for each in part.unchecked}
    for each in result["findings"]:
        lines = Path(each["location"]["file"]).read_bytes().count(b"\n") + 1
        assert 1 <= each["location"]["line"] <= lines
    return result


@seed(SEED)
@settings(run, max_examples=6)
@given(st.lists(damaged.manifests(), min_size=20, max_size=40))
def test_any_types_anywhere_are_judged(place, bodies):
    write(place / "in", [json.dumps(body).encode() for body in bodies], "json")
    result = assert_all_answer(place / "in")
    # All of it is JSON; only an item of a List may be no object.
    assert all(re.fullmatch(r"items\..* is .*, not an object", each["reason"]) for each in result["unchecked"])
    assert result["checked"]["objects"] >= sum(not str(body.get("kind")).endswith("List") for body in bodies)


@seed(SEED)
@settings(run, max_examples=6)
@given(st.lists(damaged.damaged_texts(), min_size=10, max_size=30))
def test_any_bytes_are_read_or_named(place, texts):
    write(place / "in", texts, "yaml")
    result = assert_all_answer(place / "in")
    named = {each["file"] for each in result["unchecked"]}
    for index, text in enumerate(texts):
        file = f"in/{index}.yaml"
        objects = manifests.load([file], lambda: b"", lambda _: b"").objects
        assert objects or file in named or damaged.says_nothing(text), text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_named(place, name):
    write(place / "in", [HOSTILE[name]], "yaml")
    result = assert_all_answer(place / "in")
    assert [each["file"] for each in result["unchecked"]] == ["in/0.yaml"] * len(result["unchecked"])
    assert result["status"] == "unchecked"


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_files_are_judged(place, name):
    write(place / "in", [UNUSUAL[name]], "yaml")
    result = assert_all_answer(place / "in")
    assert result["unchecked"] == []
    assert result["checked"]["objects"] == 1


def test_each_document_of_a_long_stream_is_judged_or_named(place):
    documents = [HEADER.replace(b"name: a", b"name: a%d" % index) for index in range(STREAM)]
    broken = [*documents[: STREAM // 2], *(text.replace(b"}", b"") for text in documents[STREAM // 2 :])]
    write(place / "in", [b"---\n".join(broken)], "yaml")
    result = json.loads(answer(*CHECK)[1])
    assert result["checked"]["objects"] == STREAM // 2
    assert len(result["unchecked"]) == STREAM // 2


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code, what it wrote, and its peak memory in bytes."""

    code: int
    wrote: str
    peak: int


# Runs a command and tells its peak memory. A process that is forked has the peak of the one that forks it, and this one
# is small.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, used = os.wait4(process.pid, 0)
print(f"\\npeak {used.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status))
"""


def measured(folder, *arguments, stdin=None):
    """Run the installed command; it must end in time."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, MLP, *arguments],
        cwd=folder,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    wrote, _, peak = done.stdout.rpartition("\npeak ")
    return Ended(done.returncode, wrote, int(peak) * 1024)


def fill(path):
    """Make a file a gigabyte long: one text that is never closed, which takes no room on the disk."""
    with path.open("ab") as file:
        file.write(b'\n"')
        file.truncate(LIMIT_BYTES)


@pytest.mark.parametrize("command", ["check", "capacity", "connections", "placement"])
@pytest.mark.parametrize("given", ["file", "pipe"])
def test_a_gigabyte_is_refused_at_once(place, command, given, record_property):
    fill(place / "huge.yaml")
    options = ("--cluster", CLUSTER) if command == "placement" else ()
    if given == "file":
        ended = measured(place, command, "huge.yaml", *options)
    else:
        with subprocess.Popen(
            ["cat", place / "huge.yaml"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as source:
            ended = measured(place, command, "-", *options, stdin=source.stdout)
            source.kill()
    assert ended.code == UNCHECKED, ended.wrote
    assert "larger than 64 MiB" in ended.wrote
    if command == "check":
        record_property("summary", f"check of a gigabyte from a {given}: refused with {ended.peak // MEGABYTE} MiB")
    assert ended.peak < LIMIT_PEAK


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("rendered/core/backend/base/deployment.yaml", "check"),
        ("argocd/eks-prod/root.yaml", "check"),
        ("policies/waivers.yaml", "check"),
        ("teams/core/backend.yaml", "check"),
        ("platform.yaml", "check"),
        ("teams/core/backend.yaml", "render"),
    ],
)
def test_a_gigabyte_in_a_repository_is_refused_at_once(place, file, command):
    root = copy_platform(place, outputs=True)
    (root / file).parent.mkdir(exist_ok=True)
    fill(root / file)
    ended = measured(root, command)
    assert ended.code == UNCHECKED, ended.wrote
    assert "larger than 64 MiB" in ended.wrote
    assert ended.peak < LIMIT_PEAK


@pytest.mark.parametrize("given_bytes", [b"\xff\xfe\0\0", b"[" * 100_000, b"", HEADER])
def test_the_process_answers_about_standard_input(given_bytes):
    done = subprocess.run(
        [MLP, "check", "-"], input=given_bytes, capture_output=True, timeout=LIMIT_SECONDS, check=False
    )
    assert done.returncode in (*ANSWERED, UNCHECKED)
    assert b"Traceback" not in done.stderr
    assert b"this is a bug" not in done.stderr


@pytest.mark.parametrize("number", range(4))
def test_a_damaged_tree_is_judged(place, number):
    root = copy_platform(place, outputs=True)
    source = random.Random(SEED + number)
    paths = sorted(path for top in ("rendered", "argocd") for path in (root / top).rglob("*.yaml"))
    for path in source.sample(paths, 8):
        text = bytearray(path.read_bytes())
        for _ in range(source.randint(1, 4)):
            start = source.randrange(len(text))
            text[start : start + source.randint(0, 8)] = source.choice(
                (b"", b"x", b"\0", b": ", b"\n", b"- ", b"[", b"\xff")
            )
        path.write_bytes(text)
    code, text = answer("check", "--format", "json")
    result = json.loads(text)
    assert (code == UNCHECKED) == bool(result["unchecked"])
