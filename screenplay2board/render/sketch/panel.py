"""One panel, from its brief to its PNG.

Enters: a `PanelSpec` and its style. Leaves: `RenderedPanel`, or `FailedPanel` with one line about what went wrong.
Loading this module loads the whole stage and renderer, which the backend leaves to those who draw.
"""

from __future__ import annotations

from screenplay2board.render.sketch.drawing import draw
from screenplay2board.render.sketch.memory import keep_freed_memory
from screenplay2board.render.sketch.styles import SketchStyle
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel
from screenplay2board.stage.director import direct


def draw_panel(spec: PanelSpec, style: SketchStyle | str) -> RenderedPanel | FailedPanel:
    """Stage and draw a panel. style: of a project's own, or the name of a built-in one."""
    keep_freed_memory()
    try:
        stage = direct(spec.brief)
        drawing = draw(stage, style=style, seed=spec.seed)
        return RenderedPanel(key=spec.key, png=drawing.png(), reasons=stage.reasons)
    except Exception as error:  # noqa: BLE001 - one broken panel must not lose the others; it is reported as failed
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return FailedPanel(key=spec.key, reason=reason.removesuffix(": "))
