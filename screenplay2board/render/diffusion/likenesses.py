"""What a project says of its characters, as the painter takes it: reference pictures and LoRAs.

Enters: a checked card and paths of pictures by character. Leaves: `Likeness`es, which are parts of the keys of the
panels that show them, or diagnostics (S2B538) for pictures that cannot be used. No torch here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.files import inside
from screenplay2board.render.diffusion.cards import CharacterEntry, ModelCard
from screenplay2board.render.diffusion.checks import find, weight_files
from screenplay2board.render.diffusion.weights import sha256_of
from screenplay2board.render.types import Likeness, PanelSpec
from screenplay2board.store import content_key

MAX_PICTURE_BYTES = 20_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


def read_likenesses(
    card: ModelCard,
    references: Mapping[str, tuple[str, Span | None]],
    folder: Path,
    diagnostics: Diagnostics,
) -> dict[str, Likeness]:
    """Return what a card can use of each character, by name.

    references: paths of pictures below `folder` and where they are named, by character.
    """
    found: dict[str, Likeness] = {}
    for name in sorted(references.keys() | card.characters.keys()):
        picture = b""
        if card.ip_adapter is not None and name in references:
            picture = _picture(name, *references[name], folder, diagnostics)
        entry = card.characters.get(name)
        if picture or entry is not None:
            adapter = _adapter(entry) if entry is not None else ""
            trigger = entry.trigger if entry is not None else ""
            found[name] = Likeness(name=name, picture=picture, adapter=adapter, trigger=trigger)
    return found


def fused_characters(specs: Iterable[PanelSpec]) -> tuple[str, ...]:
    """Return the characters whose LoRAs every panel of a build shows: they may become part of the model."""
    kinds = {spec.adapters for spec in specs}
    return kinds.pop() if len(kinds) == 1 else ()


def _adapter(entry: CharacterEntry) -> str:
    """Return the identity of a LoRA: its bytes and its strength, wherever it lies."""
    place = find(entry.path, entry.revision)
    files = tuple(weight_files(place, None, entry.file)) if place is not None else ()
    return content_key([[sha256_of(path) for path in files], entry.weight])


def _picture(name: str, written: str, span: Span | None, folder: Path, diagnostics: Diagnostics) -> bytes:
    """Return a reference picture's bytes, nothing where it cannot be used (reported)."""
    from PIL import Image as PillowImage  # a build with nothing to read loads no Pillow

    hint = f"a picture ({', '.join(FORMATS)}) below {folder if str(folder) != '.' else 'the project'}, at most 20 MB"
    path = inside(folder, written)
    if path is None:
        diagnostics.error("S2B538", f"the reference of `{name}` leads out of the project: `{written}`", span, hint=hint)
        return b""
    try:
        if path.stat().st_size > MAX_PICTURE_BYTES:
            raise ValueError("it is too large")
        data = path.read_bytes()
        with PillowImage.open(io.BytesIO(data), formats=FORMATS) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, PillowImage.DecompressionBombError) as error:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"the reference of `{name}` cannot be read, `{written}`: {' '.join(said.split()).lower()}"
        diagnostics.error("S2B538", message, span, hint=hint)
        return b""
    return data
