"""Facts about who serves which host and path, which rules in policies/ingress judge.

Kind: `RouteClaims`, on every Ingress and HTTPRoute: what it claims, and who else of its cluster claims the same.
Sources: networking/v1 Ingress (path types), gateway-api v1 HTTPRoute (matches, parentRefs).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.analysis.shapes import below, mapping, mappings, sequence, text
from generator.model import Body, Fact, Object, fact

# Of two Ingresses for one host and path, this one takes a share of the requests on purpose.
CANARY = "nginx.ingress.kubernetes.io/canary"
CLASS = "kubernetes.io/ingress.class"
_ANY = "*"
_PATH_TYPES = {"Exact": "Exact", "RegularExpression": "RegularExpression"}
# A listener that a route asks for: group, kind, namespace and name of the parent, section and port; `*` for any.
_Door = tuple[str, ...]


class _Claim(Struct, frozen=True):
    """One host and one match (path, and what else must be true of a request) at some doors of the cluster."""

    item: Object
    field: str
    host: str
    path: str
    match: str
    doors: tuple[_Door, ...]


def facts(objects: Iterable[Object]) -> tuple[Fact, ...]:
    """Facts about the routes of one cluster."""
    claims = [claim for item in objects for claim in _claims(item)]
    groups: defaultdict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.host, claim.match].append(claim)
    by_item: dict[int, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_item[id(claim.item)].append(claim)
    return tuple(_fact(own, groups) for own in by_item.values())


def _fact(own: Sequence[_Claim], groups: Mapping[tuple[str, str], Sequence[_Claim]]) -> Fact:
    claims = [
        {
            "field": claim.field,
            "host": claim.host,
            "path": claim.path,
            "others": sorted({_named(each.item) for each in groups[claim.host, claim.match] if _collide(claim, each)}),
        }
        for claim in own
    ]
    return fact("RouteClaims", own[0].item, claims=claims)


def _named(item: Object) -> str:
    return f"{item.kind} {item.namespace}/{item.name}"


def _collide(one: _Claim, other: _Claim) -> bool:
    """Whether both are asked for the same requests. Without a host, only a shared door brings them together; a host
    leads to one address, so that an Ingress and a route, or two doors that nobody names, share it too.
    """
    if one.item.identity == other.item.identity:
        return False
    if one.item.kind != other.item.kind:
        return bool(one.host)
    return any(_same_door(mine, theirs) for mine in one.doors for theirs in other.doors)


def _same_door(one: _Door, other: _Door) -> bool:
    return all(_ANY in pair or pair[0] == pair[1] for pair in zip(one, other, strict=True))


def _claims(item: Object) -> Iterator[_Claim]:
    match item.group, item.kind:
        case "networking.k8s.io" | "extensions", "Ingress":
            return _ingress(item)
        case "gateway.networking.k8s.io", "HTTPRoute":
            return _route(item)
        case _:
            return iter(())


def _ingress(item: Object) -> Iterator[_Claim]:
    annotations = below(item.body, "metadata", "annotations")
    if text(annotations.get(CANARY)) == "true":
        return
    spec = below(item.body, "spec")
    doors = ((text(spec.get("ingressClassName")) or text(annotations.get(CLASS)) or _ANY,),)
    for index, rule in enumerate(sequence(spec.get("rules"))):
        host = text(mapping(rule).get("host")).lower()
        for path in mappings(below(rule, "http").get("paths")) or [{}]:
            written = text(path.get("path"), "/")
            yield _Claim(item, f"spec.rules[{index}].host", host, written, _match(path.get("pathType"), written), doors)


def _route(item: Object) -> Iterator[_Claim]:
    spec = below(item.body, "spec")
    doors = tuple(_door(parent, item) for parent in mappings(spec.get("parentRefs")))
    hosts = [text(host).lower() for host in sequence(spec.get("hostnames"))]
    rules = mappings(spec.get("rules")) or [{}]
    for index, host in enumerate(hosts or [""]):
        place = f"spec.hostnames[{index}]" if hosts else "spec.hostnames"
        for match in (match for rule in rules for match in mappings(rule.get("matches")) or [{}]):
            path = below(match, "path")
            written = text(path.get("value"), "/")
            others = {key: value for key, value in match.items() if key != "path"}
            yield _Claim(item, place, host, written, _match(path.get("type"), written, others), doors)


def _door(parent: Body, item: Object) -> _Door:
    port = parent.get("port")
    return (
        text(parent.get("group"), "gateway.networking.k8s.io"),
        text(parent.get("kind"), "Gateway"),
        text(parent.get("namespace"), item.namespace or ""),
        text(parent.get("name")),
        text(parent.get("sectionName")) or _ANY,
        _ANY if port is None else str(port),
    )


def _match(kind: object, path: str, others: Body | None = None) -> str:
    """Equal for matches that take the same requests. A prefix ends with a whole segment, so a last slash says nothing."""
    exact = _PATH_TYPES.get(text(kind), "Prefix")
    plain = path if exact != "Prefix" else path.rstrip("/")
    return f"{exact} {plain} {json.dumps(others, sort_keys=True, default=str) if others else ''}"
