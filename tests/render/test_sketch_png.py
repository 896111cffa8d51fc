from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from screenplay2board.render.sketch.png import encode

GREYS = (0, 40, 80, 120, 160, 200, 255)


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (8, 3), (33, 20)])
def test_pillow_reads_back_what_was_written(size):
    width, height = size
    picture = np.random.default_rng(0).choice(np.array(GREYS, np.uint8), (height, width))
    image = Image.open(io.BytesIO(encode(picture, GREYS)))
    assert image.size == size
    assert image.mode == "P"
    assert np.array_equal(np.asarray(image.convert("L")), picture)


def test_other_greys_take_the_nearest_of_the_palette():
    picture = np.array([[3, 37, 99, 101, 250]], dtype=np.uint8)
    read = np.asarray(Image.open(io.BytesIO(encode(picture, GREYS))).convert("L"))
    assert read.tolist() == [[0, 40, 80, 120, 255]]


def test_the_bytes_are_always_the_same():
    picture = np.random.default_rng(1).integers(0, 255, (40, 50)).astype(np.uint8)
    assert encode(picture, GREYS) == encode(picture.copy(), GREYS)


def test_more_than_16_greys_are_refused():
    with pytest.raises(ValueError, match="palette of 17 greys"):
        encode(np.zeros((2, 2), np.uint8), tuple(range(17)))
