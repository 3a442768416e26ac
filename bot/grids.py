"""The shapes of grids on the map: read from GeoJSON (WGS-84), checked, and asked which of them a place lies in."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.rules.policy import TownFilePolicy
from bot.rules.town_rows import Rows

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start a thread for each core, and needs none

Code: TypeAlias = Literal[
    "not_json",  # no JSON, or deeper or larger than any map: nothing was read
    "not_features",  # JSON, but no FeatureCollection: nothing was read
    "other_system",  # coordinates of another system than WGS-84: nothing was read
    "too_many_grids",  # more than `detail`: nothing was read
    "too_many_points",  # more than `detail`: nothing was read
    "no_grids",  # not one grid could be read
    "properties",  # `community` or `grid` is missing
    "geometry",  # neither Polygon nor MultiPolygon, or its coordinates are none
    "not_closed",  # a ring of fewer than four points, or whose last point is not its first
    "swapped",  # latitude before longitude
    "outside",  # not in this part of the world
    "crosses",  # a line that crosses itself, or rings that do not fit into each other, near `detail`
    "drawn_twice",  # the grid is feature `detail` already
    "overlap",  # covers part of the grid `detail`; it was read all the same
]

Ring: TypeAlias = tuple[tuple[float, float], ...]
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of a community, and its polygons: each an outer ring and its holes, points as (longitude, latitude)."""

    community: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a feature of the file (1 is its first; 0: with the whole file, and then nothing was read)."""

    feature: int
    code: Code
    detail: str = ""


class _Wrong(Exception):
    def __init__(self, code: Code, detail: str = "") -> None:
        self.code, self.detail = code, detail


def read(content: bytes, limits: TownFilePolicy) -> tuple[tuple[Grid, ...], tuple[Flaw, ...]]:
    """Return the grids of a GeoJSON file and what is wrong with it; features with a flaw are left out."""
    try:
        features = _features(content, limits)
    except _Wrong as wrong:
        return (), (Flaw(0, wrong.code, wrong.detail),)
    grids: dict[tuple[str, str], tuple[int, Grid]] = {}
    flaws: list[Flaw] = []
    points = 0
    for at, feature in enumerate(features, 1):
        try:
            grid = _grid(feature, limits)
            points += sum(len(ring) for polygon in grid.polygons for ring in polygon)
            if points > limits.most_points:
                return (), (Flaw(0, "too_many_points", str(limits.most_points)),)
            if (first := grids.get((grid.community, grid.name))) is not None:
                raise _Wrong("drawn_twice", str(first[0]))
            grids[grid.community, grid.name] = at, grid
        except _Wrong as wrong:
            flaws.append(Flaw(at, wrong.code, wrong.detail))
    if not grids:
        return (), (Flaw(0, "no_grids"), *flaws)
    return tuple(grid for _, grid in grids.values()), (*flaws, *_overlaps([*grids.values()], limits.overlap_percent))


def _features(content: bytes, limits: TownFilePolicy) -> Sequence[Any]:
    try:
        parsed = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _Wrong("not_json") from error
    if not isinstance(parsed, dict) or not isinstance(parsed.get("features"), list):
        raise _Wrong("not_features")
    # 4490 is the state's own CGCS2000, which differs from WGS-84 by centimetres.
    if "crs" in parsed and not any(name in json.dumps(parsed["crs"]) for name in ("CRS84", "4326", "4490")):
        raise _Wrong("other_system")
    features: list[Any] = parsed["features"]
    if len(features) > limits.most_grids:
        raise _Wrong("too_many_grids", str(limits.most_grids))
    return features


def _no_number(name: str) -> float:
    raise ValueError(name)


def _grid(feature: Any, limits: TownFilePolicy) -> Grid:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise _Wrong("properties")
    community, name = _name(properties.get("community")), _name(properties.get("grid"))
    polygons = _polygons(feature.get("geometry"))
    _in_place(polygons, limits)
    _simple(polygons)
    return Grid(community, name, polygons)


def _name(value: object) -> str:
    """Return a name that may stand as a number in JSON (grid 3)."""
    text = " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not text or len(text) > _LONGEST or not text.isprintable() or text[0] in "=+@-":
        raise _Wrong("properties")
    return text


def _polygons(geometry: Any) -> tuple[tuple[Ring, ...], ...]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise _Wrong("geometry")
    coordinates = geometry.get("coordinates")
    polygons = _list([coordinates] if kind == "Polygon" else coordinates)
    return tuple(tuple(_ring(ring) for ring in _list(polygon)) for polygon in polygons)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _Wrong("geometry")
    return value


def _ring(points: object) -> Ring:
    ring = tuple(_point(point) for point in _list(points))
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise _Wrong("not_closed")
    return ring


def _point(point: object) -> tuple[float, float]:
    if not isinstance(point, list) or len(point) not in (2, 3):
        raise _Wrong("geometry")
    if any(type(each) not in (int, float) or not -1e9 < each < 1e9 for each in point):
        raise _Wrong("geometry")
    return float(point[0]), float(point[1])


def _in_place(polygons: Sequence[Sequence[Ring]], limits: TownFilePolicy) -> None:
    points = [point for polygon in polygons for ring in polygon for point in ring]

    def all_inside(points: Sequence[tuple[float, float]]) -> bool:
        return all(limits.west <= x <= limits.east and limits.south <= y <= limits.north for x, y in points)

    if not all_inside(points):
        raise _Wrong("swapped" if all_inside([(y, x) for x, y in points]) else "outside")


def _shape(polygons: Sequence[Sequence[Ring]]) -> Any:
    import shapely  # numpy comes with it: whoever never places a pin does not pay for them

    return shapely.MultiPolygon([(polygon[0], polygon[1:]) for polygon in polygons])


def _simple(polygons: Sequence[Sequence[Ring]]) -> None:
    import shapely

    shape = _shape(polygons)
    if not shapely.is_valid(shape):
        reason = str(shapely.is_valid_reason(shape))
        raise _Wrong("crosses", reason.partition("[")[2].rstrip("]").replace(" ", ", "))


def _overlaps(grids: Sequence[tuple[int, Grid]], percent: int) -> Iterator[Flaw]:
    import shapely

    shapes = [_shape(grid.polygons) for _, grid in grids]
    for one, other in sorted(shapely.STRtree(shapes).query(shapes, predicate="intersects").T.tolist()):
        shared = shapes[one].intersection(shapes[other]).area if one < other else 0.0
        if shared * 100 > percent * min(shapes[one].area, shapes[other].area):
            yield Flaw(grids[other][0], "overlap", grids[one][1].name)


class Places:
    """Tells in which grid a place lies."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        import shapely

        self._grids = tuple(grids)
        self._tree = shapely.STRtree([_shape(grid.polygons) for grid in grids])

    def at(self, latitude: float, longitude: float) -> tuple[Grid, ...]:
        """Return the grids in which a place lies, in the order of the file: several on a border that they share."""
        import shapely

        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return ()
        found = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        return tuple(self._grids[at] for at in sorted(found.tolist()))


def rows_of(grids: Sequence[Grid]) -> Rows:
    """Return grids as rows; `grids_of` makes the same grids of them."""
    return {"grids": [(each.community, each.name, json.dumps(each.polygons, separators=(",", ":"))) for each in grids]}


def grids_of(rows: Rows) -> tuple[Grid, ...]:
    """Return the grids of such rows."""
    return tuple(Grid(community, name, _loaded(shape)) for community, name, shape in rows["grids"])


def _loaded(shape: str) -> tuple[tuple[Ring, ...], ...]:
    polygons: Sequence[Sequence[Sequence[Sequence[float]]]] = json.loads(shape)
    return tuple(tuple(tuple((x, y) for x, y in ring) for ring in each) for each in polygons)
