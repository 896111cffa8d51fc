"""Draw the ordered pictures and write them down with their captions.

Captions are made by the functions that make prompts, so that the model hears in training what it hears in a build.
A picture's file is named after what it shows; what lies there already is not drawn again.
"""

from __future__ import annotations

import dataclasses
import io
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.files import remove_stale, write_atomically
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, GuideKind, ModelCard
from screenplay2board.render.diffusion.prompts import Piece, content_pieces, framing_pieces, joined, say
from screenplay2board.render.executors.processes import available_cores
from screenplay2board.render.panels import Progress
from screenplay2board.render.sketch.backend import VERSION
from screenplay2board.render.sketch.drawing import draw_geometry
from screenplay2board.render.sketch.maps import View, stage_map
from screenplay2board.render.sketch.people import VISIBLE, heads_seen, people_seen
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.names import POSES, SETS
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import Light, Sky, Stage
from screenplay2board.store import content_key
from training.dataset import Dataset, Sample, read_dataset, write_metadata
from training.manifest import is_done, write_manifest
from training.synthesize.briefs import PictureOrder, orders
from training.synthesize.settings import SynthesizeSettings

STEP = "synthesize"
CARD = ModelCard(tokens=dict(TOKEN_OF_SIZE))
NO_BACKGROUND = "no background"
NEW_POOL_ABOVE = 8  # fewer pictures are drawn sooner than processes start
CHUNK = 16  # pictures that go to a process at once


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOrder:
    """What a process needs to draw one picture and write it down."""

    folder: Path
    order: PictureOrder
    maps: tuple[GuideKind, ...]
    label_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a drawn picture shows. head_share: height of the main subject's head in frame heights, 0 without one.

    people: rows for metadata.jsonl, None where they were not asked for.
    """

    head_share: float
    people: list[Mapping[str, Any]] | None


def check(settings: SynthesizeSettings, diagnostics: Diagnostics) -> None:
    """Report names that nothing can be drawn by, and weights that leave no choice."""
    for what, asked, known in (
        ("style", settings.styles, tuple(STYLES)),
        ("set", settings.sets, SETS),
        ("pose", settings.poses, POSES),
    ):
        for name in asked:
            if name not in known:
                diagnostics.error("S2B803", f"unknown {what} `{name}`", hint=name_hint(nearest(name, known), known))
    for what in ("styles", "sizes", "angles", "people"):
        weights: Mapping[Any, float] = getattr(settings, what)
        if sum(weights.values()) <= 0:
            diagnostics.error("S2B803", f"no weight in `{what}` is above 0")


def synthesize(
    settings: SynthesizeSettings, folder: Path, diagnostics: Diagnostics, progress: Progress
) -> Dataset | None:
    """Draw the pictures of `settings` into `folder`; None where the settings are wrong (reported).

    Raises: OSError where the folder cannot be written.
    """
    check(settings, diagnostics)
    if diagnostics.has_errors:
        return None
    dumped = settings.model_dump(mode="json", exclude={"workers"})
    inputs = {"sketches": VERSION}
    if is_done(folder, STEP, dumped, inputs=inputs):
        there = read_dataset(folder, Diagnostics())
        if there is not None and all(_has_maps(there, sample, settings.maps) for sample in there.samples):
            return there
    remove_stale(folder, "*/*/.*")
    wanted = [
        DrawOrder(folder=folder, order=order, maps=settings.maps, label_people=settings.label_people)
        for order in orders(settings)
    ]
    progress.begin("drawing", len(wanted))
    try:
        seen = list(_drawn(wanted, settings.workers or available_cores(), progress.advance))
    finally:
        progress.end()
    samples = [sample(order.order, shown, settings.maps) for order, shown in zip(wanted, seen, strict=True)]
    write_metadata(folder, samples)
    dataset = Dataset(folder=folder, samples=tuple(samples))
    counts: Mapping[str, int] = {"pictures": len(samples), **{str(k): v for k, v in sorted(dataset.tokens().items())}}
    write_manifest(folder, STEP, dumped, inputs=inputs, counts=counts)
    return dataset


def _has_maps(dataset: Dataset, sample: Sample, kinds: Sequence[GuideKind]) -> bool:
    return all((dataset.folder / str(sample.details.get(f"{kind}_file"))).is_file() for kind in kinds)


def _drawn(wanted: Sequence[DrawOrder], workers: int, advance: Callable[[], None]) -> Iterable[Seen]:
    """Yield what each picture shows, in order."""
    if workers == 1 or len(wanted) <= NEW_POOL_ABOVE:
        for order in wanted:
            yield draw_picture(order)
            advance()
        return
    # Ctrl-C goes to the whole group: these processes end at once and without a word, what they wrote is whole
    end = (signal.SIGINT, signal.SIG_DFL)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=signal.signal, initargs=end) as pool:
        try:
            for seen in pool.map(draw_picture, wanted, chunksize=CHUNK):
                yield seen
                advance()
        except BaseException:  # Ctrl-C too: what waits is not begun
            pool.shutdown(cancel_futures=True)
            raise


def file_name(order: PictureOrder, kind: str = "images") -> str:
    """Return the path of a picture, or of a map of it, inside the dataset."""
    key = content_key({"order": dataclasses.replace(order, number=0), "sketches": VERSION})
    return f"{kind}/{key[:2]}/{key[2:18]}.png"


def draw_picture(wanted: DrawOrder) -> Seen:
    """Draw a picture and its maps, where they are not there yet; return what it shows."""
    order = wanted.order
    stage = staged(order)
    geometry = build_stage(stage)
    picture = wanted.folder / file_name(order)
    if not picture.is_file():
        write_atomically(picture, draw_geometry(geometry, stage, style=order.style, seed=order.seed).png())
    for kind in wanted.maps:
        path = wanted.folder / file_name(order, kind)
        if not path.is_file():
            data = io.BytesIO()
            stage_map(kind, stage, geometry=geometry, seed=order.seed).save(data, "PNG")
            write_atomically(path, data.getvalue())
    people = people_rows(geometry, stage) if wanted.label_people else None
    return Seen(head_share=head_share(geometry, stage), people=people)


def staged(order: PictureOrder) -> Stage:
    """Return the stage of an order; a plain one has no set, sky or night."""
    stage = dataclasses.replace(direct(order.brief), arrows=())
    if not order.plain:
        return stage
    light = dataclasses.replace(Light(), direction=stage.light.direction)
    return dataclasses.replace(stage, set_pieces=(), sky=Sky(), light=light, weather="clear")


def head_share(geometry: Geometry, stage: Stage) -> float:
    """Return the height of the main subject's head, chin to crown, in frame heights; 0 where nobody is."""
    if not stage.subject_figures:
        return 0.0
    anchors = geometry.figures[stage.subject_figures[0]]
    projection = Projection.of(stage.camera)
    distance_m = float(projection.to_view(anchors.joints["head"][None])[0, 2])
    return projection.focal_px * anchors.head_height_m / distance_m / stage.camera.frame_px[1]


def people_rows(geometry: Geometry, stage: Stage) -> list[Mapping[str, Any]]:
    """Return where the people in the frame are, as shares of its width and height, for metadata.jsonl.

    head: x and y of the centre, and the height in frame heights. shown: how much of the head is seen. points: rows
    (x, y, seen) for the 18 points of OpenPose's body, seen 1 also where the person's own body hides them.
    """
    view = View.of(geometry, stage)
    width, height = stage.camera.frame_px
    bodies = {person.figure: person for person in people_seen(geometry, stage, view.raster)}
    rows: list[Mapping[str, Any]] = []
    for head in heads_seen(geometry, stage, view.raster):
        person = bodies[head.figure]
        seen = (person.body[:, 2] == VISIBLE) | person.own
        points = [
            [round(x / width, 4), round(y / height, 4), int(shown)]
            for (x, y, _), shown in zip(person.body.tolist(), seen.tolist(), strict=True)
        ]
        if head.shown or seen.any():
            box = [round(head.x / width, 4), round(head.y / height, 4), round(head.height / height, 4)]
            rows.append({"head": box, "shown": round(head.shown, 3), "points": points})
    return rows


def sample(order: PictureOrder, seen: Seen, kinds: Sequence[GuideKind]) -> Sample:
    """Return the line of metadata for a picture."""
    pieces = caption(order)
    details = {
        "head_share": round(seen.head_share, 4), "style": order.style, "set": "" if order.plain else order.brief.set,
        **{f"{kind}_file": file_name(order, kind) for kind in kinds},
        **({} if seen.people is None else {"people": seen.people}),
    }  # fmt: skip
    size = order.brief.size if order.brief.actors else None  # a picture of nobody shows no size
    return Sample(
        file_name=file_name(order), text=joined(pieces), pieces=pieces, size=size,
        angle=order.brief.angle, title=f"stage-{order.number % 100:02d}", details=details,
    )  # fmt: skip


def caption(order: PictureOrder) -> tuple[Piece, ...]:
    """Return the caption of a picture in parts: token, shot, angle, then who is seen, doing what, where.

    Prompts of close shots say no movement. Captions say it in half of all pictures, whatever their size: a word that
    only wide shots have would tell the size before the token does.
    """
    head = framing_pieces(order.brief, CARD)
    content = [piece for piece in content_pieces(order.brief) if piece.kind != "movement"]
    movement = say("pose", order.brief.actors[0].pose) if order.brief.actors else ""
    if movement and order.seed % 2:
        place = next((n for n, piece in enumerate(content) if piece.kind in ("place", "light")), len(content))
        content.insert(place, Piece("movement", movement))
    pieces = [*head, *content]
    if order.plain:
        pieces = [piece for piece in pieces if piece.kind not in ("place", "light")]
        pieces.append(Piece("place", NO_BACKGROUND))
    return tuple(pieces)
