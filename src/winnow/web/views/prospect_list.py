"""The list of prospects, and the search that leads to one."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from winnow.people.models import User
from winnow.procedure.queries import NoProcedure, in_force
from winnow.prospects.access import owned_within, visible
from winnow.prospects.models import Campaign, Inquiry
from winnow.prospects.words import Channel, Outcome, Stage, State
from winnow.web.lists import Column, Filter, Listing, Sort, days, numbered, row_of, same
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.account import signed_in
from winnow.web.views.prospect_access import PersonRequest
from winnow.web.views.prospect_find import matching

DUE = (("overdue", "Overdue"), ("today", "Due today"), ("later", "Later"))


def _words(words: type) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, look(one.value).label) for one in words)  # type: ignore[attr-defined]


def _due(word: str) -> Q:
    """Seen from now, in the reader's own day."""
    now = timezone.now()
    here = timezone.localtime(now)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(0), here.tzinfo or ZoneInfo("UTC"))
    if word == "overdue":
        return Q(due_at__lt=now)
    return Q(due_at__gte=now, due_at__lt=tomorrow) if word == "today" else Q(due_at__gte=tomorrow)


def owners_seen(request: HttpRequest) -> Sequence[tuple[str, str]]:
    users = User.objects.filter(owned_within(signed_in(request))).order_by("name", "id")
    return [(str(number), name) for number, name in users.values_list("id", "name")]


def _campaigns(request: HttpRequest) -> Sequence[tuple[str, str]]:
    return [
        (str(number), name) for number, name in Campaign.objects.order_by("name").values_list("id", "name")
    ]


def _bands(request: HttpRequest) -> Sequence[tuple[str, str]]:
    try:
        return [(band.key, band.text) for band in in_force()[1].scorecard.bands]
    except NoProcedure:
        return []


def _brought_by(number: str) -> Q:
    brought = Inquiry.objects.filter(prospect=OuterRef("pk"), batch=numbered(number), withdrawn_at=None)
    return Q(Exists(brought))


PROSPECTS = Listing(
    name="prospects",
    noun="prospects",
    filters=(
        Filter("q", "Find", matching),
        same("state", "State", "state", _words(State)),
        same("stage", "Stage", "stage", _words(Stage)),
        Filter("due", "Due", _due, options=DUE),
        row_of("owner", "Owner", "owner_id", owners_seen),
        same("channel", "Channel", "channel", _words(Channel)),
        row_of("campaign", "Campaign", "campaign_id", _campaigns),
        same("band", "Band", "band", _bands),
        same("outcome", "Outcome", "outcome", _words(Outcome)),
        Filter("country", "Country", lambda code: Q(person__country=code.upper())),
        Filter("industry", "Industry", lambda text: Q(person__industry__icontains=text)),
        days("since", "Inquired since", "last_inquiry_at__date__gte"),
        Filter("import", "Import", _brought_by, kind="hidden"),
    ),
    sorts=(
        Sort("new", "id"), Sort("due", "due_at", nullable=True), Sort("score", "score"),
        Sort("inquired", "last_inquiry_at"),
    ),
    default="-new",
    columns=(
        Column("Prospect", lambda row: row.id), Column("Name", lambda row: row.person.name),
        Column("Company", lambda row: str(row.company or "")), Column("E-mail", lambda row: row.person.email),
        Column("Phone", lambda row: row.person.phone), Column("Country", lambda row: row.person.country),
        Column("Industry", lambda row: row.person.industry),
        Column("Stage", lambda row: row.stage), Column("State", lambda row: row.state),
        Column("Outcome", lambda row: row.outcome), Column("Owner", lambda row: str(row.owner or "")),
        Column("Next action", lambda row: row.next_action), Column("Due", lambda row: row.due_at),
        Column("Channel", lambda row: row.channel), Column("Campaign", lambda row: str(row.campaign or "")),
        Column("Score", lambda row: row.score), Column("Inquiries", lambda row: row.inquiries),
        Column("First inquiry", lambda row: row.first_inquiry_at),
        Column("Last inquiry", lambda row: row.last_inquiry_at),
    ),
    ignored=frozenset({"more"}),
)  # fmt: skip


def prospects(request: PersonRequest) -> HttpResponseBase:
    """Everything this person may see; merged prospects are part of the one that has them."""
    rows = visible(request.user).filter(merged_into=None)
    shown = PROSPECTS.open(request, rows.prefetch_related("person", "company", "owner", "campaign"))
    if shown.export:
        return shown.export
    context = {"list": shown, "sort": shown.sort, "now": timezone.now()}
    return render(request, "prospects/list.html", context)


def search(request: PersonRequest) -> HttpResponse:
    """Straight to the one that is meant; to the list if there are several or none."""
    text = request.GET.get("q", "").strip()
    if not text:
        return redirect("prospects")
    rows = visible(request.user).filter(matching(text), merged_into=None)
    found = list(rows.values_list("id", flat=True)[:2])
    if len(found) == 1:
        return redirect("prospect", found[0])
    return redirect(f"{reverse('prospects')}?{urlencode({'q': text[:200]})}")
