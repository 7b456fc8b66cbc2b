"""Several prospects to somebody else at once, with the reason; and the undo of it."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from winnow.flow.scene import Refused
from winnow.flow.takeback import BY_A_PERSON, TakeBack, take_back
from winnow.flow.work import Reassign, reassign
from winnow.prospects.access import visible
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Event, Prospect
from winnow.web.forms.coverage import ReassignForm
from winnow.web.lists import picked
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_rows import ROWS, takers

SALT = "winnow.web.reassigned.events"
A_DAY = 24 * 60 * 60


@require_POST
def coverage_reassign(request: HttpRequest) -> HttpResponse:
    """Those that were picked, as far as this manager may see them."""
    user, now = signed_in(request), timezone.now()
    form = ReassignForm(request.POST, people=takers(request))
    before = dict(visible(user).filter(id__in=picked(request, ROWS.size)).values_list("id", "owner_id"))
    if not before:
        messages.error(request, "Pick the prospects first: X on a row, or its box.")
    elif not form.is_valid():
        messages.error(request, "Choose who gets them, and say why.")
    else:
        said, to = form.cleaned_data["reason"], form.taker
        try:
            with transaction.atomic():
                rows = reassign(
                    [Reassign(number, now, user.id, said, to) for number in sorted(before)], now=now
                )
        except (Refused, NotAllowed) as refusal:
            messages.error(request, str(refusal))
        else:
            _tell(request, rows, before, now)
    return redirect(_back(request))


def _tell(
    request: HttpRequest, rows: dict[int, Prospect], before: Mapping[int, int | None], now: datetime
) -> None:
    moved = [number for number, row in rows.items() if before[number] != row.owner_id]
    if not moved:
        messages.info(request, "They have them already; nothing was changed.")
        return
    user = signed_in(request).id
    told = Event.objects.filter(prospect_id__in=moved, actor_id=user, at=now, kind__in=BY_A_PERSON)
    moves = [list(move) for move in told.values_list("prospect_id", "id")]
    undo = reverse("coverage_reassign_undo", args=[signing.dumps([user, moves], salt=SALT, compress=True)])
    count = len(moved)
    messages.success(
        request, f"{count} prospect{'s' if count != 1 else ''} reassigned.", extra_tags=f"undo:{undo}"
    )


@require_POST
def coverage_reassign_undo(request: HttpRequest, sealed: str) -> HttpResponse:
    """Back to who had them, for a day, on the same clocks; what has moved on meanwhile stays."""
    user, now = signed_in(request), timezone.now()
    moves = _opened(sealed, user.id)
    seen = set(visible(user).filter(id__in=[number for number, _ in moves]).values_list("id", flat=True))
    back = 0
    for number, event in moves:
        if number in seen:
            back += _taken_back(TakeBack(number, event, now, user.id, "Undone."), now)
    left = f" {len(moves) - back} had moved on and stayed." if back < len(moves) else ""
    messages.success(request, f"{back} back with who had them.{left}")
    return redirect(_back(request))


def _taken_back(one: TakeBack, now: datetime) -> bool:
    try:
        with transaction.atomic():
            take_back(one, now=now)
    except (Refused, NotAllowed):
        return False
    return True


def _opened(sealed: str, user: int) -> list[tuple[int, int]]:
    try:
        by, moves = signing.loads(sealed, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return [(number, event) for number, event in moves] if by == user else []


def _back(request: HttpRequest) -> str:
    """Where the person came from, on this site; else the page of coverage."""
    wanted = request.POST.get("next", "") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("coverage")
