"""Compile the sketch renderer's hot loops while the package is built or installed in place.

Enters: the C files of `native` and the machine's C compiler (`CC`, else cc, gcc or clang). Leaves: a shared library
beside their folder and a wheel for this platform. Without a compiler the wheel is pure Python, and the package draws
with NumPy. `python hatch_build.py` compiles the library in a source tree whose C files were changed.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "screenplay2board/render/sketch"
NAMES = {"win32": "libkernels.dll", "darwin": "libkernels.dylib"}
# No contraction to fused multiply-add and no fast-math: pictures must equal those that NumPy draws, to the byte.
FLAGS = ("-std=c99", "-O3", "-ffp-contract=off", "-fno-math-errno", "-shared", "-fvisibility=hidden")
TIMEOUT_S = 120


class KernelsHook(BuildHookInterface):
    """Adds the compiled library to wheels and to installs in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile the library; whatever goes wrong, go on without it and say so."""
        library = library_path(Path(self.root))
        library.unlink(missing_ok=True)
        reason = compile_library(Path(self.root) / FOLDER / "native", library)
        if reason:
            self.app.display_warning(f"drawing with NumPy, about three times slower: {reason}")
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["artifacts"].append(f"/{FOLDER}/{library.name}")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"


def library_path(root: Path) -> Path:
    """Return where the library lies in a source tree."""
    return root / FOLDER / NAMES.get(sys.platform, "libkernels.so")


def compile_library(sources: Path, library: Path) -> str:
    """Compile the C files in the folder `sources` into `library`; return why that could not be done, or nothing."""
    compiler = find_compiler()
    if compiler is None:
        return "no C compiler found (install gcc or clang, or set CC)"
    files = sorted(str(path) for path in sources.glob("*.c"))
    if not files:
        return f"no C files in {sources}"
    digest = hashlib.sha256()
    for path in sorted(sources.glob("*.[ch]")):  # as `kernels.source_digest` has it
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    told = f'-DS2B_SOURCE="{digest.hexdigest()[:16]}"'
    position = () if sys.platform == "win32" else ("-fPIC",)
    command = [*compiler, *FLAGS, *position, told, "-o", str(library), *files, "-lm"]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=TIMEOUT_S)
    except (OSError, subprocess.SubprocessError) as error:
        library.unlink(missing_ok=True)
        status = f"exit status {error.returncode}" if isinstance(error, subprocess.CalledProcessError) else str(error)
        said = (getattr(error, "stderr", None) or status).strip().splitlines()
        return f"the C compiler `{compiler[0]}` failed" + (f" ({said[0]})" if said else "")
    return "" if library.exists() else f"the C compiler `{compiler[0]}` made nothing"


def find_compiler() -> list[str] | None:
    """Return the command of the C compiler: `CC`, or the first that is installed."""
    if os.environ.get("CC"):
        return shlex.split(os.environ["CC"], posix=os.name != "nt")
    return next(([path] for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)


if __name__ == "__main__":
    tree = Path(__file__).parent
    sys.exit(compile_library(tree / FOLDER / "native", library_path(tree)) or 0)
