"""From a stage to its meshes: the set's pieces and the people on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from screenplay2board.stage.beings import being_of, build_being
from screenplay2board.stage.body.figure import build_figure
from screenplay2board.stage.geometry import Array, Geometry, Part, rotation, vec
from screenplay2board.stage.props import build_piece
from screenplay2board.stage.types import FigurePlacement, PropPlacement, Stage

_PEOPLE_KEPT = 12  # those of one picture, up to 2 MB each: the rehearsal builds them before the renderer asks
MOUNTED = ("coat", "animal_dark", "saddle", "motorbike", "bicycle")  # what they ride
SILHOUETTE_GREY = 0.94  # ink, with contours that still part an arm from a coat
# Pieces that hang on a wall, with their front along +z. Walls are single-sided: where the camera looks through one
# from behind, what hangs on it must not float in the air.
_ON_WALLS = frozenset(
    {"window", "wall_door", "picture", "board", "wall_clock", "wall_mirror", "poster", "stained_window"}
)


def build_stage(stage: Stage) -> Geometry:
    """Build everything that stands on `stage`, pieces first, so that figure 0 is the set."""
    geometry = Geometry()
    night = stage.light.night > 0.0
    eye = vec(*stage.camera.position_m)
    for piece in pieces_seen(stage.set_pieces, eye):
        build_piece(geometry, piece, night=night)
    geometry.edges = [edge for edge in geometry.edges if edge.faces(eye)]
    for placement in stage.figures:
        geometry.include(build_person(placement, night=night))
    if stage.light.silhouettes:
        geometry.parts = [_blackened(part) if part.figure or part.name in MOUNTED else part for part in geometry.parts]
        geometry.fills.clear()
        geometry.faces = [replace(face, filled=False) for face in geometry.faces]
    return geometry


@lru_cache(maxsize=_PEOPLE_KEPT)
def build_person(placement: FigurePlacement, *, night: bool) -> Geometry:
    """Return a person, an animal or a vehicle by itself, which is to be read only: it is kept."""
    geometry = Geometry()
    being = being_of(placement.look.kind)
    if being is None:
        build_figure(geometry, placement)
    else:
        build_being(geometry, being, placement, night=night)
    return geometry


def pieces_seen(pieces: Iterable[PropPlacement], eye: Array) -> tuple[PropPlacement, ...]:
    """Return `pieces` without what hangs on walls that the camera at `eye` (3,) is behind."""
    return tuple(piece for piece in pieces if not _seen_from_behind_its_wall(piece, eye))


def _blackened(part: Part) -> Part:
    """Return a part of somebody as a silhouette."""
    return replace(part, grey=SILHOUETTE_GREY, emission=SILHOUETTE_GREY, glossy=False)


def _seen_from_behind_its_wall(piece: PropPlacement, eye: Array) -> bool:
    """Tell whether the camera at `eye` (3,) is behind the wall that the piece hangs on."""
    if piece.kind not in _ON_WALLS:
        return False
    front = rotation(piece.yaw_deg)[:, 2]
    return float(front @ (eye - vec(*piece.position_m))) <= 0.0
