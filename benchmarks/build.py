"""Measure whole builds: `python benchmarks/build.py [--pages 120]`.

Builds the book of a script made from rules (see parse.py) in a fresh folder: everything, nothing to do, one
paragraph added; and `s2b --help`. Prints wall and cpu seconds of each process, and the memory of the largest one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from parse import make_script  # the module beside this one


def measured(name: str, *arguments: str, folder: Path) -> str:
    """Run `s2b` with `arguments` in `folder`, print what it cost, and return what it wrote to stdout."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "screenplay2board", *arguments], cwd=folder, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    print(f"{name:34} {wall:7.2f} s wall {cpu:8.2f} s cpu {usage.ru_maxrss / 1024:6.0f} MiB  exit {code}", flush=True)
    return output


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=120)
    pages: int = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = make_script(pages)
        script = folder / "feature.fountain"
        script.write_text(text, encoding="utf-8")
        build = ("build", "feature.fountain", "--format", "json")
        for _ in range(3):
            measured("s2b --help", "--help", folder=folder)
        report = json.loads(measured(f"everything, {pages} pages", *build, folder=folder))
        print(f"  {report['scenes']} scenes, {report['panels']} panels, seconds {report['seconds']}")
        for _ in range(3):
            report = json.loads(measured("nothing to do", *build, folder=folder))
        print(f"  {report['rendered']} drawn, seconds {report['seconds']}")
        place = text.index("\n\n", len(text) // 2)
        script.write_text(f"{text[:place]}\n\nA stranger runs in, shouting.{text[place:]}", encoding="utf-8")
        report = json.loads(measured("one paragraph added", *build, folder=folder))
        print(f"  {report['rendered']} drawn, seconds {report['seconds']}")


if __name__ == "__main__":
    main()
