"""People's rights: what is kept of a prospect's person and why, given to them, forgotten; and what goes by itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.privacy import erasing, subject, why
from winnow.flow.privacy.retention import look
from winnow.flow.scene import Refused
from winnow.privacy.models import Basis, Erasure, Sweep
from winnow.privacy.queries import waiting
from winnow.privacy.words import Ground, Purpose
from winnow.procedure.queries import in_force
from winnow.prospects.access import sees, visible
from winnow.prospects.models import Prospect
from winnow.prospects.queries import family
from winnow.prospects.words import Role
from winnow.web.forms.privacy import GROUNDS, PURPOSES, BasisForm, EraseForm, WithdrawForm
from winnow.web.lists import Column, Filter, Listing, Sort, days
from winnow.web.views.prospect_access import PersonRequest, refusals, seen, worked_on

WAITS = Listing(
    name="to-be-erased",
    noun="people",
    filters=(
        Filter("q", "Name or reason", lambda text: Q(person__name__icontains=text) | Q(reason__icontains=text)),
        days("since", "Asked since", "asked_at__date__gte"),
        days("until", "Asked until", "asked_at__date__lte"),
    ),
    sorts=(Sort("due", "due_at"), Sort("asked", "asked_at")),
    default="due",
    columns=(
        Column("Person", lambda one: one.person), Column("Why", lambda one: one.reason),
        Column("Asked", lambda one: one.asked_at), Column("By", lambda one: one.by or ""),
        Column("Goes at", lambda one: one.due_at), Column("Not done yet", lambda one: one.error),
    ),
)  # fmt: skip
KINDS = {
    "quarantined": "Held back as spam", "rejected": "Not understood", "import_files": "Files of imports",
    "attachments": "Attachments of mails", "mail_texts": "Subjects and texts of mails",
    "closed": "People who did not buy",
}  # fmt: skip


@require_GET
def rights(request: PersonRequest, prospect: int) -> HttpResponse:
    """One person: why we may write, and what can be done for them."""
    return _page(request, seen(request, prospect))


def _page(request: PersonRequest, row: Prospect, status: int = 200, **bound: Any) -> HttpResponse:
    now, person, rules = timezone.now(), row.person_id, in_force()[1]
    bases = Basis.objects.filter(person__in=family([person])).select_related("by", "withdrawn_by")
    said = {
        purpose: why.standings([person], purpose, _otherwise(purpose, rules.mail.lawful_basis))[person]
        for purpose in Purpose
    }
    manages = request.user.role in (Role.MANAGER, Role.ADMIN)
    context = {
        "row": row, "person": row.person, "now": now, "manages": manages, "erasure": waiting(_top(person)),
        "silent": bool(why.silent_among([person])), "bases": list(bases.order_by("-at", "-id")),
        "purposes": [(label, said[Purpose(key)]) for key, label in PURPOSES], "grounds": dict(GROUNDS),
        "basis": bound.get("basis") or BasisForm(), "withdraw": bound.get("withdraw") or WithdrawForm(),
        "erase": bound.get("erase") or EraseForm(), "hours": rules.keeping.undo_hours,
        "labels": dict(PURPOSES), "crumbs": _crumbs(row),
    }  # fmt: skip
    if manages and not row.person.erased_at:
        told = erasing.preview(person)
        context |= {"going": _named(told.rows), "files": told.files}
    return render(request, "privacy/rights.html", context, status=status)


def _top(person: int) -> int:
    return family([person]).get(person, person)


def _otherwise(purpose: Purpose, basis: str) -> str:
    return basis if purpose is Purpose.MARKETING else "Their own inquiry."


def _crumbs(row: Prospect) -> list[dict[str, str]]:
    return [
        {"label": str(row.person), "url": reverse("prospect", args=[row.pk])},
        {"label": "What we keep", "url": ""},
    ]


def _named(rows: Any) -> list[tuple[str, int]]:
    return sorted(
        (str(apps.get_model(table)._meta.verbose_name_plural).capitalize(), count)
        for table, count in rows.items()
    )


@require_POST
@refusals
def noted(request: PersonRequest, prospect: int) -> HttpResponse:
    """One of us writes down why we may write."""
    form = BasisForm(request.POST)

    def act(row: Prospect, said: dict[str, Any]) -> str:
        purpose, ground = Purpose(said["purpose"]), Ground(said["ground"])
        why.note(_top(row.person_id), purpose, ground, said["words"], by=request.user, now=timezone.now())
        return "It is written down."

    return _done(request, worked_on(request, prospect), "basis", form, act)


@require_POST
@refusals
def withdrawn(request: PersonRequest, prospect: int) -> HttpResponse:
    """They told one of us that they want no more of it."""
    form = WithdrawForm(request.POST)

    def act(row: Prospect, said: dict[str, Any]) -> str:
        purpose = Purpose(said["purpose"])
        why.withdraw(row.person_id, purpose, why=said["why"], by=request.user, now=timezone.now())
        return "From this moment on they are not written to for that."

    return _done(request, seen(request, prospect), "withdraw", form, act)


@require_POST
@refusals
def erased(request: PersonRequest, prospect: int) -> HttpResponse:
    """They asked to be forgotten."""
    form = EraseForm(request.POST)

    def act(row: Prospect, said: dict[str, Any]) -> str:
        asked = erasing.ask(row.person_id, said["reason"], by=request.user, now=timezone.now())
        return f"They are contacted no more, and erased {asked.due_at:%-d %B, %H:%M} UTC."

    return _done(request, seen(request, prospect), "erase", form, act)


def _done(
    request: PersonRequest,
    row: Prospect,
    name: str,
    form: forms.Form,
    act: Callable[[Prospect, dict[str, Any]], str],
) -> HttpResponse:
    if form.is_valid():
        try:
            messages.success(request, act(row, form.cleaned_data))
            return redirect("rights", row.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, row, 422, **{name: form})


@require_POST
@refusals
def given(request: PersonRequest, prospect: int) -> HttpResponse:
    """Everything that is kept of them, as one file."""
    row = seen(request, prospect)
    content = subject.archive(row.person_id, by=request.user, now=timezone.now())
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="person-{row.person_id}.zip"'
    return answer


@require_http_methods(["GET", "POST"])
def privacy(request: PersonRequest) -> HttpResponseBase:
    """Who is to be forgotten, and what goes by itself."""
    now = timezone.now()
    shown = WAITS.open(request, _waiting(request).select_related("person", "by"))
    if shown.export:
        return shown.export
    done = Erasure.objects.filter(done_at__isnull=False).order_by("-done_at")
    since = Sweep.objects.filter(at__gte=now - timedelta(days=30), count__gt=0).order_by("-at")
    last = Sweep.objects.order_by("-id").first()
    context = {
        "now": now, "list": shown, "sort": shown.sort, "newest": done.first(), "done": done.count(), "last": last,
        "kept": [(KINDS[one.kind], one) for one in look(now)],
        "sweeps": [(KINDS[one.kind], one) for one in since],
    }  # fmt: skip
    return render(request, "privacy/privacy.html", context)


def _waiting(request: PersonRequest) -> QuerySet[Erasure]:
    """Those not carried out yet, of people whom they may see."""
    waits = Erasure.objects.filter(due_at__isnull=False)
    everybody = sees(request.user) is None
    return waits if everybody else waits.filter(person_id__in=visible(request.user).values("person_id"))


@require_POST
def kept(request: PersonRequest, pk: int) -> HttpResponse:
    """Take an erasure back while there is time."""
    if not _waiting(request).filter(pk=pk).exists():
        raise Http404("There is no such erasure, or it is about somebody of another team.")
    try:
        trouble = erasing.cancel(pk, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("privacy")
    messages.success(request, "The erasure was taken back.")
    for said in trouble:
        messages.warning(request, said)
    return redirect("privacy")
