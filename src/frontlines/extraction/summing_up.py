"""Passages that sum up, and tell of no one event: a month's dead, those of the whole war, a party's whole campaign."""

import re

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.casualties import NATIONAL_TOLL, Toll
from frontlines.extraction.kinds import TOLL_ONLY
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading

_MANY = re.compile(
    r"(?:hundreds|tens) of thousands|millions|deadliest (?:month|year)|\b(?:last|past) (?:month|year)\b", re.IGNORECASE
)
_SINCE_THE_WAR = re.compile(
    r"\bsince (?:the (?:start|beginning|outbreak) of )?(?:the|syrias?'?s?) (?:\w+ )?(?:war|conflict|uprising|crisis)\b"
)
_EVERYBODY = re.compile(r"\bmillions?\b|\binternally\b|\bpercent of the|\bhalf (?:of )?(?:the|its|syria)")
_LARGE = 500
"""Dead that one attack or fight without a place of its own seldom leaves; they are a month's or a year's."""
_WEEK = 3
"""Precision of a week and of the first or last days of a month."""
_LONG = frozenset({4, 5})
"""Precisions of a month and of a year, too long for one event without a place."""


def without_sums(reading: Reading, candidates: list[Candidate], tolls: list[Toll]) -> list[Candidate]:
    """Leave out what sums up a longer time or the whole country."""
    return [c for c in candidates if not (_whole_war(reading, c, tolls) or _is_campaign(reading, c))]


def _whole_war(reading: Reading, candidate: Candidate, tolls: list[Toll]) -> bool:
    """Tell whether a sentence sums up the whole war or country ("450,000 killed", "22 died across the country")."""
    sentence = reading.doc[candidate.trigger.token].sent.text
    counts_only = candidate.trigger.lemma in TOLL_ONLY
    low = sentence.lower()
    if candidate.type == "displacement" and not _is_somewhere(candidate) and _EVERYBODY.search(low):
        return True
    if candidate.family in {"attack", "battle"} and not _is_somewhere(candidate):
        a_year = candidate.when is not None and candidate.when.precision == max(_LONG) and bool(candidate.tolls)
        many = any((t.range.min or 0) >= _LARGE for t in candidate.tolls if t.range and t.harm == "killed")
        told_of = candidate.trigger.definite or candidate.type == "chemical_attack"
        everywhere = not candidate.tolls and any(words in low for words in word_set("nationwide_words"))
        if everywhere or (not told_of and (a_year or many or _SINCE_THE_WAR.search(low))):
            return True
    if counts_only and "hundreds of thousands" in sentence:
        return True
    bare = counts_only and candidate.generic and not candidate.actors and not _is_somewhere(candidate)
    if bare and any(words in low for words in word_set("nationwide_words")):
        return True
    if (counts_only or candidate.cumulative) and not _is_somewhere(candidate):
        # "4,000 since it first intervened", "nearly 1,200 last month"
        when = candidate.when
        long = when is not None and when.start is not None and when.precision in _LONG and not candidate.weak_date
        if _MANY.search(sentence) or candidate.cumulative or long:
            return True
    return not any(s.own for s in candidate.spots) and any(
        t.harm != "affected"
        and t.range is not None
        and (t.range.min or 0) >= NATIONAL_TOLL
        and reading.sentence_of[t.token] == candidate.sentence
        for t in tolls
    )


def _is_campaign(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether a part in the war is told and no event: "Russia, which launched its air war in 2015"."""
    when = candidate.when
    long = candidate.background or (when is not None and when.precision >= _WEEK)
    if not long or candidate.tolls or candidate.family not in {"attack", "battle"} or _is_somewhere(candidate):
        return False
    token = reading.doc[candidate.trigger.token]
    verb = next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), token)
    if verb.dep_ == "relcl" and {verb.head.i, verb.left_edge.i - 1} & reading.inside_party.keys():
        return True
    begun = {verb.lemma_.lower(), verb.head.lemma_.lower()} & {"begin", "start", "launch"}
    country = (reading.where(t.i) for t in verb.subtree if t.i in reading.mention_at)
    everywhere = any(where.kind == "country" for where in country) or "in the country" in verb.sent.text
    return bool(begun) and everywhere


def _is_somewhere(candidate: Candidate) -> bool:
    return any(s.own and s.where.kind != "country" for s in candidate.spots)
