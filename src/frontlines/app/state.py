"""What a person has chosen, as one value that lives in the address: a link shows the other person the same thing."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, get_args

from frontlines.model import EventType, Status

Axis = Literal["happened", "reported"]
Window = Literal["day", "week", "month", "all"]
Stride = Literal["day", "week", "month"]

FIRST_DAY: Final = date(2011, 3, 15)
"""The first protests in Daraa: no date control goes further back."""
OPENING_DAY: Final = date(2017, 2, 21)
"""Where the page stands on the first open."""
DAYS: Final[Mapping[Window, int]] = {"day": 1, "week": 7, "month": 31, "all": 40_000}
"""Days in a window that ends on the day shown."""
LAYERS: Final = ("fronts", "movements", "labels")
MAX_ADDRESS_VALUE: Final = 400
"""Longer values in an address are not ours and are passed over."""


@dataclass(frozen=True, slots=True)
class View:
    """All choices of the map page.  Sets hold what is switched *off*, so that something new shows by itself."""

    day: date = OPENING_DAY
    window: Window = "month"
    axis: Axis = "happened"
    factions_off: frozenset[str] = frozenset()
    kinds_off: frozenset[str] = frozenset()
    layers_off: frozenset[str] = frozenset()
    tiles: bool = False
    arabic: bool = False
    """Whether the map names places in Arabic."""
    provinces: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    certainty: int = 0
    """Least certainty in per cent."""
    sets_off: frozenset[str] = frozenset()
    """Imported sets, by id."""
    chosen: str | None = None
    """Id of the event, zone or front whose record stands in the panel."""
    place: str | None = None
    """Id of the gazetteer place that was looked for."""
    stride: Stride = "day"
    """How far one step in time goes."""

    def step(self, count: int) -> "View":
        """Give the view some strides later or earlier, but not before the first day."""
        return replace(self, day=max(FIRST_DAY, stepped(self.day, self.stride, count)))

    def filtered(self) -> int:
        """Count the filters in force beyond the switches."""
        return bool(self.provinces) + bool(self.statuses) + bool(self.certainty) + bool(self.sets_off)


def stepped(day: date, stride: Stride, count: int) -> date:
    """Give the day ``count`` strides after ``day``; a month's keeps the day of the month where it can."""
    if stride != "month":
        return day + timedelta(days=count * DAYS[stride])
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)


def to_address(view: View) -> dict[str, str]:
    """Give the query parameters that restore ``view``; what is as on the first open is left out."""
    plain = View()
    values = {
        "d": view.day.isoformat() if view.day != plain.day else "",
        "span": view.window if view.window != plain.window else "",
        "axis": view.axis if view.axis != plain.axis else "",
        "off": ",".join(sorted(view.factions_off)),
        "nokinds": ",".join(sorted(view.kinds_off)),
        "hide": ",".join(sorted(view.layers_off)),
        "step": view.stride if view.stride != plain.stride else "",
        "base": "osm" if view.tiles else "",
        "names": "ar" if view.arabic else "",
        "province": ",".join(view.provinces),
        "status": ",".join(view.statuses),
        "sure": str(view.certainty) if view.certainty else "",
        "nosets": ",".join(sorted(view.sets_off)),
        "id": view.chosen or "",
        "place": view.place or "",
    }
    return {name: value for name, value in values.items() if value}


def from_address(
    query: Mapping[str, str],
    *,
    factions: frozenset[str],
    kinds: frozenset[str],
    provinces: frozenset[str],
    sets: frozenset[str] = frozenset(),
) -> tuple[View, tuple[str, ...]]:
    """Read a view from query parameters; give it with one sentence for each value that could not be used.

    Whatever is not known here (a faction, a kind, an impossible date) is passed over, never shown or stored.
    """
    values = {name: value for name, value in query.items() if len(value) <= MAX_ADDRESS_VALUE}
    notes: list[str] = []
    view = View()
    if raw := values.get("d"):
        try:
            day = date.fromisoformat(raw)
        except ValueError:
            notes.append("The date in the link is not a date, so the map stands on 21 Feb 2017: choose one below.")
        else:
            view = replace(view, day=max(FIRST_DAY, min(day, date(2100, 1, 1))))
    if (window := values.get("span", "")) in get_args(Window):
        view = replace(view, window=window)  # type: ignore[arg-type]
    if (stride := values.get("step", "")) in get_args(Stride):
        view = replace(view, stride=stride)  # type: ignore[arg-type]
    if values.get("axis") == "reported":
        view = replace(view, axis="reported")
    sure = values.get("sure", "")
    return (
        replace(
            view,
            factions_off=frozenset(_list(values.get("off", ""))) & factions,
            kinds_off=frozenset(_list(values.get("nokinds", ""))) & kinds,
            layers_off=frozenset(_list(values.get("hide", ""))) & frozenset(LAYERS),
            tiles=values.get("base") == "osm",
            arabic=values.get("names") == "ar",
            provinces=tuple(name for name in _list(values.get("province", "")) if name in provinces),
            statuses=tuple(name for name in _list(values.get("status", "")) if name in get_args(Status)),
            certainty=min(100, int(sure)) if sure.isascii() and sure.isdigit() else 0,
            sets_off=frozenset(_list(values.get("nosets", ""))) & sets,
            chosen=values.get("id"),
            place=values.get("place"),
        ),
        tuple(notes),
    )


KINDS: Final[Mapping[str, tuple[EventType, ...]]] = {
    "strikes": ("air_strike",),
    "attacks": ("shelling", "bombing", "chemical_attack", "other_attack"),
    "clashes": ("clash", "ground_attack", "siege"),
    "advances": ("advance", "capture", "withdrawal"),
    "people": ("displacement", "evacuation", "aid", "detention", "protest"),
    "talks": ("talks", "ceasefire"),
}
"""The switches for kinds of event, and the types that each stands for; every type belongs to one."""
