"""Titles in plain words, made from what was read and never from a person's name."""

from frontlines.model import AREAL_KINDS, Event, Placement

_NOUNS = {
    "air_strike": "Air strikes", "shelling": "Shelling", "bombing": "Bombing", "chemical_attack": "Chemical attack",
    "other_attack": "Attack", "ground_attack": "Ground attack", "clash": "Fighting", "advance": "Advance",
    "capture": "Capture", "withdrawal": "Withdrawal", "siege": "Siege", "ceasefire": "Ceasefire",
    "evacuation": "Evacuation", "talks": "Talks", "aid": "Aid", "displacement": "Displacement",
    "detention": "Detention",
    "protest": "Protest",
}  # fmt: skip
_SHORT = {"Syrian government": "Government", "Syrian opposition": "Opposition", "SNA": "Turkish-backed rebels (SNA)"}


def place_words(where: Placement) -> str:
    """Give a place as a title names it: "al-Bab", "northern Deir ez-Zor governorate"."""
    if not where.name:
        return "a place not stated"
    name = where.name.replace(" Governorate", " province")
    return name[0].lower() + name[1:] if where.part and " of " in name else name


def title_of(event: Event, called: str = "") -> str:
    """Make a title: what, by whom where that is known, and where."""
    noun = _NOUNS[event.type]
    who = [_SHORT.get(a, a) for a in event.actors if a not in {"Unknown", "Civilians"}]
    where = called or place_words(event.where)
    by = " and ".join(who[:3])
    if event.type == "capture" and by:
        return (
            f"{by}: capture in {where}"
            if event.where.part or event.where.kind in AREAL_KINDS
            else f"{by} capture {where}"
        )
    if event.type == "advance" and by:
        return f"{by}: advance in {where}" if event.where.kind in AREAL_KINDS else f"{by}: advance on {where}"
    if event.type == "other_attack" and event.killed is None and event.affected is not None:
        return f"Civilians {event.affected_how or 'affected'}, {where}"
    return f"{noun} in {where}" + (
        f", by {by}" if by and event.type not in {"clash", "talks"} else f" ({by})" if by else ""
    )
