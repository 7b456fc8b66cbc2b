"""Imports: all of them, one with its result or progress, and what can be done with it."""

from operator import attrgetter

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow import imports as flow
from winnow.flow.imports.files import place_of
from winnow.intake.models import Import
from winnow.people import actions as people
from winnow.people.models import User
from winnow.prospects.access import visible
from winnow.web.lists import Column, Filter, Listing, Sort, same
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.account import signed_in
from winnow.web.views.imports_wizard import STEPS

STATUSES = [(word, look(word).label) for word in Import.STATUSES]
MOVING = ("waiting", "running", "undoing")
COUNTS = ("accepted", "repeated", "quarantined", "rejected")
KEPT_SHOWN = 50  # prospects that an undo left to those who work on them
IMPORTS = Listing(
    name="imports",
    noun="imports",
    filters=(
        Filter("q", "File", lambda text: Q(file_name__icontains=text)),
        same("status", "State", "status", options=STATUSES),
    ),
    sorts=(Sort("at", "created_at"), Sort("file", "file_name"), Sort("rows", "rows_done")),
    default="-at",
    columns=(
        Column("File", lambda row: row.file_name),
        Column("State", lambda row: row.status),
        Column("Rows", lambda row: row.rows_done),
        *(Column(name.capitalize(), attrgetter(name)) for name in COUNTS),
        Column("Brought in", lambda row: row.created_at),
    ),
)


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponseBase:
    """All files, the newest first."""
    shown = IMPORTS.open(request, Import.objects.select_related("created_by"))
    return shown.export or render(request, "imports/list.html", {"list": shown, "sort": shown.sort})


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: what a dry run says of a draft, how far it is, or what came of it."""
    row = _row(pk)
    if row.status == "draft" and "tried" not in row.found:
        return redirect("import_columns", row.pk)
    return render(request, "imports/show.html", _page(row, signed_in(request)))


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; when the work is over the whole page comes anew."""
    row = _row(pk)
    response = render(request, "imports/progress.html", _page(row, signed_in(request)))
    if row.status not in MOVING:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it to the worker; also to go on after a stop."""
    row = _row(pk)
    tried = row.status == "draft" and "tried" in row.found
    stopped = row.status == "failed" or _is_stalled(row)
    if not (tried or stopped) or not flow.send(row, (row.status,), "waiting"):
        messages.error(request, "This import cannot be started as it stands now.")
    else:
        people.record("import_started", by=signed_in(request), now=timezone.now(), import_id=row.pk)
    return redirect("import", row.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand its undoing to the worker; also to go on after a stop."""
    row, user = _row(pk), signed_in(request)
    reason = request.POST.get("reason", "").strip()[:300] or row.found.get("reason", "")
    if flow.send(row, ("done", "failed", "undo_failed"), "undoing", undone_by=user.pk, reason=reason):
        people.record("import_undone", by=user, now=timezone.now(), reason=reason, import_id=row.pk)
    else:
        messages.error(request, "Only an import that has ended can be undone.")
    return redirect("import", row.pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a file that was not brought in."""
    row = _row(pk)
    if not flow.discard(row):
        messages.error(request, "This import has begun. Undo it instead.")
        return redirect("import", row.pk)
    messages.success(request, "The file is forgotten. Nothing of it was brought in.")
    return redirect("imports")


@require_GET
def errors(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The rejected rows with their reasons."""
    row = _row(pk)
    if not row.errors_path or not (place := place_of(row.errors_path)).exists():
        raise Http404("This import has no rejected rows.")
    name = f"winnow-import-{row.pk}-rejected.csv"
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )


def _row(pk: int) -> Import:
    return get_object_or_404(Import.objects.select_related("created_by"), pk=pk)


def _is_stalled(row: Import) -> bool:
    """Its process is gone: it let go, or its lease ran out."""
    return row.status == "running" and (row.held_until is None or row.held_until < timezone.now())


def _page(row: Import, user: User) -> dict[str, object]:
    kept = row.found.get("kept", [])[:KEPT_SHOWN]
    tried = row.found.get("tried", {})
    return {
        "row": row,
        "steps": STEPS,
        "moving": row.status in MOVING and not _is_stalled(row),
        "stalled": _is_stalled(row),
        "tried": tried,
        "tried_all": tried.get("rows", 0) >= row.rows,
        "counts": [(name, getattr(row, name)) for name in COUNTS],
        "undone": row.found.get("undone", {}),
        "kept": visible(user).filter(pk__in=kept).select_related("person", "owner"),
        "estimate": max(row.rows, row.rows_done),
    }
