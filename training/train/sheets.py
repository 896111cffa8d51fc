"""Pictures on the way: a sheet of every token with every prompt, and how often a judge sees the size that was asked.

The same prompts and seeds at every step, so that sheets can be laid side by side.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image as PillowImage

from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.parts import DiffusionParts
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, Picture, sample
from screenplay2board.render.diffusion.text import TextReader
from training.train.loop import Look
from training.train.schedule import derived_seed
from training.train.settings import TrainSettings

SAMPLES = "samples"
GAP_PX = 4
Judge = Callable[[list[Picture]], list[str]]  # the token whose size each picture shows


class SheetPainter:
    """Paints sheets with the model that is being trained, as `s2b build` would."""

    def __init__(self, parts: DiffusionParts, settings: TrainSettings, folder: Path, judge: Judge | None) -> None:
        self._parts, self._settings, self._folder, self._judge = parts, settings, folder, judge
        self.tokens = tuple(settings.tokens.phrases) if settings.kind == "tokens" else ("",)

    def __call__(self, step: int) -> Look:
        """Paint, write `samples/step-….png` with a row for each token, and return what was seen."""
        rows = {token: self._painted(token) for token in self.tokens}
        strips = {token: beside(row, axis=1) for token, row in rows.items()}
        write_atomically(self._folder / SAMPLES / f"step-{step:08d}.png", png(beside(list(strips.values()), axis=0)))
        judge, right = self._judge, dict[str, float]()
        if judge is not None:
            right = {token: sum(name == token for name in judge(row)) / len(row) for token, row in rows.items()}
        return Look(strips=strips, right=right)

    def _painted(self, token: str) -> list[Picture]:
        settings, parts = self._settings, self._parts
        wish, size = settings.validation, settings.sizes_px[0]
        device = Device(name=str(parts.unet.device), dtype=torch.float32)
        card = ModelCard(
            steps=wish.steps, guidance_scale=wish.guidance_scale, sampler="ddim", mode="none", batch_size=1
        )
        modes = {module: module.training for module in parts.modules()}
        for module in modes:
            module.eval()
        try:
            reader = TextReader(list(parts.tokenizers), list(parts.text_encoders), clip_skip=0, device=device.name)
            model = LoadedModel(
                card=card, device=device, vae=parts.vae, unet=parts.unet, reader=reader,
                scheduler_config=parts.scheduler.config,
            )  # fmt: skip
            found: list[Picture] = []
            for prompt in wish.prompts:
                text = ", ".join(part for part in (token, prompt) if part)
                seed = derived_seed(settings.seed, "sheet", prompt)  # the same for every token
                job = Job(size_px=size, prompt=reader.read(text), negative=reader.read(""), seed=seed)
                picture = sample(model, [job])[0]
                found.append(np.zeros((size[1], size[0], 3), dtype=np.uint8) if picture is None else picture)
        finally:
            for module, training in modes.items():
                module.train(training)
        return found


def beside(pictures: Sequence[Picture], *, axis: int) -> Picture:
    """Return pictures of one size as one, with white gaps. axis: 0 one below the other, 1 from left to right."""
    shape = list(pictures[0].shape)
    shape[axis] = GAP_PX
    gap = np.full(shape, 255, dtype=np.uint8)
    parts = [part for picture in pictures for part in (gap, picture)][1:]
    return np.concatenate(parts, axis=axis)


def png(picture: Picture) -> bytes:
    """Return a picture as a PNG file."""
    data = io.BytesIO()
    PillowImage.fromarray(picture).save(data, "PNG")
    return data.getvalue()
