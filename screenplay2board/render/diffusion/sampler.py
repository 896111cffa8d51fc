"""From noise to pictures: the loop over the steps, batched, one random generator a picture.

Enters: `Job`s of equal shape. Leaves: uint8 pictures (height, width, 3). The arithmetic is that of diffusers'
pipelines, which the tests hold it to. A batch always has the same size, the last one padded: a picture
then does not depend on its neighbours, and is bitwise the same in any slot on the same device.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image as PillowImage

from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.libraries import diffusers
from screenplay2board.render.diffusion.text import TextEmbeds, TextReader, size_ids

Picture = npt.NDArray[np.uint8]
_SAMPLERS: dict[str, tuple[str, dict[str, Any]]] = {
    "dpm++": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "ddim": ("DDIMScheduler", {}),
    "euler": ("EulerDiscreteScheduler", {}),
    "lcm": ("LCMScheduler", {}),
    "tcd": ("TCDScheduler", {}),
}


@dataclass(slots=True, kw_only=True)
class LoadedModel:
    """A model on its device. scheduler_config: the noise schedule that it was trained on.

    guides: one ControlNet for each guide of the card. remarks: what should be told to people, once.
    """

    card: ModelCard
    device: Device
    vae: Any
    unet: Any
    reader: TextReader
    scheduler_config: Any
    guides: tuple[Any, ...] = ()
    remarks: list[str] = field(default_factory=list[str])

    @property
    def batch_size(self) -> int:
        """How many pictures are made at once."""
        return self.card.batch_size or (4 if self.device.is_gpu else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One picture. size_px: (width, height). maps: one RGB picture for each guide, at that size, with its weight.

    start: the picture that img2img starts from, None for noise alone.
    """

    size_px: tuple[int, int]
    prompt: TextEmbeds
    negative: TextEmbeds
    seed: int
    maps: tuple[tuple[PillowImage.Image, float], ...] = ()
    start: PillowImage.Image | None = None


@torch.inference_mode()
def sample(model: LoadedModel, jobs: Sequence[Job]) -> list[Picture | None]:
    """Return a picture for each job, None where it came out as not-a-number even in float32.

    The jobs are padded to `model.batch_size`. Raises: torch.OutOfMemoryError where the device is too small for it.
    """
    padded = [*jobs, *([jobs[-1]] * (model.batch_size - len(jobs)))]
    latents = _denoise(model, padded)[: len(jobs)]
    return [_decode(model, latent[None]) for latent in latents]


def make_scheduler(card: ModelCard, config: Any) -> Any:
    """Return the sampler of a card over the noise schedule of its model."""
    name, options = _SAMPLERS[card.sampler]
    return getattr(diffusers, name).from_config(config, **options)


def _denoise(model: LoadedModel, jobs: Sequence[Job]) -> torch.Tensor:
    card, device = model.card, model.device
    scheduler = make_scheduler(card, model.scheduler_config)
    scheduler.set_timesteps(card.steps, device=device.name)
    generators = [torch.Generator("cpu").manual_seed(job.seed) for job in jobs]
    skipped = 0 if jobs[0].start is None else card.steps - max(1, min(card.steps, int(card.steps * card.strength)))
    timesteps = scheduler.timesteps[skipped * scheduler.order :]
    latents = _first_latents(model, jobs, generators, scheduler, timesteps)
    takes_generator = "generator" in inspect.signature(scheduler.step).parameters
    extra: dict[str, Any] = {"generator": generators} if takes_generator else {}
    conditions = _Conditions(model, jobs)
    count = len(timesteps)
    for step, timestep in enumerate(timesteps):
        guided = card.guidance_scale > 1 and step < card.guidance_until * count
        doubled = torch.cat([latents, latents]) if guided else latents  # (batch or 2 * batch, 4, height/8, width/8)
        doubled = scheduler.scale_model_input(doubled, timestep)
        noise = conditions.predict(doubled, timestep, step / count, guided=guided)
        if guided:
            without, with_prompt = noise.chunk(2)
            noise = without + card.guidance_scale * (with_prompt - without)
        latents = scheduler.step(noise, timestep, latents, **extra).prev_sample
    return latents


def _first_latents(
    model: LoadedModel, jobs: Sequence[Job], generators: list[torch.Generator], scheduler: Any, timesteps: torch.Tensor
) -> torch.Tensor:
    """Return the latents that the first step starts from, (batch, 4, height/8, width/8)."""
    device = model.device
    width, height = jobs[0].size_px
    factor = 2 ** (len(model.vae.config.block_out_channels) - 1)
    shape = (model.unet.config.in_channels, height // factor, width // factor)
    # Drawn on the CPU in float32 and one by one: the same on every device and in every batch.
    noise = torch.stack([torch.randn(shape, generator=generator) for generator in generators])
    noise = noise.to(device.name, device.dtype)
    starts = [job.start for job in jobs if job.start is not None]
    if not starts:
        return noise * scheduler.init_noise_sigma
    pixels = torch.cat([_pixels(start, model.vae.dtype, device.name) * 2 - 1 for start in starts])
    mean = model.vae.encode(pixels).latent_dist.mode() * model.vae.config.scaling_factor
    return scheduler.add_noise(mean.to(device.dtype), noise, timesteps[:1].repeat(len(jobs)))


class _Conditions:
    """What the UNet is told at every step: text and maps of a batch."""

    def __init__(self, model: LoadedModel, jobs: Sequence[Job]) -> None:
        self._model = model
        device, dtype = model.device.name, model.device.dtype
        positive = torch.cat([job.prompt.embeds for job in jobs])
        negative = torch.cat([job.negative.embeds for job in jobs])
        self._text = (torch.cat([negative, positive]), positive)  # with guidance, without
        self._added: tuple[dict[str, torch.Tensor] | None, ...] = (None, None)
        if jobs[0].prompt.pooled is not None:
            times = size_ids(jobs[0].size_px, len(jobs), dtype=dtype, device=device)
            pooled = torch.cat([job.prompt.pooled for job in jobs if job.prompt.pooled is not None])
            empty = torch.cat([job.negative.pooled for job in jobs if job.negative.pooled is not None])
            self._added = (
                {"text_embeds": torch.cat([empty, pooled]), "time_ids": torch.cat([times, times])},
                {"text_embeds": pooled, "time_ids": times},
            )
        self._maps: list[tuple[torch.Tensor, torch.Tensor]] = []
        for place in range(len(model.guides)):
            pixels = torch.cat([_pixels(job.maps[place][0], dtype, device) for job in jobs])
            weights = torch.tensor([job.maps[place][1] for job in jobs], dtype=dtype, device=device)
            self._maps.append((pixels, weights[:, None, None, None]))

    def predict(self, latents: torch.Tensor, timestep: torch.Tensor, share: float, *, guided: bool) -> torch.Tensor:
        """Return the noise that the model sees, shaped as `latents`. share: of the steps that are done."""
        model = self._model
        text, added = self._text[not guided], self._added[not guided]
        down: tuple[torch.Tensor, ...] | None = None
        middle: torch.Tensor | None = None
        for entry, controlnet, (pixels, weights) in zip(model.card.guides, model.guides, self._maps, strict=True):
            if share >= entry.until:
                continue
            more_down, more_middle = controlnet(
                latents,
                timestep,
                encoder_hidden_states=text,
                controlnet_cond=torch.cat([pixels, pixels]) if guided else pixels,
                conditioning_scale=torch.cat([weights, weights]) if guided else weights,
                added_cond_kwargs=added,
                return_dict=False,
            )
            down = more_down if down is None else tuple(a + b for a, b in zip(down, more_down, strict=True))
            middle = more_middle if middle is None else middle + more_middle
        return model.unet(
            latents,
            timestep,
            encoder_hidden_states=text,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            added_cond_kwargs=added,
            return_dict=False,
        )[0]


def _decode(model: LoadedModel, latent: torch.Tensor) -> Picture | None:
    """Return the picture of one latent (1, 4, h, w); the VAE is set to float32 for good where float16 overflows."""
    pixels = _decoded(model, latent)
    if (
        not bool(torch.isfinite(pixels).all())
        and bool(torch.isfinite(latent).all())
        and model.vae.dtype != torch.float32
    ):
        model.vae.to(dtype=torch.float32)
        model.remarks.append("the VAE overflowed in float16 and works in float32 from here on")
        pixels = _decoded(model, latent)
    if not bool(torch.isfinite(pixels).all()):
        return None
    return (pixels * 255).round().to(torch.uint8).cpu().numpy()


def _decoded(model: LoadedModel, latent: torch.Tensor) -> torch.Tensor:
    scaled = latent.to(model.vae.dtype) / model.vae.config.scaling_factor
    pixels = model.vae.decode(scaled, return_dict=False)[0]
    return (pixels.float() / 2 + 0.5).clamp(0, 1)[0].permute(1, 2, 0)  # (height, width, 3)


def _pixels(picture: PillowImage.Image, dtype: torch.dtype, device: str) -> torch.Tensor:
    """Return a picture as (1, 3, height, width) in 0..1."""
    values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    return torch.from_numpy(values).permute(2, 0, 1)[None].to(device, dtype)
