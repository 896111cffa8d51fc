"""Names are found, near misses are explained, plugins come in through entry points."""

import importlib.metadata
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from screenplay2board import registry
from screenplay2board.registry import UnknownNameError, load, names


def test_a_known_name_is_imported() -> None:
    from screenplay2board.render.executors.inline import InlineExecutor

    assert load("executors", "inline") is InlineExecutor


def test_an_unknown_name_lists_what_exists_and_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        load("executors", "process")
    assert str(caught.value) == "there is no `process` among the executors: dask, inline, processes"
    assert caught.value.hint == "did you mean `processes`?"


def test_a_plugin_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("paper", "json:dumps", "screenplay2board.backends")

    def installed(*, group: str, name: str | None = None) -> EntryPoints:
        return EntryPoints([point] if group == point.group and name in (None, "paper") else [])

    monkeypatch.setattr(importlib.metadata, "entry_points", installed)
    assert "paper" in names("backends")
    assert load("backends", "paper").__name__ == "dumps"


@pytest.mark.parametrize("kind", ["readers", "backends", "executors", "exporters"])
def test_every_row_can_be_imported(kind: registry.Kind) -> None:
    for name in names(kind):
        assert callable(load(kind, name))
