"""The prospects behind a figure of coverage or of a campaign; managers give them to others here."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.measure.queries import coverage as measure
from winnow.measure.queries.campaigns import BOUGHT, ELSEWHERE, FOLLOWED, VERDICTS
from winnow.measure.queries.response import missed
from winnow.measure.queries.scope import Scope, people_of
from winnow.prospects.access import seen_by
from winnow.prospects.models import Prospect
from winnow.prospects.words import Outcome
from winnow.web.access import MANAGING
from winnow.web.forms.coverage import ReassignForm
from winnow.web.lists import Column, Filter, Listing, Sort, row_of
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_asked import OF_WHAT, everybody, owners, scope, teams

NOW = (  # of working prospects, as they are now
    ("held", "On a desk"), ("soon", "Due within 24 hours"), ("overdue", "Overdue"),
    ("overdue_day", "Overdue for less than a day"), ("overdue_week", "Overdue for one to seven days"),
    ("overdue_longer", "Overdue for more than seven days"), ("escalated", "Escalated"), ("warned", "Owner warned"),
    ("reassigned", "Reassigned by the worker"), ("managers", "On the manager’s list"),
    ("handovers", "Handover not accepted"), ("handovers_late", "Handover overdue"),
)  # fmt: skip
INQUIRED = (  # of those who first inquired in the period
    ("inquired", "First inquired in the period"), ("followed", "Followed up"), ("untouched", "Not touched yet"),
    ("qualified", "Qualified"), ("nurture", "Nurture without a verdict of qualified"), ("disqualified", "Disqualified"),
    ("none", "No verdict yet"), ("bought", "Bought from us"), ("elsewhere", "Bought elsewhere"),
)  # fmt: skip
CLOCKED = (  # of the clocks that started in the period
    ("clocked", "Clock started in the period"), ("missed", "Not answered within the clock"),
    ("waiting", "Not answered yet"),
)  # fmt: skip

ROWS = Listing(
    name="coverage-prospects",
    noun="prospects",
    filters=(
        Filter("what", "Which", everybody, options=(*NOW, *INQUIRED, *CLOCKED)),
        row_of("team", "Team", "owner__team_id", teams),
        row_of("owner", "Person", "owner_id", owners),
        *OF_WHAT,
    ),
    sorts=(
        Sort("due", "due_at", nullable=True),
        Sort("inquired", "first_inquiry_at"),
        Sort("score", "score"),
    ),
    default="due",
    columns=(
        Column("Prospect", lambda row: row.id),
        Column("Name", lambda row: str(row.person)),
        Column("Company", lambda row: str(row.company or "")),
        Column("Owner", lambda row: str(row.owner or "")),
        Column("Stage", lambda row: row.stage),
        Column("State", lambda row: row.state),
        Column("Outcome", lambda row: row.outcome),
        Column("Next action", lambda row: row.next_action),
        Column("Due", lambda row: row.due_at),
        Column("Escalation", lambda row: row.escalation),
        Column("Channel", lambda row: row.channel),
        Column("Campaign", lambda row: str(row.campaign or "")),
        Column("First inquiry", lambda row: row.first_inquiry_at),
        Column("First touch", lambda row: row.first_touch_at),
    ),
)


def behind(what: str, of: Scope, now: datetime) -> QuerySet[Prospect]:
    """The prospects that a figure counts."""
    needing = of.inquired().exclude(outcome=Outcome.INVALID)
    clocked = of.prospects().filter(of.during("clock_started_at"), clock_started_at__isnull=False)
    inquired = {"inquired": Q(), **VERDICTS, "bought": BOUGHT, "elsewhere": ELSEWHERE}
    if what in inquired:
        return of.inquired().filter(inquired[what])
    if what in ("followed", "untouched"):
        return needing.filter(FOLLOWED if what == "followed" else ~FOLLOWED)
    if what in dict(CLOCKED):
        meant = {"missed": missed(now), "waiting": Q(responded_at=None)}
        return clocked.filter(meant.get(what, Q()))
    return of.working().filter(measure.kinds(now)[what])


@require_http_methods(["GET", "POST"])
def coverage_prospects(request: HttpRequest) -> HttpResponseBase:
    """The list behind a figure, with the same words in its address."""
    now, user = timezone.now(), signed_in(request)
    titles = dict((*NOW, *INQUIRED, *CLOCKED))
    what = request.GET.get("what") or "held"
    if what not in titles:
        raise BadRequest(f"There is no figure called “{what[:40]}”.")
    rows = behind(what, scope(request, None, now), now).filter(seen_by(user))
    shown = ROWS.open(request, rows.select_related("person", "company", "owner", "campaign"))
    if shown.export:
        return shown.export
    page = {
        "list": shown, "sort": shown.sort, "now": now, "title": titles[what],
        "form": ReassignForm(people=takers(request)) if user.role in MANAGING else None,
        "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "coverage/prospects.html", page)


def takers(request: HttpRequest) -> list[tuple[str, str]]:
    """Who may be given prospects by this manager."""
    people = people_of(signed_in(request)).filter(is_active=True, role__in=("qualifier", "seller", "manager"))
    return [
        (str(one.id), f"{one.name} (has {one.load.working if hasattr(one, 'load') else 0})") for one in people
    ]
