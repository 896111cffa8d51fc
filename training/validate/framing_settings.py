"""How the framing judge is trained."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from screenplay2board.validation import Strict, choice


class JudgeSettings(Strict):
    """Settings of `python -m training judge`."""

    of: Annotated[Literal["size", "angle"], *choice("kind", ("size", "angle"))] = Field(
        default="size", description="What it tells apart: sizes of shots, or angles of the camera."
    )
    seed: int = Field(default=0, ge=0, description="Of first weights, order and changes of the pictures.")
    epochs: int = Field(default=12, ge=1, le=1000, description="Times that every picture is seen.")
    batch_size: int = Field(default=32, ge=2, le=1024, description="Pictures a step.")
    learning_rate: Annotated[float, Field(gt=0, le=1)] = Field(default=3e-3, description="Peak rate; then a cosine.")
    weight_decay: float = Field(default=1e-3, ge=0, le=1, description="Of all weights.")
    held_out: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.2, description="Share of titles that the judge is measured on and never trained on."
    )
    blur_px: float = Field(default=2.0, ge=0, le=8, description="Strongest blur (sigma) at the 64 px that it sees.")
    noise: float = Field(default=0.12, ge=0, le=1, description="Strongest noise, of the span from black to white.")
    vae: str = Field(default="", description="Card whose VAE pictures are sent through; none is left out.")
    through_vae: float = Field(default=0.5, ge=0, le=1, description="Share of pictures that are shown so as well.")
