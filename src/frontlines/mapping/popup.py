"""What popups and tooltips say, as HTML in which every text from outside is escaped once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from frontlines.control.offensives import Offensive
from frontlines.mapping.escape import safe, safe_link
from frontlines.mapping.words import EVENT_NAMES, count_words, precision_words, short_day, status_words, when_words
from frontlines.model import Article, Event, Movement, Placement, Range
from frontlines.parties import lexicon

ZONE_STATUS = {
    "held": "held",
    "contested": "contested",
    "besieged": "besieged",
    "truce": "held, under a truce",
    "mixed": "held by several",
    "no_evidence": "no evidence near",
}


def faction_label(key: str | None) -> str:
    """Give a faction's name as people read it, not escaped."""
    found = lexicon().factions.get(key or "unknown")
    return found.label if found else "Others"


def party_label(name: str) -> str:
    """Give a party's name as people read it, not escaped."""
    found = lexicon().parties.get(name)
    return found.label if found else name


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and value == value  # noqa: PLR0124 - NaT is not equal to itself


def since_words(since: Any) -> str:
    """Give "since 21 Feb 2017", or nothing where no date is known."""
    return f"since {short_day(since)}" if _is_date(since) else ""


def zone_words(row: Any) -> tuple[str, str]:
    """Give a zone's headline and the line below it, not escaped.  ``row`` has the columns of ``control``'s zones."""
    status, holder, other = row.status, row.holder, row.other if isinstance(row.other, str) else None
    if status == "no_evidence":
        return "No evidence", "no claim lies within 35 km"
    name = faction_label(holder)
    rival = faction_label(other) if other else ""
    head = {
        "contested": f"{name} and {rival}" if rival else name,
        "mixed": f"{name} and {rival}" if rival else name,
    }.get(status, name)
    how = ZONE_STATUS.get(status, str(status))
    if status == "besieged" and rival:
        how = f"besieged by {rival}"
    return head, ", ".join(part for part in (how, since_words(row.since)) if part)


def zone_tooltip(row: Any) -> str:
    """Give a zone's tooltip: holder, status and since when."""
    head, line = zone_words(row)
    return f"<b>{safe(head)}</b><br>{safe(line)}"


def zone_popup(row: Any) -> str:
    """Give a zone's popup: holder, status, since when, area, confidence and on how many claims it rests."""
    head, line = zone_words(row)
    claims = [c for c in str(row.basis or "").split(";") if c] if isinstance(row.basis, str) else []
    rest = f"rests on {len(claims)} claim{'s' if len(claims) != 1 else ''}" if claims else "rests on no claim"
    facts = [f"{row.area_km2:,.0f} km²"]
    if row.status != "no_evidence":
        facts.append(f"confidence {row.confidence:.0%}")
    return _card(head, line, _line(" · ".join(facts)), rest)


def front_tooltip(row: Any) -> str:
    """Give a front's tooltip: who meets there."""
    return f"<b>Front</b><br>{safe(faction_label(row.a))} and {safe(faction_label(row.b))}"


def front_popup(row: Any) -> str:
    """Give a front's popup: the two parties, since when, how long."""
    claims = [c for c in str(row.basis or "").split(";") if c] if isinstance(row.basis, str) else []
    return _card(
        f"{faction_label(row.a)} and {faction_label(row.b)}",
        ", ".join(part for part in ("front line", since_words(row.since)) if part),
        _line(f"{row.length_km:,.0f} km"),
        f"rests on {len(claims)} claim{'s' if len(claims) != 1 else ''}",
    )


def event_tooltip(event: Event) -> str:
    """Give an event's tooltip: its title and date."""
    return f"<b>{safe(event.title)}</b><br>{safe(when_words(event.when))}"


def event_popup(event: Event, articles: Mapping[str, Article]) -> str:
    """Give an event's popup: title, date, place, counts, by whom and source."""
    place = event.where.name
    line = f"{when_words(event.when)} · {precision_words(event.where)}"
    if event.where.area is not None and place:
        line += f", {place}"
    counts = "".join(
        f"<div><b>{safe(count_words(count))}</b><span>{safe(label)}</span></div>" for count, label in _counts(event)
    )
    return _card(
        event.title or EVENT_NAMES[event.type],
        line,
        (f'<div class="fl-counts">{counts}</div>' if counts else "") + _line(_by_whom(event)),
        _event_source(event, articles.get(event.article_id)),
        source_is_html=True,
    )


def heap_popup(told: str, where: Placement, killed: int) -> str:
    """Give the popup of an area with very many events: how many, where, and the people killed at least."""
    toll = _line(f"{killed:,} killed at least") if killed else ""
    return _card(told, ", ".join(part for part in (precision_words(where), where.name) if part), toll, "")


def _event_source(event: Event, article: Article | None) -> str:
    if event.origin == "report":
        return _source(event.source, article)
    titles = (
        f'<a href="{url}" target="_blank" rel="noopener noreferrer">{safe(source.title)}</a>'
        if (url := safe_link(source.url))
        else safe(source.title)
        for source in event.sources
    )
    told_by = f"imported from {safe(event.dataset.name)}" if event.dataset else "from the ledger"
    return f"{told_by} · {' · '.join(titles)}"


def _counts(event: Event) -> list[tuple[Range, str]]:
    found = [(event.killed, "killed"), (event.wounded, "wounded"), (event.affected, event.affected_how or "affected")]
    return [(count, label) for count, label in found if count is not None]


def _by_whom(event: Event) -> str:
    actors = " and ".join(party_label(actor) for actor in event.actors)
    by = "not known by whom" if event.status == "unattributed" or not actors else f"by {actors}"
    return by if event.status in {"reported", "unattributed"} else f"{by} · {status_words(event.status)}"


def movement_popup(movement: Movement, articles: Mapping[str, Article]) -> str:
    """Give a movement's popup: who, from where to where, when, whether done or announced, source."""
    head = f"{party_label(movement.party)}: {_place(movement.origin)} to {_place(movement.destination)}"
    done = "announced, not yet done" if movement.status == "planned" else status_words(movement.status)
    return _card(
        head,
        when_words(movement.when),
        _line(done),
        _source("", articles.get(movement.article_id)),
        source_is_html=True,
    )


def movement_tooltip(movement: Movement) -> str:
    """Give a movement's tooltip: who goes where to."""
    verb = "announced, towards" if movement.status == "planned" else "towards"
    return f"<b>{safe(party_label(movement.party))}</b><br>{safe(verb)} {safe(_place(movement.destination))}"


def offensive_words(offensive: Offensive) -> tuple[str, str]:
    """Give an offensive's headline and its span of time, not escaped."""
    party = faction_label(offensive.party)
    head = f"{offensive.name}: {party}" if offensive.name else f"{party}: captures close together"
    first, last = short_day(offensive.start), short_day(offensive.end)
    return head, first if first == last else f"{first} to {last}"


def offensive_tooltip(offensive: Offensive) -> str:
    """Give an offensive's tooltip: whose it is, its name and span."""
    head, span = offensive_words(offensive)
    return f"<b>{safe(head)}</b><br>{safe(span)}"


def offensive_popup(offensive: Offensive) -> str:
    """Give an offensive's popup: name, party, span, how many places were taken and from whom."""
    head, span = offensive_words(offensive)
    count = len({capture.place for capture in offensive.captures})
    losers = " and ".join(faction_label(loser) for loser in offensive.losers)
    taken = f"{count} places taken{f' from {losers}' if losers else ''}"
    return _card(
        head, span, _line(taken), "the way is drawn in the order of the captures; it is not the road that was taken"
    )


def _place(where: Placement | None) -> str:
    return where.name or "an unnamed place" if where else "not stated"


def _line(text: str) -> str:
    return f'<p class="fl-line">{safe(text)}</p>'


def _source(words: str, article: Article | None) -> str:
    outlet = (article.outlet or article.title) if article else ""
    told = ", in ".join(part for part in (words, outlet) if part) or "source not stated"
    link = safe_link(article.url) if article else None
    if link is None:
        return safe(told)
    return f'{safe(told)} · <a href="{link}" target="_blank" rel="noopener noreferrer">read</a>'


def _card(title: str, line: str, body: str, source: str, *, source_is_html: bool = False) -> str:
    """Put a popup together; ``title``, ``line`` and ``source`` are raw text, ``body`` is ready HTML."""
    foot = source if source_is_html else safe(source)
    last = f'<p class="fl-source">{foot}</p>' if foot else ""
    return f'<h3>{safe(title)}</h3><p class="fl-when">{safe(line)}</p>{body}{last}'
