"""Garments as data: what is worn above the waist, and everything else that has to know of it.

Enters: the name of a top from `stage.names.TOPS`. Leaves: its `Garment`, a row of `garments.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from screenplay2board.packaged import Rows, tables
from screenplay2board.plan.types import CharacterLook

Front = Literal["closed", "buttons", "placket", "zip", "snaps", "open"]
Inner = Literal[
    "tee", "shirt", "bare", "formal", "shirt_and_tie", "shirt_and_bow", "shirt_and_cravat",
]  # fmt: skip
_SWINGS_FROM = 0.4  # a garment that is longer stands off the thighs and moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Garment:
    """A top. ease: distance to the body, flare: how much it widens, padded: of the shoulders, in body heights.

    start, end: places of the trunk that it covers; length: how far it hangs down the legs; skirt: from a fitted waist;
    waves: of its hem; gathered: drawn in at the waist. sleeve: a cut `sleeve_...`, empty for bare arms; cuffs: line at
    the wrist; shirt_sleeves: they belong to the shirt under it. collar: a row of `collars.COLLARS`; front: how it
    closes, from `button` down where it is open above; lapel: a row of `fronts.LAPELS`; inner: what shows there.
    legs: what is worn below in place of the look's own bottom; feet: likewise. trims: names of `trims.TRIMS`.
    """

    ease: float = 0.0045
    start: float = 0.10
    end: float | None = None
    length: float = 0.0
    skirt: bool = False
    flare: float = 0.004
    waves: float = 0.01
    padded: float = 0.0
    gathered: float = 0.0
    sleeve: str = "shirt"
    cuffs: bool = False
    shirt_sleeves: bool = False
    collar: str = "none"
    front: Front = "closed"
    button: float = 0.42
    lapel: str = ""
    inner: Inner = "tee"
    legs: Literal["", "bare", "chima", "baji", "padded"] = ""
    feet: Literal["", "bare", "boots"] = ""
    trims: tuple[str, ...] = ()

    @property
    def hangs(self) -> bool:
        """Whether it falls over the hips, so that nothing of a waistband shows."""
        return self.length > 0.0 and not self.skirt

    @property
    def swings(self) -> bool:
        """Whether it hangs round the legs."""
        return self.length > _SWINGS_FROM or self.legs == "chima"

    @property
    def short_sleeved(self) -> bool:
        """Whether the forearms are bare."""
        return self.sleeve in ("", "tee", "dress", "gown")


@cache
def garments() -> Mapping[str, Garment]:
    """Return all tops by name."""
    return Rows(tables("stage/body/garments.toml"), _garment)


def _garment(row: Mapping[str, Any]) -> Garment:
    values: dict[str, Any] = {**row, "trims": tuple(row.get("trims", ()))}
    return Garment(**values)


def garment_of(look: CharacterLook) -> Garment:
    """Return the top of `look`, a shirt for an unknown name."""
    return garments().get(look.top) or garments()["shirt"]


def inner_grey(look: CharacterLook) -> float:
    """Return the darkness of what is worn under an open top: white, unless the top is white itself."""
    return 0.0 if look.top_grey > 0.2 else 0.40
