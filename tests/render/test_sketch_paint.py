from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.render.sketch.paint import Canvas, coverage, same_way
from screenplay2board.render.sketch.polylines import Polylines


def polygon(*shapes):
    return Polylines.of(np.concatenate([np.array(s, float) for s in shapes]), np.array([len(s) for s in shapes]))


def test_a_square_covers_the_shares_of_the_pixels_it_lies_on():
    found = coverage(polygon([(1.5, 1.25), (1.5, 3.0), (4.0, 3.0), (4.0, 1.25)]), 6, 5)
    expected = np.zeros((5, 6))
    expected[1, 1:4] = (0.375, 0.75, 0.75)
    expected[2, 1:4] = (0.5, 1.0, 1.0)
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_the_sum_of_the_coverage_is_the_area(seed):
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 11))
    ring = 20 + rng.uniform(4, 19, 11)[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x, y = ring.T
    area = abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2
    assert coverage(polygon(ring), 40, 40).sum() == pytest.approx(area, rel=1e-4)


def test_long_flat_edges_are_exact_too():
    found = coverage(polygon([(0, 0), (0, 1), (10, 0)]), 10, 2)
    np.testing.assert_allclose(found[0], 0.95 - np.arange(10) * 0.1, atol=1e-6)
    assert (found[1] == 0).all()


def test_what_lies_outside_the_picture_is_cut_off():
    found = coverage(polygon([(-5, -5), (-5, 20), (20, 20), (20, -5)]), 7, 4)
    np.testing.assert_allclose(found, 1.0, atol=1e-6)
    assert coverage(polygon([(20, 1), (20, 3), (30, 3)]), 7, 4).sum() == 0


def test_overlapping_polygons_cover_once():
    square = [(1, 1), (1, 4), (4, 4), (4, 1)]
    np.testing.assert_allclose(coverage(polygon(square, square), 6, 6), coverage(polygon(square), 6, 6), atol=1e-6)


def test_polygons_are_turned_the_same_way():
    square = [(1.0, 1.0), (1.0, 4.0), (4.0, 4.0), (4.0, 1.0)]
    both = polygon(square, square[::-1])
    assert coverage(both, 6, 6).sum() == pytest.approx(0.0, abs=1e-5)
    assert coverage(same_way(both), 6, 6).sum() == pytest.approx(9.0)


def test_canvas_mixes_greys_by_coverage_and_opacity():
    canvas = Canvas(np.full((2, 4), 255, dtype=np.uint8))
    canvas.fill(polygon([(0, 0), (0, 1), (1.5, 1), (1.5, 0)]), 55.0)
    canvas.fill(polygon([(3, 1), (3, 2), (4, 2), (4, 1)]), 55.0, alpha=0.5)
    assert canvas.picture().tolist() == [[55, 155, 255, 255], [255, 255, 255, 155]]


def test_later_polygons_lie_over_earlier_ones():
    canvas = Canvas(np.full((3, 3), 255, dtype=np.uint8))
    square = [(0, 0), (0, 3), (3, 3), (3, 0)]
    canvas.fill_each(polygon(square, [(1, 1), (1, 2), (2, 2), (2, 1)]), np.array([10.0, 200.0]))
    assert canvas.picture()[1].tolist() == [10, 200, 10]
