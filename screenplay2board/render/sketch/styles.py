"""Drawing styles: what a pen and markers look like, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchStyle:
    """How a panel is drawn. Lengths are pixels of a frame of 1280 x 720, and scale with the frame.

    tones: greys of the markers, 0 black to 255 paper, lightest first; empty for line alone. tone_darkness: the
    darkness, 0..1, that each of them stands for. streak: how much darker overlapping marker strokes are, 0..1.
    rim_px: the white rim around people. ink: grey of the pen. line_weight: of everything. wobble, overshoot,
    pressure: shares of the usual unsteadiness of the hand. white_share: the least share of the paper that stays white
    where the night allows it.
    """

    name: str
    tones: tuple[int, ...] = (226, 198, 164, 122, 78, 30)
    tone_darkness: tuple[float, ...] = (0.11, 0.25, 0.40, 0.57, 0.75, 0.93)
    streak: float = 0.036
    rim_px: float = 4.0
    ink: int = 12
    line_weight: float = 1.22
    wobble: float = 1.0
    overshoot: float = 1.0
    pressure: float = 0.16
    white_share: float = 0.2


STYLES: dict[str, SketchStyle] = {
    style.name: style
    for style in (
        SketchStyle(name="ink"),
        SketchStyle(name="clean", tones=(), tone_darkness=(), streak=0.0, line_weight=1.0, wobble=0.3, overshoot=0.0),
    )
}
