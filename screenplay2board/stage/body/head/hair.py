"""Hair styles: rows of data, and what the rest of the head has to know of them.

Enters: a look. Leaves: its `HairStyle`. Lengths in head heights, angles `a` in radians around the head from the face
(0) to the nape (pi), positive toward the person's right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.space import Outline, height_at

Flow = Literal["down", "part", "side", "back", "forward", "tousled", "curls"]
BARE = ("bald", "hijab")
_EARS_AT = 1.65  # angle


@dataclass(frozen=True, slots=True, kw_only=True)
class HairStyle:
    """A head of hair.

    hem: (|a|, y) where it ends. thickness over the skin. lift: extra height over the forehead at angle lift_at (quiff).
    flare: how far hanging hair stands out at its end; wave and wave_count: its swing; tuck: how far the end turns in;
    taper: how far it draws in toward its end. tips, tip: number and depth of the pointed locks in which it ends.
    groove and locks: depth and number of the locks on it. curl: size of bumps. parting: angle of the parting line,
    None for none. ridge: height of a mohawk. flow: how its strands run. strokes: how many of them are drawn.
    tied: what hangs or is knotted (`hair_ties`).
    """

    hem: Outline
    thickness: float = 0.055
    lift: float = 0.0
    lift_at: float = 0.0
    flare: float = 0.0
    wave: float = 0.0
    wave_count: float = 2.0
    tuck: float = 0.0
    taper: float = 0.0
    tips: int = 13
    tip: float = 0.0
    groove: float = 0.006
    locks: int = 11
    curl: float = 0.0
    parting: float | None = None
    ridge: float = 0.0
    flow: Flow = "down"
    strokes: int = 16
    tied: tuple[str, ...] = ()

    @property
    def shows_ears(self) -> bool:
        """Whether the hem leaves the ears free."""
        return float(height_at(self.hem, _EARS_AT)) > -0.1


@cache
def styles() -> Mapping[str, HairStyle]:
    """Return all styles by name."""
    file = tables("stage/body/head/hair.toml")
    hems: dict[str, Any] = file["hems"]
    found: dict[str, HairStyle] = {}
    for name, row in cast("dict[str, dict[str, Any]]", file["style"]).items():
        hem = hems[row["hem"]] if isinstance(row["hem"], str) else row["hem"]
        outline: Outline = tuple((float(angle), float(y)) for angle, y in hem)
        values: dict[str, Any] = {**row, "hem": outline, "tied": tuple(row.get("tied", ()))}
        found[name] = HairStyle(**values)
    return found


def style_of(look: CharacterLook) -> HairStyle | None:
    """Return the style of `look`, None for none."""
    if look.hair in BARE:
        return None
    if look.hair == "fringe" and look.gender == "female":
        return styles()["bangs"]
    return styles().get(look.hair, styles()["short"])


def forehead_y(look: CharacterLook) -> float:
    """Return the height of the lowest hair over the brows."""
    style = style_of(look)
    return 0.36 if style is None else float(height_at(style.hem, np.linspace(0, 0.55, 4)).min())


def hides_ears(look: CharacterLook) -> bool:
    """Tell whether the hair leaves nothing of the ears."""
    style = style_of(look)
    return style is not None and not style.shows_ears
