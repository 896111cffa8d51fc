"""The job that `s2b init` writes: its steps run, in the order and the folders of a runner."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from screenplay2board.cli import main

ROOT = Path(__file__).parents[2]
SCRIPT = "INT. ROOM - DAY\n\nMINA reads.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the job runs on Linux")
def test_the_job_builds_compares_and_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    Path("night.fountain").write_text(SCRIPT, encoding="utf-8")
    base = Path("base")  # what the job checks out there
    base.mkdir()
    shutil.copy("night.fountain", base)
    Path("night.fountain").write_text(SCRIPT + "\nShe sleeps.\n", encoding="utf-8")
    for name, does in {
        "s2b": f'exec {shlex.quote(sys.executable)} -m screenplay2board "$@"',
        "gh": "echo gh $*",
    }.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        program.chmod(0o755)
    job = yaml.safe_load(Path(".github/workflows/storyboard.yml").read_text(encoding="utf-8"))
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, **job["env"], "PATH": path, "GITHUB_STEP_SUMMARY": "summary.md", "PULL_REQUEST": "7"}
    said = ""
    for step in job["jobs"]["board"]["steps"]:
        if "s2b" in step.get("run", ""):
            command = ["bash", "-eo", "pipefail", "-c", step["run"]]
            said += subprocess.run(
                command, env=environment, check=True, capture_output=True, text=True, timeout=120
            ).stdout
    comment = Path("comment.md").read_text(encoding="utf-8")
    assert "1 added" in comment
    assert Path("summary.md").read_text(encoding="utf-8") == comment
    assert "gh pr comment 7 --edit-last --create-if-none --body-file comment.md" in said
    assert Path("build/changes/index.html").is_file()


def test_the_documentation_names_the_commands_of_the_job() -> None:
    job = yaml.safe_load((ROOT / "screenplay2board/cli/scaffold/storyboard.yml").read_text(encoding="utf-8"))
    runs = [step["run"] for step in job["jobs"]["board"]["steps"] if "run" in step]
    told = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    commands = [line for run in runs for line in run.splitlines() if line.startswith(("s2b ", "gh ", "sudo "))]
    assert len(commands) == 5
    assert [command for command in commands if f"`{command}`" not in told] == []
