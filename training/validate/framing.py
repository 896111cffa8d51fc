"""The framing judge: which size of shot a picture shows, told by a small network.

Enters: pictures of any size. Leaves: probabilities of close-up, medium and full. A shot's size is the head's height
through the frame's height (docs/film.md), so a picture is seen at a fixed height and whatever width it has.
The weights lie in one .safetensors with what was measured of the judge in its metadata.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import replacing
from screenplay2board.render.diffusion.weights import WeightsError, read_header
from training.validate.confusion import TOKENS, Confusion, confusion_from

Pictures = npt.NDArray[np.uint8]
Probabilities = npt.NDArray[np.float32]

FORMAT = "s2b framing judge 1"
SHIPPED = Path(__file__).with_name("framing.safetensors")
HEIGHT_PX = 64  # a head of a full shot, a tenth of the frame, is still six pixels high
WIDTH_STEP_PX = 8  # the network halves three times
NARROWEST_PX, WIDEST_PX = 32, 256
LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow's mode L
FLAT = 0.02  # spread of greys, of 1, below which a picture is not stretched further: it is paper
AT_ONCE = 64


class JudgeError(Exception):
    """A judge cannot be used; says why in one line."""


class FramingNet(nn.Module):
    """A network of 100 thousand weights over greys and the height of each pixel in the frame."""

    def __init__(self, widths: tuple[int, int, int, int] = (24, 48, 64, 96)) -> None:
        super().__init__()
        first, second, third, last = widths
        self.features = nn.Sequential(
            *_layer(2, first, kernel=5, stride=2),
            *_layer(first, second, stride=2),
            *_layer(second, third),
            *_layer(third, last, stride=2),
        )
        self.head = nn.Linear(2 * last, len(TOKENS))

    def forward(self, greys: torch.Tensor) -> torch.Tensor:
        """Return logits float32 (batch, 3). greys: float32 (batch, 1, 64, width), 0 to 1."""
        spread = greys.std(dim=(1, 2, 3), keepdim=True).clamp_min(FLAT)
        levelled = (greys - greys.mean(dim=(1, 2, 3), keepdim=True)) / spread
        rows = torch.linspace(-1, 1, greys.shape[2], device=greys.device)[None, None, :, None].expand_as(greys)
        seen = self.features(torch.cat([levelled, rows], dim=1))  # (batch, widths[-1], 8, width/8)
        pooled = torch.cat([seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))], dim=1)  # (batch, 2 * widths[-1])
        return self.head(pooled)


def _layer(inputs: int, outputs: int, *, kernel: int = 3, stride: int = 1) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU()


def seen_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Return (width, height) at which the judge sees a picture of that size."""
    width = round(HEIGHT_PX * width_px / height_px / WIDTH_STEP_PX) * WIDTH_STEP_PX
    return min(max(width, NARROWEST_PX), WIDEST_PX), HEIGHT_PX


def seen(pictures: Pictures) -> torch.Tensor:
    """Return pictures, uint8 (n, height, width, 3), as the judge sees them: float32 (n, 1, 64, width), 0 to 1."""
    count, height, width, _ = pictures.shape
    if not count:
        return torch.zeros((0, 1, HEIGHT_PX, HEIGHT_PX))
    luma = np.asarray(LUMA, dtype=np.float32)
    greys = torch.from_numpy(np.stack([picture.astype(np.float32) @ luma for picture in pictures]) / 255)[:, None]
    size = seen_size(width, height)
    return nn.functional.interpolate(greys, size=(size[1], size[0]), mode="area")  # the mean of each pixel's area


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingJudge:
    """A trained judge. held_out: what it answered to pictures that it was not trained on; soft: the same, blurred.

    facts: how it was trained, as text.
    """

    net: FramingNet
    held_out: Confusion
    soft: Confusion
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    @torch.inference_mode()
    def classify(self, pictures: Pictures) -> Probabilities:
        """Return float32 (n, 3), the probability of each token's size. pictures: uint8 (n, height, width, 3)."""
        return self.classify_greys(seen(pictures))

    @torch.inference_mode()
    def classify_greys(self, greys: torch.Tensor) -> Probabilities:
        """Return float32 (n, 3) for pictures as `seen` gives them. A picture's answer does not hang on the others."""
        self.net.eval()
        parts = [torch.softmax(self.net(part), dim=1) for part in greys.split(AT_ONCE)] if len(greys) else []
        return torch.cat(parts).numpy() if parts else np.zeros((0, len(TOKENS)), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the judge in float16, with what is known of it. Raises: OSError."""
        metadata = {
            "format": FORMAT, "held_out": json.dumps(self.held_out.as_json()), "soft": json.dumps(self.soft.as_json()),
            **self.facts,
        }  # fmt: skip
        weights = {name: _halved(weight.detach()).contiguous() for name, weight in self.net.state_dict().items()}
        with replacing(path) as temporary:
            save_file(weights, temporary, metadata=metadata)


def _halved(weight: torch.Tensor) -> torch.Tensor:
    return weight.half() if weight.is_floating_point() else weight


def load_framing(path: Path) -> FramingJudge:
    """Return the judge that lies in `path`. Raises: JudgeError where there is none or it is damaged."""
    try:
        metadata = dict(read_header(path).metadata)
    except WeightsError as error:
        raise JudgeError(str(error)) from error
    if metadata.pop("format", None) != FORMAT:
        raise JudgeError(f"`{path}` is no framing judge; `python -m training judge` makes one")
    net = FramingNet()
    try:
        net.load_state_dict(load_file(path))
        held_out = confusion_from(json.loads(metadata.pop("held_out")))
        soft = confusion_from(json.loads(metadata.pop("soft")))
    except (SafetensorError, OSError, RuntimeError, KeyError, ValueError) as error:
        raise JudgeError(f"the framing judge `{path}` is damaged: {' '.join(str(error).split())[:200]}") from error
    if held_out is None or soft is None:
        raise JudgeError(f"the framing judge `{path}` does not say how well it judges")
    return FramingJudge(net=net.eval(), held_out=held_out, soft=soft, facts=metadata)


def token_judge(path: Path, diagnostics: Diagnostics) -> Callable[[list[Pictures]], list[str]] | None:
    """Return a function from pictures to the tokens whose size they show; None where there is no judge (reported).

    path: of a trained judge, or `framing` for the one that comes with the program.
    """
    try:
        judge = load_framing(SHIPPED if str(path) == "framing" else path)
    except JudgeError as error:
        diagnostics.error("S2B840", str(error), hint="`python -m training judge DATASET OUT.safetensors` makes one")
        return None

    def tokens(pictures: list[Any]) -> list[str]:
        answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures]
        return [TOKENS[answer] for answer in answers]

    return tokens
