"""Where the solved camera does not see whom it is there for, the shot is taken again."""

from __future__ import annotations

from dataclasses import replace

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage.camerawork import find_camera
from screenplay2board.stage.director import direct
from screenplay2board.stage.posing import posed
from screenplay2board.stage.rehearsal import hiding_of
from screenplay2board.stage.retakes import Scene, seen_to
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.types import CameraPose, FigurePlacement, PropPlacement, SetPlan, StageBrief
from screenplay2board.stage.view import Person, View

LOOK = CharacterLook()
BRIEF = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", LOOK), ("BEN", LOOK)), actors=(Actor(name="ANNA"), Actor(name="BEN")), props=(),
    subject=("ANNA",), over=None, size="MS", angle="eye", move="static", framing="single", lens="normal",
    frame_px=(320, 180),
)  # fmt: skip
PLAN = SetPlan(
    name="room", pieces=(), marks=(), bounds_m=(-3.0, -3.0, 3.0, 3.0), camera_bounds_m=(-6.0, -6.0, 6.0, 6.0)
)
SCREEN = PropPlacement(
    kind="block", position_m=(0.0, 0.0, 1.0), parameters={"width": 1.2, "height": 2.0, "depth": 0.05}
)
AHEAD = CameraPose(position_m=(0.0, 1.6, 3.0), target_m=(0.0, 1.6, 0.0), fov_deg=30.0, frame_px=(320, 180))


def person(figure: int, name: str, *, x: float = 0.0, z: float = 0.0, held: str | None = None) -> Person:
    placement = FigurePlacement(figure=figure, name=name, look=LOOK, pose="stand", position_m=(x, 0.0, z))
    return posed(placement)


def view_of(*people: Person, framing: str = "single", pieces: tuple[PropPlacement, ...] = ()) -> View:
    return View(
        brief=replace(BRIEF, framing=framing, over="BEN" if framing == "ots" else None), plan=PLAN,
        subjects=people[:1], people=people, obstacles=Obstacles.of(pieces, [each.anchors for each in people]),
    )  # fmt: skip


def test_a_rehearsal_sees_a_free_face() -> None:
    assert hiding_of(person(1, "ANNA"), AHEAD, (), [person(1, "ANNA")], night=False).share == 0.0


def test_a_rehearsal_tells_which_piece_hides_a_face() -> None:
    anna = person(1, "ANNA")
    hiding = hiding_of(anna, AHEAD, (SCREEN,), [anna], night=False)
    assert hiding.share == 1.0
    assert hiding.pieces == (SCREEN,)
    assert hiding.figures == ()


def test_a_rehearsal_tells_who_hides_a_face() -> None:
    anna, ben = person(1, "ANNA"), person(2, "BEN", z=1.0)
    hiding = hiding_of(anna, AHEAD, (), [anna, ben], night=False)
    assert hiding.share > 0.9
    assert hiding.figures == (2,)


def test_nothing_behind_a_face_or_behind_the_camera_hides_it() -> None:
    anna = person(1, "ANNA")
    behind = replace(SCREEN, position_m=(0.0, 0.0, -1.0))
    in_the_back = replace(SCREEN, position_m=(0.0, 0.0, 4.0))
    assert hiding_of(anna, AHEAD, (behind, in_the_back), [anna], night=False).share == 0.0


def test_a_camera_behind_something_moves_before_anything_is_taken_away() -> None:
    take = find_camera(view_of(person(1, "ANNA")))
    x, _, z = take.solution.camera.position_m
    before = replace(SCREEN, position_m=(0.5 * x, 0.0, 0.5 * z), parameters={"width": 0.5, "height": 2.0, "depth": 0.5})
    retaken, scene = seen_to(take, Scene(pieces=(before,), brought=(), night=False))
    assert scene.pieces == (before,)
    assert retaken.solution.camera != take.solution.camera
    assert "from elsewhere, as something hid the face" in retaken.remarks


def test_what_hides_a_face_from_everywhere_is_taken_away() -> None:
    anna = person(1, "ANNA")
    walls = tuple(
        PropPlacement(kind="block", position_m=place, parameters={"width": width, "height": 2.4, "depth": depth})
        for place, width, depth in (
            ((0.0, 0.0, 0.6), 1.3, 0.1), ((0.0, 0.0, -0.6), 1.3, 0.1), ((0.6, 0.0, 0.0), 0.1, 1.3),
            ((-0.6, 0.0, 0.0), 0.1, 1.3),
        )
    )  # fmt: skip
    take, scene = seen_to(find_camera(view_of(anna)), Scene(pieces=walls, brought=(), night=False))
    assert 0 < len(scene.pieces) < len(walls)
    assert hiding_of(anna, take.solution.camera, scene.pieces, [anna], night=False).share < 0.5


def test_a_shoulder_that_hides_the_face_makes_it_a_single() -> None:
    carried = direct(
        replace(
            BRIEF, framing="ots", over="BEN", size="MCU", frame_px=(162, 288),
            actors=(Actor(name="ANNA", pose="stand"), Actor(name="BEN", pose="carry_over_shoulder", looks_at="ANNA")),
        )
    )  # fmt: skip
    anna = next(posed(figure) for figure in carried.figures if figure.name == "ANNA")
    people = [posed(figure) for figure in carried.figures]
    assert hiding_of(anna, carried.camera, carried.set_pieces, people, night=False).share < 0.5


def test_nobody_goes_under_in_the_sea_who_bends_down() -> None:
    stage = direct(
        replace(BRIEF, set="sea", interior=False, actors=(Actor(name="ANNA", pose="drag"), Actor(name="BEN")))
    )
    for figure in stage.figures:
        assert posed(figure).anchors.joints["chin"][1] > 0.0


def test_the_eyes_of_who_embraces_somebody_step_back_until_the_size_fits() -> None:
    actors = (Actor(name="BEN", pose="hug_behind"), Actor(name="ANNA", pose="hold_hands"))
    stage = direct(replace(BRIEF, actors=actors, framing="pov", over="BEN", size="MLS", angle="overhead"))
    head = next(posed(figure) for figure in stage.figures if figure.name == "ANNA").head
    assert float(((head - stage.camera.position_m) ** 2).sum()) ** 0.5 > 0.74


def test_eyes_that_would_be_under_the_floor_are_as_far_along_it() -> None:
    actors = (Actor(name="BEN", pose="lie"), Actor(name="ANNA"))
    stage = direct(replace(BRIEF, set="cave", actors=actors, framing="pov", over="BEN", size="ELS"))
    head = next(posed(figure) for figure in stage.figures if figure.name == "ANNA").head
    assert stage.camera.position_m[1] > 0.0
    assert float(((head - stage.camera.position_m) ** 2).sum()) ** 0.5 > 4.0
