"""Who is who: the cast of a screenplay, with every way the script writes each of them.

Enters: cues, the sentences of the action, overrides from the project. Leaves: `Cast`: members with their looks, and the
`NameIndex` by which the rest of the planner finds them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal, cast

from screenplay2board.diagnostics import Diagnostics, Span, nearest
from screenplay2board.plan.beings import BeingFound, beings_of
from screenplay2board.plan.directions import is_direction
from screenplay2board.plan.extras import extras_of
from screenplay2board.plan.genders import (
    SentencesByScene,
    gender_by_ending,
    gender_by_name,
    genders_by_pronoun,
    usual_gender,
)
from screenplay2board.plan.introductions import introductions
from screenplay2board.plan.looks import Description, choose_look, describe
from screenplay2board.plan.names import NameIndex
from screenplay2board.plan.strangers import Reveal, reveals, spoken_as
from screenplay2board.plan.types import CastMember, CastOverride, CharacterLook
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.wishes import cue_opens_shot, is_bare_shot_line
from screenplay2board.plan.words import Sentence, is_korean, tokens_of
from screenplay2board.plan.written import writing_place
from screenplay2board.screenplay.types import Element, Screenplay
from screenplay2board.stage.names import ANIMALS

Unseen = Literal["voice_over", "off_screen"]

_DRIVER = re.compile(r"\b(?:DRIVER|CABBIE|CABDRIVER|CHAUFFEUR)\b|기사$")
_SEPARATOR = re.compile(r"\s*(?:[&/+,·]|(?<=\s)(?:AND|and|UND|ET|Y)(?=\s))\s*")
_PARENTHESES = re.compile(r"\s*[(（][^()（）]*[)）]?")
_KINSHIP_PREFIXES = frozenset(
    {"YOUNG", "OLD", "OLDER", "YOUNGER", "LITTLE", "BABY", "TEEN", "TEENAGE", "GHOST", "FAKE"}
)
# What follows a role that stands for a name: MAN IN THE HAT.
_MORE_ABOUT = frozenset({"IN", "WITH", "FROM", "AT", "ON", "BEHIND", "ONE", "TWO", "THREE"})
# Words of a name that are compared with cues; nobody has more, and the ways to leave some out double with each.
_LONGEST_NAME = 6
# What stands for a name of several words is no shorter; Korean given names have two syllables.
_SHORTEST_PART = 3
# Of the people of a scene, so many are kept apart from each newcomer.
_MOST_PARTNERS = 16
_KOREAN_FULL_NAME = re.compile(
    r"(?:[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용])[가-힣]{2}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Who speaks: names as the cast has them, empty for everyone present. unseen: why they are not in the picture."""

    names: tuple[str, ...]
    unseen: Unseen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of a screenplay.

    voices: cues that are never seen, such as a narrator. extras: people without a name who only pass through. spoken:
    all names in cues. drivers: people who are called by that profession.
    """

    members: tuple[CastMember, ...]
    names: NameIndex
    looks: Mapping[str, CharacterLook]
    voices: frozenset[str]
    extras: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    drivers: frozenset[str] = frozenset()

    def opens_shot(self, element: Element) -> bool:
        """Tell whether a character element is a shot line."""
        return cue_opens_shot(element.text, self.spoken)

    def cue(self, element: Element) -> Cue:
        """Tell who speaks at a character element."""
        unseen = cast("Unseen | None", vocabulary().extensions.first(element.extension) if element.extension else None)
        parts = cue_names(element.text)
        if parts and _means_everyone(parts[0]):
            return Cue(names=(), unseen=unseen)
        people = tuple(dict.fromkeys(name for part in parts for name in self.names.people(part) or (part,)))
        if people and all(name in self.voices for name in people):
            unseen = unseen or "voice_over"
        return Cue(names=people, unseen=unseen)


@dataclass(slots=True)
class _Person:
    """What is gathered about a person or a group before the look is chosen. told: how many the text says they are."""

    name: str
    span: Span | None = None
    aliases: list[str] = field(default_factory=list[str])
    stated: list[str] = field(default_factory=list[str])
    texts: list[str] = field(default_factory=list[str])
    scenes: set[int] = field(default_factory=set[int])
    group: tuple[str, ...] = ()
    speaks: bool = False
    extra: bool = False
    kind: str = "person"
    told: int = 0


@lru_cache(maxsize=4096)
def cue_names(cue: str) -> tuple[str, ...]:
    """Split a cue into the names it holds, in upper case: `MINA & JUN (CONT'D)` -> MINA, JUN."""
    bare = _PARENTHESES.sub("", cue).strip().rstrip("^:").strip()
    bare = " ".join(bare.upper().split())
    return tuple(part for part in _SEPARATOR.split(bare) if part)


def build_cast(
    screenplay: Screenplay,
    action: SentencesByScene,
    overrides: Iterable[CastOverride],
    era: str | None,
    diagnostics: Diagnostics,
) -> Cast:
    """Gather the cast of a screenplay in order of appearance.

    action: the sentences of each scene's action. era: the time long ago in which it plays, None for today.
    """
    people, voices, spoken = _gather(screenplay, action)
    settled = {override.name.upper(): override for override in overrides}
    _check_overrides(settled, people, voices, diagnostics)
    for name, override in settled.items():
        if name in people:
            people[name].aliases.extend(alias.upper() for alias in override.aliases)
    names = NameIndex(_written_names(people))
    leads = {name for name, person in people.items() if not person.extra}
    surely, perhaps = genders_by_pronoun(people.keys(), leads, action, names)
    members: list[CastMember] = []
    looks: dict[str, CharacterLook] = {}
    seen_in: dict[int, list[CharacterLook]] = {}
    for person in people.values():
        for name in person.group or (person.name,):
            if name in looks:
                continue  # a member of a group who also speaks alone
            override = settled.get(name) or settled.get(person.name)
            description = _description(person, override)
            partners = [look for scene in sorted(person.scenes) for look in seen_in.get(scene, [])[-_MOST_PARTNERS:]]
            gender = (
                surely.get(person.name)
                or gender_by_name(person.name, *person.aliases)
                or perhaps.get(person.name)
                or usual_gender(name, *person.aliases)
                or gender_by_ending(person.name)
            )
            kind = (override and override.kind) or person.kind
            look = (
                choose_look(name, description, gender, partners, override, era)
                if kind == "person"
                else CharacterLook(kind=kind)
            )
            looks[name] = look
            for scene in person.scenes:
                seen_in.setdefault(scene, []).append(look)
            members.append(
                CastMember(
                    name=name,
                    look=look,
                    aliases=tuple(person.aliases),
                    years=override.years if override and override.years is not None else description.years,
                    description=(override.description if override else "") or _shown_description(person),
                    reference=override.reference if override else None,
                    span=person.span,
                )
            )
    extras = {name for person in people.values() if person.extra for name in person.group or (person.name,)}
    speakers = {person.name for person in people.values() if person.speaks}
    return Cast(
        members=tuple(members),
        names=names,
        looks=looks,
        voices=frozenset(voices),
        extras=frozenset(extras - speakers),
        spoken=spoken,
        drivers=frozenset(filter(_DRIVER.search, looks)),
    )


def _gather(screenplay: Screenplay, action: SentencesByScene) -> tuple[dict[str, _Person], set[str], frozenset[str]]:
    """Return everybody who speaks or is introduced, the voices that are never seen, and all names in cues."""
    written = {
        element.text: cue_names(element.text)
        for scene in screenplay.scenes
        for element in scene.elements
        if element.type == "character"
    }
    spoken = frozenset(name for names in written.values() for name in names)
    cues = {name for cue, names in written.items() if not cue_opens_shot(cue, spoken) for name in names}
    people: dict[str, _Person] = {}
    voices = {name for name in cues if _ends_as_voice(name)}
    for number, scene in enumerate(screenplay.scenes):
        sentences = {id(element): found for element, found in action[number]}
        for element in scene.elements:
            if element.type == "character" and not cue_opens_shot(element.text, spoken):
                for name in cue_names(element.text):
                    if name not in voices and not _means_everyone(name):
                        person = _add(people, name, element.span)
                        person.scenes.add(number)
                        person.speaks = True
            else:
                known = set(people)
                for sentence in sentences.get(id(element), ()):
                    _gather_introductions(people, sentence, element, cues - voices, number)
                _name_the_group(people, [people[name] for name in people if name not in known])
    for reveal in reveals(action, cache(lambda: NameIndex(_written_names(people)))):
        _fold_stranger(people, reveal)
    for reveal in list(spoken_as((person.name, person.speaks, person.scenes) for person in people.values())):
        _fold_stranger(people, reveal)
    return _fold_full_names({person.name: person for person in people.values()}), voices, spoken


def _fold_stranger(people: dict[str, _Person], reveal: Reveal) -> None:
    """Make a stranger who is only called by a role the person that the text names; one who speaks must be meant."""
    stranger, person = people.get(reveal.stranger), people.get(reveal.name)
    if (
        stranger is None
        or person is None
        or stranger is person
        or stranger.group
        or (stranger.speaks and not reveal.surely)
        or not _is_only_a_role(stranger.name)
    ):
        return
    person.aliases.append(stranger.name)
    person.stated.extend(stranger.stated)
    person.speaks = person.speaks or stranger.speaks
    person.extra = person.extra and stranger.extra
    person.texts.extend((stranger.name.lower(), *stranger.texts))
    person.scenes |= stranger.scenes
    people[stranger.name] = person


def _is_only_a_role(name: str) -> bool:
    """Tell whether somebody has no name yet: OLD MAN, MAN IN THE HAT, WAITER #2; CAPTAIN DIALLO has one."""
    tokens = tokens_of(name)
    hits = vocabulary().roles.find(tokens)
    if not hits:
        return False
    behind = tokens[hits[0].last + 1].text if hits[0].last + 1 < len(tokens) else ""
    more = behind in _MORE_ABOUT or behind.isdigit()
    return hits[-1].last == len(tokens) - 1 or (hits[0].first == 0 and more)


def _add(people: dict[str, _Person], name: str, span: Span, *, count: int = 0, cues: Set[str] = frozenset()) -> _Person:
    """Return the person or group of a name, new where the name is new. count: how many the text says a group has."""
    person = people.get(name) or _spelled_otherwise(people, name)
    if person is None:
        person = people[name] = _Person(name, span)
        words = tokens_of(name)
        hits = vocabulary().groups.find(words)
        usual = hits[-1].targets[0] if hits and hits[-1].last == len(words) - 1 else None  # SECURITY GUARDS, too
        if usual:
            person.group = tuple(_member_name(name, number, cues) for number in range(1, (count or int(usual)) + 1))
    return person


def _spelled_otherwise(people: dict[str, _Person], name: str) -> _Person | None:
    """Return whom another spelling of a name means: `MS PARK` for MS. PARK, `박형사` for 박 형사."""
    spelling = _spelling(name)
    person = next((person for other, person in people.items() if _spelling(other) == spelling), None)
    if person is not None:
        people[name] = person
        person.aliases.append(name)
    return person


@lru_cache(maxsize=4096)
def _spelling(name: str) -> str:
    """Return what spellings of one name have in common; Korean titles are written with a space or without."""
    bare = name.replace(".", "").removeprefix("THE ")
    return bare.replace(" ", "") if is_korean(bare) else bare


def _member_name(group: str, number: int, cues: Set[str]) -> str:
    """Return the name of one of a group: the cue `MAN #1` where two MEN have been seen, else `MEN 1`."""
    singular = _one_of(group)
    ordinal = ("FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH")[min(number, 5) - 1]
    spoken = (
        f"{singular} #{number}",
        f"{singular} {number}",
        f"{ordinal} {singular}",
        *((singular,) if number == 1 else ()),
    )
    return next((cue for cue in spoken if cue in cues), f"{group} {number}")


def _one_of(group: str) -> str:
    """Return what one of a group is called: POLICEMAN of POLICEMEN, COOK of COOKS."""
    return group[:-3] + "MAN" if group.endswith("MEN") else group.removesuffix("S")


def _gather_introductions(
    people: dict[str, _Person], sentence: Sentence, element: Element, cues: set[str], scene: int
) -> None:
    if is_bare_shot_line(sentence.text) or is_direction(sentence.text):
        return
    for name, size, told, text in extras_of(sentence):
        if name in people or (size == 1 and name in cues):
            continue
        person = _add(people, name, element.span, count=size, cues=cues)
        person.extra = True
        person.told = told
        if text:
            person.texts.append(text)
        if size > 1:
            person.group = tuple(_member_name(name, number, cues) for number in range(1, size + 1))
        person.scenes.add(scene)
    for being in beings_of(sentence):
        if being.name in people or being.name in cues:
            _tell_kind(people, being)
            continue
        person = _add(people, being.name, element.span)
        person.extra, person.kind = True, being.kind
        if being.number > 1:
            person.group = tuple(_member_name(being.name, number, cues) for number in range(1, being.number + 1))
        elif being.kind.upper() not in {*people, *cues}:
            person.aliases.append(being.kind.upper())
        person.scenes.add(scene)
    if not _may_introduce(sentence.text):
        return
    written = writing_place(sentence.text)
    for found in introductions(sentence, cues):
        if written is not None and found.start in written:
            continue
        name = " ".join(found.name.upper().split())
        if not found.surely and name not in cues:
            name = next((word for word in name.split() if word in cues), name)
        if _ends_as_voice(name):
            continue
        person = _add(people, name, element.span, count=found.size, cues=cues)
        person.extra = person.kind != "person"
        person.scenes.add(scene)
        if found.stated:
            person.stated.append(found.stated)
        if found.text:
            person.texts.append(found.text)


def _tell_kind(people: dict[str, _Person], being: BeingFound) -> None:
    """Let somebody who speaks be the animal that the action calls them: FOX, of whom it says `the fox digs`."""
    person = people.get(being.name)
    if person is not None and being.kind in ANIMALS and being.number == 1 and not person.stated:
        person.kind = being.kind


def _name_the_group(people: dict[str, _Person], newcomers: list[_Person]) -> None:
    """Let a nameless group be those whom its paragraph goes on to name: `Four people in a booth. DUTCH (50), ...`"""
    named = [person.name for person in newcomers if not person.extra and not person.group]
    for group in newcomers:
        if group.extra and group.group and len(named) > 1 and group.told == len(named):
            group.group, group.extra = tuple(named), False
            people[group.name] = people.pop(group.name)  # behind them, so that their looks are their own


def _may_introduce(text: str) -> bool:
    """Tell cheaply whether a sentence can introduce anybody: it has a parenthesis or two capitals in a row."""
    return is_korean(text) or "(" in text or "（" in text or re.search(r"[^\W\d_a-z]{2}", text) is not None


def _fold_full_names(people: dict[str, _Person]) -> dict[str, _Person]:
    """Make `MINA PARK`, who never speaks, and the cue `MINA` one person; `YOUNG MINA` stays another."""
    folded: dict[str, _Person] = {}
    for name, person in people.items():
        owner = _owner_of_full_name(name, person, people)
        if owner is None:
            folded.setdefault(name, person)
            continue
        owner.aliases.extend((name, *person.aliases))
        owner.stated[:0], owner.texts[:0] = person.stated, person.texts
        owner.scenes |= person.scenes
        folded.setdefault(owner.name, owner)
    owners = {written: person.name for person in folded.values() for written in (person.name, *person.aliases)}
    for person in folded.values():
        person.group = tuple(dict.fromkeys(owners.get(name, name) for name in person.group))
    return folded


def _owner_of_full_name(name: str, person: _Person, people: Mapping[str, _Person]) -> _Person | None:
    """Return the speaking person whose cue is one word of a silent person's name."""
    words = name.split()
    if not person.speaks and len(words) > 2 and (titled := _cue_within(words, people)) is not None:
        return titled
    if len(words) == 1 and _KOREAN_FULL_NAME.fullmatch(name) and not person.speaks:
        return people.get(name[1:])  # 이서연 speaks as 서연
    base = people.get(" ".join(words[1:]))
    if words[0] in _KINSHIP_PREFIXES and not person.speaks and base is not None and base.speaks and not base.stated:
        return base  # OLD PETRA (70), who is PETRA and nobody else
    if person.speaks or len(words) < 2 or words[0] in _KINSHIP_PREFIXES:
        return None
    if any(word.endswith(("'S", "’S")) for word in words):
        return None
    owners = [people[word] for word in words if word in people and people[word].speaks]
    given_name = bool(owners) and owners[0].name == words[0]  # DANNY SOTO is Danny, though his father is SOTO
    return owners[0] if len(owners) == 1 or given_name else None


def _cue_within(words: Sequence[str], people: Mapping[str, _Person]) -> _Person | None:
    """Return the one speaking person whose cue leaves words of a full name out: SHERIFF BATES of SHERIFF COLE BATES."""
    most = len(words) - 1
    shorter = {" ".join(kept) for count in range(2, most + 1) for kept in combinations(words[:_LONGEST_NAME], count)}
    speakers = {people[cue].name: people[cue] for cue in shorter if cue in people and people[cue].speaks}
    return next(iter(speakers.values())) if len(speakers) == 1 else None


def _written_names(people: Mapping[str, _Person]) -> list[tuple[str, tuple[str, ...]]]:
    """Return all written names with the people they mean: full names, aliases, then parts that only one person has."""
    rows = [(person.name, person.group or (person.name,)) for person in people.values()]
    rows += [(member, (member,)) for person in people.values() for member in person.group]
    rows += [(alias, person.group or (person.name,)) for person in people.values() for alias in person.aliases]
    parts: Counter[str] = Counter()
    owners: dict[str, tuple[str, ...]] = {}
    for person in people.values():
        for written in (person.name, *person.aliases):
            words = written.split()
            if len(words) < 2 or (words[0] in _KINSHIP_PREFIXES and not _is_role(words[-1])):
                continue
            for word in {words[0], words[-1]}:
                if word.isdigit() or word.startswith("#") or word.endswith(("'S", "’S")):
                    continue
                if len(word) < _SHORTEST_PART and not (is_korean(word) and word == words[-1] and not _is_role(word)):
                    continue  # 경비원 박씨 is 박씨
                if _is_part_of_name(word):
                    parts[word] += 1
                    owners[word] = person.group or (person.name,)
    taken = {row[0] for row in rows}
    rows += [(word, owners[word]) for word in owners if parts[word] == 1 and word not in taken]
    return rows


def _is_part_of_name(word: str) -> bool:
    """Tell whether one word of a name may stand for its person; `OLD` of `OLD MAN` may not."""
    return word not in _KINSHIP_PREFIXES and word not in {"MAN'S", "THE", "MR", "MRS", "MS", "DR", "FIRST", "SECOND"}


def _is_role(word: str) -> bool:
    return vocabulary().roles.first(word) is not None


@lru_cache(maxsize=4096)
def _means_everyone(name: str) -> bool:
    """Tell whether a cue is EVERYBODY, ALL and the like."""
    tokens = tokens_of(name)
    hits = vocabulary().everyone.find(tokens)
    return bool(hits) and hits[0].first == 0 and hits[0].last == len(tokens) - 1


def _ends_as_voice(name: str) -> bool:
    """Tell whether a cue is a voice: NARRATOR, RADIO VOICE, MINA'S VOICE."""
    tokens = tokens_of(name)
    hits = vocabulary().voices.find(tokens)
    return bool(hits) and hits[-1].last == len(tokens) - 1


def _description(person: _Person, override: CastOverride | None) -> Description:
    stated = "; ".join(person.stated)
    if override and override.description:
        stated = f"{override.description}; {stated}"
    names = (person.name, *person.aliases, *((_one_of(person.name),) if person.group else ()))
    return describe(", ".join(names), "; ".join(person.texts), stated=stated)


def _shown_description(person: _Person) -> str:
    return "; ".join(dict.fromkeys((*person.stated, *person.texts)))


def _check_overrides(
    settled: Mapping[str, CastOverride], people: Mapping[str, _Person], voices: set[str], diagnostics: Diagnostics
) -> None:
    known = {*people, *voices, *(member for person in people.values() for member in person.group)}
    known |= {alias for person in people.values() for alias in person.aliases}
    for name, override in settled.items():
        if name not in known:
            near = nearest(name, sorted(known))
            diagnostics.warning(
                "S2B203",
                f"`{name}` of the cast speaks nowhere and is not introduced in the screenplay",
                override.span,
                hint=f"did you mean `{near}`?" if near else "remove the entry, or write the name as the cues do",
            )
