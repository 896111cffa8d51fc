"""The quality gate: what is blank, framed otherwise, empty or crowded is refused; judges agree or the panel waits."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from screenplay2board.diagnostics import Diagnostics
from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.diffusion import judging, project, vlm
from screenplay2board.render.diffusion.backend import card_fingerprint
from screenplay2board.render.diffusion.cards import ModelCard
from screenplay2board.render.diffusion.framing import framing_judge
from screenplay2board.render.diffusion.judge import HeadsJudge, Verdict, compared, plain_judge
from screenplay2board.render.diffusion.judging import Judges
from screenplay2board.render.diffusion.project import check_judge
from screenplay2board.render.sketch.drawing import draw
from screenplay2board.render.sketch.people import SeenHead
from screenplay2board.stage.director import direct
from screenplay2board.stage.types import Stage, StageBrief

torch.set_num_threads(1)
PAIR = StageBrief(
    set="room", set_seed=1, interior=True, time_of_day="day", weather="clear", roster=("MINA", "JUN"),
    looks=(("MINA", CharacterLook(gender="female")), ("JUN", CharacterLook())),
    actors=(Actor(name="MINA"), Actor(name="JUN")), props=(), subject=("MINA", "JUN"), over=None, size="FS",
    angle="eye", move="static", framing="two-shot", lens="normal", frame_px=(320, 180),
)  # fmt: skip
ONE = replace(PAIR, subject=("MINA",), actors=(Actor(name="MINA"),), roster=("MINA",), framing="single")
GREY = np.full((90, 160, 3), 128, dtype=np.uint8)


def card(*judges: str, **more: str) -> ModelCard:
    return ModelCard.model_validate({"base": "random:0", "judges": list(judges), **more})


def stage_of(brief: StageBrief) -> Stage:
    return direct(brief)


def drawn(stage: Stage) -> np.ndarray:
    return np.repeat(draw(stage, style="ink", seed=1).picture[..., None], 3, axis=2)


def test_the_framing_judge_tells_a_close_shot_from_a_full_one():
    close, full = stage_of(replace(ONE, size="CU")), stage_of(replace(ONE, size="FS"))
    assert framing_judge(drawn(close), close).accepted
    assert framing_judge(drawn(full), full).accepted
    refused = framing_judge(drawn(close), full)
    assert not refused.accepted
    assert refused.reason == "it looks like a close-up shot, FS is a full one"
    assert refused.score < framing_judge(drawn(full), full).score


def test_the_framing_judge_leaves_pictures_of_nobody_alone():
    insert = stage_of(replace(ONE, subject=("LETTER",), props=("letter",), framing="insert", size="CU"))
    assert not insert.subject_figures
    assert framing_judge(GREY, insert).accepted


THREE = replace(
    PAIR, roster=("MINA", "JUN", "SORA"), looks=(*PAIR.looks, ("SORA", CharacterLook(gender="female", hair="bun"))),
    actors=(*PAIR.actors, Actor(name="SORA")), subject=("MINA", "JUN", "SORA"), framing="group",
)  # fmt: skip


@pytest.mark.parametrize("size", ["CU", "MCU", "MS", "MLS", "FS"])
def test_the_heads_judge_accepts_drawings_of_their_own_stage(size: str):
    judge = HeadsJudge(card("heads"))
    for brief in (ONE, PAIR):
        stage = stage_of(replace(brief, size=size))
        verdict = judge(drawn(stage), stage)
        assert verdict.accepted, (size, verdict)


def test_a_picture_of_another_size_is_refused_by_its_heads():
    judge = HeadsJudge(card("heads"))
    close, full = stage_of(replace(ONE, size="CU")), stage_of(ONE)
    refused = judge(drawn(close), full)
    assert not refused.accepted
    assert refused.reason.endswith("of the frame's height, the stage has 0.11")
    assert not judge(drawn(full), close).accepted
    assert refused.score < judge(drawn(full), full).score


def test_a_picture_without_its_people_is_refused():
    judge = HeadsJudge(card("heads"))
    stage = stage_of(replace(PAIR, size="MS"))
    empty = judge(drawn(replace(stage, figures=())), stage)
    assert not empty.accepted
    assert empty.reason == "no head is found, the stage has 2"


def test_a_picture_with_somebody_twice_is_refused():
    judge = HeadsJudge(card("heads"))
    one = stage_of(replace(ONE, size="MS"))
    doubled = judge(drawn(stage_of(replace(THREE, size="MS"))), one)
    assert not doubled.accepted
    assert doubled.reason == "3 heads are found, the stage has 1"
    assert not judge(drawn(one), replace(one, figures=(), subject_figures=())).accepted


def test_heads_that_are_measured_are_those_that_can_be_seen():
    def head(height: float, shown: float = 1.0) -> SeenHead:
        return SeenHead(figure=1, x=50, y=50, height=height, shown=shown)

    assert compared([0.5], [head(50), head(11)], 100).accepted
    assert compared([], [head(50, shown=0.1), head(3)], 100).accepted, "of neither enough is seen"
    assert compared([], [head(150)], 100).accepted, "a head larger than the frame is not found"
    assert compared([0.3], [head(42)], 100).accepted
    assert not compared([0.3], [head(60)], 100).accepted
    missing, both = (compared(found, [head(30), head(30)], 100) for found in ([0.3], [0.3, 0.3]))
    assert missing.accepted
    assert missing.score < both.score
    assert compared([0.3], [], 100).reason == "1 head is found, the stage has 0"


def test_all_judges_must_accept_and_the_lowest_score_counts(monkeypatch: pytest.MonkeyPatch):
    verdicts = {
        "kind": lambda picture, stage: Verdict(accepted=True, score=0.9),
        "strict": lambda picture, stage: Verdict(accepted=False, score=0.2, reason="too plain"),
        "broken": lambda picture, stage: 1 / 0,
    }
    monkeypatch.setattr(judging, "load", lambda kind, name: verdicts[name])
    stage = stage_of(ONE)
    assert Judges(card("kind"))(GREY, stage) == Verdict(accepted=True, score=0.9)
    assert Judges(card("kind", "strict"))(GREY, stage) == Verdict(accepted=False, score=0.2, reason="too plain")
    broken = Judges(card("broken"))(GREY, stage)
    assert broken.accepted
    assert broken.reason == "the judge `broken` failed: ZeroDivisionError: division by zero"
    assert Judges(card())(GREY, stage).accepted


def test_blank_pictures_are_refused():
    stage = stage_of(ONE)
    assert plain_judge(GREY, stage).reason == "the picture is blank"
    assert plain_judge(GREY * 0, stage).reason == "the picture is black"
    assert plain_judge(drawn(stage), stage).accepted


def test_judges_that_are_not_there_are_told(monkeypatch: pytest.MonkeyPatch):
    diagnostics = Diagnostics()
    check_judge("framming", card(), diagnostics)
    check_judge("heads", card(), diagnostics)
    check_judge("heads", card(head_detector="drawing"), diagnostics)
    check_judge("framing", card(), diagnostics)
    check_judge("vlm", card(), diagnostics)
    check_judge("vlm", card(vlm="models/qwen2-vl"), diagnostics)
    assert [(item.message, item.hint) for item in diagnostics] == [
        ("there is no judge `framming`", "did you mean `framing`?"),
        ("there is no detector of heads `drawing`", "did you mean `drawings`?"),
        (
            "the judge `vlm` needs a vision-language model",
            'name the folder of one that is on this machine: `vlm = "models/qwen2-vl"`',
        ),
    ]
    found = Diagnostics()
    monkeypatch.setattr(project, "names", lambda kind: ("heads", "mine"))
    check_judge("heads", card(head_detector="mine"), found)
    assert list(found) == []


@pytest.mark.parametrize(
    ("answer", "accepted", "score"), [("Full.", True, 1.0), ("a closeup", False, 0.0), ("I cannot tell", True, 0.5)]
)
def test_a_language_model_refuses_what_it_says_is_another_size(
    monkeypatch: pytest.MonkeyPatch, answer: str, accepted: bool, score: float
):
    opened: list[str] = []
    monkeypatch.setattr(vlm, "open_asker", lambda source: (opened.append(source), lambda picture: answer)[1])
    judges = Judges(card("vlm", vlm="models/qwen2-vl"))
    assert opened == [], "it is loaded at the first picture"
    stage = stage_of(ONE)
    for _ in range(2):
        verdict = judges(GREY, stage)
        assert (verdict.accepted, verdict.score) == (accepted, score)
    assert opened == ["models/qwen2-vl"]
    assert accepted or verdict.reason == "the vision-language model sees a close-up shot, FS is a full one"


def test_a_language_model_that_is_not_there_refuses_nothing_and_says_so(tmp_path: Path):
    verdict = Judges(card("vlm", vlm=str(tmp_path)))(GREY, stage_of(ONE))
    assert verdict.accepted
    assert f"there is no vision-language model in `{tmp_path}`" in verdict.reason


def test_a_card_names_the_models_files_and_not_its_place(tmp_path: Path):
    keys = []
    for name, byte in (("here", b"0"), ("there", b"0"), ("other", b"1")):
        (tmp_path / name).mkdir()
        header = b'{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}'
        data = len(header).to_bytes(8, "little") + header + byte
        (tmp_path / name / "model.safetensors").write_bytes(data)
        keys.append(card_fingerprint(card("vlm", vlm=str(tmp_path / name))))
    assert keys[0] == keys[1]
    assert keys[0] != keys[2]
