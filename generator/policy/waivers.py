"""Waivers: reviewed exceptions in `policies/waivers.yaml`, each with a reason, an owner and an end."""

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from generator import yamlio
from generator.errors import InputError, Place, Problem
from generator.model import Fact, Finding, Object, ObjectRef, Origin, Waiver, fact

KEYS = ("rule", "object", "reason", "owner", "expires")
# What a waiver must not excuse: files that slip past review, and what waivers themselves are reported for.
FORBIDDEN = ("gitops/unexpected-file", "waiver/*")
FILE_API = "files.mlp/v1"


def load(path: Path, file: str) -> tuple[Waiver, ...]:
    """The waivers in a file that is called `file` in messages; none where it does not exist.

    Raises InputError with every problem found.
    """
    try:
        with path.open("rb") as opened:
            text = yamlio.contents(opened)
    except FileNotFoundError:
        return ()
    documents = yamlio.parse_marked(text, file)
    if not documents or documents[0].value is None:
        return ()
    reader = _Reader(file, documents[0].places)
    found = reader.waivers(documents[0].value)
    if len(documents) > 1:
        reader.complain((), "more than one document", "keep all waivers in one list")
    if reader.problems:
        raise InputError(reader.problems)
    return found


def apply(findings: Iterable[Finding], waivers: Sequence[Waiver], today: date) -> tuple[Finding, ...]:
    """The findings, each with the first waiver that covers it and has not expired."""
    valid = [waiver for waiver in waivers if not _expired(waiver, today)]
    return tuple(
        replace(finding, waiver=next((waiver for waiver in valid if _covers(waiver, finding)), None))
        for finding in findings
    )


def concerning(findings: Sequence[Finding], waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """The waivers that cover one of the findings, expired ones included."""
    return tuple(waiver for waiver in waivers if any(_covers(waiver, finding) for finding in findings))


def facts(findings: Sequence[Finding], waivers: Sequence[Waiver], today: date) -> tuple[Fact, ...]:
    """One `Waiver` fact for each waiver, from the findings before or after `apply`; judged by the family `waiver`."""
    return tuple(_fact(waiver, findings, today) for waiver in waivers)


def _fact(waiver: Waiver, findings: Sequence[Finding], today: date) -> Fact:
    name = f"{waiver.rule} {waiver.object}"
    subject_body = {"apiVersion": FILE_API, "kind": "Waiver", "metadata": {"name": name}}
    return fact(
        "Waiver",
        Object(subject_body, Origin(waiver.place.file, waiver.place.line)),
        rule=waiver.rule,
        object=waiver.object,
        expires=waiver.expires,
        expired=_expired(waiver, today),
        used=any(_covers(waiver, finding) for finding in findings),
        forbidden=[rule for rule in FORBIDDEN if fnmatch.fnmatchcase(waiver.rule, rule)],
        broad=_broad(waiver),
    )


def _expired(waiver: Waiver, today: date) -> bool:
    """A waiver holds up to and including the day that it names."""
    return date.fromisoformat(waiver.expires) < today


def uncoverable(rule: str) -> bool:
    """Whether no exception of any form may excuse a rule."""
    return any(fnmatch.fnmatchcase(rule, forbidden) for forbidden in FORBIDDEN)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    if uncoverable(finding.rule):
        return False
    return fnmatch.fnmatchcase(finding.rule, waiver.rule) and _names(waiver.object, finding.object)


def _names(pattern: str, named: ObjectRef) -> bool:
    """Part by part, so that no wildcard reaches over a slash."""
    parts = (named.kind, named.name) if named.namespace is None else (named.namespace, named.kind, named.name)
    patterns = pattern.split("/", len(parts) - 1)
    return len(patterns) == len(parts) and all(map(fnmatch.fnmatchcase, parts, patterns))


def _broad(waiver: Waiver) -> list[str]:
    """Which parts of the waiver leave everything open."""
    family, _, rule = waiver.rule.partition("/")
    *namespace, _, name = waiver.object.split("/", waiver.object.count("/"))
    parts = {"family": family, "rule": rule, "namespace": "".join(namespace) or "-", "name": name}
    return [part for part, pattern in parts.items() if not pattern.strip("*?")]


class _Reader:
    """Reads the one document and keeps what is wrong with it."""

    def __init__(self, file: str, places: Mapping[tuple[str | int, ...], Place]) -> None:
        self.file = file
        self.places = places
        self.problems: list[Problem] = []

    def complain(self, path: tuple[str | int, ...], what: str, hint: str) -> None:
        known = (self.places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.places)
        self.problems.append(Problem(next(known, Place(self.file)), what, hint))

    def waivers(self, value: object) -> tuple[Waiver, ...]:
        entries = value.get("waivers") if isinstance(value, dict) else None
        if not isinstance(value, dict) or set(value) - {"waivers"} or not isinstance(entries, list):
            self.complain((), "not a list of waivers", "write one key, `waivers`, with a list")
            return ()
        found = (self._waiver(entry, ("waivers", index)) for index, entry in enumerate(entries))
        return tuple(waiver for waiver in found if waiver)

    def _waiver(self, entry: object, path: tuple[str | int, ...]) -> Waiver | None:
        if not isinstance(entry, dict):
            self.complain(path, "a waiver is not a mapping", f"give it {', '.join(KEYS)}")
            return None
        for key in entry:
            if key not in KEYS:
                self.complain((*path, key), f"unknown key {key}", f"a waiver has {', '.join(KEYS)}")
        texts = {key: self._text(entry, key, path) for key in KEYS}
        self._check(texts, path)
        return Waiver(**texts, place=self.places.get(path, Place(self.file)))

    def _text(self, entry: Mapping[str, object], key: str, path: tuple[str | int, ...]) -> str:
        value = entry.get(key)
        if key == "expires" and isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.complain((*path, key), f"{key} is missing or not a text", f"every waiver has {', '.join(KEYS)}")
        return ""

    def _check(self, texts: Mapping[str, str], path: tuple[str | int, ...]) -> None:
        if texts["rule"] and "/" not in texts["rule"]:
            self.complain((*path, "rule"), f"{texts['rule']} is no rule", "write family/rule, as findings do")
        if texts["object"] and texts["object"].count("/") not in {1, 2}:
            hint = "write namespace/kind/name, or kind/name for what has no namespace"
            self.complain((*path, "object"), f"{texts['object']} names no object", hint)
        if texts["expires"] and not _is_date(texts["expires"]):
            self.complain((*path, "expires"), f"{texts['expires']} is no date", "write it as 2027-01-31")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
