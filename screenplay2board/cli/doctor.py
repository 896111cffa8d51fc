"""`s2b doctor`: say what this machine has, what is missing, and the command that brings it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click

from screenplay2board import __version__
from screenplay2board.book.faces import pango_hint
from screenplay2board.cli.options import format_option
from screenplay2board.cli.report import Format
from screenplay2board.render.executors.processes import available_cores


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. needed: whether `s2b build` cannot do without it."""

    name: str
    ok: bool
    detail: str
    command: str = ""
    needed: bool = False


@click.command()
@format_option
def command(style: Format) -> None:
    """Say what this machine has, and how to get what is missing."""
    findings = [_python(), _cores(), _drawing(), _pdf(), _painting(), _writable()]
    if style == "json":
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            mark = click.style("ok     ", fg="green") if finding.ok else click.style("missing", fg="yellow")
            click.echo(f"{mark}  {finding.name}: {finding.detail}")
            if finding.command and not finding.ok and style == "human":
                click.echo(f"         {finding.command}")
    sys.exit(int(any(finding.needed and not finding.ok for finding in findings)))


def _python() -> Finding:
    detail = f"s2b {__version__} on Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding(name="s2b", ok=True, detail=detail)


def _cores() -> Finding:
    return Finding(name="cores", ok=True, detail=f"{available_cores()} for drawing (-j to use fewer)")


def _drawing() -> Finding:
    from screenplay2board.render.sketch import kernels

    found = kernels.find()
    if isinstance(found, kernels.Missing):
        detail = f"drawn with NumPy, about three times slower: the compiled library is {found.reason}"
        return Finding(name="sketches", ok=False, detail=detail, command=found.hint)
    return Finding(name="sketches", ok=True, detail="drawn with the compiled library")


def _pdf() -> Finding:
    try:
        import_module("screenplay2board.book.typeset")  # it loads Pango when it is imported
    except OSError as error:
        reason = str(error).splitlines()[0]
        return Finding(name="PDF", ok=False, detail=f"Pango cannot be loaded ({reason})", command=pango_hint())
    return Finding(name="PDF", ok=True, detail=f"WeasyPrint {version('weasyprint')} with Pango")


def _painting() -> Finding:
    from screenplay2board.render.diffusion.project import INSTALL, missing_packages

    missing = missing_packages()
    if missing:
        detail = f"only sketches: {', '.join(missing)} are not installed"
        return Finding(name="painting", ok=False, detail=detail, command=INSTALL)
    from screenplay2board.render.diffusion.device import describe  # torch takes seconds to load

    return Finding(name="painting", ok=True, detail=describe())


def _writable() -> Finding:
    here = Path.cwd()
    free = shutil.disk_usage(here).free / (1 << 30)
    ok = os.access(here, os.W_OK)
    return Finding(name="this folder", ok=ok, detail=f"{'writable' if ok else 'read-only'}, {free:.1f} GiB free")
