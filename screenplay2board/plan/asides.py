"""Words of a sentence that nobody in it does: remarks in parentheses, quotations, comparisons, what a picture shows.

Enters: a sentence. Leaves: the indices of such words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screenplay2board.plan.words import Sentence
from screenplay2board.plan.written import writing_place

_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[\"“][^\"“”]*[\"”]|(?<!\S)['‘][^'‘’]*[가-힣][^'‘’]*['’]")
# `butters bread the way other people plaster walls`, `bears down on them like weather`, `as if he had been shot`. What
# somebody looks like they feel is seen, and stays.
_COMPARISON = re.compile(
    r"(?<!look )(?<!looks )(?<!looking )\b(?:as if|as though"
    r"|like (?=(?:an?|any|every|the|some\w*|two|it|he|she|they|[\w-]+ing)\b)|like (?=\w+[.,!?]))[^,.;!?—–]*"
    r"|(?<!all )(?<!lead )(?<!leads )(?<!know )(?<!knows )(?<!on )(?<!by )(?<!in )(?<!of )(?<!block )(?<!blocks )"
    r"\bthe way (?:other|an?|the|some|most|only|he|she|they|you|people|men|women|children|\w+s)\b[^,.;!?—–]*"
)

# `white as paper`, `as quiet as a grave`, `the size of a truck`: what something is measured by is not there.
_MEASURED = re.compile(
    r"\bas (?!soon|far|long|well)[a-z]+ as [^,.;!?—–()]*"
    r"|\b(?:white|pale|black|red|cold|dead|hard|big|small|still|thin|dry|old|sharp|light|stiff|drunk|gentle|strong) as "
    r"(?:an? |the )?\w+|\b(?:bigger|larger|smaller|longer|taller|older|harder|wider|thinner|louder) than "
    r"(?:an? |the )?\w+|\bthe (?:size|colou?r|shape|weight|length) of (?:an? |the )?\w+"
)
# `catches her before she falls`: what is not yet done is not seen. A verb must follow: `stands before Mina`.
_NOT_YET = re.compile(
    r"\bbefore (?:he|she|they|it|anyone|[A-Z][a-z]+) (?:can|could|has|\w+s)\b[^,.;!?—–]*", re.IGNORECASE
)
# `A text from ELSA: ...`: who has sent a message is not there.
_SENDER = re.compile(
    r"^\W*(?:an?|another|one|the|new|\d+) (?:[\w-]+ ){0,2}"
    r"(?:texts?|messages?|letters?|notes?|e-?mails?|postcards?|telegrams?|voicemails?|calls?) "
    r"(?P<shown>from [^,.;:!?—–\"“]+)",
    re.IGNORECASE,
)
# `INSERT - PHOTOGRAPH: two young men`: what stands behind the colon is in the thing.
_INSERTED = re.compile(r"\W*INSERT\b[^:.!?\w]*\w[^:.!?]*(?P<shown>:[^.;!?]*)")
# `a framed PHOTOGRAPH: a younger Patrick, two girls`: who is in a picture is not in the room.
_PICTURED = re.compile(
    r"\b(?:photo(?:graph)?s?|pictures?|portraits?|posters?|drawings?|paintings?|sketch(?:es)?|snapshots?|polaroids?)"
    r"(?P<shown>(?:\s*:| of\b| --| —| showing\b)[^.;!?]*)",
    re.IGNORECASE,
)

# Who is seen in a photograph or on a screen is not there.
_IN_PICTURE = re.compile(
    r"\b(?:in|on) (?:the|a|his|her|this) (?:photo\w*|picture|portrait|poster|screen|television|TV|monitor|newspaper)\b"
    r"|\b(?:screen|display|caller ID)(?:\s*:| says| reads| shows| --| —)"
    r"|(?:사진|그림|화면|TV|텔레비전|액자) ?속",
    re.IGNORECASE,
)


# `(E) 휠체어 구르는 소리`, `효과음: 천둥`: how Korean scripts mark a line that is only heard.
_HEARD = re.compile(r"(?:[(（]\s*)?(?:E|S\.?E\.?|효과음|효과)\s*[)）:：]\s*(?P<sound>[^.]*[가-힣][^.]*)")


def aside_words(sentence: Sentence) -> frozenset[int]:
    """Return the indices of the words that are said, read, compared with or pictured, and not done."""
    places = list(_aside_places(sentence.text))
    if not places:
        return frozenset()
    return frozenset(
        i for i, token in enumerate(sentence.tokens) if any(start <= token.start < end for start, end in places)
    )


def _aside_places(text: str) -> Iterator[tuple[int, int]]:
    """Return (start, end) of such words, in characters; what a sentence cannot have is not looked for."""
    if any(mark in text for mark in "(（\"“'‘"):
        yield from (match.span() for match in _ASIDE.finditer(text))
    if " as " in text or " like " in text or " the way " in text:
        yield from (match.span() for match in _COMPARISON.finditer(text))
    if text.lstrip().startswith("INSERT") and (inserted := _INSERTED.match(text)) is not None:
        yield inserted.span("shown")
    if "efore " in text:
        yield from (match.span() for match in _NOT_YET.finditer(text))
    if " from " in text and (sent := _SENDER.match(text)) is not None:
        yield sent.span("shown")
    if (written := writing_place(text)) is not None:
        yield written.start, written.stop
    if " as " in text or " of " in text or " than " in text:
        yield from (match.span() for match in _MEASURED.finditer(text))
    if ":" in text or " of " in text or "--" in text or "—" in text or " showing " in text:
        yield from (match.span("shown") for match in _PICTURED.finditer(text))


def only_heard(text: str) -> str | None:
    """Return the sound that a line is marked to be, None where something is seen."""
    match = _HEARD.match(text)
    return match["sound"].strip() if match is not None else None


def is_of_a_picture(text: str) -> bool:
    """Tell whether a sentence is about what a photograph or a screen shows."""
    return _IN_PICTURE.search(text) is not None
