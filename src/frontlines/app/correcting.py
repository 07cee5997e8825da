"""The form that corrects an event or a claim, and the one that adds an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

import streamlit as st

from frontlines.app import words
from frontlines.app.review import Item, person
from frontlines.app.world import gazetteer
from frontlines.geography.provinces import locate
from frontlines.geography.resolver import placement_of
from frontlines.mapping.words import EVENT_NAMES
from frontlines.model import (
    AREAL_KINDS,
    ClaimStatus,
    ControlClaim,
    Event,
    EventType,
    MatchStatus,
    Mention,
    Placement,
    Range,
    Status,
    When,
)
from frontlines.parties import lexicon

SEARCH: Final = "search"
POINT: Final = "point"
BY_HAND: Final = "chosen by hand"
MOST_PEOPLE: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that the form offers."""

    key: str
    label: str
    caption: str
    where: Placement | None


def placing(item_id: str) -> bool:
    """Tell whether the form of an item waits for a click on the map."""
    return st.session_state.get(f"place_{item_id}") == POINT


def take_place(item_id: str, place_id: str) -> None:
    """Let the form take a place of the gazetteer whose name was clicked on the map."""
    if place_id in gazetteer() and gazetteer().get(place_id).country == "SY":
        st.session_state[f"place_{item_id}"] = SEARCH
        st.session_state[f"search_{item_id}"] = place_id


def place_choices(item: Item, mentions: Sequence[Mention] = ()) -> list[Choice]:
    """Give the places that an item may be at: as it stands, the ones passed over, others that the passage names."""
    known, where, out = gazetteer(), item.where, []
    if where.name and where.lat is not None:
        out.append(Choice("same", words.place_words(where), where.method or "as read", where))
    seen = {where.place_id} if where.area is None or where.area == where.place_id else set()
    for candidate in where.candidates:
        if candidate.place_id in known and candidate.place_id not in seen:
            seen.add(candidate.place_id)
            place = placement_of(known.get(candidate.place_id), method=BY_HAND, reason="chosen among the candidates")
            out.append(Choice(candidate.place_id, _label(place), f"passed over: {candidate.reason}", place))
    for mention in mentions:
        place_id = mention.where.place_id
        if mention.where.lat is not None and place_id and place_id not in seen and mention.where.kind != "country":
            seen.add(place_id)
            placed = replace(mention.where, method=BY_HAND, reason="named in the passage")
            out.append(Choice(place_id, _label(placed), "named in the passage", placed))
    return [
        *out,
        Choice(SEARCH, "Another place", "search the gazetteer by any name", None),
        Choice(POINT, "A spot on the map", "click it", None),
    ]


def _label(where: Placement) -> str:
    area = where.admin1 if where.admin1 and where.kind != "province" else where.country
    kind = f" ({where.kind})" if where.kind in AREAL_KINDS else ""
    return ", ".join(part for part in (where.name + kind, area) if part)


def place_field(item: Item, mentions: Sequence[Mention] = ()) -> Placement | None:
    """Let a person choose the place; None while a search or a click is still awaited."""
    choices = {choice.key: choice for choice in place_choices(item, mentions)}
    key = st.radio(
        "Place",
        list(choices),
        format_func=lambda name: words.markdown_text(choices[name].label),
        captions=[words.markdown_text(choice.caption) for choice in choices.values()],
        key=f"place_{item.id}",
    )
    if key == SEARCH:
        return _searched(item)
    return _pointed(item) if key == POINT else choices[key].where if key else None


def _searched(item: Item) -> Placement | None:
    known = gazetteer()
    places = {place.id: place for place in known.places if place.country == "SY"}
    asked = st.selectbox(
        "Find a place",
        list(places),
        index=None,
        format_func=lambda id_: _label(placement_of(places[id_])) if id_ in places else id_,
        placeholder="Type a name, in any spelling",
        accept_new_options=True,
        key=f"search_{item.id}",
    )
    if asked is None:
        return None
    if asked not in places:
        found = [place for place in known.lookup(asked) if place.country == "SY"]
        if not found:
            st.warning("No place of this name is known: try another spelling, or click the spot on the map.")
            return None
        asked = found[0].id
        if len(found) > 1:
            st.caption(
                words.markdown_text(f"{len(found)} places have this name; taken: {_label(placement_of(found[0]))}")
            )
    return placement_of(places[asked], method=BY_HAND, reason="found in the gazetteer by a person")


def _pointed(item: Item) -> Placement | None:
    point = st.session_state.get("read_point")
    if not point:
        st.caption("Click the map above. The spot is then shown with a ring.")
        return None
    lat, lon = point
    located = locate(lon, lat)
    name = st.text_input("Name of the place", value=item.where.name, max_chars=120, key=f"point_name_{item.id}")
    area = f", {located.admin1} governorate" if located.admin1 else ", outside Syria"
    st.caption(f"{lat:.3f} N, {lon:.3f} E{area}")
    kind = item.where.kind if item.where.kind and item.where.kind not in AREAL_KINDS else "settlement"
    return Placement(
        MatchStatus.MATCHED,
        name=" ".join(name.split()) or "a place on the map",
        kind=kind,
        lat=round(lat, 4),
        lon=round(lon, 4),
        country="SY" if located.admin1 else None,
        admin1=located.admin1,
        precision=1,
        radius_km=1.0,
        method=BY_HAND,
        reason="clicked on the map",
    )


def _party_names(chosen: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*lexicon().parties, "Civilians", "Unknown", *chosen]))


def _party_label(name: str) -> str:
    found = lexicon().parties.get(name)
    return found.label if found else name


def _parties(label: str, chosen: Sequence[str], key: str) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            label,
            _party_names(chosen),
            default=list(chosen),
            format_func=_party_label,
            placeholder="not stated",
            key=key,
        )
    )


def when_field(when: When, id_: str) -> When:
    """Let a person say the days; untouched, they stay as they were told."""
    first, last = st.columns(2)
    start = first.date_input("From", when.start, min_value=date(2011, 1, 1), format="YYYY-MM-DD", key=f"from_{id_}")
    end = last.date_input("To", when.end, min_value=date(2011, 1, 1), format="YYYY-MM-DD", key=f"to_{id_}")
    start, end = (day if isinstance(day, date) else None for day in (start, end))
    return dated(when, start, end)


def dated(when: When, start: date | None, end: date | None) -> When:
    """Give the time that a person says; the same object where the days are those already told."""
    if (start, end) == (when.start, when.end):
        return when
    start = start or end
    if start is None or end is None or end < start:
        end = start
    days = (end - start).days if start and end else 0
    precision = (
        5 if start is None else 1 if days == 0 else 2 if days <= 5 else 3 if days <= 7 else 4 if days <= 31 else 5
    )
    return When(start, end, precision, "given by a person", when.words)


def _count(label: str, count: Range | None, key: str) -> Range | None:
    low, high = st.columns(2)
    least = low.number_input(
        f"{label}, at least", 0, MOST_PEOPLE, value=count.min if count else None, step=1, key=f"{key}_min"
    )
    most = high.number_input(
        f"{label}, at most", 0, MOST_PEOPLE, value=count.max if count else None, step=1, key=f"{key}_max"
    )
    return counted(count, least, most)


def counted(count: Range | None, least: int | None, most: int | None) -> Range | None:
    """Give the count that a person says; the same object where it is as it was."""
    if (least, most) == ((count.min, count.max) if count else (None, None)):
        return count
    if least is None and most is None:
        return None
    if least is not None and most is not None and most < least:
        least, most = most, least
    return Range(least, most, count.words if count else "")


def fields(item: Item, mentions: Sequence[Mention] = ()) -> dict[str, Any] | None:
    """Show the form's fields; give what a person says of each, None while the place is still awaited."""
    told: dict[str, Any] = {}
    if isinstance(item, Event):
        kinds: Sequence[EventType] = get_args(EventType)
        told["type"] = st.selectbox(
            "Kind",
            kinds,
            index=kinds.index(item.type),
            format_func=lambda kind: EVENT_NAMES[kind],
            key=f"kind_{item.id}",
        )
    where = place_field(item, mentions)
    told["where"] = where if where is not None else item.where
    if isinstance(item, ControlClaim):
        _claim_fields(item, told)
    else:
        _event_fields(item, told)
    return told if where is not None or not _waiting(item.id) else None


def _waiting(item_id: str) -> bool:
    return st.session_state.get(f"place_{item_id}") in {SEARCH, POINT}


def _claim_fields(claim: ControlClaim, told: dict[str, Any]) -> None:
    names = _party_names([claim.holder])
    told["holder"] = st.selectbox(
        "Holder", names, index=names.index(claim.holder), format_func=_party_label, key=f"holder_{claim.id}"
    )
    kinds: Sequence[ClaimStatus] = get_args(ClaimStatus)
    told["status"] = st.selectbox(
        "How",
        kinds,
        index=kinds.index(claim.status),
        format_func=lambda how: words.HOLD_WORDS[how],
        key=f"how_{claim.id}",
    )
    told["when"] = when_field(claim.when, claim.id)


def _event_fields(event: Event, told: dict[str, Any]) -> None:
    told["when"] = when_field(event.when, event.id)
    told["actors"] = _parties("Who", event.actors, f"who_{event.id}")
    told["targets"] = _parties("To whom", event.targets, f"whom_{event.id}")
    told["killed"] = _count("Killed", event.killed, f"killed_{event.id}")
    told["wounded"] = _count("Wounded", event.wounded, f"wounded_{event.id}")
    told["affected"] = _count("Affected otherwise", event.affected, f"affected_{event.id}")
    if told["affected"] is not None:
        told["affected_how"] = st.text_input(
            "How affected", event.affected_how, max_chars=60, placeholder="displaced, trapped …", key=f"how_{event.id}"
        )
    kinds: Sequence[Status] = get_args(Status)
    told["status"] = st.selectbox(
        "Status", kinds, index=kinds.index(event.status), format_func=lambda one: words.STATUS_WORDS[one],
        key=f"status_{event.id}",
    )  # fmt: skip


def changed(item: Item, told: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a person said otherwise than it stood."""
    return {name: value for name, value in told.items() if getattr(item, name) != value}


def name_field(width: int | Literal["stretch"] = "stretch") -> str:
    """Ask who reviews, once a session; the name stands beside everything that is said."""

    def keep() -> None:
        st.session_state["reviewer"] = st.session_state["reviewer_field"]

    st.text_input(
        "Your name or initials",
        value=person(),
        max_chars=80,
        key="reviewer_field",
        on_change=keep,
        width=width,
        placeholder="stands beside your word",
    )
    return person()
