"""ACLED and UCDP files come in as events and claims with their own exactness, ranges, sources and ids."""

from datetime import date

import pytest
from import_files import UCDP, UCDP_17, acled_file, acled_row, ucdp_file, ucdp_row

from frontlines.exchange.importing import read_set
from frontlines.exchange.mapping import TYPES, shipped
from frontlines.parties import lexicon


def acled(folder, *rows, **options):
    return read_set(acled_file(folder, *rows, **options), "acled")


def ucdp(folder, *rows, **options):
    return read_set(ucdp_file(folder, *rows, **options), "ucdp")


def one(made):
    assert made.faults == []
    (event,) = made.events
    return event


def test_acleds_row_keeps_id_sources_note_and_place(tmp_path):
    event = one(acled(tmp_path, acled_row()))
    assert (event.id, event.type, event.origin) == ("acled:SYR900001", "clash", "import")
    assert event.actors == ("Syrian government", "ISIL")
    assert event.targets == ()
    assert (event.killed.min, event.killed.max) == (3, 3)
    assert (event.when.start, event.when.end, event.when.precision) == (date(2017, 2, 21), date(2017, 2, 21), 1)
    assert (event.where.place_id, event.where.admin1, event.where.area) == ("deir-ez-zor", "Deir ez-Zor", None)
    assert (event.where.lat, event.where.lon, event.where.precision) == (35.3359, 40.1408, 1)
    assert [source.title for source in event.sources[:2]] == ["An Agency", "Another Agency"]
    assert "A made-up clash for a test." in event.notes
    assert event.dataset.name == "ACLED"
    assert "acleddata.com" in event.dataset.attribution


@pytest.mark.parametrize("written", ["21 February 2017", "21-Feb-2017", "2017-02-21T00:00:00", "21/02/2017"])
def test_dates_are_read_as_exports_write_them(tmp_path, written):
    assert one(acled(tmp_path, acled_row(event_date=written))).when.start == date(2017, 2, 21)


def test_acleds_week_and_month_are_no_day(tmp_path):
    week = one(acled(tmp_path, acled_row(time_precision="2"))).when
    assert (week.start, week.end, week.precision) == (date(2017, 2, 18), date(2017, 2, 24), 3)
    month = one(acled(tmp_path, acled_row(time_precision="3"))).when
    assert (month.start, month.end, month.precision) == (date(2017, 2, 1), date(2017, 2, 28), 4)


def test_what_is_not_exact_is_an_area(tmp_path):
    near = one(acled(tmp_path, acled_row(geo_precision="2"))).where
    assert (near.precision, near.area) == (2, "around:deir-ez-zor:25")
    unnamed = one(acled(tmp_path, acled_row(geo_precision="2", location="Nowhere Known"))).where
    assert unnamed.area == "disc:35.3359,40.1408:25"
    wide = one(acled(tmp_path, acled_row(geo_precision="3"))).where
    assert (wide.precision, wide.area, wide.kind) == (4, "deir-ez-zor-governorate", "province")


def test_acled_writes_0_where_no_deaths_are_told(tmp_path):
    assert one(acled(tmp_path, acled_row(fatalities="0"))).killed is None


def test_a_strike_has_a_doer_and_a_target(tmp_path):
    row = acled_row(
        sub_event_type="Air/drone strike",
        actor1="Military Forces of Russia (2000-) Air Force",
        actor2="Civilians (Syria)",
    )
    event = one(acled(tmp_path, row))
    assert (event.type, event.actors, event.targets) == ("air_strike", ("Russia",), ("Civilians",))
    assert event.title == "Air/drone strike at Deir ez Zor"


REGAINS, OVERTAKES = "Government regains territory", "Non-state actor overtakes territory"
REBELS = {"actor1": "Opposition Rebels (Syria)", "inter1": "Rebel group"}
STATE = {"actor2": "Military Forces of Syria (2000-2024)", "inter2": "State forces"}


@pytest.mark.parametrize(
    ("changes", "holder", "previous"),
    [
        ({"sub_event_type": REGAINS}, "Syrian government", "ISIL"),
        ({"sub_event_type": REGAINS, **REBELS, **STATE}, "Syrian government", "Syrian opposition"),
        ({"sub_event_type": OVERTAKES}, "ISIL", "Syrian government"),
        ({"sub_event_type": OVERTAKES, "inter1": "1", "inter2": "2"}, "ISIL", "Syrian government"),
        ({"sub_event_type": "Non-violent transfer of territory", **REBELS}, "Syrian opposition", "ISIL"),
    ],
)  # fmt: skip
def test_a_change_of_hands_is_a_claim(tmp_path, changes, holder, previous):
    made = acled(tmp_path, acled_row(**changes))
    assert one(made).type == "capture"
    (claim,) = made.claims
    assert (claim.holder, claim.previous, claim.status) == (holder, previous, "captured")
    assert (claim.where.place_id, claim.when.start, claim.origin) == ("deir-ez-zor", date(2017, 2, 21), "import")
    assert claim.dataset == made.events[0].dataset


def test_a_change_of_hands_somewhere_near_changes_no_ground(tmp_path):
    made = acled(tmp_path, acled_row(sub_event_type="Government regains territory", geo_precision="2"))
    assert (len(made.events), made.claims, made.rough_claims) == (1, [], 1)


def test_a_capture_by_nobody_known_is_no_claim(tmp_path):
    row = acled_row(
        sub_event_type="Non-state actor overtakes territory",
        actor1="Unidentified Armed Group (Syria)",
        inter1="Political militia",
        actor2="",
        inter2="",
    )
    assert acled(tmp_path, row).claims == []


def test_the_government_of_2025_is_another_party(tmp_path):
    row = acled_row(actor1="Military Forces of Syria (2024-)", event_date="2025-03-01")
    assert one(acled(tmp_path, row)).actors[0] == "Transitional government"


def test_rows_that_cant_be_read_are_named_and_the_rest_goes_in(tmp_path):
    made = acled(
        tmp_path,
        acled_row(),
        acled_row(event_id_cnty="b", sub_event_type="Change to group/activity"),
        acled_row(event_id_cnty="c", event_date="30 February 2017"),
        acled_row(event_id_cnty="d", latitude="north"),
        acled_row(event_id_cnty="e", latitude="95"),
        acled_row(event_id_cnty="f", longitude=""),
        acled_row(event_id_cnty="g", fatalities="-3"),
        acled_row(event_id_cnty="h", geo_precision="9"),
        acled_row(),
        acled_row(event_id_cnty="i"),
    )
    assert [event.id for event in made.events] == ["acled:SYR900001", "acled:i"]
    assert [fault.number for fault in made.faults] == [3, 4, 5, 6, 7, 8, 9, 10]
    reasons = [fault.reason for fault in made.faults]
    assert "none of the kinds of event" in reasons[0]
    assert reasons[1:3] == ["'30 February 2017' is no day of the calendar", "latitude 'north' is no number of degrees"]
    assert reasons[-1] == "its id 'SYR900001' stands in row 2 already"
    assert (made.rows, made.refused) == (10, 8)


def test_rows_of_the_rest_of_the_world_are_counted_and_left_out(tmp_path):
    far = acled_row(
        event_id_cnty="x", country="Mali", admin1="Gao", location="Gao", latitude="16.27", longitude="-0.04"
    )
    made = acled(tmp_path, acled_row(), far)
    assert (len(made.events), made.outside) == (1, 1)


def test_ucdps_row_keeps_its_range_and_sources(tmp_path):
    event = one(ucdp(tmp_path, ucdp_row()))
    assert (event.id, event.type) == ("ucdp-ged:900001", "clash")
    assert (event.killed.min, event.killed.max, event.killed.words) == (3, 7, "best estimate 4")
    titles = [source.title for source in event.sources]
    assert titles[:2] == ["An Agency,2017-02-22,A made-up headline; with a semicolon", "Another Agency,2017-02-23,Two"]
    assert titles[-1] == "UCDP Georeferenced Event Dataset 25.1, licence CC BY 4.0"
    assert "Deaths on side B: 2" in event.notes
    assert event.certainty == 0.9


@pytest.mark.parametrize(
    ("name", "written", "date_text", "version"),
    [
        ("ged171.csv", {"columns": UCDP_17}, "2017-02-21", "17.1"),
        ("GEDEvent_v20_1.csv", {}, "2017-02-21 00:00:00.000", "20.1"),
        ("GEDEvent_v25_0_9.csv", {}, "2017-02-21 00:00:00.000", "25.0.9"),
        ("GEDEvent_v24_0_1.csv", {"header": False}, "2017-02-21", "24.0.1"),
        ("my events.csv", {}, "2017-02-21", ""),
    ],
)  # fmt: skip
def test_every_version_of_ucdp_is_read(tmp_path, name, written, date_text, version):
    rows = [
        ucdp_row(date_start=date_text, date_end=date_text),
        ucdp_row(id="900002", type_of_violence="3", side_b="Civilians"),
    ]
    made = ucdp(tmp_path, *rows, name=name, **written)
    assert made.faults == []
    assert [event.type for event in made.events] == ["clash", "other_attack"]
    assert made.events[0].when.start == date(2017, 2, 21)
    assert made.events[1].targets == ("Civilians",)
    assert made.dataset.version == version


@pytest.mark.parametrize(
    ("changes", "precision", "area"),
    [
        ({"where_prec": "2"}, 2, "around:deir-ez-zor:25"),
        ({"where_prec": "3"}, 3, "deir-ez-zor-district"),
        ({"where_prec": "4"}, 4, "deir-ez-zor-governorate"),
        ({"where_prec": "5", "where_coordinates": "A long road"}, 5, "disc:35.3359,40.1408:50"),
        ({"where_prec": "6", "where_coordinates": "Syria"}, 6, None),
    ],
)  # fmt: skip
def test_ucdps_place_precision_is_kept(tmp_path, changes, precision, area):
    where = one(ucdp(tmp_path, ucdp_row(**changes))).where
    assert (where.precision, where.area) == (precision, area)


def test_ucdps_date_precision_and_span_are_kept(tmp_path):
    when = one(ucdp(tmp_path, ucdp_row(date_prec="4", date_end="2017-03-05"))).when
    assert (when.start, when.end, when.precision) == (date(2017, 2, 21), date(2017, 3, 5), 4)


def test_estimates_out_of_order_make_a_range_that_holds_them_all(tmp_path):
    killed = one(ucdp(tmp_path, ucdp_row(low="5", best="4", high="3"))).killed
    assert (killed.min, killed.max) == (3, 5)


def test_another_governorate_than_the_coordinates_is_shown(tmp_path):
    where = one(ucdp(tmp_path, ucdp_row(adm_1="Hamah Governorate"))).where
    assert where.admin1 == "Deir ez-Zor"
    assert where.flags == (
        "UCDP Georeferenced Event Dataset says Hama governorate, the coordinates lie in Deir ez-Zor.",
    )


def test_several_groups_on_one_side_are_their_parties_and_strangers_are_named(tmp_path):
    made = ucdp(tmp_path, ucdp_row(side_a="Ahrar al-Sham, HTS, Band of Nowhere"))
    assert one(made).actors == ("Syrian opposition", "HTS", "Band of Nowhere", "ISIL")
    assert made.unknown_actors == ("Band of Nowhere",)


def test_a_second_line_of_hxl_tags_is_no_row(tmp_path):
    tags = dict.fromkeys(UCDP, "#tag")
    assert len(ucdp(tmp_path, tags, ucdp_row()).events) == 1


def test_the_shipped_tables_are_sound():
    for name in ("acled", "ucdp", "own"):
        rules = shipped(name)
        assert rules.columns
        assert all(kind.type in TYPES or kind.type is None for kind in rules.types.values())
        assert set(rules.actors.values()) <= set(lexicon().parties)


@pytest.mark.shared
def test_all_of_ucdp_comes_in_and_lies_where_it_says(shared, tmp_path, monkeypatch):
    import csv
    from functools import cache

    import geopandas as gpd

    from frontlines.geography.boundaries import update
    from frontlines.geography.gazetteer import load_gazetteer
    from frontlines.geography.provinces import join
    from frontlines.settings import settings

    path = shared / "reference" / "ucdp" / "ucdp_ged_syria_2016_2019.csv"
    made = read_set(path, "ucdp")
    assert (len(made.events), made.refused, made.outside) == (16_566, 0, 0)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [event.id for event in made.events] == [f"ucdp-ged:{row['id']}" for row in rows]

    def agreement(names):
        both = [(ours, _province(row["adm_1"])) for ours, row in zip(names, rows, strict=True) if row["adm_1"]]
        return sum(ours == theirs for ours, theirs in both) / len(both)

    @cache
    def _province(name):
        found = load_gazetteer().lookup(name.removesuffix(" Governorate"))
        return next(place.admin1 for place in found if place.kind == "province")

    assert agreement([event.where.admin1 for event in made.events]) >= 0.98
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    update(shared / "reference" / "boundaries")
    at = [(event.where.lon, event.where.lat) for event in made.events]
    spots = sorted(set(at))
    joined = join(gpd.GeoDataFrame(geometry=gpd.points_from_xy(*zip(*spots, strict=True)), crs=4326))["admin1"]
    lies_in = dict(zip(spots, joined, strict=True))
    assert agreement([lies_in[spot] for spot in at]) >= 0.99
    monkeypatch.undo()
    settings.cache_clear()
