"""Changes every rule in small ways and asks whether its own cases notice: `python -m tests.rules.mutants [--rule GLOB]`.

The mutants of a rule are packages of one `opa eval`, each judging the inputs of the rule's cases. A survivor either shows a
missing case or changes nothing that a case could show; the latter are listed, with the reason, in survivors.yaml.
"""

import argparse
import fnmatch
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import orjson
import yaml

from generator.model import Body, Object
from generator.policy import sources
from generator.policy.inputs import Plan, Unit
from tests.rules import cases as catalogue

REQUIRED = 95.0
SURVIVORS = Path(__file__).parent / "survivors.yaml"
DRIVER = """package driver

said[mutant] := answers if {
	some mutant in data.names
	answers := {[number, violation.field, violation.message] |
		some number, one in data.inputs
		some violation in data.mutants[mutant].deny with input as one
	}
}
"""
FLIPS = {" == ": " != ", " != ": " == ", " >= ": " < ", " <= ": " > ", " < ": " >= ", " > ": " <= ", " true": " false"}
# Blindness to a list of containers or to a kind of object.
BLIND = {
    "lib.containers": (
        "entry.kind == `regular`",
        "entry.kind != `init`",
        "entry.kind != `sidecar`",
        "entry.kind != `ephemeral`",
    ),
    "lib.pods": ("data.lib.kind != `CronJob`", "data.lib.kind == `Pod`"),
    "pss.security_contexts": (
        "not contains(entry.path, `initContainers`)",
        "data.lib.kind != `CronJob`",
        "entry.owner != `the pod`",
    ),
    "pss.volumes": ("data.lib.kind != `CronJob`",),
}
CONDITION = re.compile(r"^\t(not |[a-z_.]+\(|.* (==|!=|>=|<=|<|>|in) )")


@dataclass(frozen=True)
class Mutant:
    """A rule's text with one change, and how to name the change."""

    rule: str
    change: str
    text: str

    def __str__(self):
        return f"{self.rule}: {self.change}"


@dataclass(frozen=True)
class Expected:
    """What a case's rule must say of one input, made by `unit` from `subject` or a fact about it."""

    input: bytes
    unit: Unit
    body: Body
    subject: Object
    fields: frozenset[str]
    message: str


def mutants(rule: str, text: str) -> Iterator[Mutant]:
    """Every mutant of one rule, its METADATA and imports left alone."""
    lines = text.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("import"))
    for index, line in enumerate(lines[start:], start):
        for number, changed in enumerate(dict.fromkeys(_changes(line, lines, index))):
            body = [*lines[:index], *([] if changed is None else [changed]), *lines[index + 1 :]]
            what = "dropped" if changed is None else changed.strip()
            yield Mutant(rule, f"{index - start}.{number} {line.strip()} → {what}", "\n".join(body) + "\n")


def _changes(line: str, lines: list[str], index: int) -> Iterator[str | None]:
    if line.startswith(("import", "#")) or not line.strip():
        return
    if line.startswith("deny contains") and sum(one.startswith("deny contains") for one in lines) > 1:
        yield line.replace("deny", "dropped", 1)
    yield from _conditions(line, lines, index)
    yield from _constants(line)
    for name, blindnesses in BLIND.items():
        if f" in {name}" in line:
            yield from (line.replace(name, f"[entry | some entry in {name}; {blind}]") for blind in blindnesses)


def _conditions(line: str, lines: list[str], index: int) -> Iterator[str | None]:
    if ":=" in line or line.startswith("\tsome") or not (CONDITION.match(line) or " if " in line):
        return
    alone = lines[index - 1].endswith("{") and lines[index + 1] == "}"
    # Whether a guard against wrong types is needed is what test_totality asks.
    if CONDITION.match(line) and not alone and not line.endswith(("{", ",")) and not line.startswith("\tis_"):
        yield None
    if line.startswith("\tnot "):
        yield line.replace("not ", "", 1)
    elif re.match(r"^\t[a-z_.]+\(.*\)$", line) or (line.startswith("\t") and " in " in line):
        yield line.replace("\t", "\tnot ", 1)
    yield from (line.replace(old, new, 1) for old, new in FLIPS.items() if old in line)


def _constants(line: str) -> Iterator[str]:
    if '$"' in line:
        return
    for match in re.finditer(r'"([^"]*)"', line):
        if not line[match.end() :].startswith(": ") or line.startswith("\t"):
            yield f'{line[: match.start()]}"~"{line[match.end() :]}'
    for match in re.finditer(r"(?<![\w\"/.])\d+(?![\w\"/.])", line):
        for number in (int(match[0]) + 1, int(match[0]) - 1):
            if number >= 0:
                yield f"{line[: match.start()]}{number}{line[match.end() :]}"


def expectations(path: Path, plan: Plan) -> list[Expected]:
    """What a rule's cases expect of each input, cut down to what the family reads and, of a sample, whole."""
    family = catalogue.rule_id(path).partition("/")[0]
    found: dict[bytes, Expected] = {}
    for case in catalogue.load(path):
        documents = [(item.body, item) for item in case.objects] + [(fact.body, fact.subject) for fact in case.facts]
        if not case.decisive or len(documents) > 1:
            continue
        ((body, subject),) = documents
        units = plan.units(body, subject)
        whole = [Unit((family,))] if case.sampled else []
        for unit in [*(unit for unit in units if family in unit.families), *whole]:
            one = unit.input(body, subject, case.context)
            found.setdefault(one, Expected(one, unit, body, subject, case.fields, case.message))
        if case.facts:
            # A rule about one kind of fact has nothing to say of another, whatever it holds.
            unit, another = Unit((family,)), {**body, "kind": "AnotherFact"}
            one = unit.input(another, subject, case.context)
            found.setdefault(one, Expected(one, unit, another, subject, frozenset(), ""))
    return list(found.values())


def run(pattern: str = "*") -> tuple[list[Mutant], list[Mutant]]:
    """Every mutant of the rules that match, and those among them which no case notices."""
    plan = Plan(catalogue.RULES)
    paths = [path for path in catalogue.files() if fnmatch.fnmatchcase(catalogue.rule_id(path), pattern)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: _survivors(path, plan), paths))
    return [one for made, _ in results for one in made], [one for _, survivors in results for one in survivors]


def _survivors(path: Path, plan: Plan) -> tuple[list[Mutant], list[Mutant]]:
    """The mutants of one rule, and those among them which no case notices."""
    rule = catalogue.rule_id(path)
    text = (catalogue.POLICIES / path.parent.name / f"{path.stem}.rego").read_text(encoding="utf-8")
    expected = expectations(path, plan)
    original, *made = [Mutant(rule, "", text), *mutants(rule, text)]
    said = _evaluate([original, *made], [one.input for one in expected])
    assert not _notices(expected, said[original]), f"the cases of {rule} do not pass to begin with"
    return made, [one for one in made if one in said and not _notices(expected, said[one])]


def _evaluate(made: list[Mutant], inputs: list[bytes]) -> dict[Mutant, list[set[tuple[str, str]]]]:
    """For each mutant, what it says of each input. One that fails at run time, which anybody notices, is left out."""
    names = {f"m{number}": mutant for number, mutant in enumerate(made)}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "driver.rego").write_text(DRIVER)
        for name, mutant in names.items():
            renamed = re.sub(r"^package .*$", f"package mutants.{name}", mutant.text, flags=re.MULTILINE)
            (Path(folder) / f"{name}.rego").write_text(renamed)
        documents = {**sources.data(catalogue.POLICIES), "inputs": list(map(orjson.Fragment, inputs))}
        while failing := _opa(folder, documents | {"names": list(names)}):
            del names[failing[0]]
        said = json.loads((Path(folder) / "said.json").read_text())
    found = {mutant: [set() for _ in inputs] for mutant in names.values()}
    for name, answers in said.items():
        for number, field, message in answers:
            found[names[name]][number].add((field, message))
    return found


def _opa(folder: str, documents: dict) -> list[str]:
    """Evaluate the mutants that `documents` name. Gives the one that fails at run time, if one does."""
    (Path(folder) / "data.json").write_bytes(orjson.dumps(documents))
    command = ["opa", "eval", "--bundle", folder, "--data", str(catalogue.POLICIES / "lib"), "--format", "raw"]
    done = subprocess.run([*command, "data.driver.said"], capture_output=True, text=True, check=False)
    failing = re.search(r"/(m\d+)\.rego:\d+: eval_conflict_error", done.stderr)
    assert done.returncode == 0 or failing, done.stderr or done.stdout
    (Path(folder) / "said.json").write_text(done.stdout)
    return [failing[1]] if failing else []


def _notices(group: list[Expected], answers: list[set[tuple[str, str]]]) -> bool:
    """Whether any case sees another answer than it expects."""
    for expected, answer in zip(group, answers, strict=True):
        if sorted(field for field, _ in answer) != sorted(expected.fields):
            return True
        messages = expected.unit.restore([message for _, message in answer], expected.body, expected.subject)
        if expected.message and not any(expected.message in message for message in messages):
            return True
    return False


def main() -> int:
    """Print survivors and the score; 1 if the score is too low or a survivor is not explained."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rule", default="*", help="shell pattern of rule ids")
    made, survivors = run(parser.parse_args().rule)
    sys.stdout.write(f"{told(made, survivors)}\n")
    return 0 if set(map(str, survivors)) <= set(explanations()) and score(made, survivors) >= REQUIRED else 1


def told(made: list[Mutant], survivors: list[Mutant]) -> str:
    """The score in a line, and each survivor with the reason why no case can notice it."""
    reasons = explanations()
    lines = [f"{len(made)} mutants, {len(survivors)} survivors, score {score(made, survivors):.1f} %"]
    for name in map(str, survivors):
        lines += [f"survived {name}", f"         {reasons.get(name, 'NOT EXPLAINED')}"]
    return "\n".join(lines)


def score(made: list[Mutant], survivors: list[Mutant]) -> float:
    """The mutants that are noticed, in per cent."""
    return 100 * (1 - len(survivors) / len(made)) if made else 100.0


def explanations() -> dict[str, str]:
    """Why the survivors that are known survive."""
    return yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}


if __name__ == "__main__":
    sys.exit(main())
