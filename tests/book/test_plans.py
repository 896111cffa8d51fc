"""Floor plans as drawn, and where they stand in a book."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from screenplay2board.book.plan_drawing import WIDTH, draw_floor_plan, height_of, plan_names
from screenplay2board.book.plan_labels import LabelSheet, Name
from screenplay2board.cli import main
from screenplay2board.plan.types import Actor
from screenplay2board.stage.director import direct
from screenplay2board.stage.floor_plan import FloorPlan, PlanShot, floor_plan
from screenplay2board.stage.types import StageBrief

CAST = ("ANNA", "BEN", "CLARA", "DAN")
SCENE = StageBrief(
    set="cafe", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=CAST, looks=(),
    actors=tuple(Actor(name=name) for name in CAST), props=(), subject=CAST[:2], over=None, size="FS", angle="eye",
    move="static", framing="two-shot", lens="normal",
)  # fmt: skip
SCRIPT = """Title: Two Rooms

INT. KITCHEN - DAY

ANNA stands at the table. BEN comes in.

BEN
Did you <hear> that?

ANNA
No.

EXT. STREET - NIGHT

BEN walks away.
"""


def plan_of(place: str, *, interior: bool) -> FloorPlan:
    """Return a plan that is crowded: 16 cameras round four people."""
    singles = [
        replace(SCENE, set=place, interior=interior, size=size, framing="single", subject=(name,), move=move)
        for (name, size), move in zip(
            itertools.product(CAST, ("CU", "MCU", "MS")), itertools.cycle(("push in", "static", "truck left"))
        )
    ]
    wides = [replace(SCENE, set=place, interior=interior, size=size) for size in ("LS", "FS", "MLS", "ELS")]
    staged = [direct(brief) for brief in (*wides, *singles)]
    shots = [PlanShot(number=f"12{chr(65 + n)}", size="MS", move="push in", stage=s) for n, s in enumerate(staged)]
    plan = floor_plan(shots)
    assert plan is not None
    return plan


@pytest.mark.parametrize(("place", "interior"), [("cafe", True), ("car", True), ("street", False), ("forest", False)])
def test_names_cover_no_other_name_and_lie_on_the_sheet(place, interior):
    plan = plan_of(place, interior=interior)
    names = plan_names(plan)
    boxes = [placed.box for placed in names]
    for (l1, t1, r1, b1), (l2, t2, r2, b2) in itertools.combinations(boxes, 2):
        assert not (l1 < r2 and l2 < r1 and t1 < b2 and t2 < b1)
    assert all(l >= 0 and t >= 0 and r <= WIDTH and b <= height_of(plan) for l, t, r, b in boxes)
    told = " ".join(line for placed in names for line in placed.name.lines)
    for number in plan.numbers:
        assert re.search(rf"\b{number}\b", told)
    for mark in plan.marks:
        assert mark.name in told


def test_a_plan_is_plain_svg_and_the_same_every_time():
    first, again = (draw_floor_plan(plan_of("cafe", interior=True), "Plan: <1> & more") for _ in range(2))
    assert first == again
    root = ElementTree.fromstring(first)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == "Plan: <1> & more"
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "rect", "path", "polygon", "circle", "text"}
    assert not any("style" in element.attrib for element in root.iter())
    assert "nan" not in first
    assert len(first) < 60_000


def test_a_name_that_has_no_room_is_left_out_unless_it_is_needed():
    sheet = LabelSheet((0, 0, 100, 60), taken=[(20, 10, 80, 50)])
    chair = Name(lines=("chair",), anchor=(50, 30), size=2.2, away=1.0, needed=False, centred=True)
    camera = Name(lines=("12A",), anchor=(50, 30), size=2.8, away=3.0)
    assert sheet.place(chair) is None
    placed = sheet.place(camera)
    assert placed is not None
    assert placed.leader


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    script = folder / "rooms.fountain"
    script.write_text(SCRIPT, "utf-8")
    (folder / "board.toml").write_text("[book]\nplans = true\n[render]\nwidth_px = 160\n", "utf-8")
    result = CliRunner().invoke(main, ["build", str(script), "-o", str(folder / "out"), "-j", "1"])
    assert result.exit_code == 0, result.output
    return folder / "out"


def test_the_page_shows_each_scenes_plan_with_its_cameras(built):
    page = (built / "index.html").read_text("utf-8")
    assert page.count('<details class="plan">') == page.count("<svg xmlns") == 2
    assert page.count('<th scope="row">') == page.count('<article class="panel"')
    assert '<th scope="col">Lens</th>' in page


def test_the_pdf_has_the_plan_before_the_panels_as_lines_and_text(built):
    import pypdfium2

    pdf = pypdfium2.PdfDocument(built / "rooms.pdf")
    texts = [page.get_textpage().get_text_range() for page in pdf]
    plans = [number for number, text in enumerate(texts) if "Lenses for Super 35" in text]
    assert len(plans) == 2
    page = pdf[plans[0]]
    assert "ANNA" in texts[plans[0]]
    assert "180°" in texts[plans[0]]
    assert not [item for item in page.get_objects() if item.type == 3]  # no pictures
    assert [item for item in pdf[plans[0] + 1].get_objects() if item.type == 3]


def test_a_build_without_plans_has_none(built, tmp_path):
    arguments = [
        "build",
        str(built.parent / "rooms.fountain"),
        "-o",
        str(tmp_path),
        "-j",
        "1",
        "--no-plans",
        "--no-pdf",
    ]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert "<details" not in (tmp_path / "index.html").read_text("utf-8")
