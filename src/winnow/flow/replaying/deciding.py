"""Screening and clocks decided again, by the rules that decide them every day. Pure."""

from collections.abc import Callable, Sequence

from winnow.flow.replaying.recorded import Asked, Decided, History
from winnow.followup import plan as plans
from winnow.followup.worktime import Calendar
from winnow.intake.screen import judge
from winnow.procedure.schema import Procedure

Calendars = Callable[[Procedure, str, Asked], Calendar]


def decide(
    asked: Sequence[Asked], history: History, by: Callable[[Asked], Procedure], owners: Sequence[int],
    calendars: Calendars,
) -> list[Decided]:  # fmt: skip
    """What the procedure of each makes of it; `owners` are those to whom they go."""
    return [
        _one(one, by(one), history.teams.get(owner, ""), owner, calendars, history.texts)
        for one, owner in zip(asked, owners, strict=True)
    ]


def _one(
    one: Asked, procedure: Procedure, team: str, owner: int, calendars: Calendars, screens: bool
) -> Decided:
    """`screens`: whether what they said is known, so that it can be screened again."""
    if one.cleaned is None:
        return Decided(True, "not understood", None, None, 0)
    screening = judge(one.cleaned, one.raw, procedure.screen) if screens else None
    if screening and screening.verdict == "quarantine":
        return Decided(True, "; ".join(sorted({sign.rule for sign in screening.signs})), None, None, 0)
    if not one.clocked:
        return Decided(False, "", None, None, owner)
    plan = plans.first(procedure, one.channel, one.at, calendars(procedure, team, one), one.zone, one.ways)
    return Decided(False, "", plan.due_at, plan.available_at, owner)
