"""Names for shots: ids that survive edits elsewhere, numbers for people, and how long a shot lasts.

Enters: what a shot covers. Leaves: ids, numbers, seconds. Numbers and durations follow docs/film.md.
"""

from __future__ import annotations

import base64
import hashlib

from screenplay2board.plan.types import DialogueLine
from screenplay2board.screenplay.types import NUMBER_LETTERS

ID_BYTES = 5  # eight characters of base32

ACTION_S_PER_WORD = 0.2
ACTION_BASE_S = 0.5
DIALOGUE_S_PER_WORD = 0.3
DIALOGUE_BASE_S = 1.0
TRANSITION_S = 1.0
# Nothing to read: a look at a place or a thing, long enough to be seen.
SILENT_SHOT_S = 2.0


def setup_letters(index: int) -> str:
    """Return what follows the scene number for setup 0, 1, 2, ...: nothing, A, B ... Z, AA, AB."""
    letters = ""
    while index > 0:
        index, rest = divmod(index - 1, len(NUMBER_LETTERS))
        letters = NUMBER_LETTERS[rest] + letters
    return letters


def shot_number(scene_number: str, index: int) -> str:
    """Return the number of the setup `index` (from 0) of a scene: 10, 10A, 10B ... 10Z, 10AA."""
    return scene_number + setup_letters(index)


class ShotIds:
    """Gives out ids: a hash of the heading and the covered text, so an insertion elsewhere changes none of them."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._repetitions: dict[str, int] = {}

    def new(self, heading: str, role: str, text: str) -> str:
        """Return the id of a shot. role: tells shots that cover the same words apart. Repetitions are counted."""
        content = "\0".join((heading, role, " ".join(text.split())))
        while True:
            count = self._repetitions.get(content, 0)
            self._repetitions[content] = count + 1
            digest = hashlib.sha256(f"{content}\0{count}".encode()).digest()
            shot_id = base64.b32encode(digest[:ID_BYTES]).decode().lower()
            if shot_id not in self._given:
                self._given.add(shot_id)
                return shot_id


def duration_s(action: str, dialogue: tuple[DialogueLine, ...], *, transition: bool) -> float:
    """Return how long a shot lasts by default, in seconds."""
    seconds = TRANSITION_S if transition else 0.0
    if action.strip():
        seconds += len(action.split()) * ACTION_S_PER_WORD + ACTION_BASE_S
    for line in dialogue:
        seconds += len(line.text.split()) * DIALOGUE_S_PER_WORD + DIALOGUE_BASE_S
    if not action.strip() and not dialogue:
        seconds += SILENT_SHOT_S
    return round(seconds, 2)
