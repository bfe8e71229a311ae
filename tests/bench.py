"""`make bench`: synthetic fleets, measured beside what other tools take for the same in the same run.

Prints one table. Bounds that compare two measurements of this run decide the exit code; bounds in seconds are judged
too, but a slow or shared machine may miss them. Seconds are wall clock, with the processor's in brackets.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from fleet import write_fleet
from support import MLP, OUTPUTS, REPOSITORY, copy_platform, git, snapshot

SIZES = (10, 100, 1000)
BUILDS = 200
JUDGED = 259  # services; they give 10,000 objects
LABEL_SETS = (100, 500, 2_000)
MOST_MEMORY = 300
WORKER = Path(__file__).with_name("bench_worker.py")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: seconds on the clock and of processors, and the most memory of it or of a child."""

    seconds: float
    processor: float
    mebibytes: float
    output: str = ""

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f})"


@dataclass(slots=True)
class Report:
    """The rows of the table. Only what is relative to another measurement of the run decides the exit code."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def tell(self, what: str, measured: object) -> None:
        self.rows.append((what, str(measured), "", ""))

    def judge(self, what: str, measured: str, bound: str, *, kept: bool, relative: bool = False) -> None:
        self.rows.append((what, measured, bound, "PASS" if kept else "FAIL"))
        if relative and not kept:
            self.missed.append(what)

    def seconds(self, what: str, run: Run, most: float) -> None:
        self.judge(what, str(run), f"<= {most} s", kept=run.seconds <= most)

    def memory(self, what: str, run: Run, most: float) -> None:
        self.judge(f"{what}: memory", f"{run.mebibytes:.0f} MiB", f"<= {most} MiB", kept=run.mebibytes <= most)

    def ratio(self, what: str, value: float, bound: str, *, kept: bool) -> None:
        self.judge(what, f"{value:.1f} x", bound, kept=kept, relative=True)

    def __str__(self) -> str:
        widths = [max(len(row[column]) for row in self.rows) for column in range(4)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in self.rows)


def run(command: Sequence[object], folder: Path, cache: Path, codes: Sequence[int] = (0, 1)) -> Run:
    """Run a program; anything but the expected exit codes ends the benchmark."""
    variables = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    # As installed: the package's modules are compiled once.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode not in codes:
        sys.exit(f"{command}: exit {process.returncode}\n{text}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text)


def best(*runs: Run) -> Run:
    """The run that was disturbed least."""
    return min(runs, key=lambda one: one.seconds)


def worker(task: str, folder: Path, cache: Path, *arguments: object) -> Run:
    """A measurement inside a process of its own, which prints seconds; the memory is all of the process's."""
    done = run([sys.executable, WORKER, task, *arguments], folder, cache, codes=(0,))
    return Run(told(done)["seconds"], told(done)["processor"], done.mebibytes, done.output)


def told(done: Run) -> dict[str, float]:
    """What a measurement says of itself."""
    found: dict[str, float] = json.loads(done.output.splitlines()[-1])
    return found


def fleets(report: Report, scratch: Path) -> None:
    """Render and check of each size; kustomize and cp on the same files."""
    fresh: dict[int, Run] = {}
    for services in SIZES:
        cache, another = scratch / f"cache-{services}", scratch / f"cache-{services}-another"
        twin = write_fleet(scratch / f"twin-{services}", services)
        root = write_fleet(scratch / f"fleet-{services}", services)
        # What writes is run twice, as cp is: file systems take turns at being slow.
        fresh[services] = best(
            run([MLP, "render"], twin, another, codes=(0,)), run([MLP, "render"], root, cache, codes=(0,))
        )
        again = best(*(run([MLP, "render"], root, cache, codes=(0,)) for _ in range(2)))
        cold = run([MLP, "check", "--engine", "embedded"], root, cache)
        warm = run([MLP, "check", "--engine", "embedded"], root, cache)
        copied = best(*(_copied(root, scratch / "copy") for _ in range(2)))
        built = _built(root, scratch)
        name = f"{services} services"
        report.tell(f"{name}: files", sum(len(files) for _, _, files in os.walk(root / "rendered")))
        for what, done in (("render, writing", fresh[services]), ("render, unchanged", again)):
            report.tell(f"{name}: {what}", f"{done}, {done.mebibytes:.0f} MiB")
        for what, done in (("check, cold", cold), ("check, warm", warm)):
            report.tell(f"{name}: {what}", f"{done}, {done.mebibytes:.0f} MiB")
        report.tell(f"{name}: cp -r", copied)
        report.tell(f"{name}: kustomize build of every overlay", built)
        _compared(report, name, built.seconds / again.seconds, fresh[services].seconds / copied.seconds)
    for small, large in pairwise(SIZES):
        growth = fresh[large].seconds / fresh[small].seconds
        report.ratio(f"{small} to {large} services: render grows", growth, "<= 11 x", kept=growth <= 11)
    report.memory(
        f"{SIZES[-1]} services: render", max(fresh[SIZES[-1]], again, key=lambda one: one.mebibytes), MOST_MEMORY
    )
    both = Run(again.seconds + cold.seconds, again.processor + cold.processor, 0)
    report.seconds(f"{SIZES[-1]} services: render + check, cold", both, 10)


def _compared(report: Report, name: str, faster: float, slower: float) -> None:
    """The smaller fleets take little more than Python's own start, so the largest one is judged."""
    if name.startswith(str(SIZES[-1])):
        report.ratio(f"{name}: render faster than kustomize", faster, ">= 100 x", kept=faster >= 100)
        report.ratio(f"{name}: render slower than cp -r", slower, "<= 5 x", kept=slower <= 5)
    else:
        report.tell(f"{name}: render faster than kustomize, slower than cp -r", f"{faster:.1f} x, {slower:.1f} x")


def _copied(root: Path, target: Path) -> Run:
    try:
        target.mkdir()
        return run(["cp", "-r", *OUTPUTS, target], root, target, codes=(0,))
    finally:
        shutil.rmtree(target)


def _built(root: Path, cache: Path) -> Run:
    """`kustomize build` of some overlays, one after another, scaled to all of them."""
    overlays = sorted(root.glob("rendered/*/*/overlays/*"))
    some = overlays[:: -(-len(overlays) // BUILDS)]
    runs = [run(["kustomize", "build", overlay], root, cache, codes=(0,)) for overlay in some]
    scale = len(overlays) / len(some)
    return Run(sum(one.seconds for one in runs) * scale, sum(one.processor for one in runs) * scale, 0)


def hooks(report: Report, scratch: Path) -> None:
    """The hook on one edited service, in the largest fleet and in the platform itself."""
    fleet = scratch / f"fleet-{SIZES[-1]}"
    platform = copy_platform(_made(scratch / "platform"))
    edited = {fleet: fleet / "teams/team-000/service-0.yaml", platform: platform / "teams/core/backend.yaml"}
    for root, file in edited.items():
        name = "the platform" if root == platform else f"{SIZES[-1]} services"
        cache = scratch / f"cache-hook-{root.name}"
        run([MLP, "render"], root, cache, codes=(0,))
        git(root, "init", "--quiet")
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "--message", "all of it")
        run([MLP, "hook"], root, cache)
        done = best(*(_edited(root, file, number, cache) for number in (7, 8, 9)))
        report.seconds(f"{name}: hook, one edited service, warm", done, 0.4)
        cold = _rendered_elsewhere(root, scratch / "elsewhere")
        same = snapshot(root) == cold
        report.judge(f"{name}: hook gives the bytes of a cold render", str(same), "True", kept=same, relative=True)


def _edited(root: Path, file: Path, number: int, cache: Path) -> Run:
    """The hook after the first number of replicas, or else of CPUs, was changed; the output is then staged."""
    before = file.read_text()
    after = re.sub(r"((?:replicas|cpu): )\d+", rf"\g<1>{number}", before, count=1)
    file.write_text(after)
    git(root, "add", str(file))
    done = run([MLP, "hook"], root, cache, codes=(1,))
    git(root, "add", "--all")
    return done


def _rendered_elsewhere(root: Path, target: Path) -> dict[str, bytes]:
    """What a render gives in a repository without outputs, with nothing in its cache."""
    target.mkdir()
    for name in ("platform.yaml", "clusters", "teams"):
        copy = shutil.copytree if (root / name).is_dir() else shutil.copy2
        copy(root / name, target / name)
    run([MLP, "render"], target, target / "cache", codes=(0,))
    found = snapshot(target)
    shutil.rmtree(target)
    return found


def engines(report: Report, scratch: Path) -> None:
    """All rules on 10,000 objects by both engines, beside an ordinary `conftest test` of the same objects.

    Ordinary is what people do who have rules and manifests: `conftest test FOLDER` with the committed conftest.toml, a
    document in each file. It is run on all of the files, since what it keeps of each makes a thousand of them cheaper
    than ten thousand. Other ways take longer still: a process for each file, as in a loop or a pre-commit hook, or
    `--all-namespaces`, which asks each of the rules by itself. Its seconds include reading the files and leave out
    facts, which it does not have; those of the engines are about objects and facts that are in memory. The last row is
    therefore a whole `mlp check` of the same files, from the start of the process to its report.
    """
    root, files = write_fleet(_made(scratch / "judged") / "fleet", JUDGED), _made(scratch / "documents")
    run([MLP, "render"], root, scratch / "cache-judged", codes=(0,))
    name = f"{told(worker('documents', root, scratch / 'cache-judged', files))['objects']} objects"
    ordinary = run(["conftest", "test", "--no-fail", files], REPOSITORY, scratch, codes=(0,))
    report.tell(f"{name}: conftest test, a document a file", ordinary)
    for engine in ("embedded", "conftest"):
        cache = scratch / f"cache-{engine}"
        cold = worker("judge", root, cache, engine)
        report.seconds(f"{name}: {engine}, cold", cold, 5)
        report.memory(f"{name}: {engine}, cold", cold, 500)
        faster = ordinary.seconds / cold.seconds
        report.ratio(f"{name}: {engine} faster than conftest test", faster, ">= 10 x", kept=faster >= 10)
        file = root / "teams/team-000/service-0.yaml"
        file.write_text(file.read_text().replace("replicas: 2", f"replicas: {3 + (engine == 'conftest')}"))
        run([MLP, "render"], root, cache, codes=(0,))
        report.seconds(f"{name}: {engine}, warm, one edited", worker("judge", root, cache, engine), 1)
        whole = run([MLP, "check", "--engine", engine, files], root, _made(scratch / f"cache-files-{engine}"))
        report.tell(f"{name}: {engine}, mlp check of the same files", whole)


def analyses(report: Report, scratch: Path) -> None:
    """The proofs on large inputs."""
    cache = scratch / "cache-analyses"
    matrix = worker("connections", scratch, cache)
    report.seconds("2,000 workloads, 1,000 policies: connections", matrix, 5)
    report.memory("2,000 workloads, 1,000 policies: connections", matrix, 500)
    few = {sets: _verdicts(report, scratch, 2_000, sets) for sets in LABEL_SETS}
    many = _verdicts(report, scratch, 8_000, LABEL_SETS[1])
    growth = many.seconds / few[LABEL_SETS[1]].seconds
    report.ratio(
        f"4 x the workloads, the same {LABEL_SETS[1]} label sets: verdicts grow", growth, "<= 5 x", kept=growth <= 5
    )
    for task in ("capacity", "placement"):
        report.seconds(f"40,000 objects: {task}", worker(task, scratch / f"fleet-{SIZES[-1]}", cache), 3)


def _verdicts(report: Report, scratch: Path, workloads: int, sets: int) -> Run:
    """What it takes to judge all pairs of workloads of which only some differ in their labels."""
    runs = (worker("label sets", scratch, scratch / "cache-analyses", workloads, sets) for _ in range(3))
    done = best(*runs)
    report.tell(f"{workloads:,} workloads, {sets:,} label sets, 1,000 policies: all verdicts", done)
    return done


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def sections() -> Iterator[Callable[[Report, Path], None]]:
    """What is measured, in order: later ones use the fleets of the first."""
    yield from (fleets, analyses, hooks, engines)


def main() -> int:
    """Exit 1 where a bound between two measurements of this run is missed."""
    if not (REPOSITORY / "policies/policy.wasm").exists():
        sys.exit("policies/policy.wasm is missing: run `mlp policies compile`")
    report = Report()
    with tempfile.TemporaryDirectory(prefix="mlp-bench-") as folder:
        for section in sections():
            section(report, Path(folder))
    print(report)
    for what in report.missed:
        print(f"missed: {what}", file=sys.stderr)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
