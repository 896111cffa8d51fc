"""The three-way merge: what people decided is never lost, and what nobody changed stays byte for byte."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.annotations import Annotations, apply_annotations, parse_annotations
from screenplay2board.plan.lock import Lock, digest, lock_of
from screenplay2board.plan.merge import Merged, merge
from screenplay2board.plan.types import Actor, ScenePlan, Shot, ShotList

MakeShot = Callable[..., Shot]
MakeScene = Callable[..., ScenePlan]
MakeList = Callable[..., ShotList]


def read(text: str, lock: Lock | None) -> Annotations:
    diagnostics = Diagnostics()
    annotations = parse_annotations(text, "f.yaml", lock, diagnostics)
    assert annotations is not None
    return annotations


def merged(shot_list: ShotList, text: str, lock: Lock | None) -> tuple[Merged, list[str]]:
    diagnostics = Diagnostics()
    result = merge(shot_list, read(text, lock), diagnostics)
    return result, [f"{item.span.line if item.span else 0} {item.code} {item.message}" for item in diagnostics]


def changed(shot_list: ShotList, id: str, **changes: object) -> ShotList:
    scenes = (
        replace(scene, shots=tuple(replace(s, **changes) if s.id == id else s for s in scene.shots))  # type: ignore[arg-type]
        for scene in shot_list.scenes
    )
    return replace(shot_list, scenes=tuple(scenes))


@pytest.fixture
def written(night: ShotList) -> Merged:
    return merge(night, None, Diagnostics())


def test_a_first_proposal_is_written_whole_with_its_lock(night: ShotList, written: Merged):
    assert written.text.count("- id:") == 4
    assert written.lock == replace(lock_of(night), written=digest(written.text))


def test_nothing_changes_where_nothing_has_changed(night: ShotList, written: Merged):
    result, problems = merged(night, written.text, written.lock)
    assert result == written
    assert problems == []


def test_a_new_value_replaces_a_proposed_one_and_nothing_else(night: ShotList, written: Merged):
    text = written.text.replace("size: CU", "size:   CU   # tight").replace("scenes:", "scenes: # mine", 1)
    result, problems = merged(changed(night, "bbb", size="MS"), text, written.lock)
    assert problems == []
    assert result.text == text.replace("size:   CU   # tight", "size:   MS   # tight")


def test_a_decision_stays_and_the_rest_of_its_shot_follows(night: ShotList, written: Merged):
    text = written.text.replace("size: CU", "size: ECU")
    result, problems = merged(changed(night, "bbb", move="push in", over="ANNA"), text, written.lock)
    assert problems == []
    assert result.text == text.replace("over: TOM", "over: ANNA").replace(
        "size: ECU\n", "size: ECU\n        move: push in\n"
    )


def test_a_real_conflict_keeps_the_decision_and_shows_both_sides(night: ShotList, written: Merged):
    text = written.text.replace("size: CU", "size: ECU")
    result, problems = merged(changed(night, "bbb", size="MS"), text, written.lock)
    line = text[: text.index("size: ECU")].count("\n") + 1
    assert problems == [f"{line} S2B232 `size` of shot 1A is yours, `ECU`; the new proposal is `MS`, was `CU`"]
    assert result.text == text
    again, problems = merged(changed(night, "bbb", size="MS"), result.text, result.lock)
    assert problems == []
    assert again == result


def test_a_conflict_is_told_at_its_place_in_the_file_as_it_is_written(
    night: ShotList, written: Merged, make_list: MakeList, make_scene: MakeScene, make_shot: MakeShot
):
    text = written.text.replace("size: CU", "size: ECU")
    text = text.replace("heading: EXT. STREET - NIGHT\n    set: kitchen", "heading: EXT. STREET - NIGHT\n    set: hall")
    proposed = changed(night, "bbb", size="MS")
    street = replace(proposed.scenes[1], set="alley")
    before = make_scene("0", "INT. HALL - DAY", make_shot("new", "0", "0", "A hall."))
    proposed = make_list(before, proposed.scenes[0], street)
    places: dict[bool, list[str]] = {}
    for to_write in (True, False):
        diagnostics = Diagnostics()
        result = merge(proposed, read(text, written.lock), diagnostics, to_write=to_write)
        lines = (result.text if to_write else text).split("\n")
        spans = [item.span for item in diagnostics if item.span]
        places[to_write] = [lines[span.line - 1].strip() for span in spans]
    assert places[True] == places[False] == ["size: ECU", "set: hall"]


def test_where_both_decided_the_same_there_is_no_conflict(night: ShotList, written: Merged):
    result, problems = merged(
        changed(night, "bbb", size="MS"), written.text.replace("size: CU", "size: MS"), written.lock
    )
    assert problems == []
    assert "size: CU" not in result.text


def test_a_value_that_is_proposed_no_more_goes_and_its_comment_stays(night: ShotList, written: Merged):
    text = written.text.replace("over: TOM", "over: TOM  # left side!")
    result, problems = merged(changed(night, "bbb", over=None, props=()), text, written.lock)
    assert problems == []
    assert result.text == text.replace("over: TOM  # left", "# left").replace("        props: [cup]\n", "")


def test_a_deleted_line_does_not_come_back(night: ShotList, written: Merged):
    text = written.text.replace("        over: TOM\n", "")
    result, _ = merged(changed(night, "bbb", over="ANNA"), text, written.lock)
    assert result.text == text


def test_people_are_merged_one_by_one(night: ShotList, written: Merged):
    text = written.text.replace("MINA: {pose: sit}", "MINA: {pose: sit, emotion: fear}", 1)
    actors = (Actor(name="MINA", pose="stand"), Actor(name="ANNA", pose="walk"))
    result, problems = merged(changed(night, "aaa", actors=actors), text, written.lock)
    assert problems == []
    start = result.text.index("cast:")
    assert result.text[start:].splitlines()[:4] == [
        "cast:",
        "          MINA: {pose: stand, emotion: fear}",
        "          ANNA: {pose: walk}",
        "        duration: 2",
    ]


def test_new_shots_come_behind_the_shot_they_follow(
    night: ShotList, written: Merged, make_shot: MakeShot, make_scene: MakeScene, make_list: MakeList
):
    first, second = night.scenes
    new = make_shot("new", "1B", "1", "A fly lands.", size="ECU", framing="insert")
    shots = (*first.shots[:2], new, replace(first.shots[2], number="1C"))
    inserted = make_scene("2", "INT. CELLAR - NIGHT", make_shot("cel", "2", "2", "Dark."))
    renumbered = replace(second, number="3", shots=(replace(second.shots[0], number="3", scene_number="3"),))
    text = written.text.replace("      - id: ccc", "      # about ccc\n      - id: ccc")
    result, problems = merged(make_list(replace(first, shots=shots), inserted, renumbered), text, written.lock)
    assert problems == []
    assert re.findall(r"- id: (\w+)|  - scene: (\d)", result.text) == [
        ("", "1"), ("aaa", ""), ("bbb", ""), ("new", ""), ("ccc", ""), ("", "2"), ("cel", ""), ("", "3"), ("ddd", ""),
    ]  # fmt: skip
    kept = (
        result.text.replace("number: 1C", "number: 1B")
        .replace("scene: 3", "scene: 2")
        .replace("number: 3", "number: 2")
    )
    assert set(text.splitlines()) <= set(kept.splitlines())


def test_lost_shots_and_scenes_are_omitted_and_come_back(night: ShotList, written: Merged, make_list: MakeList):
    first, second = night.scenes
    text = written.text.replace("size: CU", "size: ECU")
    shorter = make_list(replace(first, shots=(first.shots[0], first.shots[2])))
    result, problems = merged(shorter, text, written.lock)
    assert problems == []
    assert result.text == text.replace("number: 1A\n", "number: 1A\n        status: omitted\n").replace(
        "heading: EXT. STREET - NIGHT\n", "heading: EXT. STREET - NIGHT\n    status: omitted\n"
    )
    assert merged(shorter, result.text, result.lock)[0] == result
    back, problems = merged(night, result.text, result.lock)
    assert problems == []
    assert back.text == text
    del second


def test_moved_scenes_are_followed_with_their_comments(night: ShotList, written: Merged, make_list: MakeList):
    first, second = night.scenes
    text = written.text.replace("  - scene: 2", "  # the chase\n  - scene: 2")
    swapped = make_list(replace(second, number="1"), replace(first, number="2"))
    result, problems = merged(swapped, text, written.lock)
    assert problems == []
    assert result.text.index("# the chase\n  - scene: 1\n    heading: EXT.") < result.text.index(
        "scene: 2\n    heading: INT."
    )
    assert sorted(result.text.replace("scene: 1", "scene: 2").split()) == sorted(
        text.replace("scene: 1", "scene: 2").split()
    )


def test_a_line_that_moves_to_another_scene_takes_its_decisions_along(
    night: ShotList, written: Merged, make_list: MakeList
):
    first, second = night.scenes
    text = written.text.replace("action: She runs.", "action: She runs.\n        seed: 7  # good one")
    moved = replace(second.shots[0], scene_number="1", number="1C")
    other = replace(first.shots[0], id="zzz", action="A cat.", number="2", scene_number="2")
    result, problems = merged(
        make_list(replace(first, shots=(*first.shots, moved)), replace(second, shots=(other,))), text, written.lock
    )
    assert problems == []
    scene_one = result.text.split("  - scene: 2")[0]
    assert "seed: 7  # good one" in scene_one
    assert "number: 1C" in scene_one
    assert "id: zzz" in result.text.split("  - scene: 2")[1]


def test_a_shot_somebody_deleted_stays_deleted(night: ShotList, written: Merged):
    start, end = written.text.index("\n      - id: bbb"), written.text.index("\n      - id: ccc")
    text = written.text[:start] + written.text[end:]
    result, _ = merged(changed(night, "bbb", size="MS"), text, written.lock)
    assert result.text == text
    assert "bbb" in [shot.id for scene in result.lock.scenes for shot in scene.shots]


def test_own_shots_stay_where_they_stand_and_get_an_id(night: ShotList, written: Merged):
    text = written.text.replace(
        "      - id: ccc", "      - size: FS  # mine\n        action: A fly.\n\n      - id: ccc"
    )
    result, problems = merged(changed(night, "ccc", size="CU"), text, written.lock)
    assert problems == []
    own = re.search(r"- id: (own-\w+)\n        size: FS  # mine\n        action: A fly\.\n", result.text)
    assert own is not None
    assert merged(changed(night, "ccc", size="CU"), result.text, result.lock)[0] == result


def test_without_a_lock_everything_written_is_a_decision(night: ShotList):
    text = "scenes:\n- scene: 1\n  shots:\n  - number: 1A\n    size: ECU # yes\n"
    result, problems = merged(night, text, None)
    assert problems == []
    assert result.text.startswith("scenes:\n- scene: 1\n  shots:\n  - id: aaa\n    number: 1\n")
    assert "  - id: bbb\n    number: 1A\n    size: ECU # yes\n" in result.text
    assert re.findall(r"id: (\w+)", result.text) == ["aaa", "bbb", "ccc", "ddd"]
    assert merged(night, result.text, result.lock)[0] == result


def test_windows_line_ends_and_a_missing_last_one_are_kept(night: ShotList, written: Merged, make_shot: MakeShot):
    text = "\ufeff" + written.text.rstrip("\n").replace("\n", "\r\n")
    scene = night.scenes[1]
    longer = replace(scene, shots=(*scene.shots, make_shot("eee", "2A", "2", "She stops.")))
    result, problems = merged(
        changed(replace(night, scenes=(night.scenes[0], longer)), "aaa", size="ELS"), text, written.lock
    )
    assert problems == []
    assert result.text.startswith(text.split("size: LS")[0])
    assert "size: ELS\r\n" in result.text
    assert result.text.replace("\r\n", "").count("\n") == 0
    assert "action: She stops.\r\n" in result.text


def test_shots_in_braces_are_edited_in_place(night: ShotList):
    lock = lock_of(night)
    text = (
        "scenes:\n- scene: 1\n  shots:\n  - {id: aaa, size: LS, cast: {MINA: {pose: sit}, TOM: {pose: stand}}}  # a\n"
    )
    text += "  - {id: bbb, size: CU, # why\n     over: TOM}\n"
    actors = (Actor(name="MINA", pose="run"), Actor(name="TOM", pose="stand"))
    proposal = changed(changed(night, "aaa", move="follow", actors=actors), "bbb", size="MS", over=None)
    result, problems = merged(proposal, text, lock)
    assert problems == []
    assert result.text == (
        "scenes:\n- scene: 1\n  shots:\n"
        "  - {id: aaa, size: LS, move: follow, cast: {MINA: {pose: run}, TOM: {pose: stand}}}  # a\n"
        "  - {id: bbb, size: MS, # why\n     over: TOM}\n"
    )


def test_shared_values_are_never_edited(night: ShotList):
    text = "scenes:\n- scene: 1\n  shots:\n  - id: aaa\n    size: &s LS\n  - id: bbb\n    size: *s\n"
    result, problems = merged(changed(night, "aaa", size="FS"), text, lock_of(night))
    assert result.text == text
    assert problems == ["5 S2B232 `size` of shot aaa is yours, `LS`; the new proposal is `FS`, was `LS`"]


@pytest.mark.parametrize(
    "text",
    [
        "scenes: [{scene: 1, shots: []}]\n",
        "{scenes: []}\n",
        "scenes:\n- {scene: 1, shots: [{id: aaa}]}\n",
        "screenplay: x\n",
    ],
)
def test_files_that_cannot_be_edited_by_lines_stay_as_they_are(night: ShotList, text: str):
    result, problems = merged(night, text, None)
    assert result.text == text
    assert ["S2B231" in line for line in problems] == [True]


def test_comments_in_an_otherwise_empty_file_stay(night: ShotList):
    result, _ = merged(night, "# to do\n", None)
    assert result.text.startswith("# to do\n# yaml-language-server")
    assert "id: ddd" in result.text


# Properties


WORDS = ("rain", "door", "she", "runs", "light", "hand", "night", "waits", "opens", "car")
DECISIONS: tuple[tuple[str, str], ...] = (
    ("size", "ECU"), ("angle", "worm"), ("move", "whip pan"), ("lens", "long"), ("seed", "41"), ("sound", "Boom #1"),
    ("notes", "[why, not]"), ("action", '"Own: words"'), ("duration", "9.5"), ("prompt", "ink"), ("over", "ANNA"),
    ("status", "omitted"), ("weather", "fog"), ("props", "[gun]"), ("subject", "[TOM]"),
    ("cast", "{ANNA: {pose: run}}"),
)  # fmt: skip


def _draw_list(chance: random.Random, make: tuple[MakeShot, MakeScene, MakeList]) -> ShotList:
    make_shot, make_scene, make_list = make
    scenes: list[ScenePlan] = []
    for number in range(1, chance.randint(1, 4) + 1):
        shots = tuple(
            _draw_shot(chance, make_shot, f"p{number}{index}", str(number), index)
            for index in range(chance.randint(1, 4))
        )
        heading = f"INT. {chance.choice(WORDS).upper()} - NIGHT"
        scenes.append(make_scene(str(number), heading, *shots))
    return make_list(*scenes)


def _draw_shot(chance: random.Random, make_shot: MakeShot, id: str, scene: str, index: int) -> Shot:
    words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 6)))
    says = " ".join(chance.choice(WORDS) for _ in range(4)) if chance.random() < 0.3 else ""
    return make_shot(
        id,
        f"{scene}{'ABCDEFG'[index - 1] if index else ''}",
        scene,
        words + (".\nAnd on: #2" if chance.random() < 0.2 else ""),
        says=says,
        size=chance.choice(("CU", "MS", "LS")),
        move=chance.choice(("static", "follow")),
        over=chance.choice((None, "TOM")),
        props=chance.choice(((), ("cup",), ("cup", "gun"))),
        notes=chance.choice(((), ("one", "- two"))),
        weather=chance.choice(("clear", "rain")),
    )


def _edit_script(chance: random.Random, shot_list: ShotList, make: tuple[MakeShot, MakeScene, MakeList]) -> ShotList:
    """Change what the planner would propose: scenes and shots come, go, move and change; numbers and ids with them."""
    make_shot, make_scene, make_list = make
    scenes = list(shot_list.scenes)
    for _ in range(chance.randint(0, 4)):
        kind = chance.choice(
            ("drop scene", "move scene", "add scene", "drop shot", "add shot", "change shot", "move shot")
        )
        if kind == "add scene" or not scenes:
            new = _draw_shot(chance, make_shot, f"n{chance.randint(0, 99)}", "9", 0)
            scenes.insert(chance.randint(0, len(scenes)), make_scene("9", f"EXT. {chance.choice(WORDS).upper()}", new))
            continue
        at = chance.randrange(len(scenes))
        shots = list(scenes[at].shots)
        if kind == "drop scene":
            scenes.pop(at)
        elif kind == "move scene":
            scenes.insert(chance.randint(0, len(scenes) - 1), scenes.pop(at))
        elif kind == "add shot":
            shots.insert(
                chance.randint(0, len(shots)), _draw_shot(chance, make_shot, f"n{chance.randint(0, 99)}", "9", 0)
            )
            scenes[at] = replace(scenes[at], shots=tuple(shots))
        elif shots:
            shot = shots.pop(chance.randrange(len(shots)))
            if kind == "change shot":
                shots.insert(
                    chance.randint(0, len(shots)),
                    replace(_draw_shot(chance, make_shot, shot.id, "9", 0), action=shot.action),
                )
            elif kind == "move shot":
                shots.insert(chance.randint(0, len(shots)), shot)
            scenes[at] = replace(scenes[at], shots=tuple(shots))
    renumbered: list[ScenePlan] = []
    seen: set[str] = set()
    for number, scene in enumerate(scenes, start=1):
        shots = []
        for index, shot in enumerate(scene.shots):
            id = shot.id if shot.id not in seen else f"{shot.id}x{number}{index}"
            seen.add(id)
            letter = "ABCDEFGHJK"[index - 1] if index else ""
            shots.append(replace(shot, id=id, number=f"{number}{letter}", scene_number=str(number)))
        renumbered.append(replace(scene, number=str(number), shots=tuple(shots)))
    return make_list(*renumbered)


def _edit_file(chance: random.Random, text: str) -> tuple[str, list[str]]:
    """Edit a shots YAML as people do; return it with the lines that carry decisions and comments of theirs."""
    lines = text.split("\n")
    marks: list[str] = []
    for count in range(chance.randint(0, 6)):
        places = [n for n, line in enumerate(lines) if re.match(r"      - id:", line)]
        if not places:
            break
        at = chance.choice(places)
        end = next((n for n in range(at + 1, len(lines)) if re.match(r"      - |  - |$", lines[n])), len(lines))
        kind = chance.choice(("set", "set", "comment", "own shot", "blank", "tail", "delete", "swap", "braces"))
        if kind == "comment":
            marks.append(f"{chance.choice(('', '      ', '        '))}# remark {count}")
            lines.insert(chance.choice((at, end)), marks[-1])
        elif kind == "blank":
            lines.insert(at, "")
        elif kind == "tail":
            marks.append(f"  # tail {count}")
            lines[at] += marks[-1]
        elif kind == "delete":
            plain = [
                n for n in range(at + 1, end) if re.match(r"        (size|move|over|props|weather): \w+$", lines[n])
            ]
            if plain:
                lines.pop(chance.choice(plain))
        elif kind == "swap":
            after = next((n for n in range(end + 1, len(lines)) if re.match(r"      - |  - |$", lines[n])), len(lines))
            if end in places or (end + 1 in places and not lines[end]):
                gap = 0 if lines[end] else 1
                lines[at:after] = [*lines[end + gap : after], *lines[end : end + gap], *lines[at:end]]
        elif kind == "braces":
            marks.append(f"size: FS, action: Own shot {count}.}} # flow")
            lines[end:end] = [f"      - {{{marks[-1]}"]
        elif kind == "own shot":
            marks.append(f"action: Own shot {count}.")
            lines[end:end] = [f"      - {marks[-1]}", "        size: FS"]
        else:
            _decide(chance, lines, at, end, marks)
    return "\n".join(lines), marks


def _decide(chance: random.Random, lines: list[str], at: int, end: int, marks: list[str]) -> None:
    key, value = chance.choice(DECISIONS)
    if any(line.startswith(f"        {key}:") and ("# mine" in line or "Own" in line) for line in lines[at:end]):
        return
    marks.append(f"        {key}: {value}  # mine {len(marks)}")
    found = next((n for n in range(at, end) if lines[n].startswith(f"        {key}:")), None)
    if found is None:
        lines.insert(at + 1, marks[-1])
        return
    last = found + 1
    while last < end and lines[last].startswith("          "):
        last += 1
    lines[found:last] = [marks[-1]]


def _entries(text: str) -> list[str]:
    """Return every line that says something, without its indentation."""
    return [line.strip() for line in text.split("\n") if line.strip()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_nothing_human_is_lost_whatever_people_and_scripts_do(
    seed: int, make_shot: MakeShot, make_scene: MakeScene, make_list: MakeList
):
    chance = random.Random(seed)
    make = (make_shot, make_scene, make_list)
    shot_list = _draw_list(chance, make)
    current = merge(shot_list, None, Diagnostics())
    text, lock, marks = current.text, current.lock, list[str]()
    for _ in range(3):
        edited, more = _edit_file(chance, text)
        marks += more
        shot_list = _edit_script(chance, shot_list, make)
        result, problems = merged(shot_list, edited, lock)
        assert not [line for line in problems if "S2B233" in line or "S2B231" in line], problems
        for mark in marks:
            assert mark.strip() in "\n".join(_entries(result.text)), mark
        again, problems = merged(shot_list, result.text, result.lock)
        assert again.text == result.text
        assert again.lock == result.lock
        assert problems == []
        diagnostics = Diagnostics()
        annotated = apply_annotations(shot_list, read(result.text, result.lock), diagnostics)
        assert not [item for item in diagnostics if item.severity == "error"]
        assert len({shot.id for shot in annotated.shots}) == len(annotated.shots)
        text, lock = result.text, result.lock


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_without_a_new_proposal_a_file_changes_only_by_ids(
    seed: int, make_shot: MakeShot, make_scene: MakeScene, make_list: MakeList
):
    chance = random.Random(seed)
    shot_list = _draw_list(chance, (make_shot, make_scene, make_list))
    current = merge(shot_list, None, Diagnostics())
    edited, _ = _edit_file(chance, current.text)
    result, problems = merged(shot_list, edited, current.lock)
    assert problems == []
    assert re.sub(r"id: own-\w+(?:, |\n {8})", "", result.text) == edited
