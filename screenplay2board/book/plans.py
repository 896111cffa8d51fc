"""The floor plans of a book: every scene from above, with the cameras of its shots.

Enters: scenes and the briefs of their shots. Leaves: `BookPlan`s by scene number. Shots are staged for it once more,
about 10 ms each, so that plans are drawn only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screenplay2board.book.plan_drawing import WIDTH, draw_floor_plan, height_of
from screenplay2board.book.types import BookPlan, BookSetup
from screenplay2board.plan.types import ScenePlan, ShotList
from screenplay2board.stage.director import direct
from screenplay2board.stage.floor_plan import FloorPlan, PlanShot, floor_plan
from screenplay2board.stage.types import StageBrief


def book_plans(shot_list: ShotList, briefs: Mapping[str, StageBrief], title: str) -> dict[str, BookPlan]:
    """Return the plan of each scene that has shots; briefs: by shot id. title: what a plan is called."""
    plans: dict[str, BookPlan] = {}
    for scene in shot_list.scenes:
        plan = floor_plan(tuple(_staged(scene, briefs)))
        if plan is not None:
            plans[scene.number] = BookPlan(
                svg=draw_floor_plan(plan, f"{title}: {scene.number} {scene.heading}"),
                width=WIDTH,
                height=round(height_of(plan), 2),
                setups=tuple(_setups(plan)),
            )
    return plans


def _staged(scene: ScenePlan, briefs: Mapping[str, StageBrief]) -> Iterator[PlanShot]:
    for shot in scene.shots:
        if shot.id in briefs:
            yield PlanShot(number=shot.number, size=shot.size, move=shot.move, stage=direct(briefs[shot.id]))


def _setups(plan: FloorPlan) -> Iterator[BookSetup]:
    """Yield the cameras of a plan in the order of their shots, each number once."""
    found = {shot.number: (shot, facts) for camera in plan.cameras for shot, facts in reversed(camera.shots)}
    for number in plan.numbers:
        shot, facts = found[number]
        tilt = round(facts.tilt_deg)
        yield BookSetup(
            number=number,
            size=shot.size,
            lens=f"{facts.lens_mm:.0f} mm",
            height=f"{facts.height_m:.1f} m",
            tilt=f"{tilt:+d}°".replace("-", "−") if tilt else "0°",
            distance=f"{facts.distance_m:.1f} m",
            move=shot.move if shot.move != "static" else "",
        )
