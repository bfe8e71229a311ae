import pytest

from generator.errors import InputError
from generator.policy import catalogue, rules, sources
from tests.unit.policy import samples


def test_what_is_remembered_is_what_was_read(tmp_path):
    digest = sources.digest(samples.POLICIES)
    first = catalogue.load(samples.POLICIES, digest, tmp_path)
    assert first == rules.load(samples.POLICIES)
    assert catalogue.load(tmp_path / "nowhere", digest, tmp_path) == first


def test_other_sources_are_read_anew(tmp_path):
    catalogue.load(samples.POLICIES, "one", tmp_path)
    assert catalogue.load(tmp_path / "nowhere", "other", tmp_path) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"5", b"[5]", b'["text"]', b'[{"id": "a/b"}]', b'[{"reads": {"x": 1}, "references": []}]', b"\xff"],
)
def test_a_damaged_file_is_read_anew(tmp_path, content):
    known = catalogue.load(samples.POLICIES, "digest", tmp_path)
    (file,) = (tmp_path / "policy").iterdir()
    file.write_bytes(content)
    assert catalogue.load(samples.POLICIES, "digest", tmp_path) == known
    assert catalogue.load(tmp_path / "nowhere", "digest", tmp_path) == known


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "policy").write_text("not a folder")
    assert catalogue.load(samples.POLICIES, "digest", tmp_path)


def test_wrong_rules_are_not_remembered(tmp_path):
    folder = samples.policies(tmp_path, {"wrong": ""}, "#   reads: {fields: [a]}\n")
    for _ in range(2):
        with pytest.raises(InputError):
            catalogue.load(folder, "digest", tmp_path / "cache")
