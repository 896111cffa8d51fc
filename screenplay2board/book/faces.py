"""Name the faces that the book is set in, the book's own first, then what systems bring along.

The bundled faces hold Latin, Greek, Cyrillic and all of modern Korean; everything else comes from the machine.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable

SANS = (
    "'S2B Sans', 'S2B Korean', Inter, 'Noto Sans', 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', "
    "'Malgun Gothic', NanumGothic, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
)
SCRIPT = f"'S2B Script', 'Courier Prime', {SANS}"

# Hangul and the signs set with it; a book that has none of these does without the Korean faces.
_KOREAN = ((0x1100, 0x11FF), (0x3000, 0x303F), (0x3130, 0x318F), (0x3200, 0x33FF), (0xA960, 0xD7FF), (0xFF00, 0xFFEF))

_FONT_COMMANDS = {
    "Linux": "install a font that has them: `apt-get install fonts-noto-core fonts-noto-cjk` (Debian, Ubuntu) or "
    "`dnf install google-noto-sans-fonts google-noto-sans-cjk-fonts` (Fedora)",
    "Darwin": "install a font that has them: `brew install --cask font-noto-sans font-noto-sans-cjk`",
    "Windows": "install a font that has them from https://fonts.google.com/noto",
}
_PANGO_COMMANDS = {
    "Linux": "`apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` (Debian, Ubuntu) or "
    "`dnf install pango` (Fedora)",
    "Darwin": "`brew install pango`",
    "Windows": "`pacman -S mingw-w64-x86_64-pango` in MSYS2, then "
    "`set WEASYPRINT_DLL_DIRECTORIES=C:\\msys64\\mingw64\\bin`",
}


def has_korean(texts: Iterable[str]) -> bool:
    """Return whether any of the texts needs the Korean faces."""
    return any(
        any(first <= code <= last for first, last in _KOREAN)
        for code in {ord(character) for text in texts for character in text}
        if code >= _KOREAN[0][0]
    )


def font_hint(system: str | None = None) -> str:
    """Return the command that brings fonts for other scripts on this system."""
    return _FONT_COMMANDS.get(system or platform.system(), _FONT_COMMANDS["Linux"])


def pango_hint(system: str | None = None) -> str:
    """Return the command that brings the libraries that WeasyPrint needs on this system."""
    return _PANGO_COMMANDS.get(system or platform.system(), _PANGO_COMMANDS["Linux"])
