"""The generated tree: what is written, what is pruned, and what is never touched."""

import pytest

from generator import blobs, tree

OURS = tree.header("teams/core/web.yaml").encode()


def sync(root, wanted):
    changes = tree.compare(root, {path: blobs.digest(content) for path, content in wanted.items()})
    tree.apply(root, wanted.__getitem__, changes)
    return changes


def test_a_second_run_changes_nothing_and_keeps_times(tmp_path):
    wanted = {"rendered/core/web/base/service.yaml": OURS + b"kind: Service\n"}
    assert sync(tmp_path, wanted).missing == tuple(wanted)
    before = (tmp_path / "rendered/core/web/base/service.yaml").stat().st_mtime_ns
    assert not sync(tmp_path, wanted)
    assert (tmp_path / "rendered/core/web/base/service.yaml").stat().st_mtime_ns == before


def test_stale_files_go_with_their_empty_folders(tmp_path):
    sync(tmp_path, {"rendered/core/web/base/a.yaml": OURS, "rendered/core/b.yaml": OURS})
    changes = sync(tmp_path, {"rendered/core/b.yaml": OURS})
    assert changes.stale == ("rendered/core/web/base/a.yaml",)
    assert not (tmp_path / "rendered/core/web").exists()
    assert (tmp_path / "rendered/core/b.yaml").exists()


def test_foreign_files_and_symlinks_are_reported_and_left(tmp_path):
    (tmp_path / "rendered").mkdir()
    (tmp_path / "rendered/notes.txt").write_text("mine")
    outside = tmp_path / "outside.yaml"
    outside.write_text("precious")
    (tmp_path / "rendered/link.yaml").symlink_to(outside)
    changes = sync(tmp_path, {"rendered/link.yaml": OURS, "rendered/notes.txt": OURS})
    assert changes.blocked == ("rendered/link.yaml", "rendered/notes.txt")
    assert outside.read_text() == "precious"
    assert (tmp_path / "rendered/notes.txt").read_text() == "mine"
    assert (tmp_path / "rendered/link.yaml").is_symlink()


def test_a_symlinked_folder_is_never_written_through(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "rendered").mkdir()
    (tmp_path / "rendered/core").symlink_to(tmp_path / "elsewhere")
    changes = sync(tmp_path, {"rendered/core/a.yaml": OURS})
    assert changes.blocked == ("rendered/core/a.yaml",)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_codeowners_file_written_by_hand_is_kept(tmp_path):
    (tmp_path / "CODEOWNERS").write_text("* @me\n")
    changes = sync(tmp_path, {"CODEOWNERS": OURS})
    assert changes.blocked == ("CODEOWNERS",)
    assert (tmp_path / "CODEOWNERS").read_text() == "* @me\n"


@pytest.mark.parametrize("name", ["rendered/.a.yaml.mlp-partial", ".CODEOWNERS.mlp-partial"])
def test_what_a_killed_run_left_is_removed(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"half a fi")
    sync(tmp_path, {"CODEOWNERS": OURS})
    assert not (tmp_path / name).exists()


def test_a_header_names_the_file_that_a_person_edits():
    assert tree.source(OURS + b"kind: Service\n") == "teams/core/web.yaml"
    assert tree.source(tree.header("platform.yaml and teams/").encode()) == ""
    assert tree.source(b"kind: Service\n") == ""
