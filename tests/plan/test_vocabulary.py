"""Every word of the planner's data leads to something that exists, and words are found in the forms texts use."""

from __future__ import annotations

import pytest

from screenplay2board.plan import types
from screenplay2board.plan.vocabulary import read_tables, vocabulary
from screenplay2board.plan.words import is_korean, sentence_places, stems, tokens_of, without_particle
from screenplay2board.stage import names


def _targets(file: str, *tables: str) -> set[str]:
    data = read_tables(file)
    return {target for table in tables for target in data[table]}


@pytest.mark.parametrize(
    ("file", "tables", "known"),
    [
        ("poses", ("english", "korean"), names.POSES),
        ("poses", ("implies",), names.POSES),
        ("emotions", ("english", "korean", "speech_english", "speech_korean", "strength"), names.EMOTIONS),
        ("places", ("english", "korean", "exterior", "interior", "seats"), names.SETS),
        ("props", ("english", "korean"), names.PROPS),
        ("times", ("time_english", "time_korean"), (*types.TIMES_OF_DAY, "same")),
        ("times", ("weather_english", "weather_korean"), types.WEATHERS),
        ("camera", ("size",), types.SHOT_SIZES),
        ("camera", ("angle",), types.CAMERA_ANGLES),
        ("camera", ("move",), types.CAMERA_MOVES),
        ("camera", ("framing",), types.FRAMINGS),
        ("camera", ("lens",), types.LENSES),
        ("beings", ("english", "korean"), names.BEINGS),
        ("beings", ("verbs_english", "verbs_korean"), names.POSES + names.BEING_POSES),
        ("people", ("hair",), names.HAIR),
        ("people", ("beard",), names.BEARDS),
        ("people", ("glasses",), names.GLASSES),
        ("people", ("mark",), names.MARKS),
        *(("people", (kind,), features) for kind, features in names.FEATURES.items()),
        ("people", ("hat",), names.HATS),
        ("people", ("top",), names.TOPS),
        ("people", ("bottom",), names.BOTTOMS),
        ("people", ("accessory",), names.ACCESSORIES),
        ("people", ("pattern",), names.PATTERNS),
        ("people", ("build",), names.BUILDS),
    ],
)
def test_every_target_is_a_name_that_exists(file: str, tables: tuple[str, ...], known: tuple[str, ...]) -> None:
    assert _targets(file, *tables) - set(known) == set()


@pytest.mark.parametrize(
    ("file", "tables", "known"),
    [
        ("places", ("english",), set(names.SETS) - {"outdoors"}),
        ("places", ("korean",), set(names.SETS) - {"outdoors"}),
        ("props", ("english",), set(names.PROPS)),
        ("props", ("korean",), set(names.PROPS)),
        ("camera", ("size",), set(types.SHOT_SIZES)),
        ("camera", ("angle",), set(types.CAMERA_ANGLES)),
        ("camera", ("move",), set(types.CAMERA_MOVES)),
        ("emotions", ("strength",), set(names.EMOTIONS)),
    ],
)
def test_every_name_can_be_asked_for_in_words(file: str, tables: tuple[str, ...], known: set[str]) -> None:
    assert known - _targets(file, *tables) == set()


def test_props_named_by_kind_exist() -> None:
    words = vocabulary()
    for kind in (
        words.telling_props,
        words.weapons,
        words.big_props,
        words.held_props,
        set(words.implied_props.values()),
    ):
        assert set(kind) - set(names.PROPS) == set()


def test_places_outside_and_inside_lead_to_sets() -> None:
    words = vocabulary()
    assert set(words.seats.values()) <= set(names.POSES)
    assert set(words.exterior_of.values()) | set(words.interior_of.values()) <= set(names.SETS)


def test_wardrobes_consist_of_real_clothes() -> None:
    known = {
        "top": names.TOPS, "hat": names.HATS, "bottom": names.BOTTOMS, "pattern": names.PATTERNS, "hair": names.HAIR,
        "glasses": names.GLASSES, "accessories": names.ACCESSORIES,
    }  # fmt: skip
    for wardrobe in read_tables("people")["wardrobe"]:
        for part in wardrobe.split():
            key, _, value = part.partition("=")
            if key.endswith("_grey"):
                assert 0 <= float(value) <= 1
            else:
                assert set(value.split("+")) <= set(known[key])


@pytest.mark.parametrize(
    ("forms", "word"),
    [(("runs", "running"), "run"), (("smiles", "smiled", "smiling"), "smile"), (("carries", "carried"), "carry"),
     (("stopped", "stops"), "stop"), (("Mina's".lower(),), "mina")],
)  # fmt: skip
def test_forms_of_an_english_word_share_a_stem(forms: tuple[str, ...], word: str) -> None:
    assert all(stems(word)[0] in stems(form) for form in forms)


@pytest.mark.parametrize(("form", "word"), [("rags", "rage"), ("care", "car"), ("notes", "not"), ("bare", "bar")])
def test_words_that_differ_by_a_silent_e_stay_apart(form: str, word: str) -> None:
    assert not set(stems(form)) & set(stems(word))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Mina ran to the door.", "pose:run"),
        ("She is sitting.", "pose:sit"),
        ("He picks up the phone", "pose:phone"),
        ("Jun wept quietly", "emotion:cry"),
        ("a rusty old REVOLVER", "prop:gun"),
        ("민수가 달린다.", "pose:run"),
        ("의자에 앉아 있다", "pose:sit"),
        ("전화기를 본다", "prop:phone"),
        ("눈물이 고인다", "emotion:cry"),
    ],
)
def test_words_are_found_in_the_forms_of_a_text(text: str, target: str) -> None:
    assert target in set(vocabulary().action.targets(text))


@pytest.mark.parametrize(
    "text", ["Evening falls on a longing look", "a small suitcase", "총무가 온다", "The lady's name"]
)
def test_words_inside_other_words_are_not_found(text: str) -> None:
    assert set(vocabulary().action.targets(text)).isdisjoint({"emotion:smug", "event:weak", "prop:gun", "emotion:sad"})


def test_the_longest_phrase_wins() -> None:
    assert vocabulary().places.first("COFFEE SHOP") == "cafe"
    assert vocabulary().places.first("POLICE STATION") == "police_station"
    assert vocabulary().times.first("early morning") == "dawn"


def test_sentences_end_where_they_end() -> None:
    text = 'Mr. Kim waits... and waits. "Go!" she says. V.O. is on.\nThen Rain'
    assert [text[start:end] for start, end in sentence_places(text)] == [
        "Mr. Kim waits... and waits.", '"Go!" she says.', "V.O. is on.", "Then Rain",
    ]  # fmt: skip


def test_korean_particles_come_off() -> None:
    assert [without_particle(word) for word in ("지우가", "민수에게", "편지를")] == ["지우", "민수", "편지"]
    assert is_korean("민수")
    assert not is_korean("Minsu")


def test_dotted_letters_are_one_word() -> None:
    assert [token.stems for token in tokens_of("MINA (V.O.)")] == [("mina",), ("vo",)]


def test_the_vocabulary_is_loaded_once() -> None:
    assert vocabulary() is vocabulary()
