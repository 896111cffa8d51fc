from __future__ import annotations

import subprocess
import sys

import pytest
from sketch_scene import camera, stage_for

from screenplay2board.render.sketch import backend, panel
from screenplay2board.render.sketch.backend import SketchBackend
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.stage.types import StageBrief


def brief(**changes):
    values = {
        "set": "room",
        "set_seed": 1,
        "interior": True,
        "time_of_day": "day",
        "weather": "clear",
        "roster": (),
        "looks": (),
        "actors": (),
        "props": (),
        "subject": (),
        "over": None,
        "size": "LS",
        "angle": "eye",
        "move": "static",
        "framing": "establishing",
        "lens": "normal",
        "frame_px": (160, 90),
    }
    return StageBrief(**{**values, **changes})


def spec(key, style="ink", **changes):
    return PanelSpec(key=key, brief=brief(**changes), style=style, seed=1)


def test_panels_are_staged_and_drawn():
    panels = list(SketchBackend().render([spec("a"), spec("b", set="street", interior=False)]))
    assert [panel.key for panel in panels] == ["a", "b"]
    assert all(isinstance(panel, RenderedPanel) and panel.png.startswith(b"\x89PNG") for panel in panels)
    assert panels[0].png != panels[1].png


def test_a_panel_is_the_same_alone_and_in_a_batch():
    alone = next(iter(SketchBackend().render([spec("b")])))
    batch = list(SketchBackend().render([spec("a", set="street", interior=False), spec("b")]))
    assert batch[1] == alone


def test_one_broken_panel_does_not_lose_the_others(monkeypatch):
    def direct(shot):
        if shot.set == "cave":
            raise ValueError("no room\nfor the camera")
        return stage_for(camera((160, 90)), reasons=("because",))

    monkeypatch.setattr(panel, "direct", direct)
    panels = list(SketchBackend().render([spec("a"), spec("b", set="cave"), spec("c", style="oil")]))
    assert isinstance(panels[0], RenderedPanel)
    assert panels[0].reasons == ("because",)
    assert panels[1] == FailedPanel(key="b", reason="ValueError: no room for the camera")
    assert panels[2] == FailedPanel(key="c", reason="KeyError: 'oil'")


def test_an_interrupt_is_not_a_failed_panel(monkeypatch):
    def direct(shot):
        raise KeyboardInterrupt

    monkeypatch.setattr(panel, "direct", direct)
    with pytest.raises(KeyboardInterrupt):
        list(SketchBackend().render([spec("a")]))


def test_the_fingerprint_names_the_backend_and_its_version():
    assert SketchBackend().fingerprint() == {"backend": "sketch", "version": backend.VERSION}


def test_what_draws_loads_neither_checks_of_files_nor_the_command_line_nor_the_typesetter():
    code = "import screenplay2board.__main__, screenplay2board.render.executors.processes, sys;"
    code += f"import {', '.join(SketchBackend.preload)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "yaml", "click", "jinja2", "weasyprint"} & set(loaded)
    assert "screenplay2board.stage.director" in loaded
