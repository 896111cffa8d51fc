"""Which camera a framing gets, and who has to leave the picture for it.

Enters: a `View`, the thing of an insert, the eyes of a point of view. Leaves: a `Take`: the framing that was possible,
with its camera. What cannot be framed as it was asked is framed more plainly, and the reasons say why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from screenplay2board.stage.camera import solve
from screenplay2board.stage.effects import far_of, split_diopter
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.inserts import InsertShot
from screenplay2board.stage.setups import (
    BAD_SHOULDER,
    across_room,
    insert,
    over_the_shoulder,
    point_of_view,
    shoulder_is_near,
    shoulder_of,
)
from screenplay2board.stage.shown import beheaded, cut_off, face_of, in_frame, looms
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.trials import trials_for
from screenplay2board.stage.types import CameraPose
from screenplay2board.stage.view import Person, Solution, View

LOST_IN_ROOM = 2.1  # the cost from which half of those in a room are hidden, or one is out of the picture
UNSEEN_FROM = 0.7  # the share of another face from which it is left out of a frame of several
HIDDEN_FROM = 0.5  # the share of the main face that nothing may hide


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Through whose eyes a point of view is seen; eyes: where they are (3,), None where they cannot see."""

    name: str
    eyes: Array | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A camera, and the view it was found for: with the framing and the subjects that were possible.

    remarks: why the framing is not the one that was asked for.
    """

    view: View
    solution: Solution
    remarks: tuple[str, ...] = ()


def find_camera(view: View, thing: InsertShot | None = None, viewer: Viewer | None = None) -> Take:
    """Return the camera of the framing that `view` asks for, or of the nearest one that can be had."""
    return _Operator(view, viewer).take(thing)


def other_camera(take: Take, failed: Sequence[CameraPose]) -> Take:
    """Return the best camera for the same view from elsewhere than the `failed` ones."""
    return _Operator(take.view, None).plain(failed)


class _Operator:
    """Finds the camera of one view."""

    def __init__(self, view: View, viewer: Viewer | None) -> None:
        self.view = view
        self.viewer = viewer
        self.reasons: list[str] = []

    def take(self, thing: InsertShot | None) -> Take:
        """Try the framings from what was asked to the plainest."""
        brief = self.view.brief
        if thing is not None:
            return self._told(insert(self.view, thing))
        found = self._split_diopter() if brief.effect == "split diopter" else None
        if brief.framing == "ots":
            found = found or self._past_shoulder()
        elif brief.framing == "pov":
            found = found or self._point_of_view()
        return found or self._across_room() or self.plain()

    def _told(self, solution: Solution) -> Take:
        return Take(view=self.view, solution=solution, remarks=tuple(self.reasons))

    # the framings

    def _split_diopter(self) -> Take | None:
        far = far_of(self.view.brief, self.view.people)
        if far is None:
            return None
        near = self.view.subjects[0]
        camera = split_diopter(near, far, self.view.brief.frame_px)
        why = f"{near.placement.name} near and {far.placement.name} far, both sharp"
        return self._told(Solution(camera=camera, cost=0.0, azimuth_deg=0.0, reasons=(why,)))

    def _past_shoulder(self) -> Take | None:
        """Return the view over a shoulder, None where it would show too little; the framing is then a single."""
        over = shoulder_of(self.view)
        if over is None or not shoulder_is_near(self.view, over):
            self.reasons.append("no shoulder is near enough to look over")
        else:
            past = over_the_shoulder(self.view, over)
            if past.cost < BAD_SHOULDER:
                return self._told(past)
            self.reasons.append(f"{over.placement.name}'s back would hide too much: a single instead")
            self.view = replace(self.view, brief=replace(self.view.brief, framing="single"))
        return None

    def _point_of_view(self) -> Take | None:
        """Return what the viewer sees, None where that is not the subject."""
        if self.viewer is None:
            self.reasons.append("nobody is there whose eyes these could be: a plain view instead")
            return None
        eyes, name, main = self.viewer.eyes, self.viewer.name, self.view.subjects[0]
        if eyes is None or float(np.linalg.norm(eyes - main.head)) < 0.05:
            return None
        seen = point_of_view(self.view, eyes, name)
        if self._hidden(seen.camera, main) < HIDDEN_FROM:
            return self._cleared(seen)
        self.reasons.append(f"{name} cannot see that from there: a plain view instead")
        return None

    def _across_room(self) -> Take | None:
        """Return the widest view of a room, None where somebody would be lost in it."""
        wide = across_room(self.view)
        return self._cleared(wide) if wide is not None and wide.cost < LOST_IN_ROOM else None

    def plain(self, failed: Sequence[CameraPose] = ()) -> Take:
        """Return the best view, of fewer where it cannot show all, and without who would be in the way."""
        solution = solve(self.view, trials_for(self.view), failed)
        for _ in range(len(self.view.subjects) - 1):
            main, *others = self.view.subjects
            kept = [main, *(person for person in others if self._tells(solution, person))]
            if len(kept) == len(self.view.subjects):
                break
            self.reasons.append("who is too far off for this size, or hidden, is left out")
            self.view = self.view.on(kept)
            solution = solve(self.view, trials_for(self.view), failed)
        return self._cleared(replace(solution, reasons=(self._words(solution), *solution.reasons)))

    # who is seen

    def _tells(self, solution: Solution, person: Person) -> bool:
        """Tell whether a frame of several has `person` in it, and shows the face."""
        if not in_frame(solution, person) or beheaded(solution, person):
            return False
        return self._hidden(solution.camera, person) < UNSEEN_FROM

    def _hidden(self, camera: CameraPose, person: Person) -> float:
        """Return the share of the face of `person` that something hides."""
        own = (person.placement.figure,)
        return float(self.view.obstacles.hidden(camera.position_m, face_of(person), own).mean())

    def _cleared(self, solution: Solution) -> Take:
        """Return `solution` without the people who stand before the subject's face, where no camera avoids them."""
        absent: list[int] = []
        view, framing = self.view, self.view.brief.framing
        subjects = {person.placement.figure for person in view.subjects}
        main = {view.subjects[0].placement.figure}
        faces = np.concatenate(
            [np.stack([person.head, person.anchors.joints["eyes"]]) for person in view.subjects]
        )  # (2 * subjects, 3)
        for person in view.people:
            if person.placement.figure in (subjects if framing != "group" else main):
                continue
            alone = Obstacles.of((), [person.anchors])
            large = framing == "group" and looms(view, solution, person)
            hides = large or bool(alone.hidden(solution.camera.position_m, faces).any())
            if hides or (self._wants_clean_frame and cut_off(view, solution, person)):
                absent.append(person.placement.figure)
                why = "out of the way of the face" if hides else "so that the frame is clean"
                self.reasons.append(f"{person.placement.name} steps aside, {why}")
        return self._told(replace(solution, absent=tuple(absent)))

    @property
    def _wants_clean_frame(self) -> bool:
        """Tell whether nobody else may be cut by the frame's edge."""
        brief = self.view.brief
        return brief.framing not in ("ots", "establishing") and brief.size not in ("LS", "ELS")

    def _words(self, solution: Solution) -> str:
        """Say where the camera stands."""
        view, brief = self.view, self.view.brief
        side = "right" if solution.azimuth_deg > 4 else "left" if solution.azimuth_deg < -4 else "middle"
        what = "the set" if not view.people else " and ".join(p.placement.name for p in view.subjects[:3])
        return f"{brief.size} of {what}, {brief.angle} angle, from the {side} of the audience's side"
