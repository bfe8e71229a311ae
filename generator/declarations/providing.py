"""Capabilities: the cluster of each environment provides what the services that run there need."""

from collections.abc import Iterator, Mapping

from generator.declarations.reading import File
from generator.declarations.repository import Repository
from generator.declarations.wording import Path
from generator.errors import Problem
from generator.model import BlueprintInfo, BlueprintRef, ServiceSettings
from generator.suggesting import listed


def problems(
    repository: Repository,
    settings: Mapping[tuple[str, str], Mapping[str, ServiceSettings]],
    infos: Mapping[BlueprintRef, BlueprintInfo],
) -> Iterator[Problem]:
    """What services need and their clusters lack."""
    hosts = {
        environment: file for file in repository.shared.clusters.values() for environment in file.value["environments"]
    }
    for name, sides in settings.items():
        file = repository.services[name]
        for environment, side in sides.items():
            if environment in hosts and side.enabled:
                yield from _capability(file, environment, infos[side.blueprint], hosts[environment])
                yield from _exposure(file, environment, hosts[environment])


def _capability(file: File, environment: str, info: BlueprintInfo, cluster: File) -> Iterator[Problem]:
    if not info.capability:
        return
    provider = cluster.value["capabilities"].get(info.capability)
    if provider is not None and (provider in info.variants or not info.variants):
        return
    override: Path = ("environments", environment, "blueprint")
    here = override if file.has(*override) else ("blueprint",)
    there = cluster.place("capabilities", info.capability)
    if provider is None:
        what = f"`{info.ref}` needs the capability `{info.capability}`, which the cluster of `{environment}` lacks"
        hint = f"add it to `capabilities` at {there}, or disable the service in `{environment}`"
        yield file.problem(here, what, hint)
    else:
        what = f"`{info.ref}` has no variant for `{info.capability}: {provider}` of `{environment}` ({there})"
        yield file.problem(here, what, f"it has {listed(info.variants)}")


def _exposure(file: File, environment: str, cluster: File) -> Iterator[Problem]:
    ingress = cluster.value["ingress"]
    if file.value["exposed"] and not ingress["className"] and "gateway" not in ingress:
        what = f"the service is exposed, and the cluster of `{environment}` has no ingress"
        hint = f"give {cluster.path} an `ingress` with `className` or `gateway`"
        yield file.problem(("exposed",), what, hint)
