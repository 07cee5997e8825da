"""Find places by any spelling, and say how each was decided.

python examples/find_places.py ["NAME" …]
"""

import sys

import frontlines


def main(*names: str) -> None:
    for name in names or ("al-Sur, Deir Az Zor province", "Ayn al-Arab", "حلب", "Atlantis"):
        found = frontlines.geocode(name)
        print(name, "·", found.status, found.name, found.lat, found.lon, found.admin1, "·", found.reason)


if __name__ == "__main__":
    main(*sys.argv[1:])
