"""`s2b init`: start a project that builds at once."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.report import Format, show
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically

# what lies in the package -> where it goes in the project
SCAFFOLD = {
    "night.fountain": "night.fountain",
    "board.toml": "board.toml",
    "gitignore": ".gitignore",
    "storyboard.yml": ".github/workflows/storyboard.yml",
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@format_option
def command(folder: Path, style: Format) -> None:
    """Write an example screenplay, board.toml and a CI job into FOLDER. Files that exist are left alone."""
    diagnostics = Diagnostics()
    written: list[str] = []
    package = files("screenplay2board.cli") / "scaffold"
    try:
        for source, name in SCAFFOLD.items():
            target = folder / name
            if target.exists():
                diagnostics.note("S2B704", f"`{target}` exists and is left as it is")
                continue
            write_atomically(target, (package / source).read_bytes())
            written.append(str(target))
    except OSError as error:
        diagnostics.error("S2B702", f"cannot write `{error.filename or folder}`: {error.strerror or error}")
    show(diagnostics, style)
    if style == "json":
        click.echo(json.dumps({"written": written}, ensure_ascii=False))
    else:
        for name in written:
            click.echo(name)
        if written and not diagnostics.has_errors:
            where = "" if folder == Path() else f"cd {folder} && "
            click.echo(f"next: {where}s2b build night.fountain", err=True)
    sys.exit(int(diagnostics.has_errors))
