"""Compiling the rules to `policy.wasm`, and telling whether the committed one still belongs to its sources."""

import io
import subprocess
from pathlib import Path

from generator import scratch
from generator.errors import ToolError
from generator.policy import sources
from generator.policy.strict import strict

ENTRY_POINT = "main/violations"
# A custom section at the end of the module holds the digest of its sources; WebAssembly engines ignore it.
_NAME = b"mlp.sources"
_DIGEST_LENGTH = 64
_SECTION = bytes([0, 1 + len(_NAME) + _DIGEST_LENGTH, len(_NAME)]) + _NAME


def build(folder: Path) -> bytes:
    """The module for the rules in `folder`, the same bytes for the same sources. Raises ToolError where opa fails."""
    with scratch.folder("wasm") as made:
        bundle = made / "bundle.tar.gz"
        arguments = [
            *("build", "--bundle", ".", "--target", "wasm", "--entrypoint", ENTRY_POINT),
            *("--capabilities", sources.CAPABILITIES, "--ignore", "*_test.rego", "--ignore", sources.MODULE),
            *("--output", str(bundle)),
        ]
        result = _opa(arguments, folder)
        if result.returncode:
            raise ToolError(f"opa build failed: {result.stderr.strip() or result.stdout.strip()}")
        import tarfile  # noqa: PLC0415 - only here, and seldom

        with tarfile.open(fileobj=io.BytesIO(bundle.read_bytes())) as archive:
            module = archive.extractfile("/policy.wasm")
            if module is None:
                raise ToolError("opa build made no policy.wasm")
            return strict(module.read()) + _SECTION + sources.digest(folder).encode()


def is_fresh(module: bytes, digest: str) -> bool:
    """Whether a module was built from the sources with this digest."""
    return module.endswith(_SECTION + digest.encode())


def compile_policies(folder: Path, target: Path | None = None, *, check: bool) -> bool:
    """Build `policy.wasm` anew, in another folder if one is named. Gives whether it was up to date; with `check`, nothing
    is written.
    """
    path = (target or folder) / sources.MODULE
    module = build(folder)
    if path.is_file() and path.read_bytes() == module:
        return True
    if not check:
        fresh = path.with_suffix(".new")
        fresh.write_bytes(module)
        fresh.replace(path)
    return False


def run_tests(folder: Path) -> tuple[bool, str]:
    """Run the tests beside the rules; whether all passed, and what opa says. Raises ToolError where opa cannot be run."""
    result = _opa(["test", "--ignore", sources.MODULE, "--bundle", "."], folder)
    return result.returncode == 0, (result.stdout or result.stderr).strip()


def _opa(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(["opa", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ToolError(f"opa cannot be run ({error.strerror}): install it to work on policies") from None
