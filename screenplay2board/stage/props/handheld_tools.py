"""Weapons, instruments and tools for hands: the third part of what `handheld.py` begins."""

from __future__ import annotations

import numpy as np

from screenplay2board.stage.geometry import rotation
from screenplay2board.stage.props.handheld import Item
from screenplay2board.stage.props.site import Site
from screenplay2board.stage.surfaces import Loft


def rifle(site: Site) -> None:
    """Build a rifle that points to +z; its stock ends behind the hand."""
    wood, steel = site.hard("rifle_stock", 0.55), site.hard("rifle", 0.82)
    site.prism(wood, ((-0.34, 0.0), (-0.34, 0.12), (-0.02, 0.105), (0.36, 0.095), (0.36, 0.062), (0.02, 0.05)), 0.02)
    site.box(steel, (0, 0.115, 0.10), (0.028, 0.035, 0.24))
    site.tube(site.soft("barrel", 0.82), ((0, 0.112, 0.16), (0, 0.112, 0.74)), 0.013, 7)
    site.box(steel, (0, 0.02, -0.02), (0.024, 0.08, 0.04), rotation(0, 20, 0))


def bow(site: Site) -> None:
    """Build a drawn bow, upright; the arrow points to +z and the string is drawn to -z."""
    u = np.linspace(-1.0, 1.0, 13)
    limbs = np.column_stack([0 * u, 0.70 + 0.66 * u, 0.02 - 0.26 * u * u])
    site.tube(site.soft("bow", 0.6, crease_m=0.01), limbs, 0.008 + 0.007 * (1 - np.abs(u)), 7)
    nock = (0.0, 0.70, -0.46)
    site.tube(site.soft("bow_string", 0.5), (limbs[0], nock, limbs[-1]), 0.003, 4)
    site.tube(site.soft("arrow", 0.4), (nock, (0, 0.70, 0.24)), 0.005, 5)
    site.tube(site.soft("arrow_head", 0.8), ((0, 0.70, 0.24), (0, 0.70, 0.30)), (0.014, 0.001), 5)


def violin(site: Site) -> None:
    """Build a violin from its scroll to its body at +z; its strings look up."""
    site = site.at(0, 0, -0.27)  # a thing lies with its middle at its place
    body = site.soft("violin", 0.5, crease_m=0.01)
    rings = [
        ((0, 0, 0.26), (0.03, 0, 0), (0, 0.02, 0)),
        ((0, 0, 0.32), (0.075, 0, 0), (0, 0.025, 0)),
        ((0, 0, 0.42), (0.052, 0, 0), (0, 0.025, 0)),
        ((0, 0, 0.52), (0.098, 0, 0), (0, 0.025, 0)),
        ((0, 0, 0.60), (0.05, 0, 0), (0, 0.02, 0)),
    ]
    site.loft(body, Loft.from_rings(rings, 16, squareness=2.6))
    neck = site.soft("violin_neck", 0.75, crease_m=0.01)
    site.tube(neck, ((0, 0.014, -0.03), (0, 0.02, 0.03), (0, 0.03, 0.44)), (0.016, 0.013, 0.014), 7)
    site.ball(neck, (0, 0.01, -0.04), (0.018, 0.024, 0.024), around=9, stacked=6)


def fiddle_bow(site: Site) -> None:
    """Build a violinist's bow along +z."""
    site = site.at(0, 0, -0.30)
    site.tube(
        site.soft("fiddle_bow", 0.6, crease_m=0.005), ((0, 0.02, -0.06), (0, 0.03, 0.3), (0, 0.012, 0.66)), 0.006, 6
    )
    site.tube(site.soft("bow_hair", 0.1), ((0, 0.004, -0.02), (0, 0.004, 0.65)), 0.004, 5)


def drumstick(site: Site) -> None:
    """Build a drumstick, or a conductor's baton, along +z."""
    site.tube(site.soft("stick", 0.3), ((0, 0.01, -0.08), (0, 0.01, 0.3), (0, 0.01, 0.33)), (0.009, 0.006, 0.009), 6)


def microphone(site: Site) -> None:
    """Build a microphone, its head up."""
    site.tube(site.soft("microphone", 0.75), ((0, 0, 0), (0, 0.17, 0)), (0.013, 0.02), 9)
    site.ball(
        site.soft("microphone_head", 0.4, crease_m=0.01), (0, 0.20, 0), (0.032, 0.036, 0.032), around=10, stacked=7
    )


def broom(site: Site) -> None:
    """Build a broom that stands on its bristles."""
    site.post(site.soft("broom_stick", 0.35), 0, 0, 1.32, 0.014, 7, y=0.12)
    rings = [
        ((0, 0.22, 0), (0.03, 0, 0), (0, 0, 0.03)),
        ((0, 0.15, 0), (0.13, 0, 0), (0, 0, 0.04)),
        ((0, 0.0, 0), (0.19, 0, 0), (0, 0, 0.05)),
    ]
    site.loft(site.soft("bristles", 0.5, crease_m=0.02), Loft.from_rings(rings, 14, squareness=3.0))
    site.lines([((x, 0.16, 0.045), (1.35 * x, 0.02, 0.055)) for x in np.linspace(-0.1, 0.1, 5)], 0.6, 0.2)


def pan(site: Site) -> None:
    """Build a frying pan; its handle runs to -z."""
    site.tube(site.soft("pan", 0.7, crease_m=0.01), ((0, 0, 0.28), (0, 0.05, 0.28)), (0.12, 0.145), 18)
    site.tube(site.soft("pan_food", 0.15), ((0, 0.045, 0.28), (0, 0.055, 0.28)), 0.12, 18)
    site.tube(site.soft("pan_handle", 0.8), ((0, 0.03, -0.06), (0, 0.045, 0.15)), 0.012, 7)


def baby(site: Site) -> None:
    """Build a wrapped baby that lies along x, its head to the left of who holds it."""
    wrap = site.soft("blanket", 0.05, crease_m=0.015)
    path = ((-0.26, 0.04, 0.0), (-0.16, 0.06, 0.0), (0.0, 0.075, 0.0), (0.12, 0.08, 0.0), (0.17, 0.085, 0.0))
    site.tube(wrap, path, (0.045, 0.085, 0.105, 0.09, 0.07), 12)
    site.ball(site.soft("baby_head", 0.0, crease_m=0.01), (0.235, 0.11, 0.0), (0.085, 0.08, 0.08), around=14, stacked=9)
    site.ball(wrap, (0.262, 0.105, -0.012), (0.075, 0.092, 0.088), around=14, stacked=9)
    eyes = [((0.222, 0.176, z), (0.212, 0.178, z)) for z in (-0.03, 0.03)]
    site.lines(eyes, 1.0, 0.1)
    site.line(((-0.2, 0.10, 0.07), (-0.02, 0.16, 0.06), (0.13, 0.13, 0.07)), 0.8, 0.3)


def binoculars(site: Site) -> None:
    """Build field glasses that look to +z."""
    for x in (-0.035, 0.035):
        barrel = ((x, 0.035, -0.05), (x, 0.035, 0.02), (x, 0.035, 0.10))
        site.tube(site.soft("binoculars", 0.78, crease_m=0.01), barrel, (0.022, 0.028, 0.036), 10)
    site.box(site.hard("bridge", 0.8), (0, 0.035, 0.0), (0.05, 0.03, 0.05))


def tray(site: Site) -> None:
    """Build a tray with glasses on it."""
    site.box(site.hard("tray", 0.25), (0, 0.008, 0), (0.42, 0.016, 0.30))
    for x, z in ((-0.11, 0.03), (0.02, -0.05), (0.12, 0.05)):
        site.tube(site.soft("glass", 0.02, crease_m=0.01), ((x, 0.016, z), (x, 0.13, z)), (0.025, 0.032), 10)


def teapot(site: Site) -> None:
    """Build a teapot that pours to +z; its handle is at -z."""
    glaze = site.soft("teapot", 0.35, crease_m=0.01)
    site.ball(glaze, (0, 0.085, 0), (0.085, 0.078, 0.085), around=14, stacked=9)
    site.tube(glaze, ((0, 0.06, 0.06), (0, 0.085, 0.12), (0, 0.145, 0.155)), (0.024, 0.017, 0.011), 8)
    site.tube(glaze, ((0, 0.13, -0.07), (0, 0.145, -0.13), (0, 0.085, -0.145), (0, 0.045, -0.08)), 0.010, 7)
    site.ball(site.soft("teapot_knob", 0.6), (0, 0.172, 0), (0.016, 0.016, 0.016), around=8, stacked=6)


def cloth(site: Site) -> None:
    """Build a crumpled cloth, as a hand presses it on what it wipes."""
    rag = site.soft("cloth", 0.12, crease_m=0.008)
    site.ball(rag, (0, 0.018, 0.02), (0.085, 0.020, 0.060), around=12, stacked=6)
    site.ball(rag, (0.05, 0.014, 0.06), (0.065, 0.016, 0.045), around=10, stacked=6)
    site.ball(rag, (-0.06, 0.012, 0.05), (0.055, 0.014, 0.050), around=10, stacked=6)


def blanket(site: Site) -> None:
    """Build a folded blanket."""
    wool = site.soft("blanket", 0.3, crease_m=0.012)
    for y in (0.03, 0.085):
        site.ball(wool, (0, y, 0), (0.27, 0.034, 0.19), around=16, stacked=8)
    site.lines([((-0.24, y, 0.16), (0.24, y, 0.16)) for y in (0.045, 0.10)], 0.5, 0.3)


def bucket(site: Site) -> None:
    """Build a bucket with its handle up."""
    iron = site.soft("bucket", 0.42, crease_m=0.01)
    site.tube(iron, ((0, 0, 0), (0, 0.28, 0)), (0.105, 0.15), 16, caps=(True, False), two_sided=True)
    for y, radius in ((0.06, 0.119), (0.27, 0.152)):
        site.line(_ring(radius, y), 0.8, 0.2)
    angle = np.linspace(0, np.pi, 11)
    site.tube(iron, np.column_stack([0.15 * np.cos(angle), 0.27 + 0.17 * np.sin(angle), 0 * angle]), 0.006, 6)


def lantern(site: Site) -> None:
    """Build a burning lantern with its ring up."""
    iron = site.hard("lantern", 0.78)
    for y in (0.015, 0.235):
        site.box(iron, (0, y, 0), (0.13, 0.03, 0.13))
    for x in (-0.055, 0.055):
        for z in (-0.055, 0.055):
            site.box(iron, (x, 0.125, z), (0.012, 0.2, 0.012))
    flame = ((0, 0.03, 0), (0, 0.11, 0), (0, 0.2, 0))
    site.tube(site.soft("lantern_glass", 0.0, emission=0.0, casts=False), flame, (0.046, 0.05, 0.04), 10)
    site.tube(site.soft("lantern_roof", 0.78), ((0, 0.25, 0), (0, 0.31, 0)), (0.07, 0.012), 8)
    angle = np.linspace(0, 2 * np.pi, 13)
    loop = np.column_stack([0.035 * np.cos(angle), 0.345 + 0.035 * np.sin(angle), 0 * angle])
    site.tube(site.soft("lantern_ring", 0.78), loop, 0.005, 5, caps=(False, False))


def apple(site: Site) -> None:
    """Build an apple."""
    site.ball(site.soft("apple", 0.35, crease_m=0.01), (0, 0.042, 0), (0.045, 0.042, 0.045), around=14, stacked=9)
    site.tube(site.soft("apple_stalk", 0.8), ((0, 0.075, 0), (0.008, 0.105, 0)), 0.004, 5)


def spoon(site: Site) -> None:
    """Build a spoon or a ladle along +z, its bowl at the far end."""
    steel = site.soft("spoon", 0.2, crease_m=0.005)
    site.tube(steel, ((0, 0.008, -0.10), (0, 0.014, 0.04), (0, 0.008, 0.10)), (0.007, 0.005, 0.006), 6)
    site.ball(steel, (0, 0.006, 0.135), (0.024, 0.009, 0.036), around=10, stacked=6)


def torn_letter(site: Site) -> None:
    """Build the half of a letter that is left where it was torn across."""
    sheet = site.hard("paper", 0.0)
    torn = ((0.10, 0.150), (0.07, 0.128), (0.045, 0.146), (0.01, 0.118), (-0.03, 0.152), (-0.06, 0.126), (-0.10, 0.168))
    for z in (0.002, -0.002):
        outline = [(-0.10, 0.0, z), (0.10, 0.0, z), *((x, y, z) for x, y in torn)]
        site.polygon(sheet, outline if z > 0 else outline[::-1], two_sided=False)
    site.line([(x, y, 0.003) for x, y in torn], 1.2, 0.0)
    for i, wide in enumerate((0.13, 0.16, 0.15, 0.09)):
        site.line(((-0.08, 0.035 + 0.022 * i, 0.003), (-0.08 + wide, 0.035 + 0.022 * i, 0.003)), 0.8, 0.3)


def envelope(site: Site) -> None:
    """Build a closed envelope, its flap to the front, or the side that is written on."""
    site.box(site.hard("envelope", 0.0), (0, 0.065, 0), (0.22, 0.13, 0.004), weight=0.9)
    if site.write(-0.095, 0.045, 0.19, 0.075, z=0.003):  # above the hand
        return
    site.line(((-0.11, 0.128, 0.003), (0.0, 0.052, 0.003), (0.11, 0.128, 0.003)), 0.9, 0.1, facing=(0, 0, 1))
    for x in (-0.11, 0.11):
        site.line(((x, 0.002, 0.003), (x * 0.18, 0.062, 0.003)), 0.5, 0.35, facing=(0, 0, 1))


def _ring(radius: float, y: float) -> list[tuple[float, float, float]]:
    return [(radius * float(np.cos(a)), y, radius * float(np.sin(a))) for a in np.linspace(0, 2 * np.pi, 17)]


TOOLS: dict[str, Item] = {
    "bucket": Item(build=bucket, size=(0.3, 0.44, 0.3), grip="hang", hold_m=(0.0, 0.43, 0.0)),
    "lantern": Item(build=lantern, size=(0.13, 0.38, 0.13), grip="hang", hold_m=(0.0, 0.375, 0.0)),
    "apple": Item(build=apple, size=(0.09, 0.1, 0.09), grip="upright", hold_m=(0.0, 0.04, 0.0)),
    "spoon": Item(build=spoon, size=(0.05, 0.02, 0.27), grip="along", hold_m=(0.0, 0.01, -0.06)),
    "torn_letter": Item(
        build=torn_letter, size=(0.2, 0.17, 0.006), grip="page", hold_m=(0.0, 0.03, 0.0), rest=(-90, 0), rest_m=0.004
    ),
    "envelope": Item(
        build=envelope, size=(0.22, 0.13, 0.004), grip="page", hold_m=(0.0, 0.02, 0.0), rest=(-90, 0), rest_m=0.004
    ),
    "rifle": Item(build=rifle, size=(0.05, 0.14, 1.1), grip="forward", hold_m=(0, 0.06, 0), rest=(0, 90), rest_m=0.02),
    "bow": Item(build=bow, size=(0.03, 1.38, 0.8), grip="fist", hold_m=(0, 0.70, 0.02), rest=(0, 90), rest_m=0.02),
    "violin": Item(build=violin, size=(0.2, 0.06, 0.68), grip="palm", hold_m=(0, -0.01, -0.27), rest_m=0.03),
    "fiddle_bow": Item(build=fiddle_bow, size=(0.01, 0.04, 0.72), grip="along", hold_m=(0.0, 0.01, -0.30)),
    "drumstick": Item(build=drumstick, size=(0.02, 0.02, 0.42), grip="along", hold_m=(0.0, 0.01, 0.0)),
    "microphone": Item(
        build=microphone, size=(0.065, 0.235, 0.065), grip="palm", hold_m=(0.0, 0.07, 0.0), rest=(-90, 0), rest_m=0.034
    ),
    "broom": Item(build=broom, size=(0.38, 1.44, 0.1), grip="fist", hold_m=(0.0, 1.0, 0.0)),
    "pan": Item(build=pan, size=(0.3, 0.06, 0.5), grip="forward", hold_m=(0.0, 0.03, 0.0)),
    "baby": Item(build=baby, size=(0.6, 0.2, 0.2), grip="upright", hold_m=(0.0, 0.02, 0.0)),
    "binoculars": Item(build=binoculars, size=(0.14, 0.07, 0.16), grip="forward", hold_m=(0.03, 0.035, 0.0)),
    "teapot": Item(build=teapot, size=(0.17, 0.19, 0.31), grip="forward", hold_m=(0.0, 0.09, -0.14)),
    "cloth": Item(build=cloth, size=(0.22, 0.04, 0.16), grip="forward", hold_m=(0.0, 0.03, 0.0)),
    "blanket": Item(build=blanket, size=(0.54, 0.12, 0.38), grip="upright", hold_m=(0.2, 0.0, 0.0)),
    "tray": Item(build=tray, size=(0.42, 0.13, 0.30), grip="upright", hold_m=(0.17, 0.0, 0.0)),
}
