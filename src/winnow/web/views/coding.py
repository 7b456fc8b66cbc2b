"""What people said in own words, coded by whoever reads it: the form beside it, and what it comes to by code."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.customers import queries
from winnow.customers.models import Told
from winnow.deals.models import Mirrored
from winnow.flow.customers.coding import Coded, code_losses, code_reasons, suggested
from winnow.flow.scene import Refused
from winnow.procedure.schema import Procedure
from winnow.prospects.access import visible
from winnow.web.views.prospect_access import PersonRequest

SAMPLES = 2  # words shown of each code
NEWEST = 2_000  # rows read for the report


@dataclass(frozen=True)
class Line:
    """One outcome of ours: of how many it was said, and how they said it."""

    text: str
    count: int
    words: list[str]


@dataclass(frozen=True)
class Choice:
    """What a row may be coded as; `fits` is what matching suggests."""

    options: list[tuple[str, str]]
    chosen: str
    fits: str


def report(said: Iterable[tuple[str, int, str]], texts: dict[str, str]) -> list[Line]:
    """`said` are (code, whose, words), newest first; each of them counts once in a code."""
    whose: dict[str, set[int]] = {}
    words: dict[str, list[str]] = {}
    for code, one, text in said:
        whose.setdefault(code, set()).add(one)
        shown = words.setdefault(code, [])
        if text.strip() and len(shown) < SAMPLES and text not in shown:
            shown.append(text)
    found = [Line(texts.get(code, code), len(some), words[code]) for code, some in whose.items() if code]
    return sorted(found, key=lambda line: (-line.count, line.text))


def choice(procedure: Procedure, words: str, chosen: str) -> Choice:
    options = [("", "None of ours"), *((one.key, one.text) for one in procedure.outcomes)]
    fits = "" if chosen else suggested(words, procedure.outcomes)
    return Choice(options, chosen or fits, dict(options).get(fits, "") if fits else "")


def reasons(rows: Any, texts: dict[str, str]) -> list[Line]:
    """Why they buy, by code."""
    newest = rows.exclude(because="").order_by("-at", "-id")
    return report(newest.values_list("because", "customer_id", "why")[:NEWEST], texts)


def losses(rows: Any, texts: dict[str, str]) -> list[Line]:
    """What was missing when we lost, by code."""
    newest = rows.exclude(coded="").order_by("-at", "-id")
    return report(newest.values_list("coded", "opportunity_id", "answer")[:NEWEST], texts)


@require_POST
def code_told(request: PersonRequest, pk: int) -> HttpResponse:
    """Why a customer buys."""
    if not Told.objects.filter(pk=pk, customer__in=queries.seen_by(request.user)).exists():
        raise Http404("These words are not there.")
    return _coded(request, pk, code_reasons, "customers_why")


@require_POST
def code_mirrored(request: PersonRequest, pk: int) -> HttpResponse:
    """What was missing."""
    if not Mirrored.objects.filter(pk=pk, opportunity__prospect__in=visible(request.user)).exists():
        raise Http404("These words are not there.")
    return _coded(request, pk, code_losses, "deals_lost")


def _coded(request: PersonRequest, pk: int, write: Callable[..., None], page: str) -> HttpResponse:
    now = timezone.now()
    one: Sequence[Coded] = [Coded(pk, request.POST.get("outcome", "")[:40], now, request.user.pk)]
    try:
        with transaction.atomic():
            write(one, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Coded. It can be chosen anew.")
    return redirect(page)
