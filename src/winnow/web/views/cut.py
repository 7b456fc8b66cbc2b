"""The cut on one page: what every share costs, what is in force, what the honest sample shows, what came before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Avg
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from winnow.flow import cutting
from winnow.flow.cut_told import Told, told
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.qualify.cutting import queries
from winnow.web.access import may_export
from winnow.web.exports import Column, csv_of_lines
from winnow.web.forms.cut import KINDS, PublishForm, WishForm, WithdrawForm
from winnow.web.lists import Listing, Sort

if TYPE_CHECKING:
    from winnow.qualify.cut import Price

MONTH = timedelta(days=30)
HISTORY = Listing(
    name="cuts", noun="cuts", sorts=(Sort("new", "id"),), default="-new", size=20,
    ignored=frozenset({"csrfmiddlewaretoken", "kind", "value", "reason"}),
)  # fmt: skip
TAGS = (
    Column("Thrown away", lambda one: one.share), Column("Sales lost", lambda one: one.lost),
    Column("From", lambda one: one.low), Column("To", lambda one: one.high),
    Column("At most", lambda one: one.bound), Column("Money lost", lambda one: one.money),
    Column("Hours freed", lambda one: "" if one.hours is None else one.hours),
)  # fmt: skip


@dataclass(frozen=True)
class Wished:
    """The cut that was looked at: what it would be, or why it cannot."""

    share: float = 0.0
    lose: float = 0.0
    expected: float = 0.0
    said: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Freed:
    """What a cut frees in a month at the rate of the last: prospects, hours (None: not known) and their cost."""

    prospects: float
    hours: float | None
    money: Decimal | None


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponseBase:
    """GET looks, also at a cut that is only wished for; POST takes the prices out as a file."""
    now = timezone.now()
    found = told(now)
    if request.method == "POST":
        return csv_of_lines(request, "cut-prices", TAGS, found.tags)
    return render(request, "cut/cut.html", shown(request, found))


def shown(request: HttpRequest, found: Told, **more: Any) -> dict[str, Any]:
    """Everything on the page; `more` replaces parts of it, as a form with its errors."""
    now, asked = timezone.now(), WishForm(request.GET) if "value" in request.GET else None
    wished = _wished(asked, found) if asked is not None and asked.is_valid() else None
    page = {
        "told": found, "cut": found.cut, "now": now, "wished": wished, "picture": _picture(found, wished),
        "freed": _freed(found, wished, now), "currency": found.procedure.company.currency,
        "kind": dict(KINDS).get(found.cut.kind if found.cut else "", ""), "form": _form(asked),
        "withdraw_form": WithdrawForm(), "list": HISTORY.open(request, queries.history()),
        "may_export": may_export(request.user), "thrown_cost": Decimal(str(found.tally.hours)) * _hourly(),
        "desk_hours": cutting.hours_of_desks(found.procedure, now), "desk_taken": cutting.hours_taken(),
    }  # fmt: skip
    return page | more


def _form(asked: WishForm | None) -> PublishForm:
    """What was looked at stands in the form, to be published."""
    if asked is None:
        return PublishForm()
    if not asked.is_valid():
        return PublishForm(asked.data)
    return PublishForm(initial={**asked.cleaned_data, "value": f"{asked.cleaned_data['value']:g}"})


def _wished(form: WishForm, found: Told) -> Wished:
    if found.model is None:
        return Wished(refusal=found.refusal)
    try:
        columns = cutting.columns_of(form.cleaned_data["kind"], form.share, found.model, found.procedure)
    except Refused as refusal:
        return Wished(refusal=str(refusal))
    return Wished(columns["share"], columns["lose"], columns["expected"], columns["said"])


def _picture(found: Told, wished: Wished | None) -> str:
    """Drawn by the same hand as the report of `winnow cut evaluate`; every text in it is escaped there."""
    if not found.curve:
        return ""
    from winnow.qualify.cut.picture import Mark, picture
    from winnow.qualify.cut.say import percent

    marks = [
        Mark(one.share, f"loses at most {percent(one.promise.lose)}")
        for one in found.safe
        if one.promise and one.promise.is_given
    ]
    if found.cut:
        marks.append(Mark(found.cut.share, "in force", "half"))
    if wished and not wished.refusal:
        marks.append(Mark(wished.share, "this choice", "today"))
    drawn = picture(found.curve, marks, with_money=_has_money(found.curve))
    return mark_safe(drawn)  # noqa: S308 - numbers and our own words


def _has_money(curve: "list[Price]") -> bool:
    return any(abs(one.money - one.lost) > 1e-9 for one in curve)


def _freed(found: Told, wished: Wished | None, now: datetime) -> Freed | None:
    """By the cut looked at, else by the one in force, at the rate at which prospects came in the last 30 days."""
    share = wished.share if wished else found.cut.share if found.cut else 0.0
    if not share or found.model is None:
        return None
    came = Prospect.objects.filter(first_inquiry_at__gte=now - MONTH).count()
    gone, each = came * share * (1 - found.procedure.cut.honest_share), queries.hours_each(found.model.pk)
    hours = None if each is None else gone * each
    return Freed(gone, hours, None if hours is None else Decimal(str(hours)) * _hourly())


def _hourly() -> Decimal:
    """What an hour of those at the desks costs on average."""
    desks = User.objects.filter(role__in=cutting.DESKS, is_active=True)
    mean: Decimal | None = desks.aggregate(mean=Avg("hourly_cost"))["mean"]
    return Decimal(mean or 0)
