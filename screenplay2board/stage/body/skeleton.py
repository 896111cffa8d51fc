"""The pose of one person: joints by inverse kinematics, without any mesh.

Enters: a `FigurePlacement`. Leaves: a `PosedBody`, whose anchors the director's camera, the maps and the mesh builders
read. Inside, everything is in the figure's own axes (x own left, y up, z ahead, origin below the pelvis on the floor)
until the end. Source of the two-bone solution: law of cosines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import atan2, cos, degrees, hypot, radians, sin, sqrt

import numpy as np

from screenplay2board.stage.body.holding import Held, Side, adapted_pose
from screenplay2board.stage.body.poses import SLUNG, Arm, HandShape, Leg, Pose
from screenplay2board.stage.body.proportions import Proportions, proportions_of, stoop_deg
from screenplay2board.stage.body.volume import BodyVolume
from screenplay2board.stage.geometry import Array, FigureAnchors, cross, rotation, unit, vec
from screenplay2board.stage.types import FigurePlacement

SIDES: tuple[tuple[Side, float], ...] = (("l", 1.0), ("r", -1.0))

WAIST = 0.42  # share of the way from pelvis to neck where the chest begins to turn on the pelvis
SHOULDER_DROP = 0.054  # of the shoulder joint below the neck, in body heights
HIP_DROP = 0.012  # of the hip joint below the pelvis, in body heights
REACH = 0.994  # a limb never locks quite straight
BALL_M = 0.105  # of the ball of the foot before the ankle, for a foot of 0.27 m; the heel lies half as far behind
HANGS_BACK = 0.35  # of a shin's length
TABLE_AHEAD = 0.13  # body heights from the pelvis: there the edge of the table is that one sits at
OVER_TABLE, TABLE_THICK_M = 0.026, 0.12  # body heights of half a forearm; a top with its apron
BOWED_LOOK = 0.75  # of a bowed head is left to who looks at somebody: the eyes do the rest
TOE_BEND_DEG = 55.0  # toes stay on the floor while the heel rises up to this
_KEPT_POSES = 64  # of the people of a panel, some of them tried in several places; 10 kB each
SHOULDER_AT_REST = vec(0.0, -1.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PosedBody:
    """A person in a pose. spine: control points (3, 3) of its curve from pelvis to neck, in the world.

    shoulder_shift: how far (3,) each shoulder joint is lifted from its rest, in the world, left and right.
    hands: shapes of the left and the right hand. hidden_hands: those in a pocket.
    held: each prop and the hand that has it.
    """

    placement: FigurePlacement
    anchors: FigureAnchors
    proportions: Proportions
    pose: Pose
    spine: Array
    shoulder_shift: tuple[Array, Array]
    hands: tuple[HandShape, HandShape]
    hidden_hands: tuple[bool, bool]
    held: tuple[Held, ...]

    def spine_at(self, places: Array) -> Array:
        """Return points (n, 3) of the spine at shares `places` (n,) of the way from pelvis to neck."""
        t = places[:, None]
        return (1 - t) ** 2 * self.spine[0] + 2 * t * (1 - t) * self.spine[1] + t**2 * self.spine[2]

    def spine_frames(self, places: Array) -> Array:
        """Return frames (n, 3, 3), columns right, up, forward, turning from the pelvis' to the chest's."""
        share = np.clip(places, 0.0, 1.0)[:, None, None]
        mixed = self.anchors.frames["pelvis"] * (1 - share) + self.anchors.frames["chest"] * share
        right = mixed[:, :, 0] / np.linalg.norm(mixed[:, :, 0], axis=1, keepdims=True)
        forward = cross(right, mixed[:, :, 1])
        forward /= np.linalg.norm(forward, axis=1, keepdims=True)
        return np.stack([right, cross(forward, right), forward], axis=-1)


def pose_figure(placement: FigurePlacement) -> PosedBody:
    """Return the joints of a figure: feet on the floor, hips on the seat, hands outside the body.

    The director asks, and later the builder, who knows more of what joints do not depend on: they are read only.
    """
    body = _solved(replace(placement, gaze=(0.0, 0.0), detailed=True, speaking=False))
    return replace(body, placement=placement)


@lru_cache(maxsize=_KEPT_POSES)
def _solved(placement: FigurePlacement) -> PosedBody:
    body = _Solver(placement).solve()
    for array in (*body.anchors.joints.values(), *body.anchors.frames.values()):
        array.flags.writeable = False
    return body


def two_bones(root: Array, target: Array, first_m: float, second_m: float, pole: Array) -> tuple[Array, Array]:
    """Return the middle and the end (3,) of two bones from `root` that reach for `target` and bend toward `pole`."""
    way = target - root
    distance = sqrt(float(way @ way))
    longest, shortest = (first_m + second_m) * REACH, abs(first_m - second_m) + 0.01
    direction = way / distance if distance > 1e-6 else SHOULDER_AT_REST
    distance = min(max(distance, shortest), longest)
    along = (first_m**2 - second_m**2 + distance**2) / (2 * distance)
    height = sqrt(max(first_m**2 - along**2, 0.0))
    side = pole - float(pole @ direction) * direction
    length = sqrt(float(side @ side))
    side = side / length if length > 1e-4 else unit(cross(direction, vec(1, 0, 0)))
    return root + direction * along + side * height, root + direction * distance


class _Solver:
    """Solves one figure, part after part: trunk, legs, head, arms."""

    def __init__(self, placement: FigurePlacement) -> None:
        self.placement = placement
        self.size = proportions_of(placement.look)
        self.pose, self.held = adapted_pose(placement)
        self.lying = self.pose.support == "lie"
        self.joints: dict[str, Array] = {}
        self.frames: dict[str, Array] = {}
        seat = placement.seat_height_m
        self.surface_m = (seat if seat is not None else self.pose.seat_m) if self.pose.support == "seat" else 0.0
        if self.lying:
            self.surface_m = seat or 0.0
        self.root = rotation(placement.yaw_deg)
        self.origin = vec(*placement.position_m) + vec(0, placement.lift_m, 0)

    def solve(self) -> PosedBody:
        """Run all steps and carry the result into the world."""
        self._turn_trunk()
        for side, sign in SIDES:
            self.frames[f"foot_{side}"] = self._foot_frame(side, sign)
        self._place_pelvis()
        self._place_trunk()
        for side, sign in SIDES:
            self._place_leg(side, sign)
        self._place_head()
        shifts = self._place_arms()
        return self._in_world(shifts)

    # trunk

    def _turn_trunk(self) -> None:
        turn = self.pose.turn
        pelvis = rotation(*turn.pelvis)
        yaw, pitch, roll = turn.chest
        if not self.lying:
            pitch += stoop_deg(self.placement.look)
        if self.placement.look_at is not None and not self.lying:
            to_target = self._look_angles(turn.pelvis[0] + yaw)[0]
            yaw += float(np.clip(0.28 * to_target, -22.0, 22.0))  # the shoulders follow the eyes a little
        self.chest_yaw = turn.pelvis[0] + yaw
        self.frames["pelvis"] = pelvis
        self.frames["chest"] = pelvis @ rotation(yaw, pitch, roll)
        self.upright = self.frames["chest"] if self.lying else rotation(self.chest_yaw)

    def _look_angles(self, facing_deg: float) -> tuple[float, float]:
        """Return yaw beside `facing_deg` and pitch, in degrees, from the head's place to the point looked at."""
        height = self.size.height_m
        eyes = vec(
            0, {"seat": self.surface_m + 0.43 * height, "kneel": 0.68 * height}.get(self.pose.support, 0.92 * height), 0
        )
        if self.pose.support == "ground":
            eyes[1] -= (1 - self.pose.height) * self.size.leg_m
        x, y, z = (self.root.T @ (vec(*self.placement.look_at or (0, 0, 0)) - self.origin) - eyes).tolist()
        yaw = (degrees(atan2(x, z)) - facing_deg + 180.0) % 360.0 - 180.0
        return yaw, -degrees(atan2(y, hypot(x, z)))

    def _place_pelvis(self) -> None:
        size, pose = self.size, self.pose
        height = size.height_m
        x, z = pose.pelvis[0] * height, pose.pelvis[1] * height
        if pose.support == "seat":
            y = self.surface_m + 0.029 * (size.girth + height)
        elif self.lying:
            y = self.surface_m + self._lying_thickness()
        elif pose.support == "kneel":
            knee_y = 0.036 * height
            y = knee_y + sqrt(size.thigh_m**2 - (0.02 * height) ** 2) + HIP_DROP * height
        else:
            y = size.ankle_m + pose.height * size.leg_m + HIP_DROP * height
        self.joints["pelvis"] = vec(x, y, z)
        if pose.support == "ground":
            self._lower_to_feet()

    def _lying_thickness(self) -> float:
        """Return how high the pelvis lies above what carries it: on the back, on the belly or on a side."""
        size, height = self.size, self.size.height_m
        facing_up = float(self.frames["pelvis"][1, 2])
        if abs(facing_up) < 0.5:
            return 0.094 * size.girth + size.ease_m
        if facing_up > 0:
            return max(float(np.max(size.torso_deep - size.torso_ahead)) + 0.5 * size.ease_m, 0.075 * height)
        bust = 0.012 * height if self.placement.look.gender == "female" else 0.004 * height
        return max(float(np.max(size.torso_deep + size.torso_ahead)) + size.ease_m + bust, 0.075 * height)

    def _lower_to_feet(self) -> None:
        """Lower the pelvis until both feet reach their places on the floor."""
        excess = 0.0
        for side, sign in SIDES:
            hip, ankle = self._hip(sign), self._standing_ankle(side, sign)
            dx, dy, dz = (ankle - hip).tolist()
            room = (REACH * self.size.leg_m) ** 2 - dx * dx - dz * dz
            excess = max(excess, -dy - sqrt(max(room, 0.0)))
        self.joints["pelvis"][1] -= excess

    def _place_trunk(self) -> None:
        pelvis, chest = self.frames["pelvis"], self.frames["chest"]
        torso, height = self.size.torso_m, self.size.height_m
        self.joints["waist"] = self.joints["pelvis"] + pelvis @ vec(0, torso * WAIST, -0.004 * height)
        self.joints["neck"] = self.joints["waist"] + chest @ vec(0, torso * (1 - WAIST), -0.006 * height)

    # legs

    def _leg(self, side: Side) -> Leg:
        return self.pose.leg_l if side == "l" else self.pose.leg_r

    def _hip(self, sign: float) -> Array:
        offset = vec(sign * self.size.hip_m, -HIP_DROP * self.size.height_m, 0)
        return self.joints["pelvis"] + self.frames["pelvis"] @ offset

    def _foot_frame(self, side: Side, sign: float) -> Array:
        leg = self._leg(side)
        if self.lying:
            return self.frames["pelvis"] @ rotation(sign * leg.turn, 12.0 + leg.pitch)
        return rotation(sign * leg.turn + 0.5 * self.pose.turn.pelvis[0]) @ rotation(0, leg.pitch)

    def _ankle_height(self, leg: Leg) -> float:
        """Return how high the ankle is when the lowest point of the sole has the height that the pose wants."""
        pitch = radians(leg.pitch)
        lever = (BALL_M if pitch > 0 else 0.5 * BALL_M) * self.size.foot_scale
        tips = max(0.0, sin(pitch - radians(TOE_BEND_DEG))) * 0.09 * self.size.foot_scale
        return leg.foot[1] * self.size.height_m + self.size.ankle_m * cos(pitch) + lever * abs(sin(pitch)) + tips

    def _standing_ankle(self, side: Side, sign: float) -> Array:
        leg, height = self._leg(side), self.size.height_m
        return vec(sign * (self.size.hip_m + leg.foot[0] * height), self._ankle_height(leg), leg.foot[2] * height)

    def _place_leg(self, side: Side, sign: float) -> None:
        size, leg = self.size, self._leg(side)
        hip = self._hip(sign)
        pole = vec(sign * leg.knee[0], leg.knee[1], leg.knee[2])
        if self.pose.support == "seat":
            ankle = self._seated_ankle(hip, leg, sign)
            pole = vec(sign * leg.knee[0], leg.knee[1] or 0.8, leg.knee[2])
        elif self.lying:
            ankle, pole = self._lying_ankle(hip, leg, sign), self.frames["pelvis"] @ pole
        elif self.pose.support == "kneel" and leg.pitch > 45:
            self._kneel(side, sign, hip, leg)
            return
        else:
            ankle = self._standing_ankle(side, sign)
        knee, ankle = two_bones(hip, ankle, size.thigh_m, size.shin_m, pole)
        self._set_leg(side, hip, knee, ankle)

    def _seated_ankle(self, hip: Array, leg: Leg, sign: float) -> Array:
        """Return the place of a seated ankle: below the knee on the floor, or hanging where the floor is too far."""
        size, height = self.size, self.size.height_m
        ankle_y = self._ankle_height(leg)
        rise = ankle_y + size.shin_m - float(hip[1])
        rise = min(max(rise, -0.14 * size.thigh_m), 0.94 * size.thigh_m)
        knee_z = float(hip[2]) + sqrt(size.thigh_m**2 - rise**2)
        low = max(ankle_y, float(hip[1]) + rise - size.shin_m)
        # feet that hang swing under the seat, those on a pedal do not
        back = min(low - ankle_y, HANGS_BACK * size.shin_m) if leg.foot[1] == 0.0 else 0.0
        return vec(float(hip[0]) + sign * leg.foot[0] * height, low, knee_z + leg.foot[2] * height - back)

    def _lying_ankle(self, hip: Array, leg: Leg, sign: float) -> Array:
        """Return the place of the ankle of somebody who lies: on what they lie on, unless the pose lifts it."""
        size, (out, lift, down) = self.size, leg.foot
        ankle = hip + self.frames["pelvis"] @ vec(sign * out * size.height_m, -down * size.leg_m * REACH, 0)
        ankle[1] = self.surface_m + (0.030 + lift) * size.height_m
        return ankle

    def _kneel(self, side: Side, sign: float, hip: Array, leg: Leg) -> None:
        size, height = self.size, self.size.height_m
        drop = float(hip[1]) - 0.036 * height
        ahead = sqrt(max(size.thigh_m**2 - drop**2, 0.0))
        knee = vec(float(hip[0]) + sign * leg.foot[0] * height, 0.036 * height, float(hip[2]) - ahead)
        knee = hip + unit(knee - hip) * size.thigh_m
        ankle_y = self._ankle_height(leg)
        back = sqrt(size.shin_m**2 - (float(knee[1]) - ankle_y) ** 2)
        self._set_leg(side, hip, knee, knee + vec(0, ankle_y - float(knee[1]), -back))

    def _set_leg(self, side: Side, hip: Array, knee: Array, ankle: Array) -> None:
        self.joints[f"hip_{side}"], self.joints[f"knee_{side}"], self.joints[f"ankle_{side}"] = hip, knee, ankle
        bend = 0.0 if self.lying else min(max(self._leg(side).pitch, 0.0), TOE_BEND_DEG)
        scale = self.size.foot_scale
        ball, toe = vec(0, -0.93 * self.size.ankle_m, BALL_M * scale), vec(0, 0.010 * scale, 0.075 * scale)
        self.joints[f"toe_{side}"] = ankle + self.frames[f"foot_{side}"] @ (ball + rotation(0, -bend) @ toe)

    # head

    def _place_head(self) -> None:
        size, chest = self.size, self.frames["chest"]
        yaw, pitch, roll = self.pose.turn.head
        turned, bowed, tilted = self.pose.bow
        if self.lying:
            head = chest @ rotation(yaw, pitch, roll)
            if self.placement.look_at is not None:
                head = chest @ self._lying_look(pitch, roll)
        elif self.placement.look_at is not None:
            to_target, to_pitch = self._look_angles(self.chest_yaw)
            yaw = self.chest_yaw + float(np.clip(to_target, -66.0, 66.0))
            head_pitch = float(np.clip(to_pitch, -36.0, 36.0)) + 0.3 * pitch + BOWED_LOOK * bowed
            head = rotation(yaw + turned, head_pitch, roll + tilted)
        else:
            head = rotation(self.chest_yaw + yaw + turned, pitch + bowed, roll + tilted)
        self.frames["head"] = head
        along = unit(0.6 * chest[:, 1] + 0.4 * head[:, 1])
        skull_base = self.joints["neck"] + along * size.neck_m + chest[:, 2] * (0.012 * size.height_m)
        centre = skull_base + head @ vec(0, 0.36 * size.head_m, 0.10 * size.head_m)
        if self.lying:  # the back of the head rests on the pillow, never in it
            lift = max(0.0, self.surface_m + 0.47 * size.head_m - float(centre[1]))
            skull_base, centre = skull_base + vec(0, 0.5 * lift, 0), centre + vec(0, lift, 0)
        self.joints["skull_base"], self.joints["head"] = skull_base, centre
        for name, place in (("crown", (0, 0.56, -0.02)), ("chin", (0, -0.45, 0.30)), ("eyes", (0, 0.06, 0.36))):
            self.joints[name] = centre + head @ (vec(*place) * size.head_m)

    def _lying_look(self, pitch: float, roll: float) -> Array:
        target = self.root.T @ (vec(*self.placement.look_at or (0, 0, 0)) - self.origin)
        x, y, z = (self.frames["chest"].T @ (target - self.joints["neck"])).tolist()
        to_pitch = -degrees(atan2(y, hypot(x, z)))
        yaw = float(np.clip(degrees(atan2(x, z)), -70.0, 70.0))
        return rotation(yaw, float(np.clip(to_pitch, -20.0, 30.0)) + 0.3 * pitch, roll)

    # arms

    def _place_arms(self) -> tuple[Array, Array]:
        """Place both arms and return how far each shoulder left its rest."""
        self.volume = BodyVolume.of(self.size, self.joints, self.frames, self.placement.look)
        shifts: dict[Side, Array] = {}
        for side, sign in SIDES[::-1] if self.pose.arm_l.at == "other_hand" else SIDES:
            shifts[side] = self._place_arm(side, sign)
        return shifts["l"], shifts["r"]

    def _arm(self, side: Side) -> Arm:
        if side == "l" and "arm_sling" in self.placement.look.accessories:
            return SLUNG
        return self.pose.arm_l if side == "l" else self.pose.arm_r

    def _place_arm(self, side: Side, sign: float) -> Array:
        size, arm = self.size, self._arm(side)
        height = size.height_m
        rest = self.joints["neck"] + self.frames["chest"] @ vec(
            sign * size.shoulder_m, -SHOULDER_DROP * height, -0.004 * height
        )
        target = self._wrist_target(arm, side, sign, rest)
        floor = self.surface_m if self.lying else 0.0
        if arm.over_table:
            target[1] = max(float(target[1]), self._table_m() + 0.055)
        target[1] = max(float(target[1]), arm.least_m, floor + 0.024 * height)
        target[1] += self._under_table(target)
        up, ahead = self.pose.shoulders
        borne = self.frames["chest"] @ vec(-0.5 * sign * max(ahead, 0.0) * height, up * height, ahead * height)
        shoulder = rest + self._girdle(rest, target, sign) + borne
        pole = self.frames["chest"] @ vec(sign * arm.elbow[0], arm.elbow[1], arm.elbow[2])
        axes = self._hand_axes(arm)
        margin = self._margin(side)
        elbow, wrist = two_bones(shoulder, target, size.upper_arm_m, size.forearm_m, pole)
        hand = self._hand_frame(arm, sign, axes, unit(wrist - elbow))
        for _ in range(0 if arm.inside else 4):
            shove, elbow_shove = self.volume.arm_shove(elbow, wrist, hand, size.hand_scale, margin)
            elbow_shove[1] += max(0.0, floor + 0.030 * height - float(elbow[1]))
            rise = self._under_table(elbow)
            if float(shove @ shove) + float(elbow_shove @ elbow_shove) + rise**2 < 1e-6:
                break
            pole = pole + elbow_shove * (6.0 / size.upper_arm_m) + vec(0, 2.0 * rise / size.upper_arm_m, 0)
            target = wrist + 1.05 * shove
            target[1] = max(float(target[1]), floor + 0.024 * height)
            target[1] += self._under_table(target)
            elbow, wrist = two_bones(shoulder, target, size.upper_arm_m, size.forearm_m, pole)
            hand = self._hand_frame(arm, sign, axes, unit(wrist - elbow))
        hand = self._above_floor(hand, wrist, floor)
        self.joints[f"shoulder_{side}"], self.joints[f"elbow_{side}"] = shoulder, elbow
        self.joints[f"wrist_{side}"], self.frames[f"hand_{side}"] = wrist, hand
        self.joints[f"hand_{side}"] = wrist + hand[:, 2] * (0.075 * size.hand_scale)
        return shoulder - rest

    def _under_table(self, point: Array) -> float:
        """Return how far a hand or elbow has to rise that would be in the top of the table."""
        if not self.placement.at_table:
            return 0.0
        height, above = self.size.height_m, float(point[1]) - self._table_m()
        ahead = float(point[2] - self.joints["pelvis"][2]) > TABLE_AHEAD * height
        return OVER_TABLE * height - above if ahead and -TABLE_THICK_M < above < OVER_TABLE * height else 0.0

    def _margin(self, side: Side) -> float:
        """Return how far the palm keeps from the body for what the hand holds, in metres."""
        if any(where in ("both", side) for _, where in self.held):
            return 0.030
        return 0.030 if self._arm(side).hand in ("slab", "flat") else 0.0

    def _wrist_target(self, arm: Arm, side: Side, sign: float, shoulder: Array) -> Array:
        size, joints, frames = self.size, self.joints, self.frames
        x, y, z = sign * arm.to[0], arm.to[1], arm.to[2]
        height = size.height_m
        if arm.at == "shoulder":
            return shoulder + self.upright @ (vec(x, y, z) * size.arm_m)
        if arm.at in ("chest", "hip"):
            place = 0.66 if arm.at == "chest" else 0.22
            across, deep, ahead = size.torso_at(place)
            middle = self.volume.spine_at(place)
            return middle + frames["chest" if arm.at == "chest" else "pelvis"] @ vec(
                x * across, y * height, z * deep + ahead
            )
        if arm.at == "middle":
            return joints["neck"] + self.upright @ vec(x, y * size.arm_m - SHOULDER_DROP * height, z * size.arm_m)
        if arm.at == "head":
            return joints["head"] + frames["head"] @ (vec(x, y, z) * size.head_m)
        if arm.at == "thigh":
            return self.volume.above_thigh(side, arm.to[1], arm.to[2] * height) + vec(x * height, 0, 0)
        if arm.at == "other_hand":
            other = "r" if side == "l" else "l"
            middle = joints[f"hand_{other}"]
            return middle + self.upright @ (vec(x, y, z) * (0.19 * size.hand_scale))
        if arm.at == "seat":
            return vec(x, y + self.surface_m, z)
        level = 0.0 if arm.at == "floor" else self._table_m()
        rise = y if arm.at == "table_m" else y * height
        return vec(x * height, level + rise, z * height + float(joints["pelvis"][2]))

    def _table_m(self) -> float:
        seat = self.placement.seat_height_m
        if self.pose.support == "seat":
            return self.pose.table_m + (self.surface_m - self.pose.seat_m)
        return seat if seat is not None else self.pose.table_m

    def _girdle(self, shoulder: Array, target: Array, sign: float) -> Array:
        """Return how far the shoulder joint follows a hand that reaches up, ahead or across."""
        x, y, z = (self.frames["chest"].T @ (target - shoulder) / self.size.arm_m).tolist()
        up = min(max(y + 0.1, 0.0), 1.0) * 0.034
        ahead = min(max(z - 0.25, -0.4), 0.8) * 0.026
        across = min(max(-sign * x - 0.1, 0.0), 0.6) * 0.030
        return self.frames["chest"] @ (vec(-sign * (across + 0.3 * up), up, ahead + 0.5 * across) * self.size.height_m)

    def _hand_axes(self, arm: Arm) -> Array:
        if arm.at == "head":
            return self.frames["head"]
        return self.frames["chest"] if arm.at in ("chest", "hip") else self.upright

    def _hand_frame(self, arm: Arm, sign: float, axes: Array, forearm: Array) -> Array:
        """Return the hand's frame: side, palm normal, direction. A wrist bends 70 degrees at most."""
        direction = forearm
        if arm.fingers is not None:
            direction = unit(axes @ vec(sign * arm.fingers[0], arm.fingers[1], arm.fingers[2]))
            along = float(direction @ forearm)
            if along < 0.34:
                across = direction - along * forearm
                direction = unit(0.34 * forearm + 0.94 * unit(across))
        palm = arm.palm if arm.palm is not None else (-1.0, 0.0, 0.12)
        wanted = axes @ vec(sign * palm[0], palm[1], palm[2])
        normal = wanted - float(wanted @ direction) * direction
        if float(normal @ normal) < 0.01:
            normal = cross(direction, axes[:, 0])
        normal = unit(normal)
        return np.stack([cross(normal, direction), normal, direction], axis=1)

    def _above_floor(self, hand: Array, wrist: Array, floor: float) -> Array:
        """Return the hand's frame, tilted so that the fingers lie on the floor and do not enter it."""
        length = 0.17 * self.size.hand_scale
        lowest = (floor + 0.012 * self.size.hand_scale - float(wrist[1])) / length
        if float(hand[1, 2]) >= lowest or lowest >= 0.9:
            return hand
        flat = hand[:, 2] * (1.0, 0.0, 1.0)
        level = sqrt(max(float(flat @ flat), 1e-9))
        direction = unit(flat * (sqrt(1.0 - lowest * lowest) / level) + vec(0, lowest, 0))
        normal = unit(hand[:, 1] - float(hand[:, 1] @ direction) * direction)
        return np.stack([cross(normal, direction), normal, direction], axis=1)

    # the world

    def _in_world(self, shifts: tuple[Array, Array]) -> PosedBody:
        placement, root = self.placement, self.root
        names = list(self.joints)
        world = np.stack([self.joints[name] for name in names]) @ root.T + self.origin
        joints = dict(zip(names, world, strict=True))
        frames = {name: root @ frame for name, frame in self.frames.items()}
        frames["root"] = root
        middle = joints["waist"] + 0.5 * (joints["waist"] - 0.5 * (joints["pelvis"] + joints["neck"]))
        arm_l, arm_r = self.pose.arm_l, self.pose.arm_r
        return PosedBody(
            placement=placement,
            anchors=FigureAnchors(
                figure=placement.figure,
                joints=joints,
                frames=frames,
                height_m=self.size.height_m,
                head_height_m=self.size.head_m,
                lying=self.lying,
            ),
            proportions=self.size,
            pose=self.pose,
            spine=np.stack([joints["pelvis"], middle, joints["neck"]]),
            shoulder_shift=(root @ shifts[0], root @ shifts[1]),
            hands=(arm_l.hand, arm_r.hand),
            hidden_hands=(arm_l.inside, arm_r.inside),
            held=self.held,
        )
