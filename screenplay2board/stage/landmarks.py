"""Where the points lie in the world by which pose estimators describe people: body, hands and face.

Enters: anchors, placements. Leaves: points in metres. The body's 18 points are COCO's with a neck, in the order of
OpenPose; hands have 21 points each (wrist, then thumb to little finger from the root to the tip), faces 70.

Source: https://github.com/CMU-Perceptual-Computing-Lab/openpose/blob/master/doc/02_output.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from screenplay2board.stage.body.hands import hand_joints
from screenplay2board.stage.body.head.landmarks import face_landmarks
from screenplay2board.stage.body.head.space import HeadSpace
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Array, FigureAnchors
from screenplay2board.stage.types import FigurePlacement

BODY_POINTS: tuple[str, ...] = (
    "nose", "neck", "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l", "hip_r", "knee_r",
    "ankle_r", "hip_l", "knee_l", "ankle_l", "eye_r", "eye_l", "ear_r", "ear_l",
)  # fmt: skip
# Places in head space: x to the person's left, y up, z forward, in head heights.
_HEAD_POINTS = {
    "nose": (0.0, -0.10, 0.41),
    "eye_r": (-0.13, 0.05, 0.36),
    "eye_l": (0.13, 0.05, 0.36),
    "ear_r": (-0.33, -0.02, -0.05),
    "ear_l": (0.33, -0.02, -0.05),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Points of a person beyond the body. hands: left and right, (21, 3), None in a pocket. face: (70, 3)."""

    hands: tuple[Array | None, Array | None]
    face: Array


def body_points(anchors: FigureAnchors) -> Array:
    """Return the 18 points of a body (18, 3), in the order of `BODY_POINTS`."""
    head = anchors.joints["head"]
    turn = anchors.frames["head"] * anchors.head_height_m
    return np.stack(
        [
            head + (turn * np.array(_HEAD_POINTS[name])).sum(axis=1) if name in _HEAD_POINTS else anchors.joints[name]
            for name in BODY_POINTS
        ]
    )


def details_of(placement: FigurePlacement) -> Details:
    """Return the points of hands and face of a person as they are built."""
    body = pose_figure(placement)
    joints, frames = body.anchors.joints, body.anchors.frames
    left, right = (
        None
        if hidden
        else hand_joints(shape, joints[f"wrist_{side}"], frames[f"hand_{side}"], side, body.proportions.hand_scale)
        for side, shape, hidden in zip("lr", body.hands, body.hidden_hands, strict=True)
    )
    face = face_landmarks(placement.look, placement.emotion, speaking=placement.speaking, gaze=placement.gaze)
    return Details(hands=(left, right), face=HeadSpace.of(body.anchors).world(face))
