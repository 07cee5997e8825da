"""What can be taken away from the map page: pictures, a page of its own, data, an animation, a line to cite it by."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from frontlines.app.controls import current_view
from frontlines.app.state import FIRST_DAY, to_address
from frontlines.app.words import markdown_text, sentence_case
from frontlines.app.world import Shown, load_picture
from frontlines.errors import InputError
from frontlines.exchange.tables import control_csv, control_geojson, events_csv, events_geojson
from frontlines.mapping.scene import Scene, build_scene
from frontlines.mapping.theme import Theme
from frontlines.mapping.words import short_day
from frontlines.model import Event
from frontlines.parties import lexicon

STEPS: Final = {"day": 1, "week": 7, "four weeks": 28}
"""Days from frame to frame of an animation."""
MOST_FRAMES: Final = 120
"""An animation of the page; the command line makes longer ones."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to make of a view, known again by the view's address and the content of all that is shown."""

    suffix: str
    key: tuple[Any, ...]
    scene: Scene = field(compare=False)


@lru_cache(maxsize=8)
def made(wanted: Wanted) -> bytes:
    """Give the content of a view as ".png", ".pdf" or ".html"; kept for the next who asks."""
    if wanted.suffix == ".html":
        from frontlines.mapping.page_file import map_html  # noqa: PLC0415

        return map_html(wanted.scene).encode()
    from frontlines.mapping.picture import picture_bytes  # noqa: PLC0415 - matplotlib

    return picture_bytes(wanted.scene, wanted.suffix)


def cite() -> str:
    """Give the line that the view is cited by."""
    from frontlines.mapping.picture import cite as cited  # noqa: PLC0415

    return cited(current_view().day)


def popover(world: Shown, scene: Scene, picture: Any, events: Sequence[Event]) -> None:
    """Offer the files of this view; each is made when it is asked for."""
    view = current_view()
    name = f"frontlines-{view.day.isoformat()}"
    key = (world.content_hash, tuple(sorted(to_address(view).items())), scene.theme)

    def file(suffix: str) -> Callable[[], bytes]:
        return lambda: made(Wanted(suffix, key, scene))

    with st.popover("Take away", icon=":material/download:", key="takeaway"):
        st.markdown(f"**The map of {short_day(view.day)}** as it stands here")
        with _row("pictures"):
            _button("PNG", file(".png"), f"{name}.png", "image/png")
            _button("PDF", file(".pdf"), f"{name}.pdf", "application/pdf")
            _button("Web page", file(".html"), f"{name}.html", "text/html")
        st.markdown(f"**{len(events)} events** of this list")
        with _row("events"):
            _button("Events, CSV", lambda: events_csv(events, world.articles), f"{name}-events.csv", "text/csv")
            _button(
                "Events, GeoJSON",
                lambda: events_geojson(events, world.articles),
                f"{name}-events.geojson",
                "application/geo+json",
            )
        st.markdown("**Who held what** on this day")
        with _row("control"):
            _button("Control, CSV", lambda: control_csv(picture), f"{name}-control.csv", "text/csv")
            _button(
                "Control, GeoJSON",
                lambda: control_geojson(picture),
                f"{name}-control.geojson",
                "application/geo+json",
            )
        _animation(world, scene.theme)
        st.markdown("**Cite it as**")
        st.code(cite(), language=None, wrap_lines=True)


def _row(name: str) -> Any:
    return st.container(key=f"take_{name}", horizontal=True, gap="small")


def _button(label: str, data: Callable[[], bytes | str], file_name: str, mime: str) -> None:
    key = f"take_{label.lower().replace(', ', '_').replace(' ', '_')}"
    st.download_button(label, data, file_name, mime, key=key, on_click="ignore")


def _animation(world: Shown, shown: Theme) -> None:
    """Ask for a span, draw it with a bar of progress, and offer the file."""
    view = current_view()
    last = max(view.day, FIRST_DAY + timedelta(days=1))
    st.markdown("**An animation** of who held what")
    with _row("span"):
        start = st.date_input(
            "From", max(FIRST_DAY, last - timedelta(days=364)), FIRST_DAY, world.last_day, key="gif_from"
        )
        end = st.date_input("To", last, FIRST_DAY, max(world.last_day, last), key="gif_to")
        step = st.selectbox("A frame each", list(STEPS), index=2, key="gif_step")
    if not isinstance(start, date) or not isinstance(end, date):
        return
    try:
        days = frames(start, end, STEPS[step])
    except InputError as error:
        st.caption(markdown_text(sentence_case(str(error))))
        return
    key = (world.content_hash, tuple(days), shown)
    done = st.session_state.get("gif")
    if done and done[0] == key:
        name = f"frontlines-{start.isoformat()}-to-{end.isoformat()}.gif"
        st.download_button("Save the GIF", done[1], name, "image/gif", key="take_gif", on_click="ignore")
    elif st.button(f"Draw {len(days)} frames", key="draw_gif"):
        st.session_state["gif"] = (key, animate(world, days, shown))
        st.rerun()


def frames(start: date, end: date, step: int) -> list[date]:
    """Give the days of an animation, ``step`` apart; ``end`` is always the last.

    Raises:
        InputError: when the span is turned round or has too many days.
    """
    if start >= end:
        raise InputError("the animation's first day must lie before its last: change one of them")
    days = [start + timedelta(days=n) for n in range(0, (end - start).days, step)]
    if len(days) >= MOST_FRAMES:
        raise InputError(
            f"that would be {len(days) + 1} frames: choose a longer step, or a span of {MOST_FRAMES} at most"
        )
    return [*days, end]


def animate(world: Shown, days: Sequence[date], shown: Theme) -> bytes:
    """Draw the days one by one, with a bar of progress; gives the content of a GIF."""
    from frontlines.mapping.animation import write_animation  # noqa: PLC0415 - matplotlib

    bar = st.progress(0.0, f"Drawing {len(days)} frames …")
    drawn = 0

    def step() -> None:
        nonlocal drawn
        drawn += 1
        bar.progress(drawn / len(days), f"{drawn} of {len(days)} frames")

    scenes = (
        build_scene(
            load_picture(world, day, None),
            (),
            factions=set(lexicon().factions),
            kinds=(),
            theme=shown,
            subtitle="Who held what",
            known_up_to=world.known_up_to,
        )
        for day in days
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "span.gif"
        write_animation(scenes, path, step)
        bar.empty()
        return path.read_bytes()
