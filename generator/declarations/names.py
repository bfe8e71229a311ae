"""Names: what they may look like, how long they may be, and which known one was probably meant."""

import re
from collections.abc import Iterable

LABEL = re.compile(r"[a-z]([-a-z0-9]*[a-z0-9])?")
LABEL_WORDS = "a DNS label (lower-case letters, digits, inner hyphens)"
LONGEST_LABEL = 63
# A CronJob's name leaves 11 characters for the Jobs that it makes, a StatefulSet's for its revision label; a service
# may change its blueprint, so the tightest bound holds for all (kubernetes.io, "CronJob"; apps/v1 controller hashes).
LONGEST_SERVICE = 52


def fault(name: str, longest: int = LONGEST_LABEL) -> str:
    """Why a name cannot be used, in words that follow the name; empty if it can."""
    if not LABEL.fullmatch(name):
        return f"is not {LABEL_WORDS}, beginning with a letter"
    return f"has {len(name)} characters, and {longest} are the most" if len(name) > longest else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that was probably meant, else all known words if they are few."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    options = sorted(set(known))
    plain = {_plain(option): option for option in options}
    close = get_close_matches(_plain(word), plain, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{plain[close[0]]}`?"
    if not options:
        return "there is none"
    return "known: " + listed(options) if len(options) <= 12 else ""  # noqa: PLR2004 - a longer list hides the message


def _plain(word: str) -> str:
    """A word without what spellings differ in: `NO_SCHEDULE` is meant as `NoSchedule`."""
    return word.lower().replace("_", "").replace("-", "")


def listed(words: Iterable[object]) -> str:
    """`a`, `b`, `c`."""
    return ", ".join(f"`{word}`" for word in words)
