"""One opportunity: what is known of it, why it is still in the pipeline, and what can be told of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from winnow.deals import queries
from winnow.deals.models import Opportunity
from winnow.flow.deals.judging import Judgement
from winnow.flow.deals.moving import Advance, Leaves, Sized, TakesPart, Timeline, Told, Wants, tell
from winnow.flow.scene import Refused
from winnow.procedure.queries import in_force
from winnow.prospects.access import may_act
from winnow.prospects.models import Order, Prospect
from winnow.prospects.words import Grade, Outcome, Role, State
from winnow.web.forms.deals import (
    BecauseForm,
    KeepForm,
    MoneyForm,
    PersonForm,
    StageForm,
    TimelineForm,
    WantsForm,
)
from winnow.web.lists import numbered
from winnow.web.views.deal_others import of_prospect as further
from winnow.web.views.deals_board import places
from winnow.web.views.offers_listed import of_prospect
from winnow.web.views.prospect_access import PersonRequest, refusals, seen, worked_on

FORMS: dict[str, Any] = {
    "stage": StageForm, "money": MoneyForm, "timeline": TimelineForm, "wants": WantsForm, "person": PersonForm,
}  # fmt: skip
LOST = (Outcome.BOUGHT_ELSEWHERE, Outcome.NOT_BUYING)


@require_GET
def page(request: PersonRequest, prospect: int) -> HttpResponse:
    """What is known, by whom it is decided, why it is still here."""
    row = seen(request, prospect)
    return shown(request, row, opportunity(row))


def opportunity(row: Prospect) -> Opportunity:
    """Raises Http404 for a prospect that never reached the stage."""
    found = Opportunity.objects.filter(pk=row.pk).first()
    if found is None:
        raise Http404("This prospect is no opportunity yet: a seller has to accept it first.")
    return found


def shown(
    request: PersonRequest, row: Prospect, deal: Opportunity, status: int = 200, **bound: Any
) -> HttpResponse:
    """`bound` are forms that were sent and are shown again with what is wrong."""
    now = timezone.now()
    pipe = Judgement.at(now)
    is_open = row.stage == "opportunity" and row.state == State.WORKING
    acts = is_open and may_act(request.user, row, now) and not row.merged_into_id
    rules = pipe.procedure.deals
    context = {
        "row": row, "person": row.person, "deal": deal, "now": now, "acts": acts, "is_open": is_open,
        "stage": rules.stage(deal.stage), "stages": [(one, rules.place(one.key)) for one in rules.stages],
        "place": rules.place(deal.stage), "steps": deal.steps.select_related("by").order_by("-at", "-id"),
        "stage_texts": {one.key: one.text for one in rules.stages}, "lines": deal.lines.order_by("id"),
        "participants": _participants(deal, pipe), "wanted": _text(pipe.procedure.outcomes, deal.wanted),
        "minutes": queries.minutes([deal.pk]).get(deal.pk, 0), "mirrored": mirror_of(deal, pipe),
        "orders": Order.objects.filter(prospect=row, withdrawn_at=None), "rule": rules.purge,
        "may_send_back": may_send_back(request, row, deal),
        "opened": request.GET.get("do", "") or next(iter(bound), ""),
        "trouble": bound.pop("trouble", ""), **(_standing(row, pipe) if is_open else {}), **places(request, ""),
        "manages": request.user.role in (Role.MANAGER, Role.ADMIN), "send_back": BecauseForm(name="back"),
        "keep": KeepForm(most=rules.purge.keep_days), **of_prospect(row, acts), **more_of(bound),
        **further(request, row, may_act(request.user, row, now) and not row.merged_into_id),
    }  # fmt: skip
    if acts:
        context["forms"] = {
            name: bound.get(name) or form(pipe.procedure, deal) for name, form in FORMS.items()
        }
    return render(request, "deals/deal.html", context, status=status)


def more_of(bound: dict[str, Any]) -> dict[str, Any]:
    """What is no form of this page but belongs on it."""
    return {name: bound[name] for name in bound if name not in FORMS}


def _standing(row: Prospect, pipe: Judgement) -> dict[str, Any]:
    """Why it is still here, or that it is not."""
    deal = queries.shown([row.pk])[row.pk]
    judged = pipe.of([deal])[deal.pk]
    return {"judged": judged, "why": pipe.why(judged)}


def _participants(deal: Opportunity, pipe: Judgement) -> list[tuple[Any, str]]:
    return [(one, _text(pipe.procedure.deals.parts, one.part)) for one in deal.participants.order_by("id")]


def _text(known: Any, key: str) -> str:
    return next((one.text for one in known if one.key == key), key)


def mirror_of(deal: Opportunity, pipe: Judgement) -> list[tuple[str, str]]:
    """The answers of the newest loss, question by question."""
    newest = deal.mirrored.order_by("-at", "-id").first()
    if newest is None:
        return []
    rows = deal.mirrored.filter(at=newest.at).order_by("id")
    return [(_text(pipe.procedure.deals.mirror, one.question), one.answer) for one in rows]


def may_send_back(request: PersonRequest, row: Prospect, deal: Opportunity) -> bool:
    """A manager's, once, of one that was lost."""
    manages = request.user.role in (Role.MANAGER, Role.ADMIN)
    return manages and row.state == State.CLOSED and row.outcome in LOST and deal.sent_back_at is None


@require_POST
@refusals
def act(request: PersonRequest, prospect: int, action: str) -> HttpResponse:
    """Record one thing; what is refused is said on the page, with everything typed still there."""
    row, now = worked_on(request, prospect), timezone.now()
    deal = opportunity(row)
    if action == "leaves":
        return _leaves(request, row)
    if action not in FORMS:
        raise Http404("There is no such action.")
    form = FORMS[action](in_force(now)[1], deal, request.POST)
    if not form.is_valid():
        return shown(request, row, deal, 422, **{action: form})
    try:
        with transaction.atomic():
            tell([_TOLD[action](row.pk, now, request.user.pk, form)], now=now)
    except Refused as refusal:
        return shown(request, row, deal, 422, trouble=str(refusal), **{action: form})
    messages.success(request, "Saved.")
    return redirect("deal", row.pk)


def _leaves(request: PersonRequest, row: Prospect) -> HttpResponse:
    now = timezone.now()
    try:
        number = numbered(request.POST.get("participant", ""))
    except ValueError:
        raise Http404("Nobody of that kind takes part.") from None
    with transaction.atomic():
        tell([Leaves(row.pk, now, request.user.pk, number)], now=now)
    return redirect("deal", row.pk)


def _advance(prospect: int, now: Any, by: int, form: Any) -> Told:
    said = form.cleaned_data
    return Advance(prospect, now, by, said["stage"], said["evidence"], Grade(said["grade"]))


def _sized(prospect: int, now: Any, by: int, form: Any) -> Told:
    said = form.cleaned_data
    return Sized(
        prospect,
        now,
        by,
        said["amount"],
        said["low"],
        said["high"],
        said["margin"],
        said["currency"],
        form.lines(),
    )


def _timeline(prospect: int, now: Any, by: int, form: Any) -> Told:
    said = form.cleaned_data
    return Timeline(prospect, now, by, said["decides_by"], said["evidence"], Grade(said["grade"]))


def _wants(prospect: int, now: Any, by: int, form: Any) -> Told:
    said = form.cleaned_data
    return Wants(prospect, now, by, said["wanted"], said["words"], said["competitors"])


def _person(prospect: int, now: Any, by: int, form: Any) -> Told:
    said = form.cleaned_data
    return TakesPart(prospect, now, by, said["name"], said["part"], said["note"])


_TOLD: dict[str, Callable[[int, Any, int, Any], Told]] = {
    "stage": _advance, "money": _sized, "timeline": _timeline, "wants": _wants, "person": _person,
}  # fmt: skip
