"""The labelled pictures on which every judge is measured before it is believed.

Enters: a dataset with sizes, or nothing: then it is drawn with the stage. Leaves: pictures with their class, on request
sent through the VAE of the model that is validated, so that they are as soft as what it paints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.framing import JudgeError
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from training.dataset import Dataset, check_pictures, read_dataset
from training.generate import key_of, write_picture
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings
from training.validate.confusion import ANGLES, SIZE_CLASSES, Classes
from training.validate.framing import load_framing
from training.validate.judges import FramingSource
from training.validate.prompts import PLACES
from training.validate.settings import CalibrationSettings
from training.validate.softening import scaled, through_vae


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Pictures whose class is known. truth: places in the classes. origin: where they are from, for the report."""

    paths: tuple[Path, ...]
    truth: tuple[int, ...]
    origin: str


def labelled_pictures(
    settings: CalibrationSettings,
    size_px: tuple[int, int],
    vae: Any,
    folder: Path,
    diagnostics: Diagnostics,
    progress: Progress,
    classes: Classes = SIZE_CLASSES,
) -> tuple[Labelled, Dataset] | None:
    """Return the pictures to calibrate on and their dataset; None where there are none (reported).

    classes: of which there are equally many. vae: the model's, used where the settings ask for it. folder: for what is
    drawn and decoded; both stay there.
    Raises: OSError where it cannot be written.
    """
    if settings.data:
        found = read_dataset(Path(settings.data), diagnostics)
        dataset = None if found is None else check_pictures(found, diagnostics)
    else:
        dataset = synthesize(_drawing(settings, size_px, classes), folder / "drawn", diagnostics, progress)
    if dataset is None:
        return None
    chosen = balanced(dataset, settings.count, classes)
    paths = tuple(dataset.path(sample) for sample in chosen.samples)
    origin = f"{len(paths)} pictures " + (f"of {Path(settings.data).name}" if settings.data else "drawn by the stage")
    if settings.through_vae:
        paths = _decoded(paths, size_px[1], vae, folder / "decoded", progress)
        origin += ", sent through the model's VAE"
    truth = tuple(classes.keys.index(classes.of(sample)) for sample in chosen.samples)
    return Labelled(paths=paths, truth=truth, origin=origin), chosen


def _drawing(settings: CalibrationSettings, size_px: tuple[int, int], classes: Classes) -> SynthesizeSettings:
    """Return how the labelled pictures are drawn: in the places of the prompts, as large as what is painted."""
    drawing = SynthesizeSettings(
        count=settings.count, seed=settings.seed, frames=(Frame(px=size_px),), sets=PLACES, plain=0.4, night=0.0
    )
    if classes.what == "size":
        return drawing
    # angles fall by chance: half as many pictures again leave enough of each
    return drawing.model_copy(update={"count": settings.count * 3 // 2, "angles": dict.fromkeys(ANGLES, 1.0)})


def balanced(dataset: Dataset, count: int, classes: Classes = SIZE_CLASSES) -> Dataset:
    """Return the first `count` / 3 pictures of each class, in the dataset's order."""
    left = dict.fromkeys(classes.keys, max(1, count // len(classes.keys)))
    chosen = list[Any]()
    for sample in dataset.samples:
        if left.get(classes.of(sample), 0):
            left[classes.of(sample)] -= 1
            chosen.append(sample)
    return Dataset(folder=dataset.folder, samples=tuple(chosen))


def warn_of_taught(source: FramingSource, dataset: Dataset, diagnostics: Diagnostics) -> None:
    """Warn where a framing judge is to be measured on the pictures that it learned from."""
    if source.name != "framing" or source.path is None or not source.path.is_file():
        return
    try:
        taught = load_framing(source.path).facts.get("data")
    except JudgeError:
        return  # reported where it is opened
    if taught == dataset.hash():
        hint = "give other labelled pictures, or none: then they are drawn"
        message = f"the judge `{source.name}` was trained on `{dataset.folder}`: it looks better there than it is"
        diagnostics.warning("S2B842", message, hint=hint)


def _decoded(paths: Sequence[Path], height_px: int, vae: Any, folder: Path, progress: Progress) -> tuple[Path, ...]:
    """Return the paths of the pictures as the VAE gives them back; those that lie there are not made again."""
    weights = hashlib.sha256()
    for _, weight in sorted(vae.state_dict().items()):
        weights.update(weight.detach().float().cpu().contiguous().numpy().tobytes())
    found: list[Path] = []
    progress.begin("decoding labelled pictures", len(paths))
    try:
        for path in paths:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            key = content_key([weights.hexdigest(), content, height_px])
            target = folder / f"{key[:16]}.png"
            if key_of(target) != key:
                with PillowImage.open(path) as picture:
                    given_back = through_vae(vae, scaled(picture.convert("RGB"), height_px))
                write_picture(target, PillowImage.fromarray(given_back), {"key": key})
            found.append(target)
            progress.advance()
    finally:
        progress.end()
    return tuple(found)
