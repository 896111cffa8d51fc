"""Where memory is short: what waits outside the device, what is decoded in tiles, and pictures stay what they are."""

import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest
import torch
from test_references import ALONE, CARD, CPU, job

from screenplay2board.render.diffusion import models
from screenplay2board.render.diffusion.backend import DiffusionBackend, card_options
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.residence import GIB, MemoryPlan, Phase, Residence, plan_memory
from screenplay2board.render.diffusion.sampler import sample
from screenplay2board.render.types import PanelSpec, RenderedPanel

torch.set_num_threads(1)
PLAIN = CARD.model_copy(update={"tokens": {}, "mode": "none"})
# SD 1.5 and SDXL in float16, from their counts of weights.
SD15: dict[Phase, int] = {"read": 246_000_000, "steps": 1_719_000_000, "decode": 167_000_000}
SDXL: dict[Phase, int] = {"read": 1_636_000_000, "steps": 5_135_000_000, "decode": 167_000_000}


def plan(weights: dict[Phase, int], free_gib: float | None, native_px: int, batch_size: int = 4, **card) -> MemoryPlan:
    free = None if free_gib is None else int(free_gib * GIB)
    cells = (native_px // 8) ** 2
    return plan_memory(CARD.model_copy(update=card), weights, free=free, batch_size=batch_size, cells=cells)


def test_what_fits_stays_on_the_device_and_what_does_not_waits():
    assert plan(SD15, 7.5, 512) == MemoryPlan()
    assert plan(SDXL, 7.5, 1024, batch_size=1).offload
    assert (
        plan(SDXL, 7.5, 1024, batch_size=1).remarks[0] == "7.5 GiB are free: parts that do not work wait in main memory"
    )
    assert not plan(SDXL, 22.0, 1024).offload
    assert plan(SD15, 0.6, 512, batch_size=1).tiles
    assert plan(SD15, None, 512) == MemoryPlan()


def test_twice_the_precision_takes_twice_the_room():
    weights = {phase: 2 * size for phase, size in SD15.items()}
    room = {"free": 6 * GIB, "batch_size": 4, "cells": 64 * 64}
    assert not plan_memory(CARD, weights, **room).offload
    assert plan_memory(CARD, weights, **room, itemsize=4).offload


def test_a_card_may_say_so_itself():
    assert plan(SDXL, 1.0, 1024, offload="never", vae_tiles="never") == MemoryPlan()
    assert plan(SD15, None, 512, offload="always", vae_tiles="always") == MemoryPlan(offload=True, tiles=True)


class Part:
    """Remembers where it was sent."""

    def __init__(self) -> None:
        self.place = ""

    def to(self, device: str) -> None:
        self.place = device


def test_one_phases_parts_at_a_time_lie_on_the_device():
    text, unet, vae = Part(), Part(), Part()
    residence = Residence({"read": [text], "steps": [unet], "decode": [vae]}, "cuda", one_at_a_time=True)
    for phase, part in (("read", text), ("steps", unet), ("decode", vae), ("steps", unet)):
        residence.enter(phase)  # type: ignore[arg-type]
        residence.settle()
        assert [one.place for one in (text, unet, vae)] == [
            "cuda" if one is part else "cpu" for one in (text, unet, vae)
        ]
    everything = Residence({"read": [text], "steps": [unet], "decode": [vae]}, "cuda", one_at_a_time=False)
    everything.enter("read")
    assert {part.place for part in (text, unet, vae)} == {"cuda"}


def test_parts_that_move_paint_the_same_picture():
    plain = load_model(PLAIN, CPU)
    (expected,) = sample(plain, [job(plain)])
    moving = load_model(PLAIN.model_copy(update={"offload": "always"}), CPU)
    (found,) = sample(moving, [job(moving)])
    assert moving.residence is not None
    assert moving.residence.here == "decode"
    assert np.array_equal(expected, found)


def test_a_decoder_that_runs_out_of_memory_goes_on_in_tiles(monkeypatch: pytest.MonkeyPatch):
    model = load_model(PLAIN, CPU)
    decode = type(model.vae).decode

    def narrow(self, latents, **more):
        if not self.use_tiling:
            raise torch.OutOfMemoryError
        return decode(self, latents, **more)

    monkeypatch.setattr(type(model.vae), "decode", narrow)
    (picture,) = sample(model, [job(model)])
    assert picture is not None
    assert model.remarks == ["memory ran out in the VAE: it decodes in tiles from here on"]


def test_the_libraries_do_not_load_scipy_which_others_still_find():
    program = (
        "import sys; from importlib.util import find_spec; from screenplay2board.render.diffusion import libraries; "
        "libraries.diffusers.UNet2DConditionModel, libraries.diffusers.EulerDiscreteScheduler; "
        "libraries.transformers.CLIPTextModel; "
        "print('scipy' in {name.partition('.')[0] for name in sys.modules}, find_spec('scipy') is not None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"False {find_spec('scipy') is not None}"


def test_a_build_that_paints_from_noise_lets_the_encoding_half_of_the_vae_go():
    brief = replace(ALONE, frame_px=(64, 64))
    for mode, kept in (("none", False), ("image", True)):
        backend = DiffusionBackend(**card_options(PLAIN.model_copy(update={"mode": mode})))
        (panel,) = backend.render([PanelSpec(key="a", brief=brief, style="ink", seed=1)])
        assert isinstance(panel, RenderedPanel)
        assert (backend.open_model().vae.encoder is not None) == kept


def test_a_decoder_that_overflows_goes_on_in_float32():
    model = load_model(PLAIN, CPU)
    (expected,) = sample(model, [job(model)])
    model.vae.to(dtype=torch.bfloat16)  # stands for float16, which the CPU computes only in part
    decode = type(model.vae).decode
    calls: list[torch.dtype] = []

    def overflowing(latents, **more):
        calls.append(model.vae.dtype)
        found = decode(model.vae, latents, **more)
        return (found[0] * torch.inf,) if model.vae.dtype == torch.bfloat16 else found

    model.vae.decode = overflowing
    (picture,) = sample(model, [job(model)])
    assert calls == [torch.bfloat16, torch.float32]
    assert model.remarks == ["the VAE overflowed in float16 and works in float32 from here on"]
    assert picture is not None
    assert np.abs(picture.astype(int) - expected.astype(int)).max() < 12  # weights that were rounded once


def test_a_compiled_model_paints_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(models, "COMPILER", "eager")  # traces as inductor does, and makes no code
    compiled = load_model(PLAIN.model_copy(update={"compile": True}), CPU)
    plain = load_model(PLAIN, CPU)
    cells = np.zeros((8, 12), dtype=np.float32)
    cells[:, :6] = 1
    people = ((plain.reader.read("a man"), cells),)
    (ours,) = sample(compiled, [job(compiled, people=people)])
    (theirs,) = sample(plain, [job(plain, people=people)])
    assert ours is not None
    assert theirs is not None
    assert np.abs(ours.astype(int) - theirs.astype(int)).max() <= 1
