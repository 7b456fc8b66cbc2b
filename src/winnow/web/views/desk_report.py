"""The desk on one page: what it cost, passed on, handed over; what sellers took, refused, sold; how long it took."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.followup.queries import calendar
from winnow.followup.worktime import working_between
from winnow.measure.queries.scope import people_of
from winnow.measure.shares import Share
from winnow.measure.waiting import Waits
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.access import visible
from winnow.prospects.words import Role
from winnow.qualify.queries.desk import Wait, Within, Worked, verdict_waits, worked
from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of_lines
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_asked import PERIODS
from winnow.web.views.learning import tabs

USUAL = "90"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Line:
    """One person at the desk, or all."""

    person: User | None
    of: Worked
    cost: Decimal

    @property
    def taken(self) -> Share:
        """Of the handovers that were answered."""
        return Share(self.of.accepted, self.of.accepted + self.of.rejections)

    @property
    def per_verdict(self) -> Decimal | None:
        return self.cost / self.of.verdict_count if self.of.verdict_count else None

    @property
    def per_accepted(self) -> Decimal | None:
        return self.cost / self.of.accepted if self.of.accepted else None

    @property
    def per_order(self) -> Decimal | None:
        return self.cost / self.of.orders if self.of.orders else None


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """A qualifier sees their own line; a manager the team's; marketing and admin everybody's."""
    now, user = timezone.now(), signed_in(request)
    days = request.GET.get("days") or USUAL
    if days not in dict(PERIODS):
        raise BadRequest("This page knows no such period.")
    since = None if days == "all" else now - timedelta(days=int(days))
    people = {one.id: one for one in _people(user)}
    lines = _lines(people, since)
    if request.method == "POST":
        return csv_of_lines(request, "desk", COLUMNS, lines, days=days)
    total = Line(None, sum((one.of for one in lines), Worked()), sum((one.cost for one in lines), Decimal(0)))
    procedure = in_force(now)[1]
    page = {
        "tabs": tabs(request, "desk_report"), "now": now, "lines": lines, "total": total, "days": days,
        "periods": PERIODS,
        "period": dict(PERIODS)[days], "currency": procedure.company.currency, "reasons": _reasons(total.of, procedure),
        "time": _time(user, procedure, since, now), "may_export": may_export(user),
        "costless": any(one.of.minutes and not one.cost for one in lines),
    }  # fmt: skip
    return render(request, "learning/desk.html", page)


def _people(user: User) -> list[User]:
    return [user] if user.role == Role.QUALIFIER else list(people_of(user))


def _lines(people: dict[int, User], since: datetime | None) -> list[Line]:
    found = worked(Within(list(people), since))
    lines = [
        Line(people[number], of, people[number].hourly_cost * of.minutes / 60) for number, of in found.items()
    ]
    return sorted(lines, key=lambda one: (-one.of.verdict_count, str(one.person)))


def _reasons(of: Worked, procedure: Procedure) -> dict[str, list[tuple[str, int]]]:
    """Why it was not now, why not for us, and why sellers gave leads back; in the procedure's words."""
    rules = procedure.qualification
    texts = {one.key: one.text for one in rules.nurture_reasons}
    texts |= {one.key: one.text for one in rules.disqualify_reasons}
    refusals = {one.key: one.text for one in rules.reject_reasons}

    def told(verdict: str) -> list[tuple[str, int]]:
        found = [(reason, count) for (given, reason), count in of.ended.most_common() if given == verdict]
        return [(texts.get(reason, reason.replace("_", " ")), count) for reason, count in found]

    return {
        "nurture": told("nurture"), "disqualified": told("disqualified"),
        "rejected": [
            (refusals.get(reason, reason.replace("_", " ")), count) for reason, count in of.rejected.most_common()
        ],
    }  # fmt: skip


def _time(user: User, procedure: Procedure, since: datetime | None, now: datetime) -> dict[str, Any]:
    """How long inquiries wait for their first verdict; those that still wait are counted as not yet, never left out."""
    waits, count, one_in = verdict_waits(visible(user), since, now)
    within = procedure.qualification.verdict_within
    elapsed = Waits.of(((one.until - one.started) // MINUTE, one.is_decided, 1) for one in waits)
    at_work = Waits.of((_working(one, procedure, now), one.is_decided, 1) for one in waits)
    return {
        "count": count, "one_in": one_in, "undecided": sum(not one.is_decided for one in waits), "within": within,
        "median": elapsed.quantile(0.5), "p90": elapsed.quantile(0.9), "share": at_work.share_within(within),
    }  # fmt: skip


def _working(wait: Wait, procedure: Procedure, now: datetime) -> int:
    """Working minutes of the default hours, up to a little more than any clock."""
    until = min(wait.until, wait.started + timedelta(days=60))
    return working_between(calendar(procedure, "", now), wait.started, until) // MINUTE


COLUMNS = (
    Column("Person", lambda line: str(line.person)),
    Column("Minutes", lambda line: line.of.minutes),
    Column("Cost", lambda line: f"{line.cost:.2f}"),
    Column("Verdicts", lambda line: line.of.verdict_count),
    Column("Qualified", lambda line: line.of.verdicts["qualified"]),
    Column("Nurture", lambda line: line.of.verdicts["nurture"]),
    Column("Disqualified", lambda line: line.of.verdicts["disqualified"]),
    Column("Handed over", lambda line: line.of.handed),
    Column("Accepted", lambda line: line.of.accepted),
    Column("Rejected", lambda line: line.of.rejections),
    Column("Waiting", lambda line: line.of.waiting),
    Column("Orders", lambda line: line.of.orders),
    Column("Revenue", lambda line: ", ".join(f"{sum_:.2f} {cur}" for cur, sum_ in line.of.revenue.items())),
)
