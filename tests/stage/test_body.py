"""Figures stand on the floor, sit on their seats, keep their hands out of themselves and hold things in their palms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from screenplay2board.plan.types import CharacterLook
from screenplay2board.render.sketch import draw
from screenplay2board.stage.body.collars import COLLARS
from screenplay2board.stage.body.figure import build_figure
from screenplay2board.stage.body.fronts import LAPELS
from screenplay2board.stage.body.garments import garments
from screenplay2board.stage.body.hands import fingertips, hand_mesh
from screenplay2board.stage.body.limbs import leg_surface, shoe_mesh
from screenplay2board.stage.body.poses import data_table, pose_named, pose_table
from screenplay2board.stage.body.proportions import proportions_of
from screenplay2board.stage.body.skeleton import PosedBody, pose_figure
from screenplay2board.stage.body.torso import Fit, torso_surface
from screenplay2board.stage.body.trims import TRIMS
from screenplay2board.stage.geometry import Array, Geometry
from screenplay2board.stage.names import ACCESSORIES, BOTTOMS, BUILDS, PATTERNS, POSES, TOPS
from screenplay2board.stage.props import HOLDABLE
from screenplay2board.stage.types import CameraPose, FigurePlacement, HeldProp, Light, SetPlan, Stage

LOOKS = {
    "man": CharacterLook(height_m=1.80, top="jacket", top_grey=0.4),
    "woman": CharacterLook(gender="female", height_m=1.66, hair="bob", top="blouse", bottom="skirt"),
    "child": CharacterLook(age="child", height_m=1.16, hair="messy", top="hoodie", bottom="shorts"),
    "teen": CharacterLook(age="teen", gender="female", height_m=1.56, top="tee"),
    "elder": CharacterLook(age="elder", height_m=1.70, top="coat", top_grey=0.4),
    "heavy": CharacterLook(height_m=1.76, weight=1.35, top="suit", top_grey=0.7),
}
SIZED = ("average", "slim", "heavy", "tall", "small")  # what sets them apart is weight and height
DRY = [name for name in POSES if name not in ("swim", "float")]  # who swims is half in the water
HEAD_FIRST = ("fall", "over_shoulder", "dive", "push_up")  # trunks so low or turned that no neck raises the eyes
GROUNDED = [name for name in POSES if pose_named(name).support in ("ground", "kneel")]
SEATED = [name for name in POSES if pose_named(name).support == "seat"]


def place(look: str = "man", pose: str = "stand", **fields: object) -> FigurePlacement:
    return FigurePlacement(figure=1, name=look.upper(), look=LOOKS[look], pose=pose, **fields)  # type: ignore[arg-type]


@cache
def posed(look: str, pose: str) -> PosedBody:
    return pose_figure(place(look, pose))


def built(placement: FigurePlacement) -> Geometry:
    geometry = Geometry()
    build_figure(geometry, placement)
    return geometry


def vertices_of(geometry: Geometry, *names: str) -> Array:
    vertices, _, faces, parts, _ = geometry.arrays()
    wanted = [index for index, part in enumerate(geometry.parts) if part.name in names]
    return vertices[np.unique(faces[np.isin(parts, wanted)])]


def depth_inside(body: PosedBody, point: Array) -> float:
    """Return how far inside the bare trunk a point lies, as 1 - its share of the way from the spine to the skin."""
    trunk = torso_surface(body, Fit(start=-0.10, end=0.78, ease_m=0.0), rings=40)
    middles = trunk.points.mean(axis=1)
    ring = int(np.argmin(np.linalg.norm(middles - point, axis=1)))
    above = np.linalg.norm(middles[ring] - point) > 0.5
    axis = middles[min(ring + 1, 39)] - middles[max(ring - 1, 0)]
    off = point - middles[ring]
    if above or abs(float(off @ axis)) > 0.6 * float(axis @ axis):
        return 0.0  # beyond the ends
    rays = trunk.points[ring] - middles[ring]
    nearest = rays[int(np.argmax(rays @ off / np.linalg.norm(rays, axis=1)))]
    return 1.0 - float(off @ nearest) / float(nearest @ nearest)


def test_every_pose_name_has_its_row() -> None:
    assert set(pose_table()) == set(POSES)


def test_an_unknown_pose_stands() -> None:
    assert pose_named("levitate") == pose_named("stand")


@pytest.mark.parametrize("pose", GROUNDED)
def test_the_soles_touch_the_floor(pose: str) -> None:
    for look in LOOKS:
        body = posed(look, pose)
        for side in "lr":
            hip, knee, ankle = (body.anchors.joints[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))
            assert np.linalg.norm(knee - hip) == pytest.approx(body.proportions.thigh_m, abs=1e-6)
            assert np.linalg.norm(ankle - knee) == pytest.approx(body.proportions.shin_m, abs=1e-6)
        lowest = [float(shoe_mesh(body, side)[0][:, 1].min()) for side in "lr"]
        assert min(lowest) > -0.006
        assert max(lowest) < 0.016


@pytest.mark.parametrize("pose", DRY)
def test_nothing_of_a_figure_is_under_the_floor(pose: str) -> None:
    for look in LOOKS:
        joints = posed(look, pose).anchors.joints
        assert min(float(point[1]) for point in joints.values()) > 0.0


@pytest.mark.parametrize("pose", DRY)
@pytest.mark.parametrize("look", ["man", "child"])
def test_no_mesh_sinks_into_the_floor(look: str, pose: str) -> None:
    vertices = built(place(look, pose)).arrays()[0]
    assert np.isfinite(vertices).all()
    seat_room = 0.035  # a lying back and a kneeling skirt press a little into what they rest on
    assert float(vertices[:, 1].min()) > -seat_room


@pytest.mark.parametrize("pose", SEATED)
def test_hips_rest_on_the_seat(pose: str) -> None:
    for look in LOOKS:
        for seat in (0.30, 0.45, 0.75) if pose_named(pose).seat_m > 0 else (0.0,):
            body = pose_figure(place(look, pose, seat_height_m=seat))
            joints = body.anchors.joints
            thighs = [leg_surface(body, side, "trouser_leg") for side in "lr"]
            near = [thigh.points[(thigh.places > 0.05) & (thigh.places < 0.25)] for thigh in thighs]
            pelvis = torso_surface(body, Fit(end=0.1)).points
            sunk = seat - min(float(points[..., 1].min()) for points in (*near, pelvis))
            assert -0.045 < sunk < 0.045
            for side in "lr":
                assert float(joints[f"hip_{side}"][1]) > seat + 0.03
                low = 0.32 * body.proportions.thigh_m  # thighs hang a little over the edge
                assert float(joints[f"knee_{side}"][1]) > seat - low
                assert float(joints[f"ankle_{side}"][1]) > 0.02


@pytest.mark.parametrize("look", LOOKS)
def test_feet_on_the_floor_below_a_chair_that_is_not_too_high(look: str) -> None:
    body = pose_figure(place(look, "sit", seat_height_m=0.24 * LOOKS[look].height_m))
    for side in "lr":
        assert float(body.anchors.joints[f"ankle_{side}"][1]) == pytest.approx(body.proportions.ankle_m, abs=0.005)


def test_a_child_on_a_grown_ups_chair_lets_the_feet_hang() -> None:
    body = pose_figure(place("child", "sit", seat_height_m=0.48))
    assert float(body.anchors.joints["ankle_l"][1]) > body.proportions.ankle_m + 0.05


@pytest.mark.parametrize("pose", POSES)
def test_hands_and_elbows_stay_out_of_the_trunk(pose: str) -> None:
    for look in LOOKS:
        body = posed(look, pose)
        joints = body.anchors.joints
        for index, side in enumerate("lr"):
            names = ("elbow",) if body.hidden_hands[index] else ("elbow", "wrist", "hand")
            for name in names:
                assert depth_inside(body, joints[f"{name}_{side}"]) < 0.06, name


@pytest.mark.parametrize("pose", POSES)
def test_hands_stay_out_of_the_head(pose: str) -> None:
    for look in LOOKS:
        body = posed(look, pose)
        head, frame = body.anchors.joints["head"], body.anchors.frames["head"]
        for side in "lr":
            tips = body.anchors.joints[f"wrist_{side}"] + body.anchors.frames[f"hand_{side}"][:, 2] * 0.15
            for point in (body.anchors.joints[f"hand_{side}"], tips):
                local = frame.T @ (point - head) / body.anchors.head_height_m
                assert float(np.linalg.norm((local - (0, 0.03, -0.04)) / (0.31, 0.50, 0.42))) > 1.0


@pytest.mark.parametrize("look", LOOKS)
def test_a_phone_at_the_ear_does_not_enter_the_cheek(look: str) -> None:
    placement = place(look, "phone", held=(HeldProp(prop="phone"),))
    geometry = built(placement)
    anchors = geometry.figures[1]
    local = (vertices_of(geometry, "phone") - anchors.joints["head"]) @ anchors.frames["head"]
    level = np.linalg.norm((local / anchors.head_height_m - (0, 0.03, -0.04)) / (0.31, 0.50, 0.42), axis=1)
    assert level.min() > 1.0
    assert level.min() < 1.7  # and yet it is at the ear


@pytest.mark.parametrize("prop", sorted(HOLDABLE))
def test_a_held_prop_lies_in_the_hand(prop: str) -> None:
    bare = {part.name for part in built(place("man", "stand")).parts}
    geometry = built(place("man", "stand", held=(HeldProp(prop=prop),)))
    vertices, _, faces, parts, _ = geometry.arrays()
    hand = vertices_of(geometry, "hand")
    gaps: list[float] = []
    for index, part in enumerate(geometry.parts):
        if part.name not in bare and bool((parts == index).any()):
            thing = vertices[np.unique(faces[parts == index])]
            low, high = thing.min(axis=0), thing.max(axis=0)
            outside = np.maximum(np.maximum(low - hand, hand - high), 0.0)
            gaps.append(float(np.linalg.norm(outside, axis=1).min()))
    assert min(gaps) < 0.02


def test_a_prop_in_the_left_hand_is_on_the_left() -> None:
    geometry = built(place("man", "stand", held=(HeldProp(prop="cup", hand="left"),)))
    assert float(vertices_of(geometry, "cup")[:, 0].mean()) > 0.05


def test_a_mirrored_figure_changes_hands() -> None:
    geometry = built(place("man", "phone", held=(HeldProp(prop="phone"),), mirrored=True))
    assert float(vertices_of(geometry, "phone")[:, 0].mean()) > 0.05


def test_two_hands_carry_a_box_between_them() -> None:
    geometry = built(place("man", "stand", held=(HeldProp(prop="box"),)))
    joints = geometry.figures[1].joints
    middle = vertices_of(geometry, "carton").mean(axis=0)
    assert abs(float(middle[0])) < 0.06
    assert float(joints["hand_l"][0]) > 0.15
    assert float(joints["hand_r"][0]) < -0.15


def test_a_cup_and_a_letter_take_a_hand_each() -> None:
    body = pose_figure(place("man", "stand", held=(HeldProp(prop="letter"), HeldProp(prop="cup"))))
    assert body.held == (("letter", "r"), ("cup", "l"))


def test_what_no_hand_is_left_for_is_not_held() -> None:
    body = pose_figure(place("man", "stand", held=(HeldProp(prop="box"), HeldProp(prop="key"))))
    assert body.held == (("box", "both"),)


def test_a_box_at_a_table_stands_on_it() -> None:
    geometry = built(place("man", "sit_table", held=(HeldProp(prop="box"),), seat_height_m=0.45))
    assert float(vertices_of(geometry, "carton")[:, 1].min()) > 0.70


def test_the_other_hand_lets_go_of_what_one_hand_holds() -> None:
    free = pose_figure(place("man", "hold", held=(HeldProp(prop="cup"),)))
    assert float(free.anchors.joints["wrist_l"][1]) < 1.0


@pytest.mark.parametrize("look", LOOKS)
def test_a_standing_person_is_as_tall_as_the_look_says(look: str) -> None:
    crown = float(posed(look, "stand").anchors.joints["crown"][1])
    height = LOOKS[look].height_m
    assert height * 0.955 < crown < height * 1.015


def test_the_younger_the_larger_the_head() -> None:
    shares = [proportions_of(LOOKS[name]).head_m / LOOKS[name].height_m for name in ("child", "teen", "man")]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 1.15 * shares[2]


def test_weight_widens_the_waist_and_women_have_wider_hips_than_shoulders_of_men() -> None:
    thin, thick = (proportions_of(replace(LOOKS["man"], weight=weight)) for weight in (0.85, 1.4))
    assert thick.torso_at(0.34)[0] > 1.3 * thin.torso_at(0.34)[0]
    woman = proportions_of(replace(LOOKS["man"], gender="female"))
    man = proportions_of(LOOKS["man"])
    assert woman.shoulder_m < man.shoulder_m
    assert woman.torso_at(0.34)[0] < man.torso_at(0.34)[0]


def test_old_people_stoop() -> None:
    young, old = (posed(name, "stand").anchors for name in ("man", "elder"))
    lean_young, lean_old = (float(a.joints["neck"][2] - a.joints["pelvis"][2]) / a.height_m for a in (young, old))
    assert lean_old > lean_young + 0.01


@pytest.mark.parametrize("pose", [n for n in POSES if pose_named(n).support != "lie" and n not in HEAD_FIRST])
@pytest.mark.parametrize("target", [(0.0, 1.5, 4.0), (2.0, 1.2, 2.0), (-2.0, 2.2, 2.5), (1.0, 0.2, 3.0)])
def test_the_head_turns_to_what_it_looks_at(pose: str, target: tuple[float, float, float]) -> None:
    anchors = pose_figure(place("woman", pose, look_at=target)).anchors
    way = np.array(target) - anchors.joints["eyes"]
    forward = anchors.frames["head"][:, 2]
    assert float(forward @ way) / float(np.linalg.norm(way)) > np.cos(np.radians(32))


def test_nobody_turns_the_head_backward() -> None:
    anchors = pose_figure(place("man", "stand", look_at=(0.3, 1.6, -3.0))).anchors
    chest, head = anchors.frames["chest"][:, 2], anchors.frames["head"][:, 2]
    assert float(chest @ head) > np.cos(np.radians(75))


@pytest.mark.parametrize("pose", POSES)
def test_mirrored_poses_are_mirror_images(pose: str) -> None:
    plain, mirrored = (pose_figure(place("man", pose, mirrored=flag)).anchors.joints for flag in (False, True))
    for name, point in plain.items():
        twin = name[:-1] + {"l": "r", "r": "l"}[name[-1]] if name[-2:] in ("_l", "_r") else name
        assert mirrored[twin] == pytest.approx(point * (-1, 1, 1), abs=0.02), name


def test_place_turn_and_lift_move_the_whole_figure() -> None:
    here = posed("man", "walk").anchors.joints
    there = pose_figure(place("man", "walk", position_m=(2.0, 0.5, -1.0), yaw_deg=90.0, lift_m=0.1)).anchors.joints
    for name, (x, y, z) in here.items():
        assert there[name] == pytest.approx((z + 2.0, y + 0.6, -x - 1.0), abs=1e-9)


@pytest.mark.parametrize("look", LOOKS)
def test_a_lying_person_rests_on_the_bed(look: str) -> None:
    geometry = built(place(look, "lie", seat_height_m=0.5))
    heights = geometry.arrays()[0][:, 1]
    assert 0.44 < float(heights.min()) < 0.53
    assert float(heights.max()) < 0.5 + 0.42 * LOOKS[look].height_m
    assert geometry.figures[1].lying


@pytest.mark.parametrize("look", LOOKS)
def test_hands_at_a_table_lie_on_it(look: str) -> None:
    for pose in ("sit_table", "type"):
        body = posed(look, pose)
        for side in "lr":
            palm = float(body.anchors.joints[f"hand_{side}"][1])
            assert pose_named(pose).table_m - 0.01 < palm < pose_named(pose).table_m + 0.12


def test_knees_fit_under_the_table() -> None:
    for look in ("man", "woman", "heavy"):
        joints = posed(look, "sit_table").anchors.joints
        assert max(float(joints["knee_l"][1]), float(joints["knee_r"][1])) < 0.66


STRAPLESS = ("bare", "evening_gown", "wedding_dress")


@pytest.mark.parametrize("top", [top for top in TOPS if top not in STRAPLESS])
@pytest.mark.parametrize("gender", ["female", "male"])
def test_every_top_covers_the_trunk(top: str, gender: str) -> None:
    look = replace(LOOKS["man"], gender=gender, top=top)
    geometry = built(FigurePlacement(figure=1, name="A", look=look, pose="stand"))
    cloth = vertices_of(geometry, "top", "sleeve", "straps", "bottom")
    joints = geometry.figures[1].joints
    assert float(cloth[:, 1].min()) < float(joints["pelvis"][1]) + 0.07
    assert float(cloth[:, 1].max()) > float(joints["shoulder_l"][1])


def test_coats_are_longer_than_jackets_and_jackets_than_shirts() -> None:
    def hem(top: str) -> float:
        look = replace(LOOKS["man"], top=top)
        return float(
            vertices_of(built(FigurePlacement(figure=1, name="A", look=look, pose="stand")), "top")[:, 1].min()
        )

    assert hem("coat") < hem("suit") - 0.2
    assert hem("suit") < hem("jacket") < hem("shirt")


def test_every_garment_is_put_together_of_parts_that_exist() -> None:
    assert set(garments()) == set(TOPS)
    for garment in garments().values():
        assert set(garment.trims) <= set(TRIMS)
        assert garment.collar in (*COLLARS, "none")
        assert garment.lapel in LAPELS
        assert not garment.sleeve or f"sleeve_{garment.sleeve}" in data_table("cuts.toml")


def drawn(look: CharacterLook) -> Array:
    """Return a picture of a whole person, 200 px high, greys 0 to 1."""
    placement = FigurePlacement(figure=1, name="A", look=look, pose="stand", yaw_deg=25.0)
    camera = CameraPose(position_m=(0, 0.9, 6.0), target_m=(0, 0.9, 0), fov_deg=18.5, frame_px=(110, 200))
    plan = SetPlan(name="none", pieces=(), marks=(), bounds_m=(-3, -3, 3, 3), camera_bounds_m=(-3, -3, 3, 6))
    stage = Stage(
        set=plan, set_pieces=(), figures=(placement,), subject_figures=(1,), light=Light(), sky=plan.sky,
        weather="clear", camera=camera, size="FS",
    )  # fmt: skip
    return draw(stage).picture / 255.0


@pytest.mark.parametrize(
    ("field", "values", "floor"),
    [("top", TOPS, 0.001), ("bottom", BOTTOMS, 0.001), ("build", [b for b in BUILDS if b not in SIZED], 0.002)],
)
def test_every_name_is_drawn_unlike_the_others(field: str, values: Sequence[str], floor: float) -> None:
    """The floor is the mean difference of the pixels of a picture 200 px high."""
    base = replace(LOOKS["woman"], top="tee", top_grey=0.4, bottom="trousers", bottom_grey=0.7)
    pictures = [drawn(replace(base, **{field: value})) for value in values]
    for index, one in enumerate(pictures):
        for other in range(index):
            assert float(np.abs(one - pictures[other]).mean()) > floor, (values[index], values[other])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_shows(pattern: str) -> None:
    look = replace(LOOKS["man"], top="shirt", top_grey=0.2)
    plain, with_it = (built(FigurePlacement(figure=1, name="A", look=each, pose="stand"))
                      for each in (look, replace(look, pattern=pattern)))  # fmt: skip
    marks = len(with_it.curves) + len(with_it.fills) - len(plain.curves) - len(plain.fills)
    assert marks > 20


def test_a_pregnant_belly_stands_out_and_a_bent_back_leans() -> None:
    plain, pregnant = (proportions_of(replace(LOOKS["woman"], build=build)) for build in ("average", "pregnant"))
    assert sum(pregnant.torso_at(0.34)[1:]) > sum(plain.torso_at(0.34)[1:]) + 0.08
    necks = []
    for build in ("average", "bent"):
        placement = FigurePlacement(figure=1, name="A", look=replace(LOOKS["man"], build=build), pose="stand")
        joints = pose_figure(placement).anchors.joints
        necks.append(float(joints["neck"][2] - joints["pelvis"][2]))
    assert necks[1] > necks[0] + 0.05


@pytest.mark.parametrize("bottom", BOTTOMS)
def test_every_bottom_covers_the_hips(bottom: str) -> None:
    look = replace(LOOKS["woman"], bottom=bottom)
    geometry = built(FigurePlacement(figure=1, name="A", look=look, pose="stand"))
    cloth = vertices_of(geometry, "bottom")
    assert float(cloth[:, 1].max()) > float(geometry.figures[1].joints["hip_l"][1])
    bare = float(vertices_of(geometry, "skin")[:, 1].min())
    knee = float(geometry.figures[1].joints["knee_l"][1])
    assert (bare < knee) == ("skirt" in bottom or bottom in ("dress", "shorts", "briefs"))


@pytest.mark.parametrize("accessory", ACCESSORIES)
def test_every_accessory_shows(accessory: str) -> None:
    look = replace(LOOKS["woman"], top="shirt")
    plain, with_it = (
        built(FigurePlacement(figure=1, name="A", look=worn, pose="stand"))
        for worn in (look, replace(look, accessories=(accessory,)))
    )
    more_mesh = len(with_it.arrays()[2]) > len(plain.arrays()[2])
    assert more_mesh or len(with_it.curves) > len(plain.curves)


def test_far_figures_are_built_with_less() -> None:
    near, far = (len(built(place("man", "stand", detailed=flag)).arrays()[2]) for flag in (True, False))
    assert far < 0.6 * near


def test_the_same_placement_gives_the_same_meshes() -> None:
    first, second = (built(place("woman", "run")).arrays() for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("shape", sorted(data_table("hands.toml")))
@pytest.mark.parametrize("side", ["l", "r"])
def test_hands_face_outward(shape: str, side: str) -> None:
    vertices, faces = hand_mesh(shape, np.zeros(3), np.eye(3), side, 1.0, detailed=True)  # type: ignore[arg-type]
    corners = vertices[faces]
    volume = float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum()) / 6
    assert 1e-4 < volume < 8e-4  # litres: a hand is a third of one


def test_fists_close_and_open_hands_do_not() -> None:
    fist, spread = fingertips("fist"), fingertips("open")
    assert spread[1, 2] > 0.16
    assert fist[:4, 2].max() < 0.13
    assert np.ptp(spread[:4, 0]) > 1.3 * np.ptp(fist[:4, 0])


def test_the_body_has_all_anchors() -> None:
    anchors = posed("man", "stand").anchors
    centre = {"pelvis", "waist", "neck", "skull_base", "head", "crown", "chin", "eyes"}
    sides = {
        f"{name}_{side}"
        for name in ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")
        for side in "lr"
    }
    assert set(anchors.joints) == centre | sides
    assert set(anchors.frames) == {"pelvis", "chest", "head", "root", "hand_l", "hand_r", "foot_l", "foot_r"}
    for frame in anchors.frames.values():
        assert frame.T @ frame == pytest.approx(np.eye(3), abs=1e-9)
        assert float(np.linalg.det(frame)) == pytest.approx(1.0)
