"""Cadences as pictures, with who stands where; another one for many at once, with its undo; planned anew."""

from collections.abc import Collection, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from winnow.flow.cadences.changing import change, undo
from winnow.flow.cadences.planning import replan, those_among
from winnow.flow.cadences.replanning import undo as undo_replanning
from winnow.flow.cadences.standing import Standing, standings
from winnow.flow.scene import Refused
from winnow.followup.models import CadenceChange, Replanning
from winnow.people.models import User
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Cadence, Procedure
from winnow.prospects.access import owned_within, sees, visible
from winnow.prospects.words import Queue
from winnow.web.access import may_open
from winnow.web.forms.cadences import ChangeForm, for_whom, title
from winnow.web.lists import Listing, Sort, numbered
from winnow.web.views.prospect_access import PersonRequest

MOST = 5_000  # prospects changed while somebody waits; more by `winnow cadence change`
HISTORY, LOOKED_BACK = (
    10,
    40,
)  # changes of a page, and how many are looked through at once for those of one's own
ROUNDS = Listing(
    name="replannings", noun="rounds", sorts=(Sort("version", "version"),), default="-version", size=5
)
ICONS = {
    "call": "phone",
    "email": "mail",
    "message": "message",
    "letter": "doc",
    "social": "globe",
    "meeting": "users",
}
WORDS = {"call": "Call", "email": "E-mail", "message": "Message", "letter": "Letter", "social": "Social network",
         "meeting": "Meeting"}  # fmt: skip


@require_GET
def page(request: PersonRequest) -> HttpResponse:
    """Each cadence with its steps, and how many of the reader's prospects wait at each."""
    _, procedure = in_force(timezone.now())
    counted = standings(procedure, visible(request.user))
    shown = [_picture(name, one, counted[name], procedure) for name, one in procedure.cadences.items()]
    may_change = may_open("cadences_change", request.user)
    listed = ROUNDS.open(request, Replanning.objects.all())
    rounds = _rounds(listed.rows, request.user if may_change else None)
    context = {"cadences": shown, "rounds": rounds, "list": listed, "may_change": may_change}
    return render(request, "cadences/list.html", context)


def _rounds(rows: list[Replanning], manager: User | None) -> list[dict[str, Any]]:
    """After published procedures; and whether a manager may undo each, if it stands."""
    whole = _theirs(manager, [one.moved for one in rows]) if manager else [False for _ in rows]
    return [
        {"row": one, "moved": len(one.moved), "undo": all_theirs and _stands(one)}
        for one, all_theirs in zip(rows, whole, strict=True)
    ]


def _stands(one: Replanning) -> bool:
    return bool(one.done_at and one.moved and not one.undone_at)


def _theirs(user: User, several: Sequence[Collection[int]]) -> list[bool]:
    """Of several groups of prospects, each whether they see the whole of it: only then is it theirs to undo."""
    if sees(user) is None:
        return [True for _ in several]
    theirs = those_among({number for some in several for number in some}, visible(user))
    return [theirs.issuperset(some) for some in several]


def _history(user: User, before: int | None) -> tuple[list[tuple[CadenceChange, bool]], int | None]:
    """Changes that concern the reader's own prospects alone, or are their own; and whether to undo each.

    The newest before this one, if any; and before which one the next of them lie, if there are more.
    """
    shown: list[tuple[CadenceChange, bool]] = []
    rows = CadenceChange.objects.select_related("by").order_by("-id")
    while len(shown) <= HISTORY:
        newest = list(rows.filter(pk__lt=before)[:LOOKED_BACK] if before else rows[:LOOKED_BACK])
        found = zip(newest, _theirs(user, [one.prospects for one in newest]), strict=True)
        shown += [(one, whole and not one.undone_at) for one, whole in found if whole or one.by_id == user.pk]
        if len(newest) < LOOKED_BACK:
            break
        before = newest[-1].pk
    return shown[:HISTORY], shown[HISTORY - 1][0].pk if len(shown) > HISTORY else None


def _before(text: str) -> int | None:
    """Before which change, as the address says it."""
    try:
        return numbered(text) if text else None
    except ValueError:
        raise BadRequest("There is no such page of changes. Start again at the newest.") from None


def _picture(name: str, cadence: Cadence, standing: Standing, procedure: Procedure) -> dict[str, Any]:
    day, steps = 0, []
    for number, step in enumerate(cadence.steps):
        day += step.after_days
        template = procedure.mail.template(step.template) if step.template else None
        steps.append({
            "number": number + 1, "icon": ICONS[step.kind], "what": WORDS[step.kind], "day": day,
            "part": "" if step.part_of_day == "any" else step.part_of_day, "by_itself": step.automatic,
            "template": template.text if template else "", "here": standing.steps[number],
        })  # fmt: skip
    return {
        "name": name, "title": title(name, procedure), "whose": for_whom(name, procedure), "steps": steps,
        "standing": standing, "least_attempts": cadence.least_attempts, "least_days": cadence.least_days,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def change_page(request: PersonRequest) -> HttpResponse:
    """Who is meant and how many they are; with a POST they are put on the other cadence."""
    now = timezone.now()
    _, procedure = in_force(now)
    looked = request.GET.copy()
    looked.pop("before", None)  # a page of the history says nothing of who is meant
    form = ChangeForm(procedure, _owners(request.user), request.POST or None, looked=looked)
    meant = form.narrowed(visible(request.user)) if form.said else []
    if request.method == "GET":
        return _change(request, form, meant)
    if not form.is_valid():
        return _change(request, form, meant, 422)
    if len(meant) > MOST or not meant:
        said = (
            f"That is {len(meant):,} prospects, more than {MOST:,} at once. Narrow them, or use winnow cadence change."
            if meant else "Nobody is meant. Choose others."
        )  # fmt: skip
        return _change(request, form, meant, 422, trouble=said)
    try:
        done = change(meant, form.to(), by=request.user.pk, reason=form.cleaned_data["reason"], now=now)
    except Refused as refusal:
        return _change(request, form, meant, 422, trouble=str(refusal))
    messages.success(
        request, f"{done.planned + done.kept} changed: {done.planned} planned anew, {done.kept} go on as agreed first.",
        extra_tags=f"undo:{reverse('cadences_undo', args=(done.change.pk,))}",
    )  # fmt: skip
    return redirect("cadences")


def _owners(user: User) -> Any:
    return User.objects.filter(owned_within(user), is_active=True).order_by("name")


def _change(
    request: PersonRequest, form: ChangeForm, meant: list[int], status: int = 200, **more: Any
) -> HttpResponse:
    promised = visible(request.user).filter(id__in=meant[:MOST], queue=Queue.PROMISED).count() if meant else 0
    before = _before(request.GET.get("before", ""))
    history, earlier = _history(request.user, before)
    context = {
        "form": form, "count": len(meant), "promised": promised, "most": MOST, "history": history,
        "earlier": earlier, "is_newest": before is None, **more,
    }  # fmt: skip
    return render(request, "cadences/change.html", context, status=status)


@require_POST
def undone(request: PersonRequest, pk: int) -> HttpResponse:
    """Everybody whom that change moved has the cadence they had before."""
    try:
        count = undo(pk, by=request.user.pk, now=timezone.now(), among=visible(request.user))
        messages.success(request, f"Undone for {count}.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cadences_change")


@require_POST
def replanning_undone(request: PersonRequest, pk: int) -> HttpResponse:
    """Each attempt that a published procedure moved stands where it stood, if it still lies ahead."""
    try:
        count = undo_replanning(pk, by=request.user.pk, now=timezone.now(), among=visible(request.user))
        messages.success(request, f"{count} put back where they were.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cadences")


@require_POST
def replanned(request: PersonRequest) -> HttpResponse:
    """Attempts to come that lie outside the hours in force are moved into them."""
    looked, moved = replan(now=timezone.now(), among=visible(request.user))
    messages.success(request, f"{looked} attempts looked at, {moved} moved into the hours in force.")
    return redirect("cadences")
