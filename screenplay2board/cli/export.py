"""`s2b export`: the board for editing programs, spreadsheets, slides, players and pipelines."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.export.timeline import make_timeline
from screenplay2board.export.types import FRAME_RATES, Exporter, FrameRate, Timeline
from screenplay2board.files import replacing
from screenplay2board.manifest import read_manifest
from screenplay2board.registry import UnknownNameError, load, names


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-t",
    "--to",
    "formats",
    multiple=True,
    required=True,
    metavar="FORMAT",
    help=f"What to write, again for more: {', '.join(names('exporters'))}.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write [FOLDER].")
@click.option("--fps", type=click.Choice(tuple(FRAME_RATES)), default="24", show_default=True, help="Frames a second.")
@format_option
def command(folder: Path, formats: tuple[str, ...], out: Path | None, fps: str, style: Format) -> None:
    """Write the board in FOLDER, which `s2b build` made, in the formats of other programs.

    The files are called after the script and lie in FOLDER, beside the pictures that some of them name.
    """
    diagnostics = Diagnostics()
    written: list[Path] = []
    exporters = {name: found for name in formats if (found := _exporter(name, diagnostics)) is not None}
    manifest = read_manifest(folder, diagnostics)
    timeline = make_timeline(manifest, folder, FrameRate(FRAME_RATES[fps]), diagnostics) if manifest else None
    if timeline is not None and not diagnostics.has_errors:
        for name, exporter in exporters.items():
            path = (out or folder) / f"{timeline.name}.{name}"
            if _write(timeline, exporter, path, diagnostics):
                written.append(path)
    show(diagnostics, style)
    if style == "json":
        click.echo(json.dumps({"outputs": [str(path) for path in written]}, ensure_ascii=False))
    else:
        for path in written:
            click.echo(path)
    sys.exit(exit_code(diagnostics))


def _exporter(name: str, diagnostics: Diagnostics) -> Exporter | None:
    """Return what writes a format; None where there is none of that name (reported)."""
    try:
        return load("exporters", name)
    except UnknownNameError:
        known = names("exporters")
        hint = name_hint(nearest(name, known), known)
        diagnostics.error("S2B612", f"there is no format `{name}` to write", hint=hint)
    except ImportError as error:
        diagnostics.error("S2B613", f"the format `{name}` cannot be loaded: {error}")
    return None


def _write(timeline: Timeline, exporter: Exporter, path: Path, diagnostics: Diagnostics) -> bool:
    """Write one file, whole or not at all; tell whether that went well."""
    try:
        with replacing(path) as temporary:
            exporter(timeline, temporary, Bar())
    except ImportError as error:
        hint = "pip install 'screenplay2board[export]'"
        diagnostics.error("S2B613", f"`{path.suffix[1:]}` needs the library `{error.name}`", hint=hint)
    except OSError as error:
        hint = "check its permissions and the free space, or choose another folder with -o"
        diagnostics.error("S2B702", f"cannot write `{path}`: {error.strerror or error}", hint=hint)
    else:
        return True
    return False
