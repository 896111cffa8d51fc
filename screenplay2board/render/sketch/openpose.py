"""Draw people as OpenPose's annotator in ControlNet draws them: limbs, joints, hands, points of faces.

Enters: `SeenPerson`s. Leaves: an RGB picture on black. Drawn is what an annotator would find in a photograph: what is
seen, and joints that only the person's own body hides, but no face from behind.

Source: https://github.com/lllyasviel/ControlNet-v1-1-nightly, annotator/openpose: order, colours and sizes.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.render.sketch.people import VISIBLE, SeenPerson
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.landmarks import BODY_POINTS

LIMBS: tuple[tuple[int, int], ...] = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0),
    (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip
COLOURS: tuple[tuple[int, int, int], ...] = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0), (0, 255, 85),
    (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255), (170, 0, 255),
    (255, 0, 255), (255, 0, 170), (255, 0, 85),
)  # fmt: skip
_FINGERS: tuple[tuple[int, int], ...] = tuple(
    (0 if joint == 0 else 4 * finger + joint, 4 * finger + joint + 1) for finger in range(5) for joint in range(4)
)
_HEAD = np.array([name.partition("_")[0] in ("nose", "eye", "ear") for name in BODY_POINTS])
_LIMB_SHADE = 0.6
_NOMINAL_PX = 512  # the shorter side of the pictures that the sizes below are of
_STICK_PX, _JOINT_PX, _FINGER_PX, _KNUCKLE_PX, _FACE_PX = 4.0, 4.0, 2.0, 4.0, 3.0
_KNUCKLE = (0, 0, 255)
_FACE = (255, 255, 255)
_LEAST_HAND = 12  # of 21 points seen: a hand of which less shows is not found
_LEAST_FACE = 35  # of 70
_LEAST_HAND_SHARE = 0.03  # of the frame's shorter side: smaller hands and faces are a blot, and no annotator finds them


def draw_people(people: Iterable[SeenPerson], frame_px: tuple[int, int]) -> PillowImage.Image:
    """Return the picture of all people, mode RGB, (width, height) px."""
    image = PillowImage.new("RGB", frame_px)
    pen = ImageDraw.Draw(image)
    scale = min(frame_px) / _NOMINAL_PX
    everybody = tuple(people)
    for person in everybody:
        _draw_body(pen, person, scale)
    for person in everybody:
        for hand in person.hands:
            if hand is not None and _is_found(hand, _LEAST_HAND, min(frame_px)):
                _draw_hand(pen, hand, scale)
    for person in everybody:
        if person.face is not None and _is_found(person.face, _LEAST_FACE, min(frame_px)):
            _dots(pen, person.face[person.face[:, 2] == VISIBLE, :2], max(1.0, _FACE_PX * scale), _FACE)
    return image


def found_points(person: SeenPerson) -> npt.NDArray[np.bool_]:
    """Tell which of the 18 points of the body are drawn, (18,)."""
    return (person.body[:, 2] == VISIBLE) | (person.own & ~_HEAD)


def _draw_body(pen: ImageDraw.ImageDraw, person: SeenPerson, scale: float) -> None:
    found = found_points(person)
    points = person.body[:, :2]
    for (a, b), colour in zip(LIMBS, COLOURS, strict=False):
        if found[a] and found[b]:
            red, green, blue = (int(value * _LIMB_SHADE) for value in colour)
            pen.polygon(_limb(points[a], points[b], max(1.0, _STICK_PX * scale)), fill=(red, green, blue))
    for index in np.flatnonzero(found).tolist():
        _dots(pen, points[index : index + 1], max(1.0, _JOINT_PX * scale), COLOURS[index])


def _draw_hand(pen: ImageDraw.ImageDraw, hand: Array, scale: float) -> None:
    seen = hand[:, 2] == VISIBLE
    for index, (a, b) in enumerate(_FINGERS):
        if seen[a] and seen[b]:
            red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(index / len(_FINGERS), 1.0, 1.0))
            ends = [(float(x), float(y)) for x, y in hand[[a, b], :2]]
            pen.line(ends, fill=(red, green, blue), width=max(1, round(_FINGER_PX * scale)))
    _dots(pen, hand[seen, :2], max(1.0, _KNUCKLE_PX * scale), _KNUCKLE)


def _is_found(points: Array, least: int, side_px: int) -> bool:
    """Tell whether enough of a hand or a face is seen, and large enough."""
    seen = points[points[:, 2] == VISIBLE, :2]
    return len(seen) >= least and float(np.ptp(seen, axis=0).max()) > _LEAST_HAND_SHARE * side_px


def _dots(pen: ImageDraw.ImageDraw, points: Array, radius: float, colour: tuple[int, int, int]) -> None:
    for x, y in points.tolist():
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _limb(start: Array, end: Array, radius: float) -> Sequence[tuple[float, float]]:
    """Return the outline of the ellipse between two joints."""
    middle, along = (start + end) / 2, (end - start) / 2
    length = max(float(np.sqrt(np.square(along).sum())), 1e-6)
    aside = np.array([-along[1], along[0]]) / length * radius
    angle = np.linspace(0.0, 2 * np.pi, 25)[:-1, None]
    outline = middle + np.cos(angle) * along + np.sin(angle) * aside
    return [(float(x), float(y)) for x, y in outline]
