"""Korean that the dictionary does not know, by a translation model on this machine.

Enters: Korean text. Leaves: English, the same on every run (beams, no sampling). Any seq2seq model of transformers
does, such as Marian or NLLB, as a folder or a hub id that is here. It works on the CPU: sentences are short and few.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from screenplay2board.render.diffusion.libraries import quiet_libraries, transformers

SOURCE, TARGET = "kor_Hang", "eng_Latn"  # what NLLB calls the languages
MOST_TOKENS = 128
BEAMS = 4


class Translator:
    """Translates with a model that is loaded at the first text."""

    def __init__(self, name: str) -> None:
        """Take the folder or hub id of the model."""
        self._name = name
        self._loaded: tuple[Any, Any] | None = None
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return Korean text in English. Raises: OSError or ValueError where the model cannot be loaded."""
        if text not in self._known:
            self._known[text] = self._translated(text)
        return self._known[text]

    @torch.inference_mode()
    def _translated(self, text: str) -> str:
        tokenizer, model = self._open()
        more: dict[str, Any] = {}
        target = tokenizer.convert_tokens_to_ids(TARGET)
        if target is not None and target != tokenizer.unk_token_id:  # of many languages: say which one to write
            tokenizer.src_lang = SOURCE
            more["forced_bos_token_id"] = target
        read = tokenizer(text, return_tensors="pt", truncation=True, max_length=MOST_TOKENS)
        given = {"input_ids": read.input_ids, "attention_mask": read.attention_mask}
        written = model.generate(**given, max_new_tokens=MOST_TOKENS, num_beams=BEAMS, do_sample=False, **more)
        return " ".join(tokenizer.decode(written[0], skip_special_tokens=True).split())

    def _open(self) -> tuple[Any, Any]:
        if self._loaded is None:
            quiet_libraries()
            place: Any = Path(self._name) if Path(self._name).is_dir() else self._name
            tokenizer = transformers.AutoTokenizer.from_pretrained(place, local_files_only=True)
            model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                place, local_files_only=True, use_safetensors=True
            )
            self._loaded = tokenizer, model.eval()
        return self._loaded
