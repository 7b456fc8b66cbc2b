"""Which prospect a request may see or work on, and how refusals of the flow become answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from winnow.flow.scene import Held, Refused
from winnow.nurture.queries import is_to_call
from winnow.people.models import User
from winnow.prospects.access import may_act, seen_by, visible
from winnow.prospects.lifecycle import NotAllowed
from winnow.prospects.models import Prospect
from winnow.prospects.queries import survivors


class PersonRequest(HttpRequest):
    """A request behind the gate: a person has signed in."""

    user: User
    htmx: HtmxDetails


TOGETHER = ("person", "company", "campaign", "owner", "owner__team")


def seen(request: PersonRequest, number: int) -> Prospect:
    """The prospect, if this person may see it. Raises Http404, as for one that does not exist."""
    row = Prospect.objects.filter(seen_by(request.user), id=number).select_related(*TOGETHER).first()
    if row is None:
        raise Http404("There is no such prospect, or it is another team's.")
    return row


def read(request: PersonRequest, number: int) -> Prospect:
    """The same for looking only: whoever is to call them for one question reads what is known of them, too.

    Raises Http404.
    """
    try:
        return seen(request, number)
    except Http404:
        row = Prospect.objects.filter(id=number).select_related(*TOGETHER).first()
        if row is None or not _is_to_call(request, row.pk):
            raise
        return row


def may_read(request: PersonRequest, number: int) -> bool:
    return visible(request.user).filter(id=number).exists() or _is_to_call(request, number)


def _is_to_call(request: PersonRequest, number: int) -> bool:
    return is_to_call(request.user.pk, survivors([number])[number], timezone.now())


def worked_on(request: PersonRequest, number: int) -> Prospect:
    """The prospect, if this person may act on it. Raises PermissionDenied with what to do instead."""
    row = seen(request, number)
    if row.merged_into_id:
        raise PermissionDenied(
            "This prospect was merged into another one. Work on that one, or undo the merge."
        )
    if not may_act(request.user, row, timezone.now()):
        ran_out = "Your hold on it has run out. " if row.claimed_by_id == request.user.pk else ""
        raise PermissionDenied(
            f"{ran_out}{row.owner} has this prospect. Ask them, or your manager to give it to you."
        )
    return row


def back(request: PersonRequest, number: int) -> HttpResponse:
    """To where the person came from: the desk brings the next one, a prospect's page shows it."""
    if request.POST.get("back") == "desk":
        return redirect("desk")
    return redirect("prospect", number)


def refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Held and NotAllowed become a page (409) that keeps the note; any other refusal is said on the page (422)."""

    @wraps(view)
    def answered(request: PersonRequest, prospect: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, prospect, **kwargs)
        except (Held, NotAllowed) as said:
            row = seen(request, prospect)
            note = request.POST.get("note", "")
            return render(
                request, "desk/held.html", {"said": str(said), "row": row, "note": note}, status=409
            )
        except Refused as said:
            messages.error(request, str(said))
            return back(request, prospect)

    return answered
