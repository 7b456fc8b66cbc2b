"""Simulated companies whose true effects are known."""

import numpy as np
from scipy.special import expit

from winnow.qualify.learn import Frame, History

SOURCES = np.array(["referral", "trade show", "web", "list"])
EFFECT = {"referral": 1.0, "trade show": 0.3, "web": 0.0, "list": -1.2}
START = np.datetime64("2024-01-01T00:00:00")


def texts(values):
    found = np.empty(len(values), dtype=object)
    found[:] = [None if value is None else str(value) for value in values]
    return found


def company(rows, seed=0, base=-1.5):
    """A history whose log-odds are known: base + source + size, capped + asked for a date."""
    rng = np.random.default_rng(seed)
    source = rng.choice(SOURCES, rows, p=[0.15, 0.2, 0.45, 0.2])
    size = rng.gamma(2.0, 20.0, rows).round(1)
    asked = rng.random(rows) < 0.3
    odds = base + np.array([EFFECT[each] for each in source]) + np.minimum(size, 80) / 40 + 0.8 * asked
    sold = (rng.random(rows) < expit(odds)).astype(float)
    size = np.where(rng.random(rows) < 0.1, np.nan, size)
    noise = texts(rng.choice(list("abcdef"), rows))
    frame = Frame(
        {"source": texts(source), "size": size, "asked for a date": texts(np.where(asked, "yes", "no")),
         "noise": noise}
    )  # fmt: skip
    decided = START + np.sort(rng.integers(0, 700 * 86_400, rows)).astype("timedelta64[s]")
    return History(frame, sold, decided=decided), odds
