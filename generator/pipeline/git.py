"""The few questions that are asked of git. Every call names the platform's root, which may be a folder of a larger
repository: paths are relative to it, given and answered. Nothing here changes a repository.
"""

import io
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from generator import scratch
from generator.errors import ToolError, UsageError

_PREFIX = ("rev-parse", "--show-prefix")
INPUTS = ("platform.yaml", "clusters", "teams", "blueprints", "policies")


def run(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Standard output of a git command in `root`, with `given` on its standard input; ToolError with git's own words
    where it fails.
    """
    return started(root, *arguments, given=given)()


def started(root: Path, *arguments: str, given: bytes | None = None) -> Callable[[], bytes]:
    """Start a git command that goes on beside this process; the function returned waits for what `run` gives."""
    # Whoever gives up early leaves git to itself, which must not hold a lock then.
    command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    stdin = None if given is None else subprocess.PIPE
    # A pipe would make git wait for its reader.
    output = scratch.file()
    try:
        process = subprocess.Popen(command, stdin=stdin, stdout=output, stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise ToolError("git is not installed or not on PATH") from None

    @cache
    def result() -> bytes:
        _, errors = process.communicate(given)
        if process.returncode:
            raise ToolError(f"git {arguments[0]}: {errors.decode(errors='replace').strip()}")
        with output:
            output.seek(0)
            return output.read()

    return result


def tree(root: Path, revision: str) -> str:
    """The id of a revision's tree, which no command can take for one of its options. UsageError for what is none."""
    run(root, "rev-parse", "--git-dir")
    try:
        return (
            run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}").decode().strip()
        )
    except ToolError:
        raise UsageError(f"there is no revision {revision or '(empty)'} in this repository") from None


def extract(root: Path, revision: str, folder: Path, paths: Sequence[str] = INPUTS) -> None:
    """Lay the inputs of a revision out below `folder`; paths that it lacks are left out."""
    there = _text(run(root, "ls-tree", "-z", "--name-only", revision, "--", *paths)).split("\0")
    present = [path for path in there if path]
    if not present:
        return
    import tarfile  # noqa: PLC0415 - the hook needs none

    # The tree's name, not the commit's: an archive of a commit would carry its id as a comment.
    archive = run(root, "archive", "--format=tar", f"{revision}^{{tree}}", "--", *present)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        # Python 3.11.4 brought filters. Without one, links are left out: no input may be one.
        members = [each for each in tar if not (each.issym() or each.islnk())]
        safe: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {"members": members}
        tar.extractall(folder, **safe)  # noqa: S202 - by the filter, or without links


def last_commits(root: Path, paths: Iterable[str], below: Sequence[str]) -> Mapping[str, str]:
    """For each path the last commit that touched it; paths without one are absent. Reads history once."""
    wanted = set(paths)
    found: dict[str, str] = {}
    commit = ""
    shown = ("-z", "--format=%x01%H", "--name-only", "--no-renames", "--relative")
    log = _text(run(root, "log", *shown, "--", *below))
    for entry in log.replace("\n", "\0").split("\0"):
        if entry.startswith("\1"):
            commit = entry[1:]
        elif entry in wanted:
            found.setdefault(entry, commit)
    return found


def touched(root: Path, revision: str, texts: Iterable[str], below: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The commits of a revision's history, newest first, that wrote or took away a line with one of the texts (plain
    letters and digits), and in which paths. Reads history once.
    """
    pattern = "|".join(sorted(texts))
    shown = ("-z", "--format=%x01%H", "--name-only", "--no-renames", "--relative")
    log = run(root, "log", *shown, f"-G{pattern}", revision, "--", *below)
    for entry in _text(log).split("\1")[1:]:
        commit, *paths = entry.replace("\n", "\0").split("\0")
        yield commit, [path for path in paths if path]


def changed(root: Path, revision: str, below: Sequence[str]) -> tuple[str, ...]:
    """Paths whose working file differs from a revision: edited, added, deleted, untracked."""
    compared = run(root, "diff", "-z", "--name-only", "--no-renames", "--relative", revision, "--", *below)
    untracked = run(root, "ls-files", "-z", "--others", "--", *below)
    return tuple(dict.fromkeys(path for path in _text(compared + untracked).split("\0") if path))


def statuses(root: Path, *groups: Sequence[str]) -> Iterator[Callable[[], Sequence[tuple[str, str]]]]:
    """Start to compare working tree, index and HEAD below the paths of each group; each function returned gives git's two
    letters and the path of every file that differs.
    """
    options = ("-z", "--porcelain", "--no-renames", "--untracked-files=all")
    above = started(root, *_PREFIX)
    listed = [started(root, "status", *options, "--", *paths) for paths in groups]

    def result(output: Callable[[], bytes]) -> Sequence[tuple[str, str]]:
        # These paths alone are told from the repository's own top.
        top = _line(above())
        entries = [entry for entry in _text(output()).split("\0") if entry]
        return [(entry[:2], entry[3:].removeprefix(top)) for entry in entries]

    return (partial(result, output) for output in listed)


def holds_changes(root: Path) -> bool:
    """Whether anything is staged, anywhere in the repository."""
    return bool(run(root, "diff", "--cached", "--name-only"))


def prefix(root: Path) -> str:
    """Where the root lies in its repository: empty, or a path with a slash at its end."""
    return _line(run(root, *_PREFIX))


def _line(output: bytes) -> str:
    return _text(output).removesuffix("\n")


def _text(output: bytes) -> str:
    """What git said; a name that is not UTF-8 becomes what it is in Python."""
    return output.decode(errors="surrogateescape")


def dirty(root: Path, below: Sequence[str]) -> frozenset[str]:
    """Paths whose working file differs from HEAD, untracked ones included."""
    (found,) = statuses(root, below)
    return frozenset(path for _, path in found())
