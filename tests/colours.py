"""How unlike two colours look: CIEDE2000, with lightness and hue as eyes take them, and eyes that lack a cone."""

import numpy as np
from matplotlib.colors import to_rgb

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = _TO_XYZ.sum(axis=1)  # D65
# What is seen without one kind of cone, in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
WITHOUT = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "grey": [[0.2126729, 0.7151522, 0.0721750]] * 3,
}  # fmt: skip


def linear(colour):  # -> red, green and blue as amounts of light
    levels = np.array(to_rgb(colour))
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return linear(colour) @ _TO_XYZ[1]


def contrast(one, other):
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour, seen=None):  # -> L*, a*, b*; `seen` without which cone, or in grey
    light = linear(colour)
    if seen:
        light = np.clip(np.array(WITHOUT[seen]) @ light, 0, 1)
    parts = _TO_XYZ @ light / _WHITE
    x, y, z = np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts / 3 / (6 / 29) ** 2 + 4 / 29)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one, other):  # of two (L*, a*, b*); as Sharma, Wu and Dalal (2005) write it
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1 + (1 - np.sqrt(mean**7 / (mean**7 + 25**7))) / 2
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0  # the shorter way round
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = np.radians(h1 + turn / 2 if c1 * c2 else h1 + h2)
    weight = (
        *(1 - 0.17 * np.cos(hue - np.radians(30)), 0.24 * np.cos(2 * hue)),
        *(0.32 * np.cos(3 * hue + np.radians(6)), -0.20 * np.cos(4 * hue - np.radians(63))),
    )
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * chroma * sum(weight))
    around = np.exp(-(((np.degrees(hue) % 360 - 275) / 25) ** 2))
    blue = -np.sin(np.radians(60 * around)) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25**7))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + blue * dc * dh))
