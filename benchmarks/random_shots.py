"""Stage random shots and look at each through its own part map: is the subject in the frame, seen, and of its size?

    python benchmarks/random_shots.py [--count 2000] [--seed 1] [--show N]

Prints what is wrong with each shot that has a fault, then how many there are of each kind; exits with 1 where there is
any. Everything follows from the seed. The tests run the first few hundred of these shots (tests/stage).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from screenplay2board.plan.types import (
    CAMERA_ANGLES,
    CAMERA_MOVES,
    FRAMINGS,
    LENSES,
    SHOT_SIZES,
    TIMES_OF_DAY,
    WEATHERS,
    Actor,
    CharacterLook,
)
from screenplay2board.render.sketch.raster import Mesh, rasterize_scene
from screenplay2board.stage import names
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.build import build_stage
from screenplay2board.stage.director import direct
from screenplay2board.stage.framing import SIZES
from screenplay2board.stage.geometry import vec
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import FigurePlacement, Stage, StageBrief
from screenplay2board.stage.view import Person

# Small pictures of all ratios; a head of a long shot is some 10 px high in them.
FRAMES_PX = ((384, 216), (430, 180), (384, 208), (320, 240), (240, 240), (162, 288))
LOOKS = (
    ("ANNA", CharacterLook(gender="female", height_m=1.68, hair="wavy", seed=1)),
    ("BEN", CharacterLook(height_m=1.86, hair="side", hat="fedora", top="coat", weight=1.2, seed=2)),
    ("TIM", CharacterLook(age="child", height_m=1.16, hair="messy", top="hoodie", seed=3)),
    ("OMA", CharacterLook(age="elder", gender="female", height_m=1.58, hair="bun", glasses="round", seed=4)),
    ("ZOE", CharacterLook(gender="female", height_m=1.74, hair="afro", top="dress", bottom="dress", seed=5)),
)
# A face of which less is seen tells nobody who it is; a whole body may be cut by what it stands behind.
SEEN_HEAD = 0.4
SEEN_OTHER_HEAD = 0.25
SLACK = 0.03  # of a head's height: a joint is no skin
# Sets whose vehicles people sit in are interiors.
INTERIORS = frozenset(
    {"room", "living_room", "kitchen", "bedroom", "bathroom", "office", "corridor", "stairs", "cafe", "restaurant"}
    | {"bar", "shop", "hospital", "school", "church", "police_station", "interrogation_room", "prison", "court"}
    | {"warehouse", "garage", "train", "car", "spaceship", "theatre", "library", "laboratory", "lobby", "airport"}
    | {"factory", "castle", "lift", "attic", "basement", "tent", "hanok", "pool", "bus", "plane", "operating_room"}
    | {"waiting_room", "cave"}
)


def briefs(seed: int, count: int) -> Iterator[StageBrief]:
    """Return random shots, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _brief(chance)


def _brief(chance: random.Random) -> StageBrief:
    cast = chance.sample(LOOKS, chance.choice((1, 1, 2, 2, 2, 3, 4)))
    people = [name for name, _ in cast]
    place = chance.choice(names.SETS)
    speaker = chance.choice(people)
    actors = tuple(
        Actor(
            name=name,
            pose=chance.choice(names.POSES),
            emotion=chance.choice(names.EMOTIONS),
            looks_at=chance.choice((None, None, "camera", *(other for other in people if other != name))),
            holding=(chance.choice(names.PROPS),) if chance.random() < 0.2 else (),
            speaking=name == speaker,
        )
        for name in people
    )
    framing = chance.choice(FRAMINGS)
    thing = framing == "insert"
    subject = (chance.choice(names.PROPS),) if thing else tuple(chance.sample(people, chance.randint(1, len(people))))
    return StageBrief(
        set=place,
        set_seed=chance.randrange(1 << 16),
        interior=place in INTERIORS,
        time_of_day=chance.choice(TIMES_OF_DAY),
        weather=chance.choice(WEATHERS),
        roster=tuple(people),
        looks=tuple(cast),
        actors=actors,
        props=tuple(chance.sample(names.PROPS, chance.choice((0, 0, 1, 2)))),
        subject=subject,
        over=chance.choice((None, *people)) if framing in ("ots", "pov") else None,
        size=chance.choice(SHOT_SIZES),
        angle=chance.choice(CAMERA_ANGLES),
        move=chance.choice(CAMERA_MOVES),
        framing=framing,
        lens=chance.choice(LENSES),
        frame_px=chance.choice(FRAMES_PX),
    )


def faults(brief: StageBrief) -> tuple[str, ...]:
    """Return what is wrong with the picture of a shot; raises what staging raises."""
    stage = direct(brief)
    found: list[str] = []
    placements = {figure.figure: figure for figure in stage.figures}
    subjects = [placements[figure] for figure in stage.subject_figures if figure in placements]
    if brief.framing == "insert":
        return ()
    if not subjects:
        return ("nobody of the shot is on the stage",)
    owner = _owners(stage)
    for place, figure in enumerate(subjects):
        person = Person(placement=figure, anchors=pose_figure(figure).anchors)
        inside, seen = _sight(stage, owner, person)
        least = SEEN_HEAD if place == 0 and brief.framing != "establishing" else SEEN_OTHER_HEAD
        what = "the main subject" if place == 0 else "another subject"
        if inside < least and brief.size != "ECU":
            found.append(f"{what} is out of the frame")
        elif seen < least:
            found.append(f"{what} is hidden")
    if brief.size != "ECU" and not _has_size(stage, subjects[0]):
        found.append("the head has not its size")
    return tuple(found)


def _owners(stage: Stage) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the figure at each pixel, 0 for the set."""
    geometry = build_stage(stage)
    raster = rasterize_scene(Mesh.of(geometry), Projection.of(stage.camera), vec(0.0, 1.0, 0.0))
    return np.array([part.figure for part in geometry.parts], dtype=np.int64)[raster.part]


def _sight(stage: Stage, owner: np.ndarray[tuple[int, int], np.dtype[np.int64]], person: Person) -> tuple[float, float]:
    """Return which share of the head's points is inside the frame, and which of them can be seen."""
    points = np.concatenate([person.head_cage, person.head[None], person.anchors.joints["eyes"][None]])
    # towards the middle of the skull: at its rim a pixel may be the ground's
    points = person.head + 0.7 * (points - person.head)
    seen = Projection.of(stage.camera).project(points)
    height, width = owner.shape
    inside = (seen[:, 2] > 0.05) & (seen[:, 0] >= 0) & (seen[:, 0] < width) & (seen[:, 1] >= 0) & (seen[:, 1] < height)
    if not inside.any():
        return 0.0, 0.0
    columns, rows = seen[inside, 0].astype(int), seen[inside, 1].astype(int)
    return float(inside.mean()), float((owner[rows, columns] == person.placement.figure).mean())


def _has_size(stage: Stage, figure: FigurePlacement) -> bool:
    """Tell whether the head's height lies in the range of docs/film.md."""
    anchors = pose_figure(figure).anchors
    projection = Projection.of(stage.camera)
    depth = float(projection.to_view(anchors.joints["head"][None])[0, 2])
    share = projection.focal_px * anchors.head_height_m / max(depth, 0.01) / stage.camera.frame_px[1]
    low, high = SIZES[stage.size].head
    return low * (1 - SLACK) <= share <= high * (1 + SLACK)


def _checked(brief: StageBrief) -> tuple[str, ...]:
    try:
        return faults(brief)
    except Exception as error:
        raise RuntimeError(f"a shot cannot be staged: {_shown(brief)}") from error


def _shown(brief: StageBrief) -> str:
    people = ", ".join(f"{actor.name} {actor.pose}" for actor in brief.actors)
    what = f"{brief.size} {brief.framing} {brief.angle} {brief.lens} of {brief.subject}"
    return f"{what} in {brief.set}, {brief.frame_px}: {people}"


def main() -> None:
    """Check the shots and print the faults."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--workers", type=int, default=2)
    order = arguments.parse_args()
    shots = list(briefs(order.seed, order.count))
    counted: Counter[str] = Counter()
    with ProcessPoolExecutor(order.workers) as pool:
        for number, (brief, found) in enumerate(zip(shots, pool.map(_checked, shots, chunksize=16), strict=True)):
            for fault in found:
                counted[fault] += 1
                print(f"{number}: {fault}: {_shown(brief)}")
    print(f"{order.count} shots; faults: {dict(counted) or 'none'}")
    sys.exit(1 if counted else 0)


if __name__ == "__main__":
    main()
