"""Who holds, took, lost or besieges what: what sentences say of holders, and what captures and sieges make of it."""

import hashlib
from collections.abc import Iterator
from datetime import date

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.held_words import AGAINST, Holding, in_relative
from frontlines.extraction.holdings import find_holdings
from frontlines.extraction.pointing import is_gone_to, led_by
from frontlines.extraction.reading import Reading
from frontlines.extraction.sameness import is_vague
from frontlines.extraction.spots import Spot, usable
from frontlines.geography.gazetteer import Gazetteer
from frontlines.model import AREAL_KINDS, ClaimStatus, ControlClaim, Span, When
from frontlines.parties import Lexicon

_NOT_HOLDERS = frozenset(
    [
        "Civilians",
        "Unknown",
        "UN",
        "Russia",
        "US-led coalition",
        "Red Cross and Red Crescent",
        "Syria Civil Defence",
        "Iraq",
        "Jordan",
        "Lebanon",
        "Saudi Arabia",
    ]
)
_HELPERS = frozenset({"Hezbollah", "Iran", "Russia", "Turkey", "United States", "US-led coalition"})
_GUESTS = frozenset({"United States"})
"""Parties with bases on ground that others hold: they leave a town without losing it."""


def build_claims(
    reading: Reading, candidates: list[Candidate], gazetteer: Gazetteer, lexicon: Lexicon, as_of: date | None
) -> list[ControlClaim]:
    """Build the control claims of a report; ``as_of`` is the day that its present tense speaks of."""
    told = list(find_holdings(reading, gazetteer, lexicon))
    found = [*told, *_from_events(reading, candidates, told)]
    battles = {s.where.place_id for c in candidates if c.family == "battle" and c.type != "capture" for s in c.spots}
    contested = {s.where.place_id for s in _fought_for(reading)}
    out: dict[tuple[object, ...], ControlClaim] = {}
    for f in found:
        if f.holder in _NOT_HOLDERS or not usable(f.where) or f.where.country != "SY":
            continue
        if f.status in {"captured", "lost"} and is_vague(f.where):
            continue  # "took seven villages near X"
        status = f.status
        small = f.where.kind not in {"province", "region", "district", "countryside"}
        if (
            status == "held"
            and small
            and (f.where.place_id in contested or f.shared or (f.extent == "most" and f.where.place_id in battles))
        ):
            status = "contested"
        claim = _claim(reading, f, status, as_of)
        key = (f.where.place_id, f.where.area if f.where.part else None, claim.holder, status)
        if key not in out:
            out[key] = claim
    fallen = {(s.where.place_id, c.span) for c in candidates if c.type == "capture" and not c.denied for s in c.spots}
    return _without_doubles(list(out.values()), fallen)


def _claim(reading: Reading, f: Holding, status: ClaimStatus, as_of: date | None) -> ControlClaim:
    span = f.span or reading.sentence_span(f.token)
    when = f.when
    if when is None and status in {"held", "contested", "besieged"}:
        when = When(as_of, as_of, 1 if as_of else 5, "the day that the report speaks of")
    key = f"{reading.article.id}|{f.where.place_id}|{f.where.area}|{f.holder}|{status}"
    return ControlClaim(
        id=f"c-{hashlib.sha256(key.encode()).hexdigest()[:12]}",
        where=f.where,
        holder=f.holder,
        status=status,
        when=when or When(rule="the report gives no date for it"),
        besieger=f.besieger,
        previous=f.previous,
        extent="part" if f.where.part else f.extent,
        reported=reading.published,
        origin="report",
        article_id=reading.article.id,
        span=span,
        sentence=reading.article.text[span.start : span.end],
        certainty=0.6 if f.where.part or f.extent == "part" else 0.75,
    )


def _without_doubles(claims: list[ControlClaim], fallen: set[tuple[str | None, Span]]) -> list[ControlClaim]:
    """Drop "held" and "besieged" where the same sentence tells of the capture, and "held" beside a siege or a fight."""
    taken = fallen | {(c.where.place_id, c.span) for c in claims if c.status == "captured" and c.span}
    # "took X after a siege of almost a year"
    claims = [c for c in claims if c.status != "besieged" or (c.where.place_id, c.span) not in taken]
    stronger = {(c.where.place_id, c.status) for c in claims if c.status in {"besieged", "contested"}}

    def doubles(c: ControlClaim) -> bool:
        if c.status == "lost":
            return c.where.kind in AREAL_KINDS
        return c.status == "held" and (
            (c.where.place_id, c.span) in taken  # "took X, the last Y bastion"
            or (c.where.place_id, "besieged") in stronger
            or (c.where.place_id, "contested") in stronger
        )

    return [c for c in claims if not doubles(c)]


def _fought_for(reading: Reading) -> list[Spot]:
    """Give the places that a present fight is for: "are fighting for control of X", "the battle for X"."""
    out: list[Spot] = []
    for token in reading.doc:
        if token.lemma_.lower() not in {"fight", "battle", "fighting", "vie", "struggle"}:
            continue
        for c in token.children:
            if c.lower_ == "for":
                named = [t.i for t in c.subtree if t.i in reading.mention_at and not in_relative(t, c)]
                out += [Spot(m, reading.where(m)) for m in named[:1]]
    return out


def _from_events(reading: Reading, candidates: list[Candidate], told: list[Holding]) -> Iterator[Holding]:
    for c in (c for c in candidates if not c.denied):
        actors = [a.party for a in c.actors]
        targets = [t.party for t in c.targets if not t.civilians]
        for spot in c.spots:
            if not spot.own and c.type != "capture":
                continue
            if c.type == "capture" and actors and not (_inside_it(reading, c, spot) and _is_outside(reading, spot)):
                yield Holding(
                    spot.where, _holder(actors), "captured", c.trigger.token,
                    when=spot.when or c.when or When(rule="the report gives no date for it"),
                    previous=targets[0] if targets else None, span=c.span,
                    extent="part" if spot.where.part or _inside_it(reading, c, spot) else "all",
                )  # fmt: skip
            elif (
                c.type == "withdrawal"
                and actors
                and not c.planned
                and _left(reading, spot)
                and actors[0] not in _GUESTS
            ):
                yield Holding(
                    spot.where, actors[0], "lost", c.trigger.token,
                    when=spot.when or c.when or When(rule="the report gives no date for it"), span=c.span,
                )  # fmt: skip
            elif (
                c.type == "siege"
                and not _is_over(reading, c)
                and (inside := targets or _inside(c, spot.where.place_id, told))
            ):
                yield Holding(
                    spot.where,
                    inside[0],
                    "besieged",
                    c.trigger.token,
                    besieger=actors[0] if actors else None,
                    span=c.span,
                )


def _inside_it(reading: Reading, capture: Candidate, spot: Spot) -> bool:
    """Tell whether only something in a place was taken: "seized the headquarters in X"."""
    taken = [c for c in reading.doc[capture.trigger.token].children if c.dep_ in {"dobj", "nsubjpass"}]
    inside = spot.token is not None and led_by(reading.doc[spot.token]) in {"in", "near", "outside", "inside"}
    return inside and any(c.i != spot.token and c.lemma_.lower() not in {"town", "city", "village"} for c in taken)


def _is_outside(reading: Reading, spot: Spot) -> bool:
    """Tell whether what was taken lies only near a place: "recaptured a base near X's airport"."""
    return spot.token is not None and led_by(reading.doc[spot.token]) in {"near", "outside"}


def _holder(takers: list[str]) -> str:
    """Give who holds what several took together: not the one who helped."""
    return next((t for t in takers if t not in _HELPERS), takers[0])


def _is_over(reading: Reading, siege: Candidate) -> bool:
    """Tell whether a siege is told as broken, lifted or "brought to an end"."""
    verb = reading.doc[siege.trigger.token]
    up = verb.head
    if not siege.trigger.is_noun and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children):
        return not any(at.dep_ == "ccomp" for at in (verb, *verb.ancestors))  # "rebels had besieged the two towns"
    told = siege.trigger.is_noun and up.tag_ in {"VBD", "VBN"} and not any(c.dep_ == "neg" for c in up.children)
    ended = up.lemma_.lower() == "bring" and any(t.lemma_ == "end" for t in up.subtree)
    return told and (ended or up.lemma_.lower() in {"break", "lift", "end"})


def _left(reading: Reading, spot: Spot) -> bool:
    """Tell whether a place was left rather than gone to, and left whole."""
    to = spot.token is not None and is_gone_to(reading.doc[spot.token])
    return spot.own and not spot.where.part and not to


def _inside(c: Candidate, place_id: str | None, told: list[Holding]) -> list[str]:
    """Give who holds a besieged place: whom the report calls its holder, else the other side of the fight."""
    holders = [h.holder for h in told if h.where.place_id == place_id and h.holder not in c.actor_names]
    holders = holders or [side for side in (c.known_opponent, c.opponent) if side][:1]
    if len(c.actor_names) > 1:
        return holders
    return holders or [AGAINST[actor] for actor in sorted(c.actor_names & AGAINST.keys())][:1]
