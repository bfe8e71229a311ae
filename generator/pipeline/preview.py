"""What a later Kubernetes would bring: findings that today's version does not give, as notices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from msgspec.structs import replace

from generator.model import Finding

_Key: TypeAlias = tuple[object, ...]


def notices(today: Iterable[Finding], later: Iterable[Finding], version: str) -> Iterator[Finding]:
    """The later findings that are not waived and that are new, somewhere; where there are environments, in those only
    that do not have them today.
    """
    known: defaultdict[_Key, set[str]] = defaultdict(set)
    for finding in today:
        known[_key(finding)] |= set(finding.environments)
    for finding in later:
        fresh = tuple(name for name in finding.environments if name not in known.get(_key(finding), ()))
        if finding.waiver is None and (fresh or _key(finding) not in known):
            message = f"Kubernetes {version}: {finding.message}"
            yield replace(finding, severity="notice", message=message, environments=fresh)


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.object.kind, finding.object.name, finding.field, finding.location
