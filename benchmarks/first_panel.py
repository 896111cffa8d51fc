"""Measure how soon the first panel is there: `python benchmarks/first_panel.py [--rounds 5]`.

Builds one short scene in a fresh folder, again and again, and prints for each time the wall seconds from the start of
the process until the first panel lies in the store, and until the page is written. The program's bytecode is there, as
after an install. On a busy machine trust the ratio of two versions, measured by turns: PYTHONPATH says which one runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCRIPT = """INT. KITCHEN - DAY

MINA (30s, red coat) waits at the table.

MINA
You are late.

WALTER (70, white beard) comes in.

WALTER
I know.
"""
LOOK_EVERY_S = 0.005


def build_once(folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Build in the fresh `folder`; return the seconds until the first panel was stored, and until the end."""
    folder.mkdir()
    (folder / "scene.fountain").write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, "-m", "screenplay2board", "build", "scene.fountain", "--no-pdf", "--quiet"]
    start = time.perf_counter()
    first_s = 0.0
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            if not first_s and any((folder / ".s2b" / "panels").glob("*/*.json")):  # written last: the panel is whole
                first_s = time.perf_counter() - start
            time.sleep(LOOK_EVERY_S)
    if process.returncode or not first_s:
        raise SystemExit(f"the build ended with code {process.returncode}")
    return first_s, time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds: int = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{name}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        build_once(Path(name) / "install", environment)
        times = [build_once(Path(name) / str(number), environment) for number in range(rounds)]
    for first_s, whole_s in times:
        print(f"first panel {first_s:6.2f} s   whole build {whole_s:6.2f} s")
    firsts, wholes = zip(*times, strict=True)
    print(f"best: first panel {min(firsts):.2f} s, whole build {min(wholes):.2f} s")


if __name__ == "__main__":
    main()
