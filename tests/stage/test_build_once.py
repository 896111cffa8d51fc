"""Pieces and heads are built once and placed often: what they look like must not depend on what was built before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage import props
from screenplay2board.stage.body import head
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.traits import Traits
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.geometry import Geometry, Part, rotation, vec
from screenplay2board.stage.props import build_piece
from screenplay2board.stage.props.registry import KINDS
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.types import CameraPose, FigurePlacement, Light, PropPlacement, SetPlan, Stage

LOOK = CharacterLook(hair="braids", hat="beret", beard="full", glasses="round", seed=3)
PIECES = (
    PropPlacement(kind="table", position_m=(0.0, 0.0, -1.0), yaw_deg=20.0),
    PropPlacement(kind="tree", position_m=(2.0, 0.0, -2.0)),
    PropPlacement(kind="lamp", position_m=(-1.0, 0.0, -1.0)),
)


def forget():
    """Empty what a process keeps."""
    for kept in (props._built, head._shape, head._face):
        kept.cache_clear()


def described(geometry: Geometry) -> list[object]:
    """Everything in a geometry, arrays as bytes."""
    found: list[object] = [each.tobytes() for each in geometry.arrays()]
    found += [(edge.points.tobytes(), edge.weight, edge.grey, repr(edge.normal)) for edge in geometry.edges]
    faces = [face.at(head_px) for face in geometry.faces for head_px in (20.0, 80.0, 160.0, 400.0)]
    for marks in (geometry.curves, geometry.fills, *(ink for face in faces for ink in (face.curves, face.fills))):
        found += [(mark.points.tobytes(), repr(replace(mark, points=None))) for mark in marks]
    return [*found, *map(repr, geometry.parts)]


def stage(*figures: FigurePlacement) -> Stage:
    plan = SetPlan(name="test", pieces=(), marks=(), bounds_m=(-3, -3, 3, 3), camera_bounds_m=(-3, -3, 3, 6))
    return Stage(
        set=plan, set_pieces=PIECES, figures=figures, subject_figures=(1,), light=Light(), sky=plan.sky,
        weather="clear", camera=CameraPose(position_m=(0, 1.5, 5), target_m=(0, 1, 0), fov_deg=40.0), size="FS",
    )  # fmt: skip


ANNA = FigurePlacement(figure=1, name="ANNA", look=LOOK, pose="stand", emotion="angry")
MARC = FigurePlacement(figure=2, name="MARC", look=CharacterLook(hair="long"), pose="sit", position_m=(1, 0, 0))


def test_a_stage_is_the_same_the_second_time():
    forget()
    first = described(build_stage(stage(ANNA, MARC)))
    assert described(build_stage(stage(ANNA, MARC))) == first
    forget()
    build_stage(stage(replace(MARC, figure=1), replace(ANNA, figure=2, yaw_deg=40.0, emotion="happy")))
    assert described(build_stage(stage(ANNA, MARC))) == first


def test_pieces_are_what_their_builders_make_in_one_go():
    together, placed = Geometry(), Geometry()
    for geometry in (together, placed):
        geometry.add_part(Part(name="before"))
    for piece in (*PIECES, PIECES[0]):
        site = Site(together, vec(*piece.position_m), rotation(piece.yaw_deg), True)
        KINDS[piece.kind].build(site, **piece.parameters)
        build_piece(placed, piece, night=True)
    assert described(placed) == described(together)


def test_what_is_kept_cannot_be_changed():
    geometry = Geometry()
    build_piece(geometry, PIECES[0], night=False)
    with pytest.raises(ValueError, match="read-only"):
        geometry._vertices[0][0, 0] = 1.0


def test_a_head_stands_where_the_neck_carries_it():
    body = pose_figure(replace(ANNA, yaw_deg=70.0, position_m=(1.0, 0.0, -2.0)))
    geometry = Geometry()
    head.build_head(geometry, body, 500)
    skull = Skull(Traits.of(LOOK)).grid(detailed=True).reshape(-1, 3)
    centre, axes = body.anchors.joints["head"], body.anchors.frames["head"]
    expected = centre + (skull * body.anchors.head_height_m) @ axes.T
    vertices, normals, faces, _, _ = geometry.arrays()
    assert np.abs(vertices[: len(skull)] - expected).max() < 1e-12
    assert np.abs(np.linalg.norm(normals[: len(skull)], axis=1) - 1.0).max() < 1e-9
    corners = vertices[faces[:200]]
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert ((turned * normals[faces[:200, 0]]).sum(axis=1) > 0).mean() > 0.95
    assert {part.figure for part in geometry.parts[1:]} == {1}
    assert geometry.parts[1].label == 500
    (face,) = geometry.faces
    ink = face.at(100.0)
    assert {curve.figure for curve in (*geometry.curves, *ink.curves)} == {fill.figure for fill in ink.fills} == {1}
