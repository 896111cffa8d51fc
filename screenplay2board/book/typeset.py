"""Lay out HTML as PDF pages with WeasyPrint, with places for pictures in them and nothing fetched from elsewhere.

Enters: HTML and CSS. Leaves: the bytes of a PDF in which each picture is a tiny JPEG that names its file. `bind.py`
puts the pictures in: so WeasyPrint never decodes a panel, and a page can be kept while its pictures change.
Importing this module imports WeasyPrint, which raises OSError where Pango is missing.
"""

from __future__ import annotations

import io
import logging
import mimetypes
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import weasyprint  # pyright: ignore[reportMissingTypeStubs]
from PIL import Image, ImageFile
from weasyprint.text.fonts import FontConfiguration  # pyright: ignore[reportMissingTypeStubs]
from weasyprint.urls import URLFetcher, URLFetcherResponse  # pyright: ignore[reportMissingTypeStubs]

from screenplay2board.book.addresses import PANELS_URL, TEMPLATES_URL
from screenplay2board.book.templates import BookTemplates

# WeasyPrint lets Pillow take half a picture for a whole one, in all of the process: here a broken picture is told.
ImageFile.LOAD_TRUNCATED_IMAGES = False

PICTURE_MARK = b"s2b-panel:"
_MISSING_GLYPH = re.compile(r"\(U\+([0-9A-F]{4,6})\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesetPages:
    """Pages of a PDF. missing: characters that no font has. problems: what WeasyPrint refused or could not do."""

    pdf: bytes
    page_count: int
    missing: frozenset[str]
    problems: tuple[str, ...]


class Typesetter:
    """Lay out documents that share one style sheet. fonts: may be shared too, so that each face is read once."""

    def __init__(self, css: str, templates: BookTemplates, fonts: FontConfiguration | None = None) -> None:
        self._fetcher = _BookFetcher(templates)
        self.fonts = fonts or FontConfiguration()
        with _LogCapture() as log:
            self._css = weasyprint.CSS(
                string=css, base_url=TEMPLATES_URL, url_fetcher=self._fetcher, font_config=self.fonts
            )
        self._css_problems = log.problems

    def pages(self, html: str) -> TypesetPages:
        """Lay out one document."""
        with _LogCapture() as log:
            document = weasyprint.HTML(string=html, base_url=TEMPLATES_URL, url_fetcher=self._fetcher).render(
                font_config=self.fonts, stylesheets=[self._css]
            )
            pdf = document.write_pdf()
        return TypesetPages(
            pdf=pdf or b"",
            page_count=len(document.pages),
            missing=frozenset(log.missing),
            problems=(*self._css_problems, *log.problems),
        )


def picture_name(jpeg: bytes) -> str | None:
    """Return the file that a placeholder stands for, None where the stream is none."""
    start = jpeg.find(PICTURE_MARK)
    if start < 4:
        return None
    length = int.from_bytes(jpeg[start - 2 : start], "big") - 2  # a comment segment counts its length field
    return jpeg[start + len(PICTURE_MARK) : start + length].decode()


class _BookFetcher(URLFetcher):
    """Serve placeholders for pictures and the files beside the templates; refuse everything else."""

    def __init__(self, templates: BookTemplates) -> None:
        super().__init__(allowed_protocols=["https"])
        self._templates = templates

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return the resource at `url`.

        Raises: PermissionError for whatever is not the book's own; FileNotFoundError where it is missing.
        """
        if url.startswith(PANELS_URL):
            return URLFetcherResponse(url, _placeholder(unquote(url.removeprefix(PANELS_URL))), _typed("image/jpeg"))
        if not url.startswith(TEMPLATES_URL):
            raise PermissionError("a book uses its own files only")
        name = unquote(urlsplit(url).path.lstrip("/"))
        data = self._templates.read(name)
        if data is None:
            raise FileNotFoundError(f"`{name}` is not among the templates")
        return URLFetcherResponse(url, data, _typed(mimetypes.guess_type(name)[0] or "application/octet-stream"))


class _LogCapture(logging.Handler):
    """Keep what WeasyPrint logs as warnings, and keep it from the console."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: tuple[str, ...] = ()
        self.missing: set[str] = set()
        self._logger = logging.getLogger("weasyprint")
        self._before: tuple[list[logging.Handler], bool] = ([], True)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        found = _MISSING_GLYPH.search(message)
        if found:
            self.missing.add(chr(int(found[1], 16)))
        elif message not in self.problems:
            self.problems = (*self.problems, message)

    def __enter__(self) -> _LogCapture:
        self._before = (self._logger.handlers[:], self._logger.propagate)
        self._logger.handlers[:], self._logger.propagate = [self], False
        return self

    def __exit__(self, *_: object) -> None:
        self._logger.handlers[:], self._logger.propagate = self._before


def _typed(media_type: str) -> dict[str, str]:
    return {"Content-Type": media_type}


def _placeholder(name: str) -> bytes:
    """Return a JPEG of one pixel whose comment names a picture; WeasyPrint copies JPEG data as it is."""
    buffer = io.BytesIO()
    Image.new("L", (1, 1), 200).save(buffer, format="JPEG", comment=PICTURE_MARK + name.encode())
    return buffer.getvalue()
