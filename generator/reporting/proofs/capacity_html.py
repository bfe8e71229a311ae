"""Quotas as a page: a bar for each key of each team and environment, the fullest first."""

from itertools import accumulate

from msgspec import Struct

from generator.model import Body
from generator.reporting.page import render
from generator.reporting.proofs.environments import named
from generator.reporting.proofs.quotas import Share, inhabited, shares

_FULL = 100
_UNBOUNDED = 10 * _FULL
# A bar that went further would leave no room to see where the quota ends.
_LONGEST = 4 * _FULL


class Bar(Struct, frozen=True):
    """A share as lengths of a bar that is 100 long. Each part begins where the one before it ends; `hard` is where
    the quota ends, 100 unless something goes beyond it.
    """

    share: Share
    steady: float
    rollout: float
    worst: float
    hard: float

    @property
    def words(self) -> str:
        """The bar for those who do not see it."""
        row = self.share.row
        return (
            f"{row['resource']}: steady {row['steady']}, rollout {row['rollout']}, "
            f"worst {row['worst']} of {row['hard']}; {self.said}"
        )

    @property
    def said(self) -> str:
        """How full it is at worst."""
        state, worst = self.share.state, self.share.worst
        return state if worst is None else f"{worst} %" + ("" if state == "fits" else f", {state}")


class Namespace(Struct, frozen=True):
    """A namespace with its bars, the fullest first, and the rest of what the document says of it."""

    entry: Body
    anchor: str
    bars: tuple[Bar, ...]

    @property
    def place(self) -> str:
        """Where it is."""
        return named(self.entry)

    @property
    def unlimited(self) -> list[Body]:
        """The resources that no quota names."""
        return [row for row in self.entry["resources"] if row["hard"] is None]


def write(document: Body) -> str:
    """The page."""
    namespaces = [_namespace(entry, index) for index, entry in enumerate(inhabited(document))]
    fullest = sorted((each for each in namespaces if each.bars), key=lambda each: -_fullness(each.bars[0].share))
    environments: dict[str, list[Namespace]] = {}
    for each in namespaces:
        environments.setdefault(each.place, []).append(each)
    return render("capacity.html", environments=environments, fullest=fullest)


def _namespace(entry: Body, index: int) -> Namespace:
    ordered = sorted(shares(entry), key=lambda share: -_fullness(share))
    return Namespace(entry, f"namespace-{index}", tuple(map(_bar, ordered)))


def _fullness(share: Share) -> int:
    return _UNBOUNDED if share.worst is None else share.worst


def _bar(share: Share) -> Bar:
    worst = _FULL if share.worst is None else share.worst
    ends = [min(_LONGEST, each) for each in accumulate((share.steady, share.rollout, worst), max)]
    scale = _FULL / max(_FULL, *ends)
    steady, rollout, worst_end = (round(end * scale, 1) for end in ends)
    return Bar(share, steady, rollout, worst_end, hard=round(_FULL * scale, 1))
