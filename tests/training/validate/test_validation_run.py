"""A validation from card to report: fixed prompts and seeds, controls, restartable, plain about what is missing."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image as PillowImage
from PIL import ImageDraw

from screenplay2board import registry
from screenplay2board.diagnostics import Diagnostics
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, TOKENS, ModelCard
from screenplay2board.render.diffusion.framing import SHIPPED, FramingNet
from screenplay2board.render.diffusion.tiny import TinyShape, build_tiny
from screenplay2board.render.panels import Unwatched
from training import generate as generate_module
from training.cli import command
from training.dataset import Sample, read_dataset, write_metadata
from training.validate.angles import open_angle_judge
from training.validate.calibration import balanced, labelled_pictures, warn_of_taught
from training.validate.conditions import angle_columns, base_columns, off_columns, permuted, token_columns
from training.validate.confusion import ANGLE_CLASSES, confusion_of
from training.validate.framing import FramingJudge
from training.validate.judges import FramingSource, framing_vote
from training.validate.prompts import (
    COUNT,
    as_jsonl,
    read_validation_prompts,
    size_words,
    validation_prompts,
)
from training.validate.run import validate_model
from training.validate.settings import CalibrationSettings, JudgeEntry, ValidateSettings
from training.validate.softening import through_vae

torch.set_num_threads(1)

GREYS = {"CU": 40, "MS": 120, "FS": 220}  # what the judge of these tests tells sizes by
CARD = 'name = "<i>toy</i>"\nbase = "random:0"\nnative_px = 64\nmultiple_px = 32\nsteps = 1\nsampler = "ddim"\n'
TOKEN_LINES = '[tokens]\nCU = "<cu_trg>"\nMS = "<ms_trg>"\nFS = "<fs_trg>"\n'


def grey_maker(source, diagnostics):
    """A judge that is right about the labelled pictures of these tests."""

    def vote(pictures):
        means = np.array([picture.mean() for picture in pictures])
        return np.abs(means[:, None] - np.array(list(GREYS.values()))[None]).argmin(axis=1)

    return vote


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    folder = tmp_path / "labelled"
    folder.mkdir()
    samples = []
    for number in range(30):
        size = list(GREYS)[number % 3]
        picture = PillowImage.new("RGB", (64, 64), (GREYS[size],) * 3)
        ImageDraw.Draw(picture).rectangle((0, 0, number % 5, 3), fill="white")
        picture.save(folder / f"{number}.png")
        samples.append(Sample(file_name=f"{number}.png", text="a person", size=size))
    write_metadata(folder, samples)
    return folder


@pytest.fixture
def greys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._ROWS["framing_judges"], "greys", f"{__name__}:grey_maker")
    monkeypatch.setattr("training.validate.judges.load", lambda kind, name: grey_maker)


def settings_for(labelled: Path, **more) -> ValidateSettings:
    options = {
        "count": 3, "resamples": 100, "sheet": 2, "judges": (JudgeEntry(name="greys"),),
        "calibration": CalibrationSettings(data=str(labelled), through_vae=False),
    }  # fmt: skip
    return ValidateSettings(**(options | more))


def card_file(folder: Path, text: str = CARD + TOKEN_LINES, name: str = "card.toml") -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def test_the_prompts_say_no_size_and_are_those_of_the_file():
    prompts = validation_prompts()
    assert len(set(prompts)) == COUNT == 249
    assert not [prompt for prompt in prompts if size_words(prompt)]
    diagnostics = Diagnostics()
    assert read_validation_prompts("", 249, diagnostics) == prompts
    assert not len(diagnostics)
    assert validation_prompts(20) == prompts[:20]
    assert validation_prompts(20, seed=1) != prompts[:20]
    whole = " ".join(prompts)
    assert all(word in whole for word in ("female", "male", "child", "elderly", "happy", "walking", "no background"))
    assert [json.loads(line)["text"] for line in as_jsonl(prompts[:2]).splitlines()] == list(prompts[:2])


def test_words_of_size_are_found():
    assert size_words("female, Close-up of a face, long hair") == ("close-up", "face", "long")
    assert size_words("female, looking up, sidewalk") == ()


def test_own_prompts_are_read_and_wrong_ones_told(tmp_path: Path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"text": "a  man"}\n\n{"text": "full shot of a man"}\n[]\n{"text": " "}\nx\n')
    diagnostics = Diagnostics()
    assert read_validation_prompts(str(path), 9, diagnostics) == ("a man", "full shot of a man")
    found = [(item.span.line if item.span else 0, item.code, item.message) for item in diagnostics]
    assert found == [
        (3, "S2B847", "the prompt tells a size by itself: `full`"),
        (4, "S2B843", "`text` is missing or no text"),
        (5, "S2B843", "`text` is missing or no text"),
        (6, "S2B843", "this is no JSON: Expecting value: line 1 column 1 (char 0)"),
    ]


def test_seeds_are_the_same_for_all_tokens_and_conditions():
    card = ModelCard(base="random:0", tokens=dict(TOKEN_OF_SIZE), prefix="ink drawing")
    prompts = ("a man", "a woman", "a man")
    columns = token_columns(card, prompts, 5)
    assert [column.asked for column in columns] == list(TOKENS)
    assert columns[1].orders[0].text == "<ms_trg>, ink drawing, a man"
    (off,) = off_columns(card, prompts, 5)
    assert off.orders[0].text == "ink drawing, a man"
    seeds = [[order.seed for order in column.orders] for column in (*columns, off)]
    assert all(row == seeds[0] for row in seeds)
    assert len(set(seeds[0])) == 3  # a prompt that comes twice has two seeds
    names = [order.file_name for column in (*columns, off) for order in column.orders]
    assert len(set(names)) == 12


def test_a_base_is_asked_in_its_own_words_or_once():
    prompts = ("a man",)
    silent = base_columns(ModelCard(base="random:0"), prompts, 0)
    assert [(column.asked, column.orders[0].text) for column in silent] == [("", "a man")]
    worded = ModelCard(base="random:0", tokens={"CU": "close-up", "MS": "medium shot", "FS": "full shot"})
    asked = base_columns(worded, prompts, 0)
    assert [column.orders[0].text for column in asked] == ["close-up, a man", "medium shot, a man", "full shot, a man"]


def test_permuted_labels_of_a_perfect_model_are_right_by_chance():
    answers = {token: np.full(900, place) for place, token in enumerate(TOKENS)}
    dealt = permuted(answers, 3)
    for place, token in enumerate(TOKENS):
        assert float((dealt[token] == place).mean()) == pytest.approx(1 / 3, abs=0.06)
    # each prompt keeps its three answers, whoever they are dealt to
    assert (np.sort(np.stack([dealt[token] for token in TOKENS]), axis=0) == np.arange(3)[:, None]).all()
    assert all((permuted(answers, 3)[token] == dealt[token]).all() for token in TOKENS)


def test_a_validation_reports_every_condition_and_size(labelled: Path, tmp_path: Path, greys: None):
    base = card_file(tmp_path, CARD, "base.toml")
    out = tmp_path / "out"
    report = validate_model(card_file(tmp_path), settings_for(labelled, base=base), out, Diagnostics(), Unwatched())
    assert report is not None
    found = json.loads((out / "report.json").read_text())
    assert found == report.as_json()
    (judge,) = found["judges"]
    assert judge["calibration"]["counts"] == [[10, 0, 0], [0, 10, 0], [0, 0, 10]]
    assert [condition["condition"] for condition in judge["conditions"]] == ["tokens", "permuted", "off", "base"]
    for condition in judge["conditions"]:
        assert [size["asked"] for size in condition["sizes"]] == list(TOKENS)
        assert all(size["pictures"] == 3 for size in condition["sizes"])
        mean = sum(size["raw"] for size in condition["sizes"]) / 3
        assert condition["mean"]["raw"] == pytest.approx(mean, abs=1e-3)
        assert condition["lowest"]["raw"] == min(size["raw"] for size in condition["sizes"])
    off = judge["conditions"][2]["sizes"]
    assert off[0]["answers"] == off[1]["answers"] == off[2]["answers"]
    assert set(found["content"]["diversity"]) == set(TOKENS)
    style = found["content"]["style"]
    assert set(style["conditions"]) == {"tokens", "off", "base"}
    assert all(style["halves"] < distance for distance in style["conditions"].values())  # flat greys are not noise
    page = (out / "report.html").read_text()
    assert "<i>toy</i>" not in page
    assert "&lt;i&gt;toy&lt;/i&gt;" in page
    assert "<script" not in page
    assert page.count("data:image/jpeg;base64,") == 1
    assert "http" not in page
    pictures = sorted(path.relative_to(out / "pictures").as_posix() for path in (out / "pictures").rglob("*.png"))
    assert len(pictures) == 15
    assert pictures[0] == "base/any/0001.png"


def test_a_second_run_paints_nothing_and_says_the_same(
    labelled: Path, tmp_path: Path, greys: None, monkeypatch: pytest.MonkeyPatch
):
    card, settings, out = card_file(tmp_path), settings_for(labelled, conditions=("tokens",)), tmp_path / "out"
    assert validate_model(card, settings, out, Diagnostics(), Unwatched()) is not None
    before = {name: (out / name).read_bytes() for name in ("report.json", "report.html", "manifest.json")}
    painted: list[int] = []
    original = generate_module.sample_within_memory
    monkeypatch.setattr(
        generate_module, "sample_within_memory", lambda model, jobs: painted.append(len(jobs)) or original(model, jobs)
    )
    assert validate_model(card, settings, out, Diagnostics(), Unwatched()) is not None
    assert painted == []
    assert before == {name: (out / name).read_bytes() for name in before}
    (out / "pictures" / "tokens" / "ms" / "0002.png").unlink()
    assert validate_model(card, settings, out, Diagnostics(), Unwatched()) is not None
    assert painted == [1]
    assert before == {name: (out / name).read_bytes() for name in before}


def test_a_card_without_tokens_is_told_before_anything_is_painted(labelled: Path, tmp_path: Path, greys: None):
    diagnostics = Diagnostics()
    out = tmp_path / "out"
    assert validate_model(card_file(tmp_path, CARD), settings_for(labelled), out, diagnostics, Unwatched()) is None
    assert [item.message for item in diagnostics if item.severity == "error"] == [
        "the card has no token for CU, MS, FS"
    ]
    assert not out.exists()
    settings = settings_for(labelled, conditions=("off",))
    report = validate_model(card_file(tmp_path, CARD), settings, out, Diagnostics(), Unwatched())
    assert report is not None
    assert [condition.name for condition in report.judges[0].conditions] == ["off"]


def test_a_base_that_is_not_named_is_noted(labelled: Path, tmp_path: Path, greys: None):
    diagnostics = Diagnostics()
    settings = settings_for(labelled, conditions=("off", "base"), count=1)
    assert validate_model(card_file(tmp_path), settings, tmp_path / "out", diagnostics, Unwatched()) is not None
    (found,) = diagnostics
    assert (found.severity, found.message) == (
        "note", "no base is named: there is nothing to hold the LoRA against"
    )  # fmt: skip


def test_a_judge_that_cannot_tell_sizes_stops_the_report(
    labelled: Path, tmp_path: Path, greys: None, monkeypatch: pytest.MonkeyPatch
):
    always_full = lambda source, diagnostics: lambda pictures: np.full(len(pictures), 2)  # noqa: E731
    monkeypatch.setattr("training.validate.judges.load", lambda kind, name: always_full)
    diagnostics = Diagnostics()
    out = tmp_path / "out"
    settings = settings_for(labelled, conditions=("off",), count=1)
    assert validate_model(card_file(tmp_path), settings, out, diagnostics, Unwatched()) is None
    assert [item.code for item in diagnostics] == ["S2B842"]
    assert not (out / "report.json").exists()


def test_the_same_number_of_each_size_is_calibrated_on(labelled: Path):
    dataset = read_dataset(labelled, Diagnostics())
    assert dataset is not None
    chosen = balanced(dataset, 12)
    assert chosen.tokens() == dict.fromkeys(TOKENS, 4)
    assert [sample.file_name for sample in chosen.samples[:3]] == ["0.png", "1.png", "2.png"]


def test_labelled_pictures_go_through_the_vae_once(labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shape = TinyShape(unet_widths=(16, 16), vae_widths=(8, 8, 8, 8), head_width=8, sample_px=64)
    vae = build_tiny(0, shape=shape, controlnet=False).vae
    settings = CalibrationSettings(data=str(labelled), count=6)
    found = labelled_pictures(settings, (64, 64), vae, tmp_path / "out", Diagnostics(), Unwatched())
    assert found is not None
    pictures, _ = found
    assert len(set(pictures.paths)) == 6
    assert pictures.truth == (0, 1, 2, 0, 1, 2)
    assert pictures.origin == "6 pictures of labelled, sent through the model's VAE"
    with PillowImage.open(labelled / "0.png") as picture, PillowImage.open(pictures.paths[0]) as decoded:
        assert (np.asarray(decoded) == through_vae(vae, picture.convert("RGB"))).all()
    monkeypatch.setattr("training.validate.calibration.through_vae", lambda *_: pytest.fail("decoded again"))
    again = labelled_pictures(settings, (64, 64), vae, tmp_path / "out", Diagnostics(), Unwatched())
    assert again is not None
    assert again[0] == pictures


def test_without_a_dataset_the_pictures_are_drawn(tmp_path: Path):
    settings = CalibrationSettings(count=3, through_vae=False)
    found = labelled_pictures(settings, (64, 32), None, tmp_path, Diagnostics(), Unwatched())
    assert found is not None
    assert sorted(found[0].truth) == [0, 1, 2]
    with PillowImage.open(found[0].paths[0]) as picture:
        assert picture.size == (64, 32)


def test_a_judge_measured_on_what_it_learned_from_is_warned_of(labelled: Path, tmp_path: Path):
    from screenplay2board.render.diffusion.framing import SHIPPED
    from training.validate.framing import FramingJudge, load_framing

    dataset = read_dataset(labelled, Diagnostics())
    assert dataset is not None
    shipped = load_framing(SHIPPED)
    taught = FramingJudge(net=shipped.net, held_out=shipped.held_out, soft=shipped.soft, facts={"data": dataset.hash()})
    taught.save(tmp_path / "j.safetensors")
    diagnostics = Diagnostics()
    warn_of_taught(FramingSource(name="framing", path=SHIPPED), dataset, diagnostics)
    assert not len(diagnostics)
    warn_of_taught(FramingSource(name="framing", path=tmp_path / "j.safetensors"), dataset, diagnostics)
    assert [item.code for item in diagnostics] == ["S2B842"]


def test_the_command_validates_and_reports(labelled: Path, tmp_path: Path, greys: None):
    (tmp_path / "v.toml").write_text(
        f'count = 2\nresamples = 100\nconditions = ["tokens"]\n[[judges]]\nname = "greys"\n'
        f"[calibration]\ndata = {json.dumps(str(labelled))}\nthrough_vae = false\n"
    )
    arguments = ["validate", card_file(tmp_path), str(tmp_path / "out"), "--settings", str(tmp_path / "v.toml")]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert "judge greys, right 1.000 of the time on 30 pictures of labelled" in result.output
    assert result.output.count("tokens   ") == 3
    (tmp_path / "v.toml").write_text("cuont = 2\n")
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert "did you mean `count`?" in result.output


def test_the_command_trains_a_judge_and_tells_its_errors(tmp_path: Path):
    samples = []
    for number in range(150):
        size = list(GREYS)[number % 3]
        height = {"CU": 30, "MS": 14, "FS": 5}[size]
        picture = PillowImage.new("RGB", (48, 48), "white")
        ImageDraw.Draw(picture).ellipse((8 + number % 7, 4, 8 + number % 7 + height, 4 + height), fill="black")
        picture.save(tmp_path / f"{number}.png")
        samples.append(Sample(file_name=f"{number}.png", text="a head", size=size))
    write_metadata(tmp_path, samples)
    (tmp_path / "j.toml").write_text("epochs = 2\nbatch_size = 8\n")
    arguments = ["judge", str(tmp_path), str(tmp_path / "j.safetensors"), "--settings", str(tmp_path / "j.toml")]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert "on pictures held out" in result.output
    assert (tmp_path / "j.safetensors").is_file()
    result = CliRunner().invoke(command, ["judge", str(tmp_path / "none"), str(tmp_path / "j2.safetensors")])
    assert result.exit_code == 1
    assert f"there is no folder `{tmp_path / 'none'}`" in result.output


def angle_judge(folder: Path) -> Path:
    """A judge of angles that has learned nothing."""
    nothing = confusion_of((), (), ANGLE_CLASSES)
    path = folder / "angles.safetensors"
    torch.manual_seed(0)
    FramingJudge(net=FramingNet(), held_out=nothing, soft=nothing).save(path)
    return path


def test_angles_are_painted_with_one_seed_and_judged_like_sizes(
    labelled: Path, tmp_path: Path, greys: None, monkeypatch: pytest.MonkeyPatch
):
    angles = ("eye", "high", "low")
    lines = enumerate((labelled / "metadata.jsonl").read_text().splitlines())
    angled = [json.loads(line) | {"angle": angles[number % 3]} for number, line in lines]
    (labelled / "metadata.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in angled))
    monkeypatch.setattr("training.validate.angles.vote_of", lambda judge: grey_maker("", None))
    wanted = settings_for(labelled, conditions=("tokens",), angles={"judge": str(angle_judge(tmp_path)), "count": 2})
    out = tmp_path / "out"
    report = validate_model(card_file(tmp_path), wanted, out, Diagnostics(), Unwatched())
    assert report is not None
    judge = report.as_json()["judges"][1]
    assert (judge["judge"], judge["calibration"]["classes"]) == ("angles", list(angles))
    assert judge["calibration"]["accuracy"] == 1.0
    (condition,) = judge["conditions"]
    assert [(size["asked"], size["pictures"]) for size in condition["sizes"]] == [(angle, 2) for angle in angles]
    page = (out / "report.html").read_text()
    assert "Judge: angles" in page
    assert "<td>eye level</td>" in page


def test_only_the_words_of_the_angle_change_between_its_columns():
    columns = angle_columns(ModelCard(tokens={"MS": "<ms_trg>"}), ["eye level, a man"], 0)
    assert [column.orders[0].text for column in columns] == [
        "<ms_trg>, eye level, a man", "<ms_trg>, high angle, a man", "<ms_trg>, low angle, a man",
    ]  # fmt: skip
    assert len({column.orders[0].seed for column in columns}) == 1


def test_a_judge_of_angles_is_no_judge_of_sizes(tmp_path: Path):
    diagnostics = Diagnostics()
    path = angle_judge(tmp_path)
    assert framing_vote(str(path), diagnostics) is None
    assert open_angle_judge(str(SHIPPED), diagnostics) is None
    assert [item.message for item in diagnostics] == [
        f"the judge `{path}` tells angles apart, not sizes", f"the judge `{SHIPPED}` tells sizes apart, not angles",
    ]  # fmt: skip
