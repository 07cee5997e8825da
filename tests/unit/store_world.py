"""A report with something of everything, for the tests of the store."""

from datetime import date

from frontlines.model import (
    Article,
    Candidate,
    Citation,
    ControlClaim,
    Event,
    Extraction,
    MatchStatus,
    Mention,
    Movement,
    PartyMention,
    Placement,
    Range,
    Span,
    When,
)

TOLD = "A line that must never show in a message"


def extraction(number=1, reader="1", day=date(2017, 2, 22)):
    where = Placement(
        status=MatchStatus.AMBIGUOUS,
        name="Al-Bab",
        kind="settlement",
        lat=36.37,
        lon=37.52,
        candidates=(Candidate("al-bab", "Al-Bab", 0.5, "nearer"),),
        flags=("text says Homs",),
    )
    when = When(day, None, 1, "weekday before the report's date", "Tuesday")
    span = Span(3, 9)
    return Extraction(
        article=Article(f"{number:016x}", f"{TOLD} {number} السور", "T", "O", None, day, "en", "given"),
        mentions=(Mention(span, "Al-Bab", where),),
        parties=(PartyMention(span, "the army", "Syrian government"),),
        events=(
            Event(
                id="e1",
                type="air_strike",
                title="Air strike on Al-Bab",
                when=when,
                where=where,
                actors=("Turkey",),
                targets=(),
                status="claimed",
                span=span,
                sentence="s",
                evidence=(span,),
                killed=Range(11, None, "at least 11"),
            ),
        ),
        claims=(ControlClaim("c1", where, "ISIL", "held", when, sources=(Citation("T", None),), span=span),),
        movements=(Movement("m1", "SDF", None, where, when, "reported", span, "s"),),
        notes=("n",),
        reader=reader,
    )
