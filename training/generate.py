"""Paint pictures from a list of prompts, as many as there are, with the model of a card.

Enters: a JSONL of `{"file_name", "text"}` and a model card. Leaves: PNGs of those names. The sampler is that of the
diffusion backend. A picture's seed comes from its own text, so that a line put in between changes no other picture;
a line may name its own. What lies there whole is not painted again; shards of the list may run at the same time.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from PIL import Image as PillowImage
from PIL import PngImagePlugin

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.files import inside, write_atomically
from screenplay2board.render.diffusion.backend import DiffusionBackend, card_options, sample_within_memory
from screenplay2board.render.diffusion.cards import ModelCard, ModelSettings, load_card
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.models import ModelError
from screenplay2board.render.diffusion.prompts import TOKEN_LIMIT
from screenplay2board.render.diffusion.sampler import Job, LoadedModel
from screenplay2board.render.panels import Progress
from screenplay2board.store import content_key
from screenplay2board.text_files import read_text
from training.dataset import UNREADABLE
from training.manifest import write_manifest

STEP = "generate"
SeedMode = Literal["content", "index"]
MAX_PROMPTS_BYTES = 200_000_000
LARGEST_SEED = 2**63 - 1
FACTS = "s2b"  # key of a PNG's text in which a picture says what it was painted by


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintOrder:
    """A picture to paint. file_name: relative to the folder of the pictures. line: where it was asked for."""

    file_name: str
    text: str
    seed: int
    line: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """What became of a list. kept: pictures that lay there whole; failed: names of those that gave no numbers."""

    painted: int
    kept: int
    failed: tuple[str, ...]


def read_prompts(path: Path, diagnostics: Diagnostics, *, base_seed: int, mode: SeedMode) -> tuple[PaintOrder, ...]:
    """Return what the lines of a JSONL ask for; every wrong line is reported with its number (S2B843).

    mode: `content` takes a seed from text and base seed, `index` counts up from the base seed as the lines do.
    """
    text = read_text(path, MAX_PROMPTS_BYTES, "S2B843", diagnostics)
    found: list[PaintOrder] = []
    names: dict[str, int] = {}
    repeats: Counter[str] = Counter()
    for number, line in enumerate((text or "").splitlines(), 1):
        if not line.strip():
            continue
        place = Span(file=str(path), line=number)
        read = _line(line, place, diagnostics)
        if read is None:
            continue
        name, prompt, own_seed = read
        if name in names:
            diagnostics.error("S2B843", f"`{name}` stands in line {names[name]} already", place)
            continue
        names[name] = number
        seed = base_seed + len(found) if mode == "index" else seed_of(prompt, base_seed, repeats[prompt])
        repeats[prompt] += 1
        order = PaintOrder(file_name=name, text=prompt, seed=seed if own_seed is None else own_seed, line=place)
        found.append(order)
    if text is not None and not found and not diagnostics.has_errors:
        diagnostics.error("S2B843", f"`{path}` asks for no pictures", hint='a line is {"file_name": ..., "text": ...}')
    return tuple(found)


def _line(line: str, place: Span, diagnostics: Diagnostics) -> tuple[str, str, int | None] | None:
    """Return name, text and seed of one line; None where it is wrong (reported)."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as problem:
        diagnostics.error("S2B843", f"this is no JSON: {problem}", place)
        return None
    if not isinstance(data, dict):
        diagnostics.error("S2B843", "expected an object with `file_name` and `text`", place)
        return None
    fields = cast("dict[str, Any]", data)
    name, text, seed = fields.get("file_name"), fields.get("text"), fields.get("seed")
    if not isinstance(name, str) or not isinstance(text, str) or not name:
        missing = "text" if isinstance(name, str) and name else "file_name"
        diagnostics.error("S2B843", f"`{missing}` is missing or no text", place)
        return None
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed <= LARGEST_SEED):
        diagnostics.error("S2B843", f"`seed` is `{str(seed)[:40]}`, expected a whole number of at least 0", place)
        return None
    name = name if Path(name).suffix else f"{name}.png"
    if inside(Path(), name) is None or "\0" in name:
        diagnostics.error("S2B843", f"`{name}` leads out of the folder of the pictures", place)
        return None
    if Path(name).suffix.lower() != ".png":
        hint = f"name it `{Path(name).with_suffix('.png')}`"
        diagnostics.error("S2B843", f"`{name}` is no PNG, pictures are written as PNG", place, hint=hint)
        return None
    return name, text, seed


def seed_of(text: str, base_seed: int, repeat: int = 0) -> int:
    """Return the seed of a text. repeat: how often the same text came before; its pictures should differ."""
    digest = hashlib.sha256(f"{base_seed}/{repeat}/{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big") & LARGEST_SEED


def sharded(orders: Sequence[PaintOrder], shard: int, shards: int) -> tuple[PaintOrder, ...]:
    """Return every `shards`-th order, from the `shard`-th (from 1) on; all shards together are the whole list."""
    return tuple(orders[shard - 1 :: shards])


def open_model(card: ModelCard, diagnostics: Diagnostics) -> LoadedModel | None:
    """Return the model of a card, ready to paint from words alone; None where it cannot be loaded (reported)."""
    found = Diagnostics()
    check_card(card, found)
    diagnostics.extend(found)
    if found.has_errors:
        return None
    try:
        return DiffusionBackend(**card_options(card)).open_model()
    except (ModelError, ImportError, ValueError) as error:
        diagnostics.error("S2B844", f"the model cannot be loaded: {error}")
        return None


def read_worded_card(name: str, diagnostics: Diagnostics, *, batch_size: int | None = None) -> ModelCard | None:
    """Return a card as it paints without a stage: no guiding maps, no sketch to start from. name: built-in or .toml."""
    card = load_card(ModelSettings(card=name), Path(), diagnostics)
    if card is None:
        return None
    data = card.model_dump(mode="json", exclude_unset=True) | {"mode": "none", "guides": []}
    return ModelCard.model_validate(data | ({"batch_size": batch_size} if batch_size else {}))


def paint(
    model: LoadedModel,
    orders: Sequence[PaintOrder],
    folder: Path,
    size_px: tuple[int, int],
    diagnostics: Diagnostics,
    progress: Progress,
) -> Painted:
    """Paint the pictures that do not lie in `folder` whole. size_px: (width, height), multiples of the card's.

    Raises: OSError where the folder cannot be written.
    """
    model_key = content_key(model_facts(model.card))
    keyed = [(order, content_key([model_key, order.text, order.seed, list(size_px)])) for order in orders]
    waiting = [(order, key) for order, key in keyed if key_of(folder / order.file_name) != key]
    kept = len(keyed) - len(waiting)
    failed: list[str] = []
    progress.begin("painting", len(waiting))
    try:
        while waiting:
            group, waiting = waiting[: model.batch_size], waiting[model.batch_size :]
            try:
                jobs = [_job(model, order, size_px, diagnostics) for order, _ in group]
                pictures = sample_within_memory(model, jobs)
            except Exception as error:  # noqa: BLE001  a configuration of wrong kinds fails deep inside diffusers
                diagnostics.error("S2B845", f"the model cannot paint: {type(error).__name__}: {error}")
                failed += [order.file_name for order, _ in (*group, *waiting)]
                break
            for (order, key), picture in zip(group, pictures, strict=True):
                if picture is None:
                    diagnostics.error("S2B845", f"the model gave no numbers for `{order.file_name}`", order.line)
                    failed.append(order.file_name)
                else:
                    facts = {"key": key, "text": order.text, "seed": order.seed}
                    write_picture(folder / order.file_name, PillowImage.fromarray(picture), facts)
                progress.advance()
    finally:
        progress.end()
    return Painted(painted=len(keyed) - kept - len(failed), kept=kept, failed=tuple(failed))


def model_facts(card: ModelCard) -> dict[str, str]:
    """Return what every picture of a card depends on: hashes of its settings and of its weights."""
    return dict(DiffusionBackend(**card_options(card)).fingerprint())


def _job(model: LoadedModel, order: PaintOrder, size_px: tuple[int, int], diagnostics: Diagnostics) -> Job:
    reader, card = model.reader, model.card
    chunks = max(reader.chunks(order.text), reader.chunks(card.negative_prompt)) if card.long_prompts else 1
    tokens = reader.count_tokens(order.text)
    if not card.long_prompts and tokens > TOKEN_LIMIT:
        hint = "shorten it, or set `long_prompts` in the card"
        diagnostics.warning("S2B846", f"the text has {tokens} tokens, {TOKEN_LIMIT} are read", order.line, hint=hint)
    return Job(
        size_px=size_px,
        prompt=reader.read(order.text, chunks=chunks),
        negative=reader.read(card.negative_prompt, chunks=chunks),
        seed=order.seed,
    )


def write_picture(path: Path, picture: PillowImage.Image, facts: Mapping[str, object]) -> None:
    """Write a PNG that says what it was made by. facts: with a `key` for `key_of`. Raises: OSError."""
    told = PngImagePlugin.PngInfo()
    told.add_text(FACTS, json.dumps(facts))
    data = io.BytesIO()
    picture.save(data, "PNG", pnginfo=told)
    write_atomically(path, data.getvalue())


def key_of(path: Path) -> str | None:
    """Return what a whole picture says it was painted by; None where it is damaged, not there, or another's."""
    try:
        with PillowImage.open(path) as picture:
            picture.verify()  # checksums up to the last chunk: a cut file may still hold all of its pixels
        with PillowImage.open(path) as picture:
            facts = json.loads(str(picture.info.get(FACTS, "null")))
    except UNREADABLE:
        return None
    return str(cast("dict[str, Any]", facts).get("key")) if isinstance(facts, dict) else None


def generate(
    card: ModelCard,
    orders: Sequence[PaintOrder],
    folder: Path,
    diagnostics: Diagnostics,
    progress: Progress,
    *,
    size_px: tuple[int, int] | None = None,
    shard: tuple[int, int] = (1, 1),
) -> Painted | None:
    """Paint a shard of a list into `folder`; None where the model cannot be loaded (reported).

    size_px: the card's native square if left out. Raises: OSError where the folder cannot be written.
    """
    size_px = size_px or (card.native_px, card.native_px)
    if any(side % card.multiple_px or side <= 0 for side in size_px):
        message = f"{size_px[0]}x{size_px[1]} px cannot be painted, both sides must be multiples of {card.multiple_px}"
        diagnostics.error("S2B844", message)
        return None
    model = open_model(card, diagnostics)
    if model is None:
        return None
    result = paint(model, sharded(orders, *shard), folder, size_px, diagnostics, progress)
    for remark in model.remarks:
        diagnostics.note("S2B844", remark)
    if all((folder / order.file_name).is_file() for order in orders):  # the last shard tells that all is there
        prompts = content_key([[order.file_name, order.text, order.seed] for order in orders])
        inputs = {"prompts": prompts, **model_facts(card)}
        write_manifest(folder, STEP, {"size_px": list(size_px)}, inputs=inputs, counts={"pictures": len(orders)})
    return result
