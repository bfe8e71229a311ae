"""New declarations: short files that render and pass the checks as they are, for people to go on from."""

import json
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Final

from generator.declarations import names
from generator.errors import UsageError
from generator.model import BlueprintInfo, Platform
from generator.pipeline.inputs import load
from generator.settings import Settings

_TEMPLATES: Final = Path(__file__).parent / "templates"
_WAITS: Final = "  # A protected environment insists on a digest: enable it once the image has one.\n"


def new_team(settings: Settings, name: str) -> str:
    """Declare a team; the path of its file. Raises UsageError for a name that is taken or cannot be one."""
    declared = load(settings).declarations
    _fit(name)
    if name in {team.namespace for team in declared.teams.values()}:
        raise UsageError(f"another team has the namespace {name}: choose another name")
    text = _filled("team", name=name, owners=json.dumps(declared.platform.owners))
    return _create(settings.root, f"teams/{name}/team.yaml", text)


def new_service(settings: Settings, team: str, name: str, blueprint: str) -> str:
    """Declare a service of a team, made by a blueprint such as `web-service/v1`; the path of its file.

    Where the blueprint insists on parameters, its own examples stand. Raises UsageError for names that are taken, cannot
    be names, or are not known.
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
    parts = (
        _filled("service", name=name, blueprint=blueprint, image=f"{registry}/{name}"),
        *_parameters(services[blueprint]),
        *_environments(declared.platform),
    )
    return _create(settings.root, f"teams/{team}/{name}.yaml", "".join(parts))


def _parameters(info: BlueprintInfo) -> Iterator[str]:
    """The parameters that have no default."""
    required = info.parameters.get("required", ())
    for index, key in enumerate(required):
        example = info.parameters["properties"][key].get("examples", [""])[0]
        yield ("parameters:\n" if index == 0 else "") + f"  {key}: {json.dumps(example)}\n"


def _environments(platform: Platform) -> Iterator[str]:
    protected = [each.name for each in platform.environments if each.protected]
    if protected:
        yield f"environments:\n{_WAITS}"
    for name in protected:
        yield f"  {name}: {{enabled: false}}\n"


def _fit(name: str, longest: int = names.LONGEST_LABEL) -> None:
    if fault := names.fault(name, longest):
        raise UsageError(f"the name {name} {fault}")


def _filled(template: str, **values: str) -> str:
    return Template((_TEMPLATES / f"{template}.yaml").read_text(encoding="utf-8")).substitute(values)


def _create(root: Path, path: str, text: str) -> str:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already") from None
    return path
