"""Train the framing judge on labelled pictures and measure it on others.

Enters: a dataset whose samples have a size. Leaves: a `FramingJudge`. Pictures are mirrored, and changed in tone, and
blurred, and made noisy, and a share is also sent through the VAE of a model, since painted ones are soft; never
cropped, which would change what they show.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.framing import FramingNet, seen
from screenplay2board.render.panels import Progress
from training.dataset import Dataset, Sample, check_pictures
from training.validate.confusion import CLASSES, UNSURE, Classes, Confusion, confusion_of
from training.validate.framing import FramingJudge
from training.validate.framing_settings import JudgeSettings
from training.validate.softening import Soften, is_softened, softener

FEWEST = 8  # pictures of a class on either side of the split, below which a share says nothing
SOFT_PX = 1.2  # blur (sigma) at 64 px that the judge is measured with as well: about what a tiny model leaves
BLURS_A_BATCH = 4  # strengths of blur in one batch
PATCHES = (4, 8, 16)  # cells in height of noise that is coarser than a pixel
CUT_SHARE = 0.3  # share of pictures of which a patch is covered: painted ones have blots


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPictures:
    """Pictures of one width as the judge sees them. greys: float32 (n, 1, 64, width); classes: int64 (n)."""

    greys: torch.Tensor
    classes: torch.Tensor


def train_framing(
    dataset: Dataset, settings: JudgeSettings, diagnostics: Diagnostics, progress: Progress
) -> FramingJudge | None:
    """Return a judge trained and measured on `dataset`; None where it cannot teach one (reported).

    The same pictures and settings give the same judge on the same machine.
    """
    classes = CLASSES[settings.of]
    labelled = Dataset(folder=dataset.folder, samples=tuple(filter(classes.of, dataset.samples)))
    labelled = check_pictures(labelled, diagnostics)
    train, held_out = split(labelled.samples, settings.held_out)
    _check(labelled.folder, train, held_out, classes, diagnostics)
    soften = softener(settings.vae, diagnostics) if settings.vae and settings.through_vae else None
    if diagnostics.has_errors:
        return None
    taught = _seen(labelled, train, classes, progress, soften=soften, softened=settings.through_vae)
    measured = _seen(labelled, held_out, classes, progress)
    net = _trained(taught, settings, progress)
    facts = {
        "data": dataset.hash(), "settings": settings.model_dump_json(), "pictures": str(len(train)),
        "torch": torch.__version__,
    }  # fmt: skip
    nothing = confusion_of((), (), classes)
    judge = FramingJudge(net=net, held_out=nothing, soft=nothing, facts=facts)
    return FramingJudge(
        net=net, held_out=_measured(judge, measured, 0.0), soft=_measured(judge, measured, SOFT_PX), facts=facts
    )


def split(samples: Sequence[Sample], share: float) -> tuple[tuple[Sample, ...], tuple[Sample, ...]]:
    """Return what to train on and what to measure on: no title is on both sides; pictures without one go alone."""

    def is_held_out(sample: Sample) -> bool:
        digest = hashlib.sha256((sample.title or sample.file_name).encode()).digest()
        return int.from_bytes(digest[:4], "big") < share * 2**32

    held_out = tuple(sample for sample in samples if is_held_out(sample))
    return tuple(sample for sample in samples if not is_held_out(sample)), held_out


def _check(
    folder: Path, train: Sequence[Sample], held_out: Sequence[Sample], classes: Classes, diagnostics: Diagnostics
) -> None:
    """Report classes that are too few to be learned or measured."""
    for key in classes.keys:
        told = f"`{key}` ({classes.names[key]})"
        counts = [sum(classes.of(sample) == key for sample in side) for side in (train, held_out)]
        if not sum(counts):
            hint = f"give its pictures a `{classes.what}` in metadata.jsonl, or draw some with `synthesize`"
            diagnostics.error("S2B841", f"no picture in `{folder}` has the {classes.what} of {told}", hint=hint)
            continue
        for count, use in zip(counts, ("train on", "measure on"), strict=True):
            if count < FEWEST:
                message = f"{count} pictures of {told} to {use}, expected at least {FEWEST}"
                diagnostics.error("S2B841", message, hint="more pictures, or more titles")


def _seen(
    dataset: Dataset,
    samples: Sequence[Sample],
    classes: Classes,
    progress: Progress,
    *,
    soften: Soften | None = None,
    softened: float = 0.0,
) -> list[SeenPictures]:
    """Return pictures as the judge sees them, those of one width together; a share of them once more, softened."""
    greys: dict[int, list[torch.Tensor]] = {}
    places: dict[int, list[int]] = {}
    progress.begin("reading pictures", len(samples))
    try:
        for number, sample in enumerate(samples):
            picture = dataset.open(sample)
            versions = [np.asarray(picture, dtype=np.uint8)]
            if soften is not None and is_softened(number, softened):
                versions.append(soften(picture))
            for version in versions:
                grey = seen(version[None])
                greys.setdefault(grey.shape[3], []).append(grey)
                places.setdefault(grey.shape[3], []).append(classes.keys.index(classes.of(sample)))
            progress.advance()
    finally:
        progress.end()
    return [SeenPictures(greys=torch.cat(greys[width]), classes=torch.tensor(places[width])) for width in sorted(greys)]


def _trained(pictures: Sequence[SeenPictures], settings: JudgeSettings, progress: Progress) -> FramingNet:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        net = FramingNet()
    generator = torch.Generator().manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(net.parameters(), settings.learning_rate, weight_decay=settings.weight_decay)
    steps = settings.epochs * len(list(_batches(pictures, settings.batch_size, generator)))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.learning_rate, total_steps=steps, pct_start=0.15)
    # A painted picture may lie between two sizes: the answer should not be surer than that.
    loss_of = nn.CrossEntropyLoss(weight=_class_weights(pictures), label_smoothing=0.05)
    net.train()
    progress.begin("teaching the judge", steps)
    try:
        for _ in range(settings.epochs):
            for greys, classes in _batches(pictures, settings.batch_size, generator):
                loss = loss_of(net(changed(greys, settings, generator)), classes)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                schedule.step()
                progress.advance()
    finally:
        progress.end()
    return net.half().float().eval()  # the file holds float16: what is measured is what will judge


def _class_weights(pictures: Sequence[SeenPictures]) -> torch.Tensor:
    """Return float32 (3): a class with few pictures weighs as much as one with many."""
    counts = torch.bincount(torch.cat([part.classes for part in pictures]), minlength=UNSURE).float()
    return counts.sum() / (UNSURE * counts)


def _batches(
    pictures: Sequence[SeenPictures], size: int, generator: torch.Generator
) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Yield all pictures once, in random order, those of a batch of one width."""
    places = [
        (part, chosen)
        for part in pictures
        for chosen in torch.randperm(len(part.classes), generator=generator).split(size)
        if len(chosen) > 1  # batch norm needs two
    ]
    for place in torch.randperm(len(places), generator=generator).tolist():
        part, chosen = places[place]
        yield part.greys[chosen], part.classes[chosen]


def changed(greys: torch.Tensor, settings: JudgeSettings, generator: torch.Generator) -> torch.Tensor:
    """Return pictures (batch, 1, 64, width) of the same framing: mirrored, in other tones, blurred, noisy, blotted."""
    mirrored = torch.rand((len(greys), 1, 1, 1), generator=generator) < 0.5
    greys = torch.where(mirrored, greys.flip(3), greys)
    return degraded(greys, settings.blur_px, settings.noise, generator)


def degraded(greys: torch.Tensor, blur_px: float, noise_share: float, generator: torch.Generator) -> torch.Tensor:
    """Return pictures (batch, 1, height, width) in other tones, blurred, noisy, blotted; all stays where it is.

    blur_px: the strongest (sigma). noise_share: the strongest, of the span from black to white.
    """
    count = len(greys)

    def chance(low: float = 0.0, high: float = 1.0) -> torch.Tensor:
        return (torch.rand((count, 1, 1, 1), generator=generator) * (high - low)) + low

    greys = greys.clamp(0, 1) ** torch.exp(chance(-0.5, 0.5))
    greys = (greys - 0.5) * chance(0.5, 1.2) + 0.5 + chance(-0.15, 0.15)
    strengths = torch.rand(BLURS_A_BATCH, generator=generator) * blur_px
    parts = greys.split(-(-count // BLURS_A_BATCH))
    greys = torch.cat([blurred(part, float(sigma)) for part, sigma in zip(parts, strengths, strict=False)])
    for cells in (*PATCHES, greys.shape[2]):
        shape = (count, 1, cells, max(1, round(cells * greys.shape[3] / greys.shape[2])))
        noise = torch.randn(shape, generator=generator)
        noise = nn.functional.interpolate(noise, size=greys.shape[2:], mode="bilinear", align_corners=False)
        greys = greys + noise * chance(0.0, noise_share)
    return _blotted(greys, generator)


def _blotted(greys: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Return pictures of which some have a patch of one grey, up to a third of their sides."""
    count, _, height, width = greys.shape
    hit, top, left, tall, wide, tone = torch.rand((6, count, 1, 1, 1), generator=generator)
    rows = torch.linspace(0, 1, height)[None, None, :, None]
    columns = torch.linspace(0, 1, width)[None, None, None, :]
    inside = (rows > top) & (rows < top + tall / 3) & (columns > left) & (columns < left + wide / 3)
    return torch.where((hit < CUT_SHARE) & inside, tone, greys)


def blurred(greys: torch.Tensor, sigma_px: float) -> torch.Tensor:
    """Return pictures (batch, 1, height, width) under a Gaussian blur, edges continued."""
    radius = int(3 * sigma_px)
    if not radius:
        return greys
    steps = torch.arange(-radius, radius + 1, dtype=torch.float32)
    kernel = torch.exp(-0.5 * (steps / sigma_px) ** 2)
    kernel = kernel / kernel.sum()
    padded = nn.functional.pad(greys, (radius,) * 4, mode="replicate")
    rows = nn.functional.conv2d(padded, kernel[None, None, :, None])
    return nn.functional.conv2d(rows, kernel[None, None, None, :])


def _measured(judge: FramingJudge, pictures: Sequence[SeenPictures], sigma_px: float) -> Confusion:
    """Return what the judge answers to pictures, blurred by `sigma_px` at the height that it sees."""
    truth = torch.cat([part.classes for part in pictures]).numpy()
    answers = [judge.classify_greys(blurred(part.greys, sigma_px)).argmax(axis=1) for part in pictures]
    return confusion_of(truth, np.concatenate(answers), judge.classes)
