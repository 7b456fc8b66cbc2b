"""The canonical tables: what every metric reads, whether it comes from Winnow's own database or from another CRM.

Readers fill them (frames of Polars, pandas or Arrow, or a folder with one `<table>.parquet` each), an engine opens
them as `Tables`. A reader gives the columns that its source really has and leaves the others out: the engine adds
those as nulls and missing tables as empty ones, and `Known` remembers the difference, so that a metric can answer
`Unknown` instead of zero. Nothing here needs an engine installed.

    text     ids and words, ids are opaque; None where unknown, never an empty text
    instant  UTC with microseconds; a frame's instants without a zone are taken as UTC
    amount   decimal(18, 2): sums are exact and the same on each engine, in whatever order they are added
    flag     true, false, or None where unknown
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

TEXT, INSTANT, AMOUNT, FLAG = "text", "instant", "amount", "flag"

# Words are those of `winnow.prospects.words`; what those do not cover is said at the column.
TABLES: dict[str, dict[str, str]] = {
    "inquiries": {
        "inquiry_id": TEXT,
        "prospect_id": TEXT,
        "at": INSTANT,
        "channel": TEXT,
        "campaign_id": TEXT,
        "source": TEXT,
        "value_hint": AMOUNT,
        "promised_at": INSTANT,  # by when a first human touch was promised (the response clock's deadline)
    },
    "touches": {
        "prospect_id": TEXT,
        "at": INSTANT,
        "kind": TEXT,  # call, email, meeting, message, letter; `automatic` for what no person did
        "direction": TEXT,  # out, in; unknown counts as out
        "by": TEXT,  # people.person_id
        "role": TEXT,  # in which the person acted; else people.role counts
        "minutes": AMOUNT,
        "disposition": TEXT,
        "campaign_id": TEXT,  # of a mailing or event that reached the prospect: a campaign touch
        "reached": FLAG,  # whether it was a conversation with the prospect; touches that came `in` are anyway
    },
    "stages": {
        "prospect_id": TEXT,
        "at": INSTANT,
        "stage": TEXT,  # the stage from then on; None: unchanged
        "state": TEXT,  # the state from then on; None: unchanged
        "outcome": TEXT,  # only with state closed
        "by": TEXT,
        "reason": TEXT,
        "event": TEXT,  # one of `EVENTS`, where the source records them
        "owner": TEXT,  # whose desk from then on; None: unchanged
        "grade": TEXT,  # of the best evidence from then on: stated, corroborated, purchase_order; None: unchanged
    },
    "orders": {
        "prospect_id": TEXT,
        "at": INSTANT,
        "amount": AMOUNT,
        "margin": AMOUNT,
        "currency": TEXT,  # ISO 4217
        "order_id": TEXT,
    },
    "campaigns": {"campaign_id": TEXT, "name": TEXT, "channel": TEXT},
    "costs": {"campaign_id": TEXT, "at": INSTANT, "amount": AMOUNT, "currency": TEXT},
    "people": {
        "person_id": TEXT,
        "role": TEXT,
        "team": TEXT,
        "hourly_cost": AMOUNT,
        "name": TEXT,
        "currency": TEXT,  # of the hourly cost
    },
}

# Without these a row says nothing; readers put such rows aside as unused.
REQUIRED: dict[str, tuple[str, ...]] = {
    "inquiries": ("inquiry_id", "prospect_id", "at"),
    "touches": ("prospect_id", "at"),
    "stages": ("prospect_id", "at"),
    "orders": ("prospect_id", "at"),
    "campaigns": ("campaign_id",),
    "costs": ("campaign_id", "at", "amount"),
    "people": ("person_id",),
}

AUTOMATIC = "automatic"  # a touch's kind that is no follow-up by a human
EVENTS = (
    "qualified", "nurtured", "disqualified",  # the verdict of a qualifier
    "handed_over", "accepted", "rejected",  # qualifier to seller
    "ordered", "closed", "recycled", "reopened", "reassigned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unknown:
    """A figure that this data cannot give, and why: a value, not an error. It is false, so `figure or …` works."""

    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Known:
    """What a source really has: columns by table, and which instants are only days (`table.column`)."""

    columns: Mapping[str, frozenset[str]]
    only_days: frozenset[str] = frozenset()

    def has(self, *names: str) -> bool:
        """Whether all of these are there: `touches` or `touches.minutes`."""
        return not self.missing(*names)

    def missing(self, *names: str) -> tuple[str, ...]:
        """Those that are not there, as asked."""
        return tuple(name for name in names if not self._is_there(name))

    def lack(self, *names: str, instants: tuple[str, ...] = ()) -> str:
        """Why a figure that needs these columns, and a time of day of these `instants`, is `Unknown`; else empty."""
        if missing := self.missing(*names, *instants):
            return f"The data has no {' and no '.join(missing)}."
        if days := [name for name in instants if name in self.only_days]:
            return f"Of {' and '.join(days)} the data has only days, no times."
        return ""

    def _is_there(self, name: str) -> bool:
        table, _, column = name.partition(".")
        return column in self.columns.get(table, ()) if column else bool(self.columns.get(table))


@dataclass(frozen=True, slots=True)
class Tables:
    """The canonical tables as expressions of one engine, with all their columns, of what had happened by `as_of`."""

    inquiries: "ibis.Table"
    touches: "ibis.Table"
    stages: "ibis.Table"
    orders: "ibis.Table"
    campaigns: "ibis.Table"
    costs: "ibis.Table"
    people: "ibis.Table"
    as_of: datetime
    known: Known
