"""Small drawings worked out on the server as plain numbers: the waterfall, the line, the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .figures import span

SHARE_LEFT_THAT_IS_SOON = 4  # a quarter of the clock


class Step(NamedTuple):
    """One bar of a waterfall: where it begins and how wide it is, in per cent of the drawing."""

    label: str
    note: str
    points: float
    x: float
    width: float
    kind: str


class Clock(NamedTuple):
    """A clock as shown: its state, its words and the instant at which it becomes urgent."""

    state: str
    words: str
    due: datetime
    soon: datetime | None


def waterfall(reasons: Sequence[Mapping[str, Any]], start: float = 0) -> tuple[list[Step], float]:
    """The bars from the starting score through each reason, with the total, and where zero lies.

    Each reason has `label` and `points`, and may have `note`. Widths and the zero are in per cent.
    """
    levels = [float(start)]
    for reason in reasons:
        levels.append(levels[-1] + float(reason["points"]))
    low, high = min(0.0, *levels), max(0.0, *levels)
    scale = 100 / ((high - low) or 1)

    def bar(label: str, note: str, points: float, begin: float, kind: str) -> Step:
        left, right = sorted((begin, begin + points))
        return Step(
            label, note, points, round((left - low) * scale, 2), round((right - left) * scale, 2), kind
        )

    steps = [bar("Starting score", "", float(start), 0, "start")] if start else []
    for reason, level in zip(reasons, levels, strict=False):
        points = float(reason["points"])
        kind = "up" if points > 0 else "down" if points < 0 else "flat"
        steps.append(bar(str(reason["label"]), str(reason.get("note", "")), points, level, kind))
    steps.append(bar("Score", "", levels[-1], 0, "total"))
    return steps, round(-low * scale, 2)


def line(values: Sequence[float], width: int = 96, height: int = 24) -> list[tuple[float, float]]:
    """The corners of a sparkline in a box of this width and height, the highest value at the top."""
    if not values:
        return []
    low, high = min(values), max(values)
    rise = (high - low) or 1
    step = width / max(len(values) - 1, 1)
    return [
        (round(index * step, 1), round(height - 2 - (value - low) / rise * (height - 4), 1))
        for index, value in enumerate(values)
    ]


def clock(due: datetime, now: datetime, start: datetime | None = None, soon: datetime | None = None) -> Clock:
    """The state of a deadline: on-time, soon (a quarter left, unless `soon` says when) or overdue."""
    if soon is None and start is not None:
        soon = due - max((due - start) / SHARE_LEFT_THAT_IS_SOON, timedelta())
    words = span((due - now).total_seconds())
    if now >= due:
        return Clock("overdue", "due now" if words == "now" else f"{words} late", due, soon)
    state = "soon" if soon is not None and now >= soon else "on-time"
    return Clock(state, "under a minute left" if words == "now" else f"{words} left", due, soon)
