"""The picture of the cut, drawn as SVG: sales kept against share thrown away, with band, cut and today's choice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from winnow.qualify.cut.calibration import Bin
from winnow.qualify.cut.price import Price
from winnow.qualify.cut.say import percent

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 30, 34, 48
TICKS = (0, 0.25, 0.5, 0.75, 1)
CLOSE = 0.16  # marks nearer to one another than this are named in different lines


@dataclass(frozen=True)
class Mark:
    """A share of special interest, such as the largest that is promised to lose at most 5 %; `kind` is its class."""

    share: float
    said: str
    kind: str = "safe"


def picture(prices: Sequence[Price], marks: Sequence[Mark] = (), with_money: bool = False) -> str:
    """Sales kept (and money, dashed) for every share thrown away; colours come from the page's classes `cut-…`."""
    title = "Sales kept for each share of prospects thrown away"
    drawn = [
        _axes("share of prospects thrown away", "sales kept"),
        f'<path class="cut-chance" d="{_path([(0, 1), (1, 0)])}"/>',
        f'<text class="cut-note" x="{_x(0.2):.1f}" y="{_y(0.8) + 34:.1f}">thrown away at random</text>',
        _band([(one.share, 1 - one.high, 1 - one.low) for one in prices]),
        f'<path class="cut-line" d="{_path((one.share, one.kept) for one in prices)}"/>',
    ]
    if with_money:
        drawn.append(f'<path class="cut-money" d="{_path((one.share, 1 - one.money) for one in prices)}"/>')
        drawn.append(
            f'<text class="cut-note" x="{_x(1):.1f}" y="{_y(1) - 20:.1f}" text-anchor="end">dashed: money</text>'
        )
    drawn += [_line_at(mark, prices) for mark in marks]
    drawn += [_name_of(mark, line) for mark, line in _in_lines(marks)]
    return _svg("cut", title, _described(prices, marks), drawn)


def reliability_picture(bins: Sequence[Bin]) -> str:
    """What was expected of ten groups of prospects against what happened, with intervals."""
    most = max([0.1, *(one.high for one in bins), *(one.expected for one in bins)])
    scale = next(
        step for step in (0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.8, 1.0) if step >= most - 1e-9 or step == 1.0
    )
    drawn = [
        _axes("probability given", "bought", lambda tick: percent(tick * scale)),
        f'<path class="cut-chance" d="{_path([(0, 0), (1, 1)])}"/>',
    ]
    for one in bins:
        x = _x(one.expected / scale)
        drawn.append(
            f'<line class="cut-whisker" x1="{x:.1f}" x2="{x:.1f}" y1="{_y(one.low / scale):.1f}" '
            f'y2="{_y(one.high / scale):.1f}"/>'
            f'<circle class="cut-dot" cx="{x:.1f}" cy="{_y(one.happened / scale):.1f}" r="4"/>'
        )
    said = "; ".join(f"{percent(one.expected)} expected, {percent(one.happened)} bought" for one in bins)
    return _svg("reliability", "How far the probabilities can be trusted", said, drawn)


def _svg(key: str, title: str, said: str, drawn: Iterable[str]) -> str:
    return (
        f'<svg class="cut-picture" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{key}-title {key}-said">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-said">{escape(said)}</desc>'
        + "".join(drawn)
        + "</svg>"
    )


def _axes(below: str, beside: str, words: Callable[[float], str] = percent) -> str:
    lines = []
    for tick in TICKS:
        lines.append(
            f'<line class="cut-grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(tick):.1f}" y2="{_y(tick):.1f}"/>'
            f'<text class="cut-tick" x="{LEFT - 8}" y="{_y(tick) + 4:.1f}" text-anchor="end">{words(tick)}</text>'
            f'<text class="cut-tick" x="{_x(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{words(tick)}</text>"
        )
    lines.append(
        f'<text class="cut-axis" x="{_x(0.5):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{below}</text>'
    )
    lines.append(f'<text class="cut-axis" x="8" y="{TOP - 18}">{beside}</text>')
    return "".join(lines)


def _band(edges: Sequence[tuple[float, float, float]]) -> str:
    there = [(x, high) for x, _, high in edges]
    back = [(x, low) for x, low, _ in reversed(edges)]
    return f'<path class="cut-band" d="{_path([*there, *back])}Z"/>'


def _line_at(mark: Mark, prices: Sequence[Price]) -> str:
    x, nearest = _x(mark.share), min(prices, key=lambda one: abs(one.share - mark.share))
    return (
        f'<line class="cut-mark cut-{mark.kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>'
        f'<circle class="cut-dot" cx="{x:.1f}" cy="{_y(nearest.kept):.1f}" r="4"/>'
    )


def _name_of(mark: Mark, line: int) -> str:
    left = mark.share > 0.6
    return (
        f'<text class="cut-label" x="{_x(mark.share) + (-6 if left else 6):.1f}" '
        f'y="{HEIGHT - BOTTOM - 12 - 17 * line}" text-anchor="{"end" if left else "start"}">{escape(mark.said)}</text>'
    )


def _in_lines(marks: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """Each mark with the line its name stands in, so that names close to one another do not overlap."""
    found: list[tuple[Mark, int]] = []
    for mark in sorted(marks, key=lambda one: one.share):
        taken = {line for other, line in found if mark.share - other.share < CLOSE * 2.5}
        found.append((mark, next(line for line in range(len(marks) + 1) if line not in taken)))
    return found


def _described(prices: Sequence[Price], marks: Sequence[Mark]) -> str:
    tenths = [one for one in prices if round(one.share * 100) % 10 == 0]
    said = [f"{percent(one.share)} thrown away keeps {percent(one.kept)}" for one in tenths]
    return "; ".join([*said, *(f"{mark.said} at {percent(mark.share)}" for mark in marks)]) + "."


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)


def _x(share: float) -> float:
    return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)


def _y(part: float) -> float:
    return TOP + (1 - min(max(part, 0.0), 1.0)) * (HEIGHT - TOP - BOTTOM)
