"""A note, the shots YAML and the action may ask for a mirror, a silhouette, a window before the lens."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.planner import plan
from screenplay2board.plan.types import Effect, Shot
from screenplay2board.screenplay.fountain import read_fountain


def shots(action: str) -> tuple[Shot, ...]:
    found = Diagnostics()
    listed = plan(
        read_fountain(f"INT. HALL - DAY\n\nMINA (30) waits.\n\n{action}\n", "t.fountain", found), diagnostics=found
    )
    assert [str(item) for item in found if item.code == "S2B201"] == []
    return listed.shots


@pytest.mark.parametrize(
    ("note", "effect"),
    [
        ("CU MINA in the mirror", "mirror"), ("MS MINA, silhouette", "silhouette"), ("MINA 실루엣", "silhouette"),
        ("FS MINA through the window", "through window"), ("MINA through the doorway", "through doorway"),
        ("MS MINA through the leaves", "through leaves"), ("split diopter MINA", "split diopter"),
        ("split screen MINA", "split screen"), ("MINA 화면 분할", "split screen"),
    ],
)  # fmt: skip
def test_a_note_wishes_an_effect(note: str, effect: Effect) -> None:
    shot = next(shot for shot in shots(f"Mina turns. [[shot: {note}]]") if "turns" in shot.action)
    assert shot.effect == effect
    assert shot.origins["effect"] == "note"


@pytest.mark.parametrize(
    ("action", "effect"),
    [
        ("Mina looks at her reflection.", "mirror"),
        ("Mina stands silhouetted against the light.", "silhouette"),
        ("Mina, seen through the window, reads.", "through window"),
        ("Mina stands framed in the doorway.", "through doorway"),
        ("Mina walks to the window.", None),
    ],
)
def test_the_action_may_ask_for_an_effect(action: str, effect: Effect | None) -> None:
    assert [shot.effect for shot in shots(action) if shot.action == action] == [effect]
