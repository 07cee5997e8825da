"""The record of a zone or a front: who, since when, how sure, and the claims that it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from frontlines.app import words
from frontlines.app.markup import arabic, fold, link, marked, quote, row, rows
from frontlines.app.record import source_line
from frontlines.app.words import km2_words, since_day
from frontlines.control.offensives import Offensive
from frontlines.mapping.escape import safe
from frontlines.mapping.popup import ZONE_STATUS, faction_label, offensive_words, since_words, zone_words
from frontlines.mapping.words import short_day, when_words
from frontlines.model import Article, ControlClaim, Movement, Placement

SHOWN_CLAIMS: Final = 5
"""Claims shown at once; the rest stands behind a fold."""


def confidence_words(confidence: float) -> str:
    """Put a confidence of 0 to 1 in words."""
    if confidence >= 0.75:
        return "well attested"
    if confidence >= 0.5:
        return "fairly sure"
    return "weak: the evidence is old or far" if confidence >= 0.25 else "very weak: read it as a guess"


def claim_html(claim: ControlClaim, article: Article | None) -> str:
    """Give one claim: place and date, what it says, and where it can be looked up."""
    holder = words.party_words([claim.holder], none="not known")
    said = f"{words.HOLD_WORDS[claim.status]} {holder}"
    if claim.previous:
        said += f", before {words.party_words([claim.previous], none='not known')}"
    if claim.besieger:
        how = "besieged by" if claim.status == "besieged" else "the other side:"
        said += f"; {how} {words.party_words([claim.besieger], none='not known')}"
    if article and claim.span:
        text = quote(marked(article.text, claim.span, ()))
    else:
        text = f"<p>{safe(said_of(claim))}</p>" if claim.note or claim.sentence else ""
    if claim.sources:
        sources = " · ".join(link(source.url, source.title or "source") for source in claim.sources)
    elif article:
        name = article.outlet or article.title or "a text handed in"
        sources = link(article.url, name)
    else:
        sources = "source not at hand"
    return (
        f"<li><p><b>{safe(claim.where.name)}</b>{arabic(claim.where.name_ar)} · {safe(when_words(claim.when))}</p>"
        f'<p>{safe(said)}</p>{text}<p class="fl-small">{sources}</p></li>'
    )


def said_of(claim: ControlClaim) -> str:
    """Give a claim's note or sentence, not escaped; the ledger's mark for a single source in words."""
    words_ = claim.note or claim.sentence
    if claim.origin != "ledger" or not words_.endswith("single"):
        return words_
    rest = words_.removesuffix("single").rstrip("; ")
    return f"{rest}; told by one source" if rest else "Told by one source."


def claims_html(ids: Sequence[str], claims: Mapping[str, ControlClaim], articles: Mapping[str, Article]) -> str:
    """List the claims behind a zone or front, newest first."""
    found = sorted(
        (claims[id_] for id_ in ids if id_ in claims),
        key=lambda c: (c.when.end or c.when.start or date.min, c.id),
        reverse=True,
    )
    if not found:
        return "<p>No claim lies near enough; the nearest holder is only a guess.</p>"
    items = [claim_html(claim, articles.get(claim.article_id)) for claim in found]
    head = f'<ol class="fl-claims">{"".join(items[:SHOWN_CLAIMS])}</ol>'
    rest = items[SHOWN_CLAIMS:]
    more = fold(f"{len(rest)} more claims", f'<ol class="fl-claims">{"".join(rest)}</ol>') if rest else ""
    return head + more


def row_of(frame: Any, chosen: str) -> Any:
    """Give the row of a picture's table by its id, or None."""
    return next(frame.loc[frame["id"] == chosen].itertuples(), None)


def zone_html(zone: Any, claims: Mapping[str, ControlClaim], articles: Mapping[str, Article]) -> str:
    """Give the record of a zone; ``zone`` is a row of the picture's zones."""
    status, rival = zone.status, zone.other if isinstance(zone.other, str) else None
    held = [row("Holder", safe(zone_words(zone)[0]), safe(_status_words(status, rival)))]
    if status != "no_evidence":
        confidence = float(zone.confidence or 0)
        held += [
            row("Since", safe(since_day(zone.since)), "the last change of hands or status anywhere in this ground"),
            row("Confidence", f"{confidence:.0%}", safe(confidence_words(confidence))),
        ]
    whole = float(getattr(zone, "zone_area_km2", zone.area_km2))
    part = f"of it {km2_words(float(zone.area_km2))} as well attested as here" if status != "no_evidence" else ""
    held.append(row("Area", safe(km2_words(whole)), safe(part)))
    return f'<div class="fl-record">{rows(held)}{_rests_on(zone.basis, claims, articles)}</div>'


def _status_words(status: str, rival: str | None) -> str:
    words = ZONE_STATUS.get(status, status)
    return f"{words} by {faction_label(rival)}" if status == "besieged" and rival else words


def front_html(
    front: Any, claims: Mapping[str, ControlClaim], articles: Mapping[str, Article], day: date | None = None
) -> str:
    """Give the record of a front; ``front`` is a row of the picture's fronts, ``day`` the day for its age."""
    since = since_words(front.since).removeprefix("since ")
    aged = f"{(day - front.since).days:,} days on {short_day(day)}" if day and since else ""
    return (
        '<div class="fl-record">'
        + rows(
            [
                row("Parties", f"{safe(faction_label(front.a))} and {safe(faction_label(front.b))}"),
                row("Since", safe(since or "not known"), safe(aged)),
                row("Length", f"{float(front.length_km):,.0f} km", "drawn between places, so smoother than the ground"),
            ]
        )
        + _rests_on(front.basis, claims, articles)
        + "</div>"
    )


def movement_html(moves: Sequence[Movement], articles: Mapping[str, Article]) -> str:
    """Give the record of an arrow: each movement that it stands for, with what the report says."""
    parts = []
    for move in moves:
        article = articles.get(move.article_id)
        said = quote(marked(article.text, move.span, ()) if article else safe(move.sentence))
        parts.append(
            rows(
                [
                    row("From", _end(move.origin)),
                    row("To", _end(move.destination)),
                    row("When", safe(when_words(move.when)), safe(move.when.rule)),
                    row("Status", safe(words.STATUS_WORDS[move.status])),
                ]
            )
            + f"<h3>What the report says</h3>{said}"
            + f'<p class="fl-small fl-source">{source_line(article)}</p>'
        )
    return f'<div class="fl-record">{"".join(parts)}</div>'


def offensive_html(offensive: Offensive, claims: Mapping[str, ControlClaim], articles: Mapping[str, Article]) -> str:
    """Give the record of an offensive: whose, from whom, when, and each capture with its sources in order of time."""
    losers = " and ".join(faction_label(loser) for loser in offensive.losers)
    places = [claims[capture.claim].where.name for capture in offensive.captures if capture.claim in claims]
    told = [
        row("Party", safe(faction_label(offensive.party)), safe(f"from {losers}") if losers else ""),
        row("When", safe(offensive_words(offensive)[1]), "first and last capture"),
    ]
    if places:
        told.append(
            row("Way", safe(f"from {places[0]} to {places[-1]}"), "in the order of the captures; not the road taken")
        )
    items = [claim_html(claims[id_], articles.get(claims[id_].article_id)) for id_ in offensive.claims if id_ in claims]
    head = f'<ol class="fl-claims">{"".join(items[:SHOWN_CLAIMS])}</ol>'
    rest = items[SHOWN_CLAIMS:]
    more = fold(f"{len(rest)} later captures", f'<ol class="fl-claims">{"".join(rest)}</ol>') if rest else ""
    return f'<div class="fl-record">{rows(told)}<h3>{len(items)} captures, in order</h3>{head}{more}</div>'


def _end(where: Placement | None) -> str:
    return safe(where.name or "not stated") + arabic(where.name_ar) if where else "not stated"


def _rests_on(basis: Any, claims: Mapping[str, ControlClaim], articles: Mapping[str, Article]) -> str:
    ids = [part for part in basis.split(";") if part] if isinstance(basis, str) else []
    title = "What it rests on" if not ids else f"Rests on {len(ids)} claim{'s' if len(ids) > 1 else ''}"
    return f"<h3>{title}</h3>" + claims_html(ids, claims, articles)
