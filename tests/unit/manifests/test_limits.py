"""Files that no manifest is: refused without being held in memory, and said so."""

import tracemalloc

from generator import manifests, yamlio

HALF_PAIR = b'{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"\\udfff": "x"}}'


def load(path):
    return manifests.load([str(path)], lambda: b"", lambda _: b"")


def test_of_a_huge_file_only_the_limit_is_read(tmp_path):
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.write(b"apiVersion: v1\n")
        file.truncate(1024**3)
    tracemalloc.start()
    loaded = load(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * yamlio.BYTES
    assert not loaded.objects
    assert "larger than 64 MiB" in loaded.unchecked[0].reason


def test_half_a_surrogate_pair_is_refused(tmp_path):
    path = tmp_path / "half.json"
    path.write_bytes(HALF_PAIR)
    loaded = load(path)
    assert not loaded.objects
    assert [each.line for each in loaded.unchecked] == [1]


def test_a_whole_surrogate_pair_is_text(tmp_path):
    path = tmp_path / "pair.json"
    path.write_bytes(HALF_PAIR.replace(b"\\udfff", b"\\ud83e\\udd9c"))
    (item,) = load(path).objects
    assert item.body["data"] == {"\U0001f99c": "x"}
