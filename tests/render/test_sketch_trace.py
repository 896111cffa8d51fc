from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from screenplay2board.render.sketch.raster import Raster
from screenplay2board.render.sketch.trace import Borders, PartTable, chain, find_borders


def table(*, figures=(0, 1, 2), labels=(0, 1, 2), crease_m=0.05):
    count = len(figures)
    return PartTable(
        np.array(figures, np.int32),
        np.array(labels, np.int32),
        np.ones(count, bool),
        np.full(count, crease_m, np.float32),
        np.ones(count, np.float32),
    )


def raster_of(part, depth):
    return Raster(
        np.asarray(depth, np.float32), np.asarray(part, np.int32), np.zeros(np.shape(part), np.float32), 500.0
    )


def square(size=12, inner=(3, 9)):
    part, depth = np.zeros((size, size), int), np.full((size, size), np.inf)
    part[inner[0] : inner[1], inner[0] : inner[1]] = 1
    depth[inner[0] : inner[1], inner[0] : inner[1]] = 2.0
    return part, depth


def test_the_outline_of_a_square_is_one_closed_ring():
    parts = table()
    borders = find_borders(raster_of(*square()), parts, 500.0)
    assert len(borders.start) == 24
    lines, border = chain(borders, parts, 12)
    assert lines.closed.tolist() == [True]
    assert lines.lengths.tolist() == [25]
    assert lines.points[0].tolist() == lines.points[-1].tolist()
    assert lines.points.min() == 3
    assert lines.points.max() == 9
    assert sorted(border[:-1].tolist()) == list(range(24))
    steps = np.abs(np.diff(lines.points, axis=0)).sum(axis=1)
    assert (steps == 1).all()


def test_the_near_part_owns_the_border():
    part, depth = square()
    depth[part == 0] = 5.0
    part[part == 0] = 2
    borders = find_borders(raster_of(part, depth), table(), 500.0)
    assert (borders.owner == 1).all()
    np.testing.assert_allclose(borders.jump_m, 3.0)
    np.testing.assert_allclose(borders.depth_m, 2.0)


def test_a_line_that_leaves_the_picture_is_open():
    part, depth = np.ones((8, 10), int), np.full((8, 10), 2.0)
    part[:, 5:] = 2
    depth[:, 5:] = 4.0
    parts = table()
    lines, _ = chain(find_borders(raster_of(part, depth), parts, 500.0), parts, 10)
    assert lines.closed.tolist() == [False]
    assert lines.points.tolist() == [[5, y] for y in range(9)]


def test_parts_of_one_label_have_no_line_between_them():
    part = np.ones((6, 6), int)
    part[:, 3:] = 2
    depth = np.full((6, 6), 2.0)
    assert len(find_borders(raster_of(part, depth), table(labels=(0, 7, 7)), 500.0).start) == 0
    assert len(find_borders(raster_of(part, depth), table(labels=(0, 7, 8)), 500.0).start) == 6


@pytest.mark.parametrize(("jump", "count"), [(0.02, 0), (0.05, 6), (0.2, 6)])
def test_a_jump_in_depth_is_a_crease_from_the_part_s_limit_on(jump, count):
    depth = np.full((6, 6), 2.0)
    depth[:, 3:] += jump
    borders = find_borders(raster_of(np.ones((6, 6), int), depth), table(), 500.0)
    assert len(borders.start) == count
    assert borders.sure.sum() == (6 if jump > 0.1 else 0)


def test_a_slope_is_no_crease():
    depth = 2.0 + np.tile(np.arange(30) * 0.08, (6, 1))
    assert len(find_borders(raster_of(np.ones((6, 30), int), depth), table(), 500.0).start) == 0


def test_parts_that_are_not_inked_have_no_outline():
    parts = table()
    parts.inked[1] = False
    assert len(find_borders(raster_of(*square()), parts, 500.0).start) == 0


def test_the_silhouette_of_a_person_of_two_parts_is_one_ring():
    part, depth = square(14, (3, 11))
    part[7:11, 3:11] = 2
    part[4, 3] = 2  # a speck of the other part does not break it
    parts = table(figures=(0, 1, 1))
    borders = find_borders(raster_of(part, depth), parts, 500.0)
    lines, border = chain(borders, parts, 14)
    assert set(border.tolist()) == set(range(len(borders.start)))
    assert borders.silhouette.sum() == 32
    ring = [index for index, closed in enumerate(lines.closed) if closed and lines.lengths[index] == 33]
    assert len(ring) == 1
    first = lines.starts[ring[0]]
    assert borders.silhouette[border[first : first + 32]].all()


def test_a_chain_goes_on_to_another_part_of_the_same_person_only():
    # a post of two parts before the sky, and no line between the parts: its one side is one chain or two
    for figures, longest in (((0, 1, 1), 11), ((0, 1, 2), 6)):
        part, depth = np.zeros((10, 8), int), np.full((10, 8), np.inf)
        part[:5, :4], part[5:, :4] = 1, 2
        depth[:5, :4], depth[5:, :4] = 2.0, 2.0
        parts = table(figures=figures)
        borders = find_borders(raster_of(part, depth), parts, 500.0)
        upright = np.flatnonzero(borders.start % 9 == 4)
        side = Borders(*(getattr(borders, field.name)[upright] for field in fields(Borders)))
        lines, _ = chain(side, parts, 8)
        assert max(lines.lengths) == longest
