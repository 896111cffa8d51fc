"""Pictures on the way: a sheet of every token with every prompt, and how often a judge sees the size that was asked.

The same prompts and seeds at every step, so that sheets can be laid side by side.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image as PillowImage

from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.parts import DiffusionParts
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, Picture, sample
from screenplay2board.render.diffusion.text import TextReader
from training.train.loop import sheet_path
from training.train.schedule import derived_seed
from training.train.settings import TrainSettings

GAP_PX = 4
Judge = Callable[[list[Picture]], list[str]]  # the token whose size each picture shows


class SheetPainter:
    """Paints sheets with the model that is being trained, as `s2b build` would."""

    def __init__(self, parts: DiffusionParts, settings: TrainSettings, folder: Path, judge: Judge | None) -> None:
        self._parts, self._settings, self._folder, self._judge = parts, settings, folder, judge
        self.tokens = tuple(settings.tokens.phrases) if settings.kind == "tokens" else ("",)

    def __call__(self, step: int) -> float | None:
        """Paint, write `samples/step-….png`, and return the share of pictures of the size that was asked."""
        rows = [self._painted(token) for token in self.tokens]
        write_atomically(sheet_path(self._folder, step), sheet(rows))
        if self._judge is None:
            return None
        seen = [self._judge(row) for row in rows]
        right = sum(name == token for token, names in zip(self.tokens, seen, strict=True) for name in names)
        return right / sum(map(len, rows))

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
            reader = TextReader([parts.tokenizer], [parts.text_encoder], clip_skip=0, device=device.name)
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


def sheet(rows: list[list[Picture]]) -> bytes:
    """Return pictures in rows as one PNG."""
    height, width = rows[0][0].shape[:2]
    size = (max(map(len, rows)) * (width + GAP_PX) - GAP_PX, len(rows) * (height + GAP_PX) - GAP_PX)
    paper: Any = PillowImage.new("RGB", size, "white")
    for y, row in enumerate(rows):
        for x, picture in enumerate(row):
            paper.paste(PillowImage.fromarray(picture), (x * (width + GAP_PX), y * (height + GAP_PX)))
    data = io.BytesIO()
    paper.save(data, "PNG")
    return data.getvalue()
