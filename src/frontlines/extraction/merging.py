"""One event once: candidates that tell of the same occurrence become one, within a sentence and across the report."""

from dataclasses import replace

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.carrying import carry_actors, carry_dates, carry_opponents, carry_places, carry_types
from frontlines.extraction.kinds import TOLL_ONLY
from frontlines.extraction.reading import Reading
from frontlines.extraction.sameness import (
    BATTLES,
    dates_agree,
    days_differ,
    is_vague,
    only_counts,
    places_agree_here,
    same_event,
    sides_agree,
    tolls_clash,
    types_agree,
)
from frontlines.extraction.spots import grain
from frontlines.model import Placement


def merge(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Join candidates; the one that names the most stands for all, the others become its evidence."""
    within = _merge_sentences([c for i, c in enumerate(candidates) if not _only_points_back(c, candidates[:i])])
    within = _with_bare_tolls(within)
    carry_places(reading, within)
    carry_dates(reading, within)
    carry_types(within)
    within = _without_summaries(within)
    merged: list[Candidate] = []
    for candidate in within:
        listed = next((m for m in reversed(merged) if _tells_apart(m, candidate)), None)
        if listed is not None:
            _take_out(merged, listed, candidate)
            continue
        target = next((m for m in reversed(merged) if _named_again(m, candidate)), None)
        target = target or next((m for m in reversed(merged) if same_event(m, candidate)), None)
        if target is None:
            merged.append(candidate)
        else:
            _absorb(target, candidate)
    merged = [m for m in merged if _placed_or_counted(m)]
    carry_actors(merged)
    carry_opponents(merged)
    return merged


def _only_points_back(candidate: Candidate, before: list[Candidate]) -> bool:
    """Tell whether "that battle" or "those talks" adds nothing to an event of its kind told before."""
    return (
        candidate.trigger.is_noun
        and candidate.trigger.definite
        and not (candidate.actors or candidate.tolls or any(s.own for s in candidate.spots))
        and (candidate.when is None or candidate.weak_date)
        and any(b.family == candidate.family and b.sentence < candidate.sentence for b in before)
    )


def _placed_or_counted(candidate: Candidate) -> bool:
    """Keep what has a place, a toll or a day of its own; "is being fought by all sides" tells no event."""
    if (
        any(s.own for s in candidate.spots)
        or candidate.gone_to
        or candidate.nowhere
        or any(t.range is not None for t in candidate.tolls)
    ):
        return True
    if candidate.when is not None and not candidate.weak_date and (candidate.actors or candidate.targets):
        return True
    return bool(candidate.actors and candidate.targets and candidate.spots) and not candidate.background


def _merge_sentences(candidates: list[Candidate]) -> list[Candidate]:
    out: list[Candidate] = []
    for candidate in candidates:
        twin = next(
            (
                c
                for c in reversed(out)
                if c.sentence == candidate.sentence
                and types_agree(c, candidate, loose=True)
                and places_agree_here(c, candidate)
                and (sides_agree(c, candidate) or only_counts(c, candidate))
                and not tolls_clash(c, candidate)
                and not days_differ(c, candidate)
            ),
            None,
        )
        if twin is None:
            out.append(candidate)
        else:
            _absorb(twin, candidate)
    return out


def _with_bare_tolls(candidates: list[Candidate]) -> list[Candidate]:
    """Let a fight have the toll that the next sentence tells and nothing else: "Three soldiers were killed."."""
    out: list[Candidate] = []
    for c in candidates:
        bare = c.generic and c.trigger.lemma in TOLL_ONLY and c.tolls and not (c.actors or c.distinct or c.cumulative)
        fight = out[-1] if bare and out and not any(s.own for s in c.spots) else None
        if (
            fight is not None
            and fight.type in {*BATTLES, "capture"}
            and c.sentence - fight.sentence == 1
            and not {t.harm for t in c.tolls} & {t.harm for t in fight.tolls}
        ):
            fight.tolls += c.tolls
            fight.evidence.append(c.span)
            continue
        out.append(c)
    return out


def _without_summaries(candidates: list[Candidate]) -> list[Candidate]:
    """Drop a headline's event where the text tells of its kind itself: it only sums up."""
    told = {c.family for c in candidates if not c.headline}
    fought = {"attack", "battle"}
    return [
        c
        for c in candidates
        if not c.headline or not (c.family in told or (c.generic and c.family in fought and told & fought))
    ]


def _named_again(told: Candidate, named: Candidate) -> bool:
    """Tell whether "the X strike" is what was told of X before, of whatever kind it was."""
    places = {s.where.place_id for s in named.spots if s.own}
    return (
        named.trigger.is_noun
        and named.trigger.definite
        and named.family == told.family == "attack"
        and len(places) == 1
        and places == {s.where.place_id for s in told.spots if s.own}
        and not named.tolls
        and sides_agree(told, named)
    )


def _tells_apart(listed: Candidate, one: Candidate) -> bool:
    """Tell whether a toll is that of some places of a list told before: "shelled A, B and C", "five died in A"."""
    ids, mine = {s.where.place_id for s in listed.spots}, {s.where.place_id for s in one.spots if s.own}
    harmed = [t for t in one.tolls if t.harm != "affected" and t.range is not None]
    return (
        bool(mine)
        and mine <= ids
        and (mine < ids or listed.told_apart)
        and len(mine) == len(one.spots)
        and bool(harmed)
        and listed.family == one.family == "attack"
        and one.sentence > listed.sentence
        and types_agree(listed, one)
        and sides_agree(listed, one)
        and dates_agree(listed, one)
        and (
            listed.told_apart
            or tolls_clash(listed, one)
            or not {t.harm for t in harmed} & {t.harm for t in listed.tolls}
        )
    )


def _take_out(merged: list[Candidate], listed: Candidate, one: Candidate) -> None:
    """Make a candidate of its own of what is told apart from a list, whose toll is then no place's."""
    mine = {s.where.place_id for s in one.spots}
    listed.spots = [s for s in listed.spots if s.where.place_id not in mine]
    listed.tolls = [t for t in listed.tolls if t.harm == "affected"]
    one.type, one.generic = listed.type, False
    one.actors = one.actors or list(listed.actors)
    one.targets = one.targets or list(listed.targets)
    if one.when is None or one.weak_date:
        one.when, one.weak_date = listed.when, listed.weak_date
    one.evidence.append(listed.span)
    listed.told_apart = True
    if not listed.spots:
        merged.remove(listed)
    merged.append(one)


def _narrows(a: Placement, b: Placement) -> bool:
    """Tell whether ``a`` names a part of the very area that ``b`` names whole."""
    return a.place_id == b.place_id and a.part and not b.part and a.area != a.place_id


def _absorb(main: Candidate, other: Candidate) -> None:
    """Let ``main`` take over what ``other`` adds: a finer place, a date, sides, tolls and its passage as evidence."""
    turned = main.generic and not other.generic and bool(main.actor_names & other.target_names)
    better = bool(other.spots) and (
        not main.spots
        or (not main.spots[0].own and other.spots[0].own)
        or (is_vague(main.spots[0].where) and other.spots[0].own and not is_vague(other.spots[0].where))
        or (other.spots[0].own and min(grain(s.where) for s in other.spots) < min(grain(s.where) for s in main.spots))
    )
    if better:
        main.spots = other.spots
    elif main.spots and other.spots and _narrows(other.spots[0].where, main.spots[0].where):
        main.spots = [replace(main.spots[0], where=other.spots[0].where), *main.spots[1:]]
    here = {s.token for s in main.spots}
    beside = other.family == "battle" and other.trigger.is_noun and {s.token for s in other.spots} <= here
    if main.type == "air_strike" and beside and main.trigger.lemma != "launch":
        main.generic = False  # "warplanes struck X as the army opened its offensive"
    elif main.generic and not other.generic and not main.cumulative:
        main.type, main.generic, main.trigger = other.type, False, other.trigger
    elif main.cumulative or other.cumulative:
        main.type, main.cumulative = "other_attack", True
    elif (main.type == "other_attack" and other.type in BATTLES) or (
        main.type in BATTLES
        and other.type in BATTLES
        and main.trigger.is_noun
        and not other.trigger.is_noun
        and main.sentence != other.sentence
    ):
        main.type = other.type
    elif other.type == "capture" and main.family == "battle" and main.trigger.is_noun and not other.trigger.is_noun:
        main.type = "capture"  # "opened the operation when rebels took X"
    elif main.type != other.type and "chemical_attack" in {main.type, other.type}:
        main.type = "chemical_attack"
    if (main.when is None or main.when.start is None or (main.weak_date and not other.weak_date)) and (
        other.when is not None and not (other.background and main.tolls)
    ):
        main.when, main.weak_date = other.when, other.weak_date
    if main.sentence != other.sentence and (main.headline or better):
        main.evidence.append(main.span)
        main.span, main.sentence = other.span, other.sentence
        main.source = other.source or main.source
        main.headline = main.headline and other.headline
    elif main.sentence != other.sentence:
        main.evidence.append(other.span)
        if main.source is None:
            main.source = other.source
    if turned:  # "killed by the army, which repelled an attack by X"
        main.actors, main.targets = list(other.actors), list(other.targets)
    for mine, theirs in ((main.actors, other.actors), (main.targets, other.targets)):
        for hit in theirs:
            named = {h.party for h in (*main.actors, *main.targets)}
            if hit.party not in named and (not mine or main.sentence == other.sentence):
                mine.append(hit)
    main.tolls += other.tolls
    main.planned = main.planned and other.planned
    main.denied = main.denied and other.denied
    main.extra.append(other)
