"""A Job's template cannot be changed, and a new name would run the training again: whoever changes what the name does
not cover has to say which of the two is meant.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from generator import fields, kustomize
from generator.errors import InputError, MlpError, Place, Problem
from generator.model import Body
from generator.pipeline import git
from generator.pipeline.outputs import Outputs
from generator.rendering import RenderedUnit, is_run
from generator.tree import Changes


def problems(root: Path, outputs: Outputs, changes: Changes) -> Iterator[Problem]:
    """One problem for each Job that keeps its name while its template changes from what is committed."""
    folders = {path.rpartition("/")[0] for path in changes.different}
    units = {unit.unit.folder: unit for path in changes.different if (unit := outputs.part(path).meaning.unit)}
    for folder, rendered in units.items():
        for environment, objects in rendered.objects.items():
            jobs = [body for body in objects if is_run(body)]
            overlay = f"{folder}/overlays/{environment}"
            if jobs and not folders.isdisjoint((overlay, f"{folder}/base")):
                yield from _changed(rendered, environment, jobs, _committed(root, overlay))


def _changed(
    rendered: RenderedUnit, environment: str, jobs: list[Body], committed: dict[str, Body]
) -> Iterator[Problem]:
    for job in jobs:
        name = job["metadata"]["name"]
        before = committed.get(name)
        field = before and _difference(before["spec"]["template"], job["spec"]["template"], ("spec", "template"))
        if field:
            what = f"Job {name} in {environment} would change in place: `{field}` is not part of what names a run"
            hint = f"give `run` a new value to start the Job again, or take the change of `{field}` back"
            yield Problem(Place(rendered.unit.declaration), what, hint)


def _committed(root: Path, folder: str) -> dict[str, Body]:
    """The Jobs that the committed overlay builds, by name; none where it does not build or nothing is committed."""
    try:
        built = kustomize.build(folder, _reader(root))
    except InputError:
        return {}
    return {each.body["metadata"]["name"]: each.body for each in built.objects if is_run(each.body)}


def _reader(root: Path) -> Callable[[str], bytes | None]:
    """Reads what HEAD holds: what was only rendered has never run."""

    def read(path: str) -> bytes | None:
        try:
            return git.run(root, "show", f"HEAD:./{path}")
        except MlpError:
            return None

    return read


def _difference(before: object, after: object, path: tuple[str | int, ...]) -> str:
    """The first field, in the order of the new value, in which two values differ; empty where they are equal."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*after, *(key for key in before if key not in after)]
        found = (_difference(before.get(key), after.get(key), (*path, key)) for key in keys)
        return next(filter(None, found), "")
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return next(filter(None, (_difference(old, new, (*path, index)) for index, (old, new) in pairs)), "")
    return "" if before == after else fields.render(path)
