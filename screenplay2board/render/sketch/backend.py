"""The sketch backend: panels drawn from their briefs, on any machine.

Enters: `PanelSpec`. Leaves: `RenderedPanel` with a PNG, or `FailedPanel` with one line about what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from screenplay2board.render.sketch.style_file import OWN, decode
from screenplay2board.render.sketch.styles import STYLES, SketchStyle
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel

VERSION = "9"  # raise it with every change of what is drawn: panels in stores are then drawn anew


class SketchBackend:
    """Stages and draws panels one after the other. It keeps nothing between them but the memory that they took.

    own_style: a style of the project's own, as `style_file.encode` writes it; panels name it `own`.
    """

    def __init__(self, own_style: str = "") -> None:
        self._own_style = own_style
        self._own: SketchStyle | None = decode(own_style) if own_style else None

    def fingerprint(self) -> Mapping[str, str]:
        """Return the name and version that a panel's key contains, and a style that has no version of its own."""
        return {"backend": "sketch", "version": VERSION, **({"own_style": self._own_style} if self._own_style else {})}

    def styles(self) -> Sequence[str]:
        """Return the names of the drawing styles."""
        return (*STYLES, *((OWN,) if self._own else ()))

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        """Yield one result for each panel, in order."""
        for spec in batch:
            yield _render_one(spec, self._own if self._own and spec.style == OWN else spec.style)


def _render_one(spec: PanelSpec, style: SketchStyle | str) -> RenderedPanel | FailedPanel:
    # Loaded here: a build that finds every panel in the store needs only the fingerprint.
    from screenplay2board.render.sketch.drawing import draw
    from screenplay2board.render.sketch.memory import keep_freed_memory
    from screenplay2board.stage.director import direct

    keep_freed_memory()
    try:
        stage = direct(spec.brief)
        drawing = draw(stage, style=style, seed=spec.seed)
        return RenderedPanel(key=spec.key, png=drawing.png(), reasons=stage.reasons)
    except Exception as error:  # noqa: BLE001 - one broken panel must not lose the others; it is reported as failed
        reason = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return FailedPanel(key=spec.key, reason=reason.removesuffix(": "))
