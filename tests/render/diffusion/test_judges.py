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
from screenplay2board.render.diffusion.judge import HeadsJudge, Verdict, heads_in_frame, plain_judge
from screenplay2board.render.diffusion.judging import Judges
from screenplay2board.render.diffusion.project import check_judge
from screenplay2board.render.sketch.drawing import draw
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


def heads(*shares: float, frame: int = 180) -> HeadsJudge:
    return HeadsJudge(lambda picture: [(0, 0, 10, share * frame) for share in shares])


def test_heads_are_counted_and_measured():
    stage = stage_of(PAIR)
    picture = np.zeros((180, 320, 3), dtype=np.uint8)
    assert heads_in_frame(stage) == 2
    assert heads(0.11, 0.11)(picture, stage).accepted
    assert heads()(picture, stage).reason == "no head can be found"
    assert heads(0.11, 0.11, 0.1)(picture, stage).reason == "3 heads can be found, the stage has 2"
    assert heads(0.5)(picture, stage).reason == "the head is 0.50 of the frame, a FS has 0.08 to 0.14"
    assert heads(0.5)(picture, stage).score < heads(0.16)(picture, stage).score


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
    check_judge("framing", card(), diagnostics)
    check_judge("vlm", card(), diagnostics)
    check_judge("vlm", card(vlm="models/qwen2-vl"), diagnostics)
    assert [(item.message, item.hint) for item in diagnostics] == [
        ("there is no judge `framming`", "did you mean `framing`?"),
        (
            "the judge `heads` needs a detector of heads, and none is installed",
            "detectors are plug-ins: an entry point of `screenplay2board.head_detectors`",
        ),
        (
            "the judge `vlm` needs a vision-language model",
            'name the folder of one that is on this machine: `vlm = "models/qwen2-vl"`',
        ),
    ]
    found = Diagnostics()
    monkeypatch.setattr(project, "names", lambda kind: ("heads", "mine"))
    check_judge("heads", card(), found)
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
