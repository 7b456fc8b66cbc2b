"""Lines over an axis with their bands, worked out on the server as plain numbers for an SVG."""

from dataclasses import dataclass
from math import floor, log10

from winnow.measure.figures.blocks import Line, Picture
from winnow.web.templatetags import figures

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, HEAD, FOOT = 48, 12, 12, 30
UNITS = {"minutes": "minutes", "days": "days", "touches": "touches"}
STEPS = 5


@dataclass(frozen=True)
class Tick:
    """A word at a place."""

    text: str
    at: float


@dataclass(frozen=True)
class Drawn:
    """One line: its number (colour and dashes), its name, the points of line and band."""

    number: int
    label: str
    points: str
    band: str


@dataclass(frozen=True)
class Chart:
    """All of it, in the units of the viewBox."""

    width: int
    height: int
    left: int
    foot: int
    label: str
    x: str
    lines: list[Drawn]
    across: list[Tick]
    up: list[Tick]


def chart(picture: Picture) -> Chart | None:
    """None where there is nothing to draw."""
    lines = [one for one in picture.lines if len(one.x) > 1]
    if not lines:
        return None
    most_x = max(one.x[-1] for one in lines) or 1.0
    top = max(max(one.high or one.y) for one in lines) or 1.0
    top = min(top, 1.0) if picture.y == "share" else top
    start = 0.0 if picture.y == "share" else min(one.x[0] for one in lines)
    plane = _Plane(start, most_x, _rounded_up(top), is_stepped=picture.y == "share")
    return Chart(
        WIDTH, HEIGHT, LEFT, HEIGHT - FOOT, picture.label, UNITS.get(picture.x, picture.x),
        [_drawn(number, one, plane) for number, one in enumerate(lines)],
        [Tick(f"{value:,.0f}", plane.x(value)) for value in _marks(start, most_x)],
        [Tick(_upright(value, picture.y), plane.y(value)) for value in _marks(0.0, plane.top)],
    )  # fmt: skip


@dataclass(frozen=True)
class _Plane:
    start: float
    end: float
    top: float
    is_stepped: bool

    def x(self, value: float) -> float:
        return round(LEFT + (value - self.start) / ((self.end - self.start) or 1) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - FOOT - min(value / self.top, 1.0) * (HEIGHT - FOOT - HEAD), 1)

    def path(self, xs: tuple[float, ...], ys: tuple[float, ...]) -> list[tuple[float, float]]:
        """Points; a share stays what it was until the next one."""
        points = [(self.x(xs[0]), self.y(ys[0]))]
        for x, y in zip(xs[1:], ys[1:], strict=True):
            if self.is_stepped:
                points.append((self.x(x), points[-1][1]))
            points.append((self.x(x), self.y(y)))
        return points


def _drawn(number: int, one: Line, plane: _Plane) -> Drawn:
    band: list[tuple[float, float]] = []
    if one.low and one.high:
        band = plane.path(one.x, one.high) + plane.path(one.x, one.low)[::-1]
    return Drawn(number, one.label, _joined(plane.path(one.x, one.y)), _joined(band))


def _joined(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _marks(start: float, end: float) -> list[float]:
    """Round numbers from start to end."""
    step = _step((end - start) / STEPS)
    first = -(-start // step) * step
    return [first + place * step for place in range(int((end - first) / step + 1e-9) + 1)]


def _step(rough: float) -> float:
    """The next larger of 1, 2, 5, 10, … times a power of ten."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def _rounded_up(top: float) -> float:
    step = _step(top / STEPS)
    return -(-top // step) * step


def _upright(value: float, kind: str) -> str:
    return (
        figures.percent(value, 0 if value >= 0.02 or not value else 1) if kind == "share" else f"{value:,.0f}"
    )
