"""platform.yaml as a value."""

from collections.abc import Iterator

from generator.declarations import repeats
from generator.declarations.reading import File
from generator.errors import Problem
from generator.model import Environment, Platform


def platform(file: File) -> Platform:
    """The platform that a valid file declares."""
    value = file.value
    environments = tuple(
        Environment(each["name"], each["protected"], dict(each["severities"])) for each in value["environments"]
    )
    return Platform(
        name=value["name"],
        repository=value["repository"],
        revision=value["revision"],
        domain=value["domain"],
        environments=environments,
        registries=tuple(value["registries"]),
        owners=tuple(value["owners"]),
        argocd_namespace=value["argocd"]["namespace"],
        argocd_version=value["argocd"]["version"],
        kustomize_version=value["kustomize"]["version"],
        fail_on=value["policy"]["failOn"],
        severities=dict(value["policy"]["severities"]),
        place=file.place(),
    )


def problems(file: File) -> Iterator[Problem]:
    """What a schema cannot say: no environment twice."""
    return repeats.problems(file, "environments", "environment")
