"""Join the stages: extract, tags, pictures, cluster, split, balance, augment, finalize.

Enters: settings with a source. Leaves: OUT/ with images and metadata.jsonl for training, OUT/validation/ likewise where
titles are held back, and a manifest with what each stage left. A run that was cut goes on with the pictures it has.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from screenplay2board.render.panels import Progress
from screenplay2board.store import canonical_json
from training.dataset import Dataset, write_metadata
from training.manifest import write_manifest
from training.prepare.augment import augment
from training.prepare.balance import balance
from training.prepare.cluster import cluster
from training.prepare.extract import extract
from training.prepare.finalize import clip_counter, finalize
from training.prepare.pictures import make_pictures
from training.prepare.settings import PrepareSettings
from training.prepare.split import split
from training.prepare.tags import tag
from training.prepare.types import Labelled

STEP = "prepare"
UNPACKED = "unpacked"
VALIDATION = "validation"


def prepare(settings: PrepareSettings, out: Path, diagnostics: Diagnostics, progress: Progress) -> Dataset | None:
    """Make the dataset that the settings ask for; None where nothing can be made of the source (reported).

    Raises: OSError where `out` cannot be written.
    """
    counts: dict[str, int] = {}
    labelled = extract(Path(settings.source), settings.extract, out / UNPACKED, diagnostics)
    counts["extract"] = len(labelled)
    if not labelled or diagnostics.has_errors:
        return None
    source_hash = _hash(labelled)
    labelled = tag(labelled, settings.tags, diagnostics)
    labelled = make_pictures(labelled, settings.pictures, out, diagnostics, progress)
    counts["pictures"] = len(labelled)
    labelled = cluster(labelled, settings.cluster, out, settings.seed, diagnostics)
    counts["cluster"] = len(labelled)
    training, validation = split(labelled, settings.split, settings.seed, diagnostics)
    counts["split"], counts[VALIDATION] = len(training), len(validation)
    training = balance(training, settings.balance, settings.seed)
    counts["balance"] = len(training)
    training = augment(training, out, progress) if settings.pictures.mirror else training
    counts["augment"] = len(training)
    count_tokens = clip_counter()
    training = finalize(training, settings.finalize, count_tokens, diagnostics)
    validation = finalize(validation, settings.finalize, count_tokens, diagnostics)
    counts["finalize"] = len(training)
    if not training:
        diagnostics.error("S2B82D", "no picture is left to train on", hint="the warnings before tell where they went")
        return None
    dataset = _write(training, out)
    if validation:
        _write(_copied(validation, out / VALIDATION), out / VALIDATION)
    tokens = dict(sorted(dataset.tokens().items()))
    write_manifest(
        out, STEP, settings.model_dump(mode="json", exclude={"source"}), inputs={"source": source_hash},
        counts={**counts, "tokens": tokens},
    )  # fmt: skip
    return dataset


def _write(labelled: Sequence[Labelled], folder: Path) -> Dataset:
    samples = tuple(item.sample for item in labelled)
    write_metadata(folder, samples)
    return Dataset(folder=folder, samples=samples)


def _copied(labelled: Sequence[Labelled], folder: Path) -> tuple[Labelled, ...]:
    """Copy pictures into a folder of their own: a dataset reads nothing outside of its own."""
    for item in labelled:
        if not (folder / item.sample.file_name).is_file():
            write_atomically(folder / item.sample.file_name, item.picture.read_bytes())
    return tuple(dataclasses.replace(item, picture=folder / item.sample.file_name) for item in labelled)


def _hash(labelled: Sequence[Labelled]) -> str:
    """Return the hash of what was read: captions and pictures."""
    digest = hashlib.sha256()
    for item in labelled:
        digest.update(canonical_json(item.sample.as_json()))
        digest.update(hashlib.sha256(item.picture.read_bytes()).digest())
    return digest.hexdigest()
