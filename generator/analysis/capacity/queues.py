"""Kueue: how much of a resource each ClusterQueue can hand out, by flavor.

Source: kubernetes-sigs/kueue, apis/kueue/v1beta2 (clusterqueue_types.go, cohort_types.go). v1beta1 says `cohort` where
v1beta2 says `cohortName`; both are read.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator import quantity
from generator.analysis.shapes import below, mappings, text
from generator.model import Body, Object
from generator.quantity import ZERO, Quantity, total

GROUP = "kueue.x-k8s.io"


class Share(Struct, frozen=True):
    """A queue's part of one resource in one flavor: its own (`nominal`), and the `most` that it holds when it borrows
    all that its cohort lends. Limits between nested cohorts are not applied, so that `most` is an upper bound.
    """

    flavor: str
    resource: str
    nominal: Quantity
    most: Quantity


class ClusterQueue(Struct, frozen=True, eq=False):
    """A ClusterQueue with its shares; `flavors` are the fields that name a flavor, and the names."""

    item: Object
    shares: tuple[Share, ...]
    flavors: tuple[tuple[str, str], ...]

    def of(self, resource: str) -> Sequence[Share]:
        """The shares of a resource, one a flavor; none where the queue does not cover it."""
        return [share for share in self.shares if share.resource == resource]

    def most(self, resource: str) -> Quantity:
        """What jobs in this queue can hold of a resource at the same time, in all flavors together."""
        return total(share.most for share in self.of(resource))


class Queues(Struct, frozen=True, eq=False):
    """What a cluster declares for Kueue, by name."""

    cluster_queues: Mapping[str, ClusterQueue]
    flavors: Mapping[str, Object]


class _Amount(Struct, frozen=True):
    """One entry of a flavor's quota as written; a limit that is not written is None."""

    flavor: str
    resource: str
    nominal: Quantity
    borrowing: Quantity | None
    lending: Quantity | None

    @property
    def lent(self) -> Quantity:
        """What others may borrow of it."""
        return self.nominal if self.lending is None else min(self.nominal, self.lending)


def read(objects: Iterable[Object]) -> Queues:
    """The ClusterQueues and ResourceFlavors of one cluster; of one name the last counts, as it is what gets applied."""
    found: dict[str, dict[str, Object]] = defaultdict(dict)
    for item in objects:
        if item.group == GROUP:
            found[item.kind][item.name] = item
    queues, cohorts = found["ClusterQueue"], found["Cohort"]
    amounts = {name: tuple(_amounts(item)) for name, item in queues.items()}
    roots = {name: _root(_cohort(item), cohorts) for name, item in queues.items()}
    pools = _pools(amounts, roots, cohorts)
    known = {
        name: ClusterQueue(
            item,
            tuple(_share(amount, pools[roots[name], amount.flavor, amount.resource]) for amount in amounts[name]),
            tuple(_flavors(item)),
        )
        for name, item in queues.items()
    }
    return Queues(known, found["ResourceFlavor"])


def _pools(
    amounts: Mapping[str, Sequence[_Amount]], roots: Mapping[str, str], cohorts: Mapping[str, Object]
) -> dict[tuple[str, str, str], Quantity]:
    """What the members of each tree of cohorts lend, by root, flavor and resource. Outside cohorts nobody lends."""
    pools: dict[tuple[str, str, str], Quantity] = defaultdict(lambda: ZERO)
    for name, several in amounts.items():
        for amount in several if roots[name] else ():
            pools[roots[name], amount.flavor, amount.resource] += amount.lent
    for name, item in cohorts.items():
        for amount in _amounts(item):
            pools[_root(name, cohorts), amount.flavor, amount.resource] += amount.lent
    return pools


def _share(amount: _Amount, pool: Quantity) -> Share:
    """A queue borrows what the pool holds beside its own part, up to its limit."""
    borrowed = pool - amount.lent if pool.nanos else ZERO
    if amount.borrowing is not None:
        borrowed = min(borrowed, amount.borrowing)
    return Share(amount.flavor, amount.resource, amount.nominal, amount.nominal + borrowed)


def _cohort(item: Object) -> str:
    spec = below(item.body, "spec")
    return text(spec.get("cohortName")) or text(spec.get("cohort"))


def _root(name: str, cohorts: Mapping[str, Object]) -> str:
    """The cohort at the top; a cycle, which Kueue refuses to admit anything in, ends the climb."""
    seen = {name}
    while name in cohorts:
        parent = text(below(cohorts[name].body, "spec").get("parentName"))
        if not parent or parent in seen:
            break
        seen.add(parent)
        name = parent
    return name


def _flavors(item: Object) -> Iterator[tuple[str, str]]:
    for group, content in enumerate(mappings(below(item.body, "spec").get("resourceGroups"))):
        for index, flavor in enumerate(mappings(content.get("flavors"))):
            yield f"spec.resourceGroups[{group}].flavors[{index}].name", text(flavor.get("name"))


def _amounts(item: Object) -> Iterator[_Amount]:
    """Every entry whose quantity can be read; schemas report the others."""
    for group in mappings(below(item.body, "spec").get("resourceGroups")):
        for flavor in mappings(group.get("flavors")):
            for entry in mappings(flavor.get("resources")):
                nominal = _quantity(entry, "nominalQuota")
                if nominal is not None:
                    limits = _quantity(entry, "borrowingLimit"), _quantity(entry, "lendingLimit")
                    yield _Amount(text(flavor.get("name")), text(entry.get("name")), nominal, *limits)


def _quantity(entry: Body, key: str) -> Quantity | None:
    try:
        return None if entry.get(key) is None else quantity.parse(entry[key])
    except ValueError:
        return None
