"""What stands on a panel comes from its shot and from the lines of the script that it tells."""

from screenplay2board.book.lay_out import lay_out
from screenplay2board.book.templates import BookTemplates
from screenplay2board.book.types import BookSettings
from screenplay2board.diagnostics import Span
from screenplay2board.plan.types import ScenePlan, Shot, ShotList
from screenplay2board.screenplay.types import Element, Scene, Screenplay

FILE = "night.fdx"


def element(line: int, revision: str | None = None) -> Element:
    return Element(type="action", text=f"Line {line}.", span=Span(file=FILE, line=line), revision=revision)


def shot(number: str, *lines: int) -> Shot:
    spans = tuple(Span(file=FILE, line=line) for line in lines)
    return Shot(id=number, number=number, scene_number="1", span=spans[0], covers=spans)


def test_a_panel_is_marked_as_revised_where_the_script_marks_one_of_its_lines() -> None:
    elements = (element(3), element(4, "Pink"), element(5))
    span = Span(file=FILE, line=3, end_line=5)
    scene = ScenePlan(
        number="1", heading="INT. ROOM - DAY", location="ROOM", interior=True, set="room", time_of_day="day",
        weather="clear", roster=(), span=span, shots=(shot("1", 3), shot("1A", 3, 4), shot("1B", 5)),
    )  # fmt: skip
    screenplay = Screenplay(
        file=FILE, elements=elements, scenes=(Scene(number="1", heading=None, elements=elements, span=span),)
    )
    shots = ShotList(file=FILE, title="Night", cast=(), scenes=(scene,))
    book = lay_out(shots, screenplay, {}, (1280, 720), BookSettings(), BookTemplates().wording, "")
    assert [panel.revised for panel in book.scenes[0].panels] == [False, True, False]
