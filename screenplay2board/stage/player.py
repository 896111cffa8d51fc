"""A person on the way from the brief to a place on the stage, and what their poses ask for.

Tables here are about how poses are staged; what they look like is in `body/poses.toml`. Names: `stage.names.POSES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees, hypot

from screenplay2board.plan.types import Actor, CharacterLook
from screenplay2board.stage.beings import Being, being_of
from screenplay2board.stage.body.poses import Support
from screenplay2board.stage.interactions import Interaction
from screenplay2board.stage.types import Mark, Vec2

# How far apart two people are who do this together, in metres.
PAIR_GAP_M: Mapping[str, float] = {
    "hug": 0.36, "kiss": 0.40, "comfort": 0.50, "waltz": 0.44, "dance": 0.95, "whisper": 0.46, "shake_hands": 0.80,
    "hand_over": 0.95, "punch": 0.95, "guard": 0.95, "slap": 0.75, "choke": 0.66, "stab": 0.75, "kick": 1.05,
    "hold_hands": 0.56, "fence": 1.75,
}  # fmt: skip
TAKES_TWO = ("hug", "kiss", "comfort", "waltz", "shake_hands", "hold_hands", "whisper", "choke")
SIDE_BY_SIDE = ("hold_hands",)
MOVING = (
    "walk", "run", "sneak", "limp", "stagger", "crawl", "swim", "drag", "push", "carry", "ride_bicycle", "ride_horse",
    "ride_motorbike", "ski", "skate", "hurdle", "carry_bride", "piggyback", "carry_over_shoulder", "carry_stretcher",
    "pull_by_hand", "escort", "fly",
)  # fmt: skip
# From the middle of what somebody rides to who stands beside it: half a horse, half a machine.
MOUNT_ROOM_M: Mapping[str, float] = {"ride_bicycle": 0.9, "ride_motorbike": 1.1, "ride_horse": 1.45}
CHASING = ("run", "fly", "ride_bicycle", "ride_horse", "ride_motorbike", "swim", "hurdle", "ski", "skate")
# Poses that leave no two hands for something broad.
HANDS_FULL = (
    "cry", "phone", "drink", "think", "hug", "kiss", "shake_hands", "aim", "punch", "guard", "shout", "climb", "fall",
    "choke", "waltz", "climb_ladder", "climb_rope", "climb_wall", "row", "double_over",
    "tied_up", "handcuffed", "cover_ears", "cover_mouth", "head_in_hands", "sit_phone", "sit_drink", "sit_cry", "hide",
)  # fmt: skip
# What the hand of a pose holds where nothing is said.
USUAL_PROP: Mapping[str, tuple[str, ...]] = {
    "phone": ("phone",), "sit_phone": ("phone",), "aim": ("gun",), "aim_crouch": ("gun",), "aim_rifle": ("rifle",),
    "draw_bow": ("bow",), "fence": ("sword",), "read": ("book",), "sit_read": ("book",), "drink": ("glass",),
    "sit_drink": ("glass",), "toast": ("glass",), "cup": ("cup",), "photograph": ("camera",), "smoke": ("cigarette",),
    "stab": ("knife",), "write": ("pen",), "paint": ("pen",), "play_guitar": ("guitar",), "sing": ("microphone",),
    "play_violin": ("fiddle_bow", "violin"), "play_drums": ("drumstick", "drumstick"), "conduct": ("drumstick",),
    "play_cards": ("card",), "sweep": ("broom",), "cook": ("pan",), "hold_baby": ("baby",),
    "pour": ("teapot", "cup"), "wipe": ("cloth",),
}  # fmt: skip
# Poses with a hand at the face: it is the hand farther from the audience, so that the face stays free.
HAND_AT_FACE = (
    "phone", "sit_phone", "drink", "sit_drink", "think", "sit_think", "cup", "wave", "point", "sit_point", "smoke",
    "eat", "salute", "whisper", "listen", "cover_mouth", "hush", "sing", "beckon", "thumbs_up", "rub_neck",
)  # fmt: skip
# Poses whose hands cover the face, with what is played in a close-up: there the face itself says it.
BARE_FACED: Mapping[str, str] = {
    "cry": "stand", "sit_cry": "sit", "head_in_hands": "sit", "facepalm": "stand", "cover_ears": "stand",
}  # fmt: skip
AT_TABLE = ("sit_table", "type", "write", "eat", "slam_table", "head_in_hands", "play_cards", "sleep_table")
# What somebody on a seat does of what people do on their feet.
SEATED: Mapping[str, str] = {
    "phone": "sit_phone", "talk": "sit_talk", "argue": "sit_argue", "point": "sit_point", "think": "sit_think",
    "cry": "sit_cry", "drink": "sit_drink", "read": "sit_read",
}  # fmt: skip
ON_FLOOR = ("sit_floor", "hug_knees", "meditate")
VEHICLES = ("drive", "ride")
# Poses that look somewhere of their own.
STILL_GAZE = (
    "read", "sit_read", "look_down", "look_up", "cry", "sit_cry", "head_in_hands", "hide", "pray", "kneel_pray", "lie",
    "drive", "write", "bow", "climb_ladder", "climb_rope", "climb_wall", "dive", "float", "sleep_table", "meditate",
    "double_over", "handcuffed", "tied_up", "check_watch", "dress", "shower", "play_piano", "play_violin",
)  # fmt: skip
# Poses that act on somebody: the body is turned to them.
AIMED = (
    "aim", "punch", "guard", "shake_hands", "point", "reach", "throw", "hand_over", "slap", "choke", "stab", "kick",
    "swing", "photograph", "aim_rifle", "aim_crouch", "draw_bow", "fence", "stop",
)  # fmt: skip
CHAIR_SEAT_M = 0.45
# From the middle of what rolls to who pushes it.
PUSHED_FROM_M: Mapping[str, float] = {"wheelchair": 0.98, "gurney": 1.5, "pram": 1.30}


@dataclass(slots=True)
class Player:
    """A person while they are being placed. leads: what they do with whom they lead; led_by: who leads them.

    at_table: a table or counter is before them.
    """

    actor: Actor
    look: CharacterLook
    index: int
    pose: str
    support: Support
    mark: Mark | None = None
    x: float = 0.0
    z: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    seat: float | None = None
    heading: Vec2 | None = None
    leads: Interaction | None = None
    led_by: Player | None = None
    at_table: bool = False

    @property
    def being(self) -> Being | None:
        """Return the row of an animal or a vehicle, None of a person."""
        return being_of(self.look.kind)

    @property
    def parked(self) -> bool:
        """Whether this is a vehicle: it is where its road is, and nobody moves it for the picture."""
        return self.being is not None and self.being.piece is not None

    @property
    def room_m(self) -> float:
        """How far from the middle somebody may stand beside a horse, a machine, an animal; 0 beside a person."""
        return self.being.room_m if self.being is not None else MOUNT_ROOM_M.get(self.pose, 0.0)

    @property
    def eye_m(self) -> float:
        """Height of the eyes over the floor, roughly."""
        height = self.look.height_m
        if self.support == "seat":
            return self.y + (self.seat if self.seat is not None else CHAIR_SEAT_M) + 0.43 * height
        if self.support == "lie":
            return self.y + (self.seat or 0.0) + 0.14
        share = {"kneel": 0.68, "ground": 0.93, "free": 0.93}[self.support]
        if self.pose == "crouch":
            share = 0.58
        return self.y + share * height


def distance_m(mark: Mark, player: Player) -> float:
    """Return how far `player` is from `mark` on the floor."""
    return hypot(mark.position_m[0] - player.x, mark.position_m[2] - player.z)


def azimuth_deg(x: float, z: float) -> float:
    """Return the direction of (x, z) seen from above in degrees, 0 toward the audience, positive to the right."""
    return degrees(atan2(x, z))


def turn_deg(to: float, since: float) -> float:
    """Return the shortest turn from direction `since` to `to`, -180 to 180 degrees."""
    return (to - since + 180.0) % 360.0 - 180.0
