"""The judges of a card as one.

Enters: a card, which names them. Leaves: a `Judge` that accepts what all of them accept.
"""

from __future__ import annotations

from typing import Any

from screenplay2board.registry import load
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.judge import Judge, Picture, Verdict
from screenplay2board.stage.types import Stage


class Judges:
    """Several judges as one: all must accept, and the lowest score counts."""

    def __init__(self, card: ModelCard) -> None:
        """Load the judges. Raises: UnknownNameError or ImportError; `project.check_judge` tells before."""
        self._judges: list[tuple[str, Judge]] = [(name, _opened(load("judges", name), card)) for name in card.judges]

    def __call__(self, picture: Picture, stage: Stage) -> Verdict:
        """Return what all say together; a judge that fails refuses nothing, and says so."""
        verdicts = [_asked(name, judge, picture, stage) for name, judge in self._judges]
        reasons = [verdict.reason for verdict in verdicts if verdict.reason]
        return Verdict(
            accepted=all(verdict.accepted for verdict in verdicts),
            score=min((verdict.score for verdict in verdicts), default=1.0),
            reason="; ".join(reasons),
        )


def _opened(found: Judge | type[Any], card: ModelCard) -> Judge:
    """Return a judge that was loaded by its name; one that is a class is made with the card."""
    return found(card) if isinstance(found, type) else found


def _asked(name: str, judge: Judge, picture: Picture, stage: Stage) -> Verdict:
    try:
        return judge(picture, stage)
    except Exception as error:  # noqa: BLE001  a plug-in's bug must not lose the picture
        reason = f"the judge `{name}` failed: {type(error).__name__}: {' '.join(str(error).split())}"
        return Verdict(accepted=True, score=0.0, reason=reason)
