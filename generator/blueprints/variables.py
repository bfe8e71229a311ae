"""What a blueprint may read: the global variables with their known fields, and the names that come and go."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct, field

from generator.model import Body

# The known fields of a value; None where any field may be there (labels, annotations, items of lists, scalars).
Shape: TypeAlias = Mapping[str, "Shape"] | None
# What the base is rendered without (design, section 4).
UNAVAILABLE: Final = ("cluster", "environment")


def _fields(names: str) -> dict[str, Shape]:
    return dict.fromkeys(names.split())


_SHARED: Final[dict[str, Shape]] = {
    "team": {
        **_fields("name namespace owners quota limits"),
        "groups": _fields("view deploy"),
        "podSecurity": _fields("level"),
    },
    "platform": _fields("name domain repository revision"),
    "environment": _fields("name protected"),
    "cluster": {
        **_fields("name provider kubernetesVersion nodePools storageClass ingress capabilities"),
        "network": _fields(
            "cni pods services nodes apiServer apiServerPort loadBalancers databases dnsAddresses metadata "
            "dnsNamespace monitoringNamespace ingressNamespace"
        ),
    },
    "labels": None,
}
_SERVICE: Final[dict[str, Shape]] = {
    "service": _fields("name run exposed"),
    "image": _fields("name digest tag"),
    "connections": _fields("outgoing incoming external"),
    "selector": None,
}
_DEEPEST_SCHEMA: Final = 16


def variables(purpose: Literal["team", "service"], parameters: Body) -> dict[str, Shape]:
    """The global variables of a blueprint; `parameters` is its JSON Schema."""
    if purpose == "team":
        return dict(_SHARED)
    return {**_SHARED, **_SERVICE, "parameters": _shape(parameters, parameters, _DEEPEST_SCHEMA)}


def _shape(schema: Any, root: Body, depth: int) -> Shape:
    """The fields that a closed object schema names; None where the schema leaves them open."""
    while isinstance(schema, dict) and "$ref" in schema and depth:
        name = str(schema["$ref"]).removeprefix("#/$defs/")
        schema, depth = root.get("$defs", {}).get(name), depth - 1
    if not depth or not isinstance(schema, dict) or schema.get("additionalProperties") is not False:
        return None
    properties = schema.get("properties", {})
    return {name: _shape(each, root, depth - 1) for name, each in properties.items()}


class Scope(Struct, frozen=True):
    """Names that an expression may use. `locals` maps a name of `$for` or `with` to its name in generated code;
    `used` collects those that were read, for a fragment and all that is nested in it; `fragment` is its name.
    """

    globals: Mapping[str, Shape]
    locals: Mapping[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    fragment: str = ""

    def inside(self, names: Mapping[str, str]) -> "Scope":
        """The scope within a `$for`."""
        return Scope(self.globals, {**self.locals, **names}, self.used, self.fragment)

    def within(self, fragment: str, names: Mapping[str, str]) -> "Scope":
        """The scope of a fragment: its own `with`, and nothing of the place that uses it."""
        return Scope(self.globals, names, fragment=fragment)
