"""Look at everything that a card names before a second of a GPU is spent.

Enters: a `ModelCard`. Leaves: diagnostics (S2B532 missing, S2B533 damaged or unsafe, S2B534 another family, S2B535
tokens), and the files that its pictures depend on. Nothing is fetched and nothing is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import Family, ModelCard, ReferenceEntry, is_there
from screenplay2board.render.diffusion.weights import (
    PICKLES,
    Header,
    WeightsError,
    adapter_width,
    entry_name,
    family_of,
    read_header,
    text_width,
    unpaired,
    unscaled,
)

RANDOM = "random:"
TINY_TEXT_WIDTH = 64
LORA_FILE = "pytorch_lora_weights.safetensors"
# What a folder of diffusers or transformers says of its weights: the picture depends on it as on them.
_CONFIG_NAMES = (
    "config.json", "scheduler_config.json", "tokenizer.json", "vocab.json", "merges.txt", "added_tokens.json",
    "special_tokens_map.json", "tokenizer_config.json",
)  # fmt: skip
# The keys of a card for what `named_models` calls otherwise.
_KEYS = {"lora": "loras", "embedding": "embeddings", "guide": "guides", "IP-Adapter": "ip_adapter",
         "image encoder": "ip_adapter", "vision-language model": "vlm"}  # fmt: skip
UNUSED_PARTS = frozenset({"safety_checker", "feature_extractor"})
_WEIGHT_NAMES = ("diffusion_pytorch_model", "model", "pytorch_lora_weights")


def check_card(card: ModelCard, diagnostics: Diagnostics) -> tuple[Path, ...]:
    """Report what is wrong with a card's files; return all weights and configurations that are there, in order."""
    found: list[Path] = []
    base_width = TINY_TEXT_WIDTH if card.base.startswith(RANDOM) else None
    for what, name, revision, wanted in named_models(card):
        place = find(name, revision)
        if place is None:
            hint = f"`s2b model fetch` brings it; or name a folder or file that is there in `{_KEYS.get(what, what)}`"
            diagnostics.error("S2B532", f"the model's {what} `{name}` is not on this machine", hint=hint)
            continue
        try:
            files = tuple(weight_files(place, card.variant if what == "base" else None, wanted))
        except OSError as error:
            why = (error.strerror or "unreadable").lower()
            diagnostics.error("S2B532", f"the model's {what} `{name}` cannot be read: {why}")
            continue
        if not files and place.is_dir() and any(path.suffix in PICKLES for path in place.rglob("*")):
            hint = "only .safetensors are loaded: a pickle can run any program"
            diagnostics.error("S2B533", f"the model's {what} `{name}` has pickles alone", hint=hint)
        elif not files:
            diagnostics.error("S2B532", f"the model's {what} `{name}` holds no .safetensors")
        for path in files:
            width = _check_file(path, what, card, base_width, diagnostics)
            if what == "base":
                base_width = base_width or width
        found += [*files, *(config_files(place) if wanted is None else ())]
    _check_config(card, diagnostics)
    _check_tokens(card, diagnostics)
    return tuple(found)


def named_models(card: ModelCard) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Yield (what it is, name, revision, file) of everything that a card names."""
    if not card.base.startswith(RANDOM):
        yield "base", card.base, card.revision, None
    if card.vae:
        yield "vae", card.vae, None, None
    if card.checkpoint:
        yield "checkpoint", card.checkpoint, None, None
    for lora in card.loras:
        yield "lora", lora.path, lora.revision, lora.file
    for path in card.embeddings:
        yield "embedding", path, None, None
    for entry in card.working_guides():
        if entry.path != "controlnet":
            yield "guide", entry.path, entry.revision, None
    if card.ip_adapter:
        yield "IP-Adapter", card.ip_adapter.path, card.ip_adapter.revision, card.ip_adapter.file
        yield "image encoder", str(encoder_folder(card.ip_adapter)), None, None
    if card.translator:
        yield "translator", card.translator, None, None
    if card.vlm:
        yield "vision-language model", card.vlm, None, None
    for name, character in sorted(card.characters.items()):
        yield f"LoRA of {name}", character.path, character.revision, character.file


def encoder_folder(entry: ReferenceEntry) -> Path:
    """Return the folder of an IP-Adapter's image encoder: inside the adapter's own, or where it says."""
    inside = (find(entry.path, entry.revision) or Path(entry.path)) / entry.encoder
    return inside if is_there(inside) else Path(entry.encoder)


def is_hub_id(name: str) -> bool:
    """Tell whether a name may be that of a hub's repository, `owner/name`."""
    return name.count("/") == 1 and not name.startswith((".", "/", "~"))


def find(name: str, revision: str | None = None) -> Path | None:
    """Return where a folder, a file or a hub's repository lies on this machine; None where it does not."""
    path = Path(name)
    if is_there(path):
        return path
    if not is_hub_id(name) or find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import snapshot_download  # comes with diffusers; needs no network for what is here
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        return None


def family_of_base(base: str, revision: str | None = None) -> Family:
    """Return the family that a base shows by its parts or its width of text; `sd15` where it shows none."""
    place = find(base, revision)
    if place is None:
        return "sd15"
    if place.is_dir():
        return "sdxl" if (place / "text_encoder_2").is_dir() else "sd15"
    try:
        width = text_width(read_header(place).shapes)
    except WeightsError:
        return "sd15"  # reported where the file is checked
    return "sdxl" if width is not None and family_of(width) == "sdxl" else "sd15"


def weight_files(place: Path, variant: str | None, wanted: str | None = None) -> Iterator[Path]:
    """Yield the weights that would be loaded from a file or folder, in order.

    variant: `fp16` takes `model.fp16.safetensors` where there is one. wanted: one file of the folder.
    """
    if place.is_file():
        yield place
        return
    if wanted is not None:
        if (place / wanted).is_file():
            yield place / wanted
        return
    names = [
        path.relative_to(place).as_posix() for folder in _part_folders(place) for path in folder.iterdir()
        if path.is_file()
    ]  # fmt: skip
    yield from (place / name for name in chosen_weights(names, variant))


def chosen_weights(names: Iterable[str], variant: str | None) -> tuple[str, ...]:
    """Return the weights that would be loaded of a folder's or a repository's files, in order.

    names: relative to it, of its own files and of those of its parts.
    """
    by_folder: dict[str, set[str]] = {}
    for name in names:
        folder, _, file = name.rpartition("/")
        if folder not in UNUSED_PARTS:
            by_folder.setdefault(folder, set()).add(file)
    found: list[str] = []
    for folder, files in sorted(by_folder.items()):
        for stem in _WEIGHT_NAMES:
            special, plain = f"{stem}.{variant}.safetensors", f"{stem}.safetensors"
            shards = sorted(file for file in files if fnmatch(file, f"{stem}-*-of-*.safetensors"))
            chosen = [special] if variant and special in files else [plain] if plain in files else shards
            found += [f"{folder}/{file}".removeprefix("/") for file in chosen]
    return tuple(found)


def config_files(place: Path) -> tuple[Path, ...]:
    """Return what says how the weights of a folder are to be read, in order."""
    if not place.is_dir():
        return ()
    named = (folder / name for folder in _part_folders(place) for name in _CONFIG_NAMES)
    return tuple(path for path in named if path.is_file())


def _part_folders(place: Path) -> Iterator[Path]:
    """Yield a folder and those in it that hold parts which are loaded, in order."""
    yield place
    yield from sorted(path for path in place.iterdir() if path.is_dir() and path.name not in UNUSED_PARTS)


def _check_file(path: Path, what: str, card: ModelCard, base_width: int | None, diagnostics: Diagnostics) -> int | None:
    """Report what is wrong with one file; return the width of the text that it reads, None if it reads none.

    base_width: the text's width of the base, once it is known.
    """
    try:
        header = read_header(path)
    except WeightsError as error:
        hint = "fetch or write it again" if path.suffix not in PICKLES else "safetensors' own `convert` does it"
        diagnostics.error("S2B533", str(error), hint=hint)
        return None
    if what in ("image encoder", "translator", "vision-language model"):
        return None  # they are not of the base's family
    if not _sound(header, path, diagnostics):
        return None
    width = adapter_width(header.shapes) if what == "IP-Adapter" else text_width(header.shapes)
    family = family_of(width) if width is not None else None
    if family is not None and family != card.family:
        message = f"the model's {what} `{path.name}` is for {family}, the card is for {card.family}"
        hint = f'take one that was made for {card.family}, or say `family = "{family}"`'
        diagnostics.error("S2B534", message, hint=hint)
        return None
    if what == "embedding" and card.family == "sd15":
        width = min((shape[-1] for shape in header.shapes.values() if shape), default=None)
    if width is not None and base_width is not None and width != base_width:
        message = f"the model's {what} `{path.name}` reads text {width} wide, the base's is {base_width} wide"
        diagnostics.error("S2B534", message, hint="take one that was made for this base")
    return width


def _sound(header: Header, path: Path, diagnostics: Diagnostics) -> bool:
    """Report weights that a library would take for others, or leave out, without a word."""
    whole, lone, unknown = header.whole_numbers(), unpaired(header.shapes), unscaled(header.shapes)
    if whole:
        message = f"`{whole[0]}` in `{path}` is of type {header.types[whole[0]]}: quantised weights, or damaged ones"
        diagnostics.error("S2B533", message, hint="take weights in float16, bfloat16 or float32")
    elif lone:
        message = f"`{lone[0]}` in `{path}` lacks its other half"
        diagnostics.error("S2B533", message, hint="fetch or write it again")
    elif unknown:
        message = f"`{unknown[0]}` in `{path}` lacks its `alpha`, other layers have one"
        diagnostics.error("S2B533", message, hint="fetch or write it again")
    return not (whole or lone or unknown)


def _check_config(card: ModelCard, diagnostics: Diagnostics) -> None:
    """A single file needs the configuration of its family: a diffusers folder that is on this machine."""
    if card.base.endswith(".safetensors") and (card.config is None or find(card.config) is None):
        hint = "name a diffusers folder or hub id of the same family as `config`; its weights are not needed"
        diagnostics.error("S2B532", "a single-file base needs a `config` that is on this machine", hint=hint)


def _check_tokens(card: ModelCard, diagnostics: Diagnostics) -> None:
    """Trigger tokens must come from somewhere: a checkpoint, an embedding, or the tiny model."""
    tokens = card.trigger_tokens()
    if not tokens or card.base.startswith(RANDOM):
        return
    known = set[str]()
    place = find(card.checkpoint) if card.checkpoint else None
    own = (find(card.base, card.revision) or Path(card.base)) / "tokenizer"
    for folder in (*((place,) if place else ()), *((own,) if own.is_dir() else ())):
        known |= _tokens_in(folder)
    for path in card.embeddings:
        try:
            names = {entry_name(key, 0) for key in read_header(Path(path)).shapes}
        except WeightsError:
            return  # reported where the file is checked
        known |= {name.lower() for name in names if name is not None}
    missing = [token for token in tokens if token not in known]
    if missing and "" not in known:
        hint = "name the trainer's `checkpoint` or an `embeddings` file; or say plain phrases in `tokens`"
        diagnostics.error("S2B535", f"the model has no trigger tokens {', '.join(missing)}", hint=hint)


def _tokens_in(folder: Path) -> set[str]:
    """Return the tokens that a tokenizer's folder adds to CLIP's, in the old and the new form of files."""
    found = set[str]()
    for name in ("added_tokens.json", "tokenizer.json"):
        try:
            data: Any = json.loads((folder / name).read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if name == "added_tokens.json" and isinstance(data, dict):
            found |= set(cast("dict[str, Any]", data))
        elif isinstance(data, dict):
            items = cast("list[Any]", cast("dict[str, Any]", data).get("added_tokens") or [])
            found |= {str(item["content"]) for item in items if isinstance(item, dict) and "content" in item}
    return found
