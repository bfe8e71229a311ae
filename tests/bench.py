"""Synthetic fleets: render and check times, peak memory, beside `kustomize build` and `cp -r` in the same run.

    python tests/bench.py [services …]          # default: 10 100 1000, in the platform's four environments

Bounds are ratios within one run where they can be, since machines are noisy; the exit code is 1 if one is missed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fleet import write_fleet
from support import MLP

BUILDS = 200


@dataclass(frozen=True)
class Run:
    """A command's wall time in seconds and peak resident memory in MiB."""

    seconds: float
    mebibytes: float


@dataclass(frozen=True)
class Fleet:
    """What was measured of one fleet; `builds` is scaled to all of its overlays."""

    services: int
    render: Run
    check: Run
    builds: float
    copy: float


def measured(root: Path, *command: str | Path) -> Run:
    """Run a command to its end; its findings are not the benchmark's business."""
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        raise SystemExit(f"{command} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(seconds, usage.ru_maxrss / 1024)


def fleet(services: int, folder: Path) -> Fleet:
    """Measure one fleet in an empty folder."""
    root = write_fleet(folder / str(services), services)
    render = measured(root, MLP, "render")
    check = measured(root, MLP, "check", "--fail-on", "never")
    overlays = sorted(root.glob("rendered/*/*/overlays/*"))
    sample = overlays[:: max(1, len(overlays) // BUILDS)][:BUILDS]
    started = time.monotonic()
    for overlay in sample:
        subprocess.run(["kustomize", "build", overlay], stdout=subprocess.DEVNULL, check=True)
    builds = (time.monotonic() - started) * len(overlays) / len(sample)
    copy = measured(root, "cp", "-r", "rendered", "argocd", folder / f"copy-{services}")
    shutil.rmtree(root)
    return Fleet(services, render, check, builds, copy.seconds)


def bounds(fleets: list[Fleet]) -> list[tuple[str, float, float]]:
    """(what, measured, at most) for each bound."""
    found = []
    for small, large in pairwise(fleets):
        growth = large.render.seconds / small.render.seconds
        allowed = 1.1 * large.services / small.services
        found.append((f"render of {large.services} services against {small.services}", growth, allowed))
    last = fleets[-1]
    found += [
        (f"render of {last.services} services against kustomize", 100 * last.render.seconds / last.builds, 1),
        (f"render of {last.services} services against cp -r", last.render.seconds / last.copy, 5),
        (f"render of {last.services} services, MiB", last.render.mebibytes, 300),
        (f"render and check of {last.services} services, seconds", last.render.seconds + last.check.seconds, 10),
    ]
    return found


def main(arguments: list[str]) -> int:
    """Measure the fleets, print a table and the bounds."""
    with tempfile.TemporaryDirectory(prefix="mlp-bench-") as folder:
        fleets = []
        print(f"{'services':>8} {'render':>9} {'check':>9} {'MiB':>11} {'kustomize':>11} {'cp -r':>8}", flush=True)
        for services in map(int, arguments or ["10", "100", "1000"]):
            (Path(folder) / f"copy-{services}").mkdir()
            one = fleet(services, Path(folder))
            fleets.append(one)
            memory = f"{one.render.mebibytes:.0f}/{one.check.mebibytes:.0f}"
            times = f"{one.render.seconds:8.2f}s {one.check.seconds:8.2f}s {memory:>11}"
            print(f"{services:8d} {times} {one.builds:10.1f}s {one.copy:7.2f}s", flush=True)
    missed = 0
    for what, value, most in bounds(fleets):
        missed += value > most
        print(f"{'FAIL' if value > most else 'ok':>4}  {what}: {value:.2f}, at most {most:g}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
