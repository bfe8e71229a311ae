"""`mlp check`: objects → facts → verdicts → findings → waivers, for the committed tree or for any manifests."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator import manifests, scratch
from generator.kustomize import binary
from generator.model import CheckResult, Finding
from generator.pipeline import cases, committed, git, policies
from generator.pipeline.cases import Assumptions, Case
from generator.pipeline.inputs import Inputs
from generator.pipeline.judge import Judge, Judging
from generator.pipeline.outputs import Outputs
from generator.pipeline.scope import Scope
from generator.pipeline.validity import Validity
from generator.policy.findings import order
from generator.settings import Settings, at

__all__ = ["Assumptions", "Judging", "check_inputs", "check_paths"]


def check_inputs(
    settings: Settings, inputs: Inputs, outputs: Outputs, judging: Judging, part: Scope | None = None
) -> CheckResult:
    """Judge the tree of a repository whose declarations have been read, or a part of it; `outputs` are what they give."""
    judge = Judge(settings, judging)
    if part is None:
        outputs.make_all()
    tree = committed.read(settings.root, inputs.declarations, outputs, part)
    valid = Validity(settings.cache)
    case = cases.of_tree(settings.root, inputs, tree, valid)
    valid.save()
    if part is not None:
        case = cases.narrowed(case, part)
    if not judging.base:
        return _judged(judge, case, judging)
    from generator.pipeline import changes  # noqa: PLC0415 - with what it brings, 3 ms that the hook does without

    with scratch.folder("base") as folder:
        base = at(folder)
        exceptions = [] if Path(judging.baseline).is_absolute() or not judging.baseline else [judging.baseline]
        git.extract(settings.root, judging.base, base.root, (policies.FOLDER, *changes.PATHS, *exceptions))
        changed = changes.facts(settings.root, judging.base, base.root, inputs.declarations, outputs, tree)
        case = replace(case, facts=(*case.facts, *changed))
        # A change must not excuse itself: what the revision's own rules and exceptions leave open stays open.
        before = Judge(base, replace(judging, write_baseline=False)).result(case)
        result = _united(_judged(judge, case, judging), before)
        return replace(result, changes=changes.summary(changed, case.environments))


def check_paths(
    settings: Settings, paths: Sequence[str], stdin: Callable[[], bytes], assumed: Assumptions, judging: Judging
) -> CheckResult:
    """Judge any manifests: files, folders, kustomizations, or `-` for standard input."""
    # What there is to judge by may be missing: that is told before anything large is read.
    judge = Judge(settings, judging)
    loaded = manifests.load(paths, stdin, binary.build)
    return _judged(judge, cases.of_manifests(loaded, stdin, assumed), judging)


def _judged(judge: Judge, case: Case, judging: Judging) -> CheckResult:
    result = judge.result(case)
    return judge.preview(case, result) if judging.preview else result


def _united(one: CheckResult, other: CheckResult) -> CheckResult:
    """Both results: a finding that either judge still holds open stays open. What the other one says about its own
    exceptions is history.
    """
    still = {_key(each) for each in one.findings if each.waiver is None}
    reopened = [
        each
        for each in other.findings
        if each.waiver is None and _key(each) not in still and not each.rule.startswith("waiver/")
    ]
    again = {_key(each) for each in reopened}
    kept = (each for each in one.findings if _key(each) not in again)
    return replace(
        one,
        findings=tuple(sorted((*kept, *reopened), key=order)),
        unchecked=tuple(sorted({*one.unchecked, *other.unchecked})),
    )


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.object, finding.field, finding.location
