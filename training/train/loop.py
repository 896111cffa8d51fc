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

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import replacing, write_atomically
from screenplay2board.render.diffusion.sampler import Picture
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
BEST = "best.safetensors"
BOARD = "tensorboard"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was painted on the way. strips: the pictures of each token in a row, uint8 (height, width, 3).

    right: share of each token's pictures that have the size that was asked for; empty where nobody judges.
    """

    strips: Mapping[str, Picture]
    right: Mapping[str, float]

    @property
    def accuracy(self) -> float | None:
        """Return the mean over all tokens, none weighing more than another; None where nobody judges."""
        return sum(self.right.values()) / len(self.right) if self.right else None


Watch = Callable[[int], Look]  # paints after a step


@dataclass(slots=True, kw_only=True)
class Run:
    """A run under way. losses: mean loss of each logged stretch, (step, loss). judged: `Look.right` by step.

    best, best_step, waits: for the early stop; a run that is not judged has no best step.
    """

    step: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    judged: list[tuple[int, dict[str, float]]] = field(default_factory=list[tuple[int, dict[str, float]]])
    best: float = -1.0
    best_step: int | None = None
    waits: int = 0
    stopped_early: bool = False


def make_accelerator(settings: TrainSettings, diagnostics: Diagnostics) -> Any:
    """Return accelerate's handle on the processes and devices of this run; None where it cannot be had (reported)."""
    accelerate: Any = import_module("accelerate")
    precision, on_gpu = settings.precision, torch.cuda.is_available()
    if precision == "auto":
        precision = "no" if not on_gpu else "bf16" if torch.cuda.is_bf16_supported() else "fp16"
    if precision == "fp16" and not on_gpu:
        hint = 'say `precision = "auto"`: half precision on a GPU, float32 on the CPU'
        diagnostics.error("S2B834", '`precision = "fp16"` needs a GPU of CUDA, and there is none', hint=hint)
        return None
    return accelerate.Accelerator(mixed_precision=precision)


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
            ],
            fused=True,  # one pass over each tensor: a tenth of the tiny model's step
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
            self._write_log()
            return not diagnostics.has_errors
        with torch.no_grad():
            for name, parameter in self._named:
                parameter.copy_(found.tensors[f"weight.{name}"])
        self._average.restore(found.tensors)
        restore_optimizer(self._optimizer.optimizer, self._names, found.tensors)
        scaler = self._accelerator.scaler
        if scaler is not None and found.extra.get("scaler"):
            scaler.load_state_dict(dict(found.extra["scaler"]))
        told = found.extra
        self.run = Run(step=found.step, best=told["best"], best_step=told["best_step"], waits=told["waits"])
        self.run.losses = [(int(step), float(loss)) for step, loss in told["losses"]]
        self.run.judged = [(int(step), dict(right)) for step, right in told["judged"]]
        self._pending = [torch.tensor(float(loss), device=self._accelerator.device) for loss in told["pending"]]
        self._write_log()
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

    def _write_log(self) -> None:
        """Begin the log anew with what the checkpoint knows: what came after it is done again."""
        if self._accelerator.is_main_process:
            lines = [(step, _log_line(step, loss, 0.0)) for step, loss in self.run.losses]
            lines += [(step, _judged_line(step, right)) for step, right in self.run.judged]
            text = "".join(line for _, line in sorted(lines, key=lambda line: line[0]))
            write_atomically(self._folder / LOG, text.encode())

    def _watch(self, watch: Watch) -> None:
        """Paint and judge with the averaged weights; stop early where they are judged no better for long."""
        run, patience = self.run, self._settings.validation.patience
        if self._accelerator.is_main_process:
            with self._average.in_place(), self._accelerator.autocast():
                look = watch(run.step)
                accuracy = look.accuracy
                if patience and accuracy is not None:
                    better = accuracy > run.best
                    run.waits = 0 if better else run.waits + 1
                    if better:
                        run.best, run.best_step = accuracy, run.step
                        self._save_best()
            self._show(look)
        stop = torch.tensor([int(patience > 0 and run.waits >= patience)], device=self._accelerator.device)
        run.stopped_early = bool(self._accelerator.reduce(stop, reduction="sum").item())

    def _show(self, look: Look) -> None:
        step = self.run.step
        if look.right:
            self.run.judged.append((step, dict(look.right)))
            with (self._folder / LOG).open("a", encoding="utf-8") as file:
                file.write(_judged_line(step, look.right))
        if self._board is None:
            return
        for token, strip in look.strips.items():
            self._board.add_image(f"sheet {token}".strip(), strip, step, dataformats="HWC")
        for token, share in look.right.items():
            self._board.add_scalar(f"right {token}".strip(), share, step)
        if look.accuracy is not None:
            self._board.add_scalar("framing accuracy", look.accuracy, step)

    def _save_best(self) -> None:
        weights = {name: parameter.detach().cpu().contiguous().clone() for name, parameter in self._named}
        with replacing(self._folder / CHECKPOINTS / BEST) as temporary:
            save_file(weights, temporary)

    def save(self) -> None:
        """Write a checkpoint; the main process alone does, the others wait."""
        if self._pending:  # of all processes, so that a run that goes on tells the same losses
            self._pending = list(self._accelerator.reduce(torch.stack(self._pending), reduction="mean"))
        if self._accelerator.is_main_process:
            scaler = self._accelerator.scaler
            extra: Mapping[str, Any] = {
                "losses": self.run.losses,
                "pending": [float(loss) for loss in self._pending],
                "judged": self.run.judged,
                "best": self.run.best,
                "best_step": self.run.best_step,
                "waits": self.run.waits,
                "scaler": scaler.state_dict() if scaler is not None else None,
            }
            tensors = {f"weight.{name}": parameter for name, parameter in self._named}
            tensors |= self._average.tensors() | optimizer_tensors(self._optimizer.optimizer, self._names)
            checkpoint = Checkpoint(step=self.run.step, identity=self._identity, tensors=tensors, extra=extra)
            save_checkpoint(self._folder / CHECKPOINTS, checkpoint, keep=self._settings.checkpoints.keep)
        self._accelerator.wait_for_everyone()

    def finish(self) -> None:
        """Leave the averaged weights in place, or those that were judged best where the judge may stop the run."""
        self._average.put_in()
        if self.run.best_step is not None:
            best = load_file(self._folder / CHECKPOINTS / BEST)
            with torch.no_grad():
                for name, parameter in self._named:
                    parameter.copy_(best[name])
        if self._board is not None:
            self._board.close()


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


def _judged_line(step: int, right: Mapping[str, float]) -> str:
    return json.dumps({"step": step, "right": {token: round(share, 4) for token, share in right.items()}}) + "\n"


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
