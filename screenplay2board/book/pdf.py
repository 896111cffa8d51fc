"""Write the book as a PDF.

Enters: a `Book` and the folder its pictures lie in. Leaves: a PDF with cover, contents, bookmarks, scene headings and
folios; the same bytes for the same book. Each scene is typeset on its own and kept in the cache by what it depends on,
so that an edited scene costs one scene; a book in which nothing changed is not touched at all.

    Book -> grid -> one HTML a scene -> typeset.py (cached) -> bind.py: pictures, folios, links, bookmarks -> PDF
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

from screenplay2board import __version__
from screenplay2board.book import faces
from screenplay2board.book.addresses import FONTS_URL, PANELS_URL, SCENE_LINK
from screenplay2board.book.content import book_duration_s, book_texts, cover_panel, drawn_panels
from screenplay2board.book.embed import EmbeddedImage, embed_image
from screenplay2board.book.grid import LONGEST_LINE_EM, PageGrid, measure_page, style_wishes
from screenplay2board.book.paginate import scene_rows, script_pages
from screenplay2board.book.templates import BookTemplates, template_problem
from screenplay2board.book.types import Book, BookScene
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import inside, replacing, write_atomically

if TYPE_CHECKING:
    from screenplay2board.book.typeset import Typesetter

# Part of every key: raise it when the same templates give other pages.
LAYOUT_VERSION = 1
MOST_FRONTS = 6  # the second or third try fits, unless a template's pages depend on their own number


def write_pdf(book: Book, path: Path, panels: Path, cache_dir: Path | None, diagnostics: Diagnostics) -> Path | None:
    """Write the book to `path` and return it, None where it could not be made.

    panels: the folder that the pictures' names are relative to. cache_dir: where typeset scenes are kept, None for
    nowhere.
    Diagnostics: S2B601 WeasyPrint's libraries are missing; S2B602 characters without a glyph; S2B603 a template is
    wrong; S2B604 the file cannot be written; S2B605 a picture cannot be read; S2B606 what WeasyPrint refused.
    """
    settings = book.settings
    try:
        templates = BookTemplates(settings.templates, language=settings.language)
        job = _Job(book=book, panels=panels, cache_dir=cache_dir, templates=templates, diagnostics=diagnostics)
        receipt = job.receipt_path()
        if receipt is not None and _is_current(receipt, path):
            return path
        return job.write(path, receipt)
    except TemplateError as err:
        diagnostics.error("S2B603", template_problem(err), hint="compare it with the template that comes with s2b")
    except OSError as err:
        reason = err.strerror or str(err)
        diagnostics.error("S2B604", f"`{path}` cannot be written: {reason}", hint="choose another folder with `--out`")
    return None


class _Job:
    """One book on its way to a PDF."""

    def __init__(
        self, *, book: Book, panels: Path, cache_dir: Path | None, templates: BookTemplates, diagnostics: Diagnostics
    ) -> None:
        self.book = book
        self.panels = panels
        self.cache_dir = cache_dir
        self.templates = templates
        self.diagnostics = diagnostics
        style = book.settings.style
        table = templates.table(f"{style}/style.toml")
        try:
            self.grid = measure_page(book.settings, style_wishes(table, book.settings.orientation))
        except TypeError as err:
            raise TemplateError(f"`{style}/style.toml`: {err}") from err
        self.base_key = _hash(
            LAYOUT_VERSION, __version__, metadata.version("weasyprint"), templates.digest("shared", "fonts", style)
        )
        self._clean = True

    def receipt_path(self) -> Path | None:
        """Return where a finished book of exactly this content leaves its checksum."""
        if self.cache_dir is None:
            return None
        digest = hashlib.sha256(json.dumps(asdict(self.book), sort_keys=True, default=str).encode())
        for panel in drawn_panels(self.book):
            data = self._read(panel.image) if panel.image else None
            digest.update(b"-" if data is None else hashlib.sha256(data).digest())
        return self.cache_dir / f"book-{_hash(self.base_key, digest.hexdigest())}.json"

    def write(self, path: Path, receipt: Path | None) -> Path | None:
        """Typeset, bind and write the book."""
        typesetters = _Typesetters(self)
        if not typesetters.available():
            return None
        from screenplay2board.book.bind import BookInformation, Chapter, SpecimenError, bind_book

        chapters: list[Chapter] = []
        page_counts: list[int] = []
        for scene in self.book.scenes:
            pages = self._typeset(typesetters, "scene", self._scene_html(scene))
            chapters.append(Chapter(title=f"{scene.number}  {scene.heading}", pdf=pages.pdf))
            page_counts.append(pages.page_count)
        front = self._front(typesetters, page_counts)
        information = BookInformation(
            title=self.book.title,
            authors=self.book.authors,
            language=self.book.settings.language,
            producer=f"screenplay2board {__version__}",
            contents_title=str(self.templates.labels["contents"]),
        )
        with replacing(path) as temporary:
            try:
                bind_book(front, chapters, temporary, information, self._picture)
            except SpecimenError as err:
                raise TemplateError(f"shared/front.html: {err}") from err
        if receipt is not None and self._clean:
            _keep(receipt, json.dumps({"sha256": _file_digest(path)}).encode())
        return path

    def _scene_html(self, scene: BookScene) -> str:
        grid = self.grid
        script = grid.script_width_mm > 0
        return self.templates.fill(
            f"{self.book.settings.style}/scene.html",
            book=self.book,
            scene=scene,
            grid=grid,
            rows=() if script else scene_rows(scene, grid),
            pages=script_pages(scene, grid) if script else (),
            panels=PANELS_URL,
            language=self.book.settings.language,
        )

    def _front(self, typesetters: _Typesetters, page_counts: list[int]) -> bytes:
        """Typeset cover and contents; the page numbers depend on how many pages the contents take."""
        contents_pages = 1 + len(page_counts) // 40
        for _ in range(MOST_FRONTS):
            pages = self._typeset(typesetters, "front", self._front_html(page_counts, 1 + contents_pages))
            # One page is the cover, one the specimen of the digits.
            if pages.page_count - 2 == contents_pages:
                return pages.pdf
            contents_pages = pages.page_count - 2
        raise TemplateError("shared/front.html: its number of pages does not settle")

    def _front_html(self, page_counts: list[int], front_pages: int) -> str:
        entries: list[dict[str, Any]] = []
        page = front_pages + 1
        for position, (scene, count) in enumerate(zip(self.book.scenes, page_counts, strict=True)):
            panel_count = sum(not panel.omitted for panel in scene.panels)
            entries.append(
                {"scene": scene, "page": page, "link": f"{SCENE_LINK}{position}", "panel_count": panel_count}
            )
            page += count
        return self.templates.fill(
            "shared/front.html",
            book=self.book,
            entries=entries,
            panel_count=sum(1 for _ in drawn_panels(self.book)),
            duration_s=book_duration_s(self.book),
            cover_panel=cover_panel(self.book),
            panels=PANELS_URL,
            language=self.book.settings.language,
        )

    def _typeset(self, typesetters: _Typesetters, kind: str, html: str) -> _Pages:
        """Return the pages of one document, from the cache where it holds them.

        Pages in which something is missing are not kept: a font that is installed later shows at once.
        """
        css = typesetters.css(kind)
        kept = self.cache_dir / f"{kind}-{_hash(self.base_key, css, html)}.pdf" if self.cache_dir else None
        if kept is not None and (data := _kept_pages(kept)) is not None:
            return data
        pages = typesetters.typesetter(kind).pages(html)
        self._report(pages.missing, pages.problems)
        if kept is not None and not pages.missing and not pages.problems:
            _keep(kept, pages.pdf)
        return _Pages(pdf=pages.pdf, page_count=pages.page_count)

    def _report(self, missing: frozenset[str], problems: tuple[str, ...]) -> None:
        if missing:
            self._clean = False
            shown = " ".join(f"{character} (U+{ord(character):04X})" for character in sorted(missing)[:8])
            self._warn_once("S2B602", f"no font has the characters {shown}", faces.font_hint())
        for problem in problems:
            self._clean = False
            self._warn_once("S2B606", f"WeasyPrint: {problem}", "mend the template or the style that asks for it")

    def _warn_once(self, code: str, message: str, hint: str) -> None:
        if not any(item.code == code and item.message == message for item in self.diagnostics):
            self.diagnostics.warning(code, message, hint=hint)

    def _read(self, image: str) -> bytes | None:
        path = inside(self.panels, image)
        try:
            return path.read_bytes() if path is not None else None
        except OSError:
            return None

    def _picture(self, image: str) -> EmbeddedImage | None:
        """Return a picture for the binder; one that cannot be read leaves its placeholder's grey."""
        data = self._read(image)
        try:
            if data is None:
                raise ValueError("the file is missing")
            return embed_image(data)
        except ValueError as err:
            self._clean = False
            self._warn_once(
                "S2B605", f"picture `{image}` was left out: {err}", "run `s2b cache verify`, then build again"
            )
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pages:
    pdf: bytes
    page_count: int


class _Typesetters:
    """Style sheets and their typesetters; WeasyPrint is imported when the first page is set."""

    def __init__(self, job: _Job) -> None:
        self._job = job
        self._css: dict[str, str] = {}
        self._made: dict[str, Typesetter] = {}
        self._korean = faces.has_korean(book_texts(job.book))

    def available(self) -> bool:
        """Say whether WeasyPrint can be imported, with the command that helps where it cannot."""
        try:
            importlib.import_module("screenplay2board.book.typeset")
        except OSError as err:
            reason = str(err).splitlines()[0] if str(err) else "a library is missing"
            self._job.diagnostics.warning(
                "S2B601",
                f"no PDF was written, since WeasyPrint cannot load its libraries: {reason}",
                hint=f"{faces.pango_hint()}, then build again",
            )
            return False
        return True

    def css(self, kind: str) -> str:
        """Return the style sheet of `scene` or `front` pages."""
        if kind not in self._css:
            grid = self._job.grid
            values: dict[str, Any] = {"grid": grid, "fonts": FONTS_URL, "sans": faces.SANS, "script": faces.SCRIPT}
            values |= {"korean": self._korean, "style": self._job.book.settings.style}
            values["longest_line_em"] = LONGEST_LINE_EM
            if kind == "front":
                values["cover_picture"] = cover_picture_size(grid, self._job.book.settings.aspect_ratio)
            name = "shared/print.css" if kind == "scene" else "shared/front.css"
            self._css[kind] = self._job.templates.fill(name, **values)
        return self._css[kind]

    def typesetter(self, kind: str) -> Typesetter:
        """Return the typesetter of a kind of page."""
        if kind not in self._made:
            from screenplay2board.book.typeset import Typesetter

            shared = next((other.fonts for other in self._made.values()), None)
            self._made[kind] = Typesetter(self.css(kind), self._job.templates, shared)
        return self._made[kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPicture:
    """The size of the picture on the cover."""

    width_mm: float
    height_mm: float


def cover_picture_size(grid: PageGrid, aspect_ratio: float) -> CoverPicture:
    """Return the largest picture that leaves the cover's title its room."""
    # Upright pages have the title above the picture, broad ones beside it.
    if grid.page_height_mm > grid.page_width_mm:
        height = min(grid.page_height_mm * 0.42, (grid.page_width_mm - 44) / aspect_ratio)
    else:
        height = min(grid.page_height_mm * 0.6, (grid.page_width_mm - 44) * 0.6 / aspect_ratio)
    return CoverPicture(width_mm=height * aspect_ratio, height_mm=height)


def _keep(path: Path, data: bytes) -> None:
    """Write into the cache; a cache that is full or read-only only costs time."""
    with contextlib.suppress(OSError):
        write_atomically(path, data)


def _kept_pages(path: Path) -> _Pages | None:
    """Return typeset pages from the cache, None where they are absent or damaged."""
    import pikepdf

    try:
        data = path.read_bytes()
        with pikepdf.open(path) as pdf:
            return _Pages(pdf=data, page_count=len(pdf.pages))
    except (OSError, pikepdf.PdfError):
        return None


def _is_current(receipt: Path, path: Path) -> bool:
    """Return whether the file at `path` is the very book that left this receipt."""
    try:
        return json.loads(receipt.read_text())["sha256"] == _file_digest(path)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:40]
