"""Two people at one card: one plays the buyer, the other joins by the code and answers."""

from secrets import choice

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.practice import actions, queries
from winnow.practice.models import Card
from winnow.web.forms.practice import JoinForm
from winnow.web.views.practice import GRADES, places
from winnow.web.views.prospect_access import PersonRequest

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are mistaken for one another on the telephone's screen
LENGTH = 6


@require_http_methods(["GET", "POST"])
def partner(request: PersonRequest) -> HttpResponse:
    """Begin as the buyer, or join as the seller."""
    now, status = timezone.now(), 200
    form = JoinForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and "code" not in request.POST:
        return _begin(request)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].upper()
        if actions.join(code, seller=request.user.pk, now=now):
            return redirect("practice_pair", code)
        form.add_error("code", "No pair waits under this code. It holds for an hour, for two people.")
    if request.method == "POST":
        status = 422
    some = Card.objects.filter(state=Card.State.READY).exists()
    context = {"form": form, "some": some, "now": now, **places(request, "practice_partner")}
    return render(request, "practice/partner.html", context, status=status)


def _begin(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    ready = list(Card.objects.filter(state=Card.State.READY).order_by("pk").values_list("pk", flat=True))
    if not ready:
        messages.error(request, "There is no card to practise yet.")
        return redirect("practice_partner")
    code = "".join(choice(LETTERS) for _ in range(LENGTH))
    actions.pair(choice(ready), code, buyer=request.user.pk, now=now)
    return redirect("practice_pair", code)


@require_GET
def pair(request: PersonRequest, code: str) -> HttpResponse:
    """The buyer sees the buyer's card; the seller sees what was said, and grades themselves."""
    now = timezone.now()
    found = queries.pairing(code.upper(), request.user.pk, now)
    if found is None:
        raise Http404("No pair of yours is open under this code. Begin another, or join again.")
    context = {
        "pair": found, "card": found.card, "is_buyer": found.buyer_id == request.user.pk, "grades": GRADES, "now": now,
        "shown": int(found.started_at.timestamp()), **places(request, ""),
    }  # fmt: skip
    return render(request, "practice/pair.html", context)
