"""What all painters of a face share: whose it is, what it does, and the pen.

Enters: a skull, a look, an expression. Leaves: a `Face`, on which eyes, features and marks are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.head.emotions import Expression
from screenplay2board.stage.body.head.skull import Skull
from screenplay2board.stage.body.head.space import FaceInk
from screenplay2board.stage.body.head.traits import Traits
from screenplay2board.stage.geometry import Array, Points

_DARK_SKIN = 0.5  # darkness of skin on which soft lines would vanish


@dataclass(frozen=True, slots=True)
class Face:
    """One face with one pen. brow_limit_y: where the hair over the brows ends. Lengths in head heights."""

    skull: Skull
    look: CharacterLook
    expression: Expression
    gaze: tuple[float, float]
    brow_limit_y: float
    ink: FaceInk

    @property
    def traits(self) -> Traits:
        """The traits of the skull."""
        return self.skull.traits

    @property
    def scale(self) -> float:
        """How much larger eyes and mouth are drawn at this size."""
        return self.ink.tier.scale

    @property
    def feminine(self) -> bool:
        """Whether lashes and lips are drawn."""
        return self.look.gender == "female"

    @property
    def years(self) -> int:
        """Age in years."""
        return self.look.years_or_usual

    def at(self, x: Points, y: Points, lift: float = 0.006) -> Array:
        """Return points (n, 3) on the skin."""
        return self.skull.on_face(x, y, lift)

    def soft(self, grey: float) -> float:
        """Return the grey of a soft line: the darker the skin, the blacker, or it would not be seen."""
        return grey * max(0.0, 1.0 - self.look.skin_grey / _DARK_SKIN)

    def deeper(self, by: float) -> float:
        """Return the darkness of skin that is `by` darker: lips, shadows, scars."""
        return min(self.look.skin_grey + by, 0.85)
