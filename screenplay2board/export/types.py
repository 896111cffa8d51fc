"""What flows from a board to the files of other programs.

Enters: the manifest of a build and its folder. Leaves: a `Timeline`, the board as an edit, which every exporter writes
in the terms of its format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from screenplay2board.manifest import Manifest, ManifestScene, ManifestShot
from screenplay2board.render.panels import Progress

SECONDS_IN_MINUTE = 60
MINUTES_IN_HOUR = 60
START_S = 3600
"""Where the timecode of an edit begins: at one hour, so that something can be put before it."""

_NTSC = Fraction(1000, 1001)
FRAME_RATES: Mapping[str, Fraction] = {
    "23.976": 24 * _NTSC,
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": 30 * _NTSC,
    "30": Fraction(30),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": 60 * _NTSC,
    "60": Fraction(60),
}


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames a second, exactly: 23.976 is 24000/1001."""

    exact: Fraction

    @property
    def nominal(self) -> int:
        """Return how many frames a second of timecode counts (none are dropped)."""
        return round(self.exact)

    def frame_at(self, seconds: float) -> int:
        """Return the frame nearest to a time."""
        return int(Fraction(seconds).limit_denominator(1000) * self.exact + Fraction(1, 2))

    def timecode(self, frame: int) -> str:
        """Return `HH:MM:SS:FF`, counted from zero."""
        seconds, frames = divmod(frame, self.nominal)
        minutes, second = divmod(seconds, SECONDS_IN_MINUTE)
        hour, minute = divmod(minutes, MINUTES_IN_HOUR)
        return f"{hour:02d}:{minute:02d}:{second:02d}:{frames:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A panel in the edit. start, frames: where it begins, from the first frame on, and how long it stands."""

    scene: ManifestScene
    shot: ManifestShot
    picture: str
    start: int
    frames: int

    @property
    def name(self) -> str:
        """Return what the clip is called: the shot, and the panel where a shot has several."""
        return f"{self.shot.number}-{self.shot.panel}" if self.shot.panel > 1 else self.shot.number

    @property
    def end(self) -> int:
        """Return the first frame after it."""
        return self.start + self.frames

    @property
    def slate(self) -> str:
        """Return the cut in a line, as a slate says it: `12B MS, low, push in`."""
        shot = self.shot
        usual = {"eye", "static"}
        said = [word.replace("_", " ") for word in (shot.angle, shot.move) if word not in usual]
        return ", ".join([f"{self.name} {shot.size}", *said])


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A board as an edit: every panel that is drawn, in order, end to end.

    name: of the files that are made. folder: what the pictures' names are relative to. frame_px: of a picture.
    """

    manifest: Manifest
    name: str
    folder: Path
    rate: FrameRate
    frame_px: tuple[int, int]
    cuts: tuple[Cut, ...]

    @property
    def title(self) -> str:
        """Return the title in one line, the file's name where there is none."""
        return " ".join(self.manifest.title.split()) or self.name

    @property
    def frames(self) -> int:
        """Return how long the edit is."""
        return self.cuts[-1].end if self.cuts else 0

    @property
    def start_timecode(self) -> int:
        """Return the frame that the timecode of the first picture counts."""
        return START_S * self.rate.nominal


class Exporter(Protocol):
    """Writes a timeline as a file of a format.

    path: where to write, in the folder where the file will stay. Raises: OSError where that cannot be written.
    """

    def __call__(self, timeline: Timeline, path: Path, progress: Progress) -> None:
        """Write the file."""
        ...


def dialogue_lines(shot: ManifestShot) -> tuple[tuple[str, str], ...]:
    """Return who says what, in order."""
    return tuple((cue, " ".join(speech.split())) for line in shot.dialogue for cue, speech in line.items())
