"""The detector of heads in drawings: where they are and how high, told by a small network.

Enters: a picture of any size. Leaves: a `Head` for each that is found, none of them twice. A shot's size is the head's
height through the frame's height (docs/film.md), so a picture is seen at a fixed height and whatever width it has.
The weights lie in one .safetensors; `training/heads` trains them, and says in the metadata how well they find.
Source: Zhou, Wang, Kraehenbuehl 2019, Objects as Points: a heat map of centres, height and offset read at its peaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from torch import nn

from screenplay2board.render.diffusion.framing import FLAT, LUMA, JudgeError, load_weights
from screenplay2board.render.diffusion.judge import Box, Picture
from screenplay2board.render.sketch.people import HEAD_ASPECT

FORMAT = "s2b head detector 1"
SHIPPED = Path(str(files("screenplay2board.render.diffusion").joinpath("data", "heads.safetensors")))
HEIGHT_PX = 128  # a head of a long shot, a twentieth of the frame, is still six pixels high
WIDTH_STEP_PX = 16  # the network halves four times
NARROWEST_PX, WIDEST_PX = 64, 512
CELL_PX = 4  # of the maps that the network gives
# Joints by which crop lines go, left and right alike; each has a map of its own.
JOINTS: tuple[str, ...] = ("shoulder", "hip", "knee", "ankle")
HEAT, HEIGHT, ACROSS, DOWN = range(4)  # maps of heads; those of joints follow
APART = 0.45  # of the higher head: nearer than that two heads are one, which was found twice


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head that was found. x, of the frame's width, y and height, chin to crown, of its height. score: 0 to 1."""

    x: float
    y: float
    height: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A joint that was found. kind: one of `JOINTS`. x, y: shares of the frame. score: 0 to 1."""

    kind: str
    x: float
    y: float
    score: float


class HeadNet(nn.Module):
    """A network of 0.34 million weights that looks at a sixteenth of the picture's size and answers at a quarter."""

    def __init__(self) -> None:
        super().__init__()
        self.to_half = nn.Sequential(*_layer(2, 16, kernel=5, stride=2))
        self.to_quarter = nn.Sequential(*_layer(16, 32, stride=2), *_layer(32, 32))
        self.to_eighth = nn.Sequential(*_layer(32, 64, stride=2), *_layer(64, 64))
        self.to_sixteenth = nn.Sequential(*_layer(64, 96, stride=2), *_layer(96, 96), *_layer(96, 80))
        self.up_eighth = nn.Sequential(*_layer(64 + 80, 32))
        self.up_quarter = nn.Sequential(*_layer(32 + 32, 32))
        self.maps = nn.Conv2d(32, DOWN + 1 + len(JOINTS), 1)

    def forward(self, greys: torch.Tensor) -> torch.Tensor:
        """Return maps float32 (batch, 8, 32, width/4). greys: float32 (batch, 1, 128, width), 0 to 1.

        Heats are logits; the height is the logarithm of frame heights; offsets are in cells from a cell's centre.
        """
        spread = greys.std(dim=(1, 2, 3), keepdim=True).clamp_min(FLAT)
        levelled = (greys - greys.mean(dim=(1, 2, 3), keepdim=True)) / spread
        rows = torch.linspace(-1, 1, greys.shape[2], device=greys.device)[None, None, :, None].expand_as(greys)
        quarter = self.to_quarter(self.to_half(torch.cat([levelled, rows], dim=1)))  # (batch, 32, 32, width/4)
        eighth = self.to_eighth(quarter)  # (batch, 64, 16, width/8)
        sixteenth = self.to_sixteenth(eighth)  # (batch, 80, 8, width/16)
        eighth = self.up_eighth(torch.cat([eighth, _twice(sixteenth)], dim=1))
        return self.maps(self.up_quarter(torch.cat([quarter, _twice(eighth)], dim=1)))


def _layer(inputs: int, outputs: int, *, kernel: int = 3, stride: int = 1) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU()


def _twice(values: torch.Tensor) -> torch.Tensor:
    return nn.functional.interpolate(values, scale_factor=2, mode="nearest")


def seen_width(width_px: int, height_px: int) -> int:
    """Return the width at which a picture of that size is seen."""
    width = round(HEIGHT_PX * width_px / height_px / WIDTH_STEP_PX) * WIDTH_STEP_PX
    return min(max(width, NARROWEST_PX), WIDEST_PX)


def seen_greys(picture: Picture, height_px: int = HEIGHT_PX) -> torch.Tensor:
    """Return a picture, uint8 (height, width, 3), as it is seen: float32 (1, 1, height_px, width), 0 to 1."""
    greys = torch.from_numpy(picture.astype(np.float32) @ np.asarray(LUMA, dtype=np.float32) / 255)[None, None]
    width = seen_width(picture.shape[1], picture.shape[0]) * height_px // HEIGHT_PX
    return nn.functional.interpolate(greys, size=(height_px, width), mode="area")  # the mean of each pixel's area


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadDetector:
    """A network with the least score of what it calls a head."""

    net: HeadNet
    least_score: float

    @torch.inference_mode()
    def maps(self, picture: Picture) -> torch.Tensor:
        """Return the maps of a picture, float32 (8, 32, width/4)."""
        return self.net.eval()(seen_greys(picture))[0]

    def heads(self, picture: Picture) -> tuple[Head, ...]:
        """Return the heads of a picture, surest first."""
        return heads_in(self.maps(picture), self.least_score)


def heads_in(maps: torch.Tensor, least_score: float) -> tuple[Head, ...]:
    """Return the heads at the peaks of maps (8, rows, columns), surest first."""
    rows, columns = maps.shape[1:]
    kept: list[Head] = []
    for row, column, score in _peaks(maps[HEAT], least_score):
        height, across, down = maps[HEIGHT : DOWN + 1, row, column].tolist()
        head = Head(
            x=(column + 0.5 + across) / columns, y=(row + 0.5 + down) / rows, height=float(np.exp(height)), score=score
        )  # fmt: skip
        if not any(_same(head, other, columns / rows) for other in kept):
            kept.append(head)
    return tuple(kept)


def joints_in(maps: torch.Tensor, least_score: float) -> tuple[Joint, ...]:
    """Return the joints at the peaks of maps (8, rows, columns), surest first."""
    rows, columns = maps.shape[1:]
    found = [
        Joint(kind=kind, x=(column + 0.5) / columns, y=(row + 0.5) / rows, score=score)
        for kind, heat in zip(JOINTS, maps[DOWN + 1 :], strict=True)
        for row, column, score in _peaks(heat, least_score)
    ]
    return tuple(sorted(found, key=lambda joint: -joint.score))


def _peaks(heat: torch.Tensor, least_score: float) -> list[tuple[int, int, float]]:
    """Return (row, column, score) of what is hotter than its neighbours, hottest first. heat: logits."""
    scores = torch.sigmoid(heat)
    highest = nn.functional.max_pool2d(scores[None, None], 3, stride=1, padding=1)[0, 0]
    places = ((scores == highest) & (scores >= least_score)).nonzero().tolist()
    return sorted(((row, column, float(scores[row, column])) for row, column in places), key=lambda peak: -peak[2])


def _same(one: Head, other: Head, aspect: float) -> bool:
    return float(np.hypot((one.x - other.x) * aspect, one.y - other.y)) < APART * max(one.height, other.height)


def load_detector(path: Path) -> tuple[HeadDetector, dict[str, str]]:
    """Return the detector that lies in `path`, and what its file says of it.

    Raises: JudgeError where there is none or it is damaged.
    """
    net = HeadNet()
    metadata = load_weights(net, path, FORMAT, what="detector of heads", maker="heads")
    try:
        least_score = float(metadata["least_score"])
    except (KeyError, ValueError) as error:
        raise JudgeError(f"the detector of heads `{path}` is damaged: it names no least score") from error
    return HeadDetector(net=net, least_score=least_score), metadata


@cache
def shipped_detector() -> HeadDetector:
    """Return the detector that comes with the program."""
    return load_detector(SHIPPED)[0]


def find_heads(picture: Picture) -> Sequence[Box]:
    """Return boxes in pixels around the heads of a picture, uint8 (height, width, 3)."""
    height, width = picture.shape[:2]
    boxes: list[Box] = []
    for head in shipped_detector().heads(picture):
        x, y, high = head.x * width, head.y * height, head.height * height
        wide = high * HEAD_ASPECT
        boxes.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
    return boxes
