"""Samples of what a rule finds and what it lets pass: the first telling cases of its tests (docs/guides/rules.md)."""

import json
from pathlib import Path
from typing import Final

import yaml
from msgspec import Struct

from generator.model import Body

_WIDTH: Final = 100
# What is said of a case, rather than judged.
_ABOUT: Final = frozenset({"name", "fields", "message"})


class Sample(Struct, frozen=True):
    """A case: its name, the fields that the rule reports (none where it passes), and what is judged, as YAML."""

    name: str
    fields: tuple[str, ...]
    text: str


def path(rule: str) -> str:
    """The file with the cases of a rule, relative to the repository."""
    return f"tests/rules/{rule.replace('-', '_')}.yaml"


def samples(file: Path) -> tuple[Sample, Sample] | None:
    """A case of a file that fails and one that passes; None without the file. Cases are trusted: tests load them."""
    if not file.is_file():
        return None
    cases = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    passing = next((case for case in cases["pass"] if _telling(case)), cases["pass"][0])
    return _sample(cases["fail"][0]), _sample(passing)


def _telling(case: Body) -> bool:
    """Whether a passing case holds something to look at."""
    return "null" not in json.dumps(case) and all(value for key, value in case.items() if key != "context")


def _sample(case: Body) -> Sample:
    judged = {key: value for key, value in case.items() if key not in _ABOUT}
    text = yaml.safe_dump(judged, sort_keys=False, default_flow_style=None, width=_WIDTH, allow_unicode=True)
    return Sample(case["name"], tuple(field for field in case.get("fields", ()) if field), text)
