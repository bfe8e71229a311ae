"""The cache changes how long reading takes, and nothing else."""

import pickle
import subprocess
import sys

import pytest
from malformed.table import API, CASES, WEB, Case, build, edit
from msgspec import structs

from generator.declarations import load
from generator.declarations.reading import Reader
from generator.errors import InputError


@pytest.fixture
def root(tmp_path):
    return build(Case({}, "", ""), tmp_path / "repository")


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def stored(cache):
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_a_hit_gives_the_same_value(root, cache, infos):
    without = load(root, infos)
    assert load(root, infos, cache) == without
    assert load(root, infos, cache) == without
    assert stored(cache)


def test_a_hit_writes_nothing(root, cache, infos):
    load(root, infos, cache)
    before = [file.stat().st_ino for file in stored(cache)]
    load(root, infos, cache)
    assert [file.stat().st_ino for file in stored(cache)] == before


def test_a_change_is_seen(root, cache, infos):
    load(root, infos, cache)
    (root / WEB).write_bytes(edit(WEB, "replicas: 4", "replicas: 5")[WEB])
    assert load(root, infos, cache).services["core", "web"].settings["prod"].parameters["replicas"] == 5


def test_problems_have_the_same_places_after_a_hit(root, cache, infos):
    load(root, infos, cache)
    (root / API).write_bytes(edit(API, "  - service: web\n    port: http\n", "")[API])
    with pytest.raises(InputError) as cold:
        load(root, infos)
    for _ in range(2):
        with pytest.raises(InputError) as warm:
            load(root, infos, cache)
        assert warm.value.problems == cold.value.problems


def test_a_valid_verdict_belongs_to_one_schema(root, cache, infos):
    load(root, infos, cache)
    stricter = {
        ref: structs.replace(info, parameters={**info.parameters, "required": ["title", "colour"]})
        if ref.name == "site"
        else info
        for ref, info in infos.items()
    }
    with pytest.raises(InputError, match="`colour` is missing"):
        load(root, stricter, cache)


@pytest.mark.parametrize("damage", [lambda _: b"", lambda content: content[:-9], lambda content: b"x" + content[1:]])
def test_a_damaged_cache_is_none(root, cache, infos, damage):
    declarations = load(root, infos, cache)
    for file in stored(cache):
        file.write_bytes(damage(file.read_bytes()))
    assert load(root, infos, cache) == declarations
    assert load(root, infos, cache) == declarations


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(root, tmp_path, infos):
    (tmp_path / "file").write_text("")
    assert load(root, infos, tmp_path / "file") == load(root, infos)


def test_a_hit_needs_neither_parser_nor_validator(root, cache, infos):
    load(root, infos, cache)
    program = f"""
import pickle, sys
from pathlib import Path
from generator import yamlio
from generator.declarations import load
from generator.declarations.reading import Reader
del yamlio.parse_marked
declared = load(Path({str(root)!r}), pickle.load(sys.stdin.buffer), Path({str(cache)!r}))
assert all(service.settings for service in declared.services.values())
assert not {{"jsonschema", "jsonschema_rs"}} & sys.modules.keys()
"""
    done = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(infos), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_service_is_read_when_it_is_asked_for(root, cache, infos, monkeypatch):
    load(root, infos, cache)
    read = []
    real = Reader.file
    monkeypatch.setattr(Reader, "file", lambda self, path, kind: read.append(path) or real(self, path, kind))
    declared = load(root, infos, cache)
    assert not {WEB, API} & set(read)
    assert declared.services["core", "web"].place.file == WEB
    assert WEB in read
    assert API not in read


def _own(case):
    """Whether a case brings blueprints of its own, which these tests do not compile."""
    return any(path.startswith("blueprints/") for path in case.changes)


@pytest.mark.parametrize(
    "name", [name for name, case in CASES.items() if case.stage == "declarations" and not _own(case)]
)
def test_what_was_sound_is_judged_again_with_whatever_it_needs(tmp_path, cache, infos, name):
    root = build(Case({}, "", ""), tmp_path / "repository")
    load(root, infos, cache)
    build(CASES[name], root)
    with pytest.raises(InputError) as cold:
        load(root, infos)
    with pytest.raises(InputError) as warm:
        load(root, infos, cache)
    assert warm.value.problems == cold.value.problems
