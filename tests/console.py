"""Console blocks of documents: commands after `$ `, here-documents included, and the output that is shown below each."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"<<'(\w+)'")
_NUMBER = re.compile(r"\d+")
ELISION = "..."


@dataclass(frozen=True)
class Step:
    """A command, and the output that a document shows for it."""

    command: str
    shown: str


def steps(text: str) -> list[Step]:
    """Every command of a document, in order."""
    found = []
    for block in _BLOCK.findall(text):
        lines = block.splitlines()
        while lines:
            assert lines[0].startswith("$ "), f"a console block begins with a command, not with {lines[0]!r}"
            command = [lines.pop(0).removeprefix("$ ")]
            if here := _HERE.search(command[0]):
                while command[-1] != here[1]:
                    command.append(lines.pop(0))
            output = []
            while lines and not lines[0].startswith("$ "):
                output.append(lines.pop(0))
            found.append(Step("\n".join(command), "\n".join(output)))
    return found


def run(command: str, folder: Path) -> str:
    """What a command prints, as a terminal interleaves it; usage errors and bugs fail."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1, 3}, f"{command}: exit {done.returncode}\n{done.stdout}"
    return done.stdout.rstrip("\n")


def agree(shown: str, real: str) -> bool:
    """Whether shown output is the real one: numbers may differ, and a line `...` stands for any lines."""
    pattern = r"\n".join(
        r"(?:.*\n)*?.*" if line.strip() == ELISION else re.escape(_normal(line)) for line in shown.splitlines()
    )
    return re.fullmatch(pattern, _normal(real)) is not None


def _normal(text: str) -> str:
    return "\n".join(line.rstrip() for line in _NUMBER.sub("0", text).splitlines())
