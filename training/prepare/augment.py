"""Add each picture mirrored, with left and right swapped in its words; sides alone change, never the framing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path

from PIL import Image as PillowImage
from PIL import ImageOps

from screenplay2board.render.diffusion.prompts import Piece
from screenplay2board.render.panels import Progress
from training.prepare.pictures import save
from training.prepare.tags import tag_tables
from training.prepare.types import Labelled

MIRRORED = "-mirrored"
OTHER = {"left": "right", "right": "left"}
# `left-handed` and `leftmost` are sides as well: who holds the pen in the left hand holds it in the right one then.
_SIDE = re.compile(r"\b(left|right)(?=(?:most|ward|wards|hand|handed)?\b)", re.IGNORECASE)


def augment(labelled: Sequence[Labelled], out: Path, progress: Progress) -> tuple[Labelled, ...]:
    """Return each picture and its mirror image."""
    both: list[Labelled] = []
    progress.begin("mirroring", len(labelled))
    try:
        for item in labelled:
            name = Path(item.sample.file_name)
            mirrored = name.with_stem(name.stem + MIRRORED).as_posix()
            if not (out / mirrored).is_file():
                with PillowImage.open(item.picture) as picture:
                    save(ImageOps.mirror(picture), out / mirrored)
            pieces = tuple(Piece(piece.kind, swap_sides(piece.text)) for piece in item.sample.pieces)
            text = swap_sides(item.sample.text)
            sample = dataclasses.replace(item.sample, file_name=mirrored, text=text, pieces=pieces)
            both += [item, Labelled(picture=out / mirrored, sample=sample)]
            progress.advance()
    finally:
        progress.end()
    return tuple(both)


def swap_sides(text: str) -> str:
    """Return a text with left and right swapped, but not where they are no sides (data/tags.toml)."""
    kept = "|".join(re.escape(phrase) for phrase in tag_tables()["mirror"]["kept"])
    parts = re.split(rf"(\b(?:{kept})\b)", text, flags=re.IGNORECASE)
    return "".join(part if index % 2 else _SIDE.sub(_swapped, part) for index, part in enumerate(parts))


def _swapped(match: re.Match[str]) -> str:
    word = match.group(1)
    other = OTHER[word.lower()]
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other
