"""Ask the quality gate about pictures that are right and pictures that are wrong, and count what it refuses.

    python benchmarks/gate.py drawn [--shots 60] [--seed 3] [--softened]
    python benchmarks/gate.py painted REPORT

`drawn` draws shots and compares each picture with its own stage, with the stage of the shot two sizes away, with the
picture of the same place without people, and with a picture that has one person more. `--softened` sends the pictures
through the VAE of the model `tiny` first. `painted` takes the pictures of a validation (`python -m training validate
MODEL REPORT`): each was asked for as close-up, medium or full, and is compared with a stage of each size.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import Actor, ShotSize
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.framing import framing_judge
from screenplay2board.render.diffusion.judge import HeadsJudge, Judge, Picture
from screenplay2board.render.sketch.drawing import draw
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import Stage, StageBrief
from training.generate import open_model, read_worded_card
from training.synthesize.briefs import UPRIGHT, random_look
from training.validate.calibration import scaled, through_vae
from training.validate.conditions import FOLDERS

PLACES = ("bar", "library", "alley", "cafe", "museum", "supermarket", "garden", "theatre")  # not those it learned from
STYLES = ("ink", "pencil", "clean", "noir", "rough")
FAR: dict[ShotSize, ShotSize] = {"CU": "MS", "MCU": "MLS", "MS": "CU", "MLS": "MCU", "FS": "MS", "LS": "MLS"}
FRAMES_PX = ((320, 180), (224, 224), (384, 160))
STAGES: dict[str, ShotSize] = {"<cu_trg>": "CU", "<ms_trg>": "MS", "<fs_trg>": "FS"}
Soften = Callable[[Picture], Picture]


def brief_of(chance: random.Random, people: int, size: ShotSize) -> StageBrief:
    """Return a random shot of one or two people."""
    names = ("A", "B", "C")[:people]
    actors = tuple(Actor(name=name, pose=chance.choice(UPRIGHT)) for name in names)
    return StageBrief(
        set=chance.choice(PLACES), set_seed=chance.randrange(1000), interior=True, time_of_day="day", weather="clear",
        roster=names, looks=tuple((name, random_look(chance)) for name in names), actors=actors, props=(),
        subject=names, over=None, size=size, angle=chance.choice(("eye", "eye", "high", "low")), move="static",
        framing="single" if people == 1 else "two-shot" if people == 2 else "group", lens="normal",
        frame_px=chance.choice(FRAMES_PX),
    )  # fmt: skip


def cases(shots: int, seed: int) -> Iterator[tuple[str, Stage, Stage, str]]:
    """Yield (case, stage that is asked for, stage that is drawn, style)."""
    chance = random.Random(seed)
    for number in range(shots):
        size = list(FAR)[number % len(FAR)]
        brief = brief_of(chance, 1 + number % 2, size)
        more = brief_of(chance, 2 + number % 2, size)
        more = replace(more, set=brief.set, set_seed=brief.set_seed, frame_px=brief.frame_px)
        stage, style = direct(brief), chance.choice(STYLES)
        yield "right", stage, stage, style
        yield "two sizes away", stage, direct(replace(brief, size=FAR[size])), style
        yield "nobody in it", stage, replace(stage, figures=()), style
        yield "one person more", stage, direct(more), style


def drawn(shots: int, seed: int, soften: Soften | None) -> None:
    """Draw right and wrong pictures, and print how many of each kind every judge refuses."""
    judges: dict[str, Judge] = {"heads": HeadsJudge(ModelCard(base="random:0")), "framing": framing_judge}
    refused: Counter[tuple[str, str]] = Counter()
    asked: Counter[str] = Counter()
    for case, stage, shown, style in cases(shots, seed):
        picture = np.repeat(draw(shown, style=style, seed=1).picture[..., None], 3, axis=2)
        picture = picture if soften is None else soften(picture)
        asked[case] += 1
        for name, judge in judges.items():
            refused[name, case] += not judge(picture, stage).accepted
    for case, count in asked.items():
        told = ", ".join(f"{name} {refused[name, case]}" for name in judges)
        print(f"{case:16} of {count} pictures refused: {told}")


def softener() -> Soften:
    """Return what sends a picture through the VAE of the tiny model."""
    card = read_worded_card("tiny", Diagnostics())
    assert card is not None
    model = open_model(card, Diagnostics())
    assert model is not None
    return lambda picture: through_vae(model.vae, scaled(PillowImage.fromarray(picture), 128))


def painted(report: Path) -> None:
    """Compare the pictures of a validation with a stage of each size; print which are accepted."""
    judge = HeadsJudge(ModelCard(base="random:0"))
    stages = {token: direct(replace(brief_of(random.Random(1), 1, size), angle="eye", frame_px=(128, 128)))
              for token, size in STAGES.items()}  # fmt: skip
    for asked in STAGES:
        paths = sorted((report / "pictures" / "tokens" / FOLDERS[asked]).glob("*.png"))
        accepted: Counter[str] = Counter()
        for path in paths:
            with PillowImage.open(path) as opened:
                picture = np.asarray(opened.convert("RGB"), dtype=np.uint8)
            for token, stage in stages.items():
                accepted[token] += judge(picture, stage).accepted
        told = ", ".join(f"{accepted[token]} as {STAGES[token]}" for token in STAGES)
        print(f"painted as {STAGES[asked]}: of {len(paths)} accepted {told}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    drawing = commands.add_parser("drawn")
    drawing.add_argument("--shots", type=int, default=60)
    drawing.add_argument("--seed", type=int, default=3)
    drawing.add_argument("--softened", action="store_true")
    commands.add_parser("painted").add_argument("report", type=Path)
    arguments = parser.parse_args()
    if arguments.what == "drawn":
        drawn(arguments.shots, arguments.seed, softener() if arguments.softened else None)
    else:
        painted(arguments.report)


if __name__ == "__main__":
    main()
