"""Which noun phrases stand for which party: names, adjectives before words of force, and words that point back."""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from frontlines.extraction.dates import WEEKDAYS
from frontlines.extraction.lexicon import Words, word_set
from frontlines.extraction.names import Names, PartyName, parties_on
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.parties import Lexicon, Party

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "ADV", "PART", "X"})
_BREAKS = frozenset(["ADP", "AUX", "CCONJ", "DET", "PRON", "PUNCT", "SCONJ", "SPACE", "INTJ", "SYM"])
_JIHADI = ("ISIL", "HTS", "Al-Qaeda")
_PROXY = ("backed", "supported", "allied", "pro-")
_GENERIC_REBELS = frozenset({"rebels", "rebel", "fighters", "militants"})
_NO_PARTY = ("-based", "-made", "-built", "-supplied")
"""Ends of words that tell of a party only where something comes from."""
_FIGHTING = frozenset(["opposition", "hts", "sdf", "isil", "sna"])
_SHORT_NAME = 5
"""Letters of the longest abbreviation of a party's name; a longer word in capitals is a place's dateline."""
_LABELS = frozenset({"terrorist", "terrorists", "takfiri", "takfiris"})
"""Words of state media for whoever fights the government: a group named just before, else the opposition."""


def mark_parties(reading: Reading, lexicon: Lexicon, words: Words) -> None:
    """Fill ``reading.parties``; needs tags and lemmas."""
    names = _names_by_token(reading)
    forces, anonymous, civilians = (words.sections["forces"][k] for k in ("nouns", "anonymous", "civilians"))
    doc = reading.doc
    i = 0
    while i < len(doc):
        run = _run(doc[i], doc, names)
        if not run:
            i += 1
            continue
        hit = _of_run(run, names, reading, lexicon, forces)
        if hit is None:
            head = run[-1]
            lemma = head.lemma_.lower()
            if lemma in {"man", "soldier", "troop"} and (own := _its_own(reading, head)):
                hit = PartyHit(head.i, run[0].i, head.i, own)
            elif lemma in civilians and not _has_party(run, names):
                hit = PartyHit(head.i, run[0].i, head.i, "Civilians", civilians=True)
            elif lemma in {"soldier", "troop"} and (sent := _sent_by(reading, head)) is not None:
                hit = PartyHit(head.i, run[0].i, head.i, sent)
            elif lemma in {"soldier", "troop"} and len(run) <= 2:
                army = _whose_army(reading, run[0].i) or _state_army(reading, lexicon)
                hit = PartyHit(head.i, run[0].i, head.i, army) if army else None
            elif len(run) == 1 and _belongs(head, names):
                hit = None  # "fighters of X": X names them
            elif lemma == "fighter" and (behind := _backed_by(reading, head, lexicon)):
                hit = PartyHit(head.i, run[0].i, head.i, behind)
            elif lemma in {"fighter", "gunman"} and len(run) == 1 and (last := _last_fighters(reading, head.i)):
                hit = PartyHit(head.i, head.i, head.i, last, anonymous=True)
            elif lemma == "fighter" and len(run) == 1 and head.tag_ == "NNS":
                hit = PartyHit(head.i, head.i, head.i, "Syrian opposition", anonymous=True)
            elif lemma in anonymous or (lemma in forces and any(t.lower_ in _LABELS for t in run)):
                hit = _anonymous(run, reading)
        if hit:
            reading.parties.append(hit)
            reading.party_at[hit.head] = hit
            for t in range(hit.first, hit.last + 1):
                reading.inside_party[t] = hit
        i = run[-1].i + 1


def _belongs(head: Token, names: dict[int, PartyName]) -> bool:
    """Tell whether the party that somebody belongs to stands behind: "fighters of X", "members of the X"."""
    doc = head.doc
    behind = head.i + 1 < len(doc) and doc[head.i + 1].lower_ in {"of", "from"}
    return behind and any(i in names for i in range(head.i + 2, min(head.i + 4, len(doc))))


def _names_by_token(reading: Reading) -> dict[int, PartyName]:
    by_token: dict[int, PartyName] = {}
    found: Names = reading.doc.user_data["names"]
    for name in found.parties:
        span = reading.doc.char_span(name.start, name.end, alignment_mode="expand")
        if span is not None:
            for token in span:
                by_token[token.i] = name
    return by_token


def _run(first: Token, doc: Doc, names: dict[int, PartyName]) -> list[Token]:
    """Give the noun phrase core that starts at a token: adjectives and nouns up to its last noun."""
    run: list[Token] = []
    i = first.i
    while i < len(doc):
        token = doc[i]
        named = i in names
        if not named and (token.pos_ in _BREAKS or (token.pos_ == "VERB" and not _is_adjectival(token))):
            break
        if not named and run and run[-1].i in names and _is_hidden_verb(token):
            break
        if named and run and _is_next_of_list(names.get(run[-1].i), names[i], token):
            break
        if run and token.is_sent_start:
            break
        if token.lower_ in WEEKDAYS:  # "Last Saturday soldiers …"
            run = []
        else:
            run.append(token)
        # A possessive closes a phrase unless a noun of force follows ("Syria's army").
        i += 1
    while run and run[-1].pos_ not in {"NOUN", "PROPN"} and run[-1].i not in names:
        run.pop()
    return run


def _is_next_of_list(before: PartyName | None, name: PartyName, token: Token) -> bool:
    """Tell whether a party's name begins the next of a list that lost its comma: "the regime Russia and Iran"."""
    if before is None or before is name or before.adjective or name.adjective or not token.text[0].isupper():
        return False
    if token.lower_ in word_set("army_words"):
        return False  # "the US Air Force"
    here, there = {p.name for p in before.parties}, {p.name for p in name.parties}
    return not (here & there or (here | there) & {"Al-Qaeda", "Civilians"})


def _is_hidden_verb(token: Token) -> bool:
    """Tell whether a poor parse took a verb for an adjective: "the Syrian army targeted ISIL strongholds"."""
    return (
        token.dep_ == "amod" and token.tag_ in {"VBD", "VBN"} and token.lower_.endswith("ed") and "-" not in token.text
    )


def _is_adjectival(token: Token) -> bool:
    return token.dep_ == "amod" or token.lower_.endswith(("-backed", "-led", "-held", "-controlled"))


def _has_party(run: Sequence[Token], names: dict[int, PartyName]) -> bool:
    return any(t.i in names for t in run)


def _of_run(
    run: list[Token], names: dict[int, PartyName], reading: Reading, lexicon: Lexicon, forces: frozenset[str]
) -> PartyHit | None:
    """Decide which party a phrase stands for: a proxy's adjective, the last name, an adjective before a force."""
    named = [(t, names[t.i]) for t in run if t.i in names and not t.lower_.endswith(_NO_PARTY)]
    if named and named[0][0].text.isupper() and named[0][0].text.isalpha() and len(named[0][0].text) > _SHORT_NAME:
        # A dateline that lost its dash: "BEIRUT At least 15 people".
        named = named[1:]
    if [t.lower_ for t in run] == ["coalition"] and run[0].i + 1 < len(reading.doc):
        # "a coalition of rebel groups" is none of states.
        named = [] if reading.doc[run[0].i + 1].lower_ == "of" else named
    if len(named) > 1 and named[-1][0].lower_ == "coalition" and named[-2][0].lower_ in word_set("rebel_words"):
        named.pop()  # "an opposition coalition"
    if not named:
        return None
    day = reading.published
    head = run[-1]
    if head.lemma_.lower() in word_set("offshoot_nouns"):
        return _anonymous(run, reading)
    proxies = [
        p for t, n in named if n.adjective and any(x in t.lower_ for x in _PROXY) for p in parties_on(n, day)[:1]
    ]
    proper = [(t, n) for t, n in named if not n.adjective]
    last_token, last_name = proper[-1] if proper else named[-1]
    party = parties_on(last_name, day)[0].name
    generic = party in {"Syrian opposition", "Civilians"} and (
        last_token.is_sent_start or last_token.text.split()[-1].islower()
    )
    if party == "Al-Qaeda" and head.lemma_.lower() in {"affiliate", "branch", "franchise", "arm", "wing"}:
        return PartyHit(head.i, run[0].i, head.i, "HTS")  # its affiliate in Syria
    if proxies and (generic or not proper):
        named_rebels = proxies[0].name == "SDF" and bool(word_set("rebel_words") & {t.lower_ for t in run})
        party = "Syrian opposition" if named_rebels else proxies[0].name  # "US-backed opposition groups"
    elif not proper and head.lemma_.lower() not in forces and head.i not in names:
        return None
    elif party == "Civilians" and len(named) > 1:
        return PartyHit(head.i, run[0].i, head.i, "Civilians", civilians=True)
    elif generic and last_token.lower_ in _GENERIC_REBELS and len(named) == 1:
        party = _rebels_before(reading, run[0].i) or party
    if head.lemma_.lower() == "proxy" and party == "Syrian government":
        party = next((b for h in reversed(reading.parties) if (b := _backed(reading, {h.party}, lexicon))), party)
    if generic and (backed := _backed_by(reading, head, lexicon)) is not None:
        party = backed
    if (generic or not proper) and (backed := _allied(reading, run, lexicon)) is not None:
        party = backed
    if party == "Syrian government" and last_token.lower_ in word_set("army_words"):
        before = [parties_on(n, day)[0].name for _, n in named[:-1] if n is not last_name]
        party = before[-1] if before else _whose_army(reading, run[0].i) or party
    return PartyHit(head.i, run[0].i, head.i, party, civilians=party == "Civilians")


def _backed_by(reading: Reading, head: Token, lexicon: Lexicon) -> str | None:
    """Read "rebels backed by Turkey", the party that the backer is known to back, and "rebels led by HTS"."""
    doc = reading.doc
    while head.i + 3 < len(doc) and doc[head.i + 1].lower_ in word_set("before_backed"):
        head = doc[head.i + 1]  # "fighters from the area backed by X"
    words = [t.lower_ for t in doc[head.i + 1 : head.i + 3]]
    if len(words) < 2 or words[0] not in {"backed", "supported", "armed", "led"} or words[1] != "by":
        return None
    if words[0] == "led":
        leaders = [n.name for i in range(head.i + 3, min(head.i + 6, len(doc))) for n in _names_at(reading, i)]
        return next((n for n in leaders if lexicon.faction_of(n) in _FIGHTING), None)
    behind = {n.name for i in range(head.i + 3, min(head.i + 6, len(doc))) for n in _names_at(reading, i)}
    return next(iter(sorted(behind & {"SDF", "YPG"})), None) or _backed(reading, behind, lexicon)


def _allied(reading: Reading, run: Sequence[Token], lexicon: Lexicon) -> str | None:
    """Read "Turkish troops and allied rebels": the party that those named just before are known to back."""
    at = run[0].i
    beside = at >= 1 and reading.doc[at - 1].lower_ in {"and", "with"} and reading.parties
    if not beside or "allied" not in {t.lower_ for t in run} or reading.parties[-1].last != at - 2:
        return None
    return _backed(reading, {reading.parties[-1].party}, lexicon)


def _backed(reading: Reading, backers: set[str], lexicon: Lexicon) -> str | None:
    alive = [p for p in lexicon.parties.values() if p.exists_on(reading.published)]
    return next((p.name for p in alive if backers & set(p.backers)), None)


def _names_at(reading: Reading, token: int) -> tuple[Party, ...]:
    start = reading.doc[token].idx
    names: Names = reading.doc.user_data["names"]
    return next((parties_on(n, reading.published) for n in names.parties if n.start <= start < n.end), ())


def _rebels_before(reading: Reading, token: int) -> str | None:
    """Give whom "the rebels" points back to: the last that were called so, Turkish-backed or led by another group."""
    for hit in reversed(reading.parties):
        so_called = hit.party in {"SNA", "Syrian opposition"} or reading.doc[hit.head].lemma_.lower() == "rebel"
        if hit.head < token and so_called:
            return hit.party
    return None


def _its_own(reading: Reading, head: Token) -> str | None:
    """Give the party of "its men", "their troops": the one named last in the sentence."""
    if not any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in head.children):
        return None
    named = [hit for hit in reading.parties if reading.doc[hit.head].sent == head.sent and not hit.civilians]
    return named[-1].party if named else None


def _sent_by(reading: Reading, troops: Token) -> str | None:
    """Give the party of "the Pentagon has deployed 200 troops"."""
    verb = troops.head
    if troops.dep_ != "dobj" or verb.lemma_.lower() not in {"deploy", "send", "dispatch", "station"}:
        return None
    sender = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    hit = reading.inside_party.get(sender.i) if sender is not None else None
    return hit.party if hit is not None and not hit.civilians else None


def _whose_army(reading: Reading, token: int) -> str | None:
    """Give the state whose army was named last within the sentence or the one before."""
    here = reading.sentence_of[token]
    for hit in reversed(reading.parties):
        if reading.sentence_of[hit.head] < here - 1:
            break
        named_as_place = hit.head in reading.mention_at and hit.first == hit.last
        if hit.party in {"Turkey", "Iraq", "Jordan", "Israel", "Lebanon", "Syrian government"} and not named_as_place:
            return hit.party
    return None


def _state_army(reading: Reading, lexicon: Lexicon) -> str | None:
    """Give whose army "soldiers" are where nothing else is said: that of the government of the day."""
    for name in ("Transitional government", "Syrian government"):
        if lexicon.parties[name].exists_on(reading.published):
            return name
    return None


def _last_fighters(reading: Reading, token: int) -> str | None:
    """Give whose "fighters" are meant: the last armed group named in the two sentences before."""
    for hit in reversed(reading.parties):
        if reading.sentence_of[token] - reading.sentence_of[hit.head] > 2:
            break
        if hit.party in {"Syrian opposition", "HTS", "SNA", "SDF", "YPG", "ISIL", "Hezbollah"}:
            return hit.party
    return None


def _anonymous(run: list[Token], reading: Reading) -> PartyHit | None:
    """Read "the militants", "the group", "terrorists": the last party so called, or in state media the opposition."""
    head = run[-1]
    lemma = head.lemma_.lower()
    before = [h for h in reading.parties if h.head < run[0].i and not h.civilians]
    if _LABELS & {t.lower_ for t in run}:
        if lemma == "attack" and run[0].i and reading.doc[run[0].i - 1].lower_ in {"this", "that"}:
            return None
        if run[0].i and reading.doc[run[0].i - 1].text in {'"', "'", "“"}:
            return None
        here = reading.sentence_of[head.i]
        near = [h for h in before if here - reading.sentence_of[h.head] <= 1 and not h.anonymous]
        recent = next((h.party for h in reversed(near) if h.party in {"ISIL", "HTS", "Syrian opposition"}), None)
        party = recent or "Syrian opposition"
        return PartyHit(head.i, run[0].i, head.i, party, anonymous=True)
    if lemma in {"jihadist", "extremist", "militant", "islamist"} | word_set("offshoot_nouns"):
        recent = next((h.party for h in reversed(before) if h.party in {*_JIHADI, "Syrian opposition", "SNA"}), None)
        return PartyHit(head.i, run[0].i, head.i, recent, anonymous=True) if recent else None
    if lemma == "group" and run[0].lower_ in {"extremist", "jihadist", "terror", "militant"}:
        jihadi = [h.party for h in before if h.party in _JIHADI]
        return PartyHit(head.i, run[0].i, head.i, jihadi[-1], anonymous=True) if jihadi else None
    definite = run[0].i > 0 and reading.doc[run[0].i - 1].lower_ in {"the", "its", "that", "this"}
    if lemma in {"group", "alliance", "organisation", "organization"} and definite and len(run) == 1:
        wanted = (
            {"SDF", "YPG"}
            if lemma == "alliance"
            else {"ISIL", "HTS", "SDF", "Syrian opposition", "Hezbollah", "Al-Qaeda"}
        )
        likely = [h for h in before if h.party in wanted]
        near = [h for h in likely if reading.sentence_of[head.i] - reading.sentence_of[h.head] == 1]
        subjects = [h for h in near if reading.doc[h.head].dep_ == "nsubj"]
        meant = (subjects[:1] if head.dep_ == "nsubj" else []) or likely[-1:]
        return PartyHit(head.i, run[0].i, head.i, meant[0].party, anonymous=True) if meant else None
    return None
