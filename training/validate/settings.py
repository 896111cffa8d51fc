"""What is validated, on what, by whom: the settings of `python -m training validate`."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from screenplay2board.validation import Strict, choice
from training.validate.correction import RESAMPLES
from training.validate.prompts import COUNT

Condition = Literal["tokens", "permuted", "off", "base"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
Side = Annotated[int, Field(ge=32, le=4096)]


class JudgeEntry(Strict):
    """Somebody who says which size a picture shows."""

    name: str = Field(description="`framing`, `pose`, `vlm` or a plug-in's.")
    source: str = Field(
        default="", description="What it judges by: weights, a model's folder, a detector; its own if left out."
    )


class CalibrationSettings(Strict):
    """Labelled pictures on which every judge is measured first."""

    data: str = Field(default="", description="Folder of a dataset with sizes; drawn with the stage if left out.")
    count: int = Field(default=747, ge=3, le=1_000_000, description="So many of its pictures, the three sizes alike.")
    seed: int = Field(default=3, ge=0, description="Of the drawn ones; not one that the model learned from.")
    through_vae: bool = Field(
        default=True, description="Send them through the model's VAE, so that they are as soft as what it paints."
    )


class AngleSettings(Strict):
    """Whether the angles of the camera come as asked."""

    judge: str = Field(
        default="", description="Judge of angles, made by `judge --settings judge-angles`; not measured if left out."
    )
    count: int = Field(default=83, ge=1, le=100_000, description="So many prompts, each from every angle.")


class ValidateSettings(Strict):
    """Settings of `python -m training validate`."""

    prompts: str = Field(default="", description="JSONL of prompts without words of size; the recipe's if left out.")
    count: int = Field(default=COUNT, ge=1, le=100_000, description="So many of them; each with every token.")
    seed: int = Field(default=0, ge=0, description="Base of the seeds; each prompt has one, the same for all tokens.")
    size_px: tuple[Side, Side] | None = Field(
        default=None, description="Width and height of the pictures; the card's native square if left out."
    )
    batch_size: int | None = Field(default=None, ge=1, le=64, description="Pictures at once; the card's if left out.")
    conditions: tuple[Annotated[Condition, *choice("condition", CONDITIONS)], ...] = Field(
        default=CONDITIONS, min_length=1, description="What is painted: with tokens, and controls to hold it against."
    )
    base: str = Field(default="", description="Card of the base without LoRA and tokens, for the condition `base`.")
    judges: tuple[JudgeEntry, ...] = Field(
        default=(JudgeEntry(name="framing"),), min_length=1, description="Who says which size a picture shows."
    )
    calibration: CalibrationSettings = CalibrationSettings()
    angles: AngleSettings = AngleSettings()
    resamples: int = Field(default=RESAMPLES, ge=100, le=1_000_000, description="Of the bootstrap.")
    clip: str = Field(default="", description="Folder of a CLIP model, to score how well pictures fit their words.")
    style: str = Field(
        default="",
        description="Dataset that the model learned from, to measure how near its style is; the labelled pictures "
        "if left out.",
    )
    sheet: int = Field(default=12, ge=1, le=200, description="Prompts on the report's sheet of pictures.")
