"""Who `his son`, `her brother`, `Owen's mother` is: kin of somebody, named by what they are to them.

Enters: the words of a sentence, who was spoken of, the looks. Leaves: `Mention`s where a sentence says no name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from screenplay2board.plan.names import Mention
from screenplay2board.plan.types import Age, CharacterLook, Gender
from screenplay2board.plan.words import Token

_POSSESSIVES = frozenset({"his", "her", "their"})
_GENDERS: Mapping[str, Gender] = {"his": "male", "her": "female"}
_ANY: tuple[Age, ...] = ("child", "teen", "adult", "elder")
_YOUNG: tuple[Age, ...] = ("child", "teen", "adult")
_GROWN: tuple[Age, ...] = ("adult", "elder")
_ONE_GENERATION = 25  # years between brothers, or man and wife


class _Kin(NamedTuple):
    """What a word for kin tells: gender, ages, and whether they are older (1) or younger (-1) than whose they are."""

    gender: Gender
    ages: tuple[Age, ...] = _ANY
    older: int = 0


_KIN: Mapping[str, _Kin] = {
    "son": _Kin("male", _YOUNG, -1), "daughter": _Kin("female", _YOUNG, -1), "grandson": _Kin("male", _YOUNG, -1),
    "granddaughter": _Kin("female", _YOUNG, -1), "nephew": _Kin("male", _YOUNG, -1),
    "niece": _Kin("female", _YOUNG, -1),
    "mother": _Kin("female", _GROWN, 1), "mom": _Kin("female", _GROWN, 1), "mum": _Kin("female", _GROWN, 1),
    "father": _Kin("male", _GROWN, 1), "dad": _Kin("male", _GROWN, 1), "grandmother": _Kin("female", ("elder",), 1),
    "grandfather": _Kin("male", ("elder",), 1), "uncle": _Kin("male", _GROWN, 1), "aunt": _Kin("female", _GROWN, 1),
    "brother": _Kin("male"), "sister": _Kin("female"), "wife": _Kin("female", _GROWN), "husband": _Kin("male", _GROWN),
    "girlfriend": _Kin("female"), "boyfriend": _Kin("male"),
}  # fmt: skip


def kin_named(
    tokens: list[Token],
    mentions: Sequence[Mention],
    looks: Mapping[str, CharacterLook],
    recent: Sequence[str],
    present: Sequence[str],
) -> Iterator[Mention]:
    """Return whom words for kin mean that stand without a name: the one that fits who was spoken of last."""
    taken = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    for index, token in enumerate(tokens):
        kin = _KIN.get(token.text)
        if kin is None or index in taken or index + 1 in taken or not index or not _is_owned(tokens, index, taken):
            continue
        owner = next((m.names[0] for m in reversed(mentions) if m.first < index), None)
        owner = owner or _last_of(_GENDERS.get(tokens[index - 1].text.lower()), recent, looks)
        near = (name for name in reversed(recent) if name in present and name != owner)
        name = next((name for name in near if _fits(name, kin, owner, looks)), None)
        if name is not None:
            yield Mention((name,), index, index, "open")


def _last_of(gender: Gender | None, recent: Sequence[str], looks: Mapping[str, CharacterLook]) -> str | None:
    return next((name for name in reversed(recent) if name in looks and looks[name].gender == gender), None)


def _is_owned(tokens: list[Token], index: int, taken: set[int]) -> bool:
    before = tokens[index - 1]
    return before.text.lower() in _POSSESSIVES or (index - 1 in taken and before.text.endswith(("'s", "’s")))


def _fits(name: str, kin: _Kin, owner: str | None, looks: Mapping[str, CharacterLook]) -> bool:
    look = looks.get(name)
    if look is None or look.kind != "person" or look.gender != kin.gender or look.age not in kin.ages:
        return False
    whose = looks.get(owner) if owner is not None else None
    if whose is None:
        return True
    older = look.years_or_usual - whose.years_or_usual
    return kin.older * older > 0 if kin.older else abs(older) <= _ONE_GENERATION
