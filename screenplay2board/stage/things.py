"""Things on the floor that a shot names: put down beside who the shot is about, where the set has none.

Enters: the names of a shot's things, its set, the people at their places. Leaves: pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, hypot, radians, sin

from screenplay2board.stage.player import Player
from screenplay2board.stage.props import piece_seat, piece_size
from screenplay2board.stage.types import PropPlacement, SetPlan

IsFree = Callable[[float, float, float], bool]

ON_FLOOR = ("crib", "pram", "leaves", "papers", "rubble")  # nobody holds them, and people stand before them
ARMS_REACH_M = 0.42  # from the edge of a thing to who stands at it
BESIDE_ON_KERB_M = 0.72  # between two who sit there together
# Ways to go from somebody, in degrees off the way they face: to either side of what they look at, then farther round.
WAYS_DEG = (40.0, -40.0, 20.0, -20.0, 70.0, -70.0, 110.0, -110.0)


def put_down(
    props: Sequence[str],
    plan: SetPlan,
    pieces: Sequence[PropPlacement],
    players: Sequence[Player],
    is_free: IsFree,
) -> list[PropPlacement]:
    """Return what of `props` lies or stands on the floor near the first of `players`, none of what is there already.

    pieces: what was brought before.
    """
    there = {piece.kind for piece in (*plan.pieces, *pieces)}
    user = next((player for player in players if player.being is None), None)
    found: list[PropPlacement] = []
    for kind in props:
        if user is None or kind not in ON_FLOOR or kind in there:
            continue
        place = _beside(kind, user, players, found, is_free)
        if place is not None:
            found.append(place)
    return found


def _beside(
    kind: str, user: Player, players: Sequence[Player], placed: Sequence[PropPlacement], is_free: IsFree
) -> PropPlacement | None:
    """Return `kind` beside `user`, clear of everybody and everything, None where there is no room for it."""
    width, _, depth = piece_size(kind, {})
    half = 0.5 * max(width, depth)
    for way in WAYS_DEG:
        turned = radians(user.yaw + way)
        reach = half + ARMS_REACH_M
        x, z = user.x + reach * sin(turned), user.z + reach * cos(turned)
        people = all(hypot(x - other.x, z - other.z) > half + 0.2 for other in players)
        things = all(hypot(x - p.position_m[0], z - p.position_m[2]) > half + 0.5 for p in placed)
        if people and things and is_free(x, z, 0.8 * half):
            return PropPlacement(kind=kind, position_m=(round(x, 3), 0.0, round(z, 3)), yaw_deg=_turned(kind))
    return None


def _turned(kind: str) -> float:
    """Return the yaw that shows a thing's side to the audience: a cot seen from its foot is a box."""
    return 62.0 if kind in ("crib", "pram") else 12.0


def kerb_under(player: Player, kerbs: Sequence[PropPlacement]) -> tuple[PropPlacement, ...]:
    """Seat `player` on a kerb that faces the audience; return it where none of `kerbs` was laid before.

    Who comes later sits down beside who sits there: on that kerb, whatever their mark.
    """
    laid = () if kerbs else (PropPlacement(kind="kerb", position_m=(player.x, player.y, player.z)),)
    kerb = (*kerbs, *laid)[0]
    player.seat = (piece_seat(kerb) or 0.0) - player.y
    player.z, player.yaw = kerb.position_m[2], 0.0
    if kerbs:
        side = 1.0 if player.x > kerb.position_m[0] else -1.0
        player.x = kerb.position_m[0] + side * BESIDE_ON_KERB_M
    return laid
