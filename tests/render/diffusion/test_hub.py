"""What is fetched of a hub's repository: what would be loaded, and nothing else."""

from pathlib import Path

import huggingface_hub
import pytest
from click.testing import CliRunner

from screenplay2board.cli import main
from screenplay2board.render.diffusion.cards import ModelCard, ReferenceEntry
from screenplay2board.render.diffusion.hub import HubOrder, hub_orders

# As the repositories of Stable Diffusion 1.5 list their files.
STABLE_DIFFUSION = (
    "README.md", "v1-5-pruned.safetensors", "v1-5-pruned-emaonly.ckpt", "model_index.json", "v1-inference.yaml",
    "scheduler/scheduler_config.json", "tokenizer/merges.txt", "tokenizer/vocab.json",
    "safety_checker/model.safetensors", "safety_checker/model.fp16.safetensors", "feature_extractor/config.json",
    "text_encoder/config.json", "text_encoder/model.safetensors", "text_encoder/model.fp16.safetensors",
    "text_encoder/pytorch_model.bin",
    "unet/config.json", "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors",
    "unet/diffusion_pytorch_model.non_ema.safetensors",
    "vae/config.json", "vae/diffusion_pytorch_model.safetensors",
)  # fmt: skip


def weights(order: HubOrder, names: tuple[str, ...] = STABLE_DIFFUSION) -> list[str]:
    return [name for name in order.files(names) if name.endswith(".safetensors")]


def test_one_precision_of_each_part_is_fetched_and_no_checker_or_single_file():
    assert weights(HubOrder(name="a/b", variant="fp16")) == [
        "text_encoder/model.fp16.safetensors",
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/diffusion_pytorch_model.safetensors",  # there is no other
    ]
    assert "unet/diffusion_pytorch_model.safetensors" in weights(HubOrder(name="a/b"))


def test_configurations_are_fetched_and_pickles_are_not():
    files = HubOrder(name="a/b", weights=False).files(STABLE_DIFFUSION)
    assert {"model_index.json", "tokenizer/merges.txt", "feature_extractor/config.json"} <= set(files)
    assert not {name for name in files if name.endswith((".ckpt", ".bin", ".safetensors", ".md"))}


def test_an_adapter_is_fetched_with_its_encoder_and_without_its_sisters():
    names = ("models/ip-adapter_sd15.safetensors", "models/ip-adapter-plus_sd15.safetensors",
             "models/image_encoder/config.json", "models/image_encoder/model.safetensors",
             "sdxl_models/image_encoder/model.safetensors")  # fmt: skip
    entry = ReferenceEntry(path="h94/IP-Adapter", file="models/ip-adapter_sd15.safetensors")
    base, *orders = hub_orders(ModelCard(base="some/base", ip_adapter=entry))
    assert base == HubOrder(name="some/base")
    assert [name for order in orders for name in order.files(names)] == [
        "models/ip-adapter_sd15.safetensors",
        "models/image_encoder/config.json",
        "models/image_encoder/model.safetensors",
    ]


def test_what_is_here_is_not_fetched(tmp_path: Path):
    (tmp_path / "base.safetensors").touch()
    card = ModelCard(base=str(tmp_path / "base.safetensors"), config="some/base")
    assert hub_orders(card) == (HubOrder(name="some/base", weights=False),)


def test_a_hub_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("[Errno -2] Name or service not known")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", fails)
    result = CliRunner().invoke(main, ["model", "fetch", "--model", "few-step"])
    assert result.exit_code == 1
    assert (
        "error[S2B532]: `latent-consistency/lcm-lora-sdv1-5` cannot be fetched: [Errno -2] Name or service not known\n"
        "  hint: is the network there?"
    ) in result.stderr
