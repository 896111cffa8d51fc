"""How people look: words of introductions first, then defaults that belong to the name, unlike their scene partners'.

Enters: names, descriptions such as `30s, red coat`, evidence of gender, overrides. Leaves: `CharacterLook`.
Defaults come from the sha256 of the name, so a person is the same in every build; where two people of one scene would
be alike, the later one takes the least similar of several such defaults.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

from screenplay2board.plan.types import Age, CastOverride, CharacterLook, Gender
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import is_korean, tokens_of
from screenplay2board.stage.names import DRESSES, FEATURES, features_of

_AGE_IN_YEARS = re.compile(r"\b(\d{1,2})(?:['’]?s\b|\s*(?:years?|yrs?|세|살|대)|\b)")
_AGE_WORDS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"\bteens?\b|십대", re.IGNORECASE), 16),
    (re.compile(r"\btwenties\b|이십대", re.IGNORECASE), 25),
    (re.compile(r"\bthirties\b|삼십대", re.IGNORECASE), 35),
    (re.compile(r"\bforties\b|사십대", re.IGNORECASE), 45),
    (re.compile(r"\bfifties\b|오십대", re.IGNORECASE), 55),
    (re.compile(r"\bsixties\b|육십대", re.IGNORECASE), 65),
    (re.compile(r"\bseventies\b|칠십대", re.IGNORECASE), 75),
    (re.compile(r"\beighties\b|팔십대", re.IGNORECASE), 85),
)

# `king of the class` wears no crown.
_RANK_AMONG = re.compile(
    r"\b(?:king|queen|prince|princess|star|captain|god) of (?:the|his|her|their) [a-z]+", re.IGNORECASE
)

# `long black hair` tells a cut and a colour.
_CUT_AND_COLOUR = re.compile(r"\b(long|short|curly|wavy|messy|neat)[, ]+(\w+) hair\b", re.IGNORECASE)

_HAIR: dict[tuple[str, Gender], tuple[str, ...]] = {
    ("child", "female"): ("ponytail", "braids", "bob", "fringe", "wavy"),
    ("child", "male"): ("fringe", "messy", "short", "curly", "crop"),
    ("teen", "female"): ("long", "ponytail", "bob", "wavy", "braids", "curly_long", "long_bangs", "high_ponytail"),
    ("teen", "male"): ("messy", "short", "fringe", "curly", "buzz"),
    ("adult", "female"): (
        "long", "bob", "wavy", "ponytail", "bun", "curly_long", "pixie", "curly", "shoulder", "layered", "long_bangs",
        "chignon",
    ),
    ("adult", "male"): ("short", "side", "messy", "curly", "crew", "crop", "slick", "quiff", "widow_peak", "grown_out"),
    ("elder", "female"): ("bun", "curly", "bob", "pixie", "chignon", "shoulder"),
    ("elder", "male"): ("bald", "balding", "side", "short", "thin", "widow_peak"),
}  # fmt: skip
_TOPS: dict[tuple[str, Gender], tuple[str, ...]] = {
    ("child", "female"): ("dress", "sweater", "tee", "hoodie", "cardigan", "summer_dress"),
    ("child", "male"): ("tee", "hoodie", "sweater", "shirt", "polo", "tracksuit"),
    ("teen", "female"): ("hoodie", "sweater", "tee", "jacket", "dress", "denim_jacket", "cardigan"),
    ("teen", "male"): ("hoodie", "tee", "jacket", "shirt", "tracksuit", "bomber", "denim_jacket"),
    ("adult", "female"): (
        "blouse", "sweater", "jacket", "coat", "dress", "suit", "cardigan", "turtleneck", "denim_jacket", "trench_coat",
    ),
    ("adult", "male"): (
        "shirt", "jacket", "sweater", "coat", "suit", "hoodie", "polo", "cardigan", "bomber", "leather_jacket",
        "turtleneck", "denim_jacket",
    ),
    ("elder", "female"): ("sweater", "blouse", "coat", "dress", "cardigan"),
    ("elder", "male"): ("sweater", "suit", "shirt", "coat", "cardigan", "waistcoat"),
}  # fmt: skip
_BOTTOMS: dict[tuple[str, Gender], tuple[str, ...]] = {
    ("child", "female"): ("trousers", "skirt", "leggings", "jeans"),
    ("child", "male"): ("trousers", "shorts", "jeans"),
    ("teen", "female"): ("jeans", "trousers", "leggings", "pleated_skirt"),
    ("teen", "male"): ("jeans", "trousers", "wide_trousers"),
    ("adult", "female"): ("trousers", "jeans", "skirt", "wide_trousers", "pencil_skirt"),
    ("adult", "male"): ("trousers", "trousers", "jeans"),
    ("elder", "female"): ("trousers", "skirt", "long_skirt"),
    ("elder", "male"): ("trousers",),
}
_PATTERNED: dict[str, tuple[str, ...]] = {
    "shirt": ("checks", "stripes"), "tee": ("stripes",), "sweater": ("stripes", "checks"), "blouse": ("dots", "floral"),
    "dress": ("dots", "floral"), "summer_dress": ("floral", "dots"), "suit": ("pinstripes",), "pyjamas": ("bars",),
}  # fmt: skip
_PATTERN_SHARE = 0.3  # of those whose clothes could have one
_ALWAYS_PATTERNED = {"army_uniform": "camouflage", "pyjamas": "bars", "hospital_gown": "dots"}
_WITH_TROUSERS = ("suit", "tuxedo", "waistcoat", "frock_coat")  # never over jeans by chance
_WITHOUT_SKIRT = (
    "overalls", "fire_coat", "hi_vis", "army_uniform", "police_uniform", "armour", "tracksuit", "jersey", "cloak",
    "raincoat", "chef_jacket", "scrubs", "lab_coat", "tank",
)  # fmt: skip
_GREYS = (0.0, 0.2, 0.45, 0.7, 0.95)
_HAIR_GREYS = (0.95, 0.95, 0.7, 0.5, 0.3)  # dark hair is the most common
_ELDER_HAIR_GREYS = (0.05, 0.25)
_YEARS: dict[Age, tuple[int, int]] = {"child": (6, 11), "teen": (14, 18), "adult": (25, 50), "elder": (64, 80)}
# Height of a growing child by years, a share of what the grown one will have. Source: WHO growth standards, rounded.
_GROWN_AT = (
    (0, 0.40),
    (1, 0.45),
    (2, 0.51),
    (3, 0.56),
    (5, 0.64),
    (8, 0.74),
    (11, 0.83),
    (13, 0.91),
    (15, 0.97),
    (17, 1.0),
)
_HEIGHT_M: dict[tuple[str, Gender], float] = {
    ("child", "female"): 1.24, ("child", "male"): 1.26, ("teen", "female"): 1.60, ("teen", "male"): 1.68,
    ("adult", "female"): 1.66, ("adult", "male"): 1.77, ("elder", "female"): 1.60, ("elder", "male"): 1.71,
}  # fmt: skip
_BUILDS: dict[str, tuple[float, float]] = {  # girth, and what is added to the height in metres
    "average": (1.0, 0.0), "slim": (0.87, 0.0), "wiry": (0.88, 0.02), "frail": (0.84, -0.03), "athletic": (1.04, 0.03),
    "muscular": (1.14, 0.04), "stocky": (1.18, -0.06), "heavy": (1.3, 0.0), "tall": (1.0, 0.11), "small": (0.97, -0.1),
    "pregnant": (1.03, 0.0), "bent": (0.95, -0.04),
}  # fmt: skip
_SHAPES = ("pregnant", "bent", "muscular", "stocky", "athletic", "wiry", "frail", "slim", "heavy", "tall", "small")
_FRAMES: dict[Age, tuple[str, ...]] = {
    "child": ("round", "thick"), "teen": ("round", "square", "thick"), "elder": ("round", "square", "half", "browline"),
    "adult": ("round", "square", "thick", "rimless", "browline"),
}  # fmt: skip
_OF_THE_FACE = ("glasses", "face", "eyes", "brows", "nose", "mouth")
_ANY_HAT = "fedora"  # what `a hat` is where nothing tells more
# How many individual defaults are tried against the scene partners, the first being the person's own.
_ALTERNATIVES = 14


@dataclass(slots=True)
class Description:
    """What words say of a person; None and empty where they say nothing. about_years: what an age's word means."""

    age: Age | None = None
    years: int | None = None
    about_years: int | None = None
    gender: Gender | None = None
    builds: list[str] = field(default_factory=list[str])
    fields: dict[str, str | float | bool] = field(default_factory=dict[str, "str | float | bool"])
    accessories: list[str] = field(default_factory=list[str])
    marks: list[str] = field(default_factory=list[str])
    wardrobe: str = ""


def age_of(years: int) -> Age:
    """Return the age group of an age in years."""
    if years < 13:
        return "child"
    if years < 20:
        return "teen"
    return "adult" if years < 62 else "elder"


def years_in(text: str) -> int | None:
    """Return the age that a description states in figures or decades: `30s`, `mid-forties`, `35`, `50대`."""
    match = _AGE_IN_YEARS.search(text)
    if match:
        return int(match[1])
    return next((years for pattern, years in _AGE_WORDS if pattern.search(text)), None)


def describe(name: str, text: str, *, stated: str) -> Description:
    """Read a person's description. stated: the part in parentheses or after a comma, the only place for a bare age."""
    found = Description()
    found.years = years_in(stated)
    found.wardrobe = next(  # a NURSE in uniform wears a nurse's
        (target[9:] for target in vocabulary().looks.targets(name) if target.startswith("wardrobe:")), ""
    )
    for source in (stated, text, name):
        _read_words(source, found)
    if "beard" in found.fields:
        found.gender = found.gender or "male"
    if found.years is not None:
        found.age = age_of(found.years)
    return found


def _read_words(text: str, found: Description) -> None:
    """Add what the words of `text` say; what an earlier source said stands."""
    colour: tuple[float, int] | None = None
    text = _CUT_AND_COLOUR.sub(r"\1 hair, \2 hair", text)
    tokens = tokens_of(_RANK_AMONG.sub("", text))
    for hit in vocabulary().looks.find(tokens):
        if tokens[hit.last].text.endswith(("'s", "’s", "s'", "s’")) and "mark" not in hit.targets[0]:
            continue  # a man's coat is worn by a woman
        colour_before = colour[0] if colour and hit.first - colour[1] <= 3 else None
        of_itself = next((float(target[7:]) for target in hit.targets if target.startswith("colour:")), None)
        if of_itself is not None and len(hit.targets) > 1:  # a lab coat is white
            colour_before = of_itself
        for target in hit.targets:
            kind, _, value = target.partition(":")
            if kind == "colour":
                colour = (float(value), hit.last)
            elif kind == "age":
                found.age = found.age or cast(Age, value)
            elif kind == "years":
                found.about_years = found.about_years or int(value)
            elif kind == "gender":
                found.gender = found.gender or cast(Gender, value)
            elif kind == "build":
                found.builds.append(value)
            elif kind == "accessory":
                found.accessories.append(value)
            elif kind == "mark":
                found.marks.append(value)
            elif kind == "pattern":
                found.fields.setdefault("pattern", value)
            elif kind in _OF_THE_FACE:
                found.fields.setdefault(kind, value)
            elif kind == "wardrobe":
                found.wardrobe = found.wardrobe or value
            elif kind in ("hair_grey", "skin_grey"):
                found.fields.setdefault(kind, float(value))
            else:
                _wear(found, kind, value, colour_before)
                colour = None  # a colour belongs to one thing


def _wear(found: Description, kind: str, value: str, grey: float | None) -> None:
    """Note a garment, a beard, a hat or a haircut, and the grey of its colour."""
    if value in DRESSES:
        found.fields.setdefault("bottom", "dress")
        kind = "top"
    if kind == "top" and kind in found.fields and value in ("shirt", "tee", "suit"):
        return  # a coat over a shirt: the first named is what is seen
    if kind == "top" and value in ("waistcoat", "cardigan") and found.fields.get("top") in ("shirt", "suit"):
        found.fields["top"] = value  # worn over it, or the part of a suit that is seen
    found.fields.setdefault(kind, value)
    grey_field = {"top": "top_grey", "bottom": "bottom_grey", "hair": "hair_grey", "beard": "hair_grey"}.get(kind)
    if grey is not None and grey_field:
        found.fields.setdefault(grey_field, grey)


class _Hash:
    """Numbers that belong to a name: the same on every machine, independent of each other by purpose."""

    def __init__(self, name: str) -> None:
        self._name = name

    def number(self, purpose: str) -> int:
        digest = hashlib.sha256(f"{self._name}\0{purpose}".encode()).digest()
        return int.from_bytes(digest[:6], "big")

    def share(self, purpose: str) -> float:
        """Return a number from 0 to 1."""
        return self.number(purpose) / float(1 << 48)

    def among(self, purpose: str, choices: Sequence[Any]) -> Any:
        return choices[self.number(purpose) % len(choices)]


def choose_look(
    name: str,
    found: Description,
    gender: Gender | None,
    partners: Sequence[CharacterLook],
    override: CastOverride | None,
    era: str | None = None,
) -> CharacterLook:
    """Return a person's look: overrides, then what the script says, then the defaults least like the partners'.

    era: the time long ago whose dress the defaults are, None for today.
    """
    chosen_gender = (override and override.gender) or found.gender or gender
    individual = _Hash(name)
    chosen_gender = chosen_gender or individual.among("gender", ("female", "male"))
    age = (override and (override.age or (age_of(override.years) if override.years is not None else None))) or found.age
    years = override.years if override is not None and override.years is not None else found.years
    if years is None and age is not None and found.about_years and age_of(found.about_years) == age:
        years = found.about_years
    said = _said(found, override)
    said.setdefault("years", years if years is not None else _usual_years(name, age or "adult"))
    partners = list(dict.fromkeys(partners))
    best: CharacterLook | None = None
    best_likeness = 1e9
    dress = _dress_of(era, age or "adult", chosen_gender)
    for look in _alternatives(name, age or "adult", chosen_gender, found.builds, said, dress):
        likeness = max((_likeness(look, partner) for partner in partners), default=0.0)
        if likeness < best_likeness - 1e-9:
            best, best_likeness = look, likeness
        if best_likeness < 1.0:
            break
    assert best is not None
    return best


def _dress_of(era: str | None, age: Age, gender: Gender) -> dict[str, tuple[str, ...]]:
    """Return what people of a time long ago wear by chance, by field of the look; nothing of today."""
    young = age in ("child", "teen")
    dress: dict[str, tuple[str, ...]] = {}
    for who in (gender, *(("young",) if young else ())):
        for part in vocabulary().dress_of_era.get(f"{era} {who}", "").split():
            kind, _, choices = part.partition("=")
            dress[kind] = tuple(choices.split("+"))
    return dress


def _usual_years(name: str, age: Age) -> int:
    """Return an age in years that belongs to a name, within a stage of life."""
    low, high = _YEARS[age]
    return low + _Hash(name).number("years") % (high - low + 1)


def _said(found: Description, override: CastOverride | None) -> dict[str, Any]:
    """Return the fields of the look that are settled by words or overrides."""
    said: dict[str, Any] = {}
    accessories: tuple[str, ...] = ()
    for part in found.wardrobe.split():
        key, _, value = part.partition("=")
        if key == "accessories":
            accessories = tuple(value.split("+"))
        else:
            said[key] = float(value) if key.endswith("grey") else value
    if "top" in found.fields:  # what is described replaces what the role implies, its colour included
        for key in ("top_grey", "pattern"):
            said.pop(key, None)
    of_the_role = said.get("hat")
    said |= found.fields
    if of_the_role is not None and said["hat"] == _ANY_HAT:
        said["hat"] = of_the_role  # a chef's white hat is a chef's
    if found.accessories:
        accessories = tuple(dict.fromkeys(found.accessories))
    if accessories:
        said["accessories"] = accessories
    if found.marks:
        said["marks"] = tuple(dict.fromkeys(found.marks))
    if override is not None:
        names = {item.name for item in dataclasses.fields(CharacterLook)} - {"kind", "age", "gender", "build"}
        for name in sorted(names):
            value = getattr(override, name)
            if value is not None:
                said[name] = None if value == "none" else value
        if override.build:
            found.builds[:] = list(_build_words(override.build))
    return said


def _build_words(text: str) -> Iterator[str]:
    for target in vocabulary().looks.targets(text):
        if target.startswith("build:"):
            yield target[6:]


def _alternatives(
    name: str,
    age: Age,
    gender: Gender,
    builds: Sequence[str],
    said: dict[str, Any],
    dress: Mapping[str, tuple[str, ...]],
) -> Iterator[CharacterLook]:
    """Return the person's own defaults, then others to choose from, each filled up with what is said.

    dress: what people of a time long ago wear, by field.
    """
    base = _Hash(name)
    weight = 0.93 + 0.14 * base.share("weight")
    height_m = _height_m(age, gender, said["years"]) + 0.12 * (base.share("height") - 0.5)
    shape = next((each for each in _SHAPES if each in builds), "average")
    for build in dict.fromkeys(builds):
        girth, taller_m = _BUILDS[build]
        weight, height_m = weight * girth, height_m + taller_m * (0.6 if age == "child" else 1.0)
    hair_greys = _ELDER_HAIR_GREYS if age == "elder" else _HAIR_GREYS[:2] if is_korean(name) else _HAIR_GREYS
    grown_man = gender == "male" and age in ("adult", "elder")
    for attempt in range(_ALTERNATIVES):
        own = _Hash(f"{name}\0{attempt}")
        top = own.among("top", dress.get("top", _TOPS[age, gender]))
        look: dict[str, Any] = {
            "age": age, "gender": gender, "height_m": round(height_m, 3), "weight": round(weight, 3),
            "jaw": round((0.98 if gender == "male" else 0.92) + 0.12 * base.share("jaw"), 3),
            "hair": own.among("hair", _HAIR[age, gender]),
            "hair_grey": own.among("hair_grey", hair_greys),
            "beard": own.among("beard", ("stubble", "short", "moustache", "full"))
            if grown_man and own.share("bearded") < 0.24 else None,
            "glasses": own.among("frame", _FRAMES[age])
            if own.share("glasses") < (0.35 if age == "elder" else 0.13) else None,
            **{kind: own.among(kind, features_of(kind, gender)) for kind in FEATURES},
            "build": shape, "top": top, "top_grey": own.among("top_grey", _GREYS),
            "pattern": own.among("pattern", _PATTERNED[top])
            if top in _PATTERNED and own.share("patterned") < _PATTERN_SHARE else None,
            "bottom": "trousers" if top in _WITH_TROUSERS else own.among("bottom", _BOTTOMS[age, gender]),
            "bottom_grey": own.among("bottom_grey", (0.45, 0.9, 0.95)),
            "shoes_grey": own.among("shoes_grey", (0.9, 0.95)),
            "seed": own.number("seed") % 1_000_000,
        }  # fmt: skip
        look |= {kind: own.among(kind, choices) for kind, choices in dress.items() if kind != "top"}
        look |= said
        _fit_together(look, said, own)
        yield CharacterLook(**look)


def _fit_together(look: dict[str, Any], said: Mapping[str, Any], own: _Hash) -> None:
    """Make one outfit of garments that were chosen apart; what is said stays."""
    top = look["top"]
    if top == "hanbok" and look["gender"] == "male":
        look["top"] = "jeogori"
    if top in ("suit", "tuxedo") and "top_grey" not in said:
        look["top_grey"] = own.among("suit_grey", (0.6, 0.93, 0.95))
    if "pattern" not in said:
        usual = _PATTERNED.get(top, ())
        look["pattern"] = _ALWAYS_PATTERNED.get(top, look["pattern"] if look["pattern"] in usual else None)
    if "bottom" in said:
        if top in DRESSES and "top" not in said and said["bottom"] != "dress":  # no dress over the jeans
            look["top"] = "blouse" if look["age"] in ("adult", "elder") else "tee"
        return
    if top in DRESSES:
        look["bottom"] = "dress"
    elif (
        top == "bare"
        or (top in _WITHOUT_SKIRT and "skirt" in look["bottom"])
        or (top in _WITH_TROUSERS and look["bottom"] not in ("trousers", "boots"))
    ):
        look["bottom"] = "trousers"


def _height_m(age: Age, gender: Gender, years: int) -> float:
    """Return the usual height of a person."""
    if age in ("child", "teen"):
        for (younger, less), (older, more) in pairwise(_GROWN_AT):
            if years <= older:
                return _HEIGHT_M["adult", gender] * (less + (more - less) * (years - younger) / (older - younger))
    return _HEIGHT_M[age, gender]


def _likeness(one: CharacterLook, other: CharacterLook) -> float:
    """Return how easily two people are confused in a small sketch: 0 not at all, above 2 easily."""
    if one.age == "child" and other.age in ("adult", "elder"):
        return 0.0
    same_gender = 1.0 if one.gender == other.gender else 0.35
    hair = (0.8 if one.hair == other.hair else 0.0) + max(0.0, 0.7 - 1.4 * abs(one.hair_grey - other.hair_grey))
    clothes = (0.3 if one.top == other.top else 0.0) + max(0.0, 1.0 - 2.0 * abs(one.top_grey - other.top_grey))
    marks = 0.25 * (one.beard is None) + 0.25 * (other.beard is None) if one.beard != other.beard else 0.4
    marks += 0.3 if one.glasses == other.glasses else 0.0
    shared = sum(getattr(one, kind) == getattr(other, kind) for kind in FEATURES)
    face = 0.10 * shared - 0.25 * min(abs(one.years_or_usual - other.years_or_usual) / 20.0, 1.0)
    face -= 0.4 * (one.marks != other.marks) + min(abs(one.skin_grey - other.skin_grey), 0.3)
    return same_gender * (hair + clothes + face + 0.5 * marks)
