"""Who stands outside at a car's window: beside the door of whom they bend down to.

Enters: the players of a shot, those in the car in their seats. Leaves: the same, who leans to a window at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

from screenplay2board.stage.player import VEHICLES, Player

AT_WINDOW = "lean_window"
BESIDE_SEAT_M = 1.02  # from the middle of a seat to who bends down to it: the door, and the reach of arms on its edge
AHEAD_OF_SEAT_M = 0.16  # a face that looks in past the post between the windows


def stand_at_windows(players: Sequence[Player]) -> None:
    """Put everybody who leans to a car's window at that of whom they look at, else of the driver; or let them stand."""
    seated = [player for player in players if player.pose in VEHICLES and player.being is None]
    seated.sort(key=lambda player: player.pose != "drive")
    for player in players:
        if player.pose != AT_WINDOW:
            continue
        if not seated:
            player.pose = "stand"
            continue
        inside = next((other for other in seated if other.actor.name == player.actor.looks_at), seated[0])
        side = _door_side(inside)
        yaw = radians(inside.yaw)
        across, ahead = side * BESIDE_SEAT_M, AHEAD_OF_SEAT_M
        player.x = inside.x + cos(yaw) * across + sin(yaw) * ahead
        player.z = inside.z - sin(yaw) * across + cos(yaw) * ahead
        player.yaw = inside.yaw - side * 90.0


def _door_side(inside: Player) -> float:
    """Return 1.0 for a seat at the car's own left, where the wheel is, -1.0 for one at its right."""
    if inside.pose == "drive" or inside.mark is None or inside.mark.use == "stand":
        return 1.0 if inside.pose == "drive" else -1.0
    return 1.0 if inside.mark.position_m[0] > 0.0 else -1.0
