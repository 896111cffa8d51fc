"""The parts of a Stable Diffusion model that flow between loading, training and sampling.

Folders follow the layout of diffusers (https://huggingface.co/docs/diffusers/using-diffusers/loading), so that every
tool that reads those reads ours; a ControlNet lies beside the other parts in `controlnet/`.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from screenplay2board.render.diffusion.cards import Family
from screenplay2board.render.diffusion.libraries import diffusers, quiet_libraries, transformers


@dataclass(slots=True, kw_only=True)
class DiffusionParts:
    """A model of the SD 1.x or SDXL family, its parts loaded and in evaluation mode.

    vae: AutoencoderKL. text_encoder: CLIPTextModel. tokenizer: CLIPTokenizer. unet: UNet2DConditionModel. scheduler:
    any of diffusers. controlnet: ControlNetModel, if there is one. text_encoder_2, tokenizer_2: SDXL's second ones, a
    CLIPTextModelWithProjection. Their libraries' types are incomplete, hence `Any`.
    """

    vae: Any
    text_encoder: Any
    tokenizer: Any
    unet: Any
    scheduler: Any
    controlnet: Any = None
    text_encoder_2: Any = None
    tokenizer_2: Any = None

    @property
    def family(self) -> Family:
        """Return the architecture that the parts make."""
        return "sd15" if self.text_encoder_2 is None else "sdxl"

    @property
    def text_encoders(self) -> tuple[Any, ...]:
        """Return the text encoder, or SDXL's two in their order."""
        return (self.text_encoder,) if self.text_encoder_2 is None else (self.text_encoder, self.text_encoder_2)

    @property
    def tokenizers(self) -> tuple[Any, ...]:
        """Return the tokenizer of each text encoder."""
        return (self.tokenizer,) if self.text_encoder_2 is None else (self.tokenizer, self.tokenizer_2)

    def modules(self) -> tuple[torch.nn.Module, ...]:
        """Return the parts that hold weights."""
        parts = (self.vae, *self.text_encoders, self.unet, self.controlnet)
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
        for config in folder.glob("*/config.json"):
            _forget_source(config)


def _forget_source(path: Path) -> None:
    """Take out of a configuration where its part was loaded from: a folder of one machine, not a fact of the model."""
    config = json.loads(path.read_text("utf-8"))
    if config.pop("_name_or_path", None) is not None:
        path.write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def pipeline(parts: DiffusionParts) -> Any:
    """Return the plain pipeline of diffusers over the same parts, for its loaders and for comparison."""
    common = {
        "vae": parts.vae,
        "text_encoder": parts.text_encoder,
        "tokenizer": parts.tokenizer,
        "unet": parts.unet,
        "scheduler": parts.scheduler,
    }
    if parts.family == "sdxl":
        return diffusers.StableDiffusionXLPipeline(
            **common, text_encoder_2=parts.text_encoder_2, tokenizer_2=parts.tokenizer_2, add_watermarker=False
        )
    return diffusers.StableDiffusionPipeline(
        **common,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def parts_of(pipe: Any, controlnet: Any = None) -> DiffusionParts:
    """Return the parts of a pipeline of diffusers; they stay the pipeline's own."""
    return DiffusionParts(
        vae=pipe.vae,
        text_encoder=pipe.text_encoder,
        tokenizer=pipe.tokenizer,
        unet=pipe.unet,
        scheduler=pipe.scheduler,
        controlnet=controlnet,
        text_encoder_2=getattr(pipe, "text_encoder_2", None),
        tokenizer_2=getattr(pipe, "tokenizer_2", None),
    )


def load_parts(folder: Path, *, dtype: torch.dtype = torch.float32) -> DiffusionParts:
    """Load a folder that `DiffusionParts.save` or diffusers wrote, from this disk only.

    Raises: OSError or ValueError where it is no such folder; `models.check_card` says before what is wrong.
    """
    quiet_libraries()
    text_encoder = transformers.CLIPTextModel.from_pretrained(
        folder / "text_encoder", local_files_only=True, dtype=dtype
    )
    vae = diffusers.AutoencoderKL.from_pretrained(folder / "vae", local_files_only=True, dtype=dtype)
    unet = diffusers.UNet2DConditionModel.from_pretrained(folder / "unet", local_files_only=True, dtype=dtype)
    controlnet = None
    if (folder / "controlnet" / "config.json").is_file():
        controlnet = diffusers.ControlNetModel.from_pretrained(
            folder / "controlnet", local_files_only=True, dtype=dtype
        )
    parts = DiffusionParts(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=transformers.CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True),
        unet=unet,
        scheduler=diffusers.DDIMScheduler.from_pretrained(folder / "scheduler", local_files_only=True),
        controlnet=controlnet,
    )
    for module in parts.modules():
        module.eval()
    return parts
