"""`s2b doctor`: say what this machine has, what is missing, and the command that brings it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from screenplay2board import __version__
from screenplay2board.cli.report import Format
from screenplay2board.render.executors.processes import available_cores

SCRIPTS_OF_FONTS = {"Korean": "ko", "Cyrillic": "ru", "Greek": "el"}
PANGO_COMMANDS = {
    "Linux": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0  (Fedora: dnf install pango)",
    "Darwin": "brew install weasyprint",
    "Windows": "with MSYS2: pacman -S mingw-w64-x86_64-pango; set WEASYPRINT_DLL_DIRECTORIES to its bin folder",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. needed: whether `s2b build` cannot do without it."""

    name: str
    ok: bool
    detail: str
    command: str = ""
    needed: bool = False


@click.command()
@click.option("--format", "style", type=click.Choice(["human", "short", "json"]), default="human", show_default=True)
def command(style: Format) -> None:
    """Say what this machine has, and how to get what is missing."""
    findings = [_python(), _cores(), _drawing(), _pdf(), *_fonts(), _writable()]
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
    version = platform.python_version()
    detail = f"s2b {__version__} on Python {version}, {platform.system()} {platform.machine()}"
    return Finding(name="s2b", ok=True, detail=detail)


def _cores() -> Finding:
    return Finding(name="cores", ok=True, detail=f"{available_cores()} for drawing (-j to use fewer)")


def _drawing() -> Finding:
    return Finding(name="sketches", ok=True, detail="the sketch backend draws on any machine", needed=True)


def _pdf() -> Finding:
    try:
        import weasyprint
    except OSError as error:
        reason = str(error).splitlines()[0]
        wanted = PANGO_COMMANDS.get(platform.system(), PANGO_COMMANDS["Linux"])
        return Finding(name="PDF", ok=False, detail=f"Pango cannot be loaded ({reason})", command=wanted)
    return Finding(name="PDF", ok=True, detail=f"WeasyPrint {weasyprint.__version__} with Pango")


def _fonts() -> list[Finding]:
    if not shutil.which("fc-list"):
        return []
    findings: list[Finding] = []
    for script, language in SCRIPTS_OF_FONTS.items():
        listed = subprocess.run(
            ["fc-list", f":lang={language}", "family"], capture_output=True, text=True, check=False, timeout=20
        )
        families = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
        detail = f"{families[0]}" if families else "no font on this machine"
        command = "apt install fonts-noto-cjk" if language == "ko" else "apt install fonts-dejavu-core"
        findings.append(Finding(name=f"{script} letters", ok=bool(families), detail=detail, command=command))
    return findings


def _writable() -> Finding:
    here = Path.cwd()
    free = shutil.disk_usage(here).free / (1 << 30)
    ok = os.access(here, os.W_OK)
    return Finding(name="this folder", ok=ok, detail=f"{'writable' if ok else 'read-only'}, {free:.1f} GiB free")
