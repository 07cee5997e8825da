"""Say what changed hands between two days, per party and place by place.

python examples/what_changed.py [FROM] [TO]
"""

import sys

import frontlines


def main(start: str = "2016-11-01", end: str = "2017-02-25") -> None:
    difference = frontlines.change(start, end)
    print(difference.balance().to_string())
    print(difference.ground[["loser", "winner", "area_km2"]].to_string())
    print(difference.places[["name", "loser", "winner", "since"]].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:3])
