"""Prompts: the seed's order, what falls out of CLIP's window, Korean, weights."""

from dataclasses import replace

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.render.diffusion.cards import TOKEN_OF_SIZE, ModelCard
from screenplay2board.render.diffusion.emphasis import read_emphasis
from screenplay2board.render.diffusion.korean import translate
from screenplay2board.render.diffusion.prompts import PIECE_KINDS, make_prompt, priority, terms
from screenplay2board.render.types import PanelSpec
from screenplay2board.stage.names import BOTTOMS, EMOTIONS, POSES, SETS
from screenplay2board.stage.types import StageBrief

BRIEF = StageBrief(
    set="kitchen", set_seed=1, interior=True, time_of_day="night", weather="rain", roster=("MINA", "WALTER"),
    looks=(("MINA", CharacterLook(gender="female", top="coat", top_grey=0.9)), ("WALTER", CharacterLook(age="elder"))),
    actors=(Actor(name="MINA", pose="sit", emotion="sad", holding=("letter",)), Actor(name="WALTER", emotion="angry")),
    props=(), subject=("MINA",), over=None, size="MS", angle="low", move="static", framing="single", lens="normal",
)  # fmt: skip
SPEC = PanelSpec(key="k", brief=BRIEF, style="ink", seed=1)
CARD = ModelCard(base="random:0", tokens=dict(TOKEN_OF_SIZE), negative_prompt="blurry")


def words(text: str) -> int:
    return len(text.replace(",", " , ").split())


def test_pieces_stand_in_the_order_of_the_method():
    prompt = make_prompt(SPEC, CARD, words)
    assert prompt.text == (
        "<ms_trg>, medium shot, low angle, female, adult, sad, black short hair, black coat, black trousers, letter, "
        "sitting, kitchen, night, rain"
    )
    assert prompt.negative == "blurry"
    assert prompt.dropped == ()


def test_own_words_follow_token_shot_and_angle():
    prompt = make_prompt(replace(SPEC, prompt="a (lonely:1.3) woman, 비", negative_prompt="hands"), CARD, words)
    assert prompt.text == "<ms_trg>, medium shot, low angle, a (lonely:1.3) woman, rain"
    assert prompt.negative == "hands"


def test_what_matters_least_falls_out_first_and_is_named():
    crowd = replace(SPEC, brief=replace(BRIEF, subject=("MINA", "WALTER"), framing="two-shot"))
    prompt = make_prompt(crowd, CARD, lambda text: 3 * words(text))
    assert words(prompt.text) * 3 <= 75
    assert prompt.text.startswith("<ms_trg>, medium shot, ")
    assert prompt.dropped[0].kind == "framing"
    ranks = [priority(piece.kind) for piece in prompt.dropped]
    assert ranks == sorted(ranks)
    assert sorted(map(str, prompt.pieces + prompt.dropped)) == sorted(map(str, make_prompt(crowd, CARD, words).pieces))


def test_long_prompts_keep_everything():
    card = CARD.model_copy(update={"long_prompts": True})
    assert make_prompt(SPEC, card, lambda text: 1000).dropped == ()


def test_close_shots_tell_the_face_and_not_the_pose():
    close = make_prompt(replace(SPEC, brief=replace(BRIEF, size="CU")), CARD, words)
    assert close.text.startswith("<cu_trg>, close-up")
    assert "sitting" not in close.text


def test_korean_is_translated_and_unknown_words_are_named():
    assert translate("검은 코트를 입은 여자, 밤") == ("black coat female, night", ("입은",))
    assert translate("female, 부엌에서 앉아 있는") == ("female, kitchen sitting", ())
    assert make_prompt(replace(SPEC, prompt="꽝꽝"), CARD, words).untranslated == ("꽝꽝",)


def test_weights_are_read_as_people_write_them():
    assert read_emphasis("a (red:1.3) coat") == [("a ", 1.0), ("red", 1.3), (" coat", 1.0)]
    assert read_emphasis("((x))") == [("x", 1.1 * 1.1)]
    assert read_emphasis("[x] (y") == [("x", 1 / 1.1), (" (y", 1.0)]
    assert read_emphasis(r"\(x\) 16:9") == [("(x) 16:9", 1.0)]
    assert read_emphasis("(x:99)") == [("x", 4.0)]


def test_every_term_is_a_name_of_the_plan():
    known = {"pose": POSES, "emotion": EMOTIONS, "place": SETS, "bottom": BOTTOMS, "priority": PIECE_KINDS}
    for table, names in known.items():
        assert set(terms()[table]) <= set(names), table
    assert set(terms()["priority"]) == set(PIECE_KINDS)
