from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from screenplay2board.render.sketch.raster import Image, Raster
from screenplay2board.render.sketch.shade import Shading, Surfaces
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.sketch.tone import tone_levels
from screenplay2board.render.sketch.tone_plan import before_light, lamplit, set_off, spotted, whitened
from screenplay2board.stage.geometry import Part

INK = STYLES["ink"]
WALL, BOX, COAT, LAMP = range(1, 5)
PARTS = [
    Part(name="sky", casts=False),
    Part(name="wall", casts=False),
    Part(name="box"),
    Part(name="coat", figure=1),
    Part(name="lamp", emission=0.5),
]


def nobody(darkness: Image) -> npt.NDArray[np.bool_]:
    return np.zeros(darkness.shape, dtype=np.bool_)


def levels(darkness: Image) -> npt.NDArray[np.uint8]:
    return tone_levels(darkness, INK)


def spot(
    darkness: Image, part: npt.NDArray[np.int32], cast: npt.NDArray[np.bool_] | None = None, facing: float = 1.0
) -> Image:
    """Return the darkness with the blacks of a picture of these parts."""
    raster = Raster(np.full(darkness.shape, 4.0, np.float32), part, np.full(darkness.shape, facing, np.float32), 900.0)
    shading = Shading(darkness, nobody(darkness) if cast is None else cast)
    return spotted(darkness, raster, shading, Surfaces.of(PARTS), INK)


def test_a_grey_room_gets_its_fifth_of_white_and_people_keep_their_tones():
    rng = np.random.default_rng(1)
    darkness = rng.uniform(0.1, 0.9, (80, 120)).astype(np.float32)
    darkness[:, :60] = 0.2
    people = nobody(darkness)
    people[20:60, 80:100] = True
    found = whitened(darkness, people, INK)
    assert (levels(found) == 0).mean() >= INK.white_share
    assert (found[people] == darkness[people]).all()
    assert (found[darkness > 0.8] == darkness[darkness > 0.8]).all()
    ground = ~people
    order = np.argsort(darkness[ground], kind="stable")
    assert (np.diff(found[ground][order]) >= -1e-6).all()


def test_a_bright_room_is_left_as_it_is():
    darkness = np.full((20, 20), 0.3, dtype=np.float32)
    darkness[:10] = 0.0
    assert whitened(darkness, nobody(darkness), INK) is darkness


def test_a_night_is_white_in_its_light_and_black_beyond():
    darkness = np.linspace(0.3, 0.8, 100, dtype=np.float32) * np.ones((100, 1), np.float32)
    people = nobody(darkness)
    people[40:60, 40:60] = True
    found = lamplit(darkness, people, INK)
    assert (levels(found) == 0).mean() >= INK.white_share
    assert (levels(found) == 6).mean() >= 0.2
    assert (found[people] == darkness[people]).all()
    assert (np.diff(found[0]) >= 0.0).all()


def test_a_night_without_light_stays_dark():
    darkness = np.full((60, 80), 0.7, dtype=np.float32)
    darkness[:10] = 0.72
    assert levels(lamplit(darkness, nobody(darkness), INK)).min() > 0


def test_dark_people_stand_before_a_lighter_ground():
    darkness = np.full((80, 120), 0.78, dtype=np.float32)
    darkness[:10] = 0.05  # a lit window
    people = nobody(darkness)
    people[20:70, 40:70] = True
    found = set_off(darkness, people, INK)
    assert (found[people] == darkness[people]).all()
    np.testing.assert_allclose(found[30:, 80:], 0.58, atol=0.01)
    np.testing.assert_allclose(found[:10], darkness[:10], atol=0.002)


def test_a_dark_thing_in_a_hand_stands_before_light_at_night():
    darkness = np.full((80, 120), 0.95, dtype=np.float32)
    darkness[:20] = 0.1
    hand = nobody(darkness)
    hand[40:60, 40:80] = True
    darkness[hand] = 0.85
    found = before_light(darkness, hand)
    assert (found[hand] == darkness[hand]).all()
    assert (found[~hand] < 0.3).all()
    assert before_light(np.where(hand, np.float32(0.1), darkness), hand)[70, 70] == darkness[70, 70]


def test_grey_people_stand_before_a_darker_ground():
    darkness = np.full((80, 120), 0.58, dtype=np.float32)
    people = nobody(darkness)
    people[20:70, 40:70] = True
    darkness[people] = 0.52
    np.testing.assert_allclose(set_off(darkness, people, INK)[~people], 0.72, atol=0.02)


@pytest.mark.parametrize(("figure", "ground"), [(0.1, 0.1), (0.8, 0.4), (0.55, 0.98)])
def test_people_who_stand_out_already_are_left_as_they_are(figure: float, ground: float):
    darkness = np.full((80, 120), ground, dtype=np.float32)
    people = nobody(darkness)
    people[20:70, 40:70] = True
    darkness[people] = figure
    assert set_off(darkness, people, INK) is darkness


def test_what_is_darker_than_the_ground_stays_dark_when_the_ground_is_lightened():
    darkness = np.full((72, 128), 0.58, dtype=np.float32)
    people = nobody(darkness)
    people[20:60, 40:70] = True
    darkness[people] = 0.68
    darkness[:10] = 0.9
    moved = set_off(darkness, people, INK)
    assert float(moved[30, 10]) < 0.5
    assert float(moved[5, 10]) > 0.84


def room_with_a_box() -> tuple[Image, npt.NDArray[np.int32]]:
    """A light wall with a dark box of a tenth of the picture."""
    part = np.full((80, 80), WALL, dtype=np.int32)
    part[56:, 52:] = BOX
    return np.where(part == BOX, np.float32(0.5), np.float32(0.15)), part


def test_what_is_dark_becomes_black_where_a_picture_has_no_black():
    darkness, part = room_with_a_box()
    found = spot(darkness, part)
    assert (levels(found)[part == BOX] == 6).all()
    assert (found[part == WALL] == darkness[part == WALL]).all()


def test_a_shadow_on_the_wall_becomes_a_black_shape_before_a_thing_does():
    darkness, part = room_with_a_box()
    cast = nobody(darkness)
    cast[8:40, 8:32] = True
    darkness[cast] = 0.4
    found = spot(darkness, part, cast)
    assert (levels(found)[cast] == 6).all()
    assert (found[~cast] == darkness[~cast]).all()


@pytest.mark.parametrize("grey", [0.1, 0.3])
def test_what_is_light_stays_so(grey: float):
    darkness, part = room_with_a_box()
    darkness[part == BOX] = grey
    assert (spot(darkness, part) == darkness).all()


def test_a_grey_wall_stays_a_grey_wall():
    darkness, part = room_with_a_box()
    part[part == BOX], part[part == WALL] = WALL, BOX  # the large one is a thing, the small one a wall
    assert (spot(darkness, part) == darkness).all()


def test_a_picture_with_blacks_gets_no_more_of_them():
    darkness, part = room_with_a_box()
    darkness[:16] = 0.95
    assert spot(darkness, part) is darkness


def test_dots_are_no_black_shape():
    darkness, part = room_with_a_box()
    part[:] = WALL
    part[::8, ::8] = BOX
    darkness[:] = np.where(part == BOX, 0.5, 0.15)
    assert (spot(darkness, part) == darkness).all()


@pytest.mark.parametrize("kept", [COAT, LAMP])
def test_people_and_lights_keep_their_tones(kept: int):
    darkness, part = room_with_a_box()
    part[part == BOX] = kept
    assert (spot(darkness, part) == darkness).all()


def test_no_black_swallows_somebody_in_dark_clothes():
    darkness = np.full((80, 80), 0.15, dtype=np.float32)
    part = np.full((80, 80), WALL, dtype=np.int32)
    cast = nobody(darkness)
    part[16:64, 36:52], darkness[16:64, 36:52] = COAT, 0.6
    part[12:68, 20:36], darkness[12:68, 20:36] = BOX, 0.5  # beside the coat
    cast[56:, 56:] = True
    darkness[56:, 56:] = 0.35
    found = levels(spot(darkness, part, cast))
    assert (found[cast] == 6).all()
    assert (found[12:68, 20:36] < 6).all()
