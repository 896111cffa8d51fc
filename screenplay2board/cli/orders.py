"""What `s2b build` and `s2b watch` share: the options of a build, the order that they make, and what is said of it."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from screenplay2board.book.types import BookStyle, Orientation, PageSize
from screenplay2board.cli.options import STATE, Project, find_board, open_project, root_of
from screenplay2board.cli.report import counted
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.output import OutputBusyError
from screenplay2board.render.executors.processes import available_cores, get_ready
from screenplay2board.render.executors.work import NoWorkersError
from screenplay2board.render.sketch.backend import SketchBackend
from screenplay2board.screenplay.reading import script_name
from screenplay2board.store_files import is_url

if TYPE_CHECKING:
    from screenplay2board.order import BuildOrder, BuildReport, Document
    from screenplay2board.render.choosing import Workshop
    from screenplay2board.render.panels import Progress

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("-o", "--out", type=click.Path(path_type=Path, file_okay=False), help="Output folder [build/NAME]."),
    click.option("--html/--no-html", default=None, help="Write index.html (the default)."),
    click.option(
        "--pdf/--no-pdf", default=None, help="Write the PDF (the default, where its libraries are installed)."
    ),
    click.option("--book", "book_style", type=click.Choice(get_args(BookStyle)), help="Panels on a page, or script."),
    click.option("--page", type=click.Choice(get_args(PageSize), case_sensitive=False), help="Paper."),
    click.option("--orientation", type=click.Choice(get_args(Orientation)), help="Which way the paper lies."),
    click.option("--plans/--no-plans", default=None, help="Begin each scene with its floor plan and its cameras."),
    click.option("--aspect", help="Aspect ratio of the panels: 16:9, 2.39, 1.85, 4:3, 1:1, 9:16."),
    click.option("--backend", help="auto, sketch, diffusion, or a plug-in's name."),
    click.option("--model", metavar="CARD", help="Model of the diffusion backend: a built-in card, or a card's .toml."),
    click.option("--frozen", is_flag=True, help="Fail where the model differs from board.lock."),
    click.option(
        "--drawing", "--style", "drawing", metavar="STYLE", help="Drawing style of the backend, or a style's .toml."
    ),
    click.option("-j", "--jobs", type=click.IntRange(min=1), help="Worker processes [one for each core]."),
    click.option(
        "--executor", default="auto", show_default=True, help="How panels are spread: auto, inline, processes, dask."
    ),
    click.option("--scheduler", metavar="ADDRESS", help="Scheduler of a Dask cluster, such as tcp://10.0.0.5:8786."),
    click.option(
        "--templates", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Own book templates."
    ),
    click.option("--store", metavar="PLACE", help="Panel store: a folder, or a URL such as s3://bucket/panels [.s2b]."),
)


def build_options(command: Command) -> Command:
    """Add the options that say what a build makes, of what, and where."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def open_order(script: Path, config: Path | None, flags: dict[str, Any], diagnostics: Diagnostics) -> BuildOrder | None:
    """Return what the settings and flags ask for; None where the settings are wrong (reported)."""
    _foresee_drawing(script, config, flags)
    from screenplay2board.order import BuildOrder  # loads the settings, while the renderer is loading elsewhere

    overrides = {
        "book.style": flags["book_style"],
        "book.page": flags["page"],
        "book.orientation": flags["orientation"],
        "book.aspect_ratio": flags["aspect"],
        "book.plans": flags["plans"],
        "render.backend": flags["backend"],
        "render.style": flags["drawing"],
        "render.workers": flags["jobs"],
        "model.card": flags["model"],
    }
    project = open_project(script, config, diagnostics, overrides)
    if diagnostics.has_errors:  # a mistyped setting must not draw a hundred wrong panels
        return None
    store_root, store_url = store_places(project, flags["store"])
    wanted: dict[Document, bool | None] = {"html": flags["html"], "pdf": flags["pdf"]}
    return BuildOrder(
        script=script,
        settings=project.settings,
        out_dir=flags["out"] or Path("build") / script_name(script),
        store_root=store_root,
        store_url=store_url,
        documents=frozenset(name for name, choice in wanted.items() if choice is not False),
        required=frozenset(name for name, choice in wanted.items() if choice),
        executor=flags["executor"],
        scheduler=flags["scheduler"],
        workers=project.settings.render.workers or available_cores(),
        templates=flags["templates"],
        frozen=flags["frozen"],
    )


def _foresee_drawing(script: Path, config: Path | None, flags: dict[str, Any]) -> None:
    """Let the renderer load beside this process where a project has no state yet: all its panels are to be drawn.

    A project that paints loads it for nothing, once.
    """
    alone = (flags["jobs"] or available_cores()) == 1
    asked_for = flags["executor"] in ("auto", "processes") and flags["scheduler"] is None
    sketched = flags["backend"] in (None, "auto", "sketch")
    if asked_for and sketched and not alone and script.is_file():
        state = root_of(script, config or find_board(script)) / STATE
        if not state.exists():
            get_ready(SketchBackend.preload)


def store_places(project: Project, wish: str | None) -> tuple[Path, str | None]:
    """Return the folder of the panels and other state, and the URL of the panels where they lie behind one."""
    place = wish or project.settings.store.url
    if place is None or is_url(place):
        return project.store_root, place
    return Path(place), None


def make_book(
    order: BuildOrder, diagnostics: Diagnostics, progress: Progress | None, workshop: Workshop | None = None
) -> BuildReport | None:
    """Build; whatever stands in its way outside the program becomes a diagnostic."""
    from screenplay2board.building import build

    try:
        report = build(order, diagnostics, progress, workshop)
    except OutputBusyError as busy:
        who = f" (process {busy.process})" if busy.process else ""
        hint = "wait for it, or choose another folder with -o"
        diagnostics.error("S2B701", f"another build is writing to the same output folder{who}", hint=hint)
        return None
    except OSError as error:
        place = f" `{error.filename}`" if error.filename else ""
        mend = "free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check its permissions"
        hint = f"{mend}, or choose another folder with -o; what was drawn is kept"
        diagnostics.error("S2B702", f"cannot write{place}: {error.strerror or error}", hint=hint)
        return None
    except NoWorkersError as error:
        hint = "start a scheduler with `dask scheduler`, and `s2b worker ADDRESS` on every machine; or draw here"
        diagnostics.error("S2B507", str(error), hint=hint)
        return None
    if report is not None and report.rendered and order.settings.render.backend in ("auto", "sketch"):
        _note_slow_drawing(diagnostics)
    return report


def summary(report: BuildReport) -> str:
    """Return what a build made, in one line."""
    counts = {"scene": report.scenes, "shot": report.shots, "panel": report.panels}
    made = ", ".join(counted(count, name) for name, count in counts.items())
    parts = [f"{report.rendered} drawn", f"{report.cached} unchanged"]
    if report.failed:
        parts.append(f"{report.failed} failed")
    return f"{made}: {', '.join(parts)} in {sum(report.seconds.values()):.1f} s"


def progress_bar() -> Progress:
    """Return the bar that people see."""
    from screenplay2board.cli.progress import Bar  # rich takes longer to load than a script to read

    return Bar()


def _note_slow_drawing(diagnostics: Diagnostics) -> None:
    """Say so where the panels were drawn without the compiled library."""
    from screenplay2board.render.sketch import kernels

    found = kernels.find()
    if isinstance(found, kernels.Missing):
        message = f"panels are drawn with NumPy, about three times slower: the compiled library is {found.reason}"
        diagnostics.note("S2B520", message, hint=found.hint)
