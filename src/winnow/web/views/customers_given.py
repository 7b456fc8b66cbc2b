"""Several customers to somebody else at once, with the reason; and the undo of it, for a day."""

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from winnow.customers.queries import seen_by
from winnow.flow.customers.giving import give, give_back
from winnow.flow.scene import Refused
from winnow.people.models import User
from winnow.prospects.words import Role
from winnow.web.forms.customers import GiveForm
from winnow.web.lists import picked
from winnow.web.views.prospect_access import PersonRequest

SALT = "winnow.web.customers.given"
A_DAY = 24 * 60 * 60
MOST = 200  # of a page


def takers(request: PersonRequest) -> list[tuple[str, str]]:
    """Who may be given customers by this manager."""
    people = User.objects.filter(is_active=True, role__in=[Role.SELLER, Role.MANAGER, Role.ADMIN])
    if request.user.role == Role.MANAGER and request.user.team_id is not None:
        people = people.filter(team=request.user.team_id)
    return [(str(pk), name) for pk, name in people.order_by("name").values_list("pk", "name")]


@require_POST
def given(request: PersonRequest) -> HttpResponse:
    """Those that were ticked, as far as this manager may see them."""
    form, now = GiveForm(takers(request), request.POST), timezone.now()
    numbers = list(seen_by(request.user).filter(pk__in=picked(request, MOST)).values_list("pk", flat=True))
    if not numbers:
        messages.error(request, "Tick the customers first.")
    elif not form.is_valid():
        messages.error(request, "Choose who looks after them from now on, and say why.")
    else:
        to, why = int(form.cleaned_data["to"]), form.cleaned_data["reason"]
        try:
            with transaction.atomic():
                before = give(numbers, to, by=request.user.pk, reason=why, now=now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            _tell(request, before, to)
    return redirect("customers")


def _tell(request: PersonRequest, before: dict[int, int], to: int) -> None:
    if not before:
        messages.info(request, "They look after them already; nothing was changed.")
        return
    sealed = signing.dumps([request.user.pk, to, list(before.items())], salt=SALT, compress=True)
    undo = reverse("customers_given_undo", args=[sealed])
    said = f"{len(before)} customer{'s' if len(before) != 1 else ''} in other hands."
    messages.success(request, said, extra_tags=f"undo:{undo}")


@require_POST
def undone(request: PersonRequest, sealed: str) -> HttpResponse:
    """Back to who had them."""
    try:
        by, to, moves = signing.loads(sealed, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError, TypeError):
        by, to, moves = 0, 0, []
    seen = set(seen_by(request.user).filter(pk__in=[pk for pk, _ in moves]).values_list("pk", flat=True))
    before = {pk: owner for pk, owner in moves if pk in seen} if by == request.user.pk else {}
    try:
        with transaction.atomic():
            back = give_back(before, to, by=request.user.pk, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("customers")
    left = f" {len(moves) - len(back)} had moved on and stayed." if len(back) < len(moves) else ""
    messages.success(request, f"{len(back)} back with who had them.{left}")
    return redirect("customers")
