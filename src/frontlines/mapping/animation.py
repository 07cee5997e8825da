"""A span of days as an animated GIF: one small map a day, each with its date."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np

from frontlines.errors import InputError
from frontlines.mapping.picture import draw_sheet, drawing, write_aside
from frontlines.mapping.scene import Scene

MOST_FRAMES: Final = 400
"""At 900 px they take 0.7 MB each while the file is written."""
_COLOURS: Final = 192
"""Flat colours and their soft edges need no more, and no dithering, which would double the file."""
_LOOKED_AT: Final = 6000
_APART: Final = 18
"""How far two colours of the palette differ at least, red, green and blue summed."""
_TRIED: Final = 6
"""Into how many parts the span is cut to find the colours."""
_FRAME_MS: Final = 450
_LAST_MS: Final = 2500


def write_animation(
    frames: Iterable[Scene], path: Path, progress: Callable[[], None] | None = None, *, width_px: int = 900
) -> None:
    """Write scenes, in their order, as the frames of a GIF; about 0.1 MB a frame at 900 px.

    Args:
        frames: the scenes; they are asked for one by one.
        path: the file; written aside first and then renamed.
        progress: called after each frame.
        width_px: the width in pixels; the height is 0.81 of it.

    Raises:
        InputError: for another suffix than .gif, no frame or over 400, or a place that can't be written to.
    """
    if path.suffix.lower() != ".gif":
        raise InputError(f"an animation can't be written as {path.name!r}: give a name that ends in .gif")
    drawn: list[bytes] = []
    for scene in frames:
        if len(drawn) == MOST_FRAMES:
            raise InputError(f"an animation has at most {MOST_FRAMES} frames: choose a longer step or a shorter span")
        drawn.append(_frame(scene, width_px))
        if progress is not None:
            progress()
    if not drawn:
        raise InputError("an animation needs at least one day: give a span")
    write_aside(_joined(drawn), path)


def _frame(scene: Scene, width_px: int) -> bytes:
    """Draw a frame as a PNG, which takes a tenth of the plain picture's memory."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes a second to import

    from frontlines.mapping.print_plate import SCREEN  # noqa: PLC0415

    out = BytesIO()
    with drawing():
        FigureCanvasAgg(draw_sheet(scene, SCREEN, width_px).figure).print_png(  # type: ignore[no-untyped-call]
            out, pil_kwargs={"compress_level": 1}
        )
    return out.getvalue()


def _joined(drawn: Sequence[bytes]) -> bytes:
    """Join frames into a GIF with one palette, so that what stays the same keeps its colour and costs nothing."""
    from PIL import Image  # noqa: PLC0415

    def frame(content: bytes) -> Image.Image:
        return Image.open(BytesIO(content)).convert("RGB")

    tried = {round(k * (len(drawn) - 1) / _TRIED) for k in range(_TRIED + 1)}
    palette = Image.new("P", (1, 1))
    palette.putpalette(_palette([np.asarray(frame(drawn[i])) for i in sorted(tried)]))
    flat = [frame(content).quantize(palette=palette, dither=Image.Dither.NONE) for content in drawn]
    out = BytesIO()
    lasting = [_FRAME_MS] * (len(flat) - 1) + [_LAST_MS]
    flat[0].save(out, "GIF", save_all=True, append_images=flat[1:], duration=lasting, loop=0, optimize=False)
    return out.getvalue()


def _palette(pictures: Sequence[Any]) -> list[int]:
    """Give the commonest colours, which are the flat ones, each clear of the others, as red, green, blue in a row."""
    pixels = np.concatenate([picture[::2, ::2].reshape(-1, 3) for picture in pictures]).astype(np.int32)
    codes, counts = np.unique(pixels @ (65536, 256, 1), return_counts=True)
    common = codes[np.argsort(-counts, kind="stable")[:_LOOKED_AT]]
    colours = np.column_stack([common >> 16, common >> 8 & 255, common & 255])
    chosen: list[Any] = []
    for colour in colours:
        if not chosen or np.abs(np.array(chosen) - colour).sum(axis=1).min() >= _APART:
            chosen.append(colour)
        if len(chosen) == _COLOURS:
            break
    return [int(part) for colour in chosen for part in colour]
