"""The tones of a whole book: white paper and black ink in every picture, except where the night asks otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import Shot
from screenplay2board.render.sketch import draw
from screenplay2board.screenplay.reading import read_screenplay
from screenplay2board.stage.brief import make_brief
from screenplay2board.stage.director import direct

EXAMPLES = Path(__file__).parents[2] / "examples"
FRAME_PX = (256, 144)
WHITE, BLACK = 235, 60  # greys from which paper is white, up to which ink is black; edges are neither
EVERY = {"day": 3, "night": 8}  # shots


def _shares() -> list[tuple[Shot, float, float]]:
    """Return white and black shares of every few shots of three books, by day and by night."""
    shares: list[tuple[Shot, float, float]] = []
    for name in ("rain-letter.ko.fountain", "first-snow/first-snow.fountain", "last-ferry.fountain"):
        screenplay = read_screenplay(EXAMPLES / name, Diagnostics())
        assert screenplay is not None
        shot_list = plan(screenplay)
        cast = {member.name: member for member in shot_list.cast}
        shots = [(scene, shot) for scene in shot_list.scenes for shot in scene.shots]
        day, night = ([(scene, shot) for scene, shot in shots if shot.time_of_day == time] for time in EVERY)
        for scene, shot in (*day[:: EVERY["day"]], *night[:: EVERY["night"]]):
            picture = draw(direct(make_brief(scene, shot, cast, FRAME_PX))).picture
            shares.append((shot, float(np.mean(picture > WHITE)), float(np.mean(picture < BLACK))))
    return shares


@pytest.fixture(scope="module")
def shares() -> list[tuple[Shot, float, float]]:
    return _shares()


def test_pictures_of_the_day_have_white_paper_and_black_ink(shares: list[tuple[Shot, float, float]]):
    day = [(white, black) for shot, white, black in shares if shot.time_of_day == "day"]
    assert len(day) >= 12
    assert np.mean([white >= 0.2 for white, _ in day]) >= 0.97
    assert np.mean([black >= 0.05 for _, black in day]) >= 0.97


def test_pictures_of_the_night_are_black_and_white(shares: list[tuple[Shot, float, float]]):
    night = [(shot, white, black) for shot, white, black in shares if shot.time_of_day == "night"]
    assert len(night) >= 12
    # ink takes more of a small picture; an open place without a lamp stays dark
    assert np.mean([white >= 0.18 for _, white, _ in night]) >= 0.9
    assert np.mean([black >= 0.05 for _, _, black in night]) >= 0.97
    scenes = [black for shot, _, black in night if shot.framing != "insert"]  # a thing in a hand stands before light
    assert np.mean([black >= 0.15 for black in scenes]) >= 0.9
