"""The names of sizes, angles, framings and lenses on the pages, as in docs/film.md; English, the language of the plan.

`templates/shared/terms.toml` has them in other languages. An empty name is what needs no saying.
"""

from __future__ import annotations

from collections.abc import Mapping

from screenplay2board.plan.types import CameraAngle, Framing, Lens, ShotSize

SIZE_NAMES: Mapping[ShotSize, str] = {
    "ECU": "extreme close-up",
    "CU": "close-up",
    "MCU": "medium close-up",
    "MS": "medium shot",
    "MLS": "medium long shot",
    "FS": "full shot",
    "LS": "long shot",
    "ELS": "extreme long shot",
}
ANGLE_NAMES: Mapping[CameraAngle, str] = {
    "eye": "",
    "high": "high angle",
    "low": "low angle",
    "overhead": "overhead",
    "worm": "worm's eye",
    "dutch": "dutch angle",
}
FRAMING_NAMES: Mapping[Framing, str] = {
    "single": "",
    "two-shot": "two-shot",
    "group": "group",
    "ots": "over the shoulder",
    "pov": "point of view",
    "insert": "insert",
    "reaction": "reaction",
    "back": "back view",
    "establishing": "establishing",
}
LENS_NAMES: Mapping[Lens, str] = {"wide": "wide lens", "normal": "", "long": "long lens"}
