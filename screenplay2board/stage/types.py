"""What flows into and out of the stage: a brief in film terms, and the stage in metres.

World: x right, y up, z toward the audience (the default camera looks along -z); metres; floor at y = 0. Yaw turns
counter-clockwise seen from above, 0 faces +z. A figure's own left is its +x at yaw 0.
All values here are small and plain, so that they can be hashed, compared and sent to workers; meshes are built of them
by the renderer through `screenplay2board.stage.build`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from screenplay2board.plan.types import (
    Actor,
    CameraAngle,
    CameraMove,
    CharacterLook,
    Effect,
    Framing,
    Lens,
    ShotSize,
    TimeOfDay,
    Weather,
)

Vec2 = tuple[float, float]
Vec3 = tuple[float, float, float]
Parameter = float | int | str | bool

SUN_RADIUS = 0.055  # of the frame's height: of a sun, or a moon


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBrief:
    """Everything a picture of a shot depends on, and nothing else: no numbers, captions or places in a file.

    set_seed: varies the set; equal for all shots in one location. roster: all people of the scene in order of
    appearance; it fixes their marks and sides. looks: one for each of `actors`, by name, and for `subject` people.
    places: of a split screen, the set of each of its people. writing: the words on the thing that is shown.
    frame_px: (width, height).
    """

    set: str
    set_seed: int
    interior: bool
    time_of_day: TimeOfDay
    weather: Weather
    roster: tuple[str, ...]
    looks: tuple[tuple[str, CharacterLook], ...]
    actors: tuple[Actor, ...]
    props: tuple[str, ...]
    subject: tuple[str, ...]
    over: str | None
    size: ShotSize
    angle: CameraAngle
    move: CameraMove
    framing: Framing
    lens: Lens
    effect: Effect | None = None
    places: tuple[str, ...] = ()
    writing: str = ""
    frame_px: tuple[int, int] = (1280, 720)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldProp:
    """A prop in a hand. writing: the words that stand on it, where they are to be read."""

    prop: str
    hand: Literal["left", "right", "both"] = "right"
    writing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePlacement:
    """One person on the stage. figure: 1, 2, ... identifies the person in the maps; 0 is the set.

    look_at: a point in the world, or None for straight on. gaze: eye direction beyond the head's, (-1..1, -1..1).
    seat_height_m: of the furniture the pose rests on, None for the pose's own. lift_m: raises the whole figure.
    speaking: the mouth is open, whatever the emotion. at_table: hands and elbows stay over the table before them.
    """

    figure: int
    name: str
    look: CharacterLook
    pose: str
    emotion: str = "neutral"
    position_m: Vec3 = (0.0, 0.0, 0.0)
    yaw_deg: float = 0.0
    look_at: Vec3 | None = None
    gaze: Vec2 = (0.0, 0.0)
    held: tuple[HeldProp, ...] = ()
    seat_height_m: float | None = None
    lift_m: float = 0.0
    mirrored: bool = False
    detailed: bool = True
    speaking: bool = False
    at_table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PropPlacement:
    """One piece of a set. `kind` is a builder in `stage.props`; `parameters` are its keyword arguments."""

    kind: str
    position_m: Vec3 = (0.0, 0.0, 0.0)
    yaw_deg: float = 0.0
    parameters: Mapping[str, Parameter] = field(default_factory=dict[str, Parameter])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place where a person can be. yaw_deg: the direction they face there by default.

    use: what the place is for; `road`, `water`, `rails`: where the front of a vehicle is that is on its way.
    surface_m: height of the seat, bed or counter at the mark, None for the floor.
    """

    name: str
    position_m: Vec3
    yaw_deg: float = 0.0
    use: Literal["stand", "sit", "lie", "drive", "lean", "table", "road", "water", "rails"] = "stand"
    surface_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sky:
    """What is behind everything. horizon_grey and zenith_grey: darkness 0..1. sun: (x, y) as shares of the frame."""

    kind: Literal["plain", "gradient", "clouds", "night"] = "plain"
    horizon_grey: float = 0.0
    zenith_grey: float = 0.0
    sun: Vec2 | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LightPool:
    """A practical light: lightens the night around it."""

    position_m: Vec3
    radius_m: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """direction: the way the key light travels. night: darkness 0..1 laid over everything outside the pools.

    shadow: depth of the shadow side, 0..1. fog: grey of the fog, which begins at fog_near_m and is full at fog_far_m.
    silhouettes: people are black before what is behind them.
    """

    direction: Vec3 = (-0.55, -0.75, -0.40)
    night: float = 0.0
    pools: tuple[LightPool, ...] = ()
    shadow: float = 0.24
    shadow_range_m: float = 14.0
    fog: float = 0.0
    fog_near_m: float = 8.0
    fog_far_m: float = 60.0
    silhouettes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlan:
    """A set as a list of pieces, with the places where people can be.

    bounds_m: (x0, z0, x1, z1) of the floor that people may use; camera_bounds_m: where a camera may stand (walls
    behind it are left out because they are single-sided). lights: practicals that are on at night.
    """

    name: str
    pieces: tuple[PropPlacement, ...]
    marks: tuple[Mark, ...]
    bounds_m: tuple[float, float, float, float]
    camera_bounds_m: tuple[float, float, float, float]
    ceiling_m: float | None = None
    lights: tuple[LightPool, ...] = ()
    sky: Sky = Sky()
    fog_range_m: Vec2 = (25.0, 160.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraPose:
    """A pinhole camera. fov_deg is vertical; roll_deg turns clockwise; shift is the lens shift as a share of the frame.

    Image origin is the top left corner, x right, y down.
    """

    position_m: Vec3
    target_m: Vec3
    fov_deg: float
    roll_deg: float = 0.0
    shift: Vec2 = (0.0, 0.0)
    frame_px: tuple[int, int] = (1280, 720)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A storyboard's sign of a movement, drawn over the picture. Points are shares of the frame, origin top left.

    kind: `figure` a person's way and `camera` a camera's, from tail to tip; `follow` that of a camera which goes along
    with somebody; `frame` what a move in ends on and `outer` what a move out starts from, as two corners; `shake` a
    camera in the hand, the corners of the picture that shake; `focus` whom the focus leaves and whom it goes to, two
    corners each, or only the latter; `speed` the streaks behind who is fast, as pairs of ends. width: of the shaft, as
    a share of the frame's width. whole: the sides of a frame are drawn too, not its corners alone.
    """

    kind: Literal["figure", "camera", "follow", "frame", "outer", "shake", "focus", "speed"]
    points: tuple[Vec2, ...]
    width: float = 0.02
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A shot in three dimensions: set, people, light and a solved camera.

    set_pieces: the set's pieces that stand in this shot, extra props included. reasons: how the director decided.
    headings: the way, as (x, z) of length 1, of each figure that goes somewhere. beside: what the right half of a split
    screen shows, gutter_px the line between both; the camera of each then has its own half as its frame.
    """

    set: SetPlan
    set_pieces: tuple[PropPlacement, ...]
    figures: tuple[FigurePlacement, ...]
    subject_figures: tuple[int, ...]
    light: Light
    sky: Sky
    weather: Weather
    camera: CameraPose
    size: ShotSize
    arrows: tuple[Arrow, ...] = ()
    headings: tuple[tuple[int, Vec2], ...] = ()
    reasons: tuple[str, ...] = ()
    beside: Stage | None = None
    gutter_px: int = 0
