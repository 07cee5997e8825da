"""Where an event happened: the names attached to it, words that point back to one, or the passage's own place."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.listed import coordinated, listed_before, own_day, told_later
from frontlines.extraction.plausible import FALLS
from frontlines.extraction.pointing import (
    is_actor,
    is_inside,
    is_left,
    led_by,
    only_relation,
    pointed_back,
    pointed_in,
)
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import Spot, event_placement, grain, only_beside, usable
from frontlines.extraction.toponyms import direction
from frontlines.model import AREAL_KINDS

_NAMED_REACH = 4
"""Words between "including" and the first name that it leads to."""
_TOWNS = frozenset({"settlement", "neighbourhood"})
_CONTAINED = 6
"""Words between a region and the town that says where it lies."""
_TREATED = 5
"""Words from "hospitals" to the name of where they are."""
_PARTS = frozenset({"part", "district", "neighborhood", "neighbourhood", "quarter", "suburb", "side", "half"})


def spots_for(
    reading: Reading, token: int, *, abroad: bool = False, avoid_origin: bool = False, prefer_origin: bool = False
) -> list[Spot]:
    """Give the places attached to a trigger: several only where they are told as a list."""
    scored: dict[int, list[int]] = {}
    trigger = reading.doc[token]
    if trigger.dep_ == "acl" and trigger.tag_ == "VBN" and trigger.head.i in reading.mention_at:
        # "X, taken in January, and Y"
        head = trigger.head.i
        if usable(reading.where(head)):
            return [Spot(head, event_placement(reading, head))]
    parts = trigger.dep_ == "amod" and trigger.head.lemma_.lower() in _PARTS
    inside = reading.places_in([t.i for t in trigger.head.subtree]) if parts else []
    if parts and all(_whose_suburb(reading, m) for m in inside):
        return []  # "the besieged eastern parts of the city", "a besieged Damascus suburb"
    beside = trigger.dep_ == "amod" and trigger.head.tag_ == "NNS" and trigger.head.i not in reading.mention_at
    said = {led_by(t) for t in trigger.head.subtree if t.i in reading.mention_at} if beside else set()
    if said & {"near", "outside"}:
        return []  # "two besieged towns near Damascus"
    if under := _under(reading, trigger):
        return [Spot(m, event_placement(reading, m)) for m in under]
    if described := _described(reading, trigger):
        return [Spot(m, event_placement(reading, m)) for m in described]
    clause = reading.clause_of[token]
    subtree = {t.i for t in trigger.subtree}
    sentence = trigger.sent
    for m in reading.places_in(list(range(sentence.start, sentence.end))):
        where = reading.where(m)
        if not usable(where) or (where.country != "SY" and not abroad):
            continue
        if _is_of_another(reading, m, trigger) or (avoid_origin and is_left(reading.doc[m])):
            continue
        if reading.clause_of[m] == clause:
            score = 0 if m in subtree else 1
        elif m in subtree:
            score = 1
        elif _related(reading, reading.clause_of[m], clause):
            score = 2
        else:
            score = 4
        if only_relation(reading.doc[m]) or _told_meanwhile(reading.doc[m], trigger):
            score += 2
        if prefer_origin and score <= 2:
            score = 0 if is_left(reading.doc[m]) else score + 1
        scored.setdefault(score, []).append(m)
    if 0 not in scored and (near := pointed_in(reading, subtree, clause)) is not None:
        return _both(reading, near)
    if is_only_along(reading, trigger):
        return []
    for score in sorted(scored):
        best = _most_specific(reading, scored[score], trigger)
        best = _including(reading, trigger, [_owned(reading, m) for m in best])
        if best:
            back = pointed_back(reading, clause) if score >= 2 else None
            if back is not None and grain(back.where) <= grain(reading.where(best[0])):
                return _both(reading, back)
            later = told_later(reading, trigger, best) if score <= 1 and trigger.pos_ in {"VERB", "AUX"} else []
            spots = [Spot(m, event_placement(reading, m)) for m in best]
            return spots + [Spot(m, event_placement(reading, m), when=own_day(reading, m)) for m in later]
    back = pointed_back(reading, clause)
    above = reading.clauses[clause].parent
    if back is None and above is not None:  # "In the capital the agency said that …"
        of_capital = any(reading.doc[i].lower_ == "capital" for i in reading.clauses[above].tokens)
        back = pointed_back(reading, above) if of_capital else None
    return _both(reading, back) if back else []


def _whose_suburb(reading: Reading, m: int) -> bool:
    """Tell whether a town only says whose suburb is meant, which has no name."""
    behind, before = reading.doc[m + 1 : m + 2].text.lower(), reading.doc[max(0, m - 2) : m].text.lower()
    unnamed = behind in {"suburb", "suburbs", "countryside"} or before in {"suburb of", "suburbs of"}
    return reading.doc[m].dep_ in {"compound", "pobj"} and unnamed


def _under(reading: Reading, trigger: Token) -> list[int]:
    """Give the places of "X, a bastion outside Y, has been under siege": those that are under it."""
    if trigger.head.lower_ != "under" or trigger.head.head.pos_ not in {"VERB", "AUX"}:
        return []
    verb = trigger.head.head
    while verb.dep_ == "conj" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is not None and subject.lower_ in {"east", "west"} and subject.i not in reading.mention_at:
        before = [m for m in reading.mention_at if m < subject.i and is_inside(reading.doc[m])]
        towns = [m for m in before if reading.where(m).kind == "settlement"]
        return towns[-1:]  # "the opposition-held east is under siege"
    if subject is None or subject.i not in reading.mention_at:
        return []
    listed = [subject.i, *(c.i for c in subject.subtree if c.dep_ == "conj" and c.i in reading.mention_at)]
    return [m for m in listed if usable(reading.where(m))]


def _is_of_another(reading: Reading, m: int, trigger: Token) -> bool:
    """Tell whether a place is that of who tells, acts, stands or is treated there, and not of what happened."""
    place = reading.doc[m]
    if m in reading.source_tokens or is_actor(reading, place) or _is_government(place) or only_beside(reading, m):
        return True
    if place.dep_ == "compound" and place.head.lemma_.lower() in word_set("of_a_town_nouns"):
        return True  # "Madaya evacuees heard the blast", "surrounded by Idlib rebels"
    return _where_they_stand(place, trigger) or _is_treated_in(place)


def is_only_along(reading: Reading, trigger: Token) -> bool:
    """Tell whether places only say which road the ground lay along: "18 villages along the road linking X to Y"."""
    told = [c for c in trigger.children if c.dep_ in {"dobj", "prep"} and c.i > trigger.i]
    if not any(t.lower_ == "along" for c in told for t in c.subtree):
        return False
    joined = {"linking", "connecting", "from", "to", "between"}
    inside = reading.places_in(list(range(trigger.sent.start, trigger.sent.end)))
    named = [m for m in inside if usable(reading.where(m))]
    return bool(named) and all(m > trigger.i and led_by(reading.doc[m]) in joined for m in named)


def _both(reading: Reading, back: Spot) -> list[Spot]:
    """Give each place that "both towns" or "the two villages" points back to, else the one found."""
    noun = reading.doc[back.token or 0]
    if back.token is None or noun.tag_ != "NNS" or not {"both", "two"} & {c.lower_ for c in noun.children}:
        return [back]
    for m in sorted((m for m in reading.mention_at if m < noun.i), reverse=True):
        pair = listed_before(reading, m)[-2:]
        if len(pair) > 1 and all(reading.where(one).kind in _TOWNS for one in pair):
            return [Spot(noun.i, event_placement(reading, one)) for one in pair]
    return [back]


def _described(reading: Reading, trigger: Token) -> list[int]:
    """Give the places of "X and Z, two towns outside Y that are under siege": what a relative clause tells of."""
    at = trigger
    while at.dep_ not in {"relcl", "ROOT"} and at.head.i != at.i:
        at = at.head
    standing = at.dep_ == "relcl" and (at.head.i in reading.mention_at or at.head.dep_ == "appos")
    if not standing or any(t.i in reading.mention_at for t in at.subtree):
        return []
    which = [c for c in at.subtree if c.tag_ in {"WDT", "WP"} and c.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    if not any(c.head.i in {at.i, trigger.i} or c.dep_ == "dobj" for c in which) and not _whose(at):
        return []
    named = at.head.i if at.head.i in reading.mention_at else at.head.head.i
    listed = listed_before(reading, named) if named in reading.mention_at else []
    for m in reading.places_in(list(range(named + 1, at.left_edge.i))) if listed else []:
        if not coordinated(reading, listed[-1], m):
            break
        listed.append(m)
    # "holds X and Y, as well as Z, which it seized"
    apart = max((t.i for t in reading.doc[listed[0] : listed[-1]] if t.lower_ == "well"), default=0) if listed else 0
    return [m for m in listed if m > apart and usable(reading.where(m))]


def _whose(relative: Token) -> bool:
    """Tell whether a clause tells of what belongs to a place: "X, whose crossing rebels overran"."""
    return any(t.lower_ == "whose" for t in relative.subtree)


def _told_meanwhile(token: Token, trigger: Token) -> bool:
    """Tell whether a place is that of what happened meanwhile: "killed 70 in X, while 20 more died in Y"."""
    for up in token.ancestors:
        if up.i == trigger.i:
            return False
        if up.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "while" for c in up.children):
            return True
    return False


def _where_they_stand(token: Token, trigger: Token) -> bool:
    """Tell whether a place is only where those are who act elsewhere: "terrorists positioned in X fired at Y"."""
    at = token
    while at.i not in {at.head.i, trigger.i}:
        if at.lemma_.lower() in word_set("standing_verbs") and at.dep_ in {"acl", "relcl", "amod", "partmod"}:
            return True
        at = at.head
    return False


def _is_treated_in(place: Token) -> bool:
    """Tell whether a place is only where the wounded were brought to: "taken to hospitals in X"."""
    before = place.doc[max(place.sent.start, place.i - _TREATED) : place.i]
    return any(t.lemma_.lower() in {"hospital", "clinic"} and t.head.lower_ == "to" for t in before) and any(
        t.lemma_.lower() in word_set("bring_verbs") for t in place.sent if t.i < place.i
    )


def _is_government(place: Token) -> bool:
    """Tell whether a capital stands for its government: "a deal with Damascus", "Damascus promises of a truce"."""
    dealt = place.head.lower_ == "with" and place.head.head.lemma_.lower() in word_set("deal_nouns")
    promised = place.dep_ in {"compound", "poss", "amod"} and place.head.lemma_.lower() in word_set("promise_nouns")
    return dealt or promised or (place.i > 0 and place.nbor(-1).lower_ == "ally")


def _related(reading: Reading, a: int, b: int) -> bool:
    clauses = reading.clauses
    return (
        clauses[a].parent == b
        or clauses[b].parent == a
        or (clauses[a].parent is not None and clauses[a].parent == clauses[b].parent)
    )


def _including(reading: Reading, trigger: Token, chosen: list[int]) -> list[int]:
    """Give the towns that "dozens of towns in X …, including Y and Z" names, for the area that they lie in."""
    after = next((t.i for t in trigger.sent if t.lower_ == "including" and t.i > trigger.i), None)
    if after is None or not chosen:
        return chosen
    if not all(event_placement(reading, m).kind in AREAL_KINDS or _is_beside(reading, m) for m in chosen):
        return chosen
    named = [m for m in reading.places_in(list(range(after + 1, trigger.sent.end))) if m - after <= _NAMED_REACH]
    for m in reading.places_in(list(range(named[-1] + 1, trigger.sent.end))) if named else []:
        if not coordinated(reading, named[-1], m):
            break
        named.append(m)
    towns = [m for m in named if reading.where(m).kind == "settlement"]
    return towns or chosen


def _is_beside(reading: Reading, m: int) -> bool:
    """Tell whether a town only says on which side of it: "northeast of X including Y"."""
    return m > 1 and reading.doc[m - 1].lower_ == "of" and direction(reading.doc[m - 2].text) is not None


def _owned(reading: Reading, m: int) -> int:
    """Give the town of "Idlib provinces Maaret al-Numan", where the apostrophe is lost, for its province."""
    where = reading.where(m)
    after = next((i for i in range(m + 1, min(m + 3, len(reading.doc))) if i in reading.mention_at), None)
    if where.kind != "province" or after is None or reading.doc[after - 1].lower_ not in {"provinces", "governorates"}:
        return m
    inner = reading.where(after)
    return after if inner.kind == "settlement" and inner.admin1 == where.admin1 else m


def _most_specific(reading: Reading, tokens: list[int], trigger: Token) -> list[int]:
    """Take the smallest grain; of several, those told as one list, else the one nearest behind the trigger."""
    tokens = [m for m in tokens if not _names_outskirts_of(reading, m)] or tokens
    tokens = [m for m in tokens if not any(_is_said_near(reading, other, m) for other in tokens)]
    where = {m: reading.where(m) for m in tokens}
    finest = min(grain(w) for w in where.values())
    same = [
        m
        for m in sorted(tokens)
        if max(grain(where[m]), 1 if finest <= 1 else 0) == max(finest, 1 if finest <= 1 else 0)
    ]
    if len(same) > 1:
        parents = {where[m].place_id for m in same}
        same = [m for m in same if not _contains_another(reading, m, same)] or same
        if len(parents) == 1:
            return same[:1]
    groups: list[list[int]] = []
    for m in same:
        if groups and coordinated(reading, groups[-1][-1], m):
            groups[-1].append(m)
        else:
            groups.append([m])
    falls = trigger.lemma_.lower() in FALLS
    done_to = next((c for c in trigger.children if c.dep_ == "nsubjpass" or (falls and c.dep_ == "nsubj")), None)
    suffered = [g for g in groups if done_to is not None and done_to.left_edge.i <= g[0] <= done_to.right_edge.i]
    if suffered:
        return suffered[0]
    after = [g for g in groups if g[0] > trigger.i]
    return (after or groups)[0] if after else groups[-1]


def _is_said_near(reading: Reading, region: int, m: int) -> bool:
    """Tell whether a town only says where a region lies: "the Mallah farms near Aleppo"."""
    if reading.where(region).kind != "region" or not region < m <= region + _CONTAINED:
        return False
    if reading.doc[m + 1 : m + 2].text.lower() in {"region", "countryside", "area"}:
        return True  # "Eastern Ghouta in the Damascus region"
    between = {t.lower_ for t in reading.doc[region + 1 : m]}
    return bool(between & {"near", "outside"}) and "and" not in between


def _names_outskirts_of(reading: Reading, m: int) -> bool:
    """Tell whether a town only says whose suburbs another place is: Damascus in "the Damascus suburbs of Ghouta"."""
    behind = [t.lower_ for t in reading.doc[m + 1 : m + 3]]
    if behind[:1] == ["suburb"] and m + 2 in reading.mention_at:
        return True  # "Damascus suburb Eastern Ghouta"
    inner = any(i in reading.mention_at for i in range(m + 3, min(m + 6, len(reading.doc))))
    return inner and len(behind) > 1 and behind[0] in word_set("suburb_nouns") and behind[1] == "of"


def _contains_another(reading: Reading, m: int, others: list[int]) -> bool:
    """Tell whether a town stands only as the container of a quarter or village in the list ("X in Y", "Y's X")."""
    mine = reading.where(m)
    owner = reading.doc[m]
    if owner.dep_ == "poss" and any(m < other <= owner.head.i for other in others):
        return True
    if m + 1 in others and mine.kind == "settlement" and owner.lower_.endswith("s"):  # "Aleppos X district"
        return reading.where(m + 1).kind == "neighbourhood"
    for other in others:
        if other >= m or (
            reading.where(other).kind == mine.kind == "settlement" and not _within_words(reading, other, m)
        ):
            continue
        theirs = reading.where(other)
        if theirs.kind == "neighbourhood" and mine.kind == "settlement":
            return True
        if _within_words(reading, other, m) and theirs.place_id != mine.place_id:
            return True
    return False


def _within_words(reading: Reading, inner: int, outer: int) -> bool:
    if outer - inner > 12:
        return False
    words = [t.lower_ for t in reading.doc[inner + 1 : outer] if not t.is_space]
    return (
        0 < len(words) <= 6
        and any(w in {"in", "near", "of", "outside"} for w in words)
        and "and" not in words
        and not any(t.pos_ == "VERB" for t in reading.doc[inner + 1 : outer])
    )
