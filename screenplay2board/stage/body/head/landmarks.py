"""The 70 points of a face by which pose estimators describe it, on the very face that is drawn.

Enters: a look, an emotion, a gaze. Leaves: points in head space. Order: the jaw from the person's right ear to the
left one (17), right and left brow (5 each), bridge of the nose (4), underside of the nose (5), right and left eye
(6 each), outer lips (12), inner lips (8), right and left pupil.

Source: Sagonas et al., 300 Faces in-the-Wild Challenge (2013), figure 1, for the 68 points; OpenPose adds the pupils.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.emotions import Expression, expression_of
from screenplay2board.stage.body.head.skull import CHIN_Y, Skull, Traits
from screenplay2board.stage.geometry import Array

FACE_POINTS = 70
_EYE_SHARES = (-1.0, -0.4, 0.4, 1.0)
_OUTER_LIPS = np.linspace(-1.0, 1.0, 7)
_INNER_LIPS = np.linspace(-0.8, 0.8, 5)


def face_landmarks(look: CharacterLook, emotion: str, *, speaking: bool, gaze: tuple[float, float]) -> Array:
    """Return the points (70, 3) in head space: x to the person's left, y up, z forward, 1 is the head's height."""
    skull = Skull(Traits.of(look))
    face = expression_of(emotion, speaking=speaking)
    return np.concatenate(
        [
            _jaw(skull),
            _brow(skull, face, -1)[::-1],
            _brow(skull, face, 1),
            _nose(skull),
            _eye(skull, face, -1),
            _eye(skull, face, 1),
            _lips(skull, face),
            _pupils(skull, face, gaze),
        ]
    )


def _jaw(skull: Skull) -> Array:
    """Return the edge of the face from the right ear over the chin to the left ear, (17, 3)."""
    turn = np.linspace(-1.0, 1.0, 17)
    height = CHIN_Y + 0.012 + (skull.traits.eye_y - CHIN_Y) * np.abs(turn) ** 1.6
    return skull.surface(np.pi / 2 - turn * np.radians(82.0), height)


def _brow(skull: Skull, face: Expression, side: int) -> Array:
    """Return the brow on `side` (1 is the person's left) from the nose outward, (5, 3)."""
    traits, along = skull.traits, np.linspace(0.0, 1.0, 5)
    x = side * (traits.eye_x + np.linspace(-0.080, 0.088, 5))
    y = traits.eye_y + 0.098 + traits.brow_gap + face.brow_raise + face.brow_skew * (side > 0)
    y = y + face.brow_inner * (1 - along) ** 1.3 + face.brow_outer * along
    return skull.on_face(x, y + 0.017 * traits.brow_arch * np.sin(np.pi * along * 0.9))


def _nose(skull: Skull) -> Array:
    """Return the bridge from the root to the tip and the underside from right to left, (9, 3)."""
    bridge = np.stack([skull.on_nose(0.0, share) for share in (0.1, 0.36, 0.62, 0.86)])
    across = np.linspace(-1.0, 1.0, 5)
    width, reach = 0.060 * skull.traits.nose_width, 0.055 * skull.traits.nose_size
    under = skull.on_face(width * across, np.full(5, skull.nose_base_y + 0.006), 0.0)
    under[:, 2] += reach * (1 - np.abs(across)) + 0.012
    return np.concatenate([bridge, under])


def _eye(skull: Skull, face: Expression, side: int) -> Array:
    """Return the eye on `side`: its corner at the picture's left, the upper lid, the other corner, the lower lid."""
    traits = skull.traits
    along = np.array(_EYE_SHARES)
    x = traits.eye_x * side + traits.eye_width * along
    middle = traits.eye_y + traits.eye_slant * along * side - 0.004
    lid = face.lid_open * traits.eye_open
    upper = middle + 0.042 * lid * (1 - np.abs(along) ** 2.2)
    lower = middle - 0.024 * (1 - 0.5 * face.lower_lid) * min(lid, 1.15) * (1 - along**2)
    return skull.on_face(np.r_[x, x[2:0:-1]], np.r_[upper, lower[2:0:-1]])


def _lips(skull: Skull, face: Expression) -> Array:
    """Return the outer and the inner edge of the lips, each from the right corner over the upper lip, (20, 3)."""
    traits = skull.traits
    half = 0.102 * traits.mouth_width * face.mouth_width
    gap = 0.088 * face.mouth_open

    def edge(along: Array, lift: float, drop: float) -> Array:
        curve = 0.034 * face.mouth_curve * (along**2 - 0.35)
        shape = 1 - np.abs(along) ** 2.4
        upper = traits.mouth_y + curve + lift * shape
        lower = np.maximum(traits.mouth_y + curve - (gap + drop) * shape, CHIN_Y + 0.03)
        return skull.on_face(half * np.r_[along, along[-2:0:-1]], np.r_[upper, lower[-2:0:-1]])

    thick = 0.024 * traits.lips
    return np.concatenate([edge(_OUTER_LIPS, thick, 1.2 * thick), edge(_INNER_LIPS, 0.0, 0.0)])


def _pupils(skull: Skull, face: Expression, gaze: tuple[float, float]) -> Array:
    """Return the middle of the right and the left iris, (2, 3)."""
    aside, up = (np.clip(part + own, -1.1, 1.1) for part, own in zip(gaze, face.look, strict=True))
    x = skull.traits.eye_x * np.array([-1.0, 1.0]) + 0.030 * aside
    return skull.on_face(x, np.full(2, skull.traits.eye_y + 0.004 + 0.018 * up))
