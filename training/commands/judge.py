"""`python -m training judge`: train the judge that tells framings, and measure it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from training.commands.reporting import check_packages, files_reported
from training.dataset import read_dataset
from training.settings_file import read_settings
from training.validate.framing_settings import JudgeSettings


@click.command("judge")
@click.argument("dataset", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--settings", metavar="SETTINGS", help="A TOML file or the name of a recipe.")
@format_option
def command(dataset: Path, out: Path, settings: str | None, style: Format) -> None:
    """Train on the labelled pictures of DATASET the judge that tells close-up, medium and full; write OUT.

    A part of the titles is held out; what the judge answers to them is told and stored in OUT.
    """
    diagnostics = Diagnostics()
    read = read_settings(settings, JudgeSettings, diagnostics) if settings else JudgeSettings()
    check_packages(diagnostics)
    data = read_dataset(dataset, diagnostics)
    if read is not None and data is not None and not diagnostics.has_errors:
        from screenplay2board.render.diffusion.framing import HEIGHT_PX
        from training.validate.framing_training import SOFT_PX, train_framing

        judge = train_framing(data, read, diagnostics, Bar(item="step"))
        if judge is not None:
            with files_reported(diagnostics):
                judge.save(out)
            if style == "json":
                click.echo(json.dumps({"held_out": judge.held_out.as_json(), "soft": judge.soft.as_json()}))
            else:
                click.echo(f"{out}: right {judge.held_out.accuracy:.3f} of the time on pictures held out")
                click.echo(judge.held_out.told())
                click.echo(f"blurred by {SOFT_PX} px of {HEIGHT_PX}: right {judge.soft.accuracy:.3f} of the time")
                click.echo(judge.soft.told())
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics))
