"""All kinds of pieces, gathered from the thematic modules."""

from __future__ import annotations

from screenplay2board.stage.props.architecture import ARCHITECTURE
from screenplay2board.stage.props.furniture import FURNITURE
from screenplay2board.stage.props.openings import OPENINGS
from screenplay2board.stage.props.practicals import PRACTICALS
from screenplay2board.stage.props.site import Kind

KINDS: dict[str, Kind] = {**ARCHITECTURE, **OPENINGS, **FURNITURE, **PRACTICALS}
