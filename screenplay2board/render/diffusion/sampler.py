"""From noise to pictures: the loop over the steps, batched, one random generator a picture.

Enters: `Job`s of equal shape. Leaves: uint8 pictures (height, width, 3). The arithmetic is that of diffusers'
pipelines, which the tests hold it to. A batch always has the same size, the last one padded: a picture
then does not depend on its neighbours, and is bitwise the same in any slot on the same device.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image as PillowImage

from screenplay2board.render.diffusion.attention import Told, shares_of, stacked, text_shares
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.characters import CharacterLoras
from screenplay2board.render.diffusion.device import Device, default_batch, free_cached
from screenplay2board.render.diffusion.guidance import PX_PER_CELL, Cells, native_cells
from screenplay2board.render.diffusion.libraries import diffusers
from screenplay2board.render.diffusion.pictures import PictureReader
from screenplay2board.render.diffusion.residence import Phase, Residence
from screenplay2board.render.diffusion.text import TextEmbeds, TextReader, size_ids

Picture = npt.NDArray[np.uint8]
_SAMPLERS: dict[str, tuple[str, dict[str, Any]]] = {
    "dpm++": ("DPMSolverMultistepScheduler", {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True}),
    "ddim": ("DDIMScheduler", {}),
    "euler": ("EulerDiscreteScheduler", {}),
    "lcm": ("LCMScheduler", {}),
    "tcd": ("TCDScheduler", {}),
}


@dataclass(frozen=True, slots=True)
class _Sampler:
    """A scheduler of diffusers. draws: whether its steps draw noise of their own."""

    scheduler: Any
    draws: bool


@dataclass(slots=True, kw_only=True)
class LoadedModel:
    """A model on its device. scheduler_config: the noise schedule that it was trained on.

    guides: one ControlNet for each working guide of the card. pictures: reads references, where the card has an
    IP-Adapter. characters: switches the LoRAs of the cast. residence: moves the parts, where not all of them fit on the
    device. remarks: what should be told to people, once.
    """

    card: ModelCard
    device: Device
    vae: Any
    unet: Any
    reader: TextReader
    scheduler_config: Any
    guides: tuple[Any, ...] = ()
    pictures: PictureReader | None = None
    characters: CharacterLoras | None = None
    residence: Residence | None = None
    remarks: list[str] = field(default_factory=list[str])
    _sampler: _Sampler | None = field(default=None, init=False, repr=False)

    @property
    def sampler(self) -> _Sampler:
        """The sampler of the card, made at the first picture; `set_timesteps` begins anew."""
        if self._sampler is None:
            self._sampler = _make_sampler(self.card, self.scheduler_config)
        return self._sampler

    @property
    def batch_size(self) -> int:
        """How many pictures are made at once."""
        return self.card.batch_size or default_batch(self.device, native_cells(self.card))

    def enter(self, phase: Phase) -> None:
        """Bring the parts of a phase of the work to the device, where they do not lie there all the time."""
        if self.residence is not None:
            self.residence.enter(phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One picture. size_px: (width, height). maps: one RGB picture for each guide, at that size, with its weight.

    start: the picture that img2img starts from, None for noise alone. people: the description of each person and where
    it is read; pictures: reference tokens and how strongly they work where. Places are shares, float32
    (height/8, width/8).
    """

    size_px: tuple[int, int]
    prompt: TextEmbeds
    negative: TextEmbeds
    seed: int
    maps: tuple[tuple[PillowImage.Image, float], ...] = ()
    start: PillowImage.Image | None = None
    people: tuple[tuple[TextEmbeds, Cells], ...] = ()
    pictures: tuple[tuple[torch.Tensor, Cells], ...] = ()


@torch.inference_mode()
def sample(model: LoadedModel, jobs: Sequence[Job]) -> list[Picture | None]:
    """Return a picture for each job, None where it came out as not-a-number even in float32.

    The jobs are padded to `model.batch_size`. Raises: torch.OutOfMemoryError where the device is too small for it.
    """
    padded = [*jobs, *([jobs[-1]] * (model.batch_size - len(jobs)))]
    latents = _denoise(model, padded)[: len(jobs)]
    model.enter("decode")
    return [_decode(model, latent[None]) for latent in latents]


@torch.inference_mode()
def try_sampler(model: LoadedModel) -> None:
    """Take a step over nothing. Raises: what diffusers raises where schedule, sampler and steps do not fit together."""
    scheduler = model.sampler.scheduler
    scheduler.set_timesteps(model.card.steps)
    first, nothing = scheduler.timesteps[0], torch.zeros((1, 1, 1, 1))
    extra: dict[str, Any] = {"generator": torch.Generator("cpu")} if model.sampler.draws else {}
    scheduler.step(scheduler.scale_model_input(nothing, first), first, nothing, **extra)


def _make_sampler(card: ModelCard, config: Any) -> _Sampler:
    """Return the sampler of a card over the noise schedule of its model."""
    name, options = _SAMPLERS[card.sampler]
    # Noise that falls along a beta distribution wants SciPy, and is none of the samplers that a card can name.
    schedule = {key: value for key, value in config.items() if key != "use_beta_sigmas"}
    scheduler = getattr(diffusers, name).from_config(schedule, **options)
    return _Sampler(scheduler, "generator" in inspect.signature(scheduler.step).parameters)


def _denoise(model: LoadedModel, jobs: Sequence[Job]) -> torch.Tensor:
    card, device = model.card, model.device
    scheduler = model.sampler.scheduler
    scheduler.set_timesteps(card.steps, device=device.name)
    generators = [torch.Generator("cpu").manual_seed(job.seed) for job in jobs]
    skipped = 0 if jobs[0].start is None else card.steps - max(1, min(card.steps, int(card.steps * card.strength)))
    timesteps = scheduler.timesteps[skipped * scheduler.order :]
    latents = _first_latents(model, jobs, generators, scheduler, timesteps)
    extra: dict[str, Any] = {"generator": generators} if model.sampler.draws else {}
    conditions = _Conditions(model, jobs)
    model.enter("steps")
    count = len(timesteps)
    for step, timestep in enumerate(timesteps):
        guided = card.guidance_scale > 1 and step < card.guidance_until * count
        doubled = torch.cat([latents, latents]) if guided else latents  # (batch or 2 * batch, 4, height/8, width/8)
        doubled = scheduler.scale_model_input(doubled, timestep)
        noise = conditions.predict(doubled, timestep, step / count, guided=guided)
        if guided:
            without, with_prompt = noise.chunk(2)
            noise = without + card.guidance_scale * (with_prompt - without)
        latents = scheduler.step(noise, timestep, latents, return_dict=False, **extra)[0]
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
    model.enter("decode")  # the VAE encodes with the same parts
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
        told = _told(model, jobs, guided=True), _told(model, jobs, guided=False)
        self._told: tuple[dict[str, Any] | None, ...] = tuple(one and {"told": one} for one in told)

    def predict(self, latents: torch.Tensor, timestep: torch.Tensor, share: float, *, guided: bool) -> torch.Tensor:
        """Return the noise that the model sees, shaped as `latents`. share: of the steps that are done."""
        model = self._model
        text, added = self._text[not guided], self._added[not guided]
        down: tuple[torch.Tensor, ...] | None = None
        middle: torch.Tensor | None = None
        guides = zip(model.card.working_guides(), model.guides, self._maps, strict=True)
        for entry, controlnet, (pixels, weights) in guides:
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
            cross_attention_kwargs=self._told[not guided],
            return_dict=False,
        )[0]


def _told(model: LoadedModel, jobs: Sequence[Job], *, guided: bool) -> Told | None:
    """Return what a batch is told of its people and references, None where there is nothing.

    guided: with the half before it that reads the negative prompt and sees no pictures.
    """
    if not any(job.people or job.pictures for job in jobs):
        return None
    dtype, device = model.device.dtype, model.device.name
    width, height = (side // PX_PER_CELL for side in jobs[0].size_px)
    levels = len(model.unet.config.block_out_channels)

    def regions(parts: Sequence[Sequence[tuple[Any, Cells]]]) -> torch.Tensor:
        """Return (places, batch, height, width), zeros where a job has fewer than others."""
        found = torch.zeros((max(map(len, parts), default=0), len(jobs), height, width))
        for number, part in enumerate(parts):
            for place, (_, cells) in enumerate(part):
                found[place, number] = torch.from_numpy(cells)
        return found

    texts = [
        torch.cat([job.people[place][0].embeds if place < len(job.people) else job.prompt.embeds for job in jobs])
        for place in range(max(len(job.people) for job in jobs))
    ]
    spoken = text_shares(regions([job.people for job in jobs]), model.card.regions)
    shown = regions([job.pictures for job in jobs])
    pictures: list[torch.Tensor] = []
    if model.pictures is not None and len(shown):
        neutral = model.pictures.neutral
        pictures = stacked([[tokens for tokens, _ in job.pictures] for job in jobs], neutral)
        if guided:
            pictures = [torch.cat([neutral.expand_as(tokens), tokens]) for tokens in pictures]
    if guided:
        unread = torch.zeros_like(spoken)
        unread[0] = 1.0
        spoken, shown = torch.cat([unread, spoken], dim=1), torch.cat([shown, shown], dim=1)
        negative = torch.cat([job.negative.embeds for job in jobs])
        texts = [torch.cat([negative, text]) for text in texts]
    return Told(
        texts=tuple(texts),
        text_shares=shares_of(spoken.to(device, dtype), levels),
        pictures=tuple(pictures),
        picture_shares=shares_of(shown.to(device, dtype), levels),
    )


def _decode(model: LoadedModel, latent: torch.Tensor) -> Picture | None:
    """Return the picture of one latent (1, 4, h, w); the VAE is set to float32 for good where float16 overflows."""
    pixels = _decoded(model, latent)
    finite = _finite(pixels)
    if not finite and model.vae.dtype != torch.float32 and _finite(latent):
        model.vae.to(dtype=torch.float32)
        model.remarks.append("the VAE overflowed in float16 and works in float32 from here on")
        pixels = _decoded(model, latent)
        finite = _finite(pixels)
    if not finite:
        return None
    levels = pixels.div_(2).add_(0.5).clamp_(0, 1).mul_(255).round_().to(torch.uint8).cpu().numpy()
    return np.stack(tuple(levels), axis=-1)  # (height, width, 3), a third of the time of a permuted copy


def _finite(numbers: torch.Tensor) -> bool:
    """Tell whether no number is infinite or none at all: then neither is their sum, which takes one pass."""
    return math.isfinite(float(numbers.float().sum()))


def _decoded(model: LoadedModel, latent: torch.Tensor) -> torch.Tensor:
    """Return the pixels of one latent, (3, height, width), black at -1, white at 1; in tiles where memory runs out."""
    dtype = model.vae.post_quant_conv.weight.dtype  # diffusers' own `dtype` looks through all modules, at every call
    scaled = latent.to(dtype) / model.vae.config.scaling_factor
    try:
        pixels = model.vae.decode(scaled, return_dict=False)[0]
    except torch.OutOfMemoryError:
        if model.vae.use_tiling:
            raise
        model.vae.enable_tiling()
        model.remarks.append("memory ran out in the VAE: it decodes in tiles from here on")
        free_cached(model.device)
        pixels = model.vae.decode(scaled, return_dict=False)[0]
    return pixels.float()[0]


def _pixels(picture: PillowImage.Image, dtype: torch.dtype, device: str) -> torch.Tensor:
    """Return a picture as (1, 3, height, width) in 0..1."""
    values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    return torch.from_numpy(values).permute(2, 0, 1)[None].to(device, dtype)
