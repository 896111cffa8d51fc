"""`python -m training validate`: measure how well a model holds the sizes of shots."""

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
from training.settings_file import read_settings
from training.validate.settings import ValidateSettings


@click.command("validate")
@click.argument("card")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--settings", default="validate", show_default=True, help="A TOML file or the name of a recipe.")
@click.option("--base", metavar="CARD", help="Card of the base without LoRA and tokens, as a control.")
@click.option("--count", type=click.IntRange(min=1), help="Another number of prompts than the settings say.")
@click.option("--batch-size", type=click.IntRange(1, 64), help="Pictures at once.")
@format_option
def command(
    card: str, folder: Path, settings: str, base: str | None, count: int | None, batch_size: int | None, style: Format
) -> None:
    """Paint prompts with every token of CARD (a built-in card or a .toml) and measure which sizes came.

    Writes report.html, report.json and the pictures into FOLDER. A run that was cut goes on: call it again.
    """
    diagnostics = Diagnostics()
    read = read_settings(settings, ValidateSettings, diagnostics)
    check_packages(diagnostics)
    if read is not None and not diagnostics.has_errors:
        changes = {"base": base, "count": count, "batch_size": batch_size}
        read = read.model_copy(update={name: value for name, value in changes.items() if value is not None})
        from training.validate.run import validate_model

        report = None
        with files_reported(diagnostics):
            report = validate_model(card, read, folder, diagnostics, Bar(item="picture"))
        if report is not None and style == "json":
            click.echo(json.dumps(report.as_json(), ensure_ascii=False))
        elif report is not None:
            click.echo(report.told())
            click.echo(folder / "report.html")
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics))
