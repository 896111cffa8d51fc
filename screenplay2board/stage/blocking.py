"""Where people are, how they stand and where they look: the blocking of a shot.

Enters: a brief and the plan of its set. Leaves: `Blocking`, the placements of everybody who is there.
The roster's order fixes who has which mark, so that a person is in the same place in all shots of a scene and keeps a
side of the line: the first two have the marks `left` and `right`, later ones the marks in the depth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, hypot, radians, sin

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage import names
from screenplay2board.stage.beings import Being, being_of, being_support, vehicle_size
from screenplay2board.stage.body.head.headwear import shades_face
from screenplay2board.stage.body.poses import grip_of, pose_named
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.car_windows import AT_WINDOW, stand_at_windows
from screenplay2board.stage.gatherings import gather
from screenplay2board.stage.marks import MarkChooser, in_vehicle
from screenplay2board.stage.player import (
    AIMED,
    BARE_FACED,
    CHASING,
    HAND_AT_FACE,
    HANDS_FULL,
    MOVING,
    PAIR_GAP_M,
    PUSHED_FROM_M,
    SEATED,
    STILL_GAZE,
    TAKES_TWO,
    USUAL_PROP,
    VEHICLES,
    Player,
    azimuth_deg,
    turn_deg,
)
from screenplay2board.stage.props import HOLDABLE
from screenplay2board.stage.things import put_down
from screenplay2board.stage.together import bring_together, centre_pairs, join, pair_up, partner_of, turn_leads
from screenplay2board.stage.types import (
    FigurePlacement,
    HeldProp,
    PropPlacement,
    SetPlan,
    StageBrief,
    Vec2,
    Vec3,
)

FOLLOW_GAP_M = 2.3
ABREAST_GAP_M = 0.8
WALKER_ROOM_M = 0.62
PRESENT_AT_MOST = 9
BACK_DEG = 100.0  # nobody turns the back on the audience to look at somebody upstage
OPEN_DEG = 68.0  # how far round a face turns away from the audience while two people talk
DEEP_WATER = ("sea",)  # sets whose marks lie below the surface, as deep as somebody who treads water
CHIN_OVER_WATER_M = 0.04
BODY_M = 0.2  # from the middle of somebody who stands to what they do not stand in
LANE_YAW_DEG = 10.0  # who walks through a crowd that parts comes to the front
SWIMMING_M = 0.12  # how deep somebody lies who swims
BRIM_SLOPE = 0.09  # who wears a brim does not look down more steeply at somebody: it would hide the eyes
FEARFUL = ("fear", "scream", "worried", "surprise", "pain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """Everybody on the set. headings: the way of those who move, by figure, as (x, z) of length 1.

    pieces: furniture that was added to the set for them.
    """

    figures: tuple[FigurePlacement, ...]
    pieces: tuple[PropPlacement, ...] = ()
    headings: Mapping[int, Vec2] = field(default_factory=dict[int, Vec2])
    reasons: tuple[str, ...] = ()

    def named(self, name: str) -> FigurePlacement | None:
        """Return the placement of `name`, None where the person is not there."""
        return next((figure for figure in self.figures if figure.name == name), None)


def block(brief: StageBrief, plan: SetPlan) -> Blocking:
    """Place everybody of `brief` on `plan`."""
    return _Blocker(brief, plan).block()


class _Blocker:
    """Places the people of one brief, step after step."""

    def __init__(self, brief: StageBrief, plan: SetPlan) -> None:
        self.brief = brief
        self.plan = plan
        self.reasons: list[str] = []
        self.in_vehicle = in_vehicle(brief, plan)
        self.players = self._players()
        self.marks = MarkChooser(brief, plan, self.players)

    def block(self) -> Blocking:
        """Run all steps."""
        self.reasons += [] if self.in_vehicle else pair_up(self.players)
        taken: list[Player] = []
        for player in self.players:
            self.marks.take(player, taken)
            if self.plan.name in DEEP_WATER and player.support == "lie" and player.being is None:
                player.y = -SWIMMING_M
            taken.append(player)
        self.reasons += self.marks.reasons
        if len(self.players) == 1 and self.players[0].pose in TAKES_TWO:
            self.reasons.append(f"{self.players[0].actor.name} is alone and cannot {self.players[0].pose}")
            self.players[0].pose = "stand"
        self._keep_sides()
        bring_together(self.players, self.marks.is_free)
        turn_leads(self.players)
        self._move()
        self._leave_room_for_mounts()
        stand_at_windows(self.players)
        for player in self.players:
            self._face(player)
        self._push_wheels()
        centre_pairs(self.players, self.marks.is_free)
        join(self.players)
        self.marks.pieces += gather(self.brief.props, self.players, self.marks.is_free)
        self.marks.pieces += put_down(
            self.brief.props, self.plan, self.marks.pieces, self._by_importance(), self.marks.is_free
        )
        self._gather_close()
        figures = tuple(self._afloat(self._placement(player)) for player in self.players)
        headings = {player.index: player.heading for player in self.players if player.heading is not None}
        return Blocking(
            figures=figures, pieces=tuple(self._pieces()), headings=headings, reasons=tuple(dict.fromkeys(self.reasons))
        )

    def _by_importance(self) -> list[Player]:
        """Return everybody, whom the shot is about first."""
        return sorted(self.players, key=lambda player: player.actor.name not in self.brief.subject)

    def _pieces(self) -> list[PropPlacement]:
        """Return what was brought for people to sit on, and what else their poses need."""
        needed = [
            item.placed((player.x, player.y - item.lift, player.z), player.yaw, moving=player.heading is not None)
            for player in self.players
            for item in self.marks.needs(player)
        ]
        kinds = {piece.kind for piece in needed}
        return [piece for piece in self.marks.pieces if piece.kind not in kinds] + needed

    # who is there

    def _players(self) -> list[Player]:
        """Return everybody who is there, in the roster's order."""
        brief = self.brief
        looks = dict(brief.looks)
        actors = {actor.name: actor for actor in brief.actors}
        for name in (*brief.subject, *((brief.over,) if brief.over else ())):
            if name not in actors and name in looks:
                actors[name] = Actor(name=name)
        order = list(dict.fromkeys((*brief.roster, *actors)))
        ranked = sorted(actors.values(), key=lambda actor: order.index(actor.name))
        if len(ranked) > PRESENT_AT_MOST:
            wanted = set(brief.subject)
            ranked = sorted(
                sorted(ranked, key=lambda actor: actor.name not in wanted)[:PRESENT_AT_MOST],
                key=lambda actor: order.index(actor.name),
            )
            self.reasons.append(f"only {PRESENT_AT_MOST} of the people present are shown")
        players: list[Player] = []
        for actor in ranked:
            look = looks.get(actor.name, CharacterLook(seed=order.index(actor.name)))
            being = being_of(look.kind)
            if being is not None and self._has_no_room(being):
                self.reasons.append(f"there is no room for {actor.name} in the {self.plan.name.replace('_', ' ')}")
                continue
            if being is not None:
                pose = being.pose(actor.pose, actor.emotion)
                look = replace(look, height_m=being.height_m)
                support = being_support(being, pose, brief.props, interior=brief.interior)
            else:
                pose = self._known_pose(actor)
                support = pose_named(pose).support
            players.append(Player(actor, look, order.index(actor.name) + 1, pose, support))
        return players

    def _has_no_room(self, being: Being) -> bool:
        """Tell whether a vehicle is larger than the room that the scene plays in."""
        x0, z0, x1, z1 = self.plan.bounds_m
        width, height, depth = vehicle_size(being)
        low = self.plan.ceiling_m is not None and height > self.plan.ceiling_m
        return self.brief.interior and (low or depth > max(x1 - x0, z1 - z0) or width > min(x1 - x0, z1 - z0) - 1.5)

    def _known_pose(self, actor: Actor) -> str:
        """Return the pose that can be staged: unknown ones stand, and nobody drives without a vehicle."""
        if actor.pose not in names.POSES:
            self.reasons.append(f"`{actor.pose}` is no known pose, so {actor.name} stands")
            return "stand"
        if self.plan.name in DEEP_WATER and pose_named(actor.pose).support in ("seat", "kneel"):
            self.reasons.append(f"there is nothing to {actor.pose.replace('_', ' ')} on, so {actor.name} treads water")
            return "stand"
        drivable = any(mark.use == "drive" for mark in self.plan.marks)
        open_air = not self.brief.interior and self.plan.ceiling_m is None
        outside = open_air and any(other.pose == "drive" for other in self.brief.actors)
        if actor.pose in VEHICLES and not drivable and not outside:
            if any(mark.use in ("sit", "table") for mark in self.plan.marks):
                self.reasons.append(f"there is no vehicle to {actor.pose}, so {actor.name} sits")
                return "sit"
            self.reasons.append(f"there is no vehicle to {actor.pose}, so {actor.name} stands")
            return "stand"
        if drivable and self.in_vehicle and actor.pose != AT_WINDOW and pose_named(actor.pose).support != "seat":
            return SEATED.get(actor.pose, "ride")
        if self.brief.size in ("ECU", "CU") and self.brief.framing != "insert" and actor.name in self.brief.subject:
            return BARE_FACED.get(actor.pose, actor.pose)
        return actor.pose

    # sides

    def _keep_sides(self) -> None:
        """Keep the first two of the roster on their sides of the line, whatever marks they have."""
        pair = [player for player in self.players if player.index <= 2]
        if len(pair) < 2 or any(player.led_by is not None or player.parked for player in pair):
            return
        first, second = pair
        wrong = first.x > second.x - 0.35
        if not wrong or self.in_vehicle:
            return
        mover = second if second.support not in ("seat", "lie") else first
        if mover.support in ("seat", "lie"):
            return
        side, other = (1.0, first) if mover is second else (-1.0, second)
        candidates = [
            mark
            for mark in self.plan.marks
            if mark.use == "stand"
            and side * (mark.position_m[0] - other.x) > 0.5
            and all(mark is not player.mark for player in self.players)
        ]
        if candidates:
            mark = min(candidates, key=lambda m: hypot(m.position_m[0] - other.x, m.position_m[2] - other.z))
            mover.mark, mover.yaw = mark, mark.yaw_deg
            mover.x, mover.y, mover.z = mark.position_m
        else:
            self._beside(mover, other, side)

    def _beside(self, mover: Player, other: Player, side: float) -> None:
        """Put `mover` beside `other`, and where a wall or a bench is in the way, more and more before it."""
        x0, _, x1, _ = self.plan.bounds_m
        for aside, ahead in ((0.9, 0.0), (0.6, 0.5), (0.4, 0.8), (0.6, 1.0), (0.4, 1.2)):
            mover.x, mover.z = other.x + side * aside, other.z + ahead
            if self.marks.is_free(mover.x, mover.z, BODY_M):
                return
        mover.x = min(max(mover.x, x0), x1)

    def _leave_room_for_mounts(self) -> None:
        """Move aside who would stand in somebody's horse, in an animal or a vehicle."""
        for rider in (player for player in self.players if player.room_m):
            for player in self.players:
                room = max(rider.room_m, player.room_m)
                near = hypot(player.x - rider.x, player.z - rider.z)
                steady = player.parked or (player.room_m and player.index < rider.index)
                if player is rider or steady or player.support in ("seat", "lie") or near >= room:
                    continue
                side = 1.0 if (player.x, player.index) > (rider.x, rider.index) else -1.0
                for reach, deep in ((room, 0.0), (room, 0.8), (-room, 0.0), (0.7 * room, 1.2)):
                    x, z = rider.x + side * reach, rider.z + deep
                    if self.marks.is_free(x, z, 0.2):
                        player.x, player.z = x, z
                        break

    def _move(self) -> None:
        """Set walkers and runners on their way: all of a scene in one screen direction, the chased ahead."""
        movers = [player for player in self.players if player.pose in MOVING and player.led_by is None]
        for player in movers:
            if player.parked:  # it goes where its road goes
                player.heading = (sin(radians(player.yaw)), cos(radians(player.yaw)))
        movers = [player for player in movers if player.heading is None]
        if not movers:
            return
        x0, z0, x1, z1 = self.plan.bounds_m
        deep = (z1 - z0) > 1.35 * (x1 - x0)
        yaw = 34.0 if deep else 58.0
        if "parted_crowd" in self.brief.props:
            yaw = LANE_YAW_DEG
        heading = (sin(radians(yaw)), cos(radians(yaw)))
        running = any(player.pose in CHASING for player in movers)
        ranked = sorted(movers, key=self._lead_rank)
        base_x = sum(player.x for player in movers) / len(movers)
        base_z = sum(player.z for player in movers) / len(movers)
        for place, player in enumerate(ranked):
            player.yaw, player.heading = yaw, heading
            if len(ranked) == 1:
                self._clear_way(player)
                continue
            gap = max(FOLLOW_GAP_M, 1.1 * player.room_m)
            behind = (place - 0.3) * gap if running else 0.0
            abreast = max(ABREAST_GAP_M, player.room_m)
            across = (
                max(0.45, 0.35 * player.room_m) * (-1) ** place
                if running
                else (place - (len(ranked) - 1) / 2) * abreast
            )
            for stretch in (1.0, 0.75, 1.3, 0.5):
                x = base_x - behind * stretch * heading[0] + across * heading[1]
                z = base_z - behind * stretch * heading[1] - across * heading[0]
                if self.marks.is_free(x, z, 0.2):
                    player.x, player.z = x, z
                    break

    def _push_wheels(self) -> None:
        """Put who pushes behind the wheelchair, the gurney or the pram, and turn both the way they go."""
        pusher = next((player for player in self.players if player.pose == "push"), None)
        if pusher is not None and "pram" in self.brief.props:
            reach, yaw = PUSHED_FROM_M["pram"], radians(pusher.yaw)
            place = (pusher.x + reach * sin(yaw), pusher.y, pusher.z + reach * cos(yaw))
            self.marks.pieces.append(PropPlacement(kind="pram", position_m=place, yaw_deg=pusher.yaw))
        for place, piece in enumerate(self.marks.pieces):
            seated = next((p for p in self.players if p.mark is not None and p.mark.name == piece.kind), None)
            if pusher is None or seated is None or piece.kind not in PUSHED_FROM_M:
                continue
            back = PUSHED_FROM_M[piece.kind]
            pusher.x = seated.x - back * sin(radians(pusher.yaw))
            pusher.z = seated.z - back * cos(radians(pusher.yaw))
            self.marks.pieces[place] = replace(piece, yaw_deg=pusher.yaw)
            seated.yaw = pusher.yaw

    def _clear_way(self, player: Player) -> None:
        """Move a lone walker aside who would walk into somebody."""
        others = [other for other in self.players if other is not player]
        ahead_x, ahead_z = player.heading or (0.0, 1.0)
        start_x, start_z = player.x, player.z

        def clear(x: float, z: float) -> bool:
            spots = ((x + step * ahead_x, z + step * ahead_z) for step in (0.0, 0.45, 0.9))
            return all(hypot(sx - o.x, sz - o.z) > WALKER_ROOM_M for sx, sz in spots for o in others)

        for back, aside in ((0.0, 0.0), (0.6, 0.0), (1.0, 0.0), (0.3, 0.7), (0.3, -0.7), (0.8, 0.9), (1.4, 0.0)):
            x = start_x - back * ahead_x + aside * ahead_z
            z = start_z - back * ahead_z - aside * ahead_x
            if clear(x, z) and ((back, aside) == (0.0, 0.0) or self.marks.is_free(x, z, 0.2)):
                player.x, player.z = x, z
                return

    def _lead_rank(self, player: Player) -> tuple[bool, int, int]:
        """Rank runners: the fearful flee ahead, then the shot's subject, then the roster."""
        subject = self.brief.subject
        rank = subject.index(player.actor.name) if player.actor.name in subject else len(subject)
        return player.actor.emotion not in FEARFUL, rank, player.index

    def _gather_close(self) -> None:
        """Let two people in a tight frame stand nearer than life, as is done on every film set."""
        brief = self.brief
        if brief.framing not in ("two-shot", "group") or brief.size not in ("ECU", "CU", "MCU", "MS"):
            return
        people = [p for p in self.players if p.support in ("ground", "kneel") and p.heading is None]
        if len(people) != 2 or any(p.pose in PAIR_GAP_M or p.leads or p.led_by or p.parked for p in people):
            return
        wide = brief.frame_px[0] / brief.frame_px[1]
        gap = {"MS": 0.62, "MCU": 0.42, "CU": 0.30, "ECU": 0.28}[brief.size] * min(max(wide, 0.8), 1.9)
        left, right = sorted(people, key=lambda p: (p.x, p.index))
        distance = hypot(right.x - left.x, right.z - left.z)
        if distance > gap:
            share = 0.5 * (1 - max(gap, 0.44) / distance)
            dx, dz = (right.x - left.x) * share, (right.z - left.z) * share
            left.x, left.z, right.x, right.z = left.x + dx, left.z + dz, right.x - dx, right.z - dz

    # looking

    def _target_of(self, player: Player) -> Player | None:
        """Return the person `player` looks at: as told, else who speaks to them or listens."""
        wished = player.actor.looks_at
        others = [other for other in self.players if other is not player]
        for other in others:
            if other.actor.name == wished:
                return other
        if wished is not None or not others or player.pose in STILL_GAZE or player.actor.emotion == "asleep":
            return None
        speakers = [other for other in others if other.actor.speaking]
        if speakers:
            return speakers[0]
        if player.actor.speaking or player.pose in PAIR_GAP_M:
            return partner_of(player, self.players)
        return None

    def _face(self, player: Player) -> None:
        """Turn the body toward whom it looks at, but a little open to the audience."""
        turned = next((item.turned for item in self.marks.needs(player) if item.turned is not None), None)
        if turned is not None and player.mark is not None and player.mark.use == "stand":
            player.yaw = turned if player.yaw >= 0.0 else -turned
            return
        if player.leads is not None or player.led_by is not None:
            return
        target = self._target_of(player)
        if target is None or player.support in ("seat", "lie") or player.heading is not None or player.parked:
            return
        if player.pose in PAIR_GAP_M and target.pose in PAIR_GAP_M:
            return
        to = azimuth_deg(target.x - player.x, target.z - player.z)
        if player.pose in AIMED:
            player.yaw = to
        elif abs(turn_deg(to, player.yaw)) > 30:
            player.yaw = to - 24.0 * (1 if turn_deg(to, 0.0) > 0 else -1)
        if player.pose not in AIMED:
            player.yaw = min(max(turn_deg(player.yaw, 0.0), -BACK_DEG), BACK_DEG)

    def _look_point(self, player: Player) -> Vec3 | None:
        """Return the point that `player` looks at."""
        target = self._target_of(player)
        if target is not None:
            if target.led_by is player or player.led_by is target or target.pose == player.pose == "hug":
                return None  # the pose itself has them look at each other
            if shades_face(player.look) and player.support != "lie":
                lowest = player.eye_m - BRIM_SLOPE * hypot(target.x - player.x, target.z - player.z)
                if target.eye_m < lowest:
                    x, _, z = (target.x, 0.0, target.z) if self.brief.framing == "ots" else _opened(player, target)
                    return (x, lowest, z)
            if self.brief.framing == "ots":  # this camera is beside the eyeline: it needs the true one
                return (target.x, target.eye_m, target.z)
            return _opened(player, target)
        wished = player.actor.looks_at
        if wished is None or wished == "camera":
            return None
        for piece in (*self.marks.pieces, *self.plan.pieces):
            if piece.kind == wished:
                x, y, z = piece.position_m
                return (x, y + 0.8 if y < 0.3 else y, z)
        if wished in player.actor.holding or wished in names.PROPS:
            ahead = radians(player.yaw)
            return (player.x + 0.45 * sin(ahead), player.eye_m - 0.42, player.z + 0.45 * cos(ahead))
        return None

    # result

    def _placement(self, player: Player) -> FigurePlacement:
        """Return what the stage knows of `player`."""
        actor = player.actor
        emotion = actor.emotion
        if emotion not in names.EMOTIONS:
            self.reasons.append(f"`{emotion}` is no known emotion, so {actor.name} looks neutral")
            emotion = "neutral"
        mirrored = player.pose in HAND_AT_FACE and 5.0 < turn_deg(player.yaw, 0.0) < 175.0
        return FigurePlacement(
            figure=player.index,
            name=actor.name,
            look=player.look,
            pose=player.pose,
            emotion=emotion,
            position_m=(player.x, player.y, player.z),
            yaw_deg=player.yaw,
            look_at=self._look_point(player),
            held=self._held(player),
            seat_height_m=player.seat,
            at_table=player.at_table,
            mirrored=mirrored,
            speaking=actor.speaking,
        )

    def _afloat(self, figure: FigurePlacement) -> FigurePlacement:
        """Return `figure` with the chin above the water, whatever the pose bends down to."""
        if self.plan.name not in DEEP_WATER or figure.look.kind != "person":
            return figure
        x, y, z = figure.position_m
        chin = float(pose_figure(figure).anchors.joints["chin"][1])
        return replace(figure, position_m=(x, y + max(CHIN_OVER_WATER_M - chin, 0.0), z))

    def _held(self, player: Player) -> tuple[HeldProp, ...]:
        """Return what `player` holds: as told, else what the pose is made for."""
        if player.being is not None:
            return ()
        told = [prop for prop in player.actor.holding if prop in HOLDABLE]
        for prop in player.actor.holding:
            if prop not in HOLDABLE:
                self.reasons.append(f"`{prop}` is nothing that a hand can hold, so {player.actor.name} does not")
        usual = USUAL_PROP.get(player.pose)
        own = player.pose in (player.actor.pose, SEATED.get(player.actor.pose))
        if not told and usual is not None and (player.led_by is not None or own):
            told = list(usual)
        if player.pose in HANDS_FULL:
            told = [prop for prop in told if grip_of(prop).width_m is None]
        held: list[HeldProp] = []
        for prop in told[:2]:
            if grip_of(prop).width_m is not None and not held:
                return (HeldProp(prop=prop, hand="both"),)
            held.append(HeldProp(prop=prop, hand="left" if held else "right"))
        return tuple(held)


def _opened(player: Player, target: Player) -> Vec3:
    """Return the eyes of `target`, turned a little toward the audience: a face in pure profile says nothing."""
    dx, dz = target.x - player.x, target.z - player.z
    azimuth = azimuth_deg(dx, dz)
    if abs(azimuth) > OPEN_DEG:
        limit = OPEN_DEG if abs(azimuth) < 115.0 else BACK_DEG
        distance, opened = hypot(dx, dz), radians(limit if azimuth > 0 else -limit)
        dx, dz = distance * sin(opened), distance * cos(opened)
    return (player.x + dx, target.eye_m, player.z + dz)
