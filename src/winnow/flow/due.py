"""What a round of the worker has to do: one statement, answered from indexes, tells which of its steps."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection

from winnow.flow.privacy.retention import A_DAY
from winnow.prospects import bulk


class Step(StrEnum):
    """A step of a round that may have nothing to do."""

    HOLDS = "holds"
    PROSPECTS = "prospects"
    CUSTOMERS = "customers"
    CLICKS = "clicks"
    STAYS = "stays"
    EFFECTS = "effects"
    ERASURES = "erasures"
    WAITING = "waiting"
    ENROL = "enrol"
    ASK = "ask"
    PURGE = "purge"
    KEYS = "keys"
    BLOCKS = "blocks"
    REPLAN = "replan"
    CUT = "cut"
    RETENTION = "retention"


# The earliest one is asked for, not whether there is one: of a statement whose instants are still to come PostgreSQL
# supposes that a third of a table is due, and reads on until it finds one.
FIRST = '(SELECT "{instant}" FROM "{table}" WHERE "{marked}" IS NOT NULL ORDER BY "{instant}" LIMIT 1)'
DUE = f"COALESCE({FIRST} <= %(now)s, FALSE)"
OLD = f"COALESCE({FIRST} < %(yesterday)s, FALSE)"
DATED = {  # with an instant of their own: table, the column that its partial index asks for, and the instant
    Step.PROSPECTS: ("prospects_prospect", "check_at", "check_at"),
    Step.HOLDS: ("prospects_prospect", "claimed_by_id", "claimed_until"),
    Step.EFFECTS: ("prospects_effect", "due_at", "due_at"),
    Step.CUSTOMERS: ("customers_customer", "due_at", "due_at"),
    Step.STAYS: ("nurture_stay", "due_at", "due_at"),
    Step.CLICKS: ("nurture_click", "judge_at", "judge_at"),
    Step.ERASURES: ("privacy_erasure", "due_at", "due_at"),
}
LOOKED = 'NOT EXISTS (SELECT 1 FROM "nurture_look" WHERE "kind" = \'{}\' AND "day" = %(today)s)'
LOOKED_FOR = {
    Step.WAITING: """EXISTS (SELECT 1 FROM "qualify_handover" h JOIN "people_user" u ON u."id" = h."taker_id"
        WHERE h."accepted_at" IS NULL AND h."rejected_at" IS NULL AND u."role" IN ('manager', 'admin'))""",
    Step.ENROL: LOOKED.format("stays"),
    Step.ASK: LOOKED.format("asked"),
    Step.PURGE: 'NOT EXISTS (SELECT 1 FROM "deals_look" WHERE "at" >= %(midnight)s)',
    Step.KEYS: OLD.format(table="intake_answered", marked="created_at", instant="created_at"),
    Step.BLOCKS: """EXISTS (SELECT 1 FROM "people_user" u WHERE u."is_active" AND u."role" IN ('seller', 'qualifier')
        AND NOT EXISTS (SELECT 1 FROM "followup_week" w WHERE w."user_id" = u."id" AND w."monday" = %(monday)s))""",
    Step.REPLAN: """EXISTS (SELECT 1 FROM "procedure_version" v WHERE v."number" > 1
        AND v."number" = (SELECT MAX("number") FROM "procedure_version")
        AND NOT EXISTS (SELECT 1 FROM "followup_replanning" r WHERE r."version" = v."number"
            AND r."done_at" IS NOT NULL))""",
    Step.CUT: """EXISTS (SELECT 1 FROM "qualify_cut" WHERE "state" = 'in_force')""",
    Step.RETENTION: """COALESCE((SELECT "at" FROM "privacy_sweep" ORDER BY "id" DESC LIMIT 1) <= %(swept)s, TRUE)""",
}
A_WEEK = timedelta(days=7)
LOOKS = [
    *(DUE.format(table=table, marked=marked, instant=instant) for table, marked, instant in DATED.values()),
    *LOOKED_FOR.values(),
]
STEPS = [*DATED, *LOOKED_FOR]
STATEMENT = f"SELECT {', '.join(LOOKS)}"


def what_is_due(now: datetime) -> frozenset[Step]:
    """The steps that have something to do; compiling the queries of each room would cost more than this."""
    found = bulk.read(STATEMENT, _instants(now))[0]
    return frozenset(step for step, is_due in zip(STEPS, found, strict=True) if is_due)


def _instants(now: datetime) -> Mapping[str, Any]:
    today, instant = now.date(), connection.ops.adapt_datetimefield_value
    monday = now.astimezone(UTC).date() + timedelta(days=7 - now.weekday())
    return {
        "now": instant(now), "yesterday": instant(now - timedelta(hours=24)), "swept": instant(now - A_DAY),
        "midnight": instant(datetime.combine(today, time(0), now.tzinfo)),
        "today": connection.ops.adapt_datefield_value(today), "monday": connection.ops.adapt_datefield_value(monday),
    }  # fmt: skip
