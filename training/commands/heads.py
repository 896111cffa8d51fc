"""`python -m training heads`: train the detector of heads, and measure it."""

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
from training.dataset import read_dataset
from training.heads.settings import HeadSettings
from training.settings_file import read_settings


@click.command("heads")
@click.argument("dataset", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--settings", default="heads", show_default=True, help="A TOML file or the name of a recipe.")
@click.option("--tests", metavar="DATASET", type=click.Path(path_type=Path), help="Measure it on these pictures too.")
@format_option
def command(dataset: Path, out: Path, settings: str, tests: Path | None, style: Format) -> None:
    """Train on the pictures of DATASET, drawn with `label_people`, the detector of heads; write OUT.

    A part of the titles is held out; how well heads are found in them is told and stored in OUT.
    """
    diagnostics = Diagnostics()
    read = read_settings(settings, HeadSettings, diagnostics)
    check_packages(diagnostics)
    data = read_dataset(dataset, diagnostics)
    others = read_dataset(tests, diagnostics) if tests is not None else None
    if read is not None and data is not None and not diagnostics.has_errors:
        from training.heads.measures import told
        from training.heads.training import labelled_people, measured, train_heads

        trained = train_heads(data, read, diagnostics, Bar(item="step"))
        if trained is not None:
            with files_reported(diagnostics):
                trained.save(out)
            groups = {"held_out": trained.held_out}
            if others is not None:
                others = labelled_people(others, diagnostics)
                groups["tests"] = measured(trained.detector, others, others.samples)
            if style == "json":
                found = {name: {key: one.as_json() for key, one in group.items()} for name, group in groups.items()}
                click.echo(json.dumps(found))
            else:
                click.echo(f"{out}: on pictures held out")
                click.echo(told(trained.held_out.items()))
                if "tests" in groups:
                    click.echo(f"on {tests}")
                    click.echo(told(groups["tests"].items()))
    show(diagnostics, style)
    sys.exit(exit_code(diagnostics))
