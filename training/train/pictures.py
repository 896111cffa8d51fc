"""Pictures as a model takes them: padded into buckets, never cropped; as latents, encoded once.

Latents lie in safetensors files in a folder named after the VAE, the pictures and the buckets, so that a second run
reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from PIL import Image as PillowImage
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from screenplay2board.files import replacing
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.dataset import Dataset, Sample

Size = tuple[int, int]
ENCODED_AT_ONCE = 8
SHARD = 64  # pictures in one file of latents: on a CPU what a cut may cost, some minutes


def bucket_of(size_px: Size, buckets: Sequence[Size]) -> int:
    """Return the bucket (width, height) whose shape is nearest to a picture's."""
    shape = np.log(size_px[0] / size_px[1])
    return min(range(len(buckets)), key=lambda place: abs(float(np.log(buckets[place][0] / buckets[place][1]) - shape)))


def padded(picture: PillowImage.Image, size_px: Size) -> PillowImage.Image:
    """Return a picture scaled into `size_px` as a whole, on white paper: its framing stays as it was."""
    if picture.size == size_px:
        return picture
    scale = min(size_px[0] / picture.width, size_px[1] / picture.height)
    inner = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    paper = PillowImage.new(picture.mode, size_px, "white")
    place = ((size_px[0] - inner[0]) // 2, (size_px[1] - inner[1]) // 2)
    paper.paste(picture.resize(inner, PillowImage.Resampling.LANCZOS), place)
    return paper


def pixels(picture: PillowImage.Image) -> torch.Tensor:
    """Return a picture as float32 (3, height, width) in -1..1."""
    values = np.asarray(picture.convert("RGB"), dtype=np.float32) / 127.5 - 1.0
    return torch.from_numpy(values).permute(2, 0, 1).contiguous()


@dataclass(frozen=True, slots=True, kw_only=True)
class Latents:
    """Encoded pictures. mean, spread: float16 (4, height/8, width/8) of each, unscaled. buckets: place of each."""

    mean: tuple[torch.Tensor, ...]
    spread: tuple[torch.Tensor, ...]
    buckets: tuple[int, ...]

    def drawn(self, picture: int, generator: torch.Generator, scaling_factor: float) -> torch.Tensor:
        """Return one sample of a picture's latents, scaled, float32."""
        mean, spread = self.mean[picture].float(), self.spread[picture].float()
        return (mean + spread * torch.randn(mean.shape, generator=generator)) * scaling_factor


def weights_hash(module: torch.nn.Module) -> str:
    """Return the sha256 of a module's weights, by name."""
    digest = hashlib.sha256()
    for name, weight in sorted(module.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().cpu().contiguous().view(torch.uint8).numpy().tobytes() if weight.ndim else b"")
    return digest.hexdigest()


def encode(
    vae: Any, dataset: Dataset, buckets: Sequence[Size], *, cache: Path, data_hash: str, progress: Progress
) -> Latents:
    """Return the latents of all pictures, from `cache` where they lie there whole; a run that is cut keeps its shards.

    Raises: OSError where a picture cannot be read or the cache cannot be written.
    """
    key = content_key({"vae": weights_hash(vae), "data": data_hash, "buckets": [list(size) for size in buckets]})
    shards: list[Latents] = []
    progress.begin("encoding pictures", len(dataset))
    try:
        for first in range(0, len(dataset), SHARD):
            samples = dataset.samples[first : first + SHARD]
            path = cache / f"latents-{key[:16]}" / f"{first:07d}.safetensors"
            shard = _read(path, len(samples))
            if shard is None:
                shard = _encoded(vae, dataset, samples, buckets, progress)
                _write(shard, path)
            else:
                for _ in samples:
                    progress.advance()
            shards.append(shard)
    finally:
        progress.end()
    return Latents(
        mean=tuple(mean for shard in shards for mean in shard.mean),
        spread=tuple(spread for shard in shards for spread in shard.spread),
        buckets=tuple(place for shard in shards for place in shard.buckets),
    )


def _encoded(
    vae: Any, dataset: Dataset, samples: Sequence[Sample], buckets: Sequence[Size], progress: Progress
) -> Latents:
    """Return the latents of some pictures; neighbours of one bucket are encoded together."""
    places: list[int] = []
    means: list[torch.Tensor] = []
    spreads: list[torch.Tensor] = []
    waiting: list[torch.Tensor] = []
    for sample in samples:
        picture = dataset.open(sample)
        place = bucket_of(picture.size, buckets)
        if waiting and (place != places[-1] or len(waiting) == ENCODED_AT_ONCE):
            _encode(vae, waiting, means, spreads)
            waiting = []
        waiting.append(pixels(padded(picture, buckets[place])))
        places.append(place)
        progress.advance()
    _encode(vae, waiting, means, spreads)
    return Latents(mean=tuple(means), spread=tuple(spreads), buckets=tuple(places))


@torch.no_grad()
def _encode(vae: Any, pictures: list[torch.Tensor], means: list[torch.Tensor], spreads: list[torch.Tensor]) -> None:
    batch = torch.stack(pictures).to(vae.device, vae.dtype)  # (batch, 3, height, width)
    posterior = vae.encode(batch).latent_dist
    means += [value.half().cpu().contiguous() for value in posterior.mean]
    spreads += [value.half().cpu().contiguous() for value in posterior.std]


def _write(shard: Latents, path: Path) -> None:
    tensors = {f"{name}{number:07d}": value for name, values in (("m", shard.mean), ("s", shard.spread))
               for number, value in enumerate(values)}  # fmt: skip
    with replacing(path) as temporary:
        save_file(tensors, temporary, metadata={"buckets": " ".join(map(str, shard.buckets))})


def _read(path: Path, count: int) -> Latents | None:
    if not path.is_file():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            stored: Any = file
            places = tuple(int(part) for part in cast("dict[str, str]", stored.metadata())["buckets"].split())
            if len(places) != count:
                return None
            means = tuple(stored.get_tensor(f"m{number:07d}") for number in range(count))
            spreads = tuple(stored.get_tensor(f"s{number:07d}") for number in range(count))
    except (SafetensorError, OSError, KeyError, ValueError):  # a damaged cache is made anew
        return None
    return Latents(mean=means, spread=spreads, buckets=places)


def map_pixels(dataset: Dataset, sample: Sample, kind: str, size_px: Size) -> torch.Tensor:
    """Return a picture's map for a ControlNet, float32 (3, height, width) in 0..1, black where it is padded.

    Raises: OSError where it cannot be read; KeyError where the dataset has no such map.
    """
    with PillowImage.open(dataset.folder / str(sample.details[f"{kind}_file"])) as picture:
        picture.load()
        found = picture.convert("RGB")
    if found.size != size_px:
        inverted = PillowImage.eval(found, lambda value: 255 - value)
        found = PillowImage.eval(padded(inverted, size_px), lambda value: 255 - value)
    return (pixels(found) + 1) / 2
