"""The words scene headings are made of, in the languages whose screenplays we have met.

Data only: `scenes.py` takes headings apart with them, the Fountain and Korean readers recognise headings by them.
All words are in lower case; a word matches as a whole, never inside another (`NIGHTCLUB` holds no time of day).
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


INTERIOR_WORDS = _words(
    "int interior inside intérieur interno innen inomhus binnen wnętrze",
    "инт интерьер пав εσωτ εσ",
    "내부 실내 内景 内 室内 屋内",
)
EXTERIOR_WORDS = _words(
    "ext est exterior establishing outside extérieur esterno aussen außen buiten plener",
    "нат экст натура εξωτ εξ",
    "외부 실외 야외 外景 外 室外 屋外",
)
BOTH_WORDS = _words("i/e e/i 내/외 내/외부 실내/외 内外 내외 내외부 실내외")

TIME_WORDS = _words(
    # English
    "day night morning afternoon evening dawn dusk noon midnight midday sunrise sunset daybreak nightfall twilight",
    "later continuous continuing same daytime nighttime sunup sundown am pm a.m p.m o'clock o’clock",
    "day-for-night moments magic-hour predawn pre-dawn d/n",
    # French, Spanish, Italian, Portuguese
    "jour nuit matin soir aube crépuscule midi minuit día dia noche mañana tarde amanecer atardecer anochecer",
    "madrugada noite manhã giorno notte mattina pomeriggio sera alba tramonto",
    # German, Dutch, Scandinavian, Polish
    "tag nacht morgen abend mittag nachmittag dämmerung morgengrauen dag natt kveld dzień noc wieczór ranek",
    # Russian, Ukrainian, Greek
    "день ночь утро вечер рассвет закат сумерки полдень полночь ніч ранок вечір",
    "μέρα ημέρα νύχτα πρωί βράδυ απόγευμα",
    # Korean
    "낮 밤 새벽 아침 저녁 오전 오후 정오 자정 한낮 한밤 한밤중 대낮 초저녁 늦은밤 심야 점심",
    "해질녘 해질무렵 해뜰녘 동틀녘 노을 석양 일출 일몰 황혼 여명",
    # Chinese, Japanese
    "日 夜 晨 晚 清晨 早晨 上午 中午 下午 傍晚 黄昏 夜晚 深夜 白天 朝 昼 夕 夕方 夜明け",
)
TIME_PHRASES = (
    ["magic", "hour"], ["golden", "hour"], ["blue", "hour"], ["first", "light"], ["last", "light"], ["d"], ["n"],
    ["계속"], ["잠시", "후"], ["동시각"], ["같은", "시각"],
)  # fmt: skip
"""Times of day that no word of their own names; `D` and `N` are day and night where they stand alone."""

TIME_MODIFIERS = _words(
    "early late later the next following that same before after mid pre just very a an few one two three several",
    "moment moments minutes minute hours hour days weeks months years second seconds of in at for to and on",
    "first last still almost around about past half time real previous",
    "잠시 후 다음 날 다음날 같은 그날 이른 늦은 며칠 몇 시간 뒤 당일 이튿날 계속 직후 깊은",
)
"""Words that may stand beside a time word (`EARLY THE NEXT MORNING`)."""

TIME_QUALIFIERS = _words(
    "flashback present past future rain raining snow snowing storm fog dream memory montage intercut",
    "회상 현재 과거 비 눈 꿈 몽타주 계속 동시",
)
"""Words that follow the time of day and belong to it rather than to the place (`NIGHT - FLASHBACK`)."""

ANOTHER_TIME = _words("flashback flashforward flash-forward dream 회상 플래시백 플래쉬백 과거 미래 꿈")
"""Words before the place that say that the scene is not in the present (`(회상) 민수의 방`, `FLASHBACK - SCHOOL`)."""

SIDE_LETTERS = {"i": "interior", "o": "exterior", "e": "exterior"}
"""The second letter of `D/I` and `N/O`, day or night, inside or outside, as Korean crews write it behind a place."""

KOREAN_PLACE_SIDES = {"안": "interior", "속": "interior", "밖": "exterior", "앞": "exterior", "바깥": "exterior"}
"""Korean place words that tell the side without being a label of it: they stay in the location."""
