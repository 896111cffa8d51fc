"""Heads: every emotion, style and hat is built, differs from the others and stays where the anchors say."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import CharacterLook
from screenplay2board.render.sketch import draw
from screenplay2board.stage import names
from screenplay2board.stage.body.head import build_head
from screenplay2board.stage.body.head.beards import BEARDS
from screenplay2board.stage.body.head.emotions import EXPRESSIONS, exaggerated, expression_of
from screenplay2board.stage.body.head.eyewear import FRAMES
from screenplay2board.stage.body.head.hair import BARE, styles
from screenplay2board.stage.body.head.headwear import CLOTHS, hats
from screenplay2board.stage.body.head.skull import CHIN_Y, Skull
from screenplay2board.stage.body.head.space import TIERS
from screenplay2board.stage.body.head.traits import Traits, feature_rows
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Array, Geometry
from screenplay2board.stage.types import CameraPose, FigurePlacement, Light, SetPlan, Stage

WOMAN = CharacterLook(gender="female", height_m=1.66, hair="bob", seed=5)
MAN = CharacterLook(seed=8)


def head_of(look: CharacterLook, *, emotion: str = "neutral", speaking: bool = False, yaw_deg: float = 0.0) -> Geometry:
    placement = FigurePlacement(
        figure=1, name="X", look=look, pose="stand", emotion=emotion, speaking=speaking, yaw_deg=yaw_deg
    )
    geometry = Geometry()
    build_head(geometry, pose_figure(placement), 500)
    for tier in TIERS:
        ink = geometry.faces[0].at(tier.min_px)
        geometry.curves += ink.curves
        geometry.fills += ink.fills
    return geometry


def mouth_gap(geometry: Geometry) -> float:
    """Return the height of the largest mouth line of the close-up tier, in metres."""
    mouths = [c.points for c in geometry.curves if c.kind == "mouth" and c.max_head_px == float("inf")]
    return max(float(np.ptp(points[:, 1])) for points in mouths)


def local(points: Array, look: CharacterLook, emotion: str = "neutral") -> Array:
    """Return points in shares of the head's height, from the centre of the skull."""
    anchors = pose_figure(FigurePlacement(figure=1, name="X", look=look, pose="stand", emotion=emotion)).anchors
    return (points - anchors.joints["head"]) @ anchors.frames["head"] / anchors.head_height_m


def test_every_named_emotion_has_an_expression_of_its_own() -> None:
    assert set(EXPRESSIONS) == set(names.EMOTIONS)
    assert len({repr(expression) for expression in EXPRESSIONS.values()}) == len(EXPRESSIONS)


def test_every_named_hair_beard_and_hat_is_known() -> None:
    assert set(styles()) - {"bangs"} | set(BARE) == set(names.HAIR)
    assert set(BEARDS) == set(names.BEARDS)
    assert set(hats()) | set(CLOTHS) == set(names.HATS)
    assert set(FRAMES) == set(names.GLASSES)


@pytest.mark.parametrize("kind", names.FEATURES)
def test_every_named_feature_has_a_row_and_changes_the_face(kind: names.FeatureKind) -> None:
    assert set(feature_rows(kind)) == set(names.FEATURES[kind])
    faces = {Traits.of(replace(MAN, **{kind: name})) for name in names.FEATURES[kind]}
    assert len(faces) == len(names.FEATURES[kind])


@pytest.mark.parametrize("hair", names.HAIR)
def test_hair_makes_one_mesh_of_its_own_shape(hair: str) -> None:
    geometry = head_of(replace(WOMAN, hair=hair))
    vertices, _, _, face_parts, _ = geometry.arrays()
    assert np.isfinite(vertices).all()
    hair_parts = [index for index, part in enumerate(geometry.parts) if part.name in ("hair", "cloth")]
    assert len({geometry.parts[part].label for part in hair_parts}) == ({"bald": 0, "hood": 2}.get(hair, 1))
    if hair_parts:
        assert np.isin(face_parts, hair_parts).sum() > 300


def test_hair_shines_round_the_crown_only() -> None:
    geometry = head_of(replace(WOMAN, hair="wavy", hair_grey=0.95))
    vertices, _, faces, face_parts, _ = geometry.arrays()
    glossy = [index for index, part in enumerate(geometry.parts) if part.glossy]
    hair = [index for index, part in enumerate(geometry.parts) if part.name == "hair"]
    shining, all_hair = (vertices[faces[np.isin(face_parts, parts)], 1] for parts in (glossy, hair))
    assert shining.size
    assert float(shining.min()) > float(all_hair.min()) + 0.5 * float(np.ptp(all_hair))


def test_styles_have_different_silhouettes() -> None:
    extents = set[tuple[float, ...]]()
    for hair in names.HAIR:
        vertices = head_of(replace(WOMAN, hair=hair)).arrays()[0]
        extents.add(tuple(np.round(np.ptp(vertices, axis=0), 3)))
    assert len(extents) >= len(names.HAIR) - 2


def test_long_hair_leaves_the_face_free() -> None:
    look = replace(WOMAN, hair="long")
    geometry = head_of(look)
    vertices, _, faces, face_parts, _ = geometry.arrays()
    part = next(index for index, part in enumerate(geometry.parts) if part.name == "hair")
    hair = local(vertices[np.unique(faces[face_parts == part])], look)
    in_face = (abs(hair[:, 0]) < 0.17) & (hair[:, 1] < 0.2) & (hair[:, 1] > -0.4) & (hair[:, 2] > 0.25)
    assert not in_face.any()


@pytest.mark.parametrize("hat", [name for name in names.HATS if name in CLOTHS or not hats()[name].open])
def test_a_hat_covers_the_hair_on_the_crown(hat: str) -> None:
    look = replace(MAN, hair="curly", hat=hat)
    geometry = head_of(look)
    vertices, _, faces, face_parts, _ = geometry.arrays()
    tops = dict[str, float]()
    for index, part in enumerate(geometry.parts):
        if (face_parts == index).any():
            tops[part.name] = float(vertices[np.unique(faces[face_parts == index]), 1].max())
    assert tops.get("hat", tops.get("cloth", 0.0)) > tops["hair"]


def drawn(look: CharacterLook, yaw_deg: float = 10.0) -> Array:
    """Return a close picture of a head, 200 px high, greys 0 to 1."""
    placement = FigurePlacement(figure=1, name="X", look=look, pose="stand", yaw_deg=yaw_deg)
    eye = pose_figure(placement).anchors.joints["head"]
    camera = CameraPose(
        position_m=(float(eye[0]), float(eye[1]), 3.0), target_m=(float(eye[0]), float(eye[1]), 0.0), fov_deg=6.6,
        frame_px=(200, 200),
    )  # fmt: skip
    plan = SetPlan(name="none", pieces=(), marks=(), bounds_m=(-3, -3, 3, 3), camera_bounds_m=(-3, -3, 3, 6))
    stage = Stage(
        set=plan, set_pieces=(), figures=(placement,), subject_figures=(1,), light=Light(), sky=plan.sky,
        weather="clear", camera=camera, size="CU",
    )  # fmt: skip
    return draw(stage).picture / 255.0


@pytest.mark.parametrize(
    ("field", "values", "floor"),
    [("hair", names.HAIR, 0.002), ("beard", names.BEARDS, 0.001), ("hat", names.HATS, 0.01),
     ("glasses", names.GLASSES, 0.001), ("marks", [(name,) for name in names.MARKS], 0.0002)],
)  # fmt: skip
def test_every_name_is_drawn_unlike_the_others(field: str, values: Sequence[object], floor: float) -> None:
    """The floor is the mean difference of the pixels of a head that is 170 px high: a mole has a few of them."""
    yaw_deg = 55.0 if field == "hair" else 10.0  # buns are behind, marks on either side
    pictures = [drawn(replace(MAN, **{field: value}), yaw_deg) for value in values]
    for index, one in enumerate(pictures):
        for other in range(index):
            assert float(np.abs(one - pictures[other]).mean()) > floor, (values[index], values[other])


def test_the_same_person_is_drawn_the_same() -> None:
    look = replace(MAN, hair="messy", beard="full", marks=("freckles", "dirt"), years=70)
    assert np.array_equal(drawn(look), drawn(look))


def test_years_draw_lines() -> None:
    lines = [len(head_of(replace(MAN, years=years)).curves) for years in (30, 45, 62, 82)]
    assert lines == sorted(set(lines))


def test_faces_of_two_seeds_differ_and_one_seed_stays_the_same() -> None:
    first, second = (head_of(replace(MAN, seed=seed)).arrays()[0] for seed in (1, 2))
    assert first.shape != second.shape or not np.allclose(first, second, atol=1e-3)
    assert np.array_equal(first, head_of(replace(MAN, seed=1)).arrays()[0])


def test_the_chin_stays_at_the_anchor_whatever_the_face() -> None:
    for seed in range(12):
        grid = Skull(Traits.of(replace(MAN, seed=seed))).grid()
        assert grid[..., 1].min() == pytest.approx(CHIN_Y)


def test_who_speaks_opens_the_lips_and_keeps_the_mood() -> None:
    assert mouth_gap(head_of(MAN, emotion="angry", speaking=True)) > 2 * mouth_gap(head_of(MAN, emotion="angry"))
    assert expression_of("angry", speaking=True).brow_inner == EXPRESSIONS["angry"].brow_inner


def test_an_unknown_emotion_is_neutral() -> None:
    assert expression_of("bewildered") == EXPRESSIONS["neutral"]


def test_moods_grow_stronger_as_heads_get_smaller() -> None:
    gains = [tier.gain for tier in TIERS]
    assert gains == sorted(gains, reverse=True)
    angry = EXPRESSIONS["angry"]
    assert exaggerated(angry, gains[0]).brow_inner < exaggerated(angry, gains[-1]).brow_inner < 0


def test_each_head_size_finds_eyes_brows_and_a_mouth_once() -> None:
    geometry = head_of(MAN)
    for head_px in (22, 60, 140, 400):
        drawn = [c for c in geometry.curves if c.face and c.min_head_px <= head_px < c.max_head_px]
        assert sum(c.kind == "mouth" for c in drawn) == 1, head_px
        assert sum(c.kind == "brow" for c in drawn) >= 2, head_px
        assert any(f.grey > 0.8 and f.min_head_px <= head_px < f.max_head_px for f in geometry.fills), head_px


def test_features_lie_on_the_front_of_the_face() -> None:
    geometry = head_of(MAN, emotion="rage")
    for curve in geometry.curves:
        if curve.kind in ("mouth", "brow", "lid"):
            points = local(curve.points, MAN, "rage")
            assert (points[:, 2] > 0.15).all()
            assert (points[:, 1] > CHIN_Y).all()


def test_a_sketchier_head_has_fewer_faces() -> None:
    placement = FigurePlacement(figure=1, name="X", look=MAN, pose="stand", detailed=False)
    geometry = Geometry()
    build_head(geometry, pose_figure(placement), 500)
    assert len(geometry.arrays()[2]) < 0.75 * len(head_of(MAN).arrays()[2])


@pytest.mark.parametrize("hat", ["cap", "flat_cap", "police"])
def test_who_looks_down_a_little_still_has_eyes_under_a_peak(hat: str) -> None:
    look = replace(MAN, hat=hat)
    geometry = head_of(look)
    vertices, _, faces, face_parts, _ = geometry.arrays()
    part = [each.name for each in geometry.parts].index("hat")
    peak = local(vertices[np.unique(faces[face_parts == part])], look)
    anchors = pose_figure(FigurePlacement(figure=1, name="X", look=look, pose="stand", emotion="neutral")).anchors
    eye = local(anchors.joints["eyes"][None], look)[0]
    ahead = peak[(peak[:, 2] > eye[2] + 0.1) & (np.abs(peak[:, 0]) < 0.15)] - eye
    rise_deg = np.degrees(np.arctan2(ahead[:, 1], ahead[:, 2]))
    assert rise_deg.min() > 15.0
