"""Validate a model from settings to report: paint, calibrate, judge, correct, compare.

Enters: a model card and settings. Leaves: a folder with `report.html`, `report.json`, the pictures and the labelled
ones that the judges were measured on. A run that was cut goes on: what is painted, decoded and answered stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS, ModelCard
from screenplay2board.render.diffusion.sampler import LoadedModel
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.dataset import Dataset, read_dataset
from training.generate import model_facts, open_model, paint, read_worded_card
from training.manifest import write_manifest
from training.styles import apart, embed
from training.validate.angles import judge_angles, open_angle_judge
from training.validate.answers import RememberedVote, read_picture
from training.validate.calibration import Labelled, labelled_pictures, warn_of_taught
from training.validate.clip_scores import ClipScorer, open_clip
from training.validate.conditions import EVERY, SIZES, Column, base_columns, off_columns, permuted, token_columns
from training.validate.confusion import Confusion, Counts, confusion_of
from training.validate.correction import check_confusion, estimate
from training.validate.framing import FramingJudge
from training.validate.judges import FramingSource, open_judge, source_of
from training.validate.measures import consistency, diversity, layout, tones
from training.validate.prompts import read_validation_prompts
from training.validate.report import ConditionResult, ContentResult, JudgeResult, Report, StyleResult, write_report
from training.validate.settings import Condition, ValidateSettings

STEP = "validate"
PICTURES = "pictures"
STYLE_PICTURES = 500  # of the reference at most: more hardly move a mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run needs before anything is painted."""

    card: ModelCard
    base: ModelCard | None
    prompts: tuple[str, ...]
    size_px: tuple[int, int]
    conditions: tuple[Condition, ...]
    columns: Mapping[Condition, tuple[Column, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jury:
    """A judge that is asked, and what it judges by."""

    source: FramingSource
    vote: RememberedVote


def validate_model(
    card: str, settings: ValidateSettings, folder: Path, diagnostics: Diagnostics, progress: Progress
) -> Report | None:
    """Measure how well the model of `card` (built-in or .toml) holds sizes; None on errors (reported).

    Raises: OSError where the folder cannot be written.
    """
    plan = _plan(card, settings, diagnostics)
    juries = [_jury(entry.name, entry.source, folder / "answers", diagnostics) for entry in settings.judges]
    clip = open_clip(settings.clip, diagnostics) if settings.clip else None
    angles = open_angle_judge(settings.angles.judge, diagnostics) if settings.angles.judge else None
    if plan is None or diagnostics.has_errors:
        return None
    found = _painted(plan, settings, angles, folder, diagnostics, progress)
    if found is None:
        return None
    labelled, dataset, of_angles = found
    results: list[JudgeResult] = []
    for jury in juries:
        if jury is None:
            continue
        warn_of_taught(jury.source, dataset, diagnostics)
        confusion = confusion_of(labelled.truth, jury.vote(labelled.paths, progress))
        if check_confusion(confusion, jury.source.name, diagnostics):
            results.append(_judged(jury, confusion, plan, settings, folder, progress))
    results += [of_angles] if of_angles is not None else []
    if diagnostics.has_errors:
        return None
    style = _style(plan, settings, labelled, folder, diagnostics)
    if style is None:
        return None
    content = _content(plan, labelled, folder, clip, style)
    report = Report(
        model=plan.card.name or card,
        facts=model_facts(plan.card),
        settings=settings.model_dump(mode="json"),
        size_px=plan.size_px,
        prompts=plan.prompts,
        calibration=labelled.origin,
        judges=tuple(results),
        content=content,
        sheet=_sheet(plan, settings.sheet, folder),
    )
    write_report(report, folder)
    inputs = {"prompts": content_key(list(plan.prompts)), **report.facts}
    write_manifest(folder, STEP, report.settings, inputs=inputs, counts={"pictures": _count(plan)})
    return report


def _plan(card: str, settings: ValidateSettings, diagnostics: Diagnostics) -> Plan | None:
    """Return what is to be painted; None where a card or the prompts are wrong (reported)."""
    model = read_worded_card(card, diagnostics, batch_size=settings.batch_size)
    prompts = read_validation_prompts(settings.prompts, settings.count, diagnostics)
    base = read_worded_card(settings.base, diagnostics, batch_size=settings.batch_size) if settings.base else None
    if model is None or diagnostics.has_errors:
        return None
    size = settings.size_px or (model.native_px, model.native_px)
    if any(side % model.multiple_px for side in size):
        message = f"{size[0]}x{size[1]} px cannot be painted, both sides must be multiples of {model.multiple_px}"
        diagnostics.error("S2B844", message)
    missing = [size for size in SIZES.values() if not model.token_for(size)]
    if missing and {"tokens", "permuted"} & set(settings.conditions):
        hint = "add it to the card's `[tokens]`, or validate `off` and `base` alone"
        diagnostics.error("S2B849", f"the card has no token for {', '.join(missing)}", hint=hint)
    if diagnostics.has_errors:
        return None
    columns: dict[Condition, tuple[Column, ...]] = {}
    if {"tokens", "permuted"} & set(settings.conditions):
        columns["tokens"] = token_columns(model, prompts, settings.seed)
    if "off" in settings.conditions:
        columns["off"] = off_columns(model, prompts, settings.seed)
    if "base" in settings.conditions and base is None:
        hint = "name the card of the model without LoRA and tokens as `base`"
        diagnostics.note("S2B849", "no base is named: there is nothing to hold the LoRA against", hint=hint)
    if "base" in settings.conditions and base is not None:
        columns["base"] = base_columns(base, prompts, settings.seed)
    conditions: list[Condition] = [name for name in settings.conditions if name in columns or name == "permuted"]
    return Plan(
        card=model, base=base, prompts=prompts, size_px=size, conditions=tuple(conditions), columns=columns
    )  # fmt: skip


def _jury(name: str, source: str, folder: Path, diagnostics: Diagnostics) -> Jury | None:
    vote = open_judge(name, source, diagnostics)
    found = source_of(name, source)
    return None if vote is None else Jury(source=found, vote=RememberedVote(vote, found, folder))


def _painted(
    plan: Plan,
    settings: ValidateSettings,
    angles: FramingJudge | None,
    folder: Path,
    diagnostics: Diagnostics,
    progress: Progress,
) -> tuple[Labelled, Dataset, JudgeResult | None] | None:
    """Paint every condition; return the labelled pictures and what `angles` says, None on errors (reported)."""
    model = open_model(plan.card, diagnostics)
    if model is None:
        return None
    for name in ("tokens", "off"):
        _paint(model, plan.columns.get(name, ()), plan, folder, diagnostics, progress)
    if diagnostics.has_errors:
        return None
    found = labelled_pictures(
        settings.calibration, plan.size_px, model.vae, folder / "calibration", diagnostics, progress
    )
    of_angles = None
    if angles is not None:
        of_angles = judge_angles(model, angles, plan.prompts, plan.size_px, settings, folder, diagnostics, progress)
    if plan.base is not None and "base" in plan.columns:
        del model  # two large models do not fit onto one device
        base = open_model(plan.base, diagnostics)
        if base is not None:
            _paint(base, plan.columns["base"], plan, folder, diagnostics, progress)
    return None if found is None or diagnostics.has_errors else (*found, of_angles)


def _paint(
    model: LoadedModel,
    columns: Sequence[Column],
    plan: Plan,
    folder: Path,
    diagnostics: Diagnostics,
    progress: Progress,
) -> None:
    orders = [order for column in columns for order in column.orders]
    paint(model, orders, folder / PICTURES, plan.size_px, diagnostics, progress)


def _paths(column: Column, folder: Path) -> list[Path]:
    return [folder / PICTURES / order.file_name for order in column.orders]


def _judged(
    jury: Jury, confusion: Confusion, plan: Plan, settings: ValidateSettings, folder: Path, progress: Progress
) -> JudgeResult:
    """Return what one judge says of every condition, raw and corrected."""
    answers: dict[Condition, dict[str, Counts]] = {}
    for name, columns in plan.columns.items():
        said = {column.asked: jury.vote(_paths(column, folder), progress) for column in columns}
        answers[name] = said if EVERY not in said else dict.fromkeys(TOKENS, said[EVERY])
    if "permuted" in plan.conditions:
        answers["permuted"] = permuted(answers["tokens"], settings.seed)
    conditions: list[ConditionResult] = []
    for name in plan.conditions:
        sizes = tuple(
            estimate(answers[name][token], token, confusion, seed=settings.seed, resamples=settings.resamples)
            for token in TOKENS
        )
        truth = np.repeat(np.arange(len(TOKENS)), len(plan.prompts))
        matrix = confusion_of(truth, np.concatenate([answers[name][token] for token in TOKENS]))
        right = np.stack([answers[name][token] == place for place, token in enumerate(TOKENS)])
        conditions.append(
            ConditionResult(name=name, sizes=sizes, matrix=matrix, all_right=float(right.all(axis=0).mean()))
        )
    return JudgeResult(name=jury.source.name, confusion=confusion, conditions=tuple(conditions))


def _style(
    plan: Plan, settings: ValidateSettings, labelled: Labelled, folder: Path, diagnostics: Diagnostics
) -> StyleResult | None:
    """Return how far each condition lies from the pictures that the model learned from; None on errors (reported)."""
    paths, origin = labelled.paths, labelled.origin
    if settings.style:
        dataset = read_dataset(Path(settings.style), diagnostics)
        if dataset is None:
            return None
        chosen = dataset.samples[:: max(1, len(dataset) // STYLE_PICTURES)]
        paths, origin = tuple(dataset.path(sample) for sample in chosen), f"{len(chosen)} pictures of {settings.style}"
    told = Diagnostics()  # what compares stands in the report
    reference = embed(paths, settings.clip, told)
    diagnostics.extend(item for item in told if settings.clip)
    by = "gradients and tones" if list(told) else "CLIP"
    found = {
        name: apart(
            embed([path for column in columns for path in _paths(column, folder)], settings.clip, told), reference
        )
        for name, columns in plan.columns.items()
    }
    return StyleResult(origin=origin, by=by, halves=apart(reference[::2], reference[1::2]), conditions=found)


def _content(
    plan: Plan, labelled: Labelled, folder: Path, clip: ClipScorer | None, style: StyleResult
) -> ContentResult:
    """Return what is measured beside the size: whether a prompt's content stays, and how pictures differ."""
    layouts: dict[str, Any] = {}
    columns: list[Any] = []
    for column in plan.columns.get("tokens", ()):
        pictures = [read_picture(path) for path in _paths(column, folder)]
        layouts[column.asked] = np.stack([layout(picture) for picture in pictures])
        columns.append(np.stack([tones(picture) for picture in pictures]))
    drawn: dict[str, float] = {}
    for place, token in enumerate(TOKENS):
        own = [path for path, truth in zip(labelled.paths, labelled.truth, strict=True) if truth == place]
        drawn[token] = diversity(np.stack([layout(read_picture(path)) for path in own])) if own else 0.0
    scores: dict[str, float] = {}
    if clip is not None:
        for name, found in plan.columns.items():
            for column in found:
                scores[f"{name} {column.asked}".strip()] = clip(_paths(column, folder), plan.prompts)
    return ContentResult(
        consistency=consistency(columns) if columns and len(plan.prompts) > 1 else None,
        diversity={token: diversity(features) for token, features in layouts.items()},
        drawn_diversity=drawn,
        clip=scores,
        style=style,
    )


def _sheet(plan: Plan, count: int, folder: Path) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """Return the columns of the sheet, each a heading and the pictures of the first prompts."""
    found: list[tuple[str, tuple[Path, ...]]] = []
    for name, columns in plan.columns.items():
        for column in columns:
            found.append((f"{name} {column.asked}".strip(), tuple(_paths(column, folder)[:count])))
    return tuple(found)


def _count(plan: Plan) -> int:
    return sum(len(column.orders) for columns in plan.columns.values() for column in columns)
