"""From triggers to candidate events: one for each trigger that is told as a fact, with all that its clause says of it."""

from dataclasses import dataclass, field

from spacy.tokens import Token

from frontlines.extraction.attribution import Source
from frontlines.extraction.casualties import Toll
from frontlines.extraction.lexicon import Words
from frontlines.extraction.places import Spot, spots_for
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.roles import roles
from frontlines.extraction.triggers import FAMILIES, NEEDS_PLACE, Trigger, is_asserted
from frontlines.model import EventType, Span, When

NATIONAL_TOLL = 10_000
"""No single event of this war killed or wounded so many: such a figure sums up a longer time."""
_PLANNABLE = frozenset({"talks", "evacuation", "ceasefire", "aid", "withdrawal"})
_AIR_PARTIES = frozenset(
    {"Russia", "US-led coalition", "Israel", "United States", "France", "United Kingdom", "Jordan"}
)
_DISTINCT = frozenset({"another", "other", "separate", "second", "third", "separately", "elsewhere", "meanwhile"})
_IDIOMS = frozenset({"place", "part", "effect", "shape", "advantage", "responsibility", "office", "refuge", "agreement", "deal",
                     "steps", "action", "measures", "minutes", "shelter", "conclusion", "consensus", "aim", "photo"})  # fmt: skip
_TOLL_ONLY = frozenset({"kill", "die", "wound", "injure", "martyr", "perish", "slay", "hurt", "murder"})


@dataclass(slots=True)
class Candidate:
    """An event as one clause tells it; merging joins those that tell of the same."""

    type: EventType
    trigger: Trigger
    sentence: int
    actors: list[PartyHit]
    targets: list[PartyHit]
    spots: list[Spot]
    when: When | None
    tolls: list[Toll]
    source: Source | None
    span: Span
    planned: bool = False
    generic: bool = False
    distinct: bool = False
    headline: bool = False
    weak_date: bool = False
    """True where the date is only that of the statement."""
    background: bool = False
    evidence: list[Span] = field(default_factory=list)
    extra: list["Candidate"] = field(default_factory=list)
    unknown_actor: bool = False
    dated_by_passage: bool = False
    cumulative: bool = False
    """True for a toll over a longer span ("300 killed since December")."""

    @property
    def family(self) -> str:
        """Give attack, battle, agreement or people."""
        return FAMILIES[self.type]

    @property
    def actor_names(self) -> set[str]:
        """Give the actors' names."""
        return {a.party for a in self.actors}

    @property
    def target_names(self) -> set[str]:
        """Give the targets' names."""
        return {t.party for t in self.targets}


def find_candidates(
    reading: Reading, triggers: list[Trigger], tolls: list[Toll], sources: dict[int, Source], words: Words
) -> list[Candidate]:
    """Make a candidate of each trigger that is told as a fact or as planned."""
    used: set[int] = set()
    by_clause: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_clause.setdefault(reading.clause_of[trigger.token], []).append(trigger)
    out: list[Candidate] = []
    for trigger in triggers:
        if trigger.unreal or not is_asserted(reading, trigger, words):
            continue
        if trigger.planned and (trigger.type not in _PLANNABLE):
            continue
        kind = _type(reading, trigger, by_clause, words)
        if kind is None or not _plausible(reading, trigger, kind):
            continue
        out.append(_candidate(reading, trigger, kind, sources, words))
    for toll in tolls:
        if toll.range is not None and (toll.range.min or 0) >= NATIONAL_TOLL:
            continue
        owner = _owner(reading, toll, out)
        if owner is not None and id(toll) not in used:
            used.add(id(toll))
            owner.tolls.append(toll)
    for candidate in out:
        _finish(candidate)
    return [c for c in out if _worth(c) and not _whole_war(reading, c, tolls)]


def _whole_war(reading: Reading, candidate: Candidate, tolls: list[Toll]) -> bool:
    """Tell whether a sentence sums up the whole war ("more than 450,000 killed"): no event of its own."""
    return not any(s.own for s in candidate.spots) and any(
        t.range is not None
        and (t.range.min or 0) >= NATIONAL_TOLL
        and reading.sentence_of[t.token] == candidate.sentence
        for t in tolls
    )


def _worth(candidate: Candidate) -> bool:
    if candidate.generic and candidate.trigger.lemma in _TOLL_ONLY:
        return any(t.harm != "affected" for t in candidate.tolls) or bool(candidate.targets and candidate.actors)
    if candidate.generic and not candidate.tolls and not candidate.actors and not candidate.spots:
        return False
    if candidate.type == "detention" and not candidate.tolls and not candidate.actors:
        return False
    return not (candidate.type == "other_attack" and not candidate.tolls and not candidate.spots)


def _candidate(
    reading: Reading, trigger: Trigger, kind: EventType, sources: dict[int, Source], words: Words
) -> Candidate:
    token = reading.doc[trigger.token]
    actors, targets = roles(reading, trigger, words)
    sentence = reading.sentence_of[trigger.token]
    spots = spots_for(
        reading, trigger.token, abroad=kind == "talks", avoid_origin=kind in {"advance", "capture", "evacuation"}
    )
    if not spots and trigger.is_noun and token.head.pos_ in {"VERB", "AUX"}:
        spots = spots_for(reading, token.head.i, abroad=kind == "talks", avoid_origin=kind in {"advance", "capture"})
    future = _future(token) and not _past_modifier(reading, token)
    when, weak, background = _when(reading, token, future=future)
    sent = token.sent
    lows = {c.lower_ for c in token.children if trigger.is_noun} | {t.lower_ for t in sent[:3]}
    return Candidate(
        type=kind,
        trigger=trigger,
        sentence=sentence,
        actors=actors,
        targets=targets,
        spots=spots,
        when=when,
        tolls=[],
        source=sources.get(sentence),
        span=reading.sentence_span(trigger.token),
        planned=(trigger.planned or future) and kind in _PLANNABLE and not _past_modifier(reading, token),
        generic=trigger.type is None,
        distinct=bool(_DISTINCT & lows),
        headline=sent.start_char < reading.headline_end or _repeats_title(reading, sent.text),
        weak_date=weak,
        background=background,
    )


def _repeats_title(reading: Reading, sentence: str) -> bool:
    title = reading.article.title.strip().lower()
    return bool(title) and title in sentence.lower() and len(sentence) < len(title) + 40


def _past_modifier(reading: Reading, token: Token) -> bool:
    """Tell whether the noun's own date lies before publication ("last month's talks")."""
    dates = [reading.date_at[t.i] for t in token.subtree if t.i in reading.date_at and t.i < token.i]
    ends = [d.past.end for d in dates if "last" in d.past.words.lower() or d.past.precision > 1]
    return bool(reading.published) and any(e is not None and e < reading.published for e in ends)  # type: ignore[operator]


def _future(token: Token) -> bool:
    at = token
    while True:
        if at.pos_ in {"VERB", "AUX"} and any(
            c.dep_ == "aux" and c.lower_ in {"will", "'ll", "’ll"} for c in at.children
        ):
            return True
        if at.head.i == at.i:
            return False
        at = at.head


def _type(reading: Reading, trigger: Trigger, by_clause: dict[int, list[Trigger]], words: Words) -> EventType | None:
    """Decide the type: the word's own, or for a generic attack that of the weapon named nearest."""
    clause = reading.clause_of[trigger.token]
    token = reading.doc[trigger.token]
    if trigger.type is not None and trigger.lemma not in {"bomb", "explosion", "blast"}:
        if trigger.type == "air_strike" and trigger.lemma == "missile strike":
            return "air_strike"
        return trigger.type
    siblings = [
        t for t in by_clause[clause] if t.type is not None and t is not trigger and FAMILIES[t.type] == "attack"
    ]
    if trigger.type is None and siblings and trigger.lemma not in {"attack"}:
        return None
    weapon = _weapon(reading, clause, token, words)
    if weapon and not (trigger.lemma == "bomb" and not trigger.is_noun and weapon == "bombing"):
        return weapon
    parties = {h.party for i in reading.clauses[clause].tokens if (h := reading.inside_party.get(i))}
    if trigger.lemma == "bomb":
        return "air_strike" if trigger.word.pos == "verb" else "bombing"
    if trigger.type is not None:
        return trigger.type
    if trigger.lemma in {"raid", "strike", "bombardment", "pound", "bombard"}:
        return (
            "air_strike"
            if trigger.is_noun or parties & _AIR_PARTIES
            else "shelling"
            if trigger.lemma != "strike"
            else "air_strike"
        )
    if trigger.lemma == "bombing":
        return "air_strike" if parties & (_AIR_PARTIES | {"Syrian government"}) else "bombing"
    if trigger.lemma in {"attack", "assault", "target"}:
        return (
            "ground_attack"
            if parties
            & {
                "Syrian government",
                "ISIL",
                "HTS",
                "Syrian opposition",
                "SDF",
                "YPG",
                "SNA",
                "Al-Qaeda",
                "Turkey",
                "Hezbollah",
                "Iran",
            }
            else "other_attack"
        )
    if trigger.lemma in _TOLL_ONLY:
        return _kill_type(reading, trigger, by_clause)
    return None


def _kill_type(reading: Reading, trigger: Trigger, by_clause: dict[int, list[Trigger]]) -> EventType | None:
    """Read a bare "killed": with a specific trigger beside it none of its own; fighters killed by forces were in a fight."""
    siblings = [
        t for t in by_clause[reading.clause_of[trigger.token]] if t is not trigger and (t.type is not None or t.is_noun)
    ]
    if any(s.unreal is None for s in siblings):
        return None
    token = reading.doc[trigger.token]
    hits = [h for t in token.subtree if (h := reading.inside_party.get(t.i))]
    fighters = [h for h in hits if not h.civilians and h.party not in {"UN", "Unknown"}]
    return "ground_attack" if len({h.party for h in fighters}) > 1 else "other_attack"


def _weapon(reading: Reading, clause: int, token: Token, words: Words) -> EventType | None:
    """Find the weapon named in the trigger's own phrase, its clause, else its sentence."""
    for scope in ([t.i for t in token.subtree], reading.clauses[clause].tokens, [t.i for t in token.sent]):
        found: dict[EventType, int] = {}
        lemmas = {i: reading.doc[i].lemma_.lower() for i in scope}
        for i in scope:
            for n in (2, 1):
                phrase = tuple(reading.doc[j].lemma_.lower() for j in range(i, min(i + n, len(reading.doc))))
                kind = words.weapons.get(phrase)
                if kind and len(phrase) == n and i in lemmas:
                    found.setdefault(kind, abs(i - token.i))
                    break
        if found:
            if "chemical_attack" in found:
                return "chemical_attack"
            if "air_strike" in found:
                return "air_strike"
            return min(found, key=lambda k: found[k])
    return None


def _plausible(reading: Reading, trigger: Trigger, kind: EventType) -> bool:
    """Drop words whose other sense is meant: "took part", "reached an agreement", "fight against corruption"."""
    token = reading.doc[trigger.token]
    first = trigger.lemma.split()[0]
    if not trigger.is_noun and any(c.dep_ in {"dobj", "prt"} and c.lower_ in _IDIOMS for c in token.children):
        return False
    if (trigger.word.pos == "phrase" and trigger.lemma in {"take", "secure", "clear", "enter", "reach", "free"}) or (
        trigger.word.pos != "noun" and first in NEEDS_PLACE and trigger.lemma == first
    ):
        return _object_is_place(reading, token)
    if kind == "capture" and not trigger.is_noun and not _object_is_place(reading, token):
        return False
    if trigger.lemma in {"advance", "push", "retreat", "withdraw"} and trigger.is_noun and token.head.lower_ in {"in"}:
        return False
    if trigger.lemma == "shoot down" or kind != "displacement":
        return True
    return True


def _object_is_place(reading: Reading, verb: Token) -> bool:
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass", "prep", "dep", "prt", "oprd"} or (
            child.dep_ == "nsubj" and verb.lemma_ == "fall"
        ):
            for t in child.subtree:
                if (
                    t.i in reading.mention_at
                    and not (reading.placement(t.i) or reading.mentions[0].where).kind == "country"
                ):
                    return True
                if t.lemma_.lower() in {"town", "city", "village", "province", "district", "area", "base", "airport", "hill",
                                        "neighborhood", "neighbourhood", "territory", "airbase", "field", "farm", "position",
                                        "checkpoint", "road", "camp", "dam", "it", "part", "ground"}:  # fmt: skip
                    return True
    for t in verb.doc[verb.i + 1 : verb.i + 4]:
        if t.i in reading.mention_at and t.pos_ != "PUNCT":
            return True
        if t.pos_ not in {"DET", "ADJ", "ADP", "NOUN"}:
            break
    return verb.dep_ in {"relcl", "acl"} and (
        verb.head.i in reading.mention_at or verb.head.lemma_.lower() in {"town", "city", "village", "area"}
    )


def _when(reading: Reading, token: Token, *, future: bool) -> tuple[When | None, bool, bool]:
    """Give the date of an event, whether it is only the statement's, and whether the clause tells of a longer past."""
    clause = reading.clause_of[token.i]
    own = [reading.date_at[i] for i in reading.clauses[clause].tokens if i in reading.date_at]
    spans = [d for d in own if d.since]
    exact = [d for d in own if not d.since]
    if exact:
        nearest = min(exact, key=lambda d: abs(d.start - token.idx))
        return nearest.when(future=future), False, False
    if spans:
        return None, False, True
    up = reading.clauses[clause].parent
    sentence = token.sent
    others = [
        reading.date_at[i]
        for i in range(sentence.start, sentence.end)
        if i in reading.date_at and not reading.date_at[i].since
    ]
    if others:
        in_parent = [
            d for d in others if up is not None and any(reading.date_at.get(i) is d for i in reading.clauses[up].tokens)
        ]
        chosen = min(in_parent or others, key=lambda d: abs(d.start - token.idx))
        return chosen.when(future=future), True, False
    return None, False, _is_lasting(token)


def _is_lasting(token: Token) -> bool:
    """Tell whether a clause tells of something going on or long past ("have been fighting", "has seized")."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    return any(
        c.dep_ == "aux" and c.lower_ in {"have", "has", "had", "is", "are", "’s", "'s", "been"} for c in verb.children
    )


def _owner(reading: Reading, toll: Toll, candidates: list[Candidate]) -> Candidate | None:
    """Find the candidate that a toll belongs to: of its own clause, else the nearest of its sentence."""
    sentence = reading.sentence_of[toll.token]
    clause = reading.clause_of[toll.token]
    here = [c for c in candidates if c.sentence == sentence]
    if not here:
        return None

    def distance(c: Candidate) -> tuple[int, int, int]:
        same = reading.clause_of[c.trigger.token] == clause
        related = c.trigger.token in {t.i for t in reading.doc[toll.token].subtree} or toll.token in {
            t.i for t in reading.doc[c.trigger.token].subtree
        }
        attack = c.family == "attack" or c.type in {"clash", "ground_attack"}
        if toll.harm == "affected":
            attack = c.family in {"people", "agreement"} or c.type in {"chemical_attack", "siege", "other_attack"}
        return (
            (
                0
                if c.trigger.token == toll.token
                else 1
                if same and attack
                else 2
                if related and attack
                else 3
                if attack
                else 4
            ),
            0 if same else 1,
            abs(c.trigger.token - toll.token),
        )

    return min(here, key=distance)


def _finish(candidate: Candidate) -> None:
    """Let a toll tell the victims, and a span ("since December") make a cumulative toll of it."""
    for toll in candidate.tolls:
        victims = toll.victims
        if victims is not None and victims.party not in candidate.target_names | candidate.actor_names:
            candidate.targets.append(victims)
    if (
        candidate.tolls
        and any(t.cumulative and t.harm == "killed" for t in candidate.tolls)
        and candidate.family == "attack"
    ):
        candidate.type = "other_attack"
        candidate.generic = False
        candidate.cumulative = candidate.distinct = True
