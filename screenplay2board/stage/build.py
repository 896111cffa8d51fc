"""From a stage to its meshes: the set's pieces and the people on it."""

from __future__ import annotations

from screenplay2board.stage.body.figure import build_figure
from screenplay2board.stage.geometry import Geometry, vec
from screenplay2board.stage.props import build_piece
from screenplay2board.stage.types import Stage


def build_stage(stage: Stage) -> Geometry:
    """Build everything that stands on `stage`, pieces first, so that figure 0 is the set."""
    geometry = Geometry()
    night = stage.light.night > 0.0
    for piece in stage.set_pieces:
        build_piece(geometry, piece, night=night)
    eye = vec(*stage.camera.position_m)
    geometry.edges = [edge for edge in geometry.edges if edge.faces(eye)]
    for placement in stage.figures:
        build_figure(geometry, placement)
    return geometry
