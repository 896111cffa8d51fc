"""`s2b check`: report everything that is wrong, and draw nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Literal

import click

from screenplay2board.cli.options import SCRIPT, config_option, open_project, strict_option
from screenplay2board.cli.report import FORMATS, counted, exit_code, show
from screenplay2board.cli.sarif import as_sarif
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.pipeline import read_and_plan

CheckFormat = Literal["human", "short", "json", "sarif"]
CHECK_FORMATS: tuple[CheckFormat, ...] = (*FORMATS, "sarif")


@click.command()
@SCRIPT
@config_option
@strict_option
@click.option(
    "--format",
    "style",
    type=click.Choice(CHECK_FORMATS),
    default="human",
    show_default=True,
    help="How to write diagnostics; json and sarif go to stdout.",
)
def command(script: Path, config: Path | None, strict: bool, style: CheckFormat) -> None:
    """Check SCRIPT, its settings and its shot list. json is an array, sarif is what code scanning of GitHub reads."""
    diagnostics = Diagnostics()
    project = open_project(script, config, diagnostics)
    planned = read_and_plan(script, project.settings, diagnostics)
    if style == "json":
        click.echo(json.dumps([item.as_json() for item in diagnostics], ensure_ascii=False, indent=1))
    elif style == "sarif":
        click.echo(json.dumps(as_sarif(diagnostics), ensure_ascii=False, indent=1))
    else:
        show(diagnostics, style)
        if planned is not None and not len(diagnostics):
            shot_list = planned.shot_list
            made = f"{counted(len(shot_list.scenes), 'scene')}, {counted(len(shot_list.shots), 'panel')}"
            click.echo(f"nothing to report: {made}", err=True)
    sys.exit(exit_code(diagnostics, strict=strict))
