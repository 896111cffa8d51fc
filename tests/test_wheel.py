"""What the build hook makes: a library in a wheel for this platform, and a pure wheel where there is no compiler."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = "screenplay2board/render/sketch/"
BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
DRAWN = """
import hashlib
from screenplay2board.render.sketch import kernels
from screenplay2board.render.sketch.paint import coverage
from screenplay2board.render.sketch.polylines import Polylines
import numpy as np
found = kernels.find()
shape = Polylines.of(np.array([(0.3, 0.2), (7.1, 2.0), (3.3, 6.7)]), np.array([3]))
print(getattr(found, "reason", "compiled"), hashlib.sha256(coverage(shape, 8, 8).tobytes()).hexdigest(), sep="|")
"""

pytest.importorskip("hatchling")


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of what a wheel is made of, without anything that was compiled before."""
    folder = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    ignored = shutil.ignore_patterns("__pycache__", "libkernels.*")
    for name in ("screenplay2board", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def wheel(tree: Path, out: Path, **environment: str) -> tuple[Path, str]:
    """Build a wheel; return it with what the build said."""
    settings = {name: value for name, value in os.environ.items() if name != "CC"} | environment
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=tree, env=settings, capture_output=True, text=True, check=True
    )
    return out / done.stdout.splitlines()[-1], done.stdout + done.stderr


def drawn(package: Path, out: Path) -> list[str]:
    """Unpack a wheel, and return which way it draws, and the digest of what it drew."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(out)
    settings = {**os.environ, "PYTHONPATH": str(out)}
    done = subprocess.run(
        [sys.executable, "-c", DRAWN], cwd=out, env=settings, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().split("|")


def test_a_wheel_draws_alike_with_and_without_a_compiler(tree, tmp_path):
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        assert not os.environ.get("CI"), "a C compiler must be there"
        pytest.skip("no C compiler")
    quick, said = wheel(tree, tmp_path)
    assert "NumPy" not in said
    assert "-py3-none-" in quick.name
    assert not quick.name.endswith("-any.whl")
    slow, said = wheel(tree, tmp_path, CC="/bin/false")
    assert said.count("drawing with NumPy, about three times slower: the C compiler `/bin/false` failed") == 1
    assert slow.name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(slow) as archive:
        names = set(archive.namelist())
    assert {FOLDER + "native/" + path.name for path in (ROOT / FOLDER / "native").iterdir()} <= names
    assert [name for name in names if "libkernels" in name] == []
    fast, plain = drawn(quick, tmp_path / "fast"), drawn(slow, tmp_path / "plain")
    assert fast[0] == "compiled"
    assert plain[0] == "missing"
    assert fast[1] == plain[1]


def test_a_compiler_that_is_not_there_is_named(tree, tmp_path):
    package, said = wheel(tree, tmp_path, CC="no-such-compiler -O2")
    assert "the C compiler `no-such-compiler` failed" in said
    assert package.name.endswith("-py3-none-any.whl")
