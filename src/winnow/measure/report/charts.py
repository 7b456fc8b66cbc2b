"""Charts as Vega-Lite specifications, and as SVG that takes its colours from the page, by day and by night."""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.util import find_spec
from typing import Any

import numpy as np

from winnow.measure.curves.kaplan_meier import Curve
from winnow.measure.report.page import Chart

WIDTH, HEIGHT, BAR = 560, 220, 22
INK, LINE = "#010101", "#010102"  # stand-ins: see `VARIABLES`
COLOURS = tuple(f"#0202{number:02x}" for number in range(1, 7))
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 6])
VARIABLES = {INK: "--ink-2", LINE: "--line", **{colour: f"--c{n}" for n, colour in enumerate(COLOURS, 1)}}
POINTS = 150  # of a line
MOST = 6  # lines, and bars ×4
Row = tuple[str, float, float, float]  # label, value, low, high

CONFIG = {
    "font": "inherit",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": INK,
        "tickColor": INK,
        "gridColor": LINE,
        "labelLimit": 170,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "labelLimit": 180,
        "symbolStrokeWidth": 2,
        "symbolOpacity": 1,
        "symbolSize": 500,
    },
}


def bars(rows: Sequence[Row], title: str, alt: str, form: str = ".0%") -> Chart:
    """Horizontal bars with their intervals."""
    rows = rows[: MOST * 4]
    values = [{"n": n, "of": of, "v": v, "lo": lo, "hi": hi} for n, (of, v, lo, hi) in enumerate(rows)]
    y = {"field": "of", "type": "nominal", "sort": {"field": "n"}, "title": None}
    x = {"type": "quantitative", "title": title, "axis": {"format": form, "grid": True, "tickCount": 6}}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "color": COLOURS[0], "opacity": 0.6, "height": {"band": 0.62}},
            "encoding": {"x": {"field": "v", **x}, "y": y},
        },
        {
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
            "encoding": {"x": {"field": "lo", **x}, "x2": {"field": "hi"}, "y": y},
        },
    ]
    return Chart(_spec(values, layers, BAR * max(len(rows), 2)), alt)


def lines(series: Sequence[tuple[str, Curve]], title: str, alt: str, until: float | None = None) -> Chart:
    """Curves as steps, each with its band; told apart by colour and by dashes."""
    series = series[:MOST]
    values = [row for name, curve in series for row in _points(name, curve, until)]
    names = list(dict.fromkeys(name for name, _curve in series))
    alone = len(names) == 1
    legend = None if alone else {"title": None, "orient": "bottom", "columns": 2, "symbolType": "stroke"}
    colour = {
        "field": "of",
        "type": "nominal",
        "legend": legend,
        "scale": {"domain": names, "range": list(COLOURS[: len(names)])},
    }
    dash = {
        "field": "of",
        "type": "nominal",
        "legend": legend,
        "scale": {"domain": names, "range": list(DASHES[: len(names)])},
    }
    x = {"field": "x", "type": "quantitative", "title": title, "axis": {"grid": False}}
    y = {"type": "quantitative", "title": None, "axis": {"format": "~%", "tickCount": 5}}
    band = {
        "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.16},
        "encoding": {"x": x, "y": {"field": "lo", **y}, "y2": {"field": "hi"}, "color": colour},
    }
    line = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
        "encoding": {"x": x, "y": {"field": "v", **y}, "color": colour, "strokeDash": dash},
    }
    return Chart(_spec(values, [band, line], HEIGHT), alt)


def _points(name: str, curve: Curve, until: float | None) -> list[dict[str, Any]]:
    last = min(curve.reach, until or curve.reach)
    ages = np.unique(np.concatenate([[0.0], curve.age[curve.age <= last], [last]]))
    ages = ages[:: max(len(ages) // POINTS, 1)]
    place = np.searchsorted(curve.age, ages, side="right") - 1

    def at(of: Any) -> Any:
        return np.where(place >= 0, of[np.maximum(place, 0)], 0.0) if len(of) else np.zeros(len(ages))

    rows = zip(ages, at(curve.share), at(curve.low), at(curve.high), strict=True)
    return [
        {"of": name, "x": float(x), "v": float(v), "lo": float(lo), "hi": float(hi)} for x, v, lo, hi in rows
    ]


def _spec(values: list[dict[str, Any]], layers: list[dict[str, Any]], height: int) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "background": None,
        "data": {"values": values},
        "layer": layers,
        "config": CONFIG,
    }


def possible() -> bool:
    """Whether the extra `charts` is installed; without it there are the tables."""
    return find_spec("vl_convert") is not None


def svg(chart: Chart, number: int) -> str:
    """The chart as SVG for a page; `number` keeps its names apart from those of other charts."""
    drawn = _drawn()(chart.spec)
    drawn = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", drawn)
    drawn = re.sub(r"\bclip(\d+)\b", rf"chart{number}-clip\1", drawn)
    for stand_in, variable in VARIABLES.items():
        drawn = drawn.replace(f'"{stand_in}"', f'"var({variable})"')
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(chart.alt)}" ', 1)


@cache
def _drawn() -> Any:
    import vl_convert

    return vl_convert.vegalite_to_svg
