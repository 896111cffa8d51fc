"""Write the book as one HTML page that works from the file system.

Enters: a `Book` whose pictures lie below the output folder. Leaves: `index.html` and the fonts it uses. The page holds
its style and script in itself; its Content-Security-Policy names them by hash and allows nothing else, so that nothing
in a screenplay can run, and nothing is fetched from a network.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from screenplay2board.book import faces
from screenplay2board.book.captions import Paragraph, panel_paragraphs
from screenplay2board.book.content import book_duration_s, book_texts, drawn_panels
from screenplay2board.book.paginate import panel_labels
from screenplay2board.book.templates import BookTemplates, template_problem
from screenplay2board.book.types import Book, BookPanel, BookPlan
from screenplay2board.book.web_page import anchor_of, content_policy, copy_fonts
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.files import replacing

# A picture of 16:9 is at least this wide on a screen with room for several; other shapes have about the same area.
COLUMN_PX = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPanel:
    """A panel with what the page needs to find it. cast_keys: positions of its people in the filter."""

    panel: BookPanel
    label: str
    anchor: str
    cast_keys: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebScene:
    """A scene of the page. shown: how many of its panels were not removed."""

    number: str
    anchor: str
    heading: str
    synopsis: str
    duration_s: float
    shown: int
    items: tuple[WebPanel, ...]
    plan: BookPlan | None


def write_html(book: Book, out_dir: Path, diagnostics: Diagnostics) -> Path | None:
    """Write `index.html` and its fonts into `out_dir`; return its path, None where it could not be written.

    Diagnostics: S2B603 a template is wrong; S2B604 the folder cannot be written.
    """
    path = out_dir / "index.html"
    try:
        templates = BookTemplates(book.settings.templates, language=book.settings.language)
        text = render_html(book, templates)
        copy_fonts(templates, out_dir, korean=faces.has_korean(book_texts(book)))
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8", newline="\n")
    except TemplateError as err:
        diagnostics.error("S2B603", template_problem(err), hint="compare it with the template that comes with s2b")
        return None
    except OSError as err:
        reason = err.strerror or str(err)
        diagnostics.error("S2B604", f"`{path}` cannot be written: {reason}", hint="choose another folder with `--out`")
        return None
    return path


def render_html(book: Book, templates: BookTemplates) -> str:
    """Return the page."""
    settings = book.settings
    names = tuple(sorted({name for panel in drawn_panels(book) for name in panel.cast}))
    korean = faces.has_korean(book_texts(book))
    css = templates.fill(
        "web/web.css",
        fonts="fonts/",
        sans=faces.SANS,
        korean=korean,
        aspect_ratio=f"{settings.aspect_ratio:.4f}",
        column_px=max(200, round(COLUMN_PX * math.sqrt(settings.aspect_ratio / (16 / 9)))),
        print_columns=2 if settings.aspect_ratio > 0.9 else 3,
    ).strip()
    theme_script = templates.fill("web/theme.js").strip()
    script = templates.fill("web/web.js").strip()
    return templates.fill(
        "web/index.html",
        book=book,
        scenes=tuple(_web_scenes(book, names)),
        names=names,
        panel_count=sum(1 for _ in drawn_panels(book)),
        duration_s=book_duration_s(book),
        language=settings.language,
        css=css,
        theme_script=theme_script,
        script=script,
        policy=content_policy(css, theme_script, script),
    )


def _web_scenes(book: Book, names: tuple[str, ...]) -> Iterator[WebScene]:
    position = {name: str(index) for index, name in enumerate(names)}
    taken: set[str] = set()
    for scene in book.scenes:
        labels = panel_labels(scene)
        anchor = anchor_of(scene.anchor, taken)
        items = tuple(
            WebPanel(
                panel=panel,
                label=labels[panel.id],
                anchor=anchor_of(f"panel-{panel.id}", taken),
                cast_keys=" ".join(position[name] for name in panel.cast if name in position),
                paragraphs=panel_paragraphs(panel),
            )
            for panel in scene.panels
        )
        yield WebScene(
            number=scene.number,
            anchor=anchor,
            heading=scene.heading,
            synopsis=scene.synopsis,
            duration_s=scene.duration_s,
            shown=sum(not panel.omitted for panel in scene.panels),
            items=items,
            plan=scene.plan,
        )
