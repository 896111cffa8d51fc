from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from screenplay2board.render.sketch.raster import Image
from screenplay2board.render.sketch.styles import STYLES
from screenplay2board.render.sketch.tone import tone_levels
from screenplay2board.render.sketch.tone_plan import before_light, lamplit, set_off, whitened

INK = STYLES["ink"]


def nobody(darkness: Image) -> npt.NDArray[np.bool_]:
    return np.zeros(darkness.shape, dtype=np.bool_)


def levels(darkness: Image) -> npt.NDArray[np.uint8]:
    return tone_levels(darkness, INK)


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
