"""Look at weight files before anything is loaded: are they whole, of which family, and which bytes exactly.

Enters: paths. Leaves: facts, or `WeightsError` with one line. Reads the header of safetensors alone
(https://huggingface.co/docs/safetensors): 8 bytes of length, JSON, then the data. No torch; pickles are refused.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

MAX_HEADER_BYTES = 100_000_000  # the format's own limit
MAX_COUNT = (1 << 63) - 1  # what the libraries that read it count with
PICKLES = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl"})
_SIZES = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2,
    "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
}  # fmt: skip
# Width of the text that cross-attention reads -> family.
_FAMILIES = {768: "sd15", 1024: "sd2", 2048: "sdxl"}
UNNAMED = "emb_params"  # A1111's name of rows whose token is the file's name
# The two matrices of each layer of a LoRA, as peft, kohya and older diffusers call them.
_HALVES = (("lora_A", "lora_B"), ("lora_down", "lora_up"), ("lora.down", "lora.up"))
ENCODERS = ("clip_l", "clip_g")  # names of SDXL's two encoders in files of A1111 and others


class WeightsError(Exception):
    """A weight file cannot be used; says why in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a safetensors file holds. shapes: name -> shape. types: name -> type, as the format calls it.

    metadata: its free text.
    """

    shapes: Mapping[str, tuple[int, ...]]
    types: Mapping[str, str]
    metadata: Mapping[str, str]

    def whole_numbers(self) -> tuple[str, ...]:
        """Return the names of tensors that are no fractions: of a quantised or a damaged model.

        Older files of text encoders keep the positions of tokens, which are counted and no weights.
        """
        found = (name for name, kind in self.types.items() if "F" not in kind and not name.endswith("position_ids"))
        return tuple(found)


def read_header(path: Path) -> Header:
    """Return the header of a safetensors file whose size and offsets agree with it.

    Raises: WeightsError where it is a pickle, truncated, damaged or of unknown types.
    """
    if path.suffix.lower() in PICKLES:
        raise WeightsError(f"`{path}` is a pickle, which can run any program: convert it to .safetensors")
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if size < 8 or length > min(size - 8, MAX_HEADER_BYTES):
                raise WeightsError(f"`{path}` is no safetensors file, or cut off in its header")
            data: Any = json.loads(stream.read(length))
    except OSError as error:
        raise WeightsError(f"`{path}` cannot be read: {(error.strerror or 'unreadable').lower()}") from error
    except (ValueError, RecursionError) as error:
        raise WeightsError(f"the header of `{path}` is damaged") from error
    if not isinstance(data, dict):
        raise WeightsError(f"the header of `{path}` is damaged")
    entries = cast("dict[str, Any]", data)
    metadata = entries.pop("__metadata__", {})
    shapes, stretches = dict[str, tuple[int, ...]](), list[tuple[int, int]]()
    for name, entry in entries.items():
        shapes[name], stretch = _entry(path, name, entry)
        stretches.append(stretch)
    end = 0
    for first, last in sorted(stretches):
        if first != end:
            raise WeightsError(f"the weights in `{path}` overlap or leave gaps")
        end = last
    if end != size - 8 - length:
        raise WeightsError(f"`{path}` has {size - 8 - length} bytes of weights, its header says {end}")
    known = metadata if isinstance(metadata, dict) else {}
    types = {name: str(entry["dtype"]) for name, entry in entries.items()}
    return Header(
        shapes=shapes,
        types=types,
        metadata={str(key): str(text) for key, text in cast("dict[Any, Any]", known).items()},
    )


def _entry(path: Path, name: str, entry: Any) -> tuple[tuple[int, ...], tuple[int, int]]:
    """Return shape and place of one tensor whose place is as long as its shape says."""
    try:
        shape = tuple(_count(side) for side in entry["shape"])
        first, last = (_count(offset) for offset in entry["data_offsets"])
        size = _count(_SIZES[entry["dtype"]] * math.prod(shape))
    except (KeyError, TypeError, ValueError) as error:
        raise WeightsError(f"`{name}` in `{path}` has no readable shape, type or place") from error
    if last - first != size:
        raise WeightsError(f"`{name}` in `{path}` is {last - first} bytes long, its shape {shape} wants {size}")
    return shape, (first, last)


def _count(number: Any) -> int:
    """Return a number of places or bytes. Raises: ValueError where it is none that the format has."""
    if type(number) is not int or not 0 <= number <= MAX_COUNT:
        raise ValueError
    return number


def text_width(shapes: Mapping[str, tuple[int, ...]]) -> int | None:
    """Return the width of the text that a UNet, checkpoint or LoRA reads; None if it has no such weights."""
    for name in sorted(shapes):
        shape = shapes[name]
        reads_text = "attn2" in name and ("to_k" in name or "to_v" in name) and len(shape) == 2
        # In a LoRA the matrix that takes the text is `down` or `A`, (rank, width); else it is (out, width).
        if reads_text and not any(part in name for part in ("lora_up", "lora_B", "lora.up")):
            return shape[1]
    return None


def unpaired(names: Collection[str]) -> tuple[str, ...]:
    """Return the matrices of a LoRA whose other half is missing: without it a library leaves both out, silently."""
    found: list[str] = []
    for pair in _HALVES:
        for half, other in (pair, pair[::-1]):
            found += (name for name in names if half in name and name.replace(half, other) not in names)
    return tuple(sorted(found))


def layer_count(names: Collection[str]) -> int:
    """Return how many layers a LoRA changes."""
    return sum(any(first in name for first, _ in _HALVES) for name in names)


def unscaled(names: Collection[str]) -> tuple[str, ...]:
    """Return the layers of a kohya LoRA that lack their strength, `alpha`, while others have one.

    Without it a library takes them at full strength, silently.
    """
    layers = {name.partition(".lora_down.")[0] for name in names if ".lora_down." in name}
    known = {name.removesuffix(".alpha") for name in names if name.endswith(".alpha")}
    return tuple(sorted(layers - known)) if layers & known else ()


def adapter_width(shapes: Mapping[str, tuple[int, ...]]) -> int | None:
    """Return the width of the text beside which an IP-Adapter was trained; None if it is none."""
    found = [shapes[name] for name in sorted(shapes) if name.startswith("ip_adapter.") and "to_k_ip" in name]
    return found[0][1] if found and len(found[0]) == 2 else None


def family_of(width: int) -> str | None:
    """Return the published family whose UNet reads text of that width; None for others, such as the tiny model."""
    return _FAMILIES.get(width)


def entry_name(key: str, encoder: int) -> str | None:
    """Return the token that an entry of a file with tokens is for; empty where the file does not say it.

    encoder: 0, or 1 for SDXL's second one. None: the entry is for the other encoder.
    """
    mine = ENCODERS[encoder]
    if key in (mine, UNNAMED if encoder == 0 else mine):
        return ""
    if key.startswith(f"{mine}."):
        return key.removeprefix(f"{mine}.")
    return None if encoder or key.startswith(ENCODERS) else key


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file. Files of a hub's cache are named by it already."""
    real = path.resolve()
    if real.parent.name == "blobs" and len(real.name) == 64 and not set(real.name) - set("0123456789abcdef"):
        return real.name
    with real.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
