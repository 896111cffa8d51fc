"""Settings of `python -m training prepare`. Each table is a stage; what is left out has the values shown here."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from screenplay2board.validation import Strict, choice

Layout = Literal["auto", "aihub", "captions", "metadata", "coco", "webdataset"]
LineArt = Literal["none", "edges", "detector"]
Grouping = Literal["none", "kmeans", "hdbscan"]
Balancing = Literal["none", "sample", "weight"]
TooLong = Literal["shorten", "drop"]
Nearly = Literal["report", "drop"]
Share = Annotated[float, Field(ge=0, le=1)]


class ExtractSettings(Strict):
    """Where pictures and labels lie."""

    layout: Annotated[Layout, *choice("layout", get_args(Layout))] = Field(
        default="auto", description="How the source is laid out; `auto` looks."
    )
    most_characters: int = Field(default=1, ge=0, le=100, description="Labels of more characters are left out.")


class PictureSettings(Strict):
    """What is done to each picture."""

    px: int = Field(default=512, ge=32, le=4096, description="Longest side of the pictures.")
    square: bool = Field(
        default=True, description="Pad to a square on white; false keeps each shape for the buckets of training."
    )
    lineart: Annotated[LineArt, *choice("line art", get_args(LineArt))] = Field(
        default="none",
        description="`edges` or a `detector` make black lines on white; `none` keeps pictures.",
    )
    detector: str = Field(default="", description="Weights of the line detector (.safetensors); edges without them.")
    bubbles: bool = Field(default=False, description="Find speech bubbles and empty them.")
    mirror: bool = Field(default=True, description="Add each picture mirrored, left and right swapped in its caption.")


class TagSettings(Strict):
    """What is done to the words."""

    translator: str = Field(default="", description="Folder of a local translation model for words no table has.")


class ClusterSettings(Strict):
    """Which drawing styles stay."""

    clip: str = Field(default="", description="Folder of a local CLIP model; without one, gradients and tones compare.")
    group: Annotated[Grouping, *choice("grouping", get_args(Grouping))] = Field(
        default="none", description="Also group the pictures, with a contact sheet of each group."
    )
    groups: int = Field(default=8, ge=2, le=1000, description="Groups of `kmeans`.")
    keep_titles: int = Field(default=0, ge=0, description="Titles nearest in style that stay; 0 means all.")


class BalanceSettings(Strict):
    """How many pictures each token gets."""

    how: Annotated[Balancing, *choice("balancing", get_args(Balancing))] = Field(
        default="none",
        description="`sample` leaves pictures out down to the rarest token; `weight` writes a weight into each line.",
    )
    most: int = Field(default=0, ge=0, description="Pictures a token at most when sampling; 0 means the rarest's.")


class FinalizeSettings(Strict):
    """How captions end up."""

    too_long: Annotated[TooLong, *choice("way", get_args(TooLong))] = Field(
        default="shorten", description="What becomes of captions over 77 tokens."
    )


class SplitSettings(Strict):
    """What is held back for validation."""

    validation: Share = Field(default=0.0, description="Share of the pictures, in whole titles.")
    near_bits: int = Field(default=4, ge=0, le=16, description="Hashes of 64 bits at most so far apart are near twins.")
    near: Annotated[Nearly, *choice("way", get_args(Nearly))] = Field(
        default="drop", description="Near twins across the split: `drop` the training one, or only `report`."
    )


class PrepareSettings(Strict):
    """Settings of `python -m training prepare`."""

    source: str = Field(default="", description="The folder, JSON or tar to read, from where the program runs.")
    seed: int = Field(default=0, ge=0, description="Another seed draws other pictures when sampling and splitting.")
    extract: ExtractSettings = ExtractSettings()
    tags: TagSettings = TagSettings()
    pictures: PictureSettings = PictureSettings()
    cluster: ClusterSettings = ClusterSettings()
    balance: BalanceSettings = BalanceSettings()
    finalize: FinalizeSettings = FinalizeSettings()
    split: SplitSettings = SplitSettings()
