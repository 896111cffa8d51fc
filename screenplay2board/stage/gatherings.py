"""People who stand in an order: a queue, a circle. Who acts stands in it with others.

Enters: the players of a shot that names such a gathering. Leaves: the players at their places in it, and the pieces of
those who only stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import cos, hypot, radians, sin

from screenplay2board.stage.player import Player
from screenplay2board.stage.types import PropPlacement

IsFree = Callable[[float, float, float], bool]
Place = tuple[float, float, float]  # x, z in metres, yaw in degrees

QUEUE_GAP_M = 0.72
QUEUE_AT_LEAST, CIRCLE_AT_LEAST = 7, 6
# Ways of a queue that show its faces one behind the other: it comes forward to one side.
QUEUE_YAWS_DEG = (58.0, -58.0, 40.0, -40.0, 20.0, -20.0, 0.0)
AHEAD_IN_QUEUE = 2  # stand before the first who acts: nobody tells a queue by its last
ELBOW_ROOM_M = 0.74  # of the circle's line for each
OPEN_DEG = 58.0  # off the audience's direction the circle is open: nobody stands there with the back to it
BODY_M = 0.16


def gather(props: Sequence[str], players: Sequence[Player], is_free: IsFree) -> list[PropPlacement]:
    """Move `players` who only stand to their places in the gathering that the shot names; return who fills it up."""
    arrange = next((_GATHERINGS[prop] for prop in props if prop in _GATHERINGS), None)
    standing = [p for p in players if p.support == "ground" and p.being is None and not (p.leads or p.led_by)]
    standing = [p for p in standing if p.heading is None]
    if arrange is None or not standing:
        return []
    others = [p for p in players if p not in standing]

    def clear(x: float, z: float) -> bool:
        return is_free(x, z, BODY_M) and all(hypot(x - p.x, z - p.z) > QUEUE_GAP_M for p in others)

    places, taken = arrange(standing, clear)
    for player, place in zip(standing, taken, strict=False):
        player.x, player.z, player.yaw = place
    return [
        PropPlacement(
            kind="bystander", position_m=(round(x, 3), 0.0, round(z, 3)), yaw_deg=round(yaw, 1),
            parameters={"seed": 40 + index, "style": "stand"},
        )
        for index, (x, z, yaw) in enumerate(places)
        if (x, z, yaw) not in taken[: len(standing)]
    ]  # fmt: skip


def _queue(standing: Sequence[Player], clear: Callable[[float, float], bool]) -> tuple[list[Place], list[Place]]:
    """Return the places of a queue, the first in front, and those of who acts in it."""
    wanted = max(QUEUE_AT_LEAST, len(standing) + AHEAD_IN_QUEUE + 1)
    x = sum(p.x for p in standing) / len(standing)
    z = sum(p.z for p in standing) / len(standing)

    def line(yaw: float) -> list[Place]:
        ahead = (sin(radians(yaw)), cos(radians(yaw)))
        steps = [(AHEAD_IN_QUEUE + 0.5 - place) * QUEUE_GAP_M for place in range(wanted)]
        places = [(x + step * ahead[0], z + step * ahead[1], yaw) for step in steps]
        return [place for place in places if clear(place[0], place[1])]

    best = max((line(yaw) for yaw in QUEUE_YAWS_DEG), key=len)
    first = min(AHEAD_IN_QUEUE, max(len(best) - len(standing), 0))
    return best, best[first : first + len(standing)]


def _circle(standing: Sequence[Player], clear: Callable[[float, float], bool]) -> tuple[list[Place], list[Place]]:
    """Return the places of a circle that is open to the audience, and those of who acts, from left to right."""
    count = max(CIRCLE_AT_LEAST, len(standing))
    radius = max(ELBOW_ROOM_M * count / radians(360.0 - 2 * OPEN_DEG), ELBOW_ROOM_M)
    x = sum(p.x for p in standing) / len(standing)
    z = sum(p.z for p in standing) / len(standing)
    azimuths = [-OPEN_DEG - place * (360.0 - 2 * OPEN_DEG) / (count - 1) for place in range(count)]
    ring = [(x + radius * sin(radians(a)), z + radius * cos(radians(a)), a + 180.0) for a in azimuths]
    ring = [place for place in ring if clear(place[0], place[1])]
    first = max((len(ring) - len(standing)) // 2, 0)
    ranked = sorted(range(len(standing)), key=lambda index: (standing[index].x, standing[index].index))
    taken = dict(zip(ranked, ring[first:], strict=False))  # beside each other in the depth, where faces are seen
    return ring, [taken[index] for index in sorted(taken)]


_GATHERINGS: Mapping[
    str, Callable[[Sequence[Player], Callable[[float, float], bool]], tuple[list[Place], list[Place]]]
] = {"queue": _queue, "circle": _circle}
