"""Build a book, or find that it is up to date.

Enters: a `BuildOrder`. Leaves: the book in its folder, and a `BuildReport`.
"""

from __future__ import annotations

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.order import BuildOrder, BuildReport
from screenplay2board.output import OutputFolder
from screenplay2board.render.choosing import WorkersWish, Workshop, choose_backend, prepare_workers
from screenplay2board.render.panels import Progress, Unwatched
from screenplay2board.up_to_date import inputs_digest, last_record


def build(
    order: BuildOrder,
    diagnostics: Diagnostics,
    progress: Progress | None = None,
    workshop: Workshop | None = None,
) -> BuildReport | None:
    """Make the book of a screenplay; return None where there is nothing to build.

    workshop: the workers that several builds share, if any.

    Raises: OutputBusyError where another build writes to the folder; OSError where the output cannot be written.
    """
    backend = choose_backend(order.settings, diagnostics, frozen=order.frozen)
    inputs = inputs_digest(order, backend) if backend is not None else None
    unchanged = _unchanged(order, inputs, diagnostics) if inputs is not None else None
    if unchanged is not None:
        return unchanged
    if backend is not None:
        prepare_workers(WorkersWish.of(order), backend)
    # planner and typesetter take longer to load than it takes to see that there is nothing to do
    from screenplay2board.pipeline import compile_book

    return compile_book(order, backend, inputs, diagnostics, progress or Unwatched(), workshop or Workshop())


def _unchanged(order: BuildOrder, inputs: str, diagnostics: Diagnostics) -> BuildReport | None:
    """Return what a build says of a book that is up to date; None where there is anything to do.

    Raises: OutputBusyError where another build writes to the folder; OSError where it cannot be written.
    """
    record = last_record(order)
    if record is None or record.inputs != inputs or not order.out_dir.is_dir():
        return None
    report = record.report()
    with report.timed("check"), OutputFolder(order.out_dir).claim():
        if not record.describes(order.out_dir):
            return None
    diagnostics.extend(record.findings)
    return report
