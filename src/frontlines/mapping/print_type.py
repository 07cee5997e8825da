"""Type for printed maps: fonts, sizes and widths of text in points."""

import importlib.util
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath

Weight = Literal["regular", "semibold", "bold", "italic"]

_SOURCE_SANS: Final = {"regular": "Regular", "semibold": "Semibold", "bold": "Bold", "italic": "It"}
_DEJAVU: Final = {"regular": "", "semibold": "-Bold", "bold": "-Bold", "italic": "-Oblique"}
_DEJAVU_SCALE: Final = 0.87
"""DejaVu runs wider: so much smaller, a text is as long as in Source Sans."""
_LONGEST: Final = 240


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of name is set; sizes in points, as PAGE's pixels."""

    weight: Weight
    size: float
    ink: str
    """Name in ``theme.GROUND``."""
    space: float = 0.0
    halo: float = 3.0
    halo_strength: float = 0.93


STYLES: Final[dict[str, Style]] = {
    "capital": Style("semibold", 12.5, "ink"),
    "town": Style("regular", 11.2, "ink"),
    "village": Style("regular", 9.4, "ink-2"),
    "party": Style("bold", 14.5, "ink", halo_strength=0.95),
    "party-small": Style("bold", 11, "ink", halo_strength=0.95),
    "governorate": Style("semibold", 9.2, "ink-2", space=1.6, halo=2.4, halo_strength=0.6),
    "country": Style("semibold", 11.5, "ink-2", space=4.0, halo=0),
    "note": Style("regular", 9.5, "ink-2", halo=2.4),
    "water": Style("italic", 11, "water-text", space=0.3, halo=2.4, halo_strength=0.5),
}


@lru_cache(maxsize=8)
def font_path(weight: Weight) -> Path:
    """Give a weight's font file: Source Sans, as on the page, or DejaVu Sans, which matplotlib brings."""
    spec = importlib.util.find_spec("font_source_sans_pro")
    for root in (spec.submodule_search_locations or []) if spec else []:
        found = Path(root) / "files" / f"SourceSansPro-{_SOURCE_SANS[weight]}.ttf"
        if found.is_file():
            return found
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{_DEJAVU[weight]}.ttf"


def _scale(weight: Weight) -> float:
    return _DEJAVU_SCALE if font_path(weight).stem.startswith("DejaVu") else 1.0


@lru_cache(maxsize=64)
def font(weight: Weight, size: float) -> FontProperties:
    """Give a font of ``size`` points, or of what looks as large."""
    return FontProperties(fname=str(font_path(weight)), size=size * _scale(weight))


@lru_cache(maxsize=8)
def _known(weight: Weight) -> frozenset[int]:
    return frozenset(get_font(str(font_path(weight))).get_charmap())


def fit(text: object, weight: Weight = "regular") -> str:
    """Make outside text fit to be set: one line of at most 240 characters, none that the font lacks or that turns text.

    Letters that run from right to left are left out: they would not be joined as they must be.
    """
    known = _known(weight)
    plain = " ".join("".join(char if _can_be_set(char, known) else " " for char in str(text)).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"


def _can_be_set(char: str, known: frozenset[int]) -> bool:
    turned = unicodedata.bidirectional(char) in {"R", "AL", "AN"}
    return ord(char) in known and not turned and unicodedata.category(char)[0] != "C"


@lru_cache(maxsize=4096)
def _advance(char: str, weight: Weight) -> float:
    """Give a character's width as a share of the type's size."""
    face = get_font(str(font_path(weight)))
    face.set_size(100, 72)
    return float(face.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100 * _scale(weight)


def text_width(text: str, weight: Weight, size: float, space: float = 0.0) -> float:
    """Give the width of text in points; ``space`` is added between letters."""
    return sum(_advance(char, weight) for char in text) * size + space * max(len(text) - 1, 0)


@lru_cache(maxsize=256)
def letters(text: str, style: Style) -> Outline:
    """Give spaced letters as an outline, centred on 0, 0 by width and by the height of capitals."""
    x, parts = -text_width(text, style.weight, style.size, style.space) / 2, []
    for char in text:
        if char != " ":
            parts.append(TextPath((x, -0.33 * style.size), char, prop=font(style.weight, style.size)))
        x += _advance(char, style.weight) * style.size + style.space
    return Outline.make_compound_path(*parts) if parts else Outline(np.zeros((0, 2)))


def wrapped(text: str, weight: Weight, size: float, width: float) -> list[str]:
    """Break text into lines of at most ``width`` points at spaces."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
