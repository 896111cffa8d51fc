"""Find the people of the cast in running text, in English and Korean.

Enters: the names, aliases and groups of the cast. Leaves: `Mention`s with their places in a list of tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Sentence, Token, is_korean, tokens_of

Case = Literal["open", "subject", "object", "possessive"]

_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_KOREAN_SUBJECT = re.compile(r"(?:이?가|은|는|이|께서|도|이는|이도|들은|들이|들도)")
_KOREAN_OBJECT = re.compile(
    r"(?:이?를|을|에게|이?에게|한테|와|과|이와|이?랑|에게서|한테서|보다|처럼|들을|들에게|이?에게로)"
)
_KOREAN_POSSESSIVE = re.compile(r"이?의|들의")
# What is said of somebody stands between the name and its particle: `도진(25, 무사)이`.
_PARTICLE_BEHIND_PARENTHESES = re.compile(r"\s?[(（][^()（）]*[)）]([가-힣]{1,4})")
_LONGEST_KOREAN_NAME = 6
# Words and names are remembered as they are written; a feature script has some 8,000, a hostile one any number.
_MOST_REMEMBERED = 50_000
_ARTICLES = frozenset({"A", "AN"})
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "another": 1}


class Mention(NamedTuple):
    """People named at the tokens `first` to `last`. case: what the grammar of the word itself tells."""

    names: tuple[str, ...]
    first: int
    last: int
    case: Case


class _Entry(NamedTuple):
    words: tuple[str, ...]
    names: tuple[str, ...]
    common: bool  # a role such as `waiter`, an animal, which the text may write in lower case


class NameIndex:
    """Knows every way the script writes each person."""

    def __init__(self, names: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Index (written name, people it means) pairs; the first claim on a written name wins."""
        self._entries: dict[str, list[_Entry]] = {}
        self._written: dict[str, tuple[str, ...]] = {}
        self._ways: dict[str, list[str]] = {}
        self._asked: dict[str, tuple[str, ...]] = {}
        roles, groups, beings = vocabulary().roles, vocabulary().groups, vocabulary().beings
        for written, people in names:
            words = tuple(_POSSESSIVE.sub("", token.text).upper() for token in tokens_of(written))
            key = " ".join(words)
            if not words or key in self._written:
                continue
            self._written[key] = people
            for person in people:
                self._ways.setdefault(person, []).append(key)
            tail = roles.find(tokens_of(written))
            group = groups.find(tokens_of(written))
            animal = beings.find(tokens_of(written))
            common = any(bool(found) and found[-1].last == len(words) - 1 for found in (tail, group, animal))
            self._entries.setdefault(words[0], []).append(_Entry(words, people, common))
            for article in _ARTICLES & set(words[1:]):  # MAN IN A HAT, later the Man in the Hat
                other = tuple("THE" if word == article else word for word in words)
                self._entries[words[0]].append(_Entry(other, people, common))
        for rows in self._entries.values():
            rows.sort(key=lambda row: -len(row.words))
        self._keys: dict[str, tuple[tuple[str, Case], ...]] = {}

    def people(self, written: str) -> tuple[str, ...]:
        """Return the people that a whole written name means, empty where it is nobody's."""
        found = self._asked.get(written)
        if found is None:
            key = " ".join(_POSSESSIVE.sub("", token.text).upper() for token in tokens_of(written))
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.clear()
            found = self._asked[written] = self._written.get(key, ())
        return found

    def ways(self, person: str) -> tuple[str, ...]:
        """Return every way a person is written, upper case."""
        return tuple(self._ways.get(person, ()))

    @property
    def written(self) -> tuple[str, ...]:
        """Return all written names, upper case."""
        return tuple(self._written)

    def find(self, tokens: Sequence[Token]) -> list[Mention]:
        """Return the people mentioned in `tokens`, in order."""
        mentions: list[Mention] = []
        index = 0
        while index < len(tokens):
            if not self._keys.get(tokens[index].text, True):  # known to begin no name, as most words
                index += 1
                continue
            mention = self._at(tokens, index)
            if mention is None:
                index += 1
            else:
                mentions.append(mention)
                index = mention.last + 1
        return mentions

    def _at(self, tokens: Sequence[Token], index: int) -> Mention | None:
        token = tokens[index]
        for key, case in self._keys_of(token):
            for entry in self._entries[key]:
                last = index + len(entry.words) - 1
                if last >= len(tokens):
                    continue
                end_case = case
                if last > index:
                    if case == "possessive":
                        end_case = "open"
                    rest = [dict(_forms(tokens[index + offset])) for offset in range(1, len(entry.words))]
                    if not all(word in forms for word, forms in zip(entry.words[1:], rest, strict=True)):
                        continue
                    end_case = rest[-1][entry.words[-1]]
                if not any(_written_as_name(tokens[place], entry) for place in range(index, last + 1)):
                    continue
                return Mention(entry.names, index, last, end_case)
        return None

    def _keys_of(self, token: Token) -> tuple[tuple[str, Case], ...]:
        keys = self._keys.get(token.text)
        if keys is None:
            keys = tuple(pair for pair in _forms(token) if pair[0] in self._entries)
            if len(self._keys) > _MOST_REMEMBERED:
                self._keys.clear()
            self._keys[token.text] = keys
        return keys


def with_late_particles(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with the case that a particle behind parentheses tells: `도진(25)이 숨어든다`."""
    return [_with_late_particle(sentence, mention) for mention in mentions]


def _with_late_particle(sentence: Sentence, mention: Mention) -> Mention:
    token = sentence.tokens[mention.last]
    behind = _PARTICLE_BEHIND_PARENTHESES.match(sentence.text, token.end) if mention.case == "open" else None
    if behind is None or not is_korean(token.text):
        return mention
    found = dict(_forms(Token("가" + behind[1], (), 0, 0)))  # any noun of one syllable shows what the particle is
    return mention._replace(case=found.get("가", mention.case))


def counted_names(tokens: Sequence[Token], mention: Mention) -> Mention:
    """Return a mention of a group with so many of it as the number before it says: `two villagers`."""
    number = _NUMBERS.get(tokens[mention.first - 1].text.lower(), 0) if mention.first else 0
    return mention._replace(names=mention.names[:number]) if 0 < number < len(mention.names) else mention


def _written_as_name(token: Token, entry: _Entry) -> bool:
    return token.text[0].isupper() or entry.common or not token.text[0].isascii() or token.text[0].isdigit()


def _forms(token: Token) -> list[tuple[str, Case]]:
    """Return the names that a token can be, with what its particle or possessive tells."""
    text = token.text
    if not is_korean(text):
        bare = _POSSESSIVE.sub("", text)
        return [(bare.upper(), "possessive" if bare != text else "open")]
    forms: list[tuple[str, Case]] = [(text.upper(), "open")]
    for length in range(min(len(text) - 1, _LONGEST_KOREAN_NAME), 0, -1):
        rest = text[length:]
        if _KOREAN_SUBJECT.fullmatch(rest):
            forms.append((text[:length], "subject"))
        elif _KOREAN_OBJECT.fullmatch(rest):
            forms.append((text[:length], "object"))
        elif _KOREAN_POSSESSIVE.fullmatch(rest):
            forms.append((text[:length], "possessive"))
    return forms
