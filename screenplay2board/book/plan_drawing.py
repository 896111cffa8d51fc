"""Draw a floor plan as SVG, as set plans are drawn: heavy walls, light furniture, people, cameras, the 180-degree line.

Enters: a `FloorPlan`. Leaves: an `<svg>` without style or script, that HTML and PDF hold alike; the same text for the
same plan. One unit is a millimetre on a page as wide as `WIDTH`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape

from screenplay2board.book.plan_labels import LINE, Box, LabelSheet, Name, PlacedName
from screenplay2board.stage.floor_plan import FloorPlan, PlanCamera, PlanMark, PlanOpening, people_named
from screenplay2board.stage.types import Vec2

WIDTH = 182.0
_INK, _GREY, _SOFT, _FAINT, _PAPER = "#1a1a1a", "#5c5c58", "#8a8a86", "#c4c4c0", "#ffffff"
_WALL, _THIN, _HAIR = 1.0, 0.3, 0.18  # widths of lines
_PERSON = 2.3  # half the breadth of a person, whatever the scale: a sign, not a body
_NAME, _NUMBER, _SMALL = 3.0, 2.8, 2.2  # sizes of type
_VIEW, _VIEW_TONE = 30.0, 11.0  # how far the borders of a camera's view are shown, and its tone
_BODY = 2.6  # half the length of a camera
_WAY_M = 1.3
_MOVE = 7.0
# A camera that looks along the first axis: body, then the bell of the lens.
_CAMERA = (
    (-1.0, -0.55), (0.15, -0.55), (0.15, -0.3), (0.85, -0.62), (0.85, 0.62), (0.15, 0.3), (0.15, 0.55), (-1.0, 0.55),
)  # fmt: skip
_ENOUGH_M = 0.55  # furniture smaller than this has no name of its own
_LINE_PER = 4  # shots a line of a camera's label
_EDGE = 4.0  # a camera outside stands so far inside the frame
_SIDES = {"truck left": -1.0, "truck right": 1.0}
_DEPTHS = {"push in": 1.0, "pull out": -1.0}


def draw_floor_plan(plan: FloorPlan, title: str) -> str:
    """Return the plan as SVG; `title` says what it is to those who do not see it."""
    return _Sheet(plan).svg(title)


def height_of(plan: FloorPlan) -> float:
    """Return the height of the drawing, in units."""
    return _Sheet(plan).height


def plan_names(plan: FloorPlan) -> tuple[PlacedName, ...]:
    """Return all names of the drawing with their places."""
    return tuple(_Sheet(plan).names())


class _Sheet:
    """One drawing: from metres to units."""

    def __init__(self, plan: FloorPlan) -> None:
        self.plan = plan
        x0, z0, x1, z1 = plan.frame
        self.scale = WIDTH / (x1 - x0)
        self.height = (z1 - z0) * self.scale
        self.cameras = [(camera, *self._standing(camera)) for camera in plan.cameras]
        self.several = people_named(plan)

    def at(self, place: Vec2) -> Vec2:
        """Return a place of the world on the sheet."""
        return ((place[0] - self.plan.frame[0]) * self.scale, (place[1] - self.plan.frame[1]) * self.scale)

    def svg(self, title: str) -> str:
        """Return the whole drawing."""
        width, height = _n(WIDTH), _n(self.height)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'font-family="S2B Sans, Inter, sans-serif" fill="none" '
            f'stroke-linecap="round" stroke-linejoin="round">',
            f"<title>{escape(title)}</title>",
            f'<rect x="0" y="0" width="{width}" height="{height}" fill="{_PAPER}"/>',
            *self._furniture(),
            *self._views(),
            *self._walls(),
            *self._axis(),
            *self._people(),
            *self._camera_bodies(),
            *(_text(name) for name in self.names()),
            *self._scale_bar(),
            f'<rect x="0.15" y="0.15" width="{_n(WIDTH - 0.3)}" height="{_n(self.height - 0.3)}" stroke="{_INK}" '
            f'stroke-width="{_THIN}"/>',
            "</svg>",
        ]
        return "\n".join(parts)

    # the set

    def _walls(self) -> Iterator[str]:
        if self.plan.cuts:
            lines = "".join(f"M{_p(self.at(a))}L{_p(self.at(b))}" for a, b in self.plan.cuts)
            yield f'<path d="{lines}" stroke="{_INK}" stroke-width="{_WALL}" stroke-linecap="square"/>'
        for opening in self.plan.openings:
            yield from self._opening(opening)

    def _opening(self, opening: PlanOpening) -> Iterator[str]:
        """Draw a window as a gap with its panes, a door as a gap with its leaf and the way it swings."""
        yaw = math.radians(opening.yaw_deg)
        front, along = (math.sin(yaw), math.cos(yaw)), (math.cos(yaw), -math.sin(yaw))
        x, z = opening.centre
        half = opening.width_m / 2
        ends = [self.at((x + side * half * along[0], z + side * half * along[1])) for side in (-1.0, 1.0)]
        yield _line(ends[0], ends[1], _PAPER, _WALL * 1.3, cap="butt")
        if opening.kind == "window":
            for aside in (-0.35, 0.35):
                shift = (front[0] * aside * _WALL, front[1] * aside * _WALL)
                yield _line(_moved(ends[0], shift), _moved(ends[1], shift), _INK, _HAIR)
            return
        tip = self.at((x - half * along[0] + 2 * half * front[0], z - half * along[1] + 2 * half * front[1]))
        radius = _n(2 * half * self.scale)
        yield _line(ends[0], tip, _INK, _THIN)
        yield f'<path d="M{_p(tip)}A{radius} {radius} 0 0 0 {_p(ends[1])}" stroke="{_SOFT}" stroke-width="{_HAIR}"/>'

    def _furniture(self) -> Iterator[str]:
        for thing in self.plan.things:
            fill = "none" if thing.flat else _PAPER
            dashes = ' stroke-dasharray="1.2 0.8"' if thing.flat else ""
            lines = "".join(f"M{'L'.join(_p(self.at(point)) for point in outline)}Z" for outline in thing.outlines[:1])
            if thing.flat:
                yield f'<path d="{lines}" stroke="{_SOFT}" stroke-width="{_HAIR}"{dashes}/>'
                continue
            for outline in thing.outlines:
                points = " ".join(_p(self.at(point)) for point in outline)
                yield f'<polygon points="{points}" fill="{fill}" stroke="{_SOFT}" stroke-width="{_THIN}"/>'

    # people

    def _people(self) -> Iterator[str]:
        last: dict[str, PlanMark] = {}
        for mark in self.plan.marks:
            if mark.name in last:
                yield from self._way(last[mark.name].place, mark.place, dashed=True)
            last[mark.name] = mark
        for mark in self.plan.marks:
            if mark.heading is not None:
                (x, z), (way_x, way_z) = mark.place, mark.heading
                yield from self._way(mark.place, (x + way_x * _WAY_M, z + way_z * _WAY_M), dashed=False)
            yield from self._person(mark)

    def _person(self, mark: PlanMark) -> Iterator[str]:
        """Draw a round head with a nose; the first place of a person is filled."""
        x, y = self.at(mark.place)
        yaw = math.radians(mark.yaw_deg)
        nose = [
            (x + reach * _PERSON * math.sin(yaw + turn), y + reach * _PERSON * math.cos(yaw + turn))
            for reach, turn in ((0.95, -0.62), (1.75, 0.0), (0.95, 0.62))
        ]
        fill = _INK if mark.number == 1 else _PAPER
        yield f'<polygon points="{" ".join(map(_p, nose))}" fill="{_INK}" stroke="{_INK}" stroke-width="{_HAIR}"/>'
        yield (
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_PERSON}" fill="{fill}" stroke="{_INK}" '
            f'stroke-width="{_THIN * 1.5}"/>'
        )

    def _way(self, start: Vec2, end: Vec2, *, dashed: bool) -> Iterator[str]:
        """Draw an arrow from beside one place to beside another, or to the very end of a way."""
        (ax, ay), (bx, by) = self.at(start), self.at(end)
        length = math.dist((ax, ay), (bx, by))
        first, last = 1.7 * _PERSON, length - (1.7 * _PERSON if dashed else 0.0)
        if last - first < _PERSON:
            return
        dx, dy = (bx - ax) / length, (by - ay) / length
        tail, tip = (ax + dx * first, ay + dy * first), (ax + dx * last, ay + dy * last)
        yield from _arrow(tail, tip, _INK, _THIN * 1.4, dashes="1.4 1" if dashed else "")

    def _axis(self) -> Iterator[str]:
        if self.plan.axis is None:
            return
        ends = self._axis_ends()
        yield (
            f'<path d="M{_p(ends[0])}L{_p(ends[1])}" stroke="{_INK}" stroke-width="{_HAIR * 1.3}" '
            f'stroke-dasharray="5 1.2 0.8 1.2"/>'
        )

    def _axis_ends(self) -> tuple[Vec2, Vec2]:
        """Return where the line through two people meets the border."""
        assert self.plan.axis is not None
        (ax, az), (bx, bz) = (self.at(place) for place in self.plan.axis)
        dx, dz = bx - ax, bz - az
        shares: list[float] = []
        for start, step, size in ((ax, dx, WIDTH), (az, dz, self.height)):
            if abs(step) > 1e-9:
                shares += [(edge - start) / step for edge in (0.0, size)]
        inside = sorted(
            share
            for share in shares
            if -1e-6 <= ax + share * dx <= WIDTH + 1e-6 and -1e-6 <= az + share * dz <= self.height + 1e-6
        )
        low, high = (inside[0], inside[-1]) if inside else (0.0, 1.0)
        return (ax + low * dx, az + low * dz), (ax + high * dx, az + high * dz)

    # cameras

    def _standing(self, camera: PlanCamera) -> tuple[Vec2, bool]:
        """Return where a camera is drawn, and whether it stands beyond the border."""
        x, y = self.at(camera.place)
        inside = (min(max(x, _EDGE), WIDTH - _EDGE), min(max(y, _EDGE), self.height - _EDGE))
        return inside, math.dist(inside, (x, y)) > _EDGE

    def _views(self) -> Iterator[str]:
        """Draw the borders of what each camera sees, and a light tone before it."""
        for camera, place, _ in self.cameras:
            for reach, paint in (
                (_VIEW, f'stroke="{_FAINT}" stroke-width="{_HAIR}"'),
                (_VIEW_TONE, f'fill="{_INK}" fill-opacity="0.09"'),
            ):
                ends = [(place[0] + reach * x, place[1] + reach * y) for x, y in (camera.left, camera.right)]
                yield f'<path d="M{_p(ends[0])}L{_p(place)}L{_p(ends[1])}" {paint}/>'

    def _camera_bodies(self) -> Iterator[str]:
        for camera, (x, y), _ in self.cameras:
            ahead = _middle(camera)
            outline = [
                (
                    x + _BODY * (forward * ahead[0] - across * ahead[1]),
                    y + _BODY * (forward * ahead[1] + across * ahead[0]),
                )
                for forward, across in _CAMERA
            ]
            yield (
                f'<polygon points="{" ".join(map(_p, outline))}" fill="{_INK}" stroke="{_PAPER}" '
                f'stroke-width="{_THIN}"/>'
            )
            for way in self._moves(camera):
                tail = (x + 1.2 * _BODY * way[0], y + 1.2 * _BODY * way[1])
                reach = 1.2 * _BODY + _MOVE
                yield from _arrow(tail, (x + reach * way[0], y + reach * way[1]), _INK, _THIN, hollow=True)

    def _moves(self, camera: PlanCamera) -> Sequence[Vec2]:
        """Return the directions in which a camera goes in any of its shots."""
        ahead = _middle(camera)
        ways: dict[Vec2, None] = {}
        for shot, _ in camera.shots:
            if shot.move in _DEPTHS:
                ways[(ahead[0] * _DEPTHS[shot.move], ahead[1] * _DEPTHS[shot.move])] = None
            elif shot.move in _SIDES:
                ways[(-ahead[1] * _SIDES[shot.move], ahead[0] * _SIDES[shot.move])] = None
        return tuple(ways)

    # names

    def names(self) -> Iterator[PlacedName]:
        """Yield the names where there is room: people, then cameras, the line, then furniture, the large first."""
        sheet = LabelSheet((1.0, 1.0, WIDTH - 1.0, self.height - 1.0), self._taken())
        wanted = [*self._people_names(), *self._camera_names(), *self._axis_name(), *self._thing_names()]
        for name in wanted:
            placed = sheet.place(name)
            if placed is not None:
                yield placed

    def _taken(self) -> Iterator[Box]:
        for mark in self.plan.marks:
            x, y = self.at(mark.place)
            reach = 1.3 * _PERSON
            yield (x - reach, y - reach, x + reach, y + reach)
        for _, (x, y), _ in self.cameras:
            yield (x - _BODY, y - _BODY, x + _BODY, y + _BODY)
        yield (0.0, self.height - 9.0, 6.0 + self._bar_m() * self.scale, self.height)

    def _people_names(self) -> Iterator[Name]:
        for mark in self.plan.marks:
            text = mark.name if self.several[mark.name] == 1 else f"{mark.name} {mark.number}"
            yield Name(lines=(text,), anchor=self.at(mark.place), size=_NAME, away=1.6 * _PERSON)

    def _camera_names(self) -> Iterator[Name]:
        for camera, place, beyond in self.cameras:
            numbers = list(dict.fromkeys(shot.number for shot, _ in camera.shots))
            lines = [" · ".join(numbers[at : at + _LINE_PER]) for at in range(0, len(numbers), _LINE_PER)]
            if beyond:
                lines.append(f"{max(facts.distance_m for _, facts in camera.shots):.0f} m")
            yield Name(lines=tuple(lines), anchor=place, size=_NUMBER, away=1.05 * _BODY)

    def _axis_name(self) -> Iterator[Name]:
        if self.plan.axis is not None:
            start, end = self._axis_ends()
            x, y = max(start, end)
            yield Name(lines=("180°",), anchor=(x - 5.0, y - 2.4), size=_SMALL, away=1.0, needed=False, centred=True)

    def _thing_names(self) -> Iterator[Name]:
        def extent(outlines: Sequence[Sequence[Vec2]]) -> float:
            points = [point for outline in outlines for point in outline]
            xs, zs = [x for x, _ in points], [z for _, z in points]
            return max(max(xs) - min(xs), max(zs) - min(zs))

        named: set[tuple[str, int, int]] = set()
        for thing in sorted(self.plan.things, key=lambda thing: (-extent(thing.outlines), thing.name, thing.centre)):
            place = self.at(thing.centre)
            # a row of equal chairs is named once a hand's breadth of paper
            cell = (thing.name, int(place[0] // 40), int(place[1] // 40))
            if extent(thing.outlines) < _ENOUGH_M or cell in named:
                continue
            if 0 < place[0] < WIDTH and 0 < place[1] < self.height:
                named.add(cell)
                yield Name(lines=(thing.name,), anchor=place, size=_SMALL, away=1.0, needed=False, centred=True)

    # scale

    def _bar_m(self) -> int:
        """Return how many whole metres the scale bar shows: about a sixth of the width."""
        return max(2, round((self.plan.frame[2] - self.plan.frame[0]) / 6))

    def _scale_bar(self) -> Iterator[str]:
        left, bottom, metres = 4.0, self.height - 4.0, self._bar_m()
        for metre in range(metres):
            fill = _INK if metre % 2 == 0 else _PAPER
            yield (
                f'<rect x="{_n(left + metre * self.scale)}" y="{_n(bottom - 1.1)}" width="{_n(self.scale)}" '
                f'height="1.1" fill="{fill}" stroke="{_INK}" stroke-width="{_HAIR}"/>'
            )
        yield _words((left, bottom - 2.0), f"{metres} m", _SMALL, _INK)


def _middle(camera: PlanCamera) -> Vec2:
    """Return the direction in which a camera looks, of length 1."""
    x, z = camera.left[0] + camera.right[0], camera.left[1] + camera.right[1]
    length = math.hypot(x, z) or 1.0
    return (x / length, z / length)


def _text(placed: PlacedName) -> str:
    left, top, right, bottom = placed.box
    name = placed.name
    weight, colour = ("600", _INK) if name.size > _SMALL else ("400", _GREY)
    paper = f'width="{_n(right - left)}" height="{_n(bottom - top)}" fill="{_PAPER}" fill-opacity="0.8"'
    parts = [f'<rect x="{_n(left)}" y="{_n(top)}" {paper}/>']
    if placed.leader:
        x, y = name.anchor
        near = (min(max(x, left), right), min(max(y, top), bottom))
        parts.append(_line(near, name.anchor, _SOFT, _HAIR))
    for number, line in enumerate(name.lines):
        baseline = top + name.size * (LINE * number + 1.02)
        parts.append(_words((left + 0.5, baseline), line, name.size, colour, weight))
    return "".join(parts)


def _words(at: Vec2, text: str, size: float, colour: str, weight: str = "400") -> str:
    place = f'x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}"'
    return f'<text {place} font-weight="{weight}" fill="{colour}">{escape(text)}</text>'


def _arrow(
    tail: Vec2, tip: Vec2, colour: str, width: float, *, dashes: str = "", hollow: bool = False
) -> Iterator[str]:
    length = math.dist(tail, tip)
    if length < 1.0:
        return
    along = ((tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length)
    base = (tip[0] - 2.2 * along[0], tip[1] - 2.2 * along[1])
    wings = [(base[0] - side * 0.9 * along[1], base[1] + side * 0.9 * along[0]) for side in (1, -1)]
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    yield f'<path d="M{_p(tail)}L{_p(base)}" stroke="{colour}" stroke-width="{_n(width)}"{pattern}/>'
    paint = f'fill="{_PAPER}" stroke="{colour}" stroke-width="{_n(width)}"' if hollow else f'fill="{colour}"'
    yield f'<polygon points="{_p(tip)} {_p(wings[0])} {_p(wings[1])}" {paint}/>'


def _line(start: Vec2, end: Vec2, colour: str, width: float, cap: str = "round") -> str:
    return f'<path d="M{_p(start)}L{_p(end)}" stroke="{colour}" stroke-width="{_n(width)}" stroke-linecap="{cap}"/>'


def _moved(place: Vec2, shift: Vec2) -> Vec2:
    return (place[0] + shift[0], place[1] + shift[1])


def _p(place: Vec2) -> str:
    return f"{_n(place[0])} {_n(place[1])}"


def _n(value: float) -> str:
    """Return a number to the hundredth of a millimetre."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"
