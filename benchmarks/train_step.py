"""Measure a training step of a full-size Stable Diffusion 1.5 on the CPU beside the loop that this project starts from.

    python benchmarks/train_step.py [--steps 3] [--side 256] [--rank 64]

Both train a LoRA and three tokens on random weights of the true shapes, one picture a step, one thread, in processes
of their own: the trainer of this project, and `peer`, the loop of the student project that it grew out of, written anew
from its description (the VAE encodes in every step, the whole embedding matrix learns, weight decay on all of it).
Prints the processor seconds of the best step (others on the machine only add to them), peak memory, and how many
numbers the optimiser keeps. Needs 8 GB of memory and some minutes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from peft import LoraConfig
from transformers import CLIPTextConfig, CLIPTextModel

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.parts import DiffusionParts
from screenplay2board.render.diffusion.tiny import clip_tokenizer
from screenplay2board.render.panels import Unwatched
from training.dataset import Dataset
from training.synthesize.pictures import synthesize
from training.synthesize.settings import Frame, SynthesizeSettings
from training.train.diffusion_task import DiffusionTask, EncodedData
from training.train.loop import make_accelerator, run_training
from training.train.noise import step_weights
from training.train.pictures import encode, pixels
from training.train.settings import PHRASES, TrainSettings

PICTURES = 2
SPREAD = 0.02  # of random weights; only their shapes matter here


@dataclass(slots=True)
class StepClock:
    """Notes the processor time after each step of an activity."""

    activity: str = ""
    times: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def begin(self, activity: str, total: int) -> None:  # noqa: ARG002
        """Begin to count an activity."""
        self.activity = activity
        self.times[activity] = [time.process_time()]

    def advance(self) -> None:
        """Note a finished step."""
        self.times[self.activity].append(time.process_time())

    def end(self) -> None:
        """Do nothing: the times stay."""

    def seconds(self, activity: str) -> list[float]:
        """Return the processor seconds of each step."""
        found = self.times[activity]
        return [after - before for before, after in pairwise(found)]


def full_size() -> DiffusionParts:
    """Return Stable Diffusion 1.5 with random weights: its published configuration, 1.07 billion numbers."""
    with torch.device("meta"):  # no time for first weights that nobody needs
        vae = AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=512,
        )  # fmt: skip
        unet = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8, sample_size=64)
        text_encoder = CLIPTextModel(
            CLIPTextConfig(
                vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                num_attention_heads=12, projection_dim=768, bos_token_id=49406, eos_token_id=49407, pad_token_id=49407,
            )
        )  # fmt: skip
    parts = DiffusionParts(
        vae=vae, text_encoder=text_encoder, tokenizer=clip_tokenizer(), unet=unet,
        scheduler=DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear"),
    )  # fmt: skip
    generator = torch.Generator().manual_seed(0)
    for module in parts.modules():
        module.to_empty(device="cpu").eval()
        for name, weight in module.named_parameters():
            norm = "norm" in name and weight.ndim == 1
            weight.data = torch.full_like(weight, float(name.endswith("weight"))) if norm else weight.data
            if not norm:
                weight.data.normal_(0, SPREAD, generator=generator)
        for name, buffer in module.named_buffers():
            if name.endswith("position_ids"):
                buffer.copy_(torch.arange(buffer.shape[-1])[None])
    return parts


def drawn(folder: Path, side: int) -> Dataset:
    """Return a few drawn pictures."""
    wanted = SynthesizeSettings(count=PICTURES, frames=(Frame(px=(side, side)),), plain=1.0, workers=1)
    dataset = synthesize(wanted, folder, Diagnostics(), Unwatched())
    assert dataset is not None
    return dataset


def ours(steps: int, side: int, rank: int) -> dict[str, Any]:
    """Return what the project's own trainer takes."""
    parts, clock = full_size(), StepClock()
    settings = TrainSettings.model_validate(
        {
            "sizes_px": ((side, side),), "batch_size": 1, "steps": steps, "warmup_steps": 0, "balance": False,
            "lora": {"rank": rank}, "checkpoints": {"every": 1000},
        }
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        dataset = drawn(folder / "data", side)
        latents = encode(
            parts.vae, dataset, settings.sizes_px, cache=folder, data_hash=dataset.hash(), progress=clock
        )  # fmt: skip
        task = DiffusionTask(parts, EncodedData(datasets=(dataset,), latents=(latents,)), settings)
        accelerator = make_accelerator(settings, Diagnostics())
        run_training(
            task, settings, folder, identity="", accelerator=accelerator, diagnostics=Diagnostics(), progress=clock
        )
    learned = sum(parameter.numel() for group in task.groups() for _, parameter in group.parameters)
    return told(clock.seconds("training"), 2 * learned) | {"encoding_once_s": clock.seconds("encoding pictures")}


def peer(steps: int, side: int, rank: int) -> dict[str, Any]:
    """Return what the student project's loop takes at the same settings; its faults are kept on purpose."""
    parts = full_size()
    for module in parts.modules():
        module.requires_grad_(False)
    lora = LoraConfig(
        r=rank, lora_alpha=rank, init_lora_weights="gaussian", target_modules=["to_k", "to_q", "to_v", "to_out.0"]
    )
    parts.unet.add_adapter(lora)
    tokenizer, encoder = parts.tokenizer, parts.text_encoder
    tokenizer.add_tokens(list(PHRASES))
    encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    table = encoder.get_input_embeddings().weight
    with torch.no_grad():
        for token, phrase in PHRASES.items():
            first = tokenizer(phrase, add_special_tokens=False).input_ids[0]
            table[tokenizer.convert_tokens_to_ids(token)] = table[first]
    table.requires_grad_(True)
    layers = [parameter for parameter in parts.unet.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW([{"params": layers, "lr": 1e-4}, {"params": [table], "lr": 5e-4}], weight_decay=0.01)
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        dataset = drawn(Path(scratch), side)
        for step in range(steps):
            started = time.process_time()
            sample = dataset.samples[step % len(dataset)]
            picture = pixels(dataset.open(sample))[None]
            with torch.no_grad():
                latents = parts.vae.encode(picture).latent_dist.sample() * parts.vae.config.scaling_factor
            noise, times = torch.randn_like(latents), torch.randint(1000, (1,))
            ids = tokenizer(
                [sample.text], padding="max_length", truncation=True, max_length=77, return_tensors="pt"
            ).input_ids  # fmt: skip
            text = encoder(ids)[0]  # (1, 77, 768)
            noisy = parts.scheduler.add_noise(latents, noise, times)
            found = parts.unet(noisy, times, encoder_hidden_states=text, return_dict=False)[0]
            error = (found - noise).square().mean(dim=(1, 2, 3))
            (error * step_weights(parts.scheduler, times, 5.0)).mean().backward()
            torch.nn.utils.clip_grad_norm_([*layers, table], 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            seconds.append(time.process_time() - started)
    kept = sum(moment.numel() for state in optimizer.state.values() for moment in state.values() if moment.ndim)
    return told(seconds, kept)


def told(seconds: list[float], kept: int) -> dict[str, Any]:
    """Return the numbers of one loop."""
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"step_s": seconds, "best_s": min(seconds), "peak_mb": peak_mb, "optimiser_numbers": kept}


LOOPS = {"ours": ours, "peer": peer}


def main() -> None:
    """Run both loops, each in a process of its own, and compare them."""
    parser = argparse.ArgumentParser(description="A training step of full size on the CPU, beside the peer's.")
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--side", type=int, default=256, help="pixels")
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--loop", choices=sorted(LOOPS), help="run only this one, and print its numbers")
    given = parser.parse_args()
    if given.loop:
        torch.set_num_threads(1)
        print(json.dumps(LOOPS[given.loop](given.steps, given.side, given.rank)))
        return
    found: dict[str, dict[str, Any]] = {}
    for name in LOOPS:
        done = subprocess.run(
            [sys.executable, __file__, "--loop", name, "--steps", str(given.steps), "--side", str(given.side),
             "--rank", str(given.rank)],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        found[name] = json.loads(done.stdout.splitlines()[-1])
        best_s, peak_mb, kept = (found[name][key] for key in ("best_s", "peak_mb", "optimiser_numbers"))
        print(f"{name}: {best_s:.1f} cpu s in the best of {given.steps} steps, {peak_mb:,.0f} MB at most")
        print(f"{name}: {kept / 1e6:.1f} million numbers kept by the optimiser")
    ratio = found["peer"]["best_s"] / found["ours"]["best_s"]
    once = sum(found["ours"]["encoding_once_s"]) / PICTURES
    print(f"a step is {ratio:.2f} times as fast; encoding a picture once took {once:.1f} cpu s")


if __name__ == "__main__":
    main()
