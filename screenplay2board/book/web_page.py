"""What pages on a screen have in common: anchors, fonts, and a policy that lets nothing run or be fetched.

Enters: the parts of a page. Leaves: what stands in its head, and the fonts beside it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from screenplay2board.book.templates import BookTemplates
from screenplay2board.files import replacing
from screenplay2board.output import FONTS

LATIN_FONTS = ("S2BSans-Regular.woff2", "S2BSans-SemiBold.woff2", "S2BSans-Italic.woff2")
KOREAN_FONTS = ("S2BKorean-Regular.woff2", "S2BKorean-Bold.woff2")


def anchor_of(wanted: str, taken: set[str]) -> str:
    """Return an id that no other part of the page has and that needs no escaping in a link; add it to `taken`."""
    base = re.sub(r"[^A-Za-z0-9_-]+", "-", wanted).strip("-") or "part"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    taken.add(anchor)
    return anchor


def content_policy(css: str, *scripts: str) -> str:
    """Return the page's Content-Security-Policy (https://www.w3.org/TR/CSP3/).

    `file:` stands beside 'self', since a page that is opened from a disk has no origin that 'self' could name.
    """
    allowed = " ".join(_source_hash(script) for script in scripts) or "'none'"
    return (
        f"default-src 'none'; style-src {_source_hash(css)}; script-src {allowed}; img-src 'self' file: data:; "
        "font-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


def copy_fonts(templates: BookTemplates, out_dir: Path, *, korean: bool) -> None:
    """Copy the fonts of a page below its folder, unless they are there already. Raises: OSError."""
    for name in LATIN_FONTS + (KOREAN_FONTS if korean else ()):
        data, path = templates.read(f"fonts/{name}"), out_dir / FONTS / name
        if data is None or (path.is_file() and path.read_bytes() == data):
            continue
        with replacing(path) as temporary:
            temporary.write_bytes(data)


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
