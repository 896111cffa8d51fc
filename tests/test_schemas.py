import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.annotations import parse_annotations
from screenplay2board.schemas import schema_text, schemas, write_schemas

ROOT = Path(__file__).parents[1]


def complaints(name: str, data: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(schemas()[name])
    return [error.json_path for error in validator.iter_errors(data)]


def test_the_schemas_in_the_documentation_are_current():
    folder = ROOT / "docs" / "schemas"
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == {
        name: schema_text(schema) for name, schema in schemas().items()
    }, "run: python -m screenplay2board.schemas"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_schemas_are_schemas(name: str):
    jsonschema.Draft202012Validator.check_schema(schemas()[name])


def test_schemas_are_written_once(tmp_path: Path):
    write_schemas(tmp_path / "schemas")
    path = tmp_path / "schemas" / "shots.schema.json"
    assert json.loads(path.read_text("utf-8")) == schemas()["shots.schema.json"]
    before = path.stat().st_mtime_ns
    write_schemas(tmp_path / "schemas")
    assert path.stat().st_mtime_ns == before


SHOTS = """
scenes:
- scene: 1
  time: sunset
  shots:
  - {number: 1, size: CU, subject: MINA, over: , cast: {MINA: {pose: sit, holding: cup}, TOM: }, duration: 2.5}
  - id: bbb
    dialogue: [{MINA: Hello.}]
    size: big close-up
    notes: [a, b]
    seed: 3
"""


def test_what_the_reader_takes_the_schema_takes():
    diagnostics = Diagnostics()
    assert parse_annotations(SHOTS, "f", None, diagnostics) is not None
    assert len(diagnostics) == 0
    assert complaints("shots.schema.json", yaml.safe_load(SHOTS)) == []


def test_the_schema_finds_mistakes():
    wrong = {"scenes": [{"scene": 1, "sets": "bar", "shots": [{"sice": "CU"}, {"props": "sporran"}, {"seed": -1}]}]}
    assert sorted(complaints("shots.schema.json", wrong)) == [
        "$.scenes[0]", "$.scenes[0].shots[0]", "$.scenes[0].shots[1].props", "$.scenes[0].shots[2].seed",
    ]  # fmt: skip


def test_the_examples_follow_their_schemas():
    night_bus = yaml.safe_load((ROOT / "examples" / "night-bus.yaml").read_text("utf-8"))
    for key in ("Draft date",):
        night_bus["title_page"][key] = str(night_bus["title_page"][key])
    assert complaints("screenplay.schema.json", night_bus) == []
    board = tomllib.loads((ROOT / "examples" / "first-snow" / "board.toml").read_text("utf-8"))
    assert complaints("board.schema.json", board) == []


def test_the_cast_schema_takes_both_forms():
    assert complaints("cast.schema.json", {"cast": {"MINA": {"hair": "bob"}}}) == []
    assert complaints("cast.schema.json", {"MINA": {"hair": "bob"}}) == []
    assert complaints("cast.schema.json", {"MINA": {"hiar": "bob"}}) == ["$.MINA"]
