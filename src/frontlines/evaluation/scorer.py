"""Scores extracted toponyms, events and control claims against gold annotations (docs/format.md).

Every figure is a fraction between 0 and 1; where nothing could be counted it is None.  A malformed record in a
prediction counts as a wrong one.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frontlines.errors import InputError
from frontlines.evaluation.comparing import (
    Record,
    control_affinity,
    control_fits,
    count_agrees,
    days_apart,
    event_affinity,
    event_fits,
    km_between,
    match,
    overlap,
    parties,
    records,
    same_place,
    toponym_fits,
)
from frontlines.model import AREAL_KINDS

Figures = dict[str, Any]
Pairs = list[tuple[Record, Record]]
_ATTRIBUTES = ("type", "place_10km", "date", "actors", "targets", "killed", "wounded", "affected", "status")


@dataclass(slots=True)
class Share:
    """Hits among what was asked."""

    hits: int = 0
    total: int = 0

    def add(self, hit: object) -> None:
        """Count one question."""
        self.hits += bool(hit)
        self.total += 1

    @property
    def value(self) -> float | None:
        """The fraction of hits; None where nothing was asked."""
        return self.hits / self.total if self.total else None


@dataclass(slots=True)
class Found:
    """Counts of gold, predicted and matched records."""

    matched: int = 0
    golds: int = 0
    predicted: int = 0

    def add(self, golds: list[Record], predicted: list[Record], pairs: Pairs) -> tuple[list[Record], list[Record]]:
        """Count one report; give the gold records that were lost and the predicted ones that are extra."""
        self.matched += len(pairs)
        self.golds += len(golds)
        self.predicted += len(predicted)
        found, used = {id(g) for g, _ in pairs}, {id(p) for _, p in pairs}
        return [g for g in golds if id(g) not in found], [p for p in predicted if id(p) not in used]

    def f1(self, matched: int | None = None) -> float | None:
        """Give the F1, of ``matched`` records or of all that were matched."""
        hits = self.matched if matched is None else matched
        return 2 * hits / (self.golds + self.predicted) if self.golds or self.predicted else None

    def figures(self) -> Figures:
        """Give precision, recall and F1."""
        return {
            "precision": self.matched / self.predicted if self.predicted else None,
            "recall": self.matched / self.golds if self.golds else None,
            "f1": self.f1(),
        }

    def counts(self) -> Figures:
        """Give the counts themselves."""
        return {"gold": self.golds, "predicted": self.predicted, "matched": self.matched}


@dataclass(slots=True)
class Scorer:
    """Adds up reports one by one; ``misses`` lists what was wrong, in words."""

    misses: list[str] = field(default_factory=list)
    _reports: int = 0
    _toponyms: Found = field(default_factory=Found)
    _events: Found = field(default_factory=Found)
    _control: Found = field(default_factory=Found)
    _resolved: Share = field(default_factory=Share)
    _within_5: Share = field(default_factory=Share)
    _errors_km: list[float] = field(default_factory=list)
    _wholly_right: int = 0
    _attributes: dict[str, Share] = field(default_factory=lambda: {key: Share() for key in _ATTRIBUTES})
    _control_status: Share = field(default_factory=Share)

    def add(self, name: str, gold: Record, predicted: object) -> None:
        """Count one report by its gold and its predicted document."""
        self._reports += 1
        self._add_toponyms(name, gold["toponyms"], records(predicted, "toponyms"))
        self._add_events(name, gold["events"], records(predicted, "events"))
        self._add_control(name, gold["control"], records(predicted, "control"))

    def figures(self) -> Figures:
        """Give all figures of what was added."""
        errors = sorted(self._errors_km)
        return {
            "articles": self._reports,
            "toponyms": {
                **self._toponyms.figures(),
                **self._toponyms.counts(),
                "resolved": self._resolved.value,
                "within_5km": self._within_5.value,
                "median_error_km": errors[len(errors) // 2] if errors else None,
            },
            "events": {
                **self._events.figures(),
                "f1_type_and_place": self._events.f1(self._wholly_right),
                **self._events.counts(),
                **{key: share.value for key, share in self._attributes.items()},
            },
            "control": {
                **self._control.figures(),
                **self._control.counts(),
                "status": self._control_status.value,
            },
        }

    def _add_toponyms(self, name: str, golds: list[Record], predicted: list[Record]) -> None:
        # News names countries as actors, so they count neither way.
        countries = [row for row in golds if row.get("kind") == "country"]
        golds = [row for row in golds if row.get("kind") != "country"]
        predicted = [
            row
            for row in predicted
            if row.get("kind") != "country" and not any(overlap(country, row) for country in countries)
        ]
        pairs = match(golds, predicted, toponym_fits, overlap)
        lost, extra = self._toponyms.add(golds, predicted, pairs)
        for g, p in pairs:
            hit = same_place(g, p, 10.0)
            self._resolved.add(hit)
            if g.get("kind") not in AREAL_KINDS and g.get("confidence") != "approx":
                self._within_5.add(same_place(g, p, 5.0))
                self._errors_km.append(km_between(g, p))
            if not hit:
                self.misses.append(
                    f"{name}: place {g['text']!r} is {g['name']} ({g.get('kind')}), "
                    f"got {p.get('name')} ({p.get('kind')}), {km_between(g, p):.0f} km off"
                )
        self.misses += [f"{name}: place {g['text']!r} at {g['start']} not found" for g in lost]
        self.misses += [f"{name}: {p.get('text')!r} at {p.get('start')} is no place" for p in extra]

    def _add_events(self, name: str, golds: list[Record], predicted: list[Record]) -> None:
        pairs = match(golds, predicted, event_fits, event_affinity)
        lost, extra = self._events.add(golds, predicted, pairs)
        for g, p in pairs:
            right = _right_attributes(g, p)
            for key, hit in right.items():
                self._attributes[key].add(hit)
            self._wholly_right += right["type"] and right["place_10km"]
            wrong = [
                f"{key} ({p.get('place' if key == 'place_10km' else key)})" for key, hit in right.items() if not hit
            ]
            if wrong:
                self.misses.append(f"{name}: event {g['type']} at {g['place']}: wrong {', '.join(wrong)}")
        self.misses += [
            f"{name}: event {g['type']} at {g['place']} not found: {g.get('sentence', '')[:90]!r}" for g in lost
        ]
        self.misses += [
            f"{name}: extra event {p.get('type')} at {p.get('place')}: {str(p.get('sentence'))[:90]!r}" for p in extra
        ]

    def _add_control(self, name: str, golds: list[Record], predicted: list[Record]) -> None:
        pairs = match(golds, predicted, control_fits, control_affinity)
        lost, extra = self._control.add(golds, predicted, pairs)
        for g, p in pairs:
            self._control_status.add(g["status"] == p.get("status"))
        self.misses += [f"{name}: control {g['controller']} {g['status']} {g['place']} not found" for g in lost]
        self.misses += [
            f"{name}: extra control {p.get('controller')} {p.get('status')} {p.get('place')}" for p in extra
        ]


def _right_attributes(gold: Record, predicted: Record) -> dict[str, bool]:
    """Say for each attribute that can be asked of a gold event whether the prediction has it right."""
    right = {
        "type": gold["type"] == predicted.get("type"),
        "place_10km": same_place(gold, predicted, 10.0),
        "actors": parties(gold["actors"]) == parties(predicted.get("actors")),
        "status": gold.get("status") == predicted.get("status"),
    }
    if gold["date"]:
        right["date"] = days_apart(gold["date"], predicted.get("date")) <= 1
    if targets := parties(gold["targets"]):
        said = parties(predicted.get("targets"))
        right["targets"] = 2 * len(targets & said) >= len(targets | said)
    for key in ("killed", "wounded", "affected"):
        if key in gold and (gold[key] or predicted.get(key)) and not gold.get("casualties_shared"):
            right[key] = count_agrees(gold.get(key), predicted.get(key))
    return right


def score(reports: Iterable[tuple[str, Record, object]]) -> tuple[Figures, list[str]]:
    """Score (name, gold, predicted) documents; give the figures and every miss in words."""
    scorer = Scorer()
    for name, gold, predicted in reports:
        scorer.add(name, gold, predicted)
    return scorer.figures(), scorer.misses


def read_gold(folder: Path) -> dict[str, Record]:
    """Read a folder of gold files, by name without ending.  Raises ``InputError`` naming a file that is not one."""
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise InputError(f"no gold files (NAME.json) in {folder.name}: check the folder")
    golds = {}
    for path in paths:
        try:
            gold = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path.name} is not readable JSON: mend it or take it away") from error
        missing = [key for key in ("toponyms", "events", "control") if not has_list(gold, key)]
        if missing:
            raise InputError(
                f"{path.name} lacks the list {missing[0]!r}: every gold file has toponyms, events, control"
            )
        golds[path.stem] = gold
    return golds


def has_list(document: object, key: str) -> bool:
    """Tell whether a document has a list of that name."""
    return isinstance(document, dict) and isinstance(document.get(key), list)


def as_lines(figures: Figures) -> list[str]:
    """Give the figures as three lines of words and numbers."""
    return [
        f"{part:9} "
        + "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures[part].items())
        for part in ("toponyms", "events", "control")
    ]
