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
from screenplay2board.stage.blazes import blaze_of
from screenplay2board.stage.blocking import block
from screenplay2board.stage.camerawork import HIDDEN_FROM, Take, Viewer, find_camera
from screenplay2board.stage.crowds import crowd_of
from screenplay2board.stage.effects import (
    calling,
    foreground,
    framing_edge,
    hung,
    turned_from_the_far,
    with_reflection,
)
from screenplay2board.stage.framing import SIZES
from screenplay2board.stage.geometry import Array
from screenplay2board.stage.inserts import InsertShot, find_insert, with_writing
from screenplay2board.stage.light import is_dark, light_for
from screenplay2board.stage.parking import SCENERY_M, clear_of_vehicles, streaks_for
from screenplay2board.stage.posing import as_fine_as_seen, posed
from screenplay2board.stage.props import HOLDABLE, piece_size
from screenplay2board.stage.retakes import BUILT_IN, Scene, seen_to
from screenplay2board.stage.sets import plan_set
from screenplay2board.stage.setups import cheated, shoulder_of
from screenplay2board.stage.shown import face_of, hangs_before, share_of, side_of, with_sun_beside
from screenplay2board.stage.sight import Obstacles
from screenplay2board.stage.split_screen import gutter_px, halves_of
from screenplay2board.stage.types import (
    FigurePlacement,
    Mark,
    PropPlacement,
    SetPlan,
    Stage,
    StageBrief,
)
from screenplay2board.stage.view import Person, Solution, View

GROUP_AT_MOST = 6
LIGHT_REACH_M = {True: 1.8, False: 14.0}  # how far from a face something may shade it, inside and outside
# Where things stand that no insert may put on a floor, the plainest first.
AT_HOME: Mapping[str, tuple[str, ...]] = {
    "car": (
        "street", "road", "alley", "garage", "car", "bridge", "park", "field", "meadow", "grain_field", "forest",
        "desert", "mountains",
        "warehouse", "harbour", "beach", "factory", "outdoors", "garden",
    ),
}  # fmt: skip
CRAMPED_M = 4.0  # a lift, a cell
WITHIN_REACH_M = 0.9  # nearer than that a piece was brought for who stands there
BEFORE_VEHICLE = 0.05  # the share of a vehicle's side that a boulder or a pole before it may hide
MOVABLE = ("pendant", "plant", "floor_lamp", "coat_stand")


def direct(brief: StageBrief) -> Stage:
    """Stage `brief`: the same brief always gives the same stage."""
    halves = halves_of(brief)
    if halves is None:
        return _Director(brief).stage()
    left, right = (_Director(half).stage() for half in halves)
    reasons = ("a split screen", *left.reasons, *right.reasons)
    return replace(left, beside=right, gutter_px=gutter_px(brief.frame_px[0]), reasons=reasons)


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
            eye_m = float(posed(figure).anchors.joints["eyes"][1])
            self.brief, self.blocking = with_reflection(self.brief, self.blocking, eye_m)
        elif self.brief.effect == "split diopter":
            self.blocking = turned_from_the_far(self.brief, self.blocking)
        elif self.brief.effect == "on screen":
            self.brief = calling(self.brief)
            self.blocking = block(self.brief, self.plan)

    def stage(self) -> Stage:
        """Run all steps."""
        thing = self._thing()
        figures = self.blocking.figures if thing is None else thing.figures
        unseen = self._unseen()
        pieces = (*self.plan.pieces, *self._brought(unseen), *(thing.pieces if thing is not None else ()))
        pieces += crowd_of(self.brief, self.plan, figures)
        pieces += blaze_of(self.brief, self.plan, figures)
        pieces, struck = clear_of_vehicles(pieces, figures)
        self.reasons += struck
        people = [posed(figure) for figure in figures if figure.name != unseen]
        take = self._camera(self._view(people, pieces), thing)
        if any(self._looks_into_lens(person.placement) for person in people):
            people = [self._facing_lens(person, take.solution) for person in people]
            self.brief = take.view.brief
            self.reasons += take.remarks
            take = self._camera(self._view(people, pieces), thing)
        take, scene = seen_to(take, Scene(pieces=pieces, brought=self.blocking.pieces, night=is_dark(self.brief)))
        view, solution, pieces, self.brief = take.view, take.solution, scene.pieces, take.view.brief
        people = self._cheating(take, people)
        if self.brief.effect == "on screen":  # nobody calls and looks beside the lens
            people = [self._facing_lens(person, solution) for person in people]
        subjects = [person for person in view.subjects if person.placement.figure]
        self.reasons += (*take.remarks, *solution.reasons)
        people = [person for person in people if person.placement.figure not in solution.absent]
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
            figures=tuple(as_fine_as_seen(person, solution.camera).placement for person in people),
            subject_figures=tuple(person.placement.figure for person in subjects),
            light=light,
            sky=with_sun_beside(self.plan.sky, solution.camera, people),
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
        """Return `brief` with a framing that its people and its place allow."""
        if brief.size == "ELS" and self._is_cramped(brief):
            self.reasons.append(f"nobody is tiny in a {brief.set.replace('_', ' ')}: a long shot instead")
            brief = replace(brief, size="LS")
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

    def _is_cramped(self, brief: StageBrief) -> bool:
        """Tell whether a place is so small that an extreme long shot would show it as a doll's house from outside."""
        x0, z0, x1, z1 = self.plan.bounds_m
        return brief.interior and self.plan.ceiling_m is not None and max(x1 - x0, z1 - z0) < CRAMPED_M

    def _thing(self) -> InsertShot | None:
        """Return what an insert shows, None for all other framings."""
        if self.brief.framing != "insert":
            return None
        found = find_insert(self.brief, self.plan, self.blocking)
        if self.brief.writing and self.brief.subject:
            self.plan = with_writing(self.plan, self.brief.subject[0], self.brief.writing)
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
        return posed(FigurePlacement(figure=0, name="", look=CharacterLook(), pose="stand", position_m=mark.position_m))

    # the camera

    def _camera(self, view: View, thing: InsertShot | None) -> Take:
        """Return the camera of the framing."""
        return find_camera(view, thing, self._viewer() if thing is None else None)

    def _viewer(self) -> Viewer | None:
        """Return through whose eyes the picture is seen, None where it is nobody's view."""
        name = self._unseen()
        figure = self.blocking.named(name) if name is not None else None
        if figure is None or name is None:
            return None
        return Viewer(name=name, eyes=posed(figure).anchors.joints["eyes"])

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
            if self._is_in_the_way(piece, solution, face, side_of(view.subjects[0])):
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

    def _is_in_the_way(self, piece: PropPlacement, solution: Solution, face: Array, side: Array | None) -> bool:
        """Tell whether a piece hides the main face, or stands before a vehicle: a crew would strike it.

        side: points of the vehicle (n, 3), None where the shot is of a person.
        """
        if self.brief.framing in ("insert", "establishing") or piece.kind in BUILT_IN:
            return False
        own, eye = Obstacles.of([piece], []), solution.camera.position_m
        width, _, depth = piece_size(piece.kind, piece.parameters)
        small = max(width, depth) < SCENERY_M  # a platform stays
        if side is not None and small and SIZES[self.brief.size].whole:
            return bool(own.hidden(eye, side).mean() >= BEFORE_VEHICLE)
        return float(own.hidden(eye, face).mean()) >= HIDDEN_FROM

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

    def _cheating(self, take: Take, people: list[Person]) -> list[Person]:
        """Return `people` with the face of whose shoulder it is turned to where the lens sees something of it."""
        over = shoulder_of(take.view) if self.brief.framing == "ots" else None
        look_at = cheated(take.view, over, take.solution.camera) if over is not None else None
        if over is None or look_at is None:
            return people
        turned = posed(replace(over.placement, look_at=look_at))
        return [turned if person is over else person for person in people]

    def _facing_lens(self, person: Person, solution: Solution) -> Person:
        """Return `person` with the head turned to the camera, where that is asked."""
        if not self._looks_into_lens(person.placement):
            return person
        return posed(replace(person.placement, look_at=solution.camera.position_m))
