"""Place-holders for the texts of an input that rules do not really read, so that inputs which differ in them look alike.

A text that is only shown is replaced by one in brackets; a plain name of which only the form is read, by another plain
name. Equal texts of one input have equal place-holders, which number the texts.
"""

import functools
import re

# Brackets that no name in Kubernetes may have, and a name that nobody gives.
_SHOWN = ("\u27e6", "\u27e7")
_NAMED = ("mlp-", "-name")
_PLACE = re.compile("|".join(f"{start}([0-9]+){end}" for start, end in (_SHOWN, _NAMED)))
# What every rule on the form of names takes for the same: DNS labels that begin with a letter, joined by dots.
_LABEL = "[a-z](?:-?[a-z0-9])*"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
# Names of CronJobs may be 52 characters long, others longer.
_LONGEST_NAME = 50


class Texts(dict[str, int]):
    """The texts of one input, and the number that stands for each."""

    def shown(self, text: str) -> str:
        """What stands for a text that is only shown or compared; an empty one stands for itself."""
        return self._place(text, *_SHOWN) if text else text

    def named(self, text: str) -> str:
        """What stands for a text of which only the form is read; what is no plain name stands for itself."""
        return ".".join([self._place(label, *_NAMED) for label in _labels(text)]) or text

    def restored(self, message: str) -> str:
        """A message with the texts in the place of their place-holders."""
        known = list(self)

        def text(place: re.Match[str]) -> str:
            number = int(place[1] or place[2])
            return known[number] if number < len(known) else place[0]

        return _PLACE.sub(text, message)

    def _place(self, text: str, start: str, end: str) -> str:
        return f"{start}{self.setdefault(text, len(self))}{end}"


@functools.lru_cache(10_000)
def _labels(text: str) -> tuple[str, ...]:
    """The parts of a plain name, which objects of a tree share; none of what is not one."""
    return tuple(text.split(".")) if len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) else ()
