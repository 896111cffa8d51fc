"""Turn a picture into black lines on white by classical means; no detector's weights are needed, and none is used.

Enters and leaves: an RGB picture. Source: Winnemoeller, Kyprianidis, Olsen 2012, XDoG: an extended difference of
Gaussians, Computers & Graphics 36 (6), eq. 7 and 8.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from training.prepare.regions import label_regions

LINE_WIDTH_SHARE = 0.0016  # of the side: the inner Gaussian's sigma, so that lines keep their width at any size
SIGMA_RATIO = 1.6  # the paper's: nearest to a Laplacian
SHARPNESS = 0.98  # tau of the difference: flat tones just miss the threshold
STEEPNESS = 200.0  # phi: how hard lines end
THRESHOLD = 0.01  # above the tau that a white plane is left with, so that plain tones stay white
SPECK_SHARE = 4e-5  # of the area: marks of less are noise of paper or JPEG
INK = 128


def lines_of(picture: PillowImage.Image) -> PillowImage.Image:
    """Return the lines of a picture, without specks."""
    grey = np.asarray(picture.convert("L"), dtype=np.float64) / 255  # (height, width)
    sigma = max(0.7, LINE_WIDTH_SHARE * max(grey.shape))
    narrow, wide = blurred(grey, sigma), blurred(grey, sigma * SIGMA_RATIO)
    # Relative to the local tone, so that a faint pencil gives lines as a brush does.
    difference = (narrow - wide) / np.maximum(wide, 0.05) + (1 - SHARPNESS)
    lines = np.where(difference >= THRESHOLD, 1.0, 1 + np.tanh(STEEPNESS * (difference - THRESHOLD)))
    ink = np.clip(lines * 255, 0, 255).astype(np.uint8)
    return PillowImage.fromarray(without_specks(ink)).convert("RGB")


def without_specks(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return uint8 (height, width) without dark marks that are too small to be drawn."""
    regions = label_regions(ink < INK)
    areas = np.bincount(regions.ravel())
    small = areas < max(3.0, SPECK_SHARE * ink.size)
    small[0] = False
    result: NDArray[np.uint8] = np.where(small[regions], 255, ink).astype(np.uint8)
    return result


def blurred(grey: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Return float64 (height, width) under a Gaussian; edges go on as they end."""
    radius = max(1, round(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    weights /= weights.sum()
    for axis in (0, 1):
        padded = np.pad(grey, [(radius, radius) if axis == side else (0, 0) for side in (0, 1)], mode="edge")
        length = grey.shape[axis]
        grey = np.sum(
            [weight * np.take(padded, range(start, start + length), axis) for start, weight in enumerate(weights)],
            axis=0,
        )
    return grey
