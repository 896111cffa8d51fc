"""Draw a stage: from meshes to a picture, with the maps of the same view.

Enters: a `Stage` (or the geometry built of it). Leaves: `Drawing`. The order is that of an artist at a desk: what is
seen and how it is lit, marker tones, then ink from the back to the front, then weather and arrows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch import png
from screenplay2board.render.sketch.arrows import signs
from screenplay2board.render.sketch.ink import Strokes, View, contours, set_edges
from screenplay2board.render.sketch.marks import curves, fills, heads, marks_shown
from screenplay2board.render.sketch.masses import DARK_PEOPLE
from screenplay2board.render.sketch.paint import Canvas
from screenplay2board.render.sketch.polylines import Brush, Polylines, outlines
from screenplay2board.render.sketch.raster import Mesh, marked, rasterize_scene
from screenplay2board.render.sketch.shade import Surfaces, shade
from screenplay2board.render.sketch.sky import sky_darkness, stars
from screenplay2board.render.sketch.styles import STYLES, SketchStyle
from screenplay2board.render.sketch.survey import SURVEY_GREYS, draw_survey
from screenplay2board.render.sketch.tone import edge_light, lighten_rim, paint_levels, rim, streaks, tone_levels
from screenplay2board.render.sketch.tone_plan import NIGHT_FROM, Moment, plan_tones
from screenplay2board.render.sketch.trace import PartTable
from screenplay2board.render.sketch.weather import dots, grown, weather_polygons
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.geometry import Geometry, Part, unit
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Stage

_NOMINAL_AREA_PX = 1280 * 720  # lengths in styles are pixels of a frame of this area
_RASTER_SCALE = 0.75  # raster pixels a nominal pixel: looks the same as 1.0 at 60 % of the work; 0.6 is rougher
_FINEST_RASTER = 2.0  # raster pixels a pixel of the frame: more is lost on small frames
_WEATHER_ALPHA = {"rain": 0.75, "storm": 0.8, "snow": 0.95}
_FINEST_STEP = 48  # greys: a smooth edge in smaller steps looks the same, in files that are a seventh larger
_SIGN_INK_PX, _SIGN_HALO_PX = 3.4, 8.0
_FLAKE_EDGE_PX, _FLAKE_EDGE_GREY = 1.3, 178.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn panel. picture: uint8 (height, width) greys, of which `palette` lists the main ones."""

    picture: npt.NDArray[np.uint8]
    palette: tuple[int, ...]
    geometry: Geometry
    stage: Stage

    def png(self) -> bytes:
        """Return the picture as a PNG of at most 16 greys."""
        return png.encode(self.picture, self.palette)


def draw(stage: Stage, *, style: SketchStyle | str = "ink", seed: int = 0) -> Drawing:
    """Build `stage` and draw it.

    Raises: KeyError where there is no such style.
    """
    if stage.beside is not None:
        return _split(stage, stage.beside, style, seed)
    return draw_geometry(build_stage(stage), stage, style=style, seed=seed)


def _split(left: Stage, right: Stage, style: SketchStyle | str, seed: int) -> Drawing:
    """Draw both halves of a split screen, with a line of ink between them."""
    drawn = [draw_geometry(build_stage(half), half, style=style, seed=seed) for half in (left, right)]
    ink = (STYLES[style] if isinstance(style, str) else style).ink
    line = np.full((len(drawn[0].picture), left.gutter_px), ink, dtype=drawn[0].picture.dtype)
    return replace(drawn[0], picture=np.concatenate([drawn[0].picture, line, drawn[1].picture], axis=1))


def draw_geometry(geometry: Geometry, stage: Stage, *, style: SketchStyle | str = "ink", seed: int = 0) -> Drawing:
    """Draw what was built of `stage`."""
    style = STYLES[style] if isinstance(style, str) else style
    rng = np.random.default_rng(seed)
    width, height = stage.camera.frame_px
    frame_scale = float(np.sqrt(width * height / _NOMINAL_AREA_PX))
    view = _look(geometry, stage, style, frame_scale)
    levels = lighten_rim(tone_levels(view.darkness, style), view.rim)
    if stage.light.night >= NIGHT_FROM:
        levels[_caught(view, stage)] = 0
    tones = paint_levels(levels, style, width, height, frame_scale)
    tones = streaks(tones, view.people, style, frame_scale, rng)
    canvas = Canvas(tones)
    canvas.fill(_stars(view, stage), 255.0)
    seen = heads(geometry, view.projection, view.scale)
    marks = marks_shown(geometry, seen)
    canvas.fill_each(*_painted(fills(view, marks, face=False), 25.0, 230.0))
    _ink(
        canvas,
        [
            set_edges(view, geometry.edges, rng),
            contours(view, rng),
            curves(view, marks, seen, rng, face=False),
        ],
        style,
    )
    canvas.fill_each(*_painted(fills(view, marks, face=True), 15.0, 240.0))
    _ink(canvas, [curves(view, marks, seen, rng, face=True)], style)
    _overlay(canvas, stage, frame_scale, style, rng)
    if style.surveyed:
        draw_survey(canvas, geometry, stage, frame_scale)
    return Drawing(canvas.picture(), _palette(style), geometry, stage)


def _look(geometry: Geometry, stage: Stage, style: SketchStyle, frame_scale: float) -> View:
    """Return what the camera sees and how dark it is."""
    mesh = Mesh.of(geometry)
    raster_scale = min(_RASTER_SCALE, _FINEST_RASTER * frame_scale)
    projection = Projection.of(stage.camera, raster_scale / frame_scale)
    raster = rasterize_scene(mesh, projection, -unit(stage.light.direction))
    surfaces = Surfaces.of(geometry.parts)
    sky = np.zeros_like(raster.depth)
    if not raster.part.all():  # it is seen somewhere
        sky = sky_darkness(stage.sky, projection)
    shading = shade(raster, mesh, projection, surfaces, stage.light, sky)
    people = marked(raster.part, surfaces.figure > 0)
    moment = Moment(night=stage.light.night >= NIGHT_FROM, faceless=not _shows_a_head(geometry, projection))
    darkness = plan_tones(shading, raster, surfaces, people, moment, style)
    if not style.tones:  # line alone: the ground is paper everywhere
        darkness = np.zeros_like(darkness)
    around = rim(raster, people, round(style.rim_px * raster_scale))
    table = _part_table(geometry.parts)
    return View(raster, projection, table, darkness, people, around, raster_scale, frame_scale, style)


def _shows_a_head(geometry: Geometry, projection: Projection) -> bool:
    """Tell whether the middle of a head is in the picture."""
    if not geometry.figures:
        return False
    seen = projection.project(np.stack([anchors.joints["head"] for anchors in geometry.figures.values()]))
    inside = (seen[:, :2] > 0.0) & (seen[:, :2] < (projection.width_px, projection.height_px))
    return bool((inside.all(axis=1) & (seen[:, 2] > 0.0)).any())


def _caught(view: View, stage: Stage) -> npt.NDArray[np.bool_]:
    """Return the edges of people in dark clothes that the light behind them catches."""
    right, up, _ = (view.projection.axes @ unit(stage.light.direction)).tolist()
    edge = edge_light(view.raster, view.people, (right, up), round(view.style.edge_px * view.scale))
    return edge & (view.darkness >= DARK_PEOPLE)


def _stars(view: View, stage: Stage) -> Polylines:
    """Return the stars that nothing stands before, as polygons in pixels of the frame."""
    places, radii = stars(stage.sky, view.projection)
    height, width = view.raster.part.shape
    columns = np.clip(places[:, 0].astype(np.int64), 0, width - 1)
    rows = np.clip(places[:, 1].astype(np.int64), 0, height - 1)
    seen = np.flatnonzero((view.raster.part[rows, columns] == 0) & (places[:, 1] >= 0.0))
    scale = view.frame_scale / view.scale
    return dots(places[seen] * scale, radii[seen] * height * scale)


def _part_table(parts: list[Part]) -> PartTable:
    return PartTable(
        np.array([part.figure for part in parts], dtype=np.int32),
        np.array([part.label for part in parts], dtype=np.int32),
        np.array([part.inked for part in parts], dtype=np.bool_),
        np.array([part.crease_m for part in parts], dtype=np.float32),
        np.array([part.line_weight for part in parts], dtype=np.float32),
    )


def _painted(strokes: Strokes, darkest: float, span: float) -> tuple[Polylines, npt.NDArray[np.float64]]:
    return strokes.polygons, darkest + span * np.clip(strokes.lightness, 0.0, 1.0)


def _ink(canvas: Canvas, layers: list[Strokes], style: SketchStyle) -> None:
    """Lay down dark ink, then light ink, so that white lines on black stay on top."""
    strokes = Strokes.joined(layers)
    polygons, lightness = strokes.polygons, np.clip(strokes.lightness, 0.0, 1.0)
    if not style.tones:  # what is drawn in white on black elsewhere
        lightness = np.where(lightness < 0.5, lightness, 0.25)
    greys = style.ink + (247 - style.ink) * lightness
    for chosen in (np.flatnonzero(lightness < 0.5), np.flatnonzero(lightness >= 0.5)):
        canvas.fill_mixed(polygons.chosen(chosen)[0], greys[chosen])


def _overlay(canvas: Canvas, stage: Stage, scale: float, style: SketchStyle, rng: np.random.Generator) -> None:
    """Put weather and the signs of movement over the picture."""
    width, height = stage.camera.frame_px
    if stage.set.ceiling_m is None:  # under a roof it stays dry
        falling = weather_polygons(stage.weather, width, height, scale, rng)
        if stage.weather == "snow":  # white on white needs an edge
            canvas.fill(grown(falling, _FLAKE_EDGE_PX * scale), _FLAKE_EDGE_GREY, 0.6)
        if len(falling.closed):
            canvas.fill(falling, 255.0, _WEATHER_ALPHA[stage.weather])
    _add_signs(canvas, stage, scale, style, rng)


def _add_signs(canvas: Canvas, stage: Stage, scale: float, style: SketchStyle, rng: np.random.Generator) -> None:
    """Put arrows and frames over the picture, with a white edge, so that they are seen on black too."""
    found = signs(stage.arrows, *stage.camera.frame_px, scale)
    lines = found.outlines()
    if not len(lines.closed):
        return
    pen = np.full(len(lines.points), scale)
    brush = Brush(start=1.0, end=1.0)
    canvas.fill(outlines(lines, _SIGN_HALO_PX * pen, brush, rng), 255.0)
    for shape in found.shapes:
        canvas.fill(Polylines.of(shape, np.array([len(shape)])), 255.0)
    canvas.fill(outlines(lines, _SIGN_INK_PX * pen, brush, rng), float(style.ink))


def _palette(style: SketchStyle) -> tuple[int, ...]:
    """Return at most 16 greys: paper, markers with and without a second stroke, ink, and what smooth edges need."""
    wanted = [255, style.ink, *style.tones]
    if style.streak > 0.0:
        wanted += [tone - round(style.streak * 255) for tone in style.tones[:3]]
    wanted += [hatch.grey for hatch in style.hatches]
    if style.surveyed:
        wanted += SURVEY_GREYS
    palette = sorted(set(wanted))
    while len(palette) < 16:
        gaps = np.diff(palette)
        widest = int(np.argmax(gaps))
        if gaps[widest] <= _FINEST_STEP:
            break
        palette.insert(widest + 1, palette[widest] + int(gaps[widest]) // 2)
    return tuple(palette)
