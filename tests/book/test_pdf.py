"""The PDF of a book: what one reads, sees and clicks."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from sample_book import bare_book, draw_panel, sample_panel, sample_scene
from sample_pdf import MM_PT, one_panel, page_texts, small_book, write

from screenplay2board.book.types import BookSettings
from screenplay2board.plan.types import DialogueLine


def image_streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    """Return the images among a page's resources."""
    resources = page.obj.Resources.XObject
    return [resources[key] for key in resources.keys() if resources[key].get("/Subtype") == "/Image"]  # noqa: SIM118


def folio(page: pdfium.PdfPage) -> str:
    """Return the text in the middle of the bottom margin."""
    middle = page.get_width() / 2
    return page.get_textpage().get_text_bounded(left=middle - 30, bottom=0, right=middle + 30, top=14 * MM_PT).strip()


def test_everything_that_belongs_on_a_panel_is_printed(rich_pdf: Path) -> None:
    text = " ".join(" ".join(page_texts(rich_pdf)).split())

    for expected in (
        "The Night Letter", "Ada Example", "written by", "Blue draft", "22 November 2026",
        "LS · establishing", "2.7 s", "MINA, JONAH", "MINA (softly) You came.",
        "JONAH (O.S.) I said that I would.", "Rain on glass.", "CUT TO:", "the letter has no stamp",
        "No picture", "the renderer ran out of memory", "Mina waits for a man who may not come.",
        "CU *",
    ):  # fmt: skip
        assert expected in text, expected
    assert "OMITTED 1D" in text


def test_korean_cyrillic_greek_and_accents_are_printed_as_written(rich_pdf: Path) -> None:
    text = " ".join(page_texts(rich_pdf))

    for expected in (
        "미나가 우산을 털며 들어온다.",
        "똠방각하 뷁!",
        "ИВАН, ΕΛΈΝΗ, ÉLISE",
        "Мина смотрит в окно.",
        "Πού είναι",
    ):
        assert expected in text, expected


def test_the_bundled_faces_are_used_for_every_script(rich_pdf: Path) -> None:
    with pikepdf.open(rich_pdf) as pdf:
        names = {
            str(page.obj.Resources.Font[key].BaseFont).split("+")[-1].split("-")[0]
            for page in pdf.pages
            for key in page.obj.Resources.Font.keys()  # noqa: SIM118
        }
    assert names == {"S2B"}


def test_contents_name_the_pages_that_the_scenes_stand_on(rich_pdf: Path) -> None:
    pages = page_texts(rich_pdf)
    starts = {"INT. CAFE - NIGHT": 3, "내부. 카페 - 밤": 5, "EXT. STREET - NIGHT": 6}

    assert [heading for heading in starts if heading in pages[1]] == list(starts)
    flat = " ".join(pages[1].split())
    for heading, page in starts.items():
        assert heading in pages[page - 1]
        assert heading not in pages[page - 2] or page == 3
        assert re.search(rf"{re.escape(heading)} \d+ \d:\d\d {page}\b", flat)


def test_every_page_but_the_cover_has_its_number_at_the_foot(rich_pdf: Path) -> None:
    pdf = pdfium.PdfDocument(rich_pdf)

    assert [folio(page) for page in pdf] == ["", *(str(number) for number in range(2, len(pdf) + 1))]


def test_the_folio_is_seen_upright_at_the_foot_and_nothing_at_the_head(rich_pdf: Path) -> None:
    page = pdfium.PdfDocument(rich_pdf)[6]
    pixels = np.asarray(page.render(scale=8).to_pil().convert("L"))  # (height, width)
    scale = 8 * MM_PT
    height, width = pixels.shape
    middle = slice(width // 2 - int(8 * scale), width // 2 + int(8 * scale))

    foot = pixels[height - int(12 * scale) : height - int(5 * scale), middle]
    head = pixels[: int(7 * scale), middle]

    assert head.min() == 255
    rows = np.flatnonzero((foot < 160).any(axis=1))
    glyph = foot[rows[0] : rows[-1] + 1] < 160
    # A 7 has its bar above, and its foot is left of the bar's right end; mirrored, neither would hold.
    top, bottom = np.flatnonzero(glyph[1]), np.flatnonzero(glyph[-2])
    assert len(top) > 2 * len(bottom)
    assert bottom.mean() < top.mean()


def test_bookmarks_lead_to_the_contents_and_the_scenes(rich_pdf: Path) -> None:
    with pikepdf.open(rich_pdf) as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        marks = [(str(item.title), pages[item.destination[0].objgen]) for item in outline.root]  # type: ignore[index, union-attr]

    assert marks == [
        ("Contents", 1),
        ("1  INT. CAFE - NIGHT", 2),
        ("2  내부. 카페 - 밤", 4),
        ("3  EXT. STREET - NIGHT", 5),
    ]


def test_entries_of_the_contents_are_links_to_their_scenes(rich_pdf: Path) -> None:
    with pikepdf.open(rich_pdf) as pdf:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        links = list(pdf.pages[1].obj.Annots)  # type: ignore[call-overload]
        targets = {pages[link.Dest[0].objgen] for link in links}

    assert targets == {2, 4, 5}
    assert all("/A" not in link for link in links)


def test_pictures_are_embedded_pixel_by_pixel(tmp_path: Path) -> None:
    book = small_book(tmp_path, scenes=1)
    drawn = np.asarray(Image.open(tmp_path / str(book.scenes[0].panels[0].image)).convert("RGB"))

    with pikepdf.open(write(book, tmp_path)) as pdf:
        images = [pikepdf.PdfImage(image) for image in image_streams(pdf.pages[2])]
        embedded = [np.asarray(image.as_pil_image().convert("RGB")) for image in images]

    assert {image.bits_per_component for image in images} == {4}
    assert any(np.array_equal(drawn, pixels) for pixels in embedded)


def test_a_picture_is_seen_where_its_panel_is(tmp_path: Path) -> None:
    Image.new("RGB", (160, 90), (200, 30, 30)).save(tmp_path / "red.png")
    scene = sample_scene(1, 1)
    scene = replace(scene, panels=(replace(scene.panels[0], image="red.png"),))

    page = pdfium.PdfDocument(write(bare_book([scene], BookSettings(style="one")), tmp_path))[2]
    pixels = np.asarray(page.render(scale=1).to_pil())  # (height, width, 3)

    red = (abs(pixels.astype(int) - (200, 30, 30)) < 8).all(axis=2)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert (columns[-1] - columns[0]) / (rows[-1] - rows[0]) == pytest.approx(16 / 9, rel=0.02)
    assert columns[0] == pytest.approx(14 * MM_PT, abs=2)


@pytest.mark.parametrize(("mode", "suffix"), [("RGBA", "png"), ("RGB", "jpg"), ("I;16", "png"), ("1", "png")])
def test_pictures_of_other_kinds_are_printed_too(mode: str, suffix: str, tmp_path: Path) -> None:
    Image.new("L", (64, 36), 90).convert(mode).save(tmp_path / f"a.{suffix}")
    scene = sample_scene(1, 1)
    scene = replace(scene, panels=(replace(scene.panels[0], image=f"a.{suffix}"),))

    with pikepdf.open(write(bare_book([scene], BookSettings()), tmp_path)) as pdf:
        (image,) = image_streams(pdf.pages[2])

    assert (int(image.Width), int(image.Height)) == (64, 36)  # type: ignore[arg-type]


def test_markup_in_a_screenplay_is_printed_as_text(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    line = DialogueLine(character="<b>MINA</b>", text="</p><img src='http://example.com/x.png'>{{ 7 * 7 }}")
    book = one_panel(sample_panel("1", 1, image="a.png", dialogue=(line,), action=""))
    book = replace(book, title="<script>alert(1)</script>")

    text = " ".join(" ".join(page_texts(write(book, tmp_path))).split())

    assert "<b>MINA</b> </p><img src='http://example.com/x.png'>{{ 7 * 7 }}" in text
    assert "<script>alert(1)</script>" in text


def test_a_book_without_scenes_is_a_book(tmp_path: Path) -> None:
    pages = page_texts(write(bare_book([], BookSettings()), tmp_path))

    assert len(pages) == 2
    assert "This book has no scenes yet." in pages[1]


def test_a_long_book_numbers_its_contents_right(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png", width_px=32, height_px=18)
    scenes = [
        replace(scene, panels=tuple(replace(panel, image="a.png") for panel in scene.panels))
        for scene in (sample_scene(number, 1, heading=f"INT. ROOM {number} - DAY") for number in range(1, 91))
    ]

    pages = page_texts(write(bare_book(scenes, BookSettings()), tmp_path))

    first = next(index for index, text in enumerate(pages, start=1) if "INT. ROOM 1 - DAY" in text and "MINA" in text)
    assert first > 3  # the contents take several pages
    assert len(pages) == first - 1 + 90
    assert "INT. ROOM 90 - DAY" in pages[-1]
    assert str(len(pages)) in pages[first - 2].split()


def test_korean_labels_and_camera_words_are_used_in_a_korean_book(tmp_path: Path) -> None:
    text = " ".join(page_texts(write(replace(small_book(tmp_path), settings=BookSettings(language="ko")), tmp_path)))

    assert "MLS · 로우 앵글 · 달리 인" in text
    assert "push in" not in text

    assert "차례" in text
    assert "길이" in text


def test_the_pdf_says_what_it_is(rich_pdf: Path) -> None:
    with pikepdf.open(io.BytesIO(rich_pdf.read_bytes())) as pdf:
        assert str(pdf.docinfo.Title) == "The Night Letter"
        assert str(pdf.docinfo.Author) == "Ada Example, Bo Sample"
        assert str(pdf.Root.Lang) == "en"
        assert "/CreationDate" not in pdf.docinfo
