import time

import pytest

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.marked_yaml import (
    YamlLimits,
    YamlMapping,
    YamlNode,
    YamlScalar,
    YamlSequence,
    load_yaml,
    locate,
    plain_data,
)

TEXT = 'é: "ü"\n가:\n- a: &x [1, 2]\n  b: *x # c\n- |\n  t\n'


def load(text: str, **limits: int) -> tuple[YamlNode | None, list[str]]:
    diagnostics = Diagnostics()
    root = load_yaml(text, "f", "X", diagnostics, YamlLimits(**limits))
    return root, [f"{item.span.line}:{item.span.column} {item.message}" for item in diagnostics if item.span]


def scalars(node: YamlNode) -> list[YamlScalar]:
    if isinstance(node, YamlScalar):
        return [node]
    if isinstance(node, YamlSequence):
        return [scalar for item in node.items for scalar in scalars(item)]
    return [scalar for entry in node.entries for scalar in (entry.key, *scalars(entry.value))]


@pytest.mark.parametrize("text", [TEXT, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n")])
def test_offsets_cut_out_the_written_text(text: str):
    root, problems = load(text)
    assert problems == []
    assert root is not None
    written = [text[scalar.start : scalar.end].strip() for scalar in scalars(root)]
    assert [piece.replace("\r", "") for piece in written] == ["é", '"ü"', "가", "a", "1", "2", "b", "1", "2", "|\n  t"]


def test_scalars_stay_the_text_that_was_written():
    root, _ = load("a: no\nb: 12:30\nc: 010\nd: ~\ne: '~'\nf:\n")
    assert root is not None
    assert plain_data(root) == {"a": "no", "b": "12:30", "c": "010", "d": None, "e": "~", "f": None}


def test_values_and_keys_are_located():
    root, _ = load(TEXT)
    assert isinstance(root, YamlMapping)
    value, key = locate(root, ("가", 0, "a", 1)), locate(root, ("가", 0, "b"), key=True)
    assert value is not None
    assert key is not None
    assert (value.line, value.column, key.line, key.column) == (3, 13, 4, 3)
    assert locate(root, ("nowhere",)) == root.span


def test_aliases_stand_where_they_are_used():
    root, _ = load(TEXT)
    assert isinstance(root, YamlMapping)
    first = root.entries[1].value
    assert isinstance(first, YamlSequence)
    assert isinstance(first.items[0], YamlMapping)
    anchor, alias = (entry.value for entry in first.items[0].entries)
    assert (TEXT[anchor.start : anchor.end], TEXT[alias.start : alias.end]) == ("&x [1, 2]", "*x")
    assert anchor.shared
    assert alias.shared


@pytest.mark.parametrize(
    ("text", "limits", "problem"),
    [
        ("[[[1]]]", {"depth": 2}, "1:3 nested deeper than 2"),
        ("[1, 2, 3]", {"nodes": 3}, "1:8 more than 3 values, aliases written out"),
        ("- &a [1, 2]\n- *a\n- *a\n", {"nodes": 8}, "3:3 more than 8 values, aliases written out"),
        ("abcdef", {"characters": 5}, "1:1 6 characters of YAML, expected at most 5"),
        ("a: \x01", {}, "1:4 cannot be read as YAML: control character"),
        ("a: \ud800", {}, "1:4 cannot be read as YAML: control character"),
        ("<<: {a: 1}", {}, "1:1 merge keys (`<<`) are not supported"),
        ("? [a]\n: b", {}, "1:3 a list or mapping stands as a key, expected text"),
        ("a: 1\n---\nb: 1", {}, "2:1 a second document begins here, expected one"),
        ("a: !!set {}", {}, "1:4 tag `tag:yaml.org,2002:set` is not allowed"),
    ],
)
def test_what_is_too_much_or_dangerous_is_refused(text: str, limits: dict[str, int], problem: str):
    root, problems = load(text, **limits)
    assert root is None
    assert problems == [problem]


@pytest.mark.parametrize(
    "text", ["[" * 10**6, "{" * 10**6, "- " * 10**6, "? " * 10**6, "&a " * 10**6, "!" * 10**6, "a:\n " * 10**5]
)
def test_hostile_text_is_refused_quickly(text: str):
    start = time.process_time()
    root, problems = load(text)
    assert root is None
    assert len(problems) == 1
    assert time.process_time() - start < 1.0
