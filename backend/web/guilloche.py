"""The engraved pattern on a project's cover, as share certificates have one.

It is drawn from the address: every project has its own, and a copy under another address looks different.
"""

from hashlib import sha256
from math import cos, pi, sin

INKS = ("#16423a", "#5a1f24", "#1f2d4d", "#432447", "#5b3d12", "#12434f")
PAPER = "#f3ead7"
POINTS = 360
WIDTH, HEIGHT = 800, 450


def draw_cover(address: str) -> str:
    """An SVG image of 800 x 450 for an address of any writing."""
    seed = sha256(bytes.fromhex(address.removeprefix("0x"))).digest()
    rings = "".join(
        f'<path d="{_draw_ring(seed, ring)}" stroke-opacity=".{3 + ring}" stroke-width="1"/>'
        for ring in range(5)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{INKS[seed[0] % len(INKS)]}"/>'
        f'<g fill="none" stroke="{PAPER}" stroke-linejoin="round">{rings}</g></svg>'
    )


def _draw_ring(seed: bytes, ring: int) -> str:
    """A closed curve: a circle whose radius swings with two frequencies, drawn a few times with a shift."""
    petals = 7 + seed[1] % 9
    swing = 5 + seed[2 + ring] % 7
    centre_x = WIDTH * (2 + seed[10] % 5) // 8
    centre_y = HEIGHT // 2
    radius = 40 + 62 * ring
    paths = []
    for shift in range(6):
        points = []
        for index in range(POINTS):
            angle = 2 * pi * index / POINTS
            wave = sin(petals * angle + shift * pi / 6) + sin(swing * angle - shift * pi / 9) / 2
            reach = radius + wave * (16 + 9 * ring)
            points.append(f"{round(centre_x + reach * cos(angle))} {round(centre_y + reach * sin(angle))}")
        paths.append("M" + "L".join(points) + "Z")
    return "".join(paths)
