"""Data files of the package are read table by table."""

import tomllib

import pytest

from screenplay2board.packaged import PACKAGE, Rows, Tables, tables

DATA = sorted(path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "stage").rglob("*.toml"))


@pytest.mark.parametrize("path", DATA)
def test_every_table_reads_as_in_the_whole_file(path: str) -> None:
    assert dict(tables(path)) == tomllib.loads((PACKAGE / path).read_text(encoding="utf-8"))


def test_tables_with_one_first_key_are_one_table_in_the_order_of_the_file() -> None:
    text = "# head\n[b.one]\nx = 1\n[a]\ny = [\n  [1],\n]\n[b.two]\nx = 2\n[[c]]\n[[c]]\nz = 3\n"
    assert list(Tables(text)) == ["b", "a", "c"]
    assert dict(Tables(text)) == tomllib.loads(text)


def test_a_row_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[int] = []
    rows = Rows({"a": 1, "b": 2}, lambda row: made.append(row) or [row])
    assert (len(rows), list(rows), made) == (2, ["a", "b"], [])
    assert rows["b"] is rows["b"]
    assert made == [2]
    assert "c" not in rows
