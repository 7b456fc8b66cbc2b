"""First-run set-up: a one-time link makes the first admin; then it is closed for good."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from winnow.intake.models import Import
from winnow.people import actions, queries
from winnow.people.models import Team, User
from winnow.procedure import actions as procedure
from winnow.procedure.problems import ProcedureErrors
from winnow.procedure.queries import in_force
from winnow.prospects.models import Inquiry
from winnow.web.company import with_company
from winnow.web.forms.setup import FirstAdminForm, FirstPeople, FirstTeamForm
from winnow.web.views.account import resolve, sign_in, signed_in


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """Who you are and for which company; only for who has the link, only until it was used."""
    now = timezone.now()
    link = queries.link_for(secret, now)
    if not link or not queries.set_up_is_open():
        raise Http404("Set-up is closed.")
    form = FirstAdminForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return sign_in(request, _set_up(secret, form, now), "first_people")
        except (actions.NotDone, ProcedureErrors) as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    return render(request, "setup/company.html", {"form": form}, status=status)


@transaction.atomic
def _set_up(secret: str, form: FirstAdminForm, now: datetime) -> User:
    """All of it or nothing: a failure leaves the link usable."""
    admin = actions.use_link(secret, now=now)
    if not admin:
        raise Http404("Set-up is closed.")
    given = form.cleaned_data
    admin = actions.edit_person(admin, by=admin, now=now, name=given["name"], email=given["email"])
    actions.choose_password(admin, given["password"], now=now)
    text = procedure.ensure_default(now).text
    ours = with_company(text, form.for_procedure())
    if ours != text:
        procedure.publish(ours, now=now, by=admin, reason="The company's name, time zone and currency")
    return admin


@require_http_methods(["GET", "POST"])
def first_people(request: HttpRequest) -> HttpResponse:
    """Invite the first colleagues; each gets a link to hand over, shown this once."""
    by = signed_in(request)
    team = FirstTeamForm(request.POST or None)
    people = FirstPeople(request.POST or None)
    if request.method == "POST" and team.is_valid() and people.is_valid():
        invited = _invite(request, team.cleaned_data["team"], people.cleaned_data, by)
        return (
            render(request, "setup/invited.html", {"invited": invited}) if invited else redirect("checklist")
        )
    status = 422 if request.method == "POST" else 200
    return render(request, "setup/people.html", {"team": team, "people": people}, status=status)


@transaction.atomic
def _invite(
    request: HttpRequest, team_name: str, rows: Sequence[dict[str, Any]], by: User
) -> list[dict[str, Any]]:
    now = timezone.now()
    wanted = {row["email"]: row for row in rows if row.get("email")}
    if not wanted:
        return []
    zone = in_force(now)[1].hours["default"].timezone
    team = Team.objects.filter(name=team_name).first() or actions.add_team(team_name, zone, by=by, now=now)
    invited = []
    for row in wanted.values():
        person = actions.add_person(
            by=by, now=now, name=row["name"], email=row["email"], role=row["role"], team=team
        )
        secret = actions.make_link(person, by=by, now=now, hours=24 * 7)
        url = request.build_absolute_uri(reverse("sign_in_link", args=[secret]))
        invited.append({"person": person, "url": url})
    return invited


@require_GET
def checklist(request: HttpRequest) -> HttpResponse:
    """What is to be done until inquiries flow, and what of it is done."""
    steps = [
        ("Read the procedure", "What happens with every inquiry, in sentences.", "procedure", False),
        ("Invite people", "Sellers, qualifiers, a manager, a marketer.", "first_people", User.objects.count() > 1),
        ("Import a file", "The leads that you have; a dry run comes first.", "imports", Import.objects.exists()),
        ("Put a form on your site", "Copy it as plain HTML, or link to the hosted one.", "forms", False),
        ("Take in the first inquiry", "A caller on the line, typed in 20 seconds.", "entry", Inquiry.objects.exists()),
    ]  # fmt: skip
    shown = [
        {"title": title, "text": text, "url": url, "done": done}
        for title, text, route, done in steps
        if (url := _address(route))
    ]
    return render(request, "setup/checklist.html", {"steps": shown})


def _address(route: str) -> str:
    try:
        return resolve(route)
    except NoReverseMatch:
        return ""
