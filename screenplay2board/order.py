"""What a build is asked to make, on which day, and what it says that it made."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from screenplay2board.settings import Settings

Document = Literal["html", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOrder:
    """What to build and where. documents: what to write; required: those of them that were asked for by name.

    executor: a registered name, or `auto`. scheduler: the address of a cluster's scheduler, where one is to be used.
    store_root: the folder of the panels and of other state. store_url: where the panels are kept instead, if anywhere.
    frozen: whether the model's files must be those of board.lock.
    """

    script: Path
    settings: Settings
    out_dir: Path
    store_root: Path
    store_url: str | None = None
    documents: frozenset[Document] = frozenset({"html", "pdf"})
    required: frozenset[Document] = frozenset({"html"})
    executor: str = "auto"
    scheduler: str | None = None
    workers: int = 1
    templates: Path | None = None
    frozen: bool = False


@dataclass(slots=True, kw_only=True)
class BuildReport:
    """What a build did. outputs: the files that people open. seconds: wall time by stage."""

    scenes: int = 0
    shots: int = 0
    panels: int = 0
    rendered: int = 0
    cached: int = 0
    failed: int = 0
    outputs: list[str] = field(default_factory=list[str])
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    def as_json(self) -> dict[str, Any]:
        """Return the report for machines."""
        return dataclasses.asdict(self)

    @contextlib.contextmanager
    def timed(self, stage: str) -> Generator[None]:
        """Add the wall time of the block to `stage`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - start, 3)


def build_date() -> str:
    """Return the date of the build, `2026-11-22`, from SOURCE_DATE_EPOCH; empty where it is not set.

    The clock is not asked: the same inputs give the same book on every day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.strftime("%Y-%m-%d", time.gmtime(int(epoch))) if epoch.isdigit() else ""
