"""Where the lines of a chart go: integers in, integers out; templates/chart.html draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 28, 34
LETTER = 12
"""The widest that a letter of an amount is on a phone, where letters are larger than at a desk."""
MOST_STEPS = 4


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: how far along it, in chart units, and the value it stands for."""

    at: int
    value: int


@dataclass(frozen=True)
class Dot:
    """One payment in: where it stands, when it came, and the sum so far."""

    x: int
    y: int
    time: int
    total: int


@dataclass(frozen=True)
class StepChart:
    """A sum that grows in steps. `line` and `area` are SVG path data; (0, 0) is at the top left."""

    line: str
    area: str
    dots: tuple[Dot, ...]
    amounts: tuple[Tick, ...]
    times: tuple[Tick, ...]
    left: int
    width: int = WIDTH
    height: int = HEIGHT
    right: int = WIDTH - RIGHT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM


def draw_steps(since: int, until: int, payments: Sequence[tuple[int, int]], letters: int = 0) -> StepChart:
    """The chart of `payments`, (time, amount) in order of time, from `since` to `until`; seconds and units.

    letters: of the longest amount beside it, left of where its line may be, half of the width at most.

    A day is the shortest span it shows, so that a project of an hour ago has a chart too.
    """
    first = min([since, *(time for time, _ in payments)])
    last = max([until, first + 86_400, *(time for time, _ in payments)])
    scale = choose_step(sum(amount for _, amount in payments))
    top_value = scale[-1] or 1
    floor, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    left = LEFT + min(LETTER * letters, WIDTH // 2)

    def place_time(time: int) -> int:
        return left + (time - first) * (right - left) // (last - first)

    def place_amount(amount: int) -> int:
        return floor - amount * (floor - TOP) // top_value

    total, line, dots = 0, f"M{left} {floor}", []
    for time, amount in payments:
        total += amount
        dots.append(Dot(place_time(time), place_amount(total), time, total))
        line += f"H{dots[-1].x}V{dots[-1].y}"
    line += f"H{right}"
    return StepChart(
        line=line,
        area=f"{line}V{floor}H{left}Z",
        dots=tuple(dots),
        amounts=tuple(Tick(place_amount(value), value) for value in scale),
        times=(Tick(left, first), Tick(right, last)),
        left=left,
    )


def choose_step(most: int) -> list[int]:
    """Round values from 0 to the first one not below `most`: 0, 1, 2 or 5 times a power of ten, and on."""
    if most <= 0:
        return [0]
    step, factors = 1, (2, 5, 10)
    while True:
        for factor in (1, *factors):
            candidate = step * factor
            if candidate * MOST_STEPS >= most:
                count = -(-most // candidate)
                return [candidate * index for index in range(count + 1)]
        step *= 10


@dataclass(frozen=True)
class Segment:
    """A part of a bar, in per mille of its length."""

    kind: str
    x: int
    width: int


BAR = 1000


def fill_bar(whole: int, parts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """`parts` (kind, amount) side by side on a bar that stands for `whole`; nothing is drawn past its end.

    Each edge is rounded down on its own, so that rounding never adds up. A part that is not nothing is at
    least one per mille wide.
    """
    segments, done = [], 0
    for kind, amount in parts:
        start = min(BAR, done * BAR // whole) if whole else 0
        done += amount
        end = min(BAR, done * BAR // whole) if whole else 0
        if amount:
            segments.append(Segment(kind, min(start, BAR - 1), max(1, end - start)))
    return tuple(segments)


def place_mark(whole: int, value: int) -> int:
    """Where `value` stands on a bar that stands for `whole`, in per mille."""
    return min(BAR, value * BAR // whole) if whole else 0
