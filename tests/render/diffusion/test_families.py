"""Bases in other layouts and families, with small random weights: single files, SDXL, few steps, damaged files."""

import json
import random
import re
import shutil
from pathlib import Path

import diffusers
import numpy as np
import pytest
import torch
import transformers
from damaged_weights import small_text_config, small_tokenizer
from safetensors.torch import load_file, save_file

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.backend import card_fingerprint
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.models import ModelError, load_base, load_model
from screenplay2board.render.diffusion.sampler import Job, sample

torch.set_num_threads(1)
CPU = Device(name="cpu", dtype=torch.float32)
CARD = ModelCard(base="x", native_px=64, multiple_px=32, steps=2, guidance_scale=3.0, sampler="ddim", mode="none")


def job(model, seed: int = 7) -> Job:
    return Job(size_px=(64, 64), prompt=model.reader.read("a woman"), negative=model.reader.read(""), seed=seed)


def small_text_encoder(kind: str, *, width: int, hidden: int) -> object:
    return getattr(transformers, kind)(small_text_config(hidden=hidden, width=width))


@pytest.fixture(scope="module")
def xl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SDXL's architecture with small random weights: two text encoders, a summary of the text, sizes of the picture."""
    folder = tmp_path_factory.mktemp("xl")
    with torch.random.fork_rng():
        torch.manual_seed(0)
        unet = diffusers.UNet2DConditionModel(
            sample_size=8, block_out_channels=(32, 64), layers_per_block=1, norm_num_groups=8,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=8, transformer_layers_per_block=(1, 2), cross_attention_dim=64,
            projection_class_embeddings_input_dim=6 * 8 + 32,
        )  # fmt: skip
        vae = diffusers.AutoencoderKL(
            block_out_channels=(16, 16, 16, 16), down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=1, norm_num_groups=8, sample_size=64,
        )  # fmt: skip
        pipe = diffusers.StableDiffusionXLPipeline(
            vae=vae, unet=unet, scheduler=diffusers.EulerDiscreteScheduler(beta_schedule="scaled_linear"),
            text_encoder=small_text_encoder("CLIPTextModel", width=32, hidden=32),
            text_encoder_2=small_text_encoder("CLIPTextModelWithProjection", width=32, hidden=32),
            tokenizer=small_tokenizer(), tokenizer_2=small_tokenizer(),
        )  # fmt: skip
    pipe.save_pretrained(folder)
    return folder


def test_sdxls_pictures_are_those_of_its_pipeline(xl: Path):
    card = CARD.model_copy(update={"base": str(xl), "family": "sdxl"})
    model = load_model(card, CPU)
    (ours,) = sample(model, [job(model)])
    pipe = diffusers.StableDiffusionXLPipeline.from_pretrained(xl)
    pipe.scheduler = diffusers.DDIMScheduler.from_config(pipe.scheduler.config)
    pipe.set_progress_bar_config(disable=True)
    theirs = pipe(
        "a woman", negative_prompt="", width=64, height=64, num_inference_steps=2, guidance_scale=3.0,
        generator=torch.Generator().manual_seed(7), output_type="np",
    ).images[0]  # fmt: skip
    assert ours is not None
    assert np.abs(ours.astype(int) - np.round(theirs * 255).astype(int)).max() <= 1
    assert ours.std() > 1


def test_sdxls_pictures_do_not_depend_on_their_neighbours(xl: Path):
    model = load_model(CARD.model_copy(update={"base": str(xl), "family": "sdxl", "batch_size": 2}), CPU)
    together = sample(model, [job(model, 1), job(model, 2)])
    assert np.array_equal(sample(model, [job(model, 2)])[0], together[1])


@pytest.mark.parametrize("sampler", ["lcm", "tcd", "euler", "dpm++"])
def test_every_sampler_gives_the_same_picture_alone_and_in_a_batch(sampler: str):
    card = CARD.model_copy(
        update={"base": "random:0", "sampler": sampler, "steps": 4, "guidance_scale": 1.0, "batch_size": 2}
    )
    model = load_model(card, CPU)
    together = sample(model, [job(model, 1), job(model, 2)])
    assert together[1] is not None
    assert np.array_equal(sample(model, [job(model, 2)])[0], together[1])
    assert not np.array_equal(together[0], together[1])


@pytest.fixture(scope="module")
def sd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SD 1.5's architecture with all of its blocks and small random weights."""
    folder = tmp_path_factory.mktemp("sd")
    cross = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D"
    with torch.random.fork_rng():
        torch.manual_seed(0)
        unet = diffusers.UNet2DConditionModel(
            sample_size=8, block_out_channels=(16, 16, 32, 32), layers_per_block=2, norm_num_groups=8,
            down_block_types=(cross[0],) * 3 + ("DownBlock2D",), up_block_types=("UpBlock2D",) + (cross[1],) * 3,
            attention_head_dim=4, cross_attention_dim=32,
        )  # fmt: skip
        vae = diffusers.AutoencoderKL(
            block_out_channels=(8, 8, 16, 16), down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, norm_num_groups=8, sample_size=64,
        )  # fmt: skip
        pipe = diffusers.StableDiffusionPipeline(
            vae=vae, unet=unet,
            scheduler=diffusers.DDIMScheduler(beta_schedule="scaled_linear", clip_sample=False, steps_offset=1),
            text_encoder=small_text_encoder("CLIPTextModel", width=32, hidden=32), tokenizer=small_tokenizer(),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
    pipe.save_pretrained(folder)
    return folder


# How the published SD 1.x checkpoints call the weights of a UNet and a VAE (https://github.com/CompVis/stable-diffusion,
# modules openaimodel and model); `{}` are numbers of blocks and layers.
_RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "norm2": "out_layers.0", "conv2": "out_layers.3",
           "time_emb_proj": "emb_layers.1", "conv_shortcut": "skip_connection"}  # fmt: skip
_VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def ldm_unet_name(name: str) -> str:
    top = {"time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
           "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2"}  # fmt: skip
    module, _, kind = name.rpartition(".")
    if module in top:
        return f"model.diffusion_model.{top[module]}.{kind}"
    parts = name.split(".")
    side, rest = parts[0], parts[1:]
    if side == "mid_block":
        place = "middle_block." + ("1" if rest[0] == "attentions" else str(2 * int(rest[1])))
        part, inner = rest[0], rest[2:]
    else:
        block, part, layer, inner = int(rest[0]), rest[1], int(rest[2]), rest[3:]
        down = side == "down_blocks"
        if part == "downsamplers":
            return f"model.diffusion_model.input_blocks.{3 * (block + 1)}.0.op.{inner[-1]}"
        if part == "upsamplers":
            return f"model.diffusion_model.output_blocks.{3 * block + 2}.{2 if block else 1}.conv.{inner[-1]}"
        number = 3 * block + layer + (1 if down else 0)
        place = f"{'input' if down else 'output'}_blocks.{number}.{1 if part == 'attentions' else 0}"
    if part == "resnets":
        inner = [_RESNET[inner[0]], inner[1]]
    return f"model.diffusion_model.{place}.{'.'.join(inner)}"


def ldm_vae_name(name: str) -> str:
    parts = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut").split(".")
    if len(parts) > 2 and parts[1] in ("down_blocks", "up_blocks"):
        up = parts[1] == "up_blocks"
        block = 3 - int(parts[2]) if up else int(parts[2])
        inner = (
            ["block", parts[4], *parts[5:]]
            if parts[3] == "resnets"
            else [f"{'up' if up else 'down'}sample", *parts[5:]]
        )
        parts = [parts[0], "up" if up else "down", str(block), *inner]
    elif len(parts) > 2 and parts[1] == "mid_block":
        if parts[2] == "attentions":
            inner = ".".join(parts[4:-1])
            parts = [parts[0], "mid", "attn_1", _VAE_ATTENTION[inner], parts[-1]]
        else:
            parts = [parts[0], "mid", f"block_{int(parts[3]) + 1}", *parts[4:]]
    return "first_stage_model." + ".".join(parts)


def as_single_file(folder: Path, path: Path) -> None:
    """Write a diffusers folder as one file in the layout of CompVis, A1111 and kohya."""
    weights: dict[str, torch.Tensor] = {}
    for name, weight in load_file(folder / "unet" / "diffusion_pytorch_model.safetensors").items():
        weights[ldm_unet_name(name)] = weight
    for name, weight in load_file(folder / "vae" / "diffusion_pytorch_model.safetensors").items():
        made = ldm_vae_name(name)
        weights[made] = weight[:, :, None, None] if ".attn_1." in made and weight.ndim == 2 else weight
    for name, weight in load_file(folder / "text_encoder" / "model.safetensors").items():
        weights["cond_stage_model.transformer.text_model." + name.removeprefix("text_model.")] = weight
    save_file({name: weight.contiguous() for name, weight in weights.items()}, path)


def test_a_single_file_in_the_layout_of_a1111_and_kohya_paints_as_its_folder(sd: Path, tmp_path: Path):
    as_single_file(sd, tmp_path / "base.safetensors")
    card = CARD.model_copy(update={"base": str(tmp_path / "base.safetensors"), "config": str(sd)})
    diagnostics = Diagnostics()
    check_card(card, diagnostics)
    assert list(diagnostics) == []
    ours, theirs = load_model(card, CPU), load_model(CARD.model_copy(update={"base": str(sd)}), CPU)
    for part in ("unet", "vae"):
        expected = getattr(theirs, part).state_dict()
        for name, weight in getattr(ours, part).state_dict().items():
            assert torch.equal(weight, expected[name]), name
    assert np.array_equal(sample(ours, [job(ours)])[0], sample(theirs, [job(theirs)])[0])


def refusal(card: ModelCard) -> str:
    """Return why a model cannot be loaded, nothing where it can."""
    try:
        load_model(card, CPU)
    except ModelError as error:
        return str(error)
    return ""


def test_damaged_files_are_told_and_never_raise_anything_else(sd: Path, tmp_path: Path):
    """Cut off or with a flipped bit: the checks tell, or loading refuses, or what changed is a value alone."""
    rng = random.Random(0)
    names = ("unet/diffusion_pytorch_model.safetensors", "vae/diffusion_pytorch_model.safetensors",
             "text_encoder/model.safetensors", "unet/config.json", "vae/config.json", "text_encoder/config.json",
             "scheduler/scheduler_config.json", "model_index.json", "tokenizer/tokenizer_config.json")  # fmt: skip
    folder = tmp_path / "damaged"
    shutil.copytree(sd, folder)
    refused = 0
    for number in range(27):
        path = folder / names[number % len(names)]
        whole = path.read_bytes()
        head = min(len(whole), 8 + int.from_bytes(whole[:8], "little")) if path.suffix == ".safetensors" else len(whole)
        broken = bytearray(whole)
        if number % 3 == 0:
            broken = broken[: rng.randrange(len(whole))]
        else:
            broken[rng.randrange(head)] ^= 1 << rng.randrange(8)
        path.write_bytes(broken)
        card = CARD.model_copy(update={"base": str(folder)})
        diagnostics = Diagnostics()
        check_card(card, diagnostics)
        said = "; ".join(item.message for item in diagnostics if item.severity == "error")
        said = said or refusal(card)
        assert "\n" not in said
        refused += bool(said)
        path.write_bytes(whole)
    assert refused >= 15


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("unet/diffusion_pytorch_model.safetensors", "conv_in.weight"),
        ("text_encoder/model.safetensors", "encoder.layers.1.mlp.fc2.weight"),
    ],
)
def test_weights_of_another_shape_are_refused(sd: Path, tmp_path: Path, file: str, name: str):
    folder = tmp_path / "odd"
    shutil.copytree(sd, folder)
    weights = load_file(folder / file)
    (found,) = (key for key in weights if key.endswith(name))
    weights[found] = torch.zeros(16, 5, 3, 3)
    save_file(weights, folder / file)
    said = refusal(CARD.model_copy(update={"base": str(folder)}))
    assert name in said
    assert str((folder / file).parent) in said


@pytest.mark.parametrize(
    ("name", "damage", "why"),
    [
        ("model.diffusion_model.middle_block.0.in_layers.0.bias", None, "it lacks weights"),
        ("first_stage_model.decoder.conv_in.bias", torch.zeros(5), "decoder.conv_in.bias expected shape"),
    ],
)
def test_a_single_file_that_is_not_whole_is_told_by_its_name(
    sd: Path, tmp_path: Path, name: str, damage: torch.Tensor | None, why: str
):
    path = tmp_path / "base.safetensors"
    as_single_file(sd, path)
    weights = load_file(path)
    del weights[name]
    save_file(weights | ({} if damage is None else {name: damage}), path)
    said = refusal(CARD.model_copy(update={"base": str(path), "config": str(sd)}))
    assert said.startswith(f"`{path}` does not fit its configuration `{sd}`: ")
    assert why in said


def test_rows_of_a_token_that_do_not_fit_the_encoder_are_told_by_their_file(xl: Path, tmp_path: Path):
    path = tmp_path / "token.safetensors"
    random = torch.Generator().manual_seed(4)
    rows = {"clip_l": torch.randn(2, 32, generator=random), "clip_g": torch.randn(2, 5, generator=random)}
    save_file(rows, path)
    card = CARD.model_copy(update={"base": str(xl), "family": "sdxl", "embeddings": (str(path),)})
    assert refusal(card) == f"`{path}`: `token` has rows of 5 numbers, the text encoder takes 32"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("unet/diffusion_pytorch_model.safetensors", "mid_block.resnets.0.conv1.weight"),
        ("text_encoder/model.safetensors", "encoder.layers.0.mlp.fc1.bias"),
    ],
)
def test_a_missing_weight_is_refused(sd: Path, tmp_path: Path, file: str, name: str):
    folder = tmp_path / "less"
    shutil.copytree(sd, folder)
    weights = load_file(folder / file)
    (found,) = (key for key in weights if key.endswith(name))  # older text encoders have `text_model.` before it
    del weights[found]
    save_file(weights, folder / file)
    with pytest.raises(ModelError, match=re.escape(name)):
        load_model(CARD.model_copy(update={"base": str(folder)}), CPU)


def test_a_base_alone_refuses_a_text_encoder_that_is_not_whole_as_a_model_does(sd: Path, tmp_path: Path):
    folder = tmp_path / "less"
    shutil.copytree(sd, folder)
    path = folder / "text_encoder" / "model.safetensors"
    weights = load_file(path)
    del weights[min(weights)]
    save_file(weights, path)
    with pytest.raises(ModelError, match="does not fit a CLIP text encoder: 1 weights, such as"):
        load_base(CARD.model_copy(update={"base": str(folder)}), CPU)


def test_the_key_depends_on_the_configuration_of_the_base(sd: Path, tmp_path: Path):
    folder = tmp_path / "same"
    shutil.copytree(sd, folder)
    first, second = (card_fingerprint(CARD.model_copy(update={"base": str(base)})) for base in (sd, folder))
    assert first == second
    path = folder / "scheduler" / "scheduler_config.json"
    config = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(config | {"prediction_type": "v_prediction"}), "utf-8")
    assert card_fingerprint(CARD.model_copy(update={"base": str(folder)})) != first
