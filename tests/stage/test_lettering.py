"""Words on things: lettered in strokes, as large as their field allows, never beyond it; Latin letters and Hangul."""

from __future__ import annotations

import numpy as np
import pytest

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.hands import hand_mesh
from screenplay2board.stage.body.skeleton import pose_figure
from screenplay2board.stage.geometry import Geometry
from screenplay2board.stage.props import WRITING, build_piece
from screenplay2board.stage.props.handheld import item_orientation
from screenplay2board.stage.props.handheld_more import ITEMS
from screenplay2board.stage.props.hangul import parts_of
from screenplay2board.stage.props.lettering import can_letter, lettered
from screenplay2board.stage.types import FigurePlacement, HeldProp, PropPlacement

EVERYTHING = "ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,:;!?'\"-/()+=&#$%@"


def extent(strokes) -> tuple[np.ndarray, np.ndarray]:
    points = np.concatenate(strokes)
    return points.min(axis=0), points.max(axis=0)


@pytest.mark.parametrize("field", [(0.05, 0.09), (0.2, 0.16), (0.25, 0.06), (1.0, 0.4)])
@pytest.mark.parametrize(
    "text", ["No", "Where are you?", "Come home. Mom is in St. Mary's, fifth floor.", "집에 와. 아빠 병원이야."]
)
def test_words_fill_their_field_and_keep_inside(text: str, field: tuple[float, float]) -> None:
    strokes = lettered(text, *field)
    low, high = extent(strokes)
    slack = 0.04 * field[1]  # commas hang below the line
    assert (low >= -slack).all()
    assert (high <= np.array(field) + slack).all()
    assert (high - low).max() >= 0.5 * min(field)


def test_every_sign_of_the_table_is_drawn() -> None:
    for sign in EVERYTHING.replace(" ", ""):
        assert lettered(sign, 1.0, 1.0), sign


def test_small_letters_and_accents_are_written_as_capitals() -> None:
    plain, accented = lettered("ELISE", 1.0, 1.0), lettered("Élise", 1.0, 1.0)
    assert all(np.array_equal(first, second) for first, second in zip(plain, accented, strict=True))


def test_letters_that_are_not_there_are_not_replaced() -> None:
    assert not can_letter("Привет")
    assert lettered("Привет", 1.0, 1.0) == ()
    assert lettered("  ", 1.0, 1.0) == ()


def test_a_text_too_long_for_its_field_ends_where_the_field_does() -> None:
    low, high = extent(lettered("word " * 400, 0.05, 0.09))
    assert low[1] >= -0.01
    assert high[1] <= 0.1


@pytest.mark.parametrize(
    ("syllable", "parts"),
    [
        ("가", "ㄱㅏ"),
        ("힣", "ㅎㅣㅎ"),
        ("한", "ㅎㅏㄴ"),
        ("와", "ㅇㅗㅏ"),
        ("뷁", "ㅂㅜㅔㄹㄱ"),
        ("빠", "ㅂㅂㅏ"),
        ("없", "ㅇㅓㅂㅅ"),
    ],
)
def test_a_syllable_is_put_together_of_its_parts(syllable: str, parts: str) -> None:
    assert "".join(part for part, _ in parts_of(syllable)) == parts
    boxes = [box for _, box in parts_of(syllable)]
    assert all(0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 for x0, y0, x1, y1 in boxes)


@pytest.mark.parametrize("kind", ["sign", "letter", "laptop", "monitor", "neon_sign", "phone", "newspaper"])
def test_what_is_read_carries_its_words(kind: str) -> None:
    def lines(**parameters: str) -> int:
        geometry = Geometry()
        build_piece(geometry, PropPlacement(kind=kind, parameters=parameters), night=False)
        return len(geometry.edges)

    words = {WRITING: "WWWWW WWWWW WWWWW"}
    assert lines(**words) > lines(**{WRITING: "."}) + 10


@pytest.mark.parametrize("pose", ["stand", "sit", "phone", "sit_phone"])
def test_no_finger_goes_through_the_telephone(pose: str) -> None:
    figure = FigurePlacement(figure=1, name="ANNA", look=CharacterLook(), pose=pose, held=(HeldProp(prop="phone"),))
    body = pose_figure(figure)
    (side,) = (where for prop, where in body.held if prop == "phone")
    wrist, frame = body.anchors.joints[f"wrist_{side}"], body.anchors.frames[f"hand_{side}"]
    shape = body.hands["lr".index(side)]
    scale = body.proportions.hand_scale
    vertices, _ = hand_mesh(shape, wrist, frame, side, scale, detailed=True)
    item = ITEMS["phone"]
    turn = item_orientation(item.grip, frame)
    fist = wrist + frame[:, 2] * 0.075 * body.proportions.height_m / 1.75 + frame[:, 1] * 0.035
    local = (vertices - (fist - turn @ np.array(item.hold_m))) @ turn
    width, height, depth = item.size
    inside = (np.abs(local[:, 0]) < width / 2 - 0.004) & (local[:, 1] > 0.004) & (local[:, 1] < height - 0.004)
    assert not (inside & (np.abs(local[:, 2]) < depth / 2)).any()
    shown = inside & (local[:, 2] > depth / 2)
    assert local[shown, 0].size == 0 or np.abs(local[shown, 0]).min() > 0.4 * width / 2  # tips at the rim alone
