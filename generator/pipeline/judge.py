"""A judge: the policies and the exceptions of a repository, or of one of its revisions."""

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Place
from generator.model import CheckResult, Fact, Finding, Object, Related, Severity, Unchecked
from generator.pipeline import cases, policies, preview
from generator.pipeline.cases import Case
from generator.policy import baseline, catalogue, engines, memo, rules, sources, waivers
from generator.policy.engines import EngineName
from generator.policy.findings import findings, order
from generator.policy.judging import Violation, judge
from generator.policy.rules import SEVERITIES
from generator.settings import Settings


class Judging(Struct, frozen=True):
    """How to judge: shell patterns of rule ids (none: all); the engine; a revision whose own policies judge too, and which
    the tree is compared with; a Kubernetes version to look ahead to; a baseline's file (relative to the root, or
    absolute), and whether to write it; which severities are asked for.
    """

    patterns: tuple[str, ...] = ()
    engine: EngineName = "auto"
    base: str = ""
    preview: str = ""
    baseline: str = ""
    write_baseline: bool = False
    severities: tuple[Severity, ...] = SEVERITIES


class Judge:
    """Judges cases by the policies, waivers and baseline below the root of some settings."""

    def __init__(self, settings: Settings, judging: Judging) -> None:
        """Read what there is to judge by. Raises InputError and ToolError."""
        folder = policies.folder(settings)
        self._judging = judging
        digest = sources.digest(folder)
        self._rules = catalogue.load(folder, digest, settings.cache)
        self._wanted = rules.matching(self._rules, judging.patterns)
        self._engine = engines.choose(judging.engine, folder, digest, settings.cache)
        self._memo = memo.opened(settings.cache, digest)
        self._waivers = waivers.load(settings.root / policies.WAIVERS, policies.WAIVERS)
        self._baseline = settings.root / judging.baseline
        self._accepted = baseline.load(self._baseline, judging.baseline) if judging.baseline else ()
        self._today = datetime.now(UTC).date()

    def result(self, case: Case) -> CheckResult:
        """The findings about a case and about the exceptions that were made for it, without those that a later
        Kubernetes would bring.
        """
        everything, unchecked = self._judged(case, case.loaded.objects, case.facts)
        unchecked = (*case.loaded.unchecked, *unchecked)
        waived = waivers.apply(everything, self._waivers, self._today)
        accepted = self._settled(waived, complete=not unchecked)
        excused = baseline.apply(waived, accepted, self._judging.baseline)
        # Manifests by path say nothing about waivers of what lies elsewhere.
        concerned = self._waivers if case.whole else waivers.concerning(everything, self._waivers)
        exceptions = (
            *waivers.facts(everything, concerned, self._today),
            *baseline.facts(waived, accepted, self._judging.baseline),
        )
        about, more = self._judged(replace(case, locate=_at_exception), (), exceptions)
        self._memo.save()
        return CheckResult(
            self._kept((*excused, *about)),
            tuple(sorted({*unchecked, *more})),
            len(case.loaded.objects),
            case.loaded.files,
        )

    def preview(self, case: Case, today: CheckResult) -> CheckResult:
        """Today's result with notices of what a later version of Kubernetes would bring."""
        version = self._judging.preview
        later = cases.later(case, version)
        everything, unchecked = self._judged(later, later.loaded.objects, later.facts)
        self._memo.save()
        waived = self._kept(waivers.apply(everything, self._waivers, self._today))
        found = preview.notices(today.findings, waived, version)
        return replace(
            today,
            findings=tuple(sorted((*today.findings, *found), key=order)),
            unchecked=tuple(sorted({*today.unchecked, *unchecked})),
        )

    def _judged(
        self, case: Case, objects: Iterable[Object], facts: Iterable[Fact]
    ) -> tuple[tuple[Finding, ...], tuple[Unchecked, ...]]:
        verdicts = judge(objects, facts, case.contexts, self._rules, self._engine, self._memo)
        found = findings(
            verdicts.violations,
            self._rules,
            case.locate,
            severities=case.severities,
            environments=case.environments,
            wanted=self._judging.severities,
        )
        return found, verdicts.unchecked

    def _kept(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(sorted((finding for finding in found if finding.rule in self._wanted), key=order))

    def _settled(self, found: Iterable[Finding], *, complete: bool) -> tuple[baseline.Entry, ...]:
        """The entries of the baseline, written anew where that is asked for. What was found in a part of the objects
        does not settle what occurs.
        """
        if not (self._judging.write_baseline and complete):
            return self._accepted or ()
        entries = baseline.settled(self._accepted, found)
        baseline.write(self._baseline, entries)
        return entries


def _at_exception(violation: Violation) -> tuple[Place, tuple[Related, ...]]:
    origin = violation.object.origin
    return Place(origin.file, origin.line), ()
