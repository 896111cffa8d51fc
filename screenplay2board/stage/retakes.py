"""Retakes: what is done where the rehearsal finds that the camera does not see the faces it is there for.

Enters: a `Take` and the pieces of the set. Leaves: a take that shows its subjects, and the pieces that still stand.
A crew would do the same, in this order: frame more plainly, move the camera, take away what stands in the way, ask
somebody to step aside, and last give up the second face of a frame of several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot

from screenplay2board.stage.build import pieces_seen
from screenplay2board.stage.camerawork import HIDDEN_FROM, UNSEEN_FROM, Take, find_camera, other_camera
from screenplay2board.stage.equipment import needed
from screenplay2board.stage.geometry import vec
from screenplay2board.stage.posing import as_fine_as_seen
from screenplay2board.stage.props import kind_of
from screenplay2board.stage.rehearsal import Hiding, hiding_of
from screenplay2board.stage.types import PropPlacement
from screenplay2board.stage.view import Person

BUILT_IN = ("car_interior", "coach_shell", "room", "horse", "bicycle", "motorbike", "mirror_wall")
OTHER_CAMERAS = 3  # so many more are tried before anything is taken away
DEARER_AT_MOST = 7.0  # a camera that costs so much more than the first shows backs, or the wrong side of the line
CLEARED_AT_MOST = 6  # things in the way, one behind the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands on the set. brought: for what people do; night: lamps are on, which changes what some look like."""

    pieces: tuple[PropPlacement, ...]
    brought: tuple[PropPlacement, ...]
    night: bool


def seen_to(take: Take, scene: Scene) -> tuple[Take, Scene]:
    """Return `take` where it shows its subjects, else what a retake makes of it."""
    if take.view.brief.framing == "insert" or take.view.brief.effect == "mirror" or not take.view.people:
        return take, scene
    if not _hidden(take, scene):
        return take, scene
    if take.view.brief.framing in ("ots", "pov"):
        plain = replace(take.view, brief=replace(take.view.brief, framing="single"))
        take = _because(find_camera(plain), "a shoulder, or those eyes, would not see the face: a single instead")
        if not _hidden(take, scene):
            return take, scene
    for other in _other_takes(take):
        if not _hidden(other, scene):
            return other, scene
    cleared = _cleared(take, scene)
    brief = take.view.brief
    plain = replace(brief, angle="eye", framing="single" if brief.framing == "back" else brief.framing)
    if plain == brief or not _hidden(*cleared):
        return cleared
    plainer = replace(find_camera(replace(take.view, brief=plain)), remarks=take.remarks)
    why = f"no {brief.angle} angle shows it, or no view from behind: a plain view instead"
    return seen_to(_because(plainer, why), scene)


def _hidden(take: Take, scene: Scene) -> list[Hiding]:
    """Return the subjects of `take` of whose faces too little is seen, the main one first."""
    camera = take.solution.camera
    pieces = pieces_seen(scene.pieces, vec(*camera.position_m))
    people = [
        as_fine_as_seen(person, camera)
        for person in take.view.people
        if person.placement.figure not in take.solution.absent
    ]
    by_figure = {person.placement.figure: person for person in people}
    found: list[Hiding] = []
    for place, subject in enumerate(take.view.subjects):
        person = by_figure.get(subject.placement.figure)
        if person is None:
            continue
        hiding = hiding_of(person, camera, pieces, people, night=scene.night)
        if hiding.share >= (HIDDEN_FROM if place == 0 else UNSEEN_FROM):
            found.append(hiding)
    return found


def _other_takes(take: Take) -> Iterator[Take]:
    """Yield takes of the same people from elsewhere, the best first."""
    failed = [take.solution.camera]
    for _ in range(OTHER_CAMERAS):
        other = other_camera(take, failed)
        if other.solution.cost > take.solution.cost + DEARER_AT_MOST:
            return
        failed.append(other.solution.camera)
        yield _because(replace(other, remarks=take.remarks), "from elsewhere, as something hid the face")


def _cleared(take: Take, scene: Scene) -> tuple[Take, Scene]:
    """Return `take` without what stands in the way."""
    for _ in range(CLEARED_AT_MOST):
        hidden = _hidden(take, scene)
        less = _one_less(take, scene, hidden[0]) if hidden else None
        if less is None:
            break
        take, scene = less
    return take, scene


def _one_less(take: Take, scene: Scene, hiding: Hiding) -> tuple[Take, Scene] | None:
    """Return the same without the first thing that can be done without, None where nothing is."""
    subjects = [person.placement.figure for person in take.view.subjects]
    for piece in hiding.pieces:
        user = _user_of(piece, take) if piece in scene.brought and piece.kind != "bystander" else None
        stays = not _is_struck(piece) if user is None else user in (hiding.person.placement.figure, subjects[0])
        if stays:
            continue
        kept = tuple(other for other in scene.pieces if other is not piece)
        take = take if user is None else _without(take, user)
        return _because(take, f"the {piece.kind} is taken out of the way"), replace(scene, pieces=kept)
    figure = next((figure for figure in hiding.figures if figure != subjects[0]), None)
    if figure is not None and figure != hiding.person.placement.figure:
        return _without(take, figure), scene
    if hiding.person.placement.figure != subjects[0]:
        kept = [person for person in take.view.subjects if person.placement.figure != hiding.person.placement.figure]
        return _because(replace(take, view=take.view.on(kept)), "who is hidden is left out"), scene
    return None


def _user_of(piece: PropPlacement, take: Take) -> int:
    """Return the figure that `piece` was brought for: the nearest of those whose pose needs it, else the nearest."""
    x, _, z = piece.position_m

    def rank(person: Person) -> tuple[bool, float, int]:
        needs = {item.kind for item in needed(person.placement.pose, interior=False, there=())}
        px, _, pz = person.placement.position_m
        return piece.kind not in needs, hypot(px - x, pz - z), person.placement.figure

    return min(take.view.people, key=rank).placement.figure


def _without(take: Take, figure: int) -> Take:
    """Return `take` with `figure` out of the picture."""
    name = next(person.placement.name for person in take.view.people if person.placement.figure == figure)
    kept = [person for person in take.view.subjects if person.placement.figure != figure]
    solution = replace(take.solution, absent=(*take.solution.absent, figure))
    return _because(
        replace(take, view=take.view.on(kept), solution=solution), f"{name} steps aside, out of the way of the face"
    )


def _is_struck(piece: PropPlacement) -> bool:
    """Tell whether a crew would take `piece` away: grounds, waters and what one sits in stay."""
    return kind_of(piece.kind).solid and piece.kind not in BUILT_IN


def _because(take: Take, why: str) -> Take:
    return replace(take, remarks=(*take.remarks, why))
