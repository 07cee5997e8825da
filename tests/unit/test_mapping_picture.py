"""Pictures to keep or print: what is in the files, what stands where, and what is refused."""

import re
from collections import Counter
from datetime import date
from io import BytesIO
from itertools import combinations, pairwise
from typing import get_args

import numpy as np
import pytest
import shapely
from mapping_world import AL_BAB, AL_SUR, DAY, at, event, movement, scene
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from pyproj import Geod
from typer.testing import CliRunner

from frontlines.cli import app
from frontlines.cli.pictures import days_of
from frontlines.errors import InputError
from frontlines.geography.basemap import layer
from frontlines.mapping import animation, print_type
from frontlines.mapping.animation import write_animation
from frontlines.mapping.picture import cite, draw_sheet, picture_bytes, write_picture
from frontlines.mapping.print_card import draw_legend, notes_line, scale_km, sources_line
from frontlines.mapping.print_marks import _glyph, place_marks
from frontlines.mapping.print_plate import SCREEN, SHEET, Plate, mix
from frontlines.mapping.print_type import fit, font_path, text_width
from frontlines.mapping.theme import RADII
from frontlines.model import Article, EventType

EARTH = Geod(ellps="WGS84")
CROWDED = [event(i, at(f"P{i}", 39 + i / 50, 35.8), "ISIL", killed=(i * 4, None)) for i in range(8)]


def drawn(**more):
    strike = event(1, AL_SUR, kind="air_strike", killed=(11, None))
    fight = [event(i, AL_BAB, "SNA") for i in (2, 3)]
    move = movement(1, "SDF", at("Hasaka", 40.74, 36.5), at("north", 40.4, 35.8))
    return scene(strike, *fight, *CROWDED, moves=(move,), known_up_to=date(2017, 2, 28), **more)


@pytest.fixture(scope="module")
def plate():
    return draw_sheet(drawn(), SHEET, 1400)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Give a folder with the drawn day as map.png, 1400 pixels wide, and as map.PDF."""
    folder = tmp_path_factory.mktemp("pictures")
    write_picture(drawn(), folder / "map.png", width_px=1400)
    write_picture(drawn(), folder / "map.PDF")
    return folder


@pytest.fixture(scope="module")
def png(files):
    return (files / "map.png").read_bytes()


@pytest.fixture(scope="module")
def gif(tmp_path_factory):
    """Give an animation of three days, and what was told while it was made."""
    path, told = tmp_path_factory.mktemp("animation") / "span.gif", []
    scenes = [scene(title=f"Day {number}") for number in (1, 2, 3)]
    write_animation(iter(scenes), path, lambda: told.append(1), width_px=600)
    return path, told


def opened(path):
    return Image.open(BytesIO(path.read_bytes()))


def colours(content, plate, *box):
    """Count the colours within west, south, east, north."""
    west, south, east, north = box
    picture = Image.open(BytesIO(content)).convert("RGB")
    scale = picture.width / plate.form.width
    (x0, y0), (x1, y1) = plate.at(west, south), plate.at(east, north)
    part = picture.crop(
        [round(v) for v in (x0 * scale, picture.height - y1 * scale, x1 * scale, picture.height - y0 * scale)]
    )
    return Counter("#" + "".join(f"{c:02X}" for c in rgb) for rgb in np.asarray(part).reshape(-1, 3).tolist())


def commonest(*args):
    return colours(*args).most_common(1)[0][0]


# files


def test_a_png_has_the_width_that_was_asked_for_and_names_its_ledger(files):
    picture = opened(files / "map.png")
    assert (picture.format, picture.size) == ("PNG", (1400, 990))
    assert picture.text["Title"] == "Syria, 21 February 2017"
    assert picture.text["Software"] == cite(DAY)
    assert sorted(item.name for item in files.iterdir()) == ["map.PDF", "map.png"]


def test_a_pdf_is_one_sheet_of_a3_with_its_title(files):
    content = (files / "map.PDF").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", content)
    assert (float(box[1]), float(box[2])) == pytest.approx((1190.55, 841.89), abs=1)
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") == 1
    assert b"Syria, 21 February 2017" in content


@pytest.mark.parametrize(("suffix", "width_px", "name"), [(".png", 1400, "map.png"), (".pdf", 2400, "map.PDF")])
def test_equal_scenes_give_equal_files(files, suffix, width_px, name):
    assert picture_bytes(drawn(), suffix, width_px=width_px) == (files / name).read_bytes()


def test_scenes_that_differ_by_one_event_or_theme_give_different_pixels(png):
    assert picture_bytes(scene(known_up_to=date(2017, 2, 28)), ".png", width_px=1400) != png
    assert picture_bytes(drawn(theme="dark"), ".png", width_px=1400) != png


@pytest.mark.parametrize(
    ("name", "width_px", "said"),
    [("map.jpg", 2400, "'.jpg'"), ("map", 2400, "''"), ("map.png", 599, "599"), ("map.png", 8001, "8001")],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_written(tmp_path, name, width_px, said):
    with pytest.raises(InputError, match=re.escape(said)):
        write_picture(drawn(), tmp_path / name, width_px=width_px)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match="can't be written"):
        write_picture(scene(), tmp_path / "nowhere" / "map.png", width_px=600)


# what stands where


def test_a_hundred_kilometres_are_as_long_as_the_scale_bar_says_in_every_direction(plate):
    km, points = scale_km(plate)
    for lon, lat in ((36.5, 33.2), (38.9, 35.1), (41.8, 36.9)):
        for bearing in (0, 90):
            there = EARTH.fwd(lon, lat, bearing, km * 1000)[:2]
            assert np.hypot(*np.subtract(plate.at(*there), plate.at(lon, lat))) == pytest.approx(points, rel=0.003)


def test_ground_has_the_partys_colour_paler_where_less_is_known(png, plate):
    land = "#F8F5ED"
    assert commonest(png, plate, 37.2, 35.5, 37.5, 35.7) == mix("#CB421E", land, 0.28)
    assert commonest(png, plate, 38.6, 36.4, 40.6, 36.8) == mix("#F5CF22", land, 0.46)
    assert commonest(png, plate, 34.9, 34.2, 35.1, 34.4) == "#DCE5E8"


def test_contested_ground_shows_both_parties_in_equal_parts(png, plate):
    seen = colours(png, plate, 37.55, 36.91, 37.85, 37.09)
    isil, sna = (seen[mix(mark, "#F8F5ED", 0.75)] for mark in ("#1F2024", "#0B7F86"))
    assert min(isil, sna) > 20
    assert isil == pytest.approx(sna, rel=0.5)


def test_the_front_is_the_dark_line_between_two_parties(png, plate):
    front = "#1B1F24"
    assert colours(png, plate, 39.0, 36.19, 40.4, 36.21)[front] > 50
    assert colours(png, plate, 39.0, 36.25, 40.4, 36.27)[front] == 0


@pytest.fixture(params=["Source Sans", "DejaVu Sans"])
def face(request, monkeypatch):
    kept = (print_type.font_path, print_type.font, print_type._known, print_type._advance, print_type.letters)
    if request.param == "DejaVu Sans":
        monkeypatch.setattr(print_type, "_SOURCE_SANS", dict.fromkeys(print_type._SOURCE_SANS, "none"))
        for cached in kept:
            cached.cache_clear()
    yield request.param
    monkeypatch.undo()
    for cached in kept:
        cached.cache_clear()


@pytest.mark.parametrize("form", [SHEET, SCREEN], ids=["sheet", "animation"])
def test_no_name_covers_another_or_is_cut_off(form, face):
    assert font_path("bold").stem.startswith(face.split()[0].removesuffix(" Sans"))
    plate = draw_sheet(drawn(), form, 1400)
    canvas = FigureCanvasAgg(plate.figure)
    canvas.draw()
    boxes = {}
    for text in (*plate.map.texts, *plate.sheet.texts):
        if len(text.get_text()) > 2:
            boxes[text.get_text(), text.get_position()] = text.get_window_extent()
    assert len(boxes) > 60
    assert {"Aleppo", "SDF", "Syria, 21 February 2017", "100 km"} <= {name for name, _ in boxes}
    assert any(name.endswith(cite(DAY)) for name, _ in boxes)
    for (one, a), (other, b) in combinations(boxes.items(), 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1 or high <= 3, (one, other)
    width, height = canvas.get_width_height()
    for name, box in boxes.items():
        assert 0 < box.x0 < box.x1 < width, name
        assert 0 < box.y0 < box.y1 < height, name


def test_crowded_markers_stand_apart_and_lead_back(plate):
    marks = place_marks(plate, drawn())
    assert len(marks) == 10
    for one, other in combinations(marks, 2):
        assert np.hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius
    moved = [mark for mark in marks if mark.home is not None]
    assert moved
    for mark in moved:
        assert mark.home == pytest.approx(plate.at(mark.spot.lon, mark.spot.lat))
    assert {mark.radius for mark in marks} == set(RADII)


def test_markers_keep_clear_of_the_words_in_the_corners(plate):
    below = scene(event(1, at("south", 36.2, 32.7)))
    free = place_marks(plate, below)[0]
    box = (free.x - 30, free.y - 12, free.x + 9, free.y + 8)
    moved = place_marks(plate, below, [box])[0]
    assert moved.home == (free.x, free.y)
    assert moved.x - moved.radius >= box[2] or moved.y - moved.radius >= box[3] or moved.y + moved.radius <= box[1]


def test_a_capital_in_a_crowd_keeps_its_name():
    crowd = [
        event(i, at(f"P{i}", 36.29 + lon / 12, 33.51 + lat / 14), "ISIL", killed=(20, 20))
        for i, (lon, lat) in enumerate((x, y) for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2))
    ]
    said = [text.get_text() for text in draw_sheet(scene(*crowd), SHEET, 700).map.texts]
    assert said.count("Damascus") == 2  # the name and its halo


def test_the_legend_names_what_is_on_the_map_and_leaves_the_country_free():
    every_kind = [event(kind, at(kind, 38 + n / 9, 35), kind=kind) for n, kind in enumerate(get_args(EventType))]
    full = scene(*every_kind, *CROWDED, event("x", AL_SUR), event("y", AL_SUR), kinds=get_args(EventType))
    plate = Plate("light", SHEET, 1190)
    card = shapely.box(*draw_legend(plate, full, place_marks(plate, full)))
    country = plate.project(layer("country").geometry.to_numpy())
    assert not shapely.intersects(card, country).any()
    said = {text.get_text() for text in plate.sheet.texts}
    assert {"Government", "SDF", "Chemical attack", "besieged", "party not known", "events at one place"} <= said
    assert {"truce", "advance", "Israel"}.isdisjoint(said)


def test_names_are_left_out_where_they_are_switched_off():
    shown = {text.get_text() for text in draw_sheet(drawn(labels=False), SHEET, 700).map.texts}
    assert "Aleppo" not in shown


@pytest.mark.parametrize("name", get_args(EventType))
def test_every_kind_of_event_has_a_glyph_within_its_disc(name):
    strokes = _glyph(name)
    assert strokes
    for stroke in strokes:
        box = stroke.path.get_extents()
        assert max(abs(box.x0), abs(box.y0), abs(box.x1), abs(box.y1)) <= 0.7
        assert stroke.width is None or 0.1 < stroke.width < 0.4


def test_a_sheet_keeps_nothing_for_pyplot():
    import sys

    draw_sheet(scene(), SHEET, 700)
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []


# words


def test_the_line_to_cite_names_version_ledger_and_day():
    assert re.fullmatch(r"Frontlines \d+\.\d+\.\d+, ledger [0-9a-f]{8}, 21 Feb 2017", cite(DAY))
    assert re.fullmatch(r"Frontlines \d+\.\d+\.\d+, ledger [0-9a-f]{8}", cite(None))


def test_sources_name_the_outlets_of_what_is_shown():
    told = event(1, AL_SUR, kind="air_strike", article_id="a")
    articles = {name: Article(name, "", outlet=f"Paper {name}") for name in ("a", "b")}
    line = sources_line(scene(told, articles=articles))
    assert "Paper a" in line
    assert "Paper b" not in line


def test_notes_count_what_is_not_on_the_map_and_say_up_to_when_it_is_known():
    nowhere = event(1, at("", None, None))
    line = notes_line(scene(nowhere, known_up_to=date(2017, 2, 28)))
    assert line == "Control known up to 28 Feb 2017 · 1 event is not on the map · Albers equal-area projection"


@pytest.mark.parametrize(
    ("given", "set_as"),
    [
        ("al-Sur الصور, east", "al-Sur , east"),
        ("a\nb\tc\x00d", "a b c d"),
        ("\u202eevil\u2066", "evil"),
        ("$x^2$ {{ 7*7 }} <b>", "$x^2$ {{ 7*7 }} <b>"),
        ("x" * 300, "x" * 239 + "…"),
    ],
)
def test_outside_text_is_set_as_it_stands_without_what_could_harm(given, set_as):
    assert fit(given) == set_as


def test_hostile_titles_are_drawn_as_text():
    said = r"$\frac{1}{0}$ \u202e {{ 7*7 }} \x00 الصور"
    assert picture_bytes(scene(title=said), ".png", width_px=600).startswith(b"\x89PNG")


def test_widths_are_those_of_the_font():
    assert text_width("Raqqa", "regular", 20) == pytest.approx(2 * text_width("Raqqa", "regular", 10))
    assert text_width("ab", "regular", 10, space=3) == pytest.approx(text_width("ab", "regular", 10) + 3)
    assert font_path("bold").is_file()


# animations


def test_a_gif_has_a_frame_a_day_and_tells_of_each(gif):
    path, told = gif
    shown = opened(path)
    assert (shown.format, shown.size, shown.n_frames, len(told)) == ("GIF", (600, 488), 3, 3)
    frames = []
    for number in range(3):
        shown.seek(number)
        frames.append(np.asarray(shown.convert("RGB")).astype(int))
        assert shown.info["duration"] == (450 if number < 2 else 2500)
    for one, other in pairwise(frames):
        assert (one[:60] != other[:60]).any()
        assert (one[60:] == other[60:]).mean() > 0.999


def test_a_gif_keeps_the_colours_of_the_ground(gif):
    plate = Plate("light", SCREEN, 600)
    assert commonest(gif[0].read_bytes(), plate, 37.2, 35.5, 37.5, 35.7) == mix("#CB421E", "#F8F5ED", 0.28)


def test_animations_that_cannot_be_made_are_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"\.gif"):
        write_animation([scene()], tmp_path / "span.mp4")
    with pytest.raises(InputError, match="at least one day"):
        write_animation([], tmp_path / "span.gif")
    monkeypatch.setattr(animation, "MOST_FRAMES", 1)
    with pytest.raises(InputError, match="at most 1 frames"):
        write_animation([scene(), scene()], tmp_path / "span.gif", width_px=600)
    assert list(tmp_path.iterdir()) == []


def test_steps_of_a_span_end_with_its_last_day():
    first = date(2016, 1, 31)
    assert days_of(first, date(2016, 3, 31), "month") == [first, date(2016, 2, 29), date(2016, 3, 31)]
    assert days_of(first, date(2016, 2, 10), "week") == [first, date(2016, 2, 7), date(2016, 2, 10)]
    assert days_of(first, date(2016, 2, 2), "day") == [first, date(2016, 2, 1), date(2016, 2, 2)]
    assert days_of(date(2016, 11, 30), date(2017, 2, 1), "month")[2] == date(2017, 1, 30)


# the command


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_the_command_draws_a_day_and_a_span(small_data, tmp_path):
    result = run("picture", "--date", "2017-02-22", "--dark", "-o", tmp_path / "map.png")
    assert result.exit_code == 0, result.output
    assert result.stderr == "map.png written: 2017-02-22\n"
    assert opened(tmp_path / "map.png").size == (2400, 1697)
    result = run("picture", "--from", "2017-02-20", "--to", "2017-02-25", "-o", tmp_path / "span.gif")
    assert result.exit_code == 0, result.output
    assert opened(tmp_path / "span.gif").n_frames == 2


@pytest.mark.parametrize(
    "args",
    [
        ["-o", "map.svg"],
        ["-o", "nowhere/map.png"],
        ["-o", "span.gif"],
        ["-o", "span.gif", "--from", "2017-01-01"],
        ["-o", "span.gif", "--from", "2017-01-02", "--to", "2017-01-01"],
        ["-o", "span.gif", "--from", "2012-01-01", "--to", "2017-01-01", "--step", "day"],
        ["-o", "span.gif", "--from", "2017-01-01", "--to", "2017-02-01", "--step", "year"],
        ["-o", "map.png", "--from", "2017-01-01", "--to", "2017-02-01"],
        ["-o", "map.png", "--date", "2017-02-30"],
        [],
    ],
)
def test_bad_input_is_one_line_and_exit_code_two(args, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("picture", *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert re.fullmatch(r"frontlines: [^\n]+\n", result.stderr)
    assert list(tmp_path.iterdir()) == []
