"""How postures and deeds go together: what lasts, what needs both hands, what is done seated, on the knees, in a car.

Names of poses from `stage/names.py`, as `plan/continuity.py` asks for them.
"""

from __future__ import annotations

from screenplay2board.stage.names import LEADING

# Poses that last until another one takes their place.
POSTURES = frozenset(
    {"stand", "sit", "sit_table", "sit_lean", "lie", "kneel", "crouch", "drive", "ride", "lean", "lean_wall", "hide"}
    | {"sit_floor", "hug_knees", "sit_slumped", "sit_back", "sit_crossed_legs", "ride_horse", "ride_bicycle"}
    | {
        "lie_side",
        "lie_face_down",
        "lie_sprawled",
        "kneel_pray",
        "row",
        "kneel_both",
        "beg",
        "attention",
        "sleep_table",
        "lean_window",
        "stand_on",
        "tied_up",
        "fly",
    }
)
MOUNTED = frozenset({"drive", "ride", "ride_horse", "ride_bicycle"})
SEATED = MOUNTED | {
    "sit", "sit_table", "sit_lean", "type", "sit_floor", "hug_knees", "sit_slumped", "sit_back", "sit_crossed_legs",
}  # fmt: skip
# What nobody does who drives: the car stands, or somebody else is at the wheel.
NOT_AT_THE_WHEEL = frozenset({"type", "write", "read", "play_cards"})
ON_GROUND = frozenset({"sit_floor", "hug_knees"})
ASLEEP_SEATED = frozenset({"sit_slumped", "sleep_table"})
LAIN = frozenset({"lie", "lie_side", "lie_face_down", "lie_sprawled"})
# What a seated person does instead of its standing form; who sits at a table keeps to it.
SEATED_FORM = {
    "talk": "sit_talk", "argue": "sit_argue", "shout": "sit_argue", "point": "sit_point", "think": "sit_think",
    "cry": "sit_cry", "phone": "sit_phone", "drink": "sit_drink", "cup": "sit_drink", "read": "sit_read",
    "arms_crossed": "sit_arms_crossed", "beg": "sit_argue",
}  # fmt: skip
AT_TABLE = frozenset({"write", "eat", "slam_table", "head_in_hands", "type"})
LASTING = frozenset(
    {"phone", "aim", "hands_up", "arms_crossed", "hold_hands", "type", "hands_on_hips", "hands_in_pockets"}
    | {
        "dance",
        "waltz",
        "cook",
        "pour",
        "wipe",
        "sweep",
        "smoke",
        "play_guitar",
        "write",
        "eat",
        "cover_ears",
        "head_in_hands",
    }
    | {"hug", "comfort", "carry"}
    | set(LEADING)
)
# For how many beats a lasting pose goes on by itself; a phone stays at the ear until somebody hangs up.
LASTING_BEATS = 6
SHORT_LASTING_BEATS = 2
BRIEF = frozenset({"hug", "comfort", "eat", "cook", "pour", "wipe", "carry", "head_in_hands", *LEADING})
# What was in the hands is put down for it.
BUSY_HANDS = frozenset(
    {"eat", "type", "cook", "pour", "wipe", "carry_bride", "carry_child", "piggyback", "drag_body", "head_in_hands"}
    | {
        "cover_ears",
        "clap",
        "play_piano",
        "play_drums",
        "row",
        "swim",
        "pray",
        "dress",
        "hold_hands",
        "hands_up",
        "fall",
    }
)
# What one goes on carrying whatever else is taken in hand; all else is put down for it, or after so many beats.
CARRIED = frozenset(
    {"gun", "rifle", "knife", "sword", "axe", "bow", "bag", "suitcase", "briefcase", "umbrella", "torch", "lantern"}
    | {"broom", "hammer", "rope", "guitar", "violin", "baby", "bucket", "camera"}
)
HELD_BEATS = 6
# What nobody does on their knees, or with the body bent.
ON_FEET = frozenset({"throw", "catch", "push", "cheer", "salute", "photograph", "knock", "lift", "kiss", "wave"})
# What nobody does who still lies where they fell.
ROUSING = frozenset({"push", "throw", "lift", "salute", "knock", "drag", "swing"})
BENT = frozenset({"crouch", "kneel", "kneel_both", "hide"})
# In a car these are done as far as a seat allows.
# Where who sleeps does so on a seat.
ROWS = frozenset({"train", "bus", "plane", "theatre", "waiting_room"})
CABS = frozenset({"car", "truck_cab", "cockpit"})
IN_SEAT = {
    "crouch": "sit_slumped", "hide": "sit_slumped", "lean_wall": "sit_slumped", "lie": "sit_slumped", "lean": "sit",
    "kneel": "sit", "type": "sit_read", "write": "sit_read", "wave": "sit_point",
}  # fmt: skip
# What two who sit beside each other do without getting up.
SIDE_BY_SIDE = frozenset({"arm_around", "pat_shoulder"})
# What nobody goes on doing when the thing is taken from them.
WITH_THINGS = frozenset({"phone", "aim", "smoke", "play_guitar", "write", "sweep"})
ENDLESS = frozenset({"phone", "aim", "type"})
LOCOMOTION = frozenset({"walk", "run", "climb", "sneak", "limp", "stagger", "crawl", "jump"})
# Poses that bring a seated or lying person to their feet.
UPRIGHT = frozenset(
    {"walk", "run", "punch", "guard", "hug", "climb", "fall", "shake_hands", "lean", "aim", "sneak", "limp", "stagger"}
    | {"jump", "dance", "waltz", "slap", "kick", "stab", "choke", "swing", "sweep", "lean_wall", "drag", "carry", "bow"}
    | {"fence", "draw_bow", "hurdle", "dive", "climb_ladder", "climb_wall", "climb_rope", "climb_stairs", "double_over"}
    | set(LEADING)
)
HANDS = frozenset({"hold", "read", "phone", "drink", "cup", "reach", "pick_up", "pull"})
# Poses of the whole body for which somebody stands up, though the text does not say so.
STANDING_ONLY = frozenset(
    {"hands_in_pockets", "hands_on_hips", "wave", "salute", "throw", "catch", "push", "pull", "lift", "knock", "peek"}
    | {"comfort", "hand_over", "cheer", "clap", "shrug", "pray", "photograph", "look_back", "look_up", "whisper"}
    | {"listen", "hand_on_heart", "facepalm", "cover_mouth", "cover_ears", "kiss", "hands_up", "smoke", "stand_weight"}
)
TABLE_SETS = frozenset(
    {"cafe", "restaurant", "kitchen", "office", "interrogation_room", "bar", "school"} | {"dining_room"}
)
CROUCHING_BEATS = 5
