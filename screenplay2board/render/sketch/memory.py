"""Keep the memory of one panel for the next.

A panel takes and frees some thirty images of megabytes. glibc gives such pieces back to the system at once and fetches
fresh pages for the next one: 2,500 page faults a panel, a twelfth of its time. Other C libraries are left as they are.

Source: https://man7.org/linux/man-pages/man3/mallopt.3.html
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # of malloc.h
_KEPT_BYTES = 128 << 20  # free memory at the end of the heap that stays: more than a panel takes
_LARGEST_BYTES = 32 << 20  # pieces up to this size come from the heap; the largest that glibc allows


@cache
def keep_freed_memory() -> None:
    """Let this process keep freed memory, where its C library can be told so."""
    if not sys.platform.startswith("linux"):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT_BYTES)
        mallopt(_MMAP_THRESHOLD, _LARGEST_BYTES)
