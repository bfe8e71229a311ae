"""What changed since a revision: the tree that was committed then, as Argo CD built it, against the tree of today."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from generator import yamlio
from generator.analysis import change_facts, image_moves
from generator.analysis.change_facts import Naming
from generator.errors import InputError
from generator.model import Body, Change, Declarations, Fact
from generator.pipeline import committed, history
from generator.pipeline.committed import Committed
from generator.pipeline.outputs import Outputs
from generator.planning import TENANCY, unit_folder
from generator.settings import MARKER

# What of a revision is read: the declarations that name environments, and the tree that Argo CD reads.
PATHS = (MARKER, "clusters", "teams", "rendered", "argocd")


def facts(
    root: Path, revision: str, base: Path, declarations: Declarations, outputs: Outputs, now: Committed
) -> tuple[Fact, ...]:
    """Facts about the way from a revision, which is laid out below `base`, to the tree `now`, which lies below `root`.

    What cannot be built, then or now, is not compared. A revision without a platform has no facts.
    """
    if not (base / MARKER).is_file():
        return ()
    then = committed.read(base, declarations, outputs)
    broken = {unit_folder(each.file) for tree in (then, now) for each in tree.loaded.unchecked}
    before, after = ([each for each in tree.deliveries if unit_folder(each.path) not in broken] for tree in (then, now))
    moves = image_moves.moves(before, after)
    return (
        *change_facts.facts(before, after, _Names(root, base, declarations)),
        *image_moves.facts(moves, history.held(root, revision, {move.build for move in moves})),
    )


def summary(found: Iterable[Fact], environments: Sequence[str]) -> tuple[Change, ...]:
    """The facts about units in short, by environment in the order of promotion."""
    rank = {name: index for index, name in enumerate(environments)}
    changes = (_change(fact.body) for fact in found if fact.body["kind"] == change_facts.UNIT)
    return tuple(sorted(changes, key=lambda each: (rank.get(each.environment, len(rank)), each.environment, each.unit)))


def _change(body: Body) -> Change:
    objects = tuple(each["object"] for each in body["changes"])
    return Change(body["environment"], unit_folder(body["path"]).partition("/")[2], objects)


class _Names:
    """Knows which declarations name a unit in an environment, and compares what they say."""

    def __init__(self, root: Path, base: Path, declarations: Declarations) -> None:
        """Declarations lie below both folders; each is read once."""
        self._root, self._base, self._declarations = root, base, declarations
        self._value = lru_cache(maxsize=None)(_value)

    def __call__(self, path: str, environment: str) -> Naming:
        files = tuple(dict.fromkeys(self._files(unit_folder(path), environment)))
        changed = (
            file
            for file in files
            if self._said(self._base, file, environment) != self._said(self._root, file, environment)
        )
        return Naming(files, tuple(changed))

    def _files(self, folder: str, environment: str) -> Iterator[str]:
        """The service's own file and those of the services that it is connected with, its team, cluster and platform."""
        _, team, name = (*folder.split("/"), "", "")[:3]
        if name != TENANCY:
            yield f"teams/{team}/{name}.yaml"
        yield f"teams/{team}/team.yaml"
        service = self._declarations.services.get((team, name))
        for peer in (*service.connects, *service.accepts) if service else ():
            yield f"teams/{peer.team}/{peer.service}.yaml"
        for cluster in self._declarations.clusters.values():
            if environment in cluster.environments:
                yield f"clusters/{cluster.name}.yaml"
        yield MARKER

    def _said(self, root: Path, file: str, environment: str) -> object:
        """What a declaration says about an environment: not what it says about others, and not its description."""
        value = self._value(root / file)
        if not isinstance(value, dict):
            return value
        said = {key: one for key, one in value.items() if key != "description"}
        if isinstance(said.get("environments"), dict):
            said["environments"] = said["environments"].get(environment)
        return said


def _value(path: Path) -> object:
    """The value of a declaration, its bytes where it cannot be read, None where it is missing."""
    try:
        with path.open("rb") as file:
            content = yamlio.contents(file)
    except OSError:
        return None
    try:
        return next((document.value for document in yamlio.parse_own(content, path.name)), None)
    except InputError:
        return content
