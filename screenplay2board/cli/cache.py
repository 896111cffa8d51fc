"""`s2b cache`: look after the panel store."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import STATE, format_option
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.output import OutputFolder
from screenplay2board.render.choosing import open_store
from screenplay2board.store import PanelStore

MEBIBYTE = 1 << 20
STORE = click.option(
    "--store",
    metavar="PLACE",
    default=STATE,
    show_default=True,
    help="The panel store: a folder, or a URL such as s3://bucket/panels.",
)


@click.group()
def command() -> None:
    """Look after the panel store. It may be deleted at any time: the next build draws again."""


@command.command()
@STORE
@format_option
def info(store: str, style: Format) -> None:
    """Say how many panels the store holds."""
    summary = _opened(store, style).summary()
    if style == "json":
        told = {"store": store, "panels": summary.panels, "bytes": summary.size_bytes}
        click.echo(json.dumps(told))
    else:
        click.echo(f"{store}: {summary.panels} panels, {summary.size_bytes / MEBIBYTE:.1f} MiB")


@command.command()
@STORE
@format_option
def verify(store: str, style: Format) -> None:
    """Read every panel, and remove the damaged ones."""
    diagnostics = Diagnostics()
    panels = _opened(store, style)
    damaged = panels.verify(diagnostics)
    whole = panels.summary().panels
    show(diagnostics, style)
    if style == "json":
        click.echo(json.dumps({"whole": whole, "damaged": damaged}))
    else:
        click.echo(f"{whole} panels are whole, {damaged} were damaged and are removed")
    sys.exit(exit_code(diagnostics))


@command.command()
@click.argument("outputs", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@STORE
@format_option
def prune(outputs: tuple[Path, ...], store: str, style: Format) -> None:
    """Remove the panels that none of the OUTPUTS (folders of builds; by default all in build/) uses."""
    folders = outputs or tuple(sorted(path for path in Path("build").glob("*") if path.is_dir()))
    used = {
        source
        for folder in folders
        for name, source in OutputFolder(folder).files_of_last_build().items()
        if name.endswith(".png")
    }
    removed = _opened(store, style).prune(frozenset(used))
    if style == "json":
        click.echo(json.dumps({"removed": removed.panels, "bytes": removed.size_bytes}))
    else:
        click.echo(f"removed {removed.panels} panels, {removed.size_bytes / MEBIBYTE:.1f} MiB")


def _opened(place: str, style: Format) -> PanelStore:
    """Return the store at a folder or URL; end the command where it cannot be opened."""
    diagnostics = Diagnostics()
    store = open_store(place, diagnostics)
    if store is None:
        show(diagnostics, style)
        sys.exit(exit_code(diagnostics))
    return store
