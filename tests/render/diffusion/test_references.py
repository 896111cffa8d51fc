"""Pictures of the cast, LoRAs of characters, descriptions of people: each works where it should and nowhere else."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model_state_dict
from PIL import Image as PillowImage
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.diffusion.attention import StageAttention, install, level_shapes, shares_of, text_shares
from screenplay2board.render.diffusion.backend import DiffusionBackend, card_options
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, CharacterEntry, ModelCard, ReferenceEntry
from screenplay2board.render.diffusion.device import Device
from screenplay2board.render.diffusion.guidance import guide
from screenplay2board.render.diffusion.models import load_model
from screenplay2board.render.diffusion.parts import pipeline
from screenplay2board.render.diffusion.pictures import clip_pixels
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, sample
from screenplay2board.render.diffusion.tiny import build_tiny
from screenplay2board.render.types import FailedPanel, Likeness, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief

torch.set_num_threads(1)
CPU = Device(name="cpu", dtype=torch.float32)
CARD = ModelCard(
    base="random:0", tokens=dict(TOKEN_OF_SIZE), native_px=64, multiple_px=32, steps=2, guidance_scale=3.0, retries=0,
    sampler="ddim",
)  # fmt: skip
PAIR = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("MINA", "JUN"),
    looks=(("MINA", CharacterLook(gender="female", top="coat")), ("JUN", CharacterLook(top_grey=0.9))),
    actors=(Actor(name="MINA"), Actor(name="JUN")), props=(), subject=("MINA", "JUN"), over=None, size="FS",
    angle="eye", move="static", framing="two-shot", lens="normal", frame_px=(160, 90),
)  # fmt: skip
ALONE = replace(PAIR, subject=("MINA",), framing="single", size="MS")


def drawn(colour: str, size: tuple[int, int] = (40, 40)) -> bytes:
    stream = io.BytesIO()
    picture = PillowImage.new("RGB", size, colour)
    picture.paste("black", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> ReferenceEntry:
    """A small random IP-Adapter with its image encoder, in the layout of the published ones."""
    folder = tmp_path_factory.mktemp("adapter")
    unet = build_tiny(0, controlnet=False).unet
    width, summary = unet.config.cross_attention_dim, 32
    random = torch.Generator().manual_seed(1)
    weights = {
        "image_proj.proj.weight": torch.randn(4 * width, summary, generator=random),
        "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width), "image_proj.norm.bias": torch.zeros(width),
    }  # fmt: skip
    number = 1
    for name in unet.attn_processors:
        if name.endswith("attn2.processor"):
            hidden = unet.get_submodule(name.removesuffix(".processor")).to_k.out_features
            for matrix in ("to_k_ip", "to_v_ip"):
                weights[f"ip_adapter.{number}.{matrix}.weight"] = torch.randn(hidden, width, generator=random) / 8
            number += 2
    (folder / "models").mkdir()
    save_file(weights, folder / "models" / "ip.safetensors")
    with torch.random.fork_rng():
        torch.manual_seed(2)
        config = CLIPVisionConfig(
            hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4, image_size=32,
            patch_size=8, projection_dim=summary,
        )  # fmt: skip
        CLIPVisionModelWithProjection(config).save_pretrained(folder / "models" / "image_encoder")
    return ReferenceEntry(path=str(folder), file="models/ip.safetensors", weight=1.0, set_weight=1.0)


@pytest.fixture(scope="module")
def with_adapter(adapter: ReferenceEntry) -> LoadedModel:
    return load_model(CARD.model_copy(update={"ip_adapter": adapter, "mode": "none", "tokens": {}}), CPU)


def job(model: LoadedModel, **more) -> Job:
    return Job(
        size_px=(96, 64), prompt=model.reader.read("a woman"), negative=model.reader.read(""), seed=7, **more
    )  # fmt: skip


LEFT = np.repeat(np.repeat([[1.0, 0.0]], 8, axis=0), 6, axis=1).astype(np.float32)  # of 12 x 8 cells


def test_without_anything_to_tell_the_attention_is_diffusers_own_to_the_bit():
    unet = build_tiny(0, controlnet=False).unet
    random = torch.Generator().manual_seed(3)
    latents = torch.randn(2, 8, 8, 12, generator=random)
    text = torch.randn(2, 77, 64, generator=random)
    with torch.inference_mode():
        plain = unet(latents, 5, text).sample
        install(unet)
        ours = unet(latents, 5, text).sample
    assert all(isinstance(processor, StageAttention) for processor in unet.attn_processors.values())
    assert bool((ours == plain).all())


def test_a_reference_over_the_whole_picture_is_diffusers_own_ip_adapter(
    with_adapter: LoadedModel, adapter: ReferenceEntry
):
    assert with_adapter.pictures is not None
    reference = drawn("red")
    everywhere = np.ones((8, 12), dtype=np.float32)
    (ours,) = sample(with_adapter, [job(with_adapter, pictures=((with_adapter.pictures.read(reference), everywhere),))])
    pipe = pipeline(build_tiny(0))
    pipe.set_progress_bar_config(disable=True)
    pipe.load_ip_adapter(adapter.path, subfolder="models", weight_name="ip.safetensors", image_encoder_folder=None)
    tokens = CLIPVisionModelWithProjection.from_pretrained(Path(adapter.path, adapter.encoder))(
        clip_pixels(reference, 32)
    ).image_embeds[:, None]
    with torch.inference_mode():
        theirs = pipe(
            "a woman", negative_prompt="", width=96, height=64, num_inference_steps=2, guidance_scale=3.0,
            ip_adapter_image_embeds=[torch.cat([torch.zeros_like(tokens), tokens])],
            generator=torch.Generator().manual_seed(7), output_type="np",
        ).images[0]  # fmt: skip
    assert ours is not None
    assert np.abs(ours.astype(int) - np.round(theirs * 255).astype(int)).max() <= 1
    (without,) = sample(with_adapter, [job(with_adapter)])
    assert without is not None  # a panel without a reference is painted as if there were no adapter
    assert np.abs(ours.astype(int) - without.astype(int)).max() > 1


def test_a_reference_works_in_its_region_alone():
    attention = StageAttention(torch.nn.Linear(16, 32, bias=False), torch.nn.Linear(16, 32, bias=False))
    attn, told = _attention(text=(), pictures=(torch.randn(1, 4, 16),), cells=LEFT)
    hidden, prompt = torch.randn(1, 96, 32), torch.randn(1, 77, 16)
    with torch.inference_mode():
        with_picture = attention(attn, hidden, prompt, told=told).reshape(8, 12, 32)
        without = attention(attn, hidden, prompt).reshape(8, 12, 32)
    assert torch.allclose(with_picture[:, 6:], without[:, 6:], atol=1e-6)
    assert (with_picture[:, :6] - without[:, :6]).abs().amax() > 1e-3


def test_a_description_is_read_in_its_region_alone():
    attention = StageAttention()
    own, prompt, hidden = torch.randn(1, 77, 16), torch.randn(1, 77, 16), torch.randn(1, 96, 32)
    attn, told = _attention(text=(own,), pictures=(), cells=LEFT)
    with torch.inference_mode():
        found = attention(attn, hidden, prompt, told=told).reshape(8, 12, 32)
        by_prompt = attention(attn, hidden, prompt).reshape(8, 12, 32)
        by_own = attention(attn, hidden, own).reshape(8, 12, 32)
    assert torch.allclose(found[:, :6], by_own[:, :6], atol=1e-6)
    assert torch.allclose(found[:, 6:], by_prompt[:, 6:], atol=1e-6)


def _attention(text, pictures, cells):
    from diffusers.models.attention_processor import Attention

    from screenplay2board.render.diffusion.attention import Told

    attn = Attention(query_dim=32, cross_attention_dim=16, heads=4, dim_head=8)
    region = torch.from_numpy(cells)[None, None]
    told = Told(
        texts=text, text_shares=shares_of(text_shares(region, 1.0), 1), pictures=pictures,
        picture_shares=shares_of(region, 1),
    )  # fmt: skip
    return attn, told


def test_shares_add_up_to_one_on_every_level_also_where_regions_overlap():
    regions = torch.rand(3, 2, 9, 13, generator=torch.Generator().manual_seed(0))
    levels = shares_of(text_shares(regions, 0.8), 4)
    assert [rows * columns for rows, columns in level_shapes(9, 13, 4)] == list(levels)
    for shares in levels.values():
        assert torch.allclose(shares.sum(dim=0), torch.ones(()), atol=1e-6)
        assert float(shares.min()) >= 0


def test_two_people_have_a_description_and_a_region_each():
    spec = PanelSpec(key="pair", brief=PAIR, style="ink", seed=1)
    guidance = guide(spec, CARD)
    assert guidance.people is not None
    assert guidance.people.keys() == {"MINA", "JUN"}
    width, height = guidance.size_px
    for cells in guidance.people.values():
        assert cells.shape == (height // 8, width // 8)
        assert 0 < cells.mean() < 0.9
    one, other = guidance.people["MINA"], guidance.people["JUN"]
    assert np.minimum(one, other).mean() < 0.5 * min(one.mean(), other.mean())


def painted(backend: DiffusionBackend, *specs: PanelSpec) -> dict[str, bytes]:
    results = {result.key: result for result in backend.render(specs)}
    assert all(isinstance(result, RenderedPanel) for result in results.values()), results
    return {key: result.png for key, result in results.items()}  # type: ignore[union-attr]


def test_regions_change_pictures_of_two_and_no_picture_of_one():
    pair = PanelSpec(key="pair", brief=PAIR, style="ink", seed=1)
    alone = PanelSpec(key="alone", brief=ALONE, style="ink", seed=1)
    own = replace(pair, key="own", prompt="two people")
    with_regions = painted(DiffusionBackend(**card_options(CARD)), pair, alone, own)
    without = painted(DiffusionBackend(**card_options(CARD.model_copy(update={"regions": 0.0}))), pair, alone, own)
    assert with_regions["pair"] != without["pair"]
    assert with_regions["alone"] == without["alone"]
    assert with_regions["own"] == without["own"]  # a person's own words cannot be parted


def test_a_panel_with_regions_is_the_same_alone_and_beside_others(adapter: ReferenceEntry):
    card = CARD.model_copy(update={"batch_size": 3, "ip_adapter": adapter})
    backend = DiffusionBackend(**card_options(card))
    mina, jun = Likeness(name="MINA", picture=drawn("red")), Likeness(name="JUN", picture=drawn("blue", (20, 60)))
    specs = [
        PanelSpec(key="pair", brief=PAIR, style="ink", seed=1, likenesses=(mina, jun)),
        PanelSpec(key="set", brief=ALONE, style="ink", seed=2, set_picture=drawn("green", (64, 36))),
        PanelSpec(key="alone", brief=ALONE, style="ink", seed=2, likenesses=(mina,)),
    ]
    together = painted(backend, *specs)
    assert len(set(together.values())) == 3
    for spec in specs:
        assert painted(backend, spec)[spec.key] == together[spec.key]


def test_a_broken_reference_fails_its_panel_alone(adapter: ReferenceEntry):
    backend = DiffusionBackend(**card_options(CARD.model_copy(update={"ip_adapter": adapter})))
    bad = PanelSpec(key="bad", brief=ALONE, style="ink", seed=1, set_picture=b"no picture")
    good = PanelSpec(key="good", brief=ALONE, style="ink", seed=1)
    results = {result.key: result for result in backend.render([bad, good])}
    assert isinstance(results["bad"], FailedPanel)
    assert isinstance(results["good"], RenderedPanel)


@pytest.fixture(scope="module")
def loras(tmp_path_factory: pytest.TempPathFactory) -> dict[str, CharacterEntry]:
    folder = tmp_path_factory.mktemp("loras")
    entries = {}
    for number, name in enumerate(("MINA", "JUN")):
        parts = build_tiny(0, controlnet=False)
        parts.unet.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=["to_k", "to_q", "to_v", "to_out.0"]))
        random = torch.Generator().manual_seed(number)
        state = {
            key: 0.3 * torch.randn(weight.shape, generator=random)
            for key, weight in get_peft_model_state_dict(parts.unet).items()
        }
        pipeline(parts).save_lora_weights(folder / name, unet_lora_layers=state)
        path = folder / name / "pytorch_lora_weights.safetensors"
        entries[name] = CharacterEntry(path=str(path), weight=0.8, trigger=f"<{name.lower()}>")
    return entries


def test_a_characters_lora_works_in_the_panels_that_show_the_character(loras: dict[str, CharacterEntry]):
    card = CARD.model_copy(update={"characters": loras, "tokens": {}, "mode": "none"})
    backend = DiffusionBackend(**card_options(card))
    mina = Likeness(name="MINA", adapter="1", trigger="<mina>")
    jun = Likeness(name="JUN", adapter="2", trigger="<jun>")
    specs = [
        PanelSpec(key="mina", brief=ALONE, style="ink", seed=1, likenesses=(mina,)),
        PanelSpec(key="nobody", brief=ALONE, style="ink", seed=1),
        PanelSpec(key="both", brief=PAIR, style="ink", seed=1, likenesses=(mina, jun)),
        PanelSpec(key="mina again", brief=ALONE, style="ink", seed=1, likenesses=(mina,)),
    ]
    pictures = painted(backend, *specs)
    characters = backend.open_model().characters
    assert characters is not None
    assert characters.changes <= 3  # none, both, mina: sorted, so that nothing is switched twice
    assert pictures["mina"] == pictures["mina again"]
    assert painted(backend, specs[1])["nobody"] == pictures["nobody"]  # what was active before leaves nothing behind
    without = painted(
        DiffusionBackend(**card_options(CARD.model_copy(update={"tokens": {}, "mode": "none"}))), specs[1]
    )
    assert without["nobody"] == pictures["nobody"]
    assert len(set(pictures.values())) == 3


def test_a_lora_of_the_whole_build_is_fused_and_paints_the_same(loras: dict[str, CharacterEntry]):
    card = CARD.model_copy(update={"characters": {"MINA": loras["MINA"]}, "tokens": {}, "mode": "none"})
    spec = PanelSpec(
        key="mina", brief=ALONE, style="ink", seed=1,
        likenesses=(Likeness(name="MINA", adapter="1", trigger="<mina>"),),
    )  # fmt: skip
    switched = painted(DiffusionBackend(**card_options(card)), spec)["mina"]
    backend = DiffusionBackend(**card_options(card), fused='["MINA"]')
    fused = painted(backend, spec)["mina"]
    assert not any("lora" in name for name in backend.open_model().unet.state_dict())
    one, other = (np.asarray(PillowImage.open(io.BytesIO(png)), dtype=int) for png in (switched, fused))
    assert np.abs(one - other).max() <= 2


def test_a_characters_lora_that_does_not_fit_fails_that_characters_panels_alone(tmp_path: Path):
    save_file({"something.else": torch.ones(1)}, tmp_path / "odd.safetensors")
    odd = CharacterEntry(path=str(tmp_path / "odd.safetensors"))
    card = CARD.model_copy(update={"characters": {"MINA": odd}, "mode": "none"})
    specs = [
        PanelSpec(key="mina", brief=ALONE, style="ink", seed=1, likenesses=(Likeness(name="MINA", adapter="1"),)),
        PanelSpec(key="nobody", brief=ALONE, style="ink", seed=1),
    ]
    results = {result.key: result for result in DiffusionBackend(**card_options(card)).render(specs)}
    assert isinstance(results["nobody"], RenderedPanel)
    failed = results["mina"]
    assert isinstance(failed, FailedPanel)
    assert "odd.safetensors" in failed.reason
