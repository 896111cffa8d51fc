"""Timelines of built boards, as tests want them."""

from dataclasses import replace
from pathlib import Path

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.export.timeline import make_timeline
from screenplay2board.export.types import FRAME_RATES, FrameRate, Timeline
from screenplay2board.manifest import read_manifest


def timeline_at(folder: Path, rate: str) -> Timeline:
    diagnostics = Diagnostics()
    manifest = read_manifest(folder, diagnostics)
    assert manifest is not None
    made = make_timeline(manifest, folder, FrameRate(FRAME_RATES[rate]), diagnostics)
    assert made is not None, list(diagnostics)
    return made


def with_action(timeline: Timeline, text: str) -> Timeline:
    """Return the timeline with another action in its first shot."""
    first = timeline.cuts[0].shot.model_copy(update={"action": text})
    manifest = timeline.manifest.model_copy(update={"shots": (first, *timeline.manifest.shots[1:])})
    return replace(timeline, manifest=manifest, cuts=(replace(timeline.cuts[0], shot=first), *timeline.cuts[1:]))
