"""A list of entries beside a map, drawn in one piece: one button each would take Streamlit's page 5 ms apiece."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from frontlines.app.inpage import component, told


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to choose; ``image`` is a data address of our own."""

    id: str
    image: str
    title: str
    below: str


def entries_data(groups: Iterable[tuple[str, Iterable[Entry]]]) -> dict[str, Any]:
    """Give groups of entries under their titles as plain JSON, each image once; empty groups are left out."""
    images: dict[str, int] = {}
    filled = [
        {
            "title": title,
            "items": [[e.id, images.setdefault(e.image, len(images)), e.title, e.below] for e in entries],
        }
        for title, entries in groups
    ]
    return {"images": list(images), "groups": [group for group in filled if group["items"]]}


def entries(key: str, groups: Iterable[tuple[str, Iterable[Entry]]], on_choice: Callable[[str], None]) -> None:
    """Draw entries; ``on_choice`` gets the id of the one chosen, before the page runs again."""
    data = entries_data(groups)

    def chosen() -> None:
        if isinstance(id_ := told(key, "chosen"), str):
            on_choice(id_)

    component("entries")(key=key, data=data, on_chosen_change=chosen)
