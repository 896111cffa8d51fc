"""A whole person: body, clothes, hands, head and what they hold.

Enters: a `FigurePlacement`. Leaves: meshes, ink curves and anchors in a `Geometry`. Which parts a person is made of and
in what grey is decided here; their shapes stand in the modules beside.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.body.accessories import GLOVE_GREY, add_accessories
from screenplay2board.stage.body.bottoms import add_bottom
from screenplay2board.stage.body.hands import hand_mesh
from screenplay2board.stage.body.head import build_head
from screenplay2board.stage.body.limbs import neck_surface
from screenplay2board.stage.body.skeleton import PosedBody, pose_figure
from screenplay2board.stage.body.surface import MeshPile
from screenplay2board.stage.body.tops import add_top
from screenplay2board.stage.body.wardrobe import Wardrobe
from screenplay2board.stage.geometry import Array, Geometry, Part, cross, unit, vec
from screenplay2board.stage.props import build_held
from screenplay2board.stage.props.handheld import item_orientation
from screenplay2board.stage.props.handheld_more import ITEMS
from screenplay2board.stage.types import FigurePlacement


def build_figure(geometry: Geometry, placement: FigurePlacement) -> None:
    """Add one person to `geometry` and note their anchors in `geometry.figures`."""
    body = pose_figure(placement)
    geometry.figures[placement.figure] = body.anchors
    wardrobe = Wardrobe.open(geometry, body)
    add_bottom(wardrobe)
    add_top(wardrobe)
    wardrobe.skin.add(neck_surface(body).mesh())
    _add_hands(geometry, wardrobe)
    add_accessories(wardrobe)
    wardrobe.close()
    build_head(geometry, body, wardrobe.skin_label)
    _add_held(geometry, body)


def build_held_things(placement: FigurePlacement) -> Geometry:
    """Return what the hands of `placement` hold, without the hands."""
    geometry = Geometry()
    _add_held(geometry, pose_figure(placement))
    return geometry


def _add_hands(geometry: Geometry, wardrobe: Wardrobe) -> None:
    """Add both hands: of the skin's label, but with finer creases, so that fingers part."""
    body = wardrobe.body
    look, figure = body.placement.look, body.placement.figure
    gloved = "gloves" in look.accessories or look.top == "spacesuit"
    part = geometry.add_part(
        Part(name="hand", figure=figure, label=0 if gloved else wardrobe.skin_label, crease_m=0.0055, line_weight=0.8,
             grey=GLOVE_GREY if gloved else look.skin_grey, shade_gain=0.13)
    )  # fmt: skip
    pile = MeshPile.empty()
    for index, side in enumerate("lr"):
        if not body.hidden_hands[index]:
            wrist, frame = body.anchors.joints[f"wrist_{side}"], body.anchors.frames[f"hand_{side}"]
            scale = body.proportions.hand_scale
            pile.add(hand_mesh(body.hands[index], wrist, frame, side, scale, detailed=body.placement.detailed))
    pile.flush(geometry, part)


def _add_held(geometry: Geometry, body: PosedBody) -> None:
    """Add the props in the hands."""
    height_m, figure = body.proportions.height_m, body.placement.figure
    writing = {held.prop: held.writing for held in body.placement.held}
    for prop, where in body.held:
        wrist, frame = _between_hands(body, prop) if where == "both" else _in_hand(body, where)
        build_held(geometry, prop, wrist, frame, height_m, figure, writing.get(prop, ""))


def _in_hand(body: PosedBody, side: str) -> tuple[Array, Array]:
    return body.anchors.joints[f"wrist_{side}"], body.anchors.frames[f"hand_{side}"]


def _between_hands(body: PosedBody, prop: str) -> tuple[Array, Array]:
    """Return the wrist (3,) and the frame (3, 3) of an imagined hand in the middle of what two hands carry."""
    joints, frames = body.anchors.joints, body.anchors.frames
    up = vec(0, 1, 0)
    ahead = unit(frames["chest"][:, 2] * (1.0, 0.0, 1.0))
    left = cross(up, ahead)
    reach = 0.075 * body.proportions.height_m / 1.75
    palms = [joints[f"hand_{side}"] + frames[f"hand_{side}"][:, 1] * 0.02 for side in "lr"]
    frame, item = np.stack([left, up, ahead], axis=1), ITEMS[prop]
    middle = 0.5 * (palms[0] + palms[1]) + item_orientation(item.grip, frame)[:, 0] * item.hold_m[0]
    return middle - ahead * reach - up * 0.035, frame
