"""The tones of a whole book: white paper and black ink in every picture, except where the night asks otherwise."""

from __future__ import annotations

from pathlib import Path

import numpy as np

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
EVERY = 3  # of the day's shots


def _shares() -> list[tuple[Shot, float, float]]:
    shares: list[tuple[Shot, float, float]] = []
    for name in ("rain-letter.ko.fountain", "first-snow/first-snow.fountain"):
        screenplay = read_screenplay(EXAMPLES / name, Diagnostics())
        assert screenplay is not None
        shot_list = plan(screenplay)
        cast = {member.name: member for member in shot_list.cast}
        day = [(scene, shot) for scene in shot_list.scenes for shot in scene.shots if shot.time_of_day == "day"]
        for scene, shot in day[::EVERY]:
            picture = draw(direct(make_brief(scene, shot, cast, FRAME_PX))).picture
            shares.append((shot, float(np.mean(picture > WHITE)), float(np.mean(picture < BLACK))))
    return shares


def test_most_pictures_of_the_day_have_white_paper_and_black_ink():
    shares = _shares()
    assert len(shares) >= 10
    assert np.mean([white >= 0.18 for _, white, _ in shares]) >= 0.9
    assert np.mean([black >= 0.04 for _, _, black in shares]) >= 0.55  # people keep their tones, whatever they wear
    assert min(black for _, _, black in shares) >= 0.015
