"""From labelled pictures to trigger tokens: prepare or synthesize data, train, generate, validate.

    labels, folders, captions ── prepare ──┐
                                           v
    stage (any number of pictures) ── synthesize ──> DATASET/ images + metadata.jsonl
                                           │
                                           v
                                         train ──> MODEL/ LoRA, token rows, model card for `s2b build`
                                           │
                              generate, validate ──> pictures; report with confusion matrices

Each step is a function from settings (a TOML file) to a folder with a manifest.json, and goes on where it was cut.
Prompts, tokens and loading are those of `screenplay2board.render.diffusion`, so that training and painting agree.
"""
