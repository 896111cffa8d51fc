"""How the plan of a set is written: short words for pieces and marks, and the frames that all rooms share.

A set is laid out for a camera on the +z side. Its middle, (0, 0), lies between the two people of a dialogue.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from screenplay2board.plan.types import TimeOfDay, Weather
from screenplay2board.stage.types import LightPool, Mark, Parameter, PropPlacement, SetPlan, Sky, Vec2

FACING_YAW_DEG = 68.0  # a dialogue in profile, opened a little toward the audience
STAND_GAP_M = 1.16
TABLE_GAP_M = 1.44


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRequest:
    """What a set's plan may depend on. interior sets show time and weather in their windows only."""

    name: str
    seed: int
    time_of_day: TimeOfDay
    weather: Weather

    @property
    def night(self) -> bool:
        """Tell whether lamps are on."""
        return self.time_of_day == "night"

    def random(self, stream: str) -> np.random.Generator:
        """Return a source of variation that other streams do not disturb."""
        digest = hashlib.sha256(f"{self.name}/{self.seed}/{stream}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def choose(self, stream: str, *options: str) -> str:
        """Return one of `options`."""
        return options[int(self.random(stream).integers(0, len(options)))]

    def number(self, stream: str, low: float, high: float) -> float:
        """Return a number between `low` and `high`, to the centimetre."""
        return round(float(self.random(stream).uniform(low, high)), 2)


SetFunction = Callable[[SetRequest], SetPlan]


def piece(kind: str, x: float, z: float, yaw: float = 0.0, *, y: float = 0.0, **parameters: Parameter) -> PropPlacement:
    """Place a piece."""
    return PropPlacement(kind=kind, position_m=(x, y, z), yaw_deg=yaw, parameters=parameters)


def hang(kind: str, x: float, z: float, yaw: float, parameters: Mapping[str, Parameter]) -> PropPlacement:
    """Place a piece on the floor or on a wall, its parameters as a mapping."""
    return PropPlacement(kind=kind, position_m=(x, 0.0, z), yaw_deg=yaw, parameters=dict(parameters))


def stand(name: str, x: float, z: float, yaw: float = 0.0, y: float = 0.0) -> Mark:
    """Mark a place to stand."""
    return Mark(name=name, position_m=(x, y, z), yaw_deg=yaw)


def seat(name: str, x: float, z: float, yaw: float = 0.0, surface: float = 0.45, y: float = 0.0) -> Mark:
    """Mark a seat; the person faces `yaw`, and `surface` is its height over `y`."""
    return Mark(name=name, position_m=(x, y, z), yaw_deg=yaw, use="sit", surface_m=surface + y)


def at_table(name: str, x: float, z: float, yaw: float = 0.0, surface: float = 0.45, y: float = 0.0) -> Mark:
    """Mark a seat at a table."""
    return Mark(name=name, position_m=(x, y, z), yaw_deg=yaw, use="table", surface_m=surface + y)


def side_by_side(
    name: str, x: float, z: float, yaw: float, surface: float, *, apart: float = 0.84, facing: float = 0.0
) -> tuple[Mark, Mark]:
    """Mark two seats on a bench or trunk that stands at (x, z), turned by `yaw`; they face its front plus `facing`."""
    angle = np.radians(yaw)
    dx, dz = apart / 2 * float(np.cos(angle)), -apart / 2 * float(np.sin(angle))
    return (
        seat(f"{name}_left", round(x - dx, 3), round(z - dz, 3), yaw + facing + 8, surface),
        seat(f"{name}_right", round(x + dx, 3), round(z + dz, 3), yaw + facing - 8, surface),
    )


def lying(name: str, x: float, z: float, yaw: float = 0.0, surface: float = 0.5) -> Mark:
    """Mark a place to lie, in the middle of the bed; the feet point to `yaw`."""
    return Mark(name=name, position_m=(x, 0.0, z), yaw_deg=yaw, use="lie", surface_m=surface)


def leaning(name: str, x: float, z: float, yaw: float, surface: float) -> Mark:
    """Mark a place at a counter or railing; `surface` is its height."""
    return Mark(name=name, position_m=(x, 0.0, z), yaw_deg=yaw, use="lean", surface_m=surface)


def facing_pair(x: float = 0.0, z: float = 0.0, gap: float = STAND_GAP_M, y: float = 0.0) -> tuple[Mark, Mark]:
    """Mark the two places of a dialogue, `left` and `right` as the audience sees them."""
    return (
        stand("left", x - gap / 2, z, FACING_YAW_DEG, y),
        stand("right", x + gap / 2, z, -FACING_YAW_DEG, y),
    )


def depth_marks(places: Sequence[tuple[float, float]], y: float = 0.0) -> tuple[Mark, ...]:
    """Mark more places to stand, nearest to the middle first, named `stand_1`, `stand_2` and so on.

    Each looks across the middle of the set, toward the audience rather than away.
    """
    marks: list[Mark] = []
    for number, (x, z) in enumerate(places, start=1):
        yaw = float(np.degrees(np.arctan2(-x, max(0.6, 1.2 - z)))) if abs(x) > 0.3 else 0.0
        marks.append(stand(f"stand_{number}", x, z, round(yaw), y))
    return tuple(marks)


def lamp_light(x: float, y: float, z: float, radius: float = 2.0, strength: float = 0.45) -> LightPool:
    """Return the pool of a lamp."""
    return LightPool(position_m=(x, y, z), radius_m=radius, strength=strength)


def moonlight() -> LightPool:
    """Return the weak, wide light of a night without lamps, around the middle of the set."""
    return LightPool(position_m=(0.0, 0.8, 0.0), radius_m=6.0, strength=0.14)


def chairs_at(x: float, z: float, gap: float, **parameters: Parameter) -> tuple[PropPlacement, PropPlacement]:
    """Place two chairs that face each other across a table."""
    return hang("chair", x - gap / 2, z, 90, parameters), hang("chair", x + gap / 2, z, -90, parameters)


def table_pair(x: float, z: float, gap: float = TABLE_GAP_M, surface: float = 0.45) -> tuple[Mark, Mark]:
    """Mark the two seats of `chairs_at`."""
    return at_table("table_left", x - gap / 2, z, 90, surface), at_table("table_right", x + gap / 2, z, -90, surface)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A closed room: its shell and where the camera may go."""

    width: float = 6.0
    depth: float = 6.0
    height: float = 2.7
    shell: PropPlacement

    @property
    def back(self) -> float:
        """Return z of the back wall."""
        return self.shell.position_m[2] - self.depth / 2

    @property
    def front(self) -> float:
        """Return z of the front wall."""
        return self.shell.position_m[2] + self.depth / 2

    @property
    def right(self) -> float:
        """Return x of the right wall; the left wall is at -x."""
        return self.width / 2

    def on_back(self, kind: str, x: float, **parameters: Parameter) -> PropPlacement:
        """Hang a piece on the back wall."""
        return hang(kind, x, self.back + 0.005, 0, parameters)

    def on_front(self, kind: str, x: float, **parameters: Parameter) -> PropPlacement:
        """Hang a piece on the front wall, which only reverse shots see."""
        return hang(kind, x, self.front - 0.005, 180, parameters)

    def on_left(self, kind: str, z: float, **parameters: Parameter) -> PropPlacement:
        """Hang a piece on the left wall."""
        return hang(kind, -self.right + 0.005, z, 90, parameters)

    def on_right(self, kind: str, z: float, **parameters: Parameter) -> PropPlacement:
        """Hang a piece on the right wall."""
        return hang(kind, self.right - 0.005, z, -90, parameters)

    def plan(
        self,
        request: SetRequest,
        pieces: Sequence[PropPlacement],
        marks: Sequence[Mark],
        lights: Sequence[LightPool] = (),
        *,
        mirrored: bool | None = None,
    ) -> SetPlan:
        """Return the set's plan; by the seed it is laid out as written or mirrored, unless `mirrored` says which."""
        reach = self.width * 0.5 - 0.25
        plan = SetPlan(
            name=request.name,
            pieces=(self.shell, *pieces),
            marks=tuple(marks),
            bounds_m=(-reach, self.back + 0.25, reach, self.front - 0.25),
            camera_bounds_m=(-reach - 2.0, self.back - 1.5, reach + 2.0, self.front + 6.0),
            ceiling_m=self.height,
            lights=tuple(lights),
            sky=Sky(
                kind="plain", horizon_grey=0.75 if request.night else 0.0, zenith_grey=0.75 if request.night else 0.0
            ),
        )
        flip = bool(request.random("mirror").integers(0, 2)) if mirrored is None else mirrored
        return mirror(plan) if flip else plan


def closed_room(
    width: float = 6.0, depth: float = 6.0, height: float = 2.7, front: float = 3.0, **parameters: Parameter
) -> Room:
    """Return a room whose front wall is at z = `front`."""
    shell = hang("room", 0.0, front - depth / 2, 0.0, {"width": width, "depth": depth, "height": height, **parameters})
    return Room(width=width, depth=depth, height=height, shell=shell)


def mirror(plan: SetPlan) -> SetPlan:
    """Return `plan` with left and right exchanged; marks named left and right go on naming what the audience sees."""

    def flip_name(name: str) -> str:
        if "left" in name:
            return name.replace("left", "right")
        return name.replace("right", "left")

    x0, z0, x1, z1 = plan.bounds_m
    cx0, cz0, cx1, cz1 = plan.camera_bounds_m
    return replace(
        plan,
        pieces=tuple(
            replace(p, position_m=(-p.position_m[0], p.position_m[1], p.position_m[2]), yaw_deg=-p.yaw_deg)
            for p in plan.pieces
        ),
        marks=tuple(
            replace(
                m,
                name=flip_name(m.name),
                position_m=(-m.position_m[0], m.position_m[1], m.position_m[2]),
                yaw_deg=-m.yaw_deg,
            )
            for m in plan.marks
        ),
        bounds_m=(-x1, z0, -x0, z1),
        camera_bounds_m=(-cx1, cz0, -cx0, cz1),
        lights=tuple(
            replace(pool, position_m=(-pool.position_m[0], pool.position_m[1], pool.position_m[2]))
            for pool in plan.lights
        ),
    )


def open_sky(request: SetRequest, seed: int = 0) -> Sky:
    """Return the sky of an outdoor set at its time of day, in its weather."""
    if request.time_of_day == "night":
        return Sky(kind="night", horizon_grey=0.72, zenith_grey=0.88, sun=(0.74, 0.16), seed=seed)
    if request.time_of_day in ("dawn", "dusk"):
        sun = (0.68, 0.5) if request.weather == "clear" else None
        return Sky(kind="gradient", horizon_grey=0.02, zenith_grey=0.42, sun=sun, seed=seed)
    if request.weather in ("rain", "storm"):
        return Sky(
            kind="gradient", horizon_grey=0.12, zenith_grey=0.4 if request.weather == "storm" else 0.28, seed=seed
        )
    if request.weather in ("snow", "fog"):
        return Sky(kind="plain", horizon_grey=0.08, zenith_grey=0.08, seed=seed)
    return Sky(kind="clouds", horizon_grey=0.0, zenith_grey=0.0, seed=seed)


def _snowed(placed: PropPlacement) -> PropPlacement:
    """Return ground and far hills as they are under snow: nearly white."""
    share = {"floor": 0.15, "path": 0.3, "block": 0.5, "hills": 0.5}.get(placed.kind)
    grey = placed.parameters.get("grey", 0.1)
    if share is None or not isinstance(grey, float):
        return placed
    return replace(placed, parameters={**placed.parameters, "grey": round(grey * share, 3)})


def open_plan(
    request: SetRequest,
    pieces: Sequence[PropPlacement],
    marks: Sequence[Mark],
    lights: Sequence[LightPool] = (),
    *,
    bounds: tuple[float, float, float, float] = (-6.0, -6.0, 6.0, 4.0),
    reach: float = 14.0,
    fog_range: Vec2 = (25.0, 160.0),
    mirrored: bool | None = False,
    camera_bounds: tuple[float, float, float, float] | None = None,
) -> SetPlan:
    """Return the plan of an outdoor set; the camera may go `reach` metres from the middle."""
    hazy = {"fog": (4.0, 26.0), "rain": (12.0, 80.0), "storm": (10.0, 70.0), "snow": (10.0, 60.0)}
    plan = SetPlan(
        name=request.name,
        pieces=tuple(_snowed(piece) for piece in pieces) if request.weather == "snow" else tuple(pieces),
        marks=tuple(marks),
        bounds_m=bounds,
        camera_bounds_m=camera_bounds or (-reach, -reach, reach, reach),
        lights=tuple(lights),
        sky=open_sky(request, seed=int(request.random("sky").integers(0, 1000))),
        fog_range_m=hazy.get(request.weather, fog_range),
    )
    flip = bool(request.random("mirror").integers(0, 2)) if mirrored is None else mirrored
    return mirror(plan) if flip else plan
