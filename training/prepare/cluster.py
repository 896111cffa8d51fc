"""Keep titles of one drawing style, and show groups of pictures that look alike.

Each title is a diagonal Gaussian over its pictures' embeddings; the titles nearest to the most central one stay.
Leaves: the pictures that stay; where groups are asked for, `groups.jsonl` and a contact sheet of each.
Source: Dowson, Landau 1982, the Frechet distance between normal distributions (Wasserstein-2 with diagonal variances).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageOps

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import write_atomically
from training.prepare.pictures import save
from training.prepare.settings import ClusterSettings
from training.prepare.split import group_of
from training.prepare.types import Labelled
from training.styles import embed, wasserstein

SHEETS = "groups"
SHEET_COLUMNS, SHEET_ROWS, CELL_PX = 6, 4, 128
SMALLEST_GROUP = 3  # pictures that make a group to HDBSCAN


def cluster(
    labelled: Sequence[Labelled], settings: ClusterSettings, out: Path, seed: int, diagnostics: Diagnostics
) -> tuple[Labelled, ...]:
    """Return the pictures of the titles that stay. Raises: OSError where the sheets cannot be written."""
    kept = tuple(labelled)
    if not kept or (not settings.keep_titles and settings.group == "none"):
        return kept
    rows = embed([item.picture for item in kept], settings.clip, diagnostics)
    if settings.keep_titles:
        titles = nearest_titles([group_of(item) for item in kept], rows, settings.keep_titles)
        stays = [index for index, item in enumerate(kept) if group_of(item) in titles]
        kept, rows = tuple(kept[index] for index in stays), rows[stays]
    if settings.group != "none":
        groups = group(rows, settings, seed, diagnostics)
        if groups is not None:
            _show(kept, groups, out)
    return kept


def nearest_titles(titles: Sequence[str], rows: NDArray[np.float64], most: int) -> frozenset[str]:
    """Return the titles nearest in style to the one that is nearest to all, itself included."""
    names = sorted(set(titles))
    of_title = np.array(titles)
    means = np.array([rows[of_title == name].mean(axis=0) for name in names])
    spreads = np.array([rows[of_title == name].std(axis=0) for name in names])
    distances = wasserstein(means, spreads)
    middle = int(distances.sum(axis=1).argmin())
    order = np.argsort(distances[middle], kind="stable")[:most]
    return frozenset(names[index] for index in order)


def group(
    rows: NDArray[np.float64], settings: ClusterSettings, seed: int, diagnostics: Diagnostics
) -> tuple[int, ...] | None:
    """Return each picture's group, -1 for none; None where scikit-learn is not there (reported)."""
    try:
        learn: Any = import_module("sklearn.cluster")
    except ImportError:
        hint = "pip install scikit-learn"
        diagnostics.warning("S2B82F", "grouping needs scikit-learn; pictures are not grouped", hint=hint)
        return None
    if settings.group == "kmeans":
        model = learn.KMeans(n_clusters=min(settings.groups, len(rows)), random_state=seed, n_init=4)
    elif len(rows) < SMALLEST_GROUP:
        return (-1,) * len(rows)
    else:
        model = learn.HDBSCAN(min_cluster_size=SMALLEST_GROUP, copy=True)
    return tuple(int(label) for label in model.fit_predict(rows))


def _show(labelled: Sequence[Labelled], groups: Sequence[int], out: Path) -> None:
    members: Mapping[int, list[Labelled]] = {number: [] for number in sorted(set(groups))}
    for item, number in zip(labelled, groups, strict=True):
        members[number].append(item)
    lines = (
        json.dumps({"file_name": item.sample.file_name, "group": number}) + "\n"
        for item, number in zip(labelled, groups, strict=True)
    )
    write_atomically(out / "groups.jsonl", "".join(lines).encode())
    for number, items in members.items():
        save(_sheet(items), out / SHEETS / f"{'none' if number < 0 else number}.png")


def _sheet(items: Sequence[Labelled]) -> PillowImage.Image:
    shown = items[: SHEET_COLUMNS * SHEET_ROWS]
    rows = -(-len(shown) // SHEET_COLUMNS)
    sheet = PillowImage.new("RGB", (SHEET_COLUMNS * CELL_PX, rows * CELL_PX), "white")
    for index, item in enumerate(shown):
        with PillowImage.open(item.picture) as picture:
            small = ImageOps.contain(picture.convert("RGB"), (CELL_PX - 4, CELL_PX - 4))
        sheet.paste(small, (index % SHEET_COLUMNS * CELL_PX + 2, index // SHEET_COLUMNS * CELL_PX + 2))
    return sheet
