"""Where the action introduces people: `MINA (30s, red coat)`, `민수(35, 검은 코트)`, `A tall OLD MAN with a beard`.

Enters: sentences of action and the names of the cues. Leaves: `Introduction`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from screenplay2board.plan.looks import years_in
from screenplay2board.plan.vocabulary import vocabulary
from screenplay2board.plan.words import Lexicon, Sentence, Token, is_korean, tokens_of, without_particle

_PARENTHESES = re.compile(r"\s*[(（]([^()（）]{1,120})[)）]")
_AGE_AFTER_COMMA = re.compile(
    r"\s*,\s*((?:an?\s+)?(?:(?:early|mid|late|about|around|maybe|aged?)[\s-]*)*\d{1,2}(?:['’]?s)?\b[^.;:!?]{0,80})",
    re.IGNORECASE,
)
_KOREAN_AGE = re.compile(r"\d{1,2}\s*(?:세|살|대|,|/|$)|^[남여](?:[,/ ]|$)|[,/ ][남여](?:[,/ ]|$)|십대")
_LONGEST_KOREAN_SURNAME = 2
_KOREAN_AGES = frozenset({"어린", "젊은", "늙은"})  # 어린 민호(7) is another look than 민호(17)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_DRESS = re.compile(
    r"\b(?:wear(?:s|ing)?|dressed in|clad in|sporting|in (?:an?|his|her|their)"
    r"|with (?:an?|his|her|long|short|grey|gray|white|black|blond\w*|red|curly|messy|thick))\b[^.;:!?]{0,80}"
)
# `LOTTA (7), red hood`, `PIP (20), the dishwasher`; not `MARIA, the boy's mother`, who is no boy.
_APPOSITIVE = re.compile(r"\s*,\s*([a-z][^,.;:!?'’()A-Z]{0,60})(?=[,.;:!?]|$)")
_MOST_APPOSITIVES = 4
# `NINA, mother of two boys`, `TOM, a bucket in his hand`: what is said behind these is of others.
_OF_OTHERS = re.compile(r"\s(?:of|for|from|to)\s.*")
_ARTICLE = re.compile(r"\b(?:an?|the|one|another)\s+((?:[^\s,.;:]+\s+){1,5})$", re.IGNORECASE)


# `A thin man in a leather jacket, VIKTOR SOBOL`: the words before the comma are about him.
_PLACED_BEFORE = re.compile(
    r"\b(?:an?|the)\s+((?:[a-z’'-]+ ){0,3}(?:man|woman|boy|girl|lady|guy|kid)\b[^,.;:]{0,60}),\s*$", re.IGNORECASE
)


# `The waitress, ANNA (25)`, `Owen's brother, DEV (28)`: what somebody is, before the comma.
_ROLE_BEFORE = re.compile(
    r"(?:(?:^|[^\w'’])(?i:an?|the|his|her|their)|[A-Z][\w-]*['’]s)\s+((?:[\w-]+ ){0,2}[\w-]+),\s*$"
)


# `Her nephew LEVI (9)`, `Tom's sister ANNA`.
_KIN_BEFORE = re.compile(r"(?:(?:^|[^\w'’])(?i:his|her|their)|[A-Z][\w-]*['’]s)\s+((?:[a-z-]+ ){0,2}[a-z-]+)\s+$")


class Introduction(NamedTuple):
    """A person as the action brings them in. stated: the words in parentheses; text: other words about them."""

    name: str
    stated: str
    text: str
    start: int
    size: int  # of a group: how many the text says, 0 where it does not
    surely: bool  # an age, a role or a name of the names list says that it is a person


def introductions(sentence: Sentence, cues: Set[str]) -> Iterator[Introduction]:
    """Return the people that a sentence of action introduces or names in capitals."""
    tokens = sentence.tokens
    if is_korean(sentence.text):
        yield from _korean_groups(sentence)
    index = 0
    while index < len(tokens):
        last = _capitals_end(sentence.text, tokens, index)
        if last < index:
            found = _stated_person(sentence, index, cues)
            if found is not None:
                yield found
            index += 1
            continue
        found = _person_in_capitals(sentence, index, last, cues)
        if found is not None:
            yield found
        index = last + 1


def _korean_groups(sentence: Sentence) -> Iterator[Introduction]:
    """Return groups that Korean action names; there are no capitals to tell them by."""
    for hit in vocabulary().groups.find(sentence.tokens):
        first, last = sentence.tokens[hit.first], sentence.tokens[hit.last]
        name = sentence.text[first.start : last.end]
        if is_korean(name):
            name = vocabulary().groups.korean_word(first) if hit.first == hit.last else without_particle(name)
            yield Introduction(name, "", "", first.start, 0, True)


def _capitals_end(text: str, tokens: list[Token], first: int) -> int:
    """Return the index of the last word of a run of capitals that begins at `first`, or -1."""
    if not tokens[first].text.isupper() or (len(tokens[first].text) < 2 and not is_korean(tokens[first].text)):
        return -1
    last = first
    while last + 1 < len(tokens):
        between = text[tokens[last].end : tokens[last + 1].start]
        following = tokens[last + 1].text
        if (
            following in ("AND", "OR")
            or between not in (" ", " #", "-", ". ", ' "', '" ', " “", "” ")
            or not (following.isupper() or following.isdigit())
        ):
            break
        if between == ". " and tokens[last].text not in ("DR", "MR", "MRS", "MS"):
            break
        last += 1
    return last


def _person_in_capitals(sentence: Sentence, first: int, last: int, cues: Set[str]) -> Introduction | None:
    tokens = sentence.tokens
    if sentence.text.isupper() and len(tokens) > 3 and last == len(tokens) - 1 and first == 0:
        return None  # a whole line in capitals shouts; it introduces nobody
    name = re.sub(r"['’]S?$|[\"“”]", "", sentence.text[tokens[first].start : tokens[last].end])
    stated, text = _described(sentence, first, last)
    words = name.split()
    surely = (
        bool(stated)
        or _is_role_in_something(name)
        or (_ends_with(vocabulary().roles, name) and not _ends_with(vocabulary().pieces, name))
        or _is_whole(vocabulary().groups, name)
    )
    surely = surely or (vocabulary().names.first(words[0]) is not None and len(words) <= 3)
    known = name in cues or words[0] in cues or words[-1] in cues
    if not surely and not known:
        return None
    count = _COUNTS.get(tokens[first - 1].text.lower(), 0) if first else 0
    return Introduction(name, stated, text, tokens[first].start, count, surely)


def _described(sentence: Sentence, first: int, last: int) -> tuple[str, str]:
    """Return what is said of the person named at `first` to `last`: in parentheses, and in the words around."""
    before = sentence.text[: sentence.tokens[first].start]
    after = sentence.text[sentence.tokens[last].end :]
    stated = ""
    parentheses = _PARENTHESES.match(after)
    if parentheses and _speaks_of_person(parentheses[1]):
        stated = parentheses[1]
        after = after[parentheses.end() :]
    elif (age := _AGE_AFTER_COMMA.match(after)) is not None:
        stated = age[1]
        after = after[age.end() :]
    parts: list[str] = []
    adjectives = _ARTICLE.search(before) or _PLACED_BEFORE.search(before)
    if adjectives:
        parts.append(adjectives[1])
    elif (role := _ROLE_BEFORE.search(before) or _KIN_BEFORE.search(before)) is not None and _says_who(role[1]):
        parts.append(role[1])
    parts.extend(_appositives(after))
    dress = _DRESS.search(_until_next_capitals(after))
    if dress:
        parts.append(dress[0])
    return stated, "; ".join(parts)


def _appositives(after: str) -> Iterator[str]:
    """Return what commas add to a name before anybody does something: `a long coat, a hat over her eyes, walks in`."""
    lexicon = vocabulary().action
    start = 0
    for _ in range(_MOST_APPOSITIVES):
        match = _APPOSITIVE.match(after, start)
        if match is None or any(
            target.startswith(("pose:", "event:")) for target in lexicon.targets(match[1]) if target != "pose:lie"
        ):
            return
        yield _OF_OTHERS.sub("", match[1])
        start = match.end()


def _until_next_capitals(text: str) -> str:
    """Cut a text before the next word in capitals, who may be somebody else in other clothes."""
    match = re.search(r"\b[A-Z]{3,}\b", text)
    return text[: match.start()] if match else text


def _speaks_of_person(text: str) -> bool:
    """Tell whether parentheses hold a description: an age, or words of looks."""
    if is_korean(text) and _KOREAN_AGE.search(text):
        return True
    if re.search(r"\d", text):
        return years_in(text) is not None and len(text) < 120
    return years_in(text) is not None or vocabulary().looks.first(text) is not None


def _stated_person(sentence: Sentence, index: int, cues: Set[str]) -> Introduction | None:
    """Read `Mina (30s, red coat)` and `민수(35, 검은 코트)`: a name in ordinary letters before its description."""
    token = sentence.tokens[index]
    after = sentence.text[token.end :]
    if not after.lstrip().startswith(("(", "（")):
        return None
    parentheses = _PARENTHESES.match(after)
    if parentheses is None:
        return None
    if is_korean(token.text):
        if not _KOREAN_AGE.search(parentheses[1]):
            return None
        before = sentence.text[: token.start].split()[-5:]
        if before and f"{before[-1]} {token.text}" in cues:  # 강 형사(45), who speaks as 강 형사
            start = token.start - len(before[-1]) - 1
            return Introduction(sentence.text[start : token.end], parentheses[1], " ".join(before), start, 0, True)
        if before and before[-1] in _KOREAN_AGES:
            name = f"{before[-1]} {without_particle(token.text) if len(token.text) > 3 else token.text}"
            return Introduction(name, parentheses[1], " ".join(before), token.start - len(before[-1]) - 1, 0, True)
        if before and index and _is_whole(vocabulary().roles, sentence.tokens[index - 1].text):
            title = sentence.tokens[index - 1]  # 형사 박(50대), but 어머니 박순자(60대) is 박순자
            start = token.start if len(token.text) > _LONGEST_KOREAN_SURNAME else title.start
            name = sentence.text[start : token.end]
            return Introduction(name, parentheses[1], " ".join(before), start, 0, True)
        return Introduction(
            without_particle(token.text) if len(token.text) > 3 else token.text,
            parentheses[1],
            " ".join(before),
            token.start,
            0,
            True,
        )
    if not token.text[:1].isupper() or years_in(parentheses[1]) is None:
        return None
    first = index
    if (
        index
        and sentence.tokens[index - 1].text.istitle()
        and sentence.text[sentence.tokens[index - 1].end :][:1] == " "
    ):
        first = index - 1 if index - 1 > 0 or len(sentence.tokens[index - 1].text) > 2 else index
    start = sentence.tokens[first].start
    name = sentence.text[start : token.end]
    _, text = _described(sentence, index, index)
    return Introduction(name.upper(), parentheses[1], text, start, 0, True)


def _is_role_in_something(name: str) -> bool:
    """Tell whether a name is a role with something about it: `MAN IN A HAT`, `WOMAN WITH DOG`."""
    match = re.fullmatch(r"(.+?) (?:IN|WITH|FROM|AT|ON|BEHIND) .+", name)
    return match is not None and _ends_with(vocabulary().roles, match[1])


def _ends_with(lexicon: Lexicon, name: str) -> bool:
    tokens = [token for token in tokens_of(name) if not token.text.isdigit()]
    hits = lexicon.find(tokens)
    return bool(hits) and hits[-1].last == len(tokens) - 1


def _says_who(words: str) -> bool:
    """Tell whether words say what somebody is: a role, or whose brother."""
    kin = (target for target in vocabulary().looks.targets(words) if target.startswith("gender:"))
    return _ends_with(vocabulary().roles, words) or next(kin, None) is not None


def _is_whole(lexicon: Lexicon, name: str) -> bool:
    tokens = tokens_of(name)
    hits = lexicon.find(tokens)
    return bool(hits) and hits[-1].last == len(tokens) - 1 and hits[0].first == 0
