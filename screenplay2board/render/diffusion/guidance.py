"""What the stage tells the model: maps of the very same set, people and camera.

Enters: a `PanelSpec` and the model's card. Leaves: `Guidance`: the pictures that condition the sampler, at the size at
which it paints. That size is the card's native area at the frame's shape, rounded up across: the picture then covers
the frame, and what stands over at the sides is cut, so that heads keep their height.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

from PIL import Image as PillowImage

from screenplay2board.render.diffusion.cards import GuideEntry, ModelCard
from screenplay2board.render.sketch.drawing import draw_geometry
from screenplay2board.render.sketch.maps import stage_map
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.types import PanelSpec
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.types import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """A staged panel. maps: (RGB picture, weight) for each guide. start: what img2img starts from."""

    stage: Stage
    size_px: tuple[int, int]
    maps: tuple[tuple[PillowImage.Image, float], ...] = ()
    start: PillowImage.Image | None = None


def sample_size(frame_px: tuple[int, int], card: ModelCard) -> tuple[int, int]:
    """Return the (width, height) that is painted for a frame: multiples of the card's, at least as wide in shape."""
    width, height = frame_px
    step = card.multiple_px
    ideal = card.native_px * math.sqrt(height / width) / step
    sides = {max(1, math.floor(ideal + 1e-9)), max(1, math.ceil(ideal - 1e-9))}
    sizes = [(math.ceil(tall * width / height - 1e-9) * step, tall * step) for tall in sorted(sides)]
    return min(sizes, key=lambda size: size[0] / size[1])  # the least that is cut away


def guide(spec: PanelSpec, card: ModelCard) -> Guidance:
    """Stage a panel and make what the card's mode asks of it."""
    stage = direct(spec.brief)
    size = sample_size(spec.brief.frame_px, card)
    if card.mode == "none" or (card.mode == "guide" and not card.guides):
        return Guidance(stage=stage, size_px=size)
    stage = dataclasses.replace(stage, camera=dataclasses.replace(stage.camera, frame_px=size), arrows=())
    geometry = build_stage(stage)
    if card.mode == "image":
        picture = draw_geometry(
            geometry, stage, style=spec.style if spec.style in STYLES else "ink", seed=spec.seed
        ).picture
        return Guidance(stage=stage, size_px=size, start=PillowImage.fromarray(picture).convert("RGB"))
    made = tuple((_map(entry, geometry, stage, spec), entry.weight_for(spec.brief.size)) for entry in card.guides)
    return Guidance(stage=stage, size_px=size, maps=made)


def _map(entry: GuideEntry, geometry: Geometry, stage: Stage, spec: PanelSpec) -> PillowImage.Image:
    return stage_map(entry.kind, stage, geometry=geometry, seed=spec.seed).convert("RGB")


def fitted(picture: PillowImage.Image, frame_px: tuple[int, int]) -> PillowImage.Image:
    """Return a painted picture at the frame's size: scaled to its height, what stands over at the sides cut."""
    width, height = frame_px
    across = picture.height * width / height
    left = max(0.0, (picture.width - across) / 2)
    box = (left, 0.0, picture.width - left, float(picture.height))
    return picture.resize(frame_px, PillowImage.Resampling.LANCZOS, box=box)
