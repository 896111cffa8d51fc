"""A project whose panels are painted after pictures of its cast and of its sets: keys, order and mistakes."""

import json
from pathlib import Path

import click.testing
import pytest
import torch
from peft import LoraConfig, get_peft_model_state_dict
from PIL import Image as PillowImage
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from screenplay2board.cli import main
from screenplay2board.render.diffusion.parts import pipeline
from screenplay2board.render.diffusion.tiny import build_tiny

torch.set_num_threads(1)

SCRIPT = """INT. KITCHEN - DAY

MINA (30s, red coat) waits at the table. JUN comes in.

MINA
You are late.

JUN
I know.

EXT. STREET - NIGHT

JUN walks alone.
"""
BOARD = """[render]
backend = "diffusion"
width_px = 160

[model]
base = "random:0"
native_px = 64
multiple_px = 32
steps = 1
guidance_scale = 1.0
retries = 0

[model.ip_adapter]
path = "adapter"
file = "models/ip.safetensors"
set_weight = {set_weight}

[cast.MINA]
reference = "mina.png"

[cast.JUN]
lora = "jun/pytorch_lora_weights.safetensors"
trigger = "<jun>"
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An IP-Adapter and a LoRA with small random weights."""
    folder = tmp_path_factory.mktemp("files")
    unet = build_tiny(0, controlnet=False).unet
    width = unet.config.cross_attention_dim
    weights = {
        "image_proj.proj.weight": torch.ones(4 * width, 8), "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width), "image_proj.norm.bias": torch.zeros(width),
    }  # fmt: skip
    for number, name in enumerate(name for name in unet.attn_processors if name.endswith("attn2.processor")):
        hidden = unet.get_submodule(name.removesuffix(".processor")).to_k.out_features
        for matrix in ("to_k_ip", "to_v_ip"):
            weights[f"ip_adapter.{2 * number + 1}.{matrix}.weight"] = torch.full((hidden, width), 0.1)
    (folder / "adapter" / "models").mkdir(parents=True)
    save_file(weights, folder / "adapter" / "models" / "ip.safetensors")
    config = CLIPVisionConfig(
        hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2, image_size=16, patch_size=8,
        projection_dim=8,
    )  # fmt: skip
    CLIPVisionModelWithProjection(config).save_pretrained(folder / "adapter" / "models" / "image_encoder")
    unet.add_adapter(LoraConfig(r=1, lora_alpha=1, target_modules=["to_k"]))
    pipeline(build_tiny(0, controlnet=False)).save_lora_weights(
        folder / "jun", unet_lora_layers=get_peft_model_state_dict(unet)
    )
    return folder


@pytest.fixture
def here(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "night.fountain").write_text(SCRIPT, encoding="utf-8")
    for name in ("adapter", "jun"):
        (tmp_path / name).symlink_to(files / name)
    PillowImage.new("RGB", (30, 40), "red").save(tmp_path / "mina.png")
    write_board(tmp_path)
    return tmp_path


def write_board(here: Path, set_weight: float = 0.3, more: str = "") -> None:
    (here / "board.toml").write_text(BOARD.format(set_weight=set_weight) + more, encoding="utf-8")


def s2b(*arguments: str) -> click.testing.Result:
    result = click.testing.CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build() -> tuple[dict[str, int], dict[str, str]]:
    """Return the report, and the keys of the panels by scene and number."""
    result = s2b("build", "night.fountain", "--no-pdf", "--format", "json")
    assert result.exit_code == 0, result.output
    manifest = json.loads(Path("build/night/manifest.json").read_text("utf-8"))
    keys = {f"{shot['number']}-{shot['panel']}": shot["key"] for shot in manifest["shots"]}
    return json.loads(result.stdout), keys


def test_only_panels_that_show_a_character_change_with_its_picture_and_lora(here: Path):
    write_board(here, set_weight=0.0)
    report, before = build()
    assert report["rendered"] == report["panels"] == len(before)
    PillowImage.new("RGB", (30, 40), "blue").save(here / "mina.png")
    report, after = build()
    changed = {number for number in before if before[number] != after[number]}
    assert report["rendered"] == len(changed)
    assert 0 < len(changed) < len(before)
    assert all(number.startswith("1") for number in changed)  # MINA is in the first scene alone
    board = (here / "board.toml").read_text("utf-8")
    (here / "board.toml").write_text(board + "lora_weight = 0.5\n", encoding="utf-8")
    _, weaker = build()
    assert {number for number in after if after[number] != weaker[number]} >= {
        number for number in after if number.startswith("2")
    }


def test_a_scenes_wide_panel_is_a_part_of_the_keys_of_its_later_ones(here: Path):
    write_board(here, set_weight=0.0)
    _, alone = build()
    write_board(here)
    report, together = build()
    assert report["failed"] == 0
    assert len({number for number in alone if alone[number] != together[number]}) == len(alone)  # the card changed
    (here / "night.fountain").write_text(SCRIPT.replace("KITCHEN - DAY", "KITCHEN - NIGHT"), encoding="utf-8")
    _, night = build()
    changed = {number for number in together if together[number] != night.get(number)}
    assert changed == {number for number in together if number.startswith("1")}


def test_the_triggers_of_characters_stand_in_their_prompts(here: Path):
    told = json.loads(s2b("explain", "night.fountain", "2", "--format", "json").stdout)
    assert "<jun>, male" in told[0]["painting"]["prompt"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("missing", "the reference of `MINA` cannot be read, `mina.png`: no such file or directory"),
        ("text", "the reference of `MINA` cannot be read, `mina.png`: cannot identify image file"),
        ("outside", "the reference of `MINA` leads out of the project: `../mina.png`"),
        ("lora", "the model's LoRA of JUN"),
    ],
)
def test_mistakes_are_told_before_anything_is_painted(here: Path, change: str, message: str):
    board = (here / "board.toml").read_text("utf-8")
    if change == "missing":
        (here / "mina.png").unlink()
    elif change == "text":
        (here / "mina.png").write_text("no picture")
    elif change == "outside":
        (here / "board.toml").write_text(board.replace("mina.png", "../mina.png"), encoding="utf-8")
    else:
        (here / "board.toml").write_text(board.replace("jun/", "nobody/"), encoding="utf-8")
    result = s2b("build", "night.fountain", "--no-pdf", "--format", "short")
    assert result.exit_code == 1
    assert message in result.stderr
    assert not (here / "build").exists()


def test_a_store_behind_a_url_is_shared(here: Path):
    write_board(here, more=f'\n[store]\nurl = "file://{here}/shared"\n')
    report, _ = build()
    assert report["rendered"] == report["panels"]
    assert not list(here.glob(".s2b/panels/*/*.png"))
    assert json.loads(s2b("cache", "info", "--store", f"file://{here}/shared", "--format", "json").stdout)["panels"] > 0
    assert build()[0]["rendered"] == 0
    result = s2b("build", "night.fountain", "--no-pdf", "--format", "short", "--store", "nowhere://x")
    assert result.exit_code == 1
    assert "error[S2B508]: the store `nowhere://x` cannot be opened" in result.stderr
