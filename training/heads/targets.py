"""What the detector of heads should answer: maps drawn from where heads and joints are.

Enters: `Labels`, from the `people` that `synthesize` writes into metadata.jsonl. Leaves: the maps of a batch.
Source: Zhou, Wang, Kraehenbuehl 2019, Objects as Points, 3: Gaussians around centres, read at their peaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from screenplay2board.render.diffusion.heads import CELL_PX, DOWN, HEIGHT_PX, JOINTS
from screenplay2board.stage.landmarks import BODY_POINTS
from training.dataset import Sample

Array = npt.NDArray[np.float32]

SHOWN_FROM = 0.4  # share of a head from which it must be found
GONE_BELOW = 0.12  # share below which it must not; between the two either answer is right
LEAST_HEIGHT = 0.035  # of the frame: a lower head is under five pixels high where the detector looks
WIDTH_OF_HEAD, WIDTH_OF_JOINT = 0.14, 0.09  # sigma of a peak in head heights
LEAST_SIGMA = 0.7  # cells, for the smallest heads
NEAR_PEAK = 0.4  # height and offset are asked for where a peak is at least so high

X, Y, HEIGHT, SHOWN = range(4)  # columns of heads
KIND, JOINT_X, JOINT_Y, OF_HEIGHT = range(4)  # columns of joints


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Where heads and joints are in a picture, in shares of its frame.

    heads: float32 (n, 4), x, y, height in frame heights, share that is shown. joints: float32 (n, 4), place in
    `JOINTS`, x, y, height of the person's head.
    """

    heads: Array
    joints: Array

    def asked(self) -> npt.NDArray[np.bool_]:
        """Tell which heads must be found, (n,)."""
        return (self.heads[:, SHOWN] >= SHOWN_FROM) & (self.heads[:, HEIGHT] >= LEAST_HEIGHT)

    def windowed(self, left: float, top: float, size: float, mirrored: bool) -> Labels:
        """Return the labels of a window of the picture. left, top, size: in shares of the frame."""
        heads, joints = self.heads.copy(), self.joints.copy()
        for rows, x in ((heads, X), (joints, JOINT_X)):
            rows[:, x] = (rows[:, x] - left) / size
            rows[:, x] = 1 - rows[:, x] if mirrored else rows[:, x]
            rows[:, x + 1] = (rows[:, x + 1] - top) / size
        heads[:, HEIGHT] /= size
        joints[:, OF_HEIGHT] /= size
        inside = _overlap(heads[:, Y], heads[:, HEIGHT]) * _overlap(heads[:, X], heads[:, HEIGHT] * 0.5)
        heads[:, SHOWN] *= np.minimum(inside, 1.0)
        joints = joints[((joints[:, [JOINT_X, JOINT_Y]] >= 0) & (joints[:, [JOINT_X, JOINT_Y]] < 1)).all(axis=1)]
        return Labels(heads=heads, joints=joints)


def _overlap(centre: Array, length: Array) -> Array:
    """Return which share of intervals lies between 0 and 1."""
    low, high = np.clip(centre - length / 2, 0, 1), np.clip(centre + length / 2, 0, 1)
    return ((high - low) / np.maximum(length, 1e-6)).astype(np.float32)


def labels_of(sample: Sample) -> Labels | None:
    """Return the labels of a sample that says where its people are; None for others."""
    people: list[Any] | None = sample.details.get("people")
    if people is None:
        return None
    heads = [[*person["head"], person["shown"]] for person in people]
    joints = [
        [JOINTS.index(kind), x, y, person["head"][2]]
        for person in people
        for name, (x, y, seen) in zip(BODY_POINTS, person["points"], strict=True)
        if (kind := name.partition("_")[0]) in JOINTS and seen and 0 <= x < 1 and 0 <= y < 1
    ]
    return Labels(
        heads=np.asarray(heads, dtype=np.float32).reshape(-1, 4),
        joints=np.asarray(joints, dtype=np.float32).reshape(-1, 4),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What a batch should be answered. All float32 (batch, ..., rows, columns).

    heats: (.., 1 + joints) from 0 to 1. shape: (.., 3), logarithm of the height and the offset. near: (.., 1), how much
    a cell's shape counts. asked: (.., 1), 0 where either answer is right.
    """

    heats: torch.Tensor
    shape: torch.Tensor
    near: torch.Tensor
    asked: torch.Tensor


def targets_of(batch: Sequence[Labels], width_px: int) -> Targets:
    """Return what the network should answer to pictures of that width and the height that it sees."""
    rows, columns = HEIGHT_PX // CELL_PX, width_px // CELL_PX
    heats = np.zeros((len(batch), 1 + len(JOINTS), rows, columns), dtype=np.float32)
    shape = np.zeros((len(batch), DOWN, rows, columns), dtype=np.float32)
    near = np.zeros((len(batch), 1, rows, columns), dtype=np.float32)
    asked = np.ones((len(batch), 1, rows, columns), dtype=np.float32)
    for place, labels in enumerate(batch):
        for head, wanted in zip(labels.heads, labels.asked(), strict=True):
            if wanted:
                _draw_head(head, heats[place, 0], shape[place], near[place, 0])
            elif head[SHOWN] >= GONE_BELOW:
                _leave_out(head, asked[place, 0])
        for kind, x, y, height in labels.joints:
            bump = _bump(x * columns, y * rows, WIDTH_OF_JOINT * height * rows, (rows, columns))
            heats[place, 1 + int(kind)] = np.maximum(heats[place, 1 + int(kind)], bump)
    asked = np.where(heats[:, :1] > 0.1, 1.0, asked).astype(np.float32)
    return Targets(
        heats=torch.from_numpy(heats), shape=torch.from_numpy(shape), near=torch.from_numpy(near),
        asked=torch.from_numpy(asked),
    )  # fmt: skip


def _draw_head(head: Array, heat: Array, shape: Array, near: Array) -> None:
    """Draw one head into the maps of its picture."""
    rows, columns = heat.shape
    x, y, height = float(head[X]) * columns, float(head[Y]) * rows, float(head[HEIGHT])
    bump = _bump(x, y, WIDTH_OF_HEAD * height * rows, heat.shape)
    own = (bump >= NEAR_PEAK) & (bump > heat)  # of two heads the nearer one
    np.maximum(heat, bump, out=heat)
    near[own] = bump[own]
    row, column = np.nonzero(own)
    shape[0, row, column] = np.log(height)
    shape[1, row, column] = x - (column + 0.5)
    shape[2, row, column] = y - (row + 0.5)


def _leave_out(head: Array, asked: Array) -> None:
    rows, columns = asked.shape
    bump = _bump(float(head[X]) * columns, float(head[Y]) * rows, 0.4 * float(head[HEIGHT]) * rows, asked.shape)
    asked[bump > 0.3] = 0.0


def _bump(x: float, y: float, sigma: float, shape: tuple[int, ...]) -> Array:
    """Return a Gaussian around (x, y), in cells, float32 (rows, columns); 1 in the cell of its centre."""
    rows, columns = shape
    sigma = max(sigma, LEAST_SIGMA)
    down = np.square(np.arange(rows) + 0.5 - y)[:, None]
    across = np.square(np.arange(columns) + 0.5 - x)[None, :]
    bump = np.exp(-(down + across) / (2 * sigma * sigma)).astype(np.float32)
    if 0 <= x < columns and 0 <= y < rows:
        bump[int(y), int(x)] = 1.0
    return bump
