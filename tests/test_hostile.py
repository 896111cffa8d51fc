"""Screenplays from strangers: whatever stands in them is planned or refused, and no name leads out of the folder."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screenplay2board.book.lay_out import picture_names
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.pipeline import propose, read_and_plan
from screenplay2board.plan.annotations import read_annotations
from screenplay2board.plan.merge import merge
from screenplay2board.screenplay.reading import read_screenplay
from screenplay2board.settings import load_settings

EXAMPLES = Path(__file__).parent.parent / "examples"
SCRIPTS = ("last-ferry.fountain", "rain-letter.ko.fountain", "knocking.fdx", "night-bus.yaml")
MARKS = (
    "INT. ", "EXT. KITCHEN - NIGHT\n\n", "[[shot: CU ", "[[no shot]]", "[[", "]]", "/*", "*/", "> ", "@", "!", "~",
    "^", "#1A#", "#../../x#", "(", ")", "\n", "\n\n", "\r\n", "\t", "\0", "CUT TO:", "S#1. ", "내부", "POV", "***",
    "MINA (30s, red coat)", "\u202e", "\u2028", "\ufeff", "ẞ", "ﬁ", "İ", "²", "①", "١٢", "x" * 300, "&a ", "*a", "- ",
    "key: ", "{{7*7}}", "</script>",
)  # fmt: skip
PIECES = st.lists(st.one_of(st.sampled_from(MARKS), st.text(max_size=12)), max_size=40).map("".join)


def survives(path: Path) -> None:
    """Read and plan the script at `path`: findings are welcome, exceptions are not."""
    diagnostics = Diagnostics()
    planned = read_and_plan(path, load_settings(None, diagnostics), diagnostics)
    assert planned is not None or diagnostics.has_errors
    if planned is not None:
        names = picture_names(planned.shot_list.shots)
        assert len(set(names.values())) == len(planned.shot_list.shots)
        assert all(Path(name).name == name and len(name.encode()) < 250 for name in names.values())


@settings(max_examples=60, deadline=None)
@given(text=PIECES, suffix=st.sampled_from([".fountain", ".yaml", ".fdx", ".txt"]))
@example(text="INT. A - DAY #" + "A" * 400 + "#\n\nNobody.\n", suffix=".fountain")
@example(text="INT. A - DAY #../../x#\n\nNobody.\n\nINT. B - DAY #..\\..\\x#\n\nNobody.\n", suffix=".fountain")
def test_any_text_is_planned_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, suffix: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"script{suffix}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    survives(path)


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=300), suffix=st.sampled_from([".fountain", ".yaml", ".fdx"]))
def test_any_bytes_are_planned_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("bytes") / f"script{suffix}"
    path.write_bytes(data)
    survives(path)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with a few marks put in and stretches cut out or doubled."""
    for _ in range(chance.choice((1, 3, 10))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 10, 200)))
        put = chance.choice((chance.choice(MARKS).encode(), b"", data[start:end] * 2, bytes([chance.randrange(256)])))
        data = data[:start] + put + data[end:]
    return data


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("seed", range(6))
def test_damaged_examples_are_planned_or_refused(tmp_path: Path, name: str, seed: int) -> None:
    path = tmp_path / name
    path.write_bytes(damaged((EXAMPLES / name).read_bytes(), random.Random(f"{name} {seed}")))
    survives(path)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_shot_lists_are_applied_or_refused(tmp_path: Path, seed: int) -> None:
    script = tmp_path / "knocking.fdx"
    script.write_bytes((EXAMPLES / "knocking.fdx").read_bytes())
    diagnostics = Diagnostics()
    screenplay = read_screenplay(script, diagnostics)
    assert screenplay is not None
    proposed = propose(screenplay, load_settings(None, diagnostics), diagnostics)
    text = merge(proposed, None, diagnostics).text
    (tmp_path / "knocking.shots.yaml").write_bytes(damaged(text.encode(), random.Random(seed)))
    survives(script)


def test_a_yaml_bomb_beside_the_script_is_refused(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    path = tmp_path / "night.shots.yaml"
    path.write_text("\n".join(rows))
    diagnostics = Diagnostics()
    assert read_annotations(path, diagnostics) is None
    assert [item.code for item in diagnostics] == ["S2B211"]


def test_pictures_have_names_that_every_system_takes_and_no_two_the_same(tmp_path: Path) -> None:
    path = tmp_path / "night.fountain"
    numbers = ["CON", "x/y", "x\\y", "X Y", "é" * 300, "é" * 301, "1" * 300]
    path.write_text("\n".join(f"INT. ROOM - DAY #{number}#\n\nNobody.\n" for number in numbers), encoding="utf-8")
    diagnostics = Diagnostics()
    planned = read_and_plan(path, load_settings(None, diagnostics), diagnostics)
    assert planned is not None
    shots = [replace(shot, id=f"s/{position}") for position, shot in enumerate(planned.shot_list.shots)]
    names = list(picture_names(shots).values())
    assert len(set(names)) == len(numbers)
    assert not {name.partition(".")[0].lower() for name in names} & {"con"}
    assert all(Path(name).name == name and "\\" not in name and len(name.encode()) < 250 for name in names)
