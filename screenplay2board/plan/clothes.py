"""What people take off and put on: who took the hat off is bareheaded from then on, who is given it wears it.

Enters: sentences with their facts. Leaves: for each person what differs from their look: garments of `stage/names.py`,
and `no hat`, `no scarf` for what they laid off (`Actor.wears`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from screenplay2board.plan.cast import Cast
from screenplay2board.plan.facts import Facts
from screenplay2board.plan.looks import describe
from screenplay2board.plan.setting import Setting
from screenplay2board.plan.types import Actor, CharacterLook, garment_kind
from screenplay2board.plan.words import Sentence, is_korean

_WHAT = r"(?P<what>(?:(?:his|her|their|the|an?) )?(?:[\w’'-]+ ){0,3}?(?:[\w’'-]+))"
_END = r"(?=\s*(?:[.,;!?—–]|--|and\b|as\b|then\b|from\b|over\b|to\b|on\b|with\b|before\b|while\b|at\b|in\b|$))"
_OFF = re.compile(
    rf"\b(?:takes?|pulls?|slips?|tears?|rips?|peels?|shrugs?|tugs?|yanks?|strips?|lifts?|whips?) off {_WHAT}{_END}"
    rf"|\b(?:takes?|pulls?|tears?|tugs?|yanks?) (?P<held>(?:his|her|their|the) (?:[\w’'-]+ ){{0,2}}[\w’'-]+) off{_END}"
    rf"|\b(?:removes?|doffs?|sheds?|unbuttons?|unzips?|unties?|shrugs? out of|slips? out of|steps? out of|hangs up) "
    rf"(?P<shed>(?:his|her|their|the) (?:[\w’'-]+ ){{0,2}}[\w’'-]+){_END}"
)
_ON = re.compile(
    rf"\b(?:puts?|pulls?|slips?|throws?|shrugs?|ties|straps?|jams?|tugs?|gets?|buttons?(?: up)?|zips?(?: up)?|dons?)"
    rf"(?: (?:on|into))? {_WHAT}{_END}"
)
# `his hat gone`: what somebody has lost.
_GONE = re.compile(r"\b(?:his|her) (hat|cap|coat|jacket|glasses|scarf|apron|tie) (?:is |now )?(?:gone|lost|missing)\b")
_ON_WORDS = re.compile(r"\b(?:on|into|zips?|buttons?|dons?)\b")
# `sets it on his head`, `puts the cap on the boy's head`, `drapes his jacket over her shoulders`.
_ON_SOMEBODY = re.compile(
    r"\b(?:puts?|sets?|places?|lays?|drapes?|hangs?|wraps?|drops?|jams?|plants?|throws?) "
    r"(?P<what>it|(?:(?:his|her|the|an?) )(?:[\w’'-]+ ){0,2}?[\w’'-]+) "
    r"(?:on(?:to)?|over|around|about) (?P<whose>his|her|the [\w’'-]+?['’]s|[A-Z][\w-]+['’]s) (?:own )?"
    r"(?P<part>head|shoulders|neck|face|nose)\b"
)
_KOREAN_OFF = re.compile(r"(?P<what>[가-힣]+ ?[가-힣]*?)[을를] (?:벗|풀)")
_KOREAN_ON = re.compile(r"(?P<what>[가-힣]+ ?[가-힣]*?)[을를] (?:입|쓴|쓰고|쓰며|걸치|두르|두른|신|낀|끼고)")
# What is worn over something else, so that it can be taken off among people; and what is seen then.
_OUTER = frozenset(
    {
        "jacket",
        "blazer",
        "leather_jacket",
        "denim_jacket",
        "bomber",
        "suit",
        "tuxedo",
        "waistcoat",
        "frock_coat",
        "coat",
    }
    | {"trench_coat", "parka", "puffer", "raincoat", "cloak", "robe", "hoodie", "cardigan", "sweater", "lab_coat"}
    | {"fire_coat", "hi_vis", "overalls", "dress_uniform", "police_uniform", "army_uniform", "chef_jacket"}
)
# A hat in the hand, or one that somebody does something with.
_HANDLED = re.compile(
    r"\bin (?:his|her) (?:hands?|lap)\b"
    r"|\b(?:holds?|grabs?|picks?|tips?|lifts?|clutch\w*|turns?|throws?|catch\w*|hands?|gives?)\b"
)
# `a straw hat on her knees`: the one that is put on later.
_HAT_BESIDE = re.compile(
    r"\b(?:an?|his|her) ((?:[\w-]+ ){0,2}(?:hat|cap|helmet|beret|bonnet)) (?:on|in) (?:his|her) (?:knees?|lap|hands?)\b"
)
# Who tips a hat wears one.
_TIPPED = re.compile(r"\b(?:tips?|touch(?:es)?|adjusts?|straightens?|pulls? down) (?:his|her) (hat|cap)\b")
_UNDER = {"female": "blouse", "male": "shirt"}
_UNDER_YOUNG = "tee"
_UNDERS = frozenset({*_UNDER.values(), _UNDER_YOUNG})
_KINDS = ("hat", "glasses", "top")


@dataclass(slots=True)
class Clothes:
    """What everybody has taken off and put on so far."""

    _worn: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _last: str | None = None
    _told_hats: dict[str, str] = field(default_factory=dict[str, str])
    _place: tuple[bool, str] | None = None

    def enter(self, setting: Setting, told: Iterable[Sentence], cast: Cast) -> None:
        """Begin a scene: time that has passed, and going out or in, dress everybody as usual again.

        told: its action. Who takes something off in it that nobody has spoken of has worn it from its beginning.
        """
        place = (setting.interior, setting.time_of_day)
        if self._place is not None and place[1] != self._place[1]:
            self._worn.clear()
        elif self._place is not None and place != self._place:
            for changes in self._worn.values():
                for kind in [kind for kind, worn in changes.items() if worn.startswith("no ") or worn in _UNDERS]:
                    del changes[kind]
        self._place = place
        self._foresee(told, cast)

    def _foresee(self, told: Iterable[Sentence], cast: Cast) -> None:
        spoken_of: str | None = None
        dressed: set[tuple[str, str]] = set()
        for sentence in told:
            people = [name for mention in cast.names.find(sentence.tokens) for name in mention.names]
            spoken_of = next((name for name in people if cast.looks[name].kind == "person"), spoken_of)
            if spoken_of is None:
                continue
            beside = _HAT_BESIDE.search(sentence.text)
            for _, hat in _garments(beside[1]) if beside is not None else ():
                self._told_hats[spoken_of] = hat
            off, on, _ = _changes(sentence.text)
            off += [match[1] for match in _TIPPED.finditer(sentence.text)]
            dressed.update((spoken_of, kind) for what in on for kind, _ in _garments(what))
            for kind, garment in (pair for what in off for pair in _garments(what)):
                if (spoken_of, kind) not in dressed and not _has_on(cast.looks[spoken_of], kind):
                    self._worn.setdefault(spoken_of, {}).setdefault(kind, garment)
                dressed.add((spoken_of, kind))

    def change(
        self, sentence: Sentence, facts: Facts, looks: Mapping[str, CharacterLook], there: Iterable[str]
    ) -> None:
        """Let who acts in a sentence take off and put on what it says."""
        doer = next((name for name in facts.subjects if name in looks and looks[name].kind == "person"), None)
        if doer is None:
            return
        off, on, given = _changes(sentence.text)
        self._keep_on(doer, sentence.text, looks[doer], facts)
        for what in off:
            self._take_off(doer, what, looks[doer], facts)
        for what in on:
            self._put_on(doer, what, looks[doer], facts)
        if given is not None:
            what, whose = given
            other = _other(whose, doer, facts, looks, there)
            self._put_on(other, self._last if what == "it" else what, looks[other], facts)
            if other != doer and not off:
                self._take_off(doer, what, looks[doer], facts)

    def dress(self, actors: Iterable[Actor]) -> tuple[Actor, ...]:
        """Return the actors with what they wear now."""
        return tuple(
            replace(actor, wears=tuple(self._worn[actor.name].values())) if self._worn.get(actor.name) else actor
            for actor in actors
        )

    def _keep_on(self, name: str, text: str, look: CharacterLook, facts: Facts) -> None:
        """Let a hat that is only spoken of be on the head: `a wool cap, looks through binoculars`."""
        worn = self._worn.get(name, {}).get("hat", look.hat)
        if worn is not None and not worn.startswith("no ") and not _HANDLED.search(text):
            facts.props = [prop for prop in facts.props if prop != "hat"]
            facts.held = {n: [p for p in props if p != "hat"] for n, props in facts.held.items()}

    def _take_off(self, name: str, what: str, look: CharacterLook, facts: Facts) -> None:
        worn = self._worn.setdefault(name, {})
        for kind, garment in _garments(what):
            self._last = what
            if kind == "top" and garment in _OUTER:
                worn[kind] = _UNDER_YOUNG if look.age in ("child", "teen") else _UNDER[look.gender]
            elif kind in ("hat", "glasses"):
                worn[kind] = f"no {kind}"
            elif kind != "top":
                worn[kind] = f"no {garment}"
            if kind == "hat":
                facts.held.setdefault(name, []).append("hat")

    def _put_on(self, name: str, what: str | None, look: CharacterLook, facts: Facts) -> None:
        worn = self._worn.setdefault(name, {})
        for kind, garment in _garments(what or ""):
            own = look.hat or self._told_hats.get(name)  # a straw hat on her knees
            worn[kind] = own if own and kind == "hat" and _is_bare(what or "") else garment
            if kind == "hat":
                facts.props = [prop for prop in facts.props if prop != "hat"]
                facts.striking = [prop for prop in facts.striking if prop != "hat"]
                facts.held = {n: [p for p in props if p != "hat"] for n, props in facts.held.items()}


def _changes(text: str) -> tuple[list[str], list[str], tuple[str, str] | None]:
    """Return what is taken off, what is put on, and (what, whose) is put on somebody."""
    if is_korean(text):
        return (
            [match["what"] for match in _KOREAN_OFF.finditer(text)],
            [match["what"] for match in _KOREAN_ON.finditer(text)],
            None,
        )
    given = _ON_SOMEBODY.search(text)
    off = [match["what"] or match["held"] or match["shed"] for match in _OFF.finditer(text)]
    off += [match[1] for match in _GONE.finditer(text)]
    on = [
        match["what"]
        for match in _ON.finditer(text)
        if _ON_WORDS.search(match[0][: match.start("what") - match.start()])
    ]
    return off, on if given is None else [], None if given is None else (given["what"], given["whose"])


def _garments(what: str) -> list[tuple[str, str]]:
    """Return (kind, garment) of the words for something that is worn; each accessory is a kind of its own."""
    found = describe("", what, stated="")
    worn = [(kind, str(found.fields[kind])) for kind in _KINDS if kind in found.fields]
    return [*worn, *((name, name) for name in found.accessories if garment_kind(name) is not None)]


def _has_on(look: CharacterLook, kind: str) -> bool:
    """Tell whether somebody wears such a thing already, of tops one that can be taken off."""
    worn = {"hat": look.hat, "glasses": look.glasses, "top": look.top if look.top in _OUTER else None}
    return worn[kind] is not None if kind in worn else kind in look.accessories


def _is_bare(what: str) -> bool:
    """Tell whether words say no more than that it is a hat: then it is the one they have."""
    return what.split()[-1].lower() in ("hat", "cap", "모자")


def _other(whose: str, doer: str, facts: Facts, looks: Mapping[str, CharacterLook], there: Iterable[str]) -> str:
    """Return on whom it is put: who is named, else who is there and fits the pronoun; else who does it."""
    named = [name for name in facts.people if name != doer]
    if whose not in ("his", "her"):
        return next(iter(named), doer)
    gender = "male" if whose == "his" else "female"
    people = (name for name in (*named, *there) if name != doer and name in looks and looks[name].kind == "person")
    return next((name for name in people if looks[name].gender == gender), doer)
