"""Where vehicles are on their way in a set, as data: `ways.toml`. Leaves: marks of use `road`, `water` and `rails`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from screenplay2board.packaged import tables
from screenplay2board.stage.types import Mark


def ways_of(name: str) -> tuple[Mark, ...]:
    """Return the marks of vehicles of a set; most rooms have none."""
    return tuple(_mark(number, *row) for number, row in enumerate(_table()["ways"].get(name, ()), start=1))


def _mark(number: int, use: Any, x: float, z: float, yaw: float, y: float = 0.0) -> Mark:
    return Mark(name=f"{use}_{number}", position_m=(float(x), float(y), float(z)), yaw_deg=float(yaw), use=use)


@cache
def _table() -> Mapping[str, dict[str, Any]]:
    return tables("stage/sets/ways.toml")
