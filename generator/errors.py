"""What can go wrong, said with a place and a cure. The exit codes are those of the design, section 2."""

from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct


class ExitCode(IntEnum):
    """How every command ends; the meanings are disjoint."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNCHECKED = 3
    BUG = 4


class Place(Struct, frozen=True, order=True):
    """A position in a file. `line` and `column` count from 1; `file` uses forward slashes."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Write the form that editors and terminals turn into a link."""
        return f"{self.file}:{self.line}:{self.column}"


class Problem(Struct, frozen=True, order=True):
    """One thing wrong with an input: where, what, and what to do next."""

    place: Place
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """Write `file:line:column: what; hint` on one line."""
        return f"{self.place}: {self.what}" + (f"; {self.hint}" if self.hint else "")


class MlpError(Exception):
    """The root of every expected failure. The command line prints it and ends with `exit_code`."""

    exit_code = ExitCode.UNCHECKED


class InputError(MlpError):
    """Inputs that cannot be used, with every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted and without repetition."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(MlpError):
    """An option or argument that makes no sense; the message says which one does."""

    exit_code = ExitCode.USAGE


class ToolError(MlpError):
    """An outside program that is missing, failed, or has the wrong version."""
