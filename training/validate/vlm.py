"""The `vlm` judge: the answers of a vision-language model, measured and corrected like those of any other judge.

Enters: a folder or hub id of a model that is on this machine. Leaves: a `FramingVote`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.judge import Picture
from screenplay2board.render.diffusion.vlm import Ask, VisionModelError, open_asker, place_of
from training.validate.confusion import UNSURE, Counts
from training.validate.judges import FramingVote


def vlm_vote(source: str, diagnostics: Diagnostics) -> FramingVote | None:
    """Return the judge that asks the model `source`; None where it cannot be loaded (reported)."""
    try:
        return asking(open_asker(source))
    except VisionModelError as error:
        diagnostics.error("S2B840", str(error), hint=error.hint)
        return None


def asking(ask: Ask) -> FramingVote:
    """Return the judge that reads the answers of `ask`."""

    def vote(pictures: Sequence[Picture]) -> Counts:
        places = [place_of(ask(PillowImage.fromarray(picture))) for picture in pictures]
        return np.asarray([UNSURE if place is None else place for place in places], dtype=np.int64)

    return vote
