"""What makes a face its own: rows of `faces.toml`, chosen by name or by chance, under an age and a gender.

Enters: a `CharacterLook`. Leaves: `Traits`, which skull and features read. Chance hangs on the look's seed alone, so a
person has one face in every picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from screenplay2board.packaged import tables
from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.names import FEATURES, FeatureKind, features_of

# An offset is added to the average, everything else multiplies it.
_OFFSETS = frozenset(
    {"chin_forward", "brow_ridge", "cheek_bone", "hollow", "nose_hump", "nose_tip", "nose_ball", "nose_bend", "eye_x",
     "eye_y", "eye_slant", "brow_gap", "brow_tilt", "mouth_y", "mouth_set", "lip_bow"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Factors of the average, or offsets in head heights where the name says so (`_OFFSETS`).

    eye_fold: how far the crease lies over the upper lid, 0 for none. brow_tilt: of the outer end. nose_tip: how far it
    turns up; nose_ball: how far it bulges; nose_bend: to the side. mouth_set: what the corners do at rest, as
    `Expression.mouth_curve`. lip_bow: depth of the dip in the upper lip, as a share of it.
    """

    jaw: float = 1.0
    chin_width: float = 1.0
    chin_forward: float = 0.0
    cheeks: float = 1.0
    temples: float = 1.0
    cheek_bone: float = 0.004
    brow_ridge: float = 0.0
    hollow: float = 0.0
    jowl: float = 1.0
    nose_length: float = 1.0
    nose_size: float = 1.0
    nose_width: float = 1.0
    nose_hump: float = 0.0
    nose_tip: float = 0.0
    nose_ball: float = 0.0
    nose_bend: float = 0.0
    eye_x: float = 0.135
    eye_y: float = 0.045
    eye_width: float = 0.070
    eye_open: float = 1.0
    eye_slant: float = 0.004
    eye_fold: float = 0.024
    brow_weight: float = 1.0
    brow_arch: float = 1.0
    brow_gap: float = 0.0
    brow_tilt: float = 0.0
    mouth_width: float = 1.0
    mouth_y: float = -0.240
    mouth_set: float = 0.0
    lips: float = 1.0
    lip_bow: float = 0.22
    ear_size: float = 1.0
    ear_angle: float = 20.0

    @classmethod
    def of(cls, look: CharacterLook) -> Traits:
        """Return the traits of `look`."""
        return _traits_of(look)


def feature_rows(kind: FeatureKind) -> Mapping[str, Mapping[str, float]]:
    """Return the rows of one kind of feature by name."""
    return tables("stage/body/head/faces.toml")[kind]


@lru_cache(maxsize=256)
def _traits_of(look: CharacterLook) -> Traits:
    rng = np.random.default_rng((look.seed, 0xFACE))
    values = {item.name: float(item.default) for item in fields(Traits)}  # type: ignore[arg-type]
    for kind in FEATURES:
        own = features_of(kind, look.gender)
        by_chance = own[int(rng.integers(len(own)))]  # taken in any case: one choice leaves the others alone
        for trait, value in feature_rows(kind)[getattr(look, kind) or by_chance].items():
            _change(values, trait, value)
    for trait, value in (*_of_gender(look), *_of_age(look), *_of_weight(look)):
        _change(values, trait, value)
    for trait, spread in _SPREAD.items():
        share = float(np.clip(rng.normal(0.0, 0.5), -1.0, 1.0))
        _change(values, trait, spread * share if trait in _OFFSETS else 1.0 + spread * share)
    values["jaw"] *= look.jaw
    values["chin_width"] = min(values["chin_width"], _WIDEST_CHIN)
    return Traits(**values)


def _change(values: dict[str, float], trait: str, value: float) -> None:
    values[trait] = values[trait] + value if trait in _OFFSETS else values[trait] * value


_WIDEST_CHIN = 1.28  # a wider one is a box
# How far people of one gender and age differ without a name for it.
_SPREAD = {
    "jaw": 0.03, "chin_width": 0.05, "chin_forward": 0.007, "cheeks": 0.02, "temples": 0.012, "nose_length": 0.05,
    "nose_size": 0.06, "nose_width": 0.06, "eye_x": 0.004, "eye_y": 0.007, "eye_open": 0.06, "brow_weight": 0.10,
    "brow_gap": 0.006, "mouth_width": 0.05, "mouth_y": 0.009, "lips": 0.10, "ear_size": 0.10, "ear_angle": 8.0,
}  # fmt: skip


def _of_gender(look: CharacterLook) -> tuple[tuple[str, float], ...]:
    if look.gender == "female":
        return (
            ("jaw", 0.93), ("chin_width", 0.84), ("nose_size", 0.88), ("nose_width", 0.92), ("nose_hump", -0.004),
            ("eye_width", 1.07), ("eye_open", 1.14), ("eye_slant", 0.006), ("brow_weight", 0.74), ("brow_gap", 0.010),
            ("mouth_width", 0.96), ("lips", 1.25), ("ear_size", 0.92),
        )  # fmt: skip
    grown = look.age in ("adult", "elder")
    return (
        ("jaw", 1.05), ("chin_width", 1.10), ("brow_ridge", 0.012 if grown else 0.004), ("nose_size", 1.08),
        ("nose_width", 1.05), ("brow_weight", 1.22), ("brow_gap", -0.006), ("mouth_width", 1.05), ("lips", 0.85),
    )  # fmt: skip


def _of_age(look: CharacterLook) -> tuple[tuple[str, float], ...]:
    """Return how far a face is a child's, or has gone on growing and sinking."""
    years = look.years_or_usual
    child = float(np.clip((15.0 - years) / 12.0, 0.0, 1.0))  # 1 up to three years
    old = float(np.clip((years - 45.0) / 40.0, 0.0, 1.0))  # 1 from 85 on
    return (
        ("eye_y", -0.070 * child), ("eye_width", 1 + 0.24 * child), ("eye_open", 1 + 0.30 * child - 0.18 * old),
        ("eye_x", 0.006 * child), ("nose_length", 1 - 0.30 * child + 0.10 * old),
        ("nose_size", 1 - 0.48 * child + 0.16 * old), ("nose_hump", -0.008 * child), ("nose_tip", -0.010 * old),
        ("nose_width", 1 - 0.06 * child + 0.10 * old), ("mouth_width", 1 - 0.24 * child),
        ("lips", 1 - 0.4 * old), ("jaw", 1 - 0.05 * child), ("chin_width", 1 - 0.10 * child), ("jowl", 1 + 0.07 * old),
        ("cheeks", 1 + 0.065 * child - 0.02 * old), ("hollow", 0.018 * old * (look.weight < 1.15) - 0.004 * child),
        ("brow_weight", 1 - 0.40 * child + 0.20 * old * (look.gender == "male")), ("brow_tilt", -0.010 * old),
        ("eye_slant", -0.008 * old), ("ear_size", 1 + 0.06 * child + 0.16 * old), ("mouth_set", -0.12 * old),
    )  # fmt: skip


def _of_weight(look: CharacterLook) -> tuple[tuple[str, float], ...]:
    """Return how a face fills out, or is drawn, with the weight of the body."""
    more = look.weight - 1.0
    return (
        ("jaw", 1 + 0.34 * more), ("cheeks", 1 + 0.16 * more), ("jowl", 1 + 0.22 * max(more, 0.0)),
        ("hollow", 0.05 * max(-more, 0.0)), ("cheek_bone", 0.03 * max(-more, 0.0)),
    )  # fmt: skip
