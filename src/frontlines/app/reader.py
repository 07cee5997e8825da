"""The page "Read a report": a report is handed in, read and shown, reviewed, and added to the map."""

from typing import Final

import streamlit as st

from frontlines.app import correcting, parts, review, told, words
from frontlines.app.controls import change
from frontlines.app.handin import HandedIn, hand_in_form, parts_of, read_with_steps
from frontlines.app.marked_text import Heard, marked_text, text_data
from frontlines.app.pages import marker
from frontlines.app.report_map import Spotlight, caption, day_of, draw_report, report_scene
from frontlines.app.review import Desk
from frontlines.app.style import theme
from frontlines.app.world import Shown, load_world
from frontlines.errors import FrontlinesError
from frontlines.mapping.escape import safe
from frontlines.mapping.words import short_day
from frontlines.model import ControlClaim, Event, Extraction, Span
from frontlines.reviews import on_map
from frontlines.store import Store

MAX_EARLIER: Final = 12
"""Reports of before that are offered."""
LEGEND = (
    '<p class="fl-t-legend" aria-label="Legend"><span class="fl-t-place">place</span>'
    '<span class="fl-t-lost">place not found</span><span class="fl-t-party">party</span>'
    '<span class="fl-t-event">an event is told</span><span class="fl-t-on">what is chosen</span></p>'
)


def read_page() -> None:
    """Show the page."""
    if st.session_state.pop("go_to_map", False) and "map_page" in st.session_state:
        st.switch_page(st.session_state["map_page"])
    extraction: Extraction | None = st.session_state.get("extraction")
    if extraction is None:
        _hand_in()
    else:
        show_reading(extraction)


def _hand_in() -> None:
    left, right = st.columns([0.5, 0.5], gap="large")
    with left, st.container(key="handin"):
        st.html(
            '<div class="fl-page"><h1>Read a report</h1><p>Hand in a news report in English. It is read right here: '
            "what happened, where, and who holds what. You see every reading in the text and can correct it; the "
            "report joins the map when you add it.</p></div>"
        )
        form = hand_in_form()
    with right, st.container(key="reading"):
        if form is not None:
            parts.leave()
            _take_up(form)
        if held := st.session_state.get(parts.KEPT):
            parts.section(held, lambda part: _read(HandedIn(part=part)))
        if error := st.session_state.get("read_error"):
            st.error(words.markdown_text(error), icon=":material/error:")
        elif not held:
            st.html(
                '<div class="fl-empty"><p><b>Nothing read yet</b></p><p>Paste a text, choose a file or give a web '
                "address, say the day it was published if you know it, and press Read.</p></div>"
            )
        _earlier()


def _take_up(form: HandedIn) -> None:
    """Read what was handed in, or keep the reports of a file of several for the choice among them."""
    try:
        st.session_state[parts.KEPT] = parts_of(form)
    except FrontlinesError as error:
        st.session_state["read_error"] = words.sentence_case(str(error))
        return
    st.session_state["read_error"] = None
    if not st.session_state[parts.KEPT]:
        _read(form)


def _read(form: HandedIn) -> None:
    st.session_state["read_error"] = None
    extraction = read_with_steps(form)
    if extraction is not None:
        st.session_state["extraction"] = extraction
        told.choose(None)
        st.rerun()


def _earlier() -> None:
    """List the reports that the store keeps, the latest first, each to be opened again with its corrections."""
    store = Store()
    kept = store.latest(MAX_EARLIER)
    if not kept:
        return
    said = store.reviews.by_article()
    st.html('<div class="fl-record"><h2 class="fl-part">Reports kept here</h2></div>')
    for article in kept:
        reviews = said.get(article.id, ())
        day = short_day(article.published) if article.published else "no publication date"
        about = [day, "on the map" if on_map(reviews) else "not on the map"]
        if people := len([one for one in reviews if one.subject != "report"]):
            about.append(words.counted(people, "review"))
        label = f"**{words.markdown_text(article.title or 'A report')}** {words.markdown_text(' · '.join(about))}"
        st.button(label, key=f"kept_{article.id}", on_click=_open, args=(article.id,), width="stretch")


def _open(article_id: str) -> None:
    st.session_state["extraction"] = Store().get(article_id)
    told.choose(None)


def show_reading(read: Extraction) -> None:
    """Show a report: its marked text, its map, and all that it tells."""
    desk = review.open_desk(read)
    with st.container(key="reading"):
        _head(desk)
        if not desk.shown.events and not desk.shown.claims:
            st.html(
                '<div class="fl-empty"><p><b>No event was found</b></p><p>The text tells of no fighting and no change '
                "of hands that could be read. Reports that say what happened, where and when are read best; select "
                "words in the text to add an event yourself.</p></div>"
            )
        with st.container(key="plate"):
            with st.container(key="textside"):
                _text(desk)
            with st.container(key="toldside"):
                _map(desk, _world_behind(read))
                told.show(told.Sheet(desk, marker))


def _world_behind(read: Extraction) -> Shown:
    """Give what was at hand when the report was opened: each decision changes the store, and nothing else of it."""
    kept: tuple[str, Shown] | None = st.session_state.get("read_world")
    if kept is None or kept[0] != read.article.id:
        kept = (read.article.id, load_world())
        st.session_state["read_world"] = kept
    return kept[1]


def _head(desk: Desk) -> None:
    article, shown = desk.read.article, desk.shown
    published = f"published {short_day(article.published)}" if article.published else "no publication date"
    outlet = f"{safe(article.outlet)} · " if article.outlet else ""
    with st.container(key="readhead", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            f'<div class="fl-page"><h2>{safe(article.title or "The report")}</h2><p>{outlet}{published} · '
            f"{words.counted(len(shown.events), 'event')}, {words.counted(len(shown.claims), 'statement')} "
            f"on who holds what, {words.counted(len(shown.movements), 'movement')}</p></div>"
        )
        with st.container(key="readdo", horizontal=True, width="content", gap="small"):
            st.button("Read another", key="read_another", on_click=_another)
            there = desk.kept and not desk.aside
            label = "Show on the map" if there else "Add to the map"
            st.button(label, key="to_map", type="primary", on_click=_join, args=(desk, there))
    for note in shown.notes:
        st.info(words.markdown_text(words.sentence_case(note)), icon=":material/info:")


def _another() -> None:
    st.session_state["read_world"] = None
    st.session_state["extraction"] = st.session_state["read_error"] = None
    told.choose(None)


def _join(desk: Desk, there: bool) -> None:
    """Add the report to the map where it is not on it yet, and turn the map to the days that it tells of."""
    if not there:
        review.add_to_map(desk)
    st.session_state["read_world"] = None
    day = day_of(desk.shown)
    change(chosen=None, **({"day": day} if day else {}))
    st.session_state["go_to_map"] = True


def _text(desk: Desk) -> None:
    st.html(LEGEND)
    chosen = desk.item(st.session_state.get(told.CHOSEN))
    focus: tuple[Span, ...] = ()
    if isinstance(chosen, Event):
        focus = (chosen.span, *chosen.evidence)
    elif isinstance(chosen, ControlClaim) and chosen.span:
        focus = (chosen.span,)
    data = text_data(
        desk.shown,
        chosen=chosen.id if chosen else None,
        passage=st.session_state.get(told.PASSAGE),
        theme=theme(),
        glyphs={event.id: marker(event) for event in desk.shown.events},
        focus=focus,
    )
    heard = Heard(on_item=told.choose, on_place=lambda number: _look_at(desk, number), on_passage=told.begin_adding)
    marked_text(data, heard, len(desk.read.article.text))


def _look_at(desk: Desk, number: int) -> None:
    """Bring the map to a place that was clicked in the text."""
    mentions = desk.shown.mentions
    if not 0 <= number < len(mentions):
        return
    where = mentions[number].where
    if where.lat is None or where.lon is None:
        st.toast(words.markdown_text(f"{mentions[number].text}: {where.reason or 'not placed'}"))
        return
    st.session_state["read_look"] = Spotlight(where.lat, where.lon, zoom=7 if where.area else 9)


def _map(desk: Desk, world: Shown) -> None:
    chosen = desk.item(st.session_state.get(told.CHOSEN))
    doing = st.session_state.get(told.DOING)
    form_of = "new" if doing == "add" else chosen.id if chosen and doing == "correct" else ""
    placing = bool(form_of) and correcting.placing(form_of)
    day = day_of(desk.shown)
    scene = report_scene(desk.shown, world, day, theme(), chosen=chosen.id if chosen else None, placing=placing)

    def pointed(lat: float, lon: float) -> None:
        st.session_state["read_point"] = (lat, lon)

    def named(place_id: str) -> None:
        correcting.take_place(form_of, place_id)

    point = st.session_state.get("read_point")
    look = st.session_state.get("read_look")
    if placing and point:
        look = Spotlight(point[0], point[1], zoom=None)
    elif (
        look is None
        and isinstance(chosen, ControlClaim)
        and chosen.where.lat is not None
        and chosen.where.lon is not None
    ):
        look = Spotlight(chosen.where.lat, chosen.where.lon, zoom=9, ring=chosen.where.area is None)
    with st.container(key="reportmap"):
        draw_report(
            desk.shown,
            scene,
            theme(),
            look=look,
            placing=placing,
            on_choice=told.choose,
            on_point=pointed,
            on_town=named,
        )
    waiting = " fl-placing" if placing else ""
    st.html(f'<p class="fl-small fl-mapnote{waiting}">{safe(caption(day, placing=placing))}</p>')
