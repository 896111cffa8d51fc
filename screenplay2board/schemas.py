"""JSON Schemas of the files that people write, for editors.

Enters: the pydantic models that read these files. Leaves: schemas (https://json-schema.org/draft/2020-12), as they lie
in docs/schemas/ and as `s2b plan` puts them beside a project, where the first line of a shots YAML points to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel

from screenplay2board.plan.shots_file import ShotsFile
from screenplay2board.plan.shots_text import SCHEMA
from screenplay2board.render.sketch.style_file import StyleFile
from screenplay2board.screenplay.yaml_file import ScreenplayFile, element_schema
from screenplay2board.settings import Board, CastFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = Path(SCHEMA).parent  # in a project, where the first line of its shots YAML points


def schemas() -> Mapping[str, dict[str, Any]]:
    """Return the schemas by file name."""
    models: Mapping[str, tuple[type[BaseModel], Callable[[dict[str, Any]], None]]] = {
        "board.schema.json": (Board, _as_it_is),
        "cast.schema.json": (CastFile, _with_names_at_the_top),
        "screenplay.schema.json": (ScreenplayFile, _with_short_elements),
        "shots.schema.json": (ShotsFile, _as_it_is),
        "style.schema.json": (StyleFile, _as_it_is),
    }
    found: dict[str, dict[str, Any]] = {}
    for name, (model, adjust) in models.items():
        schema = cast("dict[str, Any]", _plain(model.model_json_schema()))
        adjust(schema)
        found[name] = {"$schema": DIALECT, **schema}
    return found


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write all schemas to `folder`; files that are current stay untouched.

    Raises: OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path, text = folder / name, schema_text(schema)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")


def _as_it_is(schema: dict[str, Any]) -> None:
    """Leave a schema as it is."""


def _with_names_at_the_top(schema: dict[str, Any]) -> None:
    """Allow the characters of a cast.yaml to stand without `cast:` above them."""
    schema["additionalProperties"] = schema["properties"]["cast"]["additionalProperties"]


def _with_short_elements(schema: dict[str, Any]) -> None:
    """Allow the short forms of paragraphs: a text, `MINA: text`."""
    items: dict[str, Any] = schema["$defs"]["SceneFileEntry"]["properties"]["elements"]
    for form in (items, *items.get("anyOf", ())):
        if "items" in form:
            form["items"] = element_schema()


def _plain(part: Any) -> Any:
    """Return a schema without what pydantic adds for programs: titles of fields, and defaults that say nothing."""
    if isinstance(part, list):
        return [_plain(item) for item in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    schema = cast("dict[str, Any]", part)
    plain = {
        key: {name: _plain(value) for name, value in item.items()} if key in ("properties", "$defs") else _plain(item)
        for key, item in schema.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item in (None, [], {}, ""))
    }
    return _without_null_branch(plain)


def _without_null_branch(schema: dict[str, Any]) -> dict[str, Any]:
    """Say `something or nothing` in one type: editors then point at the mistake and not at the whole choice."""
    items = schema.get("items", {})
    if len(items.get("anyOf", ())) == 2 and items["anyOf"][1] == {"type": "null"}:
        schema = {**schema, "items": items["anyOf"][0]}  # an empty item is read over, and nothing to propose
    branches: list[dict[str, Any]] = schema.get("anyOf", [])
    if len(branches) != 2 or branches[1] != {"type": "null"} or not isinstance(branches[0].get("type"), str):
        return schema
    some = dict(branches[0])
    some["type"] = [some["type"], "null"]
    if "enum" in some:
        some["enum"] = [*some["enum"], None]
    return {**{key: value for key, value in schema.items() if key != "anyOf"}, **some}


if __name__ == "__main__":
    write_schemas(Path("docs") / "schemas")
