"""Who says which size of shot a picture shows: plug-ins, each measured before it is believed.

Enters: pictures. Leaves: for each a place in `TOKENS`, or `UNSURE`. Registry rows of the kind `framing_judges` name
makers of judges: `maker(source, diagnostics)` returns one, or None where it cannot be had (reported as S2B840).
The `pose` judge takes a detector of heads: the one that comes with the program, or a plug-in's (entry points
`screenplay2board.head_detectors`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.registry import Kind, is_built_in, load, names
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.judge import FindHeads, Picture
from screenplay2board.store import content_key
from training.validate.confusion import SIZE_CLASSES, UNSURE, Counts
from training.validate.provenance import digest_of_modules, digest_of_package

if TYPE_CHECKING:
    from screenplay2board.render.diffusion.heads import HeadDetector
    from training.validate.framing import FramingJudge  # torch comes with it

# Head height through frame height at which the token changes (docs/film.md): knees to feet, waist to chest.
FULL_BELOW, CLOSE_FROM = 0.14, 0.30
LEAST_SCORE = 0.2  # of head and joints where somebody is known to be: to count heads the detector asks for more
HEIGHT_ERROR = 1.5  # nine in ten heads of full shots are found as high; within it of a border legs decide
DETECTOR = "drawings"  # of heads; the one that comes with the program
_DIFFUSION = "screenplay2board.render.diffusion"
# The modules that say how the program's own judges judge: answers hold only as long as these stay as they are.
RULES: Mapping[str, tuple[str, ...]] = {
    "framing": (__name__, f"{_DIFFUSION}.framing"),
    "pose": (__name__, f"{_DIFFUSION}.framing", f"{_DIFFUSION}.heads"),
    "vlm": ("training.validate.vlm", f"{_DIFFUSION}.vlm"),
}


class FramingVote(Protocol):
    """Says of each picture, uint8 (height, width, 3), which token's size it shows."""

    def __call__(self, pictures: Sequence[Picture]) -> Counts:
        """Return int64 (pictures): places in `TOKENS`, or `UNSURE`."""
        ...


def open_judge(name: str, source: str, diagnostics: Diagnostics) -> FramingVote | None:
    """Return the judge of a name; None where there is none or it cannot be had (reported).

    source: what it judges by: a file of weights, a folder of a model, the name of a detector.
    """
    maker = _registered("framing_judges", name, "framing judge", diagnostics)
    return None if maker is None else maker(source, diagnostics)


def _registered(kind: Kind, name: str, what: str, diagnostics: Diagnostics) -> Any:
    known = names(kind)
    if name not in known:
        diagnostics.error("S2B840", f"there is no {what} `{name}`", hint=name_hint(nearest(name, known), known))
        return None
    try:
        return load(kind, name)
    except ImportError as error:
        diagnostics.error("S2B840", f"the {what} `{name}` cannot be loaded: {error}")
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingSource:
    """A judge's name and the file or folder that it judges by, which need not be there; None where it needs none.

    rule: digest of the code that says how it judges.
    """

    name: str
    path: Path | None
    rule: str = ""


def source_of(name: str, source: str) -> FramingSource:
    """Return what a registered judge judges by; those that come with the program have files of their own.

    Raises: ImportError where a plug-in cannot be loaded.
    """
    return FramingSource(name=name, path=_place_of_source(name, source), rule=_rule_of(name, source))


def _place_of_source(name: str, source: str) -> Path | None:
    from screenplay2board.render.diffusion import checks, framing, heads

    if name == "framing" and not source:
        return framing.SHIPPED
    if name == "pose":  # its source is the name of a detector
        return heads.SHIPPED if source in ("", DETECTOR) else None
    return (checks.find(source) or Path(source)) if source else None


def _rule_of(name: str, source: str) -> str:
    """Return a digest of the code of a judge and of its detector; of a plug-in's, the whole package counts."""
    parts = [digest_of_modules(RULES.get(name, ()))]
    chosen: list[tuple[Kind, str]] = [("framing_judges", name)]
    if name == "pose" and source:
        chosen.append(("head_detectors", source))
    parts += [digest_of_package(load(kind, own).__module__) for kind, own in chosen if not is_built_in(kind, own)]
    return content_key(parts)


def framing_vote(source: str, diagnostics: Diagnostics) -> FramingVote | None:
    """Return the trained judge in the file `source`; the one that comes with the program where it is empty."""
    from training.validate.framing import named_framing

    judge = named_framing(source or "framing", SIZE_CLASSES, diagnostics)
    return None if judge is None else vote_of(judge)


def vote_of(judge: FramingJudge) -> FramingVote:
    """Return the vote of a trained judge; each picture is looked at by itself."""

    def vote(pictures: Sequence[Picture]) -> Counts:
        answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures]
        return np.asarray(answers, dtype=np.int64)

    return vote


def pose_vote(source: str, diagnostics: Diagnostics) -> FramingVote | None:
    """Return the judge that measures heads; `source` names a plug-in's detector, the program's own if empty."""
    if source in ("", DETECTOR):
        from screenplay2board.render.diffusion.heads import shipped_detector

        return PoseVote(shipped_detector())
    detector: FindHeads | None = _registered("head_detectors", source, "detector of heads", diagnostics)
    return None if detector is None else HeadVote(detector)


class HeadVote:
    """Tells a picture's size by its largest head, chin to crown, through the frame's height."""

    def __init__(self, find_heads: FindHeads) -> None:
        self._find_heads = find_heads

    def __call__(self, pictures: Sequence[Picture]) -> Counts:
        """Return the token's place of each picture; `UNSURE` where no head is found."""
        return np.asarray([self._place(picture) for picture in pictures], dtype=np.int64)

    def _place(self, picture: Picture) -> int:
        heads = [(bottom - top) / picture.shape[0] for _, top, _, bottom in self._find_heads(picture)]
        return _place_of(max(heads)) if heads else UNSURE


class PoseVote:
    """Tells a picture's size by its surest head, and near the border of medium and full by the legs that are seen."""

    def __init__(self, detector: HeadDetector) -> None:
        self._detector = detector

    def __call__(self, pictures: Sequence[Picture]) -> Counts:
        """Return the token's place of each picture; `UNSURE` where no head is found."""
        return np.asarray([self._place(picture) for picture in pictures], dtype=np.int64)

    def _place(self, picture: Picture) -> int:
        from screenplay2board.render.diffusion.heads import heads_in, joints_in

        maps = self._detector.maps(picture)
        heads = heads_in(maps, LEAST_SCORE)
        if not heads:
            return UNSURE
        share = heads[0].height
        if not FULL_BELOW / HEIGHT_ERROR <= share < FULL_BELOW * HEIGHT_ERROR:
            return _place_of(share)
        seen = {joint.kind for joint in joints_in(maps, LEAST_SCORE)}
        whole = "ankle" in seen or ("knee" in seen and share < FULL_BELOW)
        return TOKENS.index("<fs_trg>" if whole else "<ms_trg>")


def _place_of(share: float) -> int:
    """Return the token's place of a head's height through the frame's."""
    token = "<cu_trg>" if share >= CLOSE_FROM else "<fs_trg>" if share < FULL_BELOW else "<ms_trg>"
    return TOKENS.index(token)
