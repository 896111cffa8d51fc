"""Syllables of Hangul: which parts they consist of, and where each stands in the syllable's square.

Source: The Unicode Standard, 3.12, Conjoining Jamo Behavior, for how a syllable's number names its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Box = tuple[float, float, float, float]  # (x0, y0, x1, y1) in the syllable's square of 1 by 1, y up

_FIRST, _LAST = 0xAC00, 0xD7A3
# In the order of Unicode; two letters share a place.
_LEADS = re.findall(r"\S+", "ㄱ ㄱㄱ ㄴ ㄷ ㄷㄷ ㄹ ㅁ ㅂ ㅂㅂ ㅅ ㅅㅅ ㅇ ㅈ ㅈㅈ ㅊ ㅋ ㅌ ㅍ ㅎ")
_VOWELS = re.findall(r"\S+", "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ")
_TAILS = re.findall(
    r"\S+",
    "- ㄱ ㄱㄱ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅅㅅ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ",
)
_FLAT = "ㅗㅛㅜㅠㅡ"  # vowels that lie under the lead; the others stand beside it
_SPLIT = 0.44  # height of the line between the tail and what stands over it
_TAIL_TOP = 0.34


def is_syllable(sign: str) -> bool:
    """Tell whether a sign is a whole syllable of Hangul."""
    return _FIRST <= ord(sign) <= _LAST


def parts_of(syllable: str) -> Iterator[tuple[str, Box]]:
    """Yield the parts of a syllable, each a single letter, with their places."""
    number = ord(syllable) - _FIRST
    lead, vowel, tail = _LEADS[number // 588], _VOWELS[number % 588 // 28], _TAILS[number % 28].strip("-")
    low = _SPLIT if tail else 0.0
    flat = [letter for letter in vowel if letter in _FLAT]
    upright = [letter for letter in vowel if letter not in _FLAT]
    right = 0.62 if upright else 1.0
    lead_low = low + (1.0 - low) * (0.46 if flat else 0.04)
    if flat and not upright:
        yield from _side_by_side(lead, (0.14, lead_low + 0.02, 0.86, 1.0))
    elif flat or tail:
        yield from _side_by_side(lead, (0.0, lead_low + 0.02, right - 0.08, 1.0))
    else:  # by itself beside its vowel, and not as high
        yield from _side_by_side(lead, (0.0, 0.2, right - 0.08, 0.9))
    for letter in flat:
        yield letter, (0.0, low, right - 0.04 if upright else 1.0, lead_low - 0.06)
    for letter in upright:
        yield letter, (right, low, 1.0, 1.0)
    if tail:
        yield from _side_by_side(tail, (0.12, 0.0, 0.92, _TAIL_TOP))


def _side_by_side(letters: str, box: Box) -> Iterator[tuple[str, Box]]:
    """Yield letters that share a place."""
    x0, y0, x1, y1 = box
    width = (x1 - x0) / len(letters)
    for place, letter in enumerate(letters):
        left = x0 + place * width
        yield letter, (left, y0, left + width * (0.84 if len(letters) > 1 else 1.0), y1)
