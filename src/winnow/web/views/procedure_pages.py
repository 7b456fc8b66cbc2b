"""The procedure: the document that everybody reads, its versions, and the desk at which a new one is published."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from winnow.procedure import queries
from winnow.procedure.actions import NotPublished, publish
from winnow.procedure.diff import diff
from winnow.procedure.document import document, document_html
from winnow.procedure.models import Version
from winnow.procedure.parse import parse
from winnow.procedure.problems import ProcedureErrors
from winnow.web.forms.procedure import PublishForm
from winnow.web.lists import Column, Filter, Listing, Sort, days
from winnow.web.views.account import signed_in

VERSIONS = Listing(
    name="procedure-versions",
    noun="versions",
    filters=(
        Filter("q", "Reason or person", lambda text: Q(reason__icontains=text) | Q(published_by__name__icontains=text)),
        days("since", "Published since", "published_at__date__gte"),
        days("until", "Published until", "published_at__date__lte"),
    ),
    sorts=(Sort("number", "number"),),
    default="-number",
    columns=(
        Column("Version", lambda one: one.number), Column("Published", lambda one: one.published_at),
        Column("By", lambda one: one.published_by or ""), Column("Reason", lambda one: one.reason),
    ),
)  # fmt: skip


@require_GET
def procedure(request: HttpRequest) -> HttpResponse:
    """What is in force, in sentences."""
    return _document(request, _newest())


@require_GET
def procedure_version(request: HttpRequest, number: int) -> HttpResponse:
    """A version as it was, and what it changed."""
    return _document(request, _version(number))


def _document(request: HttpRequest, version: Version) -> HttpResponse:
    said = document_html(document(parse(version.text), version.number))
    page = {
        "version": version,
        "newest": _newest().number,
        "document": mark_safe(said),  # noqa: S308 - cleaned by the procedure's own writer
    }
    return render(request, "procedure/document.html", page)


@require_http_methods(["GET", "POST"])
def procedure_versions(request: HttpRequest) -> HttpResponseBase:
    """All versions, newest first, with their reasons."""
    shown = VERSIONS.open(request, queries.history())
    page = {"list": shown, "sort": shown.sort, "newest": _newest().number}
    return shown.export or render(request, "procedure/versions.html", page)


@require_GET
def procedure_diff(request: HttpRequest, older: int, newer: int) -> HttpResponse:
    """What changed between two versions, in sentences."""
    one, other = _version(older), _version(newer)
    changes = diff(parse(one.text), parse(other.text))
    return render(request, "procedure/diff.html", {"older": one, "newer": other, "changes": changes})


@require_GET
def procedure_text(request: HttpRequest, number: int) -> HttpResponse:
    """The file of a version, to change it elsewhere."""
    version = _version(number)
    response = HttpResponse(version.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="procedure-{version.number}.toml"'
    return response


@require_http_methods(["GET", "POST"])
def procedure_publish(request: HttpRequest) -> HttpResponse:
    """Change the text: look at its mistakes by line and at what would change, then put it in force."""
    form = PublishForm(request.POST or None, initial={"text": _newest().text})
    page: dict[str, object] = {"form": form, "newest": _newest()}
    if request.method == "POST" and form.is_valid():
        try:
            if "publish" in request.POST:
                return _publish(request, form)
            page["changes"] = diff(parse(_newest().text), parse(form.cleaned_data["text"]))
        except ProcedureErrors as errors:
            page["problems"] = errors.problems
        except NotPublished as refusal:
            form.add_error("reason" if "Say in" in str(refusal) else None, str(refusal))
    status = 422 if form.errors or "problems" in page else 200
    return render(request, "procedure/publish.html", page, status=status)


def _publish(request: HttpRequest, form: PublishForm) -> HttpResponse:
    given = form.cleaned_data
    version = publish(given["text"], now=timezone.now(), by=signed_in(request), reason=given["reason"])
    messages.success(request, f"Version {version.number} is in force.")
    return redirect("procedure")


def _newest() -> Version:
    newest = queries.history().first()
    if newest is None:
        raise Http404("No procedure is in force.")
    return newest


def _version(number: int) -> Version:
    try:
        return queries.version(number)
    except queries.NoProcedure:
        raise Http404(f"There is no version {number}.") from None
