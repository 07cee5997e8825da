"""The panel of the page "Change": balances, exchanges of ground, offensives, fronts, places, and their claims."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Final

import streamlit as st

from frontlines.app.controls import image
from frontlines.app.evidence import claim_html, claims_html, front_html, offensive_html, row_of, zone_html
from frontlines.app.markup import fold, row, rows, titled
from frontlines.app.style import theme
from frontlines.app.words import km2_words, markdown_text
from frontlines.app.world import Shown
from frontlines.mapping.escape import safe
from frontlines.mapping.glyphs import data_uri, marker_svg, swatch
from frontlines.mapping.popup import faction_label, offensive_words, zone_words
from frontlines.mapping.theme import shade
from frontlines.mapping.words import short_day
from frontlines.parties import Shades, lexicon

NO_EVIDENCE: Final = "no_evidence"
LEAST_KM2: Final = 10.0
"""Smaller exchanges are within the blur of lines drawn between towns; listed only where a place changed hands."""
MAX_NUMBERED: Final = 30
MAX_OFFENSIVES: Final = 12
MAX_PLACES: Final = 30
"""Offensives and places shown at once; more on demand."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Ground and places that one party took from another; ``number`` is that on map and list."""

    number: int
    loser: str
    winner: str
    area_km2: float
    towns: int
    basis: str
    shape: Any

    @property
    def id(self) -> str:
        """What the map and the address call it."""
        return f"ground:{self.loser}:{self.winner}"

    @property
    def words(self) -> str:
        """Name it, not escaped: "SDF from ISIL"."""
        return f"{faction_label(self.winner)} from {faction_label(self.loser)}"

    @property
    def towns_words(self) -> str:
        """Count its places."""
        return "no place of the ledger" if not self.towns else f"{self.towns} place{'s' * (self.towns > 1)}"


@dataclass(frozen=True)
class Stage:
    """What the page tells about."""

    world: Shown
    first: date
    last: date
    chosen: str | None
    difference: Any
    before: Any
    after: Any
    exchanges: tuple[Exchange, ...]
    offensives: tuple[Any, ...]

    @cached_property
    def places(self) -> Any:
        """The places that went from one party to another, the latest first."""
        places = self.difference.places
        changed = places[(places["winner"] != places["loser"]) & places["loser"].notna() & places["winner"].notna()]
        return changed.sort_values(["since", "name"], ascending=[False, True])

    def places_of(self, exchange: Exchange) -> Any:
        """The places among them that changed hands in an exchange."""
        places = self.places
        return places[(places["winner"] == exchange.winner) & (places["loser"] == exchange.loser)]


def exchanges_of(difference: Any) -> tuple[Exchange, ...]:
    """Give the exchanges between parties, the largest first."""
    ground = difference.ground
    kept = [r for r in ground.itertuples() if NO_EVIDENCE not in {r.loser, r.winner}]
    kept = [r for r in kept if r.area_km2 >= LEAST_KM2 or r.towns]
    kept.sort(key=lambda r: (-r.area_km2, -r.towns, r.loser, r.winner))
    return tuple(
        Exchange(number, r.loser, r.winner, r.area_km2, r.towns, r.basis, r.geometry)
        for number, r in enumerate(kept[:MAX_NUMBERED], start=1)
    )


def show(stage: Stage, choose: Callable[[str | None], None]) -> None:
    """Show the record of what was chosen, else the lists."""
    if stage.chosen:
        with st.container(key="record"):
            st.button("All changes", icon=":material/chevron_left:", key="to_list", on_click=choose, args=(None,))
            st.html(_record(stage, stage.chosen))
        return
    st.html(_balance_html(stage))
    _exchange_list(stage, choose)
    _offensive_list(stage, choose)
    st.html(_fronts_html(stage))
    _place_list(stage)


# ---------- records ----------
def _record(stage: Stage, chosen: str) -> str:
    world = stage.world
    then = chosen.startswith("then:")
    id_, picture, day = (chosen[5:], stage.before, stage.first) if then else (chosen, stage.after, stage.last)
    exchange = next((e for e in stage.exchanges if e.id == id_), None)
    if exchange is not None:
        return _exchange_html(stage, exchange)
    offensive = next((o for o in stage.offensives if o.id == id_), None)
    if offensive is not None:
        head = titled("Offensive", offensive_words(offensive)[0])
        return head + offensive_html(offensive, world.claims_by_id, world.articles)
    if (front := row_of(picture.fronts, id_)) is not None:
        head = titled(f"Front on {short_day(day)}", f"{faction_label(front.a)} and {faction_label(front.b)}")
        return head + front_html(front, world.claims_by_id, world.articles, day)
    if (zone := row_of(picture.zones, id_)) is not None:
        head = titled(f"Ground on {short_day(day)}", zone_words(zone)[0])
        return head + zone_html(zone, world.claims_by_id, world.articles)
    return (
        '<div class="fl-empty"><p><b>Not there between these days</b></p>'
        "<p>What the link or the last click stood for is not on this map. Go back to the list, or choose other days."
        "</p></div>"
    )


def _exchange_html(stage: Stage, exchange: Exchange) -> str:
    """Give an exchange's record: ground, places with the claim that made each, and the claims that drew the rest."""
    here = stage.places_of(exchange)
    told = [
        row("Ground", safe(km2_words(exchange.area_km2)), "measured within 35 km of evidence on both days"),
        row("Places", safe(exchange.towns_words), "with a claim of their own, quarters and sites counted"),
    ]
    named = {basis.split(";")[0] for basis in here["basis"]}
    rest = [id_ for id_ in exchange.basis.split(";") if id_ and id_ not in named]
    listed = _places_html(stage, here)
    body = f"<h3>Places, the latest first</h3>{listed}" if listed else ""
    if rest:
        body += f"<h3>{'Other claims' if listed else 'Claims'} that the ground rests on</h3>"
        body += claims_html(rest, stage.world.claims_by_id, stage.world.articles)
    title = titled(f"{short_day(stage.first)} to {short_day(stage.last)}", exchange.words)
    return f'{title}<div class="fl-record">{rows(told)}{body}</div>'


def _places_html(stage: Stage, places: Any) -> str:
    """List places with the claim by which each changed hands."""
    items = []
    for place in places.itertuples():
        claim = stage.world.claims_by_id.get(place.basis.split(";")[0])
        if claim is not None:
            items.append(claim_html(claim, stage.world.articles.get(claim.article_id)))
    return f'<ol class="fl-claims">{"".join(items)}</ol>' if items else ""


# ---------- lists ----------
def _balance_html(stage: Stage) -> str:
    """Give each party's gain and loss as bars around a middle line."""
    balance = stage.difference.balance().sort_values("net_km2", ascending=False)
    kept = [r for r in balance.itertuples() if max(r.gained_km2, r.lost_km2) >= LEAST_KM2]
    count = (stage.last - stage.first).days
    head = f'<div class="fl-record"><h2 class="fl-changed-head">What changed in {count:,} days</h2>'
    if not kept:
        return f"{head}<p>No ground changed hands between these days. Choose days farther apart.</p></div>"
    most = max(max(r.gained_km2, r.lost_km2) for r in kept)
    parts = []
    for r in kept:
        gained, lost = (50 * value / most for value in (r.gained_km2, r.lost_km2))
        mark, edge = (shade(colours, theme()) for colours in _colours(r.party))
        sign = "+" if r.net_km2 > 0 else "−" if r.net_km2 < 0 else ""
        parts.append(
            f'<li><img src="{swatch(r.party, theme())}" alt="" width="14" height="14">'
            f"<span>{safe(faction_label(r.party))}</span>"
            f'<i aria-hidden="true"><u style="width:{lost:.1f}%;right:50%;border:1px solid {edge}"></u>'
            f'<u style="width:{gained:.1f}%;left:50%;background:{mark};border:1px solid {edge}"></u></i>'
            f"<b>{sign}{safe(km2_words(abs(r.net_km2)))}</b></li>"
        )
    return (
        f'{head}<p class="fl-small">Gained to the right, lost to the left; the net in km².</p>'
        f'<ul class="fl-bars">{"".join(parts)}</ul></div>'
    )


def _colours(faction: str) -> tuple[Shades, Shades]:
    entry = lexicon().factions[faction]
    return entry.mark, entry.edge if faction == "isil" else entry.mark


def _exchange_list(stage: Stage, choose: Callable[[str | None], None]) -> None:
    """List who took ground from whom; each row leads to its places and claims."""
    if not stage.exchanges:
        return
    st.html('<h3 class="fl-day">Who took ground from whom</h3>')
    with st.container(key="list_exchanges", gap=None):
        for exchange in stage.exchanges:
            here = stage.places_of(exchange)["name"].tolist()
            more = f" and {len(here) - 3} more" if len(here) > 3 else ""
            names = f": {', '.join(here[:3])}{more}" if here else ""
            _row(
                f"event_{exchange.id.replace(':', '_')}",
                data_uri(marker_svg(f"number_{exchange.number}", exchange.winner, theme())),
                f"{exchange.words} · {km2_words(exchange.area_km2)}",
                f"{exchange.towns_words}{names}",
                partial(choose, exchange.id),
            )
    renamed = " ".join(
        f"{safe(entry.label)} counts under that name from {short_day(entry.since)} on, its places under others before."
        for entry in lexicon().factions.values()
        if entry.since and stage.first < entry.since <= stage.last
    )
    st.html(f'<p class="fl-small">{renamed} Areas are rounded. Choose a row for its places and claims.</p>')


def _offensive_list(stage: Stage, choose: Callable[[str | None], None]) -> None:
    """List the offensives, those with most captures first."""
    if not stage.offensives:
        return
    st.html('<h3 class="fl-day">Offensives</h3>')
    ranked = sorted(stage.offensives, key=lambda o: (-len(o.captures), o.start, o.id))
    room = st.session_state.get("change_offensives", MAX_OFFENSIVES)
    with st.container(key="list_offensives", gap=None):
        for offensive in ranked[:room]:
            losers = " and ".join(faction_label(loser) for loser in offensive.losers)
            undrawn = "" if offensive.ways else " · way not known"
            _row(
                f"event_{offensive.id.replace(':', '_')}",
                data_uri(marker_svg("ground_attack", offensive.party, theme())),
                offensive_words(offensive)[0],
                f"{len(offensive.captures)} captures{f' from {losers}' if losers else ''}, "
                f"{offensive_words(offensive)[1]}{undrawn}",
                partial(choose, offensive.id),
            )
    _more("change_offensives", len(ranked), room, MAX_OFFENSIVES, "offensives")


def _row(key: str, picture: str, title: str, below: str, on_click: Callable[[], None]) -> None:
    label = f"{image(picture)} **{markdown_text(title)}** {markdown_text(below)}"
    st.button(label, key=key, on_click=on_click, type="tertiary", width="stretch")


def _more(key: str, total: int, room: int, step: int, what: str) -> None:
    """Offer what a list leaves out."""

    def grow() -> None:
        st.session_state[key] = room + step

    if total > room:
        st.button(f"Show {min(total - room, step)} more of {total} {what}", key=f"more_{key}", on_click=grow)


def _fronts_html(stage: Stage) -> str:
    """Set the length of the fronts between each two parties then beside now, with the age of the longest."""
    then, now = (_lengths(picture.fronts) for picture in (stage.before, stage.after))
    pairs = sorted({*then, *now}, key=lambda pair: -max(then.get(pair, (0.0, None))[0], now.get(pair, (0.0, None))[0]))
    if not pairs:
        return ""
    items = []
    for pair in pairs:
        ends = [f"{lengths[pair][0]:,.0f} km" if pair in lengths else "none" for lengths in (then, now)]
        age = _age(now[pair][1], stage.last) if pair in now else ""
        items.append(
            f"<tr><th scope='row'>{safe(faction_label(pair[0]))} and {safe(faction_label(pair[1]))}"
            f"<span class='fl-small'>{safe(age)}</span></th><td>{ends[0]}</td><td>{ends[1]}</td></tr>"
        )
    table = (
        '<table class="fl-lengths"><thead><tr><th scope="col">Between</th>'
        f'<th scope="col">{safe(short_day(stage.first))}</th><th scope="col">{safe(short_day(stage.last))}</th></tr>'
        f"</thead><tbody>{''.join(items)}</tbody></table>"
    )
    note = "<p>The age is that of the longest front: since a place beside it last changed hands.</p>"
    return f'<div class="fl-record">{fold("Fronts, then and now", table + note)}</div>'


def _lengths(fronts: Any) -> dict[tuple[str, str], tuple[float, Any]]:
    """Give km of all fronts between two parties, and since when the longest of them stands."""
    found: dict[tuple[str, str], tuple[float, Any]] = {}
    for front in fronts.itertuples():
        length, since = found.get((front.a, front.b), (0.0, front.since))
        found[front.a, front.b] = (length + float(front.length_km), since)
    return found


def _age(since: Any, day: date) -> str:
    return f"for {(day - since).days:,} days" if isinstance(since, date) else ""


def _place_list(stage: Stage) -> None:
    """List the places that changed hands, the latest first, with the claim that says so."""
    places = stage.places
    if places.empty:
        return
    room = st.session_state.get("change_places", MAX_PLACES)
    title = f"{len(places)} place{'s' * (len(places) > 1)} that changed hands, the latest first"
    st.html(f'<h3 class="fl-day">{title}</h3><div class="fl-record">{_places_html(stage, places[:room])}</div>')
    _more("change_places", len(places), room, MAX_PLACES, "places")
