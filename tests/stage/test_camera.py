"""The camera: over hundreds of shots the head has its size's height, and no frame is without its subject."""

import random
from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import (
    CAMERA_ANGLES,
    CAMERA_MOVES,
    LENSES,
    SHOT_SIZES,
    TIMES_OF_DAY,
    WEATHERS,
    Actor,
    CharacterLook,
)
from screenplay2board.stage import names
from screenplay2board.stage.body.head import build_head
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.director import direct
from screenplay2board.stage.framing import SIZES
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import FigurePlacement, Stage, StageBrief

FRAMINGS = ("single", "single", "two-shot", "group", "ots", "pov", "reaction", "back", "establishing")
SHORT_HAIR = (
    "short", "side", "buzz", "messy", "curly", "afro", "mohawk", "fringe", "bun", "crop", "balding", "crew", "slick",
    "quiff", "undercut", "thin", "widow_peak", "pixie", "cornrows", "chignon", "crown_braid",
)  # fmt: skip
FRAMES = ((1280, 720), (1280, 536), (1280, 692), (1280, 960), (1280, 1280), (720, 1280))
PEOPLE = ("ADA", "BO", "CY", "DI")


def random_look(rng: random.Random) -> CharacterLook:
    age = rng.choice(("child", "teen", "adult", "adult", "elder"))
    return CharacterLook(
        age=age, gender=rng.choice(("female", "male")),
        height_m=rng.uniform(1.0, 1.4) if age == "child" else rng.uniform(1.5, 1.95), weight=rng.uniform(0.85, 1.3),
        hair=rng.choice(names.HAIR), hat=rng.choice((None, None, None, *names.HATS)), seed=rng.randrange(999),
    )  # fmt: skip


def random_brief(seed: int) -> StageBrief:
    """Return a brief that a planner or a person might write; the same for the same seed."""
    rng = random.Random(seed)
    people = PEOPLE[: rng.choice((1, 1, 2, 2, 2, 3, 4))]
    actors = tuple(
        Actor(
            name=name, pose=rng.choice(names.POSES), emotion=rng.choice(names.EMOTIONS), speaking=rng.random() < 0.4,
            looks_at=rng.choice((None, "camera", *(other for other in people if other != name))),
            holding=(rng.choice(names.PROPS),) if rng.random() < 0.2 else (),
        )
        for name in people
    )  # fmt: skip
    framing = rng.choice(FRAMINGS)
    if len(people) == 1 and framing in ("pov", "ots", "two-shot", "group"):
        framing = "single"
    several = framing in ("two-shot", "group", "establishing")
    return StageBrief(
        set=rng.choice(names.SETS), set_seed=rng.randrange(99), interior=rng.random() < 0.5,
        time_of_day=rng.choice(TIMES_OF_DAY), weather=rng.choice(WEATHERS), roster=people,
        looks=tuple((name, random_look(rng)) for name in people), actors=actors, props=(),
        subject=people[: 2 if framing == "two-shot" else 4] if several else (rng.choice(people),), over=None,
        size=rng.choice(("FS", "LS", "ELS") if framing == "establishing" else SHOT_SIZES),
        angle=rng.choice(CAMERA_ANGLES), move=rng.choice(CAMERA_MOVES), framing=framing, lens=rng.choice(LENSES),
        frame_px=rng.choice(FRAMES),
    )  # fmt: skip


def main_subject(stage: Stage) -> FigurePlacement:
    return next(figure for figure in stage.figures if figure.figure == stage.subject_figures[0])


def head_share(stage: Stage, figure: FigurePlacement) -> float:
    """Return the head's height in frame heights."""
    anchors = pose_figure(figure).anchors
    projection = Projection.of(stage.camera)
    depth = float(projection.to_view(anchors.joints["head"][None])[0, 2])
    return projection.focal_px * anchors.head_height_m / depth / stage.camera.frame_px[1]


def shares(stage: Stage, figure: FigurePlacement, *joints: str) -> np.ndarray:
    """Return (x, y) of joints as shares of the frame; NaN behind the camera."""
    anchors = pose_figure(figure).anchors
    seen = Projection.of(stage.camera).project(np.stack([anchors.joints[name] for name in joints]))
    seen[seen[:, 2] < 0.1] = np.nan
    return seen[:, :2] / np.array(stage.camera.frame_px)


@pytest.fixture(scope="module")
def shots() -> list[tuple[StageBrief, Stage]]:
    return [(brief, direct(brief)) for brief in map(random_brief, range(400))]


def test_head_heights_lie_in_the_range_of_their_size(shots: list[tuple[StageBrief, Stage]]) -> None:
    wrong: list[str] = []
    for brief, stage in shots:
        low, high = SIZES[brief.size].head
        share = head_share(stage, main_subject(stage))
        if not low <= share <= high:
            wrong.append(f"{brief.size} {brief.framing} {brief.angle}: {share:.3f}")
    assert len(wrong) <= 0.02 * len(shots), wrong


def test_drawn_heads_have_their_size_in_the_picture(shots: list[tuple[StageBrief, Stage]]) -> None:
    """Seen from above a head has no height, so overhead shots are left out, and hair that hangs down does not count."""
    wrong: list[str] = []
    asked = 0
    for brief, stage in shots:
        if brief.angle == "overhead":
            continue
        figure = main_subject(stage)
        geometry = Geometry()
        build_head(geometry, pose_figure(figure), 900)
        vertices, _, faces, face_parts, _ = geometry.arrays()
        counted = ("face", "hair") if figure.look.hair in SHORT_HAIR else ("face",)
        parts = [index for index, part in enumerate(geometry.parts) if part.name in counted]
        seen = Projection.of(stage.camera).project(vertices[np.unique(faces[np.isin(face_parts, parts)])])
        low, high = SIZES[brief.size].head
        share = float(np.ptp(seen[:, 1])) / stage.camera.frame_px[1]
        asked += 1
        if not low <= share <= high:
            wrong.append(f"{brief.size} {brief.framing} {brief.angle} {figure.look.hair} {figure.pose}: {share:.3f}")
    assert asked > 200
    assert len(wrong) <= 0.02 * asked, wrong


def test_the_main_face_is_in_the_frame(shots: list[tuple[StageBrief, Stage]]) -> None:
    missing: list[str] = []
    for brief, stage in shots:
        spot = shares(stage, main_subject(stage), "eyes" if brief.size == "ECU" else "head")[0]
        if not (0 < spot[0] < 1 and 0 < spot[1] < 1):
            missing.append(f"{brief.size} {brief.framing} {brief.angle} {brief.frame_px}")
    assert len(missing) <= 0.01 * len(shots), missing


def test_no_head_is_cut_in_close_shots(shots: list[tuple[StageBrief, Stage]]) -> None:
    cut: list[str] = []
    asked = 0
    for brief, stage in shots:
        figure = main_subject(stage)
        lying = pose_figure(figure).anchors.lying
        if brief.size not in ("CU", "MCU", "MS", "MLS") or lying or brief.angle == "overhead":
            continue
        asked += 1
        heights = shares(stage, figure, "crown", "chin")[:, 1]
        if heights.min() < -0.01 or heights.max() > 1:
            cut.append(f"{brief.size} {brief.framing} {brief.angle} {figure.pose}")
    assert asked > 100
    assert len(cut) <= 0.02 * asked, cut


def test_whole_figures_are_inside_a_full_shot(shots: list[tuple[StageBrief, Stage]]) -> None:
    outside: list[str] = []
    asked = 0
    for brief, stage in shots:
        if brief.size != "FS" or brief.framing in ("ots", "pov") or brief.set == "car":
            continue
        figure = main_subject(stage)
        asked += 1
        places = shares(stage, figure, "crown", "ankle_l", "ankle_r", "pelvis")
        if not ((places > -0.02) & (places < 1.02)).all():
            outside.append(f"{brief.framing} {brief.angle} {brief.lens} {figure.pose} {brief.frame_px}")
    assert asked > 20
    assert len(outside) <= 0.05 * asked, outside


def test_close_shots_leave_little_headroom_and_wide_ones_more() -> None:
    brief = replace(
        random_brief(0), set="room", actors=(Actor(name="ADA"),), roster=("ADA",), looks=(("ADA", CharacterLook()),),
        subject=("ADA",), framing="single", angle="eye", lens="normal", frame_px=(1280, 720),
    )  # fmt: skip
    tops = [
        float(shares(direct(replace(brief, size=size)), direct(replace(brief, size=size)).figures[0], "crown")[0, 1])
        for size in ("CU", "MS", "FS", "LS")
    ]
    assert all(top > 0.03 for top in tops)
    assert tops[0] < tops[-1]
    assert tops[0] < 0.15


def test_there_is_look_room_on_the_side_of_the_gaze(shots: list[tuple[StageBrief, Stage]]) -> None:
    against = 0
    asked = 0
    for brief, stage in shots:
        figure = main_subject(stage)
        anchors = pose_figure(figure).anchors
        if brief.framing not in ("single", "reaction") or brief.size not in ("CU", "MCU") or anchors.lying:
            continue
        side = float(anchors.frames["head"][:, 2] @ Projection.of(stage.camera).axes[0])
        if abs(side) > 0.3 and brief.angle in ("eye", "low", "high"):
            asked += 1
            against += (float(shares(stage, figure, "head")[0, 0]) - 0.5) * side > 0.02
    assert asked > 10
    assert against == 0


def test_faces_are_shown_from_three_quarters_by_default() -> None:
    brief = random_brief(0)
    for name in ("room", "street", "park"):
        stage = direct(
            replace(
                brief, set=name, interior=name == "room", actors=(Actor(name="ADA"),), roster=("ADA",),
                looks=(("ADA", CharacterLook()),), subject=("ADA",), framing="single", size="CU", angle="eye",
            )
        )  # fmt: skip
        ahead = pose_figure(stage.figures[0]).anchors.frames["head"][:, 2]
        turned = np.degrees(np.arccos(-float(ahead @ Projection.of(stage.camera).axes[2])))
        assert 10 < turned < 60, name


def test_cameras_stay_above_the_floor_and_out_of_the_furniture(shots: list[tuple[StageBrief, Stage]]) -> None:
    assert all(stage.camera.position_m[1] >= 0.1 for _, stage in shots)


def test_angles_look_from_where_they_say() -> None:
    brief = replace(random_brief(0), set="street", interior=False, framing="single", size="MS", lens="normal")
    heights = {
        angle: direct(replace(brief, angle=angle)).camera for angle in ("overhead", "high", "eye", "low", "worm")
    }
    tilts = {angle: camera.target_m[1] - camera.position_m[1] for angle, camera in heights.items()}
    assert tilts["overhead"] < tilts["high"] < -0.2
    assert abs(tilts["eye"]) < 0.6
    assert tilts["low"] > 0.1
    assert tilts["worm"] > 0.1
    assert direct(replace(brief, angle="dutch")).camera.roll_deg != 0


def test_a_wide_lens_stands_nearer_than_a_long_one() -> None:
    brief = replace(
        random_brief(0), set="street", interior=False, framing="single", size="MS", angle="eye",
        actors=(Actor(name="ADA"),), roster=("ADA",), looks=(("ADA", CharacterLook()),), subject=("ADA",),
    )  # fmt: skip
    wide, long = (direct(replace(brief, lens=lens)) for lens in ("wide", "long"))
    assert wide.camera.fov_deg > 1.5 * long.camera.fov_deg


def test_wide_shots_of_rooms_and_coaches_are_taken_from_inside() -> None:
    actors = (Actor(name="ADA"), Actor(name="BO"))
    looks = tuple((name, CharacterLook()) for name in ("ADA", "BO"))
    for name, size in (("bus", "LS"), ("bus", "FS"), ("plane", "LS"), ("train", "LS"), ("office", "ELS")):
        stage = direct(
            StageBrief(
                set=name, set_seed=3, interior=True, time_of_day="night", weather="clear", roster=("ADA", "BO"),
                looks=looks, actors=actors, props=(), subject=("ADA", "BO"), over=None, size=size, angle="eye",
                move="static", framing="establishing", lens="normal",
            )
        )  # fmt: skip
        x0, _, x1, _ = stage.set.bounds_m
        assert x0 - 0.35 < stage.camera.position_m[0] < x1 + 0.35, (name, size)


def test_a_close_low_angle_does_not_look_up_the_nostrils_of_a_raised_face() -> None:
    stage = direct(
        StageBrief(
            set="street", set_seed=3, interior=False, time_of_day="day", weather="clear", roster=("ADA",),
            looks=(("ADA", CharacterLook()),), actors=(Actor(name="ADA", pose="look_up"),), props=(),
            subject=("ADA",), over=None, size="CU", angle="low", move="static", framing="single", lens="normal",
        )
    )  # fmt: skip
    ahead = pose_figure(stage.figures[0]).anchors.frames["head"][:, 2]
    up = np.degrees(np.arcsin(ahead[1]))
    pitch = np.degrees(np.arcsin(Projection.of(stage.camera).axes[2][1]))
    assert up + pitch < 24.0
