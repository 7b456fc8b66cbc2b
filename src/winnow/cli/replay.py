"""`winnow procedure replay`: what another procedure would have made of what is recorded."""

import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from winnow.cli import ground
from winnow.cli.say import Problem, aside, table
from winnow.config.extras import the_extra
from winnow.procedure.schema import Procedure

A_MONTH = timedelta(days=365 / 12)
SHOWN = 25  # prospects at a terminal; all with --json
SAID = (
    ("Decided again", "decided_again"), ("Taken from history", "from_history"), ("Modelled", "modelled"),
    ("Cannot be known", "not_known"),
)  # fmt: skip


def replayed(
    procedure: Procedure, months: float, folder: Path | None = None, cut: float | None = None
) -> dict[str, Any]:
    """The last months under that procedure: of this installation, or of a folder of canonical tables.

    `cut`: the share of each batch that is set aside, if another than in history.
    """
    from winnow.flow.replaying.gathering import gather
    from winnow.flow.replaying.run import replay

    now = ground.now()
    if folder is None:
        history = gather(now - months * A_MONTH, now, lambda _share: None)
    else:
        history = _of_tables(folder, months * A_MONTH, now)
    names = history.names
    found = replay(history, procedure, lambda _share: None, cut)
    found["load"] = [{"name": names[one["person"]], **one} for one in found["load"]]
    return found


def _of_tables(folder: Path, months: timedelta, now: datetime) -> Any:
    if not all(find_spec(name) for name in ("duckdb", "ibis")):
        raise Problem(f"Tables are read by {the_extra('measure')}")
    from winnow.flow.replaying.tables import gather_tables
    from winnow.measure.engines.opening import NotCanonical

    if not any((folder / f"inquiries.{kind}").exists() for kind in ("parquet", "csv")):
        raise Problem(
            f"{folder} has no inquiries.parquet or inquiries.csv. `winnow export canonical` writes one."
        )
    try:
        return gather_tables(folder, months, now)
    except NotCanonical as wrong:
        raise Problem(str(wrong)) from None


def asked(number: int) -> None:
    """The one that somebody asked the worker for, in this process; it is stopped by ending the process."""
    ground.ready()
    from winnow.flow.replaying.jobs import run

    run(number, ground.now)


def show(found: Mapping[str, Any]) -> None:
    """The same in a table, with what is modelled and what cannot be known under it."""
    clocks, expected, purge = found["clocks"], found["expected"], found["purge"]
    if not found["inquiries"]:
        between = f"from {found['since'][:10]} to {found['until'][:10]}"
        aside(f"Nothing came in {between}: nothing can be decided again. Go further back with --months.")
    table(
        ["", "as it was", "as it would be"],
        [
            ("inquiries held back", found["screening"]["held_before"], found["screening"]["held_after"]),
            ("clocks missed", _share(clocks["before"]), _share(clocks["after"])),
            ("median wait, working min", clocks["before"]["median_minutes"], clocks["after"]["median_minutes"]),
            ("attempts", f"{found['cadence']['attempts_before']:.0f}", f"{found['cadence']['attempts_after']:.0f}"),
            ("set aside by the cut", found["cut"]["thrown_before"], found["cut"]["thrown_away"]),
            ("… anew, who ordered", "", found["cut"]["newly_ordered"]),
            ("let go by the purge", purge["before"]["prospects"], purge["after"]["prospects"]),
            ("… who ordered later", purge["before"]["ordered_later"], purge["after"]["ordered_later"]),
            ("orders", expected["orders_before"], _change(expected["orders"])),
            (f"margin, {found['currency']}", f"{expected['margin_before']:,.0f}", _change(expected["margin"])),
        ],
    )  # fmt: skip
    rows = [
        (one["name"], f"{one['hours_before']:,.1f} h", f"{one['hours_after']:,.1f} h")
        for one in found["load"]
    ]
    table(["person", "as it was", "as it would be"], rows)
    if gone := purge["after"]["gone"]:
        head = ("let go by the purge: prospect", "on", "orders later", "margin later")
        table(
            head,
            [
                (one["prospect"], one["at"][:10], one["orders"], f"{one['margin']:,.0f}")
                for one in gone[:SHOWN]
            ],
        )
    for title, name in SAID:
        table([title], [(one,) for one in found[name]])


def _share(clocks: Mapping[str, Any]) -> str:
    return f"{clocks['missed']} of {clocks['due']} ({clocks['share_missed']:.1%})"


def _change(between: Mapping[str, float]) -> str:
    return f"{between['value']:+,.1f} ({between['low']:+,.1f} to {between['high']:+,.1f})"


if __name__ == "__main__":  # as the worker starts it
    asked(int(sys.argv[1]))
