"""Marketing's own coverage: who rests and what comes next, what the mails bring, who came back; and each track."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from winnow.flow.nurturing.preview import previewed
from winnow.flow.nurturing.stepping import why_nothing_goes_out
from winnow.nurture.queries import overview
from winnow.nurture.queries.overview import Month, Place, Sent, Standing
from winnow.nurture.words import Left
from winnow.procedure.nurturing import Track, TrackStep
from winnow.procedure.queries import in_force
from winnow.procedure.schema import Procedure
from winnow.prospects.access import of_visible
from winnow.web.access import may_open
from winnow.web.lists import Column, Filter, Listing, Sort, days
from winnow.web.views.mail_write import for_whom
from winnow.web.views.prospect_access import PersonRequest

WAYS = {
    Left.SIGNAL: "Interest reached", Left.MARKED: "Marked link", Left.TALK: "Asked to be called",
    Left.REPLY: "Answered", Left.INQUIRY: "Inquired again", Left.ANSWER: "Did you buy?",
    Left.PROMISE: "Promised day", Left.REVISIT: "Day to look again", Left.PERSON: "Taken up by a person",
}  # fmt: skip
STAYS = Listing(
    name="track",
    noun="prospects",
    filters=(
        Filter("q", "Name", lambda text: Q(prospect__person__name__icontains=text)),
        days("since", "In it since", "entered_at__date__gte"),
        days("until", "In it until", "entered_at__date__lte"),
    ),
    sorts=(
        Sort("due", "due_at", nullable=True), Sort("since", "entered_at"), Sort("name", "prospect__person__name"),
    ),
    default="due",
    columns=(
        Column("Prospect", lambda one: one.prospect_id), Column("Name", lambda one: one.prospect.person),
        Column("Since", lambda one: one.entered_at), Column("Because", lambda one: one.because),
        Column("Next mail", lambda one: one.due_at), Column("Looked at again", lambda one: one.prospect.due_at),
    ),
    ignored=frozenset({"prospect"}),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One step of a track on the page; without a step, those who wait for no mail any more."""

    step: TrackStep | None
    place: Place
    sent: Sent


@dataclass(frozen=True)
class Section:
    """One track on the page; without a track, those whom none fits, or whose track is no longer in the procedure."""

    track: Track | None
    lines: tuple[Line, ...]

    @property
    def there(self) -> int:
        return sum(one.place.waiting for one in self.lines)


@require_GET
def nurture(request: PersonRequest) -> HttpResponse:
    """Nobody without a next step, tracks with their steps, and who came back."""
    now = timezone.now()
    procedure, found = in_force(now)[1], overview.standing(now)
    page = {
        "now": now, "standing": found, "sections": sections(procedure, found, overview.sent(now)),
        "months": [(one, _ways(one)) for one in overview.months(now)],
        "ordered": overview.ordered(now), "stopped": why_nothing_goes_out(procedure), "rules": procedure.nurture,
        **places(request, "nurture"),
    }  # fmt: skip
    return render(request, "nurture/nurture.html", page)


def _ways(month: Month) -> list[tuple[str, int]]:
    """Why they came back, most first."""
    return [(WAYS[Left(way)], count) for way, count in sorted(month.ways.items(), key=lambda one: -one[1])]


def sections(procedure: Procedure, found: Standing, sent: dict[tuple[str, str], Sent]) -> list[Section]:
    """The tracks of the procedure in its order, and the rest of those who are there."""
    made = [Section(track, tuple(_lines(track, found, sent))) for track in procedure.nurture.tracks]
    known = {
        (track.key, step)
        for track in procedure.nurture.tracks
        for step in ("", *(one.key for one in track.steps))
    }
    others = [place for key, place in found.places.items() if key not in known]
    waiting = sum(one.waiting for one in others) + found.unrecorded
    return [*made, Section(None, (Line(None, Place(waiting), Sent()),))] if waiting else made


def _lines(track: Track, found: Standing, sent: dict[tuple[str, str], Sent]) -> list[Line]:
    keys = [(track.key, one.key) for one in track.steps]
    lines = [
        Line(step, found.places.get(key, Place()), sent.get(key, Sent()))
        for step, key in zip(track.steps, keys, strict=True)
    ]
    return [*lines, Line(None, found.places.get((track.key, ""), Place()), Sent())]


@require_http_methods(["GET", "POST"])
def track(request: PersonRequest, key: str) -> HttpResponseBase:
    """One track: each mail as a real prospect would get it, and who is in it."""
    now = timezone.now()
    procedure = in_force(now)[1]
    one = procedure.nurture.track(key)
    if one is None:
        raise Http404("The procedure has no such track any more.")
    shown = STAYS.open(request, overview.in_track(key, of_visible(request.user)))
    if shown.export:
        return shown.export
    whose, missed = for_whom(request, shown.rows[0].person_id if shown.rows else 0)
    person = whose.person if whose else None
    page = {
        "now": now, "track": one, "list": shown, "sort": shown.sort, "whom": person,
        "mails": [previewed(procedure, step, person, request.user) for step in one.steps],
        "whose": whose, "missed": missed, **places(request, "nurture"),
    }  # fmt: skip
    return render(request, "nurture/track.html", page)


def places(request: PersonRequest, here: str) -> dict[str, Any]:
    """The tabs over these pages."""
    known = (("nurture", "Who rests"), ("nurture_asked", "Did you buy?"), ("nurture_calls", "Calls"))
    return {
        "tabs": [
            {"label": label, "url": reverse(route), "current": route == here, "count": None}
            for route, label in known
            if may_open(route, request.user)
        ]
    }
