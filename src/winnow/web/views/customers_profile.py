"""The ideal profile in sentences, a target list ranked by it, and those chosen put into an outbound campaign."""

from math import exp
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.customers.profile import Effect, Profile
from winnow.flow.customers.profiling import profile, reasons
from winnow.flow.customers.targets import Taken, rank, take_up
from winnow.flow.scene import Refused
from winnow.procedure.queries import in_force
from winnow.web.forms.customers import TakeForm, TargetsForm
from winnow.web.views.customers import places
from winnow.web.views.prospect_access import PersonRequest

SALT = "winnow.targets"
A_DAY = 86_400  # s; a ranked page can be used for so long
TOLD = 12  # effects of each kind
SHOWN = 100  # targets of a page; `winnow targets` tells more


@require_GET
def profile_page(request: PersonRequest) -> HttpResponse:
    """What separates customers, and where to put a file."""
    return _shown(request)


def _shown(request: PersonRequest, status: int = 200, **more: Any) -> HttpResponse:
    now, procedure = timezone.now(), in_force()[1]
    known = profile(now)
    effects = [one for some in known.effects.values() for one in some.values()]
    effects.sort(key=lambda one: -one.log)
    context = {
        "profile": known, "currency": procedure.company.currency, "now": now,
        "better": [_line(one, known) for one in effects if one.log > 0][:TOLD],
        "worse": [_line(one, known) for one in reversed(effects) if one.log < 0][:TOLD],
        "reasons": reasons({one.key: one.text for one in procedure.outcomes}),
        "file_form": more.pop("form", None) or TargetsForm(), **places(request, "customers_profile"), **more,
    }  # fmt: skip
    return render(request, "customers/profile.html", context, status=status)


def _line(one: Effect, known: Profile) -> tuple[Effect, float]:
    """With how many times the usual it counts for, as far as effects hold."""
    return one, exp(known.slope * one.log)


@require_POST
def ranked(request: PersonRequest) -> HttpResponse:
    """Rank the file that was sent; nothing of it is kept."""
    form = TargetsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, 422, form=form)
    with NamedTemporaryFile(suffix=".table") as kept:
        for chunk in form.cleaned_data["file"].chunks():
            kept.write(chunk)
        kept.flush()
        try:
            found = rank(Path(kept.name), profile(timezone.now()), SHOWN)
        except Refused as refused:
            return _shown(request, 422, trouble=str(refused).replace(Path(kept.name).name, "The file"))
    targets = [(one, signing.dumps([one.fields, one.cells], salt=SALT, compress=True)) for one in found.best]
    return _shown(request, found=found, targets=targets, take_form=TakeForm())


@require_POST
def taken(request: PersonRequest) -> HttpResponse:
    """Put the ticked ones into the campaign, each with an owner and a next action."""
    form = TakeForm(request.POST)
    try:
        chosen = [
            tuple(signing.loads(text, salt=SALT, max_age=A_DAY))
            for text in request.POST.getlist("pick")[:SHOWN]
        ]
    except signing.BadSignature:
        return _shown(request, 422, trouble="This list is older than a day. Rank the file again.")
    if not form.is_valid() or not chosen:
        return _shown(
            request, 422, trouble="Tick who is taken up, and name the campaign. Then rank the file again."
        )
    found = take_up(chosen, form.cleaned_data["campaign"], now=timezone.now(), by=request.user.pk)
    said = f"{found.new} of {len(chosen)} are prospects now, with an owner each, {_when(found)}"
    messages.success(request, f"{said}; the others were known or cannot be reached.")
    return redirect("customers_profile")


def _when(found: Taken) -> str:
    """In whose time they are tried first."""
    if not found.in_blocks:
        return "on the clock of the channel: nobody has planned time for prospecting with room for them"
    return f"{found.in_blocks} of them to be tried in the time that is planned for prospecting"
