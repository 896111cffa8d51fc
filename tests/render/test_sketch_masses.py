"""Whole shapes of black and of paper: which an artist would choose, and which never."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from screenplay2board.render.sketch.masses import massed
from screenplay2board.render.sketch.raster import Image, Raster
from screenplay2board.render.sketch.shade import Shading, Surfaces
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.sketch.tone import tone_levels
from screenplay2board.stage.geometry import Part

INK = STYLES["ink"]
WALL, BOX, COAT, LAMP, TABLE = range(1, 6)
PARTS = [
    Part(name="sky", casts=False),
    Part(name="wall", casts=False, grey=0.2),
    Part(name="box", grey=0.4),
    Part(name="coat", figure=1, grey=0.6),
    Part(name="lamp", emission=0.5),
    Part(name="table", grey=0.2),
]


def nowhere(darkness: Image) -> npt.NDArray[np.bool_]:
    return np.zeros(darkness.shape, dtype=np.bool_)


def levels(darkness: Image) -> npt.NDArray[np.uint8]:
    return tone_levels(darkness, INK)


def mass(
    darkness: Image,
    part: npt.NDArray[np.int32],
    cast: npt.NDArray[np.bool_] | None = None,
    facing: Image | float = 1.0,
    *,
    night: bool = False,
) -> Image:
    """Return the darkness with the masses of a picture of these parts."""
    toward = np.full(darkness.shape, 1.0, np.float32) * np.asarray(facing, dtype=np.float32)
    raster = Raster(np.full(darkness.shape, 4.0, np.float32), part, toward, 900.0)
    shading = Shading(darkness, nowhere(darkness) if cast is None else cast)
    return massed(darkness, raster, shading, Surfaces.of(PARTS), INK, night=night)


def room_with_a_box() -> tuple[Image, npt.NDArray[np.int32]]:
    """A light wall with a dark box of a tenth of the picture, below a white strip of sky."""
    part = np.full((80, 80), WALL, dtype=np.int32)
    part[56:, 52:] = BOX
    part[:20] = 0
    return np.select([part == BOX, part == 0], [np.float32(0.5), np.float32(0.0)], np.float32(0.15)), part


def test_what_is_dark_becomes_black_where_a_picture_has_no_black():
    darkness, part = room_with_a_box()
    found = mass(darkness, part)
    assert (levels(found)[part == BOX] == 6).all()
    assert (found[part == WALL] == darkness[part == WALL]).all()


def test_a_shadow_on_the_wall_becomes_a_black_shape_before_a_thing_does():
    darkness, part = room_with_a_box()
    cast = nowhere(darkness)
    cast[24:56, 8:32] = True
    darkness[cast] = 0.4
    found = mass(darkness, part, cast)
    assert (levels(found)[cast] == 6).all()
    assert (found[~cast] == darkness[~cast]).all()


def test_what_is_light_stays_so():
    darkness, part = room_with_a_box()
    darkness[part == BOX] = 0.1
    assert (mass(darkness, part) == darkness).all()


def test_a_picture_of_light_things_has_the_darkest_of_them_for_its_black():
    darkness, part = room_with_a_box()
    part[60:, :20] = TABLE
    darkness[part == BOX], darkness[part == TABLE] = 0.3, 0.2
    found = levels(mass(darkness, part))
    assert (found[part == BOX] == 6).all()
    assert (found[part == TABLE] < 3).all()


def test_what_a_thing_has_in_shade_is_one_black_whether_turned_away_or_in_a_shadow():
    darkness, part = room_with_a_box()
    facing = np.where(np.arange(80) < 66, np.float32(-1.0), np.float32(1.0)) * np.ones_like(darkness)
    cast = nowhere(darkness)
    cast[70:, 60:] = True
    found = levels(mass(darkness, part, cast, facing))
    shade = (part == BOX) & (cast | (facing < 0.0))
    assert (found[shade] == 6).all()


def test_a_grey_wall_stays_a_grey_wall():
    darkness, part = room_with_a_box()
    part[part == BOX], part[part == WALL] = WALL, BOX  # the large one is a thing, the small one a wall
    assert (mass(darkness, part) == darkness).all()


def test_a_picture_with_blacks_gets_no_more_of_them():
    darkness, part = room_with_a_box()
    darkness[24:32] = 0.95
    assert mass(darkness, part) is darkness


def test_dots_are_no_black_shape():
    darkness, part = room_with_a_box()
    part[:] = WALL
    part[::8, ::8] = BOX
    darkness[:] = np.where(part == BOX, 0.5, 0.15)
    assert (mass(darkness, part) == darkness).all()


@pytest.mark.parametrize("kept", [COAT, LAMP])
def test_people_and_lights_keep_their_tones_where_there_is_a_box_to_fill(kept: int):
    darkness, part = room_with_a_box()
    part[60:, :20] = kept
    darkness[part == kept] = 0.7
    found = mass(darkness, part)
    assert (found[part == kept] == darkness[part == kept]).all()


def test_dark_clothes_go_black_in_the_shade_where_nothing_else_is_dark():
    darkness, part = room_with_a_box()
    part[part == BOX] = COAT
    facing = np.where(np.arange(80) < 74, np.float32(-1.0), np.float32(1.0)) * np.ones_like(darkness)
    darkness[part == COAT] = np.where(facing < 0.0, 0.75, 0.6)[part == COAT]
    found = levels(mass(darkness, part, facing=facing))
    assert (found[(part == COAT) & (facing < 0.0)] == 6).all()
    assert (found[(part == COAT) & (facing > 0.0)] < 6).all()


def dark_room_with_a_table() -> tuple[Image, npt.NDArray[np.int32]]:
    """A room at night: a wall with a light table before it, and somebody in a dark coat before the table."""
    part = np.full((80, 80), WALL, dtype=np.int32)
    part[40:, 20:60] = TABLE
    part[30:, 36:44] = COAT
    return np.select([part == TABLE, part == COAT], [np.float32(0.7), np.float32(0.75)], np.float32(0.9)), part


def test_a_night_without_a_lamp_has_a_light_thing_for_its_white():
    darkness, part = dark_room_with_a_table()
    found = levels(mass(darkness, part, night=True))
    assert (found[part == TABLE] == 0).all()
    assert (found[part != TABLE] > 0).all()


def test_a_whole_wall_is_not_white_at_night():
    darkness, part = dark_room_with_a_table()
    part[part == TABLE] = WALL
    assert (levels(mass(darkness, part, night=True)) > 0).all()
    assert (levels(mass(darkness, part)) > 0).all()  # by day either: it is most of the picture


def test_what_lies_in_a_shadow_is_never_left_white():
    darkness, part = dark_room_with_a_table()
    cast = part == TABLE
    assert (levels(mass(darkness, part, cast, night=True)) > 0).all()


def test_no_black_swallows_somebody_in_dark_clothes():
    darkness = np.full((80, 80), 0.15, dtype=np.float32)
    part = np.full((80, 80), WALL, dtype=np.int32)
    cast = nowhere(darkness)
    part[16:64, 36:52], darkness[16:64, 36:52] = COAT, 0.6
    part[12:68, 20:36], darkness[12:68, 20:36] = BOX, 0.5  # beside the coat
    cast[56:, 56:] = True
    darkness[56:, 56:] = 0.35
    found = levels(mass(darkness, part, cast))
    assert (found[cast] == 6).all()
    assert (found[12:68, 20:36] < 6).all()


def test_parts_of_one_head_of_hair_become_black_together():
    """The crown and the fall of dark hair are two parts, of which the smaller alone would be a cap."""
    parts = [
        Part(name="sky", casts=False),
        Part(name="wall", casts=False, grey=0.1),
        Part(name="hair", figure=1, label=7, grey=0.6),
        Part(name="hair", figure=1, label=7, grey=0.6, glossy=True),
    ]
    part = np.full((80, 80), 1, dtype=np.int32)
    part[20:60, 30:60] = 2
    part[20:28, 30:60] = 3
    darkness = np.where(part == 1, np.float32(0.1), np.float32(0.7))
    raster = Raster(np.full(part.shape, 4.0, np.float32), part, np.full(part.shape, -1.0, np.float32), 900.0)
    result = levels(massed(darkness, raster, Shading(darkness, nowhere(darkness)), Surfaces.of(parts), INK))
    assert len(np.unique(result[part > 1])) == 1
