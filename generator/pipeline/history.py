"""What environments ran once: earlier builds of their overlays, from the history that git has of a revision."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from generator import kustomize, manifests, scratch
from generator.analysis.image_moves import Build, digests
from generator.errors import InputError, ToolError
from generator.pipeline import git
from generator.planning import unit_folder


def held(root: Path, revision: str, wanted: Iterable[Build]) -> Mapping[Build, str]:
    """The builds that there were in the history of a revision, each with the newest commit (shortened) that had it.

    A clone without its history (`--depth`) knows none.
    """
    past: defaultdict[str, list[Build]] = defaultdict(list)
    for build in wanted:
        past[unit_folder(build.path)].append(build)
    if not past:
        return {}
    looked_for = {_beginning(build.digest) for builds in past.values() for build in builds}
    found: dict[Build, str] = {}
    for commit, paths in git.touched(root, revision, looked_for, past):
        for unit in dict.fromkeys(map(unit_folder, paths)):
            for state in (commit, f"{commit}^"):
                if missing := [build for build in past[unit] if build not in found]:
                    found |= dict.fromkeys(_built(root, state, unit, missing), state.replace(commit, commit[:10]))
    return found


def _beginning(digest: str) -> str:
    """Enough of a digest to look for: a command line has room for thousands of these."""
    return digest.partition(":")[2][:12]


def _built(root: Path, state: str, unit: str, builds: Iterable[Build]) -> Iterator[Build]:
    """Those of the builds of a unit that a state of the repository gives."""
    with scratch.folder("past") as folder:
        try:
            git.extract(root, state, Path(folder), [unit])
        except ToolError:
            return  # the first commit has none before it
        builder = kustomize.Builder(partial(_read, Path(folder)))
        for build in builds:
            try:
                built = builder.build(build.path)
            except InputError:
                continue
            if build.digest in digests(manifests.wrap(built.objects)):
                yield build


def _read(folder: Path, path: str) -> bytes | None:
    file = folder / path
    return file.read_bytes() if file.is_file() else None
