"""The scorer: figures by hand on small cases, and equal to the reference program's on annotated reports."""

import copy
import json
import random
import subprocess
import sys

import pytest

from frontlines.errors import InputError
from frontlines.evaluation import as_lines, read_gold, score
from frontlines.evaluation.comparing import count_agrees, days_apart, km_between, overlap, same_place, spans

BAB = {"name": "Al-Bab", "place": "Al-Bab", "kind": "settlement", "lat": 36.37, "lon": 37.52, "admin1": "Aleppo"}


def gold():
    return {
        "toponyms": [
            {**BAB, "text": "Al Bab", "start": 10, "end": 16},
            {"name": "Syria", "text": "Syria", "kind": "country", "start": 30, "end": 35},
        ],
        "events": [
            {
                **BAB,
                "type": "air_strike",
                "date": "2017-02-21",
                "actors": ["Turkey"],
                "targets": [],
                "killed": {"min": 11, "max": None},
                "wounded": None,
                "affected": None,
                "status": "reported",
                "sentence": "x",
                "start": 0,
                "end": 40,
            }
        ],
        "control": [{**BAB, "controller": "ISIL", "status": "held", "date": None, "start": 0, "end": 40}],
    }


def test_a_perfect_prediction_scores_one():
    figures, misses = score([("a", gold(), gold())])
    assert misses == []
    assert figures["toponyms"]["f1"] == figures["toponyms"]["within_5km"] == figures["events"]["f1_type_and_place"] == 1
    assert (figures["toponyms"]["gold"], figures["events"]["killed"], figures["control"]["status"]) == (1, 1, 1)
    assert figures["events"]["targets"] is None


def test_an_empty_prediction_scores_nothing():
    figures, misses = score([("a", gold(), {})])
    assert [figures[part]["f1"] for part in ("toponyms", "events", "control")] == [0, 0, 0]
    assert figures["events"]["precision"] is None
    assert len(misses) == 3


@pytest.mark.parametrize("document", [None, [], "x", {"toponyms": 3, "events": [None], "control": [[]]}])
def test_a_malformed_prediction_counts_as_wrong(document):
    figures, _ = score([("a", gold(), document)])
    assert figures["events"]["matched"] == 0


def test_a_wrong_attribute_is_named():
    wrong = gold()
    wrong["events"][0] |= {"actors": ["Russia"], "killed": {"min": 12, "max": None}, "date": "2017-02-24"}
    figures, misses = score([("a", gold(), wrong)])
    assert (figures["events"]["actors"], figures["events"]["killed"], figures["events"]["date"]) == (0, 0, 0)
    assert figures["events"]["f1_type_and_place"] == 1
    assert "actors (['Russia'])" in misses[0]


def test_places():
    province = {"kind": "province", "admin1": "Ar-Raqqah", "name": "Raqqa"}
    assert same_place(province, {"kind": "province", "admin1": "Raqqa Governorate"}, 10)
    assert not same_place(province, {"kind": "settlement", "admin1": "Raqqa"}, 10)
    assert not same_place(BAB, {**BAB, "kind": "province"}, 10)
    assert same_place(BAB, {**BAB, "lat": 36.44}, 10)
    assert not same_place(BAB, {**BAB, "lat": 36.47}, 10)
    assert km_between(BAB, {"lat": True, "lon": 3}) == float("inf")


def test_spans_and_counts():
    assert spans({"start": 0, "end": 701, "evidence": [{"start": 3, "end": 5}, "x"]}) == [(3, 5)]
    assert overlap({"start": 0, "end": 5}, {"start": 3, "end": 9}) == 2
    assert count_agrees({"min": 21}, {"min": 22})
    assert not count_agrees({"min": 20}, {"min": 21})
    assert count_agrees(None, {"min": None})
    assert days_apart(None, None) == 0
    assert days_apart("2017-02-21", "soon") == float("inf")


def test_figures_as_lines():
    lines = as_lines(score([("a", gold(), gold())])[0])
    assert lines[2] == "control   precision 1.000  recall 1.000  f1 1.000  gold 1  predicted 1  matched 1  status 1.000"


def test_gold_that_is_none_is_named(tmp_path):
    with pytest.raises(InputError, match="no gold files"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(InputError, match=r"a\.json is not readable"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text('{"toponyms": [], "events": {}}')
    with pytest.raises(InputError, match="'events'"):
        read_gold(tmp_path)


def spoilt(document, chance):
    """Give a prediction made from gold by dropping, moving and changing records."""
    document = copy.deepcopy(document)
    for key in ("toponyms", "events", "control"):
        rows = [row for row in document[key] if chance.random() > 0.15]
        for row in rows:
            if chance.random() < 0.2:
                row["start"] += chance.randint(-30, 30)
            if chance.random() < 0.2 and row.get("lat"):
                row["lat"] += chance.choice([0.03, 0.08, 0.2, 3])
            for field, values in {
                "kind": ["settlement", "province", None],
                "type": ["clash", "shelling", "talks", 7],
                "date": ["2017-02-20", None, "x"],
                "actors": [["Russia"], [], None],
                "status": ["held", "claimed"],
                "killed": [{"min": 3, "max": 3}, None, "x"],
                "controller": ["YPG", "ISIL", None],
                "admin1": ["Aleppo", "Ar-Raqqah"],
            }.items():
                if field in row and chance.random() < 0.12:
                    row[field] = chance.choice(values)
        document[key] = rows + chance.sample(rows, min(2, len(rows))) + [{}]
    return json.loads(json.dumps(document))


@pytest.mark.shared
@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_the_reference_programs(shared, tmp_path, seed):
    folder = shared / "evaluation"
    golds = read_gold(folder / "gold")
    chance = random.Random(seed)  # noqa: S311
    made = {name: spoilt(document, chance) for name, document in golds.items() if chance.random() > 0.05}
    for name, document in made.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), "utf-8")
    command = [sys.executable, str(folder / "score.py"), str(folder / "gold"), str(tmp_path), "--json", "--misses"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    expected, end = json.JSONDecoder().raw_decode(printed)
    figures, misses = score([(name, document, made.get(name, {})) for name, document in golds.items()])
    assert figures == expected
    assert "\n".join(misses) == printed[end:].strip("\n")
    assert 0.2 < figures["events"]["f1"] < 1
