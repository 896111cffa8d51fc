from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.render.sketch.paint import coverage
from screenplay2board.render.sketch.polylines import (
    Brush,
    Polylines,
    outlines,
    ranges,
    resample,
    rounded,
    smooth_values,
    visible_runs,
    without_staircase,
)


def lines(*paths, closed=False):
    points = np.concatenate([np.array(path, float) for path in paths])
    return Polylines.of(points, np.array([len(path) for path in paths]), np.full(len(paths), closed))


def test_ranges_count_up_from_each_start():
    assert ranges(np.array([5, 1, 7]), np.array([2, 0, 3])).tolist() == [5, 6, 7, 8, 9]


def test_runs_stop_at_hidden_points_and_at_the_ends_of_lines():
    visible = np.array([1, 1, 0, 1, 1, 1, 1, 1, 0], bool)  # lines of 5 and 4 points
    first, count, line = visible_runs(np.array([0, 5]), visible, 2)
    assert (first.tolist(), count.tolist(), line.tolist()) == ([0, 3, 5], [2, 2, 3], [0, 0, 1])
    assert visible_runs(np.array([0, 5]), visible, 3)[0].tolist() == [5]


def test_resampling_spaces_points_evenly_and_keeps_the_ends():
    path = lines([(0, 0), (1, 0), (10, 0)], [(0, 5), (0, 25)])
    found, (widths,) = resample(path, 2.0, np.array([0.0, 1.0, 10.0, 3.0, 3.0]))
    first = found.points[: found.starts[1]]
    np.testing.assert_allclose(np.diff(first[:, 0]), 10 / (len(first) - 1))
    np.testing.assert_allclose(widths[: len(first)], first[:, 0], atol=1e-9)
    assert found.points[found.starts[1]].tolist() == [0, 5]
    assert found.points[-1].tolist() == [0, 25]


def test_smoothing_keeps_ends_and_flattens_the_middle():
    path = lines([(0, 0), (1, 1), (2, 0), (3, 1), (4, 0)])
    found = smooth_values(path.points, path, (1, 1, 1))
    assert found[0].tolist() == [0, 0]
    assert found[-1].tolist() == [4, 0]
    assert np.ptp(found[1:-1, 1]) < 0.5


def test_a_flat_staircase_becomes_a_straight_line():
    x = np.arange(0, 121)
    stairs = np.stack([x, np.floor(x / 12)], axis=1)
    found = without_staircase(lines(stairs)).points
    error = found[:, 1] - (found[:, 0] / 12 - 0.5)
    assert np.abs(error[15:-15]).max() < 0.2


def test_a_corner_survives_the_smoothing():
    side = np.arange(0, 61)
    path = np.concatenate([np.stack([side, 0 * side], axis=1), np.stack([0 * side[1:] + 60, side[1:]], axis=1)])
    found = without_staircase(lines(path)).points
    corner = np.linalg.norm(found - (60, 0), axis=1).min()
    assert corner < 1.8


def test_a_ring_keeps_its_size():
    angle = np.linspace(0, 2 * np.pi, 241)
    ring = lines(np.round(30 + 20 * np.stack([np.cos(angle), np.sin(angle)], axis=1)), closed=True)
    radius = np.linalg.norm(without_staircase(ring).points - 30, axis=1)
    assert radius.mean() == pytest.approx(20, abs=0.5)
    assert radius.std() < 0.25


def test_a_stroke_is_as_wide_as_it_should_be_and_thinner_at_its_tapered_end():
    path, _ = resample(lines([(10, 20), (110, 20)]), 4.0)
    brush = Brush(start=1.0, end=0.2, taper_px=30)
    stroke = outlines(path, np.full(len(path.points), 6.0), brush, np.random.default_rng(0))
    cover = coverage(stroke, 120, 40).sum(axis=0)
    assert cover[50] == pytest.approx(6.0, abs=0.05)
    assert cover[105] < 3.0


def test_cutting_corners_halves_the_turn_and_stays_inside():
    square = lines([(0, 0), (0, 4), (4, 4), (4, 0)], closed=True)
    found = rounded(square)
    assert found.lengths.tolist() == [8]
    assert found.points.min() == 0
    assert found.points.max() == 4
    assert [0, 1] in found.points.tolist()
