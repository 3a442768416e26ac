"""Grids on the map: which files are read, what is named as wrong, and which grid a place lies in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import grids
from bot.grids import Flaw, Grid, Places
from bot.rules import policy

LIMITS = policy.load().town_files
SQUARE = [[124.0, 30.0], [124.01, 30.0], [124.01, 30.01], [124.0, 30.01], [124.0, 30.0]]
HOLE = [[124.004, 30.004], [124.006, 30.004], [124.006, 30.006], [124.004, 30.006], [124.004, 30.004]]
BOW_TIE = [[124.0, 30.0], [124.01, 30.01], [124.01, 30.0], [124.0, 30.01], [124.0, 30.0]]


def moved(ring: list[list[float]], east: float) -> list[list[float]]:
    return [[x + east, y] for x, y in ring]


def feature(*rings: list[Any], name: Any = "一", community: Any = "望海", kind: str = "Polygon") -> dict[str, Any]:
    coordinates: Any = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"community": community, "grid": name},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def read(*features: Any, **more: Any) -> tuple[tuple[Grid, ...], tuple[Flaw, ...]]:
    return grids.read(json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode(), LIMITS)


def names(found: tuple[Grid, ...]) -> list[str]:
    return [grid.name for grid in found]


def test_a_place_lies_in_its_grid() -> None:
    found, flaws = read(feature(SQUARE), feature(moved(SQUARE, 0.01), name="二", community="听潮"))
    assert flaws == ()
    places = Places(found)
    assert names(places.at(30.005, 124.005)) == ["一"]
    assert names(places.at(30.005, 124.015)) == ["二"]
    assert names(places.at(30.005, 124.03)) == []
    assert names(places.at(124.005, 30.005)) == []
    assert names(places.at(float("nan"), 124.005)) == []


def test_a_place_on_a_shared_border_lies_in_both_and_nobody_guesses() -> None:
    found, _ = read(feature(SQUARE), feature(moved(SQUARE, 0.01), name="二"))
    assert names(Places(found).at(30.005, 124.01)) == ["一", "二"]


def test_a_grid_may_have_holes_and_several_parts() -> None:
    found, flaws = read(
        feature(SQUARE, HOLE), feature(moved(SQUARE, 0.02), moved(SQUARE, 0.04), name="二", kind="MultiPolygon")
    )
    assert flaws == ()
    places = Places(found)
    assert names(places.at(30.005, 124.005)) == []
    assert names(places.at(30.001, 124.001)) == ["一"]
    assert names(places.at(30.005, 124.025)) == names(places.at(30.005, 124.045)) == ["二"]


def test_without_grids_a_place_lies_nowhere() -> None:
    assert Places(()).at(30.0, 124.0) == ()


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1], [[*point, 12.5] for point in SQUARE]])
def test_the_direction_of_a_ring_and_a_height_do_not_matter(ring: list[list[float]]) -> None:
    found, flaws = read(feature(ring))
    assert flaws == ()
    assert names(Places(found).at(30.005, 124.005)) == ["一"]


def test_a_grid_may_be_called_by_a_number() -> None:
    assert names(read(feature(SQUARE, name=3))[0]) == ["3"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (7, "properties"),
        ({"type": "Feature"}, "properties"),
        (feature(SQUARE, name=None), "properties"),
        (feature(SQUARE, name=""), "properties"),
        (feature(SQUARE, name=True), "properties"),
        (feature(SQUARE, name="=1+1"), "properties"),
        (feature(SQUARE, name="一\u202e"), "properties"),
        (feature(SQUARE, community="海" * 61), "properties"),
        ({**feature(SQUARE), "geometry": None}, "geometry"),
        ({**feature(SQUARE), "geometry": {"type": "Point", "coordinates": [124, 30]}}, "geometry"),
        ({**feature(SQUARE), "geometry": {"type": "Polygon"}}, "geometry"),
        (feature(), "geometry"),
        (feature([]), "geometry"),
        (feature([["124", "30"]] * 4), "geometry"),
        (feature([[124, 30, 1, 2]] * 4), "geometry"),
        (feature([[10**400, 30]] * 4), "geometry"),
        (feature([[True, 30]] * 4), "geometry"),
        (feature([124.0, 30.0]), "geometry"),
        (feature(SQUARE[:-1]), "not_closed"),
        (feature([SQUARE[0], SQUARE[1], SQUARE[0]]), "not_closed"),
        (feature([[y, x] for x, y in SQUARE]), "swapped"),
        (feature(moved(SQUARE, -60)), "outside"),
        (feature(BOW_TIE), "crosses"),
        (feature(SQUARE, moved(SQUARE, 0.5)), "crosses"),
        (feature([[124, 30]] * 4), "crosses"),
        (feature(moved(SQUARE, 0.1)), "drawn_twice"),
    ],
)
def test_a_bad_feature_is_named_and_the_others_are_read(wrong: Any, code: str) -> None:
    found, flaws = read(feature(SQUARE), wrong, feature(moved(SQUARE, 0.3), name="三"))
    assert [(flaw.feature, flaw.code) for flaw in flaws] == [(2, code)]
    assert names(found) == ["一", "三"]


def test_where_a_line_crosses_itself_is_told() -> None:
    assert read(feature(BOW_TIE)) == ((), (Flaw(0, "no_grids"), Flaw(1, "crosses", "124.005, 30.005")))


def test_grids_that_cover_each_other_are_named_and_read_all_the_same() -> None:
    found, flaws = read(feature(SQUARE), feature(moved(SQUARE, 0.005), name="二"))
    assert flaws == (Flaw(2, "overlap", "一"),)
    assert names(Places(found).at(30.005, 124.007)) == ["一", "二"]
    assert read(feature(SQUARE), feature(moved(SQUARE, 0.00995), name="二"))[1] == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        b'{"features": [NaN]}',
        b"[" * 100_000,
        b'{"features": [' + b"9" * 5000 + b"]}",
        '{"features": []}'.encode("utf-16"),
    ],
)
def test_what_is_no_json_is_refused_whole(content: bytes) -> None:
    assert grids.read(content, LIMITS) == ((), (Flaw(0, "not_json"),))


@pytest.mark.parametrize("parsed", [[], {}, {"features": {}}, feature(SQUARE), "text", None])
def test_what_is_no_collection_of_features_is_refused_whole(parsed: object) -> None:
    assert grids.read(json.dumps(parsed).encode(), LIMITS) == ((), (Flaw(0, "not_features"),))


def test_an_empty_map_is_no_map() -> None:
    assert read() == ((), (Flaw(0, "no_grids"),))


def test_another_system_of_coordinates_is_refused_and_wgs_84_is_not() -> None:
    def crs(name: str) -> dict[str, Any]:
        return {"type": "name", "properties": {"name": name}}

    assert read(feature(SQUARE), crs=crs("urn:ogc:def:crs:EPSG::4547"))[1] == (Flaw(0, "other_system"),)
    for name in ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4490"):
        assert read(feature(SQUARE), crs=crs(name))[1] == ()


def test_a_map_that_is_too_large_is_refused_whole() -> None:
    two = json.dumps({"features": [feature(SQUARE), feature(moved(SQUARE, 0.3), name="二")]}).encode()
    assert grids.read(two, replace(LIMITS, most_grids=1)) == ((), (Flaw(0, "too_many_grids", "1"),))
    assert grids.read(two, replace(LIMITS, most_points=9)) == ((), (Flaw(0, "too_many_points", "9"),))
    assert len(grids.read(two, replace(LIMITS, most_points=10))[0]) == 2


def test_a_mark_before_the_text_does_not_matter() -> None:
    assert names(grids.read(b"\xef\xbb\xbf" + json.dumps({"features": [feature(SQUARE)]}).encode(), LIMITS)[0]) == [
        "一"
    ]


def test_the_database_gives_back_the_same_grid() -> None:
    (grid,), _ = read(feature(SQUARE, HOLE))
    assert grids.grids_of(grids.rows_of([grid])) == (grid,)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.just("Polygon"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["geometry", "properties", "type", "coordinates", "community"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_no_json_makes_the_reader_fail(noise: object) -> None:
    found, _ = grids.read(json.dumps({"features": [feature(SQUARE), noise]}).replace("NaN", "0").encode(), LIMITS)
    assert names(found)[:1] in (["一"], [])
