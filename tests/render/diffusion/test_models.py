"""Loading: a trainer's checkpoint folder, embeddings, LoRAs of diffusers and kohya; what does not fit is an error."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file, save_file

from screenplay2board.render.diffusion.cards import LoraEntry, ModelCard
from screenplay2board.render.diffusion.device import Device, check_compiler, choose_device, default_batch
from screenplay2board.render.diffusion.finite import unfinite_weight
from screenplay2board.render.diffusion.models import ModelError, load_model
from screenplay2board.render.diffusion.parts import pipeline
from screenplay2board.render.diffusion.text import TextReader
from screenplay2board.render.diffusion.tiny import build_tiny, save_tiny
from screenplay2board.render.diffusion.tokens import (
    TokenError,
    TokenVectors,
    add_tokens,
    load_checkpoint_text,
    read_vectors,
    spelled,
)

torch.set_num_threads(1)
CPU = Device(name="cpu", dtype=torch.float32)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    save_tiny(build_tiny(0, controlnet=False), folder)
    return folder


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the seed's trainer leaves it: LoRA, tokenizer with tokens, the whole text encoder."""
    folder = tmp_path_factory.mktemp("checkpoint")
    parts = build_tiny(0, controlnet=False)
    rows = torch.randn(3, 1, 64, generator=torch.Generator().manual_seed(1))
    names = ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    add_tokens(parts.tokenizer, parts.text_encoder, {n: TokenVectors(n, r) for n, r in zip(names, rows, strict=True)})
    parts.tokenizer.save_pretrained(folder)
    parts.text_encoder.save_pretrained(folder)
    parts.unet.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=["to_k", "to_q", "to_v", "to_out.0"]))
    state = get_peft_model_state_dict(parts.unet)
    generator = torch.Generator().manual_seed(2)
    state = {name: 0.3 * torch.randn(weight.shape, generator=generator) for name, weight in state.items()}
    pipeline(parts).save_lora_weights(folder, unet_lora_layers=state)
    return folder


def test_a_checkpoint_of_the_seed_loads_as_it_is(base: Path, checkpoint: Path):
    card = ModelCard(base=str(base), tokens={"CU": "<cu_trg>", "FS": "<fs_trg>"}, mode="none")
    with pytest.raises(ModelError, match="the tokenizer does not know `<cu_trg>`"):
        load_model(card, CPU)
    model = load_model(card.model_copy(update={"checkpoint": str(checkpoint)}), CPU)
    assert model.reader.count_tokens("<cu_trg>, <fs_trg>") == 3
    plain = load_model(ModelCard(base=str(base), mode="none"), CPU)
    ours, theirs = model.unet.state_dict(), plain.unet.state_dict()
    assert ours.keys() == theirs.keys()  # the LoRA is fused and gone
    changed = {name for name in ours if not torch.equal(ours[name], theirs[name])}
    assert changed
    assert all("attn" in name for name in changed)


def test_a_text_encoder_whose_weights_do_not_fit_is_refused(checkpoint: Path, tmp_path: Path):
    for file in checkpoint.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = load_file(tmp_path / "model.safetensors")
    name = next(name for name in sorted(weights) if "layers.0" in name)
    save_file({"renamed": weights.pop(name), **weights}, tmp_path / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(TokenError, match="does not fit a CLIP text encoder: 2 weights"):
        load_checkpoint_text(tmp_path)


def test_the_older_names_of_text_encoders_are_read(checkpoint: Path, tmp_path: Path):
    for file in checkpoint.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    weights = load_file(tmp_path / "model.safetensors")
    old = {f"text_model.{name.removeprefix('text_model.')}": weight for name, weight in weights.items()}
    save_file(old, tmp_path / "model.safetensors", metadata={"format": "pt"})
    _, encoder = load_checkpoint_text(tmp_path)
    _, expected = load_checkpoint_text(checkpoint)
    for ours, theirs in zip(encoder.parameters(), expected.parameters(), strict=True):
        assert torch.equal(ours, theirs)


def test_kohyas_names_of_a_lora_are_read(base: Path, tmp_path: Path):
    name = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q"
    kohya = {
        f"{name}.lora_down.weight": torch.ones(2, 48), f"{name}.lora_up.weight": torch.ones(48, 2),
        f"{name}.alpha": torch.tensor(1.0),
    }  # fmt: skip
    save_file(kohya, tmp_path / "kohya.safetensors")
    lora = LoraEntry(path=str(tmp_path / "kohya.safetensors"), weight=0.5)
    model = load_model(ModelCard(base=str(base), mode="none", loras=(lora,)), CPU)
    plain = load_model(ModelCard(base=str(base), mode="none"), CPU)
    path = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight"
    difference = model.unet.state_dict()[path] - plain.unet.state_dict()[path]
    assert torch.allclose(difference, torch.full((48, 48), 0.5 * 2 * 1.0 / 2), atol=1e-6)


def test_a_lora_of_which_nothing_fits_is_an_error(base: Path, tmp_path: Path):
    save_file({"something.else": torch.ones(1)}, tmp_path / "odd.safetensors")
    with pytest.raises(ModelError):
        load_model(
            ModelCard(base=str(base), mode="none", loras=(LoraEntry(path=str(tmp_path / "odd.safetensors")),)), CPU
        )


def test_a_lora_of_which_a_part_does_not_fit_is_an_error(base: Path, tmp_path: Path):
    path = tmp_path / "other.safetensors"
    layer = "unet.down_blocks.0.attentions.{}.transformer_blocks.0.attn1.to_q"
    halves = {"lora_A": torch.ones(2, 48), "lora_B": torch.ones(48, 2)}
    save_file({f"{layer.format(n)}.{half}.weight": rows + 0 for n in (0, 7) for half, rows in halves.items()}, path)
    with pytest.raises(ModelError, match=r"1 of the 2 layers of the LoRA `.*` fit the model: was it made for another?"):
        load_model(ModelCard(base=str(base), mode="none", loras=(LoraEntry(path=str(path)),)), CPU)


@pytest.mark.parametrize(
    ("name", "value"), [("timestep_spacing", "x"), ("prediction_type", "x"), ("num_train_timesteps", 3)]
)
def test_a_schedule_that_the_sampler_cannot_follow_is_told_before_anything_is_painted(
    base: Path, tmp_path: Path, name: str, value: object
):
    folder = tmp_path / "base"
    shutil.copytree(base, folder)
    path = folder / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {name: value}), "utf-8")
    with pytest.raises(ModelError, match="Error: "):
        load_model(ModelCard(base=str(folder), mode="none", sampler="ddim", steps=8), CPU)


def test_the_card_says_how_noise_falls_whatever_the_base_was_sampled_with(base: Path, tmp_path: Path):
    folder = tmp_path / "base"
    shutil.copytree(base, folder)
    path = folder / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"use_beta_sigmas": True}), "utf-8")
    for sampler in ("ddim", "euler"):
        load_model(ModelCard(base=str(folder), mode="none", sampler=sampler, steps=8), CPU)


def test_a_text_encoder_without_heads_is_told(base: Path, tmp_path: Path):
    folder = tmp_path / "base"
    shutil.copytree(base, folder)
    path = folder / "text_encoder" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"num_attention_heads": 0}), "utf-8")
    with pytest.raises(ModelError, match="ZeroDivisionError: "):
        load_model(ModelCard(base=str(folder), mode="none"), CPU)


def test_tokens_are_counted_and_read_alike_after_another_has_set_the_tokenizer_to_a_window():
    parts = build_tiny(0, controlnet=False)
    reader = TextReader([parts.tokenizer], [parts.text_encoder], clip_skip=0, device="cpu")
    text = "a woman, " * 40
    assert reader.count_tokens(text) == len(parts.tokenizer(text, verbose=False).input_ids) - 2 == 120
    parts.tokenizer("a man", padding="max_length", max_length=77, truncation=True)
    assert (reader.count_tokens(text), reader.count_tokens("a man"), reader.chunks(text)) == (120, 2, 2)


def test_tokens_of_several_vectors_are_spelled_out(tmp_path: Path):
    parts = build_tiny(0, controlnet=False)
    rows = torch.randn(2, 64, generator=torch.Generator().manual_seed(3))
    save_file({"<cu_trg>": rows}, tmp_path / "cu.safetensors")
    add_tokens(parts.tokenizer, parts.text_encoder, read_vectors(tmp_path / "cu.safetensors"))
    assert spelled("<cu_trg>, a man", parts.tokenizer) == "<cu_trg> <cu_trg>_1, a man"
    ids = parts.tokenizer(spelled("<cu_trg>", parts.tokenizer)).input_ids[1:-1]
    table = parts.text_encoder.get_input_embeddings().weight
    assert torch.equal(table[ids], rows)


def test_rows_that_do_not_fit_are_told(tmp_path: Path):
    parts = build_tiny(0, controlnet=False)
    with pytest.raises(TokenError, match="`<cu_trg>` has rows of 8 numbers, the text encoder takes 64"):
        add_tokens(parts.tokenizer, parts.text_encoder, {"<cu_trg>": TokenVectors("<cu_trg>", torch.ones(1, 8))})
    (tmp_path / "cut.safetensors").write_bytes(b"123")
    with pytest.raises(TokenError, match="cannot be read"):
        read_vectors(tmp_path / "cut.safetensors")
    save_file({"emb_params": torch.ones(1, 64)}, tmp_path / "a1111.safetensors")
    with pytest.raises(TokenError, match="does not say its token"):
        read_vectors(tmp_path / "a1111.safetensors")
    assert list(read_vectors(tmp_path / "a1111.safetensors", token="<ms_trg>")) == ["<ms_trg>"]


def test_an_unknown_device_is_told():
    with pytest.raises(ValueError, match="this machine has no device `abacus`"):
        choose_device("abacus")


def test_small_pictures_are_painted_four_at_once_and_large_ones_alone_on_the_cpu():
    cpu, gpu = Device(name="cpu", dtype=torch.float32), Device(name="cuda", dtype=torch.float16)
    sides = (128, 256, 384, 512, 1024)
    assert [default_batch(cpu, (side // 8) ** 2) for side in sides] == [4, 4, 1, 1, 1]
    assert {default_batch(gpu, (side // 8) ** 2) for side in sides} == {4}


def test_a_precision_that_the_cpu_only_reaches_by_detours_is_refused(monkeypatch: pytest.MonkeyPatch):
    assert choose_device("cpu").dtype == choose_device("cpu", "float32").dtype == torch.float32
    with pytest.raises(ValueError, match="the CPU does not paint in float16"):
        choose_device("cpu", "float16")
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_f": True})
    with pytest.raises(ValueError, match="this CPU has no AMX"):
        choose_device("cpu", "bfloat16")
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": True})
    assert choose_device("cpu", "bfloat16").dtype == torch.bfloat16


def test_a_gpu_that_only_emulates_bfloat16_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda *, including_emulation: including_emulation)
    assert choose_device("cuda").dtype == torch.float16
    with pytest.raises(ValueError, match="this GPU computes bfloat16 by emulation alone"):
        choose_device("cuda", "bfloat16")


def test_a_missing_compiler_is_told_before_anything_is_compiled(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(ValueError, match="needs the C\\+\\+ compiler `no-such-compiler`, which is not here"):
        check_compiler()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_weights_whose_sum_overflows_are_finite_and_a_single_one_that_is_not_is_found(dtype: torch.dtype):
    part = torch.nn.Linear(8, 8).to(dtype)
    numbers = part.weight.data.fill_(torch.finfo(dtype).max)
    assert unfinite_weight([part]) is None
    for number in (torch.nan, torch.inf, -torch.inf):
        numbers[3, 4] = number
        assert unfinite_weight([part]) == ("Linear", "weight")
