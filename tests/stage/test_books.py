"""Whole books, staged shot by shot: is the head as high in the picture as its shot size says (docs/film.md)?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.render.sketch.raster import Mesh, rasterize_scene
from screenplay2board.screenplay.reading import read_screenplay
from screenplay2board.stage.beings import being_of
from screenplay2board.stage.body.head import build_head
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.brief import make_brief
from screenplay2board.stage.director import direct
from screenplay2board.stage.framing import SIZES
from screenplay2board.stage.geometry import Geometry, vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import FigurePlacement, Stage, StageBrief

EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = (
    "last-ferry.fountain", "rain-letter.ko.fountain", "first-snow/first-snow.fountain", "night-bus.yaml",
    "knocking.fdx",
)  # fmt: skip
FRAMES_PX = ((1280, 720), (1280, 536), (960, 720))
HAIR = 0.10  # hair and a brow's shadow make a drawn head up to a tenth higher, a bowed one lower
RIGHT = 0.98  # of the shots


def briefs() -> list[StageBrief]:
    """Return the shots of all books whose main subject is somebody, in frames of several ratios."""
    found: list[StageBrief] = []
    for name in BOOKS:
        screenplay = read_screenplay(EXAMPLES / name, Diagnostics())
        assert screenplay is not None
        shot_list = plan(screenplay)
        cast = {member.name: member for member in shot_list.cast}
        for scene in shot_list.scenes:
            for shot in scene.shots:
                found.append(make_brief(scene, shot, cast, FRAMES_PX[len(found) % len(FRAMES_PX)]))
    return [brief for brief in found if brief.framing != "insert" and brief.actors and brief.size != "ECU"]


def drawn_head(stage: Stage, figure: FigurePlacement) -> float | None:
    """Return the height of a head in the map of its parts, as a share of the frame; None where the frame cuts it.

    Of hats and beards, which hide where it begins and ends, it is bare.
    """
    geometry = Geometry()
    bare = replace(figure, look=replace(figure.look, hat=None, beard=None))
    build_head(geometry, pose_figure(bare), 900)
    projection = Projection.of(stage.camera, 0.6)  # a head of a long shot is still 20 px high
    raster = rasterize_scene(Mesh.of(geometry), projection, vec(0.0, 1.0, 0.0))
    names = np.array([part.name for part in geometry.parts])[raster.part]
    face = np.flatnonzero((names == "face").any(axis=1))
    head = np.flatnonzero(((names == "face") | (names == "hair")).any(axis=1))
    if not len(face) or head[0] == 0 or face[-1] == projection.height_px - 1:
        return None
    return float(face[-1] - head[0] + 1) / projection.height_px


@pytest.fixture(scope="module")
def measured() -> list[tuple[StageBrief, Stage, float]]:
    shots: list[tuple[StageBrief, Stage, float]] = []
    for brief in briefs():
        stage = direct(brief)
        main = next((figure for figure in stage.figures if figure.figure in stage.subject_figures[:1]), None)
        person = main is not None and being_of(main.look.kind) is None  # sizes are those of people
        share = drawn_head(stage, main) if main is not None and person else None
        if share is not None:
            shots.append((brief, stage, share))
    return shots


def test_heads_are_as_high_as_their_shot_size_says(measured: list[tuple[StageBrief, Stage, float]]) -> None:
    assert len(measured) >= 150
    wrong: list[str] = []
    for brief, stage, share in measured:
        low, high = SIZES[stage.size].head
        if not low * (1 - HAIR) <= share <= high * (1 + HAIR):
            wrong.append(f"{brief.size} {brief.framing} {brief.angle} in {brief.set}: {share:.3f}")
    assert len(wrong) <= (1 - RIGHT) * len(measured), wrong


def test_most_heads_are_whole(measured: list[tuple[StageBrief, Stage, float]]) -> None:
    assert len(measured) >= 0.85 * len(briefs())  # the others are beasts and boats
