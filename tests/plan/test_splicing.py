"""Mappings edited by splicing: what stays keeps its text, what goes leaves its comments."""

from __future__ import annotations

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.marked_yaml import YamlMapping, load_yaml
from screenplay2board.plan.splicing import REMOVED, Changes, Nested, Splices, edit_mapping

SHOT = "id: a\ncast:\n  ANN: {pose: sit}\n  BOB: {pose: run}  # fast\n  # the third\n  CAL: {pose: lie}\nduration: 2\n"


def edited(text: str, changes: Changes) -> str:
    root = load_yaml(text, "f.yaml", "S2B201", Diagnostics())
    assert isinstance(root, YamlMapping)
    splices = Splices(text)
    edit_mapping(splices, root, changes)
    return splices.piece(0, len(text))


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ("ANN", "  BOB: {pose: run}  # fast\n  # the third\n  CAL: {pose: lie}\n"),
        ("ANN BOB", "  # fast\n  # the third\n  CAL: {pose: lie}\n"),
        ("BOB CAL", "  ANN: {pose: sit}\n  # fast\n  # the third\n"),
    ],
)
def test_keys_that_go_leave_the_others_and_all_comments(gone: str, left: str) -> None:
    changes: Changes = {"cast": Nested(dict.fromkeys(gone.split(), REMOVED))}
    assert edited(SHOT, changes) == f"id: a\ncast:\n{left}duration: 2\n"


def test_a_name_that_takes_the_place_of_the_only_one_stands_on_its_line() -> None:
    changes: Changes = {"cast": Nested({"ANN": REMOVED, "EVE": {"pose": "sit"}})}
    text = "id: a\ncast:\n  ANN: {pose: sit}  # hers\nduration: 2\n"
    assert edited(text, changes) == text.replace("ANN", "EVE")


def test_a_mapping_that_loses_all_its_keys_goes() -> None:
    changes: Changes = {"cast": Nested({"ANN": REMOVED})}
    assert edited("id: a\ncast:\n  ANN: {pose: sit}\nduration: 2\n", changes) == "id: a\nduration: 2\n"
