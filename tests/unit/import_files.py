"""Small files in the forms of other people's data sets; every row in them is made up."""

import csv
from pathlib import Path

ACLED = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
geo_precision source source_scale notes fatalities tags timestamp""".split()  # noqa: SIM905
UCDP = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources
source_article source_office source_date source_headline source_original where_prec where_coordinates where_description
adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start
date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob""".split()  # noqa: SIM905
UCDP_17 = [
    *(one for one in UCDP if one not in {"relid", "code_status", "where_description"} and not one.endswith("_dset_id"))
]


def acled_row(**changes):
    return {
        "event_id_cnty": "SYR900001",
        "event_date": "2017-02-21",
        "year": "2017",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Syria (2000-2024)",
        "inter1": "State forces",
        "actor2": "Islamic State (Syria)",
        "inter2": "Rebel group",
        "country": "Syria",
        "admin1": "Deir ez Zor",
        "location": "Deir ez Zor",
        "latitude": "35.3359",
        "longitude": "40.1408",
        "geo_precision": "1",
        "source": "An Agency; Another Agency",
        "notes": "A made-up clash for a test.",
        "fatalities": "3",
    } | changes


def ucdp_row(**changes):
    return {
        "id": "900001",
        "year": "2017",
        "active_year": "1",
        "code_status": "Clear",
        "type_of_violence": "1",
        "conflict_name": "Syria: Government",
        "dyad_name": "Government of Syria - IS",
        "side_a": "Government of Syria",
        "side_b": "IS",
        "number_of_sources": "2",
        "source_article": '"An Agency,2017-02-22,A made-up headline; with a semicolon";"Another Agency,2017-02-23,Two"',
        "source_office": "An Agency;Another Agency",
        "where_prec": "1",
        "where_coordinates": "Deir ez Zor town",
        "adm_1": "Deir ez Zor Governorate",
        "adm_2": "Deir ez Zor district",
        "latitude": "35.3359",
        "longitude": "40.1408",
        "country": "Syria",
        "event_clarity": "1",
        "date_prec": "1",
        "date_start": "2017-02-21",
        "date_end": "2017-02-21",
        "deaths_a": "1",
        "deaths_b": "2",
        "deaths_civilians": "0",
        "deaths_unknown": "1",
        "best": "4",
        "high": "7",
        "low": "3",
    } | changes


def write_csv(path: Path, columns, rows, *, header=True, delimiter=",", encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", delimiter=delimiter, extrasaction="ignore")
        if header:
            writer.writeheader()
        writer.writerows(rows)
    return path


def acled_file(folder: Path, *rows, **options) -> Path:
    return write_csv(folder / "acled.csv", ACLED, rows, **options)


def ucdp_file(folder: Path, *rows, columns=UCDP, name="GEDEvent_v25_1.csv", **options) -> Path:
    return write_csv(folder / name, columns, rows, **options)
