"""The charts of the page "Over time": sober axes, names beside the marks, and a day behind every click."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import altair as alt

from frontlines.app.series import NOT_HELD, Killed, Sample
from frontlines.app.state import FIRST_DAY, stepped
from frontlines.app.words import KIND_LABELS
from frontlines.mapping.popup import faction_label
from frontlines.mapping.theme import GROUND, Theme, shade
from frontlines.mapping.words import MONTHS, short_day
from frontlines.parties import lexicon

ORDER: Final = (
    "government",
    "transitional_government",
    "israel",
    "opposition",
    "hts",
    "sna",
    "us_tanf",
    "sdf",
    "isil",
    "other",
    NOT_HELD,
)
"""From the ground up, so that who held one after the other, and who bordered, lie on each other."""
PICK: Final = "day"
"""Name of the selection that a click makes; its field is ``day`` too, a date in ISO form."""
LEAST_LABELLED: Final = 0.025
"""Smaller shares than this have no room for a name."""
LETTER: Final = 0.2
"""Years that a letter of a name takes on the narrowest wide screen."""
FRONTS_SHOWN: Final = 7
FONT: Final = "Source Sans, sans-serif"


def shares_chart(samples: Sequence[Sample], of: str, theme: Theme) -> Any:
    """Stack each party's share of the land ("land") or of the populated places ("places")."""
    amounts = [dict(getattr(sample, of)) for sample in samples]
    if of == "places":
        whole = max((sum(row.values()) for row in amounts), default=0)
        for row in amounts:
            row[NOT_HELD] = whole - sum(row.values())
    parts = [_shares(row) for row in amounts]
    parties = [party for party in ORDER if any(share.get(party) for share in parts)]
    rows: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    years = [_year(sample.day) for sample in samples]
    for party in parties:
        below = [sum(share.get(p, 0.0) for p in ORDER[: ORDER.index(party)]) for share in parts]
        heights = [share.get(party, 0.0) for share in parts]
        for sample, low, height in zip(samples, below, heights, strict=True):
            rows.append({"t": _year(sample.day), "party": party, "y": low, "y2": low + height})
        if max(heights) >= LEAST_LABELLED:
            name = _label(party)
            half = len(name) * LETTER / 2
            spots = [
                (min(max(years[at], years[0] + half), years[-1] - half), below[at] + heights[at] * part)
                for at in _places_of_name(heights)
                for part in (0.5, 0.8, 0.25)
            ]
            x, y = next((spot for spot in spots if not _crowded(spot, half, names)), spots[0])
            names.append({"t": x, "y": y, "party": party, "name": name})
    colours = alt.Scale(domain=parties, range=[_fill(party, theme) for party in parties])
    area = (
        _chart(rows)
        .mark_area(interpolate="step-after", opacity=0.85, stroke=shade(GROUND["page"], theme), strokeWidth=0.7)
        .encode(
            x=_time(samples[0].day, samples[-1].day),
            y=alt.Y("y:Q", scale=alt.Scale(domain=[0, 1]), axis=_axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1])),
            y2="y2:Q",
            color=alt.Color("party:N", scale=colours, legend=None),
        )
    )
    held = [_told(share) for share in parts]
    columns = _columns([sample.day for sample in samples], held, theme)
    known = _known_up_to(samples[-1].day, 1, theme)
    layers = alt.layer(area, columns, _names(names, theme), known).resolve_scale(color="independent")
    # Patterns are SVG, and stand in the page (`patterns.pattern_defs`).
    return _finish(layers, theme, 316).properties(usermeta={"embedOptions": {"renderer": "svg"}})


def _shares(row: Mapping[str, float]) -> dict[str, float]:
    whole = sum(row.values()) or 1.0
    named = {party if party in ORDER else "other": 0.0 for party in row}
    for party, amount in row.items():
        named[party if party in ORDER else "other"] += amount / whole
    return named


def _told(share: Mapping[str, float]) -> str:
    ranked = sorted(share.items(), key=lambda item: -item[1])
    return ", ".join(f"{_label(party)} {100 * part:.0f} %" for party, part in ranked if part >= 0.005)


def _places_of_name(heights: Sequence[float]) -> list[int]:
    """Give where a name may stand, best first: along the longest spell of at least half the greatest height."""
    best, start = (0, 0), None
    for at, height in enumerate([*heights, 0.0]):
        if height >= max(heights) / 2:
            start = at if start is None else start
        elif start is not None:
            best, start = max(best, (at - start, start)), None
    length, first = best
    return [first + int(length * part) for part in (0.5, 0.3, 0.7, 0.15, 0.85)]


def _crowded(spot: tuple[float, float], half: float, names: Sequence[Mapping[str, Any]]) -> bool:
    return any(
        abs(spot[0] - name["t"]) < half + len(name["name"]) * LETTER / 2 and abs(spot[1] - name["y"]) < 0.06
        for name in names
    )


def rows_chart(
    counts: Mapping[tuple[date, str], float], rows: Sequence[tuple[str, str, str]], theme: Theme, **given: Any
) -> Any:
    """Draw one row of bars for each key: the same axis of time, each row's height to one scale, its name at the left.

    Args:
        counts: amounts by first day of a span and key.
        rows: key, name and colour, from above.
        theme: light or dark.
        given: ``first``, ``last`` the axis of time; ``days`` a span's length; ``unit`` of the amounts.
    """
    first, last, days, unit = given["first"], given["last"], given["days"], given["unit"]
    most = max(counts.values(), default=1) or 1
    bars, names = [], []
    for at, (key, name, colour) in enumerate(rows):
        base = len(rows) - 1 - at
        names.append({"t": _year(first), "y": base + 0.99, "name": name})
        own = {day: amount for (day, own_key), amount in counts.items() if own_key == key and amount}
        for day, amount in own.items():
            until = min(day + timedelta(days=days), last)
            bars.append({"t": _year(day), "t2": _year(until), "y": base, "y2": base + 0.8 * amount / most}
                        | {"colour": colour, "span": _span_words(day, days), "row": name, "day": _within(day, last)}
                        | {"amount": f"{amount:,.0f} {unit}"})  # fmt: skip
    pick = alt.selection_point(name=PICK, fields=["day"], on="click")
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, len(rows)], nice=False), axis=None)
    shades = list(dict.fromkeys(colour for _, _, colour in rows))
    drawn = (
        _chart(bars)
        .mark_rect(cursor="pointer")
        .encode(
            x=_time(first, last),
            x2="t2:Q",
            y=y,
            y2="y2:Q",
            color=alt.Color("colour:N", scale=alt.Scale(domain=shades, range=shades), legend=None),
            tooltip=[
                alt.Tooltip("row:N", title="Row"),
                alt.Tooltip("span:N", title="When"),
                alt.Tooltip("amount:N", title="Told"),
            ],
        )
        .add_params(pick)
    )  # fmt: skip
    lines = (
        _chart([{"y": at} for at in range(len(rows))])
        .mark_rule(color=shade(GROUND["rule"], theme), strokeWidth=1)
        .encode(y=y)
    )
    text = (
        _chart(names)
        .mark_text(
            align="left", baseline="top", fontSize=12, fontWeight=600, dx=2, dy=3, color=shade(GROUND["ink"], theme)
        )
        .encode(x="t:Q", y=y, text="name:N")
    )
    known = _known_up_to(last, len(rows), theme)
    return _finish(alt.layer(drawn, lines, text, known), theme, 40 * len(rows) + 40)


def killed_chart(killed: Sequence[Killed], first: date, last: date, theme: Theme) -> Any:
    """Draw the people killed a month: a full bar to the least told, a pale one on to the most."""
    rows = []
    for bar in killed:
        until = min(stepped(bar.month, "month", 1) - timedelta(days=4), last)
        count = f"{bar.low:,}" if bar.high <= bar.low else f"{bar.low:,} to {bar.high:,}"
        rest = f", {bar.open_ended} of them with no upper end" if bar.open_ended else ""
        rows.append({"t": _year(bar.month), "t2": _year(until), "low": bar.low, "high": bar.high, "zero": 0}
                    | {"span": _span_words(bar.month, 31), "killed": count, "events": f"{bar.events}{rest}"}
                    | {"day": _within(bar.month, last)})  # fmt: skip
    ink = shade(GROUND["ink"], theme)
    data = _chart(rows)
    most = max((bar.high for bar in killed), default=1)
    scale = alt.Scale(domain=[0, most], nice=True)
    axis = _axis(format=",d", tickCount=5)
    y = alt.Y("zero:Q", scale=scale, axis=axis)
    x = _time(first, last)
    low = data.mark_rect(color=ink).encode(x=x, x2="t2:Q", y=y, y2="low:Q")
    more = data.mark_rect(color=ink, opacity=0.3).encode(
        x=x, x2="t2:Q", y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
    )
    pick = alt.selection_point(name=PICK, fields=["day"], on="click")
    whole = _chart([row | {"top": most} for row in rows])
    columns = (
        whole.mark_rect(color=ink, opacity=0.001, cursor="pointer")
        .encode(
            x=x,
            x2="t2:Q",
            y=y,
            y2="top:Q",
            tooltip=[
                alt.Tooltip("span:N", title="Month"),
                alt.Tooltip("killed:N", title="Killed"),
                alt.Tooltip("events:N", title="Events"),
            ],
        )
        .add_params(pick)
    )
    return _finish(alt.layer(low, more, columns, _known_up_to(last, most, theme)), theme, 236)


def front_rows(
    samples: Sequence[Sample], theme: Theme
) -> tuple[dict[tuple[date, str], float], list[tuple[str, str, str]]]:
    """Give lengths by day and pair and the rows of the longest pairs, for `rows_chart`."""
    lengths = {(sample.day, pair): km for sample in samples for pair, km in sample.fronts.items()}
    whole: dict[str, float] = {}
    for (_, pair), km in lengths.items():
        whole[pair] = whole.get(pair, 0.0) + km
    ink = shade(GROUND["ink-2"], theme)
    pairs = sorted(whole, key=lambda pair: -whole[pair])[:FRONTS_SHOWN]
    rows = [(pair, " and ".join(_label(party) for party in pair.split("|")), ink) for pair in pairs]
    return lengths, rows


def event_rows(counts: Mapping[tuple[date, str], int], by: str, theme: Theme) -> list[tuple[str, str, str]]:
    """Give the rows of the events of a week, by kind or by party."""
    there = {key for _, key in counts}
    if by == "kind":
        return [(key, name, shade(GROUND["ink-2"], theme)) for key, name in KIND_LABELS.items() if key in there]
    table = lexicon().factions
    marks = {key: shade(entry.edge if key == "isil" else entry.mark, theme) for key, entry in table.items()}
    return [(key, entry.label, marks[key]) for key, entry in table.items() if key in there]


def _label(party: str) -> str:
    return "No evidence" if party == NOT_HELD else faction_label(party)


def _fill(party: str, theme: Theme) -> str:
    """Give the fill of a party's area: as the map draws its ground, pattern and all."""
    if party == NOT_HELD:
        return "url(#fl-hatch)"
    faction = lexicon().factions[party]
    return shade(faction.fill, theme) if faction.pattern == "plain" else f"url(#fl-{party}-1)"


def _within(day: date, last: date) -> str:
    return min(max(day, FIRST_DAY), last).isoformat()


def _span_words(day: date, days: int) -> str:
    if days >= 28:
        return f"{MONTHS[day.month - 1]} {day.year}"
    return f"the week from {short_day(day)}" if days > 1 else short_day(day)


def _year(day: date) -> float:
    """Give a day as a year with its fraction: a number has no time zone to be shifted by."""
    start = date(day.year, 1, 1)
    return round(day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days, 4)


def _time(first: date, last: date) -> alt.X:
    years = list(range(first.year + 1, last.year + 1))
    axis = alt.Axis(format="d", values=years, grid=False, title=None, labelFlush=False, labelOverlap=True)
    return alt.X("t:Q", scale=alt.Scale(domain=[_year(first), _year(last)], nice=False, zero=False), axis=axis)


def _chart(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Start a chart of rows that travel inside it."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def _axis(**given: Any) -> alt.Axis:
    return alt.Axis(title=None, domain=False, ticks=False, **given)


def _columns(days: Sequence[date], told: Sequence[str], theme: Theme) -> Any:
    """Lay an unseen column over each span: it answers to the pointer and to a click."""
    ends = [*days[1:], days[-1] + timedelta(days=1)]
    rows = [
        {"t": _year(day), "t2": _year(end), "zero": 0, "top": 1, "day": day.isoformat()}
        | {"told": words, "when": short_day(day)}
        for day, end, words in zip(days, ends, told, strict=True)
    ]
    over = alt.selection_point(name="over", on="pointerover", clear="pointerout", fields=["day"], empty=False)
    pick = alt.selection_point(name=PICK, fields=["day"], on="click")
    return (
        _chart(rows)
        .mark_rect(color=shade(GROUND["ink"], theme), cursor="pointer")
        .encode(
            x="t:Q",
            x2="t2:Q",
            y="zero:Q",
            y2="top:Q",
            opacity=alt.condition(over, alt.value(0.25), alt.value(0.001)),
            tooltip=[alt.Tooltip("when:N", title="Day"), alt.Tooltip("told:N", title="Shares")],
        )
        .add_params(over, pick)
    )


def _names(names: Sequence[Mapping[str, Any]], theme: Theme) -> Any:
    """Write the parties' names on their own ground, with a halo as on the map."""
    data = _chart(names)
    colours = {
        p: shade(GROUND["ink"], theme) if p == NOT_HELD else shade(lexicon().factions[p].text, theme) for p in ORDER
    }
    where: dict[str, Any] = {"x": "t:Q", "y": "y:Q", "text": "name:N"}
    halo = data.mark_text(
        fontSize=13, fontWeight=700, stroke=shade(GROUND["page"], theme), strokeWidth=3.5, strokeJoin="round"
    )
    text = data.mark_text(fontSize=13, fontWeight=700)
    colour = alt.Color("party:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=None)
    return alt.layer(halo.encode(**where), text.encode(**where, color=colour)).resolve_scale(color="independent")


def _known_up_to(last: date, top: float, theme: Theme) -> Any:
    """Draw the line at which what is known ends, and say so above the chart."""
    data, ink = (
        _chart([{"t": _year(last), "y": top, "name": f"known up to {short_day(last)}"}]),
        shade(GROUND["ink-2"], theme),
    )
    line = data.mark_rule(color=ink, strokeDash=[3, 3], strokeWidth=1.2).encode(x="t:Q")
    words = data.mark_text(align="right", baseline="bottom", dy=-5, fontSize=11.5, color=ink)
    return alt.layer(line, words.encode(x="t:Q", y="y:Q", text="name:N"))


def _finish(chart: Any, theme: Theme, height: int) -> Any:
    ink, rule = shade(GROUND["ink-2"], theme), shade(GROUND["rule"], theme)
    return (
        chart.properties(height=height, width="container", padding={"left": 4, "right": 8, "top": 22, "bottom": 0})
        .configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=ink, labelFontSize=12, gridColor=rule, domainColor=rule, tickColor=rule, labelFont=FONT
        )
    )
