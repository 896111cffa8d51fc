"""The PDF of a book: what one reads, sees and clicks, its bytes, its cache, and what it says of what is missing."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from sample_book import bare_book, draw_panel, draw_pictures, rich_book, sample_panel, sample_scene

from screenplay2board.book import typeset
from screenplay2board.book.pdf import write_pdf
from screenplay2board.book.types import Book, BookPanel, BookSettings
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import DialogueLine

MM_PT = 72 / 25.4


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished book with everything in it, written once."""
    folder = tmp_path_factory.mktemp("rich")
    book = rich_book()
    draw_pictures(book, folder)
    write(book, folder)
    return folder / "book.pdf"


def write(book: Book, folder: Path, cache: Path | None = None) -> Path:
    """Write a book that must come out without a finding."""
    diagnostics = Diagnostics()
    path = write_pdf(book, folder / "book.pdf", folder, cache, diagnostics)
    assert [item.message for item in diagnostics] == []
    assert path == folder / "book.pdf"
    return path


def small_book(folder: Path, scenes: int = 3) -> Book:
    """Return a plain book with its pictures drawn."""
    book = bare_book([sample_scene(number, 2) for number in range(1, scenes + 1)], BookSettings())
    draw_pictures(book, folder)
    return book


def page_texts(path: Path) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pdfium.PdfDocument(path)]


def image_streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    """Return the images among a page's resources."""
    resources = page.obj.Resources.XObject
    return [resources[key] for key in resources.keys() if resources[key].get("/Subtype") == "/Image"]  # noqa: SIM118


def folio(page: pdfium.PdfPage) -> str:
    """Return the text in the middle of the bottom margin."""
    middle = page.get_width() / 2
    return page.get_textpage().get_text_bounded(left=middle - 30, bottom=0, right=middle + 30, top=14 * MM_PT).strip()


def edit(book: Book, scene: int, panel: int, **changes: object) -> Book:
    """Return the book with one panel changed."""
    panels = list(book.scenes[scene].panels)
    panels[panel] = replace(panels[panel], **changes)  # type: ignore[arg-type]
    scenes = list(book.scenes)
    scenes[scene] = replace(scenes[scene], panels=tuple(panels))
    return replace(book, scenes=tuple(scenes))


@pytest.fixture
def typeset_count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the documents that WeasyPrint lays out."""
    documents: list[str] = []
    original = typeset.Typesetter.pages

    def counted(self: typeset.Typesetter, html: str) -> typeset.TypesetPages:
        documents.append(html)
        return original(self, html)

    monkeypatch.setattr(typeset.Typesetter, "pages", counted)
    return documents


def test_everything_that_belongs_on_a_panel_is_printed(rich: Path) -> None:
    text = " ".join(" ".join(page_texts(rich)).split())

    for expected in (
        "The Night Letter", "Ada Example", "written by", "Blue draft", "22 November 2026",
        "LS · establishing", "2.7 s", "MINA, JONAH", "MINA (softly) You came.",
        "JONAH (O.S.) I said that I would.", "Rain on glass.", "CUT TO:", "the letter has no stamp",
        "No picture", "the renderer ran out of memory", "Mina waits for a man who may not come.",
        "CU *",
    ):  # fmt: skip
        assert expected in text, expected
    assert "OMITTED 1D" in text


def test_korean_cyrillic_greek_and_accents_are_printed_as_written(rich: Path) -> None:
    text = " ".join(page_texts(rich))

    for expected in (
        "미나가 우산을 털며 들어온다.",
        "똠방각하 뷁!",
        "ИВАН, ΕΛΈΝΗ, ÉLISE",
        "Мина смотрит в окно.",
        "Πού είναι",
    ):
        assert expected in text, expected


def test_the_bundled_faces_are_used_for_every_script(rich: Path) -> None:
    with pikepdf.open(rich) as pdf:
        names = {
            str(page.obj.Resources.Font[key].BaseFont).split("+")[-1].split("-")[0]
            for page in pdf.pages
            for key in page.obj.Resources.Font.keys()  # noqa: SIM118
        }
    assert names == {"S2B"}


def test_contents_name_the_pages_that_the_scenes_stand_on(rich: Path) -> None:
    pages = page_texts(rich)
    starts = {"INT. CAFE - NIGHT": 3, "내부. 카페 - 밤": 5, "EXT. STREET - NIGHT": 6}

    assert [heading for heading in starts if heading in pages[1]] == list(starts)
    flat = " ".join(pages[1].split())
    for heading, page in starts.items():
        assert heading in pages[page - 1]
        assert heading not in pages[page - 2] or page == 3
        assert re.search(rf"{re.escape(heading)} \d+ \d:\d\d {page}\b", flat)


def test_every_page_but_the_cover_has_its_number_at_the_foot(rich: Path) -> None:
    pdf = pdfium.PdfDocument(rich)

    assert [folio(page) for page in pdf] == ["", *(str(number) for number in range(2, len(pdf) + 1))]


def test_the_folio_is_seen_upright_at_the_foot_and_nothing_at_the_head(rich: Path) -> None:
    page = pdfium.PdfDocument(rich)[6]
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


def test_bookmarks_lead_to_the_contents_and_the_scenes(rich: Path) -> None:
    with pikepdf.open(rich) as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        marks = [(str(item.title), pages[item.destination[0].objgen]) for item in outline.root]  # type: ignore[index, union-attr]

    assert marks == [
        ("Contents", 1),
        ("1  INT. CAFE - NIGHT", 2),
        ("2  내부. 카페 - 밤", 4),
        ("3  EXT. STREET - NIGHT", 5),
    ]


def test_entries_of_the_contents_are_links_to_their_scenes(rich: Path) -> None:
    with pikepdf.open(rich) as pdf:
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


def run_elsewhere(folder: Path, name: str, seed: str) -> bytes:
    """Write the rich book in a process of its own, with another hash seed."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from sample_book import rich_book\n"
        "from screenplay2board.book.pdf import write_pdf\n"
        "from screenplay2board.diagnostics import Diagnostics\n"
        "folder = Path(sys.argv[2])\n"
        "write_pdf(rich_book(), folder / sys.argv[3], folder, None, Diagnostics())\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(folder), name]
    subprocess.run(command, check=True, env=environment, cwd=root)
    return (folder / name).read_bytes()


def test_the_same_book_gives_the_same_bytes(rich: Path) -> None:
    first = run_elsewhere(rich.parent, "first.pdf", "1")
    second = run_elsewhere(rich.parent, "second.pdf", "2")

    assert first == second == rich.read_bytes()


def test_the_cache_changes_no_byte(rich: Path, tmp_path: Path) -> None:
    for _ in range(2):
        diagnostics = Diagnostics()
        path = write_pdf(rich_book(), tmp_path / "book.pdf", rich.parent, tmp_path / "cache", diagnostics)
        assert path is not None
        assert path.read_bytes() == rich.read_bytes()
        path.unlink()


def test_a_book_in_which_nothing_changed_is_not_touched(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    path = write(book, tmp_path, tmp_path / "cache")
    before = path.stat()
    typeset_count.clear()

    write(book, tmp_path, tmp_path / "cache")

    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino
    assert typeset_count == []


def test_an_edited_scene_is_the_only_one_that_is_laid_out_again(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    write(book, tmp_path, tmp_path / "cache")
    typeset_count.clear()

    path = write(edit(book, 1, 0, action="Nobody is there."), tmp_path, tmp_path / "cache")

    assert len(typeset_count) == 1
    assert "Nobody is there." in page_texts(path)[3]


def test_a_new_picture_is_bound_without_laying_anything_out(tmp_path: Path, typeset_count: list[str]) -> None:
    book = small_book(tmp_path)
    before = write(book, tmp_path, tmp_path / "cache").read_bytes()
    typeset_count.clear()
    draw_panel(tmp_path / str(book.scenes[1].panels[0].image), seed=99)

    after = write(book, tmp_path, tmp_path / "cache").read_bytes()

    assert typeset_count == []
    assert after != before


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    cache = tmp_path / "cache"
    before = write(book, tmp_path, cache).read_bytes()
    (tmp_path / "book.pdf").unlink()
    for kept in cache.iterdir():
        kept.write_bytes(kept.read_bytes()[:100])

    assert write(book, tmp_path, cache).read_bytes() == before


def test_a_pdf_that_somebody_changed_is_written_again(tmp_path: Path) -> None:
    book = small_book(tmp_path)
    path = write(book, tmp_path, tmp_path / "cache")
    before = path.read_bytes()
    path.write_bytes(before + b"junk")

    assert write(book, tmp_path, tmp_path / "cache").read_bytes() == before


def findings(book: Book, folder: Path, cache: Path | None = None) -> Sequence[tuple[str, str, str]]:
    """Write a book and return code, severity and message of what was found."""
    diagnostics = Diagnostics()
    write_pdf(book, folder / "book.pdf", folder, cache, diagnostics)
    return [(item.code, item.severity, item.message) for item in diagnostics]


def one_panel(panel: BookPanel, **settings: object) -> Book:
    return bare_book([replace(sample_scene(1, 1), panels=(panel,))], BookSettings(**settings))  # type: ignore[arg-type]


def test_a_missing_picture_is_named_and_the_book_is_written_all_the_same(tmp_path: Path) -> None:
    found = findings(one_panel(sample_panel("1", 1, image="panels/gone.png")), tmp_path)

    assert found == [("S2B605", "warning", "picture `panels/gone.png` was left out: the file is missing")]
    assert (tmp_path / "book.pdf").is_file()


def test_a_picture_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    draw_panel(tmp_path / "secret.png")
    inner = tmp_path / "book"
    inner.mkdir()
    (inner / "link.png").symlink_to(tmp_path / "secret.png")

    for image in ("../secret.png", str(tmp_path / "secret.png"), "link.png"):
        found = findings(one_panel(sample_panel("1", 1, image=image)), inner)
        assert [code for code, _, _ in found] == ["S2B605"], image


def test_a_damaged_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    found = findings(one_panel(sample_panel("1", 1, image="a.png")), tmp_path)

    assert found == [("S2B605", "warning", "picture `a.png` was left out: damaged PNG: it ends too early")]


def test_characters_that_no_font_has_are_named_each_time(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    book = one_panel(sample_panel("1", 1, image="a.png", action="A sign: \U000f1234."))
    expected = [("S2B602", "warning", "no font has the characters \U000f1234 (U+F1234)")]

    assert findings(book, tmp_path, tmp_path / "cache") == expected
    assert findings(book, tmp_path, tmp_path / "cache") == expected


def test_markup_in_a_screenplay_is_printed_as_text(tmp_path: Path) -> None:
    draw_panel(tmp_path / "a.png")
    line = DialogueLine(character="<b>MINA</b>", text="</p><img src='http://example.com/x.png'>{{ 7 * 7 }}")
    book = one_panel(sample_panel("1", 1, image="a.png", dialogue=(line,), action=""))
    book = replace(book, title="<script>alert(1)</script>")

    text = " ".join(" ".join(page_texts(write(book, tmp_path))).split())

    assert "<b>MINA</b> </p><img src='http://example.com/x.png'>{{ 7 * 7 }}" in text
    assert "<script>alert(1)</script>" in text


@pytest.mark.parametrize(
    "source", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "https://templates.invalid/../x"]
)
def test_a_template_cannot_fetch_what_is_not_the_books(source: str, tmp_path: Path) -> None:
    own = tmp_path / "own" / "three"
    own.mkdir(parents=True)
    (own / "scene.html").write_text(f'<img src="{source}"><p>{{{{ scene.heading }}}}</p>')
    draw_panel(tmp_path / "a.png")

    found = findings(one_panel(sample_panel("1", 1, image="a.png"), templates=tmp_path / "own"), tmp_path)

    assert [(code, severity) for code, severity, _ in found] == [("S2B606", "warning")]
    assert "PermissionError" in found[0][2] or "FileNotFoundError" in found[0][2]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    book = small_book(tmp_path, scenes=1)
    (tmp_path / "file").write_text("")
    diagnostics = Diagnostics()

    path = write_pdf(book, tmp_path / "file" / "book.pdf", tmp_path, None, diagnostics)

    assert path is None
    assert [item.code for item in diagnostics] == ["S2B604"]
    assert "cannot be written" in diagnostics.items[0].message


def test_a_failed_write_leaves_the_old_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(tmp_path, scenes=1)
    before = write(book, tmp_path).read_bytes()

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pikepdf.Pdf, "save", full_disk)
    found = findings(edit(book, 0, 0, action="New."), tmp_path)

    assert [(code, severity) for code, severity, _ in found] == [("S2B604", "error")]
    assert "No space left on device" in found[0][2]
    assert (tmp_path / "book.pdf").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


class _NoPango:
    """An import finder that acts as WeasyPrint does where Pango is missing."""

    def find_spec(self, name: str, *_: object) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_the_command_that_brings_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = small_book(tmp_path, scenes=1)
    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "screenplay2board.book.typeset")
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    monkeypatch.setattr("platform.system", lambda: "Linux")
    diagnostics = Diagnostics()

    path = write_pdf(book, tmp_path / "book.pdf", tmp_path, None, diagnostics)

    assert path is None
    (item,) = diagnostics
    assert (item.code, item.severity) == ("S2B601", "warning")
    assert item.message == (
        "no PDF was written, since WeasyPrint cannot load its libraries: cannot load library 'libpango-1.0-0'"
    )
    assert item.hint is not None
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in item.hint


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


def test_the_pdf_says_what_it_is(rich: Path) -> None:
    with pikepdf.open(io.BytesIO(rich.read_bytes())) as pdf:
        assert str(pdf.docinfo.Title) == "The Night Letter"
        assert str(pdf.docinfo.Author) == "Ada Example, Bo Sample"
        assert str(pdf.Root.Lang) == "en"
        assert "/CreationDate" not in pdf.docinfo


def test_a_line_inserted_in_the_script_lays_out_no_other_scene(tmp_path: Path) -> None:
    book = rich_book()
    draw_pictures(book, tmp_path)
    write_pdf(book, tmp_path / "a.pdf", tmp_path, tmp_path / "cache", Diagnostics())
    kept = {path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith("book-")}
    scenes = tuple(
        replace(scene, panels=tuple(replace(panel, source="1234") for panel in scene.panels)) for scene in book.scenes
    )
    write_pdf(replace(book, scenes=scenes), tmp_path / "b.pdf", tmp_path, tmp_path / "cache", Diagnostics())
    assert kept
    assert {path.name for path in (tmp_path / "cache").iterdir() if not path.name.startswith("book-")} == kept
