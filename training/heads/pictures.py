"""The pictures that the detector of heads learns from, each time another window of them in other tones.

Enters: a dataset with `people`. Leaves: batches of greys and of what should be answered. Windows are cut and zoomed,
for their labels go with them; tones, blur, noise and blots are those of the framing judge, lines are made thinner and
thicker, and a share is also seen through the VAE of a model, for painted pictures are soft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from screenplay2board.render.diffusion.heads import HEIGHT_PX, seen_greys
from screenplay2board.render.panels import Progress
from training.dataset import Dataset, Sample
from training.heads.settings import HeadSettings
from training.heads.targets import Labels, Targets, labels_of, targets_of
from training.validate.framing_training import degraded
from training.validate.softening import Soften, is_softened

KEPT_PX = 160  # height at which pictures are kept: a window of three quarters is still as sharp as what is seen
WHOLE_SHARE = 0.3  # of the pictures are seen whole
THINNED, THICKENED = 0.2, 0.1  # shares of pictures whose lines are changed


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPictures:
    """Pictures of one width. greys: uint8 (n, 1, 160, width). labels: of each."""

    greys: torch.Tensor
    labels: tuple[Labels, ...]


def kept_pictures(
    dataset: Dataset, samples: Sequence[Sample], soften: Soften | None, softened: float, progress: Progress
) -> list[KeptPictures]:
    """Return pictures as they are kept, those of one width together; a share of them once more, softened.

    Raises: OSError where one cannot be read.
    """
    greys: dict[int, list[torch.Tensor]] = {}
    labels: dict[int, list[Labels]] = {}
    progress.begin("reading pictures", len(samples))
    try:
        for number, sample in enumerate(samples):
            own = labels_of(sample)
            assert own is not None
            picture = dataset.open(sample)
            versions = [np.asarray(picture, dtype=np.uint8)]
            if soften is not None and is_softened(number, softened):
                versions.append(soften(picture))
            for version in versions:
                kept = (seen_greys(version, KEPT_PX) * 255).round().to(torch.uint8)
                greys.setdefault(kept.shape[3], []).append(kept)
                labels.setdefault(kept.shape[3], []).append(own)
            progress.advance()
    finally:
        progress.end()
    return [KeptPictures(greys=torch.cat(greys[width]), labels=tuple(labels[width])) for width in sorted(greys)]


def batches(
    pictures: Sequence[KeptPictures], settings: HeadSettings, generator: torch.Generator
) -> Iterator[tuple[torch.Tensor, Targets]]:
    """Yield all pictures once, in random order, changed by chance; those of a batch have one width."""
    places = [
        (part, chosen)
        for part in pictures
        for chosen in torch.randperm(len(part.labels), generator=generator).split(settings.batch_size)
        if len(chosen) > 1  # batch norm needs two
    ]
    for place in torch.randperm(len(places), generator=generator).tolist():
        part, chosen = places[place]
        yield changed(
            part.greys[chosen].float() / 255, [part.labels[index] for index in chosen.tolist()], settings, generator
        )


def batches_an_epoch(pictures: Sequence[KeptPictures], settings: HeadSettings) -> int:
    """Return how many batches `batches` yields."""
    size = settings.batch_size
    return sum(len(part.labels) // size + (len(part.labels) % size > 1) for part in pictures)


def changed(
    greys: torch.Tensor, labels: Sequence[Labels], settings: HeadSettings, generator: torch.Generator
) -> tuple[torch.Tensor, Targets]:
    """Return windows of pictures (batch, 1, 160, width) as they are seen, in other tones, and their answers."""
    count, width = len(greys), greys.shape[3] * HEIGHT_PX // KEPT_PX
    least, most = settings.zoom
    size = torch.rand(count, generator=generator) * (most - least) + least
    size = torch.where(torch.rand(count, generator=generator) < WHOLE_SHARE, torch.ones(count), size)
    left, top = torch.rand((2, count), generator=generator) * (1 - size)
    mirrored = torch.rand(count, generator=generator) < 0.5
    windows = _windows(_weighted(greys, generator), left, top, size, mirrored, (HEIGHT_PX, width))
    windows = degraded(windows, settings.blur_px, settings.noise, generator)
    places = zip(labels, left.tolist(), top.tolist(), size.tolist(), mirrored.tolist(), strict=True)
    return windows, targets_of([own.windowed(*place) for own, *place in places], width)


def _weighted(greys: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Return pictures of which some have thinner lines and some thicker ones."""
    chance, amount = torch.rand((2, len(greys), 1, 1, 1), generator=generator)
    lighter = nn.functional.max_pool2d(greys, 3, stride=1, padding=1)
    darker = -nn.functional.max_pool2d(-greys, 3, stride=1, padding=1)
    greys = torch.where(chance < THINNED, greys + (lighter - greys) * amount, greys)
    return torch.where(chance > 1 - THICKENED, greys + (darker - greys) * amount, greys)


def _windows(
    greys: torch.Tensor,
    left: torch.Tensor,
    top: torch.Tensor,
    size: torch.Tensor,
    mirrored: torch.Tensor,
    seen: tuple[int, int],
) -> torch.Tensor:
    """Return windows of pictures at the size (height, width) that is seen; outside of a picture is paper."""
    turn = torch.where(mirrored, -size, size)
    matrix = torch.zeros((len(greys), 2, 3))
    matrix[:, 0, 0], matrix[:, 1, 1] = turn, size
    matrix[:, 0, 2], matrix[:, 1, 2] = 2 * left + size - 1, 2 * top + size - 1
    grid = nn.functional.affine_grid(matrix, [len(greys), 1, *seen], align_corners=False)
    return 1 - nn.functional.grid_sample(1 - greys, grid, align_corners=False)
