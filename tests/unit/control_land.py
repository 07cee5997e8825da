"""A small hand-drawn land for the tests of control: unequal in lon and lat, with a dent and a spike on its border.

It lies where Syria lies, so that the project's metric CRS fits; about 290 km east to west and 190 km north to south.
"""

from datetime import date

import shapely
from hypothesis import strategies as st

from frontlines.model import ControlClaim, MatchStatus, PlaceKind, Placement, When

LAND = shapely.Polygon(
    [
        (37.0, 35.2),
        (37.4, 34.5),
        (38.3, 34.7),
        (39.0, 34.4),
        (40.1, 34.9),
        (40.2, 35.6),
        (39.2, 36.1),
        (38.6, 35.9),
        (38.5, 36.15),
        (38.4, 35.9),
        (37.3, 36.0),
    ]
)
EAST = shapely.box(38.8, 34.0, 41.0, 37.0)
SOUTH_EAST = shapely.box(39.3, 34.0, 41.0, 35.2)
SHAPES = {"east": EAST, "south-east": SOUTH_EAST, "abroad": shapely.box(50, 10, 51, 11)}
GOV, REB, ISIL, SDF = "Syrian government", "Syrian opposition", "ISIL", "SDF"


def shapes(expression: str) -> shapely.Polygon:
    return SHAPES[expression]


def claim(
    place: str,
    holder: str,
    day: str,
    *,
    at: tuple[float, float] | None = None,
    kind: PlaceKind = "settlement",
    status: str = "held",
    number: int = 0,
    **more: object,
) -> ControlClaim:
    """A claim on a place at (lon, lat), or, without a spot, on an area."""
    where = Placement(
        status=MatchStatus.MATCHED,
        name=place.title(),
        kind=kind if at else "province",
        lon=at[0] if at else None,
        lat=at[1] if at else None,
        place_id=place,
        area=None if at else place,
        part=bool(more.pop("unnamed_part", False)),
    )
    return ControlClaim(
        id=f"{place}-{day}-{number}",
        where=where,
        holder=holder,
        status=status,  # type: ignore[arg-type]
        when=When(start=date.fromisoformat(day), precision=1),
        **more,  # type: ignore[arg-type]
    )


@st.composite
def claims(draw: st.DrawFn, *, least: int = 1, most: int = 14) -> list[ControlClaim]:
    """Claims at spots in and around the land: some repeated, some in line, some abroad, of any status."""
    spots = draw(
        st.lists(
            st.tuples(st.integers(3690, 4030), st.integers(3435, 3620)), min_size=least, max_size=most, unique=True
        )
    )
    drawn = []
    for number, (x, y) in enumerate(spots):
        holder = draw(st.sampled_from([GOV, REB, ISIL, SDF]))
        status = draw(st.sampled_from(["held", "held", "captured", "contested", "besieged", "truce", "lost"]))
        drawn.append(
            claim(
                f"p{x}-{y}",
                holder,
                f"2016-0{draw(st.integers(1, 9))}-11",
                at=(x / 100, y / 100),
                status=status,
                number=number,
                besieger=GOV if holder != GOV else REB,
            )
        )
    if draw(st.booleans()):
        drawn.append(claim("east", ISIL, "2016-05-01", extent=draw(st.sampled_from(["all", "most", "part"]))))
    return drawn
