"""Holding the model in use, letting it go again, and taking an earlier one back."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.flow import learning
from winnow.flow.persistently import persistently
from winnow.qualify.models import LearnedModel
from winnow.qualify.odds.actions import NotPossible
from winnow.web.forms.model import WhyForm
from winnow.web.views.account import signed_in
from winnow.web.views.model import shown


@require_POST
def freeze(request: HttpRequest) -> HttpResponse:
    """No other model takes over."""
    return _done(request, "hold", "Model {} is frozen: no other takes over.", learning.freeze)


@require_POST
def unfreeze(request: HttpRequest) -> HttpResponse:
    """The next that is no worse may take over."""
    return _done(
        request, "hold", "Model {} may be replaced again by one that is no worse.", learning.unfreeze
    )


@require_POST
def use(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier model is used again."""
    return _done(request, "use", "Model {} is in use again, and frozen.", partial(learning.roll_back, number))


def _done(request: HttpRequest, name: str, said: str, act: Callable[..., LearnedModel]) -> HttpResponse:
    """Let `act` do it for a reason, by somebody and at an instant, and say so."""
    now = timezone.now()
    form, by = WhyForm(request.POST, name), signed_in(request)
    if form.is_valid():
        try:
            model = persistently(lambda: act(form.cleaned_data["reason"], by=by.id, now=now))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said.format(model.number))
            return redirect("model")
    key = "form" if name == "hold" else "use_form"
    return render(request, "model/model.html", shown(request, **{key: form}), status=422)
