"""Prospects that everybody forgot, and what was done about them."""

from collections import Counter

from tests.cli.installation import Installation


def late_prospects(firm: Installation, number: int) -> None:
    """So many, taken in a month ago: all their steps are due."""
    firm.python(
        "from datetime import timedelta; then = datetime.now(UTC) - timedelta(days=30);"
        f"[receive([raw() for _ in range(500)][: {number} - done], now=then, terms=Terms(Actor('door')))"
        f" for done in range(0, {number}, 500)]"
    )


def steps_taken(firm: Installation) -> Counter[str]:
    """How often each step of escalation stands in the record."""
    warned, escalated = "select count(*) from prospects_event where kind = 'warned'", (
        "select owner_id, reason from prospects_event where kind = 'escalated'"
    )  # fmt: skip
    to_manager = sum(reason.startswith("Still not done") for _, reason in firm.sql(escalated))
    every = len(firm.sql(escalated))
    return Counter(
        {"warned": firm.sql(warned)[0][0], "reassigned": every - to_manager, "manager": to_manager}
    )


def told(firm: Installation) -> tuple[int, int, int]:
    """Effects owed, effects done, notifications shown."""
    [(owed, done, notifications)] = firm.sql(
        "select (select count(*) from prospects_effect),"
        " (select count(*) from prospects_effect where done_at is not null and due_at is null),"
        " (select count(distinct effect_id) from prospects_notification)"
    )
    return owed, done, notifications
