"""What a face does for each emotion.

Enters: an emotion's name from `stage.names.EMOTIONS`. Leaves: an `Expression`, in shares of the head's height
(brows) and as factors of the neutral face (everything else); `exaggerated` strengthens it for
heads that are small in the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

NEUTRAL_LID = 0.85
MINIMUM_SPEAKING_MOUTH = 0.42


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One emotion's face.

    brow_inner, brow_outer: height of the brow's ends over the neutral one; brow_raise moves the whole brow, brow_skew
    lifts only the person's left one. lid_open: 0 closed, 0.85 neutral, above 1.2 the white shows. lower_lid: 1 is
    squeezed up. mouth_curve: 1 smiles, -1 turns down; mouth_skew lifts the left corner. mouth_open: gap, 1 is wide.
    mouth_square: the open mouth's corners, 2 is oval, 5 is a bared rectangle. pupil: size of the iris.
    look: where the eyes go by themselves, (left, up). frown, cheek_lines, tears, sweat: the cartoonist's marks.
    """

    brow_inner: float = 0.0
    brow_outer: float = 0.0
    brow_raise: float = 0.0
    brow_skew: float = 0.0
    lid_open: float = NEUTRAL_LID
    lower_lid: float = 0.0
    pupil: float = 1.0
    look: tuple[float, float] = (0.0, 0.0)
    mouth_curve: float = 0.0
    mouth_skew: float = 0.0
    mouth_open: float = 0.0
    mouth_width: float = 1.0
    mouth_square: float = 2.4
    teeth: bool = False
    frown: bool = False
    cheek_lines: bool = False
    tears: bool = False
    sweat: bool = False


EXPRESSIONS: Mapping[str, Expression] = {
    "neutral": Expression(),
    "calm": Expression(mouth_curve=0.2, lid_open=0.8),
    "happy": Expression(
        brow_inner=0.01, brow_raise=0.025, lid_open=0.66, lower_lid=0.7, mouth_curve=1.0, mouth_open=0.42,
        mouth_width=1.3, teeth=True, cheek_lines=True,
    ),
    "smile": Expression(brow_raise=0.012, lid_open=0.76, lower_lid=0.45, mouth_curve=0.85, mouth_width=1.2),
    "angry": Expression(
        brow_inner=-0.06, brow_outer=0.032, brow_raise=-0.022, lid_open=0.72, lower_lid=0.5, mouth_curve=-0.7,
        frown=True,
    ),
    "rage": Expression(
        brow_inner=-0.075, brow_outer=0.05, brow_raise=-0.025, lid_open=0.95, lower_lid=0.6, pupil=0.85,
        mouth_curve=-0.5, mouth_open=0.85, mouth_width=1.2, mouth_square=4.0, teeth=True, frown=True, cheek_lines=True,
    ),
    "shout": Expression(
        brow_inner=-0.05, brow_outer=0.035, brow_raise=-0.01, lid_open=0.98, lower_lid=0.4, mouth_curve=-0.3,
        mouth_open=1.15, mouth_width=1.1, mouth_square=3.0, teeth=True, frown=True, cheek_lines=True,
    ),
    "sad": Expression(
        brow_inner=0.055, brow_outer=-0.032, lid_open=0.6, lower_lid=0.2, look=(0.0, -0.35), mouth_curve=-0.85,
        mouth_width=0.9,
    ),
    "cry": Expression(
        brow_inner=0.065, brow_outer=-0.035, lid_open=0.16, lower_lid=0.8, mouth_curve=-0.8, mouth_open=0.38,
        mouth_width=1.08, mouth_square=3.4, teeth=True, cheek_lines=True, tears=True,
    ),
    "fear": Expression(
        brow_inner=0.06, brow_outer=-0.01, brow_raise=0.05, lid_open=1.34, pupil=0.72, mouth_curve=-0.5,
        mouth_open=0.36, mouth_width=1.0, mouth_square=3.6, teeth=True, sweat=True,
    ),
    "surprise": Expression(brow_inner=0.02, brow_raise=0.085, lid_open=1.38, pupil=0.85, mouth_open=0.8,
                           mouth_width=0.66),
    "worried": Expression(brow_inner=0.05, brow_outer=-0.024, brow_raise=0.018, lid_open=0.97, mouth_curve=-0.55,
                          mouth_width=0.92),
    "tired": Expression(brow_inner=0.012, brow_outer=-0.022, brow_raise=-0.008, lid_open=0.42, lower_lid=0.3,
                        look=(0.0, -0.2), mouth_curve=-0.35),
    "asleep": Expression(brow_outer=-0.01, lid_open=0.0, mouth_curve=0.05, mouth_width=0.9),
    "smug": Expression(brow_inner=-0.015, brow_outer=0.02, brow_skew=0.035, lid_open=0.55, lower_lid=0.35,
                       mouth_curve=0.35, mouth_skew=0.8, mouth_width=1.05),
    "determined": Expression(brow_inner=-0.045, brow_outer=0.022, brow_raise=-0.022, lid_open=0.72, lower_lid=0.45,
                             mouth_curve=-0.2, mouth_width=0.96, frown=True),
    "pain": Expression(
        brow_inner=-0.025, brow_outer=0.0, brow_raise=-0.035, lid_open=0.08, lower_lid=0.9, mouth_curve=-0.5,
        mouth_open=0.48, mouth_width=1.24, mouth_square=4.5, teeth=True, frown=True, cheek_lines=True, sweat=True,
    ),
    "suspicious": Expression(brow_inner=-0.038, brow_outer=0.012, brow_raise=-0.02, brow_skew=0.045, lid_open=0.44,
                             lower_lid=0.65, look=(0.35, 0.0), mouth_curve=-0.25, mouth_skew=-0.3, mouth_width=0.9),
    "love": Expression(brow_inner=0.028, brow_outer=-0.01, brow_raise=0.02, lid_open=0.72, pupil=1.14,
                       mouth_curve=0.7, mouth_width=1.08),
    "think": Expression(brow_inner=-0.005, brow_outer=0.012, brow_skew=0.03, lid_open=0.76, look=(0.6, 0.55),
                        mouth_curve=-0.2, mouth_skew=0.5, mouth_width=0.82),
    "talk": Expression(brow_inner=0.008, brow_raise=0.018, lid_open=0.9, mouth_curve=0.15, mouth_open=0.5,
                       mouth_width=0.95, teeth=True),
    "scream": Expression(
        brow_inner=0.045, brow_outer=-0.02, brow_raise=0.05, lid_open=1.32, pupil=0.7, mouth_curve=-0.35,
        mouth_open=1.4, mouth_width=0.98, mouth_square=2.2, teeth=True, cheek_lines=True,
    ),
}  # fmt: skip


def expression_of(emotion: str, *, speaking: bool = False) -> Expression:
    """Return the expression of `emotion` (neutral for an unknown name), with the lips open for somebody who speaks."""
    expression = EXPRESSIONS.get(emotion, EXPRESSIONS["neutral"])
    if speaking and expression.mouth_open < MINIMUM_SPEAKING_MOUTH:
        return replace(expression, mouth_open=MINIMUM_SPEAKING_MOUTH, mouth_skew=expression.mouth_skew / 2, teeth=True)
    return expression


def exaggerated(expression: Expression, gain: float) -> Expression:
    """Return `expression` with every departure from neutral `gain` times as strong, within what a face can do."""
    return replace(
        expression,
        brow_inner=expression.brow_inner * gain,
        brow_outer=expression.brow_outer * gain,
        brow_raise=expression.brow_raise * min(gain, 1.4),
        brow_skew=expression.brow_skew * gain,
        lid_open=min(max(NEUTRAL_LID + (expression.lid_open - NEUTRAL_LID) * gain, 0.0), 1.8),
        mouth_curve=min(max(expression.mouth_curve * gain, -1.9), 1.9),
        mouth_skew=expression.mouth_skew * gain,
        mouth_open=min(expression.mouth_open * gain**0.5, 1.6),
        mouth_width=1 + (expression.mouth_width - 1) * gain,
    )
