"""The pictures that could tell a beat, each with what speaks for it.

Enters: a beat and where the scene stands. Leaves: `Candidate`s; `preferences.py` weighs them against what came before.
Conventions: docs/film.md, section on film grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from screenplay2board.plan.beats import Beat, Picture, SceneAnalysis
from screenplay2board.plan.types import SHOT_SIZES, CameraAngle, CameraMove, Framing, Lens, ShotSize
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.stage.names import LEADING, VEHICLES

SIZE_INDEX = {size: index for index, size in enumerate(SHOT_SIZES)}
ECU, CU, MCU, MS, MLS, FS, LS, ELS = range(8)

# Sets whose point is their breadth: they open on an extreme long shot.
_VAST_SETS = frozenset(
    {
        "skyline",
        "mountains",
        "desert",
        "field",
        "meadow",
        "grain_field",
        "beach",
        "bridge",
        "harbour",
        "forest",
        "ruins",
        "river",
    }
    | {"sea", "sky", "runway"}
)
_HAND_POSES = frozenset(
    {
        "hold",
        "read",
        "phone",
        "drink",
        "cup",
        "type",
        "reach",
        "point",
        "aim",
        "write",
        "eat",
        "cook",
        "pour",
        "wipe",
        "smoke",
    }
    | {"hand_over", "photograph", "play_guitar", "knock", "comfort", "wave", "salute", "clap", "slap", "choke"}
)
_FACE_POSES = frozenset(
    {"think", "cry", "talk", "cover_mouth", "cover_ears", "head_in_hands", "facepalm", "whisper", "listen", "kiss"}
)
_MOVING_POSES = frozenset(
    {"walk", "run", "climb", "fall", "ride", "sneak", "limp", "stagger", "crawl", "jump", "swim", "ride_horse"}
    | {"ride_bicycle", "drag", "carry", "push", "pull", "lift", "dance", "waltz", "sweep", "throw", "catch", "kick"}
    | {"swing", "stab", "bow", "lie_face_down", "lie_sprawled", "plummet", "dive", "hurdle", "climb_ladder", "ski"}
    | {"climb_rope", "climb_wall", "climb_stairs", "skate", "row", "ride_motorbike", "push_up", "lift_weights"}
    | {"draw_bow", "fence", "aim_rifle", "play_drums", "paint", "float", "shower", "double_over"}
)
_LOW_POSES = frozenset(
    {"lie", "lie_side", "lie_face_down", "lie_sprawled", "kneel", "kneel_both", "beg", "crouch", "fall", "hug_knees"}
)
# What two people do with each other shows both of them.
_FOR_TWO = frozenset(
    {"hug", "kiss", "waltz", "dance", "comfort", "hand_over", "shake_hands", "hold_hands", "slap", "choke", "whisper"}
    | {"fence", *LEADING}
)
# Gestures that a close-up would cut off.
_GESTURES = frozenset(
    {"point", "wave", "hands_up", "aim", "hand_over", "salute", "cheer", "guard", "beckon", "stop", "slam_table"}
)
_MOST_TOGETHER = 3  # more are a group
HOT = 0.7
# A wide shot of a place is odd where the text speaks of nothing to be seen there: `Static.`, `A blip.`
_NO_SCENERY = 1.6
WARM = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picture with its cost before anything is compared, and why it is thought of."""

    picture: Picture
    cost: float
    why: str


def size_name(index: int) -> ShotSize:
    """Return the size at an index, ECU first, kept inside the scale."""
    return SHOT_SIZES[max(0, min(len(SHOT_SIZES) - 1, index))]


def lens_for(size: ShotSize, framing: Framing) -> Lens:
    """Return the lens that goes with a size: wide for places, long for faces."""
    if size in ("LS", "ELS") or (framing == "establishing" and size == "FS"):
        return "wide"
    return "long" if size in ("ECU", "CU") and framing != "pov" else "normal"


@lru_cache(maxsize=8192)
def picture(
    size: int,
    framing: Framing,
    subject: tuple[str, ...] = (),
    over: str | None = None,
    *,
    angle: CameraAngle = "eye",
    move: CameraMove = "static",
) -> Picture:
    """Build a picture with the lens that goes with it."""
    name = size_name(size)
    return Picture(
        size=name,
        framing=framing,
        subject=subject,
        over=over,
        angle=angle,
        move=move,
        lens=lens_for(name, framing),
    )


def people_framing(count: int) -> Framing:
    """Return how many people one frame is called after."""
    return "single" if count == 1 else "two-shot" if count == 2 else "group"


def establishing_size(scene: SceneAnalysis) -> int:
    """Return how wide a new place opens."""
    if scene.setting.set in ("car", "train", "bathroom"):
        return FS  # no room to go farther back
    if scene.setting.interior:
        return LS
    return ELS if scene.setting.set in _VAST_SETS else LS


def angle_of(beat: Beat) -> tuple[CameraAngle, str]:
    """Return the angle that the mood of a beat asks for, and why."""
    if "unease" in beat.events and beat.heat >= 0.4:
        return "dutch", "tilted, for unease"
    if beat.pose in ("aim", "punch", "stab", "choke", "swing") or "threat" in beat.events:
        return "low", "from below, for the threat"
    if beat.pose in _LOW_POSES or "weak" in beat.events:
        return "high", "from above, because they are down"
    return "eye", ""


def touches(beat: Beat) -> bool:
    """Tell whether somebody whom a beat is about does something with another one, so that both are to be seen."""
    return any(actor.pose in _FOR_TWO and actor.name in beat.people for actor in beat.actors)


def needs_room(beat: Beat) -> bool:
    """Tell whether a beat is a movement of the whole body."""
    return beat.pose in _MOVING_POSES or not beat.events.isdisjoint(("big", "fight"))


def wanted_action_size(scene: SceneAnalysis, beat: Beat, *, peak: bool) -> tuple[int, str]:
    """Return the size an action asks for, and why."""
    outdoors = not scene.setting.interior
    several = len(beat.people)
    if "fight" in beat.events:
        return (FS if several < 3 else LS), "a fight needs the whole body"
    if beat.entering or beat.leaving:
        return FS, "coming and going is seen whole"
    kinds = [scene.looks[name].kind for name in beat.people]
    if kinds and kinds[0] != "person":
        many = len(kinds) > 1 and "person" not in kinds
        return (LS if many or kinds[0] in vocabulary().flocks else FS), "an animal or a vehicle is seen whole"
    if "big" in beat.events and beat.pose not in ("shout", "cry"):
        return (LS if outdoors and several != 1 else FS), "a large movement needs room"
    if several > 1 and touches(beat):
        return MS, "they touch"
    if peak and beat.heat >= 0.95:
        return ECU, "the strongest moment of the scene"
    if beat.pose in _GESTURES:
        return MS, "the gesture tells it"
    if beat.doers > 1 and several <= _MOST_TOGETHER:
        return (MS if several == 2 else MLS), "they do it together"
    if beat.look is not None and beat.look.notices:
        return MCU, "a look wants the eyes"
    if several > 2 and beat.heat < HOT:
        return MLS if not outdoors else FS, "all of them are seen"
    felt = beat.emotion != "neutral" and (beat.heat >= WARM or beat.pose is None) and beat.pose not in _MOVING_POSES
    if beat.pose in _FACE_POSES or felt:
        return (CU if beat.heat >= HOT else MCU), f"the face tells it ({beat.emotion})" if felt else "the face tells it"
    if beat.look is not None:
        return MCU, "a look wants the eyes"
    if several > 2:
        return FS, "a group needs room"
    if beat.pose in _HAND_POSES or "hands" in beat.events:
        return MS, "the hands are busy"
    seated = any(actor.name in beat.people[:1] and actor.pose.startswith(("sit", "drive")) for actor in beat.actors)
    if beat.pose in _MOVING_POSES and not seated:
        return FS, "walking is seen whole"
    if beat.pose is not None and beat.pose.startswith(
        ("sit", "stand", "lean", "kneel", "crouch", "lie", "hide", "hug_")
    ):
        return MLS, "the posture tells it"
    return MS, "an action of one person" if several == 1 else "an action"


def action_candidates(scene: SceneAnalysis, beat: Beat, wanted: int, why: str, *, last: bool) -> Iterator[Candidate]:
    """Return the pictures for a beat of action."""
    people = _without_vehicles(scene, beat.people)
    if not people:
        yield from _things_and_places(scene, beat)
        return
    angle, angle_why = angle_of(beat)
    move = _move_of(beat, wanted)
    together = people[:3] if len(people) > 1 else people
    low = [actor.pose in _LOW_POSES for actor in beat.actors if actor.name in together]
    uneven = len(set(low)) > 1  # who stands and who lies fit one frame from farther off only
    for offset, cost in ((0, 0.0), (-1, 0.9), (1, 0.9), (2, 1.9), (-2, 1.9)):
        size = wanted + offset
        if not ECU <= size <= LS:
            continue
        if len(people) > 1 and size >= MCU:
            tight = 1.2 if size == MCU and beat.pose not in _FOR_TWO else 0.0
            tight += 1.6 if uneven and size < FS else 0.0
            yield Candidate(
                picture=picture(size, people_framing(len(together)), together, angle=angle, move=move),
                cost=cost + tight,
                why=_with(why, angle_why),
            )
        shared = beat.pose in _FOR_TWO or beat.doers > 1 or touches(beat)
        solo = 0.0 if len(people) == 1 else 1.9 if shared else 0.7
        yield Candidate(
            picture=picture(size, "single", people[:1], angle=angle, move=move),
            cost=cost + solo,
            why=_with(why, angle_why),
        )
        if angle != "eye":
            yield Candidate(picture=picture(size, "single", people[:1], move=move), cost=cost + solo + 0.4, why=why)
    if beat.leaving and last:
        yield Candidate(
            picture=picture(max(wanted, FS), "back", people[:1]), cost=-0.2, why="they go, seen from behind"
        )
    elif beat.leaving:
        yield Candidate(picture=picture(wanted, "back", people[:1]), cost=0.6, why="they go, seen from behind")


def _without_vehicles(scene: SceneAnalysis, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a frame is built on: beside somebody a vehicle is only there, by itself it is seen."""
    alone = tuple(name for name in people if scene.looks[name].kind not in VEHICLES)
    return alone if alone and alone[0] == people[0] else people


def _things_and_places(scene: SceneAnalysis, beat: Beat) -> Iterator[Candidate]:
    if beat.striking:
        near = MCU if beat.striking[0] in vocabulary().big_props else CU
        yield Candidate(
            picture=picture(near, "insert", beat.striking[:1]),
            cost=0.0,
            why=f"the action turns on the {beat.striking[0]}",
        )
        yield Candidate(
            picture=picture(near - 1, "insert", beat.striking[:1]),
            cost=0.8,
            why=f"the action turns on the {beat.striking[0]}",
        )
    elif beat.props and beat.turns_on_thing:
        yield Candidate(
            picture=picture(MCU if beat.props[0] in vocabulary().big_props else CU, "insert", beat.props[:1]),
            cost=0.2,
            why=f"nobody acts here, the {beat.props[0]} does",
        )
    everybody = tuple(actor.name for actor in beat.actors)
    wide = establishing_size(scene)
    away = 0.0 if beat.scenery or not everybody else _NO_SCENERY
    for offset, cost in ((0, 0.6), (-1, 0.8), (1, 1.0)):
        size = min(wide + offset, ELS)
        if size >= FS:
            yield Candidate(
                picture=picture(size, "establishing", everybody[:3]),
                cost=cost + away,
                why="the place itself is told",
            )
    if everybody:
        cost = 0.5 if not beat.scenery or (beat.words <= 4 and not beat.props) else 1.3
        yield Candidate(
            picture=picture(MLS, people_framing(min(3, len(everybody))), everybody[:3]),
            cost=cost,
            why="who is there while it happens",
        )
        yield Candidate(
            picture=picture(MCU, "reaction", everybody[:1]), cost=1.5, why=f"{everybody[0]} takes in what happens"
        )


def _move_of(beat: Beat, wanted: int) -> CameraMove:
    if "fight" in beat.events:
        return "handheld"
    if beat.pose == "run" or (beat.pose == "walk" and wanted >= MLS and not beat.entering and not beat.leaving):
        return "follow"
    return "push in" if beat.heat >= 0.9 and wanted <= CU else "static"


def wanted_speech_size(beat: Beat, exchange: int, *, peak: bool) -> tuple[int, str]:
    """Return the size a line asks for by how far the exchange has come and how heated it is, and why."""
    if peak and beat.heat >= 0.95 and beat.words <= 12:
        return ECU, "the strongest moment of the scene"
    if beat.heat >= HOT:
        return CU, f"the line is heated ({beat.emotion})" if beat.emotion != "neutral" else "the line is heated"
    if beat.heat >= WARM:
        return MCU, f"the line is charged ({beat.emotion})" if beat.emotion != "neutral" else "the line is charged"
    if exchange == 0:
        return MLS, "the exchange begins"
    if exchange <= 3:
        return MS, "early in the exchange"
    return MCU, "the exchange closes in"


def speech_candidates(scene: SceneAnalysis, beat: Beat, wanted: int, why: str, exchange: int) -> Iterator[Candidate]:
    """Return the pictures for a line: two-shot, over the shoulder, single, reaction, group."""
    speakers = tuple(actor.name for actor in beat.actors if actor.speaking)
    if not speakers:
        yield from _unseen_speaker(scene, beat, wanted)
        return
    speaker = speakers[0]
    listener = beat.listeners[0] if beat.listeners else None
    angle, angle_why = angle_of(beat) if beat.pose else ("eye", "")
    lain = {actor.name for actor in beat.actors if actor.pose.startswith("lie") or actor.pose == "hug_knees"}
    move: CameraMove = "push in" if beat.heat >= 0.9 else "static"
    alone = listener is None and len(speakers) == 1
    # Singles are for later, or for heat; they are all there is for somebody alone.
    single_cost = 0.0 if alone or beat.heat >= HOT else max(0.0, 1.1 - 0.3 * exchange) - 0.3 * (beat.heat >= WARM)
    for offset, cost in ((0, 0.0), (-1, 0.8), (1, 0.8), (2, 1.7)):
        size = wanted + offset
        if ECU <= size <= FS and len(speakers) == 1:
            yield Candidate(
                picture=picture(size, "single", (speaker,), angle=angle, move=move),
                cost=cost + single_cost,
                why=_with(f"{speaker} {'speaks' if alone else 'alone'}: {why}", angle_why),
            )
        if listener and MCU <= size <= MS and len(speakers) == 1 and not lain.intersection((speaker, listener)):
            ots_cost = 0.9 if exchange == 0 else 0.1 if exchange <= 4 else 0.35
            yield Candidate(
                picture=picture(size, "ots", (speaker,), listener),
                cost=cost + ots_cost + 0.5 * (beat.heat >= HOT),
                why=f"over {listener} on {speaker}: {why}",
            )
    together = (*speakers, *beat.listeners)[:3]
    if len(together) > 1:
        for size, cost in ((MS, 0.3), (MLS, 0.0), (FS, 0.6)):
            late = 0.45 * min(exchange, 3) + 1.2 * (beat.heat >= HOT) - 1.5 * (len(speakers) > 1)
            yield Candidate(
                picture=picture(size, people_framing(len(together)), together),
                cost=cost + late + 0.1,
                why="both in one frame" if len(together) == 2 else "all in one frame",
            )
    if listener:
        short = beat.words <= 4
        cost = 1.0 - 0.35 * short - 0.9 * (beat.continues and exchange > 1)
        yield Candidate(
            picture=picture(min(wanted, MCU), "reaction", (listener,)),
            cost=cost + 0.4 * (exchange < 2),
            why=f"how {listener} takes it" if not short else f"a short line lies on {listener}'s face",
        )


def _unseen_speaker(scene: SceneAnalysis, beat: Beat, wanted: int) -> Iterator[Candidate]:
    """Return pictures under a voice whose speaker is not to be seen: who hears it, or the place."""
    everybody = tuple(actor.name for actor in beat.actors)
    voice = beat.line.character if beat.line else "the voice"
    if everybody:
        own = beat.speaker if beat.speaker in everybody else None  # their own thoughts lie on their face
        hearer = own or (beat.listeners[0] if beat.listeners else everybody[0])
        for offset, cost in ((0, 0.0), (-1, 0.6), (1, 0.6)):
            yield Candidate(
                picture=picture(min(wanted, MS) + offset, "reaction", (hearer,)),
                cost=cost,
                why=f"{voice} is heard, not seen: {hearer} listens",
            )
        yield Candidate(
            picture=picture(MLS, people_framing(min(3, len(everybody))), everybody[:3]),
            cost=0.9,
            why=f"{voice} is heard, not seen",
        )
    wide = establishing_size(scene)
    for size, cost in ((wide, 1.2), (FS, 1.4), (ELS, 1.9)):
        yield Candidate(
            picture=picture(size, "establishing", everybody[:2]),
            cost=cost + 0.3 * bool(everybody),
            why=f"{voice} is heard over the place",
        )


def _with(why: str, more: str) -> str:
    return f"{why}, {more}" if more else why
