"""The hosted form: shown with an unseen seal, taken from anywhere, without script and without a session."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from winnow.intake.forms import speaks
from winnow.intake.models import Form
from winnow.intake.posted import FIRST, TRACES, Sent, of_form
from winnow.web.forms.public import HONEYPOT, PublicForm
from winnow.web.views.public_door import BODY_CAP, TAKEN, Outcome, address_of, crowded, hand_in, once
from winnow.web.views.public_seal import first_touch, last_touch, remember_first, seal, unseal

UNSEEN = ("seal", HONEYPOT)


@csrf_exempt  # it changes nothing of whoever is signed in, and sites without our cookie post here
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hosted(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form, or take what was posted to it."""
    form = _form(slug)
    if not form.is_open:
        return render(request, "public/closed.html", {"form_row": form}, status=410)
    return _take(request, form) if request.method == "POST" else _show(request, form)


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "public/thanks.html", {"form_row": _form(slug)})


def _form(slug: str) -> Form:
    return get_object_or_404(Form.objects.select_related("campaign"), slug=slug)


def _show(request: HttpRequest, form: Form) -> HttpResponse:
    now, touch = timezone.now(), last_touch(request)
    asked = PublicForm(consent_text=form.consent_text)
    response = render(request, "public/form.html", _context(form, asked, seal(form.pk, now), touch))
    remember_first(request, response, touch, now)
    return response


def _take(request: HttpRequest, form: Form) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > BODY_CAP:
        raise BadRequest("This is too long for a form. Write less, or send us an e-mail.")
    now = timezone.now()
    asked = PublicForm(request.POST, consent_text=form.consent_text)
    outcome = crowded(request, form, now)
    if outcome is None and not asked.is_valid():
        outcome = Outcome(422)
    if outcome is None:
        shown = unseal(request.POST.get("seal", ""), form.pk)
        sent = _sent(request, (now - shown.at).total_seconds() if shown else None)
        words = repr(sorted(sent.values.items())).encode(errors="replace")
        outcome = hand_in(of_form(sent, speaks(form)), once(form, shown.nonce if shown else "", words))
    if outcome.status == TAKEN:
        return HttpResponseRedirect(reverse("public_thanks", args=[form.slug]), status=TAKEN)
    return _again(request, form, asked, outcome)


def _sent(request: HttpRequest, fill_seconds: float | None) -> Sent:
    values = {key: texts for key, texts in request.POST.lists() if key not in UNSEEN}
    return Sent(
        values=values,
        first_touch=first_touch(request),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:1000],
        referrer=request.META.get("HTTP_REFERER", "")[:2000],
        address=address_of(request),
        fill_seconds=fill_seconds,
        honeypot=bool(request.POST.get(HONEYPOT)),
    )


def _again(request: HttpRequest, form: Form, asked: PublicForm, outcome: Outcome) -> HttpResponse:
    """The same page with what was typed, what is wrong, and the seal of its first showing."""
    for sentence in outcome.said:
        asked.add_error(None, sentence)
    carried = {key: request.POST[key] for key in _carried() if request.POST.get(key)}
    given = request.POST.get("seal", "")
    context = _context(form, asked, given or seal(form.pk, timezone.now()), carried)
    response = render(request, "public/form.html", context, status=outcome.status)
    if outcome.retry_after:
        response["Retry-After"] = str(outcome.retry_after)
    return response


def _carried() -> tuple[str, ...]:
    return (*TRACES, *(f"{FIRST}{key}" for key in TRACES))


def _context(form: Form, asked: PublicForm, sealed: str, touch: dict[str, str]) -> dict[str, Any]:
    unseen = [("seal", sealed), *touch.items()]
    return {"form_row": form, "form": asked, "unseen": unseen, "honeypot": HONEYPOT}


def form_by_web_to_lead_id(oid: str) -> Form:
    """Raises Http404 if no form has it."""
    found = (
        Form.objects.select_related("campaign").filter(web_to_lead_id=oid, is_open=True).first()
        if oid
        else None
    )
    if found is None:
        raise Http404("No open form has this oid.")
    return found
