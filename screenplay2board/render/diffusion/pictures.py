"""Reference pictures as the UNet reads them: an IP-Adapter's tokens.

Enters: pictures of characters and sets, as files' bytes. Leaves: tokens, float (1, tokens, width of the text), each
picture read once. A picture that is not square stands on white paper, so that no head is cut off.
Source: Ye et al. 2023, IP-Adapter; preprocessing of OpenAI's CLIP.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch
from PIL import Image as PillowImage

from screenplay2board.render.diffusion.cards import ReferenceEntry
from screenplay2board.render.diffusion.checks import encoder_folder, find
from screenplay2board.render.diffusion.libraries import transformers

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_SPREAD = (0.26862954, 0.26130258, 0.27577711)
KEPT = 256  # pictures whose tokens are kept: some kilobytes each; a set's is not asked for after its scene


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedAdapter:
    """An IP-Adapter's parts. matrices: for keys and values, by the name of the UNet's attention processor."""

    encoder: Any
    projection: Any
    matrices: Mapping[str, tuple[torch.nn.Linear, torch.nn.Linear]]

    def reader(self, device: str, enter: Callable[[], None]) -> PictureReader:
        """Return what reads pictures. enter: brings encoder and projection to the device."""
        return PictureReader(self.encoder, self.projection, device=device, enter=enter)


def load_adapter(pipe: Any, entry: ReferenceEntry) -> LoadedAdapter:
    """Return an IP-Adapter for the UNet of a pipeline, which stays as it was.

    diffusers reads the file and builds the parts; left in the pipeline, they would refuse every call without a picture.
    Raises: what diffusers raises where the adapter does not fit.
    """
    folder = find(entry.path, entry.revision) or Path(entry.path)
    place = PurePosixPath(entry.file)
    pipe.load_ip_adapter(
        str(folder),
        subfolder=str(place.parent) if len(place.parts) > 1 else "",
        weight_name=place.name,
        image_encoder_folder=None,
        local_files_only=True,
    )
    processors: dict[str, Any] = pipe.unet.attn_processors
    matrices = {
        name: (processor.to_k_ip[0], processor.to_v_ip[0])
        for name, processor in processors.items()
        if hasattr(processor, "to_k_ip")
    }
    projection = pipe.unet.encoder_hid_proj.image_projection_layers[0]
    pipe.unload_ip_adapter()
    encoder = transformers.CLIPVisionModelWithProjection.from_pretrained(
        encoder_folder(entry), local_files_only=True, dtype=pipe.unet.dtype, use_safetensors=True
    )
    return LoadedAdapter(encoder=encoder, projection=projection, matrices=matrices)


class PictureReader:
    """Reads pictures with an image encoder and an adapter's projection."""

    def __init__(self, encoder: Any, projection: Any, *, device: str, enter: Callable[[], None]) -> None:
        """Take a CLIPVisionModelWithProjection and what `load_ip_adapter` made. enter: brings both to the device."""
        self._encoder = encoder
        self._projection = projection
        self._device = device
        self._enter = enter
        # The plain adapter reads the picture's summary, the larger ones the layer before the last.
        self._summary = type(projection).__name__ == "ImageProjection"
        self._known: dict[str, torch.Tensor] = {}
        self._neutral: torch.Tensor | None = None

    @property
    def neutral(self) -> torch.Tensor:
        """Return the tokens of no picture at all, (1, tokens, width): what the unguided half of a step is shown."""
        if self._neutral is None:
            side = self._encoder.config.image_size
            self._neutral = self._tokens(torch.zeros((1, 3, side, side)), shown=False)
        return self._neutral

    def read(self, picture: bytes) -> torch.Tensor:
        """Return a picture's tokens. Raises: OSError or ValueError where it is none."""
        key = hashlib.sha256(picture).hexdigest()
        if key not in self._known:
            while len(self._known) >= KEPT:
                self._known.pop(next(iter(self._known)))
            self._known[key] = self._tokens(clip_pixels(picture, self._encoder.config.image_size), shown=True)
        return self._known[key]

    @torch.inference_mode()
    def _tokens(self, pixels: torch.Tensor, *, shown: bool) -> torch.Tensor:
        self._enter()
        pixels = pixels.to(self._device, self._encoder.dtype)
        if self._summary:
            embeds = self._encoder(pixels).image_embeds
            embeds = embeds if shown else torch.zeros_like(embeds)
        else:
            embeds = self._encoder(pixels, output_hidden_states=True).hidden_states[-2]
        return self._projection(embeds)


def clip_pixels(picture: bytes, side_px: int) -> torch.Tensor:
    """Return a picture as CLIP's image encoder reads it: float32 (1, 3, side, side). Raises: OSError, ValueError."""
    with PillowImage.open(io.BytesIO(picture)) as opened:
        colours = opened.convert("RGB")
    longest = max(colours.size)
    square = PillowImage.new("RGB", (longest, longest), "white")
    square.paste(colours, ((longest - colours.width) // 2, (longest - colours.height) // 2))
    small = square.resize((side_px, side_px), PillowImage.Resampling.BICUBIC)
    mean, spread = (np.asarray(numbers, dtype=np.float32) for numbers in (CLIP_MEAN, CLIP_SPREAD))
    values = (np.asarray(small, dtype=np.float32) / 255 - mean) / spread
    return torch.from_numpy(values).permute(2, 0, 1)[None]  # (1, 3, side, side)
