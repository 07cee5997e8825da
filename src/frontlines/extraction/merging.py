"""One event once: candidates that tell of the same occurrence become one, within a sentence and across the report."""

from dataclasses import replace

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.carrying import carry_actors, carry_dates, carry_opponents, carry_places, carry_types
from frontlines.extraction.kinds import TOLL_ONLY
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import grain
from frontlines.model import AREAL_KINDS, Placement, Range

_BATTLES = frozenset({"clash", "ground_attack", "advance"})


def merge(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Join candidates; the one that names the most stands for all, the others become its evidence."""
    within = _merge_sentences([c for i, c in enumerate(candidates) if not _only_points_back(c, candidates[:i])])
    carry_places(within)
    carry_dates(reading, within)
    carry_types(within)
    within = _without_summaries(within)
    merged: list[Candidate] = []
    for candidate in within:
        target = next((m for m in reversed(merged) if _named_again(m, candidate)), None)
        target = target or next((m for m in reversed(merged) if _same_event(m, candidate)), None)
        listed = next((m for m in reversed(merged) if _tells_apart(m, candidate)), None)
        if listed is not None:
            _take_out(merged, listed, candidate)
        elif target is None:
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
    if any(s.own for s in candidate.spots) or any(t.range is not None for t in candidate.tolls):
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
                and _types_agree(c, candidate, loose=True)
                and _places_agree_here(c, candidate)
                and (_sides_agree(c, candidate) or _only_counts(c, candidate))
                and not _tolls_clash(c, candidate)
            ),
            None,
        )
        if twin is None:
            out.append(candidate)
        else:
            _absorb(twin, candidate)
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


def _types_agree(a: Candidate, b: Candidate, *, loose: bool = False) -> bool:
    if a.type == b.type:
        return True
    if a.family == b.family == "attack":
        return (
            a.generic
            or b.generic
            or (
                loose
                and {a.type, b.type} <= {"chemical_attack", "shelling", "air_strike"}
                and "chemical_attack" in {a.type, b.type}
            )
        )
    if a.type in _BATTLES and b.type in _BATTLES:
        return True
    if loose and a.family == b.family == "battle":
        return any(c.trigger.is_noun and c.trigger.definite for c in (a, b))
    if loose and {a.family, b.family} == {"attack", "battle"} and "siege" not in {a.type, b.type}:
        return (
            (a.generic and not b.tolls)
            or (b.generic and not a.tolls)
            or ((a.type == "other_attack" or b.type == "other_attack") and (a.type in _BATTLES or b.type in _BATTLES))
        )
    return False


def _own(candidate: Candidate) -> list[Placement]:
    return [s.where for s in candidate.spots if s.own]


def _places_agree_here(a: Candidate, b: Candidate) -> bool:
    """Within a sentence a trigger that names no place shares its neighbour's."""
    if not a.spots or not b.spots:
        return True
    if any(s.token is not None and s.token == t.token for s in a.spots for t in b.spots):
        return True
    return _compatible(a.spots[0].where, b.spots[0].where) and len(a.spots) == len(b.spots) == 1


def _compatible(a: Placement, b: Placement) -> bool:
    """Tell whether two placements can be one place: the same, or one an area that holds the other."""
    if a.place_id == b.place_id:
        return True
    if _is_vague(a) != _is_vague(b) and _near(a, b, 0.3):
        return True
    if grain(a) == grain(b):
        return False
    outer, inner = (a, b) if grain(a) > grain(b) else (b, a)
    if outer.kind in AREAL_KINDS:
        return outer.admin1 is not None and outer.admin1 == inner.admin1 and outer.kind == "province"
    return inner.kind in {"neighbourhood", "facility"} and _near(inner, outer, 0.08)


def _is_vague(where: Placement) -> bool:
    """Tell whether a placement is only somewhere around a town: "on an area outside Damascus"."""
    return (where.area or "").startswith("around:")


def _near(a: Placement, b: Placement, degrees: float) -> bool:
    return (
        a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None
        and abs(a.lat - b.lat) < degrees and abs(a.lon - b.lon) < degrees
    )  # fmt: skip


def _sides_agree(a: Candidate, b: Candidate) -> bool:
    if not a.actor_names or not b.actor_names:
        return True
    if a.actor_names & b.actor_names:
        return True
    mixed = a.type in _BATTLES and b.type in _BATTLES
    return (mixed and bool(a.actor_names & b.target_names)) or (mixed and bool(b.actor_names & a.target_names))


def _only_counts(told: Candidate, toll: Candidate) -> bool:
    """Tell whether the second is the first's toll with its sides read the wrong way: "…, killing 25 soldiers"."""
    return (
        bool(toll.tolls)
        and toll.generic
        and toll.trigger.lemma in TOLL_ONLY
        and told.trigger.lemma not in TOLL_ONLY
        and (
            told.type in _BATTLES or bool(told.actor_names & toll.target_names or toll.actor_names & told.target_names)
        )
    )


def _dates_agree(a: Candidate, b: Candidate) -> bool:
    if a.when is None or b.when is None or a.when.start is None or b.when.start is None:
        dated = (a.when and not a.weak_date) or (b.when and not b.weak_date)
        return not ((a.background or b.background) and dated and a.family == "battle" and a.type != b.type)
    if a.weak_date or b.weak_date:
        first, second = a.when.end or a.when.start, b.when.end or b.when.start
        return abs((first - second).days) <= 1
    return a.when.start <= (b.when.end or b.when.start) and b.when.start <= (a.when.end or a.when.start)


def _same_day(a: Candidate, b: Candidate) -> bool:
    return a.when is not None and b.when is not None and a.when.start is not None and a.when.start == b.when.start


def _killed(candidate: Candidate) -> list[Range]:
    return [t.range for t in candidate.tolls if t.harm == "killed" and t.range is not None]


def _wounded(candidate: Candidate) -> list[Range]:
    return [t.range for t in candidate.tolls if t.harm == "wounded" and t.range is not None]


def _tolls_clash(a: Candidate, b: Candidate) -> bool:
    for mine, theirs in ((_killed(a), _killed(b)), (_wounded(a), _wounded(b))):
        if mine and theirs and not any(x.min == y.min for x in mine for y in theirs):
            return True
    return False


def _differ_by_source(a: Candidate, b: Candidate) -> bool:
    """Two sources on one event: figures that differ a little under two sources are one event's range."""
    if not (a.source and b.source) or a.source.words == b.source.words:
        return False
    x, y = _killed(a), _killed(b)
    if not x or not y or x[0].min is None or y[0].min is None:
        return True
    return min(x[0].min, y[0].min) * 2 >= max(x[0].min, y[0].min)


def _same_event(a: Candidate, b: Candidate) -> bool:
    if not _types_agree(a, b) or not _sides_agree(a, b) or not _dates_agree(a, b):
        return False
    if len(a.spots) > 1 or len(b.spots) > 1:
        ids = {s.where.place_id for s in a.spots}
        if not b.headline and not b.trigger.definite and not ids & {s.where.place_id for s in b.spots}:
            return False
    if b.distinct and not a.headline and b.sentence != a.sentence:
        return False
    if _tolls_clash(a, b) and not _differ_by_source(a, b):
        return False
    own_a, own_b = _own(a), _own(b)
    if a.spots and b.spots:
        same = any(x.place_id == y.place_id for x in own_a for y in own_b)
        if same:
            return True
        if own_a and own_b:
            return _compatible(own_a[0], own_b[0]) and (
                a.headline or b.trigger.definite or bool(_killed(a) and _killed(b)) or _same_day(a, b)
            )
        return _compatible(a.spots[0].where, b.spots[0].where) and (
            a.headline
            or b.trigger.definite
            or not b.tolls
            or not a.tolls
            or a.type == b.type
            or (b.generic and b.trigger.lemma in TOLL_ONLY)
        )
    return True


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
        and _sides_agree(told, named)
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
        and _types_agree(listed, one)
        and _sides_agree(listed, one)
        and _dates_agree(listed, one)
        and (
            listed.told_apart
            or _tolls_clash(listed, one)
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
    better = bool(other.spots) and (
        not main.spots
        or (not main.spots[0].own and other.spots[0].own)
        or (_is_vague(main.spots[0].where) and other.spots[0].own and not _is_vague(other.spots[0].where))
        or (other.spots[0].own and min(grain(s.where) for s in other.spots) < min(grain(s.where) for s in main.spots))
    )
    if better:
        main.spots = other.spots
    elif main.spots and other.spots and _narrows(other.spots[0].where, main.spots[0].where):
        main.spots = [replace(main.spots[0], where=other.spots[0].where), *main.spots[1:]]
    if main.generic and not other.generic and not main.cumulative:
        main.type, main.generic, main.trigger = other.type, False, other.trigger
    elif main.cumulative or other.cumulative:
        main.type, main.cumulative = "other_attack", True
    elif (main.type == "other_attack" and other.type in _BATTLES) or (
        main.type in _BATTLES
        and other.type in _BATTLES
        and main.trigger.is_noun
        and not other.trigger.is_noun
        and main.sentence != other.sentence
    ):
        main.type = other.type
    elif main.type != other.type and "chemical_attack" in {main.type, other.type}:
        main.type = "chemical_attack"
    if (
        main.when is None or main.when.start is None or (main.weak_date and not other.weak_date)
    ) and other.when is not None:
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
    for mine, theirs in ((main.actors, other.actors), (main.targets, other.targets)):
        for hit in theirs:
            named = {h.party for h in (*main.actors, *main.targets)}
            if hit.party not in named and (not mine or main.sentence == other.sentence):
                mine.append(hit)
    main.tolls += other.tolls
    main.planned = main.planned and other.planned
    main.denied = main.denied and other.denied
    main.extra.append(other)
