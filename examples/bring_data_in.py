"""Bring in a data set that someone else made, and see that importing it again changes nothing.

python examples/bring_data_in.py STORE.sqlite [FILE] [acled|ucdp|geojson|gpkg|csv]
"""

import sys
from pathlib import Path

import frontlines

ROWS = """\
id,type,date_from,place,lat,lon,actors,killed_min,sources
1,shelling,2017-02-20,al-Bab,36.37,37.517,Syrian government,3,A paper
2,clash,2017-02-21,Tadif,36.348,37.53,ISIL,,A paper
"""


def main(file: str, source: str = "", form: str = "csv") -> None:
    store = frontlines.Store(f"sqlite:///{file}")
    if not source:
        source = str(Path(file).with_name("rows.csv"))
        Path(source).write_text(ROWS, "utf-8")
    for _ in range(2):
        made = frontlines.import_file(source, form, name="rows of our own", store=store)
        print(
            made.dataset.name, "·", len(made.events), "events,", len(made.claims), "claims,", made.refused, "not taken"
        )
    known = frontlines.world(store)
    print(len(known.imported_events), "imported events in the store")


if __name__ == "__main__":
    main(*sys.argv[1:4])
