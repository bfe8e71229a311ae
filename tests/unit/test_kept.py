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
