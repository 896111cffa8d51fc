"""What a pose needs beside the person, as data: `equipment.toml`.

Leaves: the pieces that are brought for somebody in a pose: what they ride, climb, play. What the fields mean stands at
the head of the file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from typing import Any

from screenplay2board.packaged import Rows, tables
from screenplay2board.stage.props import piece_size
from screenplay2board.stage.types import Parameter, PropPlacement, Vec3


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """One piece that a pose needs, placed in the person's own axes."""

    kind: str
    at: Vec3 = (0.0, 0.0, 0.0)
    yaw: float = 0.0
    parameters: Mapping[str, Parameter]
    moving: Mapping[str, Parameter]
    seat: bool = False
    unless: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    outside: bool = False
    turned: float | None = None
    lift: float = 0.0
    roofed: bool = False
    named: str | None = None
    unnamed: tuple[str, ...] = ()

    def placed(self, position_m: Vec3, yaw_deg: float, *, moving: bool) -> PropPlacement:
        """Return the piece in the world for somebody at `position_m` who faces `yaw_deg`."""
        cosine, sine = cos(radians(yaw_deg)), sin(radians(yaw_deg))
        x, y, z = self.at
        place = (
            position_m[0] + cosine * x + sine * z,
            position_m[1] + y,
            position_m[2] - sine * x + cosine * z,
        )
        parameters = {**self.parameters, **(self.moving if moving else {})}
        return PropPlacement(kind=self.kind, position_m=place, yaw_deg=yaw_deg + self.yaw, parameters=parameters)


def needed(pose: str, *, interior: bool, there: Collection[str], named: Collection[str] = ()) -> tuple[Equipment, ...]:
    """Return what is brought for `pose`, nothing for most.

    there: kinds of the pieces that stand in the set; named: things of the shot.
    """
    return tuple(
        item
        for item in _equipment().get(pose, ())
        if not (item.outside and interior)
        and not set(item.unless) & set(there)
        and (not item.among or set(item.among) & set(there))
        and (item.named is None or item.named in named)
        and not set(item.unnamed) & set(named)
    )


def hides_ahead(pose: str) -> bool:
    """Tell whether what `pose` needs stands before the person and would hide them from there."""
    return any(item.turned is not None for item in _equipment().get(pose, ()))


def mount_ends(pose: str) -> tuple[Vec3, ...]:
    """Return points on the floor before and behind what somebody rides, in their own axes, and of a roof over them.

    None for most poses.
    """
    points: list[Vec3] = []
    for item in _equipment().get(pose, ()):
        if item.seat:
            _, height, depth = piece_size(item.kind, item.parameters)
            points += [(0.0, 0.0, side * depth / 2) for side in (1.0, -1.0)]
            points += [(0.0, height + item.at[1] - item.lift, 0.0)] if item.roofed else []
    return tuple(points)


@cache
def _equipment() -> Mapping[str, tuple[Equipment, ...]]:
    return Rows(tables("stage/equipment.toml"), lambda rows: tuple(_row(row) for row in rows))


def _row(row: Mapping[str, Any]) -> Equipment:
    x, y, z = row.get("at", (0.0, 0.0, 0.0))
    return Equipment(
        kind=row["kind"],
        at=(float(x), float(y), float(z)),
        yaw=float(row.get("yaw", 0.0)),
        parameters=dict(row.get("parameters", {})),
        moving=dict(row.get("moving", {})),
        seat=bool(row.get("seat", False)),
        unless=tuple(row.get("unless", ())),
        among=tuple(row.get("among", ())),
        outside=bool(row.get("outside", False)),
        lift=float(row.get("lift", 0.0)),
        roofed=bool(row.get("roofed", False)),
        named=row.get("named"),
        unnamed=tuple(row.get("unnamed", ())),
        turned=float(row["turned"]) if "turned" in row else None,
    )
