"""What two people do with each other, as data: `interactions.toml`.

Leaves: frozen `Interaction` values by the pose of who leads. What the fields mean stands at the head of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin
from typing import Any

from screenplay2board.packaged import tables
from screenplay2board.stage.types import Vec3

MEASURED_AT_M = 1.75  # height of the person for whom the places are written


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """How the other is placed beside who leads, and what they do."""

    partner: str | None = None
    at: Vec3 = (0.0, 0.0, 0.0)
    yaw: float = 0.0
    alone: str | None = None
    child: str | None = None
    apart: str = "stand"
    facing: float | None = None
    only: bool = False

    def place(self, position_m: Vec3, yaw_deg: float, height_m: float) -> Vec3:
        """Return where the other is in the world, when who leads is of this height at this place and turned so."""
        x, y, z = (value * height_m / MEASURED_AT_M for value in self.at)
        cosine, sine = cos(radians(yaw_deg)), sin(radians(yaw_deg))
        return (
            position_m[0] + cosine * x + sine * z,
            position_m[1] + y,
            position_m[2] - sine * x + cosine * z,
        )


@cache
def interactions() -> Mapping[str, Interaction]:
    """Return all interactions by the pose of who leads."""
    return {name: _interaction(row) for name, row in tables("stage/interactions.toml").items()}


@cache
def _apart() -> Mapping[str, str]:
    rows = interactions()
    return {row.partner: row.apart for name, row in rows.items() if row.partner is not None and row.partner != name}


def apart_pose(pose: str) -> str | None:
    """Return what somebody does instead whom nobody leads into `pose`, None where a pose can be had alone."""
    apart = _apart().get(pose)
    return None if apart is None or apart == pose else apart


def _interaction(row: Mapping[str, Any]) -> Interaction:
    x, y, z = row["at"]
    others: dict[str, Any] = {key: value for key, value in row.items() if key != "at"}
    return Interaction(at=(float(x), float(y), float(z)), **others)
