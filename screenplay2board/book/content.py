"""Read plain facts off a book: its texts, counts and lengths."""

from __future__ import annotations

from collections.abc import Iterator

from screenplay2board.book.types import Book, BookPanel


def book_texts(book: Book) -> Iterator[str]:
    """Yield every text that is printed."""
    yield from (book.title, book.authors, book.credit, book.draft, book.date, book.source)
    for scene in book.scenes:
        yield from (scene.number, scene.heading, scene.synopsis)
        yield from (line.text for line in scene.script)
        for panel in scene.panels:
            yield from (
                panel.action,
                panel.sound,
                panel.transition,
                panel.failure,
                panel.size,
                *panel.cast,
                *panel.notes,
            )
            for line in panel.dialogue:
                yield from (line.character, line.text, line.parenthetical)


def drawn_panels(book: Book) -> Iterator[BookPanel]:
    """Yield the panels that stand in the book, without the removed shots."""
    return (panel for scene in book.scenes for panel in scene.panels if not panel.omitted)


def book_duration_s(book: Book) -> float:
    """Return the length of the whole film in seconds."""
    return sum(scene.duration_s for scene in book.scenes)


def cover_panel(book: Book) -> BookPanel | None:
    """Return the panel for the cover: the first picture of the first scene that has one."""
    return next((panel for panel in drawn_panels(book) if panel.image), None)
