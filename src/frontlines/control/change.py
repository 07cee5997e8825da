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

NO_EVIDENCE: Final = "no_evidence"
SPECK_M2: Final = 5e4
"""Pieces of changed ground smaller than this are rounding at the edges of two drawings."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed hands from ``start`` to ``end``.  Frames in WGS 84; parties by faction key, or "no_evidence".

    ``ground``: one row per pair of parties: loser, winner, area_km2, geometry.  ``places``: one row per place whose
    holder or status changed: place_id, name, loser, winner, status_before, status, since, basis, geometry; ``loser`` is
    None for a place that no claim told of before.
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
    return Change(before.day, after.day, _ground(before, after), _places(before, after))


def _by_holder(picture: Picture) -> dict[str, Any]:
    """Give the ground of each holder in metres."""
    shapes = to_metres(picture.zones.geometry.to_numpy())
    holders = np.where(picture.zones["status"] == NO_EVIDENCE, NO_EVIDENCE, picture.zones["holder"])
    return {str(holder): shapely.coverage_union_all(shapes[holders == holder]) for holder in np.unique(holders)}


def _ground(before: Picture, after: Picture) -> gpd.GeoDataFrame:
    then, now = _by_holder(before), _by_holder(after)
    rows: list[dict[str, Any]] = []
    shapes = []
    for loser in sorted(then):
        for winner in sorted(now):
            if loser == winner:
                continue
            one, two = (then[loser], now[winner]) if loser < winner else (now[winner], then[loser])
            parts = polygons_of(shapely.intersection(one, two, grid_size=1.0))
            parts = parts[shapely.area(parts) >= SPECK_M2]
            if not len(parts):
                continue
            shape = shapely.multipolygons(parts)
            shapes.append(to_degrees(shape))
            rows.append({"loser": loser, "winner": winner, "area_km2": round(shape.area / 1e6, 1)})
    columns = {name: [row[name] for row in rows] for name in ("loser", "winner", "area_km2")}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84)


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
