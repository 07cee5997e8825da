"""Read a report and print what it tells, with where each thing is and the sentence behind it.

python examples/read_a_report.py [FILE or ADDRESS] [YYYY-MM-DD of publication]
"""

import sys

import frontlines

REPORT = (
    "At least 11 people were killed on Tuesday in air strikes on the town of al-Sur in Deir Az Zor province, a monitor "
    "said. Syrian government forces captured the village of Tadif, south of al-Bab, from ISIL."
)


def main(source: str = "", published: str = "2017-02-22") -> None:
    told = (
        frontlines.extract(source, published=published)
        if source
        else frontlines.extract(text=REPORT, published=published)
    )
    for event in told.events:
        print(event.when.start, event.type, "·", event.title)
        print("   ", event.where.name, event.where.lat, event.where.lon, "·", event.where.reason)
        print("   ", event.sentence)
    for claim in told.claims:
        print(claim.when.start, claim.holder, claim.status, claim.where.name)


if __name__ == "__main__":
    main(*sys.argv[1:3])
