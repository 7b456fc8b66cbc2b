"""Editing a person's card; if the address is somebody else's, a merge is offered instead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from winnow.flow.industries import suggested
from winnow.procedure.queries import in_force
from winnow.prospects.actions.edit import Taken, edit
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor
from winnow.web.forms.person import PersonForm
from winnow.web.views.prospect_access import PersonRequest, worked_on


def edit_card(request: PersonRequest, prospect: int) -> HttpResponse:
    row, now = worked_on(request, prospect), timezone.now()
    version, procedure = in_force(now)
    home = row.person.country or procedure.company.country
    form = PersonForm(row, home, request.POST if request.method == "POST" else None)
    other = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit(form.edit(), now=now, version=version, actor=Actor("user", request.user.id))
        except Taken as taken:
            form.add_error(None, f"{taken} Nothing was saved.")
            other = (
                Prospect.objects.filter(person_id=taken.person, merged_into=None, further_of=None)
                .order_by("-id")
                .first()
            )
        else:
            messages.success(request, "The card is changed." if changed else "Nothing was different.")
            return redirect("prospect", row.id)
    context = {"form": form, "row": row, "person": row.person, "other": other, "now": now}
    context["industries"] = suggested(procedure)
    return render(request, "prospects/edit.html", context, status=422 if form.errors else 200)
