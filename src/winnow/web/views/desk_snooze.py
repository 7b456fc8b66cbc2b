"""The desk puts a next action off for a while, with the reason; it can be undone at once."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.flow.scene import Refused
from winnow.flow.work import Snooze, snooze
from winnow.web.forms.snooze import SnoozeForm
from winnow.web.views.desk import again
from winnow.web.views.prospect import newest_event
from winnow.web.views.prospect_access import PersonRequest, refusals, worked_on


@require_POST
@refusals
def put_off(request: PersonRequest, prospect: int) -> HttpResponse:
    """Snooze it; what is not allowed is said beside the form, with everything typed still there."""
    row, now = worked_on(request, prospect), timezone.now()
    form = SnoozeForm(request.user.zone, now, request.POST)
    if not form.is_valid():
        return again(request, row, snooze_form=form, snooze_trouble=form.missing())
    try:
        with transaction.atomic():
            wish = Snooze(row.id, form.until(), now, request.user.id, form.cleaned_data["reason"])
            snooze(wish, now=now)
    except Refused as said:
        return again(request, row, snooze_form=form, snooze_trouble=str(said))
    undo = f"undo:{reverse('prospect_undo', args=(row.id, newest_event(row.id)))}"
    messages.success(request, f"{row.person} is put off.", extra_tags=undo)
    return redirect("desk")
