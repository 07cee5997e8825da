"""Take data away for other tools, and count events by OCHA's p-codes.

python examples/take_data_away.py [FOLDER]
"""

import sys
from pathlib import Path

import geopandas as gpd

import frontlines


def main(folder: str = ".") -> None:
    known = frontlines.world()
    manifest = frontlines.export("events", Path(folder) / "events.parquet", known=known)
    frontlines.export("control", Path(folder) / "control.gpkg", day="2017-02-21", known=known)
    frontlines.export("events", Path(folder) / "acled.csv", columns="acled", known=known)
    print(manifest["rows"], "events,", "sources:", [source["name"] for source in manifest["sources"][:5]])
    events = gpd.read_parquet(Path(folder) / "events.parquet")
    print(events.groupby("admin1_pcode")["id"].count().to_string())
    print(gpd.read_file(Path(folder) / "control.gpkg", layer="zones")[["controller", "area_km2"]].head().to_string())


if __name__ == "__main__":
    main(*sys.argv[1:2])
