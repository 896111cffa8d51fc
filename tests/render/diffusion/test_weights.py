"""Weight files that are truncated, bit-flipped, of the wrong shape or pickled give one line, never a traceback."""

import contextlib
import json
import random
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import (
    GuideEntry,
    LoraEntry,
    ModelCard,
    ModelSettings,
    load_card,
    read_card,
)
from screenplay2board.render.diffusion.checks import check_card
from screenplay2board.render.diffusion.lock import verify_lock, warn_of_changes, write_lock
from screenplay2board.render.diffusion.tiny import build_tiny, save_tiny
from screenplay2board.render.diffusion.tokens import TokenVectors, add_tokens
from screenplay2board.render.diffusion.weights import WeightsError, family_of, read_header, text_width


@pytest.fixture
def lora(tmp_path: Path) -> Path:
    path = tmp_path / "lora.safetensors"
    halves = {"lora_A": torch.ones(4, 768), "lora_B": torch.ones(320, 4)}
    named = {f"unet.x.attn2.to_k.{half}.weight": matrix for half, matrix in halves.items()}
    save_file({**named, "alpha": torch.ones(1)}, path)
    return path


def told(card: ModelCard) -> list[tuple[str, str]]:
    diagnostics = Diagnostics()
    check_card(card, diagnostics)
    return [(item.code, item.message) for item in diagnostics]


def test_a_whole_file_tells_its_shapes_and_family(lora: Path):
    header = read_header(lora)
    assert header.shapes["alpha"] == (1,)
    assert text_width(header.shapes) == 768
    assert family_of(768) == "sd15"


def test_every_cut_is_found(lora: Path):
    data = lora.read_bytes()
    for length in (*range(0, 200, 7), len(data) - 1):
        lora.write_bytes(data[:length])
        with pytest.raises(WeightsError):
            read_header(lora)


def test_flipped_bits_in_the_header_never_raise_anything_else(lora: Path):
    data = lora.read_bytes()
    end = 8 + int.from_bytes(data[:8], "little")
    rng = random.Random(0)
    for _ in range(500):
        broken = bytearray(data)
        broken[rng.randrange(end)] ^= 1 << rng.randrange(8)
        lora.write_bytes(broken)
        with contextlib.suppress(WeightsError):
            read_header(lora)


def test_a_shape_that_its_bytes_do_not_fill_is_found(lora: Path):
    header = json.dumps({"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}).encode()
    lora.write_bytes(len(header).to_bytes(8, "little") + header + bytes(8))
    with pytest.raises(WeightsError, match=r"`a` in .* is 8 bytes long, its shape \(3,\) wants 12"):
        read_header(lora)


@pytest.mark.parametrize("shape", ["12", [True], [2.0, 3.0], [-1, -12], [2**62] * 300, [10**4000, 10**4000], [[12]]])
def test_a_shape_that_no_library_can_count_with_is_told(lora: Path, shape: object):
    header = json.dumps({"a": {"dtype": "F32", "shape": shape, "data_offsets": [0, 48]}}).encode()
    lora.write_bytes(len(header).to_bytes(8, "little") + header + bytes(48))
    with pytest.raises(WeightsError, match=r"`a` in .* has no readable shape, type or place"):
        read_header(lora)


def test_a_layer_that_alone_lacks_its_strength_is_told(tmp_path: Path):
    path = tmp_path / "kohya.safetensors"
    halves = {f"lora_unet_{layer}.lora_{half}.weight": torch.ones(2, 2) for layer in "ab" for half in ("down", "up")}
    save_file(halves, path)
    card = ModelCard(base="random:0", loras=(LoraEntry(path=str(path)),))
    assert told(card) == []  # where none has one, all work at full strength
    save_file(halves | {"lora_unet_a.alpha": torch.tensor(1.0)}, path)
    assert told(card) == [("S2B533", f"`lora_unet_b` in `{path}` lacks its `alpha`, other layers have one")]


def test_half_a_layer_of_a_lora_is_found(lora: Path):
    data = lora.read_bytes()
    lora.write_bytes(data.replace(b"to_k.lora_B", b"to_z.lora_B"))  # a library would leave the layer out, silently
    card = ModelCard(base="random:0", loras=(LoraEntry(path=str(lora)),))
    assert told(card) == [("S2B533", f"`unet.x.attn2.to_k.lora_A.weight` in `{lora}` lacks its other half")]


def test_weights_that_are_whole_numbers_are_refused(tmp_path: Path):
    path = tmp_path / "base.safetensors"
    save_file({"a.position_ids": torch.arange(77), "a.weight": torch.ones(2, 2, dtype=torch.int8)}, path)
    card = ModelCard(base="random:0", vae=str(path))
    assert told(card) == [("S2B533", f"`a.weight` in `{path}` is of type I8: quantised weights, or damaged ones")]


@pytest.mark.parametrize("name", ["a" * 5000, "/dev/null", "x/" * 2000])
def test_a_name_that_is_no_file_is_told_as_missing(name: str, tmp_path: Path):
    text = f'base = "random:0"\nvae = "{name}"\n'
    card = read_card(text, "card.toml", tmp_path, Diagnostics())
    assert card is not None
    assert told(card) == [("S2B532", f"the model's vae `{name}` is not on this machine")]


def test_pickles_other_families_and_missing_files_are_told(tmp_path: Path, lora: Path):
    (tmp_path / "old.ckpt").write_bytes(b"cos\nsystem\n")
    card = ModelCard(base="random:0", loras=(LoraEntry(path=str(tmp_path / "old.ckpt")),))
    assert told(card) == [
        ("S2B533", f"`{tmp_path / 'old.ckpt'}` is a pickle, which can run any program: convert it to .safetensors")
    ]
    card = ModelCard(base="random:0", family="sdxl", loras=(LoraEntry(path=str(lora)),))
    assert told(card) == [("S2B534", "the model's lora `lora.safetensors` is for sd15, the card is for sdxl")]
    card = ModelCard(base="random:0", guides=(GuideEntry(kind="depth", path=str(tmp_path / "none")),))
    assert told(card) == [("S2B532", f"the model's guide `{tmp_path / 'none'}` is not on this machine")]


def test_trigger_tokens_must_come_from_somewhere(tmp_path: Path):
    save_tiny(build_tiny(0, controlnet=False), tmp_path)
    card = ModelCard(base=str(tmp_path), tokens={"CU": "<cu_trg>"})
    assert ("S2B535", "the model has no trigger tokens <cu_trg>") in told(card)
    save_file({"<cu_trg>": torch.ones(1, 64)}, tmp_path / "cu.safetensors")
    known = card.model_copy(update={"embeddings": (str(tmp_path / "cu.safetensors"),)})
    assert told(known) == []
    save_file({"<cu_trg>": torch.ones(1, 768)}, tmp_path / "cu.safetensors")
    assert told(known) == [
        ("S2B534", "the model's embedding `cu.safetensors` reads text 768 wide, the base's is 64 wide")
    ]


def test_a_trained_model_may_bring_its_own_tokens(tmp_path: Path):
    parts = build_tiny(0, controlnet=False)
    rows = torch.randn(1, 64, generator=torch.Generator().manual_seed(0))
    add_tokens(parts.tokenizer, parts.text_encoder, {"<cu_trg>": TokenVectors("<cu_trg>", rows)})
    save_tiny(parts, tmp_path)
    assert told(ModelCard(base=str(tmp_path), tokens={"CU": "<cu_trg>"})) == []


def test_cards_say_what_is_wrong_and_where():
    diagnostics = Diagnostics()
    assert read_card('family = "sd15"\nstepz = 3\nguidance_scale = 0.5\n', "my.toml", None, diagnostics) is None
    assert [(str(item.span), item.message, item.hint) for item in diagnostics] == [
        ("my.toml:3:1", "`guidance_scale` is `0.5`, expected at least 1", None),
        ("my.toml:2:1", "unknown key `stepz`", "did you mean `steps`?"),
    ]


def test_fuzzed_cards_never_raise():
    text = Path("screenplay2board/render/diffusion/data/cards/sd15.toml").read_text("utf-8")
    rng = random.Random(1)
    for _ in range(150):
        place = rng.randrange(len(text))
        broken = (
            text[:place] + rng.choice(['"', "[", "=", "\n", "-1", "nan", "{", ""]) + text[place + rng.randrange(9) :]
        )
        diagnostics = Diagnostics()
        if read_card(broken, "card.toml", None, diagnostics) is None:
            assert diagnostics.has_errors


def test_a_project_changes_a_card():
    diagnostics = Diagnostics()
    card = load_card(ModelSettings(card="few-step", steps=6), Path(), diagnostics)
    assert card is not None
    assert (card.steps, card.sampler, card.loras[0].path) == (6, "lcm", "latent-consistency/lcm-lora-sdv1-5")
    assert load_card(ModelSettings(card="few-stp"), Path(), diagnostics) is None
    assert [(item.code, item.hint) for item in diagnostics] == [("S2B531", "did you mean `few-step`?")]


def test_the_lock_tells_a_changed_file(tmp_path: Path, lora: Path):
    card = ModelCard(base="random:0", loras=(LoraEntry(path=str(lora)),))
    write_lock(tmp_path, card, (lora,))
    diagnostics = Diagnostics()
    verify_lock(tmp_path, card, (lora,), diagnostics)
    assert list(diagnostics) == []
    data = bytearray(lora.read_bytes())
    data[-1] ^= 1  # a flipped bit in the weights: only the sha256 shows it
    lora.write_bytes(data)
    verify_lock(tmp_path, card, (lora,), diagnostics)
    assert [item.message for item in diagnostics] == [f"`{tmp_path.name}/lora.safetensors` differs from board.lock"]
    warned = Diagnostics()
    warn_of_changes(tmp_path, card, (lora,), warned)
    assert [(item.severity, item.message) for item in warned] == [("warning", next(iter(diagnostics)).message)]


def test_a_build_is_told_nothing_of_a_lock_that_is_not_there_or_anothers(tmp_path: Path, lora: Path):
    diagnostics = Diagnostics()
    card = ModelCard(base="random:0", loras=(LoraEntry(path=str(lora)),))
    warn_of_changes(tmp_path, card, (lora,), diagnostics)
    write_lock(tmp_path, card, (lora,))
    lora.write_bytes(lora.read_bytes() + b"x")
    warn_of_changes(tmp_path, card.model_copy(update={"base": "random:1"}), (lora,), diagnostics)
    assert list(diagnostics) == []
