"""Say what a picture shows in one sentence, for readers who do not see it.

Enters: a shot, its scene, the wording of the book's language. Leaves: the text of the picture's `alt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import capwords
from typing import Protocol

from screenplay2board.book.camera_names import ANGLE_NAMES, FRAMING_NAMES, SIZE_NAMES
from screenplay2board.book.wording import Wording, filled
from screenplay2board.plan.types import CameraAngle, Framing, ShotSize


class Pictured(Protocol):
    """What has to be known of a shot: a planned one, or one of a manifest."""

    @property
    def size(self) -> ShotSize: ...
    @property
    def framing(self) -> Framing: ...
    @property
    def angle(self) -> CameraAngle: ...
    @property
    def subject(self) -> tuple[str, ...]: ...
    @property
    def action(self) -> str: ...


class Placed(Protocol):
    """What has to be known of its scene."""

    @property
    def location(self) -> str: ...


def alt_text(shot: Pictured, scene: Placed, wording: Wording) -> str:
    """Return `Close-up, low angle of Mina and Walter, Kitchen. She reads.` in the language of the book."""
    labels = wording.labels
    camera = (SIZE_NAMES[shot.size], FRAMING_NAMES[shot.framing], ANGLE_NAMES[shot.angle])
    text = ", ".join(wording.term(word) for word in camera if word)
    if shot.subject:
        names = [wording.term(name) for name in shot.subject]  # things have the plan's names, people their own
        text = filled(labels["alt_subject"], shot=text, subject=_listing(names, labels["alt_and"]))
    if scene.location:
        text = filled(labels["alt_place"], shot=text, place=capwords(scene.location))
    text = text[:1].upper() + text[1:]
    return f"{text}. {shot.action}" if shot.action else f"{text}."


def _listing(names: Sequence[str], last: str) -> str:
    """Return `Mina, Tom and Walter`. last: what stands before the last name."""
    spoken = [capwords(name) if name.isupper() else name for name in names]
    return spoken[0] if len(spoken) == 1 else ", ".join(spoken[:-1]) + last + spoken[-1]
