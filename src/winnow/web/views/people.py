"""People and teams: the admin's pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from winnow.people import actions, queries
from winnow.people.models import Absence, Team, User
from winnow.procedure.prose.arriving import in_words
from winnow.procedure.queries import in_force
from winnow.web.forms.people import AbsenceForm, PersonForm, TeamForm
from winnow.web.forms.setup import ROLES
from winnow.web.lists import Column, Filter, Listing, Sort, row_of, same
from winnow.web.views.account import signed_in

PEOPLE = Listing(
    name="people",
    noun="people",
    filters=(
        Filter("q", "Name or e-mail", lambda text: Q(name__icontains=text) | Q(email__icontains=text)),
        same("role", "Role", "role", options=ROLES),
        row_of("team", "Team", "team_id", lambda request: teams_as_options()),
        Filter(
            "here", "Sign-in", lambda word: Q(is_active=word == "yes"),
            options=(("yes", "Active"), ("no", "Deactivated")),
        ),
    ),
    sorts=(Sort("name", "name"), Sort("role", "role"), Sort("joined", "joined_at"), Sort("cost", "hourly_cost")),
    default="name",
    columns=(
        Column("Name", lambda one: one.name),
        Column("E-mail", lambda one: one.email),
        Column("Role", lambda one: one.role),
        Column("Team", lambda one: one.team),
        Column("Active", lambda one: "yes" if one.is_active else "no"),
        Column("Cost of an hour", lambda one: one.hourly_cost),
    ),
)  # fmt: skip
FIELDS = (
    "name", "email", "role", "team", "timezone", "territories", "languages", "skills", "niches", "capacity",
    "hourly_cost",
)  # fmt: skip


def teams_as_options() -> list[tuple[str, str]]:
    return [(str(team.pk), team.name) for team in Team.objects.order_by("name")]


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponseBase:
    """Who works here."""
    shown = PEOPLE.open(request, queries.everybody())
    return shown.export or render(request, "people/list.html", {"list": shown, "sort": shown.sort})


@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    """Somebody new; their link comes next."""
    form = PersonForm(request.POST or None)
    added = _done(
        request, form, lambda given: actions.add_person(by=signed_in(request), now=timezone.now(), **given)
    )
    if added:
        return _show_link(request, added)
    page = {"form": form, "currency": in_force()[1].company.currency}
    return render(request, "people/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """All that can be said of one person, and what can be done for them."""
    one = get_object_or_404(User.objects.select_related("team", "load"), pk=pk)
    form = PersonForm(request.POST or None, initial={field: getattr(one, field) for field in FIELDS})
    saved = _done(
        request,
        form,
        lambda given: actions.edit_person(one, by=signed_in(request), now=timezone.now(), **given),
    )
    if saved:
        messages.success(request, f"{saved.name} is saved.")
        return redirect("person", pk=pk)
    page = _person_page(one) | {"form": form}
    return render(request, "people/person.html", page, status=422 if form.errors else 200)


def _person_page(one: User) -> dict[str, Any]:
    held = one.load.working if hasattr(one, "load") else 0
    procedure = in_force()[1]
    return {
        "person": one,
        "held": held,
        "held_url": f"{_prospects()}?owner={one.pk}" if _prospects() else "",
        "absences": one.absences.order_by("starts"),
        "away": AbsenceForm(),
        "currency": procedure.company.currency,
        "hours": in_words(procedure.hours_of(one.team.name if one.team else "default")),
    }


def _prospects() -> str:
    try:
        return reverse("prospects")
    except NoReverseMatch:
        return ""


@require_POST
def absence_add(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(User.objects.select_related("team", "load"), pk=pk)
    form = AbsenceForm(request.POST)
    by = signed_in(request)
    if _done(request, form, lambda given: actions.add_absence(one, by=by, now=timezone.now(), **given)):
        return redirect("person", pk=pk)
    initial = {field: getattr(one, field) for field in FIELDS}
    page = _person_page(one) | {"form": PersonForm(initial=initial), "away": form}
    return render(request, "people/person.html", page, status=422)


@require_POST
def absence_drop(request: HttpRequest, pk: int) -> HttpResponse:
    away = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    actions.drop_absence(away, by=signed_in(request), now=timezone.now())
    return redirect("person", pk=away.user_id)


@require_POST
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """They are signed out everywhere; what they hold is shown, to be given to others."""
    one, by, now = get_object_or_404(User, pk=pk), signed_in(request), timezone.now()
    try:
        actions.deactivate(one, by=by, now=now)
    except actions.NotDone as refusal:
        messages.error(request, str(refusal))
        return redirect("person", pk=pk)
    actions.end_sessions(one, by=by, now=now)
    undo = reverse("person_reactivate", args=[pk])
    messages.success(request, f"{one.name} is deactivated.", extra_tags=f"undo:{undo}")
    return redirect("person", pk=pk)


@require_POST
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    one = actions.reactivate(get_object_or_404(User, pk=pk), by=signed_in(request), now=timezone.now())
    messages.success(request, f"{one.name} can sign in again.")
    return redirect("person", pk=pk)


@require_POST
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time link, shown once."""
    one = get_object_or_404(User, pk=pk)
    if not one.is_active:
        messages.error(request, f"{one.name} is deactivated. Let them in again first.")
        return redirect("person", pk=pk)
    return _show_link(request, one)


@require_POST
def person_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(User, pk=pk)
    ended = actions.end_sessions(one, by=signed_in(request), now=timezone.now())
    messages.success(request, f"{one.name} is signed out everywhere ({ended}).")
    return redirect("person", pk=pk)


@require_POST
def person_factors(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(User, pk=pk)
    actions.drop_second_factors(one, by=signed_in(request), now=timezone.now())
    messages.success(request, f"{one.name} signs in by password alone until a new second factor is added.")
    return redirect("person", pk=pk)


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponse:
    """All teams, and a form for another."""
    form = TeamForm(request.POST or None)
    by = signed_in(request)
    if _done(request, form, lambda given: actions.add_team(**given, by=by, now=timezone.now())):
        return redirect("teams")
    page = {"form": form, "teams": Team.objects.order_by("name").prefetch_related("members")}
    return render(request, "people/teams.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Team, pk=pk)
    form = TeamForm(request.POST or None, initial={"name": one.name, "timezone": one.timezone})
    by = signed_in(request)
    if _done(request, form, lambda given: actions.edit_team(one, **given, by=by, now=timezone.now())):
        return redirect("teams")
    page = {"form": form, "team": one}
    return render(request, "people/team.html", page, status=422 if form.errors else 200)


@require_POST
def team_drop(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.drop_team(get_object_or_404(Team, pk=pk), by=signed_in(request), now=timezone.now())
    except actions.NotDone as refusal:
        messages.error(request, str(refusal))
    return redirect("teams")


def _done(request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], Any]) -> Any:
    """What the action returned, or None where the form or the action refuses; the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except actions.NotDone as refusal:
        form.add_error(None, str(refusal))
        return None


def _show_link(request: HttpRequest, one: User) -> HttpResponse:
    secret = actions.make_link(one, by=signed_in(request), now=timezone.now())
    url = request.build_absolute_uri(reverse("sign_in_link", args=[secret]))
    return render(request, "people/link.html", {"person": one, "url": url})
