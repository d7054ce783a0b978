"""Outlines of municipalities, read by another road than the one that draws them."""

import json
import re

import pytest

from municipalities.register import FOLDER
from municipalities.shapes import FILE, WIDTH, drawing


def corners(path):
    """Every corner of a path, as the steps lead there."""
    found = []
    for part in path.split("z")[:-1]:
        x, y, *steps = (int(n) for n in re.findall(r"-?\d+", part))
        found.append((x, y))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def numbers():
    topology = json.loads(FILE.read_text())
    return [shape["properties"]["number"] for shape in topology["objects"]["Kommuner"]["geometries"]]


def test_every_municipality_of_the_three_counties_has_a_shape():
    with (FOLDER / "kommuner.csv").open(encoding="utf-8") as file:
        wanted = {line.split(",")[0] for line in file if line[:2] in ("15", "34", "50")}

    assert wanted == set(numbers()) and len(wanted) == 111


def test_a_drawing_fits_its_frame_and_fills_it():
    picture = drawing(number for number in numbers() if number.startswith("34"))

    points = [point for path in picture.paths.values() for point in corners(path)]
    assert len(picture.paths) == 46
    assert (min(x for x, _ in points), max(x for x, _ in points)) == (0, WIDTH)
    assert min(y for _, y in points) == 0 and max(y for _, y in points) <= picture.height


def test_north_is_up_and_east_is_right():
    picture = drawing(["3403", "3434"])  # Hamar lies south-east of Lom

    hamar, lom = (corners(picture.paths[number])[0] for number in ("3403", "3434"))

    assert hamar[0] > lom[0] and hamar[1] > lom[1]


def test_neighbours_share_their_border():
    picture = drawing(["3403", "3411"])  # Hamar and Ringsaker

    assert len(set(corners(picture.paths["3403"])) & set(corners(picture.paths["3411"]))) > 3


@pytest.mark.parametrize("known", [[], ["0301"], ["9999", "1804"]])
def test_what_has_no_shape_has_no_drawing(known):
    assert drawing(known) is None


def test_those_without_a_shape_are_left_out():
    assert set(drawing(["3403", "0301"]).paths) == {"3403"}
