"""Heads: skull, face, hair and what is worn on them.

Enters: a posed body. Leaves: meshes of the head and the ink of its face in a `Geometry`. Faces are drawn in several
variants by size (`space.TIERS`), so that a mood reads in a thumbnail and is not a mask in a close-up.
"""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.body.head.beards import build_beard, draw_beard
from screenplay2board.stage.body.head.emotions import exaggerated, expression_of
from screenplay2board.stage.body.head.features import FacePainter
from screenplay2board.stage.body.head.hair import build_hair, forehead_y, hides_ears
from screenplay2board.stage.body.head.headwear import build_headwear, draw_glasses, pressed_y
from screenplay2board.stage.body.head.skull import Skull, Traits
from screenplay2board.stage.body.head.space import TIERS, FaceInk, HeadSpace, shell_of
from screenplay2board.stage.body.skeleton import PosedBody
from screenplay2board.stage.geometry import (
    Geometry,
    Loft,
    Part,
    SurfaceCurve,
    ellipsoid,
    rotation,
)

__all__ = ["build_head"]


def build_head(geometry: Geometry, body: PosedBody, skin_label: int) -> None:
    """Add the head of `body`; `skin_label` is the label of its neck, so that no line parts them."""
    placement = body.placement
    look, figure = placement.look, placement.figure
    space = HeadSpace.of(body.anchors)
    skull = Skull(Traits.of(look))
    skin = geometry.add_part(
        Part(
            name="face", figure=figure, label=skin_label, grey=look.skin_grey, crease_m=0.010, line_weight=0.95,
            shade_gain=0.13,
        )
    )  # fmt: skip
    _add(geometry, space, shell_of(skull.grid(detailed=placement.detailed), caps=(True, True)), skin)
    _add(geometry, space, Loft.from_rings(skull.nose_rings(), 10), skin)
    if not hides_ears(look):
        _ears(geometry, space, skull, skin, figure)
    build_beard(geometry, space, skull, look, figure)
    build_hair(geometry, space, skull, look, figure, detailed=placement.detailed, hat_y=pressed_y(look))
    build_headwear(geometry, space, skull, look, figure)
    expression = expression_of(placement.emotion, speaking=placement.speaking)
    for tier in TIERS:
        ink = FaceInk(geometry, space, figure, tier)
        draw_beard(ink, skull, look)
        FacePainter(skull, look, exaggerated(expression, tier.gain), placement.gaze, forehead_y(look), ink).paint()
        if look.glasses:
            draw_glasses(ink, skull)


def _add(geometry: Geometry, space: HeadSpace, loft: Loft, part: int) -> None:
    """Add a loft in head space."""
    vertices, faces = loft.mesh()
    geometry.add_mesh(space.world(vertices), faces, part)


def _ears(geometry: Geometry, space: HeadSpace, skull: Skull, skin: int, figure: int) -> None:
    """Add both ears with the line of the inner rim."""
    size = skull.traits.ear_size
    for side in (1, -1):
        turn = rotation(side * skull.traits.ear_angle, -8, 0)
        ear = ellipsoid((side * 0.316, -0.02, -0.055), (0.028, 0.095 * size, 0.055 * size), turn, around=10, stacked=7)
        _add(geometry, space, ear, skin)
        along = np.linspace(0.2, 2.7, 8)
        rim = np.stack(
            [
                np.full(8, side * (0.346 + 0.0012 * (skull.traits.ear_angle - 20))),
                -0.02 + 0.058 * size * np.cos(along),
                -0.055 - 0.035 * size * np.sin(along),
            ],
            axis=1,
        )
        geometry.curves.append(
            SurfaceCurve(figure=figure, points=space.world(rim), weight=0.6, grey=0.1, min_head_px=150)
        )
