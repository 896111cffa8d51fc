"""Give a screenplay as plain data, for machines.

Enters: `Screenplay`. Leaves: a dictionary that `json.dumps` takes: `title_page`, `elements` in order, `scenes`.
"""

from __future__ import annotations

from typing import Any

from screenplay2board.screenplay.types import Element, Note, Scene, Screenplay, StyledRun


def elements_as_json(screenplay: Screenplay) -> dict[str, Any]:
    """Return the elements of a screenplay, its title page and its scenes as plain data."""
    return {
        "file": screenplay.file,
        "title_page": [{"key": element.key, "text": element.text} for element in screenplay.title_page],
        "elements": [_element(element) for element in screenplay.elements],
        "scenes": [_scene(scene) for scene in screenplay.scenes],
    }


def _element(element: Element) -> dict[str, Any]:
    span = element.span
    return {
        "type": element.type,
        "text": element.text,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "scene_number": element.scene_number,
        "depth": element.depth,
        "dual": element.dual,
        "extension": element.extension,
        "key": element.key,
        "notes": [_note(note) for note in element.notes],
        "runs": [_run(run) for run in element.runs],
    }


def _note(note: Note) -> dict[str, Any]:
    span = note.span
    return {
        "text": note.text,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _run(run: StyledRun) -> dict[str, Any]:
    return {"text": run.text, "bold": run.bold, "italic": run.italic, "underline": run.underline}


def _scene(scene: Scene) -> dict[str, Any]:
    heading = scene.heading
    return {
        "number": scene.number,
        "heading": None
        if heading is None
        else {
            "text": heading.text,
            "location": heading.location,
            "time_of_day": heading.time_of_day,
            "interior": heading.interior,
            "exterior": heading.exterior,
        },
        "line": scene.span.line,
        "end_line": scene.span.end_line,
    }
