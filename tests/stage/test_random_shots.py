"""Random shots, looked at through their own part maps; the benchmark of the same name runs 2,000 of them."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

COUNT = 100
# One of a hundred may hide a face behind what nobody can move: the roof of a car, seen from above.
FAULTY_AT_MOST = 0.01


@pytest.fixture(scope="module")
def random_shots() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "random_shots.py"
    spec = importlib.util.spec_from_file_location("random_shots", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_random_shots_never_raise_and_show_their_subject_in_its_size(random_shots: ModuleType) -> None:
    found = Counter(fault for brief in random_shots.briefs(7, COUNT) for fault in random_shots.faults(brief))
    assert found["the head has not its size"] == 0
    assert sum(found.values()) <= FAULTY_AT_MOST * COUNT, found


def test_the_same_seed_gives_the_same_shots(random_shots: ModuleType) -> None:
    assert list(random_shots.briefs(3, 5)) == list(random_shots.briefs(3, 5))
