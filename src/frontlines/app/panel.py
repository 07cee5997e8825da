"""The panel beside the map: the list of events, or the record of what was chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from frontlines.app import takeaway, words
from frontlines.app.controls import change, current_view, image
from frontlines.app.entries import Entry, entries
from frontlines.app.evidence import claim_html, front_html, movement_html, offensive_html, row_of, zone_html
from frontlines.app.markup import titled
from frontlines.app.paging import page_of, pager
from frontlines.app.record import accounts_words, event_html, head_html, same_event
from frontlines.app.selection import Selection, by_day
from frontlines.app.spells import entry_sources, spells_html
from frontlines.app.spells import head_html as story_head
from frontlines.app.state import FIRST_DAY, to_address
from frontlines.app.story import Story, story_of
from frontlines.app.style import theme
from frontlines.app.world import Shown, gazetteer
from frontlines.mapping.basemap import PLACE_MARK
from frontlines.mapping.columns import Rows
from frontlines.mapping.escape import without_turns
from frontlines.mapping.popup import faction_label, party_label, zone_words
from frontlines.mapping.scene import Left, Scene
from frontlines.mapping.words import EVENT_NAMES, short_day, when_words
from frontlines.model import AREAL_KINDS, Event, Place

MAX_ENTRIES: Final = 40
"""Claims and events of a story shown at once."""
MAX_PLACES: Final = 12
"""Places of a zone whose stories are offered."""


@dataclass(frozen=True)
class Stage:
    """What the panel tells about."""

    world: Shown
    selection: Selection
    picture: Any
    scene: Scene
    marker: Callable[[Event], str]

    @cached_property
    def listed(self) -> Rows:
        """The events whose switches are on, the unplaced too."""
        chosen, off = self.selection.events, self.scene.switched_off
        return chosen.split(~chosen.among(item.id for item in off))[0] if off else chosen


def show(stage: Stage) -> None:
    """Show the record of what was chosen, else the story of the place looked for, else the list."""
    _follow_search()
    view = current_view()
    mark = view.chosen or (f"{PLACE_MARK}{view.place}" if view.place else "")
    place = place_of(mark)
    # One container of either kind: what stands there is replaced at once, not when the page has worked ahead.
    with st.container(key="record" if place or view.chosen else "listing"):
        if place:
            story_panel(stage, place)
        elif view.chosen:
            record_panel(stage)
        else:
            event_list(stage)


def _follow_search() -> None:
    """Let a place that was just looked for take the panel from the record that stood there."""
    view = current_view()
    before = st.session_state.setdefault("looked_for", view.place)
    if before != view.place:
        st.session_state["looked_for"] = view.place
        if view.place and view.chosen:
            change(chosen=None)


def place_of(mark: str) -> Place | None:
    """Give the place that "place:ID" names, None for anything else."""
    id_ = mark.removeprefix(PLACE_MARK)
    return gazetteer().get(id_) if id_ != mark and id_ in gazetteer() else None


def choose(chosen: str | None, back: str | None = None) -> None:
    """Put the record of ``chosen`` in the panel and mark it on the map; ``back`` is the story left for it."""
    st.session_state["opened_from"] = back
    change(chosen=chosen)


def _leave_story() -> None:
    st.session_state["opened_from"] = None
    change(chosen=None, place=None)


def event_list(stage: Stage) -> None:
    """List the events on the map by day, newest first, then the tray of those that are not on it."""
    listed, left = stage.listed, {left.item.id: left for left in (*stage.scene.unplaced, *stage.scene.outside)}
    total, aside = len(listed), int(listed.among(left).sum())
    with st.container(key="listhead", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            f'<p class="fl-count"><b>{words.counted(total, "event")}</b>'
            f"<span>{f'{aside:,}' if aside else 'none'} not on the map</span></p>",
            width="content",
        )
        takeaway.popover(stage.world, stage.scene, stage.picture, stage.listed)
    if not total:
        st.html(empty_html(stage.selection))
        return
    about = replace(current_view(), chosen=None, place=None)
    pager("list", about, total)
    sections = _sections(stage, left)
    rows = [events.rows for _, events in sections]
    shown = np.concatenate(rows)[list(page_of(range(total), "list", about))]
    groups = []
    for title, events in sections:
        here = events.split(np.isin(events.rows, shown))[0]
        for day, of_day in [(title, here)] if title else by_day(here):
            groups.append((day, [_entry(event, stage, left if title else None) for event in of_day]))
    entries("list", groups, choose)


def _sections(stage: Stage, left: Iterable[str]) -> list[tuple[str, Rows]]:
    """Give the events on the map, the undated last and without a title of their own, then those not on it."""
    aside, placed = stage.listed.split(stage.listed.among(left))
    dated, undated = placed.split(placed.columns.starts[placed.rows] > 0)
    inside, outside = aside.split(aside.among(item.item.id for item in stage.scene.unplaced))
    on_map = Rows(placed.columns, np.concatenate([dated.rows, undated.rows]))
    return [("", on_map), ("Not on the map", inside), ("Outside the map", outside)]


def _entry(event: Event, stage: Stage, left: Mapping[str, Left] | None = None) -> Entry:
    below = left[event.id].reason if left else _below(event, stage.world)
    return Entry(event.id, stage.marker(event), without_turns(event.title), without_turns(below))


def _event_button(event: Event, below: str, stage: Stage, back: str) -> None:
    st.button(
        f"{image(stage.marker(event))} **{words.markdown_text(event.title)}** {words.markdown_text(below)}",
        key=f"event_{event.id}",
        on_click=choose,
        args=(event.id, back),
        type="tertiary",
        width="stretch",
    )


def _below(event: Event, world: Shown) -> str:
    name = event.where.name.replace(" Governorate", " province")
    where = "" if name.casefold() in event.title.casefold() else name
    told = accounts_words(event, world.also_told.get(event.id, ()))
    return " · ".join(part for part in (where, words.toll_words(event), words.by_whom(event), told) if part)


def empty_html(selection: Selection) -> str:
    """Say why nothing is listed and what to do next."""
    view = current_view()
    if hidden := len(selection.events):
        are = "events are" if hidden > 1 else "event is"
        what = f"{hidden} {are} switched off. Turn on a party or a kind above the map."
    elif view.filtered():
        what = "No event passes the filters. Clear them, or choose a longer span of time."
    elif view.axis == "reported":
        what = "Nothing had been reported by this day. Step to a later day, or show events as they happened."
    else:
        what = "No report at hand tells of this time. Choose another day or a longer span, or hand in a report."
    return f'<div class="fl-empty"><p><b>No events to list</b></p><p>{what}</p></div>'


def record_panel(stage: Stage) -> None:
    """Show the record of what was chosen, with the way back to the list."""
    chosen, world, scene = current_view().chosen or "", stage.world, stage.scene
    _record_bar(stage, chosen)
    spot = next((s for s in (*scene.spots, *(a.spot for a in scene.area_events)) if s.id == chosen), None)
    if spot and spot.count > 1:
        st.html(titled("At one place", f"{spot.count:,} events here: {spot.events[0].where.name}"))
        pager("spot", chosen, spot.count)
        here = page_of(spot.events, "spot", chosen)
        entries("spot_list", [("Choose one", [_entry(event, stage) for event in here])], choose)
        return
    event = spot.events[0] if spot else world.events_by_id.get(chosen)
    if event:
        same = {other.id: other for other in (*world.also_told.get(event.id, ()), *same_event(event, world.events))}
        others = [(other, world.articles.get(other.article_id)) for other in same.values()]
        article = world.articles.get(event.article_id)
        st.html(head_html(event, stage.marker(event)) + event_html(event, article, others))
        _way_to(event, stage)
        _foot(f"Event {event.id}: {EVENT_NAMES[event.type]}, {event.when.start or 'undated'}")
    elif (zone := row_of(stage.picture.zones, chosen)) is not None:
        st.html(titled("Ground", zone_words(zone)[0]) + zone_html(zone, world.claims_by_id, world.articles))
        _stories_of(zone.basis, world)
        _foot(f"Ground {chosen} on {current_view().day}")
    elif (front := row_of(stage.picture.fronts, chosen)) is not None:
        title = f"{faction_label(front.a)} and {faction_label(front.b)}"
        st.html(titled("Front line", title) + front_html(front, world.claims_by_id, world.articles))
        _foot(f"Front {chosen} on {current_view().day}")
    elif arrow := next((a for a in scene.arrows if chosen in {a.id, *a.movements}), None):
        moves = [scene.movements[id_] for id_ in arrow.movements]
        st.html(titled("Movement", party_label(moves[0].party)) + movement_html(moves, world.articles))
        _foot(f"Movement {chosen}")
    elif sweep := next((s for s in scene.sweeps if s.offensive.id == chosen), None):
        title = sweep.offensive.name or f"{faction_label(sweep.offensive.party)}: captures close together"
        st.html(titled("Offensive", title) + offensive_html(sweep.offensive, world.claims_by_id, world.articles))
        _foot(f"Offensive {chosen}")
    else:
        st.html(
            '<div class="fl-empty"><p><b>Not there on this day</b></p><p>What the link or the last click stood for is '
            "not on the map as it stands. Go back to the list, or choose another day.</p></div>"
        )


def story_panel(stage: Stage, place: Place) -> None:
    """Show a place's story: who held it when, and every claim and event there, newest first."""
    world = stage.world
    off = current_view().sets_off
    events = [e for e in world.events_by_id.values() if e.dataset is None or e.dataset.id not in off]
    story = story_of(
        place, world.claims_without(off), events, world.articles, gazetteer=gazetteer(), last_day=world.known_up_to
    )
    st.button(f"All {len(stage.listed):,} events", icon=":material/chevron_left:", key="to_list", on_click=_leave_story)
    st.html(f'{story_head(place)}<div class="fl-record">{spells_html(story, theme(), current_view().day)}</div>')
    _entries(story, stage)
    _foot(f"Story of {place.name} ({place.id})")


def _entries(story: Story, stage: Stage) -> None:
    """List claims and events, the latest first; the rest on demand."""
    total, mark = len(story.entries), f"{PLACE_MARK}{story.place.id}"
    if not total:
        what = "area" if story.place.kind in AREAL_KINDS else "place"
        st.html(f'<div class="fl-empty"><p>Neither ledger nor reports tell of this {what} by name.</p></div>')
        return
    room = st.session_state.get("entries", {}).get(mark, MAX_ENTRIES)
    st.html(f'<div class="fl-record"><h3>{total:,} claim{"s" * (total > 1)} and events, newest first</h3></div>')
    waiting: list[str] = []
    with st.container(key="entries", gap=None):
        for entry in story.entries[:room]:
            item = entry.item
            article = stage.world.articles.get(item.article_id)
            if not isinstance(item, Event):
                waiting.append(claim_html(item, article))
                continue
            _flush(waiting)
            told = (when_words(item.when), words.toll_words(item), words.by_whom(item))
            _event_button(item, " · ".join(part for part in told if part), stage, mark)
            st.html(f'<p class="fl-small fl-under">{entry_sources(item, article)}</p>')
        _flush(waiting)
    if total > room:
        st.button(f"Show {min(total - room, MAX_ENTRIES)} older ones", key="older", on_click=_more, args=(mark, room))


def _flush(waiting: list[str]) -> None:
    if waiting:
        st.html(f'<div class="fl-record"><ol class="fl-claims">{"".join(waiting)}</ol></div>')
        waiting.clear()


def _more(mark: str, room: int) -> None:
    st.session_state["entries"] = {mark: room + MAX_ENTRIES}


def _way_to(event: Event, stage: Stage) -> None:
    """Offer the day of an event that the view's time leaves out."""
    day = event.when.start
    if day and day >= FIRST_DAY and all(event.id != other.id for other in stage.selection.events):
        label = f"Show the map of {short_day(day)}"
        st.button(label, key="to_day", on_click=change, kwargs={"day": day})


def _stories_of(basis: Any, world: Shown) -> None:
    """Offer the stories of the places that a zone rests on."""
    ids = basis.split(";") if isinstance(basis, str) else []
    named = {c.where.place_id: c.where.name for id_ in ids if (c := world.claims_by_id.get(id_)) and c.where.place_id}
    if not named:
        return
    st.html('<div class="fl-record"><h3>Stories of places here</h3></div>')
    with st.container(key="stories", horizontal=True, gap="small"):
        for place_id, name in sorted(named.items(), key=lambda item: item[1])[:MAX_PLACES]:
            mark = f"{PLACE_MARK}{place_id}"
            st.button(words.markdown_text(name), key=f"story_{place_id}", on_click=choose, args=(mark,))


def _record_bar(stage: Stage, chosen: str) -> None:
    """The way back to the list or the story, and the ways to the events beside this one."""
    listed = [event.id for event in stage.listed]
    at = listed.index(chosen) if chosen in listed else None
    mark = st.session_state.get("opened_from") or (f"{PLACE_MARK}{place}" if (place := current_view().place) else None)
    story = place_of(mark) if mark else None
    with st.container(key="recordbar", horizontal=True, vertical_alignment="center", gap="small"):
        back = f"Story of {words.markdown_text(story.name)}" if story else f"All {len(listed):,} events"
        to = mark if story else None
        st.button(back, icon=":material/chevron_left:", key="to_list", on_click=choose, args=(to,))
        if at is not None and len(listed) > 1 and not story:
            before, after = listed[at - 1], listed[(at + 1) % len(listed)]
            st.button("Event before", icon=":material/chevron_left:", key="earlier", on_click=choose, args=(before,))
            st.button("Next event", icon=":material/chevron_right:", key="later", on_click=choose, args=(after,))


def _foot(what: str) -> None:
    with st.container(key="recordfoot", horizontal=True, horizontal_alignment="distribute"):
        with st.popover("Report an error", key="report_error"):
            st.markdown("Send this to whoever runs this page, and say what is wrong and who tells it otherwise:")
            st.code(f"{what}\n{share_link()}", language=None, wrap_lines=True)
        with st.popover("Copy a link", key="copy_link"):
            st.markdown("This link opens the page as it stands now:")
            st.code(share_link(), language=None, wrap_lines=True)


def share_link() -> str:
    """Give the address that restores this view."""
    address = (st.context.url or "").split("?")[0]
    query = urlencode(to_address(current_view()))
    return f"{address}?{query}" if query else address
