"""Whether the angle of the camera comes as asked: measured as sizes are, by a judge of angles that is measured first.

Enters: a model that is open, settings with a judge of angles. Leaves: a `JudgeResult` whose one condition is `angles`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.framing import JudgeError
from screenplay2board.render.diffusion.sampler import LoadedModel
from screenplay2board.render.panels import Progress
from training.generate import paint
from training.validate.answers import RememberedVote
from training.validate.calibration import labelled_pictures
from training.validate.conditions import angle_columns
from training.validate.confusion import ANGLE_CLASSES, ANGLES, confusion_of
from training.validate.correction import check_confusion, estimate
from training.validate.framing import FramingJudge, load_framing
from training.validate.judges import source_of, vote_of
from training.validate.report import ConditionResult, JudgeResult
from training.validate.settings import ValidateSettings

NAME = "angles"


def open_angle_judge(path: str, diagnostics: Diagnostics) -> FramingJudge | None:
    """Return the judge of angles in the file `path`; None where it cannot be had (reported)."""
    try:
        return load_framing(Path(path), ANGLE_CLASSES)
    except JudgeError as error:
        hint = "`python -m training judge DATASET OUT.safetensors --settings judge-angles` makes one"
        diagnostics.error("S2B840", str(error), hint=hint)
    return None


def judge_angles(
    model: LoadedModel,
    judge: FramingJudge,
    prompts: Sequence[str],
    size_px: tuple[int, int],
    settings: ValidateSettings,
    folder: Path,
    diagnostics: Diagnostics,
    progress: Progress,
) -> JudgeResult | None:
    """Return how often each angle came, raw and corrected; None on errors (reported).

    Raises: OSError where `folder` cannot be written.
    """
    columns = angle_columns(model.card, prompts[: settings.angles.count], settings.seed)
    orders = [order for column in columns for order in column.orders]
    paint(model, orders, folder / "pictures", size_px, diagnostics, progress)
    found = labelled_pictures(
        settings.calibration, size_px, model.vae, folder / "calibration-angles", diagnostics, progress, ANGLE_CLASSES
    )
    if found is None or diagnostics.has_errors:
        return None
    source = replace(source_of("framing", settings.angles.judge), name=NAME)
    vote = RememberedVote(vote_of(judge), source, folder / "answers")
    labelled, _ = found
    confusion = confusion_of(labelled.truth, vote(labelled.paths, progress), ANGLE_CLASSES)
    if not check_confusion(confusion, NAME, diagnostics):
        return None
    answers = [vote([folder / "pictures" / order.file_name for order in column.orders], progress) for column in columns]
    estimates = tuple(
        estimate(said, angle, confusion, seed=settings.seed, resamples=settings.resamples)
        for angle, said in zip(ANGLES, answers, strict=True)
    )
    truth = np.repeat(np.arange(len(ANGLES)), len(answers[0]))
    matrix = confusion_of(truth, np.concatenate(answers), ANGLE_CLASSES)
    right = np.stack([said == place for place, said in enumerate(answers)])
    condition = ConditionResult(name=NAME, sizes=estimates, matrix=matrix, all_right=float(right.all(axis=0).mean()))
    return JudgeResult(name=NAME, confusion=confusion, conditions=(condition,))
