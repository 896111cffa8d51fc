"""Whether a book is up to date: what it was made from is the same, and its files lie as they were left.

Enters: the order of a build and the backend chosen for it. Leaves: the `Record` of the last build where that holds, so
that nothing has to be read, planned or laid out again. What was read is compared by content, since a checkout changes
times; what was written by size and time, as git's index does, since a book has thousands of pictures.
Records lie with the rest of the state, `.s2b/books/`, one for each output folder; without them a build takes longer.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json

from screenplay2board.diagnostics import Diagnostic
from screenplay2board.files import Stamp, stamp_of, write_atomically
from screenplay2board.order import BuildOrder, BuildReport, build_date
from screenplay2board.output import MANIFEST
from screenplay2board.packaged import PACKAGE, template_root
from screenplay2board.registry import is_built_in
from screenplay2board.render.choosing import ChosenBackend
from screenplay2board.screenplay.reading import STDIN, UNNAMED_FORMAT
from screenplay2board.sources import sources

BOOKS = "books"
LARGEST_BYTES = 16_000_000  # a record of a feature film has a hundredth of it


class Record(BaseModel):
    """A build. inputs: digest of what it was made from, None where it did not come out whole or may not do so again.

    files: what it left, by name below the folder. findings: what was said of the screenplay and the plan, and will be
    again.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    inputs: str | None
    files: dict[str, Stamp]
    scenes: int
    shots: int
    panels: int
    outputs: tuple[str, ...]
    findings: tuple[Diagnostic, ...]

    def report(self) -> BuildReport:
        """Return what a build says that found nothing to do."""
        return BuildReport(
            scenes=self.scenes,
            shots=self.shots,
            panels=self.panels,
            cached=self.panels,
            outputs=list(self.outputs),
        )

    def describes(self, folder: Path) -> bool:
        """Tell whether every file of the build still lies in `folder` as it was left."""
        return all(stamp_of(folder / name) == stamp for name, stamp in self.files.items())


def inputs_digest(order: BuildOrder, backend: ChosenBackend) -> str | None:
    """Return a hash over all that a book depends on, this program included; None where that cannot be known.

    Standard input can be read only once, and the code of plug-ins may change without a word.
    """
    suffix = order.script.suffix.lower() or UNNAMED_FORMAT
    built_in = is_built_in("readers", suffix) and is_built_in("backends", backend.name)
    if order.script == STDIN or not built_in:
        return None
    names = {"documents": sorted(order.documents), "required": sorted(order.required)}  # sets have no order
    settings = replace(order.settings, render=order.settings.render.model_copy(update={"workers": None}))
    plain = replace(order, settings=settings, documents=frozenset(), required=frozenset(), workers=1)
    said = to_json((plain, names, backend, build_date()), bytes_mode="base64").decode()
    files = sources(order.script, Path(order.settings.file) if order.settings.file else None, order)
    try:
        parts = (said, files.digest(), _program())
    except OSError:  # the build itself says what cannot be read
        return None
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def last_record(order: BuildOrder) -> Record | None:
    """Return the record of the last build into the order's folder, None where there is none that can be read."""
    path = _place(order)
    try:
        return Record.model_validate_json(path.read_bytes()) if path.stat().st_size <= LARGEST_BYTES else None
    except (OSError, ValidationError):
        return None


def remember(
    order: BuildOrder, inputs: str | None, files: Iterable[str], report: BuildReport, findings: Iterable[Diagnostic]
) -> None:
    """Record a build. files: the names of all that it left in its folder, beside the manifest.

    Call it while the folder is claimed. A state that cannot be written costs the next build its time, no more.
    """
    stamps = {name: stamp_of(order.out_dir / name) for name in (*files, MANIFEST)}
    record = Record(
        inputs=inputs,
        files={name: stamp for name, stamp in stamps.items() if stamp is not None},
        scenes=report.scenes,
        shots=report.shots,
        panels=report.panels,
        outputs=tuple(report.outputs),
        findings=tuple(findings),
    )
    with contextlib.suppress(OSError):
        write_atomically(_place(order), record.model_dump_json().encode())


def _place(order: BuildOrder) -> Path:
    folder = str(order.out_dir.absolute())
    return order.store_root / BOOKS / f"{hashlib.sha256(folder.encode()).hexdigest()[:32]}.json"


@functools.cache
def _program() -> str:
    """Return a stamp of every file of this program: in a checkout its code changes without a new version."""
    found: list[str] = []
    for folder in {PACKAGE, template_root()}:
        for path in folder.rglob("*"):
            if "__pycache__" not in path.parts and path.suffix:
                found.append(f"{path}: {stamp_of(path)}")
    return "\n".join(sorted(found))
