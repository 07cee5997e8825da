"""One report in, all that it tells out."""

import re
from datetime import date

from frontlines.extraction.actors import mark_parties
from frontlines.extraction.arabic import read_arabic
from frontlines.extraction.attribution import Source, source_tokens, sources_by_sentence
from frontlines.extraction.by_place import told_by_place
from frontlines.extraction.candidates import find_candidates
from frontlines.extraction.casualties import find_tolls
from frontlines.extraction.claims import build_claims
from frontlines.extraction.counts import find_counts
from frontlines.extraction.dates import find_dates
from frontlines.extraction.events import build_events
from frontlines.extraction.furniture import furniture
from frontlines.extraction.knowledge import Knowledge, complete
from frontlines.extraction.lexicon import words
from frontlines.extraction.merging import merge
from frontlines.extraction.movements import build_movements
from frontlines.extraction.nlp import heading_end, pipeline
from frontlines.extraction.reading import Reading, split_clauses
from frontlines.extraction.summing_up import without_sums
from frontlines.extraction.toponyms import mark_toponyms
from frontlines.extraction.triggers import find_triggers
from frontlines.geography.gazetteer import Gazetteer, load_gazetteer
from frontlines.model import Article, Extraction, PartyMention, Span
from frontlines.parties import lexicon

READER = "rules-7"
"""Version of the reader; a store reads its reports again when it changes."""
LONGEST = 60_000
"""Characters of a report that are read, some 10,000 words; what follows is left out with a note."""
_NO_WORD = re.compile(r"\S{200,}")
"""What no blank parts for so long is no language, and tokenizing it takes the square of its length; it is blanked."""
_HALF = re.compile(r"[\ud800-\udfff]")
"""Halves of characters, which no file can hold and the language model can't take; blanked."""
_PREFIX = re.compile(r"(?:\bshort URL )?\bTopic [^()\n]{0,90}\(\d+\)(?: \d+)+ (?=[A-Z])")
"""Counters that some pages leave before their text; blanked, so that offsets stay."""
_IS = re.compile(r"\bIS\b(?![A-Z .]*[A-Z]{3})")
_ISS = re.compile(r"\bISs\b")
"""The same with an "s" that lost its apostrophe."""
"""ISIL's short name, which the tagger takes for the verb; the lexicon knows the stand-in."""
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\ufffd": " "})
"""Marks that the language model knows better in their plain form; lengths stay, so offsets do."""


def extract(article: Article, gazetteer: Gazetteer | None = None, known: Knowledge | None = None) -> Extraction:
    """Read a report: place names, parties, events, control claims and movements, each with its characters in the text.

    Offsets count in ``article.text``.  Without a publication date, weekdays stay undated and a note says so.  ``known``
    fills in the side that a report leaves to its reader's knowledge, and what it filled is noted on the event.  Of a
    report in Arabic the places alone are read, and a note says so.
    """
    places = gazetteer or load_gazetteer()
    if article.language == "ar":
        return read_arabic(article, places, READER)
    plain = _ISS.sub("XZ'", _IS.sub("XZ", article.text[:LONGEST].translate(_SAME_LENGTH)))
    for noise in (_PREFIX, _NO_WORD, _HALF):
        plain = noise.sub(lambda found: " " * len(found.group()), plain)
    doc = pipeline(gazetteer)(plain)
    reading = Reading(article, doc)
    reading.headline_end = heading_end(plain)
    reading.party_outlet = any(article.outlet.lower() in p.outlets for p in lexicon().parties.values())
    split_clauses(reading)
    reading.boilerplate = furniture(doc)
    mark_toponyms(reading, places)
    mark_parties(reading, lexicon(), words())
    _mark_dates(reading)
    reading.counts = find_counts(doc)
    reading.source_tokens = source_tokens(reading, words())
    triggers = find_triggers(reading, words())
    sources = sources_by_sentence(reading, words())
    tolls = find_tolls(reading, words())
    found = without_sums(reading, find_candidates(reading, triggers, tolls, sources, words()), tolls)
    merged = merge(reading, told_by_place(reading, found))
    if known is not None:
        complete(reading, merged, known)
    claims = build_claims(reading, merged, places, lexicon(), _as_of(reading, sources))
    events = build_events(reading, merged, claims, words())
    notes = [] if article.published else ["The report has no publication date, so weekdays and “today” stay undated."]
    if len(article.text) > LONGEST:
        notes.append(f"The report is very long: what stands after its first {LONGEST:,} characters was not read.")
    return Extraction(
        article=article,
        mentions=tuple(reading.mentions),
        parties=tuple(
            PartyMention(
                Span(doc[h.first].idx, doc[h.last].idx + len(doc[h.last])),
                article.text[doc[h.first].idx : doc[h.last].idx + len(doc[h.last])],
                h.party,
            )
            for h in reading.parties
        ),
        events=tuple(events),
        claims=tuple(claims),
        movements=tuple(build_movements(reading, found, merged)),
        notes=tuple(notes),
        reader=READER,
    )


def _mark_dates(reading: Reading) -> None:
    reading.dates = find_dates(reading.doc.user_data["names"].text, reading.published)
    for words_of_date in reading.dates:
        span = reading.doc.char_span(words_of_date.start, words_of_date.end, alignment_mode="expand")
        if span is not None:
            for token in span:
                reading.date_at[token.i] = words_of_date


def _as_of(reading: Reading, sources: dict[int, Source]) -> date | None:
    """Give the day that the present tense speaks of: the last one on which a source spoke, else the publication."""
    published = reading.published
    if published is None:
        return None
    days = []
    for source in sources.values():
        if source.verb is None:
            continue
        clause = reading.clauses[reading.clause_of[source.verb]]
        for i in clause.tokens:
            when = reading.date_at[i].past if i in reading.date_at else None
            if when and when.start and when.precision == 1 and 0 <= (published - when.start).days <= 2:
                days.append(when.start)
    return max(days) if days else published
