from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.render.sketch.raster import Raster
from screenplay2board.render.sketch.shade import off_people, off_water
from screenplay2board.render.sketch.styles import STYLES, Hatch, SketchStyle
from screenplay2board.render.sketch.tone import (
    edge_light,
    hatch_coverage,
    lighten_rim,
    paint_levels,
    rim,
    streaks,
    tone_levels,
)

INK = STYLES["ink"]


def test_each_darkness_takes_the_nearest_marker():
    darkness = np.array([[0.0, 0.05, 0.06, 0.11, 0.3, 0.4, 1.0]], dtype=np.float32)
    assert tone_levels(darkness, INK).tolist() == [[0, 0, 1, 1, 2, 3, 6]]


def test_levels_become_flat_greys_with_a_narrow_edge_in_the_right_place():
    levels = np.zeros((40, 60), dtype=np.uint8)
    levels[:, 30:] = 4
    picture = paint_levels(levels, INK, 80, 54, 1.0)
    assert (picture[:, :37] == 255).all()
    assert (picture[:, 43:] == INK.tones[3]).all()
    middle = (255 + INK.tones[3]) / 2
    edge = np.array([np.interp(-middle, -row.astype(float), np.arange(80)) for row in picture])
    np.testing.assert_allclose(edge, 39.5, atol=0.6)


def test_the_painted_area_is_the_level_s_area():
    y, x = np.mgrid[0:80, 0:120]
    levels = np.where((x - 60) ** 2 + (y - 40) ** 2 < 30**2, 6, 0).astype(np.uint8)
    picture = paint_levels(levels, INK, 120, 80, 1.0).astype(float)
    assert (255 - picture).sum() / (255 - INK.tones[5]) == pytest.approx(np.pi * 30**2, rel=0.02)


def test_paper_stays_paper():
    assert (paint_levels(np.zeros((9, 16), np.uint8), INK, 32, 18, 1.0) == 255).all()


def test_hatching_is_made_of_strokes_that_end_and_differ():
    cover = hatch_coverage(Hatch(1, 0.0, 10.0, 3.0, 60), 600, 200, 1.0)
    lines = np.array([cover[y : y + 10].sum(axis=0) for y in range(10, 180, 10)])  # ink of each line, by column
    assert (lines.min(axis=1) < 0.4 * np.median(lines, axis=1)).mean() > 0.7  # lifted somewhere
    assert np.median(lines, axis=1).std() > 0.1  # pressed differently


def test_hatching_darkens_from_its_level_on():
    style = SketchStyle(name="hatched", hatches=(Hatch(3, 45.0, 6.0, 1.5, 60),))
    levels = np.repeat(np.array([[0, 2, 3, 5]], np.uint8), 60, axis=0).repeat(60, axis=1)
    plain = paint_levels(levels, INK, 240, 60, 1.0)
    hatched = paint_levels(levels, style, 240, 60, 1.0)
    assert np.array_equal(plain[:, :115], hatched[:, :115])
    assert 0.15 < (hatched[:, 125:175] < 100).mean() < 0.4
    assert (hatched <= plain).all()


def test_the_rim_lies_round_people_where_the_ground_is_behind_them():
    depth = np.full((30, 30), 6.0, dtype=np.float32)
    people = np.zeros((30, 30), bool)
    people[10:20, 10:20] = True
    depth[people] = 3.0
    depth[20:] = 3.05  # the ground they stand on
    raster = Raster(depth, people.astype(np.int32), depth, 3000.0)
    found = rim(raster, people, 3)
    assert found[15, 7:10].all()
    assert not found[15, 6]
    assert not found[20:, 12:18].any()
    assert not found[people].any()


def test_people_far_away_get_a_thin_rim():
    depth = np.full((30, 30), 60.0, dtype=np.float32)
    people = np.zeros((30, 30), bool)
    people[10:20, 10:20] = True
    depth[people] = 40.0
    found = rim(Raster(depth, people.astype(np.int32), depth, 1200.0), people, 3)
    assert found[15, 9]
    assert not found[15, 8]


def test_a_light_from_behind_draws_the_side_of_people_that_it_stands_on():
    depth = np.full((30, 30), 6.0, dtype=np.float32)
    people = np.zeros((30, 30), bool)
    people[10:20, 10:20] = True
    depth[people] = 3.0
    depth[10:20, 20:] = 3.05  # what they lean on
    raster = Raster(depth, people.astype(np.int32), depth, 3000.0)
    from_the_left, from_the_right = (edge_light(raster, people, (side, 0.0), 3) for side in (-1.0, 1.0))
    assert from_the_left[13:20, 10:13].all()
    assert not from_the_left[13:20, 13:].any()
    assert not from_the_left[~people].any()
    assert not from_the_right[13:20].any()
    assert not edge_light(raster, people, (0.0, 0.05), 3).any()  # it stands behind the camera


def test_the_rim_is_two_markers_lighter():
    levels = np.array([[6, 3, 1, 0]], dtype=np.uint8)
    assert lighten_rim(levels, np.ones((1, 4), bool)).tolist() == [[2, 1, 0, 0]]
    assert lighten_rim(levels, np.zeros((1, 4), bool)).tolist() == levels.tolist()


def test_streaks_darken_light_greys_of_the_set_alone():
    picture = np.full((180, 320), 226, dtype=np.uint8)
    picture[:, 200:] = 255
    picture[:, 260:] = 78
    people = np.zeros((90, 160), bool)
    people[:, :40] = True
    found = streaks(picture, people, INK, 0.25, np.random.default_rng(3))
    assert 0.05 < (found[:, 80:200] < 226).mean() < 0.6
    assert (found[:, :80] == 226).all()
    assert (found[:, 200:] == picture[:, 200:]).all()
    plain = SketchStyle(name="plain", streak=0.0)
    assert streaks(picture, people, plain, 0.25, np.random.default_rng(3)) is picture


def test_people_all_in_a_shadow_are_taken_out_of_it_however_little_of_somebody_shows():
    figure = np.zeros((40, 40), dtype=np.int32)
    figure[10:30, 10:30] = 1
    figure[33, 33] = 2  # behind a window's bar: one pixel, which no sample meets
    shadow = np.ones((40, 40), dtype=np.bool_)
    assert not off_people(shadow, figure, np.arange(3, dtype=np.int32))[10:30, 10:30].any()
    assert off_people(shadow, figure, np.arange(3, dtype=np.int32))[figure == 0].all()


def test_no_shadow_lies_on_water():
    part = np.zeros((40, 40), dtype=np.int32)
    part[20:] = 1  # sand below the water
    shadow = np.ones((40, 40), dtype=np.bool_)
    found = off_water(shadow, part, np.array([0.0, 0.18], dtype=np.float32))
    assert not found[:20].any()
    assert found[20:].all()
    assert off_water(shadow, part, np.array([0.1, 0.18], dtype=np.float32)) is shadow
