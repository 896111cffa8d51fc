"""The parts of a Stable Diffusion model that flow between loading, training and sampling.

Folders follow the layout of diffusers (https://huggingface.co/docs/diffusers/using-diffusers/loading), so that every
tool that reads those reads ours; a ControlNet lies beside the other parts in `controlnet/`.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from diffusers import AutoencoderKL, ControlNetModel, DDIMScheduler, UNet2DConditionModel
from diffusers.utils import logging as diffusers_logging
from transformers import CLIPTextModel, CLIPTokenizer
from transformers.utils import logging as transformers_logging

if TYPE_CHECKING:
    from diffusers import StableDiffusionPipeline


@dataclass(slots=True, kw_only=True)
class DiffusionParts:
    """A model of the SD 1.x family, its parts loaded and in evaluation mode.

    tokenizer: a CLIPTokenizer; its stubs are incomplete, so the type is left open.
    """

    vae: AutoencoderKL
    text_encoder: CLIPTextModel
    tokenizer: Any
    unet: UNet2DConditionModel
    scheduler: Any
    controlnet: ControlNetModel | None = None

    def modules(self) -> tuple[torch.nn.Module, ...]:
        """Return the parts that hold weights."""
        parts = (self.vae, self.text_encoder, self.unet, self.controlnet)
        return tuple(part for part in parts if part is not None)

    def parameter_count(self) -> int:
        """Return how many numbers the model holds."""
        return sum(parameter.numel() for module in self.modules() for parameter in module.parameters())

    def save(self, folder: Path, *, dtype: torch.dtype | None = None) -> None:
        """Write the model as a folder of diffusers. dtype: of the files; the parts in memory stay as they are.

        Raises: OSError where the folder cannot be written.
        """
        quiet_libraries()
        written = self
        if dtype is not None:
            written = copy.deepcopy(self)
            for module in written.modules():
                module.to(dtype=dtype)
        pipeline(written).save_pretrained(folder, safe_serialization=True)
        if written.controlnet is not None:
            written.controlnet.save_pretrained(folder / "controlnet", safe_serialization=True)


def quiet_libraries() -> None:
    """Stop the progress bars and remarks of diffusers and transformers: this program tells its own progress."""
    for module in (diffusers_logging, transformers_logging):
        module.set_verbosity_error()
        module.disable_progress_bar()


def pipeline(parts: DiffusionParts) -> StableDiffusionPipeline:
    """Return the plain pipeline of diffusers over the same parts, for its loaders and for comparison."""
    from diffusers import StableDiffusionPipeline  # takes a second more to load than the parts

    return StableDiffusionPipeline(
        vae=parts.vae,
        text_encoder=parts.text_encoder,
        tokenizer=parts.tokenizer,
        unet=parts.unet,
        scheduler=parts.scheduler,
        safety_checker=None,  # type: ignore[arg-type]  diffusers takes None for it and says so
        feature_extractor=None,  # type: ignore[arg-type]
        requires_safety_checker=False,
    )


def load_parts(folder: Path, *, dtype: torch.dtype = torch.float32) -> DiffusionParts:
    """Load a folder that `DiffusionParts.save` or diffusers wrote, from this disk only.

    Raises: OSError or ValueError where it is no such folder; `models.check_card` says before what is wrong.
    """
    quiet_libraries()
    text_encoder = CLIPTextModel.from_pretrained(folder / "text_encoder", local_files_only=True, dtype=dtype)
    vae = AutoencoderKL.from_pretrained(folder / "vae", local_files_only=True, torch_dtype=dtype)
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", local_files_only=True, torch_dtype=dtype)
    controlnet = None
    if (folder / "controlnet" / "config.json").is_file():
        controlnet = ControlNetModel.from_pretrained(folder / "controlnet", local_files_only=True, torch_dtype=dtype)
    parts = DiffusionParts(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True),
        unet=unet,
        scheduler=DDIMScheduler.from_pretrained(folder / "scheduler", local_files_only=True),
        controlnet=controlnet,
    )
    for module in parts.modules():
        module.eval()
    return parts
