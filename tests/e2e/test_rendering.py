"""Promises of `mlp render` on the real platform: same bytes everywhere, small blast radius, nothing lost."""

import random
import shutil

import pytest
import yaml
from support import REPOSITORY, copy_platform, git, mlp, snapshot


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    root = copy_platform(tmp_path_factory.mktemp("platform"))
    done = mlp(root, "render")
    assert done.returncode == 0, done.stderr
    return root


def copy(rendered, tmp_path):
    return shutil.copytree(rendered, tmp_path / "copy", symlinks=True)


def changed(before, after):
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def replace(path, old, new):
    text = path.read_text()
    assert old in text, f"{path} has no {old!r}"
    path.write_text(text.replace(old, new, 1))


def test_the_committed_tree_is_what_the_declarations_give(rendered):
    assert snapshot(rendered) == snapshot(REPOSITORY)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_hash_seed_and_working_directory_do_not_matter(rendered, tmp_path, seed):
    root = copy_platform(tmp_path)
    done = mlp(root / "teams", "render", environment={"PYTHONHASHSEED": seed})
    assert done.returncode == 0, done.stderr
    assert snapshot(root) == snapshot(rendered)


def test_the_order_of_keys_and_files_does_not_matter(rendered, tmp_path):
    seed = 7
    print(f"seed {seed}")
    root = copy_platform(tmp_path)
    generator = random.Random(seed)

    def shuffle(value):
        if isinstance(value, dict):
            items = [(key, shuffle(item)) for key, item in value.items()]
            generator.shuffle(items)
            return dict(items)
        return [shuffle(item) for item in value] if isinstance(value, list) else value

    files = sorted([*root.glob("teams/*/*.yaml"), *root.glob("clusters/*.yaml")])
    generator.shuffle(files)
    for file in files:
        value = shuffle(yaml.safe_load(file.read_text()))
        file.unlink()
        file.write_text(yaml.safe_dump(value, sort_keys=False))
    done = mlp(root, "render")
    assert done.returncode == 0, done.stderr
    assert snapshot(root) == snapshot(rendered)


def test_a_second_run_keeps_every_time(rendered, tmp_path):
    root = copy(rendered, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in (root / "rendered").rglob("*")}
    assert mlp(root, "render").returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (root / "rendered").rglob("*")} == times


def test_check_says_nothing_of_a_current_tree_and_writes_nothing(rendered):
    done = mlp(rendered, "render", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_drift_names_the_file_and_the_reason(rendered, tmp_path):
    root = copy(rendered, tmp_path)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")
    edited = root / "rendered/core/backend/overlays/prod/kustomization.yaml"
    edited.write_text(edited.read_text() + "# a note\n")
    git(root, "commit", "-qam", "by hand")
    done = mlp(root, "render", "--check")
    assert done.returncode == 1
    assert "rendered/core/backend/overlays/prod/kustomization.yaml: edited by hand" in done.stdout


def test_a_foreign_file_is_kept_and_reported(rendered, tmp_path):
    root = copy(rendered, tmp_path)
    (root / "rendered/notes.md").write_text("mine\n")
    done = mlp(root, "render")
    assert "rendered/notes.md" in done.stdout + done.stderr
    assert (root / "rendered/notes.md").read_text() == "mine\n"
