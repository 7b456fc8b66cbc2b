"""Another procedure, tried on what is recorded: asked for, followed, read, and published."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.replaying import jobs
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.procedure.actions import NotPublished
from winnow.procedure.models import Replay
from winnow.procedure.problems import ProcedureErrors
from winnow.procedure.queries import history
from winnow.prospects.access import visible
from winnow.web.access import may_open
from winnow.web.forms.replay import ReasonForm, ReplayForm
from winnow.web.lists import Column, Filter, Listing, Sort, days, same
from winnow.web.views.account import signed_in
from winnow.web.views.replay_words import figures, same_words, tenths

EARLIER = Listing(
    name="replays",
    noun="replays",
    filters=(
        same("status", "Standing", "status", options=tuple((one, one.capitalize()) for one in Replay.STATUSES)),
        Filter("by", "By", lambda text: Q(created_by__name__icontains=text)),
        days("since", "Asked for since", "created_at__date__gte"),
        days("until", "Asked for until", "created_at__date__lte"),
    ),
    sorts=(Sort("new", "id"), Sort("months", "months")),
    default="-new",
    columns=(
        Column("Replay", lambda one: one.pk), Column("Months", lambda one: one.months),
        Column("Standing", lambda one: one.status), Column("Asked for", lambda one: one.created_at),
        Column("By", lambda one: one.created_by or ""), Column("Finished", lambda one: one.finished_at),
        Column("Published as version", lambda one: one.published.number if one.published else ""),
    ),
    size=20,
)  # fmt: skip
MOVING = ("waiting", "running")


@require_http_methods(["GET", "POST"])
def replays(request: HttpRequest) -> HttpResponseBase:
    """Put a text in, and find the earlier ones."""
    earlier = EARLIER.open(request, _earlier())
    if earlier.export:
        return earlier.export
    newest = history().defer(None).first()
    form = ReplayForm(request.POST or None, initial={"text": newest.text if newest else ""})
    page: dict[str, Any] = {"form": form, "list": earlier, "sort": earlier.sort}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = jobs.ask(
                given["text"], given["months"], by=signed_in(request), now=timezone.now(), cut=given["cut"]
            )
            return redirect("procedure_replay", row.pk)
        except ProcedureErrors as errors:
            page["problems"] = errors.problems
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors or "problems" in page else 200
    return render(request, "procedure/replays.html", page, status=status)


@require_GET
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, or what would change."""
    return render(request, "procedure/replay.html", _page(request, _row(pk), ReasonForm()))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that changes; when it is over the whole page comes anew."""
    row = _row(pk)
    response = render(request, "procedure/replay_progress.html", {"row": row})
    if row.status not in MOVING:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the replayed text in force, with its reason."""
    row, form = _row(pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            version = jobs.publish(
                row.pk, by=signed_in(request), reason=form.cleaned_data["reason"], now=timezone.now()
            )
            messages.success(request, f"Version {version.number} is in force.")
            return redirect("procedure")
        except (NotPublished, Refused) as refusal:
            form.add_error(None, str(refusal))
    return render(request, "procedure/replay.html", _page(request, row, form), status=422)


def _row(pk: int) -> Replay:
    return get_object_or_404(Replay.objects.select_related("created_by", "published"), pk=pk)


def _earlier() -> QuerySet[Replay]:
    """Without what was tried and what came of it."""
    rows = Replay.objects.select_related("created_by", "published")
    return rows.defer("text", "found", "published__text")


def _page(request: HttpRequest, row: Replay, form: ReasonForm) -> dict[str, Any]:
    found = row.found
    names = dict(
        User.objects.filter(pk__in=[one["person"] for one in found.get("load", ())]).values_list("id", "name")
    )
    return {
        "row": row, "found": found, "form": form, "moving": row.status in MOVING,
        "figures": figures(found) if found else [], "same": same_words(found) if found else "",
        "load": [{**one, "name": names.get(one["person"], "")} for one in found.get("load", ())],
        "curve": list(_steps(found)), "tenths": list(tenths(found)),
        "attempts": found.get("curves", {}).get("reach", []), "gone": _gone(request, found),
        "may_publish": may_open("procedure_replay_publish", signed_in(request)),
    }  # fmt: skip


def _gone(request: HttpRequest, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Whom the purge would let go of, with their names as far as this person may see them."""
    some = found.get("purge", {}).get("after", {}).get("gone", [])
    rows = visible(signed_in(request)).filter(pk__in=[one["prospect"] for one in some])
    seen = {row.pk: row for row in rows.select_related("person", "company", "owner")}
    return [
        {**one, "row": seen.get(one["prospect"]), "at": datetime.fromisoformat(one["at"])} for one in some
    ]


def _steps(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The response curve, each step in words."""
    cells = found.get("curves", {}).get("response", [])
    lasts = [None, *(one["within"] for one in cells)]
    return [
        {
            **one,
            "words": f"{before or 0} to {one['within']} min" if one["within"] else f"later than {before} min",
        }
        for before, one in zip(lasts, cells, strict=False)
    ]
