"""What was held back: suspected spam in quarantine, and what was not understood; none of it is lost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.flow import held as flow
from winnow.flow.persistently import persistently
from winnow.flow.scene import Refused
from winnow.intake.held import sentences
from winnow.intake.models import Held
from winnow.web.forms.held import CorrectForm
from winnow.web.lists import Column, Filter, Listing, Sort, days, picked, same
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_asked import CHANNELS

SALT = "winnow.web.dismissed"
TOP = 3  # reasons shown in the list; the page of one shows all
A_DAY = 24 * 60 * 60
PAGES = {"quarantined": "held_quarantine", "rejected": "held_rejected"}
DOORS = ("form", "web_to_lead", "api", "import", "entry", "simulator")
STATES = (
    ("waiting", "Waiting"),
    ("released", "Released"),
    ("dismissed", "Dismissed"),
    ("withdrawn", "Withdrawn"),
)


def _text(text: str) -> Q:
    return Q(fields__icontains=text) | Q(campaign__icontains=text) | Q(source__icontains=text)


LIST = Listing(
    name="held",
    noun="inquiries",
    filters=(
        Filter("q", "Anything that was written", _text),
        Filter("state", "Which", lambda word: Q(settlement=word.replace("waiting", "")), options=STATES),
        same(
            "door",
            "Door",
            "door",
            options=tuple((door, door.replace("_", " ").capitalize()) for door in DOORS),
        ),
        same("channel", "Channel", "channel", options=CHANNELS),
        days("since", "Came since", "received_at__date__gte"),
    ),
    sorts=(Sort("new", "id"),),
    default="-new",
    columns=(
        Column("Number", lambda row: row.id),
        Column("Received", lambda row: row.received_at),
        Column("Door", lambda row: row.door),
        Column("Channel", lambda row: row.channel),
        Column("Campaign", lambda row: row.campaign),
        Column("Source", lambda row: row.source),
        Column("Name", lambda row: name_of(row)),
        Column("E-mail", lambda row: row.fields.get("email", "")),
        Column("Phone", lambda row: row.fields.get("phone", "")),
        Column("Message", lambda row: row.fields.get("message", "")),
        Column("Why", lambda row: " ".join(sentences(row.reasons))),
        Column("Settled", lambda row: row.settlement),
    ),
)


def weightiest(reasons: Sequence[Any]) -> list[Any]:
    """Reasons by their weight; sentences, which have none, as they are."""
    return sorted(reasons, key=lambda one: -one.get("weight", 0) if isinstance(one, dict) else 0)


def name_of(row: Held) -> str:
    """Whom it seems to be from, in what was written."""
    said = row.fields
    whole = said.get("name") or " ".join(filter(None, (said.get("first_name"), said.get("last_name"))))
    return str(whole or said.get("email") or said.get("phone") or row.external_id or "Nobody named")


@require_http_methods(["GET", "POST"])
def quarantine(request: HttpRequest) -> HttpResponseBase:
    """What looks like spam, or comes from whom the procedure keeps out."""
    return _list(request, "quarantined")


@require_http_methods(["GET", "POST"])
def rejected(request: HttpRequest) -> HttpResponseBase:
    """What could not be understood as an inquiry."""
    return _list(request, "rejected")


def _list(request: HttpRequest, kind: str) -> HttpResponseBase:
    rows = Held.objects.filter(kind=kind).select_related("settled_by", "inquiry")
    if "state" not in request.GET:
        rows = rows.filter(settled_at=None)
    shown = replace(LIST, name=kind).open(request, rows)
    if shown.export:
        return shown.export
    counts = {one: Held.objects.filter(kind=one, settled_at=None).count() for one in PAGES}
    tabs = [
        {"label": label, "url": reverse(PAGES[one]), "current": one == kind, "count": counts[one]}
        for one, label in (("quarantined", "Quarantine"), ("rejected", "Not understood"))
    ]
    page = {
        "list": shown, "sort": shown.sort, "now": timezone.now(), "kind": kind, "tabs": tabs, "waiting": counts[kind],
        "rows": [
            {"held": row, "name": name_of(row), "why": weightiest(row.reasons)[:TOP], "more": len(row.reasons[TOP:])}
            for row in shown.rows
        ],
    }  # fmt: skip
    return render(request, "held/list.html", page)


@require_http_methods(["GET", "POST"])
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """All that came, why it is held, and a form to put it right and send it through."""
    row = get_object_or_404(Held.objects.select_related("settled_by", "inquiry"), pk=pk)
    sent = {name: str(value) for name, value in row.fields.items()}
    known = {"channel": row.channel, "campaign": row.campaign, "external_id": row.external_id}
    form = CorrectForm(request.POST or None, sent=sent, initial=sent | known)
    if request.method == "POST" and form.is_valid():
        try:
            by, now = signed_in(request), timezone.now()
            receipt = persistently(lambda: flow.replay(row.id, form.cleaned_data, by=by, now=now))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It went through; its clock starts now.")
            return redirect("prospect", receipt.prospect)
    page = {
        "held": row, "name": name_of(row), "why": row.reasons, "form": form, "now": timezone.now(),
        "payload": sorted(row.payload.items()) if isinstance(row.payload, dict) else [("payload", row.payload)],
        "back": reverse(PAGES[row.kind]), "breadcrumbs": _crumbs(row),
    }  # fmt: skip
    return render(request, "held/held.html", page, status=422 if form.errors else 200)


def _crumbs(row: Held) -> list[dict[str, str]]:
    label = "Quarantine" if row.kind == "quarantined" else "Not understood"
    return [{"label": label, "url": reverse(PAGES[row.kind])}, {"label": name_of(row), "url": ""}]


@require_POST
def held_release(request: HttpRequest) -> HttpResponse:
    """Those that were picked go through."""
    return _settle(request, "release")


@require_POST
def held_dismiss(request: HttpRequest) -> HttpResponse:
    """Those that were picked are left for good."""
    return _settle(request, "dismiss")


def _settle(request: HttpRequest, what: str) -> HttpResponse:
    chosen, by, now = picked(request, LIST.size), signed_in(request), timezone.now()
    back = PAGES.get(request.POST.get("kind", ""), "held_quarantine")
    if not chosen:
        messages.error(request, "Pick some first: X on a row, or its box.")
        return redirect(back)
    try:
        if what == "dismiss":
            flow.dismiss(chosen, by=by, now=now)
            undo = reverse("held_bring_back", args=[signing.dumps([by.pk, chosen], salt=SALT, compress=True)])
            messages.success(request, f"{_inquiries(chosen)} dismissed.", extra_tags=f"undo:{undo}")
        else:
            receipts = persistently(lambda: flow.release(chosen, by=by, now=now))
            messages.success(request, f"{_inquiries(receipts)} released; the clock starts now.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


def _inquiries(some: Sequence[Any]) -> str:
    return f"{len(some)} inquir{'y' if len(some) == 1 else 'ies'}"


@require_POST
def held_bring_back(request: HttpRequest, sealed: str) -> HttpResponse:
    """Undo of a dismissal, for a day, by who dismissed them."""
    by = signed_in(request)
    if not (chosen := _opened(sealed, by.pk)):
        messages.error(request, "This cannot be undone any more. They are in the list of those dismissed.")
        return redirect("held_quarantine")
    back = flow.bring_back(chosen, by=by, now=timezone.now())
    messages.success(request, f"{back} wait again.")
    row = Held.objects.filter(id__in=chosen).first()
    return redirect(PAGES[row.kind] if row else "held_quarantine")


def _opened(sealed: str, person: int) -> list[int]:
    try:
        by, chosen = signing.loads(sealed, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    return list(chosen) if by == person else []


@require_http_methods(["GET", "POST"])
def held_replay(request: HttpRequest, kind: str) -> HttpResponse:
    """After the procedure has changed: what would now pass, and then all of it at once."""
    if kind not in PAGES:
        return redirect("held_quarantine")
    now = timezone.now()
    if request.method == "POST":
        try:
            by = signed_in(request)
            receipts = persistently(lambda: flow.replay_passing(kind, by=by, now=now))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{_inquiries(receipts)} went through; the clocks start now.")
        return redirect(PAGES[kind])
    trials = flow.would_pass(kind, now=now)
    found = Held.objects.in_bulk([one.held for one in trials])
    passing = [{"held": found[one.held], "name": name_of(found[one.held])} for one in trials if one.passes]
    page = {"kind": kind, "passing": passing, "tried": len(trials), "shown": passing[:50], "back": reverse(PAGES[kind]),
            "now": now}  # fmt: skip
    return render(request, "held/replay.html", page)
