"""The cases of the rules: tests/rules/<family>/<rule>.yaml, whose form docs/guides/rules.md describes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import MappingProxyType

import yaml

from generator import manifests
from generator.model import Fact, Object, Origin
from generator.policy import contexts, rules
from generator.policy.judging import Verdicts

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
CASES = Path(__file__).parent
TABLE = json.loads((POLICIES / "lib/pod_paths/data.json").read_text())
# Kinds that a pod or container of a case is put into: the built-in ones, a list of pods, and a mapping of pods.
CUSTOM_KINDS = ("JobSet", "PyTorchJob")
ROWS = [row for row in TABLE if row["group"] in {"", "apps", "batch"} or row["kind"] in CUSTOM_KINDS]
LEVELS = ("privileged", "baseline", "restricted")
VERSIONS = range(contexts.LATEST + 1)
# What the comparisons of engines, which are slower, take of a spread case.
SAMPLED_VERSIONS = (0, 18, 24, contexts.LATEST)
SAMPLED_KINDS = ("Pod", "CronJob")
# A neighbour that no rule has anything against.
HARMLESS = MappingProxyType(
    {
        "name": "neighbour",
        "image": "registry.example/neighbour@sha256:" + "0" * 64,
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "runAsNonRoot": True,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
    }
)
LISTS = MappingProxyType(
    {
        "regular": ("containers", {}),
        "init": ("initContainers", {}),
        "sidecar": ("initContainers", {"restartPolicy": "Always"}),
        "ephemeral": ("ephemeralContainers", {}),
    }
)


@dataclass(frozen=True)
class Case:
    """One judgement and what the rule must say: nothing, or something at each of the fields."""

    rule: str
    name: str
    objects: tuple[Object, ...]
    facts: tuple[Fact, ...] = ()
    context: dict = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    message: str = ""
    sampled: bool = True
    # Whether it can tell mutants apart: of all versions, those at which something changes do.
    decisive: bool = True


class CaseContexts:
    """The contexts of many cases in one judgement; every case has a cluster of its own."""

    def __init__(self, cases):
        self.known = {str(index): case.context for index, case in enumerate(cases)}

    def of(self, subject):
        return self.known[subject.cluster]


def files() -> list[Path]:
    return sorted(CASES.glob("*/*.yaml"))


def rule_id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem.replace('_', '-')}"


def load(path: Path) -> tuple[Case, ...]:
    """Every case of a file, spread over kinds, container lists, levels and versions where it says how."""
    content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    assert set(content) <= {"fires", "pass", "fail"}, f"{path}: unknown key"
    cases = []
    for entry in (*content.get("pass", ()), *content.get("fail", ())):
        assert ("fields" in entry) == (entry in content.get("fail", ())), (
            f"{path}: {entry['name']}: fields are for fail"
        )
        spread = _spread(entry, content.get("fires")) if {"container", "pod"} & set(entry) else [_plain(entry)]
        cases.extend(Case(rule_id(path), **values) for values in spread)
    return tuple(cases)


def differences(cases, verdicts: Verdicts) -> list[str]:
    """Where a case's own rule said something else than expected, in words."""
    said = [[] for _ in cases]
    for violation in verdicts.violations:
        index = int(violation.object.cluster)
        if violation.rule == cases[index].rule:
            said[index].append(violation)
    found = []
    for case, violations in zip(cases, said, strict=True):
        fields = {violation.field for violation in violations}
        if fields != case.fields:
            found.append(f"{case.rule}: {case.name}: expected {sorted(case.fields)}, got {sorted(fields)}")
        elif not any(case.message in violation.message for violation in violations) and case.message:
            found.append(
                f"{case.rule}: {case.name}: no message {case.message!r} among {[v.message for v in violations]}"
            )
    return found


def numbered(cases) -> tuple[list[Object], list[Fact]]:
    """The objects and facts of the cases, each in the cluster that is its case's number."""
    objects, facts = [], []
    for index, case in enumerate(cases):
        objects.extend(_in_cluster(item, str(index)) for item in case.objects)
        facts.extend(Fact(fact.body, _in_cluster(fact.subject, str(index))) for fact in case.facts)
    return objects, facts


def context(declared: dict | None = None) -> dict:
    """A whole context from what a case declares of it."""
    base = contexts.Contexts().of(Object({}, Origin("")))
    declared = dict(declared or {})
    if "pod_security" in declared:
        security = contexts.option(declared["pod_security"])
        declared["pod_security"] = {"level": security.level, "version": security.version}
    unknown = set(declared) - set(base)
    assert not unknown, f"unknown context {unknown}"
    return base | declared


def make(body: dict, origin: str = "case.yaml") -> Object:
    """An object as the manifests room hands it over."""
    metadata = body.get("metadata")
    namespace = metadata.get("namespace", "default") if isinstance(metadata, dict) else "default"
    return Object(body, Origin(origin), namespace, manifests.pods(body))


def _plain(entry: dict) -> dict:
    bodies = entry.get("objects", [entry["object"]] if "object" in entry else [])
    facts = entry.get("facts", [entry["fact"]] if "fact" in entry else [])
    assert bodies or facts, f"{entry['name']}: give container, pod, object, objects, fact or facts"
    return {
        "name": entry["name"],
        "objects": tuple(make(body) for body in bodies),
        "facts": tuple(Fact({"apiVersion": "facts.mlp/v1", **body}, _SUBJECT) for body in facts),
        "context": context(entry.get("context")),
        "fields": frozenset(entry.get("fields", ())),
        "message": entry.get("message", ""),
    }


def _spread(entry: dict, fires: dict | None) -> Iterator[dict]:
    """A pod or container in every kind and list under the last context that fires, and once in every context."""
    spans = {level: _span(text) for level, text in entry.get("fires", fires or {}).items()}
    lists = LISTS if "container" in entry else {"": ("", {})}
    level, version = next(
        ((level, max(span)) for level, span in spans.items() if span), ("restricted", contexts.LATEST)
    )
    if not spans:
        yield from (
            _placed(entry, row, place, context(entry.get("context")), fires=True) for row, place in product(ROWS, lists)
        )
        return
    for row, place in product(ROWS, lists):
        yield _placed(entry, row, place, _security(level, version), fires=True)
    edges = {edge for span in spans.values() for edge in (0, span[0] - 1, span[0], span[-1], span[-1] + 1)}
    for level, version in product(LEVELS, VERSIONS):
        fired = version in spans.get(level, ())
        values = _placed(entry, POD, next(iter(lists)), _security(level, version), fires=fired)
        yield values | {"sampled": version in SAMPLED_VERSIONS, "decisive": version in edges}


def _placed(entry: dict, row: dict, place: str, where: dict, *, fires: bool) -> dict:
    spec = dict(entry.get("pod", {}))
    fields = entry.get("fields", ())
    spec.setdefault("containers", [dict(HARMLESS)])
    if place:
        name, extra = LISTS[place]
        spec[name] = [dict(HARMLESS), {"name": "probe", **entry["container"], **extra}]
        fields = [f"spec.{name}[1].{field}" for field in fields]
    metadata = {"annotations": entry["annotations"]} if "annotations" in entry else {}
    subject = make(body(row, spec, metadata))
    (pod,) = subject.pods
    roots = {"spec": pod.spec_path, "metadata": pod.metadata_path}
    absolute = {roots[field.partition(".")[0]] + "." + field.partition(".")[2] for field in fields}
    security = where["pod_security"]
    return {
        "name": f"{entry['name']} [{row['kind']} {place} {security['level']}:1.{security['version']}]",
        "objects": (subject,),
        "context": where,
        "sampled": row["kind"] in SAMPLED_KINDS,
        "fields": frozenset(absolute if fires else ()),
        "message": entry.get("message", "") if fires else "",
    }


def _security(level: str, version: int) -> dict:
    return context({"pod_security": f"{level}:1.{version}"})


def _span(text: str) -> range:
    """`8..` is every minor version from 8 on, `0..18` ends with 18."""
    first, _, last = str(text).partition("..")
    return range(int(first), int(last or contexts.LATEST) + 1)


def body(row: dict, spec: dict, metadata: dict) -> dict:
    """An object of a row's kind with one pod spec, and with the pod's metadata where the row has a place for it."""
    made = {"apiVersion": f"{row['group']}/v1".lstrip("/"), "kind": row["kind"], "metadata": {"name": "case"}}
    _put(made, row["spec"], spec)
    if row["metadata"]:
        _put(made, row["metadata"], metadata)
    return made


def _put(body: dict, path: str, value: dict) -> None:
    for step in path.replace("[]", ".[]").split("."):
        if step == "[]":
            if not body:
                body.append({})
            body = body[0]
        else:
            following = [] if f"{step}[]" in path else {}
            body = body.setdefault("any" if step == "*" else step, following)
    body.update(value)


def _in_cluster(item: Object, cluster: str) -> Object:
    return Object(item.body, item.origin, item.namespace, item.pods, cluster, item.environment)


_SUBJECT = Object(
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "subject"}}, Origin("case.yaml"), "default"
)
POD = next(row for row in TABLE if row["kind"] == "Pod")
RULES = rules.load(POLICIES)
