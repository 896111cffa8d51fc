"""Measure painting: `python benchmarks/diffusion.py [tiny|sd15|memory] [--shots 20] [--steps 20] [--px 512]`.

Beside the way of the method this project starts from: one prompt at a time through diffusers' pipeline, text and
negative prompt encoded again for each, classifier-free guidance at every step. Weights are random: they cost what
trained ones cost. `tiny` is the model that ships, `sd15` Stable Diffusion 1.5 at its full size (4 GB of memory);
`memory` counts what a step and the decoder compute with, for render/diffusion/residence.py.
Prints wall and processor seconds, the largest difference of a picture at equal settings, the share of processor time
outside UNet, VAE and text encoder, and peak memory. Each way runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from screenplay2board.render.diffusion.attention import install
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.device import choose_device
from screenplay2board.render.diffusion.libraries import diffusers, quiet_libraries, transformers
from screenplay2board.render.diffusion.parts import DiffusionParts, pipeline
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, sample
from screenplay2board.render.diffusion.text import TextReader
from screenplay2board.render.diffusion.tiny import build_tiny, clip_tokenizer

SCALE = 7.5
NEGATIVE = "low quality, bad anatomy, worst quality, text, watermark, blurry, ugly"
LOOKS = ("a woman, sad, black coat, kitchen, night", "a man, angry, white shirt, street, rain, day")
SIZES = ("close-up", "medium shot", "full shot")


def prompts(count: int) -> list[str]:
    """Return so many prompts, all of them different."""
    return [f"{SIZES[n % 3]}, eye level, {LOOKS[n % 2]}, view {n}" for n in range(count)]


def full_size() -> DiffusionParts:
    """Return Stable Diffusion 1.5's architecture with random weights, from its published configuration."""
    torch.manual_seed(0)
    unet = diffusers.UNet2DConditionModel(
        sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280)
    )
    vae = diffusers.AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=2, sample_size=512,
    )  # fmt: skip
    text = transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768,
            bos_token_id=49406, eos_token_id=49407, pad_token_id=49407,
        )
    )  # fmt: skip
    scheduler = diffusers.DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, steps_offset=1
    )
    parts = DiffusionParts(vae=vae, text_encoder=text, tokenizer=clip_tokenizer(), unet=unet, scheduler=scheduler)
    for module in parts.modules():
        module.eval().requires_grad_(False)
    return parts


@dataclass(slots=True)
class Watch:
    """Adds up the processor's time inside calls. seconds: by what was called."""

    seconds: dict[str, float] = field(default_factory=dict[str, float])

    def around(self, owner: Any, method: str, name: str) -> None:
        """Measure every call of a method."""
        call: Callable[..., Any] = getattr(owner, method)

        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return call(*given, **named)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start

        setattr(owner, method, timed)


def watched(parts: DiffusionParts) -> Watch:
    """Measure UNet, decoder and text encoder."""
    watch = Watch()
    watch.around(parts.unet, "forward", "unet")
    watch.around(parts.vae, "decode", "vae")
    watch.around(parts.text_encoder, "forward", "text")
    return watch


def plain(parts: DiffusionParts, options: argparse.Namespace) -> list[np.ndarray]:
    """Paint as the method did: the whole pipeline for each prompt."""
    pipe = pipeline(parts)
    pipe.set_progress_bar_config(disable=True)
    found: list[np.ndarray] = []
    for number, prompt in enumerate(prompts(options.shots)):
        picture = pipe(
            prompt, negative_prompt=NEGATIVE, width=options.px, height=options.px, num_inference_steps=options.steps,
            guidance_scale=SCALE, generator=torch.Generator().manual_seed(number), output_type="np",
        ).images[0]  # fmt: skip
        found.append(np.round(picture * 255).astype(np.uint8))
    return found


def ours(parts: DiffusionParts, options: argparse.Namespace) -> list[np.ndarray]:
    """Paint as the backend does, with the settings of `options.way`."""
    ways: dict[str, dict[str, Any]] = {
        "equal": {"guidance_scale": SCALE},
        "half": {"guidance_scale": SCALE, "guidance_until": 0.5},
        "few": {"guidance_scale": 1.0, "steps": min(4, options.steps), "sampler": "lcm"},
    }
    said = {"sampler": "ddim", "steps": options.steps, "batch_size": options.batch or None, **ways[options.way]}
    card = ModelCard.model_validate({"base": "random:0", "mode": "none", "native_px": options.px, **said})
    install(parts.unet)
    if options.channels_last:
        parts.unet.to(memory_format=torch.channels_last)
        parts.vae.to(memory_format=torch.channels_last)
    device = choose_device("cpu")
    reader = TextReader([parts.tokenizer], [parts.text_encoder], clip_skip=0, device=device.name)
    model = LoadedModel(
        card=card, device=device, vae=parts.vae, unet=parts.unet, reader=reader,
        scheduler_config=parts.scheduler.config,
    )  # fmt: skip
    negative = reader.read(NEGATIVE)
    jobs = [
        Job(size_px=(options.px, options.px), prompt=reader.read(text), negative=negative, seed=number)
        for number, text in enumerate(prompts(options.shots))
    ]
    found: list[np.ndarray] = []
    while jobs:
        now, jobs = jobs[: model.batch_size], jobs[model.batch_size :]
        found += [picture for picture in sample(model, now) if picture is not None]
    return found


def run_one(options: argparse.Namespace) -> None:
    """Run one way in this process, and print what it cost as JSON."""
    quiet_libraries()
    if options.threads:
        torch.set_num_threads(options.threads)
    parts = build_tiny(0, controlnet=False) if options.model == "tiny" else full_size()
    watch = watched(parts)
    loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    usage, start = time.process_time(), time.perf_counter()
    pictures = plain(parts, options) if options.way == "plain" else ours(parts, options)
    wall = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    np.save(f"{options.out}-{options.way}.npy", np.stack(pictures))
    print(json.dumps({
        "wall_s": wall, "cpu_s": time.process_time() - usage, "inside_s": sum(watch.seconds.values()),
        "parts_s": watch.seconds, "peak_mib": peak / 1024, "loaded_mib": loaded / 1024,
    }))  # fmt: skip


def compare(options: argparse.Namespace, folder: str) -> None:
    """Run every way in a process of its own, and print them beside each other."""
    first: dict[str, Any] = {}
    for way in ("plain", "equal", "half", "few"):
        command = [sys.executable, __file__, options.model, "--way", way, "--out", f"{folder}/pictures"]
        for name in ("shots", "steps", "px", "batch", "threads"):
            command += [f"--{name}", str(getattr(options, name))]
        command += ["--channels-last"] if options.channels_last else []
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        first = first or told
        apart = ""
        if way == "equal":
            one, other = (np.load(f"{folder}/pictures-{name}.npy").astype(int) for name in ("plain", "equal"))
            apart = f", pictures at most {np.abs(one - other).max()} of 255 apart"
        outside = 100 * (1 - told["inside_s"] / told["cpu_s"])
        print(
            f"{way:6} {told['wall_s']:8.1f} s wall {told['cpu_s']:8.1f} s cpu  {first['cpu_s'] / told['cpu_s']:5.2f}x"
            f"  {outside:4.1f} % outside  {told['peak_mib']:6.0f} MiB{apart}",
            flush=True,
        )


def memory(options: argparse.Namespace) -> None:
    """Count the bytes that a guided step and the decoder compute with, at the size of `options`."""
    parts = full_size()
    cells = (options.px // 8) ** 2
    side = options.px // 8
    for name, call in (
        ("step", lambda: parts.unet(torch.zeros(2, 4, side, side), 1, torch.zeros(2, 77, 768))),
        ("decode", lambda: parts.vae.decode(torch.zeros(1, 4, side, side))),
    ):
        with torch.inference_mode(), torch.profiler.profile(profile_memory=True) as profile:
            call()
        live = peak = 0
        profiler: Any = profile.profiler
        for event in profiler.kineto_results.events():
            if event.name() == "[memory]":
                live += event.nbytes()
                peak = max(peak, live)
        print(f"{name}: {peak / (1 << 20):.0f} MiB in float32, {peak / cells / 2:.0f} bytes a cell in float16")


def main() -> None:
    """Measure and print."""
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default="tiny", choices=("tiny", "sd15", "memory"))
    parser.add_argument("--shots", type=int, default=20)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--px", type=int, default=128)
    parser.add_argument("--batch", type=int, default=0, help="pictures at once in our way; 0: the backend's number")
    parser.add_argument("--threads", type=int, default=0, help="PyTorch's threads; 0 leaves its own choice")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--way", choices=("plain", "equal", "half", "few"), help=argparse.SUPPRESS)
    parser.add_argument("--out", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.model == "memory":
        memory(options)
    elif options.way:
        run_one(options)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(options, folder)


if __name__ == "__main__":
    main()
