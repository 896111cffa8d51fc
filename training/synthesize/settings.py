"""What pictures to draw: how many, of which sizes, angles, people, places and styles."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from screenplay2board.plan.types import CAMERA_ANGLES, SHOT_SIZES, CameraAngle, ShotSize
from screenplay2board.render.diffusion.cards import GUIDE_SYNONYMS, GuideKind
from screenplay2board.validation import Strict, choice

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Size = Annotated[ShotSize, *choice("shot size", SHOT_SIZES)]
Angle = Annotated[CameraAngle, *choice("camera angle", CAMERA_ANGLES)]


class Frame(Strict):
    """A format of pictures."""

    px: tuple[Annotated[int, Field(ge=32, le=2048)], Annotated[int, Field(ge=32, le=2048)]] = Field(
        description="Width and height in pixels."
    )
    weight: Weight = Field(default=1.0, description="How often, beside the other formats.")


class SynthesizeSettings(Strict):
    """Settings of `python -m training synthesize`."""

    count: int = Field(default=3000, ge=1, le=1_000_000, description="Pictures.")
    seed: int = Field(default=0, ge=0, description="Another seed gives other people, places and frames.")
    frames: tuple[Frame, ...] = Field(default=(Frame(px=(512, 512)),), min_length=1, description="Formats.")
    styles: dict[str, Weight] = Field(default={"ink": 1.0}, description="Drawing styles and how often each.")
    sizes: dict[Size, Weight] = Field(
        default={"CU": 1.0, "MS": 1.0, "FS": 1.0}, description="Shot sizes and how often each."
    )
    angles: dict[Angle, Weight] = Field(
        default={"eye": 0.8, "high": 0.1, "low": 0.1}, description="Camera angles and how often each."
    )
    people: dict[Annotated[int, Field(ge=0, le=6)], Weight] = Field(
        default={1: 1.0}, description="How many people are in a picture, and how often each number."
    )
    label_people: bool = Field(
        default=False, description="Write down where heads and joints are: `people` in metadata.jsonl."
    )
    plain: Share = Field(default=0.35, description="Share of pictures without a background.")
    night: Share = Field(default=0.1, description="Share of pictures at night, of those with a background.")
    sets: tuple[str, ...] = Field(default=(), description="Places; none means all.")
    poses: tuple[str, ...] = Field(default=(), description="Poses; none means all that one person takes upright.")
    maps: tuple[Annotated[GuideKind, *choice("map", get_args(GuideKind), GUIDE_SYNONYMS)], ...] = Field(
        default=(), description="Maps of the stage that are written beside each picture, for ControlNets."
    )
    workers: int = Field(default=0, ge=0, le=512, description="Processes that draw; 0 means one a core.")
