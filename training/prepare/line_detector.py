"""Turn a picture into black lines on white by the detector that ControlNet's line art was trained with.

Enters: its weights as .safetensors (`sk_model`, converted from the pickle that is published), and RGB pictures.
Leaves: RGB pictures. Nothing is fetched.
Source: Chan, Durand, Isola 2022, Learning to generate line drawings that convey geometry and semantics: the generator,
of three residual blocks; https://huggingface.co/lllyasviel/Annotators has the weights.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image as PillowImage
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from screenplay2board.diagnostics import Diagnostics

WIDTH = 64  # channels after the first layer; doubled by each halving
BLOCKS = 3
STEP_PX = 4  # the network halves twice: sides are padded to multiples of it

LineMaker = Callable[[PillowImage.Image], PillowImage.Image]


class LineDetector(nn.Module):
    """The generator; its layers have the names of the published weights. Takes and gives values from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        half, full = 2 * WIDTH, 4 * WIDTH
        self.model0 = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(3, WIDTH, 7), nn.InstanceNorm2d(WIDTH), nn.ReLU())
        self.model1 = nn.Sequential(*_narrowed(WIDTH, half), *_narrowed(half, full))
        self.model2 = nn.Sequential(*(_Residual(full) for _ in range(BLOCKS)))
        self.model3 = nn.Sequential(*_widened(full, half), *_widened(half, WIDTH))
        self.model4 = nn.Sequential(nn.ReflectionPad2d(3), nn.Conv2d(WIDTH, 1, 7), nn.Sigmoid())

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return lines, float32 (batch, 1, height, width), 1 is paper. pictures: float32 (batch, 3, height, width)."""
        for part in (self.model0, self.model1, self.model2, self.model3, self.model4):
            pictures = part(pictures)
        return pictures


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width),
        )  # fmt: skip

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return seen + self.conv_block(seen)


def _narrowed(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(inputs, outputs, 3, stride=2, padding=1), nn.InstanceNorm2d(outputs), nn.ReLU()


def _widened(inputs: int, outputs: int) -> tuple[nn.Module, ...]:
    layer = nn.ConvTranspose2d(inputs, outputs, 3, stride=2, padding=1, output_padding=1)
    return layer, nn.InstanceNorm2d(outputs), nn.ReLU()


def open_detector(path: str, diagnostics: Diagnostics) -> LineMaker | None:
    """Return the detector with the weights in `path`; None where they are not there or do not fit (a warning)."""
    detector = LineDetector().eval()
    try:
        detector.load_state_dict(load_file(Path(path)))
    except (OSError, SafetensorError, RuntimeError) as problem:
        reason = " ".join(str(problem).split())[:200]
        hint = "name its weights as `detector` in `[pictures]`, as .safetensors; `edges` needs none"
        message = f"the line detector cannot be used ({reason}); lines are found by edges instead"
        diagnostics.warning("S2B82G", message, hint=hint)
        return None

    @torch.inference_mode()
    def detected(picture: PillowImage.Image) -> PillowImage.Image:
        pixels = torch.from_numpy(np.asarray(picture.convert("RGB"), dtype=np.float32) / 255).permute(2, 0, 1)[None]
        height, width = pixels.shape[2:]
        more = [0, -width % STEP_PX, 0, -height % STEP_PX]
        found = detector(nn.functional.pad(pixels, more, mode="replicate"))[0, 0, :height, :width]
        return PillowImage.fromarray((found * 255).round().to(torch.uint8).numpy()).convert("RGB")

    return detected
