"""What a judge says of pictures on this disk, remembered: a large model is not asked twice about the same picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from PIL import Image as PillowImage

from screenplay2board.files import write_atomically
from screenplay2board.render.diffusion.judge import Picture
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.validate.confusion import UNSURE, Counts
from training.validate.judges import FramingSource, FramingVote
from training.validate.provenance import digest_of_files, digest_of_modules

ASKED_AT_ONCE = 16


def read_picture(path: Path) -> Picture:
    """Return a picture as uint8 (height, width, 3). Raises: OSError."""
    with PillowImage.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.uint8)


class RememberedVote:
    """Asks a judge about files, and keeps its answers in a JSON file beside them.

    The answers belong to the judge's name, to the bytes that it judges by (to their place where there are none), and to
    the code that judges and reads pictures.
    """

    def __init__(self, vote: FramingVote, source: FramingSource, folder: Path) -> None:
        self._vote = vote
        weights = "" if source.path is None else digest_of_files(source.path) or str(source.path)
        key = content_key([source.name, weights, source.rule, digest_of_modules([__name__])])
        self._path = folder / f"{source.name}-{key[:12]}.json"
        self._known = _read(self._path)

    def __call__(self, paths: Sequence[Path], progress: Progress) -> Counts:
        """Return int64 (paths): the judge's answers. Raises: OSError."""
        keys = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
        waiting = [(key, path) for key, path in dict(zip(keys, paths, strict=True)).items() if key not in self._known]
        progress.begin("judging", len(waiting))
        try:
            for first in range(0, len(waiting), ASKED_AT_ONCE):
                group = waiting[first : first + ASKED_AT_ONCE]
                answers = self._vote([read_picture(path) for _, path in group])
                for (key, _), answer in zip(group, answers, strict=True):
                    self._known[key] = int(answer)
                    progress.advance()
        finally:
            progress.end()
            if waiting:
                write_atomically(self._path, json.dumps(self._known, sort_keys=True).encode())
        return np.asarray([self._known[key] for key in keys], dtype=np.int64)


def _read(path: Path) -> dict[str, int]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    answers = cast("dict[str, Any]", found).items()
    return {key: value for key, value in answers if isinstance(value, int) and 0 <= value <= UNSURE}
