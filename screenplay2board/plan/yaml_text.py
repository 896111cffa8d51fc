"""Write values as YAML that people like to read and edit, and that reads back as the same values.

Enters: texts, numbers, lists and mappings of the shots YAML. Leaves: lines of YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

# Text that means itself without quotes, for every YAML reader; `flow` also holds inside brackets and braces.
_PLAIN = re.compile(
    r"[^\W\d_(/.](?:[^\n\r\t#:\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]|:(?=\S)|(?<=\S)#)*|\d+[A-Za-z][\w-]*"
)
_FLOW_SIGNS = re.compile(r"[,\[\]{}:]")
_NOT_TEXT = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|[-+.]?(?:inf|nan)|[-+]?[\d.][\d_]*(?:\.\d*)?(?:e[-+]?\d+)?|0[xob][\da-f_]+",
    re.IGNORECASE,
)
_UNPRINTABLE = re.compile("[\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_BLOCK_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029\ufffe\uffff\ud800-\udfff]*")
FLOW_KEYS = ("subject", "props", "holding", "wears")  # short lists of names: in brackets, on one line

NUMBER_KEYS = ("scene", "number")  # texts that may look like numbers without being quoted
_COUNTED = re.compile(r"0|[1-9]\d{0,8}")


def scalar(value: object, *, flow: bool = False) -> str:
    """Return one value. flow: it stands within brackets or braces."""
    if value is None:
        return "null" if flow else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = str(value)
    safe = _PLAIN.fullmatch(text) and not text.endswith((" ", ":")) and not _NOT_TEXT.fullmatch(text)
    if safe and text.isprintable() and not (flow and _FLOW_SIGNS.search(text)):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def key_text(key: str) -> str:
    """Return a key."""
    return scalar(key, flow=True)


def flow(value: Any) -> str:
    """Return a value on one line, in brackets and braces where it has parts."""
    if isinstance(value, Mapping):
        parts = (f"{key_text(str(key))}: {flow(item)}" for key, item in cast("Mapping[Any, Any]", value).items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(item) for item in cast("Sequence[Any]", value)) + "]"
    return scalar(value, flow=True)


def entry_lines(key: str, value: Any, indent: int) -> list[str]:
    """Return `key: value` as lines, indented by `indent` spaces. Lists and mappings below it keep one item a line."""
    margin = " " * indent
    name = key_text(key)
    if isinstance(value, Mapping):
        people = cast("Mapping[str, Any]", value)
        if not people:
            return [f"{margin}{name}: {{}}"]
        return [f"{margin}{name}:"] + [
            f"{margin}  {key_text(str(part))}: {flow(item)}" for part, item in people.items()
        ]
    if isinstance(value, list):
        items = cast("list[Any]", value)
        if key in FLOW_KEYS or not items:
            return [f"{margin}{name}: {flow(items)}"]
        return [f"{margin}{name}:"] + [line for item in items for line in _item_lines(item, indent + 2)]
    is_plain_number = key in NUMBER_KEYS and _COUNTED.fullmatch(str(value))
    text = str(value) if is_plain_number else value_text(value, indent)
    return f"{margin}{name}: {text}".rstrip(" ").split("\n") if text else [f"{margin}{name}:"]


def _item_lines(item: Any, indent: int) -> list[str]:
    margin = " " * indent
    if isinstance(item, Mapping):
        speech = cast("Mapping[str, Any]", item)
        lines = [line for key, value in speech.items() for line in entry_lines(str(key), value, indent + 2)]
        return [f"{margin}- {lines[0].lstrip(' ')}", *lines[1:]] if lines else [f"{margin}- {{}}"]
    return f"{margin}- {value_text(item, indent)}".split("\n")


def value_text(value: Any, indent: int) -> str:
    """Return a value as it stands behind its key at `indent`; text of several lines becomes a block."""
    if isinstance(value, str) and "\n" in value and _fits_block(value):
        margin = " " * (indent + 2)
        return "|-\n" + "\n".join(f"{margin}{line}" if line else "" for line in value.split("\n"))
    if isinstance(value, (list, Mapping)):
        return flow(value)
    return scalar(cast("object", value))


def _fits_block(text: str) -> bool:
    """Tell whether a block keeps the text: nothing that YAML would strip, guess an indentation from, or refuse."""
    lines = text.split("\n")
    return (
        bool(lines[0].strip())
        and not lines[0].startswith((" ", "\t"))
        and bool(lines[-1].strip())
        and all(_BLOCK_LINE.fullmatch(line) and (line.strip() or not line) for line in lines)
    )
