"""What judging gives: findings, waivers, changes, and the result of a check."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct, field

from generator.errors import Place
from generator.model.objects import Unchecked

Severity: TypeAlias = Literal["error", "warning", "notice"]


class ObjectRef(NamedTuple):
    """How a finding names an object; namespace is None for cluster-scoped kinds."""

    api_version: str
    kind: str
    namespace: str | None
    name: str


class Related(Struct, frozen=True, order=True):
    """A second place that helps to understand a finding, and why it is shown."""

    file: str
    line: int
    note: str


class Waiver(Struct, frozen=True):
    """A reviewed exception: `rule` and `object` (namespace/kind/name) are shell patterns, `expires` is ISO 8601.

    What a baseline accepts is excused by one without an owner and an end.
    """

    rule: str
    object: str
    reason: str
    owner: str
    expires: str
    place: Place


class Severities(Struct, frozen=True):
    """What a platform says of severities, by rule or `family/*`: everywhere, and in single environments."""

    everywhere: Mapping[str, Severity] = field(default_factory=dict)
    environments: Mapping[str, Mapping[str, Severity]] = field(default_factory=dict)


class Finding(Struct, frozen=True):
    """One violation of one rule on one field of one object, reported once for all environments that it hits, with the
    gravest severity that it has in them.
    """

    rule: str
    severity: Severity
    message: str
    remediation: str
    object: ObjectRef
    field: str
    location: Place
    environments: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    waiver: Waiver | None = None


class Change(Struct, frozen=True):
    """What differs from a revision in one environment: a unit (`team/service`) and the objects that change in it."""

    environment: str
    unit: str
    objects: tuple[str, ...]


class CheckResult(Struct, frozen=True):
    """What a check found: sorted findings (waived ones included), what could not be judged, and how much was read.

    `changes` are in the order of promotion; None where the tree was not compared with a revision.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    objects: int
    files: int
    changes: tuple[Change, ...] | None = None

    @property
    def status(self) -> Literal["clean", "findings", "unchecked"]:
        """`unchecked` before `findings` (any that is not waived, whatever its severity) before `clean`."""
        if self.unchecked:
            return "unchecked"
        return "findings" if any(finding.waiver is None for finding in self.findings) else "clean"
