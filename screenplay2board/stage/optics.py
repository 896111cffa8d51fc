"""What a crew reads off a camera: lens, height, tilt, distance.

Enters: a `CameraPose`. Leaves: numbers in millimetres, degrees and metres. Lenses are those of a Super 35 frame, whose
picture is 24.89 mm wide (SMPTE ST 59), whatever the aspect ratio.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from screenplay2board.stage.types import CameraPose, Stage, Vec2

SUPER_35_MM = 24.89


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraFacts:
    """Numbers of one camera. tilt_deg: upward; roll_deg: clockwise. distance_m: along the floor to what is framed."""

    lens_mm: float
    height_m: float
    tilt_deg: float
    roll_deg: float
    distance_m: float


def camera_facts(stage: Stage) -> CameraFacts:
    """Return the numbers of the camera of `stage`; the distance is to its first subject, else to the target."""
    camera = stage.camera
    x, y, z = camera.position_m
    places = {figure.figure: figure.position_m for figure in stage.figures}
    aim = next((places[figure] for figure in stage.subject_figures if figure in places), camera.target_m)
    ahead = math.hypot(camera.target_m[0] - x, camera.target_m[2] - z)
    return CameraFacts(
        lens_mm=SUPER_35_MM / 2 / math.tan(horizontal_fov(camera) / 2),
        height_m=y,
        tilt_deg=math.degrees(math.atan2(camera.target_m[1] - y, ahead)),
        roll_deg=camera.roll_deg,
        distance_m=math.hypot(aim[0] - x, aim[2] - z),
    )


def horizontal_fov(camera: CameraPose) -> float:
    """Return the angle in radians that the picture sees from side to side."""
    width, height = camera.frame_px
    return 2 * math.atan(math.tan(math.radians(camera.fov_deg) / 2) * width / height)


def view_from_above(camera: CameraPose) -> tuple[Vec2, Vec2]:
    """Return the directions (x, z), of length 1, of the left and the right border of the picture at its middle."""
    dx, dz = camera.target_m[0] - camera.position_m[0], camera.target_m[2] - camera.position_m[2]
    yaw = math.atan2(dx, dz)
    half = math.tan(horizontal_fov(camera) / 2)
    left, right = (math.atan(half * (side - 2 * camera.shift[0])) for side in (-1.0, 1.0))
    # A larger yaw is farther to the left of a picture.
    return (math.sin(yaw - left), math.cos(yaw - left)), (math.sin(yaw - right), math.cos(yaw - right))
