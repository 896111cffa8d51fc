"""Find pictures and their labels in what a source holds.

Enters: a folder, a COCO captions JSON or WebDataset shards. Leaves: `Labelled` pictures with their captions as they
were, and what cannot be used, with its place (S2B820 to S2B823).
Source: https://cocodataset.org/#format-data (captions), https://huggingface.co/docs/hub/datasets-webdataset
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.files import inside
from training.dataset import METADATA, Sample, captioned, extend_briefly, read_dataset
from training.prepare.aihub import read_aihub
from training.prepare.settings import ExtractSettings, Layout
from training.prepare.shards import read_shards
from training.prepare.types import Labelled

UNREAD = (".heic", ".heif", ".avif", ".gif", ".psd", ".svg", ".pdf", ".clip")  # pictures that Pillow alone cannot read

Reader = Callable[[Path, Diagnostics], Iterator[Labelled]]


def extract(source: Path, settings: ExtractSettings, unpacked: Path, diagnostics: Diagnostics) -> tuple[Labelled, ...]:
    """Return the labelled pictures of a source in a stable order; nothing where there are none (an error is reported).

    unpacked: the folder that takes the pictures of shards.
    """
    if not source.exists():
        diagnostics.error("S2B820", f"there is no `{source}`", hint="give a folder of pictures with captions")
        return ()
    layout = settings.layout if settings.layout != "auto" else layout_of(source)
    readers: dict[Layout, Reader] = {
        "aihub": lambda place, found: read_aihub(place, settings.most_characters, found),
        "captions": _captions,
        "metadata": _metadata,
        "coco": _coco,
        "webdataset": lambda place, found: read_shards(place, unpacked, found),
    }
    found = Diagnostics()
    labelled = tuple(readers[layout](source, found))
    if not labelled and not found.has_errors:
        hint = f"put pictures there, and beside each a .txt of the same name with its caption, or a {METADATA}"
        found.error("S2B820", f"`{source}` holds no pictures with captions", hint=hint)
    extend_briefly(diagnostics, found)
    return labelled


def layout_of(source: Path) -> Layout:
    """Return how a source is laid out, by what lies in it."""
    if source.is_file():
        return "webdataset" if source.suffix == ".tar" else "coco"
    if (source / METADATA).is_file():
        return "metadata"
    if any(source.glob("*.tar")):
        return "webdataset"
    if next(source.rglob("L*.json"), None) is not None:
        return "aihub"
    return "captions"


def _captions(folder: Path, diagnostics: Diagnostics) -> Iterator[Labelled]:
    """Yield the pictures of a folder that have captions; those without are left out with a warning."""

    def left_out(message: str, place: Span | None = None, *, hint: str | None = None) -> None:
        diagnostics.warning("S2B821", f"{message} and is left out", place, hint=hint)

    unread = Counter(path.suffix.lower() for path in folder.rglob("*") if path.suffix.lower() in UNREAD)
    for suffix, count in sorted(unread.items()):
        hint = "save them as PNG or JPEG"
        diagnostics.warning("S2B821", f"files of the kind `{suffix}` are not read: {count} left out", hint=hint)
    for sample in captioned(folder, left_out):
        yield Labelled(picture=folder / sample.file_name, sample=sample)


def _metadata(folder: Path, diagnostics: Diagnostics) -> Iterator[Labelled]:
    dataset = read_dataset(folder, diagnostics)
    if dataset is not None:
        yield from (Labelled(picture=dataset.path(sample), sample=sample) for sample in dataset.samples)


def _coco(source: Path, diagnostics: Diagnostics) -> Iterator[Labelled]:
    """Yield the pictures of a captions file, which lie beside it or in `images/` there; the first caption counts."""
    files = [source] if source.is_file() else sorted(source.glob("*.json"))
    for file in files:
        place = Span(file=str(file), line=1)
        try:
            data: Any = json.loads(file.read_text("utf-8"))
            captions: dict[Any, str] = {}
            for note in data["annotations"]:
                captions.setdefault(note["image_id"], " ".join(str(note["caption"]).split()))
            images: list[Mapping[str, Any]] = sorted(data["images"], key=lambda image: str(image["file_name"]))
        except (ValueError, KeyError, TypeError) as problem:
            diagnostics.error("S2B822", f"this is no COCO captions file: {problem!r}", place)
            continue
        for image in images:
            name = str(image["file_name"])
            folders = (file.parent, file.parent / "images")
            paths = [path for folder in folders if (path := inside(folder, name)) is not None and path.is_file()]
            if not paths:
                diagnostics.warning("S2B823", f"there is no picture `{name}`", place)
            elif not captions.get(image.get("id")):
                diagnostics.warning("S2B821", f"`{name}` has no caption and is left out", place)
            else:
                yield Labelled(picture=paths[0], sample=Sample(file_name=name, text=captions[image["id"]]))
