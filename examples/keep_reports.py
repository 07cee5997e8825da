"""Read a folder of reports into a store of its own and list what they tell of one week.

python examples/keep_reports.py FOLDER STORE.sqlite
"""

import sys

import frontlines


def main(folder: str, file: str) -> None:
    store = frontlines.Store(f"sqlite:///{file}")
    for outcome in frontlines.ingest([folder], store=store):
        print(outcome.source, "·", outcome.error or ("new" if outcome.added else "known already"))
    known = frontlines.world(store)
    week = frontlines.frame("events", start="2017-02-15", end="2017-02-21", known=known)
    print(week[["date_from", "type", "place", "killed_min"]].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:3])
