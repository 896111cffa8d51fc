"""The running average of weights that learn: smoother pictures than the last step's.

Source: Polyak and Juditsky 1992; Karras et al. 2024 on its length.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

import torch
from torch import nn

Named = Sequence[tuple[str, nn.Parameter]]


class AveragedWeights:
    """Averages of parameters, float32, by name. A decay of 0 means none: then the weights themselves are taken."""

    def __init__(self, parameters: Named, decay: float) -> None:
        self._parameters = parameters
        self._decay = decay
        self._averages = {name: weight.detach().float().clone() for name, weight in parameters} if decay else {}

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Take in the weights after `step`; the first ones count for little later on."""
        decay = min(self._decay, (1 + step) / (10 + step))
        for name, weight in self._parameters if self._decay else ():
            self._averages[name].lerp_(weight.float(), 1 - decay)

    def tensors(self) -> dict[str, torch.Tensor]:
        """Return the averages as a checkpoint keeps them."""
        return {f"average.{name}": average for name, average in self._averages.items()}

    @torch.no_grad()
    def restore(self, tensors: Mapping[str, torch.Tensor]) -> None:
        """Take the averages from a checkpoint."""
        for name, average in self._averages.items():
            average.copy_(tensors[f"average.{name}"])

    @torch.no_grad()
    def put_in(self) -> None:
        """Put the averages in the weights' place for good."""
        for name, weight in self._parameters:
            if name in self._averages:
                weight.copy_(self._averages[name])

    @contextmanager
    def in_place(self) -> Generator[None]:
        """Put the averages in the weights' place for a while."""
        kept = {name: weight.detach().clone() for name, weight in self._parameters if name in self._averages}
        self.put_in()
        try:
            yield
        finally:
            with torch.no_grad():
                for name, weight in self._parameters:
                    if name in kept:
                        weight.copy_(kept[name])
