"""Marker glyphs by kind of event, and swatches for party switches, as SVG."""

import base64
from typing import Final

from frontlines.mapping.patterns import swatch_fill
from frontlines.mapping.theme import Theme, on_colour, shade
from frontlines.model import EventType
from frontlines.parties import lexicon

_LINE: Final = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
_S: Final = f'{_LINE} stroke-width=".24"'
_F: Final = 'fill="currentColor"'

GLYPHS: Final[dict[EventType, str]] = {
    # each within a circle of radius 0.62 around 0,0; y downwards
    "air_strike": f'<path {_F} d="M0-.66.15-.15.66 0 .15.15 0 .66-.15.15-.66 0-.15-.15Z"/>',
    "shelling": f'<g {_F}><circle cy="-.3" r=".19"/><circle cx="-.31" cy=".24" r=".19"/>'
    f'<circle cx=".31" cy=".24" r=".19"/></g>',
    "bombing": f'<path {_S} d="M0-.56V.56M-.49-.28.49.28M-.49.28.49-.28"/>',
    "chemical_attack": f'<path {_F} d="M0-.6C.2-.25.42-.02.42.2A.42.42 0 0 1-.42.2C-.42-.02-.2-.25 0-.6Z"/>',
    "other_attack": f'<path {_F} d="M-.1-.58H.1L.07.16H-.07Z"/><circle {_F} cy=".44" r=".14"/>',
    "ground_attack": f'<path {_S} d="M-.36-.44.08 0-.36.44M.06-.44.5 0 .06.44"/>',
    "clash": f'<path {_LINE} stroke-width=".28" d="M-.4-.4.4.4M.4-.4-.4.4"/>',
    "advance": f'<path {_F} d="M0-.52.52.42H-.52Z"/>',
    "capture": f'<path {_S} d="M-.32.58V-.54"/><path {_F} d="M-.32-.58.5-.26-.32.08Z"/>',
    "withdrawal": f'<path {_F} d="M0 .52.52-.42H-.52Z"/>',
    "siege": f'<circle {_S} r=".46" stroke-dasharray=".02 .4"/><circle {_F} r=".15"/>',
    "ceasefire": f'<path {_LINE} stroke-width=".3" d="M-.22-.4V.4M.22-.4V.4"/>',
    "evacuation": f'<path {_S} d="M-.12-.5H-.5V.5H-.12M-.14 0H.5M.24-.28.54 0 .24.28"/>',
    "talks": f'<path {_F} d="M-.54-.42H.54V.24H.02L-.28.54V.24H-.54Z"/>',
    "aid": f'<path {_LINE} stroke-width=".3" d="M0-.44V.44M-.44 0H.44"/>',
    "displacement": f'<circle {_F} cx="-.38" r=".17"/><path {_S} d="M-.04 0H.5M.24-.28.54 0 .24.28"/>',
    "detention": f'<path {_LINE} stroke-width=".2" d="M-.42-.42H.42V.42H-.42ZM-.14-.4V.4M.14-.4V.4"/>',
    "protest": f'<path {_S} d="M0 .58V0"/><path {_F} d="M-.5-.54H.5V.06H-.5Z"/>',
}

NUMBERS: Final[dict[str, str]] = {
    f"number_{n}": f'<text {_F} text-anchor="middle" y=".4" font-size="{1.2 if n < 10 else 1.05}" font-weight="700"'
    f' font-family="Source Sans,system-ui,sans-serif">{n}</text>'
    for n in range(1, 31)
}
"""Numbers in a marker's place, for marks that a list counts."""


def marker_svg(glyph: str, faction: str, theme: Theme, *, radius: float = 9.5, hollow: bool = False) -> str:
    """Draw one marker as inline SVG, for lists and legends; its size is ``2 * radius + 4`` px."""
    mark = shade(lexicon().factions.get(faction, lexicon().factions["other"]).mark, theme)
    card = "#FFFFFF" if theme == "light" else "#1E2327"
    ink = "#1F2429" if theme == "light" else "#ECE9E2"
    fill, edge, inside = (card, ink, ink) if hollow else (mark, card, on_colour(mark))
    size = 2 * radius + 4
    inner = NUMBERS.get(glyph) or GLYPHS.get(glyph, GLYPHS["other_attack"])  # type: ignore[call-overload]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size:g}" height="{size:g}" '
        f'viewBox="{-size / 2:g} {-size / 2:g} {size:g} {size:g}" aria-hidden="true">'
        f'<circle r="{radius}" fill="{fill}" stroke="{edge}" stroke-width="1.8"/>'
        f'<g color="{inside}" transform="scale({radius:g})">{inner}</g></svg>'
    )


def data_uri(svg: str) -> str:
    """Give an SVG as an address that needs no network."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def swatch(faction: str, theme: Theme) -> str:
    """Give a party's swatch, 14 px square with its pattern, as a data address for Markdown labels."""
    return data_uri(swatch_svg(faction, theme))


def swatch_svg(faction: str, theme: Theme) -> str:
    """Draw a party's swatch as SVG, 14 px square."""
    entry = lexicon().factions[faction]
    defs, fill = swatch_fill(entry, theme)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 14 14">'
        f'{defs}<rect x=".75" y=".75" width="12.5" height="12.5" rx="2.5" fill="{fill}" '
        f'stroke="{shade(entry.edge, theme)}" stroke-width="1.2"/></svg>'
    )
