"""The director: people keep their places and sides, do what they are told, and nothing unknown stops the picture."""

import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from screenplay2board.diagnostics import Span
from screenplay2board.plan.types import (
    CAMERA_MOVES,
    SHOT_SIZES,
    Actor,
    CastMember,
    CharacterLook,
    Framing,
    ScenePlan,
    Shot,
)
from screenplay2board.stage import names
from screenplay2board.stage.arrows import face_rect
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.brief import make_brief, seed_of
from screenplay2board.stage.director import direct
from screenplay2board.stage.player import azimuth_deg, turn_deg
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Arrow, FigurePlacement, Stage, StageBrief
from screenplay2board.stage.view import Person

ANNA = CharacterLook(gender="female", height_m=1.68, hair="wavy", seed=1)
BEN = CharacterLook(height_m=1.82, seed=2)
CAROL = CharacterLook(gender="female", height_m=1.62, hair="bob", seed=3)
LOOKS = {"ANNA": ANNA, "BEN": BEN, "CAROL": CAROL}
TALK = (
    Actor(name="ANNA", pose="talk", looks_at="BEN", speaking=True),
    Actor(name="BEN", pose="stand", looks_at="ANNA"),
)
BRIEF = StageBrief(
    set="living_room", set_seed=7, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=tuple(LOOKS.items()), actors=TALK, props=(), subject=("ANNA",), over=None, size="MS", angle="eye",
    move="static", framing="single", lens="normal",
)  # fmt: skip


def named(stage: Stage, name: str) -> FigurePlacement:
    return next(figure for figure in stage.figures if figure.name == name)


def on_screen(stage: Stage, figure: FigurePlacement) -> tuple[float, float, float]:
    """Return x and y of a head as shares of the frame, and its depth."""
    head = pose_figure(figure).anchors.joints["head"]
    x, y, depth = Projection.of(stage.camera).project(head[None])[0]
    width, height = stage.camera.frame_px
    return float(x / width), float(y / height), float(depth)


def looks_right(stage: Stage, figure: FigurePlacement) -> bool:
    """Tell whether a face is turned to the right of the screen."""
    ahead = pose_figure(figure).anchors.frames["head"][:, 2]
    return float(ahead @ Projection.of(stage.camera).axes[0]) > 0


def test_the_same_brief_gives_the_same_stage() -> None:
    assert direct(BRIEF) == direct(BRIEF)


def test_people_stand_in_the_same_places_in_every_shot_of_a_scene() -> None:
    sizes = [direct(replace(BRIEF, size=size, framing="single", subject=("BEN",))) for size in ("CU", "FS", "LS")]
    wide = direct(replace(BRIEF, size="LS", framing="establishing"))
    places = {named(stage, "BEN").position_m for stage in (*sizes, wide)}
    assert len(places) == 1


def test_each_keeps_a_side_of_the_screen_in_all_framings() -> None:
    for framing in ("two-shot", "group", "establishing", "ots"):
        for angle in ("eye", "low", "high"):
            stage = direct(replace(BRIEF, framing=framing, angle=angle, subject=("ANNA", "BEN"), size="MLS"))
            assert on_screen(stage, named(stage, "ANNA"))[0] < on_screen(stage, named(stage, "BEN"))[0], framing


def test_singles_and_reverses_look_at_each_other_across_the_cut() -> None:
    framings: tuple[Framing, ...] = ("single", "reaction", "ots")
    for framing in framings:
        anna = direct(replace(BRIEF, framing=framing, size="MCU", subject=("ANNA",)))
        ben = direct(replace(BRIEF, framing=framing, size="MCU", subject=("BEN",)))
        assert looks_right(anna, named(anna, "ANNA")), framing
        assert not looks_right(ben, named(ben, "BEN")), framing


def test_a_speaker_opens_the_mouth_and_the_listener_does_not() -> None:
    stage = direct(replace(BRIEF, framing="two-shot", subject=("ANNA", "BEN")))
    assert named(stage, "ANNA").speaking
    assert not named(stage, "BEN").speaking


def test_who_sits_gets_a_seat_of_the_set_or_what_is_at_hand_there() -> None:
    sitting = (Actor(name="ANNA", pose="sit"), Actor(name="BEN", pose="sit"))
    for name in ("living_room", "street", "forest"):
        stage = direct(replace(BRIEF, set=name, interior=name == "living_room", actors=sitting))
        for figure in stage.figures:
            assert figure.seat_height_m is not None
    brought = direct(replace(BRIEF, set="rooftop", interior=False, actors=sitting[:1]))
    assert any("crate was brought" in reason for reason in brought.reasons)


@pytest.mark.parametrize(("prop", "pose"), [("wheelchair", "sit_talk"), ("gurney", "lie")])
def test_who_sits_or_lies_takes_what_the_shot_names_on_wheels(prop: str, pose: str) -> None:
    first, *others = BRIEF.actors
    actors = (replace(first, pose=pose), *others)
    stage = direct(replace(BRIEF, set="corridor", actors=actors, props=(prop,)))
    (brought,) = (piece for piece in stage.set_pieces if piece.kind == prop)
    figure = next(figure for figure in stage.figures if figure.name == first.name)
    assert brought.position_m[::2] == pytest.approx(figure.position_m[::2], abs=0.3)
    assert any(f"a {prop} was brought for {first.name}" in reason for reason in stage.reasons)


def test_who_lies_is_on_the_bed() -> None:
    stage = direct(replace(BRIEF, set="bedroom", actors=(Actor(name="ANNA", pose="lie"),)))
    assert (named(stage, "ANNA").seat_height_m or 0) > 0.3


def test_a_hug_brings_two_people_together_face_to_face() -> None:
    actors = (Actor(name="ANNA", pose="hug", looks_at="BEN"), Actor(name="BEN", pose="hug", looks_at="ANNA"))
    stage = direct(replace(BRIEF, actors=actors, framing="two-shot", subject=("ANNA", "BEN")))
    anna, ben = named(stage, "ANNA"), named(stage, "BEN")
    gap = float(np.hypot(anna.position_m[0] - ben.position_m[0], anna.position_m[2] - ben.position_m[2]))
    assert 0.2 < gap < 0.6
    assert abs((anna.yaw_deg - ben.yaw_deg) % 360 - 180) < 40


def test_the_hunted_runs_ahead_of_the_hunter_with_an_arrow_each_way_alike() -> None:
    actors = (
        Actor(name="ANNA", pose="run", emotion="fear"),
        Actor(name="BEN", pose="run", emotion="rage", looks_at="ANNA"),
    )
    brief = replace(
        BRIEF, set="forest", interior=False, actors=actors, subject=("ANNA", "BEN"), framing="two-shot", size="LS"
    )
    stage = direct(brief)
    anna, ben = named(stage, "ANNA"), named(stage, "BEN")
    way = np.array([np.sin(np.radians(anna.yaw_deg)), np.cos(np.radians(anna.yaw_deg))])
    lead = np.array([anna.position_m[0] - ben.position_m[0], anna.position_m[2] - ben.position_m[2]])
    assert float(way @ lead) > 1.0
    assert anna.yaw_deg == ben.yaw_deg
    assert any(arrow.kind == "figure" for arrow in stage.arrows)


def test_over_the_shoulder_keeps_the_face_free_beside_the_back() -> None:
    for subject, over in (("ANNA", "BEN"), ("BEN", "ANNA")):
        stage = direct(replace(BRIEF, framing="ots", size="MCU", subject=(subject,), over=over))
        face_x, _, face_depth = on_screen(stage, named(stage, subject))
        back_x, _, back_depth = on_screen(stage, named(stage, over))
        assert back_depth < face_depth
        assert abs(face_x - back_x) > 0.2
        assert 0.2 < face_x < 0.8


@pytest.mark.parametrize(("hair", "least_deg"), [("short", 36.0), ("long", 46.0), ("afro", 36.0)])
def test_over_the_shoulder_shows_shoulders_and_something_of_the_face(hair: str, least_deg: float) -> None:
    looks = (("ANNA", replace(ANNA, hair=hair)), *BRIEF.looks[1:])
    for size in ("MS", "MCU"):
        stage = direct(replace(BRIEF, looks=looks, framing="ots", size=size, subject=("BEN",), over="ANNA"))
        over = pose_figure(named(stage, "ANNA")).anchors
        projection = Projection.of(stage.camera)
        neck_y = float(projection.project(over.joints["neck"][None])[0, 1]) / stage.camera.frame_px[1]
        assert neck_y < 0.95
        away = over.joints["head"] - np.array(stage.camera.position_m)
        ahead = over.frames["head"][:, 2]
        seen = azimuth_deg(float(away[0]), float(away[2]))
        assert abs(turn_deg(azimuth_deg(float(ahead[0]), float(ahead[2])), seen)) > least_deg


def test_a_point_of_view_leaves_out_whose_eyes_it_is_and_is_looked_into() -> None:
    stage = direct(replace(BRIEF, framing="pov", subject=("ANNA",), over="BEN"))
    assert [figure.name for figure in stage.figures] == ["ANNA"]
    eyes = pose_figure(named(direct(replace(BRIEF, size="LS", framing="establishing")), "BEN")).anchors.joints["eyes"]
    assert np.linalg.norm(np.array(stage.camera.position_m) - eyes) < 0.6
    ahead = pose_figure(named(stage, "ANNA")).anchors.frames["head"][:, 2]
    assert float(ahead @ Projection.of(stage.camera).axes[2]) < -0.9


def test_an_insert_shows_the_thing_in_the_middle_large() -> None:
    actors = (replace(TALK[0], pose="stand", holding=("letter",)), TALK[1])
    stage = direct(replace(BRIEF, framing="insert", size="CU", actors=actors, subject=("letter",), props=("letter",)))
    holder = stage.figures[0]
    assert any(held.prop == "letter" for held in holder.held)
    anchors = pose_figure(holder).anchors
    hands = 0.5 * (anchors.joints["hand_l"] + anchors.joints["hand_r"])
    x, y, depth = Projection.of(stage.camera).project(hands[None])[0]
    assert 0.2 < x / 1280 < 0.8
    assert 0.1 < y / 720 < 0.9
    assert depth < 1.2


def test_an_insert_without_people_lays_the_thing_on_a_table() -> None:
    stage = direct(replace(BRIEF, actors=(), looks=(), roster=(), framing="insert", subject=("key",), set="kitchen"))
    key = next(piece for piece in stage.set_pieces if piece.kind == "key")
    assert key.position_m[1] > 0.3
    assert stage.figures == ()


def test_an_insert_of_a_lamp_outdoors_shows_the_lamp_of_the_place() -> None:
    lamp = replace(BRIEF, framing="insert", size="CU", subject=("lamp",), props=("lamp",), interior=False, set="alley")
    assert "lamp" not in {piece.kind for piece in direct(lamp).set_pieces}


def test_an_insert_tells_nobodys_way() -> None:
    actors = (replace(TALK[0], pose="walk", holding=("letter",)), TALK[1])
    stage = direct(replace(BRIEF, framing="insert", size="CU", actors=actors, subject=("letter",), props=("letter",)))
    assert not any(arrow.kind == "figure" for arrow in stage.arrows)


def test_an_establishing_shot_of_an_empty_place_is_framed() -> None:
    stage = direct(replace(BRIEF, actors=(), looks=(), roster=(), subject=(), framing="establishing", size="ELS"))
    assert stage.figures == ()
    assert stage.set_pieces


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"set": "moon_base"}, "there is no set `moon_base`"),
        ({"actors": (Actor(name="ANNA", pose="levitate"),)}, "`levitate` is no known pose"),
        ({"actors": (Actor(name="ANNA", emotion="ennui"),)}, "`ennui` is no known emotion"),
        ({"actors": (Actor(name="ANNA", holding=("trombone",)),)}, "`trombone` is nothing that a hand can hold"),
        ({"actors": (Actor(name="ANNA", pose="drive"),), "set": "forest"}, "no vehicle"),
        ({"framing": "insert", "subject": ("orb",)}, "`orb` is no known prop"),
        ({"framing": "ots", "actors": TALK[:1], "looks": (("ANNA", ANNA),)}, "nobody is there"),
    ],
)
def test_what_is_not_known_is_staged_plainly_with_a_reason(change: dict[str, object], words: str) -> None:
    stage = direct(replace(BRIEF, **change))  # pyright: ignore[reportArgumentType]
    assert any(words in reason for reason in stage.reasons), stage.reasons


def test_every_pose_and_set_can_be_staged() -> None:
    for pose in names.POSES:
        direct(replace(BRIEF, actors=(Actor(name="ANNA", pose=pose), Actor(name="BEN", pose=pose)), size="FS"))
    for name in names.SETS:
        stage = direct(replace(BRIEF, set=name, size="LS", framing="establishing"))
        assert stage.set.name == name, stage.reasons


def strokes_of(arrow: Arrow) -> list[tuple[float, float]]:
    """Return places along the lines of a sign, as shares of the frame, but of brackets and corners alone."""
    if arrow.kind in ("focus", "shake") or (arrow.kind in ("frame", "outer") and not arrow.whole):
        return []
    corners = list(arrow.points)
    if arrow.kind in ("frame", "outer"):
        (x0, y0), (x1, y1) = arrow.points
        corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    share = np.linspace(0, 1, 40)
    return [
        (float(x), float(y))
        for (ax, ay), (bx, by) in pairwise(corners)
        for x, y in zip(ax + share * (bx - ax), ay + share * (by - ay), strict=True)
    ]


def test_signs_of_movement_keep_off_the_faces() -> None:
    rng = random.Random(5)
    whole_frames = 0
    for _ in range(60):
        brief = replace(
            BRIEF, move=rng.choice(CAMERA_MOVES), size=rng.choice(SHOT_SIZES[1:7]),
            actors=(replace(TALK[0], pose=rng.choice(("walk", "run", "talk"))), TALK[1]),
            framing=rng.choice(("single", "two-shot")), set=rng.choice(("street", "park", "bar")),
        )  # fmt: skip
        stage = direct(brief)
        people = [Person(placement=f, anchors=pose_figure(f).anchors) for f in stage.figures]
        for arrow in stage.arrows:
            whole_frames += arrow.whole and arrow.kind in ("frame", "outer")
            for person in people:
                rect = face_rect(stage.camera, person)
                if rect is not None:
                    x0, y0, x1, y1 = rect
                    assert not any(x0 < x < x1 and y0 < y < y1 for x, y in strokes_of(arrow)), arrow
    assert whole_frames > 5


def test_each_camera_move_gets_its_sign() -> None:
    expected: dict[str, list[str]] = {
        "static": [], "push in": ["frame"], "zoom in": ["frame"], "pull out": ["outer"], "zoom out": ["outer"],
        "handheld": ["shake"], "follow": ["follow"], "rack focus": ["focus"],
    }  # fmt: skip
    for move in CAMERA_MOVES:
        stage = direct(replace(BRIEF, move=move, framing="two-shot", size="FS", subject=("ANNA", "BEN")))
        assert [arrow.kind for arrow in stage.arrows] == expected.get(move, ["camera"]), move


def test_a_dolly_has_broader_arrows_than_a_zoom() -> None:
    push, zoom = (direct(replace(BRIEF, move=move)).arrows[0] for move in ("push in", "zoom in"))
    assert push.width > 2 * zoom.width


def test_a_frame_shows_its_corners_alone_where_its_sides_would_cross_a_face() -> None:
    (frame,) = direct(replace(BRIEF, move="push in", size="ECU")).arrows
    assert not frame.whole


def test_the_focus_goes_from_the_first_subject_to_the_second() -> None:
    stage = direct(replace(BRIEF, move="rack focus", framing="two-shot", subject=("BEN", "ANNA")))
    (pull,) = stage.arrows
    boxes = (pull.points[:2], pull.points[2:])
    for name, ((x0, y0), (x1, y1)) in zip(("BEN", "ANNA"), boxes, strict=True):
        x, y, _ = on_screen(stage, named(stage, name))
        assert x0 < x < x1, name
        assert y0 < y < y1, name


def test_a_camera_that_follows_goes_the_way_of_the_walker() -> None:
    walker = replace(TALK[0], pose="walk", looks_at=None)
    stage = direct(replace(BRIEF, set="street", interior=False, move="follow", size="FS", actors=(walker, TALK[1])))
    follow = next(arrow for arrow in stage.arrows if arrow.kind == "follow")
    (x0, y0), (x1, y1) = follow.points[0], follow.points[-1]
    ((_, (way_x, way_z)),) = stage.headings
    axes = Projection.of(stage.camera).axes
    across, away = (float(np.array([way_x, 0.0, way_z]) @ axes[i]) for i in (0, 2))
    assert (x1 - x0) * across > 0
    assert y0 == y1 or (y1 - y0) * away < 0


def test_night_is_dark_with_light_on_the_people_and_day_is_not() -> None:
    night = direct(replace(BRIEF, set="street", interior=False, time_of_day="night"))
    day = direct(replace(BRIEF, set="street", interior=False))
    assert night.light.night > 0.3
    assert night.light.pools
    assert day.light.night == 0
    assert not day.light.pools


def test_nobody_is_cut_by_the_frame_of_somebody_elses_single() -> None:
    stage = direct(replace(BRIEF, size="CU", subject=("ANNA",)))
    for figure in stage.figures:
        if figure.name != "ANNA":
            joints = np.stack(list(pose_figure(figure).anchors.joints.values()))
            x, y, depth = Projection.of(stage.camera).project(joints).T
            assert not ((depth > 0.1) & (x > 0) & (x < 1280) & (y > 0) & (y < 720)).any()


def test_a_brief_has_what_the_picture_needs_and_no_numbers() -> None:
    span = Span(file="a.fountain", line=3)
    shot = Shot(
        id="s1", number="1A", scene_number="1", span=span, set="kitchen", actors=TALK, subject=("ANNA",), size="CU",
        action="She waits.",
    )  # fmt: skip
    scene = ScenePlan(
        number="1", heading="INT. KITCHEN - DAY", location="KITCHEN", interior=True, set="kitchen", time_of_day="day",
        weather="clear", roster=("ANNA", "BEN", "CAROL"), span=span, shots=(shot,),
    )  # fmt: skip
    cast = {name: CastMember(name=name, look=look) for name, look in LOOKS.items()}
    brief = make_brief(scene, shot, cast, (1280, 720))
    renumbered = replace(shot, id="s9", number="7", panel=2, action="He waits.", duration_s=9.0, reason="x")
    assert make_brief(scene, renumbered, cast, (1280, 720)) == brief
    assert [name for name, _ in brief.looks] == ["ANNA", "BEN"]
    assert seed_of("KITCHEN ", "kitchen") == seed_of("kitchen", "kitchen") == brief.set_seed
    assert seed_of("OTHER KITCHEN", "kitchen") != brief.set_seed


def test_a_close_up_of_a_crying_face_is_not_hidden_by_hands() -> None:
    crying = replace(TALK[0], pose="cry", emotion="cry")
    for size in ("ECU", "CU"):
        close = direct(replace(BRIEF, actors=(crying, TALK[1]), size=size))
        assert named(close, "ANNA").pose == "stand"
        assert named(close, "ANNA").emotion == "cry"
    assert named(direct(replace(BRIEF, actors=(crying, TALK[1]), size="MS")), "ANNA").pose == "cry"


def test_nobody_sits_on_a_kitchen_chair_in_a_field() -> None:
    sitting = (Actor(name="ANNA", pose="sit"), Actor(name="BEN", pose="sit"))
    stage = direct(replace(BRIEF, set="field", interior=False, actors=sitting))
    kinds = {piece.kind for piece in stage.set_pieces}
    assert "log" in kinds
    assert "chair" not in kinds


def test_a_child_is_lifted_up_into_a_hug() -> None:
    child = CharacterLook(age="child", height_m=1.2)
    actors = (Actor(name="ANNA", pose="hug", looks_at="BEN"), Actor(name="BEN", pose="hug", looks_at="ANNA"))
    looks = (("ANNA", child), ("BEN", BEN))
    stage = direct(replace(BRIEF, actors=actors, looks=looks, framing="two-shot", subject=("ANNA", "BEN"), size="MS"))
    for figure in stage.figures:
        assert 0.0 < on_screen(stage, figure)[1] < 0.9
    assert named(stage, "ANNA").position_m[1] > 0.1


def test_a_brim_does_not_hide_the_eyes_of_who_looks_down_at_a_child() -> None:
    looks = (("ANNA", CharacterLook(age="child", height_m=1.2)), ("BEN", replace(BEN, hat="cap")))
    stage = direct(replace(BRIEF, looks=looks, subject=("BEN",), size="CU"))
    down = pose_figure(named(stage, "BEN")).anchors.frames["head"][1, 2]
    assert float(down) > -0.2


def test_an_insert_of_a_letter_shows_its_upper_edge() -> None:
    actors = (replace(TALK[0], pose="stand", holding=("letter",)), TALK[1])
    stage = direct(replace(BRIEF, framing="insert", size="CU", actors=actors, subject=("letter",), props=("letter",)))
    joints = pose_figure(stage.figures[0]).anchors.joints
    edge = 0.5 * (joints["hand_l"] + joints["hand_r"]) + (0.0, 0.22, 0.0)
    assert float(Projection.of(stage.camera).project(edge[None])[0, 1]) > 10.0


def test_a_car_is_not_set_down_on_a_roof_for_an_insert() -> None:
    stage = direct(
        replace(BRIEF, set="rooftop", interior=False, framing="insert", subject=("car",), props=("car",), actors=())
    )
    assert stage.set.name == "street"
    assert any("no place in the rooftop" in reason for reason in stage.reasons)


def test_a_lone_walker_does_not_walk_into_who_sits() -> None:
    actors = (Actor(name="ANNA", pose="walk"), Actor(name="BEN"))
    for set_name in ("hospital", "living_room", "park"):
        stage = direct(replace(BRIEF, set=set_name, interior=set_name != "park", actors=actors, size="LS"))
        anna, ben = (named(stage, name).position_m for name in ("ANNA", "BEN"))
        assert np.hypot(anna[0] - ben[0], anna[2] - ben[2]) > 0.6


def test_a_back_that_would_hide_the_face_is_not_looked_past() -> None:
    actors = (replace(TALK[0], pose="sit"), TALK[1])
    stage = direct(replace(BRIEF, framing="ots", size="CU", actors=actors, subject=("ANNA",), over="BEN"))
    x, y, _ = on_screen(stage, named(stage, "ANNA"))
    assert 0.2 < x < 0.8
    assert 0.1 < y < 0.8
    for figure in stage.figures:
        if figure.name == "BEN":
            assert on_screen(stage, figure)[1] > 0.0


def test_who_is_too_far_off_for_a_group_shot_is_left_out_rather_than_cut() -> None:
    actors = (Actor(name="ANNA", pose="sit"), Actor(name="BEN", pose="sit"), Actor(name="CAROL", pose="lie"))
    brief = replace(BRIEF, set="forest", interior=False, roster=("ANNA", "BEN", "CAROL"), actors=actors)
    stage = direct(replace(brief, framing="group", size="MLS", subject=("BEN", "CAROL", "ANNA")))
    for figure in stage.figures:
        assert 0.0 < on_screen(stage, figure)[0] < 1.0, figure.name


def test_an_insert_of_a_person_shows_their_hands() -> None:
    stage = direct(replace(BRIEF, framing="insert", subject=("ANNA",), size="CU"))
    joints = pose_figure(named(stage, "ANNA")).anchors.joints
    width, height = stage.camera.frame_px
    seen = Projection.of(stage.camera).project(np.stack([joints["hand_l"], joints["hand_r"]]))
    inside = (seen[:, 0] > 0) & (seen[:, 0] < width) & (seen[:, 1] > 0) & (seen[:, 1] < height)
    assert inside.any()


def test_who_lies_where_there_is_no_bed_gets_the_one_that_is_named() -> None:
    lying = (Actor(name="ANNA", pose="lie"),)
    stage = direct(replace(BRIEF, set="police_station", actors=lying, props=("bed",), roster=("ANNA",)))
    assert any(piece.kind == "bed" for piece in stage.set_pieces)
    assert (named(stage, "ANNA").seat_height_m or 0.0) > 0.3


@pytest.mark.parametrize(("pose", "staged"), [("sit_cry", "stand"), ("kneel_pray", "stand"), ("swim", "swim")])
def test_heads_are_above_the_water_in_the_open_sea(pose: str, staged: str) -> None:
    stage = direct(replace(BRIEF, set="sea", interior=False, actors=(Actor(name="ANNA", pose=pose),), roster=("ANNA",)))
    (figure,) = stage.figures
    assert figure.pose == staged
    assert pose_figure(figure).anchors.joints["eyes"][1] > 0.0


def test_who_rows_sits_in_a_boat_where_the_set_has_none() -> None:
    beach = replace(BRIEF, set="beach", interior=False, roster=("ANNA",), size="FS")
    stage = direct(replace(beach, actors=(Actor(name="ANNA", pose="row"),)))
    boats = [piece for piece in stage.set_pieces if piece.kind == "open_boat"]
    assert any(np.hypot(b.position_m[0] - f.position_m[0], b.position_m[2] - f.position_m[2]) < 0.5
               for b in boats for f in stage.figures)  # fmt: skip


def test_a_lift_is_not_shown_as_a_doll_s_house() -> None:
    stage = direct(replace(BRIEF, set="lift", size="ELS", framing="establishing", subject=("ANNA", "BEN")))
    assert stage.size == "LS"
    assert any("a long shot instead" in reason for reason in stage.reasons)


def test_two_in_a_row_of_a_theatre_who_talk_show_their_faces() -> None:
    pair = (Actor(name="ANNA", pose="sit", looks_at="BEN"), Actor(name="BEN", pose="sit", looks_at="ANNA"))
    stage = direct(replace(BRIEF, set="theatre", size="MS", framing="two-shot", actors=pair, subject=("ANNA", "BEN")))
    eye = np.array(stage.camera.position_m)
    for figure in stage.figures:
        anchors = pose_figure(figure).anchors
        away = eye - anchors.joints["head"]
        assert float(anchors.frames["head"][:, 2] @ away) / float(np.linalg.norm(away)) > -0.25
