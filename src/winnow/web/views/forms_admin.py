"""Forms as the marketer makes them: list, write, copy to the own site, try, close."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from winnow.flow.intake import Terms, receive
from winnow.intake import forms
from winnow.intake.models import Form
from winnow.intake.posted import Sent, of_form
from winnow.people.models import User
from winnow.prospects.models import Prospect
from winnow.prospects.transitions import Actor
from winnow.web.forms.hosted import HostedForm
from winnow.web.forms.public import FIELDS, HONEYPOT, PublicForm
from winnow.web.lists import Column, Filter, Listing, Sort

FORMS = Listing(
    name="forms",
    noun="forms",
    filters=(
        Filter("q", "Title or address", lambda text: Q(title__icontains=text) | Q(slug__icontains=text)),
        Filter(
            "open", "Open", lambda word: Q(is_open=word == "yes"), options=(("yes", "Open"), ("no", "Closed"))
        ),
    ),
    sorts=(Sort("title", "title"), Sort("slug", "slug"), Sort("made", "created_at")),
    default="title",
    columns=(
        Column("Title", lambda one: one.title),
        Column("Address", lambda one: one.slug),
        Column("Channel", lambda one: one.channel),
        Column("Campaign", lambda one: one.campaign.name if one.campaign else ""),
        Column("Open", lambda one: "yes" if one.is_open else "no"),
    ),
)


@require_http_methods(["GET", "POST"])
def form_list(request: HttpRequest) -> HttpResponseBase:
    shown = FORMS.open(request, _forms())
    return shown.export or render(request, "forms/list.html", {"list": shown, "sort": shown.sort})


@require_http_methods(["GET", "POST"])
def form_add(request: HttpRequest) -> HttpResponse:
    asked = HostedForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        try:
            made = forms.create(asked.cleaned_data, by=_me(request), now=timezone.now())
        except forms.NotSaved as error:
            asked.add_error(None, str(error))
        else:
            messages.success(request, "The form is open. Try it, then put it on your site.")
            return redirect("form", made.pk)
    return render(request, "forms/edit.html", {"form": asked}, status=422 if asked.errors else 200)


@require_http_methods(["GET", "POST"])
def form_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_forms(), pk=pk)
    asked = HostedForm(request.POST or None, initial={key: getattr(row, key) for key in forms.SET_BY_PEOPLE})
    if request.method == "POST" and asked.is_valid():
        try:
            forms.edit(row, asked.cleaned_data, by=_me(request), now=timezone.now())
        except forms.NotSaved as error:
            asked.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("form", row.pk)
    return render(
        request, "forms/edit.html", {"form": asked, "row": row}, status=422 if asked.errors else 200
    )


@require_safe
def form_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One form: where it is, how it looks, what to copy."""
    row = get_object_or_404(_forms(), pk=pk)
    address = request.build_absolute_uri(reverse("public_form", args=[row.slug]))
    context = {
        "row": row,
        "address": address,
        "snippet": snippet(row, address),
        "web_to_lead": request.build_absolute_uri(reverse("web_to_lead")),
        "preview": PublicForm(consent_text=row.consent_text, auto_id="preview_%s"),
    }
    return render(request, "forms/form.html", context)


@require_POST
def form_try(request: HttpRequest, pk: int) -> HttpResponse:
    """A real inquiry of the one who tries it, through the real flow: its clock can be seen to start."""
    row, me, now = get_object_or_404(_forms(), pk=pk), _me(request), timezone.now()
    posted = {
        "name": [me.name],
        "email": [me.email],
        "message": ["This is a try of the form, not an inquiry."],
    }
    raw = of_form(Sent(posted, first_touch={}, fill_seconds=60.0), forms.speaks(row))
    receipt = receive(
        [raw], now=now, terms=Terms(Actor("user", me.pk), may_create_campaigns=False, screened=False)
    )[0]
    prospect = Prospect.objects.select_related("owner", "person").get(pk=receipt.prospect)
    return render(
        request, "forms/tried.html", {"row": row, "prospect": prospect, "receipt": receipt, "now": now}
    )


@require_POST
def form_close(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_open(request, pk, False, "Closed: it takes no more inquiries. What came in stays.")


@require_POST
def form_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_open(request, pk, True, "Open again.")


def snippet(row: Form, address: str) -> str:
    """Plain HTML for any site; the fields are those of the hosted page."""
    asked: dict[str, Any] = {"row": row, "address": address, "fields": FIELDS, "honeypot": HONEYPOT}
    return render_to_string("forms/snippet.html", asked).strip()


def _set_open(request: HttpRequest, pk: int, is_open: bool, said: str) -> HttpResponse:
    row = get_object_or_404(_forms(), pk=pk)
    forms.set_open(row, is_open, by=_me(request), now=timezone.now())
    messages.success(request, said)
    return redirect("form", row.pk)


def _forms() -> "QuerySet[Form]":
    return Form.objects.select_related("campaign")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the gate lets nobody else in
    return request.user
