"""What the stage tells the model: maps of the very same set, people and camera.

Enters: a `PanelSpec` and the model's card. Leaves: `Guidance`: the pictures that condition the sampler, at the size at
which it paints. That size is the card's native area at the frame's shape, rounded up across: the picture then covers
the frame, and what stands over at the sides is cut, so that heads keep their height.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

from screenplay2board.render.diffusion.cards import GuideEntry, ModelCard
from screenplay2board.render.sketch.drawing import draw_geometry
from screenplay2board.render.sketch.maps import segmentation, stage_map
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.types import PanelSpec
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.types import Stage

Cells = npt.NDArray[np.float32]
PX_PER_CELL = 8  # a latent stands for so many pixels in each direction
NEAR_CELLS = 1  # a painted person may stand over the staged one by so much


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """A staged panel. maps: (RGB picture, weight) for each guide. start: what img2img starts from.

    people: where each person is seen, by name; None where the stage does not guide. Shares from 0 to 1, float32
    (height/8, width/8).
    """

    stage: Stage
    size_px: tuple[int, int]
    maps: tuple[tuple[PillowImage.Image, float], ...] = ()
    start: PillowImage.Image | None = None
    people: Mapping[str, Cells] | None = None


def sample_size(frame_px: tuple[int, int], card: ModelCard) -> tuple[int, int]:
    """Return the (width, height) that is painted for a frame: multiples of the card's, at least as wide in shape."""
    width, height = frame_px
    step = card.multiple_px
    ideal = card.native_px * math.sqrt(height / width) / step
    sides = {max(1, math.floor(ideal + 1e-9)), max(1, math.ceil(ideal - 1e-9))}
    sizes = [(math.ceil(tall * width / height - 1e-9) * step, tall * step) for tall in sorted(sides)]
    return min(sizes, key=lambda size: size[0] / size[1])  # the least that is cut away


def native_cells(card: ModelCard) -> int:
    """Return how many latents a picture has at the size that the card's model was made for."""
    return (card.native_px // PX_PER_CELL) ** 2


def guide(spec: PanelSpec, card: ModelCard) -> Guidance:
    """Stage a panel and make what the card's mode asks of it."""
    stage = direct(spec.brief)
    size = sample_size(spec.brief.frame_px, card)
    if card.mode == "none":
        return Guidance(stage=stage, size_px=size)
    stage = dataclasses.replace(stage, camera=dataclasses.replace(stage.camera, frame_px=size), arrows=())
    geometry = build_stage(stage)
    needs_people = card.ip_adapter is not None or (card.regions > 0 and len(stage.figures) > 1)
    people = people_cells(stage, geometry) if needs_people else None
    if card.mode == "image":
        style = spec.style if spec.style in STYLES else "ink"
        picture = draw_geometry(geometry, stage, style=style, seed=spec.seed).picture
        start = PillowImage.fromarray(picture).convert("RGB")
        return Guidance(stage=stage, size_px=size, start=start, people=people)
    made = tuple((_map(entry, geometry, stage, spec), entry.weight_for(spec.brief.size)) for entry in card.guides)
    return Guidance(stage=stage, size_px=size, maps=made, people=people)


def people_cells(stage: Stage, geometry: Geometry) -> dict[str, Cells]:
    """Return where each person of a stage is seen, over the latents and one cell beyond the outline."""
    found = segmentation(stage, geometry)
    width, height = stage.camera.frame_px
    people: dict[str, Cells] = {}
    for segment in found.segments:
        if segment.kind == "person":
            shown = (found.labels == segment.index).reshape(
                height // PX_PER_CELL, PX_PER_CELL, width // PX_PER_CELL, PX_PER_CELL
            )
            people[segment.name] = _widened(shown.mean(axis=(1, 3), dtype=np.float32))
    return people


def _widened(cells: Cells) -> Cells:
    """Return shares that reach `NEAR_CELLS` further in every direction."""
    reach = 2 * NEAR_CELLS + 1
    padded = np.pad(cells, NEAR_CELLS)
    return np.lib.stride_tricks.sliding_window_view(padded, (reach, reach)).max(axis=(2, 3))


def _map(entry: GuideEntry, geometry: Geometry, stage: Stage, spec: PanelSpec) -> PillowImage.Image:
    return stage_map(entry.kind, stage, geometry=geometry, seed=spec.seed).convert("RGB")


def fitted(picture: PillowImage.Image, frame_px: tuple[int, int]) -> PillowImage.Image:
    """Return a painted picture at the frame's size: scaled to its height, what stands over at the sides cut."""
    width, height = frame_px
    across = picture.height * width / height
    left = max(0.0, (picture.width - across) / 2)
    box = (left, 0.0, picture.width - left, float(picture.height))
    return picture.resize(frame_px, PillowImage.Resampling.LANCZOS, box=box)
