"""What a replay found, in a few figures and sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from winnow.web.templatetags.figures import money, number, percent

TENTHS = 10
Found = Mapping[str, Any]


def figures(found: Found) -> list[dict[str, str]]:
    """The change of orders and margin with intervals, and what else differs, each beside what was."""
    expected, clocks, purge = found["expected"], found["clocks"], found["purge"]
    currency = found["currency"]
    return [
        _figure("Orders, change", _signed(expected["orders"], 1), _interval(expected["orders"], 1),
                f"{number(expected['orders_before'])} in history"),
        _figure("Margin, change", f"{_signed(expected['margin'], 0)} {currency}", _interval(expected["margin"], 0),
                f"{money(round(expected['margin_before']), currency)} in history"),
        _figure("Clocks missed", percent(clocks["after"]["share_missed"], 1), "",
                f"{percent(clocks['before']['share_missed'], 1)} in history, of {number(clocks['before']['due'])}"),
        _figure("Half are tried within", _minutes(clocks["after"]), "", f"{_minutes(clocks['before'])} in history"),
        _figure("Held back", number(found["screening"]["held_after"]), "",
                f"{number(found['screening']['held_before'])} in history"),
        _figure("Go to somebody else", number(found["routing"]["elsewhere"]), "", f"of {number(found['pursued'])}"),
        _figure("Attempts", number(found["cadence"]["attempts_after"]), "",
                f"{number(found['cadence']['attempts_before'])} in history"),
        *_cut(found.get("cut", {})),
        _figure("Let go by the purge", number(purge["after"]["prospects"]), "",
                f"{number(purge['before']['prospects'])} by the rule in force"),
        _figure("… who ordered later", number(purge["after"]["ordered_later"]), "",
                f"{number(purge['after']['hours_later'])} h were still spent on those let go"),
    ]  # fmt: skip


def tenths(found: Found) -> Iterator[dict[str, Any]]:
    """Each tenth of the ranks with anybody in it, the lowest first."""
    step = 100 // TENTHS
    for place, one in enumerate(found.get("cut", {}).get("tenths", ())):
        if one["placed"]:
            yield {**one, "words": f"{place * step}–{(place + 1) * step}\u00a0%"}


def same_words(found: Found) -> str:
    """Whether the procedures that were in force decide again what is recorded."""
    screening, clocks = found["same_as_recorded"]["screening"], found["same_as_recorded"]["clocks"]
    told = (
        f"As a check, each inquiry was decided again under the procedure then in force: screening came out as recorded "
        f"for {number(screening['same'])} of {number(screening['same'] + screening['different'])}, the clock for "
        f"{number(clocks['same'])} of the {number(clocks['same'] + clocks['different'])} whose clock is still recorded."
    )
    if screening["different"] or clocks["different"]:
        told += (
            " The others differ because a card was changed since, or somebody else had the prospect by then."
        )
    return told


def _cut(cut: Found) -> list[dict[str, str]]:
    """What the cut would set aside; nothing where none was in force."""
    if not cut.get("tenths") or not cut["placed"]:  # a replay of before told less
        return []
    return [
        _figure("Set aside by the cut", number(cut["thrown_away"]), "",
                f"{number(cut['thrown_before'])} in history, of {number(cut['placed'])} it looked at"),
        _figure("… anew, who ordered", number(cut["newly_ordered"]), "",
                f"of {number(cut['newly'])}; {number(cut['freed'])} would have stayed on a desk"),
    ]  # fmt: skip


def _figure(label: str, value: str, interval: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "interval": interval, "note": note}


def _signed(between: Found, digits: int) -> str:
    sign = "+" if between["value"] > 0 else ""
    return f"{sign}{number(between['value'], digits)}"


def _interval(between: Found, digits: int) -> str:
    return f"{number(between['low'], digits)} to {number(between['high'], digits)} (95 %)"


def _minutes(clocks: Found) -> str:
    return "–" if clocks["median_minutes"] is None else f"{number(clocks['median_minutes'])} min"
