"""Which weapon a sentence names beside an attack, and so which kind of attack it was."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import Words, word_set
from frontlines.extraction.reading import Reading
from frontlines.model import EventType

AIR_PARTIES = frozenset({"Russia", "US-led coalition", "Israel", "United States", "France", "United Kingdom", "Jordan"})


_THINGS = frozenset({"site", "facility", "programme", "program", "stockpile", "arsenal", "plant", "factory", "depot"})


def weapon_of(reading: Reading, clause: int, token: Token, words: Words) -> EventType | None:
    """Find the weapon named in the trigger's own phrase, its clause, else its sentence."""
    for scope in ([t.i for t in token.subtree], reading.clauses[clause].tokens, [t.i for t in token.sent]):
        found: dict[EventType, int] = {}
        for i in scope:
            first, *rest = singular(reading.doc[i]).split(" ")  # a name is one token: "Air Force"
            for n in (2, 1) if first in words.weapon_starts else ():
                said = (first, *rest, *(singular(t) for t in reading.doc[i + 1 : i + n]))
                kind = words.weapons.get(said)
                if kind == "bombing" and reading.doc[i].lemma_ == "bomb" and reading.doc[i].pos_ == "VERB":
                    kind = "air_strike"
                if kind == "air_strike" and i == token.i and reading.doc[i].pos_ == "VERB":
                    continue  # "bombed X with heavy artillery"
                if kind and not _of_another(reading.doc[i], token):
                    found.setdefault(kind, abs(i - token.i))
                    break
        if found:
            if "chemical_attack" in found:
                return "chemical_attack"
            if "air_strike" in found:
                return "air_strike"
            return min(found, key=lambda k: found[k])
    return None


def dropped_bombs(reading: Reading, token: Token) -> bool:
    """Tell whether "bombs" are those of a party that flies: "killed by regime bombs"."""
    return any(
        reading.doc[i].lower_ == "bombs"
        and (hit := reading.inside_party.get(i) or reading.inside_party.get(i - 1))
        and hit.party in AIR_PARTIES | {"Syrian government"}
        for i in reading.near(token)
    )


def laden_with_gas(token: Token) -> bool:
    """Tell whether what was dropped or fired holds gas: "barrel bombs filled with chlorine"."""
    gases, laden = word_set("gas_words"), word_set("laden_words")
    return any(
        t.lower_ in gases and (t.head.lower_ in {"containing", "contained"} or t.head.head.lower_ in laden)
        for t in token.subtree
    )


def fired_from_afar(reading: Reading, token: Token) -> bool:
    """Tell whether missiles are those of a party that strikes from the air or the sea: "fired 59 Tomahawk missiles"."""
    near = [reading.doc[i] for i in reading.near(token)]
    parties = {hit.party for t in near if (hit := reading.inside_party.get(t.i))}
    return any(t.lemma_.lower() == "missile" for t in near) and bool(parties & (AIR_PARTIES - {"Jordan"}))


def _of_another(weapon: Token, trigger: Token) -> bool:
    """Tell whether a weapon is what another verb is about: "rebels attacked X while helicopters hit Y"."""
    if weapon.lower_ == "chemical" and any(
        t.lemma_.lower() in _THINGS for t in weapon.doc[weapon.i + 1 : weapon.i + 4]
    ):
        return True  # "strikes against chemical weapons sites"
    if weapon.dep_ != "nsubj" or weapon.head.pos_ != "VERB" or trigger.lemma_ not in {"attack", "assault", "storm"}:
        return False
    return weapon.head.i != trigger.i and not weapon.head.is_ancestor(trigger)


def singular(token: Token) -> str:
    """Give the lemma; of a plural that was taken for a name ("Rockets hit …") the singular."""
    low = token.lemma_.lower()
    if token.pos_ != "PROPN" or not low.endswith("s") or low != token.lower_:
        return low
    return f"{low[:-3]}y" if low.endswith("ies") else low[:-1]
