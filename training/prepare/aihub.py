"""Read AI-Hub's webtoon labels: `L....json` beside, or in a folder next to, `S....JPEG`.

Enters: a folder, nested at will. Leaves: pictures with the label's words as a caption in pieces, still in Korean.
Source: the seed's description of the labels: `label.directing.composition`, `label.character`, `label.background`,
`meta.product.title`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.render.diffusion.prompts import Piece, PieceKind, joined
from training.dataset import IMAGE_SUFFIXES, Sample
from training.prepare.types import Labelled

PERSON_FIELDS: tuple[tuple[str, PieceKind], ...] = (
    ("gender", "gender"),
    ("age", "age"),
    ("shape", "emotion"),
    ("clothing", "clothing"),
    ("props", "props"),
    ("movement", "movement"),
)
HAS_BACKGROUND = ("있음", "유")  # how the first part of the background says that there is one
EMOTION_PART = 2  # of the comma-separated shape; the parts before it tell the body


def read_aihub(folder: Path, most_characters: int, diagnostics: Diagnostics) -> Iterator[Labelled]:
    """Yield the labelled pictures with at most so many characters, by the labels' paths."""
    pictures = {path.stem: path for path in sorted(folder.rglob("S*")) if path.suffix.lower() in IMAGE_SUFFIXES}
    crowded = 0
    for file in sorted(folder.rglob("L*.json")):
        place = Span(file=str(file), line=1)
        try:
            data = json.loads(file.read_text("utf-8-sig"))
        except (ValueError, OSError) as problem:
            diagnostics.warning("S2B822", f"this label is no JSON and is left out: {problem}", place)
            continue
        label = _at(data, "label")
        if not isinstance(label, dict):
            diagnostics.warning("S2B822", "this file has no `label` and is left out", place)
            continue
        people = _people(label)
        if max(len(people), _number(_at(label, "character", "char_num"))) > most_characters:
            crowded += 1
            continue
        beside = [path for suffix in (".JPEG", ".jpeg", ".jpg", ".JPG", ".png")
                  if (path := file.with_name(f"S{file.stem[1:]}{suffix}")).is_file()]  # fmt: skip
        picture = beside[0] if beside else pictures.get(f"S{file.stem[1:]}")
        if picture is None:
            diagnostics.warning("S2B823", f"there is no picture `S{file.stem[1:]}.JPEG` for this label", place)
            continue
        pieces = tuple(_pieces(label, people))
        title = str(_at(data, "meta", "product", "title") or file.parent.name)
        name = picture.relative_to(folder).as_posix()
        yield Labelled(picture=picture, sample=Sample(file_name=name, text=joined(pieces), pieces=pieces, title=title))
    if crowded:
        diagnostics.note(
            "S2B824", f"{crowded} labels are left out: more people than `most_characters`, {most_characters}"
        )


def _pieces(label: object, people: Sequence[object]) -> Iterator[Piece]:
    composition = _at(label, "directing", "composition")
    parts = list(cast("dict[str, Any]", composition).values()) if isinstance(composition, dict) else [composition]
    # Shot, angle and lighting come under names that differ between releases; `tags` tells them apart by their words.
    for part in parts:
        yield from (Piece("own", text) for text in _texts(part))
    for person in people:
        for key, kind in PERSON_FIELDS:
            texts = list(_texts(_at(person, key)))
            for index, text in enumerate(texts):
                body = key == "shape" and index < EMOTION_PART
                yield Piece("clothing" if body else kind, text)
    for index, text in enumerate(_texts(_at(label, "background", "background_info"))):
        if index or not text.endswith(HAS_BACKGROUND):  # that there is one says nothing; that there is none does
            yield Piece("place", text)


def _people(label: object) -> list[object]:
    people = _at(label, "character", "char_info")
    return cast("list[object]", people) if isinstance(people, list) else [people] if isinstance(people, dict) else []


def _texts(value: object) -> Iterator[str]:
    """Yield the comma-separated parts of a text, or of each text of a list."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _texts(item)
    elif isinstance(value, str):
        yield from (part for item in value.split(",") if (part := " ".join(item.split())))


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else 0


def _at(data: object, *keys: str) -> object:
    """Return what stands under nested keys; None where a step is missing."""
    for key in keys:
        if not isinstance(data, dict):
            return None
        data = cast("Mapping[str, object]", data).get(key)
    return data
