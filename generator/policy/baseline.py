"""A baseline: the findings of one day, accepted at once, so that a tree with many of them can be checked from now on.

It is JSON that the checker writes, and may only shrink. Unlike a waiver, an entry has no reason, no owner and no end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from msgspec import Struct
from msgspec.structs import asdict, replace

from generator.errors import InputError, Place, Problem
from generator.model import Fact, Finding, Object, Origin, Waiver, fact
from generator.policy.waivers import FILE_API, uncoverable

VERSION = 1
_Key = tuple[str, str, str, str]


class Entry(Struct, frozen=True, order=True):
    """A finding that is accepted, in the environments where it was found.

    `object` is namespace/kind/name, without the namespace where there are environments: it may differ among them.
    """

    rule: str
    object: str
    field: str
    file: str
    environments: tuple[str, ...]

    @property
    def key(self) -> _Key:
        """What tells it from other entries; lines and messages may change."""
        return self.rule, self.object, self.field, self.file


def load(path: Path, file: str) -> tuple[Entry, ...] | None:
    """The entries of a baseline that is called `file` in messages; None where it does not exist.

    Raises InputError where the file is not one.
    """
    try:
        return _entries(orjson.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        hint = "delete the file and run `mlp check --write-baseline` to accept today's findings"
        raise InputError([Problem(Place(file), f"not a baseline: {error}", hint)]) from error


def _entries(content: Any) -> tuple[Entry, ...]:
    if content["version"] != VERSION:
        raise ValueError(f"version {content['version']} is not {VERSION}")
    return tuple(_entry(value) for value in content["findings"])


def _entry(value: Mapping[str, Any]) -> Entry:
    rule, subject, field, file = (value[name] for name in ("rule", "object", "field", "file"))
    environments = tuple(value["environments"])
    if not all(isinstance(text, str) for text in (rule, subject, field, file, *environments)):
        raise TypeError("an entry holds what is no text")
    return Entry(rule, subject, field, file, environments)


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline, sorted, one key a line, so that a review sees what went."""
    content = {"version": VERSION, "findings": [asdict(entry) for entry in sorted(entries)]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def settled(entries: Sequence[Entry] | None, findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """What a baseline shall hold: at first (None) every open finding, later what still occurs of what it held.

    What no waiver may excuse is never accepted.
    """
    now = _environments(findings)
    if entries is None:
        return tuple(Entry(*key, environments=tuple(sorted(names))) for key, names in now.items())
    known = [(one, now[one.key]) for one in entries if one.key in now]
    shrunk = (
        replace(one, environments=tuple(name for name in one.environments if name in names)) for one, names in known
    )
    return tuple(one for one in shrunk if one.environments or not now[one.key])


def apply(findings: Iterable[Finding], entries: Iterable[Entry], file: str) -> tuple[Finding, ...]:
    """The findings, those with an entry for all of their environments excused by it."""
    accepted = {entry.key: entry for entry in entries}
    return tuple(_excused(finding, accepted.get(_key(finding)), file) for finding in findings)


def _excused(finding: Finding, entry: Entry | None, file: str) -> Finding:
    if finding.waiver or entry is None or uncoverable(finding.rule):
        return finding
    if not set(finding.environments) <= set(entry.environments):
        return finding
    reason = f"accepted in {file}"
    return replace(finding, waiver=Waiver(entry.rule, entry.object, reason, "", "", Place(file)))


def facts(findings: Iterable[Finding], entries: Iterable[Entry], file: str) -> tuple[Fact, ...]:
    """One `BaselineEntry` fact for each entry, from the findings before `apply`; judged by the family `waiver`."""
    now = _environments(findings)
    return tuple(_fact(entry, now, file) for entry in entries)


def _fact(entry: Entry, now: Mapping[_Key, set[str]], file: str) -> Fact:
    subject = {"apiVersion": FILE_API, "kind": "Baseline", "metadata": {"name": f"{entry.rule} {entry.object}"}}
    return fact(
        "BaselineEntry",
        Object(subject, Origin(file)),
        rule=entry.rule,
        object=entry.object,
        field=entry.field,
        occurs=entry.key in now,
        gone=[name for name in entry.environments if name not in now.get(entry.key, ())],
    )


def _key(finding: Finding) -> _Key:
    named = finding.object
    parts = (None if finding.environments else named.namespace, named.kind, named.name)
    subject = "/".join(part for part in parts if part is not None)
    return finding.rule, subject, finding.field, finding.location.file


def _environments(findings: Iterable[Finding]) -> Mapping[_Key, set[str]]:
    """Where each finding occurs that is open and may be accepted."""
    found: defaultdict[_Key, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.waiver is None and not uncoverable(finding.rule):
            found[_key(finding)] |= set(finding.environments)
    return dict(found)
