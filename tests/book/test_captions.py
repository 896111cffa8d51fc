"""Captions: what fits stays at the picture, the rest is kept for below the row, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from sample_book import sample_panel, sample_scene

from screenplay2board.book.captions import Caption, fit_caption, panel_paragraphs, text_width_em
from screenplay2board.book.grid import LONGEST_LINE_EM, PageGrid, measure_page, style_wishes
from screenplay2board.book.paginate import MOST_YIELDED, panel_labels, scene_rows, script_pages
from screenplay2board.book.templates import BookTemplates
from screenplay2board.book.types import BookSettings, BookStyle, ScriptLine
from screenplay2board.plan.types import DialogueLine


def grid_of(style: BookStyle) -> PageGrid:
    table = BookTemplates().table(f"{style}/style.toml")
    return measure_page(BookSettings(style=style), style_wishes(table, "portrait"))


NINE = grid_of("nine")
SCRIPT = grid_of("script")


def words(caption: Caption) -> str:
    paragraphs = (*caption.paragraphs, *caption.rest)
    return "".join("".join(p.text for p in paragraphs).replace("…", "").split())


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="…"), max_size=700)))
def test_no_word_is_lost_when_a_caption_is_full(texts: list[str]) -> None:
    lines = tuple(DialogueLine(character="MINA", text=text) for text in texts)
    panel = sample_panel("1", 1, action="She waits.", dialogue=lines, sound="Rain.", notes=("check",))

    caption = fit_caption(panel, NINE)

    assert words(caption) == "".join("".join(("She waits.", *texts, "Rain.", "check")).split())


def test_short_words_stay_at_the_picture() -> None:
    caption = fit_caption(sample_panel("1", 1), NINE)

    assert caption.rest == ()
    assert [p.text for p in caption.paragraphs] == ["The espresso machine hisses."]


def test_a_long_speech_is_cut_between_words_and_names_its_speaker_in_both_parts() -> None:
    line = DialogueLine(character="MINA", text="really " * 300, extension="V.O.")

    caption = fit_caption(sample_panel("1", 1, action="", dialogue=(line,)), NINE)

    assert caption.paragraphs[0].lead == caption.rest[0].lead == "MINA (V.O.)"
    assert caption.paragraphs[0].text.endswith("really …")
    assert caption.rest[0].text.startswith("… really")


def test_how_a_speech_is_said_stands_at_its_beginning_alone() -> None:
    line = DialogueLine(character="MINA", text="really " * 300, parenthetical="(softly)")

    caption = fit_caption(sample_panel("1", 1, action="", dialogue=(line,)), NINE)

    assert [caption.paragraphs[0].aside, caption.rest[0].aside] == ["softly", ""]


def test_camera_words_that_run_on_leave_less_room_for_the_rest() -> None:
    plain = sample_panel("1", 0, action="word " * 200, framing="", angle="", move="", lens="")
    busy = replace(plain, framing="over the shoulder", angle="high angle", move="rack focus", lens="long lens")
    kept = [len(fit_caption(panel, NINE).paragraphs[0].text) for panel in (plain, busy)]

    assert kept[1] < kept[0]


def test_pictures_of_a_row_that_fills_its_page_yield_to_a_long_caption_and_no_farther() -> None:
    grid = grid_of("one")
    scene = sample_scene(1, 3)
    lengths = (4, 480, 5000)
    panels = tuple(replace(p, action="word " * n, dialogue=()) for p, n in zip(scene.panels, lengths, strict=True))

    short, long, endless = scene_rows(replace(scene, panels=panels), grid)

    assert short.yielded_mm == 0
    assert 0 < long.yielded_mm <= MOST_YIELDED * grid.picture_height_mm
    assert long.cells[0].caption.rest == ()
    assert endless.yielded_mm == 0
    assert endless.cells[0].caption.rest


def test_lines_of_words_are_never_longer_than_can_be_followed() -> None:
    broad = measure_page(
        BookSettings(style="one", orientation="landscape", aspect_ratio=2.39),
        style_wishes(BookTemplates().table("one/style.toml"), "landscape"),
    )

    assert broad.caption_width_mm > 250
    assert broad.measure_em == LONGEST_LINE_EM


def test_wide_letters_count_as_wide() -> None:
    assert text_width_em("미나") > 1.5 * text_width_em("no")


def test_parentheses_of_a_parenthetical_are_not_doubled() -> None:
    line = DialogueLine(character="MINA", text="You came.", parenthetical="(softly)")

    paragraph = panel_paragraphs(sample_panel("1", 1, action="", dialogue=(line,)))[0]

    assert paragraph.aside == "softly"


def test_beside_the_script_only_what_it_does_not_say_is_printed() -> None:
    script = (ScriptLine(type="action", text="The espresso\nmachine hisses."),)
    scene = sample_scene(1, 2, script=script)
    told = replace(scene.panels[1], action="The espresso machine hisses.", sound="A hiss.")
    own = replace(scene.panels[0], action="A picture that somebody thought of.")

    rows = scene_rows(replace(scene, panels=(told, own)), SCRIPT)

    assert [[p.text for p in row.cells[0].caption.paragraphs] for row in rows] == [["A hiss."], [own.action]]


def test_panels_of_one_shot_are_counted_and_single_ones_are_not() -> None:
    scene = sample_scene(1, 3)
    first, second, third = scene.panels
    scene = replace(scene, panels=(first, replace(second, number="1A"), replace(third, number="1A", panel=2)))

    assert list(panel_labels(scene).values()) == ["1", "1A-1", "1A-2"]


def test_removed_shots_take_no_place_but_are_named_after_their_row() -> None:
    scene = sample_scene(1, 8)
    scene = replace(scene, panels=tuple(replace(p, omitted=i == 4) for i, p in enumerate(scene.panels)))

    rows = scene_rows(scene, NINE)

    assert [[cell.label for cell in row.cells] for row in rows] == [["1", "1A", "1B"], ["1C", "1E", "1F"], ["1G"]]
    assert [row.omitted for row in rows] == [(), ("1D",), ()]


def test_script_stands_beside_the_panels_that_tell_it_and_none_is_lost() -> None:
    actions = [f"Paragraph {index}. " + "They walk on and talk about the weather. " * 6 for index in range(40)]
    script = tuple(ScriptLine(type="action", text=action.strip()) for action in actions)
    scene = sample_scene(1, 40, script=script)
    scene = replace(
        scene,
        panels=tuple(replace(p, action=actions[i].split(".")[0] + ". They walk") for i, p in enumerate(scene.panels)),
    )

    pages = script_pages(scene, SCRIPT)

    told = "".join(line.text for page in pages for line in page.script)
    assert "".join(told.split()) == "".join("".join(line.text for line in script).split())
    assert [c.label for page in pages for row in page.rows for c in row.cells] == [
        c.label for row in scene_rows(scene, SCRIPT) for c in row.cells
    ]
    for page in pages:
        first = page.rows[0].cells[0].panel.action.split(".")[0]
        assert page.script[0].text.startswith(first)


def test_a_paragraph_stands_beside_the_first_panels_that_tell_it_though_later_ones_tell_it_too() -> None:
    told = "She runs. " + "She stops. " * 3
    script = (
        ScriptLine(type="action", text=told),
        ScriptLine(type="character", text="MINA"),
        ScriptLine(type="dialogue", text="I am late. I am very late indeed."),
    )
    scene = sample_scene(1, 6, script=script)
    actions = ("She runs.", "She runs.", "She runs.", "She runs.", "She runs.", "I am late.")
    panels = tuple(replace(panel, action=action) for panel, action in zip(scene.panels, actions, strict=True))

    pages = script_pages(replace(scene, panels=panels), SCRIPT)

    assert [[line.text for line in page.script] for page in pages] == [
        [told],
        ["MINA", "I am late. I am very late indeed."],
    ]


def test_a_paragraph_longer_than_a_page_goes_on_over_the_next_pages() -> None:
    script = (ScriptLine(type="action", text="word " * 6000 + "end"),)

    pages = script_pages(sample_scene(1, 1, script=script), SCRIPT)

    assert len(pages) > 3
    assert sum(len(page.rows) for page in pages) == 1
    assert " ".join(line.text for page in pages for line in page.script).split() == ["word"] * 6000 + ["end"]
