"""``import frontlines``: instant, typed, and what the examples promise."""

import ast
import json
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from small_world import DISPATCH

import frontlines

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


def test_importing_loads_none_of_the_heavy_libraries():
    script = "import frontlines, sys, json; dir(frontlines); print(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(ran.stdout)}
    assert not loaded & {"pandas", "numpy", "shapely", "geopandas", "spacy", "sqlalchemy", "pydantic", "pyarrow"}
    assert "frontlines.api" not in json.loads(ran.stdout)


def test_the_names_are_those_of_the_interface_and_of_its_types():
    from frontlines import api

    stub = ast.parse((ROOT / "src" / "frontlines" / "__init__.pyi").read_text("utf-8"))
    typed = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert set(frontlines.__all__) - {"__version__"} == set(api.__all__) == typed
    assert all(getattr(frontlines, name) is getattr(api, name) for name in api.__all__)
    assert all(getattr(api, name).__doc__ for name in api.__all__)
    assert (ROOT / "src" / "frontlines" / "py.typed").is_file()
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        frontlines.nonsense  # noqa: B018


def test_every_name_and_example_stands_in_the_documents():
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    names = set(frontlines.__all__) - {"__version__"}
    missing = [name for name in names if f"`{name}" not in text and f"frontlines.{name}" not in text]
    assert missing == []
    assert [path.name for path in EXAMPLES.glob("*.py") if path.name not in text] == []


def run(name, *args, capsys):
    runpy.run_path(str(EXAMPLES / f"{name}.py"))["main"](*map(str, args))
    return capsys.readouterr().out


def test_example_read_a_report(capsys):
    told = run("read_a_report", capsys=capsys)
    assert "2017-02-21 air_strike" in told
    assert "As-Suwar 35.5" in told or "al-Sur 35.5" in told
    assert "captured Tadif" in told or "Syrian government captured" in told


def test_example_find_places(capsys):
    lines = run("find_places", capsys=capsys).splitlines()
    assert len(lines) == 4
    assert "Aleppo" in lines[2]
    assert "Atlantis · not_found" in lines[3]


@pytest.mark.usefixtures("small_data")
class TestOverASmallWorld:
    def test_example_keep_reports(self, tmp_path, capsys):
        folder = tmp_path / "reports"
        folder.mkdir()
        (folder / "one.md").write_text(DISPATCH.replace("11", "12"), "utf-8")
        told = run("keep_reports", folder, tmp_path / "own.sqlite", capsys=capsys)
        assert "one.md · new" in told
        assert "known already" in run("keep_reports", folder, tmp_path / "own.sqlite", capsys=capsys)

    def test_example_who_held_what(self, capsys):
        told = run("who_held_what", capsys=capsys)
        assert "isil" in told
        assert "SY02" in told
        assert "SY11" not in told

    def test_example_what_changed(self, capsys):
        assert "Al-Bab" in run("what_changed", capsys=capsys)

    def test_example_take_data_away(self, tmp_path, capsys):
        told = run("take_data_away", tmp_path, capsys=capsys)
        assert "1 events" in told
        assert "SY09" in told
        assert (tmp_path / "control.gpkg.manifest.json").is_file()

    def test_example_bring_data_in(self, tmp_path, capsys):
        told = run("bring_data_in", tmp_path / "own.sqlite", capsys=capsys)
        assert told.count("2 events, 0 claims, 0 not taken") == 2
        assert "2 imported events in the store" in told

    def test_days_may_be_text_and_one_word_needs_no_list(self):
        known = frontlines.world()
        by_text = frontlines.frame("claims", day="2017-02-23", party="sna", known=known)
        by_day = frontlines.frame("claims", day=date(2017, 2, 23), party=["sna"], known=known)
        assert list(by_text["id"]) == list(by_day["id"]) == ["c5"]
        with pytest.raises(frontlines.InputError, match="more than one table"):
            frontlines.frame("control", day="2017-02-23", known=known)
