"""Addresses inside a book: templates name files and scenes by them, and the typesetter and the binder follow them.

`.invalid` never resolves (RFC 2606), and the typesetter's fetcher opens no connection anyway. This module imports
nothing, since `typeset.py` cannot be imported where Pango is missing.
"""

TEMPLATES_URL = "https://templates.invalid/"
FONTS_URL = f"{TEMPLATES_URL}fonts/"
PANELS_URL = "https://panels.invalid/"
# Followed by the scene's position; the binder turns it into a link to the scene's first page.
SCENE_LINK = "s2b-scene:"
