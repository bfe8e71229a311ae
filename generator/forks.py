"""Work in a second process, for what would take one processor seconds while another one idles."""

import marshal
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

# Forks are safe where nothing has started threads that matter, which macOS's own libraries do.
AVAILABLE = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Start work in a fork; the function returned waits for what it gives: exact builtin types, which `marshal` takes.

    Where a fork is not to be had, or fails, the work is done in this process, so that its error comes from here.
    """
    if not AVAILABLE:
        return work
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _work(work, writing)
    os.close(writing)

    def result() -> T:
        with os.fdopen(reading, "rb") as pipe:
            content = pipe.read()
        _, status = os.waitpid(child, 0)
        if status:
            return work()
        found: T = marshal.loads(content)  # noqa: S302 - this program's own fork wrote it
        return found

    return result


def _work(work: Callable[[], Any], writing: int) -> None:
    """Never returns: the fork must not go on with what its parent does."""
    status = 1
    try:
        with os.fdopen(writing, "wb") as pipe:
            marshal.dump(work(), pipe)
        status = 0
    finally:
        os._exit(status)
