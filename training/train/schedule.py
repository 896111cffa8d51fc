"""Which pictures a step sees, and how fast it learns: functions of seed and step alone, so that resuming is exact."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from random import Random

import torch


def learning_share(step: int, *, steps: int, warmup: int, final: float) -> float:
    """Return the share of the peak rate at a step: a linear rise, then half a cosine down to `final`."""
    if step < warmup:
        return (step + 1) / (warmup + 1)
    done = (step - warmup) / max(1, steps - warmup)
    return final + (1.0 - final) * 0.5 * (1.0 + math.cos(math.pi * min(done, 1.0)))


def derived_seed(*parts: object) -> int:
    """Return a seed of 63 bits that hangs on all `parts`."""
    text = "/".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def generator(*parts: object) -> torch.Generator:
    """Return a CPU generator seeded by `parts`: one for each picture and epoch, whatever batch or process it is in."""
    return torch.Generator().manual_seed(derived_seed(*parts))


class BatchPlan:
    """The batches of every epoch. Each holds pictures of one bucket only.

    buckets: bucket of each picture. tokens: token of each picture, for balance; empty ones are shown once.
    """

    def __init__(
        self, buckets: Sequence[int], tokens: Sequence[str], *, seed: int, batch_size: int, balance: bool
    ) -> None:
        self._seed = seed
        self._batch_size = batch_size
        counts = Counter(token for token in tokens if token) if balance else Counter[str]()
        most = max(counts.values(), default=0)
        self._repeats = [most / counts[token] if token in counts else 1.0 for token in tokens]
        self._buckets = buckets
        self._epoch: tuple[int, list[tuple[int, ...]]] = (-1, [])
        self.batches_per_epoch = len(self.epoch(0))

    def at(self, number: int) -> tuple[int, tuple[int, ...]]:
        """Return the epoch and the pictures of batch `number`, counted from the first of the run."""
        epoch, place = divmod(number, self.batches_per_epoch)
        return epoch, self.epoch(epoch)[place]

    def epoch(self, number: int) -> list[tuple[int, ...]]:
        """Return the batches of an epoch; the last of a bucket is filled up from its start."""
        if self._epoch[0] != number:
            self._epoch = (number, self._drawn(Random(derived_seed(self._seed, "epoch", number))))
        return self._epoch[1]

    def _drawn(self, rng: Random) -> list[tuple[int, ...]]:
        by_bucket: dict[int, list[int]] = {}
        for picture, (bucket, repeats) in enumerate(zip(self._buckets, self._repeats, strict=True)):
            whole = int(repeats)
            shown = whole + (rng.random() < repeats - whole)
            by_bucket.setdefault(bucket, []).extend([picture] * shown)
        batches: list[tuple[int, ...]] = []
        # The count must not hang on the epoch's chance, or steps would fall into other epochs than planned.
        for bucket in sorted(by_bucket):
            pictures = by_bucket[bucket]
            rng.shuffle(pictures)
            expected = sum(
                repeats for place, repeats in zip(self._buckets, self._repeats, strict=True) if place == bucket
            )
            for batch in range(max(1, round(expected / self._batch_size))):
                start = batch * self._batch_size
                batches.append(tuple(pictures[(start + i) % len(pictures)] for i in range(self._batch_size)))
        rng.shuffle(batches)
        return batches
