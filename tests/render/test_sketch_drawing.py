from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from sketch_scene import camera, room_with_one_person, stage_for

from screenplay2board.render.sketch import STYLES, draw_geometry
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.types import Arrow, CameraPose, Light, LightPool, Sky

FRAMES = [(320, 180), (320, 134), (200, 200), (135, 240)]


def picture(style="ink", seed=0, frame_px=(320, 180), **changes):
    stage = stage_for(camera(frame_px), **changes)
    return draw_geometry(room_with_one_person(), stage, style=style, seed=seed).picture.astype(int)


@pytest.mark.parametrize("style", sorted(STYLES))
def test_the_same_stage_gives_the_same_bytes(style):
    stage = stage_for(camera())
    first = draw_geometry(room_with_one_person(), stage, style=style, seed=3).png()
    assert draw_geometry(room_with_one_person(), stage, style=style, seed=3).png() == first
    assert draw_geometry(room_with_one_person(), stage, style=style, seed=4).png() != first


def test_a_full_size_panel_is_small_and_has_16_greys_at_most():
    drawing = draw_geometry(room_with_one_person(), stage_for(camera((1280, 720))), seed=1)
    data = drawing.png()
    assert len(data) <= 90_000
    image = Image.open(io.BytesIO(data))
    assert image.size == (1280, 720)
    assert len(set(np.asarray(image.convert("L")).ravel().tolist())) <= 16
    assert np.abs(np.asarray(image.convert("L")).astype(int) - drawing.picture).mean() < 1.5


@pytest.mark.parametrize("frame_px", FRAMES)
def test_every_frame_size_is_filled(frame_px):
    found = picture(frame_px=frame_px)
    assert found.shape == frame_px[::-1]
    assert (found < 110).mean() > 0.005
    assert (found > 245).mean() > 0.1


def test_the_picture_has_paper_ink_and_greys_between():
    found = picture()
    assert (found > 250).mean() > 0.15
    assert (found < 60).mean() > 0.0005
    assert ((found > 60) & (found < 240)).mean() > 0.2


def test_clean_line_has_hardly_any_grey():
    found = picture("clean", frame_px=(1280, 720))
    assert ((found > 60) & (found < 240)).mean() < 0.02
    assert (found < 60).mean() > 0.003


def test_an_unknown_style_is_an_error():
    with pytest.raises(KeyError, match="oil"):
        picture("oil")


def test_night_is_darker_and_a_lamp_lights_it():
    dark = Light(night=0.6)
    lamp = Light(night=0.6, pools=(LightPool(position_m=(0.0, 1.0, -1.0), radius_m=2.5, strength=0.6),))
    day, night, lit = (picture(light=light).mean() for light in (Light(), dark, lamp))
    assert night < day - 40
    assert night + 15 < lit < day


def test_the_light_of_a_lamp_on_a_wall_is_a_scallop_that_widens_downwards():
    lamp = Light(night=0.6, pools=(LightPool(position_m=(0.0, 1.0, -1.0), radius_m=2.0, strength=0.6),))
    lit = [np.flatnonzero(row > 200) for row in picture(light=lamp)[:130]]
    widths = [int(np.ptp(row)) for row in lit if len(row) > 4]
    assert len(widths) > 20
    assert widths[0] < widths[5] < widths[15]


def test_fog_takes_the_contrast_of_what_is_far_away():
    fog = picture(light=Light(fog=0.1, fog_near_m=3.0, fog_far_m=7.0))
    wall = np.s_[20:40, 20:120]
    assert fog[wall].mean() > 215


def test_cast_shadows_darken_the_floor():
    shadow = picture(light=Light(direction=(-0.55, -0.75, -0.4)))
    none = picture(light=Light(direction=(-0.55, -0.75, -0.4), shadow=0.0))
    assert shadow[130:].mean() < none[130:].mean() - 2


@pytest.mark.parametrize("weather", ["rain", "storm", "snow"])
def test_what_falls_is_white_over_the_picture(weather):
    night = Light(night=0.6)
    assert picture(light=night, weather=weather).mean() > picture(light=night).mean() + 0.5


def test_under_a_ceiling_it_stays_dry():
    dry = stage_for(camera())
    roofed = replace(dry, set=replace(dry.set, ceiling_m=2.6))
    inside = draw_geometry(room_with_one_person(), replace(roofed, weather="rain"), seed=1)
    assert inside.png() == draw_geometry(room_with_one_person(), roofed, seed=1).png()


def test_arrows_are_white_with_a_black_outline():
    arrow = Arrow(kind="figure", points=((0.2, 0.5), (0.6, 0.5)), width=0.05)
    changed = np.abs(picture(arrows=(arrow,)) - picture()) > 30
    y, x = np.nonzero(changed)
    assert 55 < x.min() < 70
    assert 185 < x.max() < 200
    assert 75 < y.mean() < 105
    along = picture(arrows=(arrow,))[90, 100:160]
    assert (along > 240).all()


def test_a_push_in_draws_its_inner_frame():
    frame = Arrow(kind="frame", points=((0.25, 0.25), (0.75, 0.75)))
    size = (640, 360)
    y, x = np.nonzero(picture(frame_px=size, arrows=(frame,)) < picture(frame_px=size) - 60)
    assert np.bincount(x).argmax() in (159, 160, 479, 480)
    assert np.bincount(y).argmax() in (89, 90, 269, 270)


def changed_by(arrow: Arrow, **stage: object) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the rows and columns that a sign changes."""
    return np.nonzero(np.abs(picture(arrows=(arrow,), **stage) - picture(**stage)) > 30)


def test_a_frame_can_be_read_by_day_and_by_night():
    frame = Arrow(kind="frame", points=((0.25, 0.25), (0.75, 0.75)))
    night = picture(light=Light(night=0.9))
    signed = picture(light=Light(night=0.9), arrows=(frame,))
    edge = signed[40:50, 90:230] - night[40:50, 90:230]
    assert (edge > 60).any(axis=0).mean() > 0.5


def test_a_camera_in_the_hand_shakes_only_the_given_corners():
    y, x = changed_by(Arrow(kind="shake", points=((0.0, 0.0), (1.0, 1.0))))
    assert len(y) > 60
    low, high = (x < 60) & (y < 60), (x > 260) & (y > 120)
    assert (low | high).all()
    assert low.any()
    assert high.any()


def test_a_focus_pull_has_brackets_around_both_and_an_arrow_between():
    box = {"first": (32, 36, 96, 108), "second": (208, 36, 272, 108)}
    points = tuple((x / 320, y / 180) for x0, y0, x1, y1 in box.values() for x, y in ((x0, y0), (x1, y1)))
    y, x = changed_by(Arrow(kind="focus", points=points, width=0.01))
    for x0, y0, x1, y1 in box.values():
        inside = (x > x0 + 5) & (x < x1 - 5) & (y > y0 + 5) & (y < y1 - 5)
        assert not inside.any()
    between = (x > 104) & (x < 200)
    assert between.sum() > 60


def test_the_track_of_a_camera_that_follows_is_broader_than_its_arrow():
    ends = ((0.2, 0.5), (0.8, 0.5))
    plain, _ = changed_by(Arrow(kind="camera", points=ends, width=0.03))
    tracked, _ = changed_by(Arrow(kind="follow", points=ends, width=0.03))
    assert np.ptp(tracked) > 1.4 * np.ptp(plain)


def test_the_face_is_drawn_where_the_head_is():
    geometry = room_with_one_person()
    with_face = draw_geometry(geometry, stage_for(camera())).picture.astype(int)
    geometry = room_with_one_person()
    geometry.curves.clear()
    geometry.fills.clear()
    without = draw_geometry(geometry, stage_for(camera())).picture.astype(int)
    y, x = np.nonzero(np.abs(with_face - without) > 40)
    assert len(y) > 5
    assert (x.min() > 165) & (x.max() < 190)
    assert (y.min() > 45) & (y.max() < 75)


def test_a_gradient_sky_darkens_upward_and_shows_its_sun():
    sky = Sky(kind="gradient", horizon_grey=0.0, zenith_grey=0.7, sun=(0.25, 0.3))
    pose = CameraPose(position_m=(0, 1.5, 4.0), target_m=(0, 1.5, 0.0), fov_deg=36.0, frame_px=(320, 180))
    found = draw_geometry(Geometry(), stage_for(pose, sky=sky)).picture.astype(int)
    column = found[:, 240]
    assert column[5] < column[60] < column[85]
    assert found[54, 80] == 255
    assert found[54, 200] < 240


@pytest.mark.parametrize("seed", range(8))
def test_no_camera_breaks_the_drawing(seed):
    rng = np.random.default_rng(seed)
    position = tuple(rng.uniform((-1.5, 0.05, -1.5), (1.5, 2.2, 3.0)))
    target = tuple(rng.uniform((-1.0, 0.0, -1.0), (1.0, 2.0, 1.0)))
    pose = CameraPose(
        position_m=position,  # often inside the person or the box
        target_m=target,
        fov_deg=float(rng.uniform(8, 100)),
        roll_deg=float(rng.uniform(-40, 40)),
        shift=tuple(rng.uniform(-0.3, 0.3, 2)),
        frame_px=(int(rng.integers(40, 200)), int(rng.integers(40, 200))),
    )
    found = draw_geometry(room_with_one_person(), stage_for(pose), seed=seed).picture
    assert found.shape == pose.frame_px[::-1]
    assert len(np.unique(found)) > 1
