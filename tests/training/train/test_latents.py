"""Latents: encoded once, kept in shards, the same whether a run was cut or not."""

from pathlib import Path
from typing import Any

import pytest
import torch

from screenplay2board.render.diffusion.parts import load_parts
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.train import pictures as module
from training.train.pictures import Latents, encode

torch.set_num_threads(1)


class Watched:
    """Counts what a VAE encodes, and presses Ctrl-C before one of the batches. at: which, from 0; none if negative."""

    def __init__(self, vae: Any, at: int = -1) -> None:
        self.vae, self.at, self.encoded, self.batches = vae, at, 0, 0
        self.device, self.dtype, self.state_dict = vae.device, vae.dtype, vae.state_dict

    def encode(self, batch: torch.Tensor) -> Any:
        if self.batches == self.at:
            raise KeyboardInterrupt
        self.batches += 1
        self.encoded += len(batch)
        return self.vae.encode(batch)


def same(one: Latents, other: Latents) -> bool:
    pairs = [*zip(one.mean, other.mean, strict=True), *zip(one.spread, other.spread, strict=True)]
    return one.buckets == other.buckets and all(torch.equal(*pair) for pair in pairs)


@pytest.fixture
def vae(small_base: Path) -> Any:
    return load_parts(small_base).vae.eval()


def encoded(vae: Any, pictures: Dataset, cache: Path) -> Latents:
    return encode(vae, pictures, ((64, 64), (96, 64)), cache=cache, data_hash="x", progress=Unwatched())


def test_a_cut_while_pictures_are_encoded_costs_no_whole_shard(
    vae: Any, pictures: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "SHARD", 20)
    whole = encoded(vae, pictures, tmp_path / "whole")
    cut = Watched(vae, at=4)  # batches of 8, 8 and 4 pictures make a shard
    with pytest.raises(KeyboardInterrupt):
        encoded(cut, pictures, tmp_path / "cut")
    again = Watched(vae)
    found = encoded(again, pictures, tmp_path / "cut")
    assert (cut.encoded, again.encoded, len(pictures)) == (28, 40, 60)
    assert same(found, whole)


def test_a_damaged_shard_alone_is_encoded_again(
    vae: Any, pictures: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "SHARD", 20)
    whole = encoded(vae, pictures, tmp_path)
    shards = sorted(tmp_path.rglob("*.safetensors"))
    assert len(shards) == 3
    shards[1].write_bytes(shards[1].read_bytes()[:-1])
    again = Watched(vae)
    assert same(encoded(again, pictures, tmp_path), whole)
    assert again.encoded == 20
