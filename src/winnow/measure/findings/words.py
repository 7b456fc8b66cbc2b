"""Numbers in sentences."""

import re
from collections.abc import Mapping

from winnow.measure.findings.worth import Range

SCALES = ((1_000_000, " million", 10_000_000), (1_000, " thousand", 10_000))


def counted(number: float, one: str, many: str) -> str:
    """“1 prospect”, “4,120 prospects”."""
    return f"{number:,.0f} {one if round(number) == 1 else many}"


def prospects(number: float) -> str:
    return counted(number, "prospect", "prospects")


def orders(reach: Range) -> str:
    """“61–97 orders”; decimals only where there is little."""
    return f"{span(reach[1], reach[2])} orders"


def span(low: float, high: float) -> str:
    """Two figures as one reach, as exact as their size deserves."""
    digits = 0 if high >= 10 else 1
    first, last = f"{low:,.{digits}f}", f"{high:,.{digits}f}"
    first, last = (
        text.removeprefix("-") if not float(text.replace(",", "")) else text for text in (first, last)
    )
    return first if first == last else f"{first}–{last}" if low >= 0 else f"{first} to {last}"


def money(by_currency: Mapping[str, Range]) -> str:
    """“EUR 410–650 thousand and USD 12–30 thousand”."""
    return " and ".join(_money(currency, reach) for currency, reach in by_currency.items())


def _money(currency: str, reach: Range) -> str:
    unit = currency or "money"
    for size, word, least in SCALES:
        if max(abs(reach[1]), abs(reach[2])) >= least:
            return f"{unit} {span(reach[1] / size, reach[2] / size)}{word}"
    return f"{unit} {span(reach[1], reach[2])}"


def amount(currency: str, value: float) -> str:
    """One amount of money, rounded to what matters."""
    return _money(currency, (value, value, value))


def per_cent(share: float) -> str:
    """“7.3 %”, “61 %”."""
    return f"{100 * share:.{1 if share < 0.1 else 0}f} %"


def between(interval: tuple[float, float]) -> str:
    """“55–66 %”."""
    return f"{100 * interval[0]:.{1 if interval[1] < 0.1 else 0}f}–{per_cent(interval[1])}"


def listed(names: list[str], most: int = 3) -> str:
    """“a, b and 4 more”."""
    shown = names[:most]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


COLUMNS = {
    "at": "times", "by": "who made", "amount": "amounts", "campaign_id": "campaign", "promised_at": "promised times",
    "event": "verdicts and handovers", "minutes": "minutes", "hourly_cost": "hourly cost",
}  # fmt: skip


def plainly(reason: str) -> str:
    """A reason without names of columns: “touches.minutes” is “minutes (touches)”."""
    return re.sub(r"\b([a-z]+)\.([a-z_]+)\b", lambda one: f"{COLUMNS.get(one[2], one[2])} ({one[1]})", reason)
