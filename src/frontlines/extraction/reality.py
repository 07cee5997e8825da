"""Whether what a word tells is a fact: said of what may come, is wanted, feared or denied, it is none."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import Words, word_set

VERBAL = frozenset({"VERB", "AUX"})
"""Parts of speech of verbs."""

_OPENS = frozenset({"begin", "start", "launch"})
_ONLY_POSSIBLE = frozenset({"possible", "potential", "imminent", "likely", "looming", "feared", "would-be", "future"})


def reality(token: Token, words: Words) -> tuple[str | None, bool]:
    """Say why an event is no fact, and whether it is planned; walks up from the trigger to the sentence's main verb."""
    if any(c.dep_ == "amod" and c.lower_ in _ONLY_POSSIBLE for c in token.children):
        return "possible", False
    if token.tag_ == "VBG" and token.dep_ == "csubj":
        return "aim", False  # "taking the city is part of the operation"
    modals, governors, planned_words, negations, subordinators = (
        words.sections["unreal"][k] for k in ("modals", "governors", "planned", "negations", "subordinators")
    )
    speech = words.sections["speech"]["verbs"]
    at: Token = token
    planned = False
    while True:
        lemma = at.lemma_.lower()
        if at.tag_ in {"VB", "VBP"} and _bare_infinitive(at):
            above = at.head.lemma_.lower() if at.dep_ == "xcomp" else ""
            return (above if above in TRIED else "to"), planned or above in _DUE or at.dep_ == "ROOT"
        if at.pos_ in VERBAL or at.i == token.i:
            for child in at.children:
                low = child.lower_
                if child.dep_ in {"aux", "auxpass"} and low in modals:
                    if low == "would" and at.dep_ == "ccomp" and at.head.tag_ == "VBD" and at.head.lemma_ in speech:
                        planned = True  # "said that a convoy would leave"
                        continue
                    return low, planned
                if child.dep_ in {"aux"} and child.lower_ in planned_words:
                    planned = True
                if (child.dep_ == "neg" and (at.i == token.i or lemma not in speech)) or (
                    child.dep_ in {"det", "advmod"} and low in negations and at.i == token.i
                ):
                    return low, planned
                aside = at.dep_ != "ROOT" and not (at.i == token.i and _on_a_day(at))
                if child.dep_ == "mark" and low == "since" and aside:
                    return low, planned
                if child.dep_ in {"mark", "advmod"} and low in subordinators:
                    return low, planned
                if child.dep_ == "advmod" and low in word_set("habit_words"):
                    return low, planned  # "are usually carried out by"
                if child.dep_ == "mark" and low == "before" and at.head.lemma_.lower() in word_set("prevent_verbs"):
                    return low, planned  # "destroyed before it managed to enter X"
        up = at.head
        if up.i == at.i:
            return None, planned
        up_lemma = up.lemma_.lower()
        relation = at.dep_
        if relation == "xcomp" and any(c.lower_ == "to" and c.dep_ == "aux" for c in at.children):
            if up_lemma in _OPENS and any(c.dep_ == "dobj" for c in up.children):
                return "to", planned  # "began an offensive to gain control of X"
            if up_lemma in {"plan", "schedule", "prepare", "intend", "expect", "agree", "set", "be"}:
                planned = True
            elif any(c.lower_ == "have" and c.dep_ == "aux" for c in at.children) or up_lemma in {
                "begin",
                "start",
                "continue",
                "manage",
                "go",
                "come",
                "succeed",
                "appear",
                "seem",
                "force",
            }:
                pass
            else:
                return up_lemma, planned
        elif relation == "advcl" and taken_by(up) is not None:
            pass
        elif relation in {"advcl", "acl", "relcl"} and _is_purpose(at):
            return "to", planned
        elif relation == "relcl" and _in_past_tense(at):
            return None, planned  # "vowed to take X, which IS captured in 2014"
        elif (
            up_lemma in governors
            and up_lemma not in speech
            and not (up_lemma == "call" and relation == "oprd")
            and relation not in {"nsubj", "nsubjpass", "advcl", "conj", "relcl", "npadvmod"}
        ):
            return up_lemma, planned
        elif lemma in governors and at.i != token.i and at.pos_ == "NOUN" and relation in {"pobj", "dobj"}:
            return lemma, planned
        if up_lemma in _DENIES and relation != "conj":
            return "denied", planned
        at = up


def _on_a_day(verb: Token) -> bool:
    """Tell whether a verb is told with its day: "since the town fell on April 25"."""
    return any(
        c.lower_ == "on" and any(o.ent_type_ == "DATE" or o.pos_ in {"PROPN", "NUM"} for o in c.children)
        for c in verb.children
    )


_SAID = frozenset({"VBD", "VBZ", "VBP"})
"""Tags of helping verbs that tell what is or was."""


def _in_past_tense(verb: Token) -> bool:
    if verb.tag_ == "VBN":  # "which ISIL captured", as it is often tagged, "that are surrounded"
        return any(c.dep_ == "nsubj" or (c.dep_ in {"aux", "auxpass"} and c.tag_ in _SAID) for c in verb.children)
    return verb.tag_ == "VBD"


_DENIES = frozenset({"deny", "reject", "refute"})
TRIED = frozenset({"attempt", "try", "struggle", "fight", "battle"})
"""Verbs that make an attack of a capture or an advance: "attempted to storm X"."""
_GOES_ON = frozenset(
    [
        "begin",
        "start",
        "continue",
        "manage",
        "go",
        "come",
        "succeed",
        "appear",
        "seem",
        "force",
        "plan",
        "schedule",
        "prepare",
        "expect",
        "agree",
        "set",
        "help",
        "lead",
        "use",
    ]
)


def _bare_infinitive(verb: Token) -> bool:
    """Tell whether a verb is an aim ("to encircle and capture") rather than a fact ("began to shell")."""
    if any(c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in verb.children):
        return False
    before = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 5) : verb.i] if t.pos_ != "ADV"]
    if len(before) >= 3 and before[-1] in {"and", "or"} and before[-3] == "to":
        return True
    above = verb.head
    own_to = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "conj" and not own_to:
        return above.tag_ == "VB" or above.pos_ not in VERBAL or not any(c.dep_ == "aux" for c in above.children)
    if own_to and above.lemma_.lower() in _GOES_ON and verb.dep_ == "xcomp":
        return False
    if own_to and verb.dep_ == "advcl" and taken_by(above) is not None:
        return False
    return own_to


def _is_purpose(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


_DUE = frozenset({"be", "due", "set", "schedule"})
"""Words whose "to" tells of what is to come, as that of a headline: "X and Y to hold talks"."""


def taken_by(verb: Token) -> Token | None:
    """Give who did what follows in "it took the SDF until January to regain X", else None."""
    it = any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children)
    if verb.lemma_.lower() != "take" or verb.tag_ != "VBD" or not it:
        return None
    return next((c for c in verb.children if c.dep_ in {"dobj", "dative"}), None)
