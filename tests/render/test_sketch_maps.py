from __future__ import annotations

import numpy as np
import pytest
from sketch_scene import HEAD, camera, room_with_one_person, stage_for

from screenplay2board.render.sketch import draw_geometry
from screenplay2board.render.sketch.maps import FIGURE_COLOURS, KEYPOINTS, keypoints
from screenplay2board.stage.projection import Projection

FRAME = (640, 360)


@pytest.fixture
def drawing():
    return draw_geometry(room_with_one_person(), stage_for(camera(FRAME)))


def test_the_head_in_the_part_map_is_where_the_projection_says(drawing):
    parts = np.asarray(drawing.part_map())
    assert set(np.unique(parts)) == {0, 1}
    projection = Projection.of(drawing.stage.camera)
    x, y, distance = projection.project(HEAD[None])[0]
    radius = projection.focal_px * 0.14 / distance
    rows, columns = np.nonzero(parts == 1)
    assert rows.min() == pytest.approx(y - radius, abs=1.5)
    head = columns[rows < y]
    assert head.mean() == pytest.approx(x, abs=1.0)
    assert parts[int(y), int(x)] == 1


def test_the_part_map_shows_each_person_in_a_colour_of_their_own(drawing):
    image = drawing.part_map()
    assert image.mode == "P"
    assert image.size == FRAME
    colours = set(image.convert("RGB").get_flattened_data())
    assert colours == {FIGURE_COLOURS[0], FIGURE_COLOURS[1]}
    assert len(set(FIGURE_COLOURS[:30])) == 30


def test_the_depth_map_is_lighter_the_nearer(drawing):
    depth = np.asarray(drawing.depth_map()).astype(int)
    assert depth.shape == FRAME[::-1]
    x, y, _ = Projection.of(drawing.stage.camera).project(HEAD[None])[0]
    head, wall = depth[int(y), int(x)], depth[int(y), 30]
    assert head > wall + 40
    assert wall >= 25
    assert depth[-1].min() > wall


def test_the_pose_map_shows_all_18_points_in_their_colours(drawing):
    pose = np.asarray(drawing.pose_map())
    places = Projection.of(drawing.stage.camera).project(keypoints(drawing.geometry.figures[1]))
    found = dict(zip(KEYPOINTS, places, strict=True))
    assert pose[int(found["knee_l"][1]), int(found["knee_l"][0])].tolist() == [0, 0, 255]
    assert pose[int(found["elbow_r"][1]), int(found["elbow_r"][0])].tolist() == [255, 255, 0]
    assert pose[int(found["ear_l"][1]), int(found["ear_l"][0])].tolist() == [255, 0, 85]
    assert found["eye_r"][0] < found["nose"][0] < found["eye_l"][0]
    assert (pose.max(axis=2) == 0).mean() > 0.9
