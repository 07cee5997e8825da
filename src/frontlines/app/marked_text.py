"""The text of a report with places, parties and events marked, drawn in the page itself; words can be selected."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from frontlines.app.inpage import component, told
from frontlines.mapping.escape import without_turns
from frontlines.mapping.popup import party_label
from frontlines.mapping.theme import Theme, shade
from frontlines.model import Event, Extraction, Span
from frontlines.parties import lexicon

KEY: Final = "marked_text"
MAX_SELECTED: Final = 700
"""Characters of a passage that one event may rest on (docs/format.md)."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person did in the text: each is called with what was touched."""

    on_item: Callable[[str], None]
    on_place: Callable[[int], None]
    on_passage: Callable[[Span], None]


def text_data(
    extraction: Extraction,
    *,
    chosen: str | None,
    passage: Span | None,
    theme: Theme,
    glyphs: Mapping[str, str],
    focus: Sequence[Span] = (),
) -> dict[str, Any]:
    """Give what the text is drawn from, as plain JSON.

    ``pieces`` are runs of equal marking: start in code points, text, and where they have them the ids of the events
    told there, the number of the mention, the party's colour, and whether the words carry an event.  ``focus`` is the
    passage of what is chosen; ``passage`` one that was selected for a new event.
    """
    text = extraction.article.text
    marks = _marks(extraction, theme)
    cuts = sorted(
        {0, len(text), *(edge for span, _ in marks for edge in (span.start, span.end))}
        | {edge for span in (*focus, *([passage] if passage else [])) for edge in (span.start, span.end)}
    )
    cuts = [cut for cut in cuts if 0 <= cut <= len(text)]
    told: list[dict[str, Any]] = [{"s": cut} for cut in cuts[:-1]]
    for span, said in marks:
        for piece in _inside(told, cuts, span):
            if "e" in said:
                piece.setdefault("e", []).extend(id_ for id_ in said["e"] if id_ not in piece.get("e", ()))
            else:
                piece.update(said)
    for name, spans in (("on", focus), ("new", [passage] if passage else [])):
        for span in spans:
            for piece in _inside(told, cuts, span):
                piece[name] = 1
    shown = without_turns(text)
    for piece, end in zip(told, cuts[1:], strict=True):
        piece["t"] = shown[piece["s"] : end]
    return {
        "label": "Text of the report",
        "pieces": told,
        "chips": _chips(extraction.events, glyphs, cuts),
        "chosen": chosen,
        "most": MAX_SELECTED,
    }


def _marks(extraction: Extraction, theme: Theme) -> list[tuple[Span, dict[str, Any]]]:
    """Give what marks which words; what comes later lies over what came before."""
    out: list[tuple[Span, dict[str, Any]]] = []
    for event in extraction.events:
        out += [(span, {"e": [event.id]}) for span in (event.span, *event.evidence)]
        out += [(span, {"w": 1}) for span in event.marks]
    factions = lexicon().factions
    for party in extraction.parties:
        faction = factions.get(lexicon().holder_key(party.party, extraction.article.published))
        colour = shade(faction.mark, theme) if faction else ""
        out.append((party.span, {"p": colour, "tip": party_label(party.party)}))
    for number, mention in enumerate(extraction.mentions):
        where = mention.where
        if where.lat is None:
            out.append((mention.span, {"m": number, "no": 1, "tip": where.reason or "not placed"}))
        else:
            area = where.admin1 if where.kind != "province" and where.admin1 else where.country or ""
            out.append((mention.span, {"m": number, "tip": ", ".join(part for part in (where.name, area) if part)}))
    return out


def _inside(pieces: list[dict[str, Any]], cuts: Sequence[int], span: Span) -> Iterable[dict[str, Any]]:
    first = bisect_right(cuts, span.start) - 1
    while 0 <= first < len(pieces) and cuts[first] < span.end:
        if cuts[first] >= span.start:
            yield pieces[first]
        first += 1


def _chips(events: Iterable[Event], glyphs: Mapping[str, str], cuts: Sequence[int]) -> list[dict[str, Any]]:
    """Give one chip for each event, behind the last piece of its own passage."""
    return [
        {"id": event.id, "after": max(bisect_right(cuts, event.span.end) - 2, 0), "img": glyphs[event.id],
         "label": without_turns(event.title)}
        for event in events
        if event.span.end > event.span.start
    ]  # fmt: skip


def marked_text(data: Mapping[str, Any], heard: Heard, length: int) -> None:
    """Draw the text; what a person does there is told to ``heard`` before the page runs again."""

    def item() -> None:
        if isinstance(id_ := told(KEY, "item"), str):
            heard.on_item(id_)

    def place() -> None:
        if isinstance(number := told(KEY, "place"), int):
            heard.on_place(number)

    def passage() -> None:
        span = span_of(told(KEY, "passage"), length)
        if span is not None:
            heard.on_passage(span)

    component("marked_text")(
        key=KEY,
        data=dict(data),
        on_item_change=item,
        on_place_change=place,
        on_passage_change=passage,
    )


def span_of(raw: Any, length: int) -> Span | None:
    """Read a passage that the browser tells of; None for one that is none, or longer than an event's may be."""
    if not (isinstance(raw, list) and len(raw) == 2 and all(type(edge) is int for edge in raw)):
        return None
    start, end = raw
    return Span(start, end) if 0 <= start < end <= length and end - start <= MAX_SELECTED else None
