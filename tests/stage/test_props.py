"""Pieces and hand props: built within the size that they claim, held where the hand is."""

from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.stage import names
from screenplay2board.stage.body.poses import pose_named
from screenplay2board.stage.geometry import Geometry, rotation, vec
from screenplay2board.stage.props import (
    HOLDABLE,
    build_held,
    build_piece,
    kind_of,
    piece_boxes,
    piece_seat,
    piece_size,
)
from screenplay2board.stage.props.registry import KINDS
from screenplay2board.stage.types import PropPlacement

SOLID = tuple(name for name, kind in KINDS.items() if kind.solid)
HAND_FRAME = np.stack([vec(0, 1, 0), vec(1, 0, 0), vec(0, 0, 1)], axis=1)
SPREADING = (
    "tree",
    "climbing_tree",
    "palm",
    "ladder",
    "coat_stand",
    "street_lamp",
    "harbour_crane",
    "sail",
    "plant",
    "clothes_rail",
    "altar",
    "dumpster",
    "flag",
    "pole",
    "parasol",
    "reeds",
    "stairs",
    "jetty",
)


def built(piece: PropPlacement, *, night: bool = False) -> Geometry:
    geometry = Geometry()
    build_piece(geometry, piece, night=night)
    return geometry


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("night", [False, True])
def test_every_kind_builds_finite_geometry(kind: str, night: bool):
    geometry = built(PropPlacement(kind=kind, position_m=(1.0, 0.5, -2.0), yaw_deg=30.0), night=night)
    vertices, normals, _, _, _ = geometry.arrays()
    assert len(vertices) or geometry.edges
    assert np.isfinite(vertices).all()
    assert np.isfinite(normals).all()


@pytest.mark.parametrize("kind", sorted(set(SOLID) - set(SPREADING)))
def test_a_solid_piece_fills_the_box_it_claims(kind: str):
    piece = PropPlacement(kind=kind)
    vertices = built(piece).arrays()[0]
    boxes = np.array(piece_boxes(piece))
    x0, y0, z0 = boxes[:, :3].min(axis=0)
    x1, y1, z1 = boxes[:, 3:].max(axis=0)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    size = np.array((x1 - x0, y1 - y0, z1 - z0))
    slack = np.maximum(0.3 * size, 0.2)
    assert (low >= np.array((x0, y0, z0)) - slack).all(), (low, (x0, y0, z0))
    assert (high <= np.array((x1, y1, z1)) + slack).all(), (high, (x1, y1, z1))
    assert (high - low >= 0.5 * size - 0.02).all(), (high - low, size)


def test_a_turned_piece_has_a_turned_box():
    straight = piece_boxes(PropPlacement(kind="sofa"))[0]
    turned = piece_boxes(PropPlacement(kind="sofa", yaw_deg=90.0))[0]
    assert straight[3] - straight[0] == pytest.approx(turned[5] - turned[2])
    assert straight[5] - straight[2] == pytest.approx(turned[3] - turned[0])


def test_parameters_change_the_size():
    assert piece_size("table", {"width": 2.0, "height": 0.5}) == (2.0, 0.5, 0.8)


def test_flat_things_fill_no_space():
    assert piece_boxes(PropPlacement(kind="rug")) == ()


def test_a_seat_says_its_height_over_the_floor():
    assert piece_seat(
        PropPlacement(kind="stool", position_m=(0.0, 0.2, 0.0), parameters={"seat": 0.6})
    ) == pytest.approx(0.8)
    assert piece_seat(PropPlacement(kind="bookshelf")) is None


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.seat_m is not None])
def test_the_seat_is_where_people_sit(kind: str):
    """Something of the piece lies at its seat's height, give or take a cushion."""
    height = piece_seat(PropPlacement(kind=kind))
    vertices = built(PropPlacement(kind=kind)).arrays()[0]
    assert height is not None
    assert (np.abs(vertices[:, 1] - height) < 0.06).any()


@pytest.mark.parametrize("prop", names.PROPS)
def test_every_prop_name_stands_by_itself(prop: str):
    assert kind_of(prop)
    vertices = built(PropPlacement(kind=prop)).arrays()[0]
    assert vertices[:, 1].min() > -0.08


@pytest.mark.parametrize("prop", sorted(HOLDABLE))
@pytest.mark.parametrize("turn", [0.0, 75.0, 200.0])
def test_a_held_thing_is_in_the_hand_and_belongs_to_its_owner(prop: str, turn: float):
    geometry = Geometry()
    wrist = vec(0.4, 1.1, 0.3)
    build_held(geometry, prop, wrist, rotation(turn) @ HAND_FRAME, 1.75, 3)
    vertices = geometry.arrays()[0]
    fist = wrist + rotation(turn) @ vec(0.035, 0.0, 0.075)
    assert np.isfinite(vertices).all()
    assert (vertices.min(axis=0) - 0.05 < fist).all()
    assert (fist < vertices.max(axis=0) + 0.05).all()
    assert {part.figure for part in geometry.parts[1:]} == {3}
    assert not geometry.edges


def test_what_nobody_can_hold_is_refused_with_the_nearest_name():
    with pytest.raises(KeyError, match="did you mean `torch`"):
        build_held(Geometry(), "torche", vec(0, 1, 0), HAND_FRAME, 1.7, 1)


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(KeyError, match="did you mean `sofa`"):
        built(PropPlacement(kind="sofaa"))


def test_an_upright_cup_stays_upright_in_a_tilted_hand():
    geometry = Geometry()
    build_held(geometry, "cup", vec(0, 1, 0), rotation(20, 40, 30) @ HAND_FRAME, 1.7, 1)
    vertices = geometry.arrays()[0]
    assert float(np.ptp(vertices[:, 1])) == pytest.approx(0.097, abs=0.01)


def test_lamps_glow_at_night_only():
    def darkest_emission(*, night: bool) -> list[float | None]:
        return [
            part.emission for part in built(PropPlacement(kind="floor_lamp"), night=night).parts if part.name == "shade"
        ]

    assert darkest_emission(night=True) == [0.0]
    assert darkest_emission(night=False) == [None]


@pytest.mark.parametrize(
    ("name", "height_m"), [("horse", 2.0), ("dog", 0.85), ("cat", 0.38), ("cow", 1.7), ("sheep", 0.83)]
)
def test_animals_stand_on_the_ground_at_their_height(name: str, height_m: float) -> None:
    geometry = Geometry()
    build_piece(geometry, PropPlacement(kind=name, position_m=(1.0, 0.0, -2.0), yaw_deg=40.0), night=False)
    vertices = geometry.arrays()[0]
    assert abs(float(vertices[:, 1].min())) < 0.03
    assert abs(float(vertices[:, 1].max()) - height_m) < 0.06


def test_a_galloping_horse_carries_its_saddle_at_the_riders_seat() -> None:
    geometry = Geometry()
    how = {"gait": "gallop", "saddle": True}
    build_piece(geometry, PropPlacement(kind="horse", position_m=(0, 0, 0), yaw_deg=0.0, parameters=how), night=False)
    vertices, _, faces, parts, _ = geometry.arrays()
    saddle = vertices[np.unique(faces[parts == [part.name for part in geometry.parts].index("saddle")])]
    assert abs(float(saddle[:, 1].max()) - pose_named("ride_horse").seat_m) < 0.04


def test_everybody_of_a_crowd_has_a_face_of_strokes_that_looks_ahead():
    geometry = built(PropPlacement(kind="bystander"))
    strokes = [edge for edge in geometry.edges if edge.normal is not None]
    heights = [float(edge.points[:, 1].mean()) for edge in strokes]
    assert len(strokes) == 7  # brows, lids, nose, and a mouth of two
    assert max(heights) - min(heights) < 0.12
    assert all(float(edge.points[:, 2].min()) > 0.06 for edge in strokes)
