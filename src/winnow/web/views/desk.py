"""The desk: one prospect at a time; what was done with it is said in two keys, and the next one comes."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.flow.claims import hold, next_for, queue_of
from winnow.flow.deals.letting_go import full_desk
from winnow.flow.scene import Refused
from winnow.flow.work import SkipIt, dispose, skip
from winnow.followup.actions import release, skips_since
from winnow.followup.blocks import queries as blocks
from winnow.people.models import User
from winnow.prospects.models import Prospect, Touch
from winnow.prospects.words import NextAction, Stage
from winnow.web.forms.snooze import SnoozeForm
from winnow.web.forms.touch import TouchForm
from winnow.web.views.customer_panel import panel
from winnow.web.views.desk_asked import comes_before, put, question_for
from winnow.web.views.desk_effects import dispositions, effect
from winnow.web.views.desk_empty import nothing_due
from winnow.web.views.desk_page import Sheet, card, hold_of, sheet
from winnow.web.views.prospect_access import TOGETHER, PersonRequest, refusals, worked_on
from winnow.web.views.verdict_panel import replying, verdict_panel

COUNTED = 999  # a longer queue says "999+"
KEPT_AFTER = ("qualify", "keep")  # after these a person goes on with the same prospect


@require_GET
def desk(request: PersonRequest) -> HttpResponse:
    """The next prospect for this person, held for them, or what there is to know about an empty queue."""
    now = timezone.now()
    row = next_for(request.user, now=now)
    if comes_before(row, now) and (one := question_for(request, row, now)):
        return put(request, one, row, now, **_foot(request.user, now))
    if row is None:
        return render(
            request,
            "desk/empty.html",
            {
                **nothing_due(request.user, now),
                **_foot(request.user, now),
                "full": full_desk(request.user.pk, now),
            },
        )
    row = Prospect.objects.select_related(*TOGETHER).get(id=row.id)
    of = sheet(row, request.user, now)
    return _page(request, of, TouchForm(of, None))


def _page(request: PersonRequest, of: Sheet, form: TouchForm, status: int = 200, **more: Any) -> HttpResponse:
    row = of.row
    context = {
        **card(of), **_foot(of.user, of.now), "dispositions": dispositions(of), "form": form,
        "hold": hold_of(row, of.now), "effect": effect(form.rule, of) if form.rule else "",
        "skips_left": of.procedure.escalation.skips_a_day - skips_since(of.user.id, _midnight(of.user, of.now)),
        "on_desk": True, "snooze_form": SnoozeForm(of.user.zone, of.now),
        "full": full_desk(of.user.pk, of.now) if of.procedure.deals.most_open else None, **panel(of), **more,
    }  # fmt: skip
    if row.next_action == NextAction.ACCEPT:
        context["reply"] = context.get("reply") or replying(of.procedure)
    elif row.stage in (Stage.INQUIRY, Stage.LEAD):
        context["verdict"] = context.get("verdict") or verdict_panel(of, ask=context["ask"])
    return render(request, "desk/desk.html", context, status=status)


def again(request: PersonRequest, row: Prospect, status: int = 422, **more: Any) -> HttpResponse:
    """The same prospect once more, with what is wrong."""
    of = sheet(row, request.user, timezone.now())
    return _page(request, of, TouchForm(of, None), status, **more)


@require_GET
def sets(request: PersonRequest, prospect: int) -> HttpResponse:
    """A part of the page: what the chosen disposition asks for and sets next."""
    row = worked_on(request, prospect)
    of = sheet(row, request.user, timezone.now(), newest=1)
    rule = of.procedure.disposition(request.GET.get("disposition", ""))
    form = TouchForm(of, rule)
    context = {"form": form, "row": row, "effect": effect(rule, of) if rule else "", "now": of.now}
    return render(request, "desk/sets.html", context)


@require_POST
@refusals
def done(request: PersonRequest, prospect: int) -> HttpResponse:
    """Save the touch and bring the next prospect. What is missing is asked for, nothing typed is lost."""
    row, now = worked_on(request, prospect), timezone.now()
    of = sheet(row, request.user, now)
    rule = of.procedure.disposition(request.POST.get("disposition", ""))
    if rule is None:
        form = TouchForm(of, None, request.POST)
        return _page(request, of, form, 422, trouble="Choose how it went: a key from 1 to 9.")
    form = TouchForm(of, rule, request.POST)
    if not form.is_valid():
        return _page(request, of, form, 422)
    try:
        with transaction.atomic():
            dispose([form.done(now, holding=True)], now=now)
    except Refused as said:
        if type(said) is not Refused:
            raise
        return _page(request, of, form, 422, trouble=str(said))
    if rule.then in KEPT_AFTER:
        hold(row.id, request.user, now=now)
    tags = f"draft:prospect-{row.id}-note"
    messages.success(request, f"Saved for {row.person}: {rule.text}.", extra_tags=tags)
    return redirect("desk")


@require_POST
@refusals
def pass_over(request: PersonRequest, prospect: int) -> HttpResponse:
    """Skip, with a reason; so many a day as the procedure allows."""
    row, now = worked_on(request, prospect), timezone.now()
    try:
        with transaction.atomic():
            skip(SkipIt(row.id, now, request.user.id, request.POST.get("reason", "")[:300]), now=now)
    except Refused as said:
        return again(request, row, skip_trouble=str(said))
    messages.info(request, f"{row.person} comes back within the hour.")
    return redirect("desk")


@require_POST
@refusals
def keep(request: PersonRequest, prospect: int) -> HttpResponse:
    """Hold it longer: asked for by a button, or by typing."""
    row, now = worked_on(request, prospect), timezone.now()
    row.claimed_until = hold(row.id, request.user, now=now)
    row.claimed_by = request.user
    if not request.htmx:
        return redirect("desk")
    return render(request, "desk/hold.html", {"row": row, "hold": hold_of(row, now), "now": now})


@require_GET
def holding(request: PersonRequest, prospect: int) -> HttpResponse:
    """A part of the page: until when it is held. Looking does not extend it."""
    row, now = worked_on(request, prospect), timezone.now()
    return render(request, "desk/hold.html", {"row": row, "hold": hold_of(row, now), "now": now})


@require_POST
@refusals
def take(request: PersonRequest, prospect: int) -> HttpResponse:
    """Work on this one now: it comes to the desk before everything else."""
    row, now = worked_on(request, prospect), timezone.now()
    with transaction.atomic():
        others = Prospect.objects.filter(claimed_by=request.user, claimed_until__gt=now).exclude(id=row.id)
        for number in others.values_list("id", flat=True):
            release(number, request.user.id)
        hold(row.id, request.user, now=now)
    return redirect("desk")


def _foot(user: User, now: datetime) -> dict[str, Any]:
    """How many wait, and what was done today."""
    waiting = queue_of(user, now=now).order_by()[: COUNTED + 1].count()
    today = Touch.objects.filter(by=user, at__gte=_midnight(user, now)).aggregate(
        touches=Count("id"), reached=Count("id", filter=Q(reached=True)), minutes=Sum("minutes")
    )
    running = blocks.running([user.pk], now).get(user.pk)
    return {
        "running": running,
        "waiting": waiting,
        "waiting_more": waiting > COUNTED,
        "counted": COUNTED,
        "today": today,
    }


def _midnight(user: User, now: datetime) -> datetime:
    zone = ZoneInfo(user.zone)
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
