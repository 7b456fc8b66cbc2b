"""Time for prospecting: proposed, planned, moved, dropped; begun and stopped by one key; and what was kept."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.blocks import kept
from winnow.followup.blocks import actions, queries
from winnow.followup.blocks.keeping import Kept
from winnow.followup.blocks.models import Block
from winnow.people.actions import NotDone
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.words import Role
from winnow.web.access import may_open
from winnow.web.forms.blocks import BlockForm
from winnow.web.views.account import signed_in
from winnow.web.views.practice import waiting

WEEKS, BACK = 3, 8
A_DAY, A_WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)


@require_http_methods(["GET", "POST"])
def blocks(request: HttpRequest) -> HttpResponse:
    """This week and the two after, what is proposed in them, and a form for another block."""
    user, now = signed_in(request), timezone.now()
    form = BlockForm(request.POST or None, zone=user.zone)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(user, *form.span(), now=now)
        except NotDone as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Planned.")
            return redirect("blocks")
    page = {"form": form, "weeks": _weeks(user, now), "now": now, **_past([user], now), "rules": _rules(now)}
    page["manages"] = may_open("blocks_kept", user)
    page["practise_first"] = waiting(user, now)
    page["running"] = queries.running([user.pk], now).get(user.pk)
    return render(request, "blocks/blocks.html", page, status=422 if form.errors else 200)


def _rules(now: datetime) -> Any:
    return in_force(now)[1].prospecting


def _weeks(user: User, now: datetime) -> list[dict[str, Any]]:
    monday = _monday(user, now)
    rows = list(queries.of(user, monday, monday + WEEKS * A_WEEK))
    return [_week(rows, monday + number * A_WEEK, now) for number in range(WEEKS)]


def _week(rows: list[Block], since: datetime, now: datetime) -> dict[str, Any]:
    mine = [row for row in rows if since <= row.starts < since + A_WEEK]
    planned = [row for row in mine if row.state == Block.State.PLANNED]
    hours = sum((row.ends - row.starts for row in planned), timedelta(0)) / HOUR
    proposed = [row.pk for row in mine if row.state == Block.State.PROPOSED and row.ends > now]
    return {"since": since, "rows": mine, "hours": hours, "proposed": proposed}


def _monday(user: User, now: datetime) -> datetime:
    zone = ZoneInfo(user.zone)
    today = now.astimezone(zone).date()
    return datetime.combine(today - A_DAY * today.weekday(), time(0), tzinfo=zone)


def _past(users: list[User], now: datetime) -> dict[str, Any]:
    """What was planned and kept in the last weeks, for each of them and in all."""
    found = kept(users, now - BACK * A_WEEK, now)
    lines = [{"user": user, "kept": found.get(user.pk, Kept())} for user in users]
    return {"lines": lines, "total": sum(found.values(), Kept()), "back": BACK}


@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """For who manages: everybody of the team; without a team, all."""
    user, now = signed_in(request), timezone.now()
    people = User.objects.filter(is_active=True, role__in=queries.WORKING_ROLES).select_related("team")
    if user.role == Role.MANAGER and user.team_id:
        people = people.filter(team_id=user.team_id)
    page = {**_past(list(people.order_by("name")), now), "rules": _rules(now)}
    return render(request, "blocks/report.html", page)


@require_POST
def block_accept(request: HttpRequest) -> HttpResponse:
    """Plan what is proposed: one, or all of a week."""
    numbers = [int(text) for text in request.POST.getlist("block") if text.isascii() and text.isdigit()]
    count = actions.accept(signed_in(request), numbers[:100], now=timezone.now())
    messages.success(request, f"{count} block{'s' if count != 1 else ''} planned.")
    return redirect("blocks")


@require_http_methods(["GET", "POST"])
def block_move(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row, zone = _own(request, pk), ZoneInfo(user.zone)
    starts, ends = row.starts.astimezone(zone), row.ends.astimezone(zone)
    known = {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
    form = BlockForm(request.POST or None, zone=user.zone, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(row, *form.span(), now=timezone.now())
        except NotDone as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Moved.")
            return redirect("blocks")
    return render(request, "blocks/move.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@require_POST
def block_drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    actions.drop(row, now=timezone.now())
    undo = reverse("block_restore", args=[pk])
    messages.success(request, "The block is dropped.", extra_tags=f"undo:{undo}")
    return redirect("blocks")


@require_POST
def block_restore(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.restore(_own(request, pk), now=timezone.now())
    except NotDone as refused:
        messages.error(request, str(refused))
    return redirect("blocks")


@require_POST
def block_begin(request: HttpRequest) -> HttpResponse:
    """Begin a block, or stop the one that runs; then to the desk."""
    user, now = signed_in(request), timezone.now()
    if "stop" in request.POST:
        actions.stop(user, now=now)
        messages.success(request, "The block is over. Your whole queue is back.")
    else:
        row = actions.begin(user, _rules(now).block_hours * HOUR, now=now)
        until = row.ends.astimezone(ZoneInfo(user.zone))
        messages.success(request, f"Prospecting until {until:%H:%M}: promises and attempts only.")
    return redirect("desk")


def _own(request: HttpRequest, pk: int) -> Block:
    return get_object_or_404(Block.objects.select_related("user__team"), pk=pk, user=signed_in(request))
