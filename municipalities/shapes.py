"""The outlines of municipalities, ready to be drawn (data/shapes/, © Kartverket, CC BY 4.0).

Only some counties have shapes, and only as they are today: who is asked for what has none is told so by its absence.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Any

from django.conf import settings

FILE = settings.BASE_DIR / "data" / "shapes" / "kommuner.topojson"
WIDTH = 1000  # units across a drawing; its height follows
Point = tuple[float, float]
Rings = list[list[Point]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """``paths``: {municipality number: SVG path} within ``width`` × ``height`` units, north up."""

    width: int
    height: int
    paths: dict[str, str]


def drawing(numbers: Iterable[str]) -> Drawing | None:
    """The municipalities among ``numbers`` that have a shape, as large as they fit; None when none has."""
    known = {number: rings for number in numbers if (rings := _shapes().get(number))}
    if not known:
        return None
    points = [point for rings in known.values() for ring in rings for point in ring]
    west, south = min(x for x, _y in points), min(y for _x, y in points)
    east, north = max(x for x, _y in points), max(y for _x, y in points)
    scale = WIDTH / (east - west)

    def placed(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * scale), round((north - point[1]) * scale)

    paths = {number: "".join(_path([placed(p) for p in ring]) for ring in rings) for number, rings in known.items()}
    return Drawing(WIDTH, round((north - south) * scale), paths)


def _path(points: list[tuple[int, int]]) -> str:
    """«m10 20l3 4…z» in whole units, each step from the one before; steps of nothing are left out."""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points) if (x, y) != (a, b)]
    if len(steps) < 3:
        return ""  # an islet that has shrunk to a dot
    return f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z"


@cache
def _shapes() -> dict[str, Rings]:
    """{number: rings}. Longitudes are drawn in by the cosine of the middle latitude: near enough for a picture."""
    topology = json.loads(FILE.read_text(encoding="utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    (collection,) = topology["objects"].values()
    return {
        shape["properties"]["number"]: [_ring(part, arcs) for polygon in _polygons(shape) for part in polygon]
        for shape in collection["geometries"]
    }


def _polygons(shape: dict[str, Any]) -> list[Any]:
    return shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    """An arc's steps as places: TopoJSON keeps each as the distance from the one before."""
    (scale_x, scale_y), (x0, y0) = transform["scale"], transform["translate"]
    narrow, x, y, found = cos(radians(63)), 0, 0, []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        found.append(((x * scale_x + x0) * narrow, y * scale_y + y0))
    return found


def _ring(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A negative number is the arc backwards (~n); where one ends the next begins, and the point is written once."""
    ring: list[Point] = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points[1:] if ring else points
    return ring
