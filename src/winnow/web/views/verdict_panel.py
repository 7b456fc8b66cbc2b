"""The verdict's part of the desk: what the answers advise, and to whom a lead would go, before it is decided."""

from datetime import datetime, timedelta
from typing import Any

from winnow.flow.verdicts import proposed
from winnow.followup.queries import calendar
from winnow.followup.worktime import add_working
from winnow.procedure.schema import Procedure
from winnow.prospects.words import Role, Stage, State, Verdict
from winnow.web.forms.verdict import ReplyForm, VerdictForm
from winnow.web.views.desk_ask import asking
from winnow.web.views.desk_page import Sheet

WORDS = {
    Verdict.QUALIFIED: ("Qualified", "q", "A lead; handed over to a seller"),
    Verdict.NURTURE: ("Nurture", "u", "Real, but not now; looked at again on a date"),
    Verdict.DISQUALIFIED: ("Disqualified", "x", "Will not buy; ends with the reason"),
}


def verdict_panel(
    of: Sheet, verdict: Verdict | None = None, data: Any = None, ask: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Radios with the advice; once one is chosen, its fields and for a lead the proposed seller with the reason."""
    ask = ask or asking(of.row, of.procedure)
    advised = ask["weighing"].advice
    form = VerdictForm(of, verdict, data, advised)
    panel = {
        "due": verdict_due(of), "since": of.row.clock_started_at,
        "form": form, "advised": advised, "because": ask["weighing"].because, "missing": ask["missing"],
        "verdict": verdict,
        "choices": [
            {"value": one.value, "label": label, "key": key, "effect": effect, "chosen": one is verdict}
            for one, (label, key, effect) in WORDS.items()
        ],
    }  # fmt: skip
    if verdict is Verdict.QUALIFIED:
        taker, why = proposed(of.row, of.user.id, now=of.now)
        panel |= {"taker": of.names.get(taker, ""), "why": why, "keeps": of.user.role == Role.SELLER}
    return panel


def verdict_due(of: Sheet) -> datetime | None:
    """When an inquiry must have its verdict, by the clock of its owner's team; None where no clock was started."""
    row = of.row
    if row.stage != Stage.INQUIRY or row.state != State.WORKING or row.clock_started_at is None:
        return None
    team = row.owner.team.name if row.owner and row.owner.team else ""
    within = timedelta(minutes=of.procedure.qualification.verdict_within)
    return add_working(calendar(of.procedure, team, of.now), row.clock_started_at, within)


def replying(procedure: Procedure, data: Any = None) -> dict[str, Any]:
    """Accept on key 1, each reason to reject on a key of its own."""
    form = ReplyForm(procedure, data)
    reasons = procedure.qualification.reject_reasons
    return {
        "form": form,
        "choices": [
            {
                "key": str(number),
                "value": one.key,
                "label": one.text,
                "effect": "Back to the desk that gave it",
            }
            for number, one in enumerate(reasons, 2)
        ],
    }
