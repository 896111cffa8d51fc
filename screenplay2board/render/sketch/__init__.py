"""The sketch artist: draws a stage in ink and grey marker, on any machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screenplay2board.render.sketch.drawing import Drawing, draw, draw_geometry
    from screenplay2board.render.sketch.maps import keypoints, segmentation, stage_map
    from screenplay2board.render.sketch.styles import STYLES, SketchStyle

__all__ = ["STYLES", "Drawing", "SketchStyle", "draw", "draw_geometry", "keypoints", "segmentation", "stage_map"]

# Loaded when they are used: a build that draws nothing needs neither NumPy nor any figure.
_HOMES = {
    "STYLES": "styles",
    "SketchStyle": "styles",
    "Drawing": "drawing",
    "draw": "drawing",
    "draw_geometry": "drawing",
    "keypoints": "maps",
    "segmentation": "maps",
    "stage_map": "maps",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
