"""How a string is written: plain where every YAML 1.1 and 1.2 reader takes it for the same string, else quoted."""

import re
from typing import Final

_CHARS: Final = r"[\w./@%+=;~^*&!?<>|()$'\"\\,-]"
# Plain whatever stands around it. `- x` is an item of a list, `-x` and `--x` are text.
_PLAIN: Final = re.compile(rf"(?:[\w/.$(]|-{{1,2}}(?=[a-zA-Z]))(?:{_CHARS}|[: ](?={_CHARS}))*", re.ASCII)
# Whatever some reader may take for a boolean, a null, a number of any base, a sexagesimal, a date or a time.
_AMBIGUOUS: Final = re.compile(
    r"y|n|yes|no|on|off|true|false|null|nil|-?[.0-9][-+.0-9_,:a-fxotz ]*|-?\.(?:inf|nan)", re.IGNORECASE | re.ASCII
)
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Line breaks other than LF, and the byte order mark: exact only as escapes.
_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\\",
        '"': r"\"",
        "\n": r"\n",
        "\t": r"\t",
        "\r": r"\r",
        "\u2028": r"\u2028",
        "\u2029": r"\u2029",
        "\ufeff": r"\ufeff",
    }
)
_NEVER_LITERAL: Final = re.compile("[\r\u2028\u2029\ufeff]")

# Readers look 1,024 characters ahead for the colon of a key.
LONGEST_KEY: Final = 1000


def forbidden(text: str) -> str:
    """The first character that YAML tools cannot carry (a control character or half a surrogate pair), or nothing."""
    match = _FORBIDDEN.search(text)
    return match.group() if match else ""


def single(text: str) -> str:
    """A string on one line: plain or in double quotes. ValueError for a character that YAML tools cannot carry."""
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.fullmatch(text):
        return text
    if _FORBIDDEN.search(text):
        raise ValueError(text)
    return f'"{text.translate(_ESCAPES)}"'


def key(text: str) -> str:
    """A key with its colon. ValueError also where it is longer than readers look ahead."""
    written = single(text)
    if len(written) > LONGEST_KEY:
        raise ValueError(text)
    return f"{written}:"


def fits_key(text: str) -> bool:
    """Whether a text without forbidden characters is short enough for a key."""
    return len(single(text)) <= LONGEST_KEY


def block(text: str, indent: str) -> str:
    """A string with line breaks: a literal block indented by `indent` where that is exact, else in double quotes."""
    lines = text.removesuffix("\n").split("\n")
    if not _literal(text, lines):
        return single(text)
    head = "|" if text.endswith("\n") else "|-"
    return "\n".join((head, *(indent + line if line else "" for line in lines)))


def _literal(text: str, lines: list[str]) -> bool:
    """Readers find a block's indentation in its first line and its end in its last: both must show what they are."""
    if _NEVER_LITERAL.search(text) or _FORBIDDEN.search(text):
        return False
    return bool(lines[0]) and not lines[0][0].isspace() and bool(lines[-1]) and not any(map(str.isspace, lines))
