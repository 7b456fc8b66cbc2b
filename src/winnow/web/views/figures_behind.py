"""The prospects behind a figure of a page, of the same facts: as many, and as of the same instant."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from winnow.flow import measuring
from winnow.measure.figures.said import SAID, Page
from winnow.prospects.access import seen_by
from winnow.prospects.models import Prospect
from winnow.web.access import may_open
from winnow.web.lists import Listing
from winnow.web.views.account import signed_in
from winnow.web.views.coverage_rows import ROWS
from winnow.web.views.figures_asked import LABELS, asked_of, choices

MOST = 5_000  # that are listed: those who inquired last
LIST = Listing(
    name="figures-prospects", noun="prospects", sorts=ROWS.sorts, default="-inquired", columns=ROWS.columns,
    ignored=frozenset((*LABELS, "what", "by", "of")),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def figures_behind(request: HttpRequest, word: str) -> HttpResponseBase:
    """Whom a figure counts, as far as this person may see them; a POST takes them out as a file."""
    page, user, now = SAID.get(word), signed_in(request), timezone.now()
    if page is None:
        raise BadRequest("There are no figures of that name.")
    if word == "people" and not may_open("figures_people", user):
        raise PermissionDenied
    if not measuring.is_possible():
        return render(request, "figures/none.html", {"page": page, "is_possible": False})
    found = _behind(request, page)
    if found is None:
        return render(request, "figures/none.html", {"page": page, "is_possible": True})
    title, ids, count, as_of = found
    rows = Prospect.objects.filter(id__in=ids).filter(seen_by(user))
    shown = LIST.open(request, rows.select_related("person", "company", "owner", "campaign"))
    if shown.export:
        return shown.export
    said = {
        "list": shown, "sort": shown.sort, "now": now, "title": title, "form": None, "as_of": as_of,
        "count": count, "most": MOST if count > MOST else 0,
    }  # fmt: skip
    return render(request, "figures/behind.html", said)


def _behind(request: HttpRequest, page: Page) -> tuple[str, list[int], int, object] | None:
    """(title, ids, how many there are in all, as of when); None while nothing was counted."""
    from winnow.measure.figures.names import called
    from winnow.measure.figures.pages import scope_of
    from winnow.measure.metrics.behind import INQUIRERS, WHATS, behind
    from winnow.measure.metrics.scope import DIMENSIONS, OF_TIME
    from winnow.measure.names import Names
    from winnow.measure.shown import shown

    what, by, of = (request.GET.get(name, "") for name in ("what", "by", "of"))
    what = what or INQUIRERS
    if what not in WHATS or (by and by not in DIMENSIONS) or (by in OF_TIME and not of.isdecimal()):
        raise BadRequest("There is no such figure.")
    asked = asked_of(request, page, choices(request, page))
    with shown(measuring.place()) as facts:
        if facts is None:
            return None
        found = behind(facts, scope_of(facts, asked), what, by or None, of or None, MOST)
        said = f": {called(Names.of(facts), by, of or None)}" if by else ""
        return f"{WHATS[what]}{said}", [int(one) for one in found.ids], found.count, facts.as_of
