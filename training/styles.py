"""Tell how a picture is drawn by a row of numbers: by a local CLIP model, or without one by its gradients and tones.

How far two sets of pictures lie apart in style is the distance between the normal distributions of their rows.
Source: Dowson, Landau 1982, the Frechet distance between normal distributions (Wasserstein-2 with diagonal variances);
Dalal, Triggs 2005, Histograms of oriented gradients, for the fallback; its sum over the picture tells hatching
and line weight, its tone histogram tells how much is inked.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics

SIDE_PX = 128
CELLS = 4  # a side; few, for style counts and not what is drawn where
DIRECTIONS = 8
TONES = 16


def embed(pictures: Sequence[Path], clip: str, diagnostics: Diagnostics) -> NDArray[np.float64]:
    """Return float64 (pictures, numbers). Without a usable CLIP folder the fallback is taken, and that is told."""
    if clip:
        try:
            return _clip(pictures, clip)
        except (ImportError, OSError, ValueError) as problem:
            message = f"CLIP at `{clip}` cannot be used: {problem}; gradients and tones are compared instead"
            diagnostics.warning("S2B82E", message)
    else:
        diagnostics.note("S2B82E", "styles are compared by gradients and tones; name a CLIP folder for better ones")
    return np.array([gradients_and_tones(path) for path in pictures])


def wasserstein(means: NDArray[np.float64], spreads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Wasserstein-2 distances, float64 (sets, sets), between diagonal Gaussians (sets, numbers)."""
    both = np.concatenate([means, spreads], axis=1)  # the squared distance is the sum over means and deviations
    squares = (both**2).sum(axis=1)
    return np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * both @ both.T, 0))


def apart(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Return how far two sets of pictures lie apart in style. first, second: float64 (pictures, numbers)."""
    sets = (first, second)
    means, spreads = (np.array([of(rows, axis=0) for rows in sets]) for of in (np.mean, np.std))
    return float(wasserstein(means, spreads)[0, 1])


def gradients_and_tones(picture: Path) -> NDArray[np.float64]:
    """Return float64 (4 * 4 * 8 + 16): directions of edges by cell, then the shares of tones."""
    with PillowImage.open(picture) as opened:
        grey = np.asarray(opened.convert("L").resize((SIDE_PX, SIDE_PX)), dtype=np.float64) / 255
    down, across = np.gradient(grey)
    strength = np.hypot(down, across)
    direction = np.floor(np.mod(np.arctan2(down, across), np.pi) / np.pi * DIRECTIONS).astype(np.int64) % DIRECTIONS
    cell = np.arange(SIDE_PX) * CELLS // SIDE_PX
    bins = (cell[:, None] * CELLS + cell[None, :]) * DIRECTIONS + direction
    edges = np.bincount(bins.ravel(), strength.ravel(), CELLS * CELLS * DIRECTIONS)
    tones = np.histogram(grey, TONES, (0, 1))[0] / grey.size
    return np.concatenate([edges / max(float(np.linalg.norm(edges)), 1e-9), tones])


def _clip(pictures: Sequence[Path], folder: str) -> NDArray[np.float64]:
    if not Path(folder).is_dir():
        raise OSError(f"there is no folder `{folder}`")
    torch: Any = import_module("torch")
    transformers: Any = import_module("transformers")
    model: Any = transformers.CLIPVisionModelWithProjection.from_pretrained(folder, local_files_only=True).eval()
    processor: Any = transformers.CLIPImageProcessor.from_pretrained(folder, local_files_only=True)
    rows: list[NDArray[np.float64]] = []
    for path in pictures:
        with PillowImage.open(path) as opened, torch.inference_mode():
            embeds = model(**processor(opened.convert("RGB"), return_tensors="pt")).image_embeds[0]
        row = np.asarray(embeds.tolist(), dtype=np.float64)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows)
