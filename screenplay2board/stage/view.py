"""What the camera solver is asked and what it answers: people, wishes, places to try, the solved camera.

Angles: azimuth 0 is the audience's side (+z), positive to the right; pitch positive looks up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from screenplay2board.stage.equipment import mount_ends
from screenplay2board.stage.framing import SIZES, SizeRule, hair_above
from screenplay2board.stage.geometry import Array, FigureAnchors, vec
from screenplay2board.stage.marks import in_vehicle
from screenplay2board.stage.player import azimuth_deg, turn_deg
from screenplay2board.stage.props.car_cabin import cabin_extent
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.types import CameraPose, FigurePlacement, SetPlan, StageBrief

# In head heights from the centre of the skull: crown, top of forehead and back, chin, nape, back, nose, sides.
_HEAD_CAGE: Array = np.array(
    [
        (0.0, 0.56, -0.05), (0.0, 0.40, 0.32), (0.0, 0.46, -0.40), (0.0, -0.455, 0.30), (0.0, -0.42, 0.36),
        (0.0, -0.28, -0.22), (0.0, 0.10, -0.46), (0.0, -0.12, 0.44), (0.32, 0.15, -0.05), (-0.32, 0.15, -0.05),
        (0.22, 0.48, -0.05), (-0.22, 0.48, -0.05),
    ]
)  # fmt: skip
_BUN: Array = np.array([(0.0, 0.58, -0.52), (0.0, 0.42, -0.69), (0.0, 0.26, -0.52)])
UPSTAGE_DEG = 40.0  # a row that is turned so looks at the stage, an armchair beyond it only stands askew
# How much of the hair's height lies over each of them; hair makes a point stand out by up to twice that.
_HAIR_SHARE: Array = np.array([1.9, 1.2, 1.6, 0, 0, 0.8, 1.6, 0, 1.6, 1.6, 1.8, 1.8], dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody the camera may see. What bounds a person is worked out once: every place that is tried asks for it."""

    placement: FigurePlacement
    anchors: FigureAnchors

    @property
    def head(self) -> Array:
        """Return the centre of the skull."""
        return self.anchors.joints["head"]

    @property
    def head_yaw_deg(self) -> float:
        """Return the azimuth of the face."""
        ahead = self.anchors.frames["head"][:, 2]
        return azimuth_deg(float(ahead[0]), float(ahead[2]))

    @property
    def sits_upstage(self) -> bool:
        """Tell whether this one sits in a row with the back to the house: the house is then where they all look to."""
        placement = self.placement
        return placement.seat_height_m is not None and abs(turn_deg(placement.yaw_deg, 180.0)) < UPSTAGE_DEG

    @cached_property
    def top(self) -> Array:
        """Return points (2, 3) that bound head and hair above, whatever the pose."""
        head_m, look = self.anchors.head_height_m, self.placement.look
        crown = self.anchors.joints["crown"]
        up = self.anchors.frames["head"][:, 1]
        reach = hair_above(look) * head_m
        return np.stack([crown + up * reach, self.head + vec(0, (0.44 if self.anchors.lying else 0.5) * head_m, 0)])

    @cached_property
    def head_cage(self) -> Array:
        """Return points (n, 3) that bound skull, nose and hair, without what hangs down."""
        hair = hair_above(self.placement.look, hat=False)
        cage = _HEAD_CAGE * (1.0 + hair * _HAIR_SHARE[:, None])
        if self.placement.look.hair == "bun":
            cage = np.concatenate([cage, _BUN])
        return self.head + (cage * self.anchors.head_height_m) @ self.anchors.frames["head"].T

    @cached_property
    def body(self) -> Array:
        """Return points (n, 3) that bound the whole person."""
        if self.anchors.extent is not None:
            return self.anchors.extent
        joints = self.anchors.joints
        names = ("ankle_l", "ankle_r", "toe_l", "toe_r", "knee_l", "knee_r", "hand_l", "hand_r", "chin")
        feet = np.stack([joints[name] for name in names])
        mount = np.array(mount_ends(self.placement.pose)).reshape(-1, 3) @ self.anchors.frames["root"].T
        return np.concatenate([self.top, feet, mount + np.array(self.placement.position_m)])

    @cached_property
    def shoulders(self) -> Array:
        """Return both shoulders (2, 3), a little outside the joints."""
        left, right = self.anchors.joints["shoulder_l"], self.anchors.joints["shoulder_r"]
        out = 0.3 * (left - right)
        return np.stack([left + out, right - out])


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """A camera with its cost and the words for why. absent: figures that step out of the picture."""

    camera: CameraPose
    cost: float
    azimuth_deg: float
    reasons: tuple[str, ...] = ()
    absent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One place to try. rise_m: over the usual height. zoom: focal length as a factor."""

    azimuth: float
    pitch: float
    rise_m: float = 0.0
    zoom: float = 1.0
    penalty: float = 0.0


@dataclass(frozen=True, kw_only=True)
class View:
    """The brief's camera wishes with the people they are about. looking: side of the screen each subject looks to."""

    brief: StageBrief
    plan: SetPlan
    subjects: tuple[Person, ...]
    people: tuple[Person, ...]
    obstacles: Obstacles

    def on(self, subjects: Sequence[Person]) -> View:
        """Return the same with the frame built on `subjects` alone."""
        names = tuple(person.placement.name for person in subjects)
        return replace(self, brief=replace(self.brief, subject=names), subjects=tuple(subjects))

    @property
    def rule(self) -> SizeRule:
        """Return the numbers of the shot size."""
        return SIZES[self.brief.size]

    @cached_property
    def in_vehicle(self) -> bool:
        """Tell whether people sit in a car: their legs are not to be seen."""
        return in_vehicle(self.brief, self.plan)

    @cached_property
    def bounds(self) -> Array:
        """Return points (n, 3) that bound what can be seen of all subjects."""
        return np.concatenate([self.bounds_of(person) for person in self.subjects])

    @cached_property
    def tops(self) -> Array:
        """Return points (n, 3) that bound heads and hair of all subjects above, and the roof over them."""
        tops = [person.top for person in self.subjects]
        return np.concatenate([*tops, self.vehicle] if self.rule.whole else tops)

    @cached_property
    def heads(self) -> Array:
        """Return the centres of the skulls of all subjects, (subjects, 3)."""
        return np.stack([person.head for person in self.subjects])

    @cached_property
    def head_heights_m(self) -> Array:
        """Return the heights of the heads of all subjects, (subjects,)."""
        return np.array([person.anchors.head_height_m for person in self.subjects])

    def bounds_of(self, person: Person) -> Array:
        """Return points (n, 3) that bound what can be seen of a person."""
        if not self.in_vehicle:
            return person.body
        seen = np.concatenate([person.top, person.shoulders])
        return np.concatenate([seen, self.vehicle]) if self.rule.whole and len(self.vehicle) else seen

    @cached_property
    def vehicle(self) -> Array:
        """Return points (n, 3) that bound the car people sit in, none where it is as large as a room."""
        cars = [piece for piece in self.plan.pieces if piece.kind == "car_interior"]
        if not self.in_vehicle or not cars:
            return np.zeros((0, 3))
        return vec(*cars[0].position_m) + cabin_extent(cars[0].parameters)

    @property
    def aspect(self) -> float:
        """Return the frame's width over its height."""
        return self.brief.frame_px[0] / self.brief.frame_px[1]
