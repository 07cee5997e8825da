"""What the claims say on a day about each place and each area: one `State` per target.

The rules, in the order they are applied:

1. A claim counts from the day it tells of (``when.start``); without one, from the day it was reported; without either,
   never.  With ``reported_by`` only what had been reported by then counts; a claim without a report's date was reported
   on its own day.
2. Later beats earlier.  On one day the report's claims come before the ledger's, so that the ledger has the last word.
3. Several captures of one place on one day are a clash: the holder at the end of the chain counts, and where the chain
   bites its own tail, the one who held it before.
4. ``lost`` gives the place to whoever the claim names, to the other party of a contest, or else to nobody known.
5. A report's bare "held" confirms a holder and ends neither siege nor fight; the ledger's does.
6. ``part`` of a place taken from its holder makes it contested.  ``part`` of an area, and what is told of an unnamed
   part of one, is a mark and moves no ground.
7. A report of low certainty (under 0.5) confirms, but changes no holder.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast

from frontlines.model import AREAL_KINDS, ControlClaim
from frontlines.parties import Lexicon, lexicon

GroundStatus = Literal["held", "contested", "besieged", "truce", "mixed"]
MIN_CERTAINTY = 0.5


@dataclass(frozen=True, slots=True)
class State:
    """Who holds one place or area on a day; parties by faction key (``data/lexicon/parties.toml``)."""

    key: str
    """Place id, area expression, or "lat,lon" for a place outside the gazetteer."""
    name: str
    holder: str
    other: str | None
    status: GroundStatus
    since: date
    """When this holder with this status began."""
    seen: date
    """The day of the last claim that says so."""
    certainty: float
    basis: tuple[str, ...]
    lat: float | None = None
    lon: float | None = None
    kind: str | None = None
    place_id: str | None = None
    admin1: str | None = None
    area: str | None = None
    """Area expression where the state is one of an area."""
    extent: Literal["all", "most", "part"] = "all"


def claim_day(claim: ControlClaim) -> date | None:
    """Give the day from which a claim counts."""
    return claim.when.start or claim.reported


def reported_day(claim: ControlClaim) -> date | None:
    """Give the day on which a claim became known."""
    return claim.reported or claim.when.start


def target(claim: ControlClaim) -> tuple[str, bool] | None:
    """Give the key of what a claim is about and whether that is an area; None where it can't be placed."""
    where = claim.where
    if where.area and ":" in where.area:
        return where.area, True
    if where.kind in AREAL_KINDS:
        expression = where.area or where.place_id
        return (expression, True) if expression else None
    if where.place_id:
        return where.place_id, False
    if where.lat is None or where.lon is None:
        return None
    return f"{where.lat:.4f},{where.lon:.4f}", False


def _is_part(claim: ControlClaim) -> bool:
    return claim.where.part or claim.extent == "part"


@dataclass(frozen=True, slots=True)
class History:
    """All claims on one place or area in order of time."""

    key: str
    areal: bool
    claims: tuple[ControlClaim, ...]
    counted: tuple[date, ...]
    """The day from which each claim counts."""
    told: tuple[date, ...]
    """The day on which each claim became known."""
    folded: dict[tuple[int, int], State | None] = field(default_factory=dict, compare=False, repr=False)
    """States found before, by the number of claims that counted and the era of the day asked for."""


def histories(claims: Iterable[ControlClaim]) -> tuple[History, ...]:
    """Sort claims by what they are about and by time; those that can't be placed or dated are left out."""
    found: dict[tuple[str, bool], list[tuple[date, date, ControlClaim]]] = {}
    for claim in claims:
        counted, told, about = claim_day(claim), reported_day(claim), target(claim)
        if counted is None or told is None or about is None:
            continue
        key, areal = about
        if areal and _is_part(claim):
            key = f"{key} part {claim.holder}"
        found.setdefault((key, areal), []).append((counted, told, claim))
    sorted_ = []
    for (key, areal), dated in sorted(found.items(), key=lambda item: item[0]):
        dated.sort(key=lambda row: (row[0], row[2].origin != "report", row[1], row[2].id))
        counted_days, told_days, kept = zip(*dated, strict=True)
        sorted_.append(History(key, areal, kept, counted_days, told_days))
    return tuple(sorted_)


def states_on(claims: Iterable[ControlClaim], day: date, *, reported_by: date | None = None) -> list[State]:
    """Give the state of every place and area that a claim tells of, on ``day``, sorted by key."""
    return states_of(histories(claims), day, reported_by=reported_by)


def states_of(sorted_claims: Iterable[History], day: date, *, reported_by: date | None = None) -> list[State]:
    """Give the states of histories on ``day``, in their order."""
    known = lexicon()
    era = _era(known, day)
    found = []
    for history in sorted_claims:
        end = bisect_right(history.counted, day)
        if not end:
            continue
        if reported_by is None and (end, era) in history.folded:
            state = history.folded[end, era]
        else:
            dated = list(zip(history.counted[:end], history.claims[:end], strict=True))
            if reported_by is not None:
                dated = [row for row, told in zip(dated, history.told, strict=False) if told <= reported_by]
            state = _fold(history.key, areal=history.areal, dated=dated, day=day, known=known)
            if reported_by is None:
                history.folded[end, era] = state
        if state is not None:
            found.append(state)
    return found


def _era(known: Lexicon, day: date) -> int:
    """Tell days apart on which the parties' names mean different holders."""
    return hash(tuple(known.holder_key(name, day) for name in known.parties))


def _fold(
    key: str, *, areal: bool, dated: Sequence[tuple[date, ControlClaim]], day: date, known: Lexicon
) -> State | None:
    """Run one target's claims in order of time."""
    state: State | None = None
    at = 0
    while at < len(dated):
        when = dated[at][0]
        end = at
        while end < len(dated) and dated[end][0] == when:
            end += 1
        today = [claim for _, claim in dated[at:end]]
        settled = _without_clashes(today, state.holder if state else None, known=known, day=day)
        for claim in settled:
            state = _step(state, claim, when, key=key, areal=areal, known=known, day=day)
        at = end
    return state


def _without_clashes(
    claims: Sequence[ControlClaim], holder: str | None, *, known: Lexicon, day: date
) -> list[ControlClaim]:
    """Keep of one day's captures only the one that ended the day, and drop a loss beside a capture."""
    if len(claims) == 1:
        return list(claims)
    captures = [claim for claim in claims if claim.status == "captured" and claim.extent != "part"]
    if not captures:
        return list(claims)
    kept = [claim for claim in claims if claim.status not in {"captured", "lost"} or claim.extent == "part"]
    takers = {known.holder_key(claim.holder, day) for claim in captures}
    if len(takers) == 1:
        return kept + captures
    beaten = {known.holder_key(claim.previous, day) for claim in captures if claim.previous}
    last = takers - beaten
    if len(last) == 1:
        return kept + [claim for claim in captures if known.holder_key(claim.holder, day) in last]
    if holder in takers or not last:
        return kept
    return [*kept, captures[-1]]


Outcome = tuple[str, str | None, GroundStatus]
"""Holder, other party, status."""


def _step(
    state: State | None, claim: ControlClaim, when: date, *, key: str, areal: bool, known: Lexicon, day: date
) -> State | None:
    """Give the state after one more claim."""
    holder = known.holder_key(claim.holder, day)
    second = known.holder_key(claim.besieger, day) if claim.besieger else None
    former = known.holder_key(claim.previous, day) if claim.previous else None
    if claim.status in {"held", "captured"}:
        outcome = _taken(state, claim, holder, second=second, former=former, areal=areal)
    elif claim.status == "lost":
        if state is not None and holder not in {state.holder, state.other}:
            return state
        outcome = _given_up(state, holder, second or former)
    else:
        outcome = _disputed(state, claim, holder, second or former)
    if state and outcome[0] != state.holder and claim.origin == "report" and claim.certainty < MIN_CERTAINTY:
        return state
    extent = ("part" if _is_part(claim) else claim.extent) if areal else "all"
    if state is not None and (state.holder, state.other, state.status) == outcome:
        return replace(
            state,
            seen=max(state.seen, when),
            certainty=max(state.certainty, claim.certainty),
            basis=tuple(dict.fromkeys((*state.basis, claim.id))),
            extent=extent,
        )
    where = claim.where
    holder, other, status = outcome
    return State(
        key=key,
        name=where.name or key,
        holder=holder,
        other=other,
        status=status,
        since=when,
        seen=when,
        certainty=claim.certainty,
        basis=(claim.id,),
        lat=where.lat,
        lon=where.lon,
        kind=where.kind,
        place_id=where.place_id,
        admin1=where.admin1,
        area=(where.area or where.place_id) if areal else None,
        extent=extent,
    )


def _taken(
    state: State | None, claim: ControlClaim, holder: str, *, second: str | None, former: str | None, areal: bool
) -> Outcome:
    """Settle a claim that somebody holds or took a place, or part of it."""
    if areal:
        return holder, None, "held"
    if _is_part(claim):
        if state is not None and state.holder != holder:
            return state.holder, holder, "contested"
        if state is not None:
            return holder, state.other, state.status
        other = former or second
        return holder, other if other != holder else None, "contested" if other else "mixed"
    if claim.status == "held" and claim.origin == "report" and state is not None and holder == state.holder:
        return holder, state.other, state.status
    return holder, None, "held"


def _given_up(state: State | None, loser: str, taker: str | None) -> Outcome:
    """Settle a claim that somebody lost a place."""
    if taker is None and state is not None:
        taker = state.other if state.holder == loser else state.holder
    if taker is None or taker == loser:
        return "unknown", None, "contested"
    return taker, None, "held"


def _disputed(state: State | None, claim: ControlClaim, holder: str, other: str | None) -> Outcome:
    """Settle a claim of a fight, a siege, a truce or a shared place."""
    if other is None and state is not None:
        other = state.holder if state.holder != holder else state.other
    status = cast("GroundStatus", claim.status)
    return holder, other if other != holder else None, status
