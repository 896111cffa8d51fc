"""Korean beyond the dictionary goes to a translation model, where there is one; what nobody knows stays named."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import MarianConfig, MarianMTModel, PreTrainedTokenizerFast

from screenplay2board.render.diffusion.korean import translate
from screenplay2board.render.diffusion.translation import Translator

WORDS = ("<pad>", "</s>", "<unk>", "꽝꽝", "언", "강", "frozen", "river", "ice", "eng_Latn")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random Marian with ten words."""
    folder = tmp_path_factory.mktemp("translator")
    words = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = Whitespace()
    words.post_processor = TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    ).save_pretrained(folder)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = MarianMTModel(
            MarianConfig(
                vocab_size=len(WORDS), decoder_vocab_size=len(WORDS), d_model=16, encoder_layers=1, decoder_layers=1,
                encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=16, decoder_ffn_dim=16,
                max_position_embeddings=160, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0,
                forced_eos_token_id=1,
            )
        )  # fmt: skip
    model.save_pretrained(folder)
    return folder


def test_a_model_on_this_machine_translates_the_same_every_time(folder: Path):
    first = Translator(str(folder))("꽝꽝 언 강")
    assert first == Translator(str(folder))("꽝꽝 언 강")
    assert set(first.split()) <= set(WORDS)


def test_what_the_dictionary_knows_needs_no_model():
    def never(text: str) -> str:
        raise AssertionError(text)

    assert translate("검은 코트, 밤", never) == ("black coat, night", ())


def test_a_stretch_with_an_unknown_word_goes_to_the_model_whole():
    asked: list[str] = []

    def model(text: str) -> str:
        asked.append(text)
        return "a frozen river"

    assert translate("밤, 꽝꽝 언 강, a woman", model) == ("night, a frozen river, a woman", ())
    assert asked == ["꽝꽝 언 강"]


def test_what_the_model_leaves_in_korean_is_named():
    assert translate("꽝꽝 언 강", lambda text: "river 꽝꽝") == ("river", ("꽝꽝",))
    assert translate("꽝꽝 언 강") == ("river", ("꽝꽝", "언"))


def test_a_folder_without_a_model_is_refused(tmp_path: Path):
    with pytest.raises((OSError, ValueError)):
        Translator(str(tmp_path))("강")
