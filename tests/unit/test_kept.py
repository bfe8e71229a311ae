"""What a run keeps for the next: the same value back, or nothing."""

import pytest

from generator import kept

VALUE = {"a": [1, "b"], "c": {"d": None}}


def test_a_value_comes_back(tmp_path):
    kept.save(tmp_path / "deep/file", VALUE)
    assert kept.load(tmp_path / "deep/file", dict) == VALUE
    assert len(list((tmp_path / "deep").iterdir())) == 1


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: old[:40] + b"9" + old[41:], lambda _: b""])
def test_a_damaged_file_is_none(tmp_path, damage):
    file = tmp_path / "file"
    kept.save(file, VALUE)
    (stored,) = tmp_path.iterdir()
    stored.write_bytes(damage(stored.read_bytes()))
    assert kept.load(file, dict) is None


def test_a_value_of_another_kind_is_none(tmp_path):
    kept.save(tmp_path / "file", VALUE)
    assert kept.load(tmp_path / "file", dict[str, int]) is None


def test_a_missing_file_is_none_and_an_unwritable_folder_no_failure(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    kept.save(tmp_path / "occupied/file", VALUE)
    assert kept.load(tmp_path / "occupied/file", dict) is None


def test_versions_of_the_program_do_not_read_or_push_out_one_another(tmp_path, monkeypatch):
    kept.save(tmp_path / "file", VALUE)
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_program", lambda: "another")
        assert kept.load(tmp_path / "file", dict) is None
        kept.save(tmp_path / "file", "new")
    assert kept.load(tmp_path / "file", dict) == VALUE


def test_only_a_few_versions_are_kept(tmp_path, monkeypatch):
    for version in range(9):
        monkeypatch.setattr(kept, "_program", lambda version=version: str(version))
        kept.save(tmp_path / "file", version)
    assert kept.load(tmp_path / "file", int) == version
    assert len(list(tmp_path.iterdir())) < version


def ledger(folder, few=2):
    return kept.Ledger(folder / "ledger", dict[str, int], few)


def test_a_ledger_gives_what_it_was_given_and_soon_writes_what_is_new(tmp_path):
    ledger(tmp_path).keep({"a": 1, "b": 2, "c": 3}, {}, 9)
    whole = {path: path.stat().st_ino for path in tmp_path.iterdir() if "-all" in path.name}
    ledger(tmp_path).keep({"d": 4}, {}, 9)
    ledger(tmp_path).keep({"e": 5}, {}, 9)
    assert {path: path.stat().st_ino for path in whole} == whole
    assert [ledger(tmp_path).get(key) for key in "abcdef"] == [1, 2, 3, 4, 5, None]
    ledger(tmp_path).keep({"f": 6}, {}, 9)
    assert {path: path.stat().st_ino for path in whole} != whole
    assert [ledger(tmp_path).get(key) for key in "abcdef"] == [1, 2, 3, 4, 5, 6]


def test_a_ledger_that_grows_too_large_keeps_what_was_used(tmp_path):
    ledger(tmp_path).keep({"a": 1, "b": 2, "c": 3}, {}, 9)
    ledger(tmp_path).keep({"d": 4, "e": 5, "f": 6}, {"c": 3, "d": 4, "e": 5, "f": 6}, 5)
    assert [ledger(tmp_path).get(key) for key in "abcdef"] == [None, None, 3, 4, 5, 6]
