"""The command line: one module per command, and the one place where failures become exit codes."""

import gc
import os
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    # A run is short and its values live to the end: looking for garbage, which begins with the imports, would take a
    # third of its time.
    gc.disable()
    from generator.cli.boundary import run  # noqa: PLC0415 - see above

    code = run(arguments)
    # Nor need every value be taken apart at the end: what was said is flushed, files are closed, temporary ones gone.
    os._exit(code)
