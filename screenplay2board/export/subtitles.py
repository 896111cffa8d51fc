"""The dialogue as SubRip subtitles, timed to the cuts: beside a film of the same name, players show it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from screenplay2board.export.types import Cut, Timeline, dialogue_lines
from screenplay2board.render.panels import Progress

LINE_CHARACTERS = 42  # the usual most of a subtitle
MS_IN_S = 1000
_DIRECTION = re.compile(r"\([^()]*\)")


def write_srt(timeline: Timeline, path: Path, progress: Progress) -> None:  # noqa: ARG001
    """Write one subtitle a speech; speeches of one cut share its time by their length."""
    blocks: list[str] = []
    for cut in timeline.cuts:
        for start, end, cue, speech in _timed(cut, timeline):
            lines = textwrap.wrap(f"{cue}: {speech}", LINE_CHARACTERS)
            times = f"{_clock(start)} --> {_clock(end)}"
            blocks.append("\n".join([str(len(blocks) + 1), times, *lines]) + "\n")
    path.write_text("\n".join(blocks), encoding="utf-8", newline="\n")


def _timed(cut: Cut, timeline: Timeline) -> Iterator[tuple[Fraction, Fraction, str, str]]:
    """Yield (start, end, who, what) of a cut's speeches, in seconds, without directions such as `(quietly)`."""
    said = ((_spoken(cue), _spoken(speech)) for cue, speech in dialogue_lines(cut.shot))
    spoken = [(cue, speech) for cue, speech in said if speech]
    whole = sum(len(speech) for _, speech in spoken)
    start = Fraction(cut.start) / timeline.rate.exact
    for cue, speech in spoken:
        end = start + Fraction(cut.frames * len(speech), whole) / timeline.rate.exact
        yield start, end, cue, speech
        start = end


def _spoken(text: str) -> str:
    return " ".join(_DIRECTION.sub(" ", text).split())


def _clock(seconds: Fraction) -> str:
    """Return `HH:MM:SS,mmm`."""
    whole, ms = divmod(round(seconds * MS_IN_S), MS_IN_S)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{ms:03d}"
