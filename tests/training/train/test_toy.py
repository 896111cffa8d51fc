"""A toy run from data to tokens: they must tell the sizes, and tokens that every picture was taught under must not.

The model is asked which token makes it explain a picture best, as in Li et al. 2023, "Your diffusion model is secretly
a zero-shot classifier": no picture has to be painted, so the run takes seconds and the numbers hardly scatter.
"""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelSettings, load_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.parts import load_parts
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset, Sample, read_dataset, write_metadata
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings
from training.train.pictures import pixels
from training.train.run import train
from training.train.settings import TrainSettings

torch.set_num_threads(1)
SIZES = {"CU": "<cu_trg>", "MS": "<ms_trg>", "FS": "<fs_trg>"}
TAUGHT, ASKED = 300, 60
TARGETS = ["to_k", "to_q", "to_v", "to_out.0", "proj_in", "proj_out", "conv1", "conv2"]
AT_LEAST, CONTROL_AT_MOST, MARGIN = 0.60, 0.50, 0.25  # chance is 1/3; seen with this seed: 0.73 and 0.32


@pytest.fixture(scope="module")
def taught_and_asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset]:
    folder = tmp_path_factory.mktemp("toy")
    settings = SynthesizeSettings(
        count=TAUGHT + ASKED, seed=7, frames=(Frame(px=(64, 64)),), plain=1.0, sets=("room",), workers=1
    )
    dataset = synthesize(settings, folder, Diagnostics(), Unwatched())
    assert dataset is not None
    return replace(dataset, samples=dataset.samples[:TAUGHT]), replace(dataset, samples=dataset.samples[TAUGHT:])


@pytest.fixture(scope="module")
def base(small_base: Path, taught_and_asked: tuple[Dataset, Dataset], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that has seen the pictures, but no word of their sizes."""
    folder = tmp_path_factory.mktemp("base")
    write_metadata(taught_and_asked[0].folder, taught_and_asked[0].samples)
    # A few steps of the VAE scale its latents to unit variance.
    vae = trained(folder / "vae", taught_and_asked[0], small_base, kind="vae", steps=30)
    return trained(folder / "base", taught_and_asked[0], vae, kind="base", steps=300)


def trained(folder: Path, dataset: Dataset, base: Path, *, kind: str, steps: int) -> Path:
    settings = TrainSettings.model_validate(
        {
            "kind": kind, "base": str(base), "data": str(dataset.folder), "sizes_px": ((64, 64),), "steps": steps,
            "batch_size": 16, "learning_rate": 5e-3, "warmup_steps": 10, "weight_decay": 0.0,
            "lora": {"rank": 16, "targets": TARGETS}, "tokens": {"learning_rate": 5e-2}, "loss": {"min_snr_gamma": 0.0},
            "captions": {"size_words": 0.0, "piece_dropout": 0.5},
        }
    )  # fmt: skip
    diagnostics = Diagnostics()
    result = train(settings, folder, diagnostics, Unwatched())
    assert result is not None, list(diagnostics)
    return result


def accuracy(card_file: Path, base: Path, asked: Dataset) -> float:
    """Return the share of pictures that are explained best by the token of their size."""
    card = load_card(ModelSettings(card=str(card_file)), Path(), Diagnostics())
    assert card is not None
    model = load_model(card, Device(name="cpu", dtype=torch.float32))
    schedule = load_parts(base).scheduler
    times = torch.arange(800, 1000, 10)
    right = 0
    with torch.inference_mode():
        for number, sample in enumerate(asked.samples):
            mean = model.vae.encode(pixels(asked.open(sample))[None]).latent_dist.mean
            latents = (mean * model.vae.config.scaling_factor).expand(len(times), -1, -1, -1)
            noise = torch.randn(latents.shape, generator=torch.Generator().manual_seed(number))
            noisy = schedule.add_noise(latents, noise, times)
            errors = {
                token: float((model.unet(noisy, times, model.reader.read(token).embeds.expand(len(times), -1, -1),
                                         return_dict=False)[0] - latents).square().mean())
                for token in SIZES.values()
            }  # fmt: skip
            right += min(errors, key=lambda token: errors[token]) == sample.token
    return right / len(asked)


def meaningless(dataset: Dataset, folder: Path) -> Dataset:
    """Return the same pictures, each under every token.

    Tokens dealt out at random to so few pictures keep a small share of meaning by chance, enough to tell sizes by.
    """
    samples: list[Sample] = []
    for sample in dataset.samples:
        for size, token in SIZES.items():
            name = f"{size}/{sample.file_name}"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(dataset.path(sample).read_bytes())
            pieces = (replace(sample.pieces[0], text=token), *sample.pieces[1:])
            samples.append(replace(sample, file_name=name, size=size, pieces=pieces))
    write_metadata(folder, samples)
    found = read_dataset(folder, Diagnostics())
    assert found is not None
    return found


def test_tokens_tell_the_sizes_and_meaningless_ones_do_not(
    base: Path, taught_and_asked: tuple[Dataset, Dataset], tmp_path: Path
):
    taught, asked = taught_and_asked
    card = trained(tmp_path / "tokens", taught, base, kind="tokens", steps=300)
    control = trained(
        tmp_path / "control", meaningless(taught, tmp_path / "meaningless"), base, kind="tokens", steps=300
    )
    told, by_chance = accuracy(card, base, asked), accuracy(control, base, asked)
    assert told >= AT_LEAST, (told, by_chance)
    assert by_chance <= CONTROL_AT_MOST, (told, by_chance)
    assert told - by_chance >= MARGIN, (told, by_chance)
