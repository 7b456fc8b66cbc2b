"""Publishing a cut, ending it, and taking either back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.flow import cutting
from winnow.flow.cut_told import told
from winnow.flow.persistently import persistently
from winnow.flow.scene import Refused
from winnow.qualify.cutting import queries
from winnow.web.forms.cut import PublishForm, WithdrawForm
from winnow.web.views.account import signed_in
from winnow.web.views.cut import shown


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """In force from now on; the worker applies it to every fresh batch."""
    form, by, now = PublishForm(request.POST), signed_in(request), timezone.now()
    if form.is_valid():
        asked = form.cleaned_data
        try:
            cut = persistently(
                lambda: cutting.publish(asked["kind"], form.share, by=by, now=now, reason=asked["reason"])
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("cut_take_back", args=[cut.pk])
            messages.success(request, f"The cut is in force. {cut.said}", extra_tags=f"undo:{undo}")
            return redirect("cut")
    return render(request, "cut/cut.html", shown(request, told(now), form=form), status=422)


@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """No cut from now on."""
    form, by, now = WithdrawForm(request.POST), signed_in(request), timezone.now()
    cut = queries.in_force()
    if cut is None:
        messages.error(request, "No cut is in force.")
        return redirect("cut")
    if not form.is_valid():
        return render(request, "cut/cut.html", shown(request, told(now), withdraw_form=form), status=422)
    asked = form.cleaned_data
    back = persistently(
        lambda: cutting.withdraw(by=by, now=now, reason=asked["reason"], bring_back=asked["bring_back"])
    )
    undo = "" if asked["bring_back"] else f"undo:{reverse('cut_resume', args=[cut.pk])}"
    messages.success(request, f"No cut is in force any more.{_back(back)}", extra_tags=undo)
    return redirect("cut")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of publishing."""
    by, now = signed_in(request), timezone.now()
    try:
        back = persistently(lambda: cutting.take_back(pk, by=by, now=now))
        messages.success(request, f"Taken back.{_back(back)}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cut")


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo of ending."""
    by, now = signed_in(request), timezone.now()
    try:
        persistently(lambda: cutting.resume(pk, by=by, now=now))
        messages.success(request, "The cut is in force again.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cut")


def _back(count: int) -> str:
    return f" {count:,} prospect{'' if count == 1 else 's'} came back to a desk." if count else ""
