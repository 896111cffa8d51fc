"""Train from settings to files: load, encode, train, write.

Enters: settings and paths. Leaves: a folder with the result, `manifest.json`, `log.jsonl`, checkpoints and sheets.
"""

from __future__ import annotations

import errno
import time
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelCard, ModelSettings, builtin_cards, load_card
from screenplay2board.render.diffusion.checks import RANDOM, check_card, family_of_base, find
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.libraries import diffusers
from screenplay2board.render.diffusion.models import ModelError, load_base
from screenplay2board.render.diffusion.parts import DiffusionParts, parts_of
from screenplay2board.render.diffusion.tokens import TokenError
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.dataset import Dataset, check_pictures, read_dataset
from training.manifest import is_done, write_manifest
from training.train.autoencoder import AutoencoderTask, measured_scale
from training.train.captions import pieces_of
from training.train.diffusion_task import DiffusionTask, EncodedData
from training.train.loop import Run, make_accelerator, run_training
from training.train.pictures import encode, weights_hash
from training.train.results import write_parts, write_tokens
from training.train.settings import TrainSettings, idle_settings
from training.train.sheets import Judge, SheetPainter
from training.validate.framing import token_judge

STEP = "train"
CACHE = "cache"
MODEL = "model"
FROZEN = {"no": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}  # by accelerate's mixed precision


def train(settings: TrainSettings, folder: Path, diagnostics: Diagnostics, progress: Progress) -> Path | None:
    """Train what the settings say into `folder`; return the card's or the model's path, None on errors (reported).

    What is finished already is not trained again; what was cut goes on.
    Raises: OSError where a file cannot be written; KeyboardInterrupt after a checkpoint.
    """
    try:
        return _train(settings, folder, diagnostics, progress)
    except torch.OutOfMemoryError as problem:
        hint = "lower `batch_size` and raise `accumulate`, set `gradient_checkpointing = true`, or smaller `sizes_px`"
        reason = str(problem).partition(". ")[0]
        diagnostics.error("S2B835", f"the GPU's memory is too small for this run: {reason}", hint=hint)
    except SafetensorError as problem:  # its way to say that a disk is full
        raise OSError(errno.ENOSPC if "os error 28" in str(problem) else errno.EIO, str(problem)) from problem
    return None


def _train(settings: TrainSettings, folder: Path, diagnostics: Diagnostics, progress: Progress) -> Path | None:
    _check_settings(settings, diagnostics)
    card = _base_card(settings, diagnostics)
    datasets = _datasets(settings, diagnostics)
    parts = _parts(card, settings, diagnostics) if card is not None and datasets is not None else None
    if datasets is None or parts is None:
        return None
    hashes = [dataset.hash() for dataset in datasets]
    base_hash = content_key([weights_hash(module) for module in parts.modules()])
    inputs = {"base": base_hash, "data": content_key(hashes)}
    dumped = settings.model_dump(mode="json")
    result = folder / ("card.toml" if settings.kind == "tokens" else MODEL)
    if result.exists() and is_done(folder, STEP, dumped, inputs=inputs):
        return result
    accelerator = make_accelerator(settings, diagnostics)
    if accelerator is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    watch = _watch(parts, settings, folder, diagnostics)
    if diagnostics.has_errors:
        return None
    task = _task(parts, datasets, hashes, settings, folder, accelerator, diagnostics, progress)
    if task is None:
        return None
    run = run_training(
        task,
        settings,
        folder,
        identity=content_key({"settings": dumped, "inputs": inputs}),
        accelerator=accelerator,
        diagnostics=diagnostics,
        progress=progress,
        watch=watch,
    )
    if run is None:
        return None
    if accelerator.is_main_process:
        counts = _counts(run, task, datasets, time.perf_counter() - started)
        _write(task, parts, datasets, settings, folder, inputs)
        write_manifest(folder, STEP, dumped, inputs=inputs, counts=counts)
    accelerator.wait_for_everyone()
    return result


def _task(
    parts: DiffusionParts,
    datasets: list[Dataset],
    hashes: list[str],
    settings: TrainSettings,
    folder: Path,
    accelerator: Any,
    diagnostics: Diagnostics,
    progress: Progress,
) -> AutoencoderTask | DiffusionTask | None:
    """Return what learns; None where the base cannot be taught (reported)."""
    if settings.kind == "vae":
        return AutoencoderTask(parts.vae, datasets[0], settings)
    data = _encoded(parts, datasets, hashes, settings, folder, accelerator, progress)
    try:
        return DiffusionTask(parts, data, settings, frozen=FROZEN[accelerator.mixed_precision])
    except TokenError as problem:
        hint = "train on the base that they were added to, or give the new ones other names in `[tokens] phrases`"
        diagnostics.error("S2B834", f"`{settings.base}` cannot learn these tokens: {problem}", hint=hint)
    return None


def _check_settings(settings: TrainSettings, diagnostics: Diagnostics) -> None:
    """Report settings that exclude each other, and those that do nothing."""
    if settings.kohya and settings.lora.dora:
        hint = "leave `kohya` out: diffusers' layout carries it"
        diagnostics.error("S2B834", "programs read DoRA's magnitudes in kohya's layout differently or not", hint=hint)
    for name in idle_settings(settings):
        if name == "validation.patience" and settings.kind == "tokens":
            message, hint = f"`{name}` does nothing where no sheets are judged", "set `every` and `judge` beside it"
        else:
            message, hint = f'`{name}` does nothing where `kind = "{settings.kind}"`', "leave it out"
        diagnostics.warning("S2B836", message, hint=hint)


def _datasets(settings: TrainSettings, diagnostics: Diagnostics) -> list[Dataset] | None:
    """Return the pictures, checked; None where something stands in the way (reported)."""
    found: list[Dataset] = []
    for name in (settings.data, settings.regularization):
        if name is None:
            continue
        if not name:
            diagnostics.error("S2B834", "no dataset is named", hint="give `--data FOLDER`, or `data` in the settings")
            return None
        dataset = read_dataset(Path(name), diagnostics)
        if dataset is None:
            return None
        found.append(check_pictures(dataset, diagnostics))
    if settings.kind == "tokens":
        _check_tokens(found[0], settings, diagnostics)
    if settings.kind == "controlnet" and any("depth_file" not in sample.details for sample in found[0].samples):
        hint = 'let `synthesize` write `maps = ["depth"]`'
        diagnostics.error("S2B834", f"pictures in `{found[0].folder}` have no depth maps", hint=hint)
    return None if diagnostics.has_errors else found


def _check_tokens(dataset: Dataset, settings: TrainSettings, diagnostics: Diagnostics) -> None:
    """Report tokens that no picture teaches, before hours are spent."""
    told = Counter(
        token
        for sample in dataset.samples
        for token in settings.tokens.phrases
        if any(token in piece.text for piece in pieces_of(sample))
    )
    for token, phrase in settings.tokens.phrases.items():
        if not told[token]:
            hint = f"add pictures whose `size` has this token ({phrase}), or leave it out of `[tokens] phrases`"
            diagnostics.error("S2B834", f"no picture in `{dataset.folder}` teaches `{token}`", hint=hint)


def _base_card(settings: TrainSettings, diagnostics: Diagnostics) -> ModelCard | None:
    """Return the card of the base alone; None where it is not on this machine or damaged (reported)."""
    found = Diagnostics()
    _check_base(settings.base, found)
    card = ModelCard(
        family=family_of_base(settings.base), base=settings.base, variant=settings.variant, config=settings.config
    )
    if not found.has_errors:
        check_card(card, found)
    diagnostics.extend(found)
    return None if found.has_errors else card


def _check_base(base: str, diagnostics: Diagnostics) -> None:
    """Report a base that is none, or not on this machine."""
    if not base:
        hint = "give `--base`, or `base` in the settings: a folder, a hub id, `random:0`"
        diagnostics.error("S2B834", "no base model is named", hint=hint)
    elif base.startswith(RANDOM):
        if not base.removeprefix(RANDOM).isdecimal():
            message = f"`{base}` has no seed, expected a whole number after `{RANDOM}`"
            diagnostics.error("S2B834", message, hint=f"`{RANDOM}0`")
    elif base in builtin_cards() or base.endswith(".toml"):
        card = load_card(ModelSettings(card=base), Path(), Diagnostics())
        hint = f"give the base that it names: `{card.base}`" if card is not None else None
        diagnostics.error("S2B834", f"`{base}` is the name of a model card, expected its base", hint=hint)
    elif find(base) is None:
        hint = "`s2b model fetch --model sd15` brings Stable Diffusion 1.5; or give a folder or file that is there"
        diagnostics.error("S2B834", f"the base `{base}` is not on this machine", hint=hint)


def _parts(card: ModelCard, settings: TrainSettings, diagnostics: Diagnostics) -> DiffusionParts | None:
    """Return the base in float32 on the CPU; None where it cannot be loaded (reported)."""
    try:
        pipe, controlnet = load_base(card, Device(name="cpu", dtype=torch.float32))
    except ModelError as problem:
        diagnostics.error("S2B834", f"`{settings.base}` cannot be loaded: {problem}")
        return None
    if controlnet is None and settings.kind == "controlnet":
        controlnet = diffusers.ControlNetModel.from_unet(pipe.unet)
    parts = parts_of(pipe, controlnet)
    # training adds noise by the plain schedule, whatever sampler the base names
    parts.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config)
    return parts


def _encoded(
    parts: DiffusionParts,
    datasets: list[Dataset],
    hashes: list[str],
    settings: TrainSettings,
    folder: Path,
    accelerator: Any,
    progress: Progress,
) -> EncodedData:
    """Return the pictures as latents; the main process encodes, the others read what it wrote."""
    parts.vae.to(accelerator.device)
    with accelerator.main_process_first():
        latents = tuple(
            encode(
                parts.vae,
                dataset,
                settings.sizes_px,
                cache=folder / CACHE,
                data_hash=data_hash,
                progress=progress,
            )
            for dataset, data_hash in zip(datasets, hashes, strict=True)
        )
    return EncodedData(datasets=tuple(datasets), latents=latents)


def _watch(
    parts: DiffusionParts, settings: TrainSettings, folder: Path, diagnostics: Diagnostics
) -> SheetPainter | None:
    """Return what paints on the way, and judges; None where nothing is painted, or the judge is missing (reported)."""
    wish = settings.validation
    if not wish.every or settings.kind == "vae":
        return None
    judge: Judge | None = None
    if wish.judge is not None and settings.kind == "tokens":
        judge = token_judge(wish.judge, diagnostics)
    return SheetPainter(parts, settings, folder, judge)


def _write(
    task: AutoencoderTask | DiffusionTask,
    parts: DiffusionParts,
    datasets: list[Dataset],
    settings: TrainSettings,
    folder: Path,
    inputs: dict[str, str],
) -> None:
    for module in parts.modules():
        module.eval().requires_grad_(False).cpu()
    if isinstance(task, DiffusionTask) and settings.kind == "tokens":
        facts = {f"s2b.{name}": value for name, value in inputs.items()}
        # the hashes say which base and data; where they lay on this disk is nobody's business
        facts["s2b.settings"] = settings.model_dump_json(exclude={"base", "config", "data", "regularization"})
        write_tokens(parts, task.module.text.token_rows(), settings, folder, facts)
        return
    if settings.kind == "vae":
        parts.vae.register_to_config(scaling_factor=measured_scale(parts.vae, datasets[0]))
    write_parts(parts, folder / MODEL)


def _counts(run: Run, task: AutoencoderTask | DiffusionTask, datasets: list[Dataset], seconds: float) -> dict[str, Any]:
    return {
        "steps": run.step,
        "stopped_early": run.stopped_early,
        "best_step": run.best_step,
        "last_loss": round(run.losses[-1][1], 6) if run.losses else None,
        "pictures": [len(dataset) for dataset in datasets],
        "learned_parameters": sum(p.numel() for group in task.groups() for _, p in group.parameters) if run.step else 0,
        "seconds": round(seconds, 1),
    }
