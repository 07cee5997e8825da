"""Change: the difference of two pictures, in ground and in places, per pair of parties."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from frontlines.control.land import to_degrees, to_metres
from frontlines.control.picture import Picture
from frontlines.control.smooth import polygons_of
from frontlines.crs import WGS84
from frontlines.turns import in_turn

NO_EVIDENCE: Final = "no_evidence"
SPECK_M2: Final = 5e4
"""Pieces of changed ground smaller than this are rounding at the edges of two drawings."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed hands from ``start`` to ``end``.  Frames in WGS 84; parties by faction key, or "no_evidence".

    ``ground``: one row per pair of parties: loser, winner, area_km2, towns (places that changed hands between the two),
    basis (";"-joined ids of the claims that made it), geometry (empty where places changed hands and no ground did).
    ``places``: one row per place whose holder or status changed: place_id, name, loser, winner, status_before, status,
    since, basis, geometry; ``loser`` is None for a place that no claim told of before.
    """

    start: date
    end: date
    ground: gpd.GeoDataFrame
    places: gpd.GeoDataFrame

    def balance(self) -> pd.DataFrame:
        """Give km² per party, won from and lost to other parties: columns party, gained_km2, lost_km2, net_km2."""
        fought = self.ground[(self.ground["loser"] != NO_EVIDENCE) & (self.ground["winner"] != NO_EVIDENCE)]
        gained = fought.groupby("winner")["area_km2"].sum()
        lost = fought.groupby("loser")["area_km2"].sum()
        parties = sorted({*gained.index, *lost.index})
        frame = pd.DataFrame({"party": parties})
        frame["gained_km2"] = [round(float(gained.get(party, 0.0)), 1) for party in parties]
        frame["lost_km2"] = [round(float(lost.get(party, 0.0)), 1) for party in parties]
        frame["net_km2"] = (frame["gained_km2"] - frame["lost_km2"]).round(1)
        return frame


def change(before: Picture, after: Picture) -> Change:
    """Give the difference of two pictures of one country; swapped pictures give the same with the parties swapped."""
    places = _places(before, after)
    return Change(before.day, after.day, _ground(before, after, places), places)


def _by_holder(picture: Picture) -> dict[str, Any]:
    """Give the ground of each holder in metres."""
    shapes = to_metres(picture.zones.geometry.to_numpy())
    holders = np.where(picture.zones["status"] == NO_EVIDENCE, NO_EVIDENCE, picture.zones["holder"])
    return {str(holder): shapely.coverage_union_all(shapes[holders == holder]) for holder in np.unique(holders)}


def _ground(before: Picture, after: Picture, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    then, now = _by_holder(before), _by_holder(after)
    changed = places[places["loser"].notna() & places["winner"].notna() & (places["loser"] != places["winner"])]
    turned: dict[Any, Any] = dict(list(changed.groupby(["loser", "winner"])))
    rows: list[dict[str, Any]] = []
    shapes = []
    for loser in sorted({*then, *(pair[0] for pair in turned)}):
        for winner in sorted({*now, *(pair[1] for pair in turned)}):
            if loser == winner:
                continue
            parts = _exchanged(then.get(loser), now.get(winner), first=loser < winner)
            here = turned.get((loser, winner))
            if not len(parts) and here is None:
                continue
            shape = shapely.multipolygons(parts)
            shapes.append(to_degrees(shape))
            claims = [] if here is None else [claim for basis in here["basis"] for claim in basis.split(";")]
            rows.append(
                {
                    "loser": loser,
                    "winner": winner,
                    "area_km2": round(shape.area / 1e6, 1),
                    "towns": 0 if here is None else len(here),
                    "basis": ";".join(dict.fromkeys([*claims, *_made_by(parts, winner, after)])),
                }
            )
    columns = {name: [row[name] for row in rows] for name in ("loser", "winner", "area_km2", "towns", "basis")}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84)


def _exchanged(then: Any, now: Any, *, first: bool) -> Any:
    """Give the pieces that lie in both; ``first`` keeps the order of the two the same there and back."""
    if then is None or now is None:
        return np.array([], dtype=object)
    one, two = (then, now) if first else (now, then)
    parts = polygons_of(shapely.intersection(one, two, grid_size=1.0))
    return parts[shapely.area(parts) >= SPECK_M2]


@in_turn
def _made_by(parts: Any, winner: str, after: Picture) -> list[str]:
    """Give the claims by which the later day's ground in each piece is the winner's: of the site or the area there."""
    ground = after.ground
    spots = shapely.get_coordinates(shapely.point_on_surface(parts))
    _, sites, areas = ground.classify(spots)
    deciding = [ground.sites[at] for at in np.unique(sites[sites >= 0])]
    deciding += [ground.areas[at].state for at in np.unique(areas[areas >= 0])]
    return [claim for state in deciding if state.holder == winner for claim in state.basis]


def _places(before: Picture, after: Picture) -> gpd.GeoDataFrame:
    columns = ["place_id", "name", "holder", "status", "since", "basis", "geometry"]
    then, now = (frame.states[columns].set_index("place_id") for frame in (before, after))
    rows: list[dict[str, Any]] = []
    for place_id in sorted({*then.index, *now.index}):
        old = then.loc[place_id] if place_id in then.index else None
        new = now.loc[place_id] if place_id in now.index else None
        shown = new if new is not None else old
        loser, winner = (row["holder"] if row is not None else None for row in (old, new))
        was, is_now = (row["status"] if row is not None else None for row in (old, new))
        if shown is None or (loser, was) == (winner, is_now):
            continue
        rows.append(
            {
                "place_id": place_id,
                "name": shown["name"],
                "loser": loser,
                "winner": winner,
                "status_before": was,
                "status": is_now,
                "since": shown["since"],
                "basis": shown["basis"],
                "geometry": shown["geometry"],
            }
        )
    names = ["place_id", "name", "loser", "winner", "status_before", "status", "since", "basis"]
    data = {name: pd.Series([row[name] for row in rows], dtype=object) for name in names}
    return gpd.GeoDataFrame(data, geometry=[row["geometry"] for row in rows], crs=WGS84)
