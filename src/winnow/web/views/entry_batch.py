"""Batch entry: direct-mail codes and trade-show scans of one campaign, in one call."""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from winnow.flow import Terms, receive
from winnow.flow.persistently import persistently
from winnow.intake.arrival import Receipt
from winnow.intake.inquiry import Raw
from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor
from winnow.prospects.words import Channel
from winnow.web.forms.entry import BatchForm
from winnow.web.views.entry import campaigns
from winnow.web.views.prospect_access import PersonRequest


def batch(request: PersonRequest) -> HttpResponse:
    """Rows typed, scanned or pasted; each is answered by what became of it."""
    now = timezone.now()
    remembered = request.session.get("batch", {})
    form = BatchForm(request.POST) if request.method == "POST" else BatchForm(
        initial={**remembered, "ticket": token_hex(16)}
    )  # fmt: skip
    results: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        rows = form.cleaned_data["rows"]
        raws = [_raw(row, number, form.cleaned_data) for number, row in enumerate(rows)]
        terms = Terms(Actor("user", request.user.id), screened=False)
        receipts = persistently(lambda: receive(raws, now=now, terms=terms))
        request.session["batch"] = {name: form.cleaned_data[name] for name in ("campaign", "channel")}
        results = _results(rows, receipts)
        form = BatchForm(initial={**request.session["batch"], "ticket": token_hex(16)})
    counts = {word: sum(one["receipt"].status == word for one in results) for word in WORDS}
    context = {
        "form": form, "results": results, "campaigns": campaigns(), "now": now, "saved": bool(results),
        "counts": [(label, counts[word]) for word, label in WORDS.items() if counts[word]],
    }  # fmt: skip
    return render(request, "entry/batch.html", context, status=422 if form.errors else 200)


WORDS = {
    "accepted": "New", "repeated": "Known, inquired again", "already": "Received before",
    "quarantined": "Held back", "rejected": "Not understood",
}  # fmt: skip


def _raw(row: Mapping[str, str], number: int, said: Mapping[str, str]) -> Raw:
    """A code is the sender's own number within its campaign, so that scanning it twice makes one inquiry."""
    fields = {name: value for name, value in row.items() if name != "code"}
    return Raw(
        fields, dict(row), Channel(said["channel"]), door="entry", campaign=said["campaign"].strip(),
        source=f"batch {said['campaign'].strip()}"[:120], external_id=row.get("code", f"{said['ticket']}-{number}"),
    )  # fmt: skip


def _results(rows: Sequence[Mapping[str, str]], receipts: Sequence[Receipt]) -> list[dict[str, Any]]:
    owners = dict(User.objects.values_list("id", "name"))
    found = Prospect.objects.select_related("person").in_bulk(
        {one.prospect for one in receipts if one.prospect}
    )
    return [
        {"number": number, "typed": ", ".join(row.values()), "receipt": one, "row": found.get(one.prospect),
         "owner": owners.get(one.owner, "")}
        for number, (row, one) in enumerate(zip(rows, receipts, strict=True), 1)
    ]  # fmt: skip
