"""Ask an independent detector where the faces are, and compare with where the stage put them.

    python benchmarks/detector.py draw FOLDER [--panels 120] [--style ink]     in the project's environment
    python benchmarks/detector.py find FOLDER [--by faces] [--confidence 0.3]  where mediapipe 0.10.21 is installed
    python benchmarks/detector.py find FOLDER --by heads                       in the project's environment

`draw` writes panels of one person in CU, MCU and MS, from all sides, and `heads.json` beside them. `find` looks for the
heads in them and prints how many it found where they are, how many it saw elsewhere, and how high its boxes are: by
MediaPipe's full-range face detector (`faces`; its wheel carries the model, and needs numpy < 2, so an environment of
its own), by MediaPipe's pose landmarks (`pose`: a find is a nose in the head), or by this project's detector (`heads`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = list[tuple[float, float, float]]  # x, y and height in pixels of what was found
SIZES = ("CU", "MCU", "MS")
SETS = ("living_room", "kitchen", "cafe", "office", "street", "park", "corridor", "bedroom", "bar", "hospital")
OUTSIDE = ("street", "park")
POSES = ("stand", "talk", "listen", "think", "arms_crossed", "walk")
LEAST_SEEN = 35  # of a face's 70 points: a face of which less shows cannot be asked for
SOFT_PX = 3.0  # of 1280 px across: about half of a pixel of the model
TURNS = ((25.0, "to the camera"), (60.0, "three quarters"), (180.0, "profile"))  # degrees away from the camera


def draw(folder: Path, panels: int, style: str) -> None:
    """Draw the panels and write down where each face is and how far it is turned from the camera."""
    from screenplay2board.plan.types import Actor
    from screenplay2board.render.sketch import draw_geometry, keypoints
    from screenplay2board.render.sketch.people import VISIBLE
    from screenplay2board.stage.build import build_stage
    from screenplay2board.stage.director import direct
    from screenplay2board.stage.names import EMOTIONS
    from screenplay2board.stage.projection import Projection
    from screenplay2board.stage.types import StageBrief
    from training.synthesize.briefs import random_look

    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(7)
    found: list[dict[str, Any]] = []
    number = 0
    while len(found) < panels:
        number += 1
        place = rng.choice(SETS)
        actor = Actor(
            name="A",
            pose=rng.choice(POSES),
            emotion=rng.choice([name for name in EMOTIONS if name != "asleep"]),
            looks_at="camera" if rng.random() < 0.4 else None,
        )
        brief = StageBrief(
            set=place, set_seed=number, interior=place not in OUTSIDE, time_of_day="day", weather="clear",
            roster=("A",), looks=(("A", random_look(rng)),), actors=(actor,), props=(), subject=("A",), over=None,
            size=SIZES[len(found) % len(SIZES)], angle=rng.choice(("eye", "eye", "high", "low")), move="static",
            framing="single", lens="normal",
        )  # fmt: skip
        stage = direct(brief)
        geometry = build_stage(stage)
        (person,) = keypoints(stage, geometry)
        assert person.face is not None
        if (person.face[:, 2] == VISIBLE).sum() < LEAST_SEEN:
            continue
        anchors = geometry.figures[person.figure]
        projection = Projection.of(stage.camera)
        x, y, distance = projection.project(anchors.joints["head"][None])[0].tolist()
        ahead = float(anchors.frames["head"][:, 2] @ (projection.position - anchors.joints["head"])) / distance
        file = f"{len(found):03d}.png"
        (folder / file).write_bytes(draw_geometry(geometry, stage, style=style, seed=number).png())
        head = {"x": x, "y": y, "height": projection.focal_px * anchors.head_height_m / distance}
        turn = math.degrees(math.acos(min(1.0, max(-1.0, ahead))))
        found.append({"file": file, "size": brief.size, "turn_deg": turn, "emotion": actor.emotion, **head})
    (folder / "heads.json").write_text(json.dumps(found, indent=1))


def find(folder: Path, by: str, confidence: float) -> None:
    """Run a detector on the panels as they are and softened, and print what it found.

    MediaPipe's model sees 192 x 192 px, and reduces to that without smoothing: of hard ink some lines fall out.
    """
    from PIL import Image, ImageFilter

    heads = json.loads((folder / "heads.json").read_text())
    detector = DETECTORS[by](confidence)
    for name, radius_px in (("as drawn", 0.0), ("softened", SOFT_PX)):
        pictures = (Image.open(folder / head["file"]).convert("RGB") for head in heads)
        soft = (picture.filter(ImageFilter.GaussianBlur(radius_px)) for picture in pictures)
        print(f"{name}:")
        _report(heads, list(_matched(heads, soft, detector)))


def _faces(confidence: float) -> Callable[[Any], Found]:
    import mediapipe

    detector = mediapipe.solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=confidence)

    def detect(picture: Any) -> Found:
        high, wide = picture.shape[:2]
        boxes = [face.location_data.relative_bounding_box for face in detector.process(picture).detections or []]
        return [
            ((box.xmin + box.width / 2) * wide, (box.ymin + box.height / 2) * high, box.height * high) for box in boxes
        ]

    return detect


def _poses(confidence: float) -> Callable[[Any], Found]:
    """Find a nose; as height of its head stands how far it is above the shoulders, for pose landmarks have no chin."""
    import mediapipe

    pose = mediapipe.solutions.pose.Pose(static_image_mode=True, min_detection_confidence=confidence)

    def detect(picture: Any) -> Found:
        high, wide = picture.shape[:2]
        found = pose.process(picture).pose_landmarks
        if found is None:
            return []
        nose, left, right = (found.landmark[place] for place in (0, 11, 12))
        return [(nose.x * wide, nose.y * high, ((left.y + right.y) / 2 - nose.y) * high)]

    return detect


def _heads(confidence: float) -> Callable[[Any], Found]:  # noqa: ARG001  the detector has its own least score
    from screenplay2board.render.diffusion.heads import find_heads

    def detect(picture: Any) -> Found:
        boxes = find_heads(picture)
        return [((left + right) / 2, (top + bottom) / 2, bottom - top) for left, top, right, bottom in boxes]

    return detect


DETECTORS: dict[str, Callable[[float], Callable[[Any], Found]]] = {"faces": _faces, "pose": _poses, "heads": _heads}


def _matched(
    heads: list[dict[str, Any]], pictures: Any, detector: Callable[[Any], Found]
) -> Iterator[tuple[float | None, int]]:
    """Yield for each panel the height of the find on the face in heads, None without one, and the finds elsewhere."""
    import numpy as np

    for head, picture in zip(heads, pictures, strict=True):
        own, strangers = None, 0
        for x, y, height in detector(np.asarray(picture)):
            if math.hypot(x - head["x"], y - head["y"]) < 0.5 * head["height"]:
                own = height / head["height"]
            else:
                strangers += 1
        yield own, strangers


def _report(heads: list[dict[str, Any]], found: list[tuple[float | None, int]]) -> None:
    ratios = [ratio for ratio, _ in found if ratio is not None]
    print(f"  {len(ratios)} of {len(heads)} found, {sum(strangers for _, strangers in found)} where there is none")

    def share(name: str, chosen: list[bool]) -> None:
        hits = sum(ratio is not None for (ratio, _), own in zip(found, chosen, strict=True) if own)
        print(f"  {name:15} {hits} of {sum(chosen)}")

    for size in SIZES:
        share(size, [head["size"] == size for head in heads])
    least = 0.0
    for most, name in TURNS:
        share(name, [least <= head["turn_deg"] < most for head in heads])
        least = most
    print(f"  height of the box: {statistics.median(ratios):.2f} of the head's (median)" if ratios else "")
    missed = [head for head, (ratio, _) in zip(heads, found, strict=True) if ratio is None]
    print("  missed:", ", ".join(f"{head['file']} ({head['emotion']})" for head in missed) or "none")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("draw", "find"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--panels", type=int, default=120)
    parser.add_argument("--style", default="ink")
    parser.add_argument("--by", choices=tuple(DETECTORS), default="faces")
    parser.add_argument("--confidence", type=float, default=0.3)
    arguments = parser.parse_args()
    if arguments.what == "draw":
        draw(arguments.folder, arguments.panels, arguments.style)
    else:
        find(arguments.folder, arguments.by, arguments.confidence)


if __name__ == "__main__":
    main()
