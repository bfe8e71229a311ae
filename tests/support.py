"""What end-to-end tests share: a copy of the platform in a scratch repository, and the real command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
MLP = Path(sys.executable).with_name("mlp")
INPUTS = ("platform.yaml", "clusters", "teams")
OUTPUTS = ("rendered", "argocd", "CODEOWNERS")


def copy_platform(target: Path, *, outputs: bool = False) -> Path:
    """The platform's declarations (and what is rendered from them) in an empty folder."""
    for name in (*INPUTS, *(OUTPUTS if outputs else ())):
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name, symlinks=True)
        else:
            shutil.copy2(source, target / name)
    return target


def mlp(root: Path, *arguments: str, environment: dict[str, str] | None = None, given: str | None = None):
    """Run the installed command in a folder; returns the finished process with text output."""
    return subprocess.run(
        [MLP, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        input=given,
        env={**os.environ, **(environment or {})},
        check=False,
    )


def git(root: Path, *arguments: str) -> str:
    """Run git as a fixed author; fail loudly."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def committed_platform(target: Path, branch: str = "main") -> Path:
    """A repository whose only commit holds the platform and what is rendered from it."""
    copy_platform(target, outputs=True)
    git(target, "init", "-q", "--initial-branch", branch)
    git(target, "add", "--all")
    git(target, "commit", "-q", "-m", "start")
    return target


def snapshot(root: Path) -> dict[str, bytes]:
    """Every generated file with its content; a symlink counts as its target's name."""
    found = {}
    for name in OUTPUTS:
        top = root / name
        paths = [top] if top.is_file() else sorted(top.rglob("*"))
        for path in paths:
            if path.is_symlink():
                found[str(path.relative_to(root))] = str(path.readlink()).encode()
            elif path.is_file():
                found[str(path.relative_to(root))] = path.read_bytes()
    return found
