"""Small models of every kind of weight file, and the ways in which such files are wrong; all seeded.

The names of a `Damage` say what a file suffers. `TOLD` are those that must never load; the others either load to the
same picture, or change numbers alone, which nothing but a checksum can tell.
"""

import json
import random
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import diffusers
import torch
import transformers
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import load_file, save_file

from screenplay2board.render.diffusion.cards import LoraEntry, ModelCard

TEXT_WIDTH = 32
LETTERS = string.ascii_lowercase + string.digits + "<>_,."
VOCABULARY = (*LETTERS, *(f"{letter}</w>" for letter in LETTERS), "<|startoftext|>", "<|endoftext|>")
PAINTING = ModelCard(
    base="x", native_px=64, multiple_px=32, steps=1, guidance_scale=1.0, sampler="ddim", mode="none", batch_size=1
)


def small_tokenizer() -> transformers.CLIPTokenizer:
    """Return a tokenizer of CLIP's kind that knows letters alone: its 49,408 entries take half the time of loading."""
    numbers = {entry: number for number, entry in enumerate(VOCABULARY)}
    return transformers.CLIPTokenizer(vocab=numbers, merges=[], model_max_length=77, pad_token=VOCABULARY[-1])


def small_text_config(*, hidden: int, width: int) -> transformers.CLIPTextConfig:
    """Return the configuration of a small text encoder for `small_tokenizer`."""
    end = len(VOCABULARY) - 1
    return transformers.CLIPTextConfig(
        vocab_size=len(VOCABULARY), hidden_size=hidden, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, projection_dim=width, bos_token_id=end - 1, eos_token_id=end, pad_token_id=end,
    )  # fmt: skip


def small_sd() -> diffusers.StableDiffusionPipeline:
    """Return SD 1.5's architecture with two levels and small random weights."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        unet = diffusers.UNet2DConditionModel(
            sample_size=8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            attention_head_dim=2, cross_attention_dim=TEXT_WIDTH,
        )  # fmt: skip
        vae = diffusers.AutoencoderKL(
            block_out_channels=(8, 8, 8, 8), down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=1, norm_num_groups=4, sample_size=64,
        )  # fmt: skip
        config = small_text_config(hidden=TEXT_WIDTH, width=TEXT_WIDTH)
        return diffusers.StableDiffusionPipeline(
            vae=vae, unet=unet,
            scheduler=diffusers.DDIMScheduler(beta_schedule="scaled_linear", clip_sample=False, steps_offset=1),
            text_encoder=transformers.CLIPTextModel(config), tokenizer=small_tokenizer(),
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip


def write_models(folder: Path) -> dict[str, tuple[ModelCard, Path]]:
    """Write one whole file of each kind; return its card and the file that is to be damaged, by kind."""
    pipe = small_sd()
    pipe.save_pretrained(folder / "base")
    base = PAINTING.model_copy(update={"base": str(folder / "base")})
    found = {
        part: (base, folder / "base" / part / f"{stem}.safetensors")
        for part, stem in (
            ("unet", "diffusion_pytorch_model"),
            ("vae", "diffusion_pytorch_model"),
            ("text_encoder", "model"),
        )
    }
    generator = torch.Generator().manual_seed(1)
    pipe.unet.add_adapter(LoraConfig(r=2, lora_alpha=4, target_modules=["to_k", "to_q", "to_v", "to_out.0"]))
    state = get_peft_model_state_dict(pipe.unet)
    state = {name: 0.3 * torch.randn(weight.shape, generator=generator) for name, weight in state.items()}
    diffusers.StableDiffusionPipeline.save_lora_weights(folder / "peft", unet_lora_layers=state)
    files = {"peft": folder / "peft" / "pytorch_lora_weights.safetensors", "kohya": folder / "kohya.safetensors"}
    kohya: dict[str, torch.Tensor] = {}
    for name, weight in state.items():
        module, _, half = name.removesuffix(".weight").rpartition(".")
        layer = f"lora_unet_{module.replace('.', '_')}"
        kohya[f"{layer}.{'lora_down' if half == 'lora_A' else 'lora_up'}.weight"] = weight
        kohya[f"{layer}.alpha"] = torch.tensor(1.0)
    save_file(kohya, files["kohya"])
    for kind, path in files.items():
        found[kind] = (base.model_copy(update={"loras": (LoraEntry(path=str(path)),)}), path)
    tokens = folder / "tokens.safetensors"
    save_file({"<cu_trg>": torch.randn(2, TEXT_WIDTH, generator=generator)}, tokens)
    found["embedding"] = (
        base.model_copy(update={"embeddings": (str(tokens),), "tokens": {"CU": "<cu_trg>"}}),
        tokens,
    )
    return found


Weights = dict[str, torch.Tensor]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _flip(data: bytes, first: int, last: int, rng: random.Random) -> bytes:
    broken = bytearray(data)
    broken[rng.randrange(first, last)] ^= 1 << rng.randrange(8)
    return bytes(broken)


def header_end(data: bytes) -> int:
    """Return where the weights of a whole safetensors file begin."""
    return 8 + int.from_bytes(data[:8], "little")


def _filled(number: float) -> Callable[[Weights, random.Random], None]:
    def fill(weights: Weights, rng: random.Random) -> None:
        name = _any(weights, rng)
        flat = weights[name].flatten().clone()
        flat[rng.randrange(len(flat))] = number
        weights[name] = flat.view(weights[name].shape)

    return fill


def _any(weights: Weights, rng: random.Random) -> str:
    return rng.choice(sorted(weights))


def _reshape(weights: Weights, rng: random.Random) -> None:
    name = _any(weights, rng)
    weights[name] = torch.cat([weights[name].reshape(-1), torch.ones(1)])


def _transpose(weights: Weights, rng: random.Random) -> None:
    names = [name for name in sorted(weights) if weights[name].ndim == 2 and _oblong(weights[name])]
    if names:  # not in a VAE
        name = rng.choice(names)
        weights[name] = weights[name].T.contiguous()


def _oblong(weight: torch.Tensor) -> bool:
    return weight.shape[0] != weight.shape[1]


def _whole(weights: Weights, rng: random.Random) -> None:
    name = _any(weights, rng)
    weights[name] = weights[name].to(rng.choice((torch.int8, torch.int64, torch.uint8, torch.bool)))


def _drop(weights: Weights, rng: random.Random) -> None:
    del weights[_any(weights, rng)]


def _rename(weights: Weights, rng: random.Random) -> None:
    name = _any(weights, rng)
    place = rng.randrange(len(name))
    weights[f"{name[:place]}x{name[place + 1 :]}"] = weights.pop(name)


def _add(weights: Weights, rng: random.Random) -> None:
    weights[f"more.{rng.randrange(9)}.weight"] = torch.ones(2, 2)


def _swap(weights: Weights, rng: random.Random) -> None:
    shapes: dict[tuple[int, ...], list[str]] = {}
    for name in sorted(weights):
        shapes.setdefault(tuple(weights[name].shape), []).append(name)
    pairs = [names for names in shapes.values() if len(names) > 1]
    if pairs:
        one, other = rng.sample(rng.choice(pairs), 2)
        weights[one], weights[other] = weights[other], weights[one]


def _halve(weights: Weights, rng: random.Random) -> None:
    name = _any(weights, rng)
    weights[name] = weights[name].to(rng.choice((torch.float16, torch.bfloat16, torch.float64)))


_EDITS: Mapping[str, Callable[[Weights, random.Random], None]] = {
    "not a number": _filled(float("nan")),
    "infinite": _filled(float("-inf")),
    "other shape": _reshape,
    "transposed": _transpose,
    "whole numbers": _whole,
    "missing": _drop,
    "renamed": _rename,
    "extra": _add,
    "swapped": _swap,
    "other precision": _halve,
}
WAYS = ("cut off", "empty", "header bit", "body bit", *_EDITS)
# Never loaded, whatever the file: a picture would be wrong, or be made of other files than the card says.
TOLD = frozenset({"cut off", "empty", "not a number", "infinite", "other shape", "transposed", "whole numbers"})


@dataclass(frozen=True, slots=True)
class Damage:
    """One way to be wrong."""

    way: str
    seed: int

    def on(self, path: Path) -> None:
        """Damage a whole file."""
        rng = random.Random(f"{self.way} {self.seed}")
        data = path.read_bytes()
        if self.way == "cut off":
            path.write_bytes(_cut(data, rng))
        elif self.way == "empty":
            path.write_bytes(b"")
        elif self.way == "header bit":
            path.write_bytes(_flip(data, 0, header_end(data), rng))
        elif self.way == "body bit":
            path.write_bytes(_flip(data, header_end(data), len(data), rng))
        else:
            weights = load_file(path)
            _EDITS[self.way](weights, rng)
            save_file(weights, path, metadata=_metadata(data))


def _metadata(data: bytes) -> dict[str, str] | None:
    return json.loads(data[8 : header_end(data)]).get("__metadata__")
