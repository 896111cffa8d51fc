"""The framing judge: the framing classifier of the diffusion backend, with what was measured of it.

Enters: pictures of any size. Leaves: probabilities of close-up, medium and full. The weights lie in one .safetensors
with what was measured of the judge in its metadata.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.framing import (
    FORMAT,
    SHIPPED,
    FramingNet,
    JudgeError,
    Pictures,
    Probabilities,
    load_net,
    seen,
)
from training.judge_files import write_net
from training.validate.confusion import SIZE_CLASSES, Classes, Confusion, confusion_from


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingJudge:
    """A trained judge. held_out: what it answered to pictures that it was not trained on; soft: the same, blurred.

    facts: how it was trained, as text.
    """

    net: FramingNet
    held_out: Confusion
    soft: Confusion
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def classes(self) -> Classes:
        """Return what it tells apart."""
        return self.held_out.classes

    def classify(self, pictures: Pictures) -> Probabilities:
        """Return float32 (n, 3), the probability of each token's size. pictures: uint8 (n, height, width, 3)."""
        return self.classify_greys(seen(pictures))

    def classify_greys(self, greys: torch.Tensor) -> Probabilities:
        """Return float32 (n, 3) for pictures as `seen` gives them. A picture's answer does not hang on the others."""
        return self.net.classify(greys)

    def save(self, path: Path) -> None:
        """Write the judge in float16, with what is known of it. Raises: OSError."""
        metadata = {
            "format": FORMAT, "held_out": json.dumps(self.held_out.as_json()), "soft": json.dumps(self.soft.as_json()),
            **self.facts,
        }  # fmt: skip
        write_net(self.net, path, metadata)


def load_framing(path: Path, classes: Classes | None = None) -> FramingJudge:
    """Return the judge that lies in `path`. classes: what it must tell apart, if that matters.

    Raises: JudgeError where there is none, it is damaged, or it tells something else apart.
    """
    net, metadata = load_net(path)
    try:
        held_out = confusion_from(json.loads(metadata.pop("held_out")))
        soft = confusion_from(json.loads(metadata.pop("soft")))
    except (KeyError, ValueError) as error:
        raise JudgeError(f"the framing judge `{path}` does not say how well it judges") from error
    if held_out is None or soft is None:
        raise JudgeError(f"the framing judge `{path}` does not say how well it judges")
    if classes is not None and held_out.classes != classes:
        raise JudgeError(f"the judge `{path}` tells {held_out.classes.what}s apart, not {classes.what}s")
    return FramingJudge(net=net, held_out=held_out, soft=soft, facts=metadata)


def named_framing(name: str, classes: Classes, diagnostics: Diagnostics) -> FramingJudge | None:
    """Return the judge of a name, which must tell `classes` apart; None where it cannot be had (reported).

    name: the path of a trained judge, or `framing` for the one that comes with the program.
    """
    try:
        return load_framing(SHIPPED if name == "framing" else Path(name), classes)
    except JudgeError as error:
        diagnostics.error("S2B840", str(error), hint="`python -m training judge DATASET OUT.safetensors` makes one")
        return None


def token_judge(name: str, diagnostics: Diagnostics) -> Callable[[list[Pictures]], list[str]] | None:
    """Return a function from pictures to the tokens whose size they show; None where there is no judge (reported).

    name: as `named_framing` takes it.
    """
    judge = named_framing(name, SIZE_CLASSES, diagnostics)
    if judge is None:
        return None

    def tokens(pictures: list[Any]) -> list[str]:
        answers = [int(judge.classify(picture[None]).argmax()) for picture in pictures]
        return [TOKENS[answer] for answer in answers]

    return tokens
