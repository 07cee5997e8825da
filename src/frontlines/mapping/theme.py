"""The ground's colours of both themes and the sizes that the map's drawings share."""

from typing import Final, Literal

Theme = Literal["light", "dark"]

INK: Final = ("#1F2429", "#ECE9E2")
GROUND: Final[dict[str, tuple[str, str]]] = {
    "page": ("#FCFBF8", "#14171A"),
    "card": ("#FFFFFF", "#1E2327"),
    "card-line": ("#D9D3C5", "#3A4146"),
    "rule": ("#E1DCD0", "#2D3337"),
    "chosen": ("#F1EDE3", "#23282C"),
    "ink": INK,
    "ink-2": ("#565C63", "#A7ABAE"),
    "land": ("#F8F5ED", "#2C3136"),
    "neighbours": ("#EAE6DB", "#1B1F23"),
    "sea": ("#DCE5E8", "#10161A"),
    "river": ("#5F8CA3", "#5B7A8B"),
    "lake": ("#BCD0D9", "#3A5563"),
    "water-text": ("#3F6C84", "#7FA3B6"),
    "border": ("#7C7565", "#8B8D8C"),
    "governorates": ("#A59C88", "#6B6F70"),
    "front": ("#1B1F24", "#F4F1E9"),
    "hatch": ("#A59C88", "#6B6F70"),
}
"""Name to (light, dark), as CSS variables ``--fl-NAME`` in the map's frame."""

DEFAULT_ZOOM: Final = 7.25
"""The zoom at which the whole country fills a map of 1024 x 712 px; arrows are sized for it."""
RADII: Final = (8.0, 9.5, 12.5)
"""Marker radius in px by people killed: none or not stated, 1 to 9, 10 or more."""
SYRIA: Final = (35.55, 32.25, 42.45, 37.40)
"""West, south, east, north of the first view, degrees."""
FRAME: Final = (33.0, 30.5, 45.0, 39.0)
"""West, south, east, north of what the map draws at all, degrees; what lies beyond is listed as outside the map."""


def shade(pair: tuple[str, str], theme: Theme) -> str:
    """Give the theme's colour of a (light, dark) pair."""
    return pair[0] if theme == "light" else pair[1]


def luminance(colour: str) -> float:
    """Give the relative luminance (WCAG 2) of ``#RRGGBB``, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio (WCAG 2) of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def on_colour(colour: str) -> str:
    """Give white or ink, whichever reads better on ``colour``."""
    return max(("#FFFFFF", INK[0]), key=lambda ink: contrast(ink, colour))
