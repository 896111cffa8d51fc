"""What is trained of a diffusion model: LoRA and tokens, the whole base, or a ControlNet.

All three see the same batches (latents, captions, noise) and differ in which weights learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from peft import LoraConfig

from screenplay2board.render.diffusion.parts import DiffusionParts
from training.dataset import Dataset
from training.train.captions import caption
from training.train.denoising import Denoising, DenoisingBatch, ParameterGroup, token_ids, trained
from training.train.loop import named_groups
from training.train.noise import draw_noise
from training.train.pictures import Latents, map_pixels
from training.train.rows import TokenRows
from training.train.schedule import BatchPlan, generator
from training.train.settings import TrainSettings

TEXT_TARGETS = ("q_proj", "k_proj", "v_proj", "out_proj")
GUIDE = "depth"  # the map that a small model's ControlNet learns


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedData:
    """Datasets with their latents: first the one with tokens, then the one that keeps the base, if there is one."""

    datasets: tuple[Dataset, ...]
    latents: tuple[Latents, ...]


class DiffusionTask:
    """Trains parts of a diffusion model; `module.forward` is the loss."""

    def __init__(self, parts: DiffusionParts, data: EncodedData, settings: TrainSettings) -> None:
        """Choose what learns by `settings.kind`; everything else is frozen."""
        self._settings = settings
        self._parts = parts
        self._data = data
        self._samples = [
            (place, number) for place, dataset in enumerate(data.datasets) for number in range(len(dataset))
        ]
        for module in parts.modules():
            module.requires_grad_(False).eval()
        rows = _begin_tokens(parts, settings) if settings.kind == "tokens" else None
        if settings.kind == "base":
            parts.unet.requires_grad_(True).train()
            parts.text_encoder.requires_grad_(True).train()
        elif settings.kind == "controlnet":
            parts.controlnet.requires_grad_(True).train()
        if settings.gradient_checkpointing:
            parts.unet.train().enable_gradient_checkpointing()
        self.module = Denoising(
            parts.unet,
            parts.text_encoder,
            parts.scheduler,
            rows=rows,
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
        rows = self.module.rows
        found = named_groups(self.module, self._settings.learning_rate)
        if rows is None:
            return found
        group = ParameterGroup(
            self._settings.tokens.learning_rate, False, tuple((f"rows.{name}", p) for name, p in trained(rows))
        )
        taken = {id(parameter) for _, parameter in group.parameters}
        others = [
            ParameterGroup(
                old.learning_rate, old.decays, tuple(pair for pair in old.parameters if id(pair[1]) not in taken)
            )
            for old in found
        ]
        return [*(other for other in others if other.parameters), group]

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
            ids=token_ids(parts.tokenizer, texts).to(device),
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


def _begin_tokens(parts: DiffusionParts, settings: TrainSettings) -> TokenRows:
    """Put LoRAs and new rows into a frozen model; they alone learn, in float32."""
    lora = settings.lora
    torch.manual_seed(settings.seed)  # peft draws the first weights from the global generator
    parts.unet.add_adapter(_lora_config(settings, lora.rank, lora.targets))
    rows = TokenRows(
        parts.tokenizer,
        parts.text_encoder,
        settings.tokens.phrases,
        vectors=settings.tokens.vectors,
        seed=settings.seed,
    )
    parts.text_encoder.requires_grad_(False)
    if lora.text_rank:
        parts.text_encoder.add_adapter(_lora_config(settings, lora.text_rank, TEXT_TARGETS))
    for module in (parts.unet, parts.text_encoder):
        for _, parameter in trained(module):
            parameter.data = parameter.data.float()
    return rows


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
