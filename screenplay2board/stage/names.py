"""The names that plans and YAML files may use for poses, emotions, sets and what people wear and hold.

Only names, so that the planner and the readers know them without loading any geometry. The tests hold each list equal
to what the stage can build.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FeatureKind = Literal["face", "eyes", "brows", "nose", "mouth"]

POSES: tuple[str, ...] = (
    "stand", "stand_weight", "hands_on_hips", "arms_crossed", "hands_in_pockets", "walk", "run", "sit", "sit_lean",
    "sit_table", "type", "drive", "ride", "kneel", "crouch", "lie", "point", "hold", "read", "phone", "aim",
    "punch", "guard", "hug", "drink", "cup", "reach", "look_up", "look_down", "look_back", "fall", "shout", "argue",
    "talk", "cry", "climb", "lean", "shake_hands", "wave", "hands_up", "hold_hands", "think", "attention", "salute",
    "bow", "shrug", "clap", "pray", "cheer", "facepalm", "cover_mouth", "cover_ears", "hand_on_heart", "whisper",
    "listen", "lean_wall", "peek", "push", "pull", "drag", "lift", "pick_up", "carry", "throw", "catch", "swing",
    "stab", "kick", "slap", "choke", "knock", "hand_over", "comfort", "kiss", "dance", "waltz", "photograph",
    "smoke", "play_guitar", "cook", "sweep", "sneak", "limp", "stagger", "jump", "crawl", "swim", "ride_bicycle",
    "ride_horse", "kneel_both", "beg", "kneel_pray", "hide", "sit_talk", "sit_argue", "sit_point", "sit_think",
    "sit_cry", "sit_phone", "sit_drink", "sit_read", "sit_crossed_legs", "sit_arms_crossed", "sit_back",
    "sit_slumped", "sit_floor", "hug_knees", "write", "eat", "head_in_hands", "slam_table", "lie_side",
    "lie_face_down", "lie_sprawled",
    "hug_behind", "hugged", "arm_around", "pat_shoulder", "kiss_cheek", "kiss_forehead", "toast", "high_five",
    "carry_bride", "carried", "piggyback", "on_back", "carry_over_shoulder", "over_shoulder", "carry_child",
    "on_hip", "carry_stretcher", "drag_body", "dragged", "pull_by_hand", "pulled", "help_up", "helped_up", "escort",
    "grab_collar", "held_collar", "headlock", "in_headlock", "arm_twist", "arm_twisted", "pin_down", "pinned",
    "hush", "stop", "beckon", "thumbs_up", "check_watch", "rub_neck", "stretch", "double_over", "hands_behind",
    "handcuffed", "tied_up", "aim_rifle", "aim_crouch", "draw_bow", "fence", "sing", "play_piano", "play_violin",
    "play_drums", "conduct", "paint", "shower", "dress", "hold_baby", "play_cards", "sleep_table", "meditate",
    "climb_ladder", "climb_rope", "climb_wall", "climb_stairs", "plummet", "hurdle", "dive", "float", "row",
    "ride_motorbike", "ski", "skate", "lift_weights", "push_up", "pour", "wipe",
    "lean_window", "stand_on", "head_in_lap", "lap",
)  # fmt: skip

# What animals and vehicles do besides what people do.
BEING_POSES: tuple[str, ...] = ("fly", "graze", "rear")
ANIMALS: tuple[str, ...] = (
    "dog", "wolf", "fox", "cat", "lion", "horse", "donkey", "cow", "sheep", "goat", "pig", "rabbit", "deer", "bear",
    "crow", "pigeon", "sparrow", "seagull", "eagle", "owl", "duck", "swan", "chicken", "flock", "gulls",
)  # fmt: skip
VEHICLES: tuple[str, ...] = (
    "car", "police_car", "taxi", "van", "pickup", "truck", "bus", "ambulance", "fire_engine", "tram", "train",
    "tractor", "motorbike", "bicycle", "helicopter", "plane", "propeller_plane", "rowing_boat", "sailing_boat", "ferry",
    "cargo_ship",
)  # fmt: skip
BEINGS: tuple[str, ...] = ("person", *ANIMALS, *VEHICLES)

# Poses of somebody who has another in hand: carries, leads, holds them. The other's pose follows from it.
LEADING: tuple[str, ...] = (
    "hug_behind", "arm_around", "pat_shoulder", "kiss_cheek", "kiss_forehead", "toast", "high_five", "carry_bride",
    "piggyback", "carry_over_shoulder", "carry_child", "carry_stretcher", "drag_body", "pull_by_hand", "help_up",
    "escort", "grab_collar", "headlock", "arm_twist", "pin_down", "head_in_lap",
)  # fmt: skip

EMOTIONS: tuple[str, ...] = (
    "neutral", "calm", "happy", "smile", "angry", "rage", "shout", "sad", "cry", "fear", "surprise", "worried",
    "tired", "asleep", "smug", "determined", "pain", "suspicious", "love", "think", "talk", "scream",
)  # fmt: skip

SETS: tuple[str, ...] = (
    "room", "living_room", "kitchen", "bedroom", "bathroom", "office", "corridor", "stairs", "cafe", "restaurant",
    "bar", "shop", "hospital", "school", "church", "police_station", "interrogation_room", "prison", "court",
    "warehouse", "garage", "street", "alley", "road", "bridge", "station", "train", "car", "rooftop", "skyline",
    "park", "garden", "forest", "field", "meadow", "grain_field",
    "mountains", "beach", "desert", "river", "harbour", "boat", "ship", "cave",
    "ruins", "cemetery", "spaceship", "theatre", "outdoors", "library", "laboratory", "lobby", "airport", "factory",
    "castle", "lift", "attic", "basement", "tent", "hanok", "pool", "bus", "plane",
    "western_street", "operating_room", "waiting_room",
    "hotel_room", "nursery", "dining_room", "gym", "sports_hall", "boxing_ring", "locker_room", "stadium",
    "supermarket", "convenience_store", "museum", "nightclub",
    "recording_studio", "tv_studio", "lecture_hall", "server_room", "control_room", "bank", "vault", "morgue",
    "funeral_home", "throne_room", "dungeon", "saloon", "log_cabin", "barn", "parking_garage", "temple", "mosque",
    "pc_room", "gosiwon", "laundromat", "market", "pojangmacha", "playground", "construction_site",
    "petrol_station", "parking_lot", "farmyard", "courtyard", "palace_yard", "snowfield", "jungle", "swamp",
    "trench", "lighthouse", "sea", "sky", "runway", "cockpit", "truck_cab",
)  # fmt: skip

PROPS: tuple[str, ...] = (
    "phone", "gun", "knife", "cup", "glass", "bottle", "book", "letter", "paper", "newspaper", "photograph", "key",
    "bag", "suitcase", "briefcase", "box", "flowers", "umbrella", "cigarette", "lighter", "torch", "camera", "clock",
    "watch", "laptop", "monitor", "television", "radio", "candle", "ring", "money", "card", "map", "hat", "rope",
    "axe", "hammer", "bicycle", "car", "door", "mirror", "lamp", "table", "chair", "bed", "sofa", "guitar", "ball",
    "sword", "cake", "plate", "pen", "screen", "sign", "horse", "dog", "cat", "bird", "gurney", "wheelchair",
    "rifle", "bow", "violin", "microphone", "broom", "pan", "baby", "binoculars", "tray", "motorbike", "piano",
    "ladder", "easel", "skateboard", "stretcher", "crowd", "teapot", "cloth", "blanket",
    "bucket", "lantern", "apple", "spoon", "torn_letter", "envelope", "fire", "jewel",
    "queue", "circle", "audience", "parted_crowd", "pram", "crib", "kerb", "leaves", "papers", "rubble",
)  # fmt: skip
# What people are together who only stand or sit there. A shot that names one is filled with them.
GATHERINGS: tuple[str, ...] = ("crowd", "queue", "circle", "audience", "parted_crowd")

HAIR: tuple[str, ...] = (
    "short", "side", "buzz", "bald", "fringe", "messy", "curly", "afro", "long", "bob", "wavy", "curly_long",
    "ponytail", "bun", "braids", "mohawk", "hijab", "hood", "crop", "balding", "crew", "slick", "quiff", "undercut",
    "thin", "mullet", "pixie", "shoulder", "long_bangs", "high_ponytail", "topknot", "chignon", "twin_tails",
    "cornrows", "dreadlocks", "widow_peak", "grown_out", "layered", "crown_braid", "side_tail", "spiky", "curtains",
    "low_ponytail", "back_braid", "jjok", "wolf",
)  # fmt: skip
BEARDS: tuple[str, ...] = (
    "short", "full", "long", "moustache", "pencil", "handlebar", "walrus", "goatee", "van_dyke", "mutton_chops",
    "chin_strap", "stubble",
)  # fmt: skip
GLASSES: tuple[str, ...] = (
    "round", "square", "thick", "half", "cat_eye", "browline", "rimless", "aviator", "sunglasses", "goggles", "monocle",
)  # fmt: skip
FACES: tuple[str, ...] = (
    "oval", "round", "square", "heart", "long", "diamond", "pear", "lantern", "receding", "gaunt",
)  # fmt: skip
EYES: tuple[str, ...] = (
    "almond", "round", "narrow", "hooded", "monolid", "drooping", "upturned", "deep_set", "wide_set", "close_set",
)  # fmt: skip
BROWS: tuple[str, ...] = ("straight", "arched", "soft", "thick", "bushy", "thin", "angled", "sloping")
NOSES: tuple[str, ...] = (
    "straight", "button", "snub", "aquiline", "broad", "long", "bulbous", "narrow", "broken",
)  # fmt: skip
MOUTHS: tuple[str, ...] = ("even", "full", "thin", "wide", "small", "bow", "stern", "wry")
FEATURES: Mapping[FeatureKind, tuple[str, ...]] = {
    "face": FACES, "eyes": EYES, "brows": BROWS, "nose": NOSES, "mouth": MOUTHS,
}  # fmt: skip
# What chance gives to one gender only, and what it gives to nobody: these have to be said.
_OF_WOMEN = frozenset({"heart", "upturned", "arched", "button", "bow"})
_OF_MEN = frozenset({"lantern", "deep_set", "bushy", "bulbous", "stern"})
_ONLY_SAID = frozenset({"gaunt", "broken", "receding", "drooping"})
MARKS: tuple[str, ...] = (
    "freckles", "mole", "scar", "scar_eye", "eye_patch", "plaster", "bruise", "blood", "dirt", "make_up",
)  # fmt: skip
HATS: tuple[str, ...] = (
    "fedora", "cap", "flat_cap", "beret", "beanie", "bucket", "police", "helmet", "hard_hat", "army_helmet",
    "fire_helmet", "knight_helm", "space_helmet", "straw", "sun_hat", "cowboy", "top_hat", "bowler", "tricorn",
    "pointed", "gat", "toque", "surgical_cap", "swim_cap", "turban", "crown", "headscarf", "veil", "head_bandage",
    "headband", "robot_head",
)  # fmt: skip
TOPS: tuple[str, ...] = (
    "shirt", "blouse", "polo", "tee", "tank", "bare", "swimsuit", "sweater", "turtleneck", "cardigan", "hoodie",
    "tracksuit", "jacket", "blazer", "leather_jacket", "denim_jacket", "bomber", "suit", "tuxedo", "waistcoat",
    "frock_coat", "coat", "trench_coat", "parka", "puffer", "raincoat", "cloak", "robe", "pyjamas", "dress",
    "summer_dress", "evening_gown", "wedding_dress", "hanbok", "jeogori", "durumagi", "kimono", "sari", "lab_coat",
    "scrubs", "hospital_gown", "chef_jacket", "police_uniform", "dress_uniform", "army_uniform", "fire_coat",
    "hi_vis", "cassock", "judge_robe", "habit", "jersey", "armour", "spacesuit", "overalls",
    "robot",
)  # fmt: skip
DRESSES: tuple[str, ...] = ("dress", "summer_dress", "evening_gown", "wedding_dress")
BOTTOMS: tuple[str, ...] = (
    "trousers", "jeans", "leggings", "wide_trousers", "shorts", "briefs", "boots", "skirt", "mini_skirt",
    "pencil_skirt", "pleated_skirt", "long_skirt", "dress",
)  # fmt: skip
PATTERNS: tuple[str, ...] = ("stripes", "pinstripes", "bars", "checks", "dots", "floral", "camouflage")
ACCESSORIES: tuple[str, ...] = (
    "tie", "bow_tie", "scarf", "shawl", "apron", "necklace", "earrings", "backpack", "shoulder_bag", "belt",
    "suspenders", "stethoscope", "lanyard", "gloves", "cane", "crutches", "arm_cast", "arm_sling", "leg_cast",
    "prosthetic_leg",
)  # fmt: skip
BUILDS: tuple[str, ...] = (
    "average", "slim", "wiry", "frail", "athletic", "muscular", "stocky", "heavy", "tall", "small", "pregnant", "bent",
)  # fmt: skip


def features_of(kind: FeatureKind, gender: str) -> tuple[str, ...]:
    """Return the features of a kind that chance may give to somebody of a gender."""
    others = _OF_MEN if gender == "female" else _OF_WOMEN
    return tuple(name for name in FEATURES[kind] if name not in others | _ONLY_SAID)
