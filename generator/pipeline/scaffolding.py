"""New declarations: short files that render and pass the checks as they are, for people to go on from."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Final

from generator.analysis import resources
from generator.declarations import names
from generator.errors import UsageError
from generator.model import BlueprintInfo, Body, Platform, Team
from generator.pipeline import editing
from generator.pipeline.inputs import load
from generator.settings import Settings

_TEMPLATES: Final = Path(__file__).parent / "templates"
# What even a new team has room for.
_SMALL: Final = {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "2Gi"}}
_GPU_QUOTA: Final = "requests.nvidia.com/gpu"
_WAITS: Final = "  # A protected environment insists on a digest: enable it once the image has one.\n"


def new_team(settings: Settings, name: str) -> str:
    """Declare a team; the path of its file. Raises UsageError for a name that is taken or cannot be one."""
    declared = load(settings).declarations
    _fit(name)
    if name in {team.namespace for team in declared.teams.values()}:
        raise UsageError(f"another team has the namespace {name}: choose another name")
    text = filled("team", name=name, owners=json.dumps(declared.platform.owners))
    return create(settings.root, f"teams/{name}/team.yaml", text)


def new_service(settings: Settings, team: str, name: str, blueprint: str) -> tuple[str, ...]:
    """Declare a service of a team, made by a blueprint such as `web-service/v1`; the paths of its file and, where the
    team's quota had to name GPUs for it, of the team's.

    Where the blueprint insists on parameters, its own examples stand; where its defaults are too large for the team,
    small amounts. Raises UsageError for names that are taken, cannot be names, or are not known.
    """
    inputs = load(settings)
    declared = inputs.declarations
    _fit(name, names.LONGEST_SERVICE)
    if team not in declared.teams:
        raise UsageError(f"there is no team {team}: `mlp new team {team}` makes one")
    services = {str(info.ref): info for info in inputs.catalogue.infos if info.kind == "service"}
    if blueprint not in services:
        raise UsageError(f"there is no blueprint {blueprint} for services; there are {', '.join(services)}")
    registry = declared.platform.registries[0] if declared.platform.registries else "registry.example.com"
    info = services[blueprint]
    parts = (
        filled("service", name=name, blueprint=blueprint, image=f"{registry}/{name}"),
        *_parameters(info, declared.teams[team]),
        *_environments(declared.platform),
    )
    path = create(settings.root, f"teams/{team}/{name}.yaml", "".join(parts))
    return (path, *_with_gpus(settings.root, info, declared.teams[team]))


def _parameters(info: BlueprintInfo, team: Team) -> Iterator[str]:
    """The parameters that have no default, those that a provider may ask for, and amounts that fit the team."""
    known = info.parameters["properties"]
    asked = [key for key, each in known.items() if info.capability and "default" not in each and "examples" in each]
    wanted = dict.fromkeys((*info.parameters.get("required", ()), *asked))
    values = {key: known[key].get("examples", [""])[0] for key in wanted}
    if _too_large(known.get("resources", {}).get("default", {}), team):
        values["resources"] = _SMALL
    for index, (key, value) in enumerate(values.items()):
        yield ("parameters:\n" if index == 0 else "") + f"  {key}: {json.dumps(value)}\n"


def _too_large(amounts: Body, team: Team) -> bool:
    """Whether the limits of a container exceed what the team's LimitRange allows."""
    most = [resources.read(each.get("max"))[0] for each in team.neutral.limits if each.get("type") == "Container"]
    asked, _ = resources.read(amounts.get("limits"))
    return any(name in asked and asked[name] > amount for allowed in most for name, amount in allowed.items())


def _with_gpus(root: Path, info: BlueprintInfo, team: Team) -> Sequence[str]:
    """Let the team's quota name GPUs, where a blueprint asks for some and the team has none."""
    if "gpus" not in info.parameters["properties"] or _GPU_QUOTA in team.neutral.quota:
        return ()
    path = f"teams/{team.name}/team.yaml"
    file = root / path
    file.write_text(editing.put(file.read_text(encoding="utf-8"), ("quota", _GPU_QUOTA), "1"), encoding="utf-8")
    return (path,)


def _environments(platform: Platform) -> Iterator[str]:
    protected = [each.name for each in platform.environments if each.protected]
    if protected:
        yield f"environments:\n{_WAITS}"
    for name in protected:
        yield f"  {name}: {{enabled: false}}\n"


def _fit(name: str, longest: int = names.LONGEST_LABEL) -> None:
    if fault := names.fault(name, longest):
        raise UsageError(f"the name {name} {fault}")


def filled(template: str, suffix: str = ".yaml", **values: str) -> str:
    """A template of this folder with values in it."""
    return Template((_TEMPLATES / f"{template}{suffix}").read_text(encoding="utf-8")).substitute(values)


def create(root: Path, path: str, text: str) -> str:
    """Write a new file; its path. Raises UsageError where there is one already."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already") from None
    return path
