"""The director: from a brief in film terms to a stage with a solved camera.

Enters: a `StageBrief`. Leaves: a `Stage`. The way: plan the set, block the people, choose what the frame is built on,
solve the camera, light it, draw the arrows. Nothing here raises on names that it does not know: it stages plainly and
says why. Everything is cheap (no meshes) and depends on the brief alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import hypot

import numpy as np

from screenplay2board.diagnostics import nearest
from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage import names
from screenplay2board.stage.arrows import arrows_for
from screenplay2board.stage.beings import anchors_of
from screenplay2board.stage.blocking import block
from screenplay2board.stage.camera import solve
from screenplay2board.stage.crowds import crowd_of
from screenplay2board.stage.effects import (
    far_of,
    foreground,
    framing_edge,
    hung,
    split_diopter,
    turned_from_the_far,
    with_reflection,
)
from screenplay2board.stage.geometry import Array, vec
from screenplay2board.stage.inserts import InsertShot, find_insert
from screenplay2board.stage.light import light_for
from screenplay2board.stage.parking import clear_of_vehicles, streaks_for
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.props import HOLDABLE
from screenplay2board.stage.sets import plan_set
from screenplay2board.stage.setups import BAD_SHOULDER, insert, over_the_shoulder, point_of_view, shoulder_is_near
from screenplay2board.stage.shown import beheaded, cut_off, face_of, hangs_before, in_frame, looms, share_of
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.trials import trials_for
from screenplay2board.stage.types import (
    CameraPose,
    FigurePlacement,
    Mark,
    PropPlacement,
    SetPlan,
    Stage,
    StageBrief,
)
from screenplay2board.stage.view import Person, Solution, View

SKETCHY_BELOW_PX = 46.0  # heads smaller than this need no fingers or creases
GROUP_AT_MOST = 6
LIGHT_REACH_M = {True: 1.8, False: 14.0}  # how far from a face something may shade it, inside and outside
# Where things stand that no insert may put on a floor, the plainest first.
AT_HOME: Mapping[str, tuple[str, ...]] = {
    "car": (
        "street", "road", "alley", "garage", "car", "bridge", "park", "field", "forest", "desert", "mountains",
        "warehouse", "harbour", "beach", "factory", "outdoors", "garden",
    ),
}  # fmt: skip
BUILT_IN = ("car_interior", "coach_shell", "room", "horse", "bicycle")
STRUCK_FROM = 0.5  # the share of the main face that nothing may hide
WITHIN_REACH_M = 0.9  # nearer than that a piece was brought for who stands there
UNSEEN_FROM = 0.7  # the share of another face from which it is left out of a frame of several
MOVABLE = ("pendant", "plant", "floor_lamp", "coat_stand")


def direct(brief: StageBrief) -> Stage:
    """Stage `brief`: the same brief always gives the same stage."""
    return _Director(brief).stage()


class _Director:
    """Carries one brief through all steps."""

    def __init__(self, brief: StageBrief) -> None:
        self.reasons: list[str] = []
        self.plan = self._plan_set(brief)
        self.brief = self._settled(brief)
        self.blocking = block(self.brief, self.plan)
        self._apply_effect()
        self.reasons += self.blocking.reasons

    def _apply_effect(self) -> None:
        """Bring what a mirror or a split diopter asks of the people, where there is somebody for it."""
        figure = self.blocking.named(self.brief.subject[0]) if self.brief.subject else None
        if figure is None or self.brief.framing == "insert" or figure.look.kind != "person":
            return
        if self.brief.effect == "mirror":
            eye_m = float(_posed(figure).anchors.joints["eyes"][1])
            self.brief, self.blocking = with_reflection(self.brief, self.blocking, eye_m)
        elif self.brief.effect == "split diopter":
            self.blocking = turned_from_the_far(self.brief, self.blocking)

    def stage(self) -> Stage:
        """Run all steps."""
        thing = self._thing()
        figures = self.blocking.figures if thing is None else thing.figures
        unseen = self._unseen()
        pieces = (*self.plan.pieces, *self._brought(unseen), *(thing.pieces if thing is not None else ()))
        pieces += crowd_of(self.brief, self.plan, figures)
        pieces, struck = clear_of_vehicles(pieces, figures)
        self.reasons += struck
        people = [_posed(figure) for figure in figures if figure.name != unseen]
        view = self._view(people, pieces)
        solution = self._camera(view, thing)
        view = view if view.brief is self.brief else self._view(people, pieces)
        if any(self._looks_into_lens(person.placement) for person in people):
            people = [self._facing_lens(person, solution) for person in people]
            view = self._view(people, pieces)
            solution = self._camera(view, thing)
        subjects = [person for person in view.subjects if person.placement.figure]
        self.reasons += solution.reasons
        people = [person for person in people if person.placement.figure not in solution.absent]
        people = [self._with_gaze(person) for person in people]
        focus = np.asarray(thing.centre if thing is not None else view.subjects[0].head)
        face = subjects[0].anchors.frames["head"][:, 2] if subjects and thing is None else None
        heads = [focus, *(person.head for person in subjects[1:3])]
        own = tuple(person.placement.figure for person in subjects[:1])

        shades = Obstacles.of(pieces, [person.anchors for person in people], crowns=True)

        def reaches(travel: Array) -> bool:
            source = focus - LIGHT_REACH_M[self.brief.interior] * travel
            return not shades.hidden(source, focus[None], own).any()

        light, why = light_for(self.brief, self.plan, solution.camera, face, heads, reaches)
        light = replace(light, silhouettes=self.brief.effect == "silhouette")
        pieces = self._without_hangers(pieces, view, solution)
        pieces = tuple(hung(piece, solution.camera, focus) for piece in pieces)
        pieces += foreground(self.brief.effect, solution.camera, focus)
        pieces += framing_edge(self.brief, self.plan, solution.camera, [person.head for person in people])
        self.reasons.append(why)
        arrows = arrows_for(
            self.brief, solution.camera, people, self.blocking.headings, share_of(solution, np.mean(heads, axis=0))
        )
        for person in people:
            heading = self.blocking.headings.get(person.placement.figure)
            arrows += streaks_for(solution.camera, person, heading) if heading is not None else ()
        return Stage(
            set=self.plan,
            set_pieces=pieces,
            figures=tuple(_detail(person, solution).placement for person in people),
            subject_figures=tuple(person.placement.figure for person in subjects),
            light=light,
            sky=self.plan.sky,
            weather=self.brief.weather,
            camera=solution.camera,
            size=self.brief.size,
            arrows=arrows,
            headings=tuple(sorted(self.blocking.headings.items())),
            reasons=tuple(dict.fromkeys(self.reasons)),
        )

    # what is given

    def _plan_set(self, brief: StageBrief) -> SetPlan:
        """Return the plan of the brief's set, or of the plainest one like it."""
        wanted = self._home_of_thing(brief) or brief.set
        plain = "room" if brief.interior else "outdoors"
        for name in dict.fromkeys((wanted, plain, "room")):
            try:
                plan = plan_set(name, seed=brief.set_seed, time_of_day=brief.time_of_day, weather=brief.weather)
            except KeyError:
                continue
            if name != wanted:
                near = nearest(wanted, names.SETS)
                hint = f", the nearest is `{near}`" if near else ""
                self.reasons.append(f"there is no set `{wanted}`{hint}: staged in a plain `{name}`")
            return plan
        raise KeyError(f"no set `{wanted}`")

    def _home_of_thing(self, brief: StageBrief) -> str | None:
        """Return the set of an insert whose thing is too large for where the scene plays: it is seen from there."""
        thing = next((name for name in (*brief.subject, *brief.props) if name in AT_HOME), None)
        if brief.framing != "insert" or thing is None or brief.set in AT_HOME[thing]:
            return None
        home = AT_HOME[thing][0]
        self.reasons.append(f"a {thing} has no place in the {brief.set.replace('_', ' ')}: shown on the {home}")
        return home

    def _settled(self, brief: StageBrief) -> StageBrief:
        """Return `brief` with a framing that its people allow."""
        looks = dict(brief.looks)
        people = [actor.name for actor in brief.actors]
        subject = tuple(name for name in brief.subject if name in people or name in looks)
        things = tuple(name for name in brief.subject if name not in subject)
        if brief.framing == "insert" or (things and not subject and not people):
            in_reach = not subject or any(prop in HOLDABLE for prop in brief.props)  # else the hands are the thing
            return replace(brief, framing="insert", subject=things or brief.props[: int(in_reach)] or brief.subject)
        if not subject:
            speaking = [actor.name for actor in brief.actors if actor.speaking]
            wanted = len(people) if brief.framing in ("group", "establishing", "two-shot") else 1
            pool = people if wanted > 1 else (speaking or [name for name in people if name != brief.over] or people)
            subject = tuple(pool[: min(wanted, GROUP_AT_MOST)])
        if brief.framing == "ots" and not (set(people) | set(looks)) - set(subject[:1]):
            self.reasons.append("nobody is there to look over the shoulder of: a single instead")
            brief = replace(brief, framing="single")
        if brief.framing == "two-shot" and len(subject) == 1:
            others = [name for name in (*people, *looks) if name not in subject]
            subject = (*subject, *others[:1])
        if brief.framing == "group" and len(subject) < 2:
            subject = tuple(dict.fromkeys((*subject, *people)))[:GROUP_AT_MOST]
        if brief.framing in ("single", "reaction", "ots", "back", "pov"):
            subject = subject[:1] if brief.framing != "single" or brief.size not in ("LS", "ELS") else subject
        return replace(brief, subject=subject)

    def _thing(self) -> InsertShot | None:
        """Return what an insert shows, None for all other framings."""
        if self.brief.framing != "insert":
            return None
        found = find_insert(self.brief, self.plan, self.blocking)
        self.reasons += found.reasons
        return found

    def _unseen(self) -> str | None:
        """Return through whose eyes the picture is seen."""
        brief = self.brief
        if brief.framing != "pov":
            return None
        if brief.over is not None and brief.over not in brief.subject:
            return brief.over
        others = [figure.name for figure in self.blocking.figures if figure.name not in brief.subject]
        return others[0] if others else None

    def _brought(self, unseen: str | None) -> tuple[PropPlacement, ...]:
        """Return the furniture that was added for people, without that of whose eyes the camera is: it is before it."""
        eyes = self.blocking.named(unseen) if unseen is not None else None
        if eyes is None:
            return self.blocking.pieces
        x, _, z = eyes.position_m
        return tuple(
            piece
            for piece in self.blocking.pieces
            if hypot(piece.position_m[0] - x, piece.position_m[2] - z) > WITHIN_REACH_M
        )

    def _subjects(self, people: Sequence[Person]) -> list[Person]:
        """Return the people the frame is built on, in the order of the brief."""
        by_name = {person.placement.name: person for person in people}
        chosen = [by_name[name] for name in self.brief.subject if name in by_name][:GROUP_AT_MOST]
        if self.brief.size == "ECU":
            chosen = chosen[:1]  # no second face has room
        if self.brief.framing == "group":  # who is nearest to the audience sets the size: others are not larger
            chosen.sort(key=lambda person: (-round(float(person.head[2]), 1), person.placement.figure))
        if not chosen and self.brief.framing not in ("insert", "pov"):
            chosen = list(people[:1])
        return chosen

    def _nobody(self) -> Person:
        """Return somebody who is not drawn, for frames without people: they give the picture its scale."""
        marks = [mark for mark in self.plan.marks if mark.use == "stand"]
        mark = next(
            (m for m in marks if m.name == "stand_1"), marks[0] if marks else Mark(name="here", position_m=(0, 0, 0))
        )
        return _posed(
            FigurePlacement(figure=0, name="", look=CharacterLook(), pose="stand", position_m=mark.position_m)
        )

    # the camera

    def _camera(self, view: View, thing: InsertShot | None) -> Solution:
        """Return the camera of the framing."""
        brief = self.brief
        if thing is not None:
            return insert(view, thing)
        far = far_of(brief, view.people) if brief.effect == "split diopter" else None
        if far is not None:
            near = view.subjects[0]
            why = f"{near.placement.name} near and {far.placement.name} far, both sharp"
            return Solution(camera=split_diopter(near, far, brief.frame_px), cost=0.0, azimuth_deg=0.0, reasons=(why,))
        if brief.framing == "ots":
            over = self._shoulder(view)
            if over is not None and shoulder_is_near(view, over):
                past = over_the_shoulder(view, over)
                if past.cost < BAD_SHOULDER:
                    return past
                self.reasons.append(f"{over.placement.name}'s back would hide too much: a single instead")
                self.brief = replace(self.brief, framing="single")
                view = replace(view, brief=self.brief)
            else:
                self.reasons.append("no shoulder is near enough to look over")
        if brief.framing == "pov":
            eyes, name = self._eyes(view)
            if eyes is not None:
                seen = point_of_view(view, eyes, name)
                if self._hidden(view, seen.camera, view.subjects[0]) < STRUCK_FROM:
                    return self._cleared(view, seen)
                self.reasons.append(f"{name} cannot see that from there: a plain view instead")
        solution = solve(view, trials_for(view))
        for _ in range(len(view.subjects) - 1):
            main, *others = view.subjects
            kept = [main, *(person for person in others if self._tells(view, solution, person))]
            if len(kept) == len(view.subjects):
                break
            self.reasons.append("who is too far off for this size, or hidden, is left out")
            self.brief = replace(self.brief, subject=tuple(person.placement.name for person in kept))
            view = replace(view, brief=self.brief, subjects=tuple(kept))
            solution = solve(view, trials_for(view))
        return self._cleared(view, replace(solution, reasons=(self._words(view, solution), *solution.reasons)))

    def _tells(self, view: View, solution: Solution, person: Person) -> bool:
        """Tell whether a frame of several has `person` in it, and shows the face."""
        if not in_frame(solution, person) or beheaded(solution, person):
            return False
        return self._hidden(view, solution.camera, person) < UNSEEN_FROM

    @staticmethod
    def _hidden(view: View, camera: CameraPose, person: Person) -> float:
        """Return the share of the face of `person` that something hides."""
        own = (person.placement.figure,)
        return float(view.obstacles.hidden(camera.position_m, face_of(person), own).mean())

    def _shoulder(self, view: View) -> Person | None:
        """Return whose shoulder it is: as told, else the nearest other."""
        main = view.subjects[0]
        others = [person for person in view.people if person is not main]
        told = [person for person in others if person.placement.name == self.brief.over]
        if told:
            return told[0]
        return min(others, key=lambda p: float(np.linalg.norm(p.head - main.head)), default=None)

    def _eyes(self, view: View) -> tuple[Array | None, str]:
        """Return where the eyes are through which the picture is seen, and whose they are."""
        name = self._unseen()
        figure = self.blocking.named(name) if name is not None else None
        if figure is None or name is None:
            self.reasons.append("nobody is there whose eyes these could be: a plain view instead")
            return None, ""
        eyes = _posed(figure).anchors.joints["eyes"]
        if float(np.linalg.norm(eyes - view.subjects[0].head)) < 0.05:
            return None, name
        return eyes, name

    def _cleared(self, view: View, solution: Solution) -> Solution:
        """Return `solution` without the people who stand before the subject's face, where no camera avoids them."""
        absent: list[int] = []
        subjects = {person.placement.figure for person in view.subjects}
        main = {view.subjects[0].placement.figure}
        faces = np.concatenate(
            [np.stack([person.head, person.anchors.joints["eyes"]]) for person in view.subjects]
        )  # (2 * subjects, 3)
        for person in view.people:
            if person.placement.figure in (subjects if self.brief.framing != "group" else main):
                continue
            alone = Obstacles.of((), [person.anchors])
            large = self.brief.framing == "group" and looms(view, solution, person)
            hides = large or bool(alone.hidden(solution.camera.position_m, faces).any())
            if hides or (self._wants_clean_frame and cut_off(view, solution, person)):
                absent.append(person.placement.figure)
                why = "out of the way of the face" if hides else "so that the frame is clean"
                self.reasons.append(f"{person.placement.name} steps aside, {why}")
        return replace(solution, absent=tuple(absent))

    @property
    def _wants_clean_frame(self) -> bool:
        """Tell whether nobody else may be cut by the frame's edge."""
        return self.brief.framing not in ("ots", "establishing") and self.brief.size not in ("LS", "ELS")

    def _without_hangers(
        self, pieces: tuple[PropPlacement, ...], view: View, solution: Solution
    ) -> tuple[PropPlacement, ...]:
        """Return `pieces` without light things that hide the subject: a crew would move them."""
        spots = [person.anchors.joints for person in view.subjects]
        points = np.concatenate([np.stack([j["eyes"], j["chin"], j["crown"], j["neck"], j["waist"]]) for j in spots])
        face = face_of(view.subjects[0])
        kept: list[PropPlacement] = []
        for piece in pieces:
            movable = piece.kind in MOVABLE and self.brief.framing != "insert"
            if self._is_in_the_way(piece, solution, face):
                self.reasons.append(f"the {piece.kind} is taken out of the way")
                continue
            if movable and (
                Obstacles.of([piece], []).hidden(solution.camera.position_m, points).any()
                or (piece.kind == "pendant" and hangs_before(solution, piece, view.subjects[0]))
            ):
                self.reasons.append(f"the {piece.kind} is moved out of the way")
            else:
                kept.append(piece)
        return tuple(kept)

    def _is_in_the_way(self, piece: PropPlacement, solution: Solution, face: Array) -> bool:
        """Tell whether a piece hides the main face from where no camera avoids it: a crew would strike it."""
        if self.brief.framing in ("insert", "establishing") or piece.kind in BUILT_IN:
            return False
        own = Obstacles.of([piece], [])
        return float(own.hidden(solution.camera.position_m, face).mean()) >= STRUCK_FROM

    def _words(self, view: View, solution: Solution) -> str:
        """Say where the camera stands."""
        brief = self.brief
        side = "right" if solution.azimuth_deg > 4 else "left" if solution.azimuth_deg < -4 else "middle"
        what = "the set" if not view.people else " and ".join(p.placement.name for p in view.subjects[:3])
        return f"{brief.size} of {what}, {brief.angle} angle, from the {side} of the audience's side"

    def _view(self, people: Sequence[Person], pieces: Sequence[PropPlacement]) -> View:
        """Return what the camera solver is asked."""
        return View(
            brief=self.brief,
            plan=self.plan,
            subjects=tuple(self._subjects(people)) or (self._nobody(),),
            people=tuple(people),
            obstacles=Obstacles.of(pieces, [person.anchors for person in people]),
        )

    def _looks_into_lens(self, placement: FigurePlacement) -> bool:
        """Tell whether somebody looks into the camera: told so, or looking at whose eyes it is."""
        actor = next((actor for actor in self.brief.actors if actor.name == placement.name), None)
        if actor is None or actor.looks_at is None:
            return False
        return actor.looks_at == "camera" or (self.brief.framing == "pov" and actor.looks_at == self._unseen())

    def _facing_lens(self, person: Person, solution: Solution) -> Person:
        """Return `person` with the head turned to the camera, where that is asked."""
        if not self._looks_into_lens(person.placement):
            return person
        return _posed(replace(person.placement, look_at=solution.camera.position_m))

    def _with_gaze(self, person: Person) -> Person:
        """Return `person` with eyes that go on where the neck ends."""
        placement = person.placement
        target = placement.look_at
        if target is None:
            return person
        way = (vec(*target) - person.anchors.joints["eyes"]) @ person.anchors.frames["head"]
        if float(way[2]) < 0.05:
            return person
        gaze = (_clipped(1.7 * float(way[0] / way[2])), _clipped(1.7 * float(way[1] / way[2])))
        return replace(person, placement=replace(placement, gaze=gaze))


def _clipped(value: float) -> float:
    return round(min(max(value, -1.0), 1.0), 3)


def _posed(placement: FigurePlacement) -> Person:
    """Return the placement with its joints."""
    return Person(placement=placement, anchors=anchors_of(placement))


def _detail(person: Person, solution: Solution) -> Person:
    """Return `person`, sketchier where it is far away."""
    projection = Projection.of(solution.camera)
    depth = float(projection.to_view(person.head[None])[0, 2])
    head_px = projection.focal_px * person.anchors.head_height_m / max(depth, 0.1)
    return replace(person, placement=replace(person.placement, detailed=head_px >= SKETCHY_BELOW_PX))
