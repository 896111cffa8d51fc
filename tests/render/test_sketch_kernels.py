"""The compiled loops against the NumPy functions that they stand in for: equal to the last bit, to the last byte."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sketch_scene import camera, room_with_one_person, stage_for

from screenplay2board.render.sketch import (
    STYLES,
    draw_geometry,
    ink,
    kernels,
    masses,
    paint,
    png,
    polylines,
    raster,
    shade,
    tone,
    tone_plan,
    trace,
)
from screenplay2board.render.sketch.polylines import Polylines
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import smooth_normals
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Light, LightPool

SEEDS = range(4)
PANEL = Path(__file__).parents[2] / "benchmarks" / "panel.py"


def gallery():
    """The shots of the benchmark, in small."""
    specification = importlib.util.spec_from_file_location("panel_benchmark", PANEL)
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # where its dataclasses look themselves up
    specification.loader.exec_module(module)
    return module.gallery((480, 270))


SHOTS = gallery()


@pytest.fixture(autouse=True)
def library():
    found = kernels.find()
    if isinstance(found, kernels.Missing):
        assert not os.environ.get("CI"), f"the library must be there: {found.reason}"
        pytest.skip(found.reason)
    return found


@pytest.fixture
def in_numpy(monkeypatch):
    """Turn the library off."""
    return lambda: monkeypatch.setattr(kernels, "find", lambda: kernels.Missing("turned off by a test"))


def equal(first, second) -> bool:
    """Tell whether two arrays are equal to the bit, kinds of numbers included."""
    return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()


def triangles(rng, count=300, size=90.0):
    """Triangles in and around the picture, some of them slivers, some flat, some with corners at pixel centres."""
    points = rng.uniform(-0.4 * size, 1.4 * size, (3 * count, 2))
    points[: 3 * count // 3] = points[0] + rng.normal(0.0, 4.0, (count, 2))
    points[count : count + 60] = np.round(points[count : count + 60]) + 0.5
    points[count + 60 : count + 66, 1] = 20.5
    return points, rng.uniform(0.05, 2.0, 3 * count), rng.integers(0, 3 * count, (count, 3))


def polygons(rng, count=40, width=90.0, height=70.0):
    lengths = rng.integers(3, 9, count)
    points = rng.uniform(-0.3, 1.3, (int(lengths.sum()), 2)) * (width, height)
    points[::7] = np.round(points[::7])  # edges on the borders of pixels, flat and upright ones
    points[1::7] = points[::7][: len(points[1::7])] + np.array((0.0, 3.0))
    return Polylines.of(points, lengths, np.ones(count, dtype=np.bool_))


def looked_at(rng, shape=(44, 61), parts=7):
    """A depth image with smooth places, jumps and sky, and the parts that it shows."""
    part = np.kron(rng.integers(0, parts, (11, 11)), np.ones((4, 6), dtype=np.int64))[: shape[0], : shape[1]]
    depth = np.cumsum(rng.normal(0.0, 0.01, shape), axis=1) + 3.0 + part * rng.choice([0.0, 0.004, 0.4])
    depth[part == 0] = np.inf
    return depth.astype(np.float32), part[: shape[0]].astype(np.int32)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_triangles_are_seen(library, seed):
    rng = np.random.default_rng(seed)
    points, nearness, faces = triangles(rng)
    two_sided = rng.random(len(faces)) < 0.5
    expected = raster._rasterize(points, nearness, faces, two_sided, 90, 70)
    found = raster.rasterize(points, nearness, faces, two_sided, 90, 70)
    assert (found.face >= 0).any()
    assert equal(found.keys, expected.keys)
    assert equal(found.faces, expected.faces)
    expected = raster._nearest(points, nearness, faces, two_sided, 90, 70)
    assert equal(raster.nearest(points, nearness, faces, two_sided, 90, 70), expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_meshes_are_smoothed_and_seen_from_a_camera_alike(library, seed):
    rng = np.random.default_rng(seed)
    points, faces = rng.normal(size=(60, 3)), rng.integers(0, 50, (140, 3))  # some points have no face
    points[7] = points[8]
    assert equal(library.smooth_normals(points, faces), smooth_normals(points, faces))
    origin, axes = rng.normal(size=3), np.linalg.qr(rng.normal(size=(3, 3)))[0]
    assert equal(raster.transform(points, origin, axes), raster._transform(points, origin, axes))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_values_are_seen(library, seed):
    rng = np.random.default_rng(seed)
    points, nearness, faces = triangles(rng)
    seen = raster.rasterize(points, nearness, faces, np.ones(len(faces), dtype=np.bool_), 90, 70)
    parts, values = rng.integers(1, 9, len(faces)), rng.normal(size=len(points))
    screen = np.column_stack([points, 1.0 / nearness])
    expected = raster._resolve(seen, screen, values, faces, parts)
    for found, wanted in zip(raster.resolve(seen, screen, values, faces, parts), expected, strict=True):
        assert equal(found, wanted)


@pytest.mark.parametrize("seed", SEEDS)
def test_polygons_are_filled_alike(library, seed, in_numpy):
    rng = np.random.default_rng(seed)
    shapes, greys = polygons(rng), rng.uniform(0.0, 255.0, 40)
    wide = Polylines(shapes.points * (3.0, 1.0), shapes.starts, shapes.closed)  # over many tiles
    ground = rng.integers(0, 256, (70, 271)).astype(np.uint8)
    canvases = [paint.Canvas(ground), paint.Canvas(ground)]
    for index, canvas in enumerate(canvases):
        if index:
            in_numpy()
        canvas.fill(wide, 40.0, 0.3)
        canvas.fill_mixed(wide, greys)
        canvas.fill_mixed(shapes, greys)
        canvas.fill_each(shapes.chosen(np.arange(5))[0], greys[:5])
    assert 0.1 < (canvases[0].picture() != ground).mean() < 0.99
    assert equal(canvases[0]._picture, canvases[1]._picture)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_borders_are_found(library, seed):
    rng = np.random.default_rng(seed)
    depth, part = looked_at(rng)
    table = trace.PartTable(
        np.array([0, 0, 0, 1, 1, 2, 2], dtype=np.int32),
        rng.integers(1, 5, 7).astype(np.int32),
        rng.random(7) < 0.8,
        rng.uniform(0.005, 0.03, 7).astype(np.float32),
        np.ones(7, dtype=np.float32),
    )
    seen = raster.Raster(depth, part, np.zeros_like(depth), 60.0)
    found = trace.find_borders(seen, table, 60.0)
    expected = trace._find_borders(np.minimum(depth, np.float32(trace.FAR_M)), part, table, 60.0)
    assert len(found.start) > 100
    for name in trace.Borders.__slots__:
        assert equal(getattr(found, name), getattr(expected, name)), name


@pytest.mark.parametrize("seed", SEEDS)
def test_chains_are_walked_alike(library, seed):
    rng = np.random.default_rng(seed)
    following = rng.permutation(400)  # rings
    following[rng.random(400) < 0.05 * seed] = -1  # and chains
    for found, expected in zip(library.walk(following), trace._walk(following), strict=True):
        assert equal(found, expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_are_smoothed_alike(library, seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(2, 40, 30)
    closed = rng.random(30) < 0.5
    lines = Polylines.of(rng.normal(size=(int(lengths.sum()), 2)), lengths, closed)
    for values in (lines.points, lines.points[:, 0], lines.points[:, 1].copy()):
        for strides in ((1, 1), (2, 3, 4), (1, 7, 13), ()):
            expected = polylines._smooth_values(values, lines, strides)
            assert equal(polylines.smooth_values(values, lines, strides), expected)


@pytest.mark.parametrize("size", [(61, 44), (80, 59), (122, 88), (163, 117)])
def test_tones_are_enlarged_alike(library, size):
    rng = np.random.default_rng(size[0])
    levels = np.kron(rng.integers(0, 7, (11, 11)), np.ones((4, 6), dtype=np.int64))[:44, :61].astype(np.uint8)
    blurred = tone.blur_lanes(levels)
    assert equal(blurred, tone._blur_lanes(levels))
    tables = rng.integers(0, 40, (6, 256)).astype(np.uint8)
    places = (tone._between(44, size[1]), tone._between(61, size[0]))
    assert equal(tone.enlarged(blurred, tables, *size), tone._enlarged(blurred, *places, tables))


def test_tones_are_taken_between_pixels_as_pillow_does(library):
    """An independent implementation of the same interpolation: at 4/3 the shares are whole sixteenths."""
    rng = np.random.default_rng(5)
    level = np.kron(rng.integers(0, 2, (9, 12)), np.ones((5, 5), dtype=np.int64))
    blurred = tone.blur_lanes(level.astype(np.uint8))
    table = np.arange(256, dtype=np.uint8)[None]
    found = 255 - tone.enlarged(blurred, table, 80, 60).astype(int)
    bytes_of = blurred.view(np.uint8).reshape(*blurred.shape, 8)[..., 0]
    expected = Image.fromarray(bytes_of).resize((80, 60), Image.Resampling.BILINEAR)
    assert np.abs(found - np.asarray(expected).astype(int)).max() <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_streaks_are_laid_alike(library, seed):
    rng = np.random.default_rng(seed)
    picture = rng.choice([255, 226, 198, 164, 122], (70, 90)).astype(np.uint8)
    strokes, mask = polygons(rng, 8), rng.random((44, 61)) < 0.3
    people = (mask, np.arange(70) * 44 // 70, np.arange(90) * 61 // 90)
    expected = tone._streaked(picture, strokes, people, 9.18, (164, 226))
    assert (expected != picture).any()
    assert equal(library.streaks(picture, (strokes.points, strokes.starts), people, 9.18, (164, 226)), expected)


def test_levels_are_told_alike(library):
    rng = np.random.default_rng(6)
    darkness, thresholds = rng.random((44, 61), dtype=np.float32), (0.055, 0.18, 0.5, 0.9)
    darkness[:4] = 0.18
    assert equal(library.levels(darkness, thresholds), tone._tone_levels(darkness, thresholds))


@pytest.mark.parametrize("seed", SEEDS)
def test_rims_are_laid_alike(library, seed, in_numpy):
    rng = np.random.default_rng(seed)
    depth, _ = looked_at(rng)
    people = np.kron(rng.random((8, 8)) < 0.15, np.ones((6, 8), dtype=np.bool_))[:44, :61]
    depth += rng.choice([0.0, 9.0], depth.shape, p=[0.9, 0.1]).astype(np.float32)
    seen = raster.Raster(depth, people.astype(np.int32), depth, 600.0)
    found = tone.rim(seen, people, 3)
    in_numpy()
    assert found.any()
    assert equal(found, tone.rim(seen, people, 3))


@pytest.mark.parametrize("seed", SEEDS)
def test_tones_are_planned_alike(library, seed):
    rng = np.random.default_rng(seed)
    depth, part = looked_at(rng)
    darkness = rng.uniform(-0.1, 1.2, depth.shape).astype(np.float32)
    kept, cast = rng.random(depth.shape) < 0.3, rng.random(depth.shape) < 0.3
    facing = rng.uniform(-1.0, 1.0, depth.shape).astype(np.float32)
    curve, chosen = rng.random(1001).astype(np.float32), rng.random(21) < 0.4
    seen = raster.Raster(depth, part, facing, 60.0)
    assert equal(tone_plan.toned(darkness, kept, curve), tone_plan._toned(darkness, kept, curve))
    limits = np.sort(rng.random((2, 21)).astype(np.float32), axis=0)
    found = masses.within_limits(darkness, seen, cast, *limits)
    assert (found != darkness).any()
    assert equal(found, masses._within_limits(darkness, seen, cast, *limits))
    assert equal(raster.marked(part, chosen[:7]), chosen[:7][part])


@pytest.mark.parametrize("seed", SEEDS)
def test_depth_is_looked_up_alike(library, seed):
    rng = np.random.default_rng(seed)
    depth, part = looked_at(rng)
    figures = np.array([0, 0, 0, 1, 1, 2, 2], dtype=np.int32)
    table = trace.PartTable(figures, figures, figures > 0, depth[0, :7], depth[0, :7])
    seen = raster.Raster(depth, part, depth, 60.0)
    view = ink.View(seen, None, table, depth, depth > 0, depth > 0, 1.0, 1.0, STYLES["ink"])
    columns, rows, own = rng.integers(0, 61, 500), rng.integers(0, 44, 500), rng.integers(0, 3, 500)
    for figures_of in (None, own):
        found = view.depth_around(columns, rows, figures_of)
        assert equal(found, view._depth_around(columns, rows, figures_of))


@pytest.mark.parametrize("size", [(61, 44), (60, 43), (1, 1), (7, 2)])
def test_shadows_are_softened_alike(library, size):
    width, height = size
    covered = np.random.default_rng(4).choice([0, 5, 16], ((height + 1) // 2, (width + 1) // 2)).astype(np.uint8)
    covered[:, : width // 4] = 16
    assert equal(shade.softened(covered, (height, width)), shade._softened(covered, (height, width)))


@pytest.mark.parametrize("seed", SEEDS)
def test_shadows_fall_alike(library, seed):
    rng = np.random.default_rng(seed)
    depth, _ = looked_at(rng)
    places = shade._Places.of(depth, Projection.of(camera((61, 44))))
    nearness = np.where(rng.random(640 * 640) < 0.5, rng.uniform(0.0, 12.0, 640 * 640), 0.0).astype(np.float32)
    axes = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    view = shade._ShadowView(rng.normal(size=3), axes, 60.0, 9.0, 0.05)
    found = shade._covered(places, nearness, view)
    assert 0.0 < found.mean() < shade._PARTS
    assert equal(found, shade._covered_numpy(places, nearness, view))


@pytest.mark.parametrize("seed", SEEDS)
def test_light_falls_alike(library, seed):
    rng = np.random.default_rng(seed)
    depth, part = looked_at(rng)
    facing = rng.uniform(-1.0, 1.0, depth.shape).astype(np.float32)
    seen = raster.Raster(depth, part, facing, 60.0)
    emission = np.array([np.nan, 0.2, np.nan, np.nan, np.nan, np.nan, 0.0], dtype=np.float32)
    greys, gains = (rng.random(7).astype(np.float32) for _ in range(2))
    figures = np.array([0, 0, 0, 1, 1, 2, 2], dtype=np.int32)
    surfaces = shade.Surfaces(figures, figures, greys, gains, emission, np.ones(7, dtype=np.bool_), rng.random(7) < 0.5)
    shadow, sky = rng.random(depth.shape) < 0.4, rng.random(depth.shape, dtype=np.float32)
    for fog, night in ((0.0, None), (0.3, None), (0.0, sky[::-1].copy()), (0.2, sky[::-1].copy())):
        light = Light(fog=fog, fog_near_m=2.0, fog_far_m=5.0)
        expected = shade._darkened(seen, surfaces, light, shadow, (sky, night))
        assert equal(shade.darkened(seen, surfaces, light, shadow, (sky, night)), expected)


@pytest.mark.parametrize("width", [1, 2, 61, 64])
def test_pixels_are_packed_alike(library, width):
    rng = np.random.default_rng(width)
    picture = rng.choice([0, 90, 255], (19, width)).astype(np.uint8)
    picture[:9] = np.sort(picture[:9], axis=1)[:, ::-1]  # a leaning edge
    table = rng.integers(0, 16, 256).astype(np.uint8)
    rows = library.pack(picture, table)
    assert equal(rows, png._filtered(png._packed(picture, table)))
    assert set(rows[:, 0].tolist()) <= {2, 4}
    assert width < 8 or len(set(rows[:, 0].tolist())) == 2


@pytest.mark.parametrize("name", sorted(SHOTS))
def test_a_whole_panel_is_the_same_file(name, in_numpy):
    stage = direct(SHOTS[name])
    geometry = build_stage(stage)
    compiled = draw_geometry(geometry, stage, seed=1).png()
    in_numpy()
    assert draw_geometry(geometry, stage, seed=1).png() == compiled


@pytest.mark.parametrize("style", sorted(STYLES))
def test_every_style_is_the_same_file(style, in_numpy):
    night = Light(night=0.5, fog=0.2, pools=(LightPool(position_m=(0.3, 1.0, -1.0), radius_m=1.5, strength=0.5),))
    for light in (Light(), night):
        stage = stage_for(camera((322, 181)), light=light)
        geometry = room_with_one_person()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kernels, "find", lambda: kernels.Missing("turned off by a test"))
            expected = draw_geometry(geometry, stage, style=style, seed=3).png()
        assert draw_geometry(geometry, stage, style=style, seed=3).png() == expected


def test_a_library_of_other_code_is_not_used_and_a_line_says_so(tmp_path, monkeypatch):
    sources = tmp_path / "native"
    shutil.copytree(kernels.SOURCES, sources)
    assert kernels.source_digest(sources) == kernels.source_digest()
    header = sources / "kernels.h"
    header.write_bytes(header.read_bytes() + b"\n/* newer */\n")
    newer = kernels.source_digest(sources)
    monkeypatch.setattr(kernels, "source_digest", lambda: newer)
    with pytest.warns(RuntimeWarning) as told:
        found = kernels.find.__wrapped__()
    assert isinstance(found, kernels.Missing)
    assert [str(warning.message) for warning in told] == [
        "panels are drawn with NumPy, about three times slower: the compiled library is of other code; "
        "run `python hatch_build.py` in the source tree, or install screenplay2board again"
    ]
