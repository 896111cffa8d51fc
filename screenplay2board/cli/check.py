"""`s2b check`: report everything that is wrong, and draw nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import SCRIPT, config_option, format_option, open_project, strict_option
from screenplay2board.cli.report import Format, counted, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.pipeline import read_and_plan


@click.command()
@SCRIPT
@config_option
@strict_option
@format_option
def command(script: Path, config: Path | None, strict: bool, style: Format) -> None:
    """Check SCRIPT, its settings and its shot list. With --format json the diagnostics are a JSON array on stdout."""
    diagnostics = Diagnostics()
    project = open_project(script, config, diagnostics)
    planned = read_and_plan(script, project.settings, diagnostics)
    if style == "json":
        click.echo(json.dumps([item.as_json() for item in diagnostics], ensure_ascii=False, indent=1))
    else:
        show(diagnostics, style)
        if planned is not None and not len(diagnostics):
            shot_list = planned.shot_list
            made = f"{counted(len(shot_list.scenes), 'scene')}, {counted(len(shot_list.shots), 'panel')}"
            click.echo(f"nothing to report: {made}", err=True)
    sys.exit(exit_code(diagnostics, strict=strict))
