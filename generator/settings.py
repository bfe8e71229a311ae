"""Where things are: one frozen value, made once by the command line and handed down."""

import os
from pathlib import Path

from msgspec import Struct

from generator.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
# A wheel carries blueprints/ and policies/ inside the package; a checkout has them beside it.
BUNDLED = PACKAGE / "bundled" if (PACKAGE / "bundled").is_dir() else PACKAGE.parent
MARKER = "platform.yaml"


class Settings(Struct, frozen=True):
    """The repository that is worked on (absolute path), the bundled data, and the user's cache folder."""

    root: Path
    bundled: Path = BUNDLED
    cache: Path = Path()

    def resource(self, relative: str) -> Path:
        """A file or folder such as `policies/pss`: the repository's own if it exists, else the bundled one."""
        own = self.root / relative
        return own if own.exists() else self.bundled / relative


def find(start: Path) -> Settings:
    """Settings for the repository around `start`: the nearest folder upwards that holds `platform.yaml`.

    Raises UsageError where there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return at(folder)
    message = f"no {MARKER} in {start} or above it: run inside a platform repository"
    raise UsageError(message)


def at(root: Path) -> Settings:
    """Settings for a given root, with the cache under XDG_CACHE_HOME."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - Path.expanduser raises without HOME
    return Settings(root=root, cache=Path(home) / "mlp")
