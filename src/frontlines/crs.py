"""The coordinate reference systems, and the only places where axis order is swapped.

Geometry is (lon, lat) in WGS 84 everywhere in this package; latitude first exists only at folium's and geopy's edge.
"""

from typing import Final

WGS84: Final = "EPSG:4326"
"""Geographic coordinates, (lon, lat), degrees: what is stored and drawn."""

METRIC: Final = "EPSG:32637"
"""UTM zone 37N, metres, for distances.  Syria spans 35.6 to 42.4 E: scale error under 0.3 %."""

EQUAL_AREA: Final = "+proj=aea +lat_1=33 +lat_2=36.5 +lat_0=35 +lon_0=38.5 +datum=WGS84 +units=m +no_defs"
"""Albers equal-area fitted to Syria, metres: for areas in km2."""


def to_lat_lon(lon: float, lat: float) -> tuple[float, float]:
    """Give (lat, lon), as folium and geopy want it, from our (lon, lat)."""
    return lat, lon


def to_lon_lat(lat: float, lon: float) -> tuple[float, float]:
    """Give our (lon, lat) from folium's and geopy's (lat, lon)."""
    return lon, lat
