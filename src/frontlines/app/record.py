"""The full record of an event, as the panel and the page "Read a report" show it."""

from collections.abc import Iterable, Sequence
from typing import Any

from frontlines.app import words
from frontlines.app.markup import arabic, fold, link, marked, quote, row, rows
from frontlines.mapping.escape import safe
from frontlines.mapping.words import EVENT_NAMES, count_words, short_day, when_words
from frontlines.model import Article, Dataset, Event, MatchStatus, Placement, Range, Span

METHOD_WORDS = {
    MatchStatus.MATCHED: "placed",
    MatchStatus.AMBIGUOUS: "not placed: several places of this name",
    MatchStatus.NOT_FOUND: "not placed: the gazetteer has no place of this name",
    MatchStatus.UNAVAILABLE: "not placed: the geocoder did not answer",
    MatchStatus.NOT_TRIED: "not placed: the report does not say where",
}

SOURCES_WORDS = {False: "as one source alone states it", True: "as two sources state it"}


def figures(event: Event) -> str:
    """Give the counts of people as large figures with the words that they came from."""
    counts = (
        (event.killed, "killed"),
        (event.wounded, "wounded"),
        (event.affected, event.affected_how or "affected"),
    )
    cells = [
        f"<div><b>{safe(count_words(count))}</b><span>{safe(what)}{_said(count, event)}</span></div>"
        for count, what in counts
        if count
    ]
    if not cells:
        return '<p class="fl-figures-none">Killed and wounded: not stated</p>'
    shared = '<p class="fl-small">The toll covers several places together.</p>' if event.casualties_shared else ""
    return f'<div class="fl-figures">{"".join(cells)}</div>{shared}'


def _said(count: Range, event: Event) -> str:
    """Give the words that a count came from; quoted where they are a report's."""
    if not count.words:
        return ""
    return f" · “{safe(count.words)}”" if event.origin == "report" else f" · {safe(count.words)}"


def passages(event: Event, article: Article | None) -> str:
    """Give what the report says, each passage with its marks; the sentence alone where the report is not at hand."""
    if article is None or not article.text:
        return quote(safe(event.sentence))
    shown: list[Span] = []
    for span in (event.span, *event.evidence):
        if not any(other.start <= span.start and span.end <= other.end for other in shown):
            shown.append(span)
    return "".join(quote(marked(article.text, span, event.marks)) for span in shown)


def source_line(article: Article | None) -> str:
    """Name outlet and date of a report, and link to it."""
    if article is None:
        return "source not at hand"
    name = article.outlet or article.title or "a text handed in, no outlet named"
    date_words = short_day(article.published) if article.published else "date not stated"
    read = f" · {link(article.url, 'read the article')}" if article.url else ""
    return f"{safe(name)} · {safe(date_words)}{read}"


def where_rows(where: Placement) -> str:
    """Give the row of the place: name, Arabic name, governorate; below how exactly it is known."""
    small = safe(words.sentence_case(words.exactness_words(where)))
    if where.flags:
        small += "".join(f"<br>{safe(flag)}" for flag in where.flags)
    return row("Where", safe(where.name or "not stated") + arabic(where.name_ar) + _admin(where), small)


def _admin(where: Placement) -> str:
    if where.kind == "province" or not where.admin1:
        return ""
    return f", {safe(words.governorate_words(where.admin1))}"


def how(event: Event) -> str:
    """Tell how an event was read and placed, with the candidates passed over."""
    where = event.where
    parts = [f"<p>Place: {safe(where.method or METHOD_WORDS[where.status])}. {safe(where.reason)}</p>"]
    if where.lat is not None and where.lon is not None:
        at = f"{where.lat:.3f} N, {where.lon:.3f} E"
        parts.append(f"<p>Coordinates: {at} (place precision {where.precision} of 7).</p>")
    passed = [c for c in where.candidates if c.place_id != where.place_id]
    if passed:
        items = "".join(f"<li>{safe(c.name)}: {safe(c.reason)}</li>" for c in passed[:6])
        parts.append(f"<p>Passed over:</p><ul>{items}</ul>")
    if event.origin == "ledger":
        return "".join([*parts, f"<p>Certainty: {event.certainty:.0%}, {SOURCES_WORDS[len(event.sources) > 1]}.</p>"])
    if event.origin == "import":
        return "".join([*parts, f"<p>Certainty: {event.certainty:.0%}, as the set tells it.</p>"])
    parts.append(f"<p>Certainty of the reading: {event.certainty:.0%}.</p>")
    parts += [f"<p>{safe(note)}</p>" for note in event.notes]
    return "".join(parts)


def differences(event: Event, other: Event) -> str:
    """Say on what another account of the same thing differs, in words for a line."""
    found = [
        name
        for name, same in (
            ("date", other.when.start == event.when.start),
            ("toll", words.toll_words(other) == words.toll_words(event)),
            ("who", set(other.actors) == set(event.actors)),
        )
        if not same
    ]
    if not found:
        return "agrees"
    return f"differs on {', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else f"differs on {found[0]}"


def accounts_words(event: Event, others: Sequence[Event]) -> str:
    """Say how many tell of an event and on what they differ, apart from what one of them leaves out.

    "told by 2 reports and the ledger, which differ on toll"; empty for what one alone tells.
    """
    told = (event, *others)
    reports = len({account.article_id for account in told if account.origin == "report"})
    if not others or not reports:
        return ""
    tellers = f"told by {reports} report{'s' * (reports > 1)}"
    if any(account.origin == "ledger" for account in told):
        tellers += " and the ledger"
    said: dict[str, set[Any]] = {
        "date": {account.when.start for account in told},
        "toll": {toll for account in told if (toll := words.toll_words(account))},
        "who": {who for account in told if (who := frozenset(account.actors))},
    }
    apart = [name for name, versions in said.items() if len(versions) > 1]
    return f"{tellers}, which differ on {' and '.join(apart)}" if apart else tellers


def others_html(event: Event, others: Sequence[tuple[Event, Article | None]]) -> str:
    """List other accounts of the same event, reports or the ledger, and where they differ."""
    if not others:
        return ""
    items = []
    for other, article in others:
        dated = other.when.start if other.origin != "report" else article.published if article else None
        names = words.party_words(other.actors, none="")
        told = " · ".join(
            part
            for part in (
                short_day(dated) if dated else "undated",
                words.toll_words(other) or "no toll stated",
                f"names {names}" if names and set(other.actors) != set(event.actors) else "",
            )
            if part
        )
        sources = sources_line(other) if other.origin != "report" else source_line(article)
        also = "" if len(others) == 1 else f" · {differences(event, other)}"
        label = "Ledger" if other.origin == "ledger" else (article.outlet if article else "") or "Report"
        if other.dataset is not None:
            label = other.dataset.name
        items.append(row(label, safe(told), sources + also))
    title = "One other report" if len(others) == 1 else f"{len(others)} other reports"
    aside = f"<span>{differences(event, others[0][0])}</span>" if len(others) == 1 else ""
    said = "".join(
        f'{passages(other, article)}<p class="fl-small fl-source">{source_line(article)}</p>'
        for other, article in others
        if other.origin == "report"
    )
    quoted = fold("What they say", said) if said else ""
    return f'<h3 class="fl-others">{title}{aside}</h3>{rows(items)}{quoted}'


def sources_line(event: Event) -> str:
    """Link the sources of an event of the ledger."""
    return " · ".join(link(source.url, source.title) for source in event.sources)


def told_html(event: Event, article: Article | None) -> str:
    """Give what an event rests on: the report's passages, or the ledger's note and sources."""
    if event.origin == "report":
        return (
            "<h3>What the report says</h3>"
            + passages(event, article)
            + f'<p class="fl-small fl-source">{source_line(article)}</p>'
        )
    if event.dataset is not None:
        return _imported_html(event, event.dataset)
    notes = "".join(f"<p>{safe(note)}</p>" for note in event.notes)
    sources = "".join(f"<li>{link(source.url, source.title)}</li>" for source in event.sources)
    alone = "" if len(event.sources) > 1 else "<p>It rests on this source alone.</p>"
    return (
        "<h3>From the ledger</h3>"
        '<p class="fl-small">The ledger keeps facts and where to look them up, no sentence of a report.</p>'
        f'{notes}<ul class="fl-sources">{sources}</ul>{alone}'
    )


def _imported_html(event: Event, dataset: Dataset) -> str:
    """Give what an imported set says of an event, and the terms that it came under."""
    notes = f'<p class="fl-small">{"<br>".join(safe(note) for note in event.notes)}</p>' if event.notes else ""
    sources = "".join(f"<li>{link(source.url, source.title)}</li>" for source in event.sources)
    version = f", version {safe(dataset.version)}" if dataset.version else ""
    number = safe(event.id.removeprefix(f"{dataset.id}:"))
    return (
        f"<h3>From an imported set</h3><p>{link(dataset.url, dataset.name)}{version}, number {number}</p>"
        f'{notes}<ul class="fl-sources">{sources}</ul>'
        f'<p class="fl-small">Cite as: {safe(dataset.attribution or dataset.name)}. '
        f"Licence: {safe(dataset.licence)}.</p>"
    )


def event_html(event: Event, article: Article | None, others: Sequence[tuple[Event, Article | None]] = ()) -> str:
    """Give the record of an event as HTML, without its title line."""
    when_small = " · ".join(
        part for part in (f"“{safe(event.when.words)}”" if event.when.words else "", safe(event.when.rule)) if part
    )
    who = words.party_words(event.actors, none="not stated" if event.type in words.WITHOUT_DOER else "not known")
    status = words.STATUS_WORDS[event.status]
    said = f"according to {safe(event.source)}" if event.source else ""
    if event.origin == "ledger":
        said = f"from the ledger, {SOURCES_WORDS[len(event.sources) > 1]}"
    elif event.dataset is not None:
        said = f"from {safe(event.dataset.name)}"
    return (
        '<div class="fl-record">'
        + figures(event)
        + rows(
            [
                row("When", safe(when_words(event.when)), when_small),
                where_rows(event.where),
                row("Who", safe(who)),
                row("To whom", safe(words.party_words(event.targets, none="not stated"))),
                row("Status", safe(status), said),
            ]
        )
        + told_html(event, article)
        + others_html(event, others)
        + fold("How it was placed" if event.origin != "report" else "How it was read and placed", how(event))
        + "</div>"
    )


def head_html(event: Event, glyph: str) -> str:
    """Give the line above a record's title and the title; ``glyph`` is a data address of our own."""
    kind = EVENT_NAMES[event.type]
    who = words.by_whom(event)
    by = f" · <b>{safe(who)}</b>" if who else ""
    return (
        f'<div class="fl-head"><p><img src="{glyph}" alt="" width="22" height="22"> '
        f"{safe(kind)}{by}</p><h2>{safe(event.title)}</h2></div>"
    )


def same_event(event: Event, events: Iterable[Event]) -> list[Event]:
    """Find what other reports tell of the same thing: same type and place, at most a day apart."""
    start = event.when.start
    return [
        other
        for other in events
        if other.article_id != event.article_id
        and other.type == event.type
        and other.where.place_id is not None
        and other.where.place_id == event.where.place_id
        and start is not None
        and other.when.start is not None
        and abs((other.when.start - start).days) <= 1
    ]
