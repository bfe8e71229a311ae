"""Compiling the rules to `policy.wasm`, and telling whether the committed one still belongs to its sources."""

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from generator.errors import ToolError
from generator.policy import sources

ENTRY_POINT = "main/violations"
# A custom section at the end of the module holds the digest of its sources; WebAssembly engines ignore it.
_NAME = b"mlp.sources"
_DIGEST_LENGTH = 64
_SECTION = bytes([0, 1 + len(_NAME) + _DIGEST_LENGTH, len(_NAME)]) + _NAME


def build(folder: Path) -> bytes:
    """The module for the rules in `folder`, the same bytes for the same sources. Raises ToolError where opa fails."""
    with tempfile.TemporaryDirectory() as scratch:
        bundle = Path(scratch) / "bundle.tar.gz"
        command = [
            *("opa", "build", "--bundle", ".", "--target", "wasm", "--entrypoint", ENTRY_POINT),
            *("--capabilities", sources.CAPABILITIES, "--ignore", "*_test.rego", "--ignore", sources.MODULE),
            *("--output", str(bundle)),
        ]
        _run(command, folder)
        with tarfile.open(fileobj=io.BytesIO(bundle.read_bytes())) as archive:
            module = archive.extractfile("/policy.wasm")
            if module is None:
                raise ToolError("opa build made no policy.wasm")
            return module.read() + _SECTION + sources.digest(folder).encode()


def is_fresh(module: bytes, folder: Path) -> bool:
    """Whether a module was built from the sources that are in `folder` now."""
    return module.endswith(_SECTION + sources.digest(folder).encode())


def compile_policies(folder: Path, *, check: bool) -> bool:
    """Build `policy.wasm` anew. Gives whether it was up to date; with `check`, nothing is written."""
    target = folder / sources.MODULE
    module = build(folder)
    if target.is_file() and target.read_bytes() == module:
        return True
    if not check:
        fresh = target.with_suffix(".new")
        fresh.write_bytes(module)
        fresh.replace(target)
    return False


def _run(command: list[str], folder: Path) -> None:
    try:
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ToolError(f"opa cannot be run ({error.strerror}): install it to compile policies") from None
    if result.returncode:
        raise ToolError(f"opa build failed: {result.stderr.strip() or result.stdout.strip()}")
