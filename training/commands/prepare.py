"""`python -m training prepare`: make a dataset of labelled pictures."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from screenplay2board.cli.options import format_option
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import Format, exit_code, show
from screenplay2board.diagnostics import Diagnostics, nearest
from screenplay2board.render.diffusion.cards import TOKENS
from training.commands.reporting import check_packages, counted, files_reported, tell_next, tell_result
from training.manifest import read_manifest
from training.prepare.settings import PrepareSettings
from training.settings_file import read_settings, recipes


@click.command("prepare")
@click.argument("source", metavar="SETTINGS_OR_FOLDER")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--source", "other", metavar="FOLDER", help="The pictures, instead of those that the settings name.")
@format_option
def command(source: str, folder: Path, other: str | None, style: Format) -> None:
    """Make a dataset in FOLDER of the pictures in SETTINGS_OR_FOLDER.

    A folder of pictures with captions in .txt files of the same names needs no settings. What was made already is not
    made again: run it once more to go on.
    """
    diagnostics = Diagnostics()
    settings = _settings(source, diagnostics)
    check_packages(diagnostics)
    if settings is not None and other is not None:
        settings = settings.model_copy(update={"source": other})
    if settings is not None and not settings.source:
        hint = f'write `source = "my_sketches"` into `{source}`, or give `--source my_sketches`'
        diagnostics.error("S2B820", "the settings name no source", hint=hint)
    dataset = None
    if settings is not None and not diagnostics.has_errors:
        from training.prepare.run import prepare

        with files_reported(diagnostics):
            dataset = prepare(settings, folder, diagnostics, Bar(item="picture"))
            if dataset is not None:
                counts = (read_manifest(folder) or {}).get("counts", {})
                mirrored = counts.get("augment", 0) - counts.get("balance", 0)
                tell_result(folder, counted(folder, dataset, mirrored), style)
    show(diagnostics, style)
    if dataset is not None and all(dataset.tokens()[token] for token in TOKENS):
        tell_next(f"python -m training train tokens MODEL --data {shlex.quote(str(folder))}", style)
    sys.exit(exit_code(diagnostics))


def _settings(source: str, diagnostics: Diagnostics) -> PrepareSettings | None:
    """Return the settings for a folder of pictures, or those in a file or recipe; None where there are none (reported).

    Most people give a folder: a name that is nothing is told as one.
    """
    path = Path(source)
    if path.is_dir() or path.suffix in (".tar", ".json"):
        return PrepareSettings(source=source)
    if path.suffix == ".toml" or source in recipes():
        return read_settings(source, PrepareSettings, diagnostics)
    beside = [item.name for item in path.parent.iterdir() if item.is_dir()] if path.parent.is_dir() else []
    near = nearest(path.name, beside)
    hint = f"did you mean `{path.parent / near}`?" if near else "give the folder of your pictures, or settings (.toml)"
    what = "is no folder" if path.exists() else "is not there, expected a folder of pictures"
    diagnostics.error("S2B820", f"`{source}` {what}", hint=hint)
    return None
