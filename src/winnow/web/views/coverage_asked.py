"""What a coverage page is asked for: which people, channel, campaign and period, all in the address."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from winnow.measure.queries.scope import Scope, people_of
from winnow.people.models import Team
from winnow.prospects.models import Campaign
from winnow.prospects.words import Channel
from winnow.web.lists import Filter, numbered, row_of
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.account import signed_in

PERIOD = "30"
PERIODS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("all", "all time"))
KEPT = ("team", "owner", "channel", "campaign", "days")

Options = Sequence[tuple[str, str]]


def teams(request: HttpRequest) -> Options:
    """The teams that this person may choose from: none but their own for a manager of one."""
    user = signed_in(request)
    rows = Team.objects.order_by("name")
    if user.role == "manager" and user.team_id:
        rows = rows.filter(id=user.team_id)
    return [(str(number), name) for number, name in rows.values_list("id", "name")]


def owners(request: HttpRequest) -> Options:
    people = people_of(signed_in(request)).select_related(None)
    return [(str(number), name) for number, name in people.values_list("id", "name")]


def campaigns(request: HttpRequest) -> Options:
    rows = Campaign.objects.order_by("name", "id").values_list("id", "name")
    return [("0", "No campaign"), *((str(number), name) for number, name in rows)]


def everybody(_: str) -> Q:
    """A part of the address that narrows what is counted, not who is listed."""
    return Q()


CHANNELS = tuple((channel.value, look(channel.value).label) for channel in Channel)
OF_WHAT = (
    Filter("channel", "Channel", everybody, options=CHANNELS),
    Filter("campaign", "Campaign", everybody, options=campaigns),
    Filter("days", "Period", everybody, options=PERIODS, shown=lambda days: dict(PERIODS)[days]),
)
FILTERS = (
    row_of("team", "Team", "team_id", teams),
    row_of("owner", "Person", "id", owners),
    *OF_WHAT,
)  # fmt: skip


def scope(request: HttpRequest, people: Sequence[int] | None, now: datetime) -> Scope:
    """What the address asks for, of these people. Raises BadRequest for a value that means nothing."""
    days, campaign, channel = (request.GET.get(name, "") for name in ("days", "campaign", "channel"))
    days = days or PERIOD
    try:
        number = numbered(campaign) if campaign else None
    except ValueError:
        number = -1
    if days not in dict(PERIODS) or number == -1:
        raise BadRequest("This page knows no such period or campaign.")
    return Scope(
        owners=people,
        channel=channel,
        campaign=number,
        since=None if days == "all" else now - timedelta(days=int(days)),
    )


def period(request: HttpRequest) -> str:
    """The period in words: "the last 30 days"."""
    days = dict(PERIODS)[request.GET.get("days") or PERIOD]
    return days if days == "all time" else f"the last {days}" if days != "a year" else "the last year"


def rows_url(request: HttpRequest, what: str, **given: Any) -> str:
    """The address of the prospects behind a figure of this page."""
    return rows_urls(request, (what,), **given)[what]


def rows_urls(request: HttpRequest, whats: Sequence[str], **given: Any) -> dict[str, str]:
    """The addresses behind these figures, by figure."""
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    start = f"{reverse('coverage_prospects')}?{urlencode({**kept, **given})}"
    return {what: f"{start}{'' if start.endswith('?') else '&'}what={what}" for what in whats}
