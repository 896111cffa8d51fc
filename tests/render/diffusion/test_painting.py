"""Painting with the tiny model on the CPU: equal to diffusers' own pipeline, and the same in any batch."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.diffusion import judging
from screenplay2board.render.diffusion.backend import DiffusionBackend, card_options
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, GuideEntry, ModelCard, ModelSettings, load_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.guidance import fitted, sample_size
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.parts import pipeline
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, sample
from screenplay2board.render.diffusion.tiny import build_tiny
from screenplay2board.render.diffusion.weights import WeightsError
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief

torch.set_num_threads(1)

GUIDED = ModelCard(
    base="random:0", tokens=dict(TOKEN_OF_SIZE), native_px=64, multiple_px=32, steps=2, guidance_scale=3.0,
    retries=0, guides=(GuideEntry(kind="depth", path="controlnet"),),
)  # fmt: skip
PLAIN = GUIDED.model_copy(update={"mode": "none", "guides": ()})
BRIEF = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("MINA",),
    looks=(("MINA", CharacterLook(gender="female")),), actors=(Actor(name="MINA"),), props=(), subject=("MINA",),
    over=None, size="MS", angle="eye", move="static", framing="single", lens="normal", frame_px=(160, 90),
)  # fmt: skip
SPECS = [
    PanelSpec(key=size, brief=replace(BRIEF, size=size), style="ink", seed=number)
    for number, size in enumerate(("CU", "MS", "FS"))
]


@cache
def tiny(card_json: str) -> LoadedModel:
    return load_model(ModelCard.model_validate_json(card_json), Device(name="cpu", dtype=torch.float32))


def model_of(card: ModelCard) -> LoadedModel:
    return tiny(card.model_dump_json(exclude_unset=True))


def job(model: LoadedModel, text: str, seed: int, **more) -> Job:
    return Job(size_px=(96, 64), prompt=model.reader.read(text), negative=model.reader.read(""), seed=seed, **more)


@pytest.mark.parametrize("scheduler", ["DDIMScheduler", "DPMSolverMultistepScheduler"])
def test_the_pictures_are_those_of_the_pipeline_of_diffusers(scheduler: str):
    sampler = {"DDIMScheduler": "ddim", "DPMSolverMultistepScheduler": "dpm++"}[scheduler]
    model = model_of(PLAIN.model_copy(update={"sampler": sampler, "tokens": {}}))
    (ours,) = sample(model, [job(model, "a woman, close-up", 7)])
    import diffusers

    parts = build_tiny(0)
    options = {"algorithm_type": "dpmsolver++", "use_karras_sigmas": True} if sampler == "dpm++" else {}
    parts.scheduler = getattr(diffusers, scheduler).from_config(parts.scheduler.config, **options)
    pipe = pipeline(parts)
    pipe.set_progress_bar_config(disable=True)
    theirs = pipe(
        "a woman, close-up", negative_prompt="", width=96, height=64, num_inference_steps=2, guidance_scale=3.0,
        generator=torch.Generator().manual_seed(7), output_type="np",
    ).images[0]  # fmt: skip
    assert np.abs(ours.astype(int) - np.round(theirs * 255).astype(int)).max() <= 1
    assert ours.std() > 1


def test_a_picture_is_the_same_alone_and_among_others():
    model = model_of(PLAIN.model_copy(update={"batch_size": 3}))
    texts = ["<cu_trg>, a woman", "<ms_trg>, a man", "<fs_trg>, a child"]
    together = sample(model, [job(model, text, seed) for seed, text in enumerate(texts)])
    alone = [sample(model, [job(model, text, seed)])[0] for seed, text in enumerate(texts)]
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one, other)  # bitwise: the last batch is padded
    single = model_of(PLAIN.model_copy(update={"batch_size": 1}))
    for seed, text in enumerate(texts):  # another batch size is not bitwise; docs/diffusion.md states the tolerance
        picture = sample(single, [job(single, text, seed)])[0]
        assert np.abs(picture.astype(int) - together[seed].astype(int)).max() <= 2


def test_half_the_precision_gives_nearly_the_same_picture(tmp_path: Path):
    card = load_card(ModelSettings(card="tiny", mode="none", guides=(), steps=2, batch_size=1), tmp_path, Diagnostics())
    assert card is not None
    pictures: list[np.ndarray] = []
    for dtype in (torch.float32, torch.bfloat16):  # on any CPU, however slow the second one is there
        model = load_model(card, Device(name="cpu", dtype=dtype))
        pictures.append(sample(model, [job(model, "<cu_trg>, a woman", 5)])[0].astype(int))
    assert 0 < np.abs(pictures[0] - pictures[1]).mean() < 1.5  # of 255, with a trained model


def test_tokens_seeds_and_maps_change_the_picture():
    model = model_of(GUIDED)
    black = PillowImage.new("RGB", (96, 64))
    white = PillowImage.new("RGB", (96, 64), "white")

    def picture(text: str, seed: int, guide: PillowImage.Image, weight: float = 1.0) -> bytes:
        return sample(model, [job(model, text, seed, maps=((guide, weight),))])[0].tobytes()

    first = picture("<cu_trg>", 1, black)
    assert first == picture("<cu_trg>", 1, black)
    assert len({first, picture("<fs_trg>", 1, black), picture("<cu_trg>", 2, black)}) == 3
    # An untrained ControlNet ends in zeros: open it, so that the map can be seen.
    for block in model.guides[0].controlnet_down_blocks:
        torch.nn.init.constant_(block.weight, 0.02)
    torch.nn.init.constant_(model.guides[0].controlnet_cond_embedding.conv_out.weight, 0.1)
    assert picture("<cu_trg>", 1, black) != picture("<cu_trg>", 1, white)
    assert picture("<cu_trg>", 1, white, 0.0) == first
    tiny.cache_clear()


def test_the_backend_paints_every_panel_at_the_size_of_the_frame():
    backend = DiffusionBackend(**card_options(GUIDED))
    results = list(backend.render(SPECS))
    assert sorted(result.key for result in results) == ["CU", "FS", "MS"]
    pictures = set()
    for result in results:
        assert isinstance(result, RenderedPanel)
        assert PillowImage.open(io.BytesIO(result.png)).size == (160, 90)
        pictures.add(result.png)
        assert result.reasons[0].startswith("prompt: <")
    assert len(pictures) == 3
    model = backend.open_model()
    assert model.reader.texts_read == 4  # three prompts and one negative, each once


@pytest.mark.parametrize("mode", ["image", "none"])
def test_another_mode_leaves_the_guides_of_the_card_out(mode: str):
    def picture(card: ModelCard) -> bytes:
        backend = DiffusionBackend(**card_options(card.model_copy(update={"mode": mode, "strength": 0.5})))
        (result,) = backend.render(SPECS[:1])
        assert isinstance(result, RenderedPanel)
        return result.png

    assert picture(GUIDED) == picture(PLAIN)


def test_refused_pictures_are_tried_again_with_the_next_seed_and_flagged(monkeypatch: pytest.MonkeyPatch):
    from screenplay2board.render.diffusion.judge import Verdict

    seen: list[float] = []

    def strict(picture, stage):
        seen.append(float(picture.mean()))
        return Verdict(accepted=False, score=-abs(len(seen) - 2), reason="too plain")

    monkeypatch.setattr(judging, "Judges", lambda names: strict)
    backend = DiffusionBackend(**card_options(PLAIN.model_copy(update={"retries": 2})))
    (result,) = backend.render(SPECS[:1])
    assert isinstance(result, RenderedPanel)
    assert len(set(seen)) == 3
    assert "refused: seed 1: too plain" in result.reasons
    assert "flagged: too plain; the best of 3 tries was kept" in result.reasons


def test_memory_that_runs_out_halves_the_batch(monkeypatch: pytest.MonkeyPatch):
    from screenplay2board.render.diffusion import sampler

    plain = sampler.sample

    def narrow(model, jobs):
        if model.batch_size > 1:
            raise torch.OutOfMemoryError
        return plain(model, jobs)

    monkeypatch.setattr(sampler, "sample", narrow)
    backend = DiffusionBackend(**card_options(PLAIN.model_copy(update={"batch_size": 4})))
    results = list(backend.render(SPECS))
    assert all(isinstance(result, RenderedPanel) for result in results)
    assert backend.open_model().remarks == [
        "memory ran out at 4 pictures at once: 2 from here on",
        "memory ran out at 2 pictures at once: 1 from here on",
    ]


def test_a_model_that_cannot_be_loaded_fails_once_and_for_all():
    backend = DiffusionBackend(**card_options(PLAIN.model_copy(update={"base": "nowhere/nothing"})))
    (result,) = backend.render(SPECS[:1])
    assert isinstance(result, FailedPanel)
    assert result.lasting


def test_a_model_that_is_not_there_has_no_fingerprint():
    backend = DiffusionBackend(**card_options(PLAIN.model_copy(update={"base": "nowhere/nothing"})))
    with pytest.raises(WeightsError, match="the model's base `nowhere/nothing` is not on this machine"):
        backend.fingerprint()


def test_the_key_depends_on_what_is_painted_and_not_on_how():
    def key(**changes) -> dict[str, str]:
        return dict(DiffusionBackend(**card_options(GUIDED.model_copy(update=changes))).fingerprint())

    assert key() == key(batch_size=8, device="cpu", name="other")
    assert key() != key(steps=3)
    assert key() != key(dtype="bfloat16")
    assert key() != key(base="random:1")


def test_what_is_painted_covers_the_frame():
    card = ModelCard(base="x")
    assert sample_size((1280, 720), card) == (704, 384)
    assert sample_size((720, 1280), card) == (384, 640)
    assert sample_size((512, 512), card) == (512, 512)
    for frame in ((1280, 536), (1280, 720), (800, 600), (360, 640)):
        width, height = sample_size(frame, card)
        assert width / height >= frame[0] / frame[1] - 1e-9
        assert fitted(PillowImage.new("L", (width, height)), frame).size == frame
