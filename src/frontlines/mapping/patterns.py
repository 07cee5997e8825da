"""How zones are filled: SVG patterns and CSS classes for every party, step of evidence and pair at odds."""

from functools import lru_cache
from itertools import combinations
from typing import Final

from frontlines.mapping.theme import GROUND, Theme, shade
from frontlines.parties import Faction, lexicon

STEPS: Final = (1, 2, 3)
SHORT_FRONT_KM: Final = 80.0
"""Fronts around small pockets are drawn thinner, or they would cover what they enclose."""


def opacity(faction: Faction, theme: Theme, step: int) -> float:
    """Give the fill opacity, 0 to 1, of a faction's zone by step of evidence (1 to 3)."""
    return faction.opacity[0 if theme == "light" else 1][step - 1] / 100


def _lines(faction: Faction, theme: Theme) -> tuple[int, str, str]:
    """Give a pattern's tile size in px, its transform and the drawing on it."""
    line = shade(faction.text if faction.key != "isil" or theme == "light" else faction.edge, theme)
    match faction.pattern:
        case "dots":
            dot = f'fill="{line}" fill-opacity=".75"'
            return 6, "", f'<circle cx="1.5" cy="1.5" r="1" {dot}/><circle cx="4.5" cy="4.5" r="1" {dot}/>'
        case "diagonal":
            return 7, "rotate(-45)", f'<path d="M0 3.5H7" stroke="{line}" stroke-opacity=".3" stroke-width=".9"/>'
        case "horizontal":
            return 6, "", f'<path d="M0 3H6" stroke="{line}" stroke-opacity=".62" stroke-width="1"/>'
        case "vertical":
            return 5, "", f'<path d="M2.5 0V5" stroke="{line}" stroke-opacity=".6" stroke-width="1"/>'
        case "grid":
            return 5, "", f'<path d="M2.5 0V5M0 2.5H5" stroke="{line}" stroke-opacity=".5" stroke-width=".8"/>'
    return 0, "", ""


def _pattern(name: str, faction: Faction, theme: Theme, strength: float) -> str:
    size, turn, drawing = _lines(faction, theme)
    turned = f' patternTransform="{turn}"' if turn else ""
    fill = shade(faction.fill, theme)
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{size}" height="{size}" fill="{fill}" fill-opacity="{strength}"/>{drawing}</pattern>'
    )


def swatch_fill(faction: Faction, theme: Theme) -> tuple[str, str]:
    """Give SVG defs (empty for a plain faction) and the fill value for a small swatch."""
    if faction.pattern == "plain":
        return "", shade(faction.fill, theme)
    return f"<defs>{_pattern('p', faction, theme, 1.0)}</defs>", "url(#p)"


def pair_key(one: str, other: str) -> str:
    """Name the stripes of two factions, whichever comes first."""
    first, second = sorted((one, other))
    return f"fl-pair-{first}-{second}"


def _stripes(name: str, one: str, other: str) -> str:
    return (
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4" height="8" fill="{one}"/><rect x="4" width="4" height="8" fill="{other}"/></pattern>'
    )


def strip_fill(holder: str | None, other: str | None, status: str, theme: Theme) -> tuple[str, str, float]:
    """Give the SVG pattern (empty for a plain colour), fill and opacity of a piece of a time strip.

    It looks as ground of the strongest evidence does on the map.
    """
    factions = lexicon().factions
    if holder is None:
        hatch = shade(GROUND["hatch"], theme)
        line = f'<path d="M0 3H6" stroke="{hatch}" stroke-opacity=".55"/>'
        size = 'width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"'
        return f'<pattern id="none" {size}>{line}</pattern>', "url(#none)", 1.0
    faction = factions.get(holder, factions["other"])
    if status in {"contested", "mixed"} and other in factions and other != faction.key:
        name, pair = pair_key(faction.key, str(other)), sorted((faction.key, str(other)))
        colours = (shade(factions[key].mark if key != "sdf" else factions[key].fill, theme) for key in pair)
        return _stripes(name, *colours), f"url(#{name})", 0.75
    if faction.pattern == "plain":
        return "", shade(faction.fill, theme), opacity(faction, theme, 1)
    return _pattern(faction.key, faction, theme, opacity(faction, theme, 1)), f"url(#{faction.key})", 1.0


@lru_cache(maxsize=2)
def pattern_defs(theme: Theme) -> str:
    """Give the SVG patterns that zone classes name, as one ``<svg>`` to be put once into the map's document."""
    factions = lexicon().factions
    parts = []
    for faction in factions.values():
        if faction.pattern == "plain":
            continue
        parts += [_pattern(f"fl-{faction.key}-{step}", faction, theme, opacity(faction, theme, step)) for step in STEPS]
    for one, other in combinations(sorted(factions), 2):
        colours = (shade(factions[key].mark if key != "sdf" else factions[key].fill, theme) for key in (one, other))
        parts.append(_stripes(pair_key(one, other), *colours))
    hatch = shade(GROUND["hatch"], theme)
    parts.append(
        '<pattern id="fl-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path d="M3 0V6" stroke="{hatch}" stroke-width="1" stroke-opacity=".55"/></pattern>'
    )
    return (
        '<svg id="fl-patterns" width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        + "".join(parts)
        + "</defs></svg>"
    )


def zone_class(holder: str, other: str | None, status: str, step: int) -> str:
    """Give the CSS classes of a zone's fill; a holder that is not in the lexicon is drawn as "other"."""
    factions = lexicon().factions
    holder = holder if holder in factions else "other"
    if status == "no_evidence":
        return "fl-zone fl-none"
    if status in {"contested", "mixed"} and other in factions and other != holder:
        return f"fl-zone {pair_key(holder, str(other))}"
    return f"fl-zone fl-{holder}-{step}"


def front_class(a: str, b: str, status: str, length_km: float) -> str:
    """Give the CSS classes of a front: thin where it is short, dashed under a truce, a party's edge between allies."""
    if {a, b} == {"hts", "opposition"}:
        return "fl-edge"
    short = " fl-short" if length_km < SHORT_FRONT_KM else ""
    return f"fl-front{short}{' fl-truce' if status == 'truce' else ''}"


@lru_cache(maxsize=2)
def zone_css(theme: Theme) -> str:
    """Give the rules for the classes of ``zone_class``."""
    factions = lexicon().factions
    rules = [".fl-none{fill:url(#fl-hatch);fill-opacity:1}"]
    for faction in factions.values():
        for step in STEPS:
            name = f"fl-{faction.key}-{step}"
            look = (
                f"fill:{shade(faction.fill, theme)};fill-opacity:{opacity(faction, theme, step)}"
                if faction.pattern == "plain"
                else f"fill:url(#{name});fill-opacity:1"
            )
            rules.append(f".{name}{{{look}}}")
    rules += [
        f".{pair_key(one, other)}{{fill:url(#{pair_key(one, other)});fill-opacity:.75}}"
        for one, other in combinations(sorted(factions), 2)
    ]
    return "\n".join(rules)
