"""What came, went, moved or changed between two boards is told once, and nothing else is."""

from dataclasses import replace
from pathlib import Path

import pytest
from sample_boards import SCRIPT, board, edited

from screenplay2board.compare.comparison import compare
from screenplay2board.compare.report import counts, human_lines, renumbering
from screenplay2board.compare.types import Board, BoardDiff, ShotDiff, label

KITCHEN = SCRIPT[SCRIPT.index("INT. KITCHEN") : SCRIPT.index("INT. BAR")]
BAR = SCRIPT[SCRIPT.index("INT. BAR") : SCRIPT.index("EXT. STREET")]


@pytest.fixture
def old(tmp_path: Path) -> Board:
    return board(tmp_path, name="old")


def against(old: Board, folder: Path, *changes: tuple[str, str], **overrides: str) -> BoardDiff:
    return compare(old, board(folder, edited(*changes), "new", **overrides))


def lines(diff: BoardDiff) -> list[str]:
    return list(human_lines(diff))


def kept(diff: BoardDiff) -> dict[str, ShotDiff]:
    return {label(shot.new): shot for shot in diff.shots if shot.new and shot.old}


def test_equal_boards_do_not_differ(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path)
    assert not diff.differs
    assert lines(diff) == ["old -> new", f"no difference: {diff.unchanged} shots unchanged"]
    assert diff.unchanged == len(old.manifest.shots)


def test_other_words_are_no_other_picture(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("Eleven minutes", "Twelve minutes"))
    (shot,) = diff.shots
    assert not shot.redrawn
    assert [change.path for change in shot.changes] == [("dialogue",)]
    assert lines(diff)[-2:] == ["scene 1  INT. KITCHEN - NIGHT", f"~ {label(shot.new)}  words"]  # type: ignore[arg-type]


def test_a_note_in_the_script_tells_size_and_angle(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("WALTER\nWe", "[[shot: ECU WALTER, low angle]]\nWALTER\nWe"))
    (shot,) = diff.shots
    assert shot.redrawn
    assert {("size",), ("angle",)} <= {change.path for change in shot.changes}
    assert "-> ECU, eye level -> low angle" in lines(diff)[-1]
    assert lines(diff)[-1].endswith(", redrawn")


def test_a_shot_that_is_inserted_is_added_and_the_rest_only_renumbered(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("WALTER (70", "The phone rings.\n\nWALTER (70"))
    assert [shot.fate for shot in diff.shots if shot.fate != "kept"] == ["added"]
    assert not any(shot.changed or shot.moved for shot in kept(diff).values())
    assert renumbering(diff) == "shots 1B -> 1C, 1C -> 1D"
    assert [line[:1] for line in lines(diff)] == ["o", "s", "r", "", "s", "+"]


def test_a_scene_that_is_inserted_renumbers_the_scenes_after_it_in_one_line(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("INT. BAR", "EXT. PIER - DAWN\n\nThe sea.\n\nINT. BAR"))
    told = lines(diff)
    assert "renumbered: scenes 2 to 3 -> 3 to 4" in told
    assert "+ scene 2  EXT. PIER - DAWN" in told
    assert counts(diff)["scenes_added"] == 1
    assert counts(diff)["changed"] == counts(diff)["moved"] == counts(diff)["removed"] == 0


def test_a_scene_that_is_lost_stands_where_it_was_with_its_shots_in_one_line(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, (BAR, ""))
    assert [scene.facts.heading for scene in diff.scenes if scene.fate == "removed"] == ["INT. BAR - NIGHT"]
    gone = [label(shot.old) for shot in diff.shots if shot.old and shot.new is None]
    assert f"- scene 2  INT. BAR - NIGHT  ({', '.join(gone)})" in lines(diff)


def test_a_scene_that_changes_its_place_is_moved_and_its_shots_are_not(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, (KITCHEN + BAR, BAR + KITCHEN))
    assert [scene.facts.heading for scene in diff.scenes if scene.moved] == ["INT. BAR - NIGHT"]
    assert not any(shot.moved or shot.changes or shot.fate != "kept" for shot in diff.shots)
    assert any(line.startswith("> scene 1  INT. BAR - NIGHT  (moved, was 2") for line in lines(diff))


def test_a_shot_that_goes_to_another_scene_is_moved(old: Board, tmp_path: Path) -> None:
    speech = "JONAH\nNobody comes here any more.\n"
    diff = against(old, tmp_path, (speech, ""), ("Wait for me!\n", f"Wait for me!\n\n{speech}"))
    moved = [shot for shot in diff.shots if shot.moved]
    assert [shot.old.scene for shot in moved if shot.old] == ["2"]
    assert counts(diff)["removed"] == 0


def test_another_hour_is_told_once_at_the_scene(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("EXT. STREET - NIGHT", "EXT. STREET - DAY"))
    (scene,) = diff.scenes
    assert all(shot.redrawn and not shot.changes for shot in scene.shots)
    numbers = ", ".join(label(shot.new) for shot in scene.shots if shot.new)
    told = "scene 3  EXT. STREET - DAY  (was EXT. STREET - NIGHT, night -> day)"
    assert lines(diff)[-2:] == [told, f"~ {numbers}  redrawn"]


def test_another_style_is_told_once_and_its_pictures_are_counted(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, render_style="noir")
    count = len(old.manifest.shots)
    assert lines(diff)[1:] == [
        f"shots: {count} with another picture",
        f"everywhere: style ink -> noir ({count} redrawn for that alone)",
    ]


def test_other_clothes_are_told_as_the_look_of_who_wears_them(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("white beard", "bald"))
    assert [change.path for change in diff.everywhere] == [("look", "WALTER")]
    causes = [cause.path for shot in diff.shots for cause in shot.causes]
    assert causes
    assert set(causes) == {("look", "WALTER")}


def with_last_shot(board: Board, **values: object) -> Board:
    *shots, last = board.manifest.shots
    manifest = board.manifest.model_copy(update={"shots": (*shots, last.model_copy(update=values))})
    return replace(board, manifest=manifest)


def test_an_id_holds_a_shot_whatever_becomes_of_its_words_and_picture(old: Board) -> None:
    new = with_last_shot(old, action="Fog and gulls.", dialogue=(), framing="insert", subject=("key",), key="0" * 64)
    (shot,) = compare(old, new).shots
    assert shot.fate == "kept"
    assert {change.path for change in shot.changes} == {("action",), ("dialogue",), ("framing",), ("subject",)}


def test_a_picture_that_both_have_once_holds_a_shot_whose_id_and_words_are_others(old: Board) -> None:
    new = with_last_shot(old, id="another", action="Fog and gulls.", dialogue=())
    (shot,) = compare(old, new).shots
    assert shot.fate == "kept"
    assert not shot.redrawn
    assert {change.path for change in shot.changes} == {("action",), ("dialogue",)}


def test_a_new_picture_that_nothing_written_explains_is_put_down_to_the_staging(old: Board) -> None:
    diff = compare(old, with_last_shot(old, key="0" * 64))
    assert lines(diff)[-1].endswith("redrawn: staging")


def test_another_length_of_the_whole_is_told_with_the_counts(old: Board, tmp_path: Path) -> None:
    diff = against(old, tmp_path, ("Wait for me!", "Wait for me! " * 3))
    assert lines(diff)[1].endswith("unchanged; running time 0:18 -> 0:20")


def test_a_shot_that_somebody_omits_is_removed(tmp_path: Path) -> None:
    old = board(tmp_path, name="old")
    first = old.manifest.shots[1]
    omitted = f"scenes:\n  - scene: '1'\n    shots:\n      - {{id: {first.id}, status: omitted}}\n"
    diff = compare(old, board(tmp_path, name="new", shots=omitted))
    assert [label(shot.old) for shot in diff.shots if shot.fate == "removed" and shot.old] == [label(first)]


def test_boards_of_nothing_in_common_are_all_removed_and_all_added(old: Board, tmp_path: Path) -> None:
    other = board(tmp_path, "EXT. MOON - DAY\n\nA FLAG in the dust.\n", "new")
    found = counts(compare(old, other))
    assert found["removed"] == len(old.manifest.shots)
    assert found["added"] == len(other.manifest.shots)
