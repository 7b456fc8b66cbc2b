"""Bars by month, worked out on the server as plain numbers for an SVG."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, FOOT, HEAD = 440, 200, 24, 14
SERIES = ("all", "qualified", "bought")


class Bar(NamedTuple):
    """One rectangle and what it stands for."""

    series: str
    x: float
    y: float
    width: float
    height: float


class Tick(NamedTuple):
    """A word under a group of bars, or a number beside a line."""

    text: str
    x: float
    y: float


class Bars(NamedTuple):
    """A chart: for each month a wide bar and, in front of it, the parts of it."""

    width: int
    height: int
    bars: list[Bar]
    months: list[Tick]
    lines: list[Tick]


def bars(points: Sequence[tuple[str, tuple[int, ...]]]) -> Bars:
    """`points` are (month, the whole and its parts, each within the one before); the highest fills the chart."""
    top = max(max(values) for _, values in points) or 1
    floor, room = HEIGHT - FOOT, HEIGHT - FOOT - HEAD
    step = (WIDTH - 40) / len(points)
    every = -(-len(points) // 5)  # so many words fit
    drawn, months = [], []
    for place, (word, values) in enumerate(points):
        middle = 40 + (place + 0.5) * step
        for series, value in zip(SERIES, values, strict=True):
            wide = min(step * 0.7, 48.0) * (1 if series == "all" else 0.6 if series == "qualified" else 0.3)
            tall = value / top * room
            drawn.append(
                Bar(
                    series,
                    round(middle - wide / 2, 1),
                    round(floor - tall, 1),
                    round(wide, 1),
                    round(tall, 1),
                )
            )
        if place % every == 0:
            months.append(Tick(word, round(middle, 1), HEIGHT - 6))
    marks = sorted({top, top // 2, 0})
    return Bars(
        WIDTH,
        HEIGHT,
        drawn,
        months,
        [Tick(f"{one:,}", 34, round(floor - one / top * room, 1)) for one in marks],
    )
