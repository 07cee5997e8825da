"""A place's story as a strip of time, and its list as HTML."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from frontlines.app.markup import arabic
from frontlines.app.record import source_line, sources_line
from frontlines.app.story import Spell, Story
from frontlines.app.words import governorate_words
from frontlines.mapping.escape import safe
from frontlines.mapping.glyphs import data_uri, swatch
from frontlines.mapping.patterns import strip_fill
from frontlines.mapping.popup import faction_label
from frontlines.mapping.theme import GROUND, Theme, shade
from frontlines.mapping.words import short_day
from frontlines.model import Article, Event, Place
from frontlines.parties import lexicon

WIDE: Final = 340.0
HIGH: Final = 34.0
LEAST: Final = 2.0
"""Units of the strip's drawing; a spell of a few days is drawn no narrower than the last."""
STATUS: Final = {
    "contested": "contested by",
    "besieged": "besieged by",
    "mixed": "shared with",
    "truce": "under a truce with",
}


def spell_words(spell: Spell) -> str:
    """Say who held the place in a spell and in which state, not escaped."""
    if spell.holder is None:
        return "nothing told of it"
    holder = faction_label(spell.holder)
    if spell.status in STATUS:
        return f"{holder}, {STATUS[spell.status]} {faction_label(spell.other)}" if spell.other else _alone(spell)
    return holder


def _alone(spell: Spell) -> str:
    how = {"truce": "under a truce", "mixed": "with others"}.get(spell.status, spell.status)
    return f"{faction_label(spell.holder)}, {how}"


def strip_svg(spells: Sequence[Spell], theme: Theme, day: date) -> str:
    """Draw spells as a strip in the parties' colours and patterns.

    Besieged spells have dots along both edges in the besieger's colour, those under a truce two bars; contested and
    shared ones both colours.  A line stands at ``day``.
    """
    first, last = spells[0].start, spells[-1].end
    days = max((last - first).days, 1)
    defs: dict[str, None] = {}
    parts: list[str] = []
    for spell in spells:
        x = WIDE * (spell.start - first).days / days
        wide = max(WIDE * (spell.end - first).days / days - x, LEAST)
        pattern, fill, strength = strip_fill(spell.holder, spell.other, spell.status, theme)
        defs[pattern] = None
        box = f'x="{x:.2f}" y="4" width="{wide:.2f}" height="{HIGH - 8:g}"'
        parts.append(f'<rect {box} fill="{fill}" fill-opacity="{strength}"/>')
        if spell.status == "besieged":
            mark = shade(lexicon().factions.get(spell.other or "other", lexicon().factions["other"]).mark, theme)
            parts += [
                f'<path d="M{x + 1.5:.2f} {y}H{x + wide:.2f}" stroke="{mark}" stroke-width="3" '
                'stroke-dasharray="0 4.5" stroke-linecap="round"/>'
                for y in (3, HIGH - 3)
            ]
        if spell.status == "truce":
            ink, middle = shade(GROUND["ink"], theme), x + wide / 2
            parts.append(f'<path d="M{middle - 2.5:.2f} 12v10m5 0v-10" stroke="{ink}" stroke-width="2.4" fill="none"/>')
        parts.append(f'<path d="M{x:.2f} 4V{HIGH - 4:g}" stroke="{shade(GROUND["front"], theme)}" stroke-width="1"/>')
    if first <= day <= last:
        x, ink = WIDE * (day - first).days / days, shade(GROUND["ink"], theme)
        parts.append(f'<path d="M{x:.2f} 0V{HIGH:g}" stroke="{ink}" stroke-width="2"/>')
    land = f'<rect y="4" width="{WIDE:g}" height="{HIGH - 8:g}" fill="{shade(GROUND["land"], theme)}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {HIGH:g}" preserveAspectRatio="none" '
        f'width="{WIDE:g}" height="{HIGH:g}"><defs>{"".join(defs)}</defs>{land}{"".join(parts)}</svg>'
    )


def head_html(place: Place) -> str:
    """Give a story's title: the place's name, its Arabic name and governorate."""
    where = governorate_words(place.admin1) if place.kind != "province" else ""
    above = " · ".join(part for part in ("A place's story", where) if part)
    return f'<div class="fl-head"><p>{safe(above)}</p><h2>{safe(place.name)}{arabic(place.name_ar)}</h2></div>'


def spells_html(story: Story, theme: Theme, day: date) -> str:
    """Give the strip with its years, and the spells in words, newest first."""
    spells = story.spells
    if not spells or all(spell.holder is None for spell in spells):
        return (
            '<p class="fl-small">No claim tells who held it. The map shows there what the nearest places tell: '
            "click the ground to see on what it rests.</p>"
        )
    first, last = spells[0].start, spells[-1].end
    days = max((last - first).days, 1)
    years = "".join(
        f'<span style="left:{100 * (date(year, 1, 1) - first).days / days:.2f}%">{year}</span>'
        for year in range(first.year + 1, last.year + 1, 2 if last.year - first.year > 7 else 1)
        if (date(year, 1, 1) - first).days < 0.96 * days
    )
    rows = []
    for number, spell in enumerate(reversed(spells)):
        now = spell.start <= day and (day < spell.end or not number)
        time = f"{short_day(spell.start)} to {short_day(spell.end) if number else 'today, as far as known'}"
        here = ' aria-current="true" class="fl-now"' if now else ""
        both = [key for key in (spell.holder, spell.other if spell.status != "held" else None) if key]
        marks = "".join(f'<img src="{swatch(key, theme)}" alt="" width="14" height="14">' for key in both)
        rows.append(f"<li{here}><i>{marks}</i><span>{safe(spell_words(spell))}</span><b>{safe(time)}</b></li>")
    picture = data_uri(strip_svg(spells, theme, day))
    said = f"Who held {story.place.name}, {short_day(first)} to {short_day(last)}; the list below says the same"
    return (
        f'<div class="fl-strip"><img src="{picture}" alt="{safe(said)}"><div aria-hidden="true">{years}</div></div>'
        f'<ol class="fl-spells">{"".join(rows)}</ol>'
    )


def entry_sources(event: Event, article: Article | None) -> str:
    """Give the line of an event's sources."""
    return source_line(article) if event.origin == "report" else sources_line(event)
