"""Find speech bubbles and empty them: bright, closed, convex blobs with many small dark marks of like height in them.

Enters and leaves: an RGB picture. A face is a bright closed blob as well, but its marks are few and differ; letters are
many and alike.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from training.prepare.regions import label_regions

BRIGHT = 225  # of 255: paper inside of a bubble
DARK = 128  # of 255: letters
AREA_SHARES = (0.004, 0.35)  # of the picture: less is no bubble, more is paper
CONVEX = 0.8  # share of its spans that a bubble with a tail fills
LETTERS = 8  # a face has fewer marks
LETTER_HEIGHT = 0.25  # of the bubble's height at most
LIKE_HEIGHTS = 0.6  # spread of the letters' heights over their mean at most


def empty_bubbles(picture: PillowImage.Image) -> PillowImage.Image:
    """Return the picture with white in the place of what is written in bubbles; their outlines stay."""
    grey = np.asarray(picture.convert("L"))
    pixels = np.array(picture.convert("RGB"))
    for bubble in find_bubbles(grey):
        pixels[bubble] = 255
    return PillowImage.fromarray(pixels)


def find_bubbles(grey: NDArray[np.uint8]) -> list[NDArray[np.bool_]]:
    """Return the insides of the bubbles, each as bool (height, width), the letters included."""
    regions = label_regions(grey >= BRIGHT)
    areas = np.bincount(regions.ravel())
    edge = np.unique(np.concatenate([regions[0], regions[-1], regions[:, 0], regions[:, -1]]))
    least, most = (share * grey.size for share in AREA_SHARES)
    found: list[NDArray[np.bool_]] = []
    for number in range(1, len(areas)):
        if least <= areas[number] <= most and number not in edge:
            inside = filled(regions == number)
            spans = _span(inside, 0) & _span(inside, 1)
            if inside.sum() >= CONVEX * spans.sum() and _has_letters(inside & (grey < DARK), inside):
                found.append(inside)
    return found


def filled(region: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a region with its holes."""
    framed = np.pad(~region, 1, constant_values=True)
    around = label_regions(framed)
    return (around != around[0, 0])[1:-1, 1:-1]


def _span(region: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """Return the pixels between the first and the last of the region along an axis."""
    forward = np.logical_or.accumulate(region, axis=axis)
    backward = np.flip(np.logical_or.accumulate(np.flip(region, axis), axis=axis), axis)
    return forward & backward


def _has_letters(marks: NDArray[np.bool_], inside: NDArray[np.bool_]) -> bool:
    regions = label_regions(marks)
    rows = np.nonzero(marks)[0]
    numbers = regions[marks] - 1
    count = int(regions.max())
    if count < LETTERS:
        return False
    top, bottom = np.full(count, marks.shape[0]), np.zeros(count, dtype=np.int64)
    np.minimum.at(top, numbers, rows)
    np.maximum.at(bottom, numbers, rows)
    heights = bottom - top + 1
    heights = heights[heights > 1]  # dots of an i and of JPEG noise are no letters
    tall = np.ptp(np.nonzero(inside)[0]) + 1
    if len(heights) < LETTERS or np.median(heights) > LETTER_HEIGHT * tall:
        return False
    return bool(heights.std() <= LIKE_HEIGHTS * heights.mean())
