"""`s2b diff`: what is different between two boards, for people, for machines and for a pull request."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import click

from screenplay2board.cli.options import config_option, open_project
from screenplay2board.cli.orders import make_book, store_places
from screenplay2board.cli.progress import Bar
from screenplay2board.cli.report import exit_code, printable, show
from screenplay2board.compare.comparison import compare
from screenplay2board.compare.markdown import markdown_lines
from screenplay2board.compare.report import as_json, human_lines
from screenplay2board.compare.types import Board, BoardDiff
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.manifest import parse_manifest, read_manifest
from screenplay2board.order import BuildOrder
from screenplay2board.output import OutputBusyError, OutputFolder
from screenplay2board.pipeline import describe
from screenplay2board.registry import names
from screenplay2board.render.executors.processes import available_cores
from screenplay2board.screenplay.reading import STDIN
from screenplay2board.store import canonical_json

Format = Literal["human", "json", "markdown"]
COLOURS = {"+": "green", "-": "red", "~": "yellow", ">": "cyan"}  # of lines, by what they begin with
SIDE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """How scripts are made into boards. scratch: where their pictures are drawn, None where nobody will see them."""

    config: Path | None
    store: str | None
    scratch: Path | None


@click.command()
@click.argument("old", type=SIDE)
@click.argument("new", type=SIDE)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write a page with the pictures of both sides into this folder.",
)
@click.option("--exit-code", "tell", is_flag=True, help="Exit with 1 where anything is different.")
@click.option("--store", metavar="PLACE", help="Panel store of scripts: a folder or a URL [the project's].")
@config_option
@click.option(
    "--format",
    "style",
    type=click.Choice(get_args(Format)),
    default="human",
    show_default=True,
    help="markdown is for a pull request, json for machines.",
)
def command(
    old: Path, new: Path, out: Path | None, tell: bool, store: str | None, config: Path | None, style: Format
) -> None:
    """Say what is different between OLD and NEW.

    Each is a folder that `s2b build` wrote, or a script. Only a page (-o) needs the pictures of a script, and draws
    those that are not in the store.
    """
    diagnostics = Diagnostics()
    with tempfile.TemporaryDirectory(prefix="s2b-diff-") as scratch:
        wishes = _Wishes(config=config, store=store, scratch=Path(scratch) if out else None)
        boards = [_board(place, name, wishes, diagnostics) for place, name in ((old, "old"), (new, "new"))]
        diff = compare(boards[0], boards[1]) if boards[0] and boards[1] else None
        page = _write(diff, out, diagnostics) if diff and out else None
    show(diagnostics, "json" if style == "json" else "human")
    if diff is not None:
        _print(diff, style)
    if page is not None:
        click.echo(page, err=True)
    sys.exit(exit_code(diagnostics) or int(tell and diff is not None and diff.differs))


def _board(place: Path, name: str, wishes: _Wishes, diagnostics: Diagnostics) -> Board | None:
    """Return one side; None where it is neither a build folder nor a script that can be read (reported)."""
    if place.is_dir():
        manifest = read_manifest(place, diagnostics)
        return Board(name=str(place), manifest=manifest, folder=place) if manifest else None
    readable = names("readers")
    if place == STDIN or (place.suffix.lower() in readable and place.exists()):
        return _board_of_script(place, name, wishes, diagnostics)
    what = f"`{place}` is neither a build folder nor a script" if place.exists() else f"there is no `{place}`"
    hint = f"name a folder that `s2b build` wrote, or a script: {', '.join(readable)}"
    diagnostics.error("S2B720", what, hint=hint)
    return None


def _board_of_script(script: Path, name: str, wishes: _Wishes, diagnostics: Diagnostics) -> Board | None:
    """Plan a script, and draw it where a page wants its pictures. Of what is said of it, only errors count here."""
    found = Diagnostics()
    project = open_project(script, wishes.config, found, {"book.plans": False})
    folder = wishes.scratch / name if wishes.scratch else None
    data: dict[str, object] | None = None
    if not found.has_errors and folder:
        store_root, store_url = store_places(project, wishes.store)
        order = BuildOrder(
            script=script,
            settings=project.settings,
            out_dir=folder,
            store_root=store_root,
            store_url=store_url,
            documents=frozenset(),
            workers=project.settings.render.workers or available_cores(),
        )
        data = OutputFolder(folder).manifest() if make_book(order, found, Bar()) else None
    elif not found.has_errors:
        data = describe(script, project.settings, found)
    diagnostics.extend(item for item in found if item.severity == "error")
    manifest = parse_manifest(canonical_json(data), script, diagnostics) if data else None
    return Board(name=str(script), manifest=manifest, folder=folder) if manifest else None


def _write(diff: BoardDiff, out: Path, diagnostics: Diagnostics) -> Path | None:
    from screenplay2board.compare.page import write_page  # templates take longer to load than two manifests to compare

    try:
        return write_page(diff, out, diagnostics)
    except OutputBusyError:
        diagnostics.error("S2B701", f"another run is writing to `{out}`", hint="wait for it, or choose another folder")
    except OSError as error:
        hint = "check its permissions and the free space, or choose another folder with -o"
        diagnostics.error("S2B702", f"cannot write `{error.filename or out}`: {error.strerror or error}", hint=hint)
    return None


def _print(diff: BoardDiff, style: Format) -> None:
    if style == "json":
        click.echo(json.dumps(as_json(diff), ensure_ascii=False, indent=1))
        return
    lines = human_lines(diff) if style == "human" else markdown_lines(diff)
    for line in lines:
        plain = printable(line)
        colour = COLOURS.get(plain[:1]) if style == "human" else None
        click.echo(click.style(plain, fg=colour) if colour else plain)
