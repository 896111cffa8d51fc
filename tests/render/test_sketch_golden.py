"""Small pictures compared with stored ones. To renew them after a change that was meant and looked at:

S2B_RENEW_GOLDENS=1 python -m pytest tests/render/test_sketch_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sketch_scene import camera, room_with_one_person, stage_for

from screenplay2board.render.sketch import STYLES, draw_geometry
from screenplay2board.stage.types import Light, LightPool

GOLDEN = Path(__file__).parent / "golden"
NIGHT = Light(night=0.5, pools=(LightPool(position_m=(0.3, 1.0, -1.0), radius_m=1.5, strength=0.5),))
CASES = {style: {"style": style} for style in STYLES} | {"night_rain": {"light": NIGHT, "weather": "rain"}}
MEAN_DIFFERENCE = 2.0  # greys: the last bits of floats may differ between processors, and move an edge a little


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_picture_is_as_it_was(name):
    changes = dict(CASES[name])
    style = changes.pop("style", "ink")
    drawing = draw_geometry(room_with_one_person(), stage_for(camera(), **changes), style=style, seed=7)
    path = GOLDEN / f"{name}.png"
    if os.environ.get("S2B_RENEW_GOLDENS"):
        path.write_bytes(drawing.png())
    expected = np.asarray(Image.open(path).convert("L")).astype(int)
    assert expected.shape == drawing.picture.shape
    assert np.abs(expected - drawing.picture).mean() < MEAN_DIFFERENCE
