"""The data check finds what it is there to find."""

import shutil

import pytest

from frontlines.evaluation.data_check import check_everything
from frontlines.settings import settings

HEAD = "id,name,name_ar,kind,feature,lat,lon,admin1,country,parent,aliases,rank,radius_km,source,source2,note"


@pytest.fixture
def own_gazetteer(small_data):
    """Put a copy of the gazetteer in force that a test may break."""
    link = small_data / "gazetteer"
    shipped = link.resolve()
    link.unlink()
    shutil.copytree(shipped, link)
    return link


def problems():
    return [line for line in check_everything().problems if "gazetteer" in line or "zz" in line]


PLACE_FAULTS = {
    "aleppo,Aleppo again,,settlement,city,36.2,37.16,Aleppo,SY,,,1,8,a,b,": "field id: 'aleppo' stands on",
    "Bad Id,Place,,settlement,town,36.2,37.16,Aleppo,SY,,,3,2,a,b,": "field id: 'Bad Id' must be",
    "zz-far,Far,,settlement,town,33.5,36.3,Aleppo,SY,,,3,2,a,b,": "outside Aleppo",
    "zz-child,Child,,neighbourhood,,36.2,37.16,Aleppo,SY,zz-none,,3,1,a,b,": "field parent: 'zz-none'",
    "zz-bare,Bare,,settlement,town,36.2,37.16,Aleppo,SY,,,3,2,,,": "field source",
    "zz-twin,Azaz,,settlement,town,36.587,37.046,Aleppo,SY,,,3,2,a,b,": "share a name and a spot",
    "zz-word,Word,,settlement,town,north,37.046,Aleppo,SY,,,3,2,a,b,": ", field lat",
    "zz-kind,Kind,,town,town,36.2,37.046,Aleppo,SY,,,3,2,a,b,": ", field kind",
}


def test_every_fault_in_a_place_is_named_with_file_line_and_field(own_gazetteer):
    unreadable = {"zz-word.csv": "zz-word,", "zz-kind.csv": "zz-kind,"}
    readable = [row for row in PLACE_FAULTS if not row.startswith(tuple(unreadable.values()))]
    (own_gazetteer / "zz.csv").write_text("\n".join([HEAD, *readable, ""]), "utf-8")
    at = {row: f"zz.csv, line {number}" for number, row in enumerate(readable, start=2)}
    for name, start in unreadable.items():
        (row,) = (row for row in PLACE_FAULTS if row.startswith(start))
        (own_gazetteer / name).write_text(f"{HEAD}\n{row}\n", "utf-8")
        at[row] = f"{name}, line 2"
    told = problems()
    for row, fault in PLACE_FAULTS.items():
        (found,) = (line for line in told if fault in line)
        assert at[row] in found
    assert not any(str(settings().data_dir.parent) in line for line in told)


def test_broken_word_lists_and_parties_are_named(small_data):
    link = small_data / "lexicon"
    shipped = link.resolve()
    link.unlink()
    shutil.copytree(shipped, link)
    (link / "more.toml").write_text("a = [")
    parties = link / "parties.toml"
    parties.write_text(parties.read_text("utf-8").replace("#CB421E", "red", 1), "utf-8")
    found = "\n".join(check_everything().problems)
    assert "data/lexicon/more.toml" in found
    assert "faction government, field fill: 'red' is no colour" in found


def test_a_missing_ledger_is_one_problem_beside_the_rest(small_data):
    (small_data / "ledger" / "control.csv").unlink()
    report = check_everything()
    assert [line for line in report.problems if "control.csv" in line]
    assert "claims not readable" in report.summary


def test_what_ships_is_sound():
    assert check_everything().problems == ()
