"""Every set, day and night: built without fault, furnished around its marks, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.plan.types import TimeOfDay
from screenplay2board.stage import names
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.props import build_piece, piece_boxes, piece_seat
from screenplay2board.stage.sets import SET_FUNCTIONS, plan_set
from screenplay2board.stage.types import Mark, PropPlacement, SetPlan

ALL_SETS = tuple(SET_FUNCTIONS)
SEEDS = (0, 1, 2)
BODY_RADIUS_M = 0.16
SEATED_USES = ("sit", "table", "lie", "drive")
WAYS = ("road", "water", "rails")  # of vehicles
ON_STAIRS = ("step_low", "step_high", "step_seat")  # the steps are in each other's way, not in the people's


def planned(name: str, seed: int = 1, time_of_day: TimeOfDay = "day") -> SetPlan:
    return plan_set(name, seed=seed, time_of_day=time_of_day, weather="clear")


def built(plan: SetPlan, *, night: bool = False) -> Geometry:
    geometry = Geometry()
    for piece in plan.pieces:
        build_piece(geometry, piece, night=night)
    return geometry


def is_on(piece: PropPlacement, mark: Mark, slack_m: float = 0.0) -> bool:
    """Tell whether the mark's point lies over the piece's floor space."""
    x, _, z = mark.position_m
    return any(
        x0 - slack_m <= x <= x1 + slack_m and z0 - slack_m <= z <= z1 + slack_m
        for x0, _, z0, x1, _, z1 in piece_boxes(piece)
    )


def test_the_names_that_plans_may_use_are_the_sets():
    assert set(names.SETS) == set(SET_FUNCTIONS)


def test_an_unknown_set_names_the_nearest():
    with pytest.raises(KeyError, match="did you mean `kitchen`"):
        planned("kichen")


@pytest.mark.parametrize("name", ALL_SETS)
@pytest.mark.parametrize("time_of_day", ["day", "night"])
def test_a_set_builds_into_finite_meshes_and_lines(name: str, time_of_day: TimeOfDay):
    geometry = built(planned(name, time_of_day=time_of_day), night=time_of_day == "night")
    vertices, normals, faces, parts, two_sided = geometry.arrays()
    assert len(faces) > 120
    assert np.isfinite(vertices).all()
    assert np.isfinite(normals).all()
    assert len(faces) == len(parts) == len(two_sided)
    assert int(faces.max()) < len(vertices)
    assert int(parts.max()) < len(geometry.parts)
    assert all(np.isfinite(edge.points).all() and len(edge.points) >= 2 for edge in geometry.edges)


@pytest.mark.parametrize("name", ALL_SETS)
def test_the_same_seed_plans_the_same_set(name: str):
    assert planned(name, 7) == planned(name, 7)


@pytest.mark.parametrize("name", ["kitchen", "bedroom", "office", "street", "forest", "park"])
def test_two_seeds_plan_two_places(name: str):
    assert planned(name, 1).pieces != planned(name, 2).pieces


@pytest.mark.parametrize("name", ALL_SETS)
def test_furniture_is_the_same_by_day_and_by_night(name: str):
    day, night = planned(name), planned(name, time_of_day="night")
    assert [(p.kind, p.position_m, p.yaw_deg) for p in day.pieces] == [
        (p.kind, p.position_m, p.yaw_deg) for p in night.pieces
    ]
    assert day.marks == night.marks


@pytest.mark.parametrize("name", [name for name in ALL_SETS if name != "car"])
@pytest.mark.parametrize("seed", SEEDS)
def test_left_and_right_face_each_other_at_talking_distance(name: str, seed: int):
    marks = {mark.name: mark for mark in planned(name, seed).marks}
    left, right = np.array(marks["left"].position_m), np.array(marks["right"].position_m)
    assert 0.95 <= float(np.linalg.norm(right - left)) <= 1.35
    assert left[0] < right[0]
    for mark, other in ((marks["left"], right), (marks["right"], left)):
        toward = other - np.array(mark.position_m)
        yaw = np.radians(mark.yaw_deg)
        ahead = np.array((np.sin(yaw), 0.0, np.cos(yaw)))
        assert float(ahead @ toward) / float(np.linalg.norm(toward)) > 0.8


@pytest.mark.parametrize("name", [name for name in ALL_SETS if name != "car"])
def test_a_set_has_room_for_more_people_and_a_way_in(name: str):
    plan = planned(name)
    places = [mark.position_m[2] for mark in plan.marks if mark.name.startswith("stand_")]
    assert len(places) >= 4
    assert max(places) - min(places) > 1.5
    assert any(mark.name == "door" for mark in plan.marks)


@pytest.mark.parametrize("name", ALL_SETS)
def test_mark_names_are_unique(name: str):
    marks = [mark.name for mark in planned(name).marks]
    assert len(marks) == len(set(marks))


@pytest.mark.parametrize("name", ALL_SETS)
@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_stands_in_furniture(name: str, seed: int):
    plan = planned(name, seed)
    for mark in plan.marks:
        if mark.use in (*SEATED_USES, *WAYS) or mark.name in ON_STAIRS:
            continue
        x, y, z = mark.position_m
        for piece in plan.pieces:
            for x0, y0, z0, x1, y1, z1 in piece_boxes(piece):
                apart = (
                    y1 < y + 0.06
                    or y0 > y + 1.9
                    or not x0 - BODY_RADIUS_M < x < x1 + BODY_RADIUS_M
                    or not z0 - BODY_RADIUS_M < z < z1 + BODY_RADIUS_M
                )
                assert apart, f"{name}: {mark.name} stands in {piece.kind} at {piece.position_m}"


@pytest.mark.parametrize("name", ALL_SETS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_seat_is_on_a_piece_of_its_height(name: str, seed: int):
    plan = planned(name, seed)
    for mark in plan.marks:
        if mark.use not in ("sit", "table", "lie") or mark.name in ON_STAIRS:
            continue
        heights = [
            height
            for piece in plan.pieces
            if (height := piece_seat(piece)) is not None and (is_on(piece, mark, 0.05) or not piece_boxes(piece))
        ]
        assert mark.surface_m is not None
        assert any(abs(height - mark.surface_m) < 0.06 for height in heights), (
            f"{name}: {mark.name} at {mark.surface_m}, seats {heights}"
        )


@pytest.mark.parametrize("name", ALL_SETS)
def test_nothing_fills_the_space_of_who_sits(name: str):
    plan = planned(name)
    for mark in plan.marks:
        if mark.use not in ("sit", "table") or mark.name in ON_STAIRS:
            continue
        x, y, z = mark.position_m
        yaw = np.radians(mark.yaw_deg)
        chest = (x + 0.05 * float(np.sin(yaw)), y + 0.45 + (mark.surface_m or 0.45), z + 0.05 * float(np.cos(yaw)))
        for piece in plan.pieces:
            if piece_seat(piece) is not None:
                continue
            for box in piece_boxes(piece):
                inside = all(box[axis] < chest[axis] < box[axis + 3] for axis in range(3))
                assert not inside, f"{name}: {mark.name} sits in {piece.kind}"


@pytest.mark.parametrize("name", ALL_SETS)
def test_marks_lie_within_the_bounds(name: str):
    plan = planned(name)
    x0, z0, x1, z1 = plan.bounds_m
    for mark in (mark for mark in plan.marks if mark.use not in WAYS):
        x, _, z = mark.position_m
        assert x0 - 2.0 <= x <= x1 + 2.0, mark.name
        assert z0 - 2.0 <= z <= z1 + 2.0, mark.name


@pytest.mark.parametrize("name", ALL_SETS)
def test_a_night_has_light(name: str):
    assert planned(name, time_of_day="night").lights


def test_rooms_are_seen_into_from_outside():
    """The front wall of a room is single-sided and its lines belong to its inner side."""
    geometry = built(planned("room"))
    _, _, _, parts, two_sided = geometry.arrays()
    walls = [i for i, part in enumerate(geometry.parts) if part.name == "wall"]
    assert not two_sided[np.isin(parts, walls)].any()
    eye = np.array((0.0, 1.5, 7.0))
    drawn = [edge for edge in geometry.edges if edge.faces(eye)]
    front = [edge for edge in drawn if (np.abs(edge.points[:, 2] - 3.0) < 0.02).all()]
    assert not front
    assert len(drawn) > 100


@pytest.mark.parametrize("weather", ["rain", "snow", "fog", "storm"])
def test_bad_weather_hides_the_sun_and_shortens_the_view(weather: str):
    clear = planned("park")
    plan = plan_set("park", seed=1, time_of_day="day", weather=weather)  # type: ignore[arg-type]
    assert plan.sky.kind != "clouds"
    assert plan.fog_range_m[1] < clear.fog_range_m[1]


def test_snow_lies_on_the_ground():
    def ground_grey(weather: str) -> float:
        plan = plan_set("street", seed=1, time_of_day="day", weather=weather)  # type: ignore[arg-type]
        return next(float(piece.parameters["grey"]) for piece in plan.pieces if piece.kind == "floor")

    assert ground_grey("snow") < 0.3 * ground_grey("clear")


@pytest.mark.parametrize("name", ALL_SETS)
def test_there_is_a_seat_or_a_bed_under_everybody_who_sits_or_lies(name: str):
    plan = planned(name, seed=3)
    near = [piece for piece in plan.pieces if max(abs(piece.position_m[0]), abs(piece.position_m[2])) < 12]
    geometry = Geometry()
    for piece in near:
        build_piece(geometry, piece, night=False)
    vertices, _, faces, _, _ = geometry.arrays()
    for mark in plan.marks:
        if mark.use in ("sit", "table", "lie") and mark.surface_m is not None:
            heights = heights_at(vertices[faces], mark.position_m[0], mark.position_m[2])
            assert heights.size, f"{name}: nothing under {mark.name}"
            assert np.abs(heights - mark.surface_m).min() < 0.1, f"{name}: {mark.name} sits in the air"


def heights_at(triangles: np.ndarray, x: float, z: float) -> np.ndarray:
    """Return the heights (n,) at which a plumb line at (x, z) meets `triangles` (m, 3, 3)."""
    first, second, third = triangles[:, 0], triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    area = second[:, 0] * third[:, 2] - third[:, 0] * second[:, 2]
    flat = np.abs(area) > 1e-9
    area = np.where(flat, area, 1.0)
    dx, dz = x - first[:, 0], z - first[:, 2]
    u, v = (dx * third[:, 2] - third[:, 0] * dz) / area, (second[:, 0] * dz - dx * second[:, 2]) / area
    hit = flat & (u >= 0) & (v >= 0) & (u + v <= 1)
    return (first[:, 1] + u * second[:, 1] + v * third[:, 1])[hit]
