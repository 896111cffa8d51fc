"""Draw the contact sheets in docs/sheets: `python docs/sheets.py [NAME ...]`.

Enters: nothing but the names that the stage knows. Leaves: a grey PNG of 16 tones for each sheet (poses, sets by day
and by night, hair, faces, ages, builds, uniforms, garments, emotions, moods by size, sizes and angles, styles), every
picture staged and drawn as a shot would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from screenplay2board.plan.looks import Description, age_of, choose_look, describe
from screenplay2board.plan.types import CAMERA_ANGLES, EFFECTS, SHOT_SIZES, Actor, CastOverride, CharacterLook
from screenplay2board.render.sketch import STYLES, draw
from screenplay2board.stage import names
from screenplay2board.stage.beings import being_of
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import StageBrief

FOLDER = Path(__file__).parent / "sheets"
FRAME_PX = (640, 360)
GAP_PX = 6
LABEL_PX = 15
TONES = 16

ANNA = CharacterLook(gender="female", height_m=1.68, hair="wavy", top="blouse", bottom="skirt", seed=1)
BEN = CharacterLook(height_m=1.82, hair="side", top="jacket", top_grey=0.45, bottom_grey=0.7, seed=2)
OUTSIDE = (
    "street", "western_street", "alley", "road", "bridge", "station", "rooftop", "skyline", "park", "garden", "forest",
    "field", "mountains", "beach", "desert", "river", "harbour", "boat", "ship", "ruins", "cemetery", "outdoors",
    "pool", "market", "pojangmacha", "playground", "construction_site", "petrol_station", "parking_lot", "farmyard",
    "courtyard", "palace_yard", "snowfield", "jungle", "swamp", "trench", "lighthouse", "sea", "sky", "runway",
    "stadium",
)  # fmt: skip
ROLES = (
    "POLICE OFFICER", "SHERIFF", "SECURITY GUARD", "DOCTOR", "SURGEON", "NURSE", "PATIENT", "SCIENTIST", "DETECTIVE",
    "LAWYER", "JUDGE", "BUTLER", "WAITER", "WAITRESS", "CHEF", "PRIEST", "NUN", "MONK", "SOLDIER", "GENERAL", "PILOT",
    "FLIGHT ATTENDANT", "FIREFIGHTER", "CONSTRUCTION WORKER", "MECHANIC", "FARMER", "FISHERMAN", "TAXI DRIVER",
    "COURIER", "SCHOOLGIRL", "SCHOOLBOY", "TEACHER", "COACH", "FOOTBALL PLAYER", "SWIMMER", "COWBOY", "KNIGHT",
    "ASTRONAUT", "PIRATE", "KING", "QUEEN", "BRIDE", "WITCH", "THUG", "REPORTER", "SECRETARY", "MAID", "CONDUCTOR",
)  # fmt: skip
TOGETHER = (
    "hug", "kiss", "waltz", "shake_hands", "hold_hands", "comfort", "whisper", "choke", "slap", "hand_over", "argue",
    "fence", *names.LEADING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture of a sheet."""

    label: str
    brief: StageBrief
    style: str = "ink"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pictures beside each other. share: (x0, y0, x1, y1) of each picture that is shown."""

    panels: Callable[[], Iterator[Panel]]
    columns: int
    width_px: int
    share: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


BASE = StageBrief(
    set="room", set_seed=7, interior=True, time_of_day="day", weather="clear", roster=("ANNA", "BEN"),
    looks=(("ANNA", ANNA), ("BEN", BEN)),
    actors=(Actor(name="ANNA", pose="talk", looks_at="BEN"), Actor(name="BEN", looks_at="ANNA")),
    props=(), subject=("ANNA", "BEN"), over=None, size="MLS", angle="eye", move="static", framing="two-shot",
    lens="normal", frame_px=FRAME_PX,
)  # fmt: skip


def _alone(look: CharacterLook = ANNA, **doing: str) -> StageBrief:
    """Return the brief of one person in a plain room."""
    actor = Actor(name="ANNA", **doing)  # type: ignore[arg-type]
    return replace(
        BASE, roster=("ANNA",), looks=(("ANNA", look),), actors=(actor,), subject=("ANNA",), framing="single"
    )


def _poses() -> Iterator[Panel]:
    for index, pose in enumerate(names.POSES):
        brief = replace(_alone(BEN if index % 2 else ANNA, pose=pose), size="FS", set="outdoors")
        if pose in TOGETHER:
            pair = (Actor(name="ANNA", pose=pose, looks_at="BEN"), Actor(name="BEN", pose=pose, looks_at="ANNA"))
            if pose in names.LEADING:
                pair = (Actor(name="ANNA", pose="stand"), Actor(name="BEN", pose=pose, looks_at="ANNA"))
            brief = replace(BASE, set="outdoors", size="FS", actors=pair)
        yield Panel(pose, replace(brief, interior=False))


def _sets(time_of_day: str) -> Iterator[Panel]:
    for name in names.SETS:
        outside = name in OUTSIDE
        wide = replace(BASE, set=name, interior=not outside, size="LS", framing="establishing")
        yield Panel(name, replace(wide, time_of_day=time_of_day))  # type: ignore[arg-type]


def _hair() -> Iterator[Panel]:
    for name in names.HAIR:
        for look in (replace(ANNA, hair=name), replace(BEN, hair=name, hair_grey=0.06)):
            yield Panel(name, replace(_alone(look), size="CU"))


def _faces() -> Iterator[Panel]:
    plain = {"ANNA": replace(ANNA, hair="bun"), "BEN": replace(BEN, hair="crew")}
    for kind, values in names.FEATURES.items():
        for index, name in enumerate(values):
            look = replace(plain["ANNA" if index % 2 else "BEN"], **{kind: name})
            yield Panel(f"{kind}: {name}", replace(_alone(look), size="CU"))
    for grey in (0.0, 0.12, 0.25, 0.38, 0.5):
        for look in plain.values():
            yield Panel(f"skin {grey}", replace(_alone(replace(look, skin_grey=grey)), size="CU"))
    for name in names.MARKS:
        yield Panel(name, replace(_alone(replace(plain["ANNA"], marks=(name,))), size="CU"))
    for kind, values in (("beard", names.BEARDS), ("glasses", names.GLASSES), ("hat", names.HATS)):
        for name in values:
            yield Panel(f"{kind}: {name}", replace(_alone(replace(BEN, **{kind: name})), size="CU"))


def _ages() -> Iterator[Panel]:
    for gender in ("female", "male"):
        for years in (1, 3, 6, 9, 13, 17, 25, 35, 45, 55, 65, 75, 85):
            look = choose_look(f"{gender} {years}", Description(years=years, age=age_of(years)), gender, (), None)
            for size in ("CU", "FS"):
                yield Panel(f"{years}", replace(_alone(look), size=size))


def _builds() -> Iterator[Panel]:
    for build in names.BUILDS:
        for gender in ("female", "male"):
            look = choose_look("SAM", Description(builds=[build]), gender, (), CastOverride(name="SAM", top="tee"))
            yield Panel(build, replace(_alone(look), size="FS"))
    for accessory in names.ACCESSORIES:
        yield Panel(accessory, replace(_alone(replace(BEN, top="shirt", accessories=(accessory,))), size="FS"))


def _uniforms() -> Iterator[Panel]:
    for role in ROLES:
        look = choose_look(role, describe(role, "", stated=""), None, (), None)
        yield Panel(role.lower(), replace(_alone(look), size="FS"))


def _garments() -> Iterator[Panel]:
    for top in names.TOPS:
        yield Panel(top, replace(_alone(replace(ANNA, top=top, top_grey=0.35, bottom="trousers")), size="FS"))
        yield Panel(top, replace(_alone(replace(BEN, top=top, top_grey=0.1)), size="FS"))
    for bottom in names.BOTTOMS:
        yield Panel(bottom, replace(_alone(replace(ANNA, bottom=bottom, top="sweater")), size="FS"))
    for pattern in names.PATTERNS:
        yield Panel(pattern, replace(_alone(replace(BEN, top="shirt", top_grey=0.2, pattern=pattern)), size="MS"))


def _emotions() -> Iterator[Panel]:
    elder = CharacterLook(age="elder", hair="fringe", hair_grey=0.1, beard="full", glasses="round", top="coat", seed=3)
    child = CharacterLook(age="child", height_m=1.2, hair="messy", hair_grey=0.5, top="hoodie", top_grey=0.3, seed=4)
    for index, emotion in enumerate(names.EMOTIONS):
        for look in (ANNA, (BEN, elder, child)[index % 3]):
            yield Panel(emotion, replace(_alone(look, emotion=emotion), size="CU"))


def _being(kind: str, pose: str, place: str, **changes: object) -> StageBrief:
    """Return the brief of one animal or vehicle outside."""
    actor = Actor(name="IT", pose=pose)
    brief = replace(BASE, set=place, interior=False, roster=("IT",), looks=(("IT", CharacterLook(kind=kind)),))
    return replace(brief, actors=(actor,), subject=("IT",), framing="single", size="FS", **changes)  # type: ignore[arg-type]


def _animals() -> Iterator[Panel]:
    for kind in ("dog", "cat", "horse"):
        for pose in ("stand", "walk", "run", "sit", "lie", "lie_sprawled", "graze", "rear"):
            yield Panel(f"{kind}: {pose}", _being(kind, pose, "outdoors"))
    for kind in names.ANIMALS:
        yield Panel(kind, _being(kind, "stand", "field"))
        yield Panel(f"{kind}: CU", replace(_being(kind, "stand", "field"), size="CU"))
        if kind in ("crow", "pigeon", "seagull", "eagle", "owl", "duck", "swan"):
            yield Panel(f"{kind}: fly", _being(kind, "fly", "field"))
    yield Panel("rider", replace(_alone(BEN, pose="ride_horse"), set="desert", interior=False, size="FS"))
    brief = replace(BASE, set="park", interior=False, size="FS", roster=("ANNA", "IT"))
    brief = replace(brief, looks=(("ANNA", ANNA), ("IT", CharacterLook(kind="dog"))), subject=("ANNA", "IT"))
    for pose in ("walk", "crouch", "run"):
        pair = (Actor(name="ANNA", pose=pose, looks_at="IT"), Actor(name="IT", pose=pose, looks_at="ANNA"))
        yield Panel(f"with a dog: {pose}", replace(brief, actors=pair))


def _moods() -> Iterator[Panel]:
    """Yield each emotion near and far, of who stands and who sits, and between two: it must read in all of them."""
    for emotion in names.EMOTIONS:
        for size in ("CU", "MS", "FS"):
            yield Panel(f"{emotion} {size}", replace(_alone(emotion=emotion), size=size))
        for pose in ("stand", "sit"):
            yield Panel(f"{emotion} {pose}", replace(_alone(BEN, emotion=emotion, pose=pose), size="MLS"))
        pair = tuple(replace(actor, pose="talk", emotion=emotion) for actor in BASE.actors)
        yield Panel(f"{emotion} two", replace(BASE, actors=pair, size="FS"))


VEHICLE_PLACES = {"water": "sea", "rails": "station", "road": "road"}


def _vehicles() -> Iterator[Panel]:
    for kind in names.VEHICLES:
        being = being_of(kind)
        way = being.way if being else ""
        place = VEHICLE_PLACES.get(way, "runway")
        yield Panel(f"{kind}: stand", _being(kind, "stand", place))
        yield Panel(f"{kind}: run", _being(kind, "fly" if place == "runway" else "run", place))
        yield Panel(f"{kind}: LS", replace(_being(kind, "walk", place), size="LS"))
    for place in ("street", "harbour", "river", "beach", "skyline", "sky"):
        kind = {"street": "bus", "skyline": "helicopter", "sky": "propeller_plane"}.get(place, "sailing_boat")
        yield Panel(f"{kind}: {place}", _being(kind, "fly" if place.startswith("sk") else "walk", place))


def _together() -> Iterator[Panel]:
    crowded = replace(BASE, props=("crowd",), size="FS", interior=False)
    for place in ("street", "park", "station", "market", "beach"):
        yield Panel(f"crowd: {place}", replace(crowded, set=place, interior=place not in OUTSIDE))
        yield Panel(f"crowd: {place}, LS", replace(crowded, set=place, size="LS", interior=place not in OUTSIDE))
    cheering = tuple(replace(actor, pose="cheer") for actor in BASE.actors)
    yield Panel("demonstration", replace(crowded, set="street", size="LS", actors=cheering))
    for place in ("bar", "nightclub", "museum"):
        yield Panel(f"crowd: {place}", replace(crowded, set=place, interior=True))
    trio = ("ANNA", "BEN", "KIM")
    looks = (*BASE.looks, ("KIM", replace(ANNA, hair="bob", top="hoodie", top_grey=0.3, seed=5)))
    actors = tuple(Actor(name=name, pose="hug") for name in trio)
    for size in ("FS", "MS"):
        brief = replace(BASE, roster=trio, looks=looks, actors=actors, subject=trio, framing="group")
        yield Panel(f"hug of three: {size}", replace(brief, set="park", interior=False, size=size))


def _special() -> Iterator[Panel]:
    pair = replace(BASE, size="MCU")
    for effect in EFFECTS:
        yield Panel(effect, replace(pair, set="living_room", framing="single", effect=effect))
        far = replace(pair, set="beach", interior=False, time_of_day="dusk", size="FS", effect=effect)
        yield Panel(f"{effect}, dusk", far)


def _sizes() -> Iterator[Panel]:
    for size in SHOT_SIZES:
        framing = "single" if size in ("ECU", "CU", "MCU") else "two-shot"
        yield Panel(size, replace(BASE, size=size, set="living_room", framing=framing))
    for angle in CAMERA_ANGLES:
        yield Panel(angle, replace(BASE, angle=angle, set="living_room", size="MLS" if angle != "overhead" else "FS"))
    yield Panel("over the shoulder", replace(BASE, set="living_room", size="MS", framing="ots", over="BEN"))
    yield Panel("back", replace(BASE, set="living_room", size="MS", framing="back"))


def _styles() -> Iterator[Panel]:
    night = replace(BASE, set="street", interior=False, time_of_day="night", weather="rain", size="FS")
    for style in STYLES:
        for brief in (replace(BASE, set="cafe", size="MS"), night):
            yield Panel(style, brief, style)


SHEETS: dict[str, Sheet] = {
    "poses": Sheet(_poses, 12, 150, (0.2, 0.0, 0.8, 1.0)),
    "sets-day": Sheet(lambda: _sets("day"), 8, 224),
    "sets-night": Sheet(lambda: _sets("night"), 8, 224),
    "hair": Sheet(_hair, 10, 180, (0.2, 0.0, 0.8, 1.0)),
    "faces": Sheet(_faces, 10, 180, (0.2, 0.0, 0.8, 1.0)),
    "ages": Sheet(_ages, 13, 150, (0.2, 0.0, 0.8, 1.0)),
    "builds": Sheet(_builds, 12, 150, (0.25, 0.0, 0.75, 1.0)),
    "uniforms": Sheet(_uniforms, 12, 150, (0.25, 0.0, 0.75, 1.0)),
    "garments": Sheet(_garments, 14, 150, (0.25, 0.0, 0.75, 1.0)),
    "emotions": Sheet(_emotions, 8, 200, (0.2, 0.0, 0.8, 1.0)),
    "animals": Sheet(_animals, 8, 240),
    "moods": Sheet(_moods, 6, 240, (0.1, 0.0, 0.9, 1.0)),
    "vehicles": Sheet(_vehicles, 6, 300),
    "together": Sheet(_together, 5, 320),
    "special": Sheet(_special, 4, 400),
    "sizes": Sheet(_sizes, 4, 400),
    "styles": Sheet(_styles, 2, 560),
}


def _picture(panel: Panel) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return draw(direct(panel.brief), style=panel.style).picture


def contact_sheet(sheet: Sheet, panels: Sequence[Panel], pool: ProcessPoolExecutor) -> Image.Image:
    """Return the pictures of `panels`, labelled."""
    x0, y0, x1, y1 = sheet.share
    box = (FRAME_PX[0] * x0, FRAME_PX[1] * y0, FRAME_PX[0] * x1, FRAME_PX[1] * y1)
    width, height = sheet.width_px, round(sheet.width_px * (box[3] - box[1]) / (box[2] - box[0]))
    rows = -(-len(panels) // sheet.columns)
    size = (sheet.columns * (width + GAP_PX) + GAP_PX, rows * (height + LABEL_PX + GAP_PX) + GAP_PX)
    result = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(result), ImageFont.load_default(LABEL_PX - 4)
    for index, (panel, pixels) in enumerate(zip(panels, pool.map(_picture, panels, chunksize=4), strict=True)):
        x = GAP_PX + index % sheet.columns * (width + GAP_PX)
        y = GAP_PX + index // sheet.columns * (height + LABEL_PX + GAP_PX)
        picture = Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS, box)
        result.paste(picture, (x, y))
        pen.rectangle((x, y, x + width - 1, y + height - 1), outline=40)
        pen.text((x, y + height + 1), panel.label, fill=40, font=font)
    return result


def main() -> None:
    """Read the arguments and write the sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*SHEETS, []], help="all without any")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with ProcessPoolExecutor(arguments.workers) as pool:
        for name in arguments.names or SHEETS:
            sheet = SHEETS[name]
            picture = contact_sheet(sheet, list(sheet.panels()), pool)
            path = FOLDER / f"{name}.png"
            picture.quantize(TONES, dither=Image.Dither.NONE).save(path, optimize=True, bits=4)
            print(f"{path}: {path.stat().st_size // 1024} KiB", flush=True)


if __name__ == "__main__":
    main()
