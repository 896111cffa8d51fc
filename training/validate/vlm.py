"""The `vlm` judge: a vision-language model on this disk is asked which shot it sees, as the seed's validation did.

Enters: a folder that transformers' AutoModelForImageTextToText reads, such as Qwen2-VL. Leaves: a `FramingVote`. The
method that this project starts from took such answers at their word, and they were right 0.62 of the time: here they
are measured and corrected like those of any other judge.
Source: https://huggingface.co/docs/transformers/tasks/image_text_to_text
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.judge import Picture
from screenplay2board.render.diffusion.libraries import quiet_libraries, transformers
from training.validate.confusion import UNSURE, Counts
from training.validate.judges import FramingVote

QUESTION = (
    "Which shot size does this drawing show? A closeup shows the face, a medium shot the upper body, a full shot the "
    "whole body. Answer with one word: full, medium or closeup."
)
LONGEST_ANSWER = 12  # tokens
WORDS = {
    "closeup": "<cu_trg>",
    "close-up": "<cu_trg>",
    "close up": "<cu_trg>",
    "medium": "<ms_trg>",
    "full": "<fs_trg>",
}

Ask = Callable[[PillowImage.Image], str]


def vlm_vote(source: str, diagnostics: Diagnostics) -> FramingVote | None:
    """Return the judge that asks the model in the folder `source`; None where it cannot be loaded (reported)."""
    if not (Path(source) / "config.json").is_file() or not source:
        hint = "name the folder of a model such as Qwen2-VL-7B-Instruct, fetched before: nothing is downloaded here"
        diagnostics.error("S2B840", f"there is no vision-language model in `{source}`", hint=hint)
        return None
    quiet_libraries()
    try:
        processor = transformers.AutoProcessor.from_pretrained(source, local_files_only=True)
        model = transformers.AutoModelForImageTextToText.from_pretrained(
            source, local_files_only=True, use_safetensors=True, dtype="auto"
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        diagnostics.error("S2B840", f"the vision-language model in `{source}` cannot be loaded: {reason}")
        return None
    return asking(asker(model, processor))


def asker(model: Any, processor: Any) -> Ask:
    """Return a function that asks a loaded model the question about one picture, without chance."""
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device).eval()

    def ask(picture: PillowImage.Image) -> str:
        said = [{"role": "user", "content": [{"type": "image", "image": picture}, {"type": "text", "text": QUESTION}]}]
        inputs = processor.apply_chat_template(
            said, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt"
        ).to(device)
        with torch.inference_mode():
            tokens = model.generate(**inputs, max_new_tokens=LONGEST_ANSWER, do_sample=False)
        return str(processor.batch_decode(tokens[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True)[0])

    return ask


def asking(ask: Ask) -> FramingVote:
    """Return the judge that reads the answers of `ask`."""

    def vote(pictures: Sequence[Picture]) -> Counts:
        return np.asarray([place_of(ask(PillowImage.fromarray(picture))) for picture in pictures], dtype=np.int64)

    return vote


def place_of(answer: str) -> int:
    """Return the place in `TOKENS` of the one size that an answer names; `UNSURE` where it names none, or several."""
    pattern = "|".join(re.escape(word) for word in WORDS)
    named = {WORDS[word] for word in re.findall(rf"\b(?:{pattern})\b", answer.lower())}
    return TOKENS.index(named.pop()) if len(named) == 1 else UNSURE
