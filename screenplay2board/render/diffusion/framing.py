"""The framing classifier: which size of shot a picture shows, told by a small network.

Enters: pictures of any size. Leaves: probabilities of close-up, medium and full. A shot's size is the head's height
through the frame's height (docs/film.md), so a picture is seen at a fixed height and whatever width it has.
The weights lie in one .safetensors; `training/validate` trains them, and says in the metadata how well they judge.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from screenplay2board.render.diffusion.cards import TOKEN_NAMES, TOKEN_OF_SIZE, TOKENS
from screenplay2board.render.diffusion.judge import Picture, Verdict
from screenplay2board.render.diffusion.weights import WeightsError, read_header
from screenplay2board.stage.types import Stage

Pictures = npt.NDArray[np.uint8]
Probabilities = npt.NDArray[np.float32]

FORMAT = "s2b framing judge 1"
SHIPPED = Path(str(files("screenplay2board.render.diffusion").joinpath("data", "framing.safetensors")))
HEIGHT_PX = 64  # a head of a full shot, a tenth of the frame, is still six pixels high
WIDTH_STEP_PX = 8  # the network halves three times
NARROWEST_PX, WIDEST_PX = 32, 256
LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow's mode L
FLAT = 0.02  # spread of greys, of 1, below which a picture is not stretched further: it is paper
AT_ONCE = 64
CLEARLY = 2.0  # on the border of two sizes both are right: a picture is refused where another is twice as probable


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

    @torch.inference_mode()
    def classify(self, greys: torch.Tensor) -> Probabilities:
        """Return float32 (n, 3) for pictures as `seen` gives them. A picture's answer does not hang on the others."""
        self.eval()
        parts = [torch.softmax(self(part), dim=1) for part in greys.split(AT_ONCE)] if len(greys) else []
        return torch.cat(parts).numpy() if parts else np.zeros((0, len(TOKENS)), dtype=np.float32)


def _layer(inputs: int, outputs: int, *, kernel: int = 3, stride: int = 1) -> tuple[nn.Module, ...]:
    convolution = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2, bias=False)
    return convolution, nn.BatchNorm2d(outputs), nn.ReLU()


def seen_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Return (width, height) at which a picture of that size is seen."""
    width = round(HEIGHT_PX * width_px / height_px / WIDTH_STEP_PX) * WIDTH_STEP_PX
    return min(max(width, NARROWEST_PX), WIDEST_PX), HEIGHT_PX


def seen(pictures: Pictures) -> torch.Tensor:
    """Return pictures, uint8 (n, height, width, 3), as they are seen: float32 (n, 1, 64, width), 0 to 1."""
    count, height, width, _ = pictures.shape
    if not count:
        return torch.zeros((0, 1, HEIGHT_PX, HEIGHT_PX))
    luma = np.asarray(LUMA, dtype=np.float32)
    greys = torch.from_numpy(np.stack([picture.astype(np.float32) @ luma for picture in pictures]) / 255)[:, None]
    size = seen_size(width, height)
    return nn.functional.interpolate(greys, size=(size[1], size[0]), mode="area")  # the mean of each pixel's area


def load_net(path: Path) -> tuple[FramingNet, dict[str, str]]:
    """Return the network that lies in `path`, and what its file says of it.

    Raises: JudgeError where there is none or it is damaged.
    """
    net = FramingNet()
    return net, load_weights(net, path, FORMAT, what="framing judge", maker="judge")


def load_weights(net: nn.Module, path: Path, form: str, *, what: str, maker: str) -> dict[str, str]:
    """Fill a judge's network from `path`, ready to judge, and return what the file says of it.

    form: what the file must call itself. what, maker: the judge in words, and the step of training that makes one.

    Raises: JudgeError where there is no such file or it is damaged.
    """
    try:
        metadata = dict(read_header(path).metadata)
    except WeightsError as error:
        raise JudgeError(str(error)) from error
    if metadata.pop("format", None) != form:
        raise JudgeError(f"`{path}` is no {what}; `python -m training {maker}` makes one")
    try:
        net.load_state_dict(load_file(path))
    except (SafetensorError, OSError, RuntimeError) as error:
        raise JudgeError(f"the {what} `{path}` is damaged: {' '.join(str(error).split())[:200]}") from error
    net.eval()
    return metadata


@cache
def _shipped() -> FramingNet:
    return load_net(SHIPPED)[0]


def framing_judge(picture: Picture, stage: Stage) -> Verdict:
    """Refuse a picture of people that clearly shows another size of shot than the stage."""
    if not stage.subject_figures:
        return Verdict(accepted=True, score=1.0)  # an insert or an empty set has no head to measure by
    shares = _shipped().classify(seen(picture[None]))[0]
    wanted = TOKENS.index(TOKEN_OF_SIZE[stage.size])
    likely = int(shares.argmax())
    score = float(shares[wanted])
    if float(shares[likely]) < CLEARLY * score:
        return Verdict(accepted=True, score=score)
    reason = f"it looks like a {TOKEN_NAMES[TOKENS[likely]]} shot, {stage.size} is a {TOKEN_NAMES[TOKENS[wanted]]} one"
    return Verdict(accepted=False, score=score, reason=reason)
