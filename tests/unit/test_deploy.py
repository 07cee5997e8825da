"""The files for serving it to others name what is there, and let in whom they should."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from frontlines.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def unit(name):
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.optionxform = str
    text = (DEPLOY / f"frontlines-{name}.service").read_text()
    parser.read_string(re.sub(r"^Environment=(\w+)=", r"Environment \1=", text, flags=re.MULTILINE))
    return parser


def test_every_setting_named_is_one():
    named = {
        name
        for path in [*DEPLOY.iterdir(), ROOT / "docs" / "deploy.md"]
        for name in re.findall(r"FRONTLINES_([A-Z_]+)", path.read_text())
    }
    assert named == {"READ_ONLY", "HOME", "STORE_URL"}
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_public_page_is_read_only_and_reaches_nobody():
    public, desk = unit("public")["Service"], unit("desk")["Service"]
    assert public["Environment FRONTLINES_READ_ONLY"] == "true"
    assert "Environment FRONTLINES_READ_ONLY" not in desk
    assert public["User"] != desk["User"]
    assert "frontlines_reader@" in public["Environment FRONTLINES_STORE_URL"]
    assert public["IPAddressDeny"] == "any"


def test_only_those_who_log_in_reach_the_desk():
    sites = re.findall(r"^(\S+) \{\n(.*?)^\}", (DEPLOY / "Caddyfile").read_text(), re.MULTILINE | re.DOTALL)
    ports = {name: re.search(r"reverse_proxy 127\.0\.0\.1:(\d+)", inside)[1] for name, inside in sites}
    asked = {name for name, inside in sites if "basic_auth" in inside}
    desk = re.search(r"--port (\d+)", unit("desk")["Service"]["ExecStart"])[1]
    assert {name for name, port in ports.items() if port == desk} == asked == {"desk.example.org"}


@pytest.mark.parametrize("name", ["public", "desk"])
def test_the_command_started_is_there(name):
    command, *arguments = unit(name)["Service"]["ExecStart"].split()
    assert command.endswith("/.venv/bin/frontlines")
    ours = Path(sys.executable).with_name("frontlines")
    ran = subprocess.run([ours, *arguments, "--help"], check=False, capture_output=True)
    assert ran.returncode == 0


def test_what_the_container_copies_is_there_and_it_runs_without_rights():
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"^COPY (.+)", text, re.MULTILINE):
        *sources, _ = line.split()
        assert [source for source in sources if not (ROOT / source).exists()] == []
    assert re.search(r"^USER (?!root)\w+", text, re.MULTILINE)
    assert "--require-hashes" in text
