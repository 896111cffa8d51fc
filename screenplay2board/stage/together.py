"""People who do something with each other: who it is, and where they stand for it.

Enters: the players of a shot. Leaves: the same players, joined: who is carried, held or led is placed by who does it
(`interactions.toml`), and who touch each other as equals are brought as near as that takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, hypot, radians, sin

from screenplay2board.stage.body.poses import pose_named
from screenplay2board.stage.interactions import Interaction, apart_pose, interactions
from screenplay2board.stage.player import PAIR_GAP_M, SIDE_BY_SIDE, Player

HELD_HUG_M, HELD_UNDER_M = 0.42, 0.24  # a head that much lower is lifted up in a hug, to that much under the other

RING_M = {"hug": 0.42}  # radius of the ring of three or four who do that
OPEN_RING_DEG = 62.0  # off the audience's direction stands the first of a ring

IsFree = Callable[[float, float, float], bool]


def partner_of(player: Player, players: Sequence[Player]) -> Player | None:
    """Return whom `player` acts with: who is looked at, else the nearest of the same pose, else the nearest."""
    others = [other for other in players if other is not player]
    if not others:
        return None
    for other in others:
        if other.actor.name == player.actor.looks_at:
            return other

    def distance(other: Player) -> tuple[bool, float]:
        return other.pose != player.pose, hypot(other.x - player.x, other.z - player.z)

    return min(others, key=distance)


def pair_up(players: Sequence[Player]) -> list[str]:
    """Find out who leads whom, and give the led their pose; return why somebody does something else instead."""
    reasons: list[str] = []
    for player in players:
        row = interactions().get(player.pose)
        if row is None or player.led_by is not None:
            continue
        other = _led(player, row, players)
        if other is None:
            if row.alone is not None:
                reasons.append(f"nobody is there for {player.actor.name} to {player.pose.replace('_', ' ')}")
                _pose(player, row.alone)
            continue
        if row.child is not None and other.look.age != "child":
            _pose(player, row.child)
            row = interactions()[row.child]
        if row.partner is not None:
            _pose(other, row.partner)
        other.led_by, player.leads = player, row
    for player in players:
        apart = apart_pose(player.pose) if player.led_by is None else None
        if apart is not None:
            reasons.append(f"nobody has {player.actor.name} in hand, who would be {player.pose.replace('_', ' ')}")
            _pose(player, apart)
    return reasons


def _led(player: Player, row: Interaction, players: Sequence[Player]) -> Player | None:
    """Return whom `player` leads: who is looked at, else who is in the fitting pose, else the first other."""
    free = [other for other in players if other is not player and other.led_by is None and other.leads is None]
    free = [other for other in free if other.being is None]
    if row.only:
        free = [other for other in free if other.pose == row.partner]
    looked_at = [other for other in free if other.actor.name == player.actor.looks_at]
    fitting = [other for other in free if other.pose == row.partner]
    return next(iter((*looked_at, *fitting, *free)), None)


def _pose(player: Player, pose: str) -> None:
    player.pose, player.support = pose, pose_named(pose).support


def turn_leads(players: Sequence[Player]) -> None:
    """Turn who leads to where the audience sees both."""
    for player in players:
        if player.leads is not None and player.leads.facing is not None:
            player.yaw = player.leads.facing if player.yaw >= 0.0 else -player.leads.facing


def centre_pairs(players: Sequence[Player], is_free: IsFree) -> None:
    """Move who leads aside, so that the middle of the two is where the leader's mark is."""
    for player in players:
        other = next((p for p in players if p.led_by is player), None)
        if other is None or player.leads is None:
            continue
        place = player.leads.place((0.0, 0.0, 0.0), player.yaw, player.look.height_m)
        x, z = player.x - place[0] / 2, player.z - place[2] / 2
        if is_free(x, z, 0.2) and is_free(x + place[0], z + place[2], 0.1):
            player.x, player.z = x, z


def join(players: Sequence[Player]) -> None:
    """Place everybody who is led."""
    for player in players:
        lead = player.led_by
        if lead is None or lead.leads is None:
            continue
        if lead.leads.partner is None and player.support in ("seat", "lie"):
            _step_beside(lead, player)
            continue
        player.x, player.y, player.z = lead.leads.place((lead.x, lead.y, lead.z), lead.yaw, lead.look.height_m)
        player.yaw = lead.yaw + lead.leads.yaw
        player.heading = lead.heading
        if lead.support == "lie":  # both are on one bed
            player.y += lead.seat or 0.0


def _step_beside(lead: Player, other: Player) -> None:
    """Put who leads before somebody who sits or lies and stays there."""
    reach = 0.62 if other.support == "seat" else 0.75
    ahead = radians(other.yaw)
    lead.x, lead.z = other.x + reach * sin(ahead), other.z + reach * cos(ahead)
    lead.yaw = other.yaw + 180.0


def bring_together(players: Sequence[Player], is_free: IsFree) -> None:
    """Bring people who touch each other as near as that takes, about the middle of their marks."""
    done = _gather_round(players, is_free)
    for player in players:
        gap = PAIR_GAP_M.get(player.pose)
        partner = partner_of(player, players) if gap is not None else None
        if gap is None or partner is None or partner.parked or {player.index, partner.index} & done:
            continue
        if {player.support, partner.support} & {"seat", "lie"} or partner.led_by or partner.leads:
            continue
        done |= {player.index, partner.index}
        left, right = sorted((player, partner), key=lambda p: (p.x, p.index))
        x, z = (left.x + right.x) / 2, (left.z + right.z) / 2
        if not is_free(x, z, 0.45):
            x, z = left.x + gap / 2, left.z
        left.x, left.z, right.x, right.z = x - gap / 2, z, x + gap / 2, z
        if player.pose in SIDE_BY_SIDE:
            left.yaw, right.yaw = 14.0, -14.0
        else:
            left.yaw, right.yaw = 84.0, -84.0
        _lift(player, partner)


def _gather_round(players: Sequence[Player], is_free: IsFree) -> set[int]:
    """Let three and more who embrace stand in a ring, and return who they are.

    Nobody stands with the whole back to the audience: the ring is open there.
    """
    gathered: set[int] = set()
    for pose, radius in RING_M.items():
        ring = [p for p in players if p.pose == pose and p.led_by is None and p.support in ("ground", "kneel")]
        if len(ring) < 3:
            continue
        x, z = sum(p.x for p in ring) / len(ring), sum(p.z for p in ring) / len(ring)
        if not is_free(x, z, radius):
            x, z = ring[0].x, ring[0].z
        size = radius * max(1.0, len(ring) / 4)
        ordered = sorted(ring, key=lambda p: (-p.x, p.index))
        for place, player in enumerate(ordered):
            azimuth = OPEN_RING_DEG + place * (360.0 - 2 * OPEN_RING_DEG) / (len(ring) - 1)
            player.x, player.z = x + size * sin(radians(azimuth)), z + size * cos(radians(azimuth))
            player.yaw = azimuth + 180.0
            gathered.add(player.index)
    return gathered


def _lift(one: Player, other: Player) -> None:
    """Lift a child up to whom it hugs: in close shots no frame holds two faces so far apart."""
    low, high = sorted((one, other), key=lambda player: player.eye_m)
    if low.pose == high.pose == "hug" and low.look.age == "child" and high.eye_m - low.eye_m > HELD_HUG_M:
        low.y += high.eye_m - low.eye_m - HELD_UNDER_M
