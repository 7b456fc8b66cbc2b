"""The wizard: a file, its columns, its rules; after that a dry run says what would happen."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.flow import imports as flow
from winnow.flow.imports.files import place_of
from winnow.flow.scene import Refused
from winnow.intake.models import Import
from winnow.prospects.models import Campaign
from winnow.tables import Table
from winnow.web.forms.imports import ColumnsForm, ReadingForm, RulesForm, UploadForm
from winnow.web.views.account import signed_in

STEPS = ["File", "Columns", "Rules", "Try it dry", "Run"]
SHOWN = 10  # rows
SAMPLES = 3  # values of a column
LONGEST_SAMPLE = 60  # characters
TRIED = 50_000  # rows of a dry run in a page; the command line tries all


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = flow.upload(file, file.name, signed_in(request).pk, timezone.now())
            here = timezone.get_current_timezone_name()  # who brings a file mostly brings it from home
            flow.set_options(row, replace(flow.Options.of(row.options), timezone=here))
            return redirect("import_columns", row.pk)
        except Refused as error:
            form.add_error("file", str(error))
    return _page(request, "imports/new.html", {"form": form, "steps": STEPS}, form)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is what, with the first rows of the file beside the question."""
    row = _draft(pk)
    options = flow.Options.of(row.options)
    try:
        table = flow.open_table(place_of(row.path), options)
    except Refused as error:
        return _page(request, "imports/unreadable.html", {"row": row, "problem": str(error)})
    suggested = flow.suggestion(table.headers)
    form = ColumnsForm(request.POST or None, table.headers, options.mapping or suggested.mapping)
    if form.is_valid():
        blanks = tuple(sorted(suggested.blanks))
        chosen = replace(
            options, mapping=form.mapping, preset="", blanks=blanks,
            source=options.source or suggested.preset or "" if "source" not in form.mapping else options.source,
            encoding=table.encoding, delimiter=table.delimiter,
        )  # fmt: skip
        flow.set_options(row, chosen)
        flow.remember(table.headers, form.mapping, timezone.now())
        return redirect("import_rules", row.pk)
    page = {
        "row": row, "form": form, "steps": STEPS, "said": suggested.why, "notes": table.notes,
        **_preview(table, form), "reading": _reading(table) if table.encoding else None,
        "is_unsure": bool(table.question) and not options.encoding, "readings": table.readings,
    }  # fmt: skip
    return _page(request, "imports/columns.html", page, form)


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How the characters are to be read: the answer to a question, or a correction."""
    row = _draft(pk)
    options = flow.Options.of(row.options)
    form = ReadingForm(request.POST, [], {"encoding": options.encoding, "delimiter": options.delimiter})
    if form.is_valid():
        flow.set_options(row, replace(options, mapping={}, **form.cleaned_data))
    return redirect("import_columns", row.pk)


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Channel, campaign and the rest; answering them tries the file dry."""
    row = _draft(pk)
    options = flow.Options.of(row.options)
    if not options.mapping:
        return redirect("import_columns", row.pk)
    form = RulesForm(request.POST or None, initial=_answers(options))
    if form.is_valid():
        flow.set_options(row, replace(options, **form.options))
        try:
            flow.try_dry(row, timezone.now(), TRIED)
            return redirect("import", row.pk)
        except Refused as error:
            about_dates = "day or the month" in str(error)
            form.add_error("dayfirst" if about_dates else None, str(error))
    names = Campaign.objects.order_by("-id").values_list("name", flat=True)[:200]
    page = {
        "row": row,
        "form": form,
        "steps": STEPS,
        "campaigns": names,
        "dated": "received_at" in options.mapping,
    }
    return _page(request, "imports/rules.html", page, form)


def _draft(pk: int) -> Import:
    return get_object_or_404(Import, pk=pk, status="draft")


def _answers(options: flow.Options) -> dict[str, Any]:
    day = {None: "", True: "yes", False: "no"}[options.dayfirst]
    same = {name: getattr(options, name) for name in ("channel", "campaign", "source", "consent", "timezone")}
    return {**same, "dayfirst": day, "skip_known": "yes" if options.skip_known else "",
            "clocks": "yes" if options.clocks else ""}  # fmt: skip


def _preview(table: Table, form: ColumnsForm) -> dict[str, Any]:
    """The first rows, and of each column its question with some values."""
    rows = table.sample(SHOWN)
    good = [one.values for one in rows if one.problem is None]
    questions = []
    for place, header in enumerate(table.headers):
        values = dict.fromkeys(cells[place].strip()[:LONGEST_SAMPLE] for cells in good)
        samples = [value for value in values if value][:SAMPLES]
        questions.append({"header": header, "field": form[f"c{place}"], "samples": samples})
    return {"headers": table.headers, "rows": rows, "questions": questions}


def _reading(table: Table) -> ReadingForm:
    chosen = {"encoding": table.encoding, "delimiter": table.delimiter}
    return ReadingForm(None, [one.encoding for one in table.readings], chosen)


def _page(request: HttpRequest, template: str, page: dict[str, Any], form: Any = None) -> HttpResponse:
    return render(request, template, page, status=422 if form is not None and form.errors else 200)
