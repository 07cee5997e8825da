import json
import re
from pathlib import Path
from typing import Any

import pytest
from mapping_world import AL_BAB, AL_SUR, DAY, at, event, movement, scene
from streamlit_folium import generate_leaflet_string

from frontlines.errors import InputError
from frontlines.mapping.glyphs import GLYPHS, marker_svg, swatch_svg
from frontlines.mapping.leaflet import base_map, overlay
from frontlines.mapping.legend import foot_html, legend_html, title_html
from frontlines.mapping.page_file import map_html, write_map
from frontlines.mapping.patterns import front_class, pattern_defs, zone_class, zone_css
from frontlines.mapping.scene import Scene
from frontlines.mapping.theme import contrast, on_colour
from frontlines.model import Article
from frontlines.parties import lexicon

HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7*7 }} {% for %} \\u003c `${1}`"
ELSEWHERE = re.compile(r"""(?:src|href)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import|fetch\(["'`]http""")
THEMES = ("light", "dark")


def group_script(view: Scene) -> str:
    """Give the JavaScript that streamlit-folium sends for a scene."""
    ground = base_map(view.theme, asset_urls={"leaflet": "../x"})
    group = overlay(view)
    group.add_to(ground)
    group.render()
    return str(generate_leaflet_string(group, base_id="feature_group_0"))


def drawn(script: str) -> dict[str, Any]:
    """Give the parts of the scene that a script draws."""
    (told,) = re.findall(r"frontlines\.draw\((.*)\);", script)
    return {part: json.loads(text) for part, text in json.loads(told).items()}


def base_script(theme: str = "light", **more: object) -> str:
    ground = base_map(theme, asset_urls={"leaflet": "../x"}, **more)  # type: ignore[arg-type]
    ground.get_root().render()
    return str(generate_leaflet_string(ground))


def full(**more: object) -> Scene:
    return scene(
        event(1, AL_SUR, kind="air_strike", killed=(11, None), status="unattributed"),
        event(2, AL_BAB, "SDF", "ISIL"),
        event(3, AL_BAB, "Turkey", kind="air_strike"),
        event(4, at("Aleppo Governorate", 37.3, 36.2, area="aleppo-governorate", precision=4), "SDF"),
        moves=(movement(1, "SDF", AL_SUR, AL_BAB), movement(2, "ISIL", AL_BAB, AL_SUR, status="planned")),
        **more,
    )


def test_equal_scenes_and_bases_give_equal_javascript() -> None:
    assert group_script(full()) == group_script(full())
    assert base_script() == base_script()


def test_the_base_does_not_change_with_the_scene_and_the_group_does() -> None:
    before = base_script()
    one, other = group_script(full()), group_script(full(chosen="e2"))

    assert base_script() == before
    assert one != other
    assert drawn(one) | {"chosen": "e2"} == drawn(other)


def test_a_change_in_the_data_behind_an_unchanged_view_changes_the_script() -> None:
    assert group_script(scene(event(1, AL_SUR, "SDF"))) != group_script(scene(event(1, AL_SUR, "SDF", title="Other")))


@pytest.mark.parametrize("theme", THEMES)
def test_the_base_asks_no_other_host_for_anything(theme: str) -> None:
    ground = base_map(theme, asset_urls={"leaflet": "../x", "font": "../../f.woff2"})  # type: ignore[arg-type]
    page = ground.get_root().render()

    assert ELSEWHERE.findall(page) == []
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == ["../x/leaflet.js", "../x/leaflet.css"]


def test_tiles_come_only_when_asked_for() -> None:
    assert "tile.openstreetmap.org" not in base_script()
    asked = base_script(osm_tiles=True)
    assert "tile.openstreetmap.org" in asked
    assert "OpenStreetMap contributors" in asked


@pytest.mark.parametrize("theme", THEMES)
def test_every_class_a_zone_can_have_is_styled_and_every_pattern_named_is_there(theme: str) -> None:
    css, defs = zone_css(theme), pattern_defs(theme)  # type: ignore[arg-type]
    keys = [*lexicon().factions, "no such party"]
    statuses = ("held", "contested", "besieged", "truce", "mixed", "no_evidence")

    for classes in {zone_class(a, b, s, n) for a in keys for b in [*keys, None] for s in statuses for n in (1, 2, 3)}:
        assert f".{classes.split()[1]}{{" in css
    for name in re.findall(r"url\(#([^)]+)\)", css):
        assert f'id="{name}"' in defs
    assert len(re.findall(r'id="[^"]+"', defs)) == len(set(re.findall(r'id="[^"]+"', defs)))


def test_contested_ground_has_the_stripes_of_both_whichever_comes_first() -> None:
    assert zone_class("isil", "sna", "contested", 1) == zone_class("sna", "isil", "contested", 3)
    assert zone_class("isil", None, "contested", 2) == "fl-zone fl-isil-2"


def test_fronts_of_pockets_are_thin_and_allies_have_none() -> None:
    assert front_class("isil", "sdf", "held", 602.7) == "fl-front"
    assert front_class("government", "opposition", "truce", 30.0) == "fl-front fl-short fl-truce"
    assert front_class("opposition", "hts", "held", 183.3) == "fl-edge"


def test_hostile_text_stays_text_everywhere() -> None:
    article = Article(id="a", text="", outlet=HOSTILE, url="javascript:alert(3)")
    named = at(HOSTILE, 37.3, 36.2, area="aleppo-governorate", precision=4)
    told = event(1, AL_SUR, HOSTILE, title=HOSTILE, source=HOSTILE, article_id="a", affected_how=HOSTILE)
    view = scene(
        told,
        event(2, named, "SDF", title=HOSTILE),
        moves=(movement(1, HOSTILE, AL_SUR, at(HOSTILE, 38.0, 36.0)),),
        articles={"a": article},
        title=HOSTILE,
        subtitle=HOSTILE,
        chosen=HOSTILE,
    )

    for page in (group_script(view), map_html(view)):
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "u003cscript" not in page
        assert "u003cimg" not in page
        assert "7*7" in page
        assert "{{" not in page.replace("${{", "")
        assert "javascript:alert" not in page


def test_text_is_escaped_exactly_once() -> None:
    view = scene(event(1, AL_SUR, "SDF", title="Strikes & <fire>"))
    data = drawn(group_script(view))

    spot = data["spots"]["features"][0]["properties"]
    assert "<h3>Strikes &amp; &lt;fire&gt;</h3>" in spot["popup"][0]
    assert spot["label"] == "Strikes &amp; &lt;fire&gt;"


def test_each_feature_is_known_by_an_id_of_its_own() -> None:
    data = drawn(group_script(full()))
    ids = [
        feature["properties"]["id"]
        for kind in ("zones", "areas", "fronts", "arrows", "spots")
        for feature in data[kind]["features"]
    ]

    assert len(ids) == 7 + 1 + 2 + 2 + 2
    assert len(set(ids)) == len(ids)


def test_coordinates_have_at_most_four_decimals() -> None:
    data = drawn(group_script(full()))
    geometries = json.dumps([f["geometry"] for kind in ("zones", "arrows", "areas") for f in data[kind]["features"]])

    numbers = re.findall(r"\d+\.(\d+)", geometries)
    assert len(numbers) > 100
    assert max(len(decimals) for decimals in numbers) <= 4


def test_the_page_file_is_whole_and_needs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(full(), path)
    page = path.read_text("utf-8")
    credit = 'href="https://leafletjs.com"'  # in Leaflet's own text for its corner, which the map leaves out

    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert ELSEWHERE.findall(page.replace(credit, "")) == []
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", page) == []
    assert "<title>Syria, 21 February 2017</title>" in page
    assert "L.map(" in page
    assert page.index("leafletjs.com") < page.index("frontlines.start(") < page.index("frontlines.draw(")
    assert list(tmp_path.iterdir()) == [path]


def test_a_page_that_cannot_be_written_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written"):
        write_map(scene(), tmp_path / "no such folder" / "map.html")
    assert list(tmp_path.iterdir()) == []


def test_title_and_foot_say_the_day_and_what_is_missing() -> None:
    view = scene(event(1, at("Geneva", 6.15, 46.2, country="CH"), "UN", kind="talks"), known_up_to=DAY)

    assert title_html(view).startswith("<h2>Syria, 21 February 2017</h2>")
    assert foot_html(view) == "control known up to 21 Feb 2017 · 1 event is not on the map"
    assert foot_html(scene()) == ""


@pytest.mark.parametrize("theme", THEMES)
def test_the_legend_explains_all_that_can_be_drawn(theme: str) -> None:
    card = legend_html(scene(theme=theme))

    for words in (
        "paler: less sure", "contested", "no evidence", "besieged", "front", "advance", "announced only",
        "place not exact", "killed: none or not stated, 1 to 9, 10 or more", "hollow: party not known",
    ):  # fmt: skip
        assert words in card


@pytest.mark.parametrize("theme", THEMES)
def test_glyphs_are_readable_on_every_party_and_every_party_has_a_swatch(theme: str) -> None:
    for key, faction in lexicon().factions.items():
        mark = faction.mark[THEMES.index(theme)]
        assert contrast(on_colour(mark), mark) >= 3
        assert 'width="14"' in swatch_svg(key, theme)  # type: ignore[arg-type]
    drawn = {marker_svg(kind, "sdf", theme) for kind in GLYPHS}  # type: ignore[arg-type]
    assert len(drawn) == 18
