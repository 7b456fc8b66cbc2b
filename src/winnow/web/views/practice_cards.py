"""The cards: what they can be made of, editing and freeing them of names, and who took part."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.practising import candidates, names_left, take
from winnow.practice import actions, queries
from winnow.practice.actions import Draft
from winnow.practice.models import Card
from winnow.procedure.queries import in_force
from winnow.prospects.access import visible
from winnow.web.forms.practice import CardForm
from winnow.web.lists import Column, Filter, Listing, Sort, same
from winnow.web.views.practice import places
from winnow.web.views.prospect_access import PersonRequest

DAYS = 30
CARDS = Listing(
    name="practice-cards",
    noun="cards",
    filters=(
        same("state", "State", "state", options=Card.State.choices),
        same("kind", "Kind", "kind", options=Card.Kind.choices),
        Filter("q", "Says", lambda text: Q(prompt__icontains=text) | Q(good__icontains=text)),
    ),
    sorts=(Sort("state", "state"), Sort("new", "id")),
    default="state",
    columns=(
        Column("Kind", lambda one: one.kind), Column("State", lambda one: one.state),
        Column("Prompt", lambda one: one.prompt), Column("A good answer", lambda one: one.good),
        Column("The buyer", lambda one: one.buyer), Column("Answers", lambda one: one.answers),
    ),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def cards(request: PersonRequest) -> HttpResponseBase:
    """All cards, and what new ones can be made of."""
    shown = CARDS.open(request, Card.objects.annotate(answers=Count("attempts")))
    if shown.export:
        return shown.export
    context = {
        "list": shown, "sort": shown.sort, "now": timezone.now(),
        "candidates": candidates(in_force()[1], visible(request.user)),
        **places(request, "practice_cards"),
    }  # fmt: skip
    return render(request, "practice/cards.html", context)


@require_POST
def taken(request: PersonRequest) -> HttpResponse:
    """A draft of one of them, or an empty one."""
    now, source = timezone.now(), request.POST.get("source", "")
    if not source:
        row: Card | None = actions.draft(Draft(Card.Kind.OBJECTION, "", "…"), by=request.user.pk, now=now)
    else:
        row = take(source, in_force(now)[1], visible(request.user), by=request.user.pk, now=now)
    if row is None:
        raise Http404("A card was made of this already, or it is none of those offered.")
    return redirect("practice_card", row.pk)


@require_http_methods(["GET", "POST"])
def card(request: PersonRequest, pk: int) -> HttpResponse:
    """Edit it; one that still names whom it was made of is not ready."""
    row = get_object_or_404(Card, pk=pk)
    form = CardForm(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        left = names_left(row, said["prompt"], said["good"], said["buyer"])
        if left and said["state"] == Card.State.READY:
            form.add_error(
                None, f"Still named: {', '.join(left)}. Write it so that nobody can be known by it."
            )
        else:
            actions.edit(pk, said["prompt"], said["good"], said["buyer"], said["state"], by=request.user.pk)
            messages.success(request, "Saved.")
            return redirect("practice_cards")
    context = {"row": row, "form": form, "now": timezone.now(), **places(request, "")}
    return render(request, "practice/card.html", context, status=422 if form.errors else 200)


@require_GET
def participation(request: PersonRequest) -> HttpResponse:
    """On how many days each practised; how well they do is theirs."""
    now = timezone.now()
    rows = queries.participation(queries.team_of(request.user), now - timedelta(days=DAYS))
    context = {"rows": rows, "days": DAYS, "now": now, **places(request, "practice_participation")}
    return render(request, "practice/participation.html", context)
