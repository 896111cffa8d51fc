"""Train the detector of heads on drawings whose heads are known, and measure it on others.

Enters: a dataset drawn with `label_people`. Leaves: a `TrainedDetector`.
Source: Lin et al. 2017, Focal loss, as Zhou, Wang, Kraehenbuehl 2019, Objects as Points, (1), has it for heat maps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.heads import (
    DOWN,
    FORMAT,
    HEAT,
    JOINTS,
    HeadDetector,
    HeadNet,
    heads_in,
)
from screenplay2board.render.panels import Progress
from training.dataset import Dataset, Sample, check_pictures
from training.heads.measures import NOBODY, HeadScores, scores_of
from training.heads.pictures import KeptPictures, batches, batches_an_epoch, kept_pictures
from training.heads.settings import HeadSettings
from training.heads.targets import Targets, labels_of
from training.judge_files import halved, write_net
from training.validate.framing_training import split
from training.validate.softening import softener

FEWEST = 8  # pictures with people on either side of the split, below which a share says nothing
SHAPE_WEIGHT = 1.0  # of height and offset beside the heat of heads
SCORES = tuple(round(0.15 + 0.05 * step, 2) for step in range(13))  # among which the least score is chosen
HEATS = [HEAT, *range(DOWN + 1, DOWN + 1 + len(JOINTS))]  # the maps that are heats
RARE = -4.0  # logit of a heat at first: heads are in few cells, and that need not be learned
CONVOLUTION_DIM = 4  # of the weights whose channels lie together in memory: a fifth faster on a CPU
LONGEST_GRADIENT = 5.0  # the focal loss of the first steps is steep


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedDetector:
    """A detector and what was measured of it. held_out: by group, on titles that it was not trained on.

    facts: how it was trained, as text.
    """

    detector: HeadDetector
    held_out: Mapping[str, HeadScores]
    facts: Mapping[str, str]

    def save(self, path: Path) -> None:
        """Write the detector in float16, with what is known of it. Raises: OSError."""
        measured = {name: scores.as_json() for name, scores in self.held_out.items()}
        metadata = {
            "format": FORMAT, "least_score": str(self.detector.least_score), "held_out": json.dumps(measured),
            **self.facts,
        }  # fmt: skip
        write_net(self.detector.net, path, metadata)


def train_heads(
    dataset: Dataset, settings: HeadSettings, diagnostics: Diagnostics, progress: Progress
) -> TrainedDetector | None:
    """Return a detector trained and measured on `dataset`; None where it cannot teach one (reported).

    The same pictures and settings give the same detector on the same machine.
    """
    labelled = labelled_people(dataset, diagnostics)
    train, held_out = split(labelled.samples, settings.held_out)
    for side, use in ((train, "train on"), (held_out, "measure on")):
        shown = sum(bool(sample.details["people"]) for sample in side)
        if shown < FEWEST:
            hint = "draw some: `python -m training synthesize head-pictures DATA`"
            message = f"{shown} pictures with labelled people to {use}, expected at least {FEWEST}"
            diagnostics.error("S2B841", message, hint=hint)
    soften = softener(settings.vae, diagnostics) if settings.vae and settings.through_vae else None
    if diagnostics.has_errors:
        return None
    kept = kept_pictures(labelled, train, soften, settings.through_vae, progress)
    net = _trained(kept, settings, progress)
    least_score = _least_score(net, labelled, train[:: max(1, len(train) // 400)])
    detector = HeadDetector(net=net, least_score=least_score)
    facts = {
        "data": dataset.hash(), "settings": settings.model_dump_json(), "pictures": str(len(train)),
        "torch": torch.__version__,
    }  # fmt: skip
    return TrainedDetector(detector=detector, held_out=measured(detector, labelled, held_out), facts=facts)


def labelled_people(dataset: Dataset, diagnostics: Diagnostics) -> Dataset:
    """Return the pictures of `dataset` that can be read and say where their people are."""
    labelled = tuple(sample for sample in dataset.samples if labels_of(sample) is not None)
    return check_pictures(Dataset(folder=dataset.folder, samples=labelled), diagnostics)


def _trained(pictures: Sequence[KeptPictures], settings: HeadSettings, progress: Progress) -> HeadNet:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(settings.seed)
        net = HeadNet()
    bias = net.maps.bias
    assert bias is not None
    with torch.no_grad():
        bias[HEATS] = RARE
        for parameter in net.parameters():
            if parameter.dim() == CONVOLUTION_DIM:
                parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    generator = torch.Generator().manual_seed(settings.seed)
    optimizer = torch.optim.AdamW(net.parameters(), settings.learning_rate, weight_decay=settings.weight_decay)
    steps = settings.epochs * batches_an_epoch(pictures, settings)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.learning_rate, total_steps=steps, pct_start=0.15)
    net.train()
    progress.begin("teaching the detector", steps)
    try:
        for _ in range(settings.epochs):
            for greys, targets in batches(pictures, settings, generator):
                loss = loss_of(net(greys), targets, settings.joints)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                nn.utils.clip_grad_norm_(net.parameters(), LONGEST_GRADIENT)
                optimizer.step()
                schedule.step()
                progress.advance()
    finally:
        progress.end()
    judged = HeadNet()  # as it is loaded: what is measured is what will find
    judged.load_state_dict(halved(net))
    return judged.eval()


def loss_of(maps: torch.Tensor, targets: Targets, joints: float) -> torch.Tensor:
    """Return how far maps (batch, 8, rows, columns) are from what they should be. joints: weight of their heats."""
    heats = maps[:, HEATS]  # (batch, 1 + joints, rows, columns)
    heads = _focal(heats[:, :1], targets.heats[:, :1], targets.asked)
    others = _focal(heats[:, 1:], targets.heats[:, 1:], torch.ones_like(targets.asked))
    apart = nn.functional.smooth_l1_loss(maps[:, HEAT + 1 : DOWN + 1], targets.shape, reduction="none", beta=0.1)
    shape = (apart * targets.near).sum() / targets.near.sum().clamp_min(1.0)
    return heads + joints * others + SHAPE_WEIGHT * shape


def _focal(heat: torch.Tensor, wanted: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
    """Return the focal loss of heat maps, a mean over peaks. heat: logits; asked: cells that count, 0 or 1."""
    score, peak = torch.sigmoid(heat), wanted >= 1.0
    hit = -nn.functional.logsigmoid(heat) * (1 - score).square()
    miss = -nn.functional.logsigmoid(-heat) * score.square() * (1 - wanted) ** 4
    return (torch.where(peak, hit, miss) * asked).sum() / peak.sum().clamp_min(1)


def _least_score(net: HeadNet, dataset: Dataset, samples: Sequence[Sample]) -> float:
    """Return the least score of a head at which the detector finds best, by the harmonic mean of both shares."""
    detector = HeadDetector(net=net, least_score=min(SCORES))
    seen = [(*_picture(dataset, sample), labels_of(sample)) for sample in samples]
    maps = [(detector.maps(picture), aspect, labels) for picture, aspect, labels in seen]

    def f1(score: float) -> float:
        total = HeadScores()
        for own, aspect, labels in maps:
            assert labels is not None
            total += scores_of(heads_in(own, score), labels, aspect)
        return total.f1

    return max(SCORES, key=f1)


def _picture(dataset: Dataset, sample: Sample) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], float]:
    picture = np.asarray(dataset.open(sample), dtype=np.uint8)
    return picture, picture.shape[1] / picture.shape[0]


def measured(detector: HeadDetector, dataset: Dataset, samples: Iterable[Sample]) -> dict[str, HeadScores]:
    """Return the scores on pictures: of all, of those of nobody, by size and by style."""
    groups: dict[str, HeadScores] = {"all": HeadScores()}
    for sample in samples:
        labels = labels_of(sample)
        assert labels is not None
        picture, aspect = _picture(dataset, sample)
        own = scores_of(detector.heads(picture), labels, aspect)
        for name in ("all", NOBODY if sample.size is None else sample.size, str(sample.details.get("style", ""))):
            groups[name] = groups.get(name, HeadScores()) + own
    groups.pop("", None)
    return groups
