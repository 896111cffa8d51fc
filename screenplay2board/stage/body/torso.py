"""The trunk as a surface: bare, in a shirt, in a jacket, and the cloth that hangs from it over the legs.

Enters: a `PosedBody`. Leaves: `RingSurface` values, whose places are shares of the way from pelvis to neck (torso) or
rings down the legs (drape); theta 0 is the person's left, pi / 2 the front.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np

from screenplay2board.stage.body.proportions import TORSO_END, TORSO_START, Proportions
from screenplay2board.stage.body.skeleton import PosedBody
from screenplay2board.stage.body.surface import RingSurface, limb_path, smooth
from screenplay2board.stage.geometry import Array, cross

FRONT = pi / 2
SIDES_FINE, SIDES_COARSE = 30, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a garment lies on the trunk. start, end: shares of the way from pelvis to neck; ease_m: distance to the body.

    hangs: falls straight from the hips; gathered_m: drawn in at the hem; padded_m: of the shoulders.
    """

    start: float = TORSO_START
    end: float = TORSO_END
    ease_m: float = 0.004
    hangs: bool = False
    gathered_m: float = 0.0
    padded_m: float = 0.0
    closed: tuple[bool, bool] = (True, True)


def torso_surface(body: PosedBody, fit: Fit, rings: int = 26) -> RingSurface:
    """Return the trunk in a garment of this fit."""
    size = body.proportions
    detailed = body.placement.detailed
    sides = SIDES_FINE if detailed else SIDES_COARSE
    places = np.linspace(fit.start, fit.end, rings if detailed else rings // 2 + 1)
    across, deep, ahead = _profile(size, places, fit)
    theta = np.linspace(0, 2 * pi, sides, endpoint=False)
    x, z = _outline(places, across, deep, theta)
    z = z + _relief(body, places, x, across, np.sin(theta)) + ahead[:, None]
    frames = body.spine_frames(places)
    centres = body.spine_at(places)
    points = centres[:, None] + x[..., None] * frames[:, None, :, 0] + z[..., None] * frames[:, None, :, 2]
    points = points + _shoulder_pull(body, places, x)
    return RingSurface(places, points, fit.closed)


def _profile(size: Proportions, places: Array, fit: Fit) -> tuple[Array, Array, Array]:
    """Return half widths, half depths and offsets ahead at `places`, with the ease of the garment."""
    known = size.torso_place
    inside = np.clip(places, known[0], known[-1])
    across, deep, ahead = (
        smooth(known, column, inside) for column in (size.torso_across, size.torso_deep, size.torso_ahead)
    )
    if fit.hangs:
        hip_across, hip_deep = np.interp(0.05, known, size.torso_across), np.interp(0.03, known, size.torso_deep)
        fall = np.clip(0.06 - places, 0.0, 1.0)
        waist = np.clip((places - 0.06) / 0.5, 0.0, 1.0)
        across = np.where(places < 0.06, hip_across + 0.004 * size.height_m + 0.05 * size.torso_m * fall, across)
        deep = np.where(places < 0.06, hip_deep + 0.06 * size.torso_m * fall, deep)
        # a jacket falls from the chest over the waist
        across = np.maximum(across, (hip_across * (1 - waist) + across * waist) * 0.93)
    ease = fit.ease_m * np.interp(places, (0.85, 0.96, TORSO_END), (1.0, 0.5, 0.05))
    if fit.gathered_m:
        ease = ease + fit.gathered_m * np.interp(
            places - fit.start, (0.0, 0.045, 0.055, 0.13, 0.30), (-0.3, -0.3, 0.5, 1.0, 0.0)
        )
    if fit.padded_m:
        across = across + fit.padded_m * np.interp(places, (0.76, 0.88, 0.93, 0.99), (0.0, 1.0, 0.9, 0.0))
    return across + ease, deep + ease, ahead


def _outline(places: Array, across: Array, deep: Array, theta: Array) -> tuple[Array, Array]:
    """Return the outlines (rings, sides) in the plane of each ring: rounder at the waist, flatter at chest and back."""
    power = 2.0 / np.interp(places, (-0.1, 0.05, 0.3, 0.6, 0.8, 0.95), (2.1, 2.35, 2.15, 2.4, 2.3, 2.0))[:, None]
    cosine, sine = np.cos(theta)[None], np.sin(theta)[None]
    x = np.sign(cosine) * np.abs(cosine) ** power * across[:, None]
    z = np.sign(sine) * np.abs(sine) ** power * deep[:, None]
    blades = np.interp(places, (0.3, 0.55, 0.85, 0.95), (1.0, 0.93, 0.90, 1.0))[:, None]
    return x, np.where(sine < 0, z * blades, z)


def _relief(body: PosedBody, places: Array, x: Array, across: Array, sine: Array) -> Array:
    """Return the relief (rings, sides) of bust and seat, along the forward axis."""
    look, size = body.placement.look, body.proportions
    side = np.abs(x) / across[:, None]
    front, back = np.clip(sine, 0, 1)[None] ** 0.5, np.clip(-sine, 0, 1)[None] ** 0.5
    rise = 0.0 if look.age == "child" else 0.013 if look.gender == "female" else 0.004
    rise *= 0.8 if look.age == "teen" else 1.0
    chest = np.exp(-(((places - 0.645) / 0.085) ** 2))[:, None] * np.exp(-(((side - 0.46) / 0.34) ** 2))
    seat_depth = 0.012 if look.gender == "female" else 0.008
    seat = np.exp(-(((places + 0.03) / 0.10) ** 2))[:, None] * np.exp(-(((side - 0.42) / 0.36) ** 2))
    return (rise * chest * front - seat_depth * seat * back) * size.height_m


def _shoulder_pull(body: PosedBody, places: Array, x: Array) -> Array:
    """Return how the cloth (rings, sides, 3) follows the two shoulder joints."""
    height = np.clip((places - 0.62) / 0.26, 0.0, 1.0) * np.clip((1.02 - places) / 0.08, 0.0, 1.0)
    share = (height * height * (3 - 2 * height))[:, None]
    outward = np.clip(x / body.proportions.shoulder_m, -1.0, 1.0)
    left, right = np.clip(outward, 0, 1) ** 1.3 * share, np.clip(-outward, 0, 1) ** 1.3 * share
    return left[..., None] * body.shoulder_shift[0] + right[..., None] * body.shoulder_shift[1]


def front_angle(trunk: RingSurface, places: Array, aside_m: Array) -> Array:
    """Return the angles (n,) of points on the front of `trunk`, `aside_m` to the left of its middle."""
    quarter = trunk.points.shape[1] // 2
    halves = 0.5 * np.linalg.norm(trunk.points[:, 0] - trunk.points[:, quarter], axis=1)
    half = np.interp(places, trunk.places, halves)
    return FRONT - np.arcsin(np.clip(aside_m / half, -0.98, 0.98))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drape:
    """Cloth that hangs from the trunk around both legs. length: 1 ends at the knees, 2 at the ankles.

    top: where it begins on the trunk; ease_m: distance to the body; flare_m: how much it widens; folds: waves
    of the hem; loose: hangs from the chest, not from the hips; tucked_m: drawn in at the top, to stay
    under what hangs over it.
    """

    top: float = 0.24
    length: float = 0.9
    ease_m: float = 0.008
    flare_m: float = 0.03
    folds: float = 0.03
    loose: bool = False
    tucked_m: float = 0.0
    closed: tuple[bool, bool] = (True, True)


def drape_surface(body: PosedBody, drape: Drape) -> RingSurface:
    """Return the cloth; place 0 is its top, 1 its hem."""
    size, joints = body.proportions, body.anchors.joints
    sides = SIDES_FINE if body.placement.detailed else SIDES_COARSE
    theta = np.linspace(0, 2 * pi, sides, endpoint=False)
    trunk = torso_surface(
        body, Fit(start=0.04, end=drape.top, ease_m=drape.ease_m - drape.tucked_m, hangs=drape.loose), rings=7
    ).points[::-1]
    if trunk.shape[1] != sides:
        raise ValueError("trunk and drape have different sides")
    steps = np.array((0.14, 0.32, 0.55, 0.78, 1.0) if drape.length > 0.5 else (0.40, 0.70, 1.0)) * drape.length
    left, right = (
        limb_path(joints[f"hip_{side}"], joints[f"knee_{side}"], joints[f"ankle_{side}"], steps) for side in "lr"
    )
    middle, half = 0.5 * (left + right), 0.5 * (left - right)  # (steps, 3) each
    axis = np.gradient(np.concatenate([body.spine_at(np.zeros(1)), middle]), axis=0)[1:]
    axis /= np.linalg.norm(axis, axis=1, keepdims=True)
    x = body.anchors.frames["pelvis"][:, 0] - (axis @ body.anchors.frames["pelvis"][:, 0])[:, None] * axis
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    z = cross(axis, x)
    radius = size.girth * np.interp(
        steps, (0.0, 0.3, 0.6, 1.0, 1.3, 1.7, 2.0), (0.058, 0.058, 0.050, 0.043, 0.044, 0.036, 0.034)
    )
    radius = radius + drape.ease_m + drape.flare_m * steps
    phase = (body.placement.look.seed % 97) / 97 * 2 * pi
    waves = 1 + drape.folds * (steps[:, None] / drape.length) * np.cos(6 * theta + phase)[None]  # (steps, sides)
    ray = np.cos(theta)[None, :, None] * x[:, None] + np.sin(theta)[None, :, None] * z[:, None]  # (steps, sides, 3)
    flat = half - np.einsum("ij,ij->i", half, axis)[:, None] * axis
    apart = np.linalg.norm(flat, axis=1)
    toward = np.einsum("ijk,ik->ij", ray, flat / np.maximum(apart, 1e-6)[:, None])
    spread = np.tanh(2.2 * toward)[..., None] * flat[:, None]
    legs = middle[:, None] + spread + ray * (radius[:, None] * waves)[..., None]
    control = np.concatenate([trunk, legs])
    knots = np.linspace(0.0, 1.0, len(control))
    places = np.linspace(0.0, 1.0, 28 if body.placement.detailed else 14)
    return RingSurface(places, smooth(knots, control, places), drape.closed)
