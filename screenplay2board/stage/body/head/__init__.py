"""Heads: skull, face, hair and what is worn on them.

Enters: a posed body. Leaves: meshes of the head in a `Geometry`, and its face, which is drawn once its size in the
picture is known: in one of several variants (`space.TIERS`), so that a mood reads in a thumbnail and is not a mask in a
close-up.
"""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.ageing import draw_age
from screenplay2board.stage.body.head.beards import build_beard, draw_beard
from screenplay2board.stage.body.head.emotions import exaggerated, expression_of
from screenplay2board.stage.body.head.eyes import draw_eyes
from screenplay2board.stage.body.head.eyewear import draw_eyewear
from screenplay2board.stage.body.head.face import Face
from screenplay2board.stage.body.head.features import draw_mood, draw_mouth, draw_nose
from screenplay2board.stage.body.head.hair import forehead_y, hides_ears
from screenplay2board.stage.body.head.hair_build import build_hair
from screenplay2board.stage.body.head.headwear import build_headwear, covers_ears, pressed_y
from screenplay2board.stage.body.head.marks import draw_marks
from screenplay2board.stage.body.head.model import FIGURE, SKIN_LABEL, DraftSpace, HeadDraft, HeadModel
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import TIERS, FaceInk, HeadSpace, Tier, shell_of
from screenplay2board.stage.body.head.traits import Traits
from screenplay2board.stage.body.skeleton import PosedBody
from screenplay2board.stage.geometry import Geometry, Marks, Part, PlacedFace, SurfaceCurve, rotation
from screenplay2board.stage.surfaces import Loft, ellipsoid
from screenplay2board.stage.types import FigurePlacement

__all__ = ["build_head"]

_SHAPES_KEPT, _FACES_KEPT = 64, 256  # the cast of a film and its moods; about 150 and 12 kB each


def build_head(geometry: Geometry, body: PosedBody, skin_label: int) -> None:
    """Add the head of `body`; `skin_label` is the label of its neck, so that no line parts them."""
    placement = body.placement
    space = HeadSpace.of(body.anchors)
    _shape(placement.look, placement.detailed).place(geometry, space, placement.figure, skin_label)
    geometry.faces.append(PlacedFace(placement.figure, partial(_ink_of, placement, space)))


def _ink_of(placement: FigurePlacement, space: HeadSpace, head_px: float) -> Marks:
    """Return the ink of a face for a head that is `head_px` high in the picture; none where it is too small for any."""
    tier = next((tier for tier in TIERS if tier.min_px <= head_px < tier.max_px), None)
    if tier is None:
        return Marks((), ())
    face, drawn = _face(placement.look, placement.emotion, placement.speaking, placement.gaze, tier), Geometry()
    face.place(drawn, space, placement.figure, SKIN_LABEL)
    return Marks(drawn.curves, drawn.fills)


@lru_cache(maxsize=_SHAPES_KEPT)
def _shape(look: CharacterLook, detailed: bool) -> HeadModel:
    """Return skull, ears, beard, hair and what is worn on them: all that a mood does not change."""
    draft, space = HeadDraft(), DraftSpace.new()
    skull = Skull(Traits.of(look))
    skin = draft.add_part(
        Part(
            name="face", figure=FIGURE, label=SKIN_LABEL, grey=look.skin_grey, crease_m=0.010, line_weight=0.95,
            shade_gain=0.13,
        )
    )  # fmt: skip
    _add(draft, space, shell_of(skull.grid(detailed=detailed), caps=(True, True)), skin)
    _add(draft, space, Loft.from_rings(skull.nose_rings(), 10), skin)
    if not hides_ears(look) and not covers_ears(look):
        _ears(draft, space, skull, skin, FIGURE)
    build_beard(draft, space, skull, look, FIGURE)
    build_hair(draft, space, skull, look, FIGURE, detailed=detailed, hat_y=pressed_y(look))
    build_headwear(draft, space, skull, look, FIGURE)
    return HeadModel.of(draft, space)


@lru_cache(maxsize=_FACES_KEPT)
def _face(look: CharacterLook, emotion: str, speaking: bool, gaze: tuple[float, float], tier: Tier) -> HeadModel:
    """Return the ink of a face at one of its sizes."""
    draft, space = HeadDraft(), DraftSpace.new()
    skull = Skull(Traits.of(look))
    expression = exaggerated(expression_of(emotion, speaking=speaking), tier.gain)
    _draw_face(Face(skull, look, expression, gaze, forehead_y(look), FaceInk(draft, space, FIGURE, tier)))
    return HeadModel.of(draft, space)


def _draw_face(face: Face) -> None:
    """Draw everything, back to front."""
    draw_beard(face.ink, face.skull, face.look)
    draw_marks(face, under_eyes=True)
    draw_eyes(face)
    draw_nose(face)
    draw_mouth(face)
    draw_mood(face)
    draw_age(face)
    draw_marks(face, under_eyes=False)
    draw_eyewear(face)


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
