"""Measure painting: `python benchmarks/diffusion.py [tiny|sd15|memory] [--shots 20] [--steps 20] [--px 128]`.

Beside the way of the method this project starts from: one prompt at a time through diffusers' pipeline, text and
negative prompt encoded again for each, classifier-free guidance at every step. Weights are random: they cost what
trained ones cost. `tiny` is the model that ships, `sd15` Stable Diffusion 1.5 at its full size (4 GB of memory);
`memory` counts what a step and the decoder compute with, for render/diffusion/residence.py.

Time: the ways take turns, four pictures each, in one process over the same weights, so that whatever else the machine
does hits all of them alike. Prints wall and processor seconds, the largest difference of a picture at equal settings
and the share of processor time outside UNet, VAE and text encoder. Memory: each way in processes of its own, two
batches of two steps: the mean, the least and the most that they held at once. The plain way's loads the libraries as
any script does, before ours keep from them what they do not need.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from screenplay2board.render.diffusion.attention import install
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.device import choose_device
from screenplay2board.render.diffusion.libraries import (
    attention_processors,
    diffusers,
    quiet_libraries,
    transformers,
)
from screenplay2board.render.diffusion.parts import DiffusionParts, pipeline
from screenplay2board.render.diffusion.residence import forget_encoder
from screenplay2board.render.diffusion.sampler import Job, LoadedModel, sample
from screenplay2board.render.diffusion.text import TextReader
from screenplay2board.render.diffusion.tiny import build_tiny, clip_tokenizer

SCALE = 7.5
NEGATIVE = "low quality, bad anatomy, worst quality, text, watermark, blurry, ugly"
LOOKS = ("a woman, sad, black coat, kitchen, night", "a man, angry, white shirt, street, rain, day")
SIZES = ("close-up", "medium shot", "full shot")
PLAIN_START = "from diffusers import StableDiffusionPipeline; import runpy; runpy.run_path({!r}, run_name='__main__')"
TURN = 4  # pictures that a way paints before the next one's turn: a batch of ours
# What the card says in each of our ways.
WAYS: dict[str, dict[str, Any]] = {
    "equal": {"guidance_scale": SCALE},
    "half": {"guidance_scale": SCALE, "guidance_until": 0.5},
    "few": {"guidance_scale": 1.0, "steps": 4, "sampler": "lcm"},
}


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

    @property
    def total(self) -> float:
        """Return the sum over all calls."""
        return sum(self.seconds.values())

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


class Painter(Protocol):
    """A way to paint. Returns a picture, uint8 (height, width, 3), for each numbered prompt."""

    def __call__(self, numbers: Sequence[int]) -> list[np.ndarray]: ...


def plain(parts: DiffusionParts, options: argparse.Namespace) -> Painter:
    """Paint as the method did: the whole pipeline for each prompt."""
    pipe = pipeline(parts)
    pipe.set_progress_bar_config(disable=True)
    texts = prompts(options.shots)

    def paint(numbers: Sequence[int]) -> list[np.ndarray]:
        parts.unet.set_attn_processor(attention_processors.AttnProcessor2_0())
        found: list[np.ndarray] = []
        for number in numbers:
            picture = pipe(
                texts[number], negative_prompt=NEGATIVE, width=options.px, height=options.px,
                num_inference_steps=options.steps, guidance_scale=SCALE, output_type="np",
                generator=torch.Generator().manual_seed(number),
            ).images[0]  # fmt: skip
            found.append(np.round(picture * 255).astype(np.uint8))
        return found

    return paint


def ours(parts: DiffusionParts, options: argparse.Namespace, way: str) -> Painter:
    """Paint as the backend does, with the settings of `way`."""
    said = {"sampler": "ddim", "steps": options.steps, "batch_size": options.batch or None, **WAYS[way]}
    said["steps"] = min(said["steps"], options.steps)
    card = ModelCard.model_validate({"base": "random:0", "mode": "none", "native_px": options.px, **said})
    if options.channels_last:
        parts.unet.to(memory_format=torch.channels_last)
        parts.vae.to(memory_format=torch.channels_last)
    forget_encoder(parts.vae)  # the plain way does not encode either
    device = choose_device("cpu")
    reader = TextReader([parts.tokenizer], [parts.text_encoder], clip_skip=0, device=device.name)
    model = LoadedModel(
        card=card, device=device, vae=parts.vae, unet=parts.unet, reader=reader,
        scheduler_config=parts.scheduler.config,
    )  # fmt: skip
    texts = prompts(options.shots)

    def paint(numbers: Sequence[int]) -> list[np.ndarray]:
        install(parts.unet)
        negative = reader.read(NEGATIVE)
        jobs = [
            Job(size_px=(options.px, options.px), prompt=reader.read(texts[n]), negative=negative, seed=n)
            for n in numbers
        ]
        found: list[np.ndarray] = []
        while jobs:
            now, jobs = jobs[: model.batch_size], jobs[model.batch_size :]
            found += [picture for picture in sample(model, now) if picture is not None]
        return found

    return paint


def painter(way: str, parts: DiffusionParts, options: argparse.Namespace) -> Painter:
    """Return a way to paint by its name."""
    return plain(parts, options) if way == "plain" else ours(parts, options, way)


def built(options: argparse.Namespace) -> DiffusionParts:
    """Return the model that is measured."""
    quiet_libraries()
    if options.threads:
        torch.set_num_threads(options.threads)
    return build_tiny(0, controlnet=False) if options.model == "tiny" else full_size()


@dataclass(slots=True)
class Cost:
    """What a way has cost so far, in seconds. inside: in UNet, VAE and text encoder."""

    wall: float = 0.0
    cpu: float = 0.0
    inside: float = 0.0

    def line(self, way: str, plainly: Cost, apart: int | None) -> str:
        """Return a line of the table. plainly: the cost of the method this project starts from."""
        outside = 100 * (1 - self.inside / self.cpu)
        told = "" if apart is None else f", pictures at most {apart} of 255 apart"
        return (
            f"{way:6} {self.wall:8.1f} s wall {self.cpu:8.1f} s cpu  {plainly.cpu / self.cpu:5.2f}x  "
            f"{outside:4.1f} % outside{told}"
        )


def speed(options: argparse.Namespace) -> None:
    """Let the ways take turns over the same weights, and print what each has cost: so far on stderr, in the end."""
    parts = built(options)
    watch = watched(parts)
    for way in options.ways:  # what is done once: code that is fetched and made, scheduler classes
        painter(way, parts, argparse.Namespace(**{**vars(options), "steps": 1}))(range(min(TURN, options.shots)))
    painters = {way: painter(way, parts, options) for way in options.ways}
    costs = {way: Cost() for way in options.ways}
    apart = 0
    for first in range(0, options.shots, TURN):
        numbers = range(first, min(first + TURN, options.shots))
        pictures: dict[str, list[np.ndarray]] = {}
        for way, paint in painters.items():
            before, cpu, wall = watch.total, time.process_time(), time.perf_counter()
            pictures[way] = paint(numbers)
            cost = costs[way]
            cost.wall += time.perf_counter() - wall
            cost.cpu += time.process_time() - cpu
            cost.inside += watch.total - before
        for one, other in zip(pictures["plain"], pictures.get("equal", ()), strict=False):
            apart = max(apart, int(np.abs(one.astype(int) - other).max()))
        done = numbers.stop == options.shots
        print(f"{numbers.stop} shots, {options.steps} steps, {options.px} px", file=sys.stdout if done else sys.stderr)
        for way, cost in costs.items():
            line = cost.line(way, costs["plain"], apart if way == "equal" else None)
            print(line, file=sys.stdout if done else sys.stderr, flush=True)


def held(options: argparse.Namespace) -> None:
    """Paint two batches in this process, and print the most memory that it held at once, in MiB."""
    painter(options.way, built(options), options)(range(options.shots))
    status = Path("/proc/self/status").read_text("utf-8")  # ru_maxrss would count the parent's memory as well
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)


def peaks(options: argparse.Namespace) -> None:
    """Measure each way's memory in processes of its own, in turns, and print the mean, the least and the most."""
    found: dict[str, list[int]] = {way: [] for way in options.ways}
    for _ in range(options.processes):
        for way, peaks in found.items():
            start = ["-c", PLAIN_START.format(__file__)] if way == "plain" else [__file__]
            command = [sys.executable, *start, options.model, "--way", way, "--shots", str(2 * TURN), "--steps", "2"]
            for name in ("px", "batch", "threads"):
                command += [f"--{name}", str(getattr(options, name))]
            command += ["--channels-last"] if options.channels_last else []
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            peaks.append(int(done.stdout.split()[-1]))
    for way, peaks in found.items():
        told = f"{sum(peaks) / len(peaks):.0f} MiB in the mean, {min(peaks)} to {max(peaks)}"
        print(f"{way:6} {told} in {len(peaks)} processes", flush=True)


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default="tiny", choices=("tiny", "sd15", "memory"))
    parser.add_argument("--shots", type=int, default=20)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--px", type=int, default=128)
    parser.add_argument("--batch", type=int, default=0, help="pictures at once in our way; 0: the backend's number")
    parser.add_argument("--threads", type=int, default=0, help="PyTorch's threads; 0 leaves its own choice")
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--ways", nargs="+", default=["plain", *WAYS], choices=["plain", *WAYS])
    parser.add_argument("--processes", type=int, default=5, help="how often each way's memory is measured; 0: not")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.model == "memory":
        memory(options)
    elif options.way:
        held(options)
    else:
        speed(options)
        if options.processes:
            peaks(options)


if __name__ == "__main__":
    main()
