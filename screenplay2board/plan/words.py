"""Words of a screenplay: tokens, sentences, and finding vocabulary in them, in English and Korean.

Enters: plain text. Leaves: tokens with their places, sentences, and the hits of a `Lexicon`.

English words are compared by light stems (runs, running -> run), Korean ones by what stands before their
particles (전화기를 -> 전화기) or verb endings (달린다 -> 달리). In vocabulary data `=word` means this very form,
`말~` a verb stem that takes any ending.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import NamedTuple

# Words, numbers (`2S`, `17세` included), and dotted letters such as `V.O.` as one word.
_TOKEN = re.compile(r"[A-Z]\.(?:[A-Z]\b\.?)+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:-[^\W\d_]+|[^\W\d_]{1,2}(?![^\W_]))?")
_HANGUL = re.compile(r"[가-힣]")
_QUOTATION = re.compile(r"\"[^\"\n]{1,160}\"|“[^”\n]{1,160}”")
_SENTENCE_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’)\]」』]*(?=\s|$)\s*|(?<=[^\s])[ \t]*\n\s*(?=[^a-z\s])")
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "st", "vs", "no", "prof", "sgt", "lt", "capt", "det", "jr", "sr", "int", "ext"}
)
_POSSESSIVE = re.compile(r"['’]s?$")
# What may follow a Korean noun and leave it that noun.
_PARTICLES = re.compile(
    r"(?:들)?(?:은|는|이|가|을|를|의|에|에서|에게|에게서|한테|께|께서|로|으로|로서|으로서|로써|와|과|랑|이랑|도|만|까지|부터|처럼|보다|마다|나|이나|라도"
    r"|이라도|야|아|이야|이다|다|인|이고|고|하고|에는|에도|에만|에선|에서는|에서도|로는|으로는|로도|뿐|밖에|쯤|째|이며|며|조차|마저|앞에|앞|위에|위|속|안)?"
)
_LONGEST_KOREAN_WORD = 8
# Words are remembered by their written form; a feature script has some 8,000 of them, a hostile one any number.
_MOST_REMEMBERED = 50_000
_VOWELS = frozenset("aeiouy")


class Token(NamedTuple):
    """A word and its place in its text. stems: what words are compared by; Korean words are their own stem."""

    text: str
    stems: tuple[str, ...]
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with its words. start: where it begins in its paragraph, in characters."""

    text: str
    start: int
    tokens: list[Token]


class Hit(NamedTuple):
    """A vocabulary entry found at the tokens `first` to `last`, both included."""

    targets: tuple[str, ...]
    first: int
    last: int


def stems(word: str) -> tuple[str, ...]:
    """Return the dictionary forms that a lower-case English word may be an inflection of, the most likely first.

    `smiling` may be of `smil` or `smile`; `rags` is only of `rag`, `rage` only of itself.
    """
    word = _POSSESSIVE.sub("", word)
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return (word[:-3] + "y",)
    for suffix in ("ing", "ed"):
        root = word[: -len(suffix)]
        if word.endswith(suffix) and len(root) >= 3 and not _VOWELS.isdisjoint(root):
            return (_undouble(root), root + "e")
    if word.endswith(("ses", "shes", "ches", "xes", "zes", "oes")) and len(word) > 3:
        return (word[:-1], word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return (word[:-1],)
    return (word,)


def _undouble(root: str) -> str:
    """Undo the doubled consonant of `running`."""
    return root[:-1] if root[-1] == root[-2] and root[-1] not in "lsze" else root


def iter_tokens(text: str) -> Iterator[Token]:
    """Return the words and numbers of a text one by one."""
    for match in _TOKEN.finditer(text):
        word = match[0]
        yield Token(word, _known_stems.get(word) or _stems_of(word), match.start(), match.end())


def tokens_of(text: str) -> list[Token]:
    """Split a text into its words and numbers."""
    return list(iter_tokens(text))


_known_stems: dict[str, tuple[str, ...]] = {}


def _stems_of(word: str) -> tuple[str, ...]:
    """Return the stems of a word as written; remembered, since a script has few words many times."""
    known = _known_stems.get(word)
    if known is None:
        if len(_known_stems) > _MOST_REMEMBERED:
            _known_stems.clear()
        known = _known_stems[word] = stems(_plain(word))
    return known


def _plain(word: str) -> str:
    """Return a word in lower case, with a straight apostrophe and without the dots of `V.O.`."""
    return word.lower().replace("’", "'").replace(".", "")


def is_korean(text: str) -> bool:
    """Tell whether a text holds Hangul."""
    return _HANGUL.search(text) is not None


def without_particle(word: str) -> str:
    """Return a Korean noun without the particle that is stuck to it, the word itself where none is recognised."""
    for length in range(2, len(word)):
        if _PARTICLES.fullmatch(word, length):
            return word[:length]
    return word


def sentence_places(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence of a paragraph, without the white space between them.

    A quotation is not divided.
    """
    quotations = [match.span() for match in _QUOTATION.finditer(text)]
    openings = [first for first, _ in quotations]
    places: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match[0].startswith(".") and _is_abbreviation(text, start, match.start()):
            continue
        if match.end() < len(text) and text[match.end()].islower():
            continue  # an ellipsis, or a speech, inside a sentence
        around = bisect_left(openings, match.start()) - 1  # the quotation that began last
        if around >= 0 and match.start() + len(match[0].rstrip()) < quotations[around][1]:
            continue
        places.append((start, match.start() + len(match[0].rstrip())))
        start = match.end()
    if text[start:].strip():
        places.append((start, len(text.rstrip())))
    return [(first + len(text[first:last]) - len(text[first:last].lstrip()), last) for first, last in places]


def sentences_of(text: str) -> list[Sentence]:
    """Split a paragraph into sentences with their words."""
    return [Sentence(text[start:end], start, tokens_of(text[start:end])) for start, end in sentence_places(text)]


def _is_abbreviation(text: str, start: int, dot: int) -> bool:
    """Tell whether the full stop at `dot` belongs to the word before it: `Mr.`, `J.`, `V.O.`."""
    word = re.search(r"[^\W\d_]+$", text[max(start, dot - 12) : dot])
    if word is None:
        return False
    return word[0].lower() in _ABBREVIATIONS or (len(word[0]) == 1 and word[0].isupper() and dot + 1 < len(text))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """An entry of several words. rest: the words after the first; place: among all entries, the earlier ones first."""

    rest: tuple[str, ...]
    targets: tuple[str, ...]
    place: int


@dataclass(slots=True)
class _Entries:
    """The entries that begin with one word. alone: the targets of the word by itself; phrases: by their second word."""

    alone: tuple[str, ...] | None = None
    phrases: dict[str, list[_Phrase]] = field(default_factory=dict[str, list[_Phrase]])

    def longest(self, tokens: list[Token], index: int) -> _Phrase | None:
        """Return the longest phrase that goes on with the tokens from `index` on, None where there is none."""
        best: _Phrase | None = None
        for second in _forms(tokens[index]) if index < len(tokens) else ():
            for phrase in self.phrases.get(second, ()):
                if best is not None and (-len(phrase.rest), phrase.place) > (-len(best.rest), best.place):
                    continue
                following = tokens[index + 1 : index + len(phrase.rest)]
                if len(following) == len(phrase.rest) - 1 and all(
                    part in _forms(token) for part, token in zip(phrase.rest[1:], following, strict=True)
                ):
                    best = phrase
        return best


class Lexicon:
    """Words and phrases with their targets; finds the longest of them at each place of a text."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take (target, comma-separated words) pairs; one word may have several targets."""
        self._entries = tuple(entries)
        self._keys: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _by_first(self) -> dict[str, _Entries]:
        """The entries by their first word. Built when first asked: few scripts need every lexicon."""
        alone: dict[str, list[str]] = {}
        phrases: dict[tuple[str, ...], list[str]] = {}
        for target, words in self._entries:
            for word in words.split(","):
                first, *rest = map(_patterns, word.split() or [""])
                found = (
                    [phrases.setdefault(pattern, []) for pattern in product(first, *rest)]
                    if rest
                    else [alone.setdefault(pattern, []) for pattern in first if pattern]
                )
                for targets in found:
                    if target not in targets:
                        targets.append(target)
        index = {word: _Entries(tuple(targets)) for word, targets in alone.items()}
        for place, ((first_word, *following), targets) in enumerate(phrases.items()):
            beginning = index.setdefault(first_word, _Entries())
            phrase = _Phrase(tuple(following), tuple(targets), place)
            beginning.phrases.setdefault(following[0], []).append(phrase)
        return index

    def find(self, tokens: list[Token]) -> list[Hit]:
        """Return the entries found in `tokens`, in order and without overlap, the longest first at each place."""
        hits: list[Hit] = []
        known = self._keys
        behind = 0
        for index, token in enumerate(tokens):
            if index < behind:
                continue
            keys = known.get(token.text)
            if keys is None:
                keys = self._keys_of(token)
            if keys:
                hit = self._at(tokens, index, keys)
                if hit is not None:
                    hits.append(hit)
                    behind = hit.last + 1
        return hits

    def may_begin(self, token: Token) -> bool:
        """Tell whether any entry begins with a word."""
        return bool(self._keys_of(token))

    def korean_word(self, token: Token) -> str:
        """Return the part of a Korean token that an entry knows, without particle or ending; the token if none does."""
        whole = (key for key in self._keys_of(token) if self._by_first[key].alone is not None)
        return next((key.rstrip("~=") for key in whole if not key.startswith("=")), token.text)

    def targets(self, text: str) -> Iterator[str]:
        """Return the targets found in a text, in order."""
        for hit in self.find(tokens_of(text)):
            yield from hit.targets

    def first(self, text: str) -> str | None:
        """Return the first target found in a text, or None."""
        return next(self.targets(text), None)

    def _at(self, tokens: list[Token], index: int, keys: tuple[str, ...]) -> Hit | None:
        best: Hit | None = None
        for key in keys:
            entries = self._by_first[key]
            phrase = entries.longest(tokens, index + 1) if entries.phrases else None
            if phrase is not None:
                if best is None or index + len(phrase.rest) > best.last:
                    best = Hit(phrase.targets, index, index + len(phrase.rest))
            elif best is None and entries.alone is not None:
                best = Hit(entries.alone, index, index)
        return best

    def _keys_of(self, token: Token) -> tuple[str, ...]:
        """Return the first words of entries that a token may begin; remembered by the written form."""
        keys = self._keys.get(token.text)
        if keys is None:
            if len(self._keys) > _MOST_REMEMBERED:
                self._keys.clear()
            keys = self._keys[token.text] = tuple(key for key in _candidates(token) if key in self._by_first)
        return keys


@lru_cache(maxsize=16_384)  # the vocabulary has some 9,000 words, many in several lexicons
def _patterns(word: str) -> tuple[str, ...]:
    """Return what a word of vocabulary data is compared as: `=form`, a Korean word or verb stem, or English stems."""
    if word.startswith("="):
        return (_plain(word),)
    if word.isascii() or not _HANGUL.search(word):
        return stems(_plain(word))
    return (word,)


def _candidates(token: Token) -> Iterator[str]:
    """Return all patterns that match one token, the most telling first."""
    if token.text.isascii() or not _HANGUL.search(token.text):
        yield "=" + _plain(token.text)
        yield from token.stems
        if "-" in token.text and not token.text.endswith("ed"):  # dust-caked is no cake
            yield from stems(_plain(token.text).rpartition("-")[2])
        return
    word = token.text
    yield "=" + word
    for length in range(min(len(word), _LONGEST_KOREAN_WORD), 0, -1):
        if _PARTICLES.fullmatch(word, length):
            yield word[:length]
        yield word[:length] + "~"


_known_forms: dict[str, frozenset[str]] = {}


def _forms(token: Token) -> frozenset[str]:
    """Return all patterns that match a token, as a set; remembered by the written form."""
    forms = _known_forms.get(token.text)
    if forms is None:
        if len(_known_forms) > _MOST_REMEMBERED:
            _known_forms.clear()
        forms = _known_forms[token.text] = frozenset(_candidates(token))
    return forms
