"""The sketch backend: panels drawn from their briefs, on any machine.

Enters: `PanelSpec`. Leaves: `RenderedPanel` with a PNG, or `FailedPanel` with one line about what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from screenplay2board.render.sketch.styles import OWN, STYLES, SketchStyle
from screenplay2board.render.types import FailedPanel, PanelSpec, RenderedPanel

VERSION = "11"  # raise it with every change of what is drawn: panels in stores are then drawn anew


class SketchBackend:
    """Stages and draws panels one after the other. It keeps nothing between them but the memory that they took.

    own_style: a style of the project's own, as `style_file.encode` writes it; panels name it `own`.
    preload: as `render.types.Backend` has it.
    """

    preload: ClassVar[tuple[str, ...]] = ("screenplay2board.render.sketch.panel",)

    def __init__(self, own_style: str = "") -> None:
        self._own_style = own_style
        self._own = _decoded(own_style) if own_style else None

    def fingerprint(self) -> Mapping[str, str]:
        """Return the name and version that a panel's key contains, and a style that has no version of its own."""
        return {"backend": "sketch", "version": VERSION, **({"own_style": self._own_style} if self._own_style else {})}

    def styles(self) -> Sequence[str]:
        """Return the names of the drawing styles."""
        return (*STYLES, *((OWN,) if self._own else ()))

    def render(self, batch: Sequence[PanelSpec]) -> Iterator[RenderedPanel | FailedPanel]:
        """Yield one result for each panel, in order."""
        # loaded here: a build that finds every panel in the store needs only the fingerprint
        from screenplay2board.render.sketch.panel import draw_panel

        for spec in batch:
            yield draw_panel(spec, self._own if self._own and spec.style == OWN else spec.style)


def _decoded(style: str) -> SketchStyle:
    from screenplay2board.render.sketch.style_file import decode  # what checks files is a third of all that draws

    return decode(style)
