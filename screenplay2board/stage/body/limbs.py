"""Arms, legs, feet and neck, bare or clothed, as surfaces around the skeleton.

Enters: a `PosedBody`. Leaves: `RingSurface` values and meshes. Radii stand in `cuts.toml`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from screenplay2board.stage.body.poses import data_table
from screenplay2board.stage.body.skeleton import BALL_M, TOE_BEND_DEG, PosedBody
from screenplay2board.stage.body.surface import RingSurface, limb, rings_of, smooth
from screenplay2board.stage.geometry import Array, Faces, cross, unit


def arm_surface(body: PosedBody, side: str, cut: str, *, first: float = -1.0, last: float = 3.0) -> RingSurface:
    """Return an arm or a sleeve, between places `first` and `last` of its cut."""
    joints = body.anchors.joints
    chain = (joints[f"shoulder_{side}"], joints[f"elbow_{side}"], joints[f"wrist_{side}"])
    places, radii = _cut(cut, first, last, fine=body.placement.detailed)
    return limb(chain, None, places, radii * body.proportions.girth, 16 if body.placement.detailed else 10)


def leg_surface(
    body: PosedBody, side: str, cut: str, *, bare: bool = False, first: float = -1.0, last: float = 3.0
) -> RingSurface:
    """Return a leg, a trouser leg or the shaft of a boot, between places `first` and `last` of its cut."""
    joints = body.anchors.joints
    chain = (joints[f"hip_{side}"], joints[f"knee_{side}"], joints[f"ankle_{side}"])
    places, radii = _cut(cut, first, last, fine=body.placement.detailed)
    hinge = -body.anchors.frames["pelvis"][:, 0]  # theta pi / 2 is the shin's side
    girth = body.proportions.girth
    # seen from the side a leg is an S: the thigh bows ahead, the calf behind
    ahead = np.interp(places, (0.0, 0.4, 0.95, 1.3, 1.8, 2.0), (0.0, 0.006, 0.002, -0.012, -0.003, 0.0)) * girth
    depth = 1.08 if bare else np.interp(places, (0.0, 0.5, 2.0), (1.06, 1.03, 1.12))
    return limb(
        chain,
        hinge,
        places,
        radii * girth,
        18 if body.placement.detailed else 10,
        depth=depth,
        ahead_m=ahead * (1.0 if bare else 0.6),
        squareness=2.0,
    )


@lru_cache(maxsize=128)
def _cut(name: str, first: float, last: float, *, fine: bool) -> tuple[Array, Array]:
    """Return the places and radii of a cut between [first, last], dense where the limb bends."""
    entry = data_table("cuts.toml")[name]
    known, radii = np.array(entry["places"], dtype=np.float64), np.array(entry["radii"], dtype=np.float64)
    start, end = max(first, float(known[0])), min(last, float(known[-1]))
    bends = (0.80, 0.86, 0.91, 0.955, 1.0, 1.045, 1.09, 1.14, 1.20) if fine else (0.86, 0.95, 1.05, 1.14)
    extra = (0.0, 0.12, 0.35, 0.5, 0.7, 1.5, 1.6, 1.78) if fine else ()
    inside = [place for place in (*bends, *extra, *known.tolist()) if start < place < end]
    places = np.array(sorted({start, end, *inside}))
    return places, np.interp(places, known, radii)


# rings of a shoe from the heel to the tip: place ahead of the ankle, top, sole, half width; metres for a foot of 0.27 m
_SHOE = np.array((
    (-0.066, -0.030, -0.058, 0.010), (-0.060, -0.012, -0.070, 0.025), (-0.045, 0.000, -0.075, 0.033),
    (-0.015, 0.004, -0.075, 0.036), (0.020, -0.006, -0.074, 0.036), (0.050, -0.020, -0.073, 0.038),
    (0.080, -0.032, -0.074, 0.042), (0.108, -0.041, -0.075, 0.0455), (0.140, -0.047, -0.075, 0.0455),
    (0.168, -0.051, -0.075, 0.040), (0.190, -0.055, -0.0745, 0.027), (0.202, -0.062, -0.072, 0.010),
))  # fmt: skip


_PUMP_TOP = (
    (-0.066, -0.024),
    (-0.048, -0.018),
    (-0.020, -0.044),
    (0.06, -0.052),
    (0.105, -0.050),
    (0.128, -0.030),
    (0.20, 0.0),
)


@lru_cache(maxsize=64)
def _shoe(bend_deg: float, sides: int, *, low: bool = False) -> RingSurface:
    """Return a left shoe whose toes bend up by `bend_deg`, origin at the ankle; a low one leaves the instep bare."""
    places = np.linspace(_SHOE[0, 0], _SHOE[-1, 0], 17 if sides > 10 else 10)
    top, sole, half = (smooth(_SHOE[:, 0], _SHOE[:, column], places) for column in (1, 2, 3))
    if low:
        top = np.minimum(top, np.interp(places, *np.array(_PUMP_TOP).T))
    inward = -0.006 * np.clip((places - 0.05) / 0.10, 0, 1)  # the tip turns toward the other foot
    centres = np.stack([inward, 0.5 * (top + sole), places], axis=1)
    zeros = np.zeros_like(places)
    across = np.stack([half, zeros, zeros], axis=1)
    upward = np.stack([zeros, 0.5 * (top - sole), zeros], axis=1)
    points = rings_of(centres, across, upward, sides, 3.0)
    # toes stay on the floor while the heel rises
    turn = np.radians(-bend_deg)
    beyond = points[..., 2] > BALL_M - 0.012
    y, z = points[..., 1] + 0.070, points[..., 2] - (BALL_M - 0.012)
    bent_y, bent_z = np.cos(turn) * y - np.sin(turn) * z - 0.070, np.sin(turn) * y + np.cos(turn) * z + BALL_M - 0.012
    points = np.stack(
        [points[..., 0], np.where(beyond, bent_y, points[..., 1]), np.where(beyond, bent_z, points[..., 2])], -1
    )
    return RingSurface(places, points)


def shoe_mesh(body: PosedBody, side: str, *, low: bool = False) -> tuple[Array, Faces]:
    """Return the mesh of a shoe on its foot."""
    return _on_foot(body, side, low=low, width=1.0)


def foot_mesh(body: PosedBody, side: str) -> tuple[Array, Faces]:
    """Return the mesh of the bare foot inside a low shoe."""
    return _on_foot(body, side, low=False, width=0.92)


def _on_foot(body: PosedBody, side: str, *, low: bool, width: float) -> tuple[Array, Faces]:
    leg = body.pose.leg_l if side == "l" else body.pose.leg_r
    bend = 0.0 if body.anchors.lying else float(np.clip(leg.pitch, 0.0, TOE_BEND_DEG))
    vertices, faces = _shoe(round(bend, 1), 16 if body.placement.detailed else 10, low=low).mesh()
    frame = body.anchors.frames[f"foot_{side}"]
    scale = body.proportions.foot_scale
    # the ankle's height is the body's, the length of the foot its own
    flip = np.array((width if side == "l" else -width, body.proportions.ankle_m / (0.075 * scale), 0.5 + 0.5 * width))
    if width < 1.0:
        vertices = vertices + np.array((0.0, 0.003, 0.0))
    placed = (vertices * (flip * scale)) @ frame.T + body.anchors.joints[f"ankle_{side}"]
    return placed, faces if side == "l" else faces[:, ::-1]


def neck_surface(body: PosedBody) -> RingSurface:
    """Return the neck, from inside the collar to inside the jaw."""
    joints, frames, size = body.anchors.joints, body.anchors.frames, body.proportions
    chest, head = frames["chest"], frames["head"]
    base, top = joints["neck"], joints["skull_base"]
    along = unit(top - base)
    path = np.stack(
        [
            base - along * (0.040 * size.height_m),
            base - along * (0.004 * size.height_m),
            0.5 * (base + top),
            top,
            top + head @ np.array((0.0, 0.16 * size.head_m, 0.02 * size.head_m)),
        ]
    )
    radii = size.neck_radius_m * np.array((1.10, 1.14, 1.00, 0.98, 0.98))
    across = 0.5 * (chest[:, 0] + head[:, 0])
    places = np.arange(5.0)
    return limb_like(path, across, places, radii, 16 if body.placement.detailed else 10)


def limb_like(path: Array, across: Array, places: Array, radii: Array, sides: int) -> RingSurface:
    """Return a round tube along `path` (n, 3)."""
    tangents = np.gradient(path, axis=0)
    tangents /= np.linalg.norm(tangents, axis=1, keepdims=True)
    right = across - (tangents @ across)[:, None] * tangents
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    forward = cross(right, tangents)
    dense = np.linspace(places[0], places[-1], 2 * len(places) - 1)
    points = rings_of(path, right * radii[:, None], forward * radii[:, None] * 1.04, sides)
    return RingSurface(dense, smooth(places, points, dense))
