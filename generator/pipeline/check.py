"""`mlp check`: objects → facts → verdicts → findings → waivers, for the committed tree or for any manifests."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from generator import declarations, manifests
from generator.analysis import delivery_facts
from generator.analysis.coverage import unexpected_files
from generator.analysis.reachability import DeclaredFlow
from generator.analysis.schema import NEWEST
from generator.errors import Place
from generator.kustomize import binary
from generator.model import CheckResult, Cluster, Fact, Finding, Loaded, Object, Related, Severity, Unchecked
from generator.pipeline import committed, facts, flows, git, policies
from generator.pipeline.inputs import Inputs, load
from generator.pipeline.locating import InManifests, InTree
from generator.pipeline.outputs import Outputs, generate
from generator.policy import contexts, engines, memo, rules, sources, waivers
from generator.policy.contexts import Contexts, PodSecurity
from generator.policy.engines import EngineName
from generator.policy.findings import Locate, findings
from generator.policy.judging import Violation, judge
from generator.settings import Settings, at


@dataclass(frozen=True, slots=True)
class Judging:
    """How to judge: shell patterns of rule ids (none: all), the engine, and a revision whose own policies judge too."""

    patterns: tuple[str, ...] = ()
    engine: EngineName = "auto"
    base: str = ""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is taken for granted about manifests by path, where neither they nor a cluster say so."""

    pod_security: PodSecurity = field(default_factory=PodSecurity)
    kubernetes_version: str = NEWEST
    cluster: Path | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """Everything that one judgement needs, whatever the objects came from."""

    loaded: Loaded
    facts: tuple[Fact, ...]
    contexts: Contexts
    locate: Locate
    severities: Mapping[str, Severity]
    environments: tuple[str, ...]


def check_tree(settings: Settings, judging: Judging) -> CheckResult:
    """Judge the repository's committed tree, every environment."""
    inputs = load(settings)
    return check_inputs(settings, inputs, generate(inputs), judging)


def check_inputs(settings: Settings, inputs: Inputs, outputs: Outputs, judging: Judging) -> CheckResult:
    """Judge the tree of a repository whose declarations have been read; `outputs` are what they give."""
    case = _tree_case(settings, inputs, outputs)
    result = _judged(settings, case, judging)
    if not judging.base:
        return result
    with tempfile.TemporaryDirectory(prefix="mlp-base-") as folder:
        git.extract(settings.root, judging.base, Path(folder), (policies.FOLDER,))
        base = at(Path(folder))
        return _united(result, _judged(base, case, judging)) if (base.root / policies.FOLDER).is_dir() else result


def check_paths(
    settings: Settings, paths: Sequence[str], stdin: Callable[[], bytes], assumed: Assumptions, judging: Judging
) -> CheckResult:
    """Judge any manifests: files, folders, kustomizations, or `-` for standard input."""
    loaded = manifests.load(paths, stdin, binary.build)
    clusters: dict[str | None, Cluster] = {}
    version = assumed.kubernetes_version
    if assumed.cluster:
        clusters[None] = declarations.load_cluster(assumed.cluster)
        version = clusters[None].kubernetes_version
    resolved = contexts.resolve(
        loaded.objects, default=assumed.pod_security, clusters=clusters, kubernetes_version=version
    )
    gathered = facts.gather(loaded.objects, clusters, version)
    case = _Case(loaded, gathered, resolved, InManifests(stdin), {}, ())
    return _judged(settings, case, judging)


def _tree_case(settings: Settings, inputs: Inputs, outputs: Outputs) -> _Case:
    platform = inputs.declarations.platform
    tree = committed.read(settings.root, inputs.declarations, outputs)
    clusters: dict[str | None, Cluster] = dict(inputs.declarations.clusters.items())
    objects = tree.loaded.objects

    def declared(name: str | None, group: Sequence[Object]) -> Sequence[DeclaredFlow]:
        return flows.declared(inputs, clusters[name], group)

    gathered = facts.gather(objects, clusters, NEWEST, declared)
    resolved = contexts.resolve(objects, clusters=clusters, platform=platform)
    return _Case(
        tree.loaded,
        (*gathered, *delivery_facts.facts(objects, tree.deliveries), *unexpected_files(tree.entries, tree.reached)),
        resolved,
        InTree(settings.root, inputs),
        platform.severities,
        tuple(environment.name for environment in platform.environments),
    )


def _judged(settings: Settings, case: _Case, judging: Judging) -> CheckResult:
    """Judge a case by the policies and waivers of `settings`."""
    folder = policies.folder(settings)
    known = rules.load(folder)
    engine = engines.choose(judging.engine, folder, settings.cache)
    remembered = memo.opened(settings.cache, sources.digest(folder))
    unchecked: list[Unchecked] = [*case.loaded.unchecked]

    def found(objects: Iterable[Object], documents: Iterable[Fact], locate: Locate) -> tuple[Finding, ...]:
        verdicts = judge(objects, documents, case.contexts, known, engine, remembered)
        unchecked.extend(verdicts.unchecked)
        return findings(verdicts.violations, known, locate, severities=case.severities, environments=case.environments)

    everything = found(case.loaded.objects, case.facts, case.locate)
    today = datetime.now(UTC).date()
    accepted = waivers.load(settings.root / policies.WAIVERS, policies.WAIVERS)
    waived = waivers.apply(everything, accepted, today)
    about = found((), waivers.facts(everything, accepted, today), _at_waiver)
    remembered.save()
    wanted = rules.matching(known, judging.patterns)
    kept = tuple(finding for finding in (*waived, *about) if finding.rule in wanted)
    return CheckResult(kept, tuple(sorted(set(unchecked))), len(case.loaded.objects), case.loaded.files)


def _at_waiver(violation: Violation) -> tuple[Place, tuple[Related, ...]]:
    origin = violation.object.origin
    return Place(origin.file, origin.line), ()


def _united(one: CheckResult, other: CheckResult) -> CheckResult:
    """Both results: a finding that either judge still holds open stays open."""
    merged = {(each.rule, each.object, each.field, each.location): each for each in one.findings}
    for each in other.findings:
        key = (each.rule, each.object, each.field, each.location)
        if key not in merged or each.waiver is None:
            merged[key] = each
    unchecked = tuple(sorted({*one.unchecked, *other.unchecked}))
    return CheckResult(tuple(merged.values()), unchecked, one.objects, one.files)
