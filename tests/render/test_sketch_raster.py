from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.render.sketch.raster import (
    Mesh,
    clip_near,
    double_area,
    rasterize,
    rasterize_scene,
    resolve,
    transform,
)
from screenplay2board.stage.geometry import Geometry, Part, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose


def brute_force(points, nearness, faces, two_sided, width, height):
    """Every pixel against every triangle."""
    best = np.zeros((height, width))
    face = np.full((height, width), -1)
    for y in range(height):
        for x in range(width):
            for index, corners in enumerate(faces):
                (ax, ay), (bx, by), (cx, cy) = points[corners]
                area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
                if abs(area) < 1e-6 or (area > 0 and not two_sided[index]):
                    continue
                px, py = x + 0.5, y + 0.5
                wa = ((bx - px) * (cy - py) - (cx - px) * (by - py)) / area
                wb = ((cx - px) * (ay - py) - (ax - px) * (cy - py)) / area
                wc = 1 - wa - wb
                if min(wa, wb, wc) < 0:
                    continue
                value = wa * nearness[corners[0]] + wb * nearness[corners[1]] + wc * nearness[corners[2]]
                if value > best[y, x]:
                    best[y, x], face[y, x] = value, index
    return best, face


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_raster_equals_a_loop_over_every_pixel_and_triangle(seed):
    rng = np.random.default_rng(seed)
    points = rng.uniform(-10, 45, (60, 2))
    nearness = rng.uniform(0.1, 2.0, 60)
    faces = rng.integers(0, 60, (40, 3))
    two_sided = rng.random(40) < 0.5
    width, height = 37, 29
    seen = rasterize(points, nearness, faces, two_sided, width, height)
    found, face = seen.nearness, seen.face
    expected, expected_face = brute_force(points, nearness, faces, two_sided, width, height)
    assert (face == expected_face).mean() > 0.999  # a pixel centre may lie on an edge
    same = face == expected_face
    np.testing.assert_allclose(found[same], expected[same], atol=1e-6)
    assert (expected_face >= 0).sum() > 300


def test_raster_of_nothing_is_empty():
    seen = rasterize(np.zeros((0, 2)), np.zeros(0), np.zeros((0, 3), int), np.zeros(0, bool), 4, 3)
    assert seen.nearness.shape == seen.face.shape == (3, 4)
    assert (seen.face == -1).all()
    assert (seen.nearness == 0).all()


def test_depth_is_the_distance_along_the_axis():
    geometry = Geometry()
    part = geometry.add_part(Part(name="wall"))
    geometry.add_polygon([(-9, -9, -4), (9, -9, -4), (9, 9, -4), (-9, 9, -4)], part)
    pose = CameraPose(position_m=(0, 0, 1), target_m=(0, 0, 0), fov_deg=40, frame_px=(64, 36))
    raster = rasterize_scene(Mesh.of(geometry), Projection.of(pose), vec(0, 0, 1))
    np.testing.assert_allclose(raster.depth, 5.0, atol=1e-4)
    assert (raster.part == part).all()
    np.testing.assert_allclose(raster.facing, 1.0, atol=1e-4)


def test_depth_of_a_floor_that_passes_under_the_camera_is_that_of_its_rays():
    geometry = Geometry()
    part = geometry.add_part(Part(name="floor"))
    geometry.add_polygon([(-50, 0, 50), (50, 0, 50), (50, 0, -50), (-50, 0, -50)], part)
    pose = CameraPose(position_m=(0.3, 1.5, 0.0), target_m=(0.3, 1.1, -2.0), fov_deg=50, frame_px=(96, 54))
    projection = Projection.of(pose)
    raster = rasterize_scene(Mesh.of(geometry), projection, vec(0, 1, 0))
    y, x = np.nonzero(raster.part == part)
    rays = projection.rays(x + 0.5, y + 0.5)
    expected = -1.5 / rays[:, 1]
    np.testing.assert_allclose(raster.depth[y, x], expected, rtol=1e-4)
    assert len(y) > 2000
    assert np.isinf(raster.depth[0]).all()


def test_the_nearer_of_two_walls_is_seen_whatever_their_order():
    for order in (1, -1):
        geometry = Geometry()
        parts = {}
        for z in (-2.0, -5.0)[::order]:
            parts[z] = geometry.add_part(Part(name=str(z)))
            geometry.add_polygon([(-9, -9, z), (9, -9, z), (9, 9, z), (-9, 9, z)], parts[z])
        pose = CameraPose(position_m=(0, 0, 0), target_m=(0, 0, -1), fov_deg=40, frame_px=(32, 18))
        raster = rasterize_scene(Mesh.of(geometry), Projection.of(pose), vec(0, 0, 1))
        assert (raster.part == parts[-2.0]).all()


def test_single_sided_faces_are_not_seen_from_behind():
    geometry = Geometry()
    part = geometry.add_part(Part(name="wall"))
    geometry.add_polygon([(-9, -9, -4), (9, -9, -4), (9, 9, -4), (-9, 9, -4)], part, two_sided=False)
    front = CameraPose(position_m=(0, 0, 0), target_m=(0, 0, -1), fov_deg=40, frame_px=(16, 9))
    behind = CameraPose(position_m=(0, 0, -8), target_m=(0, 0, -7), fov_deg=40, frame_px=(16, 9))
    mesh = Mesh.of(geometry)
    assert (rasterize_scene(mesh, Projection.of(front), vec(0, 0, 1)).part == part).all()
    assert (rasterize_scene(mesh, Projection.of(behind), vec(0, 0, 1)).part == 0).all()


def test_two_sided_faces_are_lit_on_the_side_that_is_seen():
    geometry = Geometry()
    part = geometry.add_part(Part(name="sheet"))
    geometry.add_polygon([(-9, -9, 0), (9, -9, 0), (9, 9, 0), (-9, 9, 0)], part)
    for z in (3.0, -3.0):
        pose = CameraPose(position_m=(0, 0, z), target_m=(0, 0, 0), fov_deg=40, frame_px=(16, 9))
        raster = rasterize_scene(Mesh.of(geometry), Projection.of(pose), vec(0, 0, np.sign(z)))
        np.testing.assert_allclose(raster.facing, 1.0, atol=1e-4)


def test_clipping_keeps_the_area_in_front_of_the_plane():
    view = np.array([(0.0, 0.0, -1.0), (4.0, 0.0, 1.0), (0.0, 4.0, 1.0), (0.0, 0.0, 1.0)])
    values = np.array([0.0, 1.0, 2.0, 3.0])
    faces = np.array([(0, 1, 2), (3, 1, 2), (0, 3, 1)])
    points, numbers, cut, source = clip_near(view, values, faces, 0.0)
    assert (points[cut][:, :, 2] >= 0).all()
    assert sorted(set(source.tolist())) == [0, 1, 2]
    np.testing.assert_allclose(numbers[4:].min(), 0.5)  # half way between the values 0 and 1

    def area(corners):
        return np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1).sum() / 2

    whole = area(view[faces[:1]])
    assert area(points[cut[source == 0]]) == pytest.approx(whole * 0.75)


def test_interpolation_is_right_in_perspective():
    screen = np.array([(0.0, 0.0, 1.0), (0.0, 40.0, 1.0), (40.0, 0.0, 4.0)])
    values = np.array([0.0, 0.0, 1.0])
    faces = np.array([(0, 1, 2)])
    seen = rasterize(screen[:, :2], 1 / screen[:, 2], faces, np.array([False]), 40, 40)
    _, _, found = resolve(seen, screen, values, faces, np.array([5]))
    # half way across the picture: q = (1 + 1/4) / 2, value = (1/4 / 2) / q
    assert found[0, 20] == pytest.approx((20.5 / 40 / 4) / (1 - 20.5 / 40 * 0.75), rel=1e-3)


def test_transform_equals_the_matrix_product():
    rng = np.random.default_rng(0)
    points, origin, axes = rng.normal(size=(50, 3)), rng.normal(size=3), rng.normal(size=(3, 3))
    np.testing.assert_allclose(transform(points, origin, axes), (points - origin) @ axes.T, atol=1e-12)


def test_double_area_is_negative_for_what_faces_the_camera():
    x, y = np.array([[0.0, 0.0, 4.0]]), np.array([[0.0, 4.0, 0.0]])
    assert double_area(x, y)[0] == -16.0
