"""The manager's desk: what is about to be dropped, by person, and how well inquiries are followed up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from winnow.followup.models import Failure
from winnow.measure.queries import coverage as measure
from winnow.measure.queries.coverage import Duties
from winnow.measure.queries.response import Responses, responses
from winnow.measure.queries.scope import Scope, people_of
from winnow.measure.shares import Share
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.access import of_visible
from winnow.prospects.words import Role
from winnow.web.lists import Column, Listing, Sort
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_asked import FILTERS, period, rows_url, rows_urls, scope

PEOPLE = Listing(
    name="coverage", noun="people", filters=FILTERS, sorts=(Sort("name", "name"),), default="name", size=500
)
WORKING = (Role.QUALIFIER, Role.SELLER)
DUTIES, FOLLOWING = frozenset({"duties"}), frozenset({"following"})


@dataclass(frozen=True)
class Line:
    """One person's figures, or the sum of all."""

    person: User | None
    duties: Duties
    followed: Share
    responses: Responses
    touches: int
    capacity: int = 0
    urls: dict[str, str] = field(default_factory=dict)

    @property
    def load(self) -> float | None:
        return self.duties.held / self.capacity if self.capacity else None

    @property
    def load_said(self) -> str:
        return f"{self.duties.held:,} of {self.capacity:,}"

    @property
    def load_tone(self) -> str:
        return (
            "bad"
            if self.duties.held > self.capacity
            else "warn"
            if self.duties.held >= 0.9 * self.capacity
            else ""
        )

    @property
    def median(self) -> int | None:
        return self.responses.waits.quantile(0.5)

    @property
    def p90(self) -> int | None:
        return self.responses.waits.quantile(0.9)


@require_http_methods(["GET", "POST"])
def coverage(request: HttpRequest) -> HttpResponseBase:
    """By person, what is about to be dropped; the follow-up comes after it. Every figure leads to its prospects."""
    now, user = timezone.now(), signed_in(request)
    if request.method == "POST":
        return _exported(request, user, now)
    shown = replace(PEOPLE, columns=(Column("Person", str),)).open(request, people_of(user))
    lines = _lined(request, shown.rows, now, DUTIES)
    lines.sort(key=lambda line: (-line.duties.overdue, -line.duties.soon, _named(line)))
    total = summed(lines)
    page = {
        "list": shown, "sort": "", "lines": lines, "total": total, "now": now, "period": period(request),
        "figures": _figures(request, total, now), "links": list(rows_urls(request, LATE).values()),
        "failures": _failures(user), "followed_url": _followed_url(request),
    }  # fmt: skip
    return render(request, "coverage/coverage.html", page)


@require_safe
def coverage_followed(request: HttpRequest) -> HttpResponseBase:
    """How well the inquiries of the period were followed up: a part of coverage, or a page of its own."""
    now, user = timezone.now(), signed_in(request)
    shown = replace(PEOPLE, columns=(Column("Person", str),)).open(request, people_of(user))
    lines = _lined(request, shown.rows, now, FOLLOWING)
    lines.sort(key=lambda line: (-line.followed.whole, _named(line)))
    total = summed(lines)
    page = {
        "list": shown, "sort": "", "lines": lines, "total": total, "now": now, "period": period(request),
        "answers": _answers(request, total),
    }  # fmt: skip
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, f"coverage/followed{'' if is_part else '_page'}.html", page)


def _lined(request: HttpRequest, people: Sequence[User], now: datetime, what: frozenset[str]) -> list[Line]:
    """The lines of these people with the ways to the rows behind them."""
    lines = measured(scope(request, [one.id for one in people], now), people, now, what)
    for line in lines:
        line.urls.update(rows_urls(request, LINKED, owner=line.person.id) if line.person else {})
    return lines


def _named(line: "Line") -> str:
    return line.person.name if line.person else ""


def _followed_url(request: HttpRequest) -> str:
    asked = request.GET.urlencode()
    return reverse("coverage_followed") + (f"?{asked}" if asked else "")


LATE = ("overdue_day", "overdue_week", "overdue_longer")
LINKED = ("held", "soon", "overdue", "escalated", "managers", "handovers", "untouched", "missed")


def measured(
    of: Scope, people: Sequence[User], now: datetime, what: frozenset[str] = DUTIES | FOLLOWING
) -> list[Line]:
    """The lines of those who do this work, or hold something all the same; of each only what is asked for."""
    duties = measure.duties(of, now) if what & DUTIES else {}
    followed = measure.followed_up(of) if what & FOLLOWING else {}
    answered = responses(of, now) if what & FOLLOWING else {}
    touched = measure.touches(of) if what & FOLLOWING else {}
    usual = in_force(now)[1].routing.default_capacity
    return [
        Line(
            one, duties.get(one.id, Duties()), followed.get(one.id, Share(0, 0)), answered.get(one.id, Responses()),
            touched.get(one.id, 0), (one.capacity if one.capacity is not None else usual) if one.role in WORKING else 0,
        )
        for one in people
        if (one.role in WORKING and one.is_active) or one.id in duties or one.id in followed or one.id in touched
    ]  # fmt: skip


def summed(lines: Sequence[Line]) -> Line:
    return Line(
        None,
        sum((line.duties for line in lines), Duties()),
        sum((line.followed for line in lines), Share(0, 0)),
        sum((line.responses for line in lines), Responses()),
        sum(line.touches for line in lines),
        sum(line.capacity for line in lines),
    )


def _figures(request: HttpRequest, total: Line, now: datetime) -> list[dict[str, Any]]:
    """What is about to be dropped, now."""
    of = total.duties
    return [
        {"label": "Overdue", "value": of.overdue, "tone": "bad" if of.overdue else "good", "oldest": of.oldest,
         "url": rows_url(request, "overdue")},
        {"label": "Due within 24 hours", "value": of.soon, "tone": "", "url": rows_url(request, "soon")},
        {"label": "Escalated", "value": of.escalated, "tone": "warn" if of.escalated else "",
         "note": f"{of.warned} owner warned, {of.reassigned} reassigned", "url": rows_url(request, "escalated")},
        {"label": "On the manager’s list", "value": of.managers, "tone": "bad" if of.managers else "",
         "url": rows_url(request, "managers")},
        {"label": "Handovers not accepted", "value": of.handovers, "tone": "warn" if of.handovers_late else "",
         "note": f"{of.handovers_late} of them overdue", "url": rows_url(request, "handovers")},
    ]  # fmt: skip


def _answers(request: HttpRequest, total: Line) -> list[dict[str, Any]]:
    """How well the inquiries of the period were followed up."""
    waits, in_time = total.responses.waits, total.responses.in_time
    return [
        {"label": "Followed up", "share": total.followed, "note": "at least one human touch",
         "url": rows_url(request, "untouched")},
        {"label": "Answered within the clock", "share": in_time, "note": "of the clocks that were met or ran out",
         "url": rows_url(request, "missed")},
        {"label": "Response time, median", "minutes": total.median, "of": waits.count,
         "note": f"{total.responses.clocks:,} clocks, those not answered yet included"},
        {"label": "Nine in ten answered within", "minutes": total.p90, "of": waits.count,
         "note": f"{total.responses.waiting:,} not answered yet", "url": rows_url(request, "waiting")},
    ]  # fmt: skip


def _failures(user: User) -> int:
    """What the worker could not do for prospects of these people."""
    rows: QuerySet[Failure] = Failure.objects.filter(settled_at=None)
    return rows.filter(of_visible(user)).count() if user.team_id and user.role != Role.ADMIN else rows.count()


def _exported(request: HttpRequest, user: User, now: datetime) -> HttpResponseBase:
    """The same figures as a file: measured once, then written beside each person's name."""
    people = list(people_of(user))
    lines = {line.person.id: line for line in measured(scope(request, [one.id for one in people], now), people, now)
             if line.person}  # fmt: skip
    columns = tuple(_column(head, value, lines) for head, value in FIGURES.items())
    shown = replace(PEOPLE, columns=columns).open(request, people_of(user).filter(id__in=list(lines)))
    if shown.export is None:
        raise BadRequest("This page takes nothing but the wish for a file.")
    return shown.export


FIGURES: Mapping[str, Any] = {
    "Person": lambda line: line.person.name,
    "Team": lambda line: str(line.person.team or ""),
    "Holds": lambda line: line.duties.held,
    "Capacity": lambda line: line.capacity,
    "Due within 24 hours": lambda line: line.duties.soon,
    "Overdue": lambda line: line.duties.overdue,
    "Longest overdue since": lambda line: line.duties.oldest,
    "Escalated": lambda line: line.duties.escalated,
    "On the manager's list": lambda line: line.duties.managers,
    "Handovers not accepted": lambda line: line.duties.handovers,
    "Of these overdue": lambda line: line.duties.handovers_late,
    "Followed up": lambda line: line.followed.part,
    "Of": lambda line: line.followed.whole,
    "Answered within the clock": lambda line: line.responses.in_time.part,
    "Of clocks": lambda line: line.responses.in_time.whole,
    "Median minutes": lambda line: line.median,
    "Nine in ten within minutes": lambda line: line.p90,
    "Touches": lambda line: line.touches,
}


def _column(head: str, value: Any, lines: Mapping[int, Line]) -> Column:
    return Column(head, lambda person: value(lines[person.id]))
