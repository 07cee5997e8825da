"""Whether two candidates can tell of one event: by kind, place, sides, day and toll."""

from frontlines.extraction.candidates import NO_AIRCRAFT, Candidate
from frontlines.extraction.kinds import TOLL_ONLY
from frontlines.extraction.spots import grain
from frontlines.model import AREAL_KINDS, Placement, Range

BATTLES = frozenset({"clash", "ground_attack", "advance"})
"""Kinds of one fight that reports name one for another."""


_NO_GAS = frozenset({"United States", "US-led coalition", "Israel", "France", "United Kingdom"})
"""Parties whose strikes answered chemical attacks."""


def types_agree(a: Candidate, b: Candidate, *, loose: bool = False) -> bool:
    """Tell whether two kinds can be one event's; ``loose`` within a sentence."""
    if a.type == b.type:
        return True
    if a.family == b.family == "attack":
        if "chemical_attack" in {a.type, b.type} and a.type != b.type and (a.actor_names | b.actor_names) & _NO_GAS:
            return False  # "the sarin attack was a pretext for US strikes"
        if "air_strike" in {a.type, b.type} and any(c.actor_names and c.actor_names <= NO_AIRCRAFT for c in (a, b)):
            return False
        return (
            a.generic
            or b.generic
            or (
                loose
                and {a.type, b.type} <= {"chemical_attack", "shelling", "air_strike"}
                and "chemical_attack" in {a.type, b.type}
            )
        )
    if a.type in BATTLES and b.type in BATTLES:
        return True
    if loose and a.family == b.family == "battle":
        if b.generic and b.trigger.lemma in TOLL_ONLY and b.tolls and not a.tolls:
            return True  # "took control of X after killing a hundred"
        return any(c.trigger.is_noun and c.trigger.definite for c in (a, b))
    if loose and {a.family, b.family} == {"attack", "battle"} and "siege" not in {a.type, b.type}:
        return (
            (a.generic and not b.tolls)
            or (b.generic and not a.tolls)
            or ((a.type == "other_attack" or b.type == "other_attack") and (a.type in BATTLES or b.type in BATTLES))
        )
    return False


def _own(candidate: Candidate) -> list[Placement]:
    return [s.where for s in candidate.spots if s.own]


def places_agree_here(a: Candidate, b: Candidate) -> bool:
    """Within a sentence a trigger that names no place shares its neighbour's."""
    if not a.spots or not b.spots:
        return True
    if any(s.token is not None and s.token == t.token for s in a.spots for t in b.spots):
        return True
    if _two_captures(a, b):
        return False
    return _compatible(a.spots[0].where, b.spots[0].where) and len(a.spots) == len(b.spots) == 1


def _two_captures(a: Candidate, b: Candidate) -> bool:
    """Tell whether each names another place that was taken: "captured X, and a day earlier they had taken Y"."""
    places = [where for c in (a, b) for where in _own(c)[:1] if where.kind not in {"province", "countryside"}]
    both = a.type == b.type == "capture" and a.sentence == b.sentence and len(places) == 2
    return both and places[0].place_id != places[1].place_id


def _compatible(a: Placement, b: Placement) -> bool:
    """Tell whether two placements can be one place: the same, or one an area that holds the other."""
    if a.place_id == b.place_id:
        return True
    if is_vague(a) != is_vague(b) and _near(a, b, 0.3):
        return True
    if grain(a) == grain(b):
        return False
    outer, inner = (a, b) if grain(a) > grain(b) else (b, a)
    if outer.kind == "region":
        return outer.admin1 is not None and outer.admin1 == inner.admin1 and _near(outer, inner, 0.2)
    if outer.kind in AREAL_KINDS:
        return outer.admin1 is not None and outer.admin1 == inner.admin1 and outer.kind == "province"
    return inner.kind in {"neighbourhood", "facility"} and _near(inner, outer, 0.08)


def is_vague(where: Placement) -> bool:
    """Tell whether a placement is only somewhere around a town: "on an area outside Damascus"."""
    return (where.area or "").startswith("around:")


def _near(a: Placement, b: Placement, degrees: float) -> bool:
    return (
        a.lat is not None and b.lat is not None and a.lon is not None and b.lon is not None
        and abs(a.lat - b.lat) < degrees and abs(a.lon - b.lon) < degrees
    )  # fmt: skip


def sides_agree(a: Candidate, b: Candidate) -> bool:
    """Tell whether those who did it can be the same."""
    if a.family == b.family == "attack" and (a.actor_names & b.target_names or b.actor_names & a.target_names):
        return False
    if not a.actor_names or not b.actor_names:
        return True
    if a.actor_names & b.actor_names:
        return True
    mixed = a.type in BATTLES and b.type in BATTLES
    return (mixed and bool(a.actor_names & b.target_names)) or (mixed and bool(b.actor_names & a.target_names))


def only_counts(told: Candidate, toll: Candidate) -> bool:
    """Tell whether the second is the first's toll with its sides read the wrong way: "…, killing 25 soldiers"."""
    return (
        bool(toll.tolls)
        and toll.generic
        and toll.trigger.lemma in TOLL_ONLY
        and told.trigger.lemma not in TOLL_ONLY
        and (told.type in BATTLES or bool(told.actor_names & toll.target_names or toll.actor_names & told.target_names))
    )


def days_differ(a: Candidate, b: Candidate) -> bool:
    """Tell whether both name a day of their own, and not the same: "struck on Friday where gas was used in April"."""
    if a.when is None or b.when is None or a.weak_date or b.weak_date or not a.when.start or not b.when.start:
        return False
    return a.when.start > (b.when.end or b.when.start) or b.when.start > (a.when.end or a.when.start)


def dates_agree(a: Candidate, b: Candidate) -> bool:
    """Tell whether both can be of one day."""
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


def tolls_clash(a: Candidate, b: Candidate) -> bool:
    """Tell whether both have a toll and none is the same."""
    for mine, theirs in ((_killed(a), _killed(b)), (_wounded(a), _wounded(b))):
        if mine and theirs and not any(_can_be(x, y) for x in mine for y in theirs):
            return True
    return False


def _can_be(x: Range, y: Range) -> bool:
    """Tell whether two counts can be one: the same, or one of them that of a person named beside others."""
    if x.min is None or y.min is None or x.min == y.min:
        return True
    return any(one.min == 1 and one.max is None for one in (x, y))


def _differ_by_source(a: Candidate, b: Candidate) -> bool:
    """Two sources on one event: figures that differ a little under two sources are one event's range."""
    if b.source is None or (a.source is not None and a.source.words == b.source.words):
        return False
    x, y = _killed(a), _killed(b)
    if not x or not y or x[0].min is None or y[0].min is None:
        return True
    return min(x[0].min, y[0].min) * 2 >= max(x[0].min, y[0].min)


def _was_its_battle(capture: Candidate, battle: Candidate) -> bool:
    """Tell whether "44 had been killed in the battle for the base" is about how the base was taken."""
    noun = battle.trigger
    here = {s.where.place_id for s in capture.spots} & {s.where.place_id for s in battle.spots}
    return capture.type == "capture" and noun.definite and noun.lemma == "battle" and bool(here)


def same_event(a: Candidate, b: Candidate) -> bool:
    """Tell whether two sentences tell of one event."""
    if a.denied != b.denied and "battle" in {a.family, b.family}:
        return False
    if _was_its_battle(a, b):
        return True
    if not types_agree(a, b) or not sides_agree(a, b) or not dates_agree(a, b):
        return False
    if len(a.spots) > 1 or len(b.spots) > 1:
        ids = {s.where.place_id for s in a.spots}
        if not b.headline and not b.trigger.definite and not ids & {s.where.place_id for s in b.spots}:
            return False
    if b.distinct and not a.headline and b.sentence != a.sentence:
        return False
    if tolls_clash(a, b) and not _differ_by_source(a, b):
        return False
    own_a, own_b = _own(a), _own(b)
    if b.elsewhere and own_a and not a.headline:
        return False  # "in a village in the north"
    if a.spots and b.spots:
        same = any(x.place_id == y.place_id for x in own_a for y in own_b)
        if same:
            return True
        if _two_captures(a, b):
            return False
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
