"""The loop over the steps: the same for everything that is trained, on one process or several.

Order, noise, dropout and rates are functions of seed and step, so that a run that was cut goes on from its last
checkpoint and ends in the same weights as one that was not.
"""

from __future__ import annotations

import json
import math
import signal
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image as PillowImage
from torch import nn

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.render.panels import Progress
from training.train.average import AveragedWeights
from training.train.checkpoint import (
    Checkpoint,
    load_latest,
    optimizer_tensors,
    restore_optimizer,
    save_checkpoint,
)
from training.train.denoising import ParameterGroup, trained
from training.train.schedule import BatchPlan, derived_seed, learning_share
from training.train.settings import TrainSettings

CHECKPOINTS = "checkpoints"
BOARD = "tensorboard"
SAMPLES = "samples"
LOG = "log.jsonl"
LOG_EVERY = 10


class Task(Protocol):
    """What is trained. module: its `forward` takes a batch and returns the loss. plan: which pictures when."""

    @property
    def module(self) -> nn.Module: ...

    @property
    def plan(self) -> BatchPlan: ...

    def groups(self) -> list[ParameterGroup]:
        """Return the parameters that learn, by rate."""
        ...

    def batch(self, epoch: int, pictures: tuple[int, ...], device: torch.device) -> Any:
        """Return what `module` takes of these pictures in this epoch."""
        ...


Watch = Callable[[int], float | None]  # paints a sheet after a step; its judged accuracy, where there is a judge


@dataclass(slots=True, kw_only=True)
class Run:
    """A run under way. losses: mean loss of each logged stretch, (step, loss). best, waits: for the early stop."""

    step: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    best: float = -1.0
    waits: int = 0
    stopped_early: bool = False


def make_accelerator(settings: TrainSettings) -> Any:
    """Return accelerate's handle on the processes and devices of this run."""
    accelerate: Any = import_module("accelerate")
    return accelerate.Accelerator(mixed_precision=settings.precision)


def run_training(
    task: Task,
    settings: TrainSettings,
    folder: Path,
    *,
    identity: str,
    accelerator: Any,
    diagnostics: Diagnostics,
    progress: Progress,
    watch: Watch | None = None,
) -> Run | None:
    """Train to the end, from the last checkpoint below `folder` on; the averaged weights are in place afterwards.

    Returns None where it cannot go on (reported). Raises: KeyboardInterrupt after a checkpoint, where it was asked to
    stop; OSError where the folder cannot be written.
    """
    session = _Session(task, settings, folder, identity, accelerator)
    if not session.resume(diagnostics):
        return None
    progress.begin("training", settings.steps)
    try:
        with _interruptible() as interrupted:
            for _ in range(session.run.step):
                progress.advance()
            while session.run.step < settings.steps and not session.run.stopped_early:
                if not session.advance(watch):
                    at = session.run.step
                    hint = 'lower `learning_rate`, or train in float32 (`precision = "no"`)'
                    diagnostics.error("S2B833", f"the loss is no longer a number after step {at}", hint=hint)
                    return None
                progress.advance()
                if interrupted():
                    session.save()
                    raise KeyboardInterrupt
    finally:
        progress.end()
    session.save()
    session.finish()
    return session.run


class _Session:
    """The moving parts of a run."""

    def __init__(self, task: Task, settings: TrainSettings, folder: Path, identity: str, accelerator: Any) -> None:
        self.run = Run()
        self._task, self._settings, self._folder, self._identity = task, settings, folder, identity
        self._accelerator = accelerator
        task.module.to(accelerator.device)
        groups = task.groups()
        self._named = [pair for group in groups for pair in group.parameters]
        self._peaks = [group.learning_rate for group in groups]
        self._optimizer: Any = torch.optim.AdamW(
            [
                {
                    "params": [parameter for _, parameter in group.parameters],
                    "lr": group.learning_rate,
                    "weight_decay": settings.weight_decay if group.decays else 0.0,
                }
                for group in groups
            ]
        )
        self._module, self._optimizer = accelerator.prepare(task.module, self._optimizer)
        self._average = AveragedWeights(self._named, settings.ema)
        self._pending: list[torch.Tensor] = []
        self._board = _board(folder) if settings.tensorboard and accelerator.is_main_process else None
        self._started = time.perf_counter()

    @property
    def _names(self) -> list[str]:
        return [name for name, _ in self._named]

    def resume(self, diagnostics: Diagnostics) -> bool:
        """Take the last checkpoint, if there is one; tell whether the run may begin."""
        found = load_latest(self._folder / CHECKPOINTS, self._identity, diagnostics)
        if found is None:
            self._write_log([])
            return not diagnostics.has_errors
        with torch.no_grad():
            for name, parameter in self._named:
                parameter.copy_(found.tensors[f"weight.{name}"])
        self._average.restore(found.tensors)
        restore_optimizer(self._optimizer.optimizer, self._names, found.tensors)
        scaler = self._accelerator.scaler
        if scaler is not None and found.extra.get("scaler"):
            scaler.load_state_dict(dict(found.extra["scaler"]))
        self.run = Run(step=found.step, best=found.extra["best"], waits=found.extra["waits"])
        self.run.losses = [(int(step), float(loss)) for step, loss in found.extra["losses"]]
        self._write_log(self.run.losses)
        return True

    def advance(self, watch: Watch | None) -> bool:
        """Do one step and what is due after it; False where the loss is no number any more."""
        self._step()
        run, settings = self.run, self._settings
        run.step += 1
        self._average.update(run.step)
        if (run.step % LOG_EVERY == 0 or run.step == settings.steps) and not self._log():
            return False
        every = settings.validation.every
        if watch is not None and every and run.step % every == 0:
            self._watch(watch)
        if run.step % settings.checkpoints.every == 0:
            self.save()
        return True

    def _step(self) -> None:
        settings, accelerator, run = self._settings, self._accelerator, self.run
        share = learning_share(run.step, steps=settings.steps, warmup=settings.warmup_steps, final=settings.final_rate)
        for group, peak in zip(self._optimizer.param_groups, self._peaks, strict=True):
            group["lr"] = peak * share
        losses: list[torch.Tensor] = []
        for part in range(settings.accumulate):
            number = (run.step * settings.accumulate + part) * accelerator.num_processes + accelerator.process_index
            batch = self._task.batch(*self._task.plan.at(number), accelerator.device)
            torch.manual_seed(derived_seed(settings.seed, "dropout", number))
            last = part == settings.accumulate - 1
            with nullcontext() if last else accelerator.no_sync(self._module):
                loss = self._module(batch)
                accelerator.backward(loss / settings.accumulate)
            losses.append(loss.detach().float())
        accelerator.clip_grad_norm_([parameter for _, parameter in self._named], settings.largest_gradient)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._pending.append(torch.stack(losses).mean())

    def _log(self) -> bool:
        mean = float(self._accelerator.gather(torch.stack(self._pending)).mean())
        self._pending = []
        self.run.losses.append((self.run.step, mean))
        if self._accelerator.is_main_process:
            with (self._folder / LOG).open("a", encoding="utf-8") as file:
                file.write(_log_line(self.run.step, mean, time.perf_counter() - self._started))
        if self._board is not None:
            self._board.add_scalar("loss", mean, self.run.step)
            self._board.add_scalar("learning rate", self._optimizer.param_groups[0]["lr"], self.run.step)
        return math.isfinite(mean)

    def _write_log(self, losses: list[tuple[int, float]]) -> None:
        """Begin the log anew with what the checkpoint knows: what came after it is done again."""
        if self._accelerator.is_main_process:
            text = "".join(_log_line(step, loss, 0.0) for step, loss in losses)
            write_atomically(self._folder / LOG, text.encode())

    def _watch(self, watch: Watch) -> None:
        """Paint and judge with the averaged weights; stop early where they are judged no better for long."""
        accuracy: float | None = None
        if self._accelerator.is_main_process:
            with self._average.in_place():
                accuracy = watch(self.run.step)
            if self._board is not None:
                with PillowImage.open(sheet_path(self._folder, self.run.step)) as sheet:
                    self._board.add_image("sheet", np.asarray(sheet), self.run.step, dataformats="HWC")
                if accuracy is not None:
                    self._board.add_scalar("framing accuracy", accuracy, self.run.step)
        patience = self._settings.validation.patience
        if patience and accuracy is not None:
            self.run.waits = 0 if accuracy > self.run.best else self.run.waits + 1
            self.run.best = max(self.run.best, accuracy)
        stop = torch.tensor([int(patience > 0 and self.run.waits >= patience)], device=self._accelerator.device)
        self.run.stopped_early = bool(self._accelerator.reduce(stop, reduction="sum").item())

    def save(self) -> None:
        """Write a checkpoint; the main process alone does, the others wait."""
        if self._accelerator.is_main_process:
            scaler = self._accelerator.scaler
            extra: Mapping[str, Any] = {
                "losses": self.run.losses,
                "best": self.run.best,
                "waits": self.run.waits,
                "scaler": scaler.state_dict() if scaler is not None else None,
            }
            tensors = {f"weight.{name}": parameter for name, parameter in self._named}
            tensors |= self._average.tensors() | optimizer_tensors(self._optimizer.optimizer, self._names)
            checkpoint = Checkpoint(step=self.run.step, identity=self._identity, tensors=tensors, extra=extra)
            save_checkpoint(self._folder / CHECKPOINTS, checkpoint, keep=self._settings.checkpoints.keep)
        self._accelerator.wait_for_everyone()

    def finish(self) -> None:
        """Leave the averaged weights in place."""
        self._average.put_in()
        if self._board is not None:
            self._board.close()


def sheet_path(folder: Path, step: int) -> Path:
    """Return where the sheet that was painted after a step lies."""
    return folder / SAMPLES / f"step-{step:08d}.png"


def _board(folder: Path) -> Any:
    """Return TensorBoard's writer. Raises: ImportError where the package is not installed."""
    tensorboard: Any = import_module("torch.utils.tensorboard")
    return tensorboard.SummaryWriter(str(folder / BOARD))


def named_groups(module: nn.Module, learning_rate: float) -> list[ParameterGroup]:
    """Return what learns of a module: matrices and kernels decay, norms and biases do not."""
    named = list(trained(module))
    heavy = tuple((name, parameter) for name, parameter in named if parameter.ndim > 1)
    light = tuple((name, parameter) for name, parameter in named if parameter.ndim <= 1)
    groups = [ParameterGroup(learning_rate, True, heavy), ParameterGroup(learning_rate, False, light)]
    return [group for group in groups if group.parameters]


def _log_line(step: int, loss: float, seconds: float) -> str:
    return json.dumps({"step": step, "loss": round(loss, 6), "seconds": round(seconds, 1)}) + "\n"


@contextmanager
def _interruptible() -> Generator[Callable[[], bool]]:
    """Let the first Ctrl-C wait for the end of a step; the second one ends at once."""
    asked: list[int] = []

    def note(number: int, frame: object) -> None:  # noqa: ARG001
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not the main thread: nobody presses keys there
        yield lambda: False
        return
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
