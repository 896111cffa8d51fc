from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.annotations import (
    apply_annotations,
    parse_annotations,
    read_annotations,
)
from screenplay2board.plan.lock import Lock, lock_of, read_lock, write_lock
from screenplay2board.plan.merge import merge
from screenplay2board.plan.paths import annotations_path, lock_path
from screenplay2board.plan.shots_text import write_annotations
from screenplay2board.plan.types import Actor, DialogueLine, ScenePlan, Shot, ShotList


def applied(shot_list: ShotList, text: str, lock: Lock | None = None) -> tuple[ShotList, list[str], dict[str, Shot]]:
    diagnostics = Diagnostics()
    annotations = parse_annotations(text, "f.yaml", lock, diagnostics)
    if annotations is not None:
        shot_list = apply_annotations(shot_list, annotations, diagnostics)
    lines = [
        f"{item.span.line}:{item.span.column} {item.code} {item.message} | {item.hint}" if item.span else item.message
        for item in diagnostics
    ]
    return shot_list, lines, {shot.id: shot for shot in shot_list.shots}


def hand_written(shots: str, scene: str = "1") -> str:
    return f"scenes:\n- scene: {scene}\n  shots:\n" + "".join(f"  {line}\n" for line in shots.splitlines())


def test_what_is_written_changes_nothing_when_it_is_applied(night: ShotList):
    text = write_annotations(night)
    result, problems, _ = applied(night, text, lock_of(night))
    assert problems == []
    assert result == night


def test_the_written_file_names_its_schema_and_is_yaml_for_everybody(night: ShotList):
    text = write_annotations(night)
    assert text.splitlines()[0] == "# yaml-language-server: $schema=.s2b/schemas/shots.schema.json"
    shots = yaml.safe_load(text)["scenes"][0]["shots"]
    assert shots[0]["action"] == "Mina sits at the table.\nAlone."
    assert shots[1]["dialogue"] == [{"MINA": "Who's there? #1"}]
    assert "angle" not in shots[0]
    assert "set" not in shots[0]


def test_every_field_can_be_decided(night: ShotList):
    text = hand_written(
        "- id: bbb\n  number: 1Z\n  size: Close-up\n  angle: Bird's eye\n  move: zoom\n  framing: over the shoulder\n"
        "  lens: telephoto\n  subject: [TOM, cup]\n  over: mina\n  props: [Letter, gun]\n  set: bar\n  time: sunset\n"
        "  weather: blizzard\n  action: New.\n  sound: Thunder.\n  notes: careful\n  transition: CUT TO\n"
        "  duration: 1:02.5\n  prompt: rainy bar\n  negative_prompt: blur\n  seed: 7\n"
        "  cast: {MINA: {pose: stand, emotion: rage, holding: gun, looks_at: TOM}}\n"
        "  dialogue:\n    - MINA (V.O.): (softly) Go.\n    - TOM: No."
    )
    _, problems, shots = applied(night, text)
    shot = shots["bbb"]
    assert problems == []
    assert (shot.number, shot.size, shot.angle, shot.move, shot.framing) == ("1Z", "CU", "overhead", "zoom in", "ots")
    assert (shot.lens, shot.subject, shot.over, shot.props) == ("long", ("TOM", "cup"), "MINA", ("letter", "gun"))
    assert (shot.set, shot.time_of_day, shot.weather) == ("bar", "dusk", "snow")
    assert (shot.action, shot.sound, shot.notes, shot.transition) == ("New.", "Thunder.", ("careful",), "CUT TO")
    assert (shot.duration_s, shot.prompt, shot.negative_prompt, shot.seed) == (62.5, "rainy bar", "blur", 7)
    assert shot.actors[0] == Actor(name="MINA", pose="stand", emotion="rage", holding=("gun",), looks_at="TOM")
    assert shot.actors[1].pose == "stand"
    assert shot.dialogue == (
        DialogueLine(character="MINA", text="Go.", parenthetical="softly", extension="V.O."),
        DialogueLine(character="TOM", text="No."),
    )
    assert set(shot.origins.values()) == {"yaml"}
    assert {"size", "actors", "duration_s", "dialogue", "seed"} <= set(shot.origins)


def test_only_what_differs_from_the_lock_is_a_decision(night: ShotList):
    text = write_annotations(night).replace("size: CU", "size: ECU")
    _, problems, shots = applied(night, text, lock_of(night))
    assert problems == []
    assert shots["bbb"].size == "ECU"
    assert shots["bbb"].origins == {"size": "yaml"}
    assert shots["aaa"].origins == {}


def test_a_new_proposal_holds_where_nobody_decided(
    night: ShotList,
    make_shot: Callable[..., Shot],
    make_scene: Callable[..., ScenePlan],
    make_list: Callable[..., ShotList],
):
    text = write_annotations(night).replace("over: TOM", "over: ANNA")
    shot = make_shot("bbb", "1", "1", says="Who's there? #1", size="MS", over="TOM", framing="ots")
    _, _, shots = applied(make_list(make_scene("1", "INT. KITCHEN - NIGHT", shot)), text, lock_of(night))
    assert (shots["bbb"].size, shots["bbb"].over) == ("MS", "ANNA")


def test_mistakes_have_a_place_and_a_nearest_name(night: ShotList):
    text = hand_written(
        "- id: bbc\n- id: aaa\n  sise: CU\n- number: 1B\n  size: HUGE\n  subject: [MINNA, TOM]\n"
        "  cast:\n    TOMM: {pose: sit}\n    MINA: {pose: sitt, looks_at: nobody}\n- id: aaa\n  size: CU"
    )
    _, problems, shots = applied(night, text + "- scene: 11\n  shots: []\n- scene: 3\n  mood: dark\n")
    assert problems[:4] == [
        "6:5 S2B212 unknown key `sise` in `scenes[1].shots[2]` | did you mean `size`?",
        "8:11 S2B213 unknown size `HUGE` | known: ECU, CU, MCU, MS, MLS, FS, LS, ELS",
        "12:20 S2B213 unknown pose `sitt` | did you mean `sit`?",
        "18:3 S2B212 unknown key `mood` in `scenes[3]` | known keys: heading, scene, set, shots, status, time, weather",
    ]
    assert "4:9 S2B222 unknown shot `bbc` | did you mean `bbb`?" in problems
    assert "9:15 S2B223 unknown name `MINNA` | did you mean `MINA`?" in problems
    assert "11:7 S2B223 unknown character `TOMM` | did you mean `TOM`?" in problems
    assert any(line.startswith("12:36 S2B223 unknown name `nobody`") for line in problems)
    assert "13:9 S2B222 shot `aaa` stands here twice | remove the `id` of the copy: it gets its own" in problems
    assert "15:10 S2B221 unknown scene `11` | did you mean `1`?" in problems
    assert shots["ccc"].subject == ("TOM",)
    assert shots["aaa"].size == "LS"


def test_unknown_keys_list_the_known_ones(night: ShotList):
    _, problems, _ = applied(night, hand_written("- id: aaa\n  zzz: 1"))
    assert problems == [
        "5:5 S2B212 unknown key `zzz` in `scenes[1].shots[1]` | known keys: action, angle, cast, dialogue, duration, "
        "effect, framing, id, lens, move, negative_prompt, notes, number, over, panel, prompt, props, seed, set, size, "
        "sound, status, subject, time, transition, weather, writing"
    ]


def test_a_shot_without_an_id_is_found_by_its_number_or_new(night: ShotList):
    text = hand_written(
        "- number: 1A\n  size: ECU\n- size: FS\n  action: A fly lands.\n  cast: {TOM: {pose: point}}\n- number: 1B\n"
    )
    result, problems, shots = applied(night, text)
    assert problems == []
    assert shots["bbb"].size == "ECU"
    assert shots["bbb"].number == "1A"
    new = result.scenes[0].shots[2]
    assert [shot.id for shot in result.scenes[0].shots] == ["aaa", "bbb", new.id, "ccc"]
    assert (new.number, new.size, new.set, new.action) == ("1C", "FS", "kitchen", "A fly lands.")
    assert new.id.startswith("own-")
    assert new.actors == (Actor(name="TOM", pose="point", emotion="angry", looks_at="MINA"),)
    assert new.subject == ("TOM",)
    assert new.span.line == 6


def test_a_new_shot_keeps_its_id_when_it_is_written_down(night: ShotList):
    text = write_annotations(night).replace("      - id: ccc", "      - size: FS\n      - id: ccc")
    before, _, _ = applied(night, text, lock_of(night))
    diagnostics = Diagnostics()
    merged = merge(night, parse_annotations(text, "f.yaml", lock_of(night), diagnostics), diagnostics)
    after, _, _ = applied(night, merged.text, merged.lock)
    assert [shot.id for shot in after.shots] == [shot.id for shot in before.shots]
    assert "      - id: own-" in merged.text


def test_the_order_of_the_file_holds_where_somebody_changed_it(night: ShotList):
    parts = write_annotations(night).split("\n\n      - id: ")
    swapped = "\n\n      - id: ".join([parts[0], parts[2].split("\n\n  - scene")[0], parts[1], "x"]).rsplit("\n\n", 1)[
        0
    ]
    result, problems, _ = applied(night, swapped + "\n", lock_of(night))
    assert [shot.id for shot in result.scenes[0].shots] == ["aaa", "ccc", "bbb"]
    assert [line.split(" | ")[0] for line in problems] == [
        "1:1 S2B224 1 shot of scene 2 deleted from the shots YAML, left out of the book"
    ]


def test_omitted_shots_and_scenes_stay_with_their_numbers(night: ShotList):
    text = write_annotations(night).replace("number: 1A", "number: 1A\n        status: omitted")
    text = text.replace("  - scene: 2", "  - status: omitted\n    scene: 2")
    _, problems, shots = applied(night, text, lock_of(night))
    assert problems == []
    assert [shot.status for shot in shots.values()] == ["active", "omitted", "active", "omitted"]
    assert shots["bbb"].number == "1A"


def test_a_shot_that_somebody_deleted_is_left_out(night: ShotList):
    text = write_annotations(night)
    start, end = text.index("\n      - id: bbb"), text.index("\n      - id: ccc")
    _, problems, shots = applied(night, text[:start] + text[end:], lock_of(night))
    assert shots["bbb"].status == "omitted"
    assert [line.split(" ")[1] for line in problems] == ["S2B224"]


def test_a_person_that_somebody_took_out_is_gone(night: ShotList):
    line = "          TOM: {pose: stand, emotion: angry, looks_at: MINA}\n"
    text = write_annotations(night).replace(line, "", 1)
    _, _, shots = applied(night, text, lock_of(night))
    assert [actor.name for actor in shots["aaa"].actors] == ["MINA"]
    assert [actor.name for actor in shots["bbb"].actors] == ["MINA", "TOM"]


def test_what_is_decided_for_a_scene_holds_for_its_shots_except_their_own(night: ShotList):
    text = write_annotations(night).replace("weather: clear", "weather: fog").replace("set: kitchen", "set: bar", 1)
    result, problems, shots = applied(night, text, lock_of(night))
    assert problems == []
    assert (result.scenes[0].set, result.scenes[0].weather) == ("bar", "fog")
    assert (shots["aaa"].set, shots["aaa"].weather, shots["ccc"].weather) == ("bar", "fog", "rain")
    assert shots["aaa"].origins == {"set": "yaml", "weather": "yaml"}


def test_shots_of_a_lost_script_stay_omitted(
    night: ShotList, make_scene: Callable[..., ScenePlan], make_list: Callable[..., ShotList]
):
    shorter = make_list(make_scene("1", "INT. KITCHEN - NIGHT", *night.scenes[0].shots[:2]))
    text = write_annotations(night).replace("size: CU", "size: ECU")
    result, problems, shots = applied(shorter, text, lock_of(night))
    assert problems == []
    assert shots["ccc"].status == "omitted"
    assert shots["ccc"].number == "1B"
    assert [scene.number for scene in result.scenes] == ["1"]


def test_empty_values_clear_what_can_be_empty(night: ShotList):
    text = hand_written("- id: bbb\n  over:\n  props: []\n  size:\n  dialogue: []\n- id: ccc\n  action: ''")
    _, problems, shots = applied(night, text)
    assert problems == []
    assert (shots["bbb"].over, shots["bbb"].props, shots["bbb"].size, shots["bbb"].dialogue) == (None, (), "CU", ())
    assert shots["ccc"].action == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n", "S2B213 a list or text stands here, expected `scenes:`"),
        ("scenes: 3\n", "S2B213 `scenes` is `3`, expected a list"),
        ("scenes:\n- 3\n", "S2B213 `item 1` is `3`, expected keys with values"),
        ("a: [\n", "S2B211 cannot be read as YAML: while parsing a flow node did not find expected node content"),
        ("a: &a [*a]\n", "S2B211 unknown alias `*a`"),
        ("a: 1\na: 2\n", "S2B211 key `a` stands here twice"),
        (
            "scenes:\n- scene: 1\n  shots:\n  - duration: -3\n",
            "S2B213 `duration` is `-3`, expected seconds such as `2.5`",
        ),
    ],
)
def test_files_that_cannot_be_understood_are_reported(night: ShotList, text: str, problem: str):
    _, problems, _ = applied(night, text)
    assert [line.split(" ", 1)[1].split(" | ")[0] for line in problems] == [problem]


def test_files_are_read_with_their_lock(tmp_path: Path, night: ShotList):
    script = tmp_path / "night.fountain"
    path = annotations_path(script)
    assert path.name == "night.shots.yaml"
    diagnostics = Diagnostics()
    merged = merge(night, None, diagnostics)
    path.write_text(merged.text, "utf-8", newline="")
    lock_path(path).write_text(write_lock(merged.lock), "utf-8")
    annotations = read_annotations(path, diagnostics)
    assert annotations is not None
    assert annotations.root is None  # nobody has decided anything: it is not even parsed
    assert apply_annotations(night, annotations, diagnostics) == night
    path.write_text(merged.text.replace("size: CU", "size: MCU"), "utf-8", newline="")
    annotations = read_annotations(path, diagnostics)
    assert annotations is not None
    assert annotations.lock == merged.lock
    assert apply_annotations(night, annotations, diagnostics).shots[1].size == "MCU"
    assert len(diagnostics) == 0


@pytest.mark.parametrize("damage", ["{", '{"format": 2}', '{"format": 1, "written": "", "scenes": [3]}', "[" * 100_000])
def test_a_damaged_lock_is_a_warning_and_not_used(tmp_path: Path, damage: str):
    path = tmp_path / "night.shots.lock"
    path.write_text(damage, "utf-8")
    diagnostics = Diagnostics()
    assert read_lock(path, "", diagnostics) is None
    assert [(item.code, item.severity) for item in diagnostics] == [("S2B230", "warning")]


def test_unreadable_files_are_reported(tmp_path: Path):
    (tmp_path / "a.yaml").write_bytes(b"scenes:\n- \xff\n")
    diagnostics = Diagnostics()
    assert read_annotations(tmp_path / "a.yaml", diagnostics) is None
    assert read_annotations(tmp_path, diagnostics) is None
    assert [str(item.span.line) if item.span else "-" for item in diagnostics] == ["2", "-"]
