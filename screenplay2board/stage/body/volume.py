"""The room that a clothed body takes: what hands and elbows must stay out of.

Enters: proportions, joints and frames of a figure in any one system of axes. Leaves: distances and shoves in metres.
The torso is a pile of ellipses along two straight pieces, the thighs are capsules, the head is an ellipsoid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from screenplay2board.plan.types import CharacterLook
from screenplay2board.stage.body.garments import garment_of
from screenplay2board.stage.body.proportions import Proportions
from screenplay2board.stage.geometry import Array, unit, vec

WAIST = 0.42
TORSO_TOP = 0.80  # above it the shoulder belongs to the arm
HEAD_CENTRE = vec(0.0, 0.03, -0.04)  # in head heights, from the centre of the skull
HEAD_RADII = vec(0.335, 0.53, 0.445)
BIG_HAIR = ("afro", "curly", "curly_long", "long", "wavy", "layered", "dreadlocks", "spiky")


def thigh_radius_m(size: Proportions, share: float) -> float:
    """Return the clothed radius of a thigh at a share of its length."""
    return size.girth * float(np.interp(share, (0.0, 0.25, 0.6, 1.0), (0.052, 0.056, 0.047, 0.040)))


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyVolume:
    """The solid of one figure. thighs: left and right, each (hip, knee). skirt_m: cloth that stands off the thighs;
    hair_m: hair that stands off the head.
    """

    size: Proportions
    pelvis: Array
    waist: Array
    pelvis_frame: Array
    chest_frame: Array
    head: Array
    head_frame: Array
    thighs: tuple[tuple[Array, Array], tuple[Array, Array]]
    skirt_m: float
    hair_m: float

    @classmethod
    def of(
        cls, size: Proportions, joints: Mapping[str, Array], frames: Mapping[str, Array], look: CharacterLook
    ) -> BodyVolume:
        """Return the volume of a figure whose trunk, legs and head are placed."""
        flared = "skirt" in look.bottom or look.bottom == "dress" or garment_of(look).swings
        return cls(
            size=size,
            pelvis=joints["pelvis"],
            waist=joints["waist"],
            pelvis_frame=frames["pelvis"],
            chest_frame=frames["chest"],
            head=joints["head"],
            head_frame=frames["head"],
            thighs=((joints["hip_l"], joints["knee_l"]), (joints["hip_r"], joints["knee_r"])),
            hair_m=0.10 * size.head_m if look.hair in BIG_HAIR else 0.0,
            skirt_m=0.014 * size.height_m if flared else 0.0,
        )

    def spine_at(self, place: float) -> Array:
        """Return the point of the straightened spine at a share of the way from pelvis to neck."""
        if place <= WAIST:
            return self.pelvis + self.pelvis_frame[:, 1] * (place * self.size.torso_m)
        return self.waist + self.chest_frame[:, 1] * ((place - WAIST) * self.size.torso_m)

    def above_thigh(self, side: str, share: float, clearance_m: float) -> Array:
        """Return a point over the upper side of a thigh."""
        hip, knee = self.thighs[0 if side == "l" else 1]
        along = unit(knee - hip)
        up = vec(0, 1, 0) if abs(float(along[1])) < 0.9 else self.pelvis_frame[:, 2]
        up = unit(up - float(up @ along) * along)
        length = self.size.thigh_m * share
        return hip + along * length + up * (thigh_radius_m(self.size, share) + self.skirt_m + clearance_m)

    def torso_shove(self, point: Array, margin_m: float) -> Array | None:
        """Return the way (3,) out of the torso for a point that must keep `margin_m` from it, None where it does."""
        length = self.size.torso_m
        frame, base, start = self.chest_frame, self.waist, WAIST
        place = start + float((point - base) @ frame[:, 1]) / length
        if place < WAIST:
            frame, base, start = self.pelvis_frame, self.pelvis, 0.0
            place = float((point - base) @ frame[:, 1]) / length
        if not -0.30 < place < TORSO_TOP:
            return None
        across, deep, ahead = self.size.torso_at(max(place, -0.06))
        offset = point - base
        x = float(offset @ frame[:, 0])
        z = float(offset @ frame[:, 2]) - ahead
        across, deep = across + margin_m, deep + margin_m
        level = sqrt((x / across) ** 2 + (z / deep) ** 2)
        if level >= 1.0:
            return None
        if level < 1e-3:
            return frame[:, 2] * deep
        x_out, z_out = x / level - x, z / level - z
        return frame[:, 0] * x_out + frame[:, 2] * z_out

    def thigh_shove(self, point: Array, margin_m: float) -> Array | None:
        """Return the way (3,) out of the thighs, None where the point keeps `margin_m` from them."""
        found: Array | None = None
        deepest = 0.0
        for hip, knee in self.thighs:
            way = knee - hip
            share = float((point - hip) @ way) / float(way @ way)
            if not 0.0 <= share <= 1.12:
                continue
            off = point - (hip + way * share)
            distance = sqrt(float(off @ off))
            radius = thigh_radius_m(self.size, share) + self.skirt_m * (0.6 + share) + margin_m
            if 1e-6 < distance < radius and radius - distance > deepest:
                found, deepest = off * (radius / distance - 1.0), radius - distance
        return found

    def head_shove(self, point: Array, margin_m: float) -> Array | None:
        """Return the way (3,) out of the head, None where the point keeps `margin_m` from it."""
        size = self.size.head_m
        local = self.head_frame.T @ (point - self.head) - HEAD_CENTRE * size
        scaled = local / (HEAD_RADII * size + margin_m + self.hair_m)
        level = sqrt(float(scaled @ scaled))
        if level >= 1.0 or level < 1e-3:
            return None
        return self.head_frame @ (local * (1.0 / level - 1.0))

    def shove(self, point: Array, margin_m: float) -> Array:
        """Return the way (3,) out of the whole body, zero where the point is outside."""
        total = np.zeros(3)
        for out in (self.torso_shove, self.thigh_shove, self.head_shove):
            way = out(point + total, margin_m)
            if way is not None:
                total = total + way
        return total

    def arm_shove(
        self, elbow: Array, wrist: Array, hand: Array, hand_scale: float, margin_m: float
    ) -> tuple[Array, Array]:
        """Return how far the wrist and the elbow must move so that forearm and hand leave the body.

        hand: frame (3, 3) with columns side, palm normal, direction; margin_m: room for a prop in the palm.
        """
        palm = 0.020 * hand_scale + margin_m
        probes: tuple[tuple[Array, float, float], ...] = (
            (wrist, 0.022 * hand_scale, 1.0),
            (wrist + hand[:, 2] * (0.085 * hand_scale), palm, 1.0),
            (wrist + hand[:, 2] * (0.150 * hand_scale), palm * 0.8, 0.8),
            (0.5 * (wrist + elbow), 0.026 * self.size.girth, 1.6),
        )
        if margin_m:  # what is held reaches beyond the fingers
            probes = (*probes, (wrist + hand[:, 2] * 0.19, palm, 1.0))
        moves = [self.shove(point, margin) * gain for point, margin, gain in probes]
        wrist_move = max(moves, key=lambda move: float(move @ move))
        return wrist_move, self.shove(elbow, 0.024 * self.size.girth)
