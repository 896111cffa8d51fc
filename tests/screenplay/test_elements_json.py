"""Screenplays as plain data."""

from __future__ import annotations

import json

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.screenplay.elements_json import elements_as_json
from screenplay2board.screenplay.fountain import read_fountain

TEXT = "Title: X\n\n# Act\n\nINT. HALL - DAY #1A#\n\nDust. [[wide]]\n\nANN (V.O.)\n*Hi* you.\n"


def test_document_is_plain_data() -> None:
    data = elements_as_json(read_fountain(TEXT, "a.fountain", Diagnostics()))
    assert json.loads(json.dumps(data)) == data
    assert list(data) == ["file", "title_page", "elements", "scenes"]
    assert data["title_page"] == [{"key": "Title", "text": "X"}]
    assert data["scenes"] == [
        {
            "number": "1A",
            "heading": {
                "text": "INT. HALL - DAY",
                "location": "HALL",
                "time_of_day": "DAY",
                "interior": True,
                "exterior": False,
            },
            "line": 5,
            "end_line": 10,
        }
    ]


def test_element_tells_all_there_is() -> None:
    elements = elements_as_json(read_fountain(TEXT, "a.fountain", Diagnostics()))["elements"]
    assert [element["type"] for element in elements] == [
        "title_page",
        "section",
        "scene_heading",
        "action",
        "character",
        "dialogue",
    ]
    assert elements[3] == {
        "type": "action",
        "text": "Dust.",
        "line": 7,
        "column": 1,
        "end_line": 7,
        "end_column": 15,
        "scene_number": None,
        "depth": None,
        "dual": None,
        "extension": None,
        "key": None,
        "notes": [{"text": "wide", "line": 7, "column": 7, "end_line": 7, "end_column": 15}],
        "runs": [{"text": "Dust.", "bold": False, "italic": False, "underline": False}],
    }
    assert (elements[1]["depth"], elements[2]["scene_number"]) == (1, "1A")
    assert (elements[4]["extension"], elements[0]["key"]) == ("V.O.", "Title")
    assert [run["italic"] for run in elements[5]["runs"]] == [True, False]
