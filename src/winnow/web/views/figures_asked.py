"""What a page of figures is asked for: all in the address, and within what this person may see."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from winnow.measure.figures.question import Asked
from winnow.measure.queries.scope import people_of
from winnow.prospects.models import Campaign
from winnow.prospects.words import Channel, Role
from winnow.web.templatetags.vocabulary import look
from winnow.web.views.account import signed_in

PERIODS = (("", "All time"), ("30", "30 days"), ("90", "90 days"), ("365", "A year"), ("730", "Two years"))
LABELS = {"days": "First inquired within", "channel": "Channel", "campaign": "Campaign", "owner": "Person"}


Choices = dict[str, Sequence[tuple[str, str]]]


def choices(request: HttpRequest, page: Any) -> Choices:
    """What this person may narrow a page to, by the part of the address."""
    return {name: _options(request, name) for name in page.narrowed_by}


def asked_of(request: HttpRequest, page: Any, options: Choices) -> Asked:
    """The question. Raises BadRequest for a value that means nothing, or that is not this person's to see."""
    given = {name: request.GET.get(name, "") for name in page.narrowed_by}
    for name, value in given.items():
        if value and value not in dict(options[name]):
            raise BadRequest(f"This page knows no such {LABELS[name].lower()}.")
    owner = given.get("owner", "")
    owners = (owner,) if owner else _team(request) if page.of_people else ()
    return Asked(
        days=int(given.get("days") or 0), owners=owners, channel=given.get("channel", ""),
        campaign=given.get("campaign", ""), per_cent=_share(request) if "share" in page.also else "",
    )  # fmt: skip


def filters(request: HttpRequest, page: Any, options: Choices) -> list[dict[str, Any]]:
    """The choices of a page, for a form that needs no script."""
    chosen = [
        {
            "name": name,
            "label": LABELS[name],
            "value": request.GET.get(name, ""),
            "options": options[name],
        }
        for name in page.narrowed_by
    ]
    if "share" in page.also:
        share = request.GET.get("share") or "45"
        chosen.append({"name": "share", "label": "Buyers of 100 inquirers", "value": share, "options": None})
    return chosen


def _team(request: HttpRequest) -> tuple[str, ...]:
    """Whose work a manager answers for; empty: everybody's."""
    user = signed_in(request)
    if user.role != Role.MANAGER or user.team_id is None:
        return ()
    return tuple(str(number) for number in people_of(user).order_by("id").values_list("id", flat=True))


def _options(request: HttpRequest, name: str) -> Sequence[tuple[str, str]]:
    if name == "days":
        return PERIODS
    if name == "channel":
        return [("", "Any"), *((channel.value, look(channel.value).label) for channel in Channel)]
    if name == "campaign":
        rows = list(Campaign.objects.order_by("name", "id").values_list("id", "name"))
    else:
        rows = list(people_of(signed_in(request)).select_related(None).values_list("id", "name"))
    return [("", "Any"), *((str(number), called) for number, called in rows)]


def _share(request: HttpRequest) -> str:
    """The share put in the place of 45 %, as text; empty: that one."""
    given = request.GET.get("share", "").strip()
    if not given:
        return ""
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 100):
        raise BadRequest("Say a whole number from 1 to 100 as the share of buyers.")
    return str(int(given))
