"""Measure what a sketched panel costs: processor seconds over a fixed gallery of shots, and where they go.

    python benchmarks/panel.py [--frame 1280x720] [--rounds 3] [--out FOLDER]

Prints a line a shot (direct, build, draw, PNG bytes), then the median and what each part of the drawing takes. Shots
are briefs, so that the numbers hold for the whole way from the brief to the PNG. --out writes the pictures as well.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import resource
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.sketch import draw_geometry
from screenplay2board.render.sketch.memory import keep_freed_memory
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import StageBrief

PARTS = {
    "z-buffer": "rasterize_scene",
    "light and shadow": "shade",
    "tones": "paint_levels",
    "streaks": "streaks",
    "set edges": "set_edges",
    "contours": "contours",
    "lines on people": "curves",
    "patches on people": "fills",
    "painting ink": "fill_mixed",
    "png": "encode",
}
LOOKS = (
    ("ANNA", CharacterLook(gender="female", height_m=1.68, hair="wavy", top="blouse", bottom="skirt", seed=1)),
    ("MARC", CharacterLook(height_m=1.82, hair="side", top="jacket", top_grey=0.45, bottom_grey=0.7, seed=2)),
    (
        "WALTER",
        CharacterLook(age="elder", hair="fringe", hair_grey=0.08, beard="full", glasses="round", top="coat", seed=3),
    ),
    ("TIM", CharacterLook(age="child", height_m=1.16, hair="messy", top="hoodie", bottom="shorts", seed=4)),
    ("ZOE", CharacterLook(gender="female", height_m=1.64, hair="curly_long", top="dress", bottom="dress", seed=5)),
    ("LIN", CharacterLook(gender="female", height_m=1.62, hair="bob", top="sweater", top_grey=0.3, seed=6)),
)
NAMES = tuple(name for name, _ in LOOKS)


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds of one shot."""

    direct_s: float
    build_s: float
    draw_s: float
    png_bytes: int

    @property
    def total_s(self) -> float:
        """All of it."""
        return self.direct_s + self.build_s + self.draw_s


def gallery(frame_px: tuple[int, int]) -> dict[str, StageBrief]:
    """Return the fixed shots by name."""
    pair = (Actor(name="ANNA", emotion="worried", looks_at="MARC"), Actor(name="MARC", emotion="angry", speaking=True))
    base = StageBrief(
        set="living_room",
        set_seed=1,
        interior=True,
        time_of_day="day",
        weather="clear",
        roster=NAMES,
        looks=LOOKS,
        actors=pair,
        props=(),
        subject=("ANNA",),
        over=None,
        size="MS",
        angle="eye",
        move="static",
        framing="single",
        lens="normal",
        frame_px=frame_px,
    )
    two = replace(base, subject=("ANNA", "MARC"), framing="two-shot")
    crowd = replace(two, actors=tuple(Actor(name=name) for name in NAMES), subject=NAMES, framing="group", size="FS")
    return {
        "ecu": replace(base, size="ECU"),
        "cu": replace(base, size="CU"),
        "ms": base,
        "ms_two": replace(two, size="MS"),
        "fs_two": replace(two, size="FS"),
        "establishing": replace(two, size="LS", framing="establishing"),
        "ots": replace(base, framing="ots", over="MARC"),
        "high": replace(two, size="FS", angle="high"),
        "low": replace(two, size="MLS", angle="low"),
        "street_day": replace(two, set="street", interior=False, size="LS"),
        "street_night_rain": replace(two, set="street", interior=False, size="FS", time_of_day="night", weather="rain"),
        "bar_crowd": replace(crowd, set="bar", time_of_day="night"),
        "park": replace(crowd, set="park", interior=False),
        "forest": replace(two, set="forest", interior=False, size="LS", weather="fog"),
        "cafe": replace(two, set="cafe", size="MS", move="push in"),
        "skyline": replace(
            base, set="skyline", interior=False, size="ELS", framing="establishing", actors=(), subject=()
        ),
    }


def measure(brief: StageBrief, path: Path | None) -> Cost:
    """Stage and draw one shot; write it to `path` where given."""
    start = time.process_time()
    stage = direct(brief)
    directed = time.process_time()
    geometry = build_stage(stage)
    built = time.process_time()
    png = draw_geometry(geometry, stage, seed=1).png()
    drawn = time.process_time()
    if path is not None:
        path.write_bytes(png)
    return Cost(directed - start, built - directed, drawn - built, len(png))


def show_parts(shots: dict[str, StageBrief]) -> None:
    """Print the mean processor milliseconds of the parts of the drawing."""
    profile = cProfile.Profile(time.process_time)
    for brief in shots.values():
        stage = direct(brief)
        geometry = build_stage(stage)
        profile.runcall(lambda stage=stage, geometry=geometry: draw_geometry(geometry, stage, seed=1).png())
    found: dict[str, float] = {}
    for (file, _, function), entry in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if "sketch" in file:
            found[function] = found.get(function, 0.0) + entry[3]
    for title, function in PARTS.items():
        print(f"  {title:18} {1000 * found.get(function, 0.0) / len(shots):6.1f} ms")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frame", default="1280x720")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    width, height = (int(side) for side in arguments.frame.split("x"))
    shots = gallery((width, height))
    keep_freed_memory()  # as the backend does
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
    totals: list[float] = []
    for name, brief in shots.items():
        path = None if arguments.out is None else arguments.out / f"{name}.png"
        cost = min((measure(brief, path) for _ in range(arguments.rounds)), key=lambda cost: cost.total_s)
        totals.append(cost.total_s)
        times = f"direct {cost.direct_s:.3f}  build {cost.build_s:.3f}  draw {cost.draw_s:.3f}"
        print(f"{name:18} {cost.total_s:.3f} s  ({times})  {cost.png_bytes / 1000:.0f} kB", flush=True)
    print(f"median {statistics.median(totals):.3f} s, slowest {max(totals):.3f} s")
    show_parts(shots)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
