"""Drawn pictures as soft as a model paints them: encoded and decoded by its VAE.

Judges learn from such pictures beside drawn ones, and are measured on them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.judge import Picture
from training.generate import open_model, read_worded_card

Soften = Callable[[PillowImage.Image], Picture]

VAE_STEP_PX = 8  # every VAE of Stable Diffusion's kind halves three times


def softener(card_name: str, diagnostics: Diagnostics) -> Soften | None:
    """Return what sends pictures through the VAE of a card, as high as the card paints; None if reported."""
    card = read_worded_card(card_name, diagnostics)
    model = None if card is None else open_model(card, diagnostics)
    if card is None or model is None:
        return None
    vae, height_px = model.vae, card.native_px
    return lambda picture: through_vae(vae, scaled(picture, height_px))


def is_softened(number: int, share: float) -> bool:
    """Tell whether the picture of that number is one of the share that is shown softened too, evenly spread."""
    return int(number * share) < int((number + 1) * share)


def scaled(picture: PillowImage.Image, height_px: int) -> PillowImage.Image:
    """Return a whole picture at about that height, both sides as the VAE takes them."""

    def side(px: float) -> int:
        return max(VAE_STEP_PX, round(px / VAE_STEP_PX) * VAE_STEP_PX)

    size = (side(picture.width * height_px / picture.height), side(height_px))
    return picture if picture.size == size else picture.resize(size, PillowImage.Resampling.LANCZOS)


@torch.inference_mode()
def through_vae(vae: Any, picture: PillowImage.Image) -> Picture:
    """Return a picture encoded and decoded: uint8 (height, width, 3)."""
    values = np.asarray(picture, dtype=np.float32) / 127.5 - 1.0
    pixels = torch.from_numpy(values).permute(2, 0, 1)[None].to(vae.device, vae.dtype)  # (1, 3, height, width)
    decoded = vae.decode(vae.encode(pixels).latent_dist.mode(), return_dict=False)[0]
    shown = (decoded.float() / 2 + 0.5).clamp(0, 1)[0].permute(1, 2, 0)  # (height, width, 3)
    return (shown * 255).round().to(torch.uint8).cpu().numpy()
