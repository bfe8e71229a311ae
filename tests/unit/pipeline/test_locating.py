"""Places of findings, in a process that judges more than once."""

from generator.pipeline.origins import content


def test_a_file_is_read_as_it_is_now(tmp_path):
    path = tmp_path / "a.yaml"
    assert content(path) == b""
    path.write_bytes(b"a: 1\n")
    assert content(path) == b"a: 1\n"
    path.write_bytes(b"a: 1\nb: 2\n")
    assert content(path) == b"a: 1\nb: 2\n"
    path.unlink()
    assert content(path) == b""
