"""A vision-language model on this machine that is asked which shot it sees, as the method this project starts from did.

Enters: a folder that transformers' AutoModelForImageTextToText reads, such as Qwen2-VL, whose pictures are prepared by
torchvision (the extra `vlm`). Leaves: a function from a
picture to a place in `TOKENS`; the judge `vlm` of painted panels. Such answers were right 0.62 of the time in that
method: `python -m training validate` measures how often a model is right before anybody believes it.
Source: https://huggingface.co/docs/transformers/tasks/image_text_to_text
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image as PillowImage

from screenplay2board.render.diffusion.cards import TOKEN_NAMES, TOKEN_OF_SIZE, TOKENS, ModelCard
from screenplay2board.render.diffusion.judge import Picture, Verdict
from screenplay2board.render.diffusion.libraries import quiet_libraries, transformers
from screenplay2board.stage.types import Stage

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


FETCHED = "name the folder of a model such as Qwen2-VL-7B-Instruct, fetched before: nothing is downloaded here"
INSTALL = "pip install 'screenplay2board[vlm]'"


class VisionModelError(Exception):
    """A vision-language model cannot be had; says why in one line. hint: what helps."""

    def __init__(self, message: str, hint: str = FETCHED) -> None:
        super().__init__(message)
        self.hint = hint


def open_asker(source: str) -> Ask:
    """Return a function that asks the model in the folder or of the hub id `source`; nothing is downloaded.

    Raises: VisionModelError.
    """
    if not (Path(source) / "config.json").is_file() and (Path(source).exists() or not source):
        raise VisionModelError(f"there is no vision-language model in `{source}`")
    quiet_libraries()
    try:
        processor = transformers.AutoProcessor.from_pretrained(source, local_files_only=True)
        model = transformers.AutoModelForImageTextToText.from_pretrained(
            source, local_files_only=True, use_safetensors=True, dtype="auto"
        )
    except ImportError as error:
        what = " ".join(str(error).split()).partition(" but ")[0]
        raise VisionModelError(f"the vision-language model in `{source}` cannot be loaded: {what}", INSTALL) from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise VisionModelError(f"the vision-language model in `{source}` cannot be loaded: {reason}") from error
    return asker(model, processor)


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


def place_of(answer: str) -> int | None:
    """Return the place in `TOKENS` of the one size that an answer names; None where it names none, or several."""
    pattern = "|".join(re.escape(word) for word in WORDS)
    named = {WORDS[word] for word in re.findall(rf"\b(?:{pattern})\b", answer.lower())}
    return TOKENS.index(named.pop()) if len(named) == 1 else None


class VlmJudge:
    """Refuses a picture of people of which the model says another size than the stage's; unclear answers pass."""

    def __init__(self, card: ModelCard) -> None:
        """Take the card; its model is loaded at the first picture."""
        self._source = card.vlm or ""
        self._ask: Ask | None = None

    def __call__(self, picture: Picture, stage: Stage) -> Verdict:
        """Ask about the picture. Raises: VisionModelError where the model cannot be loaded."""
        if not stage.subject_figures:
            return Verdict(accepted=True, score=1.0)  # an insert or an empty set has no size to be asked about
        self._ask = self._ask or open_asker(self._source)
        place, wanted = place_of(self._ask(PillowImage.fromarray(picture))), TOKENS.index(TOKEN_OF_SIZE[stage.size])
        if place is None or place == wanted:
            return Verdict(accepted=True, score=1.0 if place == wanted else 0.5)
        said, meant = TOKEN_NAMES[TOKENS[place]], TOKEN_NAMES[TOKENS[wanted]]
        reason = f"the vision-language model sees a {said} shot, {stage.size} is a {meant} one"
        return Verdict(accepted=False, score=0.0, reason=reason)
