"""The legend and the other words on the map, as HTML."""

from typing import Any

from frontlines.mapping.escape import safe
from frontlines.mapping.glyphs import marker_svg
from frontlines.mapping.scene import Scene
from frontlines.mapping.theme import GROUND, RADII, Theme, shade
from frontlines.mapping.words import short_day
from frontlines.parties import lexicon


def _key(inside: str, width: int = 26, height: int = 15) -> str:
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">{inside}</svg>'


def _keys(theme: Theme) -> list[tuple[str, str]]:
    """Give the drawn keys with their words."""
    factions = lexicon().factions
    gov, sna, isil, sdf = (factions[k] for k in ("government", "sna", "isil", "sdf"))
    index = 0 if theme == "light" else 1
    fill, strong, pale = shade(gov.fill, theme), gov.opacity[index][0] / 100, gov.opacity[index][2] / 100
    mark, front, hatch = shade(gov.mark, theme), shade(GROUND["front"], theme), shade(GROUND["hatch"], theme)
    land, edge = shade(GROUND["land"], theme), shade(GROUND["card-line"], theme)
    plate = f'<rect width="26" height="15" fill="{land}"/>'
    bands = "".join(
        f'<path d="M{x} 17 {x + 17} 0" stroke="{shade(isil.mark, theme)}" stroke-width="4"/>'
        for x in range(-14, 26, 11)
    )
    lines = "".join(
        f'<path d="M{x} 15 {x + 15} 0" stroke="{hatch}" stroke-width="1" opacity=".8"/>' for x in range(-12, 26, 7)
    )
    ring = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-dasharray="1.2 3.6"'
    return [
        (
            _key(f'{plate}<rect width="13" height="15" fill="{fill}" opacity="{strong}"/>'
                 f'<rect x="13" width="13" height="15" fill="{fill}" opacity="{pale}"/>'),
            "held; paler: less sure",
        ),
        (_key(f'<path d="M1 10C6 3 9 11 14 7s7-3 11-1" fill="none" stroke="{front}" stroke-width="2.5"/>'), "front"),
        (_key(f'<rect width="26" height="15" fill="{shade(sna.mark, theme)}"/>{bands}'), "contested"),
        (_key(f'<path d="M1 6.4 15 5V2L25 7.5 15 13V10L1 8.6Z" fill="{mark}"/>'), "advance"),
        (
            _key(f'<path d="M1 7C6 4 11 4 15 5V1L25 8 15 14V10.5C11 9.5 6 9 1 8.6Z" fill="{mark}" opacity=".55"/>'),
            "offensive, last month",
        ),
        (
            _key(f'{plate}{lines}<rect x=".5" y=".5" width="25" height="14" fill="none" stroke="{edge}"/>'),
            "no evidence",
        ),
        (
            _key(f'<g fill="none" stroke="{mark}" stroke-width="2"><path d="M1 7.5H19" stroke-dasharray="5 3.5"/>'
                 f'<path d="M16 3 24 7.5 16 12"/></g>'),
            "announced only",
        ),
        (_key(f'<circle cx="13" cy="7.5" r="6" stroke="{mark}" {ring}/>'), "besieged"),
        (
            _key(f'<circle cx="13" cy="7.5" r="6.5" fill="{shade(sdf.fill, theme)}" fill-opacity=".3" '
                 f'stroke="{shade(sdf.text, theme)}" stroke-dasharray="3 2.2"/>'),
            "place not exact",
        ),
    ]  # fmt: skip


def legend_html(scene: Scene) -> str:
    """Give the card "How to read the map": a ``<details>`` that the reader opens and folds."""
    theme = scene.theme
    keys = "".join(f"<li>{drawing}<span>{safe(words)}</span></li>" for drawing, words in _keys(theme))
    sizes = "".join(marker_svg("air_strike", "government", theme, radius=r) for r in RADII)
    hollow = marker_svg("air_strike", "unknown", theme, radius=RADII[1], hollow=True)
    return (
        '<details class="fl-legend" open><summary>How to read the map</summary>'
        f'<ul class="fl-keys">{keys}</ul>'
        f'<ul class="fl-sizes"><li><i>{sizes}</i><span>killed: none or not stated, 1 to 9, 10 or more</span></li>'
        f"<li><i>{hollow}</i><span>hollow: party not known</span></li></ul></details>"
    )


def title_html(scene: Scene) -> str:
    """Give the map's title and the line below it."""
    return f"<h2>{safe(scene.title)}</h2><p>{safe(scene.subtitle)}</p>"


def foot_html(scene: Scene) -> str:
    """Give the notes at the map's foot: up to when the ledger is known, and how many events are not on the map."""
    parts = []
    if scene.known_up_to is not None:
        parts.append(f"control known up to {short_day(scene.known_up_to)}")
    if left := scene.left_count:
        parts.append(f"{left:,} event{'s are' if left != 1 else ' is'} not on the map")
    return safe(" · ".join(parts))


def card_html(scene: Scene) -> dict[str, Any]:
    """Give all words around the map: ``title``, ``foot`` and ``legend`` as HTML."""
    return {"title": title_html(scene), "foot": foot_html(scene), "legend": legend_html(scene)}


def change_legend_html(first: str, last: str, theme: Theme) -> str:
    """Give the legend of a map of change; ``first`` and ``last`` are the days in words."""
    factions = lexicon().factions
    old, new = shade(factions["isil"].mark, theme), shade(factions["sdf"].fill, theme)
    front, pale = shade(GROUND["front"], theme), shade(factions["government"].fill, theme)
    mark, land = shade(factions["government"].mark, theme), shade(GROUND["land"], theme)
    bands = "".join(f'<path d="M{x} 17 {x + 17} 0" stroke="{old}" stroke-width="4"/>' for x in range(-14, 26, 11))
    line = f'fill="none" stroke="{front}"'
    keys = (
        (f'<rect width="26" height="15" fill="{new}"/>{bands}', "changed hands, in both parties' colours"),
        (
            f'<rect width="26" height="15" fill="{land}"/><rect width="26" height="15" fill="{pale}" opacity=".28"/>',
            "pale: the same holder on both days",
        ),
        (f'<path d="M1 10C6 3 9 11 14 7s7-3 11-1" {line} stroke-width="2.5"/>', f"front, {last}"),
        (f'<path d="M1 10C6 3 9 11 14 7s7-3 11-1" {line} stroke-width="2" stroke-dasharray="5 4"/>', f"front, {first}"),
        (f'<path d="M1 7C6 4 11 4 15 5V1L25 8 15 14V10.5C11 9.5 6 9 1 8.6Z" fill="{mark}" opacity=".7"/>', "offensive"),
    )
    items = "".join(f"<li>{_key(drawing)}<span>{safe(words)}</span></li>" for drawing, words in keys)
    return (
        '<details class="fl-legend" open><summary>How to read the map</summary>'
        f'<ul class="fl-keys fl-wide">{items}</ul></details>'
    )
