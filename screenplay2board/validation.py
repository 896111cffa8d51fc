"""Check what people wrote against pydantic models, and say what is wrong where it stands.

Enters: plain data of a TOML or YAML file, the model it should follow, and a function that finds the place of a path in
that file. Leaves: the validated model, with every wrong part reported and then left out, so that one mistake hides no
other and the rest can still be used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from screenplay2board.diagnostics import Diagnostics, Span, name_hint, nearest

KeyPath = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


class Locate(Protocol):
    """Finds the place of a path in a file: of its value, or of its last key."""

    def __call__(self, path: KeyPath, *, key: bool = False) -> Span | None: ...


# A model may hold parts that only show their mistakes once the outer ones are gone; files nest five levels at most.
MAX_ROUNDS = 8
SHOWN_VALUE_CHARACTERS = 40


class Strict(BaseModel):
    """A part of a file that people write: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)  # built at first use: a build needs few


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Diagnostic codes of one kind of file."""

    unknown_key: str
    wrong_value: str


def folded(name: str) -> str:
    """Return `name` as it is compared: any case, and space, hyphen and underscore alike."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def choice(what: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None) -> tuple[Any, Any]:
    """Return the metadata of a field that takes one of `known`, in any case, or a synonym of it.

    synonyms: folded spelling -> known name. Use as `Annotated[Literal[...], *choice(...)]`.
    """
    names = tuple(known)
    spellings = {**(synonyms or {}), **{folded(name): name for name in names}}

    def find(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("not_text", "expected text")
        found = spellings.get(folded(value))
        if found is None:
            near = nearest(folded(value), spellings)
            raise PydanticCustomError(
                "unknown_name",
                "unknown {what} `{value}`",
                {"what": what, "value": value, "near": spellings[near] if near else "", "known": list(names)},
            )
        return found

    # Editors complete the names; the synonyms stay allowed where there are any.
    listed: dict[str, Any] = {"enum": list(names)}
    schema: dict[str, Any] = {"anyOf": [listed, {"type": "string"}]} if synonyms else {"type": "string", **listed}
    return BeforeValidator(find), WithJsonSchema(schema)


NUMBER_OR_TEXT: dict[str, Any] = {"type": ["string", "number"]}


def text_list(item: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the metadata of a tuple that may be written as a list, as one value, or left empty.

    item: the schema of one value. Use as `Annotated[tuple[str, ...], *text_list({"type": "string"})]`.
    """
    schema = {"anyOf": [item, {"type": "array", "items": item}, {"type": "null"}]}
    return BeforeValidator(listed), WithJsonSchema(schema)


def listed(value: object) -> list[object]:
    """Read one value as a list of one, and nothing as an empty list; items that stand empty are left out."""
    if isinstance(value, list):
        return [item for item in cast("list[object]", value) if item is not None]
    return [] if value is None else [value]


def validate(
    model: type[Model], data: Mapping[str, Any], locate: Locate, codes: Codes, diagnostics: Diagnostics
) -> Model:
    """Return `data` as a `model`; every part that does not fit is reported and left out.

    Raises: `pydantic.ValidationError` where a required part is missing at the top: give such a model its own check.
    """
    remaining = _copied(data)
    for _ in range(MAX_ROUNDS):
        try:
            return model.model_validate(remaining)
        except ValidationError as problem:
            errors = problem.errors(include_url=False)
        for error in errors:
            _report(model, error, locate, codes, diagnostics)
        for error in errors:
            _leave_out(remaining, error["loc"])
    return model.model_validate(remaining)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_copied(item) for item in cast("Sequence[Any]", value)]
    return value


def _leave_out(data: Any, path: KeyPath) -> None:
    """Remove the part at `path`, or the nearest part around it that can go (an item that lacks a required key)."""
    parents: list[tuple[Any, str | int]] = []
    for step in path:
        if isinstance(data, dict) and step in data:
            parents.append((cast("dict[Any, Any]", data), step))
            data = cast("dict[Any, Any]", data)[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(cast("list[Any]", data)):
            parents.append((cast("list[Any]", data), step))
            data = cast("list[Any]", data)[step]
        else:
            break
    if not parents:
        return
    holder, step = parents[-1]
    if isinstance(holder, dict):
        cast("dict[Any, Any]", holder).pop(step, None)
    else:
        holder[step] = None  # positions of later items stay valid; lists drop their None items


def _report(
    model: type[BaseModel], error: ErrorDetails, locate: Locate, codes: Codes, diagnostics: Diagnostics
) -> None:
    path, kind = error["loc"], error["type"]
    span = locate(path, key=kind == "extra_forbidden")
    context = error.get("ctx", {})
    name, place = _written(path[-1:]), _written(path[:-1])
    if kind == "extra_forbidden":
        known = sorted(_keys_at(model, path[:-1]))
        near = nearest(name, known)
        hint = f"did you mean `{near}`?" if near else f"known keys: {', '.join(known)}"
        inside = f" in `{place}`" if place else ""
        diagnostics.error(codes.unknown_key, f"unknown key `{name}`{inside}", span, hint=hint)
    elif kind == "unknown_name":
        known = cast("list[str]", context["known"])
        diagnostics.error(codes.wrong_value, error["msg"], span, hint=name_hint(context["near"], known))
    elif kind == "missing":
        diagnostics.error(codes.wrong_value, f"key `{name}` is missing" + (f" in `{place}`" if place else ""), span)
    else:
        message = f"`{name or 'file'}` is {_shown(error['input'])}, expected {_expected(error)}"
        diagnostics.error(codes.wrong_value, message, span)


def _written(path: KeyPath) -> str:
    """Return a path as people write it, list items counted from 1: `scenes[1].shots[3].size`."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"item {text[1:-1]}" if text.startswith("[") and len(path) == 1 else text.removeprefix(".")


def _keys_at(model: type[BaseModel], path: KeyPath) -> set[str]:
    """Return the keys that `model` knows at `path`, followed through nested models, mappings and lists of them."""
    found: type[BaseModel] | None = model
    for step in path:
        if found is None:
            return set()
        field = found.model_fields.get(step) if isinstance(step, str) else None
        if field is not None:
            found = _model_within(field.annotation)
    return {field.alias or name for name, field in found.model_fields.items()} if found else set()


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """Return the model that an annotation such as `tuple[Scene, ...] | None` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _model_within(argument)
        if found is not None:
            return found
    return None


def _shown(value: object) -> str:
    """Return a short form of a wrong value for a message."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, (list, tuple)):
        return "a list"
    if value is None:
        return "empty"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return f"`{text if len(text) <= SHOWN_VALUE_CHARACTERS else text[:SHOWN_VALUE_CHARACTERS] + '...'}`"


def _expected(error: ErrorDetails) -> str:
    """Say in words what pydantic would have taken."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return str(context["expected"]).replace("'", "`")
    bounds = {
        "greater_than_equal": "at least",
        "less_than_equal": "at most",
        "greater_than": "more than",
        "less_than": "less than",
    }
    if kind in bounds:
        return f"{bounds[kind]} {next(iter(context.values())):g}"
    keys = "keys with values"
    words = {
        "int": "a whole number", "float": "a number", "finite": "a number", "bool": "`true` or `false`",
        "string": "text", "list": "a list", "tuple": "a list", "dict": keys, "mapping": keys, "model": keys,
        "not": "text",
    }  # fmt: skip
    if kind == "string_too_long":
        return f"at most {context['max_length']} characters"
    if kind == "string_pattern_mismatch":
        return f"text like `{context['pattern']}`"
    if kind == "custom_expected":
        return error["msg"]
    return words.get(kind.split("_")[0], error["msg"].lower())
