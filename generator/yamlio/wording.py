"""Syntax errors in words for people: what the parser says of itself becomes what is wrong with the text."""

from typing import Final

import yaml

from generator.errors import Place, Problem

# What libyaml reports (a part of its message) → what is wrong, what to do.
_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "a second `key:` on a line that already has a value",
        "quote a text that holds a colon, or put the map on the next line, indented",
    ),
    (
        "did not find expected key",
        "this line fits neither the map that it stands in nor the one around it",
        "align keys of one map; quote a value that begins with a quoted part",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list that it stands in",
        "begin it with `- `, aligned with the other items",
    ),
    (
        "block sequence entries are not allowed",
        "a list begins on a line that already has something else",
        "put the first `- ` on a line of its own",
    ),
    (
        "could not find expected ':'",
        "a line that should be `key: value` has no colon",
        "write `key: value`, with a blank after the colon, or indent the line if it continues the text above",
    ),
    (
        "did not find expected ',' or ']'",
        "a list that `[` opened is not closed",
        "close it with `]`, or quote the text that begins with `[`",
    ),
    (
        "did not find expected ',' or '}'",
        "a map that `{` opened is not closed",
        "close it with `}`, or quote the text that begins with `{`",
    ),
    ("unexpected end of stream", "a quoted text is not closed", "add the missing quote"),
    ("unexpected document indicator", "a quoted text is not closed before the next document", "add the missing quote"),
    (
        "unknown escape character",
        "an unknown escape in a text in double quotes",
        r"write `\\` for a backslash, or use single quotes",
    ),
    ("tab character", "a tab in the indentation", "indent with spaces"),
    (
        "did not find expected <document start>",
        "something stands after the end of the document",
        "begin a new document with `---`, or indent the line",
    ),
    ("undefined tag handle", "a tag that nothing declares", "quote a text that begins with `!`"),
    (
        "did not find expected alphabetic or numeric character",
        "`&` or `*` without a name",
        "quote a text that begins with `*` or `&`",
    ),
    ("did not find expected node content", "a value is missing here", "write one, or take the separator away"),
)
_CANNOT_START: Final = "found character that cannot start any token"
_TAB: Final = "\t"


def problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    """The problem that a parser's error stands for."""
    if not isinstance(error, yaml.MarkedYAMLError) or (mark := error.problem_mark or error.context_mark) is None:
        return Problem(Place(file), f"it is not YAML: {error}")
    message = error.problem or ""
    place = Place(file, mark.line + 1, mark.column + 1)
    if _CANNOT_START in message:
        return _character(place, text)
    for part, what, hint in _WORDS:
        if part in message:
            return Problem(place, what + _since(error, place), hint)
    return Problem(place, f"it is not YAML: {message}{_since(error, place)}")


def _character(place: Place, text: str) -> Problem:
    line = text.splitlines()[place.line - 1] if place.line <= len(text.splitlines()) else ""
    character = line[place.column - 1 : place.column]
    if character == _TAB:
        return Problem(place, "a tab in the indentation", "indent with spaces")
    return Problem(place, f"a value cannot begin with {character!r}", "quote the text")


def _since(error: yaml.MarkedYAMLError, place: Place) -> str:
    """Where the thing began that went wrong later."""
    mark = error.context_mark
    return f" (it begins in line {mark.line + 1})" if mark is not None and mark.line + 1 != place.line else ""
