"""What burns in a scene: flames on the house or the barn, else on what stands behind those who act.

Enters: the brief, the plan of its set and who acts. Leaves: pieces, flames and smoke.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, radians, sin

from screenplay2board.stage.props import piece_size
from screenplay2board.stage.types import FigurePlacement, Parameter, PropPlacement, SetPlan, StageBrief

FIRE = "fire"  # the prop of a shot that asks for one
# What burns where a set has it, and the share of its height that the flames stand above its foot.
HOUSES = ("building", "false_front", "shack_tent", "pagoda_hall")
HOUSE_M = 10.0  # so far behind those who act is the house that burns, where there are several
INDOORS = ("counter", "drawers", "desk", "table", "sofa", "crate")
FARTHEST_M = 22.0  # a house behind that is not the one that burns
OUTDOORS_M, BEHIND_M = 2.4, 1.7  # height of a fire in the open, how far behind those who act it stands
INDOORS_M = 0.9  # height of flames on a stove or a table
HIGHEST_M = 5.0  # of the flames of a house
CLEAR_M = 0.9  # from the flames to anybody


def blaze_of(brief: StageBrief, plan: SetPlan, figures: Sequence[FigurePlacement]) -> tuple[PropPlacement, ...]:
    """Return the flames of a shot that has a fire in it; none of others, and none in an insert."""
    if FIRE not in brief.props or brief.framing == "insert":
        return ()
    houses = [piece for piece in plan.pieces if piece.kind in (INDOORS if brief.interior else HOUSES)]
    behind = min((figure.position_m[2] for figure in figures), default=0.0) - CLEAR_M
    near = [piece for piece in houses if -FARTHEST_M < piece.position_m[2] < behind and _is_clear(piece, figures)]
    if near:
        house = min(near, key=lambda piece: hypot(piece.position_m[0], piece.position_m[2] + HOUSE_M))
        return tuple(_on(house, indoors=brief.interior))
    back = behind + CLEAR_M - BEHIND_M
    height = INDOORS_M if brief.interior else OUTDOORS_M
    return (_flames((0.6, 0.0, round(back, 3)), 0.0, {"width": 1.5 * height, "height": height, "soot": 1.0}),)


def _on(house: PropPlacement, *, indoors: bool) -> list[PropPlacement]:
    """Return the flames of a house: before its front, and on its roof; those of furniture lie on it."""
    width, height, depth = piece_size(house.kind, house.parameters)
    x, y, z = house.position_m
    if indoors:
        return [_flames((x, y + height, z), house.yaw_deg, {"width": 0.7 * width, "height": INDOORS_M, "smoke": 0.5})]
    ahead = 0.5 * depth + 0.3
    front = (round(x + ahead * sin(radians(house.yaw_deg)), 3), y, round(z + ahead * cos(radians(house.yaw_deg)), 3))
    return [
        _flames(
            front,
            house.yaw_deg,
            {"width": 0.6 * width, "height": min(0.9 * height, HIGHEST_M), "smoke": 0.0, "soot": 1.0, "seed": 1},
        ),
        _flames(
            (x, y + height, z),
            house.yaw_deg,
            {"width": 0.8 * width, "height": min(1.1 * height, HIGHEST_M), "depth": depth},
        ),
    ]


def _flames(where: tuple[float, float, float], yaw_deg: float, parameters: dict[str, Parameter]) -> PropPlacement:
    sizes = {name: round(float(value), 3) if name != "seed" else value for name, value in parameters.items()}
    return PropPlacement(kind=FIRE, position_m=where, yaw_deg=yaw_deg, parameters=sizes)


def _is_clear(piece: PropPlacement, figures: Sequence[FigurePlacement]) -> bool:
    """Tell whether nobody stands in what burns."""
    width, _, depth = piece_size(piece.kind, piece.parameters)
    reach = max(width, depth) / 2 + CLEAR_M
    x, _, z = piece.position_m
    return all(abs(f.position_m[0] - x) > reach or abs(f.position_m[2] - z) > reach for f in figures)
