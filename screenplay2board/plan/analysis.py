"""Understand a scene: its beats, with who is there and how, before any camera is thought of.

Enters: a `Scene`, its setting, the cast. Leaves: a `SceneAnalysis`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from screenplay2board.diagnostics import Diagnostics, Span
from screenplay2board.plan.asides import is_of_a_picture
from screenplay2board.plan.beats import Beat, SceneAnalysis, Transition
from screenplay2board.plan.cast import Cast, cue_names
from screenplay2board.plan.continuity import Continuity
from screenplay2board.plan.directions import (
    Direction,
    Montage,
    direction_of,
    flashback_heading,
    goes_back,
    is_montage_item,
    is_transition,
)
from screenplay2board.plan.facts import Facts
from screenplay2board.plan.intercuts import other_ends
from screenplay2board.plan.listeners import Hearers, listeners_of
from screenplay2board.plan.lookahead import driver_of, heading_says, heard_only, stay_on_the_line, there_from_the_start
from screenplay2board.plan.pending import (
    Pending,
    joined_span,
    merged,
    seen_by,
    sentence_of_note,
    shown_anew,
    span_of,
    tells_own_insert,
    told_camera,
)
from screenplay2board.plan.places import Worlds, called_place, leaves_a_house, told_place
from screenplay2board.plan.reading import read_sentence
from screenplay2board.plan.setting import Setting, in_era, read_setting, turn_of_weather
from screenplay2board.plan.speech import SpeechPart, pieces, speech_parts, tone
from screenplay2board.plan.subjects import Context
from screenplay2board.plan.telling import action_beat, silent_beat
from screenplay2board.plan.types import DialogueLine, Weather
from screenplay2board.plan.whereabouts import Whereabouts
from screenplay2board.plan.wishes import Command, is_bare_shot_line, opens_shot, read_note, read_shot_line
from screenplay2board.plan.words import Sentence, sentences_of, tokens_of
from screenplay2board.screenplay.scenes import parse_heading
from screenplay2board.screenplay.types import Element, Note, Scene
from screenplay2board.stage.names import VEHICLES as VEHICLE_KINDS

_PEAK_HEAT = 0.8
# A waiter who has brought the soup is gone after so many sentences without him.
_EXTRA_BEATS = 3
_WITH_PICTURES = frozenset({"photograph", "newspaper", "letter", "television"})


class SceneReader:
    """Reads one scene from its first element to its last."""

    def __init__(
        self,
        scene: Scene,
        setting: Setting,
        cast: Cast,
        action: Mapping[int, Sequence[Sentence]],
        whereabouts: Whereabouts,
        diagnostics: Diagnostics,
    ) -> None:
        """Prepare to read. action: the sentences of the action paragraphs, by `id` of their element."""
        self._whereabouts = whereabouts
        self._scene = scene
        self._setting = setting
        self._cast = cast
        self._action = action
        self._diagnostics = diagnostics
        self._context = Context(cast.looks, place=setting.set)
        self.worlds = Worlds(setting, cast.looks)
        self.intercut = False
        self._before: SceneReader | None = None
        self._idle_beats: dict[str, int] = {}
        self._beats: list[Beat] = []
        self._pending = Pending()
        self._paragraph = 0
        self._montage = Montage()
        self._pictured: set[str] = set()
        self._last_speaker: str | None = None
        self._transitions: list[Transition] = []
        self._synopsis: list[str] = []
        self.weather: Weather | None = None

    @property
    def people(self) -> Continuity:
        """Return who is where the camera is."""
        return self.worlds.people

    def read(self, *, new_place: bool, goes_on: bool, before: SceneReader | None) -> SceneAnalysis:
        """Read the scene. before: the reader of the scene before, whose people are still there if this one goes on."""
        self._whereabouts.clothes.enter(self._setting, chain.from_iterable(self._action.values()), self._cast)
        if before is not None:
            self._context.recent = list(before._context.recent)
        if goes_on and before is not None:
            self.people.take_over(before.worlds.home)
            self._context.subjects, self._context.game = before._context.subjects, before._context.game
        elif (waiting := self._whereabouts.still_at(self._setting, self._scene.heading)) is not None:
            self.people.take_over(*waiting)
        shared = before is not None and (before.intercut or heading_says(self._scene, "INTERCUT"))
        if before is not None and (
            shared or stay_on_the_line(before.worlds.home.on_the_phone, self._scene, self._cast)
        ):
            self.worlds.add(before.worlds.home_setting, before.worlds.home)
        self._before = before
        self.worlds.came_from = before.worlds.home_setting if before is not None else None
        self._montage.running = heading_says(self._scene, "MONTAGE", "SERIES OF SHOTS", "몽타주")
        driver = driver_of(self._scene, self._cast, self._action)
        self.people.driver = driver or self._whereabouts.driver(self._setting)
        self.people.bring(there_from_the_start(self._scene, self._cast, self.worlds))
        elements = self._scene.elements
        index = 0
        while index < len(elements):
            index = self._element(elements, index)
        self._leave_no_note_behind()
        heading = elements[0] if elements and elements[0].type == "scene_heading" else None
        hottest = max(range(len(self._beats)), key=lambda i: (self._beats[i].heat, -i), default=None)
        return SceneAnalysis(
            number=self._scene.number,
            heading=heading.text if heading else "",
            heading_span=heading.span if heading else self._scene.span,
            setting=self._setting,
            new_place=new_place,
            goes_on=goes_on,
            roster=self.worlds.roster,
            looks=dict(self._cast.looks),
            beats=tuple(self._beats),
            peak=hottest if hottest is not None and self._beats[hottest].heat >= _PEAK_HEAT else None,
            transitions=tuple(self._transitions),
            synopsis=" ".join(self._synopsis),
        )

    def _element(self, elements: Sequence[Element], index: int) -> int:
        """Read the element at `index`, a speech as a whole; return the index behind it."""
        element = elements[index]
        if element.type == "character":
            end = index + 1
            while end < len(elements) and elements[end].type in ("parenthetical", "dialogue", "lyrics"):
                end += 1
            self._paragraph += 1
            if self._cast.opens_shot(element):
                self._shot_line_with_text(elements[index:end])
            else:
                self._speech(element, elements[index + 1 : end])
            return end
        self._single(element)
        return index + 1

    def _single(self, element: Element) -> None:
        if element.type == "action" and is_transition(element.text):
            self._transitions.append(Transition(element.text.strip(), element.span, not self._beats))
        elif element.type == "centered" and self._beats:
            self._pending.joined = True  # `THE END` is written on the picture before it
            self._paragraph_of_action(element)
        elif element.type in ("action", "centered", "lyrics", "dialogue", "parenthetical"):
            self._paragraph += 1
            self._paragraph_of_action(element)
        elif element.type == "transition":
            if goes_back(element.text):
                self.worlds.return_home()
            elif element.text.strip().upper().startswith("INTERCUT"):
                self._cut_between(element.text)
            self._transitions.append(Transition(element.text.strip(), element.span, not self._beats))
            self._notes_before(element.notes)
        elif element.type == "note":
            own = element.notes or (Note(text=element.text, span=element.span),)
            self._notes_before(own)
        elif element.type == "scene_heading":
            self._notes_before(element.notes)
            if opens_shot(element.text):
                self._pending.wish = read_shot_line(element.text, self._cast.names)
        elif element.type == "synopsis":
            self._synopsis.append(element.text.strip())

    # Notes

    def _notes_before(self, notes: Sequence[Note]) -> None:
        """Keep what notes ask for the beat that follows them."""
        for note in notes:
            self._ask(self._pending, read_note(note, self._cast.names, self._diagnostics))

    def _ask(self, pending: Pending, command: Command) -> None:
        if command.kind == "shot":
            pending.wish = command.wish
            pending.cut = True
        elif command.kind == "cut":
            pending.cut = True
        elif command.kind == "no_shot":
            pending.joined = True
        elif command.text:
            pending.notes.append(command.text)

    def _leave_no_note_behind(self) -> None:
        """Give the scene's last beat the plain notes that nothing follows."""
        left = self._pending.take()
        if left.notes and self._beats:
            last = self._beats[-1]
            self._beats[-1] = replace(last, notes=(*last.notes, *left.notes))
        for text, span in left.lead_in:
            sentence = Sentence(text, 0, tokens_of(text))
            if direction_of(text) is not None and self._beats:
                self._beats.append(silent_beat(self._beats[-1], sentence, span, Pending(), self._paragraph))
                continue
            self._sentence(sentence, span, Pending(wish=left.wish, cut=True))
        if left.wish is not None and not left.lead_in and self._beats and self._beats[-1].wish is None:
            self._beats[-1] = replace(self._beats[-1], wish=left.wish, cut=True)

    # Action

    def _paragraph_of_action(self, element: Element) -> None:
        if direction_of(element.text) == "flashback":
            whole = Sentence(element.text, 0, tokens_of(element.text))
            self._direct("flashback", whole, element.span, self._pending.take())
            return
        sentences = self._action.get(id(element)) or sentences_of(element.text)
        asked: dict[int, Pending] = {}
        for note in element.notes:
            command = read_note(note, self._cast.names, self._diagnostics)
            place = sentence_of_note(element, note, sentences)
            if place >= len(sentences):
                if command.kind == "cut" or not sentences:
                    self._ask(self._pending, command)
                    continue
                place = len(sentences) - 1
            if command.kind == "no_shot":
                place = 0
            self._ask(asked.setdefault(place, Pending()), command)
        for number, sentence in enumerate(sentences):
            pending = merged(self._pending.take(), asked.get(number))
            direction = direction_of(sentence.text)
            if direction is not None:
                self._direct(direction, sentence, span_of(element, sentence), pending)
            elif is_bare_shot_line(sentence.text) and not self._cast.names.people(sentence.text):
                self._open_shot(sentence, span_of(element, sentence), pending)
            else:
                self._sentence(sentence, span_of(element, sentence), pending)

    def _direct(self, direction: Direction, sentence: Sentence, span: Span, pending: Pending) -> None:
        """Keep a line that steers the film: it stands under a picture and makes none of its own."""
        if direction in ("montage", "memory"):
            self._montage.begin()
        elif direction in ("end", "back", "later"):
            self._montage.running = False
            self.worlds.return_home()
        if direction == "flashback":
            heading = parse_heading(flashback_heading(sentence.text))
            home = self.worlds.home_setting
            self.worlds.enter(in_era(read_setting(heading, (), home), home.era))
        elif direction == "intercut":
            called = called_place(sentence, self._cast.names, self.worlds.home)
            self._cut_between(sentence.text if called is None else "")
            self.worlds.share_with(called)
        elif direction == "later" or (direction == "end" and "INTERCUT" in sentence.text.upper()):
            self.intercut = False
        if direction == "later":
            pending = shown_anew(pending, sentence)
        plain = pending.wish is None and not pending.lead_in and not pending.cut
        if self._beats and plain and direction in ("end", "back", "title"):
            self._beats.append(silent_beat(self._beats[-1], sentence, span, pending, self._paragraph))
        else:
            self._pending = replace(pending, lead_in=[*pending.lead_in, (sentence.text, span)])

    def _cut_between(self, line: str) -> None:
        """Let this scene and the places that a line names share what follows.

        Where it names none it is the scene before, or at the end of the scene the next one.
        """
        self.intercut = True
        others = list(other_ends(line, self.worlds.home_setting, self._whereabouts, self._cast.looks))
        for setting, people in others:
            people.remove(self.worlds.home.roster)  # who has come here is not there any more
            self.worlds.cut_between(setting, people)
        if not others and self._before is not None and not self.worlds.is_split:
            self.worlds.cut_between(self._before.worlds.home_setting, self._before.worlds.home)

    def _open_shot(self, sentence: Sentence, span: Span, pending: Pending) -> None:
        """Keep a line that only opens a shot for the beat that comes next."""
        wish = read_shot_line(sentence.text, self._cast.names)
        if wish.direction == "back_to_scene":
            wish = None
        pending = self._told_by_itself(pending)
        self._pending = replace(
            pending, wish=pending.wish or wish, cut=True, lead_in=[*pending.lead_in, (sentence.text, span)]
        )

    def _told_by_itself(self, pending: Pending) -> Pending:
        """Make the last line that opens a shot a picture of its own; return what is still pending."""
        if pending.wish is None or not pending.lead_in:
            return pending
        text, opened = pending.lead_in[-1]
        earlier = replace(pending, lead_in=pending.lead_in[:-1], cut=True)
        self._sentence(Sentence(text, 0, tokens_of(text)), opened, earlier)
        return Pending()

    def _sentence(self, sentence: Sentence, span: Span, pending: Pending) -> None:
        opens = opens_shot(sentence.text) > 0 and not self._cast.names.people(sentence.text)
        own_insert = tells_own_insert(pending, sentence, self._cast.names)
        if pending.lead_in and sentence.text != pending.lead_in[-1][0] and (opens or own_insert):
            pending = self._told_by_itself(pending)  # two shot lines in a row are two pictures
        if opens:
            pending.wish = pending.wish or read_shot_line(sentence.text, self._cast.names)
            pending.cut = True
        elif pending.wish is None:
            pending.wish = told_camera(sentence, self._cast.names)
        pending.cut = pending.cut or is_montage_item(sentence.text)
        if self._montage.is_over(sentence.text, self._paragraph):
            self.worlds.return_home()
        if self._montage.begins_picture(self._paragraph, cut=pending.cut):
            self._cut_to_vignette(sentence)
            pending.cut = True
        self._context.present = self.worlds.everybody
        self.intercut = False
        self.weather = turn_of_weather(sentence) or self.weather
        facts = read_sentence(sentence, self._cast.names, self._context)
        if is_of_a_picture(sentence.text):
            self._pictured.update(name for name in facts.people if name not in self.people.present)
            facts = Facts(props=facts.props, striking=facts.striking, written=facts.written, turns_on_thing=True)
        self._pictured.difference_update(facts.people)
        if pending.wish is not None and pending.wish.framing == "pov":
            pending.wish = seen_by(pending.wish, self._context)
            if pending.wish.over:
                facts.leave_out(pending.wish.over)  # who looks is not who is seen
        shown = self.worlds.follow(sentence, facts, pending.wish, pending.lead_in, self._paragraph)
        there = self.people.present
        if not (self.worlds.elsewhere or self._setting).interior and leaves_a_house(sentence.text):
            facts.come_out(there)
        if facts.gone:
            self.people.remove(facts.leaving)
            facts.people = tuple(name for name in facts.people if name not in facts.leaving)
            facts.entering, facts.leaving = [], []
        here = [name for name in facts.people if self._is_really_here(name, facts) and name not in facts.owners]
        self.people.bring(here, afoot=[*facts.entering, *(name for name in here if facts.stands(name))])
        self._whereabouts.clothes.change(sentence, facts, self._cast.looks, self.people.present)
        self.people.act(facts)
        self._beats.append(
            action_beat(
                sentence,
                span,
                facts,
                pending,
                paragraph=self._paragraph,
                actors=self._whereabouts.clothes.dress(self.people.actors()) if shown is None else (),
                people=tuple(n for n in facts.people if n in self.people.present) if shown is None else (),
                elsewhere=shown or self.worlds.elsewhere,
                weather=self.weather,
            )
        )
        self.people.remove(facts.leaving)
        self._let_extras_go(facts.people)
        if pending.wish is not None and pending.wish.framing == "pov" and not self.worlds.looking_out:
            self.people.remove(name for name in self.people.present if name not in there)  # seen from afar

    def _cut_to_vignette(self, sentence: Sentence) -> None:
        """Begin a picture of a montage: in the place that it tells, else where its people were last; nobody else."""
        people = [name for mention in self._cast.names.find(sentence.tokens) for name in mention.names]
        here = self.worlds.home_setting
        if people and people[0] not in self.worlds.home.roster:
            here = self._whereabouts.of(people[0]) or here
        self.worlds.enter(told_place(sentence, here))

    def _let_extras_go(self, acting: Sequence[str]) -> None:
        """Let nameless people step out of the scene some beats after they have done what they came for."""
        for name in self.people.present:
            if name in self._cast.extras:
                self._idle_beats[name] = 0 if name in acting else self._idle_beats.get(name, 0) + 1
                if self._idle_beats[name] > _EXTRA_BEATS:
                    self.people.remove([name])

    def _is_really_here(self, name: str, facts: Facts) -> bool:
        """Tell whether a mention brings a person in; whoever is only looked at in a photograph stays away."""
        pictured = facts.seen_closely and not _WITH_PICTURES.isdisjoint(facts.props)
        own_car = self._setting.interior and self._cast.looks[name].kind in VEHICLE_KINDS  # the one they sit in
        if self.worlds.stays_away(name) or own_car:
            return False
        return name in facts.subjects or name in self.people.present or not pictured

    # Speech

    def _shot_line_with_text(self, elements: Sequence[Element]) -> None:
        """Read `CLOSE ON MINA'S HANDS` with text below it, which a Fountain reader takes for a speech."""
        for element in elements:
            self._paragraph_of_action(element)

    def _speech(self, cue_element: Element, elements: Sequence[Element]) -> None:
        self.intercut = False
        cue = self._cast.cue(cue_element)
        names = cue.names or self.people.present
        unseen = cue.unseen is not None and not (cue.unseen == "off_screen" and set(names) & set(self.people.present))
        unseen = (
            unseen or heard_only(elements) or (bool(names) and self._cast.voices.union(self._pictured) >= set(names))
        )
        self.worlds.look_back()
        if not unseen:
            self.worlds.go_to(names)
            self.people.bring(names)
            self.people.wake(names)
        parts = list(speech_parts(elements)) or [SpeechPart("", "", cue_element.span, ())]
        written = " & ".join(cue_names(cue_element.text)) or cue_element.text.strip()
        self._notes_before(cue_element.notes)
        continues = False
        for part in parts:
            span = joined_span(cue_element.span, part.span) if not continues else part.span
            self._part(part, span, written, names, unseen, cue_element, continues)
            continues = True
        self._last_speaker = names[0] if names else self._last_speaker
        self._let_extras_go(names)

    def _part(
        self,
        part: SpeechPart,
        span: Span,
        written: str,
        names: Sequence[str],
        unseen: bool,
        cue: Element,
        continues: bool,
    ) -> None:
        seen = tuple(name for name in names if name in self.people.present) if not unseen else ()
        facts = self._parenthetical(part.parenthetical, seen)
        feeling = next(iter(facts.emotions.values()), facts.mood) if facts else None
        lasting = self.people.emotion_of(seen[0]) if seen else "neutral"
        emotion, heat = tone(part.text, part.parenthetical, feeling, lasting, self.people.mood_around(seen))
        for name in seen:
            if emotion != "neutral":
                self.people.feel(name, emotion)
        here = Hearers(self._cast, self.people, self._context)
        listeners = listeners_of(part.text, seen, facts, self._last_speaker, here)
        self._turn_heads(seen, listeners)
        self._notes_before(part.notes)
        for number, text in enumerate(pieces(part.text)):
            pending = self._pending.take()
            parenthetical = part.parenthetical if number == 0 else ""
            self._beats.append(
                Beat(
                    kind="speech",
                    text=text,
                    span=span,
                    paragraph=self._paragraph,
                    words=len(text.split()),
                    actors=self._whereabouts.clothes.dress(self.people.actors(seen)),
                    people=(*seen, *listeners),
                    speaker=names[0] if names else None,
                    listeners=listeners,
                    unseen=not seen,
                    elsewhere=self.worlds.elsewhere,
                    weather=self.weather,
                    line=DialogueLine(
                        character=written, text=text, parenthetical=parenthetical, extension=cue.extension or ""
                    ),
                    continues=continues or number > 0,
                    heat=heat,
                    emotion=emotion,
                    pose=facts.telling_pose(seen[0]) if facts and seen else None,
                    events=frozenset(facts.events) if facts else frozenset(),
                    entering=tuple(facts.entering) if facts else (),
                    props=tuple(facts.props) if facts else (),
                    notes=tuple(pending.notes),
                    wish=pending.wish,
                    cut=pending.cut,
                    joined=pending.joined,
                    lead_in=tuple(pending.lead_in),
                    dual=cue.dual == "right" or len(seen) > 1,
                )
            )
        if facts:
            self.people.remove(facts.leaving)

    def _parenthetical(self, text: str, seen: tuple[str, ...]) -> Facts | None:
        """Read `(sitting down)`, `(to Jun)`, `(angrily)`: the speaker does it."""
        self.people.rest()
        if not text:
            return None
        context = self._context
        subjects, recent = context.subjects, list(context.recent)
        facts = Facts()
        for sentence in sentences_of(text):
            facts = read_sentence(sentence, self._cast.names, context, doer=seen)
            self.people.act(facts)
        context.subjects, context.recent = subjects, recent
        return facts

    def _turn_heads(self, seen: tuple[str, ...], listeners: tuple[str, ...]) -> None:
        for name in seen:
            self.people.face(name, listeners[0] if listeners else None)
        if seen:
            for name in listeners:
                self.people.face(name, seen[0])
            self._context.hear(seen, listeners)
        self._context.acted.clear()
