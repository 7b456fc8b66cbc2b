"""Quick entry with a caller on the line: knows them while one types, and says what happens next."""

from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from winnow.flow import Terms, receive
from winnow.flow.persistently import persistently
from winnow.intake.clean import clean
from winnow.intake.inquiry import Raw, Rejected
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act, seen_by
from winnow.prospects.models import Campaign, Identity, Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Channel
from winnow.web.forms.entry import EntryForm
from winnow.web.views.prospect_access import PersonRequest

CAMPAIGNS = 200  # offered while typing


def entry(request: PersonRequest) -> HttpResponse:
    """One inquiry, typed in by a person; afterwards the form is ready for the next caller."""
    now = timezone.now()
    if request.method == "POST":
        form = EntryForm(request.POST)
        if form.is_valid():
            terms = Terms(Actor("user", request.user.id), screened=False)
            receipt = persistently(lambda: receive([form.raw()], now=now, terms=terms))[0]
            if receipt.status != "rejected":
                request.session["saved"] = receipt.prospect
                request.session["entry"] = {name: form.cleaned_data[name] for name in ("channel", "campaign")}
                messages.success(request, "Saved.", extra_tags="draft:entry-message")
                return redirect(f"{request.path}?saved={receipt.prospect}")
            form.add_error(None, " ".join(receipt.reasons))
        return _page(request, form, None, 422)
    form = EntryForm(initial={**request.session.get("entry", {}), **_given(request), "ticket": token_hex(16)})
    return _page(request, form, _saved(request))


def _given(request: PersonRequest) -> dict[str, str]:
    """A telephone system may open this page with the caller's number."""
    return {name: request.GET[name][:254] for name in ("phone", "email", "name") if name in request.GET}


def _saved(request: PersonRequest) -> Prospect | None:
    """What this person has just saved: any other number would tell them of other teams' prospects."""
    number = request.session.get("saved", 0)
    if request.GET.get("saved") != str(number):
        return None
    return Prospect.objects.filter(id=number).select_related("person", "company", "owner").first()


def _page(request: PersonRequest, form: EntryForm, saved: Prospect | None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form, "saved": saved, "campaigns": campaigns(), "now": now,
        "mine": saved is not None and may_act(request.user, saved, now),
        "readable": saved is not None and _readable(request.user, saved),
    }  # fmt: skip
    return render(request, "entry/entry.html", context, status=status)


def campaigns() -> list[str]:
    return list(Campaign.objects.order_by("-id").values_list("name", flat=True)[:CAMPAIGNS])


@require_GET
def known(request: PersonRequest) -> HttpResponse:
    """A part of the page: whether we know this number or address, and what saving will do."""
    _, procedure = in_force(timezone.now())
    asked = {name: request.GET.get(name, "")[:300] for name in ("phone", "email", "name", "company")}
    found = clean(Raw(asked, {}, Channel.PHONE, door="entry"), country=procedure.company.country)
    channel = request.GET.get("channel", "")
    clock = procedure.clock_of(Channel(channel) if channel in set(Channel) else Channel.PHONE)
    context: dict[str, Any] = {"clock": clock, "now": timezone.now(), "typed": any(asked.values())}
    if not isinstance(found, Rejected):
        context |= _known(request.user, [key for key in found.keys if not key.startswith("x:")])
        context["notes"] = found.notes
    return render(request, "entry/known.html", context)


def _known(user: User, keys: list[str]) -> dict[str, Any]:
    persons = (
        set(Identity.objects.filter(key__in=keys).values_list("person_id", flat=True)) if keys else set()
    )
    rows = Prospect.objects.filter(person_id__in=persons, merged_into=None, further_of=None)
    row = rows.select_related("person", "company", "owner").order_by("-id").first()
    if row is None:
        return {"row": None}
    return {"row": row, "readable": _readable(user, row)}


def _readable(user: User, row: Prospect) -> bool:
    return Prospect.objects.filter(seen_by(user), id=row.id).exists()
