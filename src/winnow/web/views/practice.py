"""Five minutes a day: a card, an answer aloud or in writing, one's own grade, and the next card."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.people.models import User
from winnow.practice import actions, queries
from winnow.practice.actions import Grade
from winnow.practice.models import Card
from winnow.practice.streak import ENOUGH, streak, weak
from winnow.web.access import may_open
from winnow.web.views.prospect_access import PersonRequest

GRADES = ((1, "Again", "no answer"), (2, "Hard", "slowly"), (3, "Good", "it came"), (4, "Easy", "at once"))
TABS = (
    ("practice", "Today"), ("practice_mine", "Mine"), ("practice_partner", "With somebody"),
    ("practice_cards", "Cards"),
    ("practice_participation", "Who takes part"),
)  # fmt: skip
WAYS = ("aloud", "written", "partner")


def places(request: PersonRequest, here: str) -> dict[str, Any]:
    """The tabs over these pages."""
    return {
        "tabs": [
            {"label": label, "url": reverse(route), "current": route == here, "count": None}
            for route, label in TABS
            if may_open(route, request.user)
        ]
    }


def midnight(user: User, now: datetime) -> datetime:
    """The beginning of this person's day."""
    here = now.astimezone(ZoneInfo(user.zone))
    return datetime.combine(here.date(), time.min, ZoneInfo(user.zone))


def waiting(user: User, now: datetime) -> bool:
    """Whether this person has cards to practise and has not had their five minutes today."""
    return queries.seconds_since(user.pk, midnight(user, now)) < ENOUGH and queries.due(user.pk, now).exists()


@require_GET
def today(request: PersonRequest) -> HttpResponse:
    """The next card, or that it is enough."""
    now, user = timezone.now(), request.user
    due = queries.due(user.pk, now)
    seconds = queries.seconds_since(user.pk, midnight(user, now))
    context = {
        "card": due.first(), "cards": Card.objects.filter(state=Card.State.READY).exists(),
        "left": due.count(), "minutes": seconds / 60, "enough": ENOUGH / 60,
        "now": now, "may_make": may_open("practice_cards", user),
        "is_enough": seconds >= ENOUGH and "more" not in request.GET, "grades": GRADES, "shown": int(now.timestamp()),
        "share": min(1.0, seconds / ENOUGH), "streak": _streak(user, now), **places(request, "practice"),
    }  # fmt: skip
    return render(request, "practice/today.html", context)


def _streak(user: User, now: datetime) -> int:
    return streak(queries.days_of(user.pk, user.zone), now.astimezone(ZoneInfo(user.zone)).date())


@require_POST
def graded(request: PersonRequest, pk: int) -> HttpResponse:
    """One's own grade; then the next card."""
    now = timezone.now()
    card = get_object_or_404(Card, pk=pk, state=Card.State.READY)
    grade, way = request.POST.get("grade", ""), request.POST.get("way", "aloud")
    if way == "aloud" and request.POST.get("answer", "").strip():
        way = "written"
    if grade not in {str(number) for number, *_ in GRADES} or way not in WAYS:
        messages.error(request, "Choose how it went: a key from 1 to 4.")
        return redirect("practice")
    shown = request.POST.get("shown", "")
    seconds = int(now.timestamp()) - int(shown) if shown.isdecimal() and len(shown) < 12 else 0
    actions.grade(Grade(request.user.pk, card.pk, int(grade), way, seconds), now=now)
    return redirect("practice_partner" if way == "partner" else "practice")


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """One's own streak and weak spots; nobody else sees them."""
    now, user = timezone.now(), request.user
    numbers = weak(queries.grades_of(user.pk))
    cards = Card.objects.in_bulk(numbers)
    days = queries.days_of(user.pk, user.zone)
    today_there = now.astimezone(ZoneInfo(user.zone)).date()
    context = {
        "streak": streak(days, today_there), "days": sum(day > today_there - timedelta(days=30) for day in days),
        "weak": [cards[number] for number in numbers], "now": now, **places(request, "practice_mine"),
    }  # fmt: skip
    return render(request, "practice/mine.html", context)
