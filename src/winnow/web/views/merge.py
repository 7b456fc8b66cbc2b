"""Merging by hand: find the other one, compare side by side, merge with a reason, take it back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.flow.merge import Merge, merge, unmerge
from winnow.flow.scene import Refused
from winnow.prospects import queries
from winnow.prospects.access import may_act, seen_by
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event, Prospect
from winnow.web.views.prospect import newest_event
from winnow.web.views.prospect_access import TOGETHER, PersonRequest, refusals, seen, worked_on
from winnow.web.views.prospect_find import matching

LINES = (
    ("Name", "person.name"), ("Company", "company"), ("Title", "person.title"), ("E-mail", "person.email"),
    ("Phone", "person.phone"), ("Country", "person.country"), ("City", "person.city"), ("Owner", "owner"),
    ("Inquiries", "inquiries"), ("Orders", "order_count"), ("Conversations", "conversations"),
)  # fmt: skip


@refusals
def merging(request: PersonRequest, prospect: int) -> HttpResponse:
    """GET finds and compares; POST merges the other one (`with`) into this one, or the other way round."""
    row = worked_on(request, prospect)
    other = _other(request, row)
    if request.method == "POST":
        if other is None:
            raise Http404("Choose the other prospect first.")
        return _merged(request, row, other)
    now = timezone.now()
    context = {
        "row": row, "other": other, "person": row.person, "now": now, "q": request.GET.get("q", "").strip(),
        "alike": queries.lookalikes(row), "found": _found(request, row), "lines": _side_by_side(row, other),
    }  # fmt: skip
    return render(request, "prospects/merge.html", context)


def _other(request: PersonRequest, row: Prospect) -> Prospect | None:
    number = (request.POST or request.GET).get("with", "")
    if not number.isdecimal() or len(number) > 18 or int(number) == row.id:
        return None
    other = seen(request, int(number))
    return None if other.merged_into_id else other


def _found(request: PersonRequest, row: Prospect) -> list[Prospect]:
    text = request.GET.get("q", "").strip()
    if not text:
        return []
    own = Prospect.objects.filter(seen_by(request.user), matching(text), merged_into=None, further_of=None)
    rows = own.exclude(id=row.id)
    return list(rows.select_related("person", "company", "owner").order_by("-id")[:10])


def _side_by_side(row: Prospect, other: Prospect | None) -> list[dict[str, Any]]:
    if other is None:
        return []
    lines = [{"label": label, "one": _value(row, path), "two": _value(other, path)} for label, path in LINES]
    return [line | {"same": line["one"] == line["two"]} for line in lines if line["one"] or line["two"]]


def _value(row: Prospect, path: str) -> str:
    value: Any = row
    for part in path.split("."):
        value = getattr(value, part)
    return str(value or "")


def _merged(request: PersonRequest, row: Prospect, other: Prospect) -> HttpResponse:
    keep, lose = (other, row) if request.POST.get("keep") == str(other.id) else (row, other)
    now = timezone.now()
    if not may_act(request.user, other, now):
        raise Refused(f"{other.owner} works on the other one. Ask them or your manager to merge the two.")
    with transaction.atomic():
        merge(Merge(keep.id, lose.id, request.user.id, request.POST.get("reason", "")[:300]), now=now)
    undo = reverse("merge_undo", args=(newest_event(keep.id),))
    messages.success(request, "The two are one now. Nothing was lost.", extra_tags=f"undo:{undo}")
    return redirect("prospect", keep.id)


@require_POST
def undo(request: PersonRequest, event: int) -> HttpResponse:
    """Take a merge back."""
    said = get_object_or_404(Event, id=event, kind=Kind.MERGED)
    row = worked_on(
        request, get_object_or_404(Prospect.objects.select_related(*TOGETHER), id=said.prospect_id).id
    )
    try:
        with transaction.atomic():
            unmerge(said.id, by=request.user.id, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The merge was undone: each stands by itself again.")
    return redirect("prospect", row.id)
