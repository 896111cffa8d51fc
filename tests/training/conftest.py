"""Small models of the true architecture and pictures drawn on the fly."""

import os
from pathlib import Path

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.tiny import TinyShape, build_tiny, save_tiny
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings

os.environ.setdefault("OMP_NUM_THREADS", "1")  # for the processes that tests start

SMALL = TinyShape(
    text_width=32,
    text_layers=1,
    text_heads=2,
    unet_widths=(16, 32),
    vae_widths=(8, 8, 8, 16),
    latent_channels=4,
    sample_px=64,
)


@pytest.fixture(scope="session")
def small_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of diffusers with a small random model."""
    folder = tmp_path_factory.mktemp("small") / "base"
    save_tiny(build_tiny(0, shape=SMALL, controlnet=False), folder)
    return folder


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Sixty drawn pictures of 64 px, twenty of each size, with depth maps."""
    folder = tmp_path_factory.mktemp("pictures")
    settings = SynthesizeSettings(
        count=60, frames=(Frame(px=(64, 64)),), plain=1.0, sets=("room",), maps=("depth",), workers=1
    )
    dataset = synthesize(settings, folder, Diagnostics(), Unwatched())
    assert dataset is not None
    return dataset
