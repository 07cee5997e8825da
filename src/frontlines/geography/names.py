"""One folding of place names, so that every usual spelling of a Syrian name meets the others.

A name is folded word by word and the words are joined, so "Deir ez-Zor", "Deir Ezzor" and "Dayr az-Zawr" share a key.
Folding is careful: vowels keep three classes (a, i, u) and consonants stay apart, so that Hama and Homs never meet.
Spellings that no rule reaches ("Deraa", "Kobane") are aliases in ``data/gazetteer``.
"""

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset(
    {"al", "el", "ul", "as", "es", "ash", "esh", "ar", "er", "az", "ez", "an", "en", "at", "et"}
    | {"ad", "ed", "adh", "edh", "ath", "eth"}
)
"""The Arabic article with its assimilated forms, as a word of its own."""

_WORDS = {
    "tal": "tell tall tel tal till",
    "kafr": "kafr kafar kfar kefr kafer kefer kfer kufr kufar",
    "maara": "maarat maaret maarrat maarret marrat maara maarra maarah maarrah",
    "dir": "deir dayr dair der deyr dair",
    "jabal": "jabal jebel jebal djebel gebel jbel djabal",
    "um": "um umm oum om omm oumm em",
    "abu": "abu abou abo aboo",
    "bit": "beit bayt bait beyt",
    "xirba": "khirbet khirbat khirba khirbah khirbeh kherbet kherbat khurbat kharbat khurbet kherba",
    "kala": "qalaat qalat qala kalaat kalat qalaa qalah qaalat",
    "ʃix": "sheikh shaykh shaikh cheikh sheik shekh shikh",
    "azaz": "azzaz azaz aazaz ezaz",
    "mazraa": "mazraat mazraa mazraah mazraet mezraat mazrat",
}
_CANONICAL = {spelling: word for word, spellings in _WORDS.items() for spelling in spellings.split()}

_TOKEN = re.compile(r"(?:[^\W_][\u064b-\u065f\u0670\u0640]*)+(?:['’‘`ʿʾʼ´][^\W_]+)*")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ء": None}
)
_LATIN_LETTERS = str.maketrans(
    {"ʿ": None, "ʾ": None, "ʼ": None, "ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o"}
)
_GLUED_AL = re.compile(r"^[ae]l-?(?=[^aeiouyl]\w{2})")
_GLUED_AL_INSIDE = re.compile(r"^al(?=\w{3})")
_KAFR = re.compile(r"^k[aeu]?f[ae]?r(?=\w{3})")
_GLUED_ASSIMILATED = re.compile(r"^[ae](?=(sh(?=sh)|([drstznl])(?=\2)))\1")
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("kh", "\x01"),
        ("sch|sh|ch", "ʃ"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("dj", "j"),
        ("ph", "f"),
        ("x", "ks"),
        ("[cq]k?", "k"),
        ("\x01", "x"),
        ("ee", "i"),
        ("oo|ou", "u"),
        (r"(.)\1+", r"\1"),
        ("(?<=.)(?:ah|eh|e)$", "a"),
        ("(?:ay|ai|ei|ey)(?![aeiouy])", "i"),
        ("(?:aw|au|ow)(?![aeiouwy])", "u"),
        ("i[yi]+|ey(?=a$)", "i"),
        ("uw", "w"),
        ("[ey]", "i"),
        ("o", "u"),
        (r"(.)\1+", r"\1"),
    )
)
_MINIMUM_AFTER_ARTICLE = 3


def tokens(name: str) -> list[str]:
    """Split a name into its words; hyphens and spaces part words, apostrophes inside a word do not."""
    return _TOKEN.findall(name)


@lru_cache(maxsize=65536)
def fold_token(word: str, *, first: bool = True) -> str:
    """Fold one word; an article alone gives its folded self (``fold`` drops it between other words).

    A later word of a name (``first`` false) also loses an article that is glued to a vowel: "Maaret Alartiq".
    """
    if _ARABIC.search(word):
        return _fold_arabic(word)
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LATIN_LETTERS))
    plain = "".join(c for c in plain if c.isalnum())
    if plain in _CANONICAL:
        return _CANONICAL[plain]
    if len(plain) >= _MINIMUM_AFTER_ARTICLE + 2:
        plain = (_GLUED_AL if first else _GLUED_AL_INSIDE).sub("", plain)
        plain = _GLUED_ASSIMILATED.sub("", plain)
    if plain in _CANONICAL:
        return _CANONICAL[plain]
    plain = _KAFR.sub("kafr", plain)
    for pattern, by in _STEPS:
        plain = pattern.sub(by, plain)
    return plain


def surface(name: str) -> str:
    """Give a name as spelt, without case, marks, punctuation and article: what a short name must match exactly."""
    kept = [word for word in tokens(name) if not is_article(word)]
    plain = unicodedata.normalize("NFKD", "".join(kept).casefold().translate(_LATIN_LETTERS))
    return _GLUED_AL.sub("", "".join(c for c in plain if c.isalnum()))


def _fold_arabic(word: str) -> str:
    plain = _ARABIC_MARKS.sub("", word).translate(_ARABIC_LETTERS)
    rest = plain.removeprefix("ال")
    return rest if len(rest) >= _MINIMUM_AFTER_ARTICLE - 1 else plain


def is_article(word: str) -> bool:
    """Say whether a word is the Arabic article in one of its Latin spellings."""
    return word.casefold() in ARTICLES


def fold(name: str) -> str:
    """Give the key that all usual spellings of ``name`` share; the empty string when nothing readable is in it."""
    words = tokens(name)
    kept = [word for word in words if not is_article(word)] or words
    return "".join([fold_token(word, first=not index) for index, word in enumerate(kept)])


def skeleton(name: str) -> str:
    """Give the consonants of the folded name: a looser key, for suggestions and never for reading text."""
    folded = fold(name)
    return folded[:1] + re.sub("[aiu]", "", folded[1:])
