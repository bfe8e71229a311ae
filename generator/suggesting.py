"""Hints for words that are not known: the one place that guesses what was meant."""

from collections.abc import Iterable
from typing import Final

# A longer list hides the message that it belongs to.
_MOST_LISTED: Final = 20
_CLOSE: Final = 0.6


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that was probably meant, else all known words if they are few, else nothing."""
    near = nearest(word, known)
    if near:
        return f"did you mean `{near}`?"
    options = sorted(set(known))
    if not options:
        return "there is none"
    return f"known: {listed(options)}" if len(options) <= _MOST_LISTED else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is close enough to be meant; empty where there is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors need it

    plain = {_plain(option): option for option in sorted(set(known))}
    close = get_close_matches(_plain(word), plain, n=1, cutoff=_CLOSE)
    return plain[close[0]] if close else ""


def listed(words: Iterable[object]) -> str:
    """`a`, `b`, `c`."""
    return ", ".join(f"`{word}`" for word in words)


def _plain(word: str) -> str:
    """A word without what spellings differ in: `NO_SCHEDULE` is meant as `NoSchedule`."""
    return word.lower().replace("_", "").replace("-", "")
