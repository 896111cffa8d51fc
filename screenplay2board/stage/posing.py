"""From a placement to somebody the camera can ask about: joints, the gaze beyond the neck's, how finely it is drawn.

Enters: `FigurePlacement`s, and the solved camera. Leaves: `Person`s.
"""

from __future__ import annotations

from dataclasses import replace

from screenplay2board.stage.beings import anchors_of
from screenplay2board.stage.geometry import vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, FigurePlacement
from screenplay2board.stage.view import Person

SKETCHY_BELOW_PX = 46.0  # heads smaller than this need no fingers or creases
GAZE_GAIN = 1.7  # an eye turns farther than the way it looks: what is left of the neck's turn is seen in it alone


def posed(placement: FigurePlacement) -> Person:
    """Return the placement with its joints, and eyes that go on where the neck ends."""
    return with_gaze(Person(placement=placement, anchors=anchors_of(placement)))


def with_gaze(person: Person) -> Person:
    """Return `person` with eyes that go on where the neck ends."""
    placement = person.placement
    target = placement.look_at
    if target is None:
        return person
    way = (vec(*target) - person.anchors.joints["eyes"]) @ person.anchors.frames["head"]
    if float(way[2]) < 0.05:
        return person
    gaze = (_clipped(GAZE_GAIN * float(way[0] / way[2])), _clipped(GAZE_GAIN * float(way[1] / way[2])))
    return replace(person, placement=replace(placement, gaze=gaze))


def as_fine_as_seen(person: Person, camera: CameraPose) -> Person:
    """Return `person`, sketchier where it is far away."""
    projection = Projection.of(camera)
    depth = float(projection.to_view(person.head[None])[0, 2])
    head_px = projection.focal_px * person.anchors.head_height_m / max(depth, 0.1)
    return replace(person, placement=replace(person.placement, detailed=head_px >= SKETCHY_BELOW_PX))


def _clipped(value: float) -> float:
    return round(min(max(value, -1.0), 1.0), 3)
