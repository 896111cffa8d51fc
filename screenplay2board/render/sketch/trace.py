"""Trace the contours of a raster: where another part begins or the depth jumps, as chains of pixel borders.

Enters: a `Raster` and what its parts say about ink. Leaves: polylines in raster pixels with the near side of every
point's border. Borders run with the near side on the right, so that they join into directed chains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from screenplay2board.render.sketch.kernels import compiled
from screenplay2board.render.sketch.polylines import Polylines, ranges
from screenplay2board.render.sketch.raster import Raster
from screenplay2board.stage.geometry import Array

Indices = npt.NDArray[np.int64]

FAR_M = 1e4  # the depth of the sky
_SAME_SURFACE_M = 0.02  # two parts nearer than this to each other touch
_WEAK_CREASE = 0.6  # of a crease: a line goes on there once it has begun, so that it does not break into dashes
_SLOPE_LIMIT_M = 0.12  # a surface seen at a flatter angle than this is taken for a jump


@dataclass(frozen=True, slots=True)
class PartTable:
    """Properties of the parts by index, (parts,) each; see `geometry.Part`."""

    figure: npt.NDArray[np.int32]
    label: npt.NDArray[np.int32]
    inked: npt.NDArray[np.bool_]
    crease_m: npt.NDArray[np.float32]
    line_weight: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Borders:
    """Unit borders between pixels. start, end: lattice nodes y * (width + 1) + x; owner: the near part.

    sure: another part begins there, or the depth jumps by more than the part's crease; else it is a little less.
    outline: another part begins there. silhouette: a person ends there.
    """

    start: Indices
    end: Indices
    owner: Indices
    jump_m: Array
    depth_m: Array
    sure: npt.NDArray[np.bool_]
    outline: npt.NDArray[np.bool_]
    silhouette: npt.NDArray[np.bool_]

    @classmethod
    def joined(cls, first: Borders, second: Borders) -> Borders:
        """Return the borders of both."""
        return cls(
            np.concatenate([first.start, second.start]),
            np.concatenate([first.end, second.end]),
            np.concatenate([first.owner, second.owner]),
            np.concatenate([first.jump_m, second.jump_m]),
            np.concatenate([first.depth_m, second.depth_m]),
            np.concatenate([first.sure, second.sure]),
            np.concatenate([first.outline, second.outline]),
            np.concatenate([first.silhouette, second.silhouette]),
        )


def find_borders(raster: Raster, parts: PartTable, focal_px: float) -> Borders:
    """Return all borders that carry ink."""
    depth = np.minimum(raster.depth, np.float32(FAR_M))
    kernels = compiled()
    if kernels is None:
        return _find_borders(depth, raster.part, parts, focal_px)
    lowest, per_metre = _first_look(parts, focal_px)
    limits = (lowest, per_metre, focal_px, _WEAK_CREASE, _SAME_SURFACE_M, _SLOPE_LIMIT_M)
    start, end, owner, jump_m, depth_m, bits = kernels.borders(
        depth, raster.part, (parts.figure, parts.label, parts.crease_m, parts.inked), limits
    )
    return Borders(start, end, owner, jump_m, depth_m, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0)


def _first_look(parts: PartTable, focal_px: float) -> tuple[float, float]:
    """Return from which jump on a pixel is looked at closely: metres, and metres more for each metre of distance."""
    return _WEAK_CREASE * float(parts.crease_m.min()), _WEAK_CREASE * 1.2 / focal_px


def _find_borders(
    depth: npt.NDArray[np.float32], part: npt.NDArray[np.int32], parts: PartTable, focal_px: float
) -> Borders:
    """Do `find_borders` in NumPy."""
    across = _borders_between(depth, part, parts, focal_px, transposed=False)
    down = _borders_between(depth.T, part.T, parts, focal_px, transposed=True)
    return Borders.joined(across, down)


def _borders_between(
    depth: npt.NDArray[np.float32],
    part: npt.NDArray[np.int32],
    parts: PartTable,
    focal_px: float,
    *,
    transposed: bool,
) -> Borders:
    """Return the borders between pixels that are neighbours along the second axis."""
    # Nearly all pixels are smooth inside one part: look closer only where something changes.
    lowest, per_metre = _first_look(parts, focal_px)
    limit = np.minimum(depth[:, :-1], depth[:, 1:]) * np.float32(per_metre) + np.float32(lowest)
    changed = (part[:, :-1] != part[:, 1:]) | (np.abs(np.diff(depth, axis=1)) > limit)  # (rows, columns - 1)
    if transposed:  # in the order of the picture's rows all the same
        column, row = np.nonzero(changed.T)
    else:
        row, column = np.nonzero(changed)
    last = depth.shape[1] - 2
    a, b = part[row, column], part[row, column + 1]
    depth_a, depth_b = depth[row, column], depth[row, column + 1]
    jump_here, nearest = np.abs(depth_b - depth_a), np.minimum(depth_a, depth_b)
    a_is_near = depth_a <= depth_b
    # Where two parts touch or pass through each other, nearness changes from pixel to pixel: the inked one owns it, or
    # the later one (people come after the set).
    touching = (a != b) & (jump_here < _SAME_SURFACE_M)
    a_is_later = np.where(parts.inked[a] == parts.inked[b], a > b, parts.inked[a])
    a_owns = np.where(touching, a_is_later, a_is_near)
    owner = np.where(a_owns, a, b)
    earlier, later = depth[row, np.maximum(column - 1, 0)], depth[row, np.minimum(column + 2, last + 1)]
    before = np.where(column > 0, np.abs(depth_a - earlier), np.float32(np.inf))  # at the frame there is one side only
    after = np.where(column < last, np.abs(later - depth_b), np.float32(np.inf))
    slope = np.minimum(np.minimum(before, after), _SLOPE_LIMIT_M)
    crease = parts.crease_m[owner]
    other_label = parts.label[a] != parts.label[b]
    rise = (jump_here - 1.5 * slope) / (crease + 1.2 * nearest / focal_px)  # a crease from 1.0
    found = (other_label | (rise > _WEAK_CREASE)) & parts.inked[owner]
    sure = (other_label | (rise > 1.0))[found]
    silhouette = ((parts.figure[a] != parts.figure[b]) & (parts.figure[owner] > 0))[found]
    row, column = row[found].astype(np.int64), column[found].astype(np.int64)
    owner, near_first = owner[found].astype(np.int64), a_owns[found]
    if transposed:  # row is x, column is y: the border lies between (x, y) and (x, y + 1)
        width = part.shape[0] + 1
        low, high = (column + 1) * width + row, (column + 1) * width + row + 1
        start, end = np.where(near_first, high, low), np.where(near_first, low, high)
    else:
        width = part.shape[1] + 1
        low, high = row * width + column + 1, (row + 1) * width + column + 1
        start, end = np.where(near_first, low, high), np.where(near_first, high, low)
    return Borders(
        start,
        end,
        owner,
        jump_here[found].astype(np.float64),
        nearest[found].astype(np.float64),
        sure,
        other_label[found],
        silhouette,
    )


def chain(borders: Borders, parts: PartTable, width: int) -> tuple[Polylines, Indices]:
    """Join borders end to start; return the chains in pixels and the border behind each point.

    A person's silhouette is followed whatever parts make it up; other chains stay with one label where they can, else
    with one figure. width: of the raster in pixels. Chains that run in a ring are closed.
    """
    following = np.full(len(borders.start), -1)
    figure = parts.figure[borders.owner].astype(np.int64)
    past_figures = int(parts.figure.max(initial=0)) + 1
    by_label = np.where(borders.silhouette, figure, past_figures + parts.label[borders.owner])
    for keys in (by_label, figure):
        following = _linked(borders, keys, following)
    order, lengths, closed = walk(following)
    # every chain has one point more than it has borders
    first = np.cumsum(lengths) - lengths
    index = order[np.minimum(ranges(first, lengths + 1), np.repeat(first + lengths - 1, lengths + 1))]
    last = np.cumsum(lengths + 1) - 1
    node = borders.start[index]
    node[last] = borders.end[index[last]]
    points = np.stack([node % (width + 1), node // (width + 1)], axis=1).astype(np.float64)
    return Polylines.of(points, lengths + 1, closed), index


def walk(following: Indices) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
    """Return the borders in the order of chains, each from head to tail, their lengths, and which of them are rings.

    following: the border that goes on from each one, -1 for none. Chains come in the order of their tails; a ring is
    cut before its lowest border.
    """
    kernels = compiled()
    return _walk(following) if kernels is None else kernels.walk(following)


def _walk(following: Indices) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
    """Do `walk` in NumPy."""
    following, closed_tail = _open_rings(following)
    distance, tail = _ranks(following)
    tails, lengths = np.unique(tail, return_counts=True)
    return np.lexsort((-distance, tail)), lengths, closed_tail[tails]


def _linked(borders: Borders, keys: Indices, following: Indices) -> Indices:
    """Return for each border the one that goes on from its end, -1 for none; nothing has two predecessors.

    Borders that `following` leaves without a successor are joined to those without a predecessor, where their keys are
    equal. Where several meet, outlines go on to outlines before creases do.
    """
    has_previous = np.zeros(len(following), dtype=np.bool_)
    has_previous[following[following >= 0]] = True
    tails, heads = np.flatnonzero(following < 0), np.flatnonzero(~has_previous)
    if not len(tails) or not len(heads):
        return following
    nodes = int(max(borders.start.max(), borders.end.max())) + 1
    starts, ends = (keys * nodes + borders.start)[heads], (keys * nodes + borders.end)[tails]
    strength = borders.sure.astype(np.int64) + 2 * borders.outline
    order = np.lexsort((-strength[heads], starts))
    place = np.minimum(np.searchsorted(starts[order], ends), len(heads) - 1)
    met = starts[order][place] == ends
    tails, target = tails[met], heads[order[place[met]]]
    by_strength = np.argsort(strength[tails], kind="stable")
    tails, target = tails[by_strength], target[by_strength]
    previous = np.full(len(following), -1)
    previous[target] = tails  # the last of several wins, the strongest
    won = previous[target] == tails
    following = following.copy()
    following[tails[won]] = target[won]
    return following


def _open_rings(following: Indices) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """Cut rings before their lowest border; return the links and which borders are now the tail of a ring."""
    count = len(following)
    index = np.arange(count)
    jump = np.where(following >= 0, following, index)
    lowest = np.minimum(index, jump)
    for _ in range(max(count - 1, 1).bit_length()):
        lowest = np.minimum(lowest, lowest[jump])
        jump = jump[jump]
    ring = np.flatnonzero(following[jump] >= 0)  # the walk never came to an end
    tails = ring[following[ring] == lowest[ring]]
    opened = following.copy()
    opened[tails] = -1
    is_tail = np.zeros(count, dtype=np.bool_)
    is_tail[tails] = True
    return opened, is_tail


def _ranks(following: Indices) -> tuple[Indices, Indices]:
    """Return the number of links from each border to its chain's tail, and that tail, by pointer doubling."""
    index = np.arange(len(following))
    jump = np.where(following >= 0, following, index)
    distance = (following >= 0).astype(np.int64)
    for _ in range(max(len(following) - 1, 1).bit_length()):
        distance = distance + distance[jump]
        jump = jump[jump]
    return distance, jump
