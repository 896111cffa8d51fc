"""How the detector of heads is trained."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from screenplay2board.validation import Strict


class HeadSettings(Strict):
    """Settings of `python -m training heads`."""

    seed: int = Field(default=0, ge=0, description="Of first weights, order and changes of the pictures.")
    epochs: int = Field(default=10, ge=1, le=1000, description="Times that every picture is seen.")
    batch_size: int = Field(default=16, ge=2, le=1024, description="Pictures a step.")
    learning_rate: Annotated[float, Field(gt=0, le=1)] = Field(default=3e-3, description="Peak rate; then a cosine.")
    weight_decay: float = Field(default=1e-3, ge=0, le=1, description="Of all weights.")
    held_out: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.1, description="Share of titles that it is measured on and never trained on."
    )
    zoom: tuple[float, float] = Field(
        default=(0.6, 1.15), description="How large a window of the picture is shown, of the whole, least and most."
    )
    vae: str = Field(default="tiny", description="Card whose VAE pictures are sent through; none is left out.")
    through_vae: float = Field(default=0.15, ge=0, le=1, description="Share of pictures that are shown so as well.")
    blur_px: float = Field(default=1.6, ge=0, le=8, description="Strongest blur (sigma) at the 128 px that it sees.")
    noise: float = Field(default=0.1, ge=0, le=1, description="Strongest noise, of the span from black to white.")
    joints: float = Field(default=0.3, ge=0, le=10, description="Weight of the joints beside the heads.")
