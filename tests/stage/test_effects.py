"""Special pictures: mirrors, silhouettes, what one looks through, somebody near and somebody far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from screenplay2board.plan.types import Actor, CharacterLook, Effect
from screenplay2board.render.sketch import draw
from screenplay2board.render.sketch.maps import segmentation
from screenplay2board.render.sketch.raster import Mesh, rasterize_scene
from screenplay2board.stage.beings import anchors_of
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import PropPlacement, Stage, StageBrief

BRIEF = StageBrief(
    set="living_room", set_seed=7, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", CharacterLook(gender="female", height_m=1.68)), ("BEN", CharacterLook())),
    actors=(Actor(name="ANNA", looks_at="BEN"), Actor(name="BEN", looks_at="ANNA")), props=(), subject=("ANNA",),
    over=None, size="MCU", angle="eye", move="static", framing="single", lens="normal", frame_px=(320, 180),
)  # fmt: skip


def staged(effect: Effect | None, **changes: object) -> Stage:
    return direct(replace(BRIEF, effect=effect, **changes))  # type: ignore[arg-type]


def shares(stage: Stage) -> dict[str, float]:
    return {part.name: part.share for part in segmentation(stage).segments if part.kind == "person"}


def head_px(stage: Stage, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    figure = next(figure for figure in stage.figures if figure.name == name)
    return Projection.of(stage.camera).project(anchors_of(figure).joints["head"][None])[0]


def test_a_mirror_shows_the_face_over_the_own_shoulder() -> None:
    stage = staged("mirror")
    seen = shares(stage)
    assert seen["ANNA"] > 0.05
    assert seen["ANNA in the mirror"] > 0.05
    own, image = head_px(stage, "ANNA"), head_px(stage, "ANNA in the mirror")
    assert own[2] < image[2]
    assert any(piece.kind == "mirror_wall" for piece in stage.set_pieces)


def test_the_reflection_is_as_far_behind_the_mirror_as_who_looks_is_before_it() -> None:
    stage = staged("mirror")
    wall = next(piece for piece in stage.set_pieces if piece.kind == "mirror_wall")
    front = np.array((np.sin(np.radians(wall.yaw_deg)), 0.0, np.cos(np.radians(wall.yaw_deg))))
    places = {figure.name: np.array(figure.position_m) @ front for figure in stage.figures}
    middle = 0.5 * (places["ANNA"] + places["ANNA in the mirror"])
    assert middle == pytest.approx(np.array(wall.position_m) @ front, abs=1e-3)


def test_the_frame_of_the_mirror_is_in_the_picture() -> None:
    geometry = build_stage(stage := staged("mirror"))
    raster = rasterize_scene(Mesh.of(geometry), Projection.of(stage.camera), np.array((0.0, 1.0, 0.0)))
    wall = [index for index, part in enumerate(geometry.parts) if part.name == "mirror_wall"]
    assert 0.05 < float(np.isin(raster.part, wall).mean()) < 0.6


def test_a_silhouette_is_black_and_what_is_behind_it_is_not() -> None:
    stage = staged("silhouette", size="MS")
    picture = np.asarray(draw(stage).picture, dtype=np.float64)
    labels = np.asarray(segmentation(stage).labels)
    person = labels == stage.subject_figures[0]
    assert picture[person].mean() < 60
    assert picture[~person].mean() > 130


@pytest.mark.parametrize("effect", ["through window", "through doorway", "through leaves"])
@pytest.mark.parametrize("size", ["CU", "FS"])
def test_what_one_looks_through_frames_the_picture_and_spares_the_face(effect: Effect, size: str) -> None:
    plain, through = staged(None, size=size), staged(effect, size=size)
    geometry = build_stage(through)
    near = {index for index, part in enumerate(geometry.parts) if part.name.startswith("near_")}
    assert near
    x, y, _ = head_px(through, "ANNA").astype(int).tolist()
    labels = np.asarray(segmentation(through, geometry).labels)
    assert labels[y, x] == through.subject_figures[0]
    changed = np.asarray(draw(plain).picture) != np.asarray(draw(through).picture)
    assert 0.04 < float(changed.mean()) < 0.75


def test_a_split_diopter_has_a_large_face_at_the_edge_and_somebody_whole_behind() -> None:
    stage = staged("split diopter", framing="two-shot", subject=("ANNA", "BEN"), set="office", size="CU")
    near, far = head_px(stage, "ANNA"), head_px(stage, "BEN")
    width, _ = stage.camera.frame_px
    assert min(near[0], width - near[0]) / width < 0.4
    assert near[2] * 3 < far[2]
    assert 0.02 < shares(stage)["BEN"] < shares(stage)["ANNA"]


def test_an_effect_changes_nothing_of_an_insert_but_what_is_before_the_lens() -> None:
    stage = staged("mirror", framing="insert", subject=("phone",), props=("phone",))
    assert all("mirror" not in figure.name for figure in stage.figures)


def before_the_lens(stage: Stage) -> list[PropPlacement]:
    return [piece for piece in stage.set_pieces if piece.kind.startswith("near_")]


@pytest.mark.parametrize(("place", "interior", "kind"), [("cafe", True, "near_edge"), ("park", False, "near_branch")])
def test_a_wide_view_is_framed_by_something_dark_on_the_side_away_from_people(
    place: str, interior: bool, kind: str
) -> None:
    stage = staged(None, set=place, interior=interior, framing="establishing", size="LS")
    (piece,) = before_the_lens(stage)
    assert piece.kind == kind
    heads = np.array([head_px(stage, figure.name)[0] for figure in stage.figures]) / BRIEF.frame_px[0] - 0.5
    side = float(piece.parameters["side"])
    assert (0.5 - heads * side > 0.15).all()
    assert float(heads.mean()) * side <= 0.0


@pytest.mark.parametrize("changes", [{"size": "MS", "framing": "single"}, {"angle": "overhead"}])
def test_nothing_stands_before_a_close_view_or_one_from_above(changes: dict[str, str]) -> None:
    assert not before_the_lens(staged(None, **{"framing": "establishing", "size": "LS", **changes}))


@pytest.mark.parametrize("place", ["sea", "desert"])
def test_nothing_stands_before_a_view_where_there_is_nothing_to_stand_behind(place: str) -> None:
    assert not before_the_lens(staged(None, set=place, interior=False, framing="establishing", size="LS"))


@pytest.mark.parametrize("size", ["CU", "MCU", "MS", "FS"])
def test_who_is_seen_on_a_screen_is_alone_in_its_rim_and_looks_into_the_lens(size: str) -> None:
    stage = staged("on screen", size=size, framing="two-shot", subject=("ANNA", "BEN"))
    assert [figure.name for figure in stage.figures] == ["ANNA"]
    assert any(piece.kind == "near_screen" for piece in stage.set_pieces)
    geometry = build_stage(stage)
    x, y, _ = head_px(stage, "ANNA").astype(int).tolist()
    assert np.asarray(segmentation(stage, geometry).labels)[y, x] == stage.subject_figures[0]
    ahead = geometry.figures[stage.subject_figures[0]].frames["head"][:, 2]
    assert float(ahead @ Projection.of(stage.camera).axes[2]) < -0.85
