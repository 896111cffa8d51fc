"""Make pictures of one form: a square on white paper, as lines where that is asked, speech bubbles emptied.

Enters: labelled pictures of any size. Leaves: PNGs in a folder, named after what they were made of, so that what lies
there already is not made again. Nothing is ever cut off: a crop would change the size of the shot.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import replacing
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.dataset import UNREADABLE, Dataset, Sample, extend_briefly
from training.prepare.bubbles import empty_bubbles
from training.prepare.lineart import lines_of
from training.prepare.settings import PictureSettings
from training.prepare.types import Labelled

LineMaker = Callable[[PillowImage.Image], PillowImage.Image]

IMAGES = "images"
VERSION = 2  # rises whenever the same picture would come out differently


def make_pictures(
    labelled: Sequence[Labelled], settings: PictureSettings, out: Path, diagnostics: Diagnostics, progress: Progress
) -> tuple[Labelled, ...]:
    """Return the pictures as they lie in `out`/images now; broken ones are left out with a warning (S2B826).

    Raises: OSError where `out` cannot be written.
    """
    found, made = Diagnostics(), list[Labelled]()
    lines = _line_maker(settings, diagnostics)
    made_by = "" if lines is None else "edges" if lines is lines_of else settings.detector
    form = settings.model_dump(include={"px", "square", "bubbles"}) | {"lines": made_by}
    progress.begin("pictures", len(labelled))
    try:
        for item in labelled:
            progress.advance()
            try:
                source = hashlib.sha256(item.picture.read_bytes()).hexdigest()
                name = f"{IMAGES}/{content_key([VERSION, source, item.sample.file_name, form])[:24]}.png"
                there = (out / name).is_file()
                picture = None if there else make_picture(_open(item.picture), settings, lines)
            except UNREADABLE as problem:
                message = f"`{item.sample.file_name}` is no picture that can be read and is left out: {problem}"
                found.warning("S2B826", message)
                continue
            if picture is not None:
                save(picture, out / name)  # a disk that is full is no fault of the picture
            made.append(Labelled(picture=out / name, sample=dataclasses.replace(item.sample, file_name=name)))
    finally:
        progress.end()
    extend_briefly(diagnostics, found)
    return tuple(made)


def _line_maker(settings: PictureSettings, diagnostics: Diagnostics) -> LineMaker | None:
    """Return what turns a picture into lines; None where it is kept as it is."""
    if settings.lineart == "detector":
        from training.prepare.line_detector import open_detector  # torch comes with it

        return open_detector(settings.detector, diagnostics) or lines_of
    return lines_of if settings.lineart == "edges" else None


def make_picture(picture: PillowImage.Image, settings: PictureSettings, lines: LineMaker | None) -> PillowImage.Image:
    """Return an RGB picture of the asked side, as `lines` where that is given."""
    made = padded(picture, settings.px) if settings.square else scaled(picture, settings.px)
    if settings.bubbles:
        made = empty_bubbles(made)
    return made if lines is None else lines(made)


def scaled(picture: PillowImage.Image, px: int) -> PillowImage.Image:
    """Return the whole picture with `px` as its longest side."""
    scale = px / max(picture.size)
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.convert("RGB").resize((width, height), PillowImage.Resampling.LANCZOS)


def padded(picture: PillowImage.Image, px: int) -> PillowImage.Image:
    """Return the whole picture in the middle of a white square."""
    inner = scaled(picture, px)
    square = PillowImage.new("RGB", (px, px), "white")
    square.paste(inner, ((px - inner.width) // 2, (px - inner.height) // 2))
    return square


def save(picture: PillowImage.Image, path: Path) -> None:
    """Write a PNG, whole or not at all. Raises: OSError."""
    with replacing(path) as temporary:
        picture.save(temporary, format="PNG")


def _open(path: Path) -> PillowImage.Image:
    return Dataset(folder=path.parent, samples=()).open(Sample(file_name=path.name, text=""))
