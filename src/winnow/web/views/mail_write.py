"""Writing a mail to a prospect: from a template or not, read before it goes; and the templates as they come out."""

import secrets
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.correspondence import queries
from winnow.correspondence.models import Mail
from winnow.flow.mailing.filling import Filled, filled
from winnow.flow.mailing.writing import Letter
from winnow.flow.mailing.writing import write as write_it
from winnow.flow.scene import Held, Refused
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act, visible
from winnow.prospects.models import Prospect
from winnow.web.forms.mail import WriteForm
from winnow.web.lists import numbered
from winnow.web.views.prospect_access import TOGETHER, PersonRequest, back, refusals, worked_on


@require_http_methods(["GET", "POST"])
@refusals
def write(request: PersonRequest, prospect: int) -> HttpResponse:
    """Show the form, filled in where a template was chosen; or take what was written."""
    row, now = worked_on(request, prospect), timezone.now()
    if request.method == "GET":
        first, trouble = _first(request, row)
        return _page(request, row, WriteForm(initial=first), trouble)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    said = form.cleaned_data
    letter = Letter(
        f"written:{row.pk}:{said['key']}", row.pk, request.user.pk, said["subject"], said["text"], now,
        said["template"], _answered(row, said["answers"]), said["minutes"],
    )  # fmt: skip
    try:
        with transaction.atomic():
            write_it(letter, now=now)
    except Refused as refused:
        if isinstance(refused, Held):
            raise
        return _page(request, row, form, str(refused), 422)
    messages.success(
        request, f"Written to {row.person}; it goes out at once.", extra_tags=f"draft:mail-{row.pk}"
    )
    return back(request, row.pk)


def _page(
    request: PersonRequest, row: Prospect, form: WriteForm, trouble: str = "", status: int = 200
) -> HttpResponse:
    form.fields["text"].widget.attrs["data-draft"] = f"mail-{row.pk}"
    templates = [one for one in in_force(timezone.now())[1].mail.templates if one.purpose == "personal"]
    page = {
        "row": row, "person": row.person, "form": form, "trouble": trouble, "templates": templates,
        "back": request.POST.get("back") or request.GET.get("back", ""), "smtp": queries.server("smtp"),
        "chosen": request.GET.get("template", ""), "answers": request.GET.get("answers", ""),
    }  # fmt: skip
    return render(request, "mail/write.html", page, status=status)


def _first(request: PersonRequest, row: Prospect) -> tuple[dict[str, Any], str]:
    """What stands in the form at first, and what could not be filled in."""
    first: dict[str, Any] = {"key": secrets.token_hex(16)}
    before = _mail_of(row, request.GET.get("answers", ""))
    if before:
        subject = before.subject if before.subject.lower().startswith("re:") else f"Re: {before.subject}"
        quoted = "\n".join(f"> {line}" for line in before.text[:5_000].splitlines())
        first |= {"answers": before.pk, "subject": subject[:300], "text": f"\n\n{quoted}" if quoted else ""}
    key = request.GET.get("template", "")
    if not key:
        return first, ""
    try:
        text = filled(in_force(timezone.now())[1], key, row.person, request.user)
    except Refused as refused:
        return first, str(refused)
    return {"subject": text.subject} | first | {
        "text": text.text + first.get("text", ""),
        "template": key,
    }, ""


def _mail_of(row: Prospect, text: str) -> Mail | None:
    try:
        return (
            Mail.objects.filter(id=numbered(text), prospect__person_id=row.person_id).first()
            if text
            else None
        )
    except ValueError:
        return None


def _answered(row: Prospect, number: int | None) -> int | None:
    found = _mail_of(row, str(number or ""))
    return found.pk if found else None


@require_GET
def templates(request: PersonRequest) -> HttpResponse:
    """Each template of the procedure, as it would come out for a real prospect."""
    row, missed = for_whom(request)
    procedure = in_force(timezone.now())[1]
    shown = [(one, *_preview(procedure, one.key, row, request)) for one in procedure.mail.templates]
    acts = row is not None and row.is_open and may_act(request.user, row, timezone.now())
    return render(
        request, "mail/templates.html", {"shown": shown, "row": row, "acts": acts, "missed": missed}
    )


def for_whom(request: PersonRequest, otherwise: int = 0) -> tuple[Prospect | None, str]:
    """Whom templates are shown for: who is asked for by number, name or address, else this person, else the newest.

    With it, what was asked for and not found.
    """
    rows = visible(request.user).select_related(*TOGETHER).filter(merged_into=None).order_by("-id")
    asked = request.GET.get("prospect", "").replace("\0", "").strip()[:200]
    found = rows.filter(_called(asked)).first() if asked else None
    shown = found or (rows.filter(person_id=otherwise).first() if otherwise else None) or rows.first()
    return shown, asked if found is None else ""


def _called(asked: str) -> Q:
    if asked.isascii() and asked.isdecimal() and len(asked) < 18:
        return Q(id=int(asked))
    return Q(person__name__icontains=asked) | Q(person__email__icontains=asked)


def _preview(
    procedure: Any, key: str, row: Prospect | None, request: PersonRequest
) -> tuple[Filled | None, str]:
    if row is None:
        return None, ""
    try:
        return filled(procedure, key, row.person, request.user), ""
    except Refused as refused:
        return None, str(refused)
