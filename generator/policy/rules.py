"""The catalogue of rules: what each Rego file says of itself in its METADATA block, read without opa."""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator import yamlio
from generator.errors import InputError, Place, Problem
from generator.model import Severity
from generator.policy import reads
from generator.policy.reads import Reads

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "notice")
NOT_FAMILIES = frozenset({"lib"})
_PACKAGE = re.compile(r"^package ([a-z0-9_.]+)$", re.MULTILINE)


class Rule(Struct, frozen=True):
    """One rule. `id` is `family/name-with-hyphens`; `reads` is None where the rule may read all of its input."""

    id: str
    title: str
    description: str
    severity: Severity
    remediation: str
    references: tuple[str, ...]
    reads: Reads | None
    place: Place

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


def load(folder: Path) -> tuple[Rule, ...]:
    """All rules of a `policies/` folder, sorted by id. Raises InputError with every problem of every METADATA block."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    for path in files(folder):
        try:
            rules.append(_rule(path, folder))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(sorted(rules, key=lambda rule: rule.id))


def files(folder: Path) -> Iterator[Path]:
    """The Rego files that hold a rule each: `<family>/<rule>.rego`, without tests and the library."""
    for path in sorted(folder.glob("*/*.rego")):
        if path.parent.name not in NOT_FAMILIES and not path.name.endswith("_test.rego"):
            yield path


def matching(rules: Iterable[Rule], patterns: Iterable[str]) -> frozenset[str]:
    """The ids that at least one shell pattern matches; every id where there is no pattern."""
    patterns = tuple(patterns)
    return frozenset(
        rule.id for rule in rules if not patterns or any(fnmatch.fnmatchcase(rule.id, pattern) for pattern in patterns)
    )


def _rule(path: Path, folder: Path) -> Rule:
    # Rules laid together from two folders are called what a person finds them under.
    file = f"policies/{path.relative_to(folder).as_posix()}"
    text = path.read_text(encoding="utf-8")
    reader = _Reader(file, _metadata(text, file))
    expected = f"{path.parent.name}.{path.stem}"
    found = _PACKAGE.search(text)
    if not found or found[1] != expected:
        reader.complain((), f"the package is not {expected}", "name the package after the folder and the file")
    if reader.value.get("scope") != "package":
        reader.complain(("scope",), "scope is not package", "write `scope: package`")
    rule = Rule(
        id=f"{path.parent.name}/{path.stem.replace('_', '-')}",
        title=reader.text("title"),
        description=reader.text("description"),
        severity=reader.severity(),
        remediation=reader.text("custom", "remediation"),
        references=reader.references(),
        reads=reader.reads(),
        place=Place(file),
    )
    if reader.problems:
        raise InputError(reader.problems)
    return rule


def _metadata(text: str, file: str) -> yamlio.MarkedDocument:
    """The block that the file starts with, uncommented in place so that lines are those of the file."""
    lines = text.splitlines()
    block = []
    for line in lines[1:]:
        if not line.startswith("#"):
            break
        block.append(line[2:])
    documents = yamlio.parse_marked("\n".join(["", *block, ""]).encode(), file)
    if lines[:1] != ["# METADATA"] or not documents or not isinstance(documents[0].value, dict):
        what = "the file does not start with a METADATA block"
        raise InputError(
            [Problem(Place(file), what, "begin with `# METADATA` and the fields that docs/guides/rules.md lists")]
        )
    return documents[0]


class _Reader:
    """Reads fields of one METADATA block and keeps what is wrong with them."""

    def __init__(self, file: str, document: yamlio.MarkedDocument) -> None:
        self.file = file
        self.value: Mapping[str, Any] = document.value
        self.places = document.places
        self.problems: list[Problem] = []

    def complain(self, path: tuple[str, ...], what: str, hint: str) -> None:
        place = next(
            (self.places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.places), Place(self.file)
        )
        # The block was read without its comment signs, two characters to the left of where it stands.
        self.problems.append(Problem(Place(place.file, place.line, place.column + 2), what, hint))

    def get(self, *path: str) -> Any:
        value: Any = self.value
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def text(self, *path: str) -> str:
        value = self.get(*path)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.complain(path, f"{'.'.join(path)} is missing or not a text", "every rule says it")
        return ""

    def severity(self) -> Severity:
        value = self.get("custom", "severity")
        found = next((severity for severity in SEVERITIES if severity == value), None)
        if found is None:
            self.complain(
                ("custom", "severity"), f"custom.severity is {value!r}", f"use one of {', '.join(SEVERITIES)}"
            )
        return found or "error"

    def references(self) -> tuple[str, ...]:
        value = self.get("related_resources")
        entries = value if isinstance(value, list) else []
        references = tuple(str(entry.get("ref", "")) for entry in entries if isinstance(entry, Mapping))
        if (
            not references
            or len(references) != len(entries)
            or not all(ref.startswith("https://") for ref in references)
        ):
            self.complain(
                ("related_resources",), "related_resources is not a list of {ref: URL}", "name the rule's source"
            )
        return references

    def reads(self) -> Reads | None:
        declared = self.get("custom", "reads")
        if declared is None:
            return None
        try:
            return reads.parse(declared if isinstance(declared, Mapping) else {str(declared): None})
        except ValueError as error:
            self.complain(("custom", "reads"), f"custom.reads: {error}", "docs/guides/rules.md has the grammar")
            return None
