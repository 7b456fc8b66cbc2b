"""The statements that read Winnow's rows as canonical columns, in the words of each database; no part of them is given.

Instants leave the database as microseconds since 1970, so that no driver makes an object of each. Rows of merged
prospects are told apart by `prospect_id` only, which the reader replaces by the one that they were merged into.
"""

from dataclasses import dataclass

from django.db import connection

from winnow.measure.canonical import AUTOMATIC
from winnow.prospects.lifecycle import Kind

# What an Event of a kind is called in the canonical table; all others only say what stage and state are.
CALLED = {
    Kind.QUALIFIED: "qualified", Kind.NURTURED: "nurtured", Kind.CLOSED: "closed", Kind.ORDERED: "ordered",
    Kind.HANDED_OVER: "handed_over", Kind.ACCEPTED: "accepted", Kind.REJECTED: "rejected",
    Kind.RECYCLED: "recycled", Kind.REOPENED: "reopened", Kind.REASSIGNED: "reassigned",
}  # fmt: skip
UNTOLD = (
    Kind.EDITED,
    Kind.WARNED,
    Kind.SKIPPED,
    Kind.INQUIRED_AGAIN,
    Kind.MAILED,
    Kind.ERASED,
    Kind.ASKED,
    Kind.REPORTED,
)  # nothing changes by them
CLOCKED = (Kind.REPEATED, Kind.REOPENED, Kind.RECYCLED, Kind.MERGED, Kind.REASSIGNED, Kind.NURTURED)


@dataclass(frozen=True, slots=True)
class Source:
    """A growing table: its name here and in the database, its columns, and the statement for a range of ids."""

    name: str
    stored: str
    columns: tuple[str, ...]
    sql: str


def sources() -> tuple[Source, ...]:
    """Those that grow; `%s` twice: the first id of a part and the first after it."""
    called = " ".join(f"WHEN '{kind.value}' THEN '{word}'" for kind, word in CALLED.items())
    untold = ", ".join(f"'{kind.value}'" for kind in UNTOLD)
    kind = f"CASE WHEN disposition = '{AUTOMATIC}' THEN '{AUTOMATIC}' ELSE kind END"  # a mail that no person wrote
    code, grade = _told("reason", "e.data"), _told("grade", "e.data")
    return (
        Source(
            "inquiries", "prospects_inquiry",
            (
                "inquiry_id", "prospect_id", "at", "channel", "campaign_id", "source", "recorded_at", "clock",
                "promised_at",
            ),
            f"""SELECT i.id, i.prospect_id, {_micros('i.at')}, i.channel, i.campaign_id, i.source,
                {_micros('i.recorded_at')}, {_micros('p.clock_started_at')}, {_micros('p.respond_by')}
                FROM prospects_inquiry i JOIN prospects_prospect p ON p.id = i.prospect_id
                WHERE i.id >= %s AND i.id < %s AND i.withdrawn_at IS NULL""",  # noqa: S608
        ),
        Source(
            "touches", "prospects_touch",
            ("prospect_id", "at", "kind", "direction", "by", "role", "minutes", "disposition", "reached"),
            f"""SELECT prospect_id, {_micros('at')}, {kind}, direction, by_id, role, minutes, disposition, reached
                FROM prospects_touch WHERE id >= %s AND id < %s""",  # noqa: S608
        ),
        Source(
            "stages", "prospects_event",
            (
                "event_id", "prospect_id", "at", "stage", "state", "outcome", "by", "reason", "event", "owner",
                "grade", "kind",
            ),
            f"""SELECT e.id, e.prospect_id, {_micros('e.at')}, e.stage, e.state, e.outcome, e.actor_id,
                COALESCE(NULLIF({code}, ''), e.reason), CASE e.kind {called} END, e.owner_id, {grade}, e.kind
                FROM prospects_event e
                WHERE e.id >= %s AND e.id < %s AND e.prospect_id IS NOT NULL AND e.kind NOT IN ({untold})
                AND (e.kind = '{Kind.ORDERED.value}' OR e.prospect_id NOT IN
                    (SELECT id FROM prospects_prospect WHERE further_of_id IS NOT NULL))""",  # noqa: S608
        ),
    )  # fmt: skip


SMALL = {
    "campaigns": (
        ("campaign_id", "name", "channel"), "SELECT id, name, channel FROM prospects_campaign ORDER BY id",
    ),
    "costs": (
        ("campaign_id", "at", "amount", "currency"),
        "SELECT campaign_id, CAST(at AS TEXT), CAST(amount AS TEXT), currency FROM prospects_cost ORDER BY id",
    ),
    "people": (
        ("person_id", "role", "team", "hourly_cost", "name"),
        """SELECT u.id, u.role, t.name, CAST(u.hourly_cost AS TEXT), u.name
           FROM people_user u LEFT JOIN people_team t ON t.id = u.team_id ORDER BY u.id""",
    ),
}  # fmt: skip


def orders() -> tuple[tuple[str, ...], str]:
    """The standing orders."""
    return (
        ("order_id", "prospect_id", "at", "amount", "margin", "currency"),
        f"""SELECT id, prospect_id, {_micros("at")}, CAST(amount AS TEXT), CAST(margin AS TEXT), currency
            FROM prospects_order WHERE withdrawn_at IS NULL ORDER BY id""",  # noqa: S608
    )


def promises() -> str:
    """Earlier response clocks of prospects with an inquiry in a range of ids: prospect, start, promised instant."""
    kinds = ", ".join(f"'{kind.value}'" for kind in CLOCKED)
    start, until = _before("clock_started_at"), _before("respond_by")
    return f"""SELECT e.prospect_id, {start}, {until} FROM prospects_event e
        WHERE e.kind IN ({kinds}) AND {until} IS NOT NULL AND e.prospect_id IN
        (SELECT prospect_id FROM prospects_inquiry WHERE id >= %s AND id < %s)"""  # noqa: S608


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _micros(column: str) -> str:
    if _is_postgres():
        return f"(EXTRACT(EPOCH FROM {column}) * 1000000)::bigint"
    fraction = f"CAST(substr({column} || '.000000', instr({column} || '.', '.') + 1, 6) AS INTEGER)"
    return f"unixepoch({column}) * 1000000 + {fraction}"


def _told(name: str, column: str) -> str:
    """A text of an Event's data."""
    return f"{column}->>'{name}'"


def _before(name: str) -> str:
    """What the Event replaced."""
    return f"e.data#>>'{{before,{name}}}'" if _is_postgres() else f"json_extract(e.data, '$.before.{name}')"
