"""What the ledger knows of a place on a day, for readers of reports that leave it unsaid."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date, timedelta

from frontlines.control.ledger import Ledger
from frontlines.control.state import target
from frontlines.model import ControlClaim, KnownHold, Placement

NEAR_DAYS = 12
"""A report's day and the ledger's for one capture lie rarely further apart than that."""
_SLACK = {1: 2, 2: 5, 3: 8, 4: 20, 5: 60}
"""Days around a claim's date by its precision (UCDP 1 to 5)."""


class Known:
    """Answers from the ledger's claims on places; areas are not asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._claims: dict[str, list[ControlClaim]] = defaultdict(list)
        for claim in ledger.claims:
            aim = target(claim)
            if aim is not None and not aim[1] and claim.when.start is not None:
                self._claims[aim[0]].append(claim)
        for told in self._claims.values():
            told.sort(key=_start)
        self._days = {key: [_start(claim) for claim in told] for key, told in self._claims.items()}

    def held(self, where: Placement, day: date) -> KnownHold | None:
        """Give who held a place at the end of a day, None where no claim on the place itself tells."""
        told = self._claims.get(where.place_id or "")
        at = bisect_right(self._days[where.place_id or ""], day) if told else 0
        return _hold(told[at - 1]) if told and at else None

    def taken(self, where: Placement, day: date) -> KnownHold | None:
        """Give the capture of a place nearest to a day, None where the ledger has none around it."""
        near = [
            (abs((_start(claim) - day).days), claim)
            for claim in self._claims.get(where.place_id or "", ())
            if claim.status == "captured"
            and abs(_start(claim) - day) <= timedelta(NEAR_DAYS + _SLACK[claim.when.precision])
        ]
        return _hold(min(near, key=lambda pair: pair[0])[1]) if near else None


def _start(claim: ControlClaim) -> date:
    return claim.when.start or date.min


def _hold(claim: ControlClaim) -> KnownHold:
    status = "held" if claim.status in {"captured", "lost"} else claim.status
    return KnownHold(claim.holder, status, claim.besieger, claim.previous, _start(claim))
