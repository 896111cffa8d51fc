"""A compiler from screenplays to storyboard books.

    from pathlib import Path
    from screenplay2board import BuildOrder, Diagnostics, build, load_settings

    diagnostics = Diagnostics()
    order = BuildOrder(
        script=Path("night.fountain"),
        settings=load_settings(None, diagnostics),
        out_dir=Path("build/night"),
        store_root=Path(".s2b"),
    )
    report = build(order, diagnostics)

Every stage is also a function of its own: `read_screenplay`, `plan_shots`, `make_brief`, `direct`, `draw`, `lay_out`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screenplay2board.book.lay_out import lay_out
    from screenplay2board.building import build
    from screenplay2board.diagnostics import Diagnostics
    from screenplay2board.order import BuildOrder, BuildReport
    from screenplay2board.pipeline import read_and_plan
    from screenplay2board.plan.planner import plan as plan_shots
    from screenplay2board.render.sketch.drawing import draw
    from screenplay2board.screenplay.reading import read_screenplay
    from screenplay2board.settings import Settings, load_settings
    from screenplay2board.stage.brief import make_brief
    from screenplay2board.stage.director import direct

__version__ = "0.1.0"
__all__ = [
    "BuildOrder",
    "BuildReport",
    "Diagnostics",
    "Settings",
    "build",
    "direct",
    "draw",
    "lay_out",
    "load_settings",
    "make_brief",
    "plan_shots",
    "read_and_plan",
    "read_screenplay",
]

# Loaded when they are used, so that `s2b --help` is instant.
_HOMES = {
    "BuildOrder": "order:BuildOrder",
    "BuildReport": "order:BuildReport",
    "Diagnostics": "diagnostics:Diagnostics",
    "Settings": "settings:Settings",
    "build": "building:build",
    "direct": "stage.director:direct",
    "draw": "render.sketch.drawing:draw",
    "lay_out": "book.lay_out:lay_out",
    "load_settings": "settings:load_settings",
    "make_brief": "stage.brief:make_brief",
    "plan_shots": "plan.planner:plan",
    "read_and_plan": "pipeline:read_and_plan",
    "read_screenplay": "screenplay.reading:read_screenplay",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), attribute)
