"""History read from canonical tables: another system's, or exported from here. They say less than our own rows do."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from winnow.flow.replaying.recorded import Asked, History, Tried, Won
from winnow.intake.inquiry import Cleaned, Raw
from winnow.measure.canonical import AUTOMATIC, TABLES, Known
from winnow.procedure.queries import in_force
from winnow.prospects.words import Channel, Stage, State

LEAVING = frozenset({"nurtured", "closed", "ordered", "handed_over"})
OFF_DESK = frozenset({State.NURTURE, State.CLOSED})
KNOWN_CHANNELS = frozenset(Channel)

JUST_AFTER = timedelta(microseconds=1)  # so that the last thing is within

Numbers = defaultdict[str, int]


def gather_tables(folder: Path, months: timedelta, now: datetime) -> History:
    """The last months of a folder's tables, counted from the last thing in them. Raises NotCanonical."""
    tables = _Tables.read(folder, now)
    history = History(
        tables.until - months, tables.until,
        names=dict(tables.names()), teams=dict(tables.teams()),
        currency=in_force(now)[1].company.currency, texts=False,
    )  # fmt: skip
    history.asked = list(tables.asked(history.since))
    history.touches = tables.touches(history.since)
    history.orders = tables.orders(history.since)
    history.names |= {number: name for name, number in tables.people.items() if number not in history.names}
    return history


@dataclass
class _Tables:
    """The rows of each table; ids are opaque there and numbers here, each kind by its own count."""

    until: datetime
    known: Known
    rows: Mapping[str, list[dict[str, Any]]]
    prospects: Numbers = field(default_factory=lambda: defaultdict(count(1).__next__))
    people: Numbers = field(default_factory=lambda: defaultdict(count(1).__next__))

    @classmethod
    def read(cls, folder: Path, now: datetime) -> "_Tables":
        """What had happened by now."""
        from winnow.measure.engines import duckdb
        from winnow.measure.engines.opening import EVENTFUL, instant

        connection = duckdb.connect()
        found = duckdb.open_folder(folder, connection=connection)
        if found.as_of > now:
            found = duckdb.open_folder(folder, now, connection=connection)
        rows = {}
        for name in ("inquiries", "touches", "stages", "orders", "people"):
            order = ' ORDER BY "at"' if name in EVENTFUL else ""
            read = connection.raw_sql(f"SELECT * FROM {name}{order}").fetchall()  # noqa: S608 - names of ours
            rows[name] = [dict(zip(TABLES[name], row, strict=True)) for row in read]
            for row in rows[name]:
                row.update(
                    {key: instant(row[key]) for key in ("at", "promised_at") if row.get(key) is not None}
                )
        return cls(found.as_of + JUST_AFTER, found.known, rows)

    def names(self) -> Iterator[tuple[int, str]]:
        for one in self.rows["people"]:
            yield self.people[one["person_id"]], one["name"] or one["person_id"]

    def teams(self) -> Iterator[tuple[int, str]]:
        for one in self.rows["people"]:
            yield self.people[one["person_id"]], one["team"] or ""

    def asked(self, since: datetime) -> Iterator[Asked]:
        """What came in, each with the clock that is recorded, or one where they were on nobody's desk."""
        told = self.known.has("inquiries.promised_at")
        leaves, owners = self._leaves(), self._owners()
        left: dict[str, datetime | None] = {}  # of each prospect seen: when it leaves the desk again
        for number, one in enumerate(self.rows["inquiries"], 1):
            at, prospect = one["at"], one["prospect_id"]
            free = prospect not in left or ((gone := left[prospect]) is not None and gone <= at)
            if free:
                left[prospect] = next((leaving for leaving in leaves[prospect] if leaving > at), None)
            if at < since or at >= self.until:
                continue
            channel = one["channel"] if one["channel"] in KNOWN_CHANNELS else Channel.WEB
            yield Asked(
                number, at, Raw({}, {}, Channel(channel), "import", "", one["source"] or ""), Cleaned(), 0, False,
                channel, self.prospects[prospect], self._owner(owners[prospect], at),
                stage=Stage.INQUIRY, clocked=one["promised_at"] is not None if told else free,
                due=one["promised_at"], leaves=left[prospect],
            )  # fmt: skip

    def touches(self, since: datetime) -> dict[int, list[Tried]]:
        """Those of people to prospects; where nothing tells, none was a conversation."""
        found: dict[int, list[Tried]] = defaultdict(list)
        for one in self.rows["touches"]:
            if (
                one["kind"] != AUTOMATIC
                and one["direction"] != "in"
                and one["by"]
                and since <= one["at"] < self.until
            ):
                minutes = round(one["minutes"] or 0)
                tried = Tried(
                    one["at"], self.people[one["by"]], one["role"] or "", minutes, True, bool(one["reached"])
                )
                found[self.prospects[one["prospect_id"]]].append(tried)
        return found

    def orders(self, since: datetime) -> dict[int, list[Won]]:
        """With amounts and margins as far as they are known."""
        found: dict[int, list[Won]] = defaultdict(list)
        for one in self.rows["orders"]:
            if since <= one["at"] < self.until:
                margin = None if one["margin"] is None else float(one["margin"])
                found[self.prospects[one["prospect_id"]]].append(
                    Won(one["at"], float(one["amount"] or 0), margin)
                )
        return found

    def _leaves(self) -> dict[str, list[datetime]]:
        """When each left the first desk."""
        found: dict[str, list[datetime]] = defaultdict(list)
        for one in self.rows["stages"]:
            if one["event"] in LEAVING or one["state"] in OFF_DESK or one["stage"] == Stage.OPPORTUNITY:
                found[one["prospect_id"]].append(one["at"])
        for one in self.rows["orders"]:
            found[one["prospect_id"]].append(one["at"])
        return defaultdict(list, {prospect: sorted(instants) for prospect, instants in found.items()})

    def _owners(self) -> dict[str, list[tuple[datetime, str]]]:
        """Whose desk each stood on from when; where no table says so, whoever first tried."""
        found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for one in self.rows["stages"]:
            if one["owner"]:
                found[one["prospect_id"]].append((one["at"], one["owner"]))
        for one in self.rows["touches"]:
            if one["by"] and one["kind"] != AUTOMATIC and one["prospect_id"] not in found:
                found[one["prospect_id"]].append((one["at"], one["by"]))
        return found

    def _owner(self, owners: list[tuple[datetime, str]], at: datetime) -> int:
        """The first from then on, else the last before; 0 if nobody is known."""
        if not owners:
            return 0
        return self.people[next((owner for since, owner in owners if since >= at), owners[-1][1])]
