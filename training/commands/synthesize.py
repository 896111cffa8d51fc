"""`python -m training synthesize`: draw a dataset of labelled pictures."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from training.commands.reporting import counted, files_reported, tell_result
from training.settings_file import read_settings
from training.synthesize.pictures import synthesize
from training.synthesize.settings import SynthesizeSettings


@click.command("synthesize")
@click.argument("settings")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--count", type=click.IntRange(min=1), help="Another number of pictures than the settings say.")
@format_option
def command(settings: str, folder: Path, count: int | None, style: Format) -> None:
    """Draw the pictures of SETTINGS (a TOML file or the name of a recipe) into FOLDER.

    What lies there already is not drawn again: run it once more to go on.
    """
    diagnostics = Diagnostics()
    read = read_settings(settings, SynthesizeSettings, diagnostics)
    if read is not None:
        read = read.model_copy(update={"count": count}) if count else read
        with files_reported(diagnostics):
            dataset = synthesize(read, folder, diagnostics, Bar(item="picture"))
            if dataset is not None:
                tell_result(folder, counted(folder, dataset), style)
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics))
