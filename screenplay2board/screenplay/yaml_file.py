"""The format of a YAML screenplay; its JSON Schema comes from these models.

Enters: plain data of the file. Leaves: validated entries. Text may hold Fountain's emphasis and notes (`*so*`,
`[[so]]`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from screenplay2board.validation import NUMBER_OR_TEXT, Strict, text_list

_TEXTS = text_list({"type": "string"})


def _text_lines(value: object) -> object:
    """Read a list of texts as the lines of one."""
    if isinstance(value, list) and all(isinstance(item, str) for item in cast("list[object]", value)):
        return "\n".join(cast("list[str]", value))
    return value


Texts = Annotated[tuple[str, ...], *_TEXTS]


class Speech(Strict):
    """What somebody says."""

    character: str = Field(description="The cue: MINA. An extension may stand in parentheses: MINA (V.O.).")
    extension: str | None = Field(default=None, description="V.O., O.S., CONT'D.")
    parenthetical: str | None = Field(default=None, description="How it is said, before the text.")
    text: str | None = Field(default=None, description="What is said. Parts in parentheses on own lines stay so.")
    lyrics: str | None = Field(default=None, description="What is sung.")
    notes: Texts = Field(default=(), description="Notes.")


class ElementEntry(Strict):
    """One paragraph: exactly one of its keys says what it is. `- MINA: text` is short for a dialogue."""

    action: str | None = Field(default=None, description="What is seen and heard.")
    dialogue: Speech | None = Field(default=None, description="What somebody says.")
    dual: tuple[Speech | None, ...] | None = Field(
        default=None, min_length=2, max_length=2, description="Two who speak at once, left and right."
    )
    transition: str | None = Field(default=None, description="CUT TO:, FADE OUT.")
    centered: str | None = Field(default=None, description="A line in the middle of the page.")
    lyrics: str | None = Field(default=None, description="What is sung, by nobody in particular.")
    shot: str | None = Field(default=None, description="A wish for the next shot: CU MINA, low angle, push in.")
    note: str | None = Field(default=None, description="A note.")
    synopsis: str | None = Field(default=None, description="What the part is about.")
    section: str | None = Field(default=None, description="Heading of a part of the script; not printed.")
    page_break: Literal[True, "true"] | None = Field(default=None, description="A new page begins.")
    depth: int | None = Field(default=None, ge=1, le=9, description="Depth of a section, from 1.")
    notes: Texts = Field(default=(), description="Notes on the paragraph.")


KINDS = tuple(name for name in ElementEntry.model_fields if name not in ("depth", "notes"))


def _element(value: object) -> object:
    """Read a text as action, and `MINA: text` as what Mina says."""
    if isinstance(value, str):
        return {"action": value}
    if isinstance(value, dict):
        entries = cast("dict[Any, Any]", value)
        cue = next(iter(entries)) if len(entries) == 1 else None
        if isinstance(cue, str) and is_cue_key(cue):
            said = entries[cue]
            speech = cast("dict[str, Any]", said) if isinstance(said, dict) else {"text": said}
            return {"dialogue": {"character": cue, **speech}}
    return value  # pyright: ignore[reportUnknownVariableType]


def is_cue_key(key: str) -> bool:
    """Tell whether the key of an element is the cue of a speech: no key of the format, and not in small letters."""
    return key not in ElementEntry.model_fields and key == key.upper() and any(letter.isalpha() for letter in key)


_ELEMENT_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": {"pattern": "^[^a-z]+$"},
            "additionalProperties": {"type": ["string", "object", "null"]},
        },
        {"$ref": "#/$defs/ElementEntry"},
    ]
}


class SceneFileEntry(Strict):
    """A scene."""

    heading: str | None = Field(default=None, description="INT. KITCHEN - NIGHT, or 부엌 내부 / 밤.")
    number: Annotated[str, WithJsonSchema(NUMBER_OR_TEXT)] | None = Field(default=None, description="Scene number.")
    synopsis: str | None = Field(default=None, description="What the scene is about.")
    notes: Texts = Field(default=(), description="Notes on the heading.")
    elements: tuple[Annotated[ElementEntry | None, BeforeValidator(_element)], ...] | None = Field(
        default=None, description="The paragraphs of the scene; a plain text is action."
    )


class ScreenplayFile(Strict):
    """A screenplay."""

    title: str | None = Field(default=None, description="Title, first on the title page.")
    title_page: dict[str, Annotated[str | None, BeforeValidator(_text_lines), _TEXTS[1]]] | None = Field(
        default=None, description="Further entries of the title page: Credit, Authors, Draft date, Contact."
    )
    cast: dict[str, str | None] | None = Field(
        default=None, description="Who the characters are, in words as in an introduction: `30s, red coat`."
    )
    scenes: tuple[SceneFileEntry | None, ...] | None = Field(default=None, description="The scenes.")


def element_schema() -> dict[str, Any]:
    """Return what an editor should allow as an item of `elements`."""
    return _ELEMENT_SCHEMA
