"""A small stage built by hand, so that what is tested of the drawing does not move with the people and the sets."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import FigureAnchors, Geometry, Part, SurfaceCurve, SurfaceFill, vec
from screenplay2board.stage.surfaces import ellipsoid, tube
from screenplay2board.stage.types import CameraPose, Light, SetPlan, Stage

HEAD = vec(0.4, 1.6, 0.0)
BOX_EDGES = ((0, 1), (1, 3), (3, 2), (2, 0), (4, 5), (5, 7), (7, 6), (6, 4), (0, 4), (1, 5), (2, 6), (3, 7))


def camera(frame_px: tuple[int, int] = (320, 180)) -> CameraPose:
    return CameraPose(position_m=(0.2, 1.5, 4.0), target_m=(0.2, 1.2, 0.0), fov_deg=36.0, frame_px=frame_px)


def stage_for(pose: CameraPose, **changes: object) -> Stage:
    plan = SetPlan(name="test", pieces=(), marks=(), bounds_m=(-3, -3, 3, 3), camera_bounds_m=(-3, -3, 3, 6))
    values: dict[str, object] = {
        "set": plan,
        "set_pieces": (),
        "figures": (),
        "subject_figures": (1,),
        "light": Light(),
        "sky": plan.sky,
        "weather": "clear",
        "camera": pose,
        "size": "MS",
    }
    return Stage(**{**values, **changes})  # type: ignore[arg-type]


def room_with_one_person() -> Geometry:
    """A floor, a back wall, a dark box with ink edges, and a person of a tube and a ball with two eyes and a mouth."""
    geometry = Geometry()
    floor = geometry.add_part(Part(name="floor", grey=0.12, inked=False, casts=False))
    wall = geometry.add_part(Part(name="wall", grey=0.3, inked=False, casts=False))
    box = geometry.add_part(Part(name="box", grey=0.6, inked=False))
    geometry.add_polygon([(-4, 0, 4), (4, 0, 4), (4, 0, -2), (-4, 0, -2)], floor)
    geometry.add_polygon([(-4, 0, -2), (4, 0, -2), (4, 4, -2), (-4, 4, -2)], wall, edge=(0.9, 0.25))
    (corners,) = geometry.add_boxes([(-0.8, 0.4, -0.5)], [(0.8, 0.8, 0.8)], box)
    for pair in BOX_EDGES:
        geometry.add_line(corners[list(pair)], 1.0, 0.15)
    coat = geometry.add_part(Part(name="coat", figure=1, grey=0.4))
    skin = geometry.add_part(Part(name="skin", figure=1, grey=0.0))
    body = tube([(0.4, 0, 0), (0.4, 0.8, 0), (0.4, 1.45, 0)], [0.2, 0.22, 0.1], 16)
    geometry.add_mesh(*body.mesh(), coat)
    geometry.add_mesh(*ellipsoid(HEAD, (0.1, 0.14, 0.12), around=20, stacked=14).mesh(), skin)
    angle = np.linspace(0, 2 * np.pi, 13)[:-1]
    for side in (-0.04, 0.04):
        eye = HEAD + np.stack([side + 0.014 * np.cos(angle), 0.02 + 0.02 * np.sin(angle), np.full(12, 0.112)], axis=1)
        geometry.fills.append(SurfaceFill(figure=1, points=eye, grey=1.0, face=True))
    mouth = HEAD + np.array([(-0.04, -0.06, 0.098), (0.0, -0.065, 0.11), (0.04, -0.06, 0.098)])
    geometry.curves.append(SurfaceCurve(figure=1, points=mouth, weight=1.2, kind="mouth", face=True))
    geometry.figures[1] = _anchors()
    return geometry


def _anchors() -> FigureAnchors:
    joints = {
        name: HEAD - vec(0, drop, 0)
        for name, drop in (("neck", 0.2), ("waist", 0.5), ("pelvis", 0.7), ("crown", -0.14))
    }
    joints["head"] = HEAD
    for side, sign in (("l", 1.0), ("r", -1.0)):
        for name, drop in (("shoulder", 0.25), ("elbow", 0.5), ("wrist", 0.7), ("hip", 0.75), ("knee", 1.1)):
            joints[f"{name}_{side}"] = HEAD + vec(sign * 0.18, -drop, 0)
        joints[f"ankle_{side}"] = HEAD + vec(sign * 0.18, -1.5, 0)
    return FigureAnchors(figure=1, joints=joints, frames={"head": np.eye(3)}, height_m=1.74, head_height_m=0.26)
