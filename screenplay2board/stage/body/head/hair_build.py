"""The hair of a look: its sheet, its strands, what is tied.

Enters: a skull, a look and a head space. Leaves: meshes and lines.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.hair import style_of
from screenplay2board.stage.body.head.hair_shell import HairShell
from screenplay2board.stage.body.head.hair_strands import StrandPen, draw_edge, draw_sheen, draw_strands
from screenplay2board.stage.body.head.hair_ties import add_ties
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import HAIR_LABEL, HeadSpace, shell_of
from screenplay2board.stage.geometry import Geometry, Part

_GLOSS_FROM_Y = 0.16  # hair shines round the crown; below, each wave would have a ring of its own
_GLOSS_FROM_GREY = 0.45
_WHITE_HAIR = 0.12  # lighter hair is paper, and all that is seen of it are its strands


def build_hair(
    geometry: Geometry,
    space: HeadSpace,
    skull: Skull,
    look: CharacterLook,
    figure: int,
    *,
    detailed: bool,
    hat_y: float,
) -> None:
    """Add the hair of `look`; `hat_y` is the height above which a hat holds it down (infinite without a hat)."""
    style = style_of(look)
    if style is None:
        return
    dark = look.hair_grey > 0.5
    part = geometry.add_part(
        Part(
            name="hair", figure=figure, label=HAIR_LABEL, crease_m=0.016, line_weight=0.95 if dark else 0.8,
            grey=look.hair_grey if look.hair_grey > _WHITE_HAIR else 0.4 * look.hair_grey,
            shade_gain=0.10 if dark else 0.22,
        )
    )  # fmt: skip
    crown = part
    if look.hair_grey > _GLOSS_FROM_GREY and style.strokes and not style.curl:
        crown = geometry.add_part(replace(geometry.parts[part], glossy=True))
    shell = HairShell(skull, style, look.seed, hat_y)
    grid = shell.grid(detailed=detailed)
    vertices, faces = shell_of(grid, caps=(True, False)).mesh()
    lowest = np.where(faces < grid.shape[0] * grid.shape[1], faces // grid.shape[1], 0).max(axis=1)  # row of the grid
    shines = grid[:, :, 1].mean(axis=1)[lowest] > _GLOSS_FROM_Y  # (faces,); whole rows: else their edge were a saw
    hung = space.hanging(vertices)
    geometry.add_mesh(hung, faces[shines], crown, two_sided=True)
    geometry.add_mesh(hung, faces[~shines], part, two_sided=True)
    pen = StrandPen(geometry, space, figure, look.hair_grey)
    if style.strokes and detailed:
        draw_sheen(pen, shell)
        draw_strands(pen, shell)
        draw_edge(pen, shell)
    add_ties(pen, part, style.tied, min(0.34, hat_y - 0.04))
