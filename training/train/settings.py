"""What to train, on what, for how long: the settings of `python -m training train`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from screenplay2board.plan.types import SHOT_SIZES, ShotSize
from screenplay2board.validation import Strict, choice, text_list

Kind = Literal["tokens", "base", "controlnet", "vae"]
Precision = Literal["auto", "no", "fp16", "bf16"]
Share = Annotated[float, Field(ge=0, le=1)]
Rate = Annotated[float, Field(gt=0, le=1)]
Size = Annotated[ShotSize, *choice("shot size", SHOT_SIZES)]

# A whole phrase says more of a shot than its first word: the rows start at the mean of all its sub-words.
PHRASES: dict[str, str] = {
    "<cu_trg>": "close-up of a face",
    "<ms_trg>": "medium shot of the upper body",
    "<fs_trg>": "full shot of the whole body",
}


class LoraSettings(Strict):
    """The low-rank change of the model. Source: Hu et al. 2021, LoRA; Liu et al. 2024, DoRA."""

    rank: int = Field(default=64, ge=1, le=512, description="Rank of the UNet's change.")
    alpha: float | None = Field(default=None, gt=0, description="Scale is alpha / rank; the rank if left out.")
    targets: Annotated[tuple[str, ...], *text_list({"type": "string"})] = Field(
        default=("to_k", "to_q", "to_v", "to_out.0"), description="Layers of the UNet that get one."
    )
    dropout: Share = Field(default=0.0, description="Dropout inside it.")
    dora: bool = Field(default=False, description="Decompose weights into direction and size (DoRA).")
    text_rank: int = Field(default=0, ge=0, le=512, description="Rank of the text encoder's change; 0 is none.")
    half: bool = Field(default=False, description="Write it in float16, half the size.")


class TokenSettings(Strict):
    """The words that are learned. Source: Gal et al. 2022, Textual Inversion."""

    phrases: dict[str, str] = Field(default=PHRASES, description="Token -> phrase whose mean its rows start from.")
    vectors: int = Field(default=1, ge=1, le=16, description="Rows of each token.")
    learning_rate: Rate = Field(default=5e-4, description="Rate of the rows; they get no weight decay.")


class CaptionSettings(Strict):
    """What the model hears of a picture."""

    size_words: Share = Field(
        default=0.5, description="Share of captions that spell the size beside the token (`medium shot`)."
    )
    piece_dropout: Share = Field(default=0.1, description="Share of other parts that are left out.")
    dropout: Share = Field(default=0.1, description="Share of captions that are empty, for guidance.")


class LossSettings(Strict):
    """What is minimised."""

    min_snr_gamma: float = Field(default=5.0, ge=0, description="Hang et al. 2023; 0 weighs all steps alike.")
    noise_offset: float = Field(default=0.0, ge=0, le=1, description="Share of noise that whole channels share.")
    regularization_weight: float = Field(default=1.0, ge=0, description="Weight of pictures of the other dataset.")
    kl_weight: float = Field(default=1e-4, ge=0, description="VAE: pull of the latents toward a normal distribution.")
    edge_weight: float = Field(default=1.0, ge=0, description="VAE: weight of differences between neighbouring pixels.")


class CheckpointSettings(Strict):
    """How a run can be cut and go on."""

    every: int = Field(default=200, ge=1, description="Steps between checkpoints.")
    keep: int = Field(default=2, ge=1, le=1000, description="So many of the last are kept.")


class ValidationSettings(Strict):
    """Pictures painted on the way, to look at and to be judged."""

    every: int = Field(default=0, ge=0, description="Steps between sheets; 0 is never.")
    prompts: tuple[str, ...] = Field(
        default=("female, adult, happy, black wavy hair, white shirt, no background",
                 "male, adult, angry, black short hair, black suit, no background"),
        description="Prompts without token and size; every token is painted with each.",
    )  # fmt: skip
    steps: int = Field(default=12, ge=1, le=200, description="Steps of the sampler.")
    guidance_scale: float = Field(default=4.0, ge=1, le=30, description="Pull of the prompt.")
    judge: str | None = Field(default=None, description="Framing judge (.safetensors) that measures the sheets.")
    patience: int = Field(
        default=0, ge=0, description="Stop after so many sheets that are judged no better; 0 is never."
    )


class TrainSettings(Strict):
    """Settings of `python -m training train`."""

    kind: Annotated[Kind, *choice("kind", get_args(Kind))] = Field(
        default="tokens", description="What is trained: LoRA and tokens, or a part of a small model of one's own."
    )
    base: str = Field(default="", description="Diffusers folder, hub id, .safetensors, or `random:SEED` (tiny).")
    variant: str | None = Field(default=None, description="Variant of the base's files, such as `fp16`.")
    config: str | None = Field(
        default=None, description="Diffusers folder or hub id with the configuration of a single-file base."
    )
    data: str = Field(default="", description="Folder of the dataset.")
    regularization: str | None = Field(
        default=None, description="Folder of pictures without tokens that keep the base from drifting."
    )
    sizes_px: tuple[tuple[int, int], ...] = Field(
        default=((512, 512),), min_length=1, description="Buckets (width, height); pictures are padded, never cropped."
    )
    seed: int = Field(default=0, ge=0, description="Of order, noise and first weights.")
    steps: int = Field(default=2000, ge=1, description="Steps of the optimiser.")
    batch_size: int = Field(default=4, ge=1, le=1024, description="Pictures a process sees at once.")
    accumulate: int = Field(default=1, ge=1, le=1024, description="Batches that make one step.")
    balance: bool = Field(default=True, description="Show every token equally often.")
    learning_rate: Rate = Field(default=1e-4, description="Peak rate of all but the tokens' rows.")
    warmup_steps: int = Field(
        default=100, ge=0, description="Steps in which the rate rises; then it falls as a cosine."
    )
    final_rate: Share = Field(default=0.0, description="Share of the peak rate that the cosine ends at.")
    weight_decay: float = Field(default=0.01, ge=0, le=1, description="Of all but rows, norms and biases.")
    largest_gradient: float = Field(default=1.0, gt=0, description="Norm that gradients are cut to.")
    ema: float = Field(default=0.0, ge=0, lt=1, description="Decay of the averaged weights; 0 is none.")
    precision: Annotated[Precision, *choice("precision", get_args(Precision))] = Field(
        default="no", description="Mixed precision; `auto` is bf16 or fp16 on a GPU and none on the CPU."
    )
    gradient_checkpointing: bool = Field(default=False, description="Less memory, a quarter more time.")
    tensorboard: bool = Field(default=False, description="Write losses and sheets for TensorBoard too.")
    kohya: bool = Field(default=False, description="Write the LoRA in kohya's layout too.")
    style: str = Field(default="", description="Words in front of every prompt of the card: the drawing style.")
    negative_prompt: str = Field(default="", description="What no picture of the card should show.")
    lora: LoraSettings = LoraSettings()
    tokens: TokenSettings = TokenSettings()
    captions: CaptionSettings = CaptionSettings()
    loss: LossSettings = LossSettings()
    checkpoints: CheckpointSettings = CheckpointSettings()
    validation: ValidationSettings = ValidationSettings()


DENOISERS: tuple[Kind, ...] = ("tokens", "base", "controlnet")
# Settings that not every kind of training reads; a dot parts a table from its key.
READ_BY: Mapping[str, tuple[Kind, ...]] = {
    "regularization": ("tokens", "base"),
    "balance": ("tokens",),
    "kohya": ("tokens",),
    "style": ("tokens",),
    "negative_prompt": ("tokens",),
    "lora": ("tokens",),
    "tokens": ("tokens",),
    "captions": DENOISERS,
    "captions.size_words": ("tokens",),
    "gradient_checkpointing": DENOISERS,
    "loss.min_snr_gamma": DENOISERS,
    "loss.noise_offset": DENOISERS,
    "loss.regularization_weight": ("tokens", "base"),
    "loss.kl_weight": ("vae",),
    "loss.edge_weight": ("vae",),
    "validation": DENOISERS,
    "validation.judge": ("tokens",),
    "validation.patience": ("tokens",),
}


def idle_settings(settings: TrainSettings) -> tuple[str, ...]:
    """Return the names of settings that were given and that do nothing here."""
    found = [name for name, kinds in READ_BY.items() if settings.kind not in kinds and _is_given(settings, name)]
    judged = settings.validation.every and settings.validation.judge is not None
    if settings.validation.patience and not judged and "validation.patience" not in found:
        found.append("validation.patience")
    return tuple(found)


def _is_given(settings: TrainSettings, name: str) -> bool:
    table, _, key = name.rpartition(".")
    holder: Strict = getattr(settings, table) if table else settings
    return key in holder.model_fields_set
