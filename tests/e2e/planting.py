"""Faults as edits of a copy of the platform, and the findings that must come of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support import mlp

EVERYWHERE = ("local", "dev", "staging", "prod")
Edit = Callable[[Path], None]
Key = tuple[str, str, str]
SUFFIXES = ("-dev", "-staging")
RUN = re.compile("-[0-9a-f]{8}$")


@dataclass(frozen=True)
class Hit:
    """An expected finding. `object` is `namespace/Kind/name`, namespaces without an environment's suffix (`-`
    for none) and Jobs without their hash; `at` is the file to mend, and `line` a part of the line there that is meant (empty: any line).
    """

    rule: str
    object: str
    field: str
    at: str
    line: str = ""
    environments: tuple[str, ...] = EVERYWHERE

    @property
    def key(self) -> Key:
        """What tells a finding from all others."""
        return self.rule, self.object, self.field


@dataclass(frozen=True)
class Fault:
    """What is planted, and everything that the rules of the hits must then say."""

    edits: tuple[Edit, ...]
    hits: tuple[Hit, ...]


def replace(path: str, old: str, new: str, count: int = 1) -> Edit:
    """Replace a text that is there so often."""

    def edit(root: Path) -> None:
        text = (root / path).read_text()
        assert text.count(old) == count, f"{path} has {text.count(old)} times {old!r}"
        (root / path).write_text(text.replace(old, new))

    return edit


def beside(path: str, key: str, text: str) -> Edit:
    """Insert lines before the one line that begins with a text, as deep as it."""

    def edit(root: Path) -> None:
        lines = (root / path).read_text().splitlines()
        (index,) = (number for number, line in enumerate(lines) if line.lstrip().startswith(key))
        indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
        lines[index:index] = [indent + line for line in text.splitlines()]
        (root / path).write_text("\n".join(lines) + "\n")

    return edit


def append(path: str, text: str) -> Edit:
    """Add text to the end of a file, which is made if it is missing."""

    def edit(root: Path) -> None:
        target = root / path
        target.write_text((target.read_text() if target.exists() else "") + text)

    return edit


def link(path: str, target: str) -> Edit:
    """Make a symbolic link."""
    return lambda root: (root / path).symlink_to(target)


def check(root: Path, engine: str, cache: Path) -> tuple[int, str]:
    """Check a repository with one engine, which shares no verdict with another: exit code and JSON.

    Every finding fails the check, so that the exit code says whether there is one.
    """
    environment = {"XDG_CACHE_HOME": str(cache / engine)}
    done = mlp(root, "check", "--fail-on", "notice", "--format", "json", "--engine", engine, environment=environment)
    assert done.stderr == ""
    return done.returncode, done.stdout


def key(finding: dict) -> Key:
    """Which hit a finding may be."""
    named = finding["object"]
    namespace, kind, name = _plain(named["namespace"] or "-"), named["kind"], named["name"]
    if kind == "Namespace":
        name = _plain(name)
    if kind == "Job":
        name = RUN.sub("", name)
    return finding["rule"], f"{namespace}/{kind}/{name}", finding["field"]


def _plain(namespace: str) -> str:
    """A namespace without its environment's suffix."""
    for suffix in SUFFIXES:
        namespace = namespace.removesuffix(suffix)
    return namespace


def line_of(root: Path, file: str, text: str) -> int:
    """The number of the one line of a file that contains a text."""
    (number,) = (number for number, line in enumerate((root / file).read_text().splitlines(), 1) if text in line)
    return number
