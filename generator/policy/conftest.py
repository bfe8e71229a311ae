"""The engine that runs the `conftest` program, as people and other tools do."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
from msgspec import Struct

from generator import scratch
from generator.errors import ToolError
from generator.model import Body
from generator.policy import sources
from generator.policy.engine import Answer, Failure, Violated

# Names the inputs among the data documents and, as the input, says that they are there (see policies/main.rego).
BUNDLE_KEY = "policies.mlp/inputs"
# A bundle of this many inputs keeps conftest below half a gibibyte.
BUNDLE_SIZE = 5_000
# How many run at a time: one process uses one processor.
PROCESSES = min(os.cpu_count() or 1, 4)
# A process spends as long on its start as on this many inputs.
LEAST = 200
# How many extra calls may be spent on finding the inputs that a rule fails on.
SEARCH_CALLS = 64


class Conftest(Struct, frozen=True):
    """Runs `conftest` over the rules in `policies` (absolute); `documents` are their data documents."""

    policies: Path
    documents: Body

    @property
    def inside(self) -> bool:
        """See Engine."""
        return False

    def evaluate(self, inputs: Sequence[bytes]) -> Sequence[Answer]:
        """See Engine. A run-time error spoils a whole call, so the failing inputs are looked for by halving."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - 5 ms that the other engine need not pay

        size = max(LEAST, min(BUNDLE_SIZE, -(-len(inputs) // PROCESSES)))
        bundles = [inputs[start : start + size] for start in range(0, len(inputs), size)]
        with ThreadPoolExecutor(PROCESSES) as pool:
            return [answer for answers in pool.map(self._bundle, bundles) for answer in answers]

    def _bundle(self, inputs: Sequence[bytes]) -> Sequence[Answer]:
        # Rules that no input asks for need not be compiled.
        families = sorted({family for one in inputs for family in orjson.loads(one)["families"]})
        found = self._call(inputs, families)
        if not isinstance(found, Failure):
            return found
        self._prove_itself(families)
        return self._search(inputs, families, found)

    def _search(self, inputs: Sequence[bytes], families: Sequence[str], failure: Failure) -> Sequence[Answer]:
        """Halve a bundle that failed until the inputs to blame are alone; those not reached share its failure."""
        answers: list[Answer] = [failure] * len(inputs)
        waiting = _halves(0, len(inputs))
        for _ in range(SEARCH_CALLS):
            if not waiting:
                break
            start, end = waiting.pop()
            found = self._call(inputs[start:end], families)
            if not isinstance(found, Failure):
                answers[start:end] = found
            elif end - start == 1:
                answers[start] = found
            else:
                waiting += _halves(start, end)
        return answers

    def _prove_itself(self, families: Sequence[str]) -> None:
        """Raise ToolError if not even an empty bundle can be judged: then the inputs are not to blame."""
        found = self._call((), families)
        if isinstance(found, Failure):
            raise ToolError(f"conftest cannot judge by {self.policies}: {found.reason}")

    def _call(self, inputs: Sequence[bytes], families: Sequence[str]) -> list[Answer] | Failure:
        bundle = {BUNDLE_KEY: [orjson.Fragment(one) for one in inputs]}
        result = self._run(orjson.dumps(self.documents | bundle), families)
        if result.returncode:
            return Failure(_reason(result.stderr))
        violations: list[list[Violated]] = [[] for _ in inputs]
        for failure in _failures(result.stdout):
            violations[failure["index"]].append(Violated(failure["rule"], failure["field"], failure["message"]))
        return [tuple(sorted(found)) for found in violations]

    def _run(self, documents: bytes, families: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        # Neither a conftest.toml in the working folder nor variables may change what is judged.
        variables = {key: value for key, value in os.environ.items() if not key.startswith("CONFTEST_")}
        with scratch.folder("conftest") as folder:
            (folder / "data.json").write_bytes(documents)
            parts = [self.policies / part for part in (sources.MAIN, sources.LIBRARY, *families)]
            command = [
                *("conftest", "test", "--data", "data.json", "--namespace", "main"),
                *(word for part in parts if part.exists() for word in ("--policy", str(part))),
                *("--capabilities", str(self.policies / sources.CAPABILITIES), "--show-builtin-errors", "--no-fail"),
                *("--output", "json", "--parser", "json", "-"),
            ]
            asked = orjson.dumps({BUNDLE_KEY: True})
            try:
                return subprocess.run(command, input=asked, capture_output=True, check=False, cwd=folder, env=variables)
            except OSError as error:
                hint = "install it, or use --engine embedded"
                raise ToolError(f"conftest cannot be run ({error.strerror}): {hint}") from None


def _halves(start: int, end: int) -> list[tuple[int, int]]:
    middle = (start + end) // 2
    return [(start, middle), (middle, end)] if end - start > 1 else []


def _failures(output: bytes) -> list[dict[str, Any]]:
    try:
        (result,) = orjson.loads(output)
        understood = result["namespace"] == "main" and not result.get("warnings") and not result.get("exceptions")
        failures = [failure["metadata"] for failure in result.get("failures", [])]
    except (ValueError, KeyError, TypeError, AttributeError):
        understood, failures = False, []
    if not understood:
        raise ToolError("conftest answered in a form that is not understood: is it version 0.71?")
    return failures


def _reason(errors: bytes) -> str:
    text = " ".join(errors.decode(errors="replace").split())
    return f"a rule failed at run time: {text or 'conftest gave no reason'}"
