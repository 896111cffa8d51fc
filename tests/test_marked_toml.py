import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.marked_toml import load_toml

EXAMPLE = '''\
# a comment = 1
title = "one" # x = 2
"quoted key" = 1
a.b . c = { d = 1, "e f" = [1, 2, { g = 3 }] }  # inline
text = """
[no.table]
key = "\\" \\\\"""
raw = \'\'\'
it's = 1\'\'\'
when = 1979-05-27 07:32:00
list = [
  "x", # [
  'y',
]

[cast."MINA K."]
hair = 'bob'
  [cast.TOM] # him
  age = "adult"
[[rows]]
n = 1
[[rows]]
n = 2
'''


def places(text: str) -> dict[tuple[str | int, ...], str]:
    read = load_toml(text, "f", "X", Diagnostics())
    assert read is not None
    lines = text.split("\n")
    return {
        path: lines[span.line - 1][span.column - 1 : span.end_column - 1]
        for path, span in read.spans.items()
        if isinstance(path[-1], str)
    }


def test_every_key_is_found_where_it_stands():
    found = places(EXAMPLE)
    assert found == {
        ("title",): "title",
        ("quoted key",): '"quoted key"',
        ("a",): "a",
        ("a", "b"): "b",
        ("a", "b", "c"): "c",
        ("a", "b", "c", "d"): "d",
        ("a", "b", "c", "e f"): '"e f"',
        ("a", "b", "c", "e f", 2, "g"): "g",
        ("text",): "text",
        ("raw",): "raw",
        ("when",): "when",
        ("list",): "list",
        ("cast",): "cast",
        ("cast", "MINA K."): '"MINA K."',
        ("cast", "MINA K.", "hair"): "hair",
        ("cast", "TOM"): "TOM",
        ("cast", "TOM", "age"): "age",
        ("rows",): "rows",
        ("rows", 0, "n"): "n",
        ("rows", 1, "n"): "n",
    }


def test_items_of_a_list_have_places():
    read = load_toml(EXAMPLE, "f", "X", Diagnostics())
    assert read is not None
    assert [(read.spans["list", n].line, read.spans["list", n].column) for n in (0, 1)] == [(12, 3), (13, 3)]
    assert read.locate(("list", 0, "deeper")) == read.spans["list", 0]
    assert read.locate(("nowhere",)) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab=.[]{}\"'#, \n\t\\1-é", max_size=30), st.integers(0, len(EXAMPLE)), st.integers(0, 10))
def test_whatever_tomllib_reads_the_scanner_follows(noise: str, at: int, cut: int):
    text = EXAMPLE[:at] + noise + EXAMPLE[at + cut :]
    diagnostics = Diagnostics()
    read = load_toml(text, "f", "X", diagnostics)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert read is None
        assert [item.code for item in diagnostics] == ["X"]
        return
    assert read is not None
    assert read.data == data
    assert {path[0] for path in read.spans} == set(data)


def test_a_hundred_thousand_dots_are_refused_at_once() -> None:
    diagnostics = Diagnostics()
    text = "title = 'x'\n" + ".".join(["a"] * 100_000) + " = 1\n"
    assert load_toml(text, "board.toml", "S2B302", diagnostics) is None
    assert [(str(item.span), item.message) for item in diagnostics] == [
        ("board.toml:2:1", "cannot be read as TOML: nested too deep")
    ]
