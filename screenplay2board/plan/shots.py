"""Write setups out as shots: numbers, ids, words, durations, and what each covers.

Enters: a `SceneAnalysis` and the `Setup`s of a grammar. Leaves: `Shot`s, one a panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from screenplay2board.diagnostics import Span
from screenplay2board.plan.beats import Beat, SceneAnalysis, Setup
from screenplay2board.plan.candidates import SIZE_INDEX, size_name
from screenplay2board.plan.numbering import ShotIds, duration_s, shot_number
from screenplay2board.plan.speech import joined
from screenplay2board.plan.types import Actor, DialogueLine, Effect, Origin, Shot
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.written import LEGIBLE, writing_in
from screenplay2board.stage.names import PROPS

_MOST_PROPS = 4
_RESTS_ON = {"wheelchair": "sit", "gurney": "lie", "bed": "lie"}  # thing -> how the poses of who is in it begin
_WISHED_FIELDS = ("size", "angle", "move", "framing", "lens", "effect", "duration_s")


def shots_of(
    scene: SceneAnalysis, setups: Sequence[Setup], ids: ShotIds, before: Sequence[Shot] = ()
) -> tuple[Shot, ...]:
    """Return the shots of a scene in order. before: those of the scene before, for what goes on in this one."""
    shots: list[Shot] = []
    for index, setup in enumerate(setups):
        number = shot_number(scene.number, index)
        if not setup.panels:
            shots.append(_wordless(scene, setup, number, ids))
        for panel, beats in enumerate(setup.panels, 1):
            shots.append(_panel(scene, setup, number, panel, [scene.beats[i] for i in beats], ids))
    return _with_transitions(scene, _kept_at_rest(shots, before if scene.goes_on else ()))


def _kept_at_rest(shots: Sequence[Shot], before: Sequence[Shot]) -> list[Shot]:
    """Let who sits in a wheelchair or lies on a bed stay there, and crowds and fires, once the scene has named them.

    before: shots of the scene that this one goes on from.
    """
    kept: list[Shot] = []
    stays = vocabulary().surroundings
    places: dict[str, dict[str, None]] = {}
    for shot in before:
        places.setdefault(shot.set, {}).update(dict.fromkeys(prop for prop in shot.props if prop in stays))
    for shot in shots:
        named = places.setdefault(shot.set, {})  # who is seen from the car is not in it
        named.update(dict.fromkeys(prop for prop in shot.props if prop in _RESTS_ON or prop in stays))
        poses = [actor.pose for actor in shot.actors]
        used = (prop for prop in named if any(pose.startswith(_RESTS_ON.get(prop, "")) for pose in poses))
        props = tuple(dict.fromkeys((*shot.props, *used)))[:_MOST_PROPS]
        kept.append(shot if props == shot.props else replace(shot, props=props))
    return kept


def _panel(scene: SceneAnalysis, setup: Setup, number: str, panel: int, beats: Sequence[Beat], ids: ShotIds) -> Shot:
    action = " ".join(_words_of_action(beats))
    dialogue = _lines(beats)
    told = _telling(beats)
    place = told.elsewhere or scene.setting
    size = setup.picture.size
    if panel > 1 and setup.picture.move == "push in":
        size = size_name(max(1, SIZE_INDEX[size] - 1))  # the camera has come nearer by now
    text = " ".join(text for beat in beats for text in (*(text for text, _ in beat.lead_in), beat.text))
    duration = duration_s(action, dialogue, transition=False)
    if setup.wish is not None and setup.wish.duration_s is not None and panel == 1:
        duration = setup.wish.duration_s
    return Shot(
        id=ids.new(scene.heading, f"{setup.role} {panel}" if panel > 1 else setup.role, text),
        number=number, scene_number=scene.number, span=beats[0].span, panel=panel,
        size=size, angle=setup.picture.angle, move=setup.picture.move, framing=setup.picture.framing,
        lens=setup.picture.lens, effect=_effect(setup, beats), subject=setup.picture.subject, over=setup.picture.over,
        actors=_actors(setup, told), props=_props(setup, beats), writing=_writing(setup, action), set=place.set,
        time_of_day=place.time_of_day, weather=told.weather or place.weather, action=action, dialogue=dialogue,
        sound=", ".join(dict.fromkeys(sound for beat in beats for sound in beat.sounds)),
        notes=tuple(note for beat in beats for note in beat.notes), duration_s=duration,
        covers=_covered(beats), reason=_reason(scene, setup),
        rejected=setup.rejected, origins=_origins(setup),
    )  # fmt: skip


def _words_of_action(beats: Sequence[Beat]) -> Iterator[str]:
    """Return the action of a panel in order, lines that open its shot included."""
    for beat in beats:
        for text, _ in beat.lead_in:
            yield " ".join(text.split())
        if beat.kind == "action":
            yield " ".join(beat.text.split())


def _covered(beats: Sequence[Beat]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(span for beat in beats for span in (*(span for _, span in beat.lead_in), beat.span)))


def _wordless(scene: SceneAnalysis, setup: Setup, number: str, ids: ShotIds) -> Shot:
    """Return a shot that repeats no words: an establishing shot, an insert, a point of view."""
    beat = scene.beats[setup.around] if scene.beats else None
    place = (beat.elsewhere if beat and setup.role != "establishing" else None) or scene.setting
    weather = (beat.weather if beat and setup.role != "establishing" else None) or place.weather
    covers: tuple[Span, ...] = (scene.heading_span,) if setup.role == "establishing" or beat is None else (beat.span,)
    return Shot(
        id=ids.new(scene.heading, setup.role, beat.text if beat and setup.role != "establishing" else ""),
        number=number, scene_number=scene.number, span=covers[0],
        size=setup.picture.size, angle=setup.picture.angle, move=setup.picture.move, framing=setup.picture.framing,
        lens=setup.picture.lens, subject=setup.picture.subject, over=setup.picture.over,
        actors=tuple(replace(actor, speaking=False) for actor in _drawn(setup, beat)) if beat else (),
        props=_props(setup, [beat] if beat else []), writing=_writing(setup, _from_there(scene, setup)), set=place.set,
        time_of_day=place.time_of_day, weather=weather, action=setup.caption,
        duration_s=duration_s("", (), transition=False), covers=covers, reason=_reason(scene, setup),
        rejected=setup.rejected, origins=_origins(setup),
    )  # fmt: skip


def _effect(setup: Setup, beats: Sequence[Beat]) -> Effect | None:
    """Return what the picture is seen in or through: as a note wishes, or as the action tells of who is seen."""
    if setup.wish is not None and setup.wish.effect is not None:
        return setup.wish.effect
    if setup.role != "main" or not setup.picture.subject or setup.picture.framing in ("insert", "ots", "pov"):
        return None
    return next((beat.effect for beat in beats if beat.effect), None)


def _lines(beats: Sequence[Beat]) -> tuple[DialogueLine, ...]:
    """Return the lines of a panel; pieces of one speech are joined again."""
    lines: list[DialogueLine] = []
    for beat in beats:
        line = beat.line
        if line is None:
            continue
        last = lines[-1] if lines else None
        if last is not None and beat.continues and last.character == line.character and not line.parenthetical:
            lines[-1] = replace(last, text=joined(last.text, line.text))
        else:
            lines.append(line)
    return tuple(line for line in lines if line.text.strip() or line.parenthetical)


def _telling(beats: Sequence[Beat]) -> Beat:
    """Return the beat whose people are drawn: that with the strongest feeling, or the action that tells most."""
    telling = vocabulary().telling
    return max(beats, key=lambda beat: (beat.pose is not None, beat.heat, telling.get(beat.pose or "", 0)))


def _actors(setup: Setup, beat: Beat) -> tuple[Actor, ...]:
    wish, actors = setup.wish, _drawn(setup, beat)
    if wish is None or (wish.emotion is None and wish.pose is None):
        return actors
    subject = setup.picture.subject or tuple(actor.name for actor in actors[:1])
    return tuple(
        replace(actor, emotion=wish.emotion or actor.emotion, pose=wish.pose or actor.pose)
        if actor.name in subject else actor
        for actor in actors
    )  # fmt: skip


def _drawn(setup: Setup, beat: Beat) -> tuple[Actor, ...]:
    """Return who is in the picture: nobody where a thing is shown that the text has in nobody's hands."""
    thing = next(iter(setup.picture.subject), "") if setup.picture.framing == "insert" else ""
    small = thing in PROPS and thing not in vocabulary().big_props  # the camera at a door sees who is there
    in_hand = any(thing in actor.holding for actor in beat.actors)
    alone = small and not in_hand and not beat.people
    return () if alone else beat.actors


def _props(setup: Setup, beats: Sequence[Beat]) -> tuple[str, ...]:
    """Return the things in the picture that nobody holds."""
    held = {prop for beat in beats for actor in beat.actors for prop in actor.holding}
    shown = [name for name in setup.picture.subject if name in PROPS]
    named = [prop for beat in beats for prop in beat.props if prop not in held]
    return tuple(dict.fromkeys((*shown, *named)))[:_MOST_PROPS]


def _writing(setup: Setup, text: str) -> str:
    """Return the words on the thing of an insert, as a text gives them."""
    thing = next(iter(setup.picture.subject), "")
    return writing_in(text) if setup.picture.framing in ("insert", "pov") and thing in LEGIBLE else ""


def _from_there(scene: SceneAnalysis, setup: Setup) -> str:
    """Return the action at which a picture without words of its own stands, to the end of its paragraph."""
    beats = scene.beats[setup.around :]
    return " ".join(beat.text for beat in beats if beat.kind == "action" and beat.paragraph == beats[0].paragraph)


def _reason(scene: SceneAnalysis, setup: Setup) -> str:
    remark = scene.setting.remark
    text = (
        f"{setup.reason}; {remark}"
        if (remark and setup.role == "establishing") or (remark and setup.around == 0)
        else setup.reason
    )
    return text[:1].upper() + text[1:] + "." if text else ""


def _origins(setup: Setup) -> dict[str, Origin]:
    wish = setup.wish
    if wish is None:
        return {}
    origins: dict[str, Origin] = {name: wish.origin for name in _WISHED_FIELDS if getattr(wish, name) is not None}
    if wish.subject:
        origins["subject"] = wish.origin
    if wish.over:
        origins["over"] = wish.origin
    return origins


def _with_transitions(scene: SceneAnalysis, shots: list[Shot]) -> tuple[Shot, ...]:
    """Write what leads into the scene on its first shot and what leads out of it on its last."""
    if not shots:
        return ()
    for transition in scene.transitions:
        index = 0 if transition.opens else -1
        shots[index] = _transition(shots[index], transition.text, transition.span)
    return tuple(shots)


def _transition(shot: Shot, text: str, span: Span) -> Shot:
    joined = f"{shot.transition} {text}".strip()
    seconds = duration_s(shot.action, shot.dialogue, transition=True) - duration_s(
        shot.action, shot.dialogue, transition=False
    )
    return replace(
        shot, transition=joined, covers=(*shot.covers, span),
        duration_s=round(shot.duration_s + (0 if shot.transition else seconds), 2),
    )  # fmt: skip
