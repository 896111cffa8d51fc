"""The module that is trained for tokens, base and ControlNet: text, UNet and what is added to them, with one loss.

All that learns is inside one module, so that several processes share the gradients of every part of it, the tokens'
rows too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from training.train.noise import step_weights, target
from training.train.text_side import Ids, TextSide

LATENT_PX = 8  # pixels a side of one latent, in every VAE of Stable Diffusion's kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DenoisingBatch:
    """Pictures of one bucket. latents, noise: float32 (batch, 4, height/8, width/8), latents scaled.

    ids: int64 (batch, 77) for each text encoder. timesteps: int64 (batch,). weights: float32 (batch,), of each
    picture's loss. maps: float32 (batch, 3, height, width) in 0..1, for a ControlNet.
    """

    latents: torch.Tensor
    noise: torch.Tensor
    ids: Ids
    timesteps: torch.Tensor
    weights: torch.Tensor
    maps: torch.Tensor | None = None


@dataclass(frozen=True, slots=True)
class ParameterGroup:
    """Parameters that learn at one rate. decays: whether weight decay holds for them."""

    learning_rate: float
    decays: bool
    parameters: tuple[tuple[str, nn.Parameter], ...] = field(default=())


class Denoising(nn.Module):
    """UNet and text side with what is trained of them; `forward` is the loss of a batch."""

    def __init__(
        self, unet: Any, text: TextSide, scheduler: Any, *, controlnet: Any = None, min_snr_gamma: float
    ) -> None:
        super().__init__()
        self.unet = unet
        self.text = text
        self.controlnet = controlnet
        self._scheduler = scheduler
        self._gamma = min_snr_gamma

    def forward(self, batch: DenoisingBatch) -> torch.Tensor:
        """Return the mean of the weighted squared error over the batch, a scalar."""
        noisy = self._scheduler.add_noise(batch.latents, batch.noise, batch.timesteps)
        height, width = (side * LATENT_PX for side in batch.latents.shape[2:])
        heard = self.text(batch.ids, (width, height))
        down, middle = None, None
        if self.controlnet is not None:
            down, middle = self.controlnet(
                noisy,
                batch.timesteps,
                encoder_hidden_states=heard.embeds,
                controlnet_cond=batch.maps,
                added_cond_kwargs=heard.added,
                return_dict=False,
            )
        found = self.unet(
            noisy,
            batch.timesteps,
            encoder_hidden_states=heard.embeds,
            added_cond_kwargs=heard.added,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            return_dict=False,
        )[0]
        wanted = target(self._scheduler, batch.latents, batch.noise, batch.timesteps)
        error = (found.float() - wanted.float()).square().mean(dim=(1, 2, 3))  # (batch,)
        return (error * step_weights(self._scheduler, batch.timesteps, self._gamma) * batch.weights).mean()


def trained(module: nn.Module) -> Iterator[tuple[str, nn.Parameter]]:
    """Yield the parameters that learn, by name."""
    return ((name, parameter) for name, parameter in module.named_parameters() if parameter.requires_grad)
