"""Maps of a stage: where they lie over the drawing, whose pixels points are on, and the same bytes in every way."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from sketch_scene import HEAD, camera, room_with_one_person, stage_for

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.sketch import draw_geometry, kernels, keypoints, segmentation, stage_map
from screenplay2board.render.sketch.maps import View, heads, normals
from screenplay2board.render.sketch.openpose import COLOURS, LIMBS, found_points
from screenplay2board.render.sketch.people import HIDDEN, OUTSIDE, VISIBLE, as_openpose
from screenplay2board.render.sketch.segments import PERSON, person_colour
from screenplay2board.render.types import MapKind
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.framing import SIZES
from screenplay2board.stage.geometry import Geometry, Part
from screenplay2board.stage.landmarks import BODY_POINTS
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Stage, StageBrief

FRAME = (640, 360)
ANNA = CharacterLook(gender="female", height_m=1.68, hair="short", top="blouse", bottom="trousers", seed=1)
BEN = CharacterLook(height_m=1.82, hair="side", top="jacket", seed=2)
PAIR = StageBrief(
    set="living_room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", ANNA), ("BEN", BEN)),
    actors=(Actor(name="ANNA", looks_at="BEN"), Actor(name="BEN", looks_at="ANNA", emotion="angry", speaking=True)),
    props=(), subject=("ANNA", "BEN"), over=None, size="FS", angle="eye", move="static", framing="two-shot",
    lens="normal", frame_px=FRAME,
)  # fmt: skip


@pytest.fixture(scope="module")
def plain() -> tuple[Geometry, Stage]:
    return room_with_one_person(), stage_for(camera(FRAME))


@pytest.fixture(scope="module")
def pair() -> tuple[Geometry, Stage]:
    stage = direct(PAIR)
    return build_stage(stage), stage


def pixel(image: np.ndarray, point: np.ndarray) -> np.ndarray:
    return image[int(point[1]), int(point[0])]


def test_the_head_in_the_segmentation_is_where_the_projection_says(plain):
    geometry, stage = plain
    labels = segmentation(stage, geometry).labels
    projection = Projection.of(stage.camera)
    x, y, distance = projection.project(HEAD[None])[0]
    radius = projection.focal_px * 0.14 / distance
    rows, columns = np.nonzero(labels == 1)
    assert rows.min() == pytest.approx(y - radius, abs=1.5)
    head = columns[rows < y]
    assert head.mean() == pytest.approx(x, abs=1.0)
    assert labels[int(y), int(x)] == 1


def test_the_segmentation_names_people_and_what_the_set_is_of(pair):
    geometry, stage = pair
    found = segmentation(stage, geometry)
    kinds = {entry.name: entry.kind for entry in found.segments}
    assert kinds["ANNA"] == kinds["BEN"] == "person"
    assert kinds["wall"] == kinds["floor"] == "set"
    assert kinds["sofa"] == "prop"
    assert sum(entry.share for entry in found.segments) == pytest.approx(1.0)
    shown = np.asarray(found.image().convert("RGB"))
    classes = np.asarray(found.ade20k())
    for entry in found.segments:
        own = found.labels == entry.index
        colour = person_colour(entry.index) if entry.kind == "person" else entry.colour
        assert (shown[own] == colour).all()
        assert (classes[own] == (PERSON if entry.kind == "person" else entry.colour)).all()


def test_the_floor_is_earth_without_a_roof():
    stage = direct(replace(PAIR, set="park", interior=False))
    names = {entry.name for entry in segmentation(stage).segments}
    assert "earth" in names
    assert "floor" not in names


def test_the_colours_of_thirty_people_differ():
    assert len({person_colour(figure) for figure in range(1, 31)}) == 30


def test_the_depth_map_is_lighter_the_nearer(plain):
    geometry, stage = plain
    depth = np.asarray(stage_map("depth", stage, geometry=geometry)).astype(int)
    assert depth.shape == FRAME[::-1]
    x, y, _ = Projection.of(stage.camera).project(HEAD[None])[0]
    head, wall = depth[int(y), int(x)], depth[int(y), 30]
    assert head > wall + 40
    assert wall >= 25
    assert depth[-1].min() > wall


def test_normals_agree_with_the_slope_of_the_depth(pair):
    """What is seen through neighbouring pixels spans the surface: its cross product is the normal."""
    geometry, stage = pair
    view = View.of(geometry, stage)
    projection = Projection.of(stage.camera)
    depth = view.raster.depth.astype(np.float64)
    rows, columns = np.mgrid[: FRAME[1], : FRAME[0]]
    x = (columns + 0.5 - projection.centre_x_px) / projection.focal_px * depth
    y = -(rows + 0.5 - projection.centre_y_px) / projection.focal_px * depth
    points = np.stack([x, y, -depth], axis=-1)
    across, down = points[1:-1, 2:] - points[1:-1, :-2], points[2:, 1:-1] - points[:-2, 1:-1]
    slope = np.cross(down, across)
    slope /= np.linalg.norm(slope, axis=-1, keepdims=True)
    part = view.raster.part
    inner = (part[1:-1, 1:-1] > 0) & (part[1:-1, 2:] == part[1:-1, :-2]) & (part[2:, 1:-1] == part[:-2, 1:-1])
    agreement = (slope * normals(view)[1:-1, 1:-1]).sum(axis=-1)[inner]
    assert inner.sum() > 100_000
    assert np.median(agreement) > 0.999
    assert (agreement > 0.9).mean() > 0.96


def test_the_normal_map_is_blue_towards_the_camera_green_upward_and_red_to_the_left(plain):
    geometry, stage = plain
    colours = np.asarray(stage_map("normal", stage, geometry=geometry)).astype(int)
    assert colours[150, 30].tolist() == pytest.approx([128, 110, 255], abs=22)  # the wall, seen from a little above
    assert colours[-1, 320, 1] > 240  # the floor
    x, y, distance = Projection.of(stage.camera).project(HEAD[None])[0]
    side = Projection.of(stage.camera).focal_px * 0.08 / distance
    assert colours[int(y), int(x - side), 0] > 190 > 80 > colours[int(y), int(x + side), 0]


def test_lines_are_white_on_black_and_scribbles_are_thicker(pair):
    geometry, stage = pair
    line, scribble = (np.asarray(stage_map(kind, stage, geometry=geometry)) for kind in ("line", "scribble"))
    assert set(np.unique(scribble)) == {0, 255}
    assert 0.01 < (line > 128).mean() < (scribble > 128).mean() < 0.25
    ink = draw_geometry(geometry, stage, style="clean").picture < 128
    assert (np.asarray(line)[ink] > 127).all()


def test_points_that_are_visible_lie_on_the_persons_own_pixels(pair):
    geometry, stage = pair
    labels = segmentation(stage, geometry).labels
    for person in keypoints(stage, geometry):
        assert len(person.body) == 18
        points = [person.body, *(hand for hand in person.hands if hand is not None), person.face]
        for rows in points:
            assert rows is not None
            for point in rows[rows[:, 2] == VISIBLE]:
                assert pixel(labels, point) == person.figure
        assert (person.body[:, 2] == VISIBLE).sum() >= 10


@pytest.mark.parametrize("pose", ["stand", "walk", "sit", "run", "wave", "crouch", "arms_crossed", "hands_on_hips"])
def test_most_joints_of_a_person_alone_are_seen_in_every_pose(pose):
    actor = Actor(name="ANNA", pose=pose, looks_at="camera")
    stage = direct(replace(PAIR, actors=(actor,), subject=("ANNA",), roster=("ANNA",), framing="single"))
    (person,) = keypoints(stage)
    inside = person.body[:, 2] != OUTSIDE
    assert inside.sum() == 18
    assert found_points(person).sum() >= 15


def test_what_stands_before_a_person_hides_their_points(pair):
    geometry, stage = pair
    shin = geometry.figures[1].joints["knee_l"]
    ahead = (np.array(stage.camera.position_m) - shin) * (1.0, 0.0, 1.0)
    middle = shin + 0.6 * ahead / np.linalg.norm(ahead)
    before = Geometry()
    before.include(geometry)
    before.figures = geometry.figures
    board = before.add_part(Part(name="board"))
    aside = 0.5 * np.cross((0.0, 1.0, 0.0), ahead) / np.linalg.norm(ahead)
    before.add_quads([[middle - aside, middle + aside, middle + aside + (0, 0.3, 0), middle - aside + (0, 0.3, 0)]],
                     board, two_sided=True)  # fmt: skip
    free, hidden = keypoints(stage, geometry)[0], keypoints(stage, before)[0]
    knees, nose = [BODY_POINTS.index(name) for name in ("knee_l", "knee_r")], BODY_POINTS.index("nose")
    assert found_points(free)[knees].all()
    assert (hidden.body[knees, 2] == HIDDEN).all()
    assert not found_points(hidden)[knees].any()
    assert free.body[nose, 2] == hidden.body[nose, 2] == VISIBLE


def test_heads_are_as_high_as_crop_lines_measure_them_and_lie_in_their_person(pair):
    geometry, stage = pair
    labels = segmentation(stage, geometry).labels
    low, high = SIZES["FS"].head
    for head in heads(stage, geometry):
        assert 0.9 * low <= head.height / FRAME[1] <= 1.1 * high
        assert labels[int(head.y), int(head.x)] == head.figure
        assert head.shown > 0.8


def test_a_head_behind_something_or_outside_is_not_shown(pair):
    geometry, stage = pair
    head = geometry.figures[1].joints["head"]
    ahead = np.array(stage.camera.position_m) - head
    middle = head + 0.5 * ahead / np.linalg.norm(ahead)
    before = Geometry()
    before.include(geometry)
    before.figures = geometry.figures
    board = before.add_part(Part(name="board"))
    aside, up = 0.25 * np.cross((0.0, 1.0, 0.0), ahead) / np.linalg.norm(ahead), np.array((0.0, 0.25, 0.0))
    before.add_quads([[middle - aside - up, middle + aside - up, middle + aside + up, middle - aside + up]],
                     board, two_sided=True)  # fmt: skip
    hidden, free = heads(stage, before)
    assert hidden.shown == 0
    assert free.shown > 0.8
    turned = replace(
        stage, camera=replace(stage.camera, target_m=(float(head[0]), float(head[1]) + 40.0, float(head[2])))
    )
    assert [seen.shown for seen in heads(turned, geometry) if seen.figure == 1] in ([], [0.0])


def test_a_face_from_behind_is_not_found():
    stage = direct(replace(PAIR, framing="back", subject=("ANNA",), size="MS"))
    anna = next(person for person in keypoints(stage) if person.name == "ANNA")
    hidden = {name for name, found in zip(BODY_POINTS, found_points(anna), strict=True) if not found}
    assert {"nose", "eye_l", "eye_r"} <= hidden
    assert anna.face is not None
    assert (anna.face[17:, 2] == VISIBLE).sum() == 0


def test_points_of_the_face_lie_in_their_order():
    close = direct(replace(PAIR, actors=(Actor(name="ANNA", looks_at="camera"),), subject=("ANNA",), size="CU",
                           framing="single"))  # fmt: skip
    anna = next(person for person in keypoints(close) if person.name == "ANNA")
    face = anna.face
    assert face is not None
    assert (face[:, 2] == VISIBLE).sum() > 60
    x, y = face[:, 0], face[:, 1]
    assert (np.diff(x[:14]) > 0).all()  # the jaw, from the left of the picture; its end lies on the far side
    assert np.argmax(y[:17]) in (7, 8, 9)  # the chin
    assert x[36] < x[39] < x[27] < x[42] < x[45]  # eyes beside the nose
    assert y[17:27].max() < y[36:48].min() < y[33] < y[48:68].min()
    assert x[36] < x[68] < x[39]
    assert x[42] < x[69] < x[45]


def test_hands_have_21_points_from_the_wrist_to_the_tips(pair):
    geometry, stage = pair
    for person in keypoints(stage, geometry):
        for hand, side in zip(person.hands, ("wrist_l", "wrist_r"), strict=True):
            assert hand is not None
            assert hand.shape == (21, 3)
            assert hand[0, :2] == pytest.approx(person.body[BODY_POINTS.index(side), :2])


def test_the_pose_map_has_the_colours_and_limbs_of_openpose(pair):
    geometry, stage = pair
    pose = np.asarray(stage_map("pose", stage, geometry=geometry))
    person = keypoints(stage, geometry)[1]
    found = {
        name: row for name, row, shown in zip(BODY_POINTS, person.body, found_points(person), strict=True) if shown
    }
    for name, colour in (("neck", (255, 85, 0)), ("knee_l", (0, 0, 255)), ("hip_r", (0, 255, 170))):
        assert tuple(pixel(pose, found[name])) == colour
    assert tuple(pixel(pose, (found["knee_l"] + found["ankle_l"]) / 2)) == (0, 51, 153)
    assert (pose.max(axis=2) == 0).mean() > 0.9
    assert len(COLOURS) == 18
    assert len(LIMBS) == 17


def test_points_are_written_as_openpose_writes_them(pair):
    geometry, stage = pair
    data = json.loads(json.dumps(as_openpose(keypoints(stage, geometry), FRAME)))
    assert (data["canvas_width"], data["canvas_height"]) == FRAME
    assert [len(person["pose_keypoints_2d"]) for person in data["people"]] == [54, 54]
    assert {len(person["face_keypoints_2d"]) for person in data["people"]} == {210}
    assert set(data["people"][0]["pose_keypoints_2d"][2::3]) <= {0.0, 0.5, 1.0}


@pytest.mark.parametrize("kind", get_args(MapKind))
def test_maps_are_equal_to_the_byte_with_and_without_the_compiled_library(kind, monkeypatch):
    stage = direct(replace(PAIR, frame_px=(320, 180)))
    first, again = stage_map(kind, stage, seed=3), stage_map(kind, stage, seed=3)
    assert first.size == (320, 180)
    assert first.tobytes() == again.tobytes()
    monkeypatch.setattr(kernels, "find", lambda: kernels.Missing("turned off by a test"))
    assert stage_map(kind, stage, seed=3).tobytes() == first.tobytes()
