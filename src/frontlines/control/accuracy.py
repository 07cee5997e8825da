"""How well the ground between places is guessed: every place left out in turn and asked of the rest."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from frontlines.control.ground import Ground, Shapes
from frontlines.control.picture import ground_of
from frontlines.model import ControlClaim


@dataclass(frozen=True, slots=True)
class Score:
    """Leave-one-out figures of one day; shares from 0 to 1."""

    day: date
    places: int
    right: float
    known: float
    """Share of the places whose ground anybody is said to hold without them."""
    by_holder: dict[str, tuple[int, float]]
    """Places and share right, by true holder."""


def leave_one_out(ground: Ground, day: date) -> Score:
    """Score one day.  Quarters of cities are not asked: their city's edge is no evidence about them."""
    cls, _, _ = ground.classify_left_out()
    asked = [at for at, site in enumerate(ground.sites) if site.kind != "neighbourhood"]
    total: Counter[str] = Counter(ground.sites[at].holder for at in asked)
    right = Counter(
        ground.sites[at].holder for at in asked if ground.classes[int(cls[at])].holder == ground.sites[at].holder
    )
    known = sum(int(cls[at]) != 0 for at in asked)
    count = max(1, len(asked))
    return Score(
        day=day,
        places=len(asked),
        right=right.total() / count,
        known=known / count,
        by_holder={holder: (number, right[holder] / number) for holder, number in sorted(total.items())},
    )


def evaluate_control(
    claims: Iterable[ControlClaim],
    days: Sequence[date],
    *,
    country: BaseGeometry | None = None,
    shapes: Shapes | None = None,
) -> list[Score]:
    """Score several days; ``country`` and ``shapes`` as for `picture.picture`."""
    kept = tuple(claims)
    return [leave_one_out(ground_of(kept, day, country=country, shapes=shapes), day) for day in days]
