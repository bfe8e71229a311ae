"""Where a line begins: what the parser's marks mean to those who read places.

A line ends with a line feed, also one after a carriage return: so count git, GitHub and SARIF (its default
`newlineSequences`). YAML 1.1 also ends one at a lone carriage return, U+0085, U+2028 and U+2029, and so do the marks.
"""

from bisect import bisect_right
from typing import Any, Final

_ONLY_YAML: Final = ("\r", "\x85", "\u2028", "\u2029")


class Lines:
    """The lines of a text. Where the marks count as we do, which nearly all texts make them, nothing is counted again."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        """Find the beginnings of the lines only if the text has a character that could make marks differ."""
        self._starts: list[int] = []
        text = text.removeprefix("\ufeff")  # the marks do not count it
        if any(character in text for character in _ONLY_YAML):
            self._starts = [0]
            while following := text.find("\n", self._starts[-1]) + 1:
                self._starts.append(following)

    def position(self, mark: Any) -> tuple[int, int]:
        """The line and column of a mark, both from 0."""
        if not self._starts:
            return mark.line, mark.column
        line = bisect_right(self._starts, mark.index) - 1
        return line, mark.index - self._starts[line]
