"""Trigger tokens: the words that a model learned for the sizes of a shot.

Enters: a tokenizer and a text encoder, and where the tokens come from: a textual-inversion .safetensors, a checkpoint
folder of the trainer (tokenizer with added tokens and the whole text encoder), or plain phrases. Leaves: both with the
tokens in place, checked row by row. A token may be several vectors: `<cu_trg>` stands for `<cu_trg> <cu_trg_1> ...`.
Source: Gal et al. 2022, Textual Inversion; Ruiz et al. 2023, DreamBooth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from screenplay2board.render.diffusion.libraries import quiet_libraries, transformers
from screenplay2board.render.diffusion.weights import entry_name


class TokenError(Exception):
    """Tokens cannot be put in place; says what was found and what was expected, in one line."""


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A token and its learned rows: float32 (vectors, width)."""

    token: str
    rows: torch.Tensor

    @property
    def names(self) -> tuple[str, ...]:
        """Return the entry of the vocabulary for each row."""
        return vector_names(self.token, len(self.rows))


def vector_names(token: str, vectors: int) -> tuple[str, ...]:
    """Return the entries of the vocabulary for a token of so many vectors, as diffusers names them."""
    return (token, *(f"{token}_{number}" for number in range(1, vectors)))


def add_tokens(tokenizer: Any, text_encoder: Any, tokens: Mapping[str, TokenVectors]) -> None:
    """Put learned tokens into a tokenizer and its text encoder, and check that every row arrived.

    Raises: TokenError where the widths differ or a token is already there.
    """
    width = text_encoder.get_input_embeddings().weight.shape[1]
    for vectors in tokens.values():
        if vectors.rows.shape[1] != width:
            found = vectors.rows.shape[1]
            raise TokenError(f"`{vectors.token}` has rows of {found} numbers, the text encoder takes {width}")
    names = [name for vectors in tokens.values() for name in vectors.names]
    add_entries(tokenizer, text_encoder, names)
    table = text_encoder.get_input_embeddings()
    with torch.no_grad():
        for vectors in tokens.values():
            for name, row in zip(vectors.names, vectors.rows, strict=True):
                table.weight[tokenizer.convert_tokens_to_ids(name)] = row.to(table.weight.dtype)
    verify_rows(tokenizer, text_encoder, names)


def add_entries(tokenizer: Any, text_encoder: Any, names: list[str]) -> None:
    """Add entries to a vocabulary; their rows are yet to be filled.

    Raises: TokenError where one is already there.
    """
    if tokenizer.add_tokens(names) != len(names):
        raise TokenError(f"the tokenizer has some of these already: {', '.join(names)}")
    text_encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    # SDXL's configurations name a wrong end of text; the entry of the highest number is taken for the end then, which
    # would make a new token the summary of the whole prompt.
    text_encoder.config.eos_token_id = tokenizer.eos_token_id
    getattr(text_encoder, "text_model", text_encoder).eos_token_id = tokenizer.eos_token_id


def verify_rows(tokenizer: Any, text_encoder: Any, names: list[str] | tuple[str, ...]) -> None:
    """Check that every token is one entry of the vocabulary with a finite row of its own that is not zero.

    Raises: TokenError naming the first that is not.
    """
    weight = text_encoder.get_input_embeddings().weight
    unknown = tokenizer.unk_token_id
    rows: dict[int, str] = {}
    for name in names:
        number = tokenizer.convert_tokens_to_ids(name)
        if number is None or number == unknown or tokenizer(name).input_ids[1:-1] != [number]:
            raise TokenError(f"the tokenizer does not know `{name}`")
        if number >= weight.shape[0]:
            raise TokenError(f"the text encoder has {weight.shape[0]} rows, `{name}` is number {number}")
        row = weight[number]
        if not bool(torch.isfinite(row).all()) or not bool(row.any()):
            raise TokenError(f"the row of `{name}` is empty or not finite")
        for other, theirs in rows.items():
            if bool(torch.equal(weight[other], row)):
                raise TokenError(f"`{name}` and `{theirs}` have the same row")
        rows[number] = name


def read_vectors(path: Path, *, token: str | None = None, encoder: int = 0) -> dict[str, TokenVectors]:
    """Read a textual-inversion .safetensors: `{token: rows}`, or A1111's `emb_params` under the given `token`.

    A file for SDXL has rows for both encoders: `clip_l.<token>` and `clip_g.<token>`, or A1111's `clip_l`, `clip_g`.
    Raises: TokenError where it is damaged or holds no rows for this encoder.
    """
    try:
        stored = load_file(path)
    except (SafetensorError, OSError) as error:
        raise TokenError(f"`{path}` cannot be read: {error}") from error
    named = ((entry_name(key, encoder), rows) for key, rows in stored.items())
    data = {name or token: rows for name, rows in named if name is not None}
    if None in data:
        raise TokenError(f"`{path}` does not say its token; name it in the card")
    found: dict[str, TokenVectors] = {}
    for name, rows in cast("dict[str, torch.Tensor]", data).items():
        rows = rows[None] if rows.ndim == 1 else rows  # (vectors, width)
        if rows.ndim != 2 or not rows.is_floating_point() or not bool(torch.isfinite(rows).all()):
            raise TokenError(f"`{name}` in `{path}` is no list of finite vectors")
        found[name] = TokenVectors(name.lower(), rows.float())
    if not found:
        raise TokenError(f"`{path}` holds no tokens" + (" for SDXL's second text encoder" if encoder else ""))
    return found


def load_checkpoint_text(folder: Path) -> tuple[Any, Any]:
    """Load tokenizer and whole text encoder of a trainer's checkpoint folder, strictly; return both.

    Raises: TokenError where a weight is missing or left over, or an added token has no row.
    """
    quiet_libraries()
    try:
        tokenizer = transformers.CLIPTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise TokenError(f"`{folder}` is no checkpoint: {' '.join(str(error).split())}") from error
    text_encoder = load_text_encoder(folder)
    verify_rows(tokenizer, text_encoder, sorted(tokenizer.get_added_vocab().keys() - set(tokenizer.all_special_tokens)))
    return tokenizer, text_encoder


def load_text_encoder(folder: Path, kind: str = "CLIPTextModel", **options: Any) -> Any:
    """Return a folder's text encoder, loaded strictly. kind: its class in transformers. options: of `from_pretrained`.

    `from_pretrained` maps the key names of older transformers; what is missing or left over is an error here, because a
    text encoder that silently keeps random rows draws wrong pictures.

    Raises: TokenError where a weight is missing or left over.
    """
    try:
        text_encoder, told = getattr(transformers, kind).from_pretrained(
            folder, local_files_only=True, output_loading_info=True, ignore_mismatched_sizes=True, **options
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise TokenError(f"`{folder}` cannot be loaded: {' '.join(str(error).split())}") from error
    wrong = [*sorted(told["missing_keys"]), *sorted(told["unexpected_keys"])]
    wrong = [name for name in wrong if not name.endswith("position_ids")]  # older files store what is computed
    wrong += sorted(name for name, *_ in told["mismatched_keys"])  # with both shapes
    if wrong:
        raise TokenError(f"`{folder}` does not fit a CLIP text encoder: {len(wrong)} weights, such as `{wrong[0]}`")
    return text_encoder.eval()


def spelled(prompt: str, tokenizer: Any) -> str:
    """Return `prompt` with every token of several vectors written out, as the text encoder reads it."""
    added = set(tokenizer.get_added_vocab())
    for token in sorted(added):
        count = 1
        while f"{token}_{count}" in added:
            count += 1
        if count > 1:
            prompt = prompt.replace(token, " ".join(vector_names(token, count)))
    return prompt
