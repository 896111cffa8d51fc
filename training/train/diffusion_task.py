"""What is trained of a diffusion model: LoRA and tokens, the whole base, or a ControlNet.

All three see the same batches (latents, captions, noise) and differ in which weights learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from peft import LoraConfig

from screenplay2board.render.diffusion.parts import DiffusionParts
from training.dataset import Dataset
from training.train.captions import caption
from training.train.denoising import Denoising, DenoisingBatch, ParameterGroup
from training.train.loop import named_groups
from training.train.noise import draw_noise
from training.train.pictures import Latents, map_pixels
from training.train.schedule import BatchPlan, generator
from training.train.settings import TrainSettings
from training.train.text_side import TextSide

TEXT_TARGETS = ("q_proj", "k_proj", "v_proj", "out_proj")
GUIDE = "depth"  # the map that a small model's ControlNet learns


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedData:
    """Datasets with their latents: first the one with tokens, then the one that keeps the base, if there is one."""

    datasets: tuple[Dataset, ...]
    latents: tuple[Latents, ...]


class DiffusionTask:
    """Trains parts of a diffusion model; `module.forward` is the loss."""

    def __init__(
        self,
        parts: DiffusionParts,
        data: EncodedData,
        settings: TrainSettings,
        *,
        frozen: torch.dtype = torch.float32,
    ) -> None:
        """Choose what learns by `settings.kind`; everything else is frozen.

        frozen: how UNet and text encoders are held below a LoRA; half the memory of a GPU with mixed precision.
        Raises: TokenError where the base has a token already.
        """
        self._settings = settings
        self._parts = parts
        self._data = data
        self._samples = [
            (place, number) for place, dataset in enumerate(data.datasets) for number in range(len(dataset))
        ]
        for module in parts.modules():
            module.requires_grad_(False).eval()
        text = TextSide(parts)
        if settings.kind == "tokens":
            _begin_tokens(parts, text, settings, frozen)
        elif settings.kind == "base":
            for module in (parts.unet, *parts.text_encoders):
                module.requires_grad_(True).train()
        elif settings.kind == "controlnet":
            parts.controlnet.requires_grad_(True).train()
        if settings.gradient_checkpointing:
            parts.unet.train().enable_gradient_checkpointing()
        self.module = Denoising(
            parts.unet,
            text,
            parts.scheduler,
            controlnet=parts.controlnet if settings.kind == "controlnet" else None,
            min_snr_gamma=settings.loss.min_snr_gamma,
        )
        self.plan = BatchPlan(
            [data.latents[place].buckets[number] for place, number in self._samples],
            [data.datasets[place].samples[number].token if place == 0 else "" for place, number in self._samples],
            seed=settings.seed,
            batch_size=settings.batch_size,
            balance=settings.balance and settings.kind == "tokens",
        )

    def groups(self) -> list[ParameterGroup]:
        """Return what learns: rows at their own rate and without decay, which would pull words toward nothing."""
        rows = list(self.module.text.rows.named_parameters())
        taken = {id(parameter) for _, parameter in rows}
        found = [
            replace(group, parameters=tuple(pair for pair in group.parameters if id(pair[1]) not in taken))
            for group in named_groups(self.module, self._settings.learning_rate)
        ]
        of_rows = tuple((f"text.rows.{name}", parameter) for name, parameter in rows)
        found.append(ParameterGroup(self._settings.tokens.learning_rate, decays=False, parameters=of_rows))
        return [group for group in found if group.parameters]

    def batch(self, epoch: int, pictures: tuple[int, ...], device: torch.device) -> DenoisingBatch:
        """Return latents, noise, captions and timesteps of these pictures; each picture's chance is its own."""
        settings, parts = self._settings, self._parts
        steps = parts.scheduler.config.num_train_timesteps
        latents: list[torch.Tensor] = []
        noises: list[torch.Tensor] = []
        times: list[int] = []
        texts: list[str] = []
        weights: list[float] = []
        for picture in pictures:
            place, number = self._samples[picture]
            chance = generator(settings.seed, "noise", epoch, picture)
            drawn = self._data.latents[place].drawn(number, chance, parts.vae.config.scaling_factor)
            latents.append(drawn)
            noises.append(draw_noise(tuple(drawn.shape), chance, settings.loss.noise_offset))
            times.append(int(torch.randint(steps, (1,), generator=chance)))
            with_token = settings.kind == "tokens" and place == 0
            sample = self._data.datasets[place].samples[number]
            texts.append(caption(sample, settings.captions, seed=settings.seed, epoch=epoch, with_token=with_token))
            weights.append(1.0 if place == 0 else settings.loss.regularization_weight)
        return DenoisingBatch(
            latents=torch.stack(latents).to(device),
            noise=torch.stack(noises).to(device),
            ids=tuple(ids.to(device) for ids in self.module.text.ids(texts)),
            timesteps=torch.tensor(times, device=device),
            weights=torch.tensor(weights, device=device),
            maps=self._maps(pictures).to(device) if settings.kind == "controlnet" else None,
        )

    def _maps(self, pictures: Sequence[int]) -> torch.Tensor:
        found: list[torch.Tensor] = []
        for picture in pictures:
            place, number = self._samples[picture]
            dataset, latents = self._data.datasets[place], self._data.latents[place]
            size = self._settings.sizes_px[latents.buckets[number]]
            found.append(map_pixels(dataset, dataset.samples[number], GUIDE, size))
        return torch.stack(found)  # (batch, 3, height, width)


def _begin_tokens(parts: DiffusionParts, text: TextSide, settings: TrainSettings, frozen: torch.dtype) -> None:
    """Put LoRAs and new rows into a model that is frozen in `frozen`; they alone learn, in float32.

    Raises: TokenError where the base has a token already.
    """
    lora = settings.lora
    torch.manual_seed(settings.seed)  # peft draws the first weights from the global generator
    parts.unet.add_adapter(_lora_config(settings, lora.rank, lora.targets))
    text.add_rows(settings.tokens.phrases, vectors=settings.tokens.vectors, seed=settings.seed)
    for encoder in parts.text_encoders:
        encoder.requires_grad_(False)
        if lora.text_rank:
            encoder.add_adapter(_lora_config(settings, lora.text_rank, TEXT_TARGETS))
    for module in (parts.unet, *parts.text_encoders):
        module.train()  # a LoRA's dropout works in this mode alone; the parts themselves have none
        for parameter in module.parameters():
            parameter.data = parameter.data.to(torch.float32 if parameter.requires_grad else frozen)


def _lora_config(settings: TrainSettings, rank: int, targets: Sequence[str]) -> Any:
    lora = settings.lora
    return LoraConfig(
        r=rank,
        # the scale alpha / rank is the same for the text encoder as for the UNet
        lora_alpha=rank if lora.alpha is None else lora.alpha * rank / lora.rank,  # pyright: ignore[reportArgumentType]
        target_modules=list(targets),
        lora_dropout=lora.dropout,
        use_dora=lora.dora,
        init_lora_weights="gaussian",
    )
