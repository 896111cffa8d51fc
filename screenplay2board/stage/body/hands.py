"""Hands with fingers, one mesh for each shape, cached and moved into place.

Enters: a shape's name (`hands.toml`) and the frame of the wrist. Leaves: vertices and faces in the world. The hand's
own axes: x to the thumb's side, y out of the palm, z along the fingers, origin at the wrist, metres for a hand of
0.19 m.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from screenplay2board.stage.body.poses import HandShape, data_table
from screenplay2board.stage.body.surface import RingSurface, rings_of, tubes
from screenplay2board.stage.geometry import Array, Faces

FINGER_M = (0.078, 0.087, 0.081, 0.063)  # index to little finger
KNUCKLE_X_M = (0.0305, 0.0105, -0.0100, -0.0290)
KNUCKLE_Z_M = (0.086, 0.090, 0.086, 0.078)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """curls: degrees (4, 3) at the joints of the fingers, index first; spread: degrees between neighbours.

    thumb: points (4, 3) from its root to its tip.
    """

    curls: Array
    spread: float
    thumb: Array


@cache
def _shapes() -> dict[str, Shape]:
    return {
        name: Shape(
            curls=np.array(entry["curls"], dtype=np.float64),
            spread=float(entry["spread"]),
            thumb=np.array(entry["thumb"], dtype=np.float64) / 1000.0,
        )
        for name, entry in data_table("hands.toml").items()
    }


def hand_mesh(
    shape: HandShape, wrist: Array, frame: Array, side: str, scale: float, *, detailed: bool
) -> tuple[Array, Faces]:
    """Return the mesh of a hand. frame: columns side, palm normal, direction of the posed hand."""
    vertices, faces = _local_mesh(shape, detailed)
    return vertices @ _axes(frame, side, scale) + wrist, faces if side == "l" else faces[:, ::-1]


def hand_joints(shape: HandShape, wrist: Array, frame: Array, side: str, scale: float) -> Array:
    """Return the joints (21, 3) of a hand: the wrist, then thumb to little finger, each from its root to its tip."""
    recipe = _shapes()[shape]
    fingers = _finger_paths(recipe)[:, 1::2]  # (4, 4, 3)
    local = np.concatenate([np.zeros((1, 3)), recipe.thumb, fingers.reshape(-1, 3)])
    return local @ _axes(frame, side, scale) + wrist


def _axes(frame: Array, side: str, scale: float) -> Array:
    """Return the rows (3, 3) that take the hand's own axes into the world."""
    # The frame's first column points to the thumb on the left hand and away from it on the right one.
    thumb_side = frame[:, 0] if side == "l" else -frame[:, 0]
    return np.stack([thumb_side, frame[:, 1], frame[:, 2]]) * scale


def fingertips(shape: HandShape) -> Array:
    """Return the tips (5, 3) of a hand's fingers and thumb in its own axes, for a hand of 0.19 m."""
    recipe = _shapes()[shape]
    return np.concatenate([_finger_paths(recipe)[:, -1], recipe.thumb[-1:]])


@lru_cache(maxsize=64)
def _local_mesh(shape: HandShape, detailed: bool) -> tuple[Array, Faces]:
    recipe = _shapes()[shape]
    palm = _palm().mesh()
    paths = _finger_paths(recipe)
    radii = np.array([0.0096, 0.0108, 0.0096, 0.0098, 0.0088, 0.0088, 0.0080, 0.0046])
    widths = np.array([1.0, 1.02, 0.98, 0.86])[:, None]
    sides = 8 if detailed else 5
    fingers = tubes(paths, radii * widths, sides, np.array((0.0, 1.0, 0.0)))
    thumb = _thumb(recipe, sides)
    vertices, faces, count = [], [], 0
    for points, triangles in (palm, fingers, thumb):
        vertices.append(points)
        faces.append(triangles + count)
        count += len(points)
    return np.concatenate(vertices), np.concatenate(faces)


def _palm() -> RingSurface:
    z = np.array((-0.030, -0.004, 0.018, 0.042, 0.068, 0.086, 0.097))
    half_width = np.array((0.0265, 0.0265, 0.032, 0.0385, 0.0405, 0.0395, 0.034))
    half_depth = np.array((0.0200, 0.0185, 0.0175, 0.0165, 0.0150, 0.0130, 0.0075))
    centres = np.stack([np.array((0, 0, 0.002, 0.003, 0.001, 0.0, 0.0)), np.zeros(7), z], axis=1)
    x, y = np.array((1.0, 0.0, 0.0)), np.array((0.0, 1.0, 0.0))
    return RingSurface(z, rings_of(centres, half_width[:, None] * x, half_depth[:, None] * y, 14, 2.6))


def _finger_paths(recipe: Shape) -> Array:
    """Return the paths (4, 8, 3) of the fingers from inside the palm to the tips."""
    curls = np.cumsum(np.radians(recipe.curls), axis=1)  # (4, 3)
    spread = np.radians(recipe.spread) * np.array((1.5, 0.5, -0.5, -1.5))
    lengths = np.array(FINGER_M)[:, None] * np.array((0.46, 0.30, 0.24))  # (4, 3)
    along = np.stack(
        [np.cos(curls) * np.sin(spread)[:, None], np.sin(curls), np.cos(curls) * np.cos(spread)[:, None]], axis=-1
    )  # (4, 3, 3)
    knuckle = np.stack([np.array(KNUCKLE_X_M), np.zeros(4), np.array(KNUCKLE_Z_M)], axis=1)
    points = [knuckle - np.array((0.0, 0.0, 0.022)), knuckle]
    for joint in range(3):
        step = along[:, joint] * lengths[:, joint, None]
        points.append(points[-1] + 0.55 * step)
        points.append(points[-1] + 0.45 * step)
    return np.stack(points, axis=1)


def _thumb(recipe: Shape, sides: int) -> tuple[Array, Faces]:
    joints = recipe.thumb
    place = np.array((0.0, 0.5, 1.0, 1.4, 1.8, 2.0, 2.4, 2.8, 3.0))
    path = np.stack([np.interp(place, np.arange(4), joints[:, axis]) for axis in range(3)], axis=1)
    radii = np.array((0.0130, 0.0150, 0.0142, 0.0118, 0.0112, 0.0116, 0.0112, 0.0090, 0.0050))
    return tubes(path[None], radii[None], sides + 1, np.array((0.3, 1.0, 0.1)))
