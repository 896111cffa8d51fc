"""Noise, targets and the weight of each step.

Source: Ho et al. 2020 (epsilon); Salimans and Ho 2022 (v); Hang et al. 2023 (min-SNR); Guttenberg 2023 (offset).
"""

from __future__ import annotations

from typing import Any

import torch

LEAST_SNR = 1e-4  # a schedule that ends in pure noise has none there


def draw_noise(shape: tuple[int, ...], generator: torch.Generator, offset: float) -> torch.Tensor:
    """Return noise for one picture, float32 (channels, height, width); a share of it is the same for whole channels."""
    noise = torch.randn(shape, generator=generator)
    if offset > 0:
        noise = noise + offset * torch.randn((shape[0], 1, 1), generator=generator)
    return noise


def target(scheduler: Any, latents: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
    """Return what the model should say, shaped as `latents`."""
    kind = scheduler.config.prediction_type
    if kind == "epsilon":
        return noise
    if kind == "sample":
        return latents
    return scheduler.get_velocity(latents, noise, timesteps)


def step_weights(scheduler: Any, timesteps: torch.Tensor, gamma: float) -> torch.Tensor:
    """Return the weight of each picture's loss, float32 (batch,): min(SNR, gamma), in terms of what is predicted.

    gamma: 0 weighs all alike.
    """
    if gamma == 0:
        return torch.ones(len(timesteps), device=timesteps.device)
    signal = scheduler.alphas_cumprod.to(timesteps.device)[timesteps].float()
    snr = (signal / (1 - signal)).clamp(min=LEAST_SNR)
    kind = scheduler.config.prediction_type
    of = {"epsilon": snr, "sample": torch.ones_like(snr), "v_prediction": snr + 1}[kind]
    return snr.clamp(max=gamma) / of
