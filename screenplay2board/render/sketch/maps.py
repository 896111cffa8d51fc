"""Maps of a stage, pixel by pixel over the drawing: depth, pose, and who is where.

Leaves: Pillow images at the frame's size, origin top left, for ControlNet, for training and for tests.
"""

from __future__ import annotations

import colorsys

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.render.sketch.raster import Mesh, Raster, rasterize_scene
from screenplay2board.stage.geometry import Array, FigureAnchors, Geometry, vec
from screenplay2board.stage.projection import NEAR_M, Projection
from screenplay2board.stage.types import CameraPose

# Keypoints of OpenPose's COCO model in its order; the face's are places in the head's own axes, in head heights.
_FACE_POINTS = {
    "nose": (0.0, -0.10, 0.46),
    "eye_r": (-0.13, 0.05, 0.36),
    "eye_l": (0.13, 0.05, 0.36),
    "ear_r": (-0.32, -0.02, -0.05),
    "ear_l": (0.32, -0.02, -0.05),
}
KEYPOINTS: tuple[str, ...] = (
    "nose", "neck", "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l", "hip_r", "knee_r",
    "ankle_r", "hip_l", "knee_l", "ankle_l", "eye_r", "eye_l", "ear_r", "ear_l",
)  # fmt: skip
_LIMBS: tuple[tuple[int, int], ...] = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0),
    (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip
_COLOURS: tuple[tuple[int, int, int], ...] = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0), (0, 255, 85),
    (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255), (170, 0, 255),
    (255, 0, 255), (255, 0, 170), (255, 0, 85),
)  # fmt: skip
_STICK_PX = 4.0  # OpenPose's half width of a limb at a frame 512 pixels high


def _figure_colour(figure: int) -> tuple[int, int, int]:
    """Return a bright colour unlike those of the figures before it (steps by the golden ratio); black for the set."""
    if figure == 0:
        return (0, 0, 0)
    red, green, blue = colorsys.hsv_to_rgb(figure * 0.618034 % 1.0, 0.75, 1.0)
    return (round(255 * red), round(255 * green), round(255 * blue))


FIGURE_COLOURS: tuple[tuple[int, int, int], ...] = tuple(_figure_colour(figure) for figure in range(256))


def _raster(geometry: Geometry, camera: CameraPose) -> Raster:
    return rasterize_scene(Mesh.of(geometry), Projection.of(camera), vec(0.0, 1.0, 0.0))


def depth_map(geometry: Geometry, camera: CameraPose) -> PillowImage.Image:
    """Return nearness (1 / distance) as mode L: 255 near to 25 far, 0 where nothing is."""
    depth = _raster(geometry, camera).depth
    seen = np.isfinite(depth)
    if not seen.any():
        return PillowImage.fromarray(np.zeros(depth.shape, dtype=np.uint8))
    near, far = (float(value) for value in np.percentile(depth[seen], (1, 99)))
    nearness = 1.0 / np.clip(np.where(seen, depth, far), near, far)
    span = max(1.0 / near - 1.0 / far, 1e-9)
    grey = np.where(seen, 25.0 + 230.0 * (nearness - 1.0 / far) / span, 0.0)
    return PillowImage.fromarray(np.round(grey).astype(np.uint8))


def part_map(geometry: Geometry, camera: CameraPose) -> PillowImage.Image:
    """Return the figure at each pixel as mode P, 0 for the set and the sky."""
    figures = np.array([part.figure for part in geometry.parts], dtype=np.int64)
    image = PillowImage.fromarray(figures[_raster(geometry, camera).part].astype(np.uint8))
    image.putpalette([value for colour in FIGURE_COLOURS for value in colour])
    return image


def keypoints(anchors: FigureAnchors) -> Array:
    """Return the 18 points of OpenPose in the world, (18, 3), in the order of `KEYPOINTS`."""
    head = anchors.joints["head"]
    turn = anchors.frames["head"] * anchors.head_height_m
    return np.stack(
        [
            head + (turn * np.array(_FACE_POINTS[name])).sum(axis=1) if name in _FACE_POINTS else anchors.joints[name]
            for name in KEYPOINTS
        ]
    )


def pose_map(geometry: Geometry, camera: CameraPose) -> PillowImage.Image:
    """Return limbs and joints as OpenPose draws them, mode RGB on black; what is behind the camera is left out."""
    width, height = camera.frame_px
    projection = Projection.of(camera)
    image = PillowImage.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    radius = max(2.0, _STICK_PX * height / 512)
    for figure in sorted(geometry.figures):
        points = projection.project(keypoints(geometry.figures[figure]))
        for (a, b), colour in zip(_LIMBS, _COLOURS, strict=False):
            if points[a, 2] > NEAR_M and points[b, 2] > NEAR_M:
                limb = _limb(points[a, :2], points[b, :2], radius)
                pen.polygon(limb, fill=tuple(int(value * 0.6) for value in colour))
        for (x, y, distance), colour in zip(points.tolist(), _COLOURS, strict=True):
            if distance > NEAR_M:
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image


def _limb(start: Array, end: Array, radius: float) -> list[tuple[float, float]]:
    """Return the outline of the ellipse between two joints."""
    middle, along = (start + end) / 2, (end - start) / 2
    length = max(float(np.sqrt(np.square(along).sum())), 1e-6)
    aside = np.array([-along[1], along[0]]) / length * radius
    angle = np.linspace(0.0, 2 * np.pi, 25)[:-1, None]
    outline = middle + np.cos(angle) * along + np.sin(angle) * aside
    return [(float(x), float(y)) for x, y in outline]
