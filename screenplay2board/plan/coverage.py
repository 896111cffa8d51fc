"""Cover a scene: which beats share a shot, which picture each shot takes, where an insert or a point of view is added.

Enters: a `SceneAnalysis`. Leaves: `Setup`s in order; every beat is told by at least one. This is one film grammar
behind the seam `plan.beats.Grammar`: greedy, a shot at a time, by weighted preferences.
"""

from __future__ import annotations

from dataclasses import replace

from screenplay2board.plan.beats import Beat, Picture, SceneAnalysis, Setup
from screenplay2board.plan.candidates import (
    CU,
    FS,
    LS,
    MCU,
    MLS,
    Candidate,
    action_candidates,
    establishing_size,
    needs_room,
    picture,
    speech_candidates,
    touches,
    wanted_action_size,
    wanted_speech_size,
)
from screenplay2board.plan.preferences import Choice, Moment, choose, is_close
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.wished import grant
from screenplay2board.plan.words import is_korean, tokens_of
from screenplay2board.plan.written import writing_in

# What one panel holds, and one shot, in words; more is another panel, or another shot.
PANEL_WORDS = 26
SPEECH_PANEL_WORDS = 36
SHOT_WORDS = 44
# So few words get no panel of their own: it would be the same picture again.
_AFTERTHOUGHT_WORDS = 4
_AFTERWORDS = 3
_AFTERSOUND_WORDS = 2
_ESTABLISHING_WORDS = 30
_PRELUDE_WORDS = 5
# What is calmer or hotter by more than that, of 1, is another shot.
_ONE_SHOT_HEAT = 0.45
# Two short lines may share a two-shot.
_SHARED_LINES_WORDS = 12


def cover(scene: SceneAnalysis) -> tuple[Setup, ...]:
    """Choose the shots of a scene."""
    coverage = _Coverage(scene)
    coverage.run()
    return tuple(coverage.setups)


class _Coverage:
    """Walks through the beats of one scene and gathers its setups."""

    def __init__(self, scene: SceneAnalysis) -> None:
        self._scene = scene
        self._beats = scene.beats
        self._positions = {id(beat): position for position, beat in enumerate(scene.beats)}
        self.setups: list[Setup] = []
        self._exchange = 0
        self._close_run = 0
        self._inserted: set[str] = set()
        self._seen: set[tuple[str, str]] = set()

    def run(self) -> None:
        if self._beats and all(beat.joined for beat in self._beats):
            return  # the writer wants no picture of this scene
        index = self._open()
        while index < len(self._beats):
            beat = self._beats[index]
            if beat.joined and self.setups:
                self._join(index)
                index += 1
            elif beat.kind == "speech":
                index = self._speech(index)
            else:
                index = self._action(index)

    # Opening

    def _open(self) -> int:
        """Establish a new place; return the first beat that is not yet told."""
        scene = self._scene
        if scene.goes_on or not scene.new_place or (self._beats and self._beats[0].wish is not None):
            return 0
        wide = establishing_size(scene)
        where = "indoors" if scene.setting.interior else "outdoors"
        told = self._describing_beats()
        everybody = self._beats[0].actors if self._beats else ()
        shown = tuple(actor.name for actor in everybody)[:3]
        reason = f"a new place opens wide, {where}"
        if not self._beats or self._beats[0].kind == "speech":
            caption = scene.setting.location.title() if scene.setting.location.isupper() else scene.setting.location
            self._add(
                Setup(
                    picture=picture(wide, "establishing", shown),
                    panels=(),
                    around=0,
                    role="establishing",
                    caption=caption,
                    reason=f"{reason}, before anybody speaks",
                )
            )
            return 0
        subject = self._beats[told[-1]].people[:3]
        self._add(
            Setup(picture=picture(wide, "establishing", subject), panels=(tuple(told),), around=told[-1], reason=reason)
        )
        self._extra_shots(told)
        return told[-1] + 1

    def _describing_beats(self) -> list[int]:
        """Return the first beats that an establishing shot can tell: the first sentence, and others without people."""
        told: list[int] = []
        words = 0
        for index, beat in enumerate(self._beats):
            if beat.kind != "action" or (told and (beat.wish or beat.cut)):
                break
            if told and (beat.people or beat.striking or words + beat.words > _ESTABLISHING_WORDS):
                break
            told.append(index)
            words += beat.words
            if beat.people or beat.striking:
                break
        return told

    # Action

    def _action(self, index: int) -> int:
        beat = self._beats[index]
        group = self._action_group(index)
        lead = self._leading(group)
        peak = self._scene.peak in group
        wanted, why = wanted_action_size(self._scene, lead, peak=peak)
        if (not self.setups and not self._scene.goes_on) or self._arrives_elsewhere(index):
            wanted, why = max(wanted, MLS), f"{why}; a scene begins with some room"
        last = group[-1] == len(self._beats) - 1
        candidates = list(action_candidates(self._scene, lead, wanted, why, last=last))
        choice = self._choose(candidates, lead, peak)
        self._add_wished(choice, beat, self._panels(group, PANEL_WORDS), group[0])
        self._extra_shots(group)
        if lead.entering or len(group) > 3:
            self._exchange = min(self._exchange, 1)  # after somebody came or much happened the talk begins anew
        return group[-1] + 1

    def _arrives_elsewhere(self, index: int) -> bool:
        """Tell whether the scene has just cut to another place."""
        before = self._beats[index - 1].elsewhere if index else None
        return self._beats[index].elsewhere != before

    def _action_group(self, index: int) -> list[int]:
        """Return the beats that go into one shot with the beat at `index`."""
        first = self._beats[index]
        group = [index]
        words = first.words
        if not first.people and first.words <= _PRELUDE_WORDS and self._is_prelude(index):
            return [index, *self._action_group(index + 1)]
        if first.striking or (first.look is not None and first.look.notices and first.wish is None):
            return [*group, *self._afterwords(index)]
        for after in range(index + 1, len(self._beats)):
            beat = self._beats[after]
            if not beat.joined:
                if words + beat.words > SHOT_WORDS or not _shares_shot(first, beat):
                    break
                words += beat.words
            group.append(after)
        return group

    def _afterwords(self, index: int) -> list[int]:
        """Return the beats that end a striking one: `She fires. BANG!`, `A NOTE. It says: "Gone."`"""
        found: list[int] = []
        shown = {*self._beats[index].props}
        for after in range(index + 1, len(self._beats)):
            beat = self._beats[after]
            plain = beat.kind == "action" and not beat.people and shown.issuperset((*beat.striking, *beat.props))
            short = beat.words <= _AFTERSOUND_WORDS or bool(writing_in(beat.text))
            if not beat.joined and not (plain and short and not beat.wish and not beat.cut):
                break
            found.append(after)
        return found

    def _is_prelude(self, index: int) -> bool:
        """Tell whether a few words without people (`The door opens.`) lead to what somebody does next."""
        after = self._beats[index + 1] if index + 1 < len(self._beats) else None
        first = self._beats[index]
        return (
            after is not None
            and after.kind == "action"
            and bool(after.people)
            and after.paragraph == first.paragraph
            and after.wish is None
            and not after.cut
            and first.wish is None
            and not first.striking
            and self._seen_through(first) is None
        )

    def _leading(self, group: list[int]) -> Beat:
        """Return the beat that decides the picture of a group: the one with people and the most heat."""
        return max((self._beats[index] for index in group), key=lambda beat: (bool(beat.people), beat.heat))

    def _panels(self, group: list[int], limit: int) -> tuple[tuple[int, ...], ...]:
        """Divide the beats of a shot into panels by their words."""
        panels: list[list[int]] = [[]]
        words = 0
        for index in group:
            count = self._beats[index].words
            if panels[-1] and words + count > limit and count > _AFTERTHOUGHT_WORDS:
                panels.append([])
                words = 0
            panels[-1].append(index)
            words += count
        return tuple(tuple(panel) for panel in panels)

    # Speech

    def _speech(self, index: int) -> int:
        beat = self._beats[index]
        peak = self._scene.peak == index
        wanted, why = wanted_speech_size(beat, self._exchange, peak=peak)
        if not self.setups and not self._scene.goes_on:
            wanted = max(wanted, MLS)
        candidates = speech_candidates(self._scene, beat, wanted, why, self._exchange)
        choice = self._choose(list(candidates), beat, peak)
        group = self._speech_group(index, choice.picture)
        panels = self._panels(group, SPEECH_PANEL_WORDS)
        if len(panels) > 1 and choice.picture.move == "static" and choice.picture.framing != "ots":
            choice = replace(
                choice,
                picture=replace(choice.picture, move="push in"),
                reason=f"{choice.reason}; a long speech, so the camera moves in",
            )
        self._add_wished(choice, beat, panels, index)
        self._exchange += 1
        return group[-1] + 1

    def _speech_group(self, index: int, chosen: Picture) -> list[int]:
        """Return the beats of a speech that stay in one shot, and a short answer that shares a two-shot."""
        first = self._beats[index]
        group = [index]
        words = first.words
        for after in range(index + 1, len(self._beats)):
            beat = self._beats[after]
            if beat.joined:
                group.append(after)
                continue
            if beat.kind != "speech" or beat.wish is not None or beat.cut or beat.elsewhere != first.elsewhere:
                break
            if beat.continues:
                if words + beat.words > 2 * SPEECH_PANEL_WORDS or abs(beat.heat - first.heat) > 0.5:
                    break
            elif beat.dual and first.line is not None and len(group) == 1 and len(chosen.subject) > 1:
                pass
            elif not self._shares_frame(first, beat, words, chosen):
                break
            group.append(after)
            words += beat.words
        return group

    def _shares_frame(self, first: Beat, answer: Beat, words: int, chosen: Picture) -> bool:
        return (
            chosen.framing in ("two-shot", "group")
            and answer.speaker in chosen.subject
            and words + answer.words <= _SHARED_LINES_WORDS
            and max(first.heat, answer.heat) < 0.5
        )

    # Shots that are added beside the beats

    def _extra_shots(self, group: list[int]) -> None:
        """Add an insert of a telling thing, and what somebody discovers, where no beat of their own tells them."""
        main = self.setups[-1]
        for index in group:
            beat = self._beats[index]
            for prop in beat.striking[:1]:
                if prop in self._inserted or main.picture.subject == (prop,) or self._is_asked_for(prop, index + 1):
                    self._inserted.add(prop)
                    continue
                self._inserted.add(prop)
                size = CU if prop not in vocabulary().big_props else MCU
                self._add(
                    Setup(
                        picture=picture(size, "insert", (prop,)),
                        panels=(),
                        around=index,
                        role=f"insert {prop}",
                        caption=_caption(beat, prop),
                        reason=f"the {prop} matters, so it is shown for itself",
                    )
                )
        self._point_of_view(group[-1])

    def _is_asked_for(self, prop: str, index: int) -> bool:
        """Tell whether the writer asks for a picture of a thing at a beat."""
        wish = self._beats[index].wish if index < len(self._beats) else None
        return wish is not None and prop in wish.subject

    def _point_of_view(self, index: int) -> None:
        beat = self._beats[index]
        look = beat.look
        if look is None or not look.notices or beat.wish is not None or len(beat.people) > 2:
            return
        following = self._beats[index + 1] if index + 1 < len(self._beats) else None
        if (
            following is not None
            and following.kind == "action"
            and following.wish is None
            and look.viewer not in following.people
        ):
            return  # the next beat is told through their eyes, see _choose
        target = look.target
        in_talk = following is not None and following.kind == "speech" and target in following.people
        if target is None or in_talk or target in self._inserted or self._is_asked_for(target, index + 1):
            return
        if (look.viewer, target) in self._seen:
            return
        self._seen.add((look.viewer, target))
        person = target in self._scene.looks
        if person and all(actor.name != target for actor in beat.actors):
            return  # seen somewhere else, which a picture of its own has shown
        size = MLS if person else CU
        self._inserted.add(target)
        self._add(
            Setup(
                picture=picture(size, "pov", (target,), look.viewer),
                panels=(),
                around=index,
                role=f"pov {target}",
                caption=target if person else _caption(beat, target),
                reason=f"what {look.viewer} sees",
            )
        )

    def _seen_through(self, beat: Beat) -> str | None:
        """Return who has just noticed something that this beat describes."""
        position = self._positions[id(beat)]
        if position == 0 or beat.kind != "action":
            return None
        look = self._beats[position - 1].look
        if look is None or not look.notices or look.viewer in beat.people:
            return None
        return look.viewer if any(actor.name == look.viewer for actor in beat.actors) else None

    # Choosing

    def _choose(self, candidates: list[Candidate], beat: Beat, peak: bool) -> Choice:
        viewer = self._seen_through(beat)
        if viewer is not None:
            things = beat.people[:2] or beat.striking[:1] or beat.props[:1]
            size = FS if beat.people else CU if things else LS
            if len(beat.people) == 1 and beat.heat >= 0.5:
                size = MLS
            candidates.insert(
                0, Candidate(picture=picture(size, "pov", things, viewer), cost=-0.8, why=f"what {viewer} sees")
            )
        moment = Moment(
            beat=beat, peak=peak, before=tuple(setup.picture for setup in self.setups[-4:]), close_run=self._close_run
        )
        return choose(candidates, moment)

    def _add_wished(self, choice: Choice, beat: Beat, panels: tuple[tuple[int, ...], ...], around: int) -> None:
        """Add a shot as chosen, with what the writer asks instead where there is a wish."""
        if beat.wish is None:
            self._add(
                Setup(
                    picture=choice.picture, panels=panels, around=around, reason=choice.reason, rejected=choice.rejected
                )
            )
            return
        last = self.setups[-1] if self.setups else None
        granted, reason = grant(beat.wish, choice.picture, beat, self._scene, last.picture if last else None)
        asked = Setup(
            picture=granted, panels=panels, around=around, reason=reason, rejected=choice.rejected, wish=beat.wish
        )
        if last is not None and last.wish is None and last.panels and _show_one_thing(last.picture, granted):
            told = (*last.panels[:-1], (*last.panels[-1], *panels[0]), *panels[1:])
            self.setups[-1] = replace(asked, panels=told, around=last.around)
        else:
            self._add(asked)
        self._inserted.update(granted.subject)

    def _add(self, setup: Setup) -> None:
        self.setups.append(setup)
        self._close_run = self._close_run + 1 if is_close(setup.picture) else 0

    def _join(self, index: int) -> None:
        """Tell a beat without a shot of its own in the shot before it."""
        last = self.setups[-1]
        panels = (*last.panels[:-1], (*last.panels[-1], index)) if last.panels else ((index,),)
        self.setups[-1] = replace(last, panels=panels)


def _shares_shot(first: Beat, beat: Beat) -> bool:
    """Tell whether a beat of action goes on with what its shot began with."""
    if beat.kind != "action" or beat.wish is not None or beat.cut or beat.elsewhere != first.elsewhere:
        return False
    if beat.striking or beat.entering or beat.leaving or (beat.look is not None and beat.look.notices):
        return False
    follows = _follows_closely(first, beat)
    if beat.paragraph != first.paragraph and not follows:
        return False
    if beat.people[:1] != first.people[:1] and (beat.people or (beat.props and not follows)):
        return False
    if beat.pose is not None and (needs_room(beat) != needs_room(first) or touches(beat) != touches(first)):
        return False
    return _is_violent(beat) == _is_violent(first) and abs(beat.heat - first.heat) <= _ONE_SHOT_HEAT


def _follows_closely(first: Beat, beat: Beat) -> bool:
    """Tell whether a beat belongs to one of another paragraph: the same person goes on, or something sounds."""
    if first.wish is not None:
        return False
    same = beat.people[:1] == first.people[:1]
    goes_on = same and (beat.words <= _AFTERWORDS or (bool(first.people) and beat.pose == first.pose))
    return goes_on or (beat.words <= _AFTERSOUND_WORDS and not beat.people and not beat.props)


def _is_violent(beat: Beat) -> bool:
    return "big" in beat.events or "fight" in beat.events


def _show_one_thing(first: Picture, second: Picture) -> bool:
    """Tell whether two pictures are inserts of the same thing, so that one of them tells both."""
    return first.framing == second.framing == "insert" and first.subject == second.subject


def _caption(beat: Beat, prop: str) -> str:
    """Return the words under a picture of a thing: as the script writes it."""
    written = beat.written.get(prop, prop)
    if is_korean(written):
        return vocabulary().action.korean_word(tokens_of(written)[-1])
    return f"{written[:1].upper()}{written[1:].lower()}."
