from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.render.sketch.sky import horizon_px, sky_darkness, stars
from screenplay2board.stage.projection import Projection
from screenplay2board.stage.types import CameraPose, Sky


def projection(target=(0, 1.5, 0)):
    return Projection.of(CameraPose(position_m=(0, 1.5, 4), target_m=target, fov_deg=40, frame_px=(320, 180)))


def test_a_plain_sky_has_one_tone():
    darkness = sky_darkness(Sky(horizon_grey=0.3, zenith_grey=0.3), projection())
    assert darkness.shape == (180, 320)
    np.testing.assert_allclose(darkness, 0.3)


def test_the_horizon_is_at_eye_level():
    assert horizon_px(projection()) == pytest.approx(90.0, abs=0.1)
    assert horizon_px(projection(target=(0, 1.2, 0))) < 90 - 5
    assert horizon_px(projection(target=(0, -40, 4))) == pytest.approx(108)


def test_a_gradient_runs_from_the_horizon_to_the_zenith():
    darkness = sky_darkness(Sky(kind="gradient", horizon_grey=0.1, zenith_grey=0.7, seed=2), projection())
    means = darkness.mean(axis=1)
    assert means[85] < means[45] < means[2]
    np.testing.assert_allclose(means[120:], 0.1, atol=0.06)


def test_the_sky_leans_with_the_camera():
    pose = CameraPose(position_m=(0, 1.5, 4), target_m=(0, 1.5, 0), fov_deg=40, roll_deg=20, frame_px=(320, 180))
    darkness = sky_darkness(Sky(kind="gradient", horizon_grey=0.0, zenith_grey=0.8), Projection.of(pose))
    left, right = darkness[:, 5], darkness[:, 314]
    lower, upper = sorted((int((left > 0.1).sum()), int((right > 0.1).sum())))
    assert upper > lower + 60  # the horizon is 310 px * tan 20 degrees higher on one side


def test_the_sun_is_white_with_a_glow():
    darkness = sky_darkness(Sky(horizon_grey=0.6, zenith_grey=0.6, sun=(0.5, 0.25)), projection())
    assert darkness[45, 160] == 0.0
    assert 0.4 < darkness[45, 160 + 13] < 0.5
    assert darkness[45, 40] == pytest.approx(0.6)


def test_clouds_are_white_above_and_darker_than_the_sky_below():
    plain = sky_darkness(Sky(kind="gradient", horizon_grey=0.3, zenith_grey=0.3), projection())
    clouds = sky_darkness(Sky(kind="clouds", horizon_grey=0.3, zenith_grey=0.3, seed=4), projection())
    white, shade = clouds == 0.0, clouds > plain + 0.05
    assert white.sum() > 800
    assert 50 < shade.sum() < white.sum()
    assert np.nonzero(white)[0].mean() < np.nonzero(shade)[0].mean()
    assert not (white | shade)[90:].any()


def test_stars_are_above_the_horizon_and_only_at_night():
    places, radii = stars(Sky(kind="night", seed=1), projection())
    assert len(places) == len(radii) > 30
    assert places[:, 1].max() < 90
    assert len(stars(Sky(kind="gradient"), projection())[0]) == 0
