"""The map of a day as a picture to keep or print: PNG or PDF."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from frontlines import __version__
from frontlines.errors import InputError
from frontlines.mapping.scene import Scene
from frontlines.mapping.words import short_day

if TYPE_CHECKING:
    from frontlines.mapping.print_plate import Format, Plate

LEAST_PX: Final = 600
MOST_PX: Final = 8000
"""Widths in pixels that a picture may have; the widest is 680 dpi on A3 and takes 180 MB to draw."""
SUFFIXES: Final = (".png", ".pdf")

_lock = Lock()


def _ledger_hash() -> str:
    from frontlines.control import load_ledger  # noqa: PLC0415 - reads the ledger
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    return load_ledger(load_gazetteer()).content_hash


@contextmanager
def drawing() -> Iterator[None]:
    """Draw one picture at a time, as matplotlib's fonts are not made for a page's threads; letters keep their widths.

    With hinting, spaces shrink on small pictures.
    """
    from matplotlib import rc_context  # noqa: PLC0415

    with _lock, rc_context({"text.hinting": "no_hinting"}):
        yield


def cite(day: date | None) -> str:
    """Give the line to cite a map of ``day`` by: program, version, the ledger's content, date."""
    parts = [f"Frontlines {__version__}", f"ledger {_ledger_hash()[:8]}"]
    return ", ".join([*parts, short_day(day)] if day else parts)


def draw_sheet(scene: Scene, form: "Format", width_px: int) -> "Plate":
    """Draw a scene on a sheet."""
    from frontlines.mapping import print_card, print_ground, print_marks  # noqa: PLC0415 - matplotlib
    from frontlines.mapping.print_names import draw_names  # noqa: PLC0415
    from frontlines.mapping.print_plate import Plate  # noqa: PLC0415

    plate = Plate(scene.theme, form, width_px)
    print_ground.draw_base(plate)
    print_ground.draw_zones(plate, scene)
    print_ground.draw_areas(plate, scene)
    print_ground.draw_fronts(plate, scene)
    print_ground.draw_arrows(plate, scene)
    print_card.draw_frame(plate)
    kept = [print_card.draw_title(plate, scene), print_card.draw_scale(plate)]
    marks = print_marks.place_marks(plate, scene, kept)
    print_marks.draw_marks(plate, marks)
    kept.append(print_card.draw_legend(plate, scene, marks))
    print_card.draw_foot(plate, scene, cite(scene.day))
    draw_names(plate, scene, marks, kept)
    return plate


def picture_bytes(scene: Scene, suffix: str, *, width_px: int = 2400) -> bytes:
    """Give a scene as the content of a PNG or PDF file (A3, in scale on any paper), the same for equal scenes.

    Args:
        scene: what is drawn, as on the page, in its theme.
        suffix: ".png" or ".pdf".
        width_px: a PNG's width in pixels; its height is 0.707 of it.

    Raises:
        InputError: for another suffix, or a width that can't be drawn.
    """
    kind = suffix.lower()
    if kind not in SUFFIXES:
        raise InputError(f"a picture can't be written as {suffix!r}: give a name that ends in .png or .pdf")
    if not LEAST_PX <= width_px <= MOST_PX:
        raise InputError(f"a width of {width_px} px can't be drawn: choose {LEAST_PX} to {MOST_PX}")
    from frontlines.mapping.print_plate import SHEET  # noqa: PLC0415

    out = BytesIO()
    with drawing():
        figure = draw_sheet(scene, SHEET, width_px).figure
        if kind == ".png":
            from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes a second to import

            about: dict[str, str | None] = {"Title": scene.title, "Software": cite(scene.day)}
            FigureCanvasAgg(figure).print_png(out, metadata=about)  # type: ignore[no-untyped-call]
        else:
            from matplotlib.backends.backend_pdf import FigureCanvasPdf  # noqa: PLC0415

            about = {"Title": scene.title, "Creator": cite(scene.day), "Producer": None, "CreationDate": None}
            FigureCanvasPdf(figure).print_pdf(out, metadata=about)  # type: ignore[no-untyped-call]
    return out.getvalue()


def write_picture(scene: Scene, path: Path, *, width_px: int = 2400) -> None:
    """Write a scene to ``path``, a PNG or PDF by its suffix; arguments and errors as for ``picture_bytes``.

    Raises:
        InputError: also when the folder is missing or can't be written to.
    """
    write_aside(picture_bytes(scene, path.suffix, width_px=width_px), path)


def write_aside(content: bytes, path: Path) -> None:
    """Write a file aside and rename it, so that a half-written one never stands there."""
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        finally:
            Path(aside).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"{path} can't be written ({error.strerror}): choose a folder that exists") from error
