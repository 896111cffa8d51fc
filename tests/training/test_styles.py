"""Styles: rows of numbers that tell how a picture is drawn, and how far sets of pictures lie apart in them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board.diagnostics import Diagnostics
from training.styles import apart, embed


def drawn(folder: Path, number: int, width: int) -> Path:
    picture = PillowImage.new("RGB", (96, 96), "white")
    pen = ImageDraw.Draw(picture)
    for line in range(4):
        pen.line((8, 20 * line + number, 88, 10 * line + 3 * number), fill="black", width=width)
    path = folder / f"{number}-{width}.png"
    picture.save(path)
    return path


def test_the_distance_between_normal_distributions_is_that_of_the_paper():
    """Two Gaussians of one dimension: the squared distance is that of the means plus that of the deviations."""
    first, second = np.array([[0.0], [2.0]]), np.array([[3.0], [9.0]])
    assert apart(first, second) == pytest.approx(((6 - 1) ** 2 + (3 - 1) ** 2) ** 0.5)


def test_pictures_of_one_hand_lie_nearer_than_those_of_another(tmp_path: Path):
    told = Diagnostics()
    thin, thin_too, thick = (
        embed([drawn(tmp_path, number, width) for number in numbers], "", told)
        for numbers, width in ((range(0, 24, 2), 1), (range(1, 24, 2), 1), (range(0, 24, 2), 9))
    )
    assert apart(thin, thin_too) < apart(thin, thick)
    assert {item.code for item in told} == {"S2B82E"}  # the fallback is told
