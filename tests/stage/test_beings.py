"""Animals and vehicles act on the stage as people do: framed, moved, drawn, and nobody stands in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import hypot

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.sketch.maps import segmentation
from screenplay2board.stage import names
from screenplay2board.stage.beings import anchors_of, being_of
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.types import FigurePlacement, Stage, StageBrief

BRIEF = StageBrief(
    set="park", set_seed=7, interior=False, time_of_day="day", weather="clear", roster=("IT",),
    looks=(("IT", CharacterLook(kind="dog")),), actors=(Actor(name="IT"),), props=(), subject=("IT",), over=None,
    size="FS", angle="eye", move="static", framing="single", lens="normal", frame_px=(320, 180),
)  # fmt: skip
POSTURES = ("stand", "walk", "run", "sit", "lie", "lie_sprawled", "graze", "rear")


def acting(kind: str, pose: str = "stand", **changes: object) -> StageBrief:
    brief = replace(BRIEF, looks=(("IT", CharacterLook(kind=kind)),), actors=(Actor(name="IT", pose=pose),))
    return replace(brief, **changes)  # type: ignore[arg-type]


@cache
def staged(kind: str, pose: str = "stand", size: str = "FS", scene: str = "park") -> Stage:
    return direct(acting(kind, pose, size=size, set=scene))


def share_of(stage: Stage, name: str = "IT") -> float:
    """Return which share of the picture `name` fills."""
    return sum(part.share for part in segmentation(stage).segments if part.name == name)


def built(kind: str, pose: str) -> tuple[Geometry, FigurePlacement]:
    stage = staged(kind, pose)
    return build_stage(replace(stage, set_pieces=())), stage.figures[0]


@pytest.mark.parametrize("kind", names.ANIMALS)
def test_every_animal_has_a_row_and_its_size(kind: str) -> None:
    being = being_of(kind)
    assert being is not None
    assert being.height_m > 0.1


def test_a_person_is_no_being() -> None:
    assert being_of("person") is None
    assert being_of("unicorn") is None


@pytest.mark.parametrize("pose", POSTURES)
@pytest.mark.parametrize("kind", ["dog", "cat", "horse", "sheep"])
def test_an_animal_stands_on_the_floor_and_inside_its_extent(kind: str, pose: str) -> None:
    geometry, placement = built(kind, pose)
    vertices, being = geometry.arrays()[0], being_of(kind)
    extent = anchors_of(placement).extent
    assert extent is not None
    assert being is not None
    floor = placement.position_m[1]
    airborne = 0.35 * being.height_m if pose == "run" else 0.03
    assert -0.06 * being.height_m - 0.02 < float(vertices[:, 1].min()) - floor < airborne
    slack = 0.4 * being.height_m
    assert (vertices.min(axis=0) > extent.min(axis=0) - slack).all()
    assert (vertices.max(axis=0) < extent.max(axis=0) + slack).all()


@pytest.mark.parametrize(("kind", "scene"), [("dog", "park"), ("cat", "alley"), ("horse", "field"), ("crow", "road")])
def test_an_animal_fills_its_frame_as_the_size_says(kind: str, scene: str) -> None:
    shares = [share_of(staged(kind, "stand", size, scene)) for size in ("LS", "FS", "MS", "CU")]
    assert shares == sorted(shares)
    assert shares[1] > 0.02
    assert shares[3] > 0.2


def test_an_animal_in_the_map_is_no_person() -> None:
    found = [part for part in segmentation(staged("horse", "stand", "FS", "field")).segments if part.name == "IT"]
    assert [part.kind for part in found] == ["prop"]


def test_an_animal_that_runs_has_a_way_and_an_arrow() -> None:
    stage = staged("dog", "run")
    assert stage.headings
    assert [arrow.kind for arrow in stage.arrows] == ["figure"]
    assert not staged("dog", "sit").arrows


def test_a_dog_turns_its_head_to_who_is_looked_at() -> None:
    ahead = FigurePlacement(figure=1, name="IT", look=CharacterLook(kind="dog"), pose="stand")
    aside = replace(ahead, look_at=(2.0, 0.6, 0.5))
    straight, turned = (anchors_of(figure).frames["head"][:, 2] for figure in (ahead, aside))
    assert float(straight[0]) == pytest.approx(0.0)
    assert float(turned[0]) > 0.7


def test_a_sleeping_cat_lies_on_the_sofa_that_is_named() -> None:
    brief = acting("cat", "lie", set="living_room", interior=True, props=("sofa",))
    figure = direct(replace(brief, actors=(Actor(name="IT", pose="lie", emotion="asleep"),))).figures[0]
    assert figure.pose == "sleep"
    assert figure.seat_height_m is not None
    assert 0.3 < figure.seat_height_m < 0.6
    assert direct(acting("dog", "lie", set="living_room", interior=True)).figures[0].seat_height_m is None


def test_nobody_stands_in_a_horse() -> None:
    people = tuple((name, CharacterLook()) for name in ("ANNA", "BEN"))
    brief = acting("horse", set="field", roster=("ANNA", "IT", "BEN"), framing="group", subject=("ANNA", "IT", "BEN"))
    brief = replace(
        brief, looks=(*people, *brief.looks), actors=(Actor(name="ANNA"), Actor(name="IT"), Actor(name="BEN"))
    )
    places = {figure.name: figure.position_m for figure in direct(brief).figures}
    for name in ("ANNA", "BEN"):
        assert hypot(places[name][0] - places["IT"][0], places[name][2] - places["IT"][2]) > 1.2


def test_an_animal_takes_no_thing_in_hand() -> None:
    brief = acting("dog")
    brief = replace(brief, actors=(Actor(name="IT", holding=("ball",)),))
    assert direct(brief).figures[0].held == ()
    assert direct(replace(brief, framing="insert", subject=("key",), props=("key",))).figures == ()


@pytest.mark.parametrize("kind", names.VEHICLES)
def test_every_vehicle_fills_a_full_shot_and_moves_with_an_arrow(kind: str) -> None:
    being = being_of(kind)
    assert being is not None
    scene = {"water": "sea", "rails": "station", "road": "road"}.get(being.way, "runway")
    stage = direct(acting(kind, "fly" if being.fly_m else "run", set=scene))
    assert share_of(stage) > (0.01 if kind in ("bicycle", "train", "plane", "propeller_plane") else 0.04)
    assert "figure" in {arrow.kind for arrow in stage.arrows}


def test_who_is_fast_has_streaks_and_who_is_slow_has_none() -> None:
    kinds = [{arrow.kind for arrow in staged("car", pose, "FS", "road").arrows} for pose in ("run", "walk", "stand")]
    assert kinds == [{"figure", "speed"}, {"figure"}, set()]


def test_a_boat_is_on_the_water_and_an_aeroplane_in_the_air() -> None:
    boat = staged("rowing_boat", "walk", "FS", "river").figures[0]
    assert boat.position_m[2] < -3.0  # the bank is nearer
    plane = staged("propeller_plane", "fly", "FS", "field")
    extent = anchors_of(plane.figures[0]).extent
    assert extent is not None
    assert float(extent[:, 1].min()) > 5.0
    assert plane.camera.target_m[1] > plane.camera.position_m[1]


def test_a_vehicle_stands_in_nothing_of_the_set() -> None:
    stage = staged("truck", "stand", "FS", "road")
    assert all(piece.kind != "car" or abs(piece.position_m[0]) > 2.5 for piece in stage.set_pieces)


def test_a_bus_has_no_room_in_a_kitchen() -> None:
    people = (("IT", CharacterLook(kind="bus")), ("ANNA", CharacterLook()))
    brief = acting("bus", set="kitchen", interior=True, roster=("IT", "ANNA"))
    stage = direct(replace(brief, looks=people, actors=(Actor(name="IT"), Actor(name="ANNA"))))
    assert [figure.name for figure in stage.figures] == ["ANNA"]
    assert any("no room for IT" in reason for reason in stage.reasons)


@pytest.mark.parametrize("kind", ["car", "taxi", "van", "bus", "truck", "ambulance"])
def test_a_close_shot_of_a_vehicle_shows_its_lamp(kind: str) -> None:
    stage = staged(kind, size="CU", scene="road")
    geometry, projection = build_stage(stage), Projection.of(stage.camera)
    vertices, _, faces, face_parts, _ = geometry.arrays()
    lamp = [index for index, part in enumerate(geometry.parts) if part.name == "head_lamp" and part.figure]
    seen = projection.project(vertices[np.unique(faces[np.isin(face_parts, lamp)])])
    inside = (seen[:, 2] > 0.0) & (seen[:, 0] > 0.0) & (seen[:, 0] < 320.0) & (seen[:, 1] > 0.0) & (seen[:, 1] < 180.0)
    assert inside.mean() > 0.3  # one of the two


@pytest.mark.parametrize(("kind", "marks"), [("police_car", "police_stripe"), ("taxi", "taxi_checks")])
def test_a_car_of_a_trade_has_its_marks_on_both_sides(kind: str, marks: str) -> None:
    geometry, _ = built(kind, "stand")
    vertices, _, faces, face_parts, _ = geometry.arrays()
    (part,) = [index for index, each in enumerate(geometry.parts) if each.name == marks]
    across = vertices[np.unique(faces[face_parts == part])] - anchors_of(staged(kind).figures[0]).joints["pelvis"]
    turned = across @ anchors_of(staged(kind).figures[0]).frames["root"][:, 0]
    assert turned.min() < -0.8
    assert turned.max() > 0.8


def test_a_car_on_its_way_shows_its_driver_and_a_parked_one_nobody() -> None:
    for pose, count in (("run", 1), ("stand", 0)):
        parts = {part.name for part in build_stage(staged("car", pose, "FS", "road")).parts}
        assert ("driver" in parts) == bool(count)


@pytest.mark.parametrize("kind", ["bus", "truck", "fire_engine", "tram", "ambulance"])
@pytest.mark.parametrize("size", ["FS", "LS"])
def test_no_boulder_stands_before_a_vehicle(kind: str, size: str) -> None:
    stage = staged(kind, "run", size, "road")
    corners = anchors_of(stage.figures[0]).extent
    assert corners is not None
    sides = np.concatenate([0.7 * corners + 0.3 * corners.mean(axis=0), corners.mean(axis=0)[None]])
    loose = [piece for piece in stage.set_pieces if piece.kind in ("rock", "power_pole", "tree")]
    assert float(Obstacles.of(loose, []).hidden(stage.camera.position_m, sides).mean()) < 0.2


@pytest.mark.parametrize("size", ["FS", "LS"])
def test_the_front_of_a_train_is_in_the_picture_and_large_enough_to_read(size: str) -> None:
    stage = staged("train", "stand", size, "station")
    extent = anchors_of(stage.figures[0]).extent
    assert extent is not None
    front = extent[extent[:, 2] > extent[:, 2].max() - 0.1]
    seen = Projection.of(stage.camera).project(front) / (*stage.camera.frame_px, 1.0)
    assert ((seen[:, :2] > -0.02) & (seen[:, :2] < 1.02)).all()
    assert float(np.ptp(seen[:, 1])) > (0.2 if size == "FS" else 0.1)
    assert stage.camera.position_m[1] < 4.0
