"""Line budgets of the design: no file over 450 lines; the median of the package at most 100 is printed, not enforced."""

import statistics
import subprocess
import sys
from pathlib import Path

LIMIT = 450


def main() -> int:
    """Exit 1 when a tracked Python or Rego file is longer than the limit."""
    listed = subprocess.run(["git", "ls-files", "*.py", "*.rego"], capture_output=True, text=True, check=True).stdout
    sizes = {name: len(Path(name).read_bytes().splitlines()) for name in listed.split() if Path(name).exists()}
    package = [size for name, size in sizes.items() if name.startswith("generator/")]
    print(f"{len(sizes)} files, median of generator/: {statistics.median(package):.0f} lines")
    over = {name: size for name, size in sizes.items() if size > LIMIT}
    for name, size in sorted(over.items()):
        print(f"{name}:1:1: {size} lines, more than {LIMIT}; split it", file=sys.stderr)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
