"""The house's own rules, held by tests."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from frontlines.cli import app

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "src" / "frontlines").rglob("*.py"))
OURS = sorted(
    path
    for folder in ("src", "tests", "docs", "data", "geo", "benchmarks", ".streamlit", ".ci", "requirements")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and "screenshots" not in path.parts
) + [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]
TEXTS = [path for path in OURS if path.suffix not in {".png", ".woff2", ".gpkg", ".jpg", ".gif", ".ico"}]


def commands(command=None, name=""):
    command = command or get_command(app)
    inner = getattr(command, "commands", {})
    if not inner:
        return {name.strip(): command}
    return {path: leaf for key, child in inner.items() for path, leaf in commands(child, f"{name} {key}").items()}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_at_most_350_lines_and_says_what_it_is(path):
    text = path.read_text("utf-8")
    assert text.count("\n") <= 350
    assert ast.get_docstring(ast.parse(text))


def test_the_page_file_is_thin():
    assert (ROOT / "streamlit_app.py").read_text("utf-8").count("\n") < 60


@pytest.mark.parametrize("name", commands())
def test_every_command_stands_in_the_readme_with_its_options(name):
    readme = (ROOT / "README.md").read_text("utf-8")
    row = next((line for line in readme.splitlines() if line.startswith("|") and f"`frontlines {name}" in line), None)
    assert row, f"the README's table has no row for frontlines {name}"
    options = [option.opts[0] for option in commands()[name].params if option.opts[0].startswith("--")]
    shared_with_its_family = {"--store", "--yes"}
    for option in set(options) - shared_with_its_family - {"--help"}:
        short = "-o" if option == "--output" else option
        assert short in row, f"the README does not tell of {option} of frontlines {name}"


def test_the_readme_tells_of_no_command_that_is_not_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    told = set(re.findall(r"`frontlines ((?:gazetteer |boundaries |store |reviews |import )?[a-z-]+)", readme))
    assert told == set(commands())


def test_every_command_has_a_help_text():
    for name, command in commands().items():
        assert command.help, name


def test_nothing_names_a_folder_of_one_machine_or_a_registry():
    # A slash after a letter is inside a web address.
    wanted = re.compile(r"(?<![\w.-])/(?:work|root|home)/\w|--(?:extra-)?index-url|pypi\.org/simple")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in TEXTS
        if path != Path(__file__).resolve() and (match := wanted.search(path.read_text("utf-8", errors="replace")))
    ]
    assert found == []


def test_every_shipped_layer_and_table_has_its_source_and_licence_written_down():
    geo = (ROOT / "geo" / "SOURCES.md").read_text("utf-8")
    assert [path.name for path in (ROOT / "geo").glob("*.geojson") if path.name not in geo] == []
    data = (ROOT / "data" / "SOURCES.md").read_text("utf-8")
    rooms = {path.relative_to(ROOT / "data").parts[0] for path in (ROOT / "data").rglob("*.csv")}
    assert [room for room in rooms if room not in data] == []


def test_requirements_are_pinned_by_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        lines = path.read_text("utf-8").splitlines()
        pins = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
        assert pins
        assert all("==" in line for line in pins), path.name
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert broken == []


def test_importing_changes_nothing(tmp_path):
    """Import every module in a process of its own with an empty home: no file, filter or thread may come of it."""
    script = """
import importlib, json, sys, threading, warnings
before = list(warnings.filters)
for name in sys.argv[1:]:
    importlib.import_module(name)
ours = [str(f) for f in warnings.filters if f not in before and "frontlines" in str(f)]
print(json.dumps({"threads": threading.active_count(), "filters": ours}))
"""
    names = [
        ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
        for path in CODE
        if "app" not in path.relative_to(ROOT / "src" / "frontlines").parts
    ]
    home = tmp_path / "home"
    environment = {**os.environ, "HOME": str(tmp_path), "FRONTLINES_HOME": str(home)}
    ran = subprocess.run(
        [sys.executable, "-c", script, *names],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=tmp_path,
    )
    assert json.loads(ran.stdout.splitlines()[-1]) == {"threads": 1, "filters": []}
    assert not home.exists()
