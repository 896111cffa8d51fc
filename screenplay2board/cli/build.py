"""`s2b build`: compile a screenplay into a storyboard book."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from screenplay2board.cli.options import SCRIPT, config_option, format_option, strict_option
from screenplay2board.cli.orders import build_options, make_book, open_order, progress_bar, summary
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics


@click.command()
@SCRIPT
@build_options
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@config_option
@strict_option
@format_option
def command(script: Path, config: Path | None, style: Format, strict: bool, quiet: bool, **flags: Any) -> None:
    """Compile SCRIPT (Fountain, YAML or Final Draft; `-` reads stdin) into a storyboard book.

    Only panels that changed are drawn. The book lies in build/NAME: index.html, NAME.pdf, panels/, manifest.json.
    """
    diagnostics = Diagnostics()
    report, code = None, 0
    try:
        order = open_order(script, config, flags, diagnostics)
        if order is not None:
            watched = sys.stderr.isatty() and not quiet and style != "json"
            report = make_book(order, diagnostics, progress_bar() if watched else None)
    except KeyboardInterrupt:
        hint = "what was drawn is kept; the next build goes on from there"
        diagnostics.note("S2B703", "interrupted", hint=hint)
        code = 130
    show(diagnostics, style)
    if style == "json":
        from screenplay2board.order import BuildReport  # with the settings, which `open_order` has loaded by now

        click.echo(json.dumps((report or BuildReport()).as_json(), ensure_ascii=False))
    elif report is not None and not quiet:
        click.echo(summary(report), err=True)
        for output in report.outputs:  # data alone goes to stdout
            click.echo(output)
    sys.exit(code or exit_code(diagnostics, strict=strict))
