"""Plan the shots of a screenplay: `Screenplay` and what people settled about the cast -> `ShotList`.

          sentences -> cast -> for each scene: setting -> beats -> grammar -> shots

The grammar is a function (`plan.beats.Grammar`) and can be replaced; everything else is understanding and book-keeping.
Diagnostics: S2B201 unknown word in a shot note, S2B202 empty shot note, S2B203 unknown character in the settings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.analysis import SceneReader
from screenplay2board.plan.beats import Grammar
from screenplay2board.plan.cast import Cast, build_cast
from screenplay2board.plan.coverage import cover
from screenplay2board.plan.numbering import ShotIds
from screenplay2board.plan.setting import Setting, era_of, goes_on_from, in_era, read_setting
from screenplay2board.plan.shots import shots_of
from screenplay2board.plan.types import CastOverride, ScenePlan, ShotList
from screenplay2board.plan.whereabouts import Whereabouts
from screenplay2board.plan.words import Sentence, sentences_of
from screenplay2board.screenplay.types import Element, Scene, Screenplay

_ACTION_TYPES = frozenset({"action", "centered"})


def plan(
    screenplay: Screenplay,
    *,
    cast: Iterable[CastOverride] = (),
    diagnostics: Diagnostics | None = None,
    grammar: Grammar = cover,
) -> ShotList:
    """Plan all scenes of a screenplay. cast: what people settled; grammar: chooses the shots of an analysed scene."""
    found = diagnostics if diagnostics is not None else Diagnostics()
    action = [_action_of(scene) for scene in screenplay.scenes]
    era = _era(screenplay, action)
    people = build_cast(screenplay, action, cast, era, found)
    return ShotList(
        file=screenplay.file,
        title=" ".join((screenplay.title_entry("title") or "").split()),
        cast=people.members,
        scenes=_scenes(screenplay, action, people, era, found, grammar),
    )


def _action_of(scene: Scene) -> list[tuple[Element, list[Sentence]]]:
    return [(element, sentences_of(element.text)) for element in scene.elements if element.type in _ACTION_TYPES]


def _era(screenplay: Screenplay, action: list[list[tuple[Element, list[Sentence]]]]) -> str | None:
    """Return the time long ago in which the screenplay plays, None for today."""
    headings = (
        sentence for scene in screenplay.scenes if scene.heading for sentence in sentences_of(scene.heading.text)
    )
    return era_of(chain(headings, (sentence for paragraphs in action for _, found in paragraphs for sentence in found)))


def _scenes(
    screenplay: Screenplay,
    action: list[list[tuple[Element, list[Sentence]]]],
    people: Cast,
    era: str | None,
    diagnostics: Diagnostics,
    grammar: Grammar,
) -> tuple[ScenePlan, ...]:
    ids = ShotIds()
    places: set[tuple[str, bool]] = set()
    before: Setting | None = None
    reader_before: SceneReader | None = None
    whereabouts = Whereabouts()
    plans: list[ScenePlan] = []
    for scene, paragraphs in zip(screenplay.scenes, action, strict=True):
        sentences = [sentence for _, found in paragraphs for sentence in found]
        setting = in_era(read_setting(scene.heading, sentences, before), era)
        place = (setting.location, setting.interior)
        same_moment = goes_on_from(scene.heading, setting, before)
        found = {id(element): sentences for element, sentences in paragraphs}
        reader = SceneReader(scene, setting, people, found, whereabouts, diagnostics)
        analysis = reader.read(new_place=place not in places, goes_on=same_moment, before=reader_before)
        whereabouts.leave(setting, reader.worlds.home)
        plans.append(
            ScenePlan(
                number=scene.number,
                heading=analysis.heading,
                location=setting.location,
                interior=setting.interior,
                set=setting.set,
                time_of_day=setting.time_of_day,
                weather=setting.weather,
                roster=analysis.roster,
                span=scene.span,
                shots=shots_of(analysis, grammar(analysis), ids, plans[-1].shots if plans else ()),
                synopsis=analysis.synopsis,
            )
        )
        places.add(place)
        before, reader_before = replace(setting, weather=reader.weather or setting.weather), reader
    return tuple(plans)
