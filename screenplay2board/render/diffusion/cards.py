"""Model cards: everything that a model needs to paint a storyboard, as data.

Enters: the name of a built-in card, or the path of a card's TOML file, and what a project's `[model]` changes.
Leaves: `ModelCard`. Wrong keys and values are reported where they stand (S2B531 file, S2B303, S2B304). No torch here.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, cast, get_args

from pydantic import BeforeValidator, Field

from screenplay2board.diagnostics import Diagnostics, name_hint, nearest
from screenplay2board.marked_toml import load_toml
from screenplay2board.plan.types import SHOT_SIZES, ShotSize
from screenplay2board.render.specs import SeedPolicy
from screenplay2board.render.types import MapKind
from screenplay2board.text_files import read_text
from screenplay2board.validation import Codes, Strict, choice, text_list, validate

Family = Literal["sd15", "sdxl"]
Sampler = Literal["dpm++", "ddim", "euler", "lcm", "tcd"]
GuideKind = MapKind
Mode = Literal["guide", "image", "none"]
Offload = Literal["auto", "always", "never"]
Tiles = Literal["auto", "always", "never"]
Precision = Literal["auto", "float32", "float16", "bfloat16"]

# How the ControlNets and their annotators are called elsewhere.
GUIDE_SYNONYMS: Mapping[str, GuideKind] = {
    "lineart": "line", "canny": "line", "openpose": "pose", "dwpose": "pose", "normalbae": "normal",
    "segmentation": "seg", "ade20k": "seg",
}  # fmt: skip
MAX_CARD_BYTES = 100_000
CODES = Codes(unknown_key="S2B303", wrong_value="S2B304")

# Which of the seed's tokens a shot's size calls for; docs/film.md has the same table.
TOKEN_OF_SIZE: Mapping[ShotSize, str] = {
    "ECU": "<cu_trg>", "CU": "<cu_trg>", "MCU": "<cu_trg>",
    "MS": "<ms_trg>", "MLS": "<ms_trg>",
    "FS": "<fs_trg>", "LS": "<fs_trg>", "ELS": "<fs_trg>",
}  # fmt: skip

# The seed's tokens in the order in which judges answer, and what they stand for.
TOKENS: tuple[str, ...] = ("<cu_trg>", "<ms_trg>", "<fs_trg>")
TOKEN_NAMES: Mapping[str, str] = {"<cu_trg>": "close-up", "<ms_trg>": "medium", "<fs_trg>": "full"}

Share = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=-4, le=4, allow_inf_nan=False)]


def _entries(value: object) -> object:
    """Leave out the items of a list that were found wrong and emptied."""
    return [item for item in cast("list[object]", value) if item is not None] if isinstance(value, list) else value


class LoraEntry(Strict):
    """A LoRA that changes the model: a .safetensors with keys of diffusers, peft or kohya."""

    path: str = Field(description="File, or folder that holds `pytorch_lora_weights.safetensors`, or a hub id.")
    revision: str | None = Field(default=None, description="Commit of the hub repository.")
    file: str | None = Field(default=None, description="File inside the folder or repository.")
    weight: Weight = Field(default=1.0, description="How strongly it works.")


class GuideEntry(Strict):
    """A ControlNet and the map of the stage that guides it."""

    kind: Annotated[GuideKind, *choice("guide", get_args(GuideKind), GUIDE_SYNONYMS)]
    path: str = Field(description="Folder or hub id of the ControlNet; `controlnet` for the one in the base's folder.")
    revision: str | None = Field(default=None, description="Commit of the hub repository.")
    weight: Annotated[float, Field(ge=0, le=2)] = Field(default=1.0, description="How strongly it guides.")
    weights: dict[Annotated[ShotSize, *choice("shot size", SHOT_SIZES)], Annotated[float, Field(ge=0, le=2)]] = Field(
        default={}, description="Other weights for single shot sizes."
    )
    until: Share = Field(default=1.0, description="Share of the steps that it guides.")

    def weight_for(self, size: ShotSize) -> float:
        """Return how strongly it guides shots of `size`."""
        return self.weights.get(size, self.weight)


class ReferenceEntry(Strict):
    """An IP-Adapter: shows the model pictures of the cast and of the set beside the words.

    Source: Ye et al. 2023, IP-Adapter.
    """

    path: str = Field(description="Folder, or hub id, that holds the adapter.")
    revision: str | None = Field(default=None, description="Commit of the hub repository.")
    file: str = Field(description="The adapter's .safetensors inside it.")
    encoder: str = Field(
        default="models/image_encoder", description="Folder of the image encoder: inside `path`, or anywhere."
    )
    weight: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.6, description="How strongly a character's reference picture works where the character stands."
    )
    set_weight: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.3, description="How strongly a scene's first wide panel works on the set of its later ones; 0 is off."
    )


class CharacterEntry(LoraEntry):
    """A character's own LoRA, active in the panels that show the character."""

    trigger: str = Field(default="", description="The words or token that call it.")


class ModelCard(Strict):
    """A model for the diffusion backend."""

    name: str = Field(default="", description="What it is called.")
    family: Annotated[Family, *choice("family", get_args(Family), {"sd1.5": "sd15", "sd 1.5": "sd15"})] = Field(
        default="sd15", description="Architecture."
    )
    base: str = Field(
        default="", description="Hub id, diffusers folder, single .safetensors, or `random:SEED` of the tiny model."
    )
    revision: str | None = Field(default=None, description="Commit of the hub repository; `s2b model lock` pins it.")
    variant: str | None = Field(default=None, description="Variant of the hub's files, such as `fp16`.")
    config: str | None = Field(
        default=None, description="Diffusers folder or hub id with the configuration of a single-file base."
    )
    vae: str | None = Field(default=None, description="Folder or hub id of another VAE.")
    checkpoint: str | None = Field(
        default=None, description="Folder of the trainer: LoRA, tokenizer with tokens, whole text encoder."
    )
    loras: Annotated[tuple[LoraEntry, ...], BeforeValidator(_entries)] = Field(
        default=(), description="LoRAs, fused into the model when it is loaded."
    )
    embeddings: Annotated[tuple[str, ...], *text_list({"type": "string"})] = Field(
        default=(), description="Textual-inversion .safetensors."
    )
    tokens: dict[Annotated[ShotSize, *choice("shot size", SHOT_SIZES)], str] = Field(
        default={}, description="Trigger token, or plain phrase, for each shot size."
    )
    prefix: str = Field(default="", description="Words in front of every prompt: the style, where no LoRA carries it.")
    negative_prompt: str = Field(default="", description="What no picture should show.")
    long_prompts: bool = Field(default=False, description="Read prompts over 77 tokens in chunks.")
    clip_skip: int = Field(default=0, ge=0, le=11, description="Layers of the text encoder that are left out.")
    sampler: Annotated[Sampler, *choice("sampler", get_args(Sampler), {"dpm": "dpm++"})] = Field(
        default="dpm++", description="Way through the noise."
    )
    steps: int = Field(default=30, ge=1, le=200, description="Steps of the sampler.")
    guidance_scale: float = Field(default=7.5, ge=1, le=30, description="Pull of the prompt; 1 halves the work.")
    guidance_until: Share = Field(default=1.0, description="Share of the steps with guidance; the rest cost half.")
    native_px: int = Field(default=512, ge=64, le=2048, description="Side of the square that the model was made for.")
    multiple_px: int = Field(default=64, ge=8, le=128, description="Widths and heights are multiples of it.")
    mode: Annotated[Mode, *choice("mode", get_args(Mode))] = Field(
        default="guide", description="What the stage gives: guiding maps, the sketch to start from, or nothing."
    )
    strength: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.7, description="Mode `image`: how much of the sketch is painted over."
    )
    guides: Annotated[tuple[GuideEntry, ...], BeforeValidator(_entries)] = Field(
        default=(), description="ControlNets, in order."
    )
    ip_adapter: ReferenceEntry | None = Field(default=None, description="IP-Adapter for the cast's reference pictures.")
    characters: dict[str, CharacterEntry] = Field(
        default={}, description="LoRAs of characters, by the name of their cues; `lora` in the cast says the same."
    )
    regions: Share = Field(
        default=0.8, description="How much of each person's own description is read where they stand, from two on."
    )
    seeds: Annotated[SeedPolicy, *choice("seed policy", get_args(SeedPolicy))] = Field(
        default="panel", description="A seed for each panel, from its content, or one for each scene."
    )
    translator: str | None = Field(
        default=None, description="Folder or hub id of a seq2seq model for Korean that the dictionary does not know."
    )
    batch_size: int | None = Field(
        default=None, ge=1, le=64, description="Pictures at once; 4, on the CPU fewer of over 256 px."
    )
    retries: int = Field(default=2, ge=0, le=10, description="Further seeds for a picture that a judge refuses.")
    judges: Annotated[tuple[str, ...], *text_list({"type": "string"})] = Field(
        default=("plain",), description="Who looks at the pictures: `plain`, `framing`, `heads`, `vlm` or plug-ins."
    )
    head_detector: str = Field(
        default="drawings", description="Who finds heads for the judge `heads`: `drawings`, or a plug-in's."
    )
    vlm: str | None = Field(
        default=None, description="Folder or hub id of the vision-language model that the judge `vlm` asks."
    )
    compile: bool = Field(default=False, description="Compile the UNet with torch.compile: minutes at the first panel.")
    offload: Annotated[Offload, *choice("offload", get_args(Offload))] = Field(
        default="auto", description="Keep the parts that do not work in main memory; `auto` where memory is short."
    )
    vae_tiles: Annotated[Tiles, *choice("vae_tiles", get_args(Tiles))] = Field(
        default="auto", description="Decode pictures in tiles; `auto` where memory is short."
    )
    device: str | None = Field(default=None, description="`cuda`, `cuda:1`, `mps` or `cpu`; the best there is.")
    dtype: Annotated[Precision, *choice("dtype", get_args(Precision), {"fp16": "float16", "bf16": "bfloat16"})] = Field(
        default="auto", description="Precision of the weights; `auto` is float16 on a GPU, float32 on the CPU."
    )

    def working_guides(self) -> tuple[GuideEntry, ...]:
        """Return the ControlNets that the mode uses: all of them, or none."""
        return self.guides if self.mode == "guide" else ()

    def trigger_tokens(self) -> tuple[str, ...]:
        """Return every `<token>` that the model must know, in order."""
        words = (*self.tokens.values(), *(entry.trigger for entry in self.characters.values()))
        return tuple(sorted({word for word in words if word.startswith("<")}))

    def token_for(self, size: ShotSize) -> str:
        """Return the trigger token or phrase of a shot size; empty where the card has none."""
        return self.tokens.get(size, "")


class ModelSettings(ModelCard):
    """`[model]` of a project: a card, and what is different in this project."""

    card: str | None = Field(default=None, description="Built-in card, or path of a card's .toml beside board.toml.")


def builtin_cards() -> tuple[str, ...]:
    """Return the names of the cards that come with the program."""
    folder = files("screenplay2board.render.diffusion").joinpath("data", "cards")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


def load_card(settings: ModelSettings, beside: Path, diagnostics: Diagnostics) -> ModelCard | None:
    """Return the card that `settings` names, with the project's changes; None where there is none (reported).

    beside: the folder that relative paths of the project start from.
    """
    changes = settings.model_dump(mode="json", exclude_unset=True, exclude={"card"})
    data: dict[str, Any] = {}
    if settings.card is not None:
        found = _read_card(settings.card, beside, diagnostics)
        if found is None:
            return None
        data = found.model_dump(mode="json", exclude_unset=True)
        data.setdefault("name", settings.card)
    card = ModelCard.model_validate({**data, **_anchored(changes, beside)})
    if not card.base:
        hint = f'name a card (`card = "sd15"`; there are {", ".join(builtin_cards())}) or a `base`'
        diagnostics.error("S2B531", "the model has no `base`", hint=hint)
        return None
    return card


def _read_card(name: str, beside: Path, diagnostics: Diagnostics) -> ModelCard | None:
    if name in builtin_cards():
        data = Path(str(files("screenplay2board.render.diffusion").joinpath("data")))  # weights lie there as files
        text = (data / "cards" / f"{name}.toml").read_text("utf-8")
        return read_card(text, f"{name}.toml", data, diagnostics)
    path = beside / name
    if not name.endswith(".toml") or not is_there(path):
        known = builtin_cards()
        hint = name_hint(nearest(name, known), known)
        diagnostics.error("S2B531", f"there is no model card `{name}`, nor a file of that name", hint=hint)
        return None
    text = read_text(path, MAX_CARD_BYTES, "S2B531", diagnostics)
    return None if text is None else read_card(text, str(path), path.parent, diagnostics)


def read_card(text: str, file: str, folder: Path | None, diagnostics: Diagnostics) -> ModelCard | None:
    """Return the card that stands in `text`; everything wrong in it is reported, and then there is none.

    folder: what its relative paths start from.
    """
    toml = load_toml(text, file, "S2B531", diagnostics)
    if toml is None:
        return None
    found = Diagnostics()
    card = validate(ModelCard, toml.data, lambda path, *, key=False: toml.locate(path), CODES, found)  # noqa: ARG005
    diagnostics.extend(found)
    if found.has_errors:
        return None
    data = card.model_dump(mode="json", exclude_unset=True)
    return ModelCard.model_validate(_anchored(data, folder) if folder else data)


def is_there(path: Path) -> bool:
    """Tell whether a file or folder lies there: no device or pipe, nor a name that no file system takes."""
    try:
        return path.is_file() or path.is_dir()
    except OSError:
        return False


def _anchored(data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return the data with relative paths that exist below `folder` made absolute; hub ids stay as they are."""

    def anchor(value: str) -> str:
        path = folder / value
        return str(path.resolve()) if value and is_there(path) else value

    anchored = dict(data)
    for key in ("base", "vae", "checkpoint", "config", "translator", "vlm"):
        if isinstance(data.get(key), str):
            anchored[key] = anchor(data[key])
    if "embeddings" in data:
        anchored["embeddings"] = [anchor(path) for path in data["embeddings"]]
    for key in ("loras", "guides"):
        if key in data:
            items = cast("list[dict[str, Any]]", data[key])
            anchored[key] = [{**item, "path": anchor(item["path"])} for item in items]
    if data.get("ip_adapter"):
        entry = cast("dict[str, Any]", data["ip_adapter"])
        places = {key: anchor(entry[key]) for key in ("path", "encoder") if key in entry}
        anchored["ip_adapter"] = {**entry, **places}
    if "characters" in data:
        people = cast("dict[str, dict[str, Any]]", data["characters"])
        anchored["characters"] = {name: {**entry, "path": anchor(entry["path"])} for name, entry in people.items()}
    return anchored
