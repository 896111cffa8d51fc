"""Train the VAE of a small model: drawings in, the same drawings out, through latents an eighth as wide.

Source: Kingma and Welling 2014; Rombach et al. 2022. Instead of a perceptual network's loss, which would need weights
from elsewhere, differences between neighbouring pixels are compared: ink lines stay lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from training.dataset import Dataset
from training.train.denoising import ParameterGroup
from training.train.loop import named_groups
from training.train.schedule import BatchPlan, generator
from training.train.settings import TrainSettings

CROP_PX = 64  # a VAE sees a few dozen pixels far: crops teach it as much as whole pictures


@dataclass(frozen=True, slots=True)
class CropBatch:
    """Crops of pictures: pixels float32 (batch, 3, 64, 64) in -1..1; noise float32 (batch, 4, 8, 8)."""

    pixels: torch.Tensor
    noise: torch.Tensor


class Autoencoding(nn.Module):
    """A VAE whose `forward` is the loss of a batch."""

    def __init__(self, vae: Any, *, kl_weight: float, edge_weight: float) -> None:
        super().__init__()
        self.vae = vae
        self._kl_weight, self._edge_weight = kl_weight, edge_weight

    def forward(self, batch: CropBatch) -> torch.Tensor:
        """Return the squared errors of pixels and of edges and the divergence of the latents, weighted, a scalar.

        Squared, because the median that absolute errors ask for is paper: thin lines would be left out.
        """
        posterior = self.vae.encode(batch.pixels).latent_dist
        latents = posterior.mean + posterior.std * batch.noise
        found = self.vae.decode(latents, return_dict=False)[0]
        error = (found - batch.pixels).square().mean()
        edges = sum((torch.diff(found, dim=dim) - torch.diff(batch.pixels, dim=dim)).square().mean() for dim in (2, 3))
        divergence = 0.5 * (posterior.mean.square() + posterior.var - 1.0 - posterior.logvar).mean()
        return error + self._edge_weight * edges + self._kl_weight * divergence


class AutoencoderTask:
    """Trains the VAE on random crops of a dataset's pictures, which are kept in memory as greys."""

    def __init__(self, vae: Any, dataset: Dataset, settings: TrainSettings) -> None:
        vae.train().requires_grad_(True)
        self.module = Autoencoding(vae, kl_weight=settings.loss.kl_weight, edge_weight=settings.loss.edge_weight)
        self._settings = settings
        self._pictures = [np.asarray(dataset.open(sample).convert("L")) for sample in dataset.samples]
        count = len(self._pictures)
        self.plan = BatchPlan(
            [0] * count, [""] * count, seed=settings.seed, batch_size=settings.batch_size, balance=False
        )

    def groups(self) -> list[ParameterGroup]:
        """Return all weights of the VAE."""
        return named_groups(self.module, self._settings.learning_rate)

    def batch(self, epoch: int, pictures: tuple[int, ...], device: torch.device) -> CropBatch:
        """Return a crop of each picture, mirrored half of the time."""
        crops: list[torch.Tensor] = []
        noises: list[torch.Tensor] = []
        channels = self.module.vae.config.latent_channels
        for picture in pictures:
            chance = generator(self._settings.seed, "crop", epoch, picture)
            greys = self._pictures[picture]
            top, left = (
                int(torch.randint(side - CROP_PX + 1, (1,), generator=chance)) if side > CROP_PX else 0
                for side in greys.shape
            )
            crop = np.full((CROP_PX, CROP_PX), 255, dtype=np.uint8)
            part = greys[top : top + CROP_PX, left : left + CROP_PX]
            crop[: part.shape[0], : part.shape[1]] = part
            mirrored = bool(torch.randint(2, (1,), generator=chance))
            values = torch.from_numpy((crop[:, ::-1] if mirrored else crop).astype(np.float32)) / 127.5 - 1.0
            crops.append(values.expand(3, -1, -1))
            noises.append(torch.randn((channels, CROP_PX // 8, CROP_PX // 8), generator=chance))
        return CropBatch(torch.stack(crops).to(device), torch.stack(noises).to(device))


@torch.no_grad()
def measured_scale(vae: Any, dataset: Dataset, *, pictures: int = 64) -> float:
    """Return 1 / the spread of the latents: the factor that gives them unit variance (`scaling_factor`)."""
    from training.train.pictures import pixels

    vae.eval()
    step = max(1, len(dataset) // pictures)
    means = [
        vae.encode(pixels(dataset.open(sample))[None].to(vae.device)).latent_dist.mean.flatten()
        for sample in dataset.samples[::step]
    ]
    return 1.0 / float(torch.cat(means).std())
