"""Recognise how screenplays are laid out in Korea.

`S#12. 카페 내부 / 낮` heads a scene, names stand in front of their lines (`민수   어디 가?`, `민수: 어디 가?`),
and empty lines mean little. Enters: lines of a script that is mostly Korean (`detect` returns None for others).
Leaves: what each line is; the Fountain reader makes the elements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from screenplay2board.screenplay.scenes import parse_heading

_HANGUL = re.compile(r"[가-힣]")
_LETTER = re.compile(r"[^\W\d_]")
# Below this share of Hangul among the letters, a script is in another language with some Korean in it.
_LEAST_HANGUL_SHARE = 0.3
_SAMPLE_CHARS = 20_000
_LONGEST_LINE_CHARS = 200

_SCENE_MARK = re.compile(
    r"[ \t]*(?:[sS]\s?#\s?|씬\s?#?\s?|장면\s?#?\s?|#\s?)(\d{1,5}(?:-\d{1,3})?[A-Za-z]?)(?:[.):](?!\d)|(?=\s|$))[ \t]*"
)
_BARE_NUMBER = re.compile(r"[ \t]*(\d{1,4}[A-Za-z]?)[.)][ \t]+")
_SIDE = re.compile(r"내부|외부|실내|실외|야외|내외|[안밖속앞]")
_TITLES = (
    "형사|간호사|의사|박사|경찰|순경|경위|반장|기자|변호사|검사|판사|교수|선생|선생님|담임|사장|회장|부장|과장|팀장|대리|비서"
    "|기사|종업원|점원|알바생|경비|경비원|엄마|아빠|어머니|아버지|할머니|할아버지|아저씨|아줌마|아주머니|소년|소녀|남자|여자|노인"
)
_NAME = r"[가-힣A-Za-z][가-힣A-Za-z0-9·]{0,9}(?:[ ]?[0-9A-Z]{1,3})?"
# Two words: `어린 지수`, `박 형사`, `전화 목소리`. A particle at the end of the first is a sign of a sentence.
_TWO_WORD_NAME = r"(?:(?:젊은|늙은|작은|우는)|[가-힣]{0,4}[가-힣](?<![은는이가을를에도로]))[ ][가-힣]{1,6}[0-9A-Z]?"
_EXTENSION = r"[ ]?[(（](?P<extension>[^()（）]{1,20})[)）]"
_GAP = r"(?P<gap>[ ]?[:：][ \t]*|\t[ \t]*|[ ]{2}[ \t]*)"
_SPEECH = re.compile(rf"[ \t]{{0,40}}(?P<name>{_NAME}|{_TWO_WORD_NAME})(?:{_EXTENSION})?{_GAP}(?P<text>\S)")
_NAME_ALONE = re.compile(rf"[ \t]{{0,60}}(?P<name>{_NAME}|{_TWO_WORD_NAME})(?:{_EXTENSION})?[ \t]*$")
# A title beside a name, or instead of one, is believed the first time: `형사 박`, `박형사`, `간호사`.
_TITLED = rf"(?:[가-힣]{{1,3}}[ ]?)?(?:{_TITLES})(?:[ ](?:[가-힣]{{1,3}}|[0-9A-Z]{{1,2}}))?"
_TITLED_ALONE = re.compile(rf"[ \t]{{0,60}}(?P<name>{_TITLED})(?:{_EXTENSION})?[ \t]*$")
# Two words before a colon speak only if they are clearly somebody: `전화 목소리: ...`, but not `벽의 글자: ...`.
_TWO_WORDS = re.compile(_TWO_WORD_NAME)
_CLEARLY_SOMEBODY = re.compile(rf"(?:{_TITLED}|(?:어린|젊은|늙은) .+|.+ 목소리)")
# `어린 민호` is 민호 at another age, and speaks as he does.
_AGED = re.compile(r"(?:어린|젊은|늙은) ")
# Somebody of whom an age or a gender is told, `박씨(60대, 제복)`, speaks where the name stands alone.
_INTRODUCED = re.compile(r"(?P<name>[가-힣]{2,4})[(（](?:\d{1,2}(?:대|세|살)?|남|여|남자|여자)[,，·/)） ]")
# How a voice is marked behind a name without parentheses: `영희E`, `민수 Na`.
_GLUED_EXTENSION = re.compile(r"(?P<name>[가-힣]{2,})[ ]?(?P<extension>E|Na|NA|VO|OS|F)")
# A name in the middle of the page: at least this far from the left margin, its words below it less far.
_CUE_INDENT_CHARS = 10
_ASIDE = re.compile(r"[(（][^()（）]{1,80}[)）]")
_TRANSITION = re.compile(
    r"[ \t]*[-<(\[]?(?:컷\s?투|컷|커트\s?투|페이드\s?(?:인|아웃)|디졸브|오버\s?랩|암전|와이프|스매시\s?컷|매치\s?컷|"
    r"F\.?\s?I\.?|F\.?\s?O\.?|F\.?I/F\.?O|O\.?\s?L\.?|DISS?\.?|"
    r"(?:SMASH |MATCH )?CUT(?: TO)?|FADE IN|FADE OUT)[.:>)\]]?[-.]?[ \t]*$",
    re.IGNORECASE,
)
# Words that stand in front of a colon or a gap without speaking.
_NOT_NAMES = frozenset(
    word
    for line in (
        "자막 타이틀 제목 부제 장소 시간 때 곳 배경 인서트 몽타주 화면 음악 효과음 장면 씬 컷 카메라 회상",
        "작가 각본 감독 연출 원작 줄거리 시놉시스 기획의도 등장인물 인물 로그라인 장르 날짜 연락처 주의 참고",
        "그때 그리고 그러나 하지만 갑자기 이때 잠시 다시 한편 이어 순간 주 끝",
        "NOTE CUT INT EXT SE BGM",
    )
    for word in line.split()
)
# A name that stands alone on a line or two spaces before its text is believed if it speaks this often.
_OFTEN = 2


@dataclass(frozen=True, slots=True)
class KoreanHeading:
    """A scene heading. column: where its text begins behind the scene mark."""

    number: str | None
    column: int


@dataclass(frozen=True, slots=True)
class KoreanSpeech:
    """A name and where it ends, and where the words behind it begin."""

    name: str
    name_column: int
    name_end: int
    extension: str | None
    text_column: int


@dataclass(frozen=True, slots=True)
class KoreanScript:
    """What is known of a Korean script as a whole: the names that speak in it."""

    names: frozenset[str]
    regulars: frozenset[str]  # those that speak more than once

    @staticmethod
    def detect(lines: Sequence[str]) -> KoreanScript | None:
        """Return None unless the script is mostly in Korean."""
        sample = "\n".join(lines)[:_SAMPLE_CHARS]
        if sample.isascii():
            return None
        hangul = len(_HANGUL.findall(sample))
        if not hangul or hangul < _LEAST_HANGUL_SHARE * len(_LETTER.findall(sample)):
            return None
        return _find_names(lines)

    def heading(self, line: str, *, alone: bool, within_speech: bool = False) -> KoreanHeading | None:
        """Recognise a heading. alone: whether empty lines stand around it, so that it needs no scene mark."""
        if len(line) > _LONGEST_LINE_CHARS:
            return None
        mark = _SCENE_MARK.match(line)
        if mark is not None and (line.lstrip()[0] != "#" or _names_a_setting(line[mark.end() :])):
            return KoreanHeading(mark[1], mark.end()) if line[mark.end() :].strip() else None
        if within_speech:
            return None
        number = _BARE_NUMBER.match(line)
        if number is not None and _names_a_setting(line[number.end() :]):
            return KoreanHeading(number[1], number.end())
        if alone and mark is None and _SIDE.search(line) and _names_a_setting(line, fully=True):
            return KoreanHeading(None, len(line) - len(line.lstrip()))
        return None

    def transition(self, line: str) -> bool:
        """Recognise `컷 투`, `페이드 아웃`, `F.O.` and the like on a line of their own."""
        return len(line) < 60 and _TRANSITION.match(line) is not None

    def speech(self, line: str, *, within_speech: bool = False) -> KoreanSpeech | None:
        """Recognise a name in front of its line; in the middle of a speech only one that is known to speak often."""
        match = _SPEECH.match(line)
        if match is None or match["name"] in _NOT_NAMES:
            return None
        if within_speech and match["name"] not in self.regulars:
            return None
        if not _surely_speaks(match) and match["name"] not in self.names:
            return None
        name, extension = match["name"], (match["extension"] or "").strip() or None
        glued = _GLUED_EXTENSION.fullmatch(name)
        if glued is not None and extension is None and glued["name"] in self.names:
            name, extension = glued["name"], glued["extension"]
        return KoreanSpeech(
            name=name,
            name_column=match.start("name"),
            name_end=match.end("name") if match["extension"] is None else match.end("extension") + 1,
            extension=extension,
            text_column=match.start("text"),
        )

    def speech_in_columns(self, line: str) -> bool:
        """Recognise a name and its words in columns, where the lines above are written so too."""
        match = _SPEECH.match(line)
        return match is not None and match["name"] not in _NOT_NAMES and _stands_in_a_column(match)

    def name_alone(self, line: str) -> bool:
        """Recognise a name on a line of its own, above what it says."""
        match = _NAME_ALONE.match(line) or _TITLED_ALONE.match(line)
        return match is not None and match["name"] in self.names and match["name"] not in _NOT_NAMES


def aside_end(line: str, column: int) -> int | None:
    """Return where the parentheses end that stand at `column` before or without words, None where there are none."""
    match = _ASIDE.match(line, column)
    return match.end() if match is not None else None


def has_hangul(text: str) -> bool:
    """Tell whether a text holds Korean."""
    return not text.isascii() and _HANGUL.search(text) is not None


def may_mean_something(line: str) -> bool:
    """Tell whether a line of action could be taken for something else in some Korean script."""
    if len(line) > _LONGEST_LINE_CHARS:
        return False
    return any(
        pattern.match(line) for pattern in (_SCENE_MARK, _BARE_NUMBER, _TRANSITION, _SPEECH, _NAME_ALONE, _TITLED_ALONE)
    ) or (_names_a_setting(line, fully=True))


def _names_a_setting(text: str, *, fully: bool = False) -> bool:
    """Tell whether a text names interior or exterior, or a time of day; `fully`: a place and both of them."""
    if len(text) > 120:
        return False
    heading = parse_heading(text)
    side = heading.interior or heading.exterior
    if fully:
        return side and bool(heading.time_of_day) and bool(heading.location)
    return side or bool(heading.time_of_day)


def _find_names(lines: Sequence[str]) -> KoreanScript:
    """Return the names that stand before a colon, a tab or a wide gap, or often enough before two spaces or alone."""
    introduced = {match["name"] for line in lines for match in _INTRODUCED.finditer(line)}
    sure: set[str] = set()
    aged: set[str] = set()
    counted: Counter[str] = Counter()
    for index, line in enumerate(lines):
        match = _SPEECH.match(line)
        if match is not None:
            if _surely_speaks(match):
                sure.add(match["name"])
            counted[match["name"]] += 1
            continue
        titled = _TITLED_ALONE.match(line)
        alone = titled or _NAME_ALONE.match(line)
        if titled is not None and _stands_above_text(lines, index):
            sure.add(titled["name"])
        if alone is not None and index + 1 < len(lines) and lines[index + 1].strip():
            known = alone["name"] in introduced and _stands_above_text(lines, index)
            if known or alone["extension"] or _stands_in_the_middle(line, lines[index + 1]):
                sure.add(alone["name"])
            if titled is not None or not _TWO_WORDS.fullmatch(alone["name"]):
                counted[alone["name"]] += 1
            elif _AGED.match(alone["name"]) and _stands_above_text(lines, index):
                aged.add(alone["name"])
    often = {name for name, count in counted.items() if count >= _OFTEN}
    sure |= {name for name in aged if _AGED.sub("", name) in sure | often}
    return KoreanScript(names=_only_names(sure | often), regulars=_only_names(often))


def _surely_speaks(match: re.Match[str]) -> bool:
    """Tell whether what stands before a gap speaks, wherever else it is met."""
    if _stands_in_a_column(match) or match["extension"] is not None:
        return True
    name = match["name"]
    return bool(match["gap"].strip()) and (
        _TWO_WORDS.fullmatch(name) is None or _CLEARLY_SOMEBODY.fullmatch(name) is not None
    )


def _stands_in_a_column(match: re.Match[str]) -> bool:
    """Tell whether a tab or a wide gap parts a name from its words."""
    gap = match["gap"]
    return "\t" in gap or (not gap.strip() and len(gap) > 2)


def _stands_in_the_middle(line: str, below: str) -> bool:
    """Tell whether a line is indented like a name in the middle of the page, above words that are indented less."""
    indent, indent_below = (len(text) - len(text.lstrip()) for text in (line.expandtabs(), below.expandtabs()))
    return indent >= _CUE_INDENT_CHARS and 0 < indent_below < indent


def _stands_above_text(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line begins a paragraph of two lines or more."""
    return (index == 0 or not lines[index - 1].strip()) and index + 1 < len(lines) and bool(lines[index + 1].strip())


def _only_names(names: set[str]) -> frozenset[str]:
    return frozenset(name for name in names if name not in _NOT_NAMES and _HANGUL.search(name))
