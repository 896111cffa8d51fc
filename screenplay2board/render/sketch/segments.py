"""Who and what is at each pixel: people by name, and the set in classes of ADE20K.

Enters: a raster of a built stage. Leaves: `Segmentation`, with the names of its labels; also in the colours of ADE20K,
in which all people are one class. A person is seen with what they wear and hold.
"""

from __future__ import annotations

import colorsys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from screenplay2board.render.sketch.raster import Raster
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.types import Stage

Colour = tuple[int, int, int]
SegmentKind = Literal["person", "prop", "set"]

PERSON: Colour = (150, 5, 61)  # ADE20K's class
_FIRST_CLASS = 128  # labels below are people, by the number of their figure; 0 is the sky
_GROUND = "floor"  # of a room; without a roof it is the earth


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A label of the map. index: its value in the map. share: of the picture that it covers."""

    index: int
    name: str
    kind: SegmentKind
    colour: Colour
    share: float


@dataclass(frozen=True, slots=True)
class Segmentation:
    """labels: uint8 (height, width). segments: what its values mean, only those that are seen, in order."""

    labels: npt.NDArray[np.uint8]
    segments: tuple[Segment, ...]

    def image(self) -> PillowImage.Image:
        """Return the labels as mode P: each person in a bright colour of their own, the set in those of ADE20K."""
        image = PillowImage.fromarray(self.labels)
        palette = [(0, 0, 0)] * 256
        for entry in self.segments:
            palette[entry.index] = person_colour(entry.index) if entry.kind == "person" else entry.colour
        image.putpalette([value for colour in palette for value in colour])
        return image

    def ade20k(self) -> PillowImage.Image:
        """Return the classes in ADE20K's colours, mode RGB, as ControlNet's segmentation model reads them."""
        table = np.zeros((256, 3), dtype=np.uint8)
        for entry in self.segments:
            table[entry.index] = entry.colour
        return PillowImage.fromarray(table[self.labels])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    name: str
    kind: SegmentKind
    colour: Colour
    parts: tuple[str, ...]


@cache
def _classes() -> tuple[_Class, ...]:
    text = files("screenplay2board.render.sketch").joinpath("data", "segments.toml").read_text("utf-8")
    return tuple(
        _Class(name=name, kind=row["kind"], colour=tuple(row["colour"]), parts=tuple(row["parts"]))
        for name, row in tomllib.loads(text).items()
    )


@cache
def _class_of(part: str) -> int:
    """Return the place in the table of a part of the set; the last class takes every name."""
    return next(place for place, row in enumerate(_classes()) if any(fnmatchcase(part, own) for own in row.parts))


def segment(geometry: Geometry, stage: Stage, raster: Raster) -> Segmentation:
    """Return the labels of what `raster` sees of `geometry`."""
    classes = _classes()
    place = {row.name: number for number, row in enumerate(classes)}
    names = {figure.figure: figure.name for figure in stage.figures}
    label_of = np.zeros(len(geometry.parts), dtype=np.uint8)
    for index, part in enumerate(geometry.parts):
        row = _class_of(part.name)
        if row == place[_GROUND] and stage.set.ceiling_m is None:
            row = place["earth"]
        label_of[index] = part.figure or _FIRST_CLASS + row
    labels = label_of[raster.part]
    values, counts = np.unique(labels, return_counts=True)
    segments: list[Segment] = []
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        share = count / labels.size
        if value < _FIRST_CLASS:
            name = names.get(value, f"figure {value}")
            kind, colour = _kind_of_figure(geometry, value)
            segments.append(Segment(index=value, name=name, kind=kind, colour=colour, share=share))
        else:
            row = classes[value - _FIRST_CLASS]
            segments.append(Segment(index=value, name=row.name, kind=row.kind, colour=row.colour, share=share))
    return Segmentation(labels, tuple(segments))


def _kind_of_figure(geometry: Geometry, figure: int) -> tuple[SegmentKind, Colour]:
    """Return kind and class of somebody: a person, or the animal or vehicle that the first of its parts belongs to."""
    anchors = geometry.figures.get(figure)
    if anchors is None or anchors.extent is None:
        return "person", PERSON
    row = _classes()[_class_of(next(part.name for part in geometry.parts if part.figure == figure))]
    return "prop", row.colour


def person_colour(figure: int) -> Colour:
    """Return a bright colour unlike those of the figures before it (steps by the golden ratio)."""
    red, green, blue = colorsys.hsv_to_rgb(figure * 0.618034 % 1.0, 0.75, 1.0)
    return (round(255 * red), round(255 * green), round(255 * blue))
