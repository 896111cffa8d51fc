"""Maps of a stage, pixel by pixel over the drawing: depth, normals, lines, pose, and who and what is where.

    from screenplay2board.render.sketch.maps import stage_map

    stage_map("normal", stage).save("normal.png")

Leaves: Pillow images at the frame's size, origin top left, in the colours that the ControlNets of the same names were
trained with, for painting, for training sets and for tests. Equal stages give equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from screenplay2board.render.sketch.drawing import draw_geometry
from screenplay2board.render.sketch.openpose import draw_people
from screenplay2board.render.sketch.people import SeenHead, SeenPerson, heads_seen, people_seen
from screenplay2board.render.sketch.raster import Image, Mesh, Raster, rasterize_scene
from screenplay2board.render.sketch.segments import Segmentation, segment
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.types import MapKind
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.geometry import Geometry, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Stage

_UP = vec(0.0, 1.0, 0.0)
_SCRIBBLE = replace(STYLES["clean"], name="scribble", line_weight=2.4)  # as thick as the strokes of ControlNet's own
_FLAT = (128, 128, 255)  # the colour of a surface that faces the camera, and of the sky


@dataclass(frozen=True, slots=True)
class View:
    """A built stage and what its camera sees. seed: of the pen's chance, for maps that are drawn."""

    geometry: Geometry
    stage: Stage
    raster: Raster
    seed: int

    @classmethod
    def of(cls, geometry: Geometry, stage: Stage, seed: int = 0) -> View:
        """Look at what was built of `stage`."""
        raster = rasterize_scene(Mesh.of(geometry), Projection.of(stage.camera), _UP)
        return cls(geometry, stage, raster, seed)


def stage_map(kind: MapKind, stage: Stage, *, geometry: Geometry | None = None, seed: int = 0) -> PillowImage.Image:
    """Return a map of `stage`: mode L for `depth`, `line`, `scribble`, mode RGB for `normal`, `pose`, `seg`.

    depth: 1 / distance, 255 near to 25 far, 0 where nothing is. normal: red where surfaces face the picture's left,
    green up, blue the camera, as NormalBae has them. line, scribble: white on black. pose: OpenPose's body, hands and
    face. seg: ADE20K's classes. geometry: of `stage`, where it is built already. seed: of the pen, as for the drawing.
    """
    found = _MAPS[kind](View.of(build_stage(stage) if geometry is None else geometry, stage, seed))
    if stage.beside is None:
        return found
    return _side_by_side(found, stage_map(kind, stage.beside, seed=seed), stage.gutter_px)


def _side_by_side(left: PillowImage.Image, right: PillowImage.Image, line: int) -> PillowImage.Image:
    """Return the maps of both halves of a split screen as one, with nothing in the line between them."""
    whole = PillowImage.new(left.mode, (2 * left.width + line, left.height))
    whole.paste(left, (0, 0))
    whole.paste(right, (left.width + line, 0))
    return whole


def segmentation(stage: Stage, geometry: Geometry | None = None) -> Segmentation:
    """Return who and what is at each pixel of `stage`, by name."""
    view = View.of(build_stage(stage) if geometry is None else geometry, stage)
    return segment(view.geometry, stage, view.raster)


def keypoints(stage: Stage, geometry: Geometry | None = None) -> tuple[SeenPerson, ...]:
    """Return where the points of all people on `stage` lie in the picture, and which of them are hidden."""
    view = View.of(build_stage(stage) if geometry is None else geometry, stage)
    return people_seen(view.geometry, stage, view.raster)


def heads(stage: Stage, geometry: Geometry | None = None) -> tuple[SeenHead, ...]:
    """Return where the heads of all people on `stage` lie in the picture, and how much of each it shows."""
    view = View.of(build_stage(stage) if geometry is None else geometry, stage)
    return heads_seen(view.geometry, stage, view.raster)


def _depth(view: View) -> PillowImage.Image:
    depth = view.raster.depth
    seen = np.isfinite(depth)
    if not seen.any():
        return PillowImage.fromarray(np.zeros(depth.shape, dtype=np.uint8))
    near, far = (float(value) for value in np.percentile(depth[seen], (1, 99)))
    nearness = 1.0 / np.clip(np.where(seen, depth, far), near, far)
    span = max(1.0 / near - 1.0 / far, 1e-9)
    return _grey(np.where(seen, 25.0 + 230.0 * (nearness - 1.0 / far) / span, 0.0))


def normals(view: View) -> Image:
    """Return the normals, float32 (height, width, 3) of length 1: right, up, towards the camera; 0 where nothing is."""
    mesh, projection = Mesh.of(view.geometry), Projection.of(view.stage.camera)
    right, up, forward = projection.axes
    facing = np.stack([rasterize_scene(mesh, projection, axis).facing for axis in (right, up, -forward)], axis=-1)
    length = np.sqrt(np.square(facing).sum(axis=-1, keepdims=True))
    return np.divide(facing, length, out=np.zeros_like(facing), where=length > 1e-6)


def _normal(view: View) -> PillowImage.Image:
    """Source: the colours of the ControlNet `control_v11p_sd15_normalbae`."""
    found = normals(view) * np.array((-1.0, 1.0, 1.0), dtype=np.float32)
    colours = np.round(127.5 + 127.5 * found).astype(np.uint8)
    colours[view.raster.part == 0] = _FLAT
    return PillowImage.fromarray(colours)


def _line(view: View) -> PillowImage.Image:
    return _grey(255.0 - draw_geometry(view.geometry, view.stage, style="clean", seed=view.seed).picture)


def _scribble(view: View) -> PillowImage.Image:
    drawn = draw_geometry(view.geometry, view.stage, style=_SCRIBBLE, seed=view.seed).picture
    return _grey(np.where(drawn < 128, 255.0, 0.0))


def _pose(view: View) -> PillowImage.Image:
    return draw_people(people_seen(view.geometry, view.stage, view.raster), view.stage.camera.frame_px)


def _seg(view: View) -> PillowImage.Image:
    return segment(view.geometry, view.stage, view.raster).ade20k()


def _grey(values: npt.NDArray[np.floating]) -> PillowImage.Image:
    return PillowImage.fromarray(np.round(values).astype(np.uint8))


_MAPS: Mapping[MapKind, Callable[[View], PillowImage.Image]] = {
    "depth": _depth,
    "normal": _normal,
    "pose": _pose,
    "line": _line,
    "scribble": _scribble,
    "seg": _seg,
}
