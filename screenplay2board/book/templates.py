"""Find and fill the templates of a book: `templates/` of the checkout or the wheel, and a project's own folder first.

Enters: a template's name (`three/scene.html`). Leaves: text, or the bytes of a resource that lies beside the templates.
Templates come from strangers through pull requests, so that they always run in Jinja's sandbox.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sized
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from screenplay2board.book import wording
from screenplay2board.packaged import template_root

LONGEST_PRODUCT = 100_000  # characters or items that `*` may make of a text or a list
LONGEST_POWER_BITS = 4096


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which no expression can fill the memory either."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply within reason."""
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if operator == "*" and not numbers:
            length = max((len(side) for side in (left, right) if isinstance(side, Sized)), default=0)
            times = max((side for side in (left, right) if isinstance(side, int)), default=0)
            if length * times > LONGEST_PRODUCT:
                raise SecurityError(f"a product of {length * times} items, expected at most {LONGEST_PRODUCT}")
        if operator == "**" and isinstance(left, int) and left.bit_length() * right > LONGEST_POWER_BITS:
            raise SecurityError(f"a power of more than {LONGEST_POWER_BITS} bits")
        return super().call_binop(context, operator, left, right)


class BookTemplates:
    """The templates of a book style, a project's own folder searched first.

    Raises: jinja2.TemplateError where its tables of words are wrong.
    """

    def __init__(self, own: Path | None = None, *, language: str = "en") -> None:
        self.folders = tuple(folder for folder in (own, template_root()) if folder is not None)
        self._environment = _Sandbox(
            loader=FileSystemLoader([str(folder) for folder in self.folders]),
            autoescape=_is_markup,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        self._environment.filters["clock"] = wording.clock
        self.wording = wording.Wording(
            labels={**self._words("shared/labels.toml", "en"), **self._words("shared/labels.toml", language)},
            terms=self._words("shared/terms.toml", language),
        )
        self._environment.filters["filled"] = wording.filled
        self._environment.filters["term"] = self.wording.term
        self._environment.filters["seconds"] = self.wording.seconds

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the words on the pages, by name."""
        return self.wording.labels

    def fill(self, name: str, **values: Any) -> str:
        """Return the template `name` filled with `values`.

        Raises: jinja2.TemplateError where the template is missing or wrong; see `template_problem`.
        """
        try:
            return self._environment.get_template(name).render(labels=self.labels, **values)
        except TemplateError:
            raise
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as err:
            # What an expression in a template does wrong comes out as Python's own exceptions.
            raise TemplateError(f"{name}: {err}") from err

    def read(self, name: str) -> bytes | None:
        """Return the bytes of the resource `name` below the template folders, None where no folder holds it.

        A name that leads out of the folders, through `..` or a symbolic link, is treated as absent.
        """
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            return None
        for folder in self.folders:
            path = (folder / relative).resolve()
            if path.is_file() and path.is_relative_to(folder.resolve()):
                return path.read_bytes()
        return None

    def table(self, name: str) -> dict[str, Any]:
        """Return the TOML table in the resource `name`.

        Raises: jinja2.TemplateError where it is missing or no TOML.
        """
        data = self.read(name)
        if data is None:
            raise TemplateNotFound(name)
        return _toml(name, data)

    def digest(self, *folders: str) -> str:
        """Return a hash over all files below `folders` of each template folder, fonts and styles included."""
        total = hashlib.sha256()
        for root in self.folders:
            for folder in folders:
                for path in sorted(p for p in (root / folder).rglob("*") if p.is_file()):
                    total.update(f"{path.relative_to(root).as_posix()}\0".encode())
                    total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()

    def _words(self, name: str, language: str) -> dict[str, str]:
        """Return the words of a language in the tables `name` of all folders; a project's own replace single ones."""
        words: dict[str, str] = {}
        for folder in reversed(self.folders):
            path = folder / name
            if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
                found: object = _toml(name, path.read_bytes()).get(_tongue(language), {})
                if not isinstance(found, dict) or not all(isinstance(word, str) for word in found.values()):
                    raise TemplateError(f"`{name}`: `{_tongue(language)}` holds something else than words in quotes")
                words |= found
        return words


def _toml(name: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except ValueError as err:
        raise TemplateError(f"`{name}` is not valid TOML: {err}") from err


def _tongue(language: str) -> str:
    """Return the language of a tag such as `ko-KR`, without its region."""
    return language.partition("-")[0].lower()


def template_problem(err: TemplateError) -> str:
    """Return what is wrong with a template in one line, with its name and line where Jinja knows them."""
    name, line = getattr(err, "name", None), getattr(err, "lineno", None)
    if isinstance(err, TemplateNotFound):
        return f"template `{err.name}` was not found"
    where = f"template `{name}`" + (f", line {line}" if line else "") if name else "a template"
    return f"{where} cannot be filled: {(err.message or '').splitlines()[0] if err.message else type(err).__name__}"


def _is_markup(name: str | None) -> bool:
    return name is None or name.endswith((".html", ".svg", ".xml"))
