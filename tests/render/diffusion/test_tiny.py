"""The tiny model: same seed, same weights; CLIP's own numbers of words; a folder that loads as it was."""

from pathlib import Path

import torch

from screenplay2board.render.diffusion.tiny import build_tiny, clip_tokenizer, load_tiny, save_tiny

torch.set_num_threads(1)


def weights(parts):
    return torch.cat([p.flatten().float() for module in parts.modules() for p in module.parameters()])


def test_the_tokenizer_gives_the_numbers_of_clip():
    tokenizer = clip_tokenizer()
    # https://huggingface.co/openai/clip-vit-large-patch14, as every SD 1.x checkpoint has them
    assert tokenizer("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert len(tokenizer) == 49408
    assert tokenizer.model_max_length == 77


def test_added_tokens_stay_with_their_tokenizer():
    first, second = clip_tokenizer(), clip_tokenizer()
    first.add_tokens(["<cu_trg>"])
    assert first("<CU_TRG>").input_ids == [49406, 49408, 49407]
    assert len(second) == 49408


def test_the_seed_alone_settles_the_weights():
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first = weights(build_tiny(1))
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.equal(first, weights(build_tiny(1)))
    assert not torch.equal(first, weights(build_tiny(2)))


def test_the_folder_is_small_and_loads_as_it_was(tmp_path: Path):
    parts = build_tiny(3)
    save_tiny(parts, tmp_path)
    size = sum(file.stat().st_size for file in tmp_path.rglob("*.safetensors"))
    assert size < 20_000_000
    before = weights(parts)
    loaded = weights(load_tiny(tmp_path))
    assert torch.equal(before.half().float(), loaded)
    assert not torch.equal(before, loaded)  # the parts in memory keep their precision
