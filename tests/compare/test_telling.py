"""The comparison as data and as Markdown: complete for machines, bounded and harmless in a comment."""

import json
from pathlib import Path

import pytest
from sample_boards import SCRIPT, board, edited

from screenplay2board.compare.comparison import compare
from screenplay2board.compare.markdown import LONGEST_CELL, escaped, markdown_lines
from screenplay2board.compare.report import as_json, listed
from screenplay2board.compare.types import BoardDiff, Change
from screenplay2board.compare.wording import tell
from screenplay2board.compare.words import marked


@pytest.fixture
def diff(tmp_path: Path) -> BoardDiff:
    new = edited(("Eleven", "Twelve"), ("INT. BAR", "EXT. PIER - DAWN\n\nThe sea.\n\nINT. BAR"))
    return compare(board(tmp_path, name="old"), board(tmp_path, new, "new"))


def test_machines_get_both_values_of_everything_that_changed(diff: BoardDiff) -> None:
    told = json.loads(json.dumps(as_json(diff)))
    assert told["counts"]["scenes_added"] == 1
    assert [scene["fate"] for scene in told["scenes"]] == ["kept", "added", "kept", "kept"]
    (shot,) = (shot for shot in told["scenes"][0]["shots"] if shot["changes"])
    (change,) = shot["changes"]
    assert change["path"] == ["dialogue"]
    assert change["before"] == [{"MINA": "Eleven minutes, and then the last ferry goes."}]
    assert change["after"] == [{"MINA": "Twelve minutes, and then the last ferry goes."}]
    assert shot["old"]["key"] == shot["new"]["key"]


def test_markdown_is_a_table_with_the_counts_above_it(diff: BoardDiff) -> None:
    lines = list(markdown_lines(diff))
    assert lines[0] == "### Storyboard: Night Shift"
    assert lines[2].startswith("scenes: 1 added; shots: ")
    assert "**Renumbered**: scenes 2 to 3 -> 3 to 4" in lines
    start = lines.index("|---|---|---|")
    assert all(line.count(" | ") == 2 for line in lines[start + 1 :])
    assert "| **2** | added | **EXT. PIER - DAWN** |" in lines
    assert "| 1A | changed | words |" in lines


def test_markdown_of_a_long_script_stays_within_what_a_comment_should_have(tmp_path: Path) -> None:
    scenes = "".join(f"INT. ROOM {i} - DAY\n\nMINA waits for number {i}.\n\n" for i in range(80))
    lines = list(markdown_lines(compare(board(tmp_path, name="old"), board(tmp_path, SCRIPT + scenes, "new"))))
    assert len(lines) <= 62
    assert lines[-1].startswith("and ")


def test_nothing_in_a_script_becomes_markup_a_link_or_a_mention() -> None:
    hostile = "a|b <img src=x> [x](http://y) `c` *d* @team #12 &amp;\n# title " + "z" * 1000
    text = escaped(hostile)
    for mark in ("|b", "<img", "[x\\]", "`c", "*d", "&amp"):
        assert f"\\{mark}" in text
    assert "@team" not in text
    assert "#12" not in text
    assert "\n" not in text
    assert len(text) < LONGEST_CELL + 40


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(path=("size",), before="CU", after="MCU"), "CU -> MCU"),
        (Change(path=("angle",), before="eye", after="dutch"), "eye level -> dutch angle"),
        (Change(path=("move",), before="static", after="push in"), "static -> push in"),
        (Change(path=("duration_s",), before=2.0, after=3.5), "2.0 s -> 3.5 s"),
        (Change(path=("subject",), before=("MINA",), after=("MINA", "WALTER")), "on MINA -> MINA, WALTER"),
        (Change(path=("props",), before=(), after=("cup",)), "props nothing -> cup"),
        (Change(path=("cast", "DR. KIM"), before=None, after=True), "with DR. KIM"),
        (Change(path=("cast", "MINA"), before=True, after=None), "without MINA"),
        (Change(path=("cast", "MINA", "pose"), before="stand", after="sit"), "MINA stand -> sit"),
        (Change(path=("cast", "MINA", "holding"), before=(), after=("cup",)), "MINA holds cup"),
        (Change(path=("cast", "MINA", "looks_at"), before="WALTER", after=None), "MINA looks straight on"),
        (Change(path=("drawing", "weights"), before="a" * 64, after="b" * 64), "weights"),
        (Change(path=("drawing", "style"), before="ink", after="noir"), "style ink -> noir"),
        (Change(path=("look", "MINA"), before="1", after="2"), "look of MINA"),
        (Change(path=("prompt",), before=None, after="red"), "prompt"),
    ],
)
def test_a_change_is_told_in_a_few_words(change: Change, told: str) -> None:
    assert tell([change]) == told


def test_action_and_dialogue_are_words_once() -> None:
    assert tell([Change(path=("action",)), Change(path=("dialogue",))]) == "words"


def test_long_lists_are_cut_and_counted() -> None:
    assert listed([str(i) for i in range(12)]).endswith("10, 11")
    assert listed([str(i) for i in range(14)]).endswith("10, 11 and 2 more")


def test_words_are_marked_where_they_differ() -> None:
    before, after = marked("Eleven minutes left.", "Twelve minutes left.")
    assert [(piece.text, piece.changed) for piece in before] == [("Eleven", True), (" minutes left.", False)]
    assert [(piece.text, piece.changed) for piece in after] == [("Twelve", True), (" minutes left.", False)]


@pytest.mark.parametrize(("before", "after"), [("We are closed.", "Go home!"), ("a " * 5000, "b " * 5000)])
def test_texts_with_little_in_common_or_of_any_length_are_told_whole(before: str, after: str) -> None:
    assert [[piece.text for piece in side] for side in marked(before, after)] == [[before], [after]]
