"""Say who held what on a day: square kilometres per party, the longest fronts, and the places of one governorate.

python examples/who_held_what.py [YYYY-MM-DD] [GOVERNORATE]
"""

import sys

import frontlines


def main(day: str = "2017-02-21", governorate: str = "Aleppo") -> None:
    known = frontlines.world()
    drawn = frontlines.picture(day, known=known)
    print(drawn.zones.groupby(["status", "holder"])["area_km2"].sum().sort_values(ascending=False).to_string())
    print(drawn.fronts[["a", "b", "length_km", "since"]].head(5).to_string())
    places = frontlines.frame("places", day=day, admin1=governorate, known=known)
    print(places[["place", "admin1_pcode", "controller", "since", "confidence"]].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:3])
