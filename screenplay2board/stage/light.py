"""Light: the sun or the room's lamps, the dark of the night and the pools in it.

Enters: a brief, the plan of its set and the solved camera. Leaves: a `Light` and the reason for it. The key falls over
one shoulder of the camera, on the side where the set has its window or lamp, so that faces are never all in the dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from screenplay2board.stage.geometry import Array, unit, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, Light, LightPool, SetPlan, StageBrief

NIGHT_OUTSIDE, NIGHT_INSIDE, DUSK = 0.52, 0.31, 0.06
# How far one sees at night, by day 1: what is farther sinks into the dark, and nearer shapes stand out.
NIGHT_SIGHT = 0.5
TENSE = ("rage", "fear", "scream", "angry", "pain", "cry")
MOODY_WEATHER = ("rain", "storm")
POOLS_AT_MOST = 8
LIT_FACE = 0.25  # cosine between the face and the key
# A lamp lightens what is near it, but a wall in its light stays a grey: white is for faces.
LAMP_INSIDE, LAMP_OUTSIDE = 0.20, 0.30


def light_for(
    brief: StageBrief,
    plan: SetPlan,
    camera: CameraPose,
    face: Array | None,
    heads: Sequence[Array],
    clear: Callable[[Array], bool],
) -> tuple[Light, str]:
    """Return the light of a shot, and why.

    heads: places (3,) of the subjects, main one first; face: its direction. clear: tells whether light that travels in
    a direction (3,) reaches that face.
    """
    moods = [actor.emotion for actor in brief.actors if actor.emotion in TENSE]
    tense = bool(moods)
    night = brief.time_of_day == "night"
    low_sun = brief.time_of_day in ("dawn", "dusk")
    side = _key_side(brief, plan, camera)
    right, _, forward = Projection.of(camera).axes
    flat_right, flat_forward = unit(right * (1, 0, 1)), unit(forward * (1, 0, 1))
    drop = 0.42 if low_sun else 0.78
    reach = 0.78 if tense or low_sun else 0.58
    travel = unit(-side * reach * flat_right + 0.36 * flat_forward + vec(0, -drop, 0))
    if face is not None and brief.framing != "back":
        # A face is not left in shade: the key comes from where it looks to, or steeper, as on any film set.
        toward = 1.0 if float(face @ flat_right) > 0 else -1.0
        for way, ahead, steep in ((side, 0.36, drop), (toward, 0.5, drop), (toward, 0.5, 1.2), (-toward, 0.7, 1.0)):
            tried = unit(-way * reach * flat_right + ahead * flat_forward + vec(0, -steep, 0))
            if float(-tried @ face) > LIT_FACE and clear(tried):
                side, travel = way, tried
                break
    x, y, z = (round(value, 4) for value in travel.tolist())
    fog_near, fog_far = (distance * (NIGHT_SIGHT if night else 1.0) for distance in plan.fog_range_m)
    light = Light(
        direction=(x, y, z),
        night=_darkness(brief, tense=tense),
        pools=_pools(brief, plan, camera, heads) if night or (low_sun and brief.interior) else (),
        shadow=0.32 if tense or low_sun else 0.24,
        shadow_range_m=16.0 if brief.interior else 24.0,
        fog=_fog_grey(brief),
        fog_near_m=fog_near,
        fog_far_m=fog_far,
    )
    where = "inside" if brief.interior else "outside"
    reason = f"{brief.time_of_day} {where}, key from the {'right' if side > 0 else 'left'}"
    if tense:
        reason += f", harder for {moods[0]}"
    return light, reason


def is_dark(brief: StageBrief) -> bool:
    """Tell whether practical lights are on."""
    return _darkness(brief, tense=False) > 0.0


def _key_side(brief: StageBrief, plan: SetPlan, camera: CameraPose) -> float:
    """Return from which side of the frame the key comes, 1 for the right: where the window or the lamp is."""
    right = Projection.of(camera).axes[0]
    sources = [piece.position_m for piece in plan.pieces if piece.kind == "window"] if brief.interior else []
    if brief.time_of_day == "night" and plan.lights:
        sources = [plan.lights[0].position_m]
    if not sources:
        return -1.0 if float(right[0]) > 0 else 1.0  # the sun stands on the audience's left
    offset = float((np.array(sources[0]) - np.array(camera.target_m)) @ right)
    return 1.0 if offset > 0.15 else -1.0


def _darkness(brief: StageBrief, *, tense: bool) -> float:
    """Return how dark everything outside the pools is."""
    if brief.time_of_day == "night":
        return (NIGHT_INSIDE if brief.interior else NIGHT_OUTSIDE) + (0.05 if tense else 0.0)
    dim = DUSK if brief.time_of_day in ("dawn", "dusk") else 0.0
    if not brief.interior and brief.weather in MOODY_WEATHER:
        dim += 0.08
    return dim


def _fog_grey(brief: StageBrief) -> float:
    """Return the grey that distance fades to."""
    if brief.time_of_day == "night":
        return 0.84
    return 0.14 if brief.time_of_day in ("dawn", "dusk") or brief.weather in MOODY_WEATHER else 0.0


def _pools(brief: StageBrief, plan: SetPlan, camera: CameraPose, heads: Sequence[Array]) -> tuple[LightPool, ...]:
    """Return the lamps that are on, nearest first, and one that carries the subject out of the dark."""
    subject, *others = heads
    lamps = sorted(plan.lights, key=lambda pool: float(np.linalg.norm(np.array(pool.position_m) - subject)))
    most = LAMP_INSIDE if brief.interior else LAMP_OUTSIDE
    pools = [replace(pool, strength=min(pool.strength, most)) for pool in lamps[: POOLS_AT_MOST - 1]]
    lit = bool(lamps) and float(np.linalg.norm(np.array(lamps[0].position_m) - subject)) < 1.3 * lamps[0].radius_m
    if not brief.actors or (brief.interior and lit):
        return tuple(pools)
    spread = max((float(np.linalg.norm(other - subject)) for other in others), default=0.0)
    distance = float(np.linalg.norm(np.array(camera.position_m) - subject))
    radius = min(max(0.30 * distance, 1.1), 3.2) + 0.5 * min(spread, 2.0)
    x, _, z = subject.tolist()
    y = min(float(subject[1]) - 0.5, 1.0) if distance > 2.5 else float(subject[1])
    strength = 0.12 if brief.interior else 0.42 if brief.framing == "insert" else 0.27
    pools.append(
        LightPool(
            position_m=(round(x, 3), round(max(y, 0.0), 3), round(z, 3)), radius_m=round(radius, 3), strength=strength
        )
    )
    return tuple(pools)
