"""Which mark is whose: standing places, seats and beds by the roster, and furniture where a set has none.

Enters: a brief, the plan of its set and the people. Leaves: marks taken by `Player`s, and pieces that were brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, hypot, radians, sin

import numpy as np

from screenplay2board.stage import names
from screenplay2board.stage.beings import Being, vehicle_size
from screenplay2board.stage.body.poses import pose_named
from screenplay2board.stage.body.proportions import proportions_of
from screenplay2board.stage.equipment import Equipment, needed
from screenplay2board.stage.geometry import Array, rotation, vec
from screenplay2board.stage.player import AT_TABLE, CHAIR_SEAT_M, ON_FLOOR, VEHICLES, Player, distance_m
from screenplay2board.stage.props import piece_boxes, piece_seat, piece_size
from screenplay2board.stage.things import kerb_under
from screenplay2board.stage.types import Mark, PropPlacement, SetPlan, StageBrief

# What one sits on outside, with its measures, and the pieces that tell open country from a yard or a street.
WILD_SEATS: Mapping[str, Mapping[str, float]] = {"log": {"width": 1.1}, "crate": {"width": 0.62, "height": 0.46}}
GROWING = frozenset(
    {"grass", "rock", "crop", "furrows", "reeds", "hay_bale", "log", "hills", "shore", "cactus", "palm", "flower_bed"}
)
PARKED_BACK_M, PARKED_DEG = 2.4, 36.0  # where a vehicle stands that has no road: its front behind the people, and how
COMPANY_M = 1.9  # farther away nobody sits who belongs together


BENCHES = ("bench", "sofa", "log", "pew", "row_seats")
ROOM_FOR_THREE_M = 1.6
APART_ON_BENCH = 1.36  # two at 0.42 m from the middle make room for shoulders of 0.45 m between them
BROUGHT_TABLE_M = 0.66  # a round one on one foot, so that it stands right for whoever sits at it
TABLE_AHEAD_M = 0.58  # of who sits at it
SHIN_ROOM_M = 0.10  # from the middle of a knee to the back of a shin
DEEPEST_SEAT_M = 0.75  # what reaches farther ahead is a bed or a row of seats, and is sat on across
# Poses that need the room over their knees, with what they become where a table is before them.
OVER_A_TABLE: Mapping[str, str] = {
    "sit_lean": "sit_table", "sit_cry": "head_in_hands", "sit_slumped": "sit_table", "sit_crossed_legs": "sit_table",
    "sit_back": "sit_arms_crossed",
}  # fmt: skip


def _ahead_on(piece: PropPlacement, place: Array, ahead: Array) -> float:
    """Return how far the seat `piece` reaches from `place` in a direction (3,), in metres; 0 where it is elsewhere."""
    if piece_seat(piece) is None:
        return 0.0
    turn = rotation(piece.yaw_deg)
    half = np.array(piece_size(piece.kind, piece.parameters)) / 2
    at, way = ((place - vec(*piece.position_m)) @ turn)[[0, 2]], (ahead @ turn)[[0, 2]]
    if (np.abs(at) > half[[0, 2]]).any():
        return 0.0
    return float(np.min((half[[0, 2]] - at * np.sign(way)) / np.maximum(np.abs(way), 1e-6)))


def in_vehicle(brief: StageBrief, plan: SetPlan) -> bool:
    """Tell whether people sit in a car: nobody stands there, and legs are not to be seen."""
    return brief.interior and any(mark.use == "drive" for mark in plan.marks)


class MarkChooser:
    """Gives people their marks. pieces, reasons: what was brought, and why."""

    def __init__(self, brief: StageBrief, plan: SetPlan, players: Sequence[Player]) -> None:
        self.brief = brief
        self.plan = plan
        self.players = players
        self.pieces: list[PropPlacement] = []
        self.reasons: list[str] = []
        self.in_vehicle = in_vehicle(brief, plan)
        self.boxes = [box for piece in plan.pieces for box in piece_boxes(piece)]

    def take(self, player: Player, taken: Sequence[Player]) -> None:
        """Give `player` the mark that is theirs for what they do, and furniture where none is there."""
        free = [mark for mark in self.plan.marks if all(mark is not other.mark for other in taken)]
        if player.being is not None and player.parked:
            self._park(player, player.being, free)
            return
        mark = self._brought_rest(player, free)
        if self._sits_on_kerb(player):
            mark = self._standing_mark(player, free)
        elif mark is not None:
            pass
        elif player.support == "seat" and not self._brings_seat(player):
            mark = self._seat_for(player, free)
        elif player.support == "lie" and player.led_by is None and player.pose != "float":
            mark = next((mark for mark in free if mark.use == "lie"), None)
        elif player.pose == "lean":
            mark = next((mark for mark in free if mark.use == "lean"), None)
            if mark is None:
                player.pose = "stand_weight"
        if mark is not None and mark.use != "stand":
            player.seat = None if mark.surface_m is None else mark.surface_m - mark.position_m[1]
            if player.pose == "sit_table" and mark.use == "sit":
                player.pose = "sit_talk"
            player.at_table = player.support == "seat" and (mark.use == "table" or self._faces_a_table(mark))
            if player.at_table:
                player.pose = OVER_A_TABLE.get(player.pose, player.pose)
        elif mark is None:
            mark = self._standing_mark(player, free)
        player.mark = mark
        player.x, player.y, player.z = mark.position_m
        player.y += max((item.lift for item in self.needs(player)), default=0.0)
        player.yaw = mark.yaw_deg
        if player.support == "seat" and player.being is None and mark.use in ("sit", "table"):
            self._to_the_edge(player)
        chair = player.being is None and not self._brings_seat(player)
        if player.support == "seat" and player.seat is None and chair:
            self._add_seat(player)

    def _park(self, player: Player, being: Being, free: Sequence[Mark]) -> None:
        """Put a vehicle where those of its kind are on their way, its front at the mark; else behind the people."""
        lanes = [mark for mark in free if mark.use == being.way]
        width, _, depth = vehicle_size(being)
        before = sum(
            other.being is not None and other.mark is not None and other is not player for other in self.players
        )
        aside, back = 0.8 + before * (width + 1.5), PARKED_BACK_M + 0.6 * before * depth
        way = lanes[0] if lanes else Mark(name="way", position_m=(aside, 0.0, -back), yaw_deg=PARKED_DEG)
        player.mark, player.yaw = way, way.yaw_deg
        ahead = radians(way.yaw_deg)
        x, player.y, z = way.position_m
        player.x, player.z = x - sin(ahead) * depth / 2, z - cos(ahead) * depth / 2

    def _faces_a_table(self, mark: Mark) -> bool:
        """Tell whether a table or counter of the set is before who sits at `mark`."""
        x = mark.position_m[0] + TABLE_AHEAD_M * sin(radians(mark.yaw_deg))
        z = mark.position_m[2] + TABLE_AHEAD_M * cos(radians(mark.yaw_deg))
        low, high = (mark.surface_m or CHAIR_SEAT_M) + 0.12, (mark.surface_m or CHAIR_SEAT_M) + 0.45
        return any(b[0] < x < b[3] and b[2] < z < b[5] and low < b[4] < high for b in self.boxes)

    def _to_the_edge(self, player: Player) -> None:
        """Move somebody ahead on a seat that is deeper than their thighs are long: shins hang before it."""
        size = proportions_of(player.look)
        reach = size.thigh_m - SHIN_ROOM_M
        turn = rotation(player.yaw)
        hips = [vec(player.x, player.y, player.z) + turn[:, 0] * side for side in (-size.hip_m, size.hip_m)]
        for piece in (*self.plan.pieces, *self.pieces):
            deep = max(_ahead_on(piece, hip, turn[:, 2]) for hip in hips)
            if reach < deep < DEEPEST_SEAT_M:
                player.x += (deep - reach) * float(turn[0, 2])
                player.z += (deep - reach) * float(turn[2, 2])
                return

    def needs(self, player: Player) -> tuple[Equipment, ...]:
        """Return what is brought for the pose of `player`."""
        if self.in_vehicle or player.being is not None:
            return ()
        roofed = self.brief.interior or self.plan.ceiling_m is not None
        there = {piece.kind for piece in self.plan.pieces}
        return needed(player.pose, interior=roofed, there=there, named=self.brief.props)

    def _brings_seat(self, player: Player) -> bool:
        """Tell whether what somebody sits on comes with the pose: the floor, a saddle, whoever carries them."""
        own = any(item.seat for item in self.needs(player))
        lead = player.led_by.leads if player.led_by is not None else None
        return own or player.pose in ON_FLOOR or (lead is not None and lead.partner is not None)

    def _brought_rest(self, player: Player, free: Sequence[Mark]) -> Mark | None:
        """Return a place on the gurney or bed, or in the wheelchair, that the shot names, for who rests there first."""
        kind = {"lie": "gurney", "seat": "wheelchair"}.get(player.support)
        lies = player.support == "lie" and player.led_by is None and player.pose != "float"
        bedless = lies and not any(mark.use == "lie" for mark in self.plan.marks)
        if bedless and "gurney" not in self.brief.props and "bed" in self.brief.props:
            kind = "bed"
        brought = {piece.kind for piece in self.pieces}
        own = self._brings_seat(player) or player.being is not None
        if kind not in self.brief.props or kind in brought or own or self.in_vehicle:
            return None
        place = self._standing_mark(player, free)
        piece = PropPlacement(kind=kind, position_m=place.position_m, yaw_deg=place.yaw_deg)
        self.pieces.append(piece)
        self.reasons.append(f"a {kind} was brought for {player.actor.name}")
        x, y, z = place.position_m
        return Mark(
            name=kind, position_m=(x, y, z), yaw_deg=place.yaw_deg, surface_m=piece_seat(piece) or CHAIR_SEAT_M + y,
            use="lie" if player.support == "lie" else "sit",
        )  # fmt: skip

    def _seat_for(self, player: Player, free: Sequence[Mark]) -> Mark | None:
        """Return the seat of `player`: by what they do, then by their side of the line."""
        uses = ("sit", "table")
        if player.being is not None:
            uses = ("lie", "sit") if "bed" in self.brief.props else ("sit", "lie")
        elif player.pose in AT_TABLE or (player.pose not in VEHICLES and self._table_talk):
            uses = ("table", "sit")
        elif player.pose in VEHICLES:
            uses = ("drive", "sit") if player.pose == "drive" else ("sit", "drive")
        for use in uses:
            seats = [mark for mark in free if mark.use == use]
            if not seats:
                continue
            first = [mark for mark in self.plan.marks if mark.use == use][:2]
            if player.index <= 2 and len(first) == 2 and not self.in_vehicle:
                by_side = sorted(first, key=lambda mark: mark.position_m[0])[player.index - 1]
                if by_side in seats:
                    return by_side
            company = [other for other in self.players if other.mark is not None and other.support in ("seat", "lie")]
            if not company or self.in_vehicle:
                return seats[0]
            nearest = min(seats, key=lambda mark: distance_m(mark, company[0]))
            if distance_m(nearest, company[0]) < COMPANY_M:
                return nearest
            return self._seat_at_table(company) or nearest
        return self._third_on_bench(player)

    def _third_on_bench(self, player: Player) -> Mark | None:
        """Return a place between two on a bench that has room for three, who move apart for it."""
        for piece in self.plan.pieces:
            if piece.kind not in BENCHES or piece_size(piece.kind, piece.parameters)[0] < ROOM_FOR_THREE_M:
                continue
            x, y, z = piece.position_m
            sitting = [p for p in self.players if p.mark is not None and hypot(p.x - x, p.z - z) < ROOM_FOR_THREE_M / 2]
            if len(sitting) == 2 and player not in sitting:
                for other in sitting:
                    other.x, other.z = x + APART_ON_BENCH * (other.x - x), z + APART_ON_BENCH * (other.z - z)
                middle = [sum(getattr(other, axis) for other in sitting) / 2 for axis in "xz"]
                return Mark(
                    name="between", position_m=(middle[0], y, middle[1]), yaw_deg=piece.yaw_deg, use="sit",
                    surface_m=piece_seat(piece),
                )  # fmt: skip
        return None

    def _seat_at_table(self, company: Sequence[Player]) -> Mark | None:
        """Return a seat on the far side of the table that two already sit at, with a chair for it."""
        if len(company) < 2:
            return None
        x, z = (company[0].x + company[1].x) / 2, (company[0].z + company[1].z) / 2
        for dx in (-0.30, 0.30, 0.0):
            place = (round(x + dx, 3), company[0].y, round(z - 0.78, 3))
            alone = all(hypot(place[0] - other.x, place[2] - other.z) > 0.5 for other in self.players if other.mark)
            if alone and self.is_free(place[0], place[2] - 0.1, 0.12):
                self.pieces.append(PropPlacement(kind="chair", position_m=place, yaw_deg=0.0))
                return Mark(name="brought_chair", position_m=place, use="table", surface_m=CHAIR_SEAT_M + company[0].y)
        return None

    @property
    def _table_talk(self) -> bool:
        """Tell whether two or more sit together where there is a table for two."""
        tables = sum(mark.use == "table" for mark in self.plan.marks)
        seated = sum(pose_named(a.pose).support == "seat" for a in self.brief.actors if a.pose in names.POSES)
        return tables >= 2 and seated >= 2

    def _standing_mark(self, player: Player, free: Sequence[Mark]) -> Mark:
        """Return the standing mark of `player`'s place in the roster."""
        standing = {mark.name: mark for mark in self.plan.marks if mark.use == "stand"}
        alone = len(self.brief.roster) <= 1 and len(self.players) <= 1
        order = ["stand_1", "left"] if alone else ["left", "right"]
        wished = order[player.index - 1 : player.index] if player.index <= 2 else [f"stand_{player.index - 2}"]
        bedside = self._bedside(player, [mark for mark in free if mark.use == "stand"])
        if bedside is not None:
            return bedside
        for name in wished:
            if name in standing and standing[name] in free:
                return standing[name]
        for mark in free:
            if mark.use == "stand" and mark.name not in ("left", "right", "door"):
                return mark
        return self._makeshift_mark(player)

    def _bedside(self, player: Player, marks: Sequence[Mark]) -> Mark | None:
        """Return the mark nearest to somebody lying whom `player` looks at."""
        for other in self.players:
            if other.mark is not None and other.support == "lie" and other.actor.name == player.actor.looks_at:
                near = [mark for mark in marks if 0.6 < distance_m(mark, other) < COMPANY_M]
                if near:
                    return min(near, key=lambda mark: distance_m(mark, other))
        return None

    def _makeshift_mark(self, player: Player) -> Mark:
        """Return a place in the bounds that is free of furniture, for sets with too few marks."""
        x0, z0, x1, z1 = self.plan.bounds_m
        step = 0.61803398875  # golden ratio: places spread evenly however many are asked for
        for attempt in range(24):
            share = (player.index + attempt) * step % 1.0
            deep = (0.25 + 0.5 * ((player.index * 3 + attempt) * step % 1.0)) if z1 - z0 > 1 else 0.5
            x, z = x0 + (0.1 + 0.8 * share) * (x1 - x0), z0 + deep * (z1 - z0)
            if self.is_free(x, z) and all(hypot(x - p.x, z - p.z) > 0.7 for p in self.players if p.mark is not None):
                return Mark(name=f"spare_{player.index}", position_m=(x, 0.0, z), yaw_deg=0.0)
        middle_x = (x0 + x1) / 2 + 0.6 * (player.index - 2)
        return Mark(name=f"spare_{player.index}", position_m=(middle_x, 0.0, (z0 + z1) / 2))

    def is_free(self, x: float, z: float, room_m: float = 0.28) -> bool:
        """Tell whether somebody can stand at (x, z)."""
        x0, z0, x1, z1 = self.plan.bounds_m
        if not (x0 <= x <= x1 and z0 <= z <= z1):
            return False
        return not any(
            box[0] - room_m < x < box[3] + room_m
            and box[2] - room_m < z < box[5] + room_m
            and box[1] < 1.7
            and box[4] > 0.15
            for box in self.boxes
        )

    def _seat_kind(self) -> str:
        """Return on what one sits here where there is no seat: nobody carries a chair into a field."""
        if self.brief.interior:
            return "chair"
        return "log" if {piece.kind for piece in self.plan.pieces} & GROWING else "crate"

    def _sits_on_kerb(self, player: Player) -> bool:
        """Tell whether somebody sits on a kerb that the shot names: so low that the floor's poses become a seat's."""
        named = "kerb" in self.brief.props and player.support == "seat" and player.being is None
        if not named or self.brief.interior or player.pose in VEHICLES or self.needs(player):
            return False
        if player.pose in ON_FLOOR:
            player.pose = "sit_lean"
        return True

    def _add_seat(self, player: Player) -> None:
        """Put a seat under somebody who sits where the set has none, and a table before who works at one."""
        if self._sits_on_kerb(player):
            self.pieces += kerb_under(player, [piece for piece in self.pieces if piece.kind == "kerb"])
            self.reasons.append(f"a kerb was brought for {player.actor.name}")
            return
        kind = self._seat_kind()
        if kind != "chair" and player.pose not in AT_TABLE:
            place = (player.x, player.y, player.z)
            seat = PropPlacement(kind=kind, position_m=place, yaw_deg=player.yaw, parameters=WILD_SEATS[kind])
            self.pieces.append(seat)
            player.seat = (piece_seat(seat) or CHAIR_SEAT_M) - player.y
            self.reasons.append(f"a {kind} was brought for {player.actor.name}")
            return
        player.seat = CHAIR_SEAT_M
        place = (player.x, player.y, player.z)
        self.pieces.append(PropPlacement(kind="chair", position_m=place, yaw_deg=player.yaw))
        if player.pose in AT_TABLE:
            player.at_table = True
            ahead = radians(player.yaw)
            x, z = player.x + 0.62 * sin(ahead), player.z + 0.62 * cos(ahead)
            near = any(hypot(p.position_m[0] - x, p.position_m[2] - z) < 0.5 for p in self.pieces if p.kind == "table")
            if not near:
                self.pieces.append(
                    PropPlacement(
                        kind="table", position_m=(x, player.y, z), yaw_deg=player.yaw,
                        parameters={"width": BROUGHT_TABLE_M, "depth": BROUGHT_TABLE_M, "style": "round"},
                    )
                )  # fmt: skip
        self.reasons.append(f"a chair was brought for {player.actor.name}")
