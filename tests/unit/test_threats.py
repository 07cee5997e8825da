"""The threat page is true: the tests that it names are there, and the lines that no other test holds are held here."""

import ast
import importlib.util
import json
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from app_world import ARTICLE, event

from frontlines.errors import StoreError
from frontlines.exchange.tables import events_layer
from frontlines.store import Store

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text("utf-8")
OPENS_ARCHIVES = {"hdx.py", "update.py"}
"""The updates of boundaries and gazetteer, which take one named file each out of what they fetched."""


@cache
def sources():
    """Give each file of the code and the parts of it that matter here: its imports and its calls."""
    wanted = (ast.Call, ast.Import, ast.ImportFrom)
    return [
        (path, [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, wanted)])
        for path in sorted((ROOT / "src").rglob("*.py"))
    ]


def test_every_test_that_the_threat_page_names_is_there():
    there = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 30
    assert named - there == set()


def test_uploads_are_bounded():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] <= 3
    assert config["client"]["showErrorDetails"] == "none"
    bare = [
        f"{path.name}:{node.lineno}"
        for path, nodes in sources()
        for node in nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"st.file_uploader", "st.camera_input"}
        if "max_upload_size" not in {keyword.arg for keyword in node.keywords}
    ]
    assert bare == []


def test_no_code_comes_from_outside():
    banned = {
        "pickle",
        "cPickle",
        "dill",
        "cloudpickle",
        "marshal",
        "shelve",
        "joblib",
        "jsonpickle",
        "tarfile",
        "lzma",
    }
    found = []
    for path, nodes in sources():
        for node in nodes:
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found += [(path.name, name) for name in names if name.split(".")[0] in banned]
            found += [(path.name, name) for name in names if name == "zipfile" and path.name not in OPENS_ARCHIVES]
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {
                    "eval",
                    "exec",
                    "os.system",
                    "pandas.read_pickle",
                    "pd.read_pickle",
                    "shutil.unpack_archive",
                }:
                    found.append((path.name, called))
                if called.endswith(".extractall"):
                    found.append((path.name, called))
    assert found == []


@pytest.mark.parametrize("address", ["postgresql+psycopg://me:hunter2@127.0.0.1:1/x", "nonsense://me:hunter2@h/x"])
def test_nothing_secret_reaches_messages_and_exports(address):
    with pytest.raises(StoreError) as caught:
        Store(address).count()
    chain, said = caught.value, ""
    while chain is not None:
        said, chain = said + str(chain), chain.__cause__
    assert "hunter2" not in str(caught.value)
    given = events_layer([event()], {"a1": ARTICLE}, today=date(2026, 1, 1)).frame.to_csv()
    assert "al-Sur" in given
    assert "hunter2" not in given


def audit():
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_audit_fails_on_a_weakness_and_never_passes_off_silence_as_health():
    weak = {"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    sound = {"name": "b", "version": "1", "vulns": []}
    skipped = {"name": "c", "skip_reason": "not found"}
    code, lines = audit().verdict(json.loads(json.dumps({"dependencies": [weak, sound, skipped]})))
    assert code == 1
    assert lines[0].startswith("a 1: X-1")
    assert lines[1:] == ["2 pinned packages audited, 1 with a known weakness", "not audited: c"]
    assert audit().verdict({"dependencies": [sound]})[0] == 0
    code, (line,) = audit().verdict({"dependencies": [skipped]})
    assert code == 0
    assert "nothing was audited" in line
