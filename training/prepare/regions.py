"""Connected regions of a mask, by runs of its rows, without a loop over pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def label_regions(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return int64 (height, width): 0 outside of the mask, and 1 to the number of its 4-connected regions inside.

    Each run of a row begins as a region of its own; runs that touch take the least number of both until none changes.
    """
    height, width = mask.shape
    framed = np.zeros((height, width + 1), dtype=bool)
    framed[:, :width] = mask
    flat = framed.ravel()
    starts = flat & ~np.concatenate(([False], flat[:-1]))
    runs = np.where(flat, np.cumsum(starts), 0).reshape(height, width + 1)[:, :width]
    count = int(starts.sum())
    touching = mask[1:] & mask[:-1]
    pairs = np.unique(np.stack([runs[:-1][touching], runs[1:][touching]]), axis=1)  # (2, pairs)
    least = np.arange(count + 1)
    while True:
        lower = np.minimum(least[pairs[0]], least[pairs[1]])
        before = least.copy()
        for side in pairs:
            np.minimum.at(least, before[side], lower)  # the run that stands for a region learns of it as well
            np.minimum.at(least, side, lower)
        least = least[least]
        if np.array_equal(least, before):
            break
    numbers = np.unique(least[1:], return_inverse=True)[1] + 1 if count else np.zeros(0, dtype=np.int64)
    result: NDArray[np.int64] = np.concatenate(([0], numbers)).astype(np.int64)[runs]
    return result
