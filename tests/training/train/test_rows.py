"""New words learn, old ones stay bit for bit."""

import pytest
import torch

from screenplay2board.render.diffusion.tiny import build_tiny
from screenplay2board.render.diffusion.tokens import TokenError, add_tokens
from training.train.rows import TokenRows
from training.train.text_side import token_ids

PHRASES = {"<cu_trg>": "close-up of a face", "<fs_trg>": "full shot"}


def test_rows_start_near_the_mean_of_their_phrase_and_differ():
    parts = build_tiny(0, controlnet=False)
    ids = parts.tokenizer("close-up of a face", add_special_tokens=False).input_ids
    table = parts.text_encoder.get_input_embeddings().weight.detach()
    mean, spread = table[ids].mean(dim=0), table.std()
    rows = TokenRows(parts.tokenizer, parts.text_encoder, PHRASES, vectors=2, seed=0).vectors_of()["<cu_trg>"].rows
    assert rows.shape == (2, 64)
    assert float((rows - mean).std()) < 0.1 * float(spread)
    assert not torch.equal(rows[0], rows[1])


def test_only_the_rows_learn_and_every_other_row_stays_bit_for_bit():
    parts = build_tiny(0, controlnet=False)
    parts.text_encoder.requires_grad_(False)
    before = parts.text_encoder.get_input_embeddings().weight.detach().clone()
    rows = TokenRows(parts.tokenizer, parts.text_encoder, PHRASES, vectors=2, seed=0)
    parts.text_encoder.requires_grad_(False)
    optimizer = torch.optim.AdamW(rows.parameters(), lr=0.1)
    first = rows.rows.detach().clone()
    for _ in range(3):
        found = parts.text_encoder(token_ids(parts.tokenizer, ["<cu_trg>, a woman"]))[0]
        found.square().mean().backward()
        optimizer.step()
        optimizer.zero_grad()
    after = parts.text_encoder.get_input_embeddings().weight
    assert torch.equal(after[: len(before)], before)
    assert not torch.equal(rows.rows[:2], first[:2])  # both vectors of the token that was said
    assert after.grad is None


def test_text_reads_the_same_with_the_rows_put_in_and_with_the_rows_learning():
    learning = build_tiny(0, controlnet=False)
    rows = TokenRows(learning.tokenizer, learning.text_encoder, PHRASES, vectors=3, seed=0)
    baked = build_tiny(0, controlnet=False)
    add_tokens(baked.tokenizer, baked.text_encoder, rows.vectors_of())
    text = ["<fs_trg>, a man in a park"]
    found = [part.text_encoder(token_ids(part.tokenizer, text))[0] for part in (learning, baked)]
    assert torch.equal(*found)


def test_a_token_that_the_vocabulary_has_is_refused():
    parts = build_tiny(0, controlnet=False)
    parts.tokenizer.add_tokens(["<cu_trg>"])
    with pytest.raises(TokenError, match="the tokenizer has some of these already: <cu_trg>, <fs_trg>"):
        TokenRows(parts.tokenizer, parts.text_encoder, PHRASES, vectors=1, seed=0)
