"""`python -m training train`: LoRA and tokens, or a part of a small model."""

from __future__ import annotations

import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.panels import Unwatched
from training.commands.reporting import check_packages, files_reported, tell_next, tell_result
from training.settings_file import read_settings
from training.train.settings import TrainSettings

IS_MAIN = os.environ.get("LOCAL_RANK", "0") == "0"  # `accelerate launch` numbers its processes; one of them talks


@click.command("train")
@click.argument("settings")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--data", metavar="FOLDER", help="The dataset, instead of the one that the settings name.")
@click.option("--base", metavar="MODEL", help="The base: a diffusers folder, a hub id, a .safetensors, `random:SEED`.")
@click.option("--steps", type=click.IntRange(min=1), help="Another number of steps than the settings say.")
@format_option
def command(settings: str, folder: Path, data: str | None, base: str | None, steps: int | None, style: Format) -> None:
    """Train by SETTINGS (a TOML file or the name of a recipe) into FOLDER.

    A run that was cut, with Ctrl-C or without power, goes on from its last checkpoint: call it again.
    On several GPUs: `accelerate launch -m training train SETTINGS FOLDER`.
    """
    diagnostics = Diagnostics()
    read = read_settings(settings, TrainSettings, diagnostics)
    wants_board = read is not None and read.tensorboard and find_spec("tensorboard") is None
    check_packages(diagnostics, *(("tensorboard",) if wants_board else ()))
    result = None
    if read is not None and not diagnostics.has_errors:
        changes = {"data": data, "base": base, "steps": steps}
        read = read.model_copy(update={name: value for name, value in changes.items() if value is not None})
        from training.train.run import train

        with files_reported(diagnostics):
            result = train(read, folder, diagnostics, Bar(item="step") if IS_MAIN else Unwatched())
            if result is not None and IS_MAIN:
                tell_result(folder, str(result), style)
    show(diagnostics, style)
    if result is not None and result.suffix == ".toml" and IS_MAIN:  # a card: what else is trained is part of a model
        tell_next(f"s2b build SCRIPT --backend diffusion --model {shlex.quote(str(result))}", style)
    sys.exit(exit_code(diagnostics))
