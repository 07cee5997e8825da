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
_SHORT = {
    "Syrian government": "Government forces",
    "Syrian opposition": "Opposition forces",
    "SNA": "Turkish-backed rebels",
}


def place_words(where: Placement) -> str:
    """Give a place as a title names it: "al-Bab", "the north of Deir ez-Zor province"."""
    if not where.name:
        return "a place not stated"
    name = where.name.replace(" Governorate", " province")
    return f"the {name[0].lower()}{name[1:]}" if where.part and " of " in name else name


def title_of(event: Event, called: str = "") -> str:
    """Make a title: what, by whom if known, and where; ``called`` is a town's name as the report writes it."""
    noun = _NOUNS[event.type]
    who = [_SHORT.get(a, a) for a in event.actors if a not in {"Unknown", "Civilians"}]
    where = called or place_words(event.where)
    by = " and ".join(who[:3])
    area = event.where.part or event.where.kind in AREAL_KINDS
    if event.type == "capture" and by:
        return f"{by} capture ground in {where}" if area else f"{by} capture {where}"
    if event.type == "advance" and by:
        return f"{by} advance in {where}" if area else f"{by} advance on {where}"
    if event.type == "other_attack" and event.affected is not None:
        killed = "killed and " if event.killed is not None else ""
        return f"Civilians {killed}{event.affected_how or 'affected'} in {where}"
    if event.type == "clash" and by:
        against = [_SHORT.get(t, t) for t in event.targets if t not in {"Unknown", "Civilians"}]
        return f"Fighting between {by} and {against[0]} in {where}" if against else f"Fighting in {where} ({by})"
    if event.type == "talks":
        return f"Talks in {where}"
    return f"{noun} in {where}" + (f", by {by}" if by else "")
