"""`s2b watch`: a live preview of the book in the browser, while people write."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from screenplay2board.cli.options import SCRIPT, config_option, find_board
from screenplay2board.cli.orders import build_options, make_book, open_order, summary
from screenplay2board.cli.report import show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.order import BuildOrder, BuildReport
from screenplay2board.render.choosing import Workshop
from screenplay2board.render.panels import Progress
from screenplay2board.screenplay.reading import STDIN, script_name
from screenplay2board.watch.server import LiveServer
from screenplay2board.watch.session import Session
from screenplay2board.watch.status import StatusBoard

PORT = 8642


@dataclass(slots=True, kw_only=True)
class TerminalDesk:
    """Builds as the command line says. workshop: what one build has loaded, the next one finds loaded."""

    script: Path
    wished_config: Path | None
    flags: dict[str, Any]
    workshop: Workshop = field(default_factory=lambda: Workshop(lasting=True))

    def config(self) -> Path | None:
        """Return the settings file that holds now."""
        return self.wished_config or find_board(self.script)

    def order(self, diagnostics: Diagnostics) -> BuildOrder | None:
        """Read the settings again."""
        return open_order(self.script, self.wished_config, self.flags, diagnostics)

    def build(self, order: BuildOrder, diagnostics: Diagnostics, progress: Progress) -> BuildReport | None:
        """Build with the workers of the last build."""
        return make_book(order, diagnostics, progress, self.workshop)

    def tell(self, report: BuildReport | None, diagnostics: Diagnostics) -> str:
        """Write what was found and made to stderr, with the time of day."""
        show(diagnostics)
        text = summary(report) if report is not None else "no book was made"
        click.echo(f"{time.strftime('%H:%M:%S')}  {text}", err=True)
        return text


@click.command()
@SCRIPT
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port on this machine [{PORT}, or a free one].")
@click.option("--open", "opens", is_flag=True, help="Open the browser.")
@build_options
@config_option
def command(script: Path, port: int | None, opens: bool, config: Path | None, **flags: Any) -> None:
    """Build SCRIPT's book again whenever it is saved, and show it in the browser.

    The script, its shots YAML, board.toml, cast.yaml and what they name are watched. Only what changed is drawn, and a
    model stays loaded. The page is for this machine alone; Ctrl-C ends it. The PDF is written with --pdf only.
    """
    if script == STDIN:
        raise click.BadParameter("what is watched lies in a file; name one", param_hint="SCRIPT")
    if not script.is_file():
        raise click.BadParameter(f"there is no file `{script}`", param_hint="SCRIPT")
    board, stop = StatusBoard(), threading.Event()
    desk = TerminalDesk(script=script, wished_config=config, flags=_with_pdf_on_wish(flags))
    with _server(flags["out"] or Path("build") / script_name(script), board, port) as server, server.running():
        click.echo(f"{server.url} shows {script} as it is saved; Ctrl-C ends", err=True)
        if opens:
            click.launch(server.url)
        with contextlib.suppress(KeyboardInterrupt):
            Session(script=script, desk=desk, board=board, stop=stop).run()


def _with_pdf_on_wish(flags: Mapping[str, Any]) -> dict[str, Any]:
    return {**flags, "pdf": bool(flags["pdf"])}


def _server(folder: Path, board: StatusBoard, port: int | None) -> LiveServer:
    """Return the server at the port that people asked for, or else at the usual one or a free one."""
    for choice in (PORT, 0) if port is None else (port,):
        with contextlib.suppress(OSError):
            return LiveServer(folder, board, choice)
    raise click.BadParameter(f"port {port} is taken; leave it out, and a free one is found", param_hint="--port")
