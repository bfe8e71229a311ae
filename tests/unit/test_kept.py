"""What a run keeps for the next: the same value back, or nothing."""

import pytest

from generator import kept

VALUE = {"a": [1, "b"], "c": {"d": None}}


def test_a_value_comes_back(tmp_path):
    kept.save(tmp_path / "deep/file.json", VALUE)
    assert kept.load(tmp_path / "deep/file.json") == VALUE
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["file.json"]


@pytest.mark.parametrize("damage", [lambda old: old[:-1], lambda old: old[:40] + b"9" + old[41:], lambda _: b""])
def test_a_damaged_file_is_none(tmp_path, damage):
    file = tmp_path / "file.json"
    kept.save(file, VALUE)
    file.write_bytes(damage(file.read_bytes()))
    assert kept.load(file) is None


def test_a_missing_file_is_none_and_an_unwritable_folder_no_failure(tmp_path):
    (tmp_path / "occupied").write_text("a file")
    kept.save(tmp_path / "occupied/file.json", VALUE)
    assert kept.load(tmp_path / "occupied/file.json") is None
