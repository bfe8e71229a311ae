"""Lint of the rules: strict check, format, their own tests, and that policy.wasm is what opa makes of them."""

import subprocess
import sys
from pathlib import Path

from generator.policy import compiled

POLICIES = Path(__file__).resolve().parents[1] / "policies"
COMMANDS = (
    ("opa", "check", "--strict", "--capabilities", "capabilities.json", "--ignore", "policy.wasm", "--bundle", "."),
    ("opa", "fmt", "--list", "--fail", "."),
    ("opa", "test", "--ignore", "policy.wasm", "--bundle", "."),
)


def main() -> int:
    """Exit 1 if any of the steps fails; all are run."""
    failed = [command for command in COMMANDS if subprocess.run(command, cwd=POLICIES, check=False).returncode]
    for command in failed:
        print(f"failed: {' '.join(command)} (in policies/)", file=sys.stderr)
    fresh = compiled.compile_policies(POLICIES, check=True)
    if not fresh:
        print("policies/policy.wasm is not what opa makes of the rules: run `mlp policies compile`", file=sys.stderr)
    return 1 if failed or not fresh else 0


if __name__ == "__main__":
    sys.exit(main())
