"""Whole runs on a small model: cut and resumed, on two processes, refused, finished, loaded by others."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import torch
from accelerate.state import AcceleratorState
from safetensors import safe_open
from safetensors.torch import load_file

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelSettings, load_card
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.parts import load_parts, pipeline
from screenplay2board.render.diffusion.sampler import Job, sample
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset, Sample, write_metadata
from training.train import loop
from training.train.checkpoint import Checkpoint, load_latest, save_checkpoint
from training.train.run import train
from training.train.settings import TrainSettings

torch.set_num_threads(1)
LORA, TOKENS = "pytorch_lora_weights.safetensors", "tokens.safetensors"


def settings(base_folder: Path, dataset: Dataset, **changes: Any) -> TrainSettings:
    wanted: Mapping[str, Any] = {
        "base": str(base_folder), "data": str(dataset.folder), "sizes_px": ((64, 64),), "steps": 6, "batch_size": 3,
        "learning_rate": 1e-2, "warmup_steps": 1, "ema": 0.9, "lora": {"rank": 2, "alpha": 4.0},
        "tokens": {"vectors": 2, "learning_rate": 1e-2}, "checkpoints": {"every": 2, "keep": 2}, **changes,
    }  # fmt: skip
    return TrainSettings.model_validate(wanted)


def trained(wanted: TrainSettings, folder: Path) -> dict[str, torch.Tensor]:
    diagnostics = Diagnostics()
    result = train(wanted, folder, diagnostics, Unwatched())
    assert result is not None, list(diagnostics)
    return {**load_file(folder / LORA), **load_file(folder / TOKENS)}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, small_base: Path, pictures: Dataset) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    trained(settings(small_base, pictures), folder)
    return folder


def same(one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


def test_results_tell_hashes_and_settings_but_no_folders_of_this_disk(finished: Path, small_base: Path):
    for name in (LORA, TOKENS):
        with safe_open(finished / name, "pt") as file:
            told = file.metadata()
        assert {"s2b.base", "s2b.data", "s2b.settings"} <= told.keys()
        assert str(small_base) not in str(told)


def test_a_lora_may_be_written_in_half_precision(finished: Path, small_base: Path, pictures: Dataset, tmp_path: Path):
    halved = trained(settings(small_base, pictures, lora={"rank": 2, "alpha": 4.0, "half": True}), tmp_path)
    whole = {**load_file(finished / LORA), **load_file(finished / TOKENS)}
    for name, weights in load_file(tmp_path / LORA).items():
        assert weights.dtype == torch.float16
        assert torch.equal(weights, whole[name].half())
    assert halved.keys() == whole.keys()


@pytest.mark.parametrize("at", [1, 3, 5])
def test_a_run_cut_at_any_step_ends_in_the_same_weights_and_losses(
    at: int, finished: Path, small_base: Path, pictures: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Killed, it loses the steps since its last checkpoint and does them again."""
    step = loop._Session._step

    def dies(self: Any) -> None:
        if self.run.step == at:
            raise SystemError("power is gone")
        step(self)

    monkeypatch.setattr(loop._Session, "_step", dies)
    with pytest.raises(SystemError):
        train(settings(small_base, pictures), tmp_path, Diagnostics(), Unwatched())
    monkeypatch.undo()
    weights = trained(settings(small_base, pictures), tmp_path)
    assert same(weights, {**load_file(finished / LORA), **load_file(finished / TOKENS)})
    told = [[json.loads(line)["loss"] for line in (folder / "log.jsonl").read_text().splitlines()]
            for folder in (tmp_path, finished)]  # fmt: skip
    assert told[0] == told[1]


def test_a_process_killed_at_a_random_moment_goes_on_to_the_same_weights_and_losses(
    small_base: Path, pictures: Dataset, tmp_path: Path
):
    wanted = settings(small_base, pictures, steps=24)
    whole = trained(wanted, tmp_path / "whole")
    file = tmp_path / "settings.json"
    file.write_text(wanted.model_dump_json())
    program = (
        "import sys; from pathlib import Path; from screenplay2board.diagnostics import Diagnostics\n"
        "from screenplay2board.render.panels import Unwatched; from training.train.run import train\n"
        "from training.train.settings import TrainSettings; import torch; torch.set_num_threads(1)\n"
        "train(TrainSettings.model_validate_json(Path(sys.argv[1]).read_text()), Path(sys.argv[2]), Diagnostics(), "
        "Unwatched())"
    )
    running = subprocess.Popen([sys.executable, "-c", program, str(file), str(tmp_path / "killed")])
    places = tmp_path / "killed" / "checkpoints"
    while running.poll() is None and not list(places.glob("step-*")):
        time.sleep(0.01)
    time.sleep(Random().uniform(0.0, 0.5))  # any moment will do, also while a checkpoint is written
    running.kill()
    running.wait()
    assert same(trained(wanted, tmp_path / "killed"), whole)
    told = [[json.loads(line)["loss"] for line in (tmp_path / folder / "log.jsonl").read_text().splitlines()]
            for folder in ("killed", "whole")]  # fmt: skip
    assert told[0] == told[1]


def test_ctrl_c_leaves_a_checkpoint_of_that_step(
    small_base: Path, pictures: Dataset, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    step = loop._Session._step

    def pressed(self: Any) -> None:
        step(self)
        if self.run.step == 2:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(loop._Session, "_step", pressed)
    with pytest.raises(KeyboardInterrupt):
        train(settings(small_base, pictures), tmp_path, Diagnostics(), Unwatched())
    monkeypatch.undo()
    assert sorted(path.name for path in (tmp_path / "checkpoints").iterdir()) == ["step-00000002", "step-00000003"]
    weights = trained(settings(small_base, pictures), tmp_path)
    assert same(weights, {**load_file(finished / LORA), **load_file(finished / TOKENS)})


def test_what_is_finished_is_not_trained_again(finished: Path, small_base: Path, pictures: Dataset):
    before = (finished / LORA).stat().st_mtime_ns
    trained(settings(small_base, pictures), finished)
    assert (finished / LORA).stat().st_mtime_ns == before


def test_a_folder_of_another_run_is_refused(finished: Path, small_base: Path, pictures: Dataset):
    diagnostics = Diagnostics()
    other = settings(small_base, pictures, learning_rate=1e-3)
    assert train(other, finished, diagnostics, Unwatched()) is None
    (item,) = diagnostics
    assert item.code == "S2B831"
    assert item.hint == "train into another folder, or remove this one's `checkpoints`"


def test_a_truncated_checkpoint_is_refused_and_the_one_before_is_taken(tmp_path: Path):
    for step in (1, 2):
        tensors = {"weight.a": torch.full((64,), float(step))}
        save_checkpoint(tmp_path, Checkpoint(step=step, identity="me", tensors=tensors, extra={}), keep=3)
    state = tmp_path / "step-00000002" / "state.safetensors"
    state.write_bytes(state.read_bytes()[:-20])
    diagnostics = Diagnostics()
    found = load_latest(tmp_path, "me", diagnostics)
    assert found is not None
    assert (found.step, float(found.tensors["weight.a"][0])) == (1, 1.0)
    (item,) = diagnostics
    assert item.severity == "warning"
    assert "is damaged (its sum does not match), the one before it is taken" in item.message


def test_old_checkpoints_are_rotated_and_half_written_ones_removed(tmp_path: Path):
    (tmp_path / "step-00000001.part").mkdir()
    for step in range(1, 5):
        tensors = {"weight.a": torch.zeros(1)}
        save_checkpoint(tmp_path, Checkpoint(step=step, identity="me", tensors=tensors, extra={}), keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["step-00000003", "step-00000004"]


def test_the_card_is_taken_as_it_is_and_the_tokens_change_the_picture(finished: Path):
    diagnostics = Diagnostics()
    card = load_card(ModelSettings(card=str(finished / "card.toml")), Path(), diagnostics)
    assert card is not None
    check_card(card, diagnostics)
    assert list(diagnostics) == []
    assert card.token_for("MCU") == "<cu_trg>"
    model = load_model(card.model_copy(update={"steps": 2}), Device(name="cpu", dtype=torch.float32))
    painted: list[Any] = []
    for token in ("<cu_trg>", "<fs_trg>"):
        prompt = model.reader.read(f"{token}, a woman")
        painted += sample(model, [Job(size_px=(64, 64), prompt=prompt, negative=model.reader.read(""), seed=1)])
    assert model.reader.count_tokens("<cu_trg>") == 2
    assert not np.array_equal(painted[0], painted[1])


def test_plain_diffusers_loads_lora_and_tokens(finished: Path, small_base: Path):
    """As docs/training.md shows it; the scale alpha / rank arrives too."""
    pipe = pipeline(load_parts(small_base))
    pipe.load_lora_weights(str(finished), weight_name=LORA)
    for token, rows in load_file(finished / TOKENS).items():
        pipe.load_textual_inversion(rows, token=token)
    with torch.inference_mode():
        embeds, _ = pipe.encode_prompt("<ms_trg>, a man", "cpu", 1, do_classifier_free_guidance=False)
    pipe.fuse_lora()
    pipe.unload_lora_weights()
    card = load_card(ModelSettings(card=str(finished / "card.toml")), Path(), Diagnostics())
    assert card is not None
    ours = load_model(card, Device(name="cpu", dtype=torch.float32))
    assert torch.allclose(embeds, ours.reader.read("<ms_trg>, a man").embeds, atol=1e-6)
    theirs = pipe.unet.state_dict()
    assert all(torch.allclose(weight, theirs[name], atol=1e-6) for name, weight in ours.unet.state_dict().items())


@pytest.mark.parametrize("lora", [{"rank": 2, "alpha": 4.0}, {"rank": 2, "text_rank": 2}])
def test_kohyas_layout_loads_as_the_same_change(
    lora: dict[str, Any], small_base: Path, pictures: Dataset, tmp_path: Path
):
    trained(settings(small_base, pictures, kohya=True, steps=2, lora=lora), tmp_path)
    base, *changed = (fused(small_base, tmp_path, file) for file in (None, LORA, "kohya_lora.safetensors"))
    moved = {name.split(".")[0] for name in base if not torch.equal(base[name], changed[0][name])}
    assert moved == ({"unet", "text"} if "text_rank" in lora else {"unet"})
    assert all(torch.allclose(changed[0][name], changed[1][name], atol=1e-6) for name in base)


def fused(base: Path, folder: Path, file: str | None) -> dict[str, torch.Tensor]:
    """Return UNet and text encoder of the base with a LoRA in them, as plain diffusers fuses it."""
    pipe = pipeline(load_parts(base))
    if file is not None:
        pipe.load_lora_weights(str(folder), weight_name=file)
        pipe.fuse_lora()
        pipe.unload_lora_weights()
    return {f"{part}.{name}": weight for part, module in (("unet", pipe.unet), ("text", pipe.text_encoder))
            for name, weight in module.state_dict().items()}  # fmt: skip


@pytest.mark.parametrize("changes", [{"lora": {"rank": 2, "dora": True}}, {"lora": {"rank": 2, "text_rank": 2}},
                                     {"gradient_checkpointing": True, "accumulate": 2}])  # fmt: skip
def test_variants_train_and_load(changes: dict[str, Any], small_base: Path, pictures: Dataset, tmp_path: Path):
    trained(settings(small_base, pictures, steps=2, **changes), tmp_path)
    card = load_card(ModelSettings(card=str(tmp_path / "card.toml")), Path(), Diagnostics())
    assert card is not None
    load_model(card, Device(name="cpu", dtype=torch.float32))


def test_gradients_reach_only_what_should_learn(small_base: Path, pictures: Dataset, tmp_path: Path):
    trained(settings(small_base, pictures, steps=2), tmp_path)
    state = load_file(tmp_path / "checkpoints" / "step-00000002" / "state.safetensors")
    learned = {name.removeprefix("weight.") for name in state if name.startswith("weight.")}
    assert learned
    assert all("lora_" in name or name == "text.rows.0.rows" for name in learned)
    kept = {name.split(".", 2)[2] for name in state if name.startswith("optimizer.")}
    assert kept == learned
    counts = json.loads((tmp_path / "manifest.json").read_text())["counts"]
    assert counts["learned_parameters"] == sum(state[f"weight.{name}"].numel() for name in learned)


def test_half_precision_holds_the_frozen_weights_and_what_learns_stays_exact(
    small_base: Path, pictures: Dataset, tmp_path: Path
):
    """In bfloat16, which the CPU computes too; processes have one precision for good, so accelerate is reset."""
    wish = {"every": 2, "prompts": ("a woman",), "steps": 1}
    AcceleratorState._reset_state(True)
    try:
        weights = trained(settings(small_base, pictures, steps=2, precision="bf16", validation=wish), tmp_path)
    finally:
        AcceleratorState._reset_state(True)
    assert all(weight.dtype == torch.float32 and bool(weight.isfinite().all()) for weight in weights.values())
    assert any(bool(weight.any()) for name, weight in weights.items() if "lora_B" in name)
    assert (tmp_path / "samples" / "step-00000002.png").is_file()


def test_sheets_are_painted_on_the_way(small_base: Path, pictures: Dataset, tmp_path: Path):
    wish = {"every": 2, "prompts": ("a woman",), "steps": 1}
    with_sheets = trained(settings(small_base, pictures, validation=wish), tmp_path / "a")
    assert [path.name for path in sorted((tmp_path / "a" / "samples").iterdir())] == [
        "step-00000002.png", "step-00000004.png", "step-00000006.png",
    ]  # fmt: skip
    assert same(with_sheets, trained(settings(small_base, pictures), tmp_path / "b"))  # painting disturbs nothing


def test_tensorboard_gets_losses_and_sheets(small_base: Path, pictures: Dataset, tmp_path: Path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    wish = {"every": 2, "prompts": ("a woman", "a man"), "steps": 1, "judge": "framing"}
    trained(settings(small_base, pictures, validation=wish, steps=2, tensorboard=True), tmp_path)
    events = EventAccumulator(str(tmp_path / "tensorboard")).Reload()
    tokens = ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    assert set(events.Tags()["images"]) == {f"sheet {token}" for token in tokens}
    right = [events.Scalars(f"right {token}")[0].value for token in tokens]
    assert events.Scalars("framing accuracy")[0].value == pytest.approx(sum(right) / 3)
    assert {"loss", "learning rate"} <= set(events.Tags()["scalars"])
    told = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in told if "right" in line] == [2]


def test_a_run_that_is_judged_no_better_stops_early(
    small_base: Path, pictures: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    judged = iter((0.4, 0.5, 0.5, 0.3, 0.9))

    def watch(*given: Any) -> loop.Watch:
        return lambda step: loop.Look(strips={}, right={"<cu_trg>": next(judged)})

    monkeypatch.setattr("training.train.run._watch", watch)
    stopping = settings(small_base, pictures, validation={"every": 1, "patience": 2}, ema=0.0, warmup_steps=0)
    kept = trained(stopping, tmp_path)
    counts = json.loads((tmp_path / "manifest.json").read_text())["counts"]
    assert (counts["steps"], counts["stopped_early"], counts["best_step"]) == (4, True, 2)
    # What was judged best is what is left: a checkpoint holds the same weights
    state = load_file(tmp_path / "checkpoints" / "step-00000002" / "state.safetensors")
    assert torch.equal(kept["<cu_trg>"], state["weight.text.rows.0.rows"][:2])


def test_a_second_dataset_without_tokens_keeps_the_base(small_base: Path, pictures: Dataset, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    for number in range(6):
        (other / f"{number}.png").write_bytes(pictures.path(pictures.samples[number]).read_bytes())
        (other / f"{number}.txt").write_text("a drawing")
    with_it = trained(settings(small_base, pictures, regularization=str(other)), tmp_path / "with")
    assert not same(with_it, trained(settings(small_base, pictures), tmp_path / "without"))
    counts = json.loads((tmp_path / "with" / "manifest.json").read_text())["counts"]
    assert counts["pictures"] == [60, 6]


def test_a_base_a_vae_and_a_controlnet_train_one_after_the_other(small_base: Path, pictures: Dataset, tmp_path: Path):
    base = small_base
    for kind in ("vae", "base", "controlnet"):
        wanted = settings(base, pictures, kind=kind, steps=4, learning_rate=1e-3)
        diagnostics = Diagnostics()
        found = train(wanted, tmp_path / kind, diagnostics, Unwatched())
        assert found is not None, list(diagnostics)
        base = found
    parts, before = load_parts(base), load_parts(small_base)
    assert parts.controlnet is not None
    for one, other in ((parts.vae, before.vae), (parts.unet, before.unet), (parts.text_encoder, before.text_encoder)):
        assert not same(one.state_dict(), other.state_dict())
    assert parts.vae.config.scaling_factor != before.vae.config.scaling_factor


def test_two_processes_share_the_gradients_of_lora_and_rows(small_base: Path, pictures: Dataset, tmp_path: Path):
    """Two that see 3 pictures each learn what one learns that sees the same 6."""
    text = "\n".join(
        [
            f'base = "{small_base}"', f'data = "{pictures.folder}"', "sizes_px = [[64, 64]]", "steps = 3",
            "batch_size = 3", "learning_rate = 1e-2", "warmup_steps = 1", "largest_gradient = 1e9",
            "[lora]", "rank = 2", "[tokens]", "learning_rate = 1e-2", "[captions]", "dropout = 0.0",
        ]
    )  # fmt: skip
    file = tmp_path / "settings.toml"
    file.write_text(text)
    program = [
        sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", "--rdzv-backend=c10d",
        "--rdzv-endpoint=127.0.0.1:0", "--local-addr=127.0.0.1", "-m", "training", "train", str(file),
        str(tmp_path / "two"),
    ]  # fmt: skip
    environment = {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
    done = subprocess.run(program, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    # One process that takes the two halves of each step one after the other
    file.write_text(text.replace("batch_size = 3", "batch_size = 3\naccumulate = 2"))
    subprocess.run(
        [sys.executable, "-m", "training", "train", str(file), str(tmp_path / "one")],
        env={**os.environ, **environment}, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for name in (LORA, TOKENS):
        one, two = (load_file(tmp_path / folder / name) for folder in ("one", "two"))
        assert one.keys() == two.keys()
        for key in one:
            assert torch.allclose(one[key], two[key], atol=2e-3), key


def unreadable(folder: Path) -> list[Sample]:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    return [Sample(file_name="broken.png", text="close-up", size="CU")]


def test_wrong_bases_and_data_are_told_before_anything_is_trained(small_base: Path, pictures: Dataset, tmp_path: Path):
    def told(**changes: Any) -> list[str]:
        diagnostics = Diagnostics()
        assert train(settings(small_base, pictures, **changes), tmp_path / "out", diagnostics, Unwatched()) is None
        return [f"{item.severity}: {item.message}" for item in diagnostics]

    empty = tmp_path / "empty"
    empty.mkdir()
    half = tmp_path / "half"
    half.mkdir()
    write_metadata(half, unreadable(half))
    assert told(data=str(empty)) == [f"error: `{empty}` holds no pictures with captions"]
    assert told(data="") == ["error: no dataset is named"]
    assert told(kohya=True, lora={"dora": True}) == [
        "error: programs read DoRA's magnitudes in kohya's layout differently or not"
    ]
    if not torch.cuda.is_available():
        assert told(precision="fp16") == ['error: `precision = "fp16"` needs a GPU of CUDA, and there is none']
    assert told(base="") == ["error: no base model is named"]
    assert told(base="nowhere") == ["error: the base `nowhere` is not on this machine"]
    assert told(base="random:seven") == ["error: `random:seven` has no seed, expected a whole number after `random:`"]
    assert told(base="sd15") == ["error: `sd15` is the name of a model card, expected its base"]
    lines = told(data=str(half))
    assert lines[0].startswith("warning: `broken.png` is no picture that can be read")
    assert lines[1:] == [
        f"error: no picture in `{half}` teaches `{token}`" for token in ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    ]
    assert not (tmp_path / "out").exists()


def test_tokens_learned_on_the_random_base_are_taken_by_a_build(pictures: Dataset, tmp_path: Path):
    """That base makes up rows for tokens of a card, but not for those that have been learned."""
    few = write_few(pictures, tmp_path / "few")
    trained(settings(Path("random:0"), few, steps=1, validation={"every": 0}), tmp_path / "out")
    card = load_card(ModelSettings(card=str(tmp_path / "out" / "card.toml")), Path(), Diagnostics())
    assert card is not None
    model = load_model(card, Device(name="cpu", dtype=torch.float32))
    rows = model.reader.read("<cu_trg>")
    assert model.reader.count_tokens("<cu_trg>") == 2
    assert bool(rows.embeds.isfinite().all())


def write_few(pictures: Dataset, folder: Path) -> Dataset:
    """Copy one picture of each size."""
    samples = [next(one for one in pictures.samples if one.size == size) for size in ("CU", "MS", "FS")]
    for one in samples:
        (folder / one.file_name).parent.mkdir(parents=True, exist_ok=True)
        (folder / one.file_name).write_bytes(pictures.path(one).read_bytes())
    write_metadata(folder, samples)
    return Dataset(folder=folder, samples=tuple(samples))
