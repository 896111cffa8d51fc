"""The board as an animated GIF: small, silent, shown by every browser, chat and pull request."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from PIL import Image

from screenplay2board.export.types import Timeline
from screenplay2board.render.panels import Progress

WIDTH_PX = 640  # at the most
COLOURS = 32  # a drawn panel has a few greys and their soft edges
MS_IN_S = 1000
TICKS_IN_S = 100  # the form counts in hundredths of a second


def write_gif(timeline: Timeline, path: Path, progress: Progress) -> None:
    """Write the film: every panel once, for as long as its shot lasts, again and again."""
    progress.begin("film", len(timeline.cuts))
    stills = _stills(timeline, progress)
    next(stills).save(path, "GIF", save_all=True, append_images=stills, duration=_durations_ms(timeline), loop=0)
    progress.end()


def _stills(timeline: Timeline, progress: Progress) -> Iterator[Image.Image]:
    width, height = timeline.frame_px
    scale = min(1, Fraction(WIDTH_PX, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    for cut in timeline.cuts:
        with Image.open(timeline.folder / cut.picture) as picture:
            small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        yield small.quantize(COLOURS, dither=Image.Dither.NONE)
        progress.advance()


def _durations_ms(timeline: Timeline) -> list[int]:
    """Return how long each panel stands; ends are rounded, not durations, so that the whole keeps its length."""
    ends = [0, *(round(cut.end * TICKS_IN_S / timeline.rate.exact) for cut in timeline.cuts)]
    return [(end - start) * MS_IN_S // TICKS_IN_S for start, end in itertools.pairwise(ends)]
