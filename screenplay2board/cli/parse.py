"""`s2b parse`: print what a screenplay consists of."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import SCRIPT, strict_option
from screenplay2board.cli.report import FORMATS, Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.elements_json import elements_as_json
from screenplay2board.screenplay.reading import read_screenplay
from screenplay2board.screenplay.writer import write_fountain


@click.command()
@SCRIPT
@click.option(
    "--format",
    "target",
    type=click.Choice(["json", "fountain"]),
    default="json",
    show_default=True,
    help="JSON elements with their places, or Fountain.",
)
@click.option(
    "--diagnostics",
    "style",
    type=click.Choice(FORMATS),
    default="human",
    show_default=True,
    help="How to write diagnostics.",
)
@strict_option
def command(script: Path, target: str, style: Format, strict: bool) -> None:
    """Print the elements of SCRIPT on stdout; `-` reads it from stdin."""
    diagnostics = Diagnostics()
    screenplay = read_screenplay(script, diagnostics)
    show(diagnostics, style)
    if screenplay is not None and target == "json":
        click.echo(json.dumps(elements_as_json(screenplay), ensure_ascii=False, indent=1))
    elif screenplay is not None:
        click.echo(write_fountain(screenplay), nl=False)
    sys.exit(exit_code(diagnostics, strict=strict))
