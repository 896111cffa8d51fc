"""The sketch artist: draws a stage in ink and grey marker, on any machine."""

from screenplay2board.render.sketch.drawing import Drawing, draw, draw_geometry
from screenplay2board.render.sketch.styles import STYLES, SketchStyle

__all__ = ["STYLES", "Drawing", "SketchStyle", "draw", "draw_geometry"]
