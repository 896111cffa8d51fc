"""Where to put the camera: the sides of a subject that are worth a try, the best by custom first.

Enters: a `View`. Leaves: `Trial`s: three-quarter views of a face, square views of a pair, behind a back, beside a bed.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import asin, atan2, degrees, hypot, radians, sin, tan

from screenplay2board.stage.equipment import hides_ahead
from screenplay2board.stage.framing import pitch_deg
from screenplay2board.stage.player import turn_deg
from screenplay2board.stage.view import Person, Trial, View

# How far below and above the way a face looks a close camera may be: nostrils and a scalp tell nothing.
BELOW_DEG, ABOVE_DEG = 20.0, 38.0


# Degrees off a face and the price of each: of a person, and of an animal or a vehicle, which its side tells best.
FROM_THREE_QUARTERS = ((34, 0.0), (26, 0.1), (44, 0.15), (16, 0.3), (58, 0.6), (4, 0.5), (72, 1.5))
FROM_ASIDE = ((52, 0.0), (44, 0.1), (62, 0.15), (34, 0.25), (74, 0.4), (20, 0.7), (8, 1.2))
# Round a car that people sit in: over a wing, which tells it as a car and shows both of them, then from ahead.
ROUND_A_CAR = (
    (36.0, 0.0),
    (-36.0, 0.1),
    (26.0, 0.2),
    (-26.0, 0.2),
    (50.0, 0.4),
    (-50.0, 0.4),
    (12.0, 0.9),
    (-12.0, 0.9),
)
CAR_ZOOM = 1.7  # from nearer the bonnet is all of the car
AIRBORNE_M = 2.0  # who is so far over the ground flies
STANDING_EYE_M = 1.6
STEEPEST_DEG = 20.0  # a steeper look up shows no ground to fly over


def trials_for(view: View) -> list[Trial]:
    """Return the places to try for the framing, the best first by custom."""
    pitch = pitch_deg(view.brief.angle, view.brief.size)
    main = view.subjects[0]
    if view.brief.size in ("ECU", "CU", "MCU") and not main.anchors.lying:
        tilt = degrees(asin(min(max(float(main.anchors.frames["head"][1, 2]), -1.0), 1.0)))
        pitch = min(max(pitch, -ABOVE_DEG - tilt if view.brief.angle == "eye" else -90.0), max(BELOW_DEG - tilt, -30.0))
    if view.subjects[0].anchors.lying and pitch > -15.0 and view.brief.angle not in ("low", "worm"):
        pitch = -24.0
    elif view.in_vehicle and view.brief.angle == "overhead":
        pitch = pitch_deg("high", view.brief.size)  # under the roof there is nothing to see
    elif view.in_vehicle and view.rule.whole and view.brief.angle == "eye":
        pitch = -8.0
    elif _is_airborne(main) and view.brief.angle == "eye":
        pitch = _from_ground(view)
    elif view.brief.framing == "establishing" and view.brief.angle == "eye":
        pitch = -5.0
    whole_car = view.in_vehicle and view.rule.whole and view.brief.framing != "back"
    if whole_car:
        azimuths: Iterator[tuple[float, float]] = ((main.placement.yaw_deg + off, price) for off, price in ROUND_A_CAR)
    elif view.brief.framing == "back":
        azimuths = _behind(view)
    elif view.brief.framing == "establishing" or len(view.subjects) > 1:
        azimuths = _around_group(view)
    elif view.rule.whole and hides_ahead(main.placement.pose):
        azimuths = _from_the_house(main)
    else:
        azimuths = _around_face(view)
    zoom = CAR_ZOOM if whole_car else 1.0
    return [Trial(azimuth=azimuth, pitch=pitch, penalty=penalty, zoom=zoom) for azimuth, penalty in azimuths]


def _is_airborne(person: Person) -> bool:
    """Tell whether somebody flies: an aeroplane, a bird."""
    extent = person.anchors.extent
    return extent is not None and float(extent[:, 1].min()) - person.placement.position_m[1] > AIRBORNE_M


def _from_ground(view: View) -> float:
    """Return the pitch at which somebody who stands on the ground looks up to who flies."""
    main, rule = view.subjects[0], view.rule
    away = main.anchors.head_height_m / rule.target * 0.5 / tan(radians(rule.fov_deg) / 2)
    rise = float(main.head[1]) - main.placement.position_m[1] - STANDING_EYE_M
    return min(max(degrees(asin(min(rise / max(away, 1e-6), 1.0))), 0.0), STEEPEST_DEG)


def _behind(view: View) -> Iterator[tuple[float, float]]:
    """Yield azimuths behind the subject."""
    back = view.subjects[0].head_yaw_deg + 180.0
    for offset in (-14.0, 14.0, 0.0, -30.0, 30.0, -46.0, 46.0, -62.0, 62.0):
        yield back + offset, abs(offset) / 60.0


def _around_face(view: View) -> Iterator[tuple[float, float]]:
    """Yield three-quarter views of the face, first on the side of the line where the audience sits."""
    main = view.subjects[0]
    if main.anchors.lying:
        yield from _beside_bed(main)
        return
    face = main.head_yaw_deg
    side = screen_side(main)
    long = main.anchors.extent is not None and view.rule.whole
    for offset, penalty in FROM_ASIDE if long else FROM_THREE_QUARTERS:
        yield face - side * offset, penalty
    for offset, penalty in ((20, 2.0), (36, 2.2), (55, 2.8), (100, 5.0), (-100, 5.0)):
        yield face + side * offset, penalty


def _from_the_house(main: Person) -> Iterator[tuple[float, float]]:
    """Yield views from the audience's side of somebody who stands before a wall, a ladder, a piano and is turned so."""
    side = screen_side(main)
    for offset, penalty in ((8.0, 0.0), (-8.0, 0.1), (22.0, 0.4), (-22.0, 0.5), (40.0, 1.2), (-40.0, 1.3)):
        yield side * offset, penalty


def _beside_bed(main: Person) -> Iterator[tuple[float, float]]:
    """Yield views across somebody who lies, first from the audience's side."""
    feet = main.placement.yaw_deg
    for offset in (62.0, -62.0, 85.0, -85.0, 40.0, -40.0, 115.0, -115.0):
        azimuth = feet + offset
        yield azimuth, abs(abs(offset) - 62.0) / 60.0 + max(0.0, abs(turn_deg(azimuth, 0.0)) - 70.0) / 50.0


def screen_side(person: Person) -> float:
    """Return 1.0 for somebody who looks to the right of the screen in this scene, -1.0 to the left."""
    placement = person.placement
    if placement.look_at is not None:
        away = placement.look_at[0] - placement.position_m[0]
        if abs(away) > 0.2:
            return 1.0 if away > 0 else -1.0
    yaw = turn_deg(person.head_yaw_deg, 0.0)
    if abs(yaw) < 4.0:
        return 1.0 if placement.figure % 2 else -1.0
    return 1.0 if yaw > 0 else -1.0


def _around_group(view: View) -> Iterator[tuple[float, float]]:
    """Yield views of several people: square to the line between them, then more and more along it."""
    first, last = view.subjects[0], view.subjects[-1]
    house = 180.0 if all(person.sits_upstage for person in view.subjects) else 0.0
    base = house
    if len(view.subjects) == 2 and view.brief.framing != "establishing":
        dx, dz = (last.head - first.head)[[0, 2]].tolist()
        if hypot(dx, dz) > 0.15:
            base = degrees(atan2(-dz, dx)) if dx >= 0 else degrees(atan2(dz, -dx))
            base = house + min(max(base, -50.0), 50.0)
    lean = 8.0 if view.brief.framing != "establishing" else 14.0
    faces = sum(sin(radians(turn_deg(person.head_yaw_deg, base))) for person in view.subjects)
    lean = lean if faces >= -0.05 else -lean
    for offset in (lean, -lean, 22.0, -22.0, 36.0, -36.0, 52.0, -52.0, 66.0, -66.0):
        yield base + offset, max(0.0, (abs(offset) - 14.0) / 60.0) + _averted(view, base + offset)
    for offset in (105.0, -105.0, 150.0, -150.0):  # faces that look upstage, out of a cockpit, are seen from there
        yield base + offset, 2.2 + _averted(view, base + offset)


def _averted(view: View, azimuth: float) -> float:
    """Return the price of faces that are turned away at `azimuth`."""
    price = 0.0
    for person in view.subjects[:4]:
        away = abs(turn_deg(person.head_yaw_deg, azimuth))
        price += max(0.0, (away - 95.0) / 60.0)
    return price
