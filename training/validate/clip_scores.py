"""How well pictures fit their words, by a CLIP model on this disk.

Enters: pictures and texts. Leaves: the mean cosine of their embeddings (CLIPScore without its factor of 2.5).
Source: Hessel et al. 2021, CLIPScore. Only where weights are given: a score without them would be a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.libraries import quiet_libraries, transformers

AT_ONCE = 32


class ClipScorer:
    """Scores pictures with a loaded CLIP model."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model, self._processor = model.eval(), processor

    @torch.inference_mode()
    def __call__(self, paths: Sequence[Path], texts: Sequence[str]) -> float:
        """Return the mean cosine between each picture and its text. Raises: OSError."""
        scores: list[float] = []
        for first in range(0, len(paths), AT_ONCE):
            pictures: list[PillowImage.Image] = []
            for path in paths[first : first + AT_ONCE]:
                with PillowImage.open(path) as picture:
                    pictures.append(picture.convert("RGB"))
            inputs = self._processor(
                text=list(texts[first : first + AT_ONCE]), images=pictures, return_tensors="pt", padding=True,
                truncation=True,
            )  # fmt: skip
            found = self._model(**inputs)
            scores += torch.cosine_similarity(found.image_embeds, found.text_embeds).tolist()
        return sum(scores) / len(scores)


def open_clip(folder: str, diagnostics: Diagnostics) -> ClipScorer | None:
    """Return the scorer with the CLIP model in `folder`; None where it cannot be loaded (reported)."""
    if not (Path(folder) / "config.json").is_file():
        hint = "name the folder of a CLIP model, such as clip-vit-large-patch14, or leave `clip` out"
        diagnostics.error("S2B848", f"there is no CLIP model in `{folder}`", hint=hint)
        return None
    quiet_libraries()
    try:
        model = transformers.CLIPModel.from_pretrained(folder, local_files_only=True, use_safetensors=True)
        processor = transformers.CLIPProcessor.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        diagnostics.error("S2B848", f"the CLIP model in `{folder}` cannot be loaded: {reason}")
        return None
    return ClipScorer(model, processor)
