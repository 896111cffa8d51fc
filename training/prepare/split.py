"""Hold whole titles back for validation, and find pictures that lie on both sides all the same.

Near twins are told by a hash of 64 bits over the lowest frequencies of a picture.
Source: Zauner 2010, Implementation and benchmarking of perceptual image hash functions, section 3.1 (DCT hash).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.store import content_key
from training.dataset import extend_briefly
from training.prepare.settings import SplitSettings
from training.prepare.types import Labelled

Sides = tuple[tuple[Labelled, ...], tuple[Labelled, ...]]

SAMPLED_PX = 32  # side of the picture that is transformed
LOWEST = 8  # frequencies a side that make the hash


def split(labelled: Sequence[Labelled], settings: SplitSettings, seed: int, diagnostics: Diagnostics) -> Sides:
    """Return training and validation pictures; no title lies on both sides, and no near twin where that is asked."""
    wanted = settings.validation * len(labelled)
    titles: dict[str, int] = {}
    for item in labelled:
        titles[group_of(item)] = titles.get(group_of(item), 0) + 1
    held: set[str] = set()
    count = 0
    for title in sorted(titles, key=lambda title: content_key([seed, title])):
        if count + titles[title] <= wanted:
            held.add(title)
            count += titles[title]
    if wanted >= 1 and not held:
        hint = "put the works into folders of their own, or give labels with titles"
        diagnostics.warning("S2B82A", "no title is small enough to be held back for validation", hint=hint)
    training = tuple(item for item in labelled if group_of(item) not in held)
    validation = tuple(item for item in labelled if group_of(item) in held)
    return _apart(training, validation, settings, diagnostics), validation


def group_of(item: Labelled) -> str:
    """Return what a picture must not be parted from: its title, or itself where it has none."""
    return item.sample.title or f"\0{item.sample.file_name}"


def _apart(
    training: tuple[Labelled, ...], validation: tuple[Labelled, ...], settings: SplitSettings, diagnostics: Diagnostics
) -> tuple[Labelled, ...]:
    if not training or not validation:
        return training
    known = np.array([perceptual_hash(item.picture) for item in validation], dtype=np.uint64)
    found, kept = Diagnostics(), list[Labelled]()
    for item in training:
        apart = np.bitwise_count(known ^ np.uint64(perceptual_hash(item.picture)))
        nearest = int(apart.argmin())
        if int(apart[nearest]) > settings.near_bits:
            kept.append(item)
            continue
        done = "left out of the training" if settings.near == "drop" else "kept"
        twin = validation[nearest].sample.file_name
        found.warning("S2B82B", f"`{item.sample.file_name}` is a near twin of `{twin}` in the validation, and {done}")
        if settings.near == "report":
            kept.append(item)
    extend_briefly(diagnostics, found)
    return tuple(kept)


def perceptual_hash(picture: Path) -> int:
    """Return 64 bits that hardly change when a picture is scaled, compressed or brightened. Raises: OSError."""
    with PillowImage.open(picture) as opened:
        small = opened.convert("L").resize((SAMPLED_PX, SAMPLED_PX), PillowImage.Resampling.BOX)
    waves = _cosines()
    low = waves @ np.asarray(small, dtype=np.float64) @ waves.T  # (8, 8)
    bits = (low > np.median(low)).ravel()
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _cosines() -> NDArray[np.float64]:
    """Return the lowest waves of the discrete cosine transform after the constant one: float64 (8, 32)."""
    places, waves = np.arange(SAMPLED_PX) + 0.5, np.arange(1, LOWEST + 1)
    return np.cos(np.pi / SAMPLED_PX * waves[:, None] * places[None, :])
