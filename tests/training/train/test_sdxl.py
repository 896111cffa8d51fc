"""SDXL: two text encoders with rows in both, sizes and summaries, results that a build and plain diffusers take."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import ModelSettings, load_card
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, sample
from screenplay2board.render.diffusion.tiny import clip_tokenizer
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.train.run import train
from training.train.settings import TrainSettings

torch.set_num_threads(1)
LORA, TOKENS = "pytorch_lora_weights.safetensors", "tokens.safetensors"
WIDTHS = (32, 48)  # of the two text encoders
PROMPT = "<ms_trg>, a man in a park"


def text_config(width: int) -> CLIPTextConfig:
    # 2 as the end of text is what SDXL's published configurations say, wrongly
    return CLIPTextConfig(
        vocab_size=49408, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2, num_attention_heads=2,
        projection_dim=width, bos_token_id=0, eos_token_id=2, pad_token_id=1,
    )  # fmt: skip


@pytest.fixture(scope="module")
def sdxl_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of diffusers with a small random SDXL."""
    torch.manual_seed(0)
    second = clip_tokenizer()
    second.pad_token = "!"
    pipe = StableDiffusionXLPipeline(
        vae=AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            block_out_channels=(8, 8, 8, 8), norm_num_groups=4, layers_per_block=1, latent_channels=4,
        ),
        text_encoder=CLIPTextModel(text_config(WIDTHS[0])),
        text_encoder_2=CLIPTextModelWithProjection(text_config(WIDTHS[1])),
        tokenizer=clip_tokenizer(),
        tokenizer_2=second,
        unet=UNet2DConditionModel(
            sample_size=8, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=(2, 4),
            transformer_layers_per_block=(1, 1), use_linear_projection=True, cross_attention_dim=sum(WIDTHS),
            addition_embed_type="text_time", addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + WIDTHS[1],
        ),
        scheduler=DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
        add_watermarker=False,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("sdxl") / "base"
    pipe.save_pretrained(folder, safe_serialization=True)
    return folder


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, sdxl_base: Path, pictures: Dataset) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    wanted = TrainSettings.model_validate(
        {
            "base": str(sdxl_base), "data": str(pictures.folder), "sizes_px": ((64, 64),), "steps": 4, "batch_size": 3,
            "learning_rate": 1e-2, "warmup_steps": 0, "lora": {"rank": 2, "alpha": 4.0, "text_rank": 2}, "kohya": True,
            "tokens": {"vectors": 2, "learning_rate": 1e-2}, "checkpoints": {"every": 2},
            "captions": {"dropout": 0.0},
            "validation": {"every": 4, "prompts": ("a woman",), "steps": 1},
        }
    )  # fmt: skip
    diagnostics = Diagnostics()
    assert train(wanted, folder, diagnostics, Unwatched()) == folder / "card.toml", list(diagnostics)
    return folder


def loaded(card_file: Path, **changes: Any) -> LoadedModel:
    diagnostics = Diagnostics()
    card = load_card(ModelSettings(card=str(card_file)), Path(), diagnostics)
    assert card is not None
    check_card(card, diagnostics)
    assert list(diagnostics) == []
    return load_model(card.model_copy(update={"steps": 2, **changes}), Device(name="cpu", dtype=torch.float32))


def painted(model: LoadedModel, prompt: str) -> Any:
    read = model.reader
    return sample(model, [Job(size_px=(64, 64), prompt=read.read(prompt), negative=read.read(""), seed=1)])[0]


def test_a_build_takes_the_card_and_a_token_changes_the_picture(finished: Path):
    model = loaded(finished / "card.toml")
    assert (model.card.family, model.card.token_for("MCU")) == ("sdxl", "<cu_trg>")
    assert model.reader.count_tokens("<cu_trg>") == 2
    assert not np.array_equal(painted(model, "<cu_trg>, a woman"), painted(model, "<fs_trg>, a woman"))


def test_lora_and_rows_of_both_encoders_learned(finished: Path, sdxl_base: Path):
    rows, first = (load_file(finished / TOKENS) for _ in range(2))
    assert {name: tuple(row.shape) for name, row in rows.items()} == {
        f"{encoder}.{token}": (2, width)
        for encoder, width in zip(("clip_l", "clip_g"), WIDTHS, strict=True)
        for token in ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    }
    state = load_file(finished / "checkpoints" / "step-00000002" / "state.safetensors")
    for place, encoder in enumerate(("clip_l", "clip_g")):
        before = state[f"weight.text.rows.{place}.rows"]
        after = torch.cat([first[f"{encoder}.{token}"] for token in ("<cu_trg>", "<ms_trg>", "<fs_trg>")])
        assert bool((before != after).any(dim=1).all())  # every row moved between the two checkpoints
    ups = {name: weight for name, weight in load_file(finished / LORA).items() if "lora_B" in name or "lora.up" in name}
    for part in ("unet", "text_encoder.", "text_encoder_2."):
        assert any(name.startswith(part) and bool(weight.any()) for name, weight in ups.items()), part


def test_the_summary_of_a_prompt_with_a_token_hears_its_other_words(finished: Path):
    """Published configurations would make the token itself the summary."""
    read = loaded(finished / "card.toml").reader.read
    happy, sad = read("<cu_trg>, happy").pooled, read("<cu_trg>, sad").pooled
    assert happy is not None
    assert sad is not None
    assert not torch.allclose(happy, sad)


def test_plain_diffusers_reads_prompts_and_lora_as_a_build_does(finished: Path, sdxl_base: Path):
    """As docs/training.md shows it."""
    pipe = StableDiffusionXLPipeline.from_pretrained(sdxl_base, add_watermarker=False)
    pipe.load_lora_weights(str(finished), weight_name=LORA)
    pipe.text_encoder_2.text_model.eos_token_id = pipe.tokenizer_2.eos_token_id
    for name, rows in load_file(finished / TOKENS).items():
        encoder, token = name.split(".", 1)
        second = encoder == "clip_g"
        pipe.load_textual_inversion(
            rows, token=token,
            text_encoder=pipe.text_encoder_2 if second else pipe.text_encoder,
            tokenizer=pipe.tokenizer_2 if second else pipe.tokenizer,
        )  # fmt: skip
    with torch.inference_mode():
        embeds, _, pooled, _ = pipe.encode_prompt(PROMPT, do_classifier_free_guidance=False)
    model = loaded(finished / "card.toml")
    ours = model.reader.read(PROMPT)
    assert torch.allclose(embeds, ours.embeds, atol=1e-5)
    assert ours.pooled is not None
    assert torch.allclose(pooled, ours.pooled, atol=1e-5)
    pipe.fuse_lora()
    pipe.unload_lora_weights()
    theirs = pipe.unet.state_dict()
    assert all(torch.allclose(weight, theirs[name], atol=1e-6) for name, weight in model.unet.state_dict().items())


def test_kohyas_layout_loads_as_the_same_change_of_all_three_parts(finished: Path, sdxl_base: Path):
    changed: list[dict[str, torch.Tensor]] = []
    for file in (LORA, "kohya_lora.safetensors"):
        pipe = StableDiffusionXLPipeline.from_pretrained(sdxl_base, add_watermarker=False)
        pipe.load_lora_weights(str(finished), weight_name=file)
        pipe.fuse_lora(components=["unet", "text_encoder", "text_encoder_2"])
        pipe.unload_lora_weights()
        parts = (pipe.unet, pipe.text_encoder, pipe.text_encoder_2)
        changed.append({f"{n}.{k}": v for n, part in enumerate(parts) for k, v in part.state_dict().items()})
    assert changed[0].keys() == changed[1].keys()
    assert all(torch.allclose(changed[0][name], changed[1][name], atol=1e-6) for name in changed[0])


def test_a_card_for_sdxl_with_rows_for_one_encoder_is_refused(finished: Path, sdxl_base: Path, tmp_path: Path):
    from safetensors.torch import save_file

    from screenplay2board.render.diffusion.models import ModelError

    rows = {name.split(".", 1)[1]: row for name, row in load_file(finished / TOKENS).items() if "clip_l" in name}
    save_file(rows, tmp_path / "one.safetensors")
    with pytest.raises(ModelError, match="holds no tokens for SDXL's second text encoder"):
        loaded(finished / "card.toml", embeddings=(str(tmp_path / "one.safetensors"),))


def test_the_manifest_tells_what_learned(finished: Path):
    counts = json.loads((finished / "manifest.json").read_text())["counts"]
    assert counts["steps"] == 4
    assert (finished / "samples" / "step-00000004.png").is_file()
