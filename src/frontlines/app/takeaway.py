"""What can be taken away from the map page: pictures, a page of its own, data, an animation, a line to cite it by."""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from frontlines.app.controls import current_view
from frontlines.app.state import FIRST_DAY, to_address
from frontlines.app.words import markdown_text, sentence_case
from frontlines.app.world import Shown, load_change, load_picture
from frontlines.errors import InputError
from frontlines.exchange.formats import MANIFEST_SUFFIX, MIME
from frontlines.mapping.scene import Scene, build_scene
from frontlines.mapping.theme import Theme
from frontlines.mapping.words import short_day
from frontlines.model import Event
from frontlines.parties import lexicon
from frontlines.takeout import Choice, ColumnNames, What, event_layer, manifest_for, with_terms

if TYPE_CHECKING:
    from frontlines.exchange.columns import Layer

STEPS: Final = {"day": 1, "week": 7, "four weeks": 28}
"""Days from frame to frame of an animation."""
MOST_FRAMES: Final = 120
"""An animation of the page; the command line makes longer ones."""


FORMS: Final[Mapping[str, tuple[str, ColumnNames]]] = {
    "CSV": (".csv", "ours"),
    "GeoJSON": (".geojson", "ours"),
    "GeoPackage": (".gpkg", "ours"),
    "GeoParquet": (".parquet", "ours"),
    "KML": (".kml", "ours"),
    "CSV, ACLED's columns": (".csv", "acled"),
    "CSV, UCDP's columns": (".csv", "ucdp"),
}
"""What a table can be saved as: the suffix, and whose column names."""


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
        _data(world, picture, events, name)
        _animation(world, scene.theme)
        st.markdown("**Cite it as**")
        st.code(cite(), language=None, wrap_lines=True)


def _data(world: Shown, picture: Any, events: Sequence[Event], name: str) -> None:
    """Ask for a table and a format, and offer the file and its manifest."""
    view = current_view()
    tables: dict[str, What] = {
        f"{len(events)} events of this list": "events",
        "Who held what: zones and places": "control",
        "Front lines": "fronts",
        "Claims up to this day": "claims",
    }
    st.markdown("**Data** for other tools")
    with _row("data"):
        what = tables[st.selectbox("What", list(tables), key="take_what")]
        forms = {form: FORMS[form] for form in FORMS if what == "events" or FORMS[form][1] == "ours"}
        suffix, columns = forms[st.selectbox("As", list(forms), key=f"take_form_{what == 'events'}")]

    def layers() -> "list[Layer]":
        return _layers(what, columns, world, picture, events)

    chosen = Choice(what, day=view.day, columns=columns)
    offer(layers, chosen, suffix=suffix, name=f"{name}-{what}", world=world, view=to_address(view))


def _layers(what: What, columns: ColumnNames, world: Shown, picture: Any, events: Sequence[Event]) -> "list[Layer]":
    from frontlines.exchange import layers, tables  # noqa: PLC0415 - pandas and shapely

    if what == "events":
        return [event_layer(columns, events, world.articles, today=datetime.now(UTC).date())]
    if what == "claims":
        told = [claim for claim in world.claims if (claim.when.start or claim.reported or date.max) <= picture.day]
        return [tables.claims_layer(told, world.articles)]
    makers = [layers.fronts_layer] if what == "fronts" else [layers.zones_layer, layers.places_layer]
    return [with_terms(make(picture), world.claims) for make in makers]


def change_popover(world: Shown, first: date, last: date) -> None:
    """Offer what changed hands between two days as data; of one day there is none."""
    if first >= last:
        return

    def layers() -> "list[Layer]":
        from frontlines.exchange.layers import change_layers  # noqa: PLC0415 - pandas and shapely

        return change_layers(load_change(world, first, last))

    with st.popover("Take away", icon=":material/download:", key="takeaway"):
        st.markdown("**Ground and places** that changed hands, for other tools")
        forms = {form: suffix for form, (suffix, columns) in FORMS.items() if columns == "ours"}
        suffix = forms[st.selectbox("As", list(forms), key="take_change_form")]
        name = f"frontlines-change-{first.isoformat()}-to-{last.isoformat()}"
        offer(layers, Choice("change", start=first, end=last), suffix=suffix, name=name, world=world)


def offer(
    layers: "Callable[[], list[Layer]]",
    choice: Choice,
    *,
    suffix: str,
    name: str,
    world: Shown,
    view: Mapping[str, str] | None = None,
) -> None:
    """Offer tables as a file called ``name`` with ``suffix``, and its manifest; both are made when asked for."""

    def file() -> bytes:
        from frontlines.exchange.writing import content  # noqa: PLC0415 - pandas and shapely

        made = layers()
        return content(made, suffix, manifest(made), plain=choice.columns != "ours")

    def manifest(made: "list[Layer]") -> dict[str, Any]:
        told = manifest_for(choice, made, world, datetime.now(UTC))
        return {**told, "view": dict(view)} if view else told

    def beside() -> str:
        return json.dumps(manifest(layers()), ensure_ascii=False, indent=1)

    with _row("save"):
        _button("Save the data", file, f"{name}{suffix}", MIME[suffix])
        _button("Manifest", beside, f"{name}{suffix}{MANIFEST_SUFFIX}", "application/json")


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
