"""The hook as its users meet it: scratch repositories, the real pre-commit, nothing installed but what pip brings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, copy_platform, git, mlp

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
NOTE = "# touched by a test\n"
PLAIN_PATH = os.pathsep.join(["/usr/local/bin", "/usr/bin", "/bin"])
NEW_SERVICE = """\
description: A service that a test adds.
blueprint: web-service/v1
image:
  name: ghcr.io/stefanprodan/podinfo
  tag: 6.15.0
  digest: sha256:ec73780a8425f59ea49f5bc8cdff0d598805a224fbaa1f86c67a244f250fa9da
parameters:
  command: [./podinfo, --port=8080, --port-metrics=9090]
  user: 100
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The project as pre-commit clones it, and pre-commit's own cache."""
    clone = tmp_path_factory.mktemp("published") / "mlp"
    shutil.copytree(
        REPOSITORY,
        clone,
        ignore=shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.egg-info", "build", ".*_cache", ".hypothesis"),
        symlinks=True,
    )
    git(clone, "init", "-q")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "published")
    return clone, tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def scratch(tmp_path, published):
    """A user's repository in which everything is rendered and committed, with the hook installed."""
    root = tmp_path / "user"
    root.mkdir()
    copy_platform(root, outputs=True)
    clone, _ = published
    revision = git(clone, "rev-parse", "HEAD").strip()
    (root / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {clone}\n    rev: {revision}\n    hooks:\n      - id: render\n"
    )
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "start")
    return root


def environment(published):
    # No Go tool and no virtual environment on PATH: the hook has what pip gave it.
    return {
        **os.environ,
        "PRE_COMMIT_HOME": str(published[1]),
        "PATH": f"{Path(sys.executable).resolve().parent}{os.pathsep}{PLAIN_PATH}",
    }


def pre_commit(root, published, *arguments):
    return subprocess.run(
        [PRE_COMMIT, *(arguments or ("run",))],
        cwd=root,
        env=environment(published),
        capture_output=True,
        text=True,
        check=False,
    )


def service(root, name="core/backend"):
    return root / "teams" / f"{name}.yaml"


def test_try_repo_runs_the_published_hook(scratch, published):
    done = pre_commit(scratch, published, "try-repo", str(published[0]), "render", "--verbose")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_a_new_service_is_rendered_and_must_be_added(scratch, published):
    service(scratch, "core/extra").write_text(NEW_SERVICE)
    git(scratch, "add", "teams")
    first = pre_commit(scratch, published)
    assert first.returncode == 1, first.stdout + first.stderr
    assert "git add" in first.stdout
    assert (scratch / "rendered/core/extra/base/kustomization.yaml").exists()
    second = pre_commit(scratch, published)
    assert second.returncode == 1, "output that nobody added must not pass"
    git(scratch, "add", "rendered", "argocd", "CODEOWNERS")
    assert pre_commit(scratch, published).returncode == 0


def test_a_deleted_service_takes_its_output_with_it(scratch, published):
    service(scratch, "core/extra").write_text(NEW_SERVICE)
    git(scratch, "add", "-A")
    pre_commit(scratch, published)
    git(scratch, "add", "-A")
    git(scratch, "commit", "-qm", "extra")
    git(scratch, "rm", "-q", "teams/core/extra.yaml")
    assert pre_commit(scratch, published).returncode == 1
    assert not (scratch / "rendered/core/extra").exists()
    git(scratch, "add", "-A")
    assert pre_commit(scratch, published).returncode == 0


def test_a_renamed_service_moves_its_output(scratch, published):
    service(scratch, "core/extra").write_text(NEW_SERVICE)
    git(scratch, "add", "-A")
    pre_commit(scratch, published)
    git(scratch, "add", "-A")
    git(scratch, "commit", "-qm", "extra")
    git(scratch, "mv", "teams/core/extra.yaml", "teams/core/other.yaml")
    assert pre_commit(scratch, published).returncode == 1
    assert not (scratch / "rendered/core/extra").exists()
    assert (scratch / "rendered/core/other").exists()


def test_output_edited_by_hand_is_put_back(scratch, published):
    target = scratch / "rendered/core/backend/overlays/prod/kustomization.yaml"
    honest = target.read_text()
    target.write_text(honest + NOTE)
    git(scratch, "add", "-A")
    done = pre_commit(scratch, published)
    assert done.returncode == 1
    assert "rendered/core/backend/overlays/prod/kustomization.yaml" in done.stdout
    assert target.read_text() == honest


def test_an_unstaged_edit_of_a_second_service_does_not_leak(scratch, published):
    service(scratch, "core/extra").write_text(NEW_SERVICE)
    git(scratch, "add", "-A")
    pre_commit(scratch, published)
    git(scratch, "add", "-A")
    git(scratch, "commit", "-qm", "extra")
    extra = service(scratch, "core/extra")
    extra.write_text(NEW_SERVICE.replace("user: 100", "user: 101"))
    assert pre_commit(scratch, published).returncode == 0
    assert "101" not in (scratch / "rendered/core/extra/base/deployment.yaml").read_text()


def test_the_hook_itself_reads_the_index_and_ignores_untracked_declarations(scratch):
    service(scratch, "core/extra").write_text(NEW_SERVICE)
    done = subprocess.run(
        [Path(sys.executable).with_name("mlp"), "hook"], cwd=scratch, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "teams/core/extra.yaml: ignored" in done.stdout
    assert not (scratch / "rendered/core/extra").exists()


def test_a_malformed_declaration_stops_the_commit_and_writes_nothing(scratch, published):
    service(scratch, "core/backend").write_text("blueprint: web-service/v1\nimagee: {}\n")
    git(scratch, "add", "-A")
    done = pre_commit(scratch, published)
    assert done.returncode == 1
    assert "teams/core/backend.yaml:2:1" in done.stdout
    assert "did you mean" in done.stdout
    assert git(scratch, "status", "--porcelain", "rendered", "argocd") == ""


def test_a_platform_may_be_a_folder_of_a_larger_repository(tmp_path):
    root = tmp_path / "infrastructure/platform"
    root.mkdir(parents=True)
    copy_platform(root, outputs=True)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "start")
    backend = service(root)
    staged = backend.read_text().replace("{cpu: 200m", "{cpu: 210m")
    backend.write_text(staged)
    git(root, "add", ".")
    backend.write_text(staged.replace("{cpu: 210m", "{cpu: 220m"))
    done = mlp(root, "hook")
    assert (done.returncode, done.stderr) == (1, "")
    assert "  rendered/core/backend/base/deployment.yaml\n" in done.stdout
    assert "210m" in (root / "rendered/core/backend/base/deployment.yaml").read_text()
    git(root, "add", "rendered")
    assert mlp(root, "hook").returncode == 0
    git(root, "commit", "-qm", "more")
    with (root / "rendered/core/backend/base/service.yaml").open("a") as file:
        file.write(NOTE)
    assert "service.yaml: edited by hand" in mlp(root, "render", "--check").stdout


def test_a_generated_name_that_is_not_utf_8_is_told(scratch):
    (scratch / os.fsdecode(b"rendered/core/odd\xff.yaml")).touch()
    git(scratch, "add", "-A")
    done = subprocess.run(
        [Path(sys.executable).with_name("mlp"), "hook"], cwd=scratch, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (3, b"")
    assert b"rendered/core/odd" in done.stdout


def test_a_repository_that_names_files_otherwise_is_refused(tmp_path):
    copy_platform(tmp_path, outputs=True)
    git(tmp_path, "init", "-q", "--object-format=sha256")
    git(tmp_path, "add", "-A")
    done = mlp(tmp_path, "hook")
    assert (done.returncode, done.stdout) == (3, "")
    assert "SHA-256" in done.stderr
