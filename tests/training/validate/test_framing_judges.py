"""Judges are plug-ins: found by name, told plainly where they cannot be had, unsure where they cannot tell."""

import json
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import numpy as np
import pytest
import torch

from screenplay2board import registry
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.framing import SHIPPED
from screenplay2board.render.diffusion.vlm import QUESTION, asker, place_of
from screenplay2board.render.panels import Unwatched
from training.validate.answers import RememberedVote
from training.validate.confusion import UNSURE
from training.validate.judges import FramingSource, HeadVote, open_judge, source_of
from training.validate.vlm import asking

torch.set_num_threads(1)

CU, MS, FS = range(3)


def of_height(share: float) -> np.ndarray:
    """A picture whose grey says how high its head is; `find_heads` reads it."""
    return np.full((100, 50, 3), round(share * 100), dtype=np.uint8)


def find_heads(picture):
    height = float(picture[0, 0, 0])
    return [(0, 0, 9, 5), (5, 10, 20, 10 + height)] if height else []


@pytest.mark.parametrize("name", registry.names("framing_judges"))
def test_every_judge_can_be_imported(name: str):
    assert callable(registry.load("framing_judges", name))


def test_heads_are_read_by_the_crop_lines_of_the_film_conventions():
    shares = [0.6, 0.30, 0.29, 0.14, 0.13, 0.06, 0]
    answers = HeadVote(find_heads)([of_height(share) for share in shares])
    assert answers.tolist() == [CU, CU, MS, MS, FS, FS, UNSURE]


def test_a_detector_comes_in_through_its_entry_point(monkeypatch: pytest.MonkeyPatch):
    point = EntryPoint("greys", f"{__name__}:find_heads", "screenplay2board.head_detectors")

    def installed(*, group: str, name: str | None = None) -> EntryPoints:
        return EntryPoints([point] if group == point.group and name in (None, "greys") else [])

    monkeypatch.setattr(registry, "entry_points", installed)
    monkeypatch.setattr(EntryPoint, "load", lambda self: find_heads)
    judge = open_judge("pose", "greys", Diagnostics())
    assert judge is not None
    assert judge([of_height(0.2)]).tolist() == [MS]
    diagnostics = Diagnostics()
    assert open_judge("pose", "grey", diagnostics) is None
    assert [(item.message, item.hint) for item in diagnostics] == [
        ("there is no detector of heads `grey`", "did you mean `greys`?")
    ]


def test_without_a_plugin_there_is_no_detector():
    diagnostics = Diagnostics()
    assert open_judge("pose", "mediapipe", diagnostics) is None
    (found,) = diagnostics
    assert found.code == "S2B840"
    assert found.hint == "plug-ins give them: `screenplay2board.head_detectors`"


def test_an_unknown_judge_is_told_with_the_nearest():
    diagnostics = Diagnostics()
    assert open_judge("frame", "", diagnostics) is None
    (found,) = diagnostics
    assert (found.message, found.hint) == ("there is no framing judge `frame`", "did you mean `framing`?")


def test_the_trained_judge_is_there_without_a_source(tmp_path: Path):
    assert source_of("framing", "").path == SHIPPED
    assert open_judge("framing", "", Diagnostics()) is not None
    diagnostics = Diagnostics()
    assert open_judge("framing", str(tmp_path / "none.safetensors"), diagnostics) is None
    assert [item.code for item in diagnostics] == ["S2B840"]


@pytest.mark.parametrize(
    ("answer", "place"),
    [("full", FS), ("Medium.", MS), ("closeup", CU), (" Close-up shot", CU), ("It is a medium shot of a man", MS),
     ("full or medium", None), ("no idea", None), ("carefully", None), ("", None)],
)  # fmt: skip
def test_an_answer_in_words_names_one_size_or_none(answer: str, place: int | None):
    assert place_of(answer) == place


def test_a_folder_without_a_language_model_is_told(tmp_path: Path):
    diagnostics = Diagnostics()
    assert open_judge("vlm", str(tmp_path), diagnostics) is None
    (found,) = diagnostics
    assert found.message == f"there is no vision-language model in `{tmp_path}`"
    assert found.hint is not None
    assert "nothing is downloaded" in found.hint
    (tmp_path / "config.json").write_text('{"model_type": "unheard_of"}')
    diagnostics = Diagnostics()
    assert open_judge("vlm", str(tmp_path), diagnostics) is None
    (found,) = diagnostics
    assert "cannot be loaded" in found.message


class Inputs(dict):
    def to(self, device):
        return self


class Processor:
    """Speaks as transformers' processors do; remembers what was asked."""

    def __init__(self):
        self.asked = []

    def apply_chat_template(self, said, **options):
        assert options == {
            "add_generation_prompt": True, "tokenize": True, "return_dict": True, "return_tensors": "pt"
        }  # fmt: skip
        self.asked.append(said)
        mean = int(np.asarray(said[0]["content"][0]["image"]).mean())
        return Inputs(input_ids=torch.tensor([[1, 2, mean]]))

    def batch_decode(self, tokens, *, skip_special_tokens):
        return ["full" if int(tokens[0, 0]) > 100 else "closeup"]


class Model(torch.nn.Module):
    """Says one token: the picture's mean."""

    def generate(self, *, input_ids, max_new_tokens, do_sample):
        assert not do_sample
        return torch.cat([input_ids, input_ids[:, -1:]], dim=1)


def test_a_language_model_is_asked_the_question_about_each_picture():
    processor = Processor()
    vote = asking(asker(Model(), processor))
    assert vote([of_height(0.5), of_height(2.0)]).tolist() == [CU, FS]
    assert [said[0]["content"][1]["text"] for said in processor.asked] == [QUESTION] * 2
    assert all(word in QUESTION for word in ("full", "medium", "closeup"))


def test_a_judge_is_not_asked_twice_about_the_same_picture(tmp_path: Path):
    from PIL import Image as PillowImage

    asked: list[int] = []

    def vote(pictures):
        asked.append(len(pictures))
        return np.asarray([UNSURE if not picture.any() else MS for picture in pictures])

    paths = [tmp_path / f"{n}.png" for n in range(3)]
    for number, path in enumerate(paths):
        PillowImage.new("RGB", (8, 8), (number // 2, 0, 0)).save(path)  # the first two are the same
    source = FramingSource(name="mine", path=tmp_path / "model")
    first = RememberedVote(vote, source, tmp_path / "answers")
    assert first(paths, Unwatched()).tolist() == [UNSURE, UNSURE, MS]
    assert asked == [2]
    again = RememberedVote(vote, source, tmp_path / "answers")
    assert again(paths, Unwatched()).tolist() == [UNSURE, UNSURE, MS]
    assert asked == [2]
    (stored,) = (tmp_path / "answers").iterdir()
    stored.write_text(json.dumps({"broken": 99}))
    RememberedVote(vote, source, tmp_path / "answers")(paths, Unwatched())
    assert asked == [2, 2]
    other = RememberedVote(vote, FramingSource(name="mine", path=tmp_path / "other"), tmp_path / "answers")
    other(paths[:1], Unwatched())
    assert asked == [2, 2, 1]


def test_classes_stand_in_the_order_of_the_tokens():
    assert TOKENS == ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    assert UNSURE == 3
