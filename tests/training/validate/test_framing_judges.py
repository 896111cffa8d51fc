"""Judges are plug-ins: found by name, told plainly where they cannot be had, unsure where they cannot tell."""

import importlib.metadata
import json
from importlib.machinery import ModuleSpec
from importlib.metadata import EntryPoint, EntryPoints
from importlib.util import find_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image as PillowImage
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from screenplay2board import registry
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKENS
from screenplay2board.render.diffusion.framing import SHIPPED
from screenplay2board.render.diffusion.vlm import QUESTION, open_asker, place_of
from screenplay2board.render.panels import Unwatched
from training.validate.answers import RememberedVote
from training.validate.confusion import UNSURE
from training.validate.judges import FramingSource, HeadVote, open_judge, source_of

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

    monkeypatch.setattr(importlib.metadata, "entry_points", installed)
    monkeypatch.setattr(EntryPoint, "load", lambda self: find_heads)
    judge = open_judge("pose", "greys", Diagnostics())
    assert judge is not None
    assert judge([of_height(0.2)]).tolist() == [MS]
    diagnostics = Diagnostics()
    assert open_judge("pose", "grey", diagnostics) is None
    assert [(item.message, item.hint) for item in diagnostics] == [
        ("there is no detector of heads `grey`", "did you mean `greys`?")
    ]


def test_a_detector_that_is_not_there_is_told():
    diagnostics = Diagnostics()
    assert open_judge("pose", "mediapipe", diagnostics) is None
    (found,) = diagnostics
    assert (found.code, found.message) == ("S2B840", "there is no detector of heads `mediapipe`")
    assert found.hint == "known: drawings"


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


WORDS = ("<pad>", "</s>", "<unk>", "<image>", "USER", "ASSISTANT", "full", "medium", "closeup")
TEMPLATE = (
    "{% for said in messages %}USER {% for part in said['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %} {{ part['text'] }}{% endif %}{% endfor %}{% endfor %}"
    "{% if add_generation_prompt %} ASSISTANT{% endif %}"
)


@pytest.fixture(scope="module")
def llava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small LLaVA of random weights, whose tokenizer knows nine words and whose vision sees 28 px."""
    import transformers

    folder = tmp_path_factory.mktemp("llava")
    words = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = Whitespace()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>",
        additional_special_tokens=["<image>"],
    )  # fmt: skip
    images = transformers.CLIPImageProcessor(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28})
    transformers.LlavaProcessor(
        images, tokenizer, patch_size=14, vision_feature_select_strategy="default", chat_template=TEMPLATE,
        num_additional_image_tokens=1,
    ).save_pretrained(folder)  # fmt: skip
    sees = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2}
    speaks = {"vocab_size": len(WORDS), "pad_token_id": 0, "eos_token_id": 1, "bos_token_id": 1}
    config = transformers.LlavaConfig(
        vision_config=transformers.CLIPVisionConfig(**sees, image_size=28, patch_size=14, projection_dim=16),
        text_config=transformers.LlamaConfig(**sees, **speaks),
        image_token_index=WORDS.index("<image>"),
        image_token_id=WORDS.index("<image>"),
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = transformers.LlavaForConditionalGeneration(config)
    model.generation_config.eos_token_id, model.generation_config.pad_token_id = 1, 0
    model.save_pretrained(folder)
    return folder


def allowed_to_say(folder: Path, word: str, place: Path) -> Path:
    """A copy of the model in `folder` that may answer with one word alone, whatever it sees."""
    import transformers

    model = transformers.LlavaForConditionalGeneration.from_pretrained(folder)
    model.generation_config.suppress_tokens = [number for number, known in enumerate(WORDS) if known != word]
    model.save_pretrained(place)
    transformers.AutoProcessor.from_pretrained(folder).save_pretrained(place)
    return place


def noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (40, 60, 3), dtype=np.uint8)


def test_a_language_model_is_asked_about_each_picture(llava: Path):
    ask = open_asker(str(llava))
    said = [ask(PillowImage.fromarray(noise(seed))) for seed in (0, 1, 0)]
    assert said[0] == said[2]
    assert set(" ".join(said).split()) <= set(WORDS), "nothing of the question comes back, only words of the answer"


def test_the_judge_reads_what_the_model_answers(llava: Path, tmp_path: Path):
    for word, place in (("full", FS), ("closeup", CU), ("USER", UNSURE)):
        diagnostics = Diagnostics()
        judge = open_judge("vlm", str(allowed_to_say(llava, word, tmp_path / word)), diagnostics)
        assert judge is not None, [item.message for item in diagnostics]
        assert judge([noise(0), noise(1)]).tolist() == [place, place]


def test_the_model_is_asked_which_of_the_three_sizes_it_sees(llava: Path):
    import transformers

    processor = transformers.AutoProcessor.from_pretrained(llava)
    assert all(word in QUESTION for word in ("full", "medium", "closeup"))
    told = processor.apply_chat_template([{"role": "user", "content": [{"type": "text", "text": QUESTION}]}])
    assert QUESTION in told


def test_a_package_that_a_model_needs_is_told(llava: Path, monkeypatch: pytest.MonkeyPatch):
    from screenplay2board.render.diffusion.libraries import transformers as edge

    def lacks(*arguments, **options):
        raise ImportError("\nVideoProcessor requires the Torchvision library but it was not found. Look elsewhere.")

    monkeypatch.setattr(edge.AutoProcessor, "from_pretrained", lacks)
    diagnostics = Diagnostics()
    assert open_judge("vlm", str(llava), diagnostics) is None
    assert [(item.message, item.hint) for item in diagnostics] == [
        (
            f"the vision-language model in `{llava}` cannot be loaded: VideoProcessor requires the Torchvision library",
            "pip install 'screenplay2board[vlm]'",
        )
    ]


def asked_of(source: FramingSource, folder: Path) -> int:
    """Ask a judge about one picture; return how many questions reached it: 0 where the answer was remembered."""
    asked: list[int] = []

    def vote(pictures):
        asked.append(len(pictures))
        return np.full(len(pictures), MS)

    picture = folder / "picture.png"
    PillowImage.new("RGB", (8, 8)).save(picture)
    assert RememberedVote(vote, source, folder / "answers")([picture], Unwatched()).tolist() == [MS]
    return sum(asked)


def test_a_judge_is_not_asked_twice_about_the_same_picture(tmp_path: Path):
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


def test_other_weights_of_a_judge_are_asked_anew(tmp_path: Path):
    weights, model = tmp_path / "judge.safetensors", tmp_path / "model"
    weights.write_bytes(b"one")
    (model / "vision").mkdir(parents=True)
    (model / "vision" / "weights.safetensors").write_bytes(b"one")
    for path, inside in ((weights, weights), (model, model / "vision" / "weights.safetensors")):
        source = FramingSource(name="mine", path=path)
        assert [asked_of(source, tmp_path) for _ in range(2)] == [1, 0]
        inside.write_bytes(b"two")
        assert [asked_of(source, tmp_path) for _ in range(2)] == [1, 0], "the same path holds another judge"
        inside.write_bytes(b"one")
        assert asked_of(source, tmp_path) == 0, "the first judge's answers are still known"


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("framing", "screenplay2board.render.diffusion.framing"),
        ("pose", "screenplay2board.render.diffusion.heads"),
        ("pose", "training.validate.judges"),
        ("vlm", "screenplay2board.render.diffusion.vlm"),
        ("vlm", "training.validate.answers"),
    ],
)
def test_a_judge_whose_code_was_changed_is_asked_anew(
    name: str, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert [asked_of(source_of(name, ""), tmp_path) for _ in range(2)] == [1, 0]
    changed_in(tmp_path, monkeypatch, module)
    assert [asked_of(source_of(name, ""), tmp_path) for _ in range(2)] == [1, 0]


def changed_in(folder: Path, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let the source of a module be another one from now on, as after an update of the program."""
    code = folder / "changed.py"
    code.write_text("RULE = 2\n")
    spec = spec_from_file_location(module, code)

    def find(name: str) -> ModuleSpec | None:
        return spec if name == module else find_spec(name)

    monkeypatch.setattr("training.validate.provenance.find_spec", find)


def test_a_detector_that_was_updated_is_asked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "greyheads"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "finding.py").write_text("from greyheads.rule import LEAST\n\n\ndef find(picture):\n    return []\n")
    (package / "rule.py").write_text("LEAST = 0.3\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    point = EntryPoint("greys", "greyheads.finding:find", "screenplay2board.head_detectors")

    def installed(*, group: str) -> EntryPoints:
        return EntryPoints([point] if group == point.group else [])

    monkeypatch.setattr(importlib.metadata, "entry_points", installed)
    before = source_of("pose", "greys")
    assert before == source_of("pose", "greys")
    assert before.rule != source_of("pose", "").rule
    (package / "rule.py").write_text("LEAST = 0.4\n")  # which another module of the plug-in judges by
    assert source_of("pose", "greys").rule != before.rule


def test_classes_stand_in_the_order_of_the_tokens():
    assert TOKENS == ("<cu_trg>", "<ms_trg>", "<fs_trg>")
    assert UNSURE == 3
