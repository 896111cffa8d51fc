"""What the commands of all steps tell alike: packages that are missing, files that fail, results for machines."""

from __future__ import annotations

import errno
import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from screenplay2board.cli.report import Format
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKEN_NAMES, TOKENS
from screenplay2board.render.diffusion.project import missing_packages
from training.dataset import Dataset
from training.manifest import read_manifest

INSTALL = "pip install 'screenplay2board[training]'"


def check_packages(diagnostics: Diagnostics, *more: str) -> None:
    """Report packages that a step needs and that are not installed. more: names beside those of the extra."""
    missing: Sequence[str] = (*missing_packages(), *more)
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        diagnostics.error("S2B830", f"this step needs {', '.join(missing)}, which {verb} not installed", hint=INSTALL)


@contextmanager
def files_reported(diagnostics: Diagnostics) -> Generator[None]:
    """Report what goes wrong with files in the body (S2B805): it ends there, and what is written stays."""
    try:
        yield
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "the disk is full" if full else (problem.strerror or str(problem)).lower()
        failed = "cannot be written" if full else "cannot be read or written"
        what = f"`{problem.filename}` {failed}" if problem.filename else "a file cannot be written"
        hint = "make room and call it again: it goes on where it was" if full else None
        diagnostics.error("S2B805", f"{what}: {reason}", hint=hint)


def tell_result(folder: Path, text: str, style: Format) -> None:
    """Write what a step made to stdout: its manifest for machines, `text` for people."""
    click.echo(json.dumps(read_manifest(folder), ensure_ascii=False) if style == "json" else text)


def counted(folder: Path, dataset: Dataset, mirrored: int = 0) -> str:
    """Return a dataset in one line. mirrored: how many of its pictures are mirror images of others."""
    found = dataset.tokens()
    told = [f"{found[token]} {TOKEN_NAMES[token]} ({token})" for token in TOKENS if found[token]]
    rest = len(dataset) - found.total()
    told += [f"{rest} without a size"] if rest else []
    turned = f", {mirrored} of them mirror images" if mirrored else ""
    return f"{folder}: {len(dataset)} pictures{turned}: {', '.join(told)}"


def tell_next(command: str, style: Format) -> None:
    """Write to stderr which command comes next, for people."""
    if style == "human":
        click.echo(f"next: {command}", err=True)
