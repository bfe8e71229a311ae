"""Syntax errors in words for people: what the parser says of itself becomes what is wrong with the text."""

from typing import Final

import yaml

from generator.errors import Place, Problem
from generator.yamlio.lines import Lines

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
    ("exceeded maximum nesting depth", "it is nested too deeply", "no manifest is"),
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
    ("expected comment or line break", "text on the line of a `|` or `>`", "begin it on the next line, indented"),
    ("undefined tag handle", "a tag that nothing declares", "quote a text that begins with `!`"),
    (
        "did not find expected alphabetic or numeric character",
        "`&` or `*` without a name",
        "quote a text that begins with `*` or `&`",
    ),
    ("did not find expected node content", "a value is missing here", "write one, or take the separator away"),
)
BRACES: Final = 'put quotes around an expression such as "{{ service.name }}"; render Helm and Jinja templates first'
_CANNOT_START: Final = "found character that cannot start any token"


_SHOWN: Final = 60


def shown(text: str) -> str:
    """A text from a file, cut to a length that fits into a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def shown_tag(tag: str) -> str:
    """A tag as people write it."""
    return shown(tag.replace("tag:yaml.org,2002:", "!!", 1))


def problem(error: yaml.YAMLError, file: str, text: str, lines: Lines, first_line: int) -> Problem:
    """The problem that a parser's error about a text stands for; the text begins at `first_line` of the file."""
    if not isinstance(error, yaml.MarkedYAMLError) or (mark := error.problem_mark or error.context_mark) is None:
        return Problem(Place(file, first_line), f"it is not YAML: {error}")
    number, column = lines.position(mark)
    since = lines.position(error.context_mark or mark)[0]
    began = f" (it begins in line {since + first_line})" if since != number else ""
    line = (text.split("\n", number + 1)[number:] or [""])[0]
    what, hint = _words(error.problem or "", line[column : column + 1])
    if "{{" in line:
        hint = BRACES
    return Problem(Place(file, number + first_line, column + 1), what + began, hint)


def _words(message: str, character: str) -> tuple[str, str]:
    """What is wrong and what to do, from the parser's message and the character where it stopped."""
    if _CANNOT_START in message:
        if character == "\t":
            return "a tab in the indentation", "indent with spaces"
        return f"a value cannot begin with {character!r}", "quote the text"
    for part, what, hint in _WORDS:
        if part in message:
            return what, hint
    return f"it is not YAML: {message}", ""
