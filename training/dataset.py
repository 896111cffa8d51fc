"""Datasets: a folder of pictures and `metadata.jsonl`, one line a picture.

The lines are those of Hugging Face's ImageFolder (`file_name`, `text`), so that other programs read them; what we know
more stands beside: `pieces` (the caption in parts), `size`, `angle`, `title`, and whatever a step adds.
A folder without metadata.jsonl is read as pictures with a caption in a .txt of the same name.
Source: https://huggingface.co/docs/datasets/image_dataset
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

from PIL import Image as PillowImage
from PIL import ImageOps

from screenplay2board.diagnostics import Diagnostics, Span, nearest
from screenplay2board.files import inside, write_atomically
from screenplay2board.plan.types import CAMERA_ANGLES, SHOT_SIZES, CameraAngle, ShotSize
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE
from screenplay2board.render.diffusion.prompts import PIECE_KINDS, Piece
from screenplay2board.store import canonical_json

METADATA = "metadata.jsonl"
IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
# What Pillow raises for files that are damaged, or so large that they may be meant to fill the memory.
UNREADABLE = (OSError, ValueError, SyntaxError, PillowImage.DecompressionBombError)
KNOWN = ("file_name", "text", "pieces", "size", "angle", "title")
TOLD_AT_MOST = 10  # more of the same complaint help nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A picture and what is known of it.

    file_name: relative to the dataset's folder. text: the caption. pieces: the same in parts, where they are known.
    title: the work that it is from; works never lie on both sides of a split. details: what else the line says.
    """

    file_name: str
    text: str
    pieces: tuple[Piece, ...] = ()
    size: ShotSize | None = None
    angle: CameraAngle | None = None
    title: str = ""
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def token(self) -> str:
        """Return the trigger token of its size; empty where the size is not known."""
        return TOKEN_OF_SIZE[self.size] if self.size is not None else ""

    def as_json(self) -> dict[str, Any]:
        """Return its line of metadata.jsonl."""
        line: dict[str, Any] = {"file_name": self.file_name, "text": self.text}
        if self.pieces:
            line["pieces"] = [[piece.kind, piece.text] for piece in self.pieces]
        known = {"size": self.size, "angle": self.angle, "title": self.title or None}
        return line | {key: value for key, value in known.items() if value is not None} | dict(self.details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Pictures with captions, in the order of their file."""

    folder: Path
    samples: tuple[Sample, ...]

    def __len__(self) -> int:
        return len(self.samples)

    def path(self, sample: Sample) -> Path:
        """Return the path of a sample's picture."""
        return self.folder / sample.file_name

    def open(self, sample: Sample) -> PillowImage.Image:
        """Return a sample's picture as RGB, upright as a camera says it was held, transparent parts on white.

        Raises: one of `UNREADABLE` where it cannot be read.
        """
        with PillowImage.open(self.path(sample)) as opened:
            opened.load()
            picture = ImageOps.exif_transpose(opened)
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                picture = picture.convert("RGBA")
                paper = PillowImage.new("RGBA", picture.size, "white")
                return PillowImage.alpha_composite(paper, picture).convert("RGB")
            return picture.convert("RGB")

    def hash(self) -> str:
        """Return the sha256 of captions and pictures, whatever the folder is called."""
        digest = hashlib.sha256()
        for sample in self.samples:
            digest.update(canonical_json(sample.as_json()))
            digest.update(hashlib.sha256(self.path(sample).read_bytes()).digest())
        return digest.hexdigest()

    def tokens(self) -> Counter[str]:
        """Return how many samples each token has."""
        return Counter(sample.token for sample in self.samples if sample.token)


def write_metadata(folder: Path, samples: Sequence[Sample]) -> None:
    """Write metadata.jsonl, whole or not at all. Raises: OSError."""
    lines = (json.dumps(sample.as_json(), ensure_ascii=False) for sample in samples)
    write_atomically(folder / METADATA, "".join(f"{line}\n" for line in lines).encode())


def read_dataset(folder: Path, diagnostics: Diagnostics) -> Dataset | None:
    """Read a dataset; None where there is none or a line is wrong (reported with its place).

    Pictures are checked when they are used; here each must be there.
    """
    metadata = folder / METADATA
    if not folder.is_dir():
        diagnostics.error("S2B810", f"there is no folder `{folder}`")
        return None
    found = Diagnostics()
    samples = tuple(
        _lines(metadata, found) if metadata.is_file() else captioned(folder, partial(found.error, "S2B811"))
    )
    if not samples and not found.has_errors:
        hint = f"put pictures with captions in .txt files of the same names there, or a {METADATA}"
        found.error("S2B811", f"`{folder}` holds no pictures with captions", hint=hint)
    extend_briefly(diagnostics, found)
    return None if found.has_errors else Dataset(folder=folder, samples=samples)


def check_pictures(dataset: Dataset, diagnostics: Diagnostics) -> Dataset:
    """Return the dataset without the pictures that cannot be opened; each is reported as a warning."""
    found, good = Diagnostics(), list[Sample]()
    for sample in dataset.samples:
        try:
            dataset.open(sample)
        except UNREADABLE as problem:
            found.warning("S2B813", f"`{sample.file_name}` is no picture that can be read: {problem}")
        else:
            good.append(sample)
    extend_briefly(diagnostics, found)
    return Dataset(folder=dataset.folder, samples=tuple(good))


def _lines(metadata: Path, diagnostics: Diagnostics) -> Iterator[Sample]:
    seen: dict[str, int] = {}
    for number, line in enumerate(metadata.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        place = Span(file=str(metadata), line=number)
        try:
            data = json.loads(line)
        except ValueError as problem:
            diagnostics.error("S2B812", f"this is no JSON: {problem}", place)
            continue
        sample = _sample(data, metadata.parent, place, diagnostics)
        if sample is None:
            continue
        if sample.file_name in seen:
            diagnostics.error("S2B812", f"`{sample.file_name}` stands in line {seen[sample.file_name]} already", place)
            continue
        seen[sample.file_name] = number
        yield sample


def _sample(data: object, folder: Path, place: Span, diagnostics: Diagnostics) -> Sample | None:
    """Return the sample of one line; None where it is wrong (reported)."""
    if not isinstance(data, dict):
        diagnostics.error("S2B812", "expected an object with `file_name` and `text`", place)
        return None
    line = cast("dict[str, Any]", data)
    name, text = line.get("file_name"), line.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        missing = "file_name" if not isinstance(name, str) else "text"
        diagnostics.error("S2B812", f"`{missing}` is missing or no text", place)
        return None
    path = inside(folder, name)
    if path is None or not path.is_file():
        diagnostics.error("S2B813", f"there is no picture `{name}` in `{folder}`", place)
        return None
    wrong = [
        key for key, known in (("size", SHOT_SIZES), ("angle", CAMERA_ANGLES)) if line.get(key) not in (None, *known)
    ]
    for key in wrong:
        known = SHOT_SIZES if key == "size" else CAMERA_ANGLES
        near = nearest(str(line[key]), known)
        hint = f"did you mean `{near}`?" if near else f"there are {', '.join(known)}"
        diagnostics.error("S2B812", f"unknown {key} `{line[key]}`", place, hint=hint)
    pieces = _pieces(line.get("pieces"))
    if pieces is None:
        diagnostics.error("S2B812", "`pieces` is no list of [kind, text]", place)
    if wrong or pieces is None:
        return None
    details = {key: value for key, value in line.items() if key not in KNOWN}
    return Sample(
        file_name=name, text=text, pieces=pieces, size=line.get("size"), angle=line.get("angle"),
        title=str(line.get("title") or ""), details=details,
    )  # fmt: skip


def _pieces(value: object) -> tuple[Piece, ...] | None:
    """Return the parts of a caption; None where they are wrong."""
    if value is None:
        return ()
    pieces: list[Piece] = []
    for item in cast("list[Any]", value) if isinstance(value, list) else [None]:
        if not (isinstance(item, list) and len(cast("list[Any]", item)) == 2):
            return None
        kind, text = cast("list[Any]", item)
        if kind not in PIECE_KINDS or not isinstance(text, str):
            return None
        pieces.append(Piece(kind, text))
    return tuple(pieces)


def captioned(folder: Path, report: Callable[..., None]) -> Iterator[Sample]:
    """Yield the pictures of a folder without metadata that have a caption beside them, by their names.

    report: takes a message, where it is and a `hint`, of each picture that has none.
    """
    pictures = sorted(path for path in folder.rglob("*") if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file())
    for path in pictures:
        name = path.relative_to(folder).as_posix()
        caption = path.with_suffix(".txt")
        try:
            text = " ".join(caption.read_text("utf-8-sig").split())
        except FileNotFoundError:
            hint = f"write its caption into `{caption.name}`, such as `medium shot, eye level, female, happy`"
            report(f"`{name}` has no caption", hint=hint)
            continue
        except UnicodeDecodeError:
            hint = "save it as UTF-8"
            report(f"`{name}` has a caption that is not UTF-8", Span(file=str(caption), line=1), hint=hint)
            continue
        if text:
            title = path.parent.relative_to(folder).as_posix()
            yield Sample(file_name=name, text=text, title="" if title == "." else title)
        else:
            report(f"`{name}` has an empty caption", Span(file=str(caption), line=1))


def extend_briefly(diagnostics: Diagnostics, found: Diagnostics) -> None:
    """Take over findings, of each code only so many."""
    counts: Counter[str] = Counter()
    for item in found:
        counts[item.code] += 1
        if counts[item.code] <= TOLD_AT_MOST:
            diagnostics.extend([item])
    for code, count in sorted(counts.items()):
        if count > TOLD_AT_MOST:
            diagnostics.note(code, f"and {count - TOLD_AT_MOST} more of these")
