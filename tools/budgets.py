"""Budgets of the tree: no file over 450 lines, and no binary but those that belong here; the median of the package, at
most 100 lines by the design, is printed and not enforced.
"""

import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LIMIT = 450
COUNTED = (".py", ".rego")
# What `mlp policies compile` and `tools/schemas.py` make.
BINARY = ("policies/policy.wasm", "generator/analysis/schema/data/")


def main() -> int:
    """Exit 1 when a tracked Python or Rego file is longer than the limit, or a file is binary that is not known to be."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    files = {name: Path(name).read_bytes() for name in listed.split("\0") if Path(name).is_file()}
    wrong = [*_long(files), *(f"{name}:1:1: a binary file" for name in files if _is_strange(name, files[name]))]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _long(files: Mapping[str, bytes]) -> list[str]:
    sizes = {name: len(content.splitlines()) for name, content in files.items() if name.endswith(COUNTED)}
    package = [size for name, size in sizes.items() if name.startswith("generator/")]
    print(f"{len(sizes)} files, median of generator/: {statistics.median(package):.0f} lines")
    over = sorted((name, size) for name, size in sizes.items() if size > LIMIT)
    return [f"{name}:1:1: {size} lines, more than {LIMIT}; split it" for name, size in over]


def _is_strange(name: str, content: bytes) -> bool:
    return b"\0" in content and not name.startswith(BINARY)


if __name__ == "__main__":
    sys.exit(main())
