"""`mlp diff`: what Argo CD would apply of the tree as it is, against what it applied of a revision, by environment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator import declarations, scratch
from generator.analysis import differences, reachability
from generator.errors import InputError, UsageError
from generator.model import Body, Cluster, Declarations, Object, Unchecked
from generator.pipeline import committed, git
from generator.pipeline.inputs import Inputs, load
from generator.pipeline.outputs import Outputs
from generator.pipeline.selecting import select
from generator.planning import unit_folder
from generator.settings import MARKER, Settings

VERSION = 1
_RENDERED = "rendered"
_PATHS = (MARKER, "clusters", "teams", _RENDERED, "argocd")


class _Place(NamedTuple):
    """Where objects are: in an environment, or in a cluster beside its environments."""

    cluster: str
    environment: str | None


class _State(Struct, frozen=True):
    """The tree at one time: its clusters, and its objects by cluster."""

    clusters: Mapping[str, Cluster]
    objects: Mapping[str, Sequence[Object]]
    unchecked: tuple[Unchecked, ...]


class Difference(Struct, frozen=True):
    """The answer of `mlp diff --format json`, and what of the two trees could not be read."""

    document: Body
    unchecked: tuple[Unchecked, ...]


def difference(
    settings: Settings, revision: str, environment: str | None = None, team: str | None = None
) -> Difference:
    """Compare the tree on disk with a revision of git, or say what differs for an environment or a team.

    Raises UsageError for a revision that is none or has no platform, and for an environment or team that nobody declares.
    """
    inputs = load(settings)
    selection = select(inputs.declarations, environment, team)
    before = git.tree(settings.root, revision)
    outputs = Outputs(inputs, whole=True)
    now = _state(settings.root, inputs.declarations, outputs)
    with scratch.folder("diff") as base:
        needed = _needed(git.changed(settings.root, before, _PATHS))
        git.extract(settings.root, before, base, needed)
        if not (base / MARKER).is_file():
            raise UsageError(f"{revision} has no {MARKER}: there is nothing to compare with")
        then = _completed(_state(base, _declared(base, inputs), outputs), now, needed)
    order = [environment.name for environment in inputs.declarations.platform.environments]
    objects, flows = _objects(then, now), _flows(then, now)
    entries = [
        {**place._asdict(), "objects": objects.get(place, []), "connections": flows.get(place, [])}
        for place in sorted({*objects, *flows}, key=lambda place: _rank(place, order))
    ]
    unread = tuple(each for state in (then, now) for each in state.unchecked)
    document = selection.of({"version": VERSION, "base": revision, "environments": entries})
    return Difference(document, tuple(dict.fromkeys(unread)))


def _needed(changed: Sequence[str]) -> tuple[str, ...]:
    """What of a revision must be looked at: of the rendered units those that changed, where only such changed."""
    declared = [path for path in _PATHS if path != _RENDERED]
    if any(not _is_rendered(path) and not path.startswith("teams/") for path in changed):
        return _PATHS
    units = dict.fromkeys(unit_folder(path) for path in changed if _is_rendered(path))
    return (*declared, *units)


def _completed(then: _State, now: _State, needed: Sequence[str]) -> _State:
    """The earlier state with the objects of the units that were not looked at, since they are what they are now."""
    if _RENDERED in needed:
        return then
    same = {
        name: [item for item in group if _is_rendered(item.origin.file) and unit_folder(item.origin.file) not in needed]
        for name, group in now.objects.items()
    }
    names = {**then.objects, **same}
    return replace(then, objects={name: [*then.objects.get(name, ()), *same.get(name, ())] for name in names})


def _is_rendered(path: str) -> bool:
    return path.startswith(f"{_RENDERED}/")


def _declared(base: Path, inputs: Inputs) -> Declarations:
    """The revision's own declarations; where today's blueprints refuse them, today's say which clusters there are."""
    try:
        return declarations.load(base, {info.ref: info for info in inputs.catalogue.infos})
    except InputError:
        return inputs.declarations


def _state(root: Path, declared: Declarations, outputs: Outputs) -> _State:
    """The tree below a root. Most of its files are what today's declarations give, and need not be parsed."""
    loaded = committed.read(root, declared, outputs).loaded
    groups: defaultdict[str, list[Object]] = defaultdict(list)
    for item in loaded.objects:
        groups[item.cluster or ""].append(item)
    return _State(declared.clusters, groups, loaded.unchecked)


def _objects(then: _State, now: _State) -> dict[_Place, list[Body]]:
    """The changed objects of each place that has any."""
    before, after = (_by_place(item for group in state.objects.values() for item in group) for state in (then, now))
    found = {
        place: differences.changed_objects(before.get(place, ()), after.get(place, ())) for place in {**before, **after}
    }
    return {place: [each.body() for each in changes] for place, changes in found.items() if changes}


def _by_place(objects: Iterable[Object]) -> Mapping[_Place, Sequence[Object]]:
    groups: defaultdict[_Place, list[Object]] = defaultdict(list)
    for item in objects:
        groups[_Place(item.cluster or "", item.environment)].append(item)
    return groups


def _flows(then: _State, now: _State) -> dict[_Place, list[Body]]:
    """The connections that open or close, by the place that interfaces give them."""
    groups: defaultdict[_Place, list[Body]] = defaultdict(list)
    for name in {**then.objects, **now.objects}:
        before, after = _matrix(then, name), _matrix(now, name)
        for change in reachability.changes(before, after):
            body = change.body()
            groups[_Place(body.pop("cluster"), body.pop("environment"))].append(body)
    return groups


def _matrix(state: _State, name: str) -> reachability.Matrix:
    network = state.clusters[name].network if name in state.clusters else None
    return reachability.analyse(state.objects.get(name, ()), network)


def _rank(place: _Place, order: Sequence[str]) -> tuple[int, str, str]:
    """Environments in the order of promotion, then clusters."""
    known = place.environment in order
    rank = order.index(place.environment or "") if known else len(order) + (place.environment is None)
    return rank, place.cluster, place.environment or ""
