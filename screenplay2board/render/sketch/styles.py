"""Drawing styles: what a pen and markers look like, as data."""

from __future__ import annotations

from dataclasses import dataclass

OWN = "own"  # the name of a style from a file: what it is called on a disk is nothing for a picture
SUFFIX = ".toml"  # of such a file


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel pencil lines over the tones from one level on. grey: 0 black to 255 paper. Lengths: as in the style."""

    from_level: int
    angle_deg: float
    spacing_px: float
    width_px: float
    grey: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SketchStyle:
    """How a panel is drawn. Lengths are pixels of a frame of 1280 x 720, and scale with the frame.

    tones: greys of the markers, 0 black to 255 paper, lightest first; empty for line alone. tone_darkness: the
    darkness, 0..1, that each of them stands for. hatches: lines over the darker tones. streak: how much darker
    overlapping marker strokes are, 0..1. rim_px: the white rim around people; edge_px: the edge
    that a light behind them draws on dark clothes at night. white_share: the least share of the paper
    that stays white where the night allows it; black_share: the least share that is black where anything is dark.
    ink: grey of the pen. line_weight: of everything. wobble, overshoot, pressure: of the hand; drift_px: how far it
    strays from a contour; passes: how often it draws each line. white_ink_from: darkness of the ground from which
    lines on people are drawn in white, as (creases, outlines). surveyed: the camera's data, safe frames, thirds,
    horizon and crop lines are drawn over the picture.
    """

    name: str
    tones: tuple[int, ...] = (226, 198, 164, 122, 78, 30)
    tone_darkness: tuple[float, ...] = (0.11, 0.25, 0.40, 0.57, 0.75, 0.93)
    hatches: tuple[Hatch, ...] = ()
    streak: float = 0.036
    rim_px: float = 4.0
    edge_px: float = 9.0
    white_share: float = 0.2
    black_share: float = 0.05
    ink: int = 12
    line_weight: float = 1.22
    wobble: float = 1.0
    overshoot: float = 1.0
    pressure: float = 0.16
    drift_px: float = 0.0
    passes: int = 1
    white_ink_from: tuple[float, float] = (0.84, 1.1)
    surveyed: bool = False


STYLES: dict[str, SketchStyle] = {
    style.name: style
    for style in (
        SketchStyle(name="ink"),
        SketchStyle(name="clean", tones=(), tone_darkness=(), streak=0.0, line_weight=1.0, wobble=0.3, overshoot=0.0),
        SketchStyle(
            name="pencil",
            tones=(250, 241, 228, 210, 188, 158),
            hatches=(
                Hatch(2, -38.0, 10.0, 1.1, 168),
                Hatch(3, -38.0, 5.0, 1.3, 140),
                Hatch(4, -58.0, 6.0, 1.5, 116),
                Hatch(5, 34.0, 6.5, 1.6, 98),
                Hatch(6, -12.0, 4.6, 1.9, 74),
            ),
            streak=0.0,
            ink=54,
            black_share=0.0,
            line_weight=0.85,
            wobble=1.5,
            overshoot=1.8,
            pressure=0.35,
            drift_px=0.8,
            passes=2,
            white_ink_from=(1.1, 1.1),
        ),
        SketchStyle(
            name="noir",
            tones=(196, 22),
            tone_darkness=(0.34, 0.62),
            streak=0.0,
            white_share=0.3,
            line_weight=1.3,
            white_ink_from=(0.48, 0.48),
        ),
        SketchStyle(
            name="rough",
            tones=(214, 150, 62),
            tone_darkness=(0.2, 0.5, 0.85),
            streak=0.05,
            ink=30,
            line_weight=1.1,
            wobble=3.2,
            overshoot=3.5,
            pressure=0.35,
            drift_px=1.3,
            passes=2,
        ),
        SketchStyle(
            name="blueprint",
            tones=(),
            tone_darkness=(),
            streak=0.0,
            ink=118,
            line_weight=0.85,
            wobble=0.0,
            overshoot=0.0,
            surveyed=True,
        ),
    )
}


def is_style_file(style: str) -> bool:
    """Tell whether what people wrote for a drawing style is a file."""
    return style.lower().endswith(SUFFIX)
