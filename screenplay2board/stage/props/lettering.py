"""Words that stand on things: a message on a telephone, a note, a sign, lettered in single strokes.

Enters: a text and the field it has to fill. Leaves: strokes (n, 2) in metres of that field, x right and y up from its
lower left corner. Letters are data, `lettering.toml`: Latin capitals, figures, and the parts of Hangul; what it lacks
cannot be written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from screenplay2board.packaged import Tables, tables
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.props.hangul import is_syllable, parts_of

CAPITAL = 6.0  # height of a capital in the units of the table
LINE = 10.5  # from line to line
GAP, SPACE = 1.4, 3.2  # between letters, between words
LARGEST_SHARE = 0.3  # of the field's longer side that a capital has at most
SIZES = 24  # so many heights of a capital are tried, each a tenth smaller
_STEP_DEG = 20.0  # of arcs
_SPELLINGS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ß": "SS"})


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter. strokes: points (n, 2) each."""

    width: float
    strokes: tuple[Array, ...]


def can_letter(text: str) -> bool:
    """Tell whether there is a letter for every sign of a text."""
    spelled = _spelled(text)
    return bool(spelled.strip()) and all(sign in _glyphs() or sign.isspace() or is_syllable(sign) for sign in spelled)


def lettered(text: str, width_m: float, height_m: float) -> tuple[Array, ...]:
    """Return the strokes of a text, as large as its field allows, in the middle of it; none where it cannot be written.

    A text that is too long even for the smallest letters ends where the field does.
    """
    if not can_letter(text):
        return ()
    words = _spelled(text).split()
    unit_m = min(height_m, LARGEST_SHARE * max(width_m, height_m)) / CAPITAL
    lines: list[list[str]] = []
    for _ in range(SIZES):
        lines = _broken(words, width_m / unit_m)
        tall = (len(lines) - 1) * LINE + CAPITAL
        if tall * unit_m <= height_m and all(_width(" ".join(line)) * unit_m <= width_m for line in lines):
            break
        unit_m *= 0.9
    fitting = max(1, int((height_m / unit_m - CAPITAL) / LINE) + 1)
    return tuple(_placed(lines[:fitting], width_m, height_m, unit_m))


def _placed(lines: Sequence[Sequence[str]], width_m: float, height_m: float, unit_m: float) -> Iterator[Array]:
    top_m = 0.5 * (height_m + ((len(lines) - 1) * LINE + CAPITAL) * unit_m)
    for number, line in enumerate(lines):
        text = " ".join(line)
        x_m = 0.5 * (width_m - _width(text) * unit_m)
        base_m = top_m - (CAPITAL + number * LINE) * unit_m
        for sign in text:
            if sign == " ":
                x_m += SPACE * unit_m
                continue
            glyph = _glyph(sign)
            for stroke in glyph.strokes:
                yield stroke * unit_m + (x_m, base_m)
            x_m += (glyph.width + GAP) * unit_m


def _broken(words: Sequence[str], width: float) -> list[list[str]]:
    """Return lines of words, as full as they may be. width: of the field, in the table's units."""
    lines: list[list[str]] = [[]]
    for word in words:
        if lines[-1] and _width(" ".join((*lines[-1], word))) > width:
            lines.append([])
        lines[-1].append(word)
    return lines


def _width(text: str) -> float:
    return sum(SPACE if sign == " " else _glyph(sign).width + GAP for sign in text) - GAP


def _spelled(text: str) -> str:
    """Return a text in the signs of the table: capitals without accents, whole syllables."""
    plain = unicodedata.normalize("NFD", text.translate(_SPELLINGS).upper())
    return unicodedata.normalize("NFC", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _glyph(sign: str) -> Glyph:
    return _syllable(sign) if is_syllable(sign) else _glyphs()[sign]


@cache
def _data() -> Tables:
    return tables("stage/props/lettering.toml")


@cache
def _glyphs() -> dict[str, Glyph]:
    return {sign: Glyph(float(width), _strokes(drawn)) for sign, (width, drawn) in _data()["letters"].items()}


@lru_cache(maxsize=512)
def _syllable(sign: str) -> Glyph:
    """Return a syllable of Hangul, as wide as it is high."""
    strokes: list[Array] = []
    for part, (x0, y0, x1, y1) in parts_of(sign):
        for stroke in _strokes(_data()["jamo"][part]):
            strokes.append((stroke * (x1 - x0, y1 - y0) + (x0, y0)) * CAPITAL)
    return Glyph(CAPITAL, tuple(strokes))


def _strokes(drawn: str) -> tuple[Array, ...]:
    return tuple(map(_stroke, drawn.split(";")))


def _stroke(drawn: str) -> Array:
    """Return the points (n, 2) of one stroke of the table."""
    points: list[Array] = []
    for item in drawn.split():
        numbers = [float(number) for number in item.removeprefix("@").split(",")]
        points.append(_arc(*numbers) if item.startswith("@") else np.array([numbers]))
    return np.concatenate(points)


def _arc(x: float, y: float, across: float, up: float, start_deg: float, end_deg: float) -> Array:
    count = max(2, round(abs(end_deg - start_deg) / _STEP_DEG) + 1)
    angles = np.radians(np.linspace(start_deg, end_deg, count))
    return np.column_stack([x + across * np.cos(angles), y + up * np.sin(angles)])
