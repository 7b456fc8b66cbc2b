"""Everything that happened, newest first."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from winnow.people.models import User
from winnow.prospects.lifecycle import Kind
from winnow.prospects.models import Event
from winnow.web.lists import Column, Filter, Listing, Sort, days, numbered, row_of, same

OF_PEOPLE = (
    "set_up_opened", "person_added", "person_edited", "person_deactivated", "person_reactivated", "password_chosen",
    "absence_added", "absence_dropped", "team_added", "team_edited", "team_dropped", "link_made", "link_used",
    "token_created", "token_revoked", "sessions_ended", "second_factors_dropped", "exported",
)  # fmt: skip
OF_DOORS = (
    "campaign_added", "campaign_edited", "holdout_drawn", "cost_added", "cost_edited", "cost_dropped",
    "form_created", "form_changed", "form_opened", "form_closed", "held_released", "held_corrected",
    "held_dismissed", "held_brought_back", "held_replayed", "import_started", "import_undone", "demo_built",
    "mail_server_set", "mail_server_forgotten",
    "mail_dismissed", "mail_suppressed", "mail_lifted", "log_address_made",
    "notices_chosen", "webhook_added", "webhook_changed", "webhook_secret_renewed", "webhook_stopped",
    "webhook_started", "webhook_resent", "webhook_dropped", "feed_made", "feed_ended",
    "block_planned", "block_moved", "block_dropped", "block_begun", "block_stopped",
)  # fmt: skip
OF_THE_CUT = (
    "cut_published", "cut_followed", "cut_widened", "cut_withdrawn", "cut_taken_back", "cut_put_back", "cut_alarm",
)  # fmt: skip
OF_PRIVACY = (
    "erasure_asked", "erasure_cancelled", "person_told", "basis_noted", "basis_withdrawn", "retention_swept",
)  # fmt: skip
OF_MACHINES = ("clock_leapt",)
KINDS = tuple(
    (kind, kind.replace("_", " ").capitalize())
    for kind in sorted({*Kind, *OF_PEOPLE, *OF_DOORS, *OF_THE_CUT, *OF_PRIVACY, *OF_MACHINES})
)
EVENTS = Listing(
    name="events",
    noun="events",
    filters=(
        same("kind", "What", "kind", options=KINDS),
        row_of("actor", "Who", "actor_id", lambda request: everybody_as_options()),
        Filter("prospect", "Prospect", lambda text: Q(prospect_id=numbered(text))),
        days("since", "From", "at__date__gte"),
        days("until", "To", "at__date__lte"),
    ),
    sorts=(Sort("id", "id"),),
    default="-id",
    columns=(
        Column("At", lambda event: event.at),
        Column("What", lambda event: event.kind),
        Column("Who", lambda event: event.actor or event.by),
        Column("Prospect", lambda event: event.prospect_id),
        Column("Reason", lambda event: event.reason),
        Column("Procedure version", lambda event: event.version),
    ),
)


def everybody_as_options() -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in User.objects.order_by("name").values_list("pk", "name")]


@require_http_methods(["GET", "POST"])
def events(request: HttpRequest) -> HttpResponseBase:
    """All events; each says who, why, and under which version of the procedure."""
    shown = EVENTS.open(request, Event.objects.select_related("actor", "prospect__person"))
    return shown.export or render(request, "events/list.html", {"list": shown, "sort": shown.sort})
