"""teams/<team>/team.yaml as a value, with its settings in each environment."""

from collections.abc import Iterable, Iterator

from generator.declarations.amounts import texts
from generator.declarations.blueprints import Blueprints, reference
from generator.declarations.merging import merge
from generator.declarations.reading import File
from generator.declarations.wording import Path
from generator.errors import Problem
from generator.model import BlueprintRef, Body, Team, TeamSettings


def team(name: str, file: File, environments: Iterable[str]) -> Team:
    """The team that a valid file declares."""
    value = file.value
    overrides = value["environments"]
    neutral = _settings(value)
    changed = {each: _settings(merge(value, override)) for each, override in overrides.items()}
    return Team(
        name=name,
        namespace=value["namespace"],
        owners=tuple(value["owners"]),
        groups={"view": tuple(value["groups"]["view"]), "deploy": tuple(value["groups"]["deploy"])},
        neutral=neutral,
        settings={each: changed.get(each, neutral) for each in environments},
        place=file.place(),
    )


def _settings(value: Body) -> TeamSettings:
    limits = [
        {"type": kind, **{bound: texts(amounts) for bound, amounts in bounds.items()}}
        for kind, bounds in sorted(value["limits"].items())
    ]
    return TeamSettings(reference(value["blueprint"]), texts(value["quota"]), limits, value["podSecurity"])


def blueprints(file: File) -> Iterator[tuple[Path, BlueprintRef]]:
    """The blueprints that a team names, and where; one that is not written stands for the whole file."""
    yield ("blueprint",), reference(file.value["blueprint"])
    for environment, override in file.value["environments"].items():
        if "blueprint" in override:
            yield ("environments", environment, "blueprint"), reference(override["blueprint"])


def problems(file: File, known: Blueprints) -> Iterator[Problem]:
    """What a schema cannot say: the blueprints exist and make tenancies, and an environment changes only the version."""
    base = reference(file.value["blueprint"])
    for path, ref in blueprints(file):
        yield from known.problems(file, path, ref, "team", base)
