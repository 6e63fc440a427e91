"""The cameras' map as numbers: inside the frame, north up, a metre as long in every direction."""

from math import cos, isclose, radians
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.web.camera_map import EDGE, HEIGHT, WIDTH, counted, map_of, sort_of


def feature(longitude: float, latitude: float, **typed: Any) -> dict[str, Any]:
    told = {"essential": None, "far_from_homes": None, **typed}
    return {
        "id": "1",
        "geometry": {"coordinates": [longitude, latitude]},
        "properties": {"name": "Camera", "unit_name": "Phường", **told},
    }


POINTS = st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=1, max_size=20)


@given(POINTS)
def test_every_camera_lies_inside_the_rim(points):
    drawn = map_of(feature(*point) for point in points)
    assert drawn is not None
    for dot in drawn.dots:
        assert EDGE - 0.1 <= dot.x <= WIDTH - EDGE + 0.1
        assert EDGE - 0.1 <= dot.y <= HEIGHT - EDGE + 0.1
    assert 0 < drawn.bar <= WIDTH / 4 + 0.1


def test_north_is_up_east_is_right_and_metres_are_alike():
    south_west, south_east, north_west = (105.87, 21.03), (105.90, 21.03), (105.87, 21.06)
    drawn = map_of(feature(*point) for point in (south_west, south_east, north_west))
    assert drawn is not None
    first, east, north = drawn.dots
    assert east.x > first.x
    assert east.y == first.y
    assert north.y < first.y
    assert north.x == first.x
    assert isclose((east.x - first.x) / (first.y - north.y), cos(radians(21.045)), rel_tol=0.01)


def test_the_bar_is_as_long_as_it_says():
    drawn = map_of([feature(105.87, 21.0), feature(105.87, 21.09)])
    assert drawn is not None
    apart = drawn.dots[0].y - drawn.dots[1].y  # 0.09 degrees, about 10.02 km
    assert isclose(drawn.bar / drawn.bar_metres, apart / 10_018.8, rel_tol=0.01)
    assert str(drawn.bar_metres).rstrip("0") in {"1", "2", "5"}


def test_one_camera_is_drawn_in_the_middle_and_none_is_no_map():
    drawn = map_of([feature(105.87, 21.0)])
    assert drawn is not None
    assert (drawn.dots[0].x, drawn.dots[0].y) == (WIDTH / 2, HEIGHT / 2)
    assert map_of([]) is None


def test_sorts_are_told_apart_and_counted():
    assert [sort_of({"essential": one, "far_from_homes": two}) for one, two in (
        (True, True), (True, None), (None, True), (False, None),
    )] == ["both", "essential", "far", "other"]  # fmt: skip
    rows = [
        {"essential": True, "far_from_homes": False, "located": True, "count": 3},
        {"essential": True, "far_from_homes": False, "located": False, "count": 2},
        {"essential": False, "far_from_homes": False, "located": False, "count": 4},
    ]
    assert counted(rows) == {"essential": (3, 2), "far": (0, 0), "both": (0, 0), "other": (0, 4)}
