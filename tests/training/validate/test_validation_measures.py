"""Beside the size: content that stays under another token, pictures that differ, words that fit."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.libraries import transformers
from screenplay2board.render.diffusion.tiny import clip_tokenizer
from training.validate.clip_scores import open_clip
from training.validate.measures import consistency, diversity, layout, tones

torch.set_num_threads(1)


def test_content_that_only_the_prompt_decides_is_kept():
    prompts = np.random.default_rng(0).random((20, 6))
    assert consistency([prompts, prompts, prompts]).kept == 1.0


def test_content_that_the_prompt_does_not_decide_is_not_kept():
    rng = np.random.default_rng(0)
    found = consistency([rng.random((200, 6)) for _ in range(3)])
    assert found.kept == pytest.approx(0.0, abs=0.05)


def test_content_that_half_stays_lies_between():
    rng = np.random.default_rng(0)
    prompts = rng.normal(size=(300, 6))
    mixed = [np.sqrt(0.5) * prompts + np.sqrt(0.5) * rng.normal(size=prompts.shape) for _ in range(2)]
    assert consistency(mixed).kept == pytest.approx(1 - np.sqrt(0.5), abs=0.05)


def test_equal_pictures_have_no_diversity():
    assert diversity(np.ones((5, 3))) == 0.0
    assert diversity(np.ones((1, 3))) == 0.0
    assert diversity(np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0]])) == pytest.approx(2 / 3)


def test_tones_tell_greys_and_layout_tells_places():
    dark_left = np.full((32, 64, 3), 255, dtype=np.uint8)
    dark_left[:, :16] = 0
    dark_right = dark_left[:, ::-1].copy()
    assert tones(dark_left).tolist() == tones(dark_right).tolist() == [0.25, 0, 0, 0, 0, 0, 0, 0.75]
    assert np.abs(layout(dark_left) - layout(dark_right)).mean() == pytest.approx(0.5)


def test_a_folder_without_clip_is_told(tmp_path: Path):
    diagnostics = Diagnostics()
    assert open_clip(str(tmp_path), diagnostics) is None
    (found,) = diagnostics
    assert (found.code, found.message) == ("S2B848", f"there is no CLIP model in `{tmp_path}`")


def test_clip_scores_are_cosines_of_pictures_and_their_own_texts(tmp_path: Path):
    side = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    text = side | {"vocab_size": 49408, "max_position_embeddings": 77, "eos_token_id": 49407, "bos_token_id": 49406}
    config = transformers.CLIPConfig(
        text_config=text, vision_config=side | {"image_size": 32, "patch_size": 8}, projection_dim=8
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        transformers.CLIPModel(config).save_pretrained(tmp_path / "clip")
    images = transformers.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    transformers.CLIPProcessor(images, clip_tokenizer()).save_pretrained(tmp_path / "clip")
    paths = [tmp_path / f"{n}.png" for n in range(3)]
    for number, path in enumerate(paths):
        values = np.random.default_rng(number).integers(0, 256, (40, 40, 3), dtype=np.uint8)
        PillowImage.fromarray(values).save(path)
    diagnostics = Diagnostics()
    clip = open_clip(str(tmp_path / "clip"), diagnostics)
    assert clip is not None, [item.message for item in diagnostics]
    texts = ["a man", "a woman in a room", "a child"]
    single = [clip([path], [text]) for path, text in zip(paths, texts, strict=True)]
    assert clip(paths, texts) == pytest.approx(sum(single) / 3, abs=1e-5)
    assert all(-1 <= score <= 1 for score in single)
    assert clip(paths, texts) != pytest.approx(clip(paths, texts[::-1]), abs=1e-6)
